//! The dateline in front of a report: "BAGHDAD, Aug 28 (Reuters) -", "Shillong:", "KABUL, Afghanistan —".
//!
//! It says where and when the reporter wrote, which is not where and when the sentence's event happened; so it becomes a segment of its own.

use crate::cues;
use crate::dates::{Stated, day_in, is_weekday, month};
use casus_record::Span;

/// A dateline in front of running text. Offsets count in the paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Prefix {
    /// One past the dateline with its dash.
    pub end: usize,
    /// Where the text goes on.
    pub body: usize,
    pub place: Option<Span>,
    pub day: Option<Stated>,
}

/// No dateline seen was longer; the longest name two places, a date and two agencies.
const LONGEST: usize = 90;

/// Splits off the dateline. `first` says whether this is the article's first paragraph: only there may a bare name in small letters
/// ("Pretoria – …") be a place; later on it is a speaker or a heading.
pub(crate) fn prefix(paragraph: &str, first: bool) -> Option<Prefix> {
    let limit = paragraph.char_indices().nth(LONGEST).map_or(paragraph.len(), |(at, _)| at);
    let (head_end, end) = separator(&paragraph[..limit])?;
    let head = paragraph[..head_end].trim_end();
    let body = end + paragraph[end..].len() - paragraph[end..].trim_start().len();
    let rest = &paragraph[body..];
    if rest.split_whitespace().take(3).count() < 3 {
        return None;
    }
    let by_colon = paragraph[head_end..end].contains(':');
    let glued = head_end == end;
    let parts = Parts::read(head)?;
    let signed = parts.agency || parts.day.is_some();
    if glued && !parts.agency {
        return None;
    }
    if !signed {
        let place = parts.place?;
        let words: Vec<&str> = place.of(head).split_whitespace().collect();
        let label = words.iter().any(|w| cues::NO_PLACES.contains(&w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().as_str()));
        let capitals = is_capitals(words[0]);
        let letters = place.of(head).chars().filter(|c| c.is_alphabetic()).count();
        let goes_on_high = rest.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase());
        let too_long = words.len() > if by_colon { 2 } else { 3 };
        // "Sanders: Vote for me" is a headline; a place stands before a whole sentence.
        let short = !capitals && rest.split_whitespace().take(12).count() < 12;
        if label || short || letters < 4 || !goes_on_high || too_long || (!capitals && !first) {
            return None;
        }
    }
    Some(Prefix { end, body, place: parts.place, day: parts.day })
}

/// Where the head ends and where the dash or colon after it ends. For "London (CNN)The …" both are the place after the bracket.
fn separator(start: &str) -> Option<(usize, usize)> {
    let bytes = start.as_bytes();
    for (at, c) in start.char_indices() {
        let next = at + c.len_utf8();
        let spaced = |from: usize| start[from..].starts_with([' ', '\u{a0}', '\n']);
        match c {
            '—' | '–' | '―' if at > 0 => return Some((at, next)),
            '-' if at > 0 && bytes.get(next) == Some(&b'-') => return Some((at, next + 1)),
            '-' if at > 0 && spaced(next) && start[..at].ends_with([' ', '\u{a0}', ')']) => return Some((at, next)),
            ':' if spaced(next) => return Some((at, next)),
            ')' if signs(&start[..next]) && !start[next..].trim_start().starts_with(['-', '–', '—', ':', '―']) => {
                return Some((next, next));
            }
            // A sentence has begun.
            '.' if spaced(next) && !abbreviation(&start[..at]) => return None,
            '"' | '“' | '?' | '!' | ';' => return None,
            _ => {}
        }
    }
    None
}

fn signs(head: &str) -> bool {
    head.rfind('(').is_some_and(|open| cues::AGENCIES.contains(&head[open + 1..head.len() - 1].to_lowercase().as_str()))
}

/// "Aug.", "Lt.", "D.C", "St."
fn abbreviation(before: &str) -> bool {
    let word = before.rsplit([' ', ',', '(']).next().unwrap_or("");
    month(word).is_some() || word.len() <= 3 || word.contains('.')
}

struct Parts {
    place: Option<Span>,
    day: Option<Stated>,
    agency: bool,
}

