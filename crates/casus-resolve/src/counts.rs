//! How many: the numerals of a sentence with what stands around them ("at least five", "between 10 and 15", "1.2 million", "dozens").
//!
//! A figure has three parts, each unknown unless the words give it. A plain number is all three. *At least* and *more than* are a lower
//! bound that is also the best figure; *up to* is an upper bound only; *about* gives the best figure without bounds. A range has bounds
//! and no best figure, because the text does not prefer one. *Dozens*, *scores*, *hundreds* are a lower bound of one such unit: the
//! word promises no second one, and a figure too high is worse than one too low.

use casus_coder::Tree;
use casus_record::Span;
use casus_text::Upos;

/// How many, as far as the words say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Lowest figure.
    pub low: Option<u32>,
    /// Best figure.
    pub best: Option<u32>,
    /// Highest figure.
    pub high: Option<u32>,
}

/// A figure in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// First token, hedge included.
    pub first: usize,
    /// Last token of the numeral.
    pub last: usize,
    /// How many.
    pub count: Count,
}

impl Count {
    /// Exactly so many.
    pub fn exactly(n: u32) -> Self {
        Count { low: Some(n), best: Some(n), high: Some(n) }
    }

    /// So many together with others; `None`: others that the text does not count, so the sum is a lower bound.
    pub fn with(self, other: Option<Count>) -> Self {
        let Some(other) = other else { return Count { high: None, ..self } };
        let add = |a: Option<u32>, b: Option<u32>| a.zip(b).and_then(|(a, b)| a.checked_add(b));
        Count { low: add(self.low, other.low), best: add(self.best, other.best), high: add(self.high, other.high) }
    }
}

impl Quantity {
    /// Its words.
    pub fn span(&self, tree: &Tree) -> Span {
        tree.token(self.first).span.join(tree.token(self.last).span)
    }

    /// Does it hold the token?
    pub fn holds(&self, token: usize) -> bool {
        (self.first..=self.last).contains(&token)
    }
}

/// A numeral before its surroundings are read.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Number {
    Exact(f64),
    /// "dozens", "several": no fewer than this.
    Vague(f64),
}

/// All figures of a sentence, in text order.
pub fn quantities(tree: &Tree) -> Vec<Quantity> {
    let words: Vec<String> = (0..tree.len()).map(|t| tree.token(t).span.of(tree.text()).to_lowercase()).collect();
    let mut out = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let Some((number, end)) = number(tree, &words, at) else {
            at += 1;
            continue;
        };
        // "a 40-year-old", "16 years in prison", "12 per cent": ages, terms and shares count no one.
        let unit = words[end..].iter().find(|w| *w != "-");
        if unit.is_some_and(|w| w.starts_with("year") || w.starts_with("-year") || w == "per" || w == "%") {
            at = end;
            continue;
        }
        let range =
            second(tree, &words, at, end).filter(|(high, _)| matches!((number, *high), (Number::Exact(a), Number::Exact(b)) if a < b));
        let (hedged, before) = hedge(&words, at);
        let mut first = before;
        let count = match (number, range) {
            (Number::Exact(low), Some((Number::Exact(high), _))) => Count { low: whole(low), best: None, high: whole(high) },
            (Number::Vague(low), _) => {
                first = at;
                Count { low: whole(low), best: None, high: None }
            }
            (Number::Exact(n), _) => bounded(hedged, whole(n)),
        };
        let mut last = range.map_or(end, |(_, end)| end) - 1;
        if words.get(last + 1).is_some_and(|w| w == "or") && words.get(last + 2).is_some_and(|w| w == "more") {
            last += 2;
            out.push(Quantity { first, last, count: Count { high: None, ..count } });
        } else if count != Count::default() {
            out.push(Quantity { first, last, count });
        }
        at = last + 1;
    }
    out
}

/// What the words before a numeral do to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hedge {
    None,
    AtLeast,
    AtMost,
    About,
    /// "nearly": about, and not more.
    Nearly,
}

/// Hedges in words, the longer before the shorter ones they end in.
const HEDGES: [(&str, Hedge); 30] = [
    ("no fewer than", Hedge::AtLeast),
    ("not less than", Hedge::AtLeast),
    ("no less than", Hedge::AtLeast),
    ("no more than", Hedge::AtMost),
    ("not more than", Hedge::AtMost),
    ("as many as", Hedge::AtMost),
    ("at least", Hedge::AtLeast),
    ("more than", Hedge::AtLeast),
    ("well over", Hedge::AtLeast),
    ("upwards of", Hedge::AtLeast),
    ("fewer than", Hedge::AtMost),
    ("less than", Hedge::AtMost),
    ("at most", Hedge::AtMost),
    ("up to", Hedge::AtMost),
    ("an estimated", Hedge::About),
    ("close to", Hedge::Nearly),
    ("just under", Hedge::Nearly),
    ("over", Hedge::AtLeast),
    ("minimum", Hedge::AtLeast),
    ("above", Hedge::AtLeast),
    ("under", Hedge::AtMost),
    ("nearly", Hedge::Nearly),
    ("almost", Hedge::Nearly),
    ("about", Hedge::About),
    ("around", Hedge::About),
    ("roughly", Hedge::About),
    ("approximately", Hedge::About),
    ("estimated", Hedge::About),
    ("some", Hedge::About),
    ("between", Hedge::None),
];

