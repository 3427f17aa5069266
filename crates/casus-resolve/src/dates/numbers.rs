//! Numbers and vague quantities in words.

use super::meaning::Count;
use super::words::Word;

pub(super) fn lower<'a>(w: &'a [Word<'_>], i: usize) -> &'a str {
    w.get(i).map_or("", |w| w.lower.as_str())
}

/// Do words `i` and `i + 1` touch?
pub(super) fn touch(w: &[Word<'_>], i: usize) -> bool {
    matches!((w.get(i), w.get(i + 1)), (Some(a), Some(b)) if a.span.end == b.span.start)
}

fn small(word: &str) -> Option<u32> {
    Some(match word {
        "one" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" => 8,
        "nine" => 9,
        "ten" => 10,
        "eleven" => 11,
        "twelve" => 12,
        "thirteen" => 13,
        "fourteen" => 14,
        "fifteen" => 15,
        "sixteen" => 16,
        "seventeen" => 17,
        "eighteen" => 18,
        "nineteen" => 19,
        _ => return None,
    })
}

fn tens(word: &str) -> Option<u32> {
    Some(match word {
        "twenty" => 20,
        "thirty" => 30,
        "forty" => 40,
        "fifty" => 50,
        "sixty" => 60,
        "seventy" => 70,
        "eighty" => 80,
        "ninety" => 90,
        _ => return None,
    })
}

/// An exact number in digits or words: position after it and value.
pub(super) fn number(w: &[Word<'_>], i: usize) -> Option<(usize, f64)> {
    let word = w.get(i)?;
    if word.text.starts_with(|c: char| c.is_ascii_digit()) {
        let plain = word.text.replace(',', "");
        let n: f64 = plain.parse().ok().filter(|n| *n < 100_000.0)?;
        return Some((i + 1, n));
    }
    let (mut at, mut n) = if let Some(n) = small(&word.lower) {
        (i + 1, n)
    } else if let Some(t) = tens(&word.lower) {
        let after = if lower(w, i + 1) == "-" { i + 2 } else { i + 1 };
        match small(lower(w, after)).filter(|s| *s < 10) {
            Some(s) => (after + 1, t + s),
            None => (i + 1, t),
        }
    } else if word.lower == "hundred" || word.lower == "dozen" {
        return Some((i + 1, if word.lower == "dozen" { 12.0 } else { 100.0 }));
    } else {
        return None;
    };
    if lower(w, at) == "hundred" {
        at += 1;
        n *= 100;
        if lower(w, at) == "and"
            && let Some((end, more)) = number(w, at + 1).filter(|(_, m)| *m < 100.0)
        {
            return Some((end, f64::from(n) + more));
        }
    }
    Some((at, f64::from(n)))
}

/// A quantity before a unit: "three", "a", "a couple of", "nearly two", "several", "more than 10", "two and a half".
pub(super) fn quantity(w: &[Word<'_>], i: usize) -> Option<(usize, Count)> {
    let mut at = i;
    let mut approx = false;
    loop {
        let skip = match (lower(w, at), lower(w, at + 1)) {
            (
                "about" | "around" | "roughly" | "approximately" | "nearly" | "almost" | "some" | "over" | "under" | "barely" | "only"
                | "just" | "another",
                _,
            ) => 1,
            ("more" | "less" | "fewer", "than") => 2,
            ("at", "least" | "most") => 2,
            ("up", "to") => 2,
            _ => 0,
        };
        if skip == 0 {
            break;
        }
        approx |= !matches!(lower(w, at), "only" | "just" | "another");
        at += skip;
    }
    let exact = |n: f64| Count { n: Some(n), approx };
    let vague = Count { n: None, approx: true };
    let (end, count) = match (lower(w, at), lower(w, at + 1), lower(w, at + 2)) {
        ("a", "couple", "of") => (at + 3, Count { n: Some(2.0), approx: true }),
        ("a", "couple", _) => (at + 2, Count { n: Some(2.0), approx: true }),
        ("a", "few", _) => (at + 2, vague),
        ("a", "number", "of") | ("a", "handful", "of") => (at + 3, vague),
        ("a", "dozen", _) => (at + 2, exact(12.0)),
        ("a", "hundred", _) => (at + 2, exact(100.0)),
        ("half", "a" | "an", _) => (at + 2, exact(0.5)),
        ("a" | "an", _, _) => (at + 1, exact(1.0)),
        ("few" | "several" | "many" | "recent", _, _) => (at + 1, vague),
        ("dozens" | "scores" | "hundreds" | "tens" | "thousands", "of", _) => (at + 2, vague),
        _ => {
            let (end, n) = number(w, at)?;
            let dash = usize::from(lower(w, end) == "-");
            let at_half = end + dash;
            if lower(w, at_half) == "and" {
                let dash = usize::from(lower(w, at_half + 1) == "-");
                let a = at_half + 1 + dash;
                if lower(w, a) == "a" {
                    let half = a + 1 + usize::from(lower(w, a + 1) == "-");
                    if lower(w, half) == "half" {
                        return Some((half + 1, exact(n + 0.5)));
                    }
                }
            }
            // "two or three", "three to five".
            if matches!(lower(w, end), "or" | "to")
                && let Some((after, m)) = number(w, end + 1)
            {
                return Some((after, Count { n: Some((n + m) / 2.0), approx: true }));
            }
            (end, exact(n))
        }
    };
    Some((end, count))
}

/// "first" … "thirty-first", "1st" … "31st".
pub(super) fn ordinal(w: &[Word<'_>], i: usize) -> Option<(usize, u32)> {
    let word = w.get(i)?;
    if word.text.starts_with(|c: char| c.is_ascii_digit()) {
        let digits: String = word.text.chars().take_while(char::is_ascii_digit).collect();
        let suffix = &word.lower[digits.len()..];
        return if matches!(suffix, "st" | "nd" | "rd" | "th") { Some((i + 1, digits.parse().ok()?)) } else { None };
    }
    const WORDS: [&str; 20] = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
    ];
    if let Some(n) = WORDS.iter().position(|o| *o == word.lower) {
        return Some((i + 1, u32::try_from(n).ok()? + 1));
    }
    if word.lower == "thirtieth" {
        return Some((i + 1, 30));
    }
    let base = match word.lower.as_str() {
        "twenty" => 20,
        "thirty" => 30,
        _ => return None,
    };
    let after = if lower(w, i + 1) == "-" { i + 2 } else { i + 1 };
    let n = WORDS[..9].iter().position(|o| *o == lower(w, after))?;
    Some((after + 1, base + u32::try_from(n).ok()? + 1))
}