impl Parts {
    /// Everything in the head must be a place, a day or an agency in brackets.
    fn read(head: &str) -> Option<Parts> {
        let mut parts = Parts { place: None, day: None, agency: false };
        let mut names = head;
        if let Some(open) = head.find('(') {
            let inside = head[open + 1..].strip_suffix(')')?;
            names = head[..open].trim_end().trim_end_matches(',');
            match day_in(inside) {
                Some(day) => parts.day = Some(day),
                None => {
                    let words = inside.split_whitespace().count();
                    let known = cues::AGENCIES.contains(&inside.to_lowercase().as_str());
                    if !(known
                        || (1..=4).contains(&words) && inside.starts_with(|c: char| c.is_uppercase()) && !inside.contains(['.', ')', '(']))
                    {
                        return None;
                    }
                    parts.agency = true;
                }
            }
        }
        let mut at = 0;
        let mut places = 0;
        for part in names.split(',') {
            let start = at + part.len() - part.trim_start().len();
            at += part.len() + 1;
            let part = part.trim();
            if part.is_empty() || matches!(part.to_lowercase().as_str(), "no date" | "no city" | "clandestine") {
                continue;
            }
            let lower = part.to_lowercase();
            if let Some(day) = day_in(part).filter(|_| is_only_a_day(part)) {
                parts.day = Some(day);
            } else if is_weekday(&lower) || (parts.day.is_some() && part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit())) {
                if let (Some(day), Ok(year)) = (&mut parts.day, part.parse()) {
                    day.year = Some(year);
                }
            } else if cues::AGENCIES.contains(&lower.as_str()) && places > 0 {
                parts.agency = true;
            } else if is_name(part) && places < 3 {
                let span = Span::new(start, start + part.len());
                let outlet = lower.split_whitespace().any(|w| matches!(w, "news" | "agency" | "press" | "times" | "today" | "daily"));
                if !outlet {
                    parts.place = Some(parts.place.map_or(span, |p| p.join(span)));
                }
                places += 1;
            } else if !lower.ends_with(" news") {
                return None;
            }
        }
        (parts.place.is_some() || parts.day.is_some() || parts.agency).then_some(parts)
    }
}

fn is_only_a_day(part: &str) -> bool {
    part.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .all(|w| month(w).is_some() || is_weekday(&w.to_lowercase()) || w.starts_with(|c: char| c.is_ascii_digit()) || w == "of")
}

fn is_capitals(word: &str) -> bool {
    word.chars().any(char::is_alphabetic) && !word.chars().any(char::is_lowercase)
}

/// One to five words that all start in capitals, but for the particles of names.
fn is_name(part: &str) -> bool {
    let words: Vec<&str> = part.split_whitespace().collect();
    let particle = |w: &str| matches!(w, "al" | "el" | "de" | "del" | "du" | "of" | "and" | "the" | "la" | "da" | "do");
    let name = |w: &&str| {
        particle(w)
            || w.trim_start_matches(['‘', '’', '\'']).starts_with(|c: char| c.is_uppercase())
            || w.starts_with("al-")
            || w.starts_with("el-")
    };
    (1..=5).contains(&words.len())
        && words.iter().all(name)
        && !words.iter().all(|w| particle(w))
        && !part.contains(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(paragraph: &str, place: &str, day: &str, body: &str) {
        let p = prefix(paragraph, true).unwrap_or_else(|| panic!("no dateline in {paragraph}"));
        assert_eq!(p.place.map_or("", |s| s.of(paragraph)), place, "{paragraph}");
        let stated = p.day.map_or(String::new(), |d| format!("{}-{}-{}", d.year.map_or("?".to_owned(), |y| y.to_string()), d.month, d.day));
        assert_eq!(stated, day, "{paragraph}");
        assert_eq!(&paragraph[p.body..], body);
    }

    #[test]
    fn datelines() {
        let said = "The army said on Monday that it had taken the town of Mbeli without a fight.";
        for (head, place, day) in [
            ("BAGHDAD, Aug 28 (Reuters) - ", "BAGHDAD", "?-8-28"),
            ("BAGHDAD, Aug. 28, 2019 (Reuters) -- ", "BAGHDAD", "2019-8-28"),
            ("GAZA CITY, Gaza Strip (AP) — ", "GAZA CITY, Gaza Strip", ""),
            ("PORT-AU-PRINCE, Haiti —", "PORT-AU-PRINCE, Haiti", ""),
            ("KABUL (Pajhwok): ", "KABUL", ""),
            ("GENEVA (3 June 2019) – ", "GENEVA", "2019-6-3"),
            ("WASHINGTON, July 25: ", "WASHINGTON", "?-7-25"),
            ("SAN MATEO, 17 NOV 89 (ACAN-EFE) -- ", "SAN MATEO", "1989-11-17"),
            ("TEHRAN — ", "TEHRAN", ""),
            ("Harare – ", "Harare", ""),
            ("Dhaka: ", "Dhaka", ""),
            ("Beirut, Lebanon - ", "Beirut, Lebanon", ""),
            ("(Reuters) - ", "", ""),
            ("London (CNN)", "London", ""),
            ("Vostok News, 24 March - ", "", "?-3-24"),
            ("NEW YORK/LONDON (Reuters) - ", "NEW YORK/LONDON", ""),
        ] {
            check(&format!("{head}{said}"), place, day, said);
        }
    }

    #[test]
    fn no_datelines() {
        for paragraph in [
            "The minister – who resigned in May – denied it.",
            "Analysis: Why the talks failed again this week",
            "BREAKING: Army seizes power in Bamako, radio says",
            "Rebels seized the town of Mbeli - the second in a week - on Monday.",
            "President Keita: We will not leave this town.",
            "He said: “We will not leave this town.”",
            "Ali Hassan, 28, was shot dead in Basra – the third activist this week.",
            "Jean-Pierre Bemba, the former vice-president, was acquitted on Friday.",
            "Sanders: The party must change or lose",
            "UN: Famine looms in the south of the country",
        ] {
            assert_eq!(prefix(paragraph, true), None, "{paragraph}");
        }
        assert_eq!(prefix("Harare – The army said on Monday that it had taken the town of Mbeli without a fight.", false), None);
    }
}