/// The hedge that ends before token `at`, and where it begins.
fn hedge(words: &[String], at: usize) -> (Hedge, usize) {
    for (phrase, hedge) in HEDGES {
        let size = phrase.split(' ').count();
        if at >= size && phrase.split(' ').eq(words[at - size..at].iter().map(String::as_str)) {
            return (hedge, at - size);
        }
    }
    (Hedge::None, at)
}

fn bounded(hedge: Hedge, n: Option<u32>) -> Count {
    match hedge {
        Hedge::None => Count { low: n, best: n, high: n },
        Hedge::AtLeast => Count { low: n, best: n, high: None },
        Hedge::AtMost => Count { low: None, best: None, high: n },
        Hedge::About => Count { low: None, best: n, high: None },
        Hedge::Nearly => Count { low: None, best: n, high: n },
    }
}

/// The second number of a range that goes on at `end`: "10 to 15", "10-15", "ten or twelve", "between 10 and 15".
fn second(tree: &Tree, words: &[String], first: usize, end: usize) -> Option<(Number, usize)> {
    let joins = match words.get(end)?.as_str() {
        "to" | "-" | "–" | "—" | "or" => true,
        "and" => first > 0 && words[first - 1] == "between",
        _ => false,
    };
    if joins { number(tree, words, end + 1) } else { None }
}

/// The numeral that begins at a token, and one past its end.
fn number(tree: &Tree, words: &[String], at: usize) -> Option<(Number, usize)> {
    let word = words.get(at)?.as_str();
    let next = words.get(at + 1).map_or("", String::as_str);
    let after = words.get(at + 2).map_or("", String::as_str);
    match (word, next) {
        ("a", "couple") => return Some((Number::Exact(2.0), at + 2 + usize::from(after == "of"))),
        ("a", "few" | "handful") => return Some((Number::Vague(3.0), at + 2 + usize::from(after == "of"))),
        ("several", _) if !next.ends_with('s') || unit(next.trim_end_matches('s')).is_none() => return Some((Number::Vague(3.0), at + 1)),
        ("tens" | "hundreds" | "dozens", "of") if plural_unit(after).is_some_and(|u| u >= 1000.0) => {
            let many = plural_unit(word)? * plural_unit(after)?;
            return Some((Number::Vague(many), at + 3 + usize::from(words.get(at + 3).is_some_and(|w| w == "of"))));
        }
        ("a", _) if unit(next).is_some() => {
            let (scaled, end) = scale(words, 1.0, at + 1);
            return Some((Number::Exact(scaled), end));
        }
        _ => {}
    }
    if let Some(least) = plural_unit(word) {
        return Some((Number::Vague(least), at + 1 + usize::from(next == "of")));
    }
    let mut value = digits(word).or_else(|| spelled(word).filter(|_| word != "one" || tree.token(at).upos == Upos::Num))?;
    let mut end = at + 1;
    // "twenty - five" where the hyphen is a token of its own.
    let (ones, size) = if matches!(next, "-" | "–") { (after, 3) } else { (next, 2) };
    let tens = spelled(word).is_some_and(|v| v >= 20.0) && value % 10.0 == 0.0;
    if let Some(small) = spelled(ones).filter(|s| tens && *s > 0.0 && *s < 10.0) {
        value += small;
        end = at + size;
    }
    let (value, end) = scale(words, value, end);
    Some((Number::Exact(value), end))
}

/// Multiplies by the units that follow, and adds what they leave: "two hundred and twelve", "1.2 million".
fn scale(words: &[String], mut value: f64, mut end: usize) -> (f64, usize) {
    let start = end;
    while let Some(by) = words.get(end).and_then(|w| unit(w)) {
        value *= by;
        end += 1;
    }
    let and = usize::from(words.get(end).is_some_and(|w| w == "and"));
    let rest = words.get(end + and).and_then(|w| spelled(w)).filter(|r| end > start && *r < 100.0 && (100.0..1e6).contains(&value));
    if let Some(rest) = rest.filter(|_| unit(words.get(end + and + 1).map_or("", String::as_str)).is_none()) {
        value += rest;
        end += and + 1;
    }
    (value, end)
}

fn unit(word: &str) -> Option<f64> {
    Some(match word {
        "dozen" => 12.0,
        "score" => 20.0,
        "hundred" => 100.0,
        "thousand" => 1e3,
        "million" | "m" | "mn" => 1e6,
        "billion" => 1e9,
        _ => return None,
    })
}

fn plural_unit(word: &str) -> Option<f64> {
    match word {
        "tens" => Some(10.0),
        _ => word.strip_suffix('s').filter(|w| w.len() > 3).and_then(unit),
    }
}

fn digits(word: &str) -> Option<f64> {
    let plain: String = word.chars().filter(|c| *c != ',').collect();
    let numeral = !plain.is_empty()
        && plain.len() < 13
        && plain.chars().all(|c| c.is_ascii_digit() || c == '.')
        && plain.starts_with(|c: char| c.is_ascii_digit());
    if numeral { plain.parse().ok() } else { None }
}

/// Numerals in words up to ninety-nine.
fn spelled(word: &str) -> Option<f64> {
    const SMALL: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let plain = |w: &str| {
        let small = SMALL.iter().position(|s| *s == w);
        let tens = || TENS.iter().position(|s| *s == w).map(|n| (n + 2) * 10);
        small.or_else(tens).map(|n| n as f64)
    };
    plain(word).or_else(|| {
        let (tens, ones) = word.split_once('-')?;
        plain(tens).zip(plain(ones)).filter(|(t, o)| *t >= 20.0 && *o < 10.0).map(|(t, o)| t + o)
    })
}

/// Whole figures that fit; half a person is no figure.
fn whole(n: f64) -> Option<u32> {
    let rounded = n.round();
    ((n - rounded).abs() < 1e-6 && (0.0..=f64::from(u32::MAX)).contains(&rounded)).then_some(rounded as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use casus_record::SegmentRole;
    use casus_text::{Deprel, Feats, Sentence, Token};

    /// The figures of a sentence whose words stand between blanks; trees play no part here.
    fn read(text: &str) -> Vec<(String, Count)> {
        let mut at = 0;
        let mut tokens = Vec::new();
        for word in text.split(' ') {
            let span = Span::new(at, at + word.len());
            at += word.len() + 1;
            tokens.push(Token { span, lemma: word.to_lowercase(), upos: Upos::Num, feats: Feats(""), head: None, deprel: Deprel::Dep });
        }
        let sentence =
            Sentence { span: Span::new(0, text.len()), role: SegmentRole::Body, paragraph: 0, tokens, names: Vec::new(), unparsed: None };
        let tree = Tree::new(text, &sentence);
        quantities(&tree).iter().map(|q| (q.span(&tree).of(text).to_owned(), q.count)).collect()
    }

    fn one(text: &str) -> (Option<u32>, Option<u32>, Option<u32>) {
        let found = read(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        (found[0].1.low, found[0].1.best, found[0].1.high)
    }

    #[test]
    fn plain_numbers_in_digits_and_words() {
        for (text, n) in [
            ("12", 12),
            ("700,000", 700_000),
            ("1.2 million", 1_200_000),
            ("twenty - five", 25),
            ("forty-one", 41),
            ("two hundred and twelve", 212),
            ("three thousand", 3000),
        ] {
            assert_eq!(one(text), (Some(n), Some(n), Some(n)), "{text}");
        }
        assert_eq!(one("a dozen guards"), (Some(12), Some(12), Some(12)));
    }

    #[test]
    fn bounds_say_only_what_they_say() {
        assert_eq!(one("at least five guards"), (Some(5), Some(5), None));
        assert_eq!(one("more than 100"), (Some(100), Some(100), None));
        assert_eq!(one("up to 30"), (None, None, Some(30)));
        assert_eq!(one("as many as 60"), (None, None, Some(60)));
        assert_eq!(one("about 40"), (None, Some(40), None));
        assert_eq!(one("nearly 40"), (None, Some(40), Some(40)));
    }

    #[test]
    fn a_range_has_no_best_figure() {
        for text in ["between 10 and 15", "10 to 15", "10 - 15"] {
            assert_eq!(one(text), (Some(10), None, Some(15)), "{text}");
        }
    }

    #[test]
    fn two_numbers_are_no_range() {
        assert_eq!(read("10 and 15").len(), 2);
    }

    #[test]
    fn vague_words_are_lower_bounds() {
        for (text, n) in
            [("dozens of guards", 12), ("scores", 20), ("hundreds", 100), ("tens of thousands of people", 10_000), ("several", 3)]
        {
            assert_eq!(one(text), (Some(n), None, None), "{text}");
        }
    }

    #[test]
    fn ages_count_no_one() {
        assert!(read("a 40 - year - old teacher").is_empty());
        assert!(read("16 years").is_empty());
    }

    #[test]
    fn words_of_a_figure_include_its_hedge() {
        assert_eq!(read("killing at least five guards")[0].0, "at least five");
    }
}
