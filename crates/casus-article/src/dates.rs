//! Dates as publishers write them: "28 August, 2019", "Mon 3 Jun 2019, 10:45 GMT", "2019-08-28T10:45:00Z", "3-JUN-1987 16:35".
//!
//! This is about the date *of* the article, in lines and fields made for it. Dates inside sentences are another crate's work.

use jiff::civil::Date;

/// A day as stated, perhaps without its year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stated {
    pub year: Option<i16>,
    pub month: i8,
    pub day: i8,
    /// 03/04/2019: day and month could be exchanged.
    pub ambiguous: bool,
}

impl Stated {
    /// The day, if the year is stated and it exists.
    pub(crate) fn date(self) -> Option<Date> {
        if self.ambiguous { None } else { valid(self.year?, self.month, self.day) }
    }

    /// The day in the year that brings it closest to `near`.
    pub(crate) fn date_near(self, near: Date) -> Option<Date> {
        let years = [near.year() - 1, near.year(), near.year() + 1];
        let candidates = years.into_iter().filter_map(|y| valid(y, self.month, self.day));
        candidates.min_by_key(|d| distance(*d, near))
    }
}

/// Days between two dates.
pub(crate) fn distance(a: Date, b: Date) -> i32 {
    a.since(b).map_or(i32::MAX, |span| span.get_days().abs())
}

/// News is not older than newspapers. Later than this is a number that is no year.
fn valid(year: i16, month: i8, day: i8) -> Option<Date> {
    if (1800..=2100).contains(&year) { Date::new(year, month, day).ok() } else { None }
}

/// A run of letters and digits, and what stands between it and the next.
#[derive(Clone, Copy, Debug)]
struct Word<'a> {
    word: &'a str,
    start: usize,
    gap: &'a str,
}

fn words(text: &str) -> Vec<Word<'_>> {
    let mut out: Vec<Word<'_>> = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, c.is_alphanumeric() && at < text.len()) {
            (None, true) => {
                if let Some(last) = out.last_mut() {
                    last.gap = &text[last.start + last.word.len()..at];
                }
                start = Some(at);
            }
            (Some(from), false) => {
                out.push(Word { word: &text[from..at], start: from, gap: &text[at..] });
                start = None;
            }
            _ => {}
        }
    }
    out
}

/// The first day stated in a field such as `published`; the rest of the field may be anything.
pub(crate) fn day_in(field: &str) -> Option<Stated> {
    let field: String = field.chars().take(200).collect();
    let words = words(&field);
    (0..words.len()).find_map(|i| stated_at(&words[i..]).map(|(day, _)| day)).or_else(|| epoch(field.trim()))
}

/// Seconds or milliseconds since 1970, as databases give them.
fn epoch(field: &str) -> Option<Stated> {
    let number: i64 = field.parse().ok()?;
    let seconds = match field.len() {
        9 | 10 => number,
        13 => number / 1000,
        _ => return None,
    };
    let day = jiff::Timestamp::from_second(seconds).ok()?.to_zoned(jiff::tz::TimeZone::UTC).date();
    Some(Stated { year: Some(day.year()), month: day.month(), day: day.day(), ambiguous: false })
}

/// A day at the start of `words`, and how many words it takes.
fn stated_at(words: &[Word<'_>]) -> Option<(Stated, usize)> {
    let word = |i: usize| words.get(i).map(|w| w.word);
    let gap = |i: usize| words.get(i).map_or("", |w| w.gap);
    let first = word(0)?;
    let day = |year, month, day, ambiguous| Some(Stated { year, month, day, ambiguous });
    let fits = |s: Option<Stated>, n: usize| {
        let s = s?;
        let real = valid(s.year.unwrap_or(2000), s.month, s.day).is_some();
        real.then_some((s, n))
    };
    // 2019-08-28, 2019/8/28, 2019-08-28T10:45
    if let (Some(y), Some(second), Some(third)) = (year(first), word(1), word(2))
        && matches!(gap(0), "-" | "/" | ".")
        && gap(1) == gap(0)
    {
        let third = third.split(['T', 't']).next().unwrap_or("");
        if let (Some(m), Some(d)) = (small(second), small(third)) {
            return fits(day(Some(y), m, d, false), 3);
        }
    }
    // 20190828
    if first.len() == 8 && first.bytes().all(|b| b.is_ascii_digit()) {
        return fits(day(year(&first[..4]), small(&first[4..6])?, small(&first[6..])?, false), 1);
    }
    if let Some(d) = ordinal(first) {
        let of = usize::from(word(1).is_some_and(|w| w.eq_ignore_ascii_case("of")));
        if let Some(m) = word(1 + of).and_then(month)
            && near(gap(0))
        {
            return match word(2 + of).and_then(year) {
                Some(y) if near(gap(1 + of)) => fits(day(Some(y), m, d, false), 3 + of),
                // Wire services wrote "17 NOV 89"; an hour after the month would have its colon.
                None if gap(1 + of) == " " && !gap(2 + of).starts_with([':', '.', 'h']) => match word(2 + of).and_then(short_year) {
                    Some(y) => fits(day(Some(y), m, d, false), 3 + of),
                    None => fits(day(None, m, d, false), 2 + of),
                },
                _ => fits(day(None, m, d, false), 2 + of),
            };
        }
        // 28/08/2019, 28.08.2019, 08/28/2019
        if let (Some(second), Some(y)) = (word(1).and_then(small), word(2).and_then(year))
            && matches!(gap(0), "-" | "/" | ".")
            && gap(1) == gap(0)
        {
            return match (d, second) {
                (d, m) if m > 12 => fits(day(Some(y), d, m, false), 3),
                (d, m) => fits(day(Some(y), m, d, d <= 12 && d != m), 3),
            };
        }
    }
    // August 28, 2019; Aug. 28
    if let (Some(m), Some(d)) = (month(first), word(1).and_then(ordinal))
        && near(gap(0))
    {
        return match word(2).and_then(year) {
            Some(y) if near(gap(1)) => fits(day(Some(y), m, d, false), 3),
            _ => fits(day(None, m, d, false), 2),
        };
    }
    None
}

/// Between the parts of one date stand at most a few marks.
fn near(gap: &str) -> bool {
    gap.len() <= 3 && gap.chars().all(|c| matches!(c, ' ' | ',' | '.' | '-' | '/' | '\u{a0}' | '\''))
}

fn year(word: &str) -> Option<i16> {
    if word.len() != 4 { None } else { word.parse().ok().filter(|y| (1800..=2100).contains(y)) }
}

/// 89 is 1989, 19 is 2019: the wire's archives begin in the thirties.
fn short_year(word: &str) -> Option<i16> {
    let year: i16 = if word.len() == 2 { word.parse().ok()? } else { return None };
    Some(if year >= 30 { 1900 + year } else { 2000 + year })
}

fn small(word: &str) -> Option<i8> {
    if word.is_empty() || word.len() > 2 { None } else { word.parse().ok().filter(|n| *n > 0) }
}

fn ordinal(word: &str) -> Option<i8> {
    let number = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = word[number.len()..].to_ascii_lowercase();
    if matches!(ending.as_str(), "" | "st" | "nd" | "rd" | "th") { small(number).filter(|d| *d <= 31) } else { None }
}

const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

/// The number of a month's name or of an abbreviation of at least three letters.
pub(crate) fn month(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    let at = MONTHS.iter().position(|m| word == *m || (word.len() >= 3 && word.len() <= 4 && m.starts_with(&word)))?;
    Some(at as i8 + 1)
}

/// What a line that only says when something was published says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DateLine {
    /// The first publication, if the line does not call it an update.
    pub published: Option<Stated>,
    /// Called an update.
    pub updated: Option<Stated>,
    /// "Published", "Posted" and the like stand before it.
    pub labelled: bool,
}

/// Reads a line made of a date and nothing but what belongs to one: labels, weekday, time, zone.
pub(crate) fn date_line(line: &str) -> Option<DateLine> {
    if line.len() > 160 || !line.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let words = words(line);
    let mut found = DateLine::default();
    let mut is_update = false;
    let mut i = 0;
    while i < words.len() {
        if let Some((day, n)) = stated_at(&words[i..]) {
            let slot = if is_update { &mut found.updated } else { &mut found.published };
            slot.get_or_insert(day);
            // The hour glued to an ISO date ("28T10:45:00Z") belongs to it.
            i += n;
            continue;
        }
        let word = words[i].word.to_lowercase();
        match word.as_str() {
            "published" | "publication" | "story" | "article" | "posted" | "issued" | "created" | "first" | "date" | "dated" => {
                is_update = false;
                found.labelled = true;
            }
            "updated" | "update" | "modified" | "edited" | "revised" => {
                is_update = true;
                found.labelled = true;
            }
            "this" | "is" | "was" | "from" | "on" | "at" | "last" | "time" | "local" | "hrs" | "hours" | "hour" | "o" | "clock" | "and" => {
            }
            w if is_weekday(w) || is_zone(w) || is_hour(w) => {}
            _ => return None,
        }
        i += 1;
    }
    (found.published.is_some() || found.updated.is_some()).then_some(found)
}

/// A weekday's name or abbreviation.
pub(crate) fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    DAYS.iter().any(|d| word == *d || (word.len() >= 3 && word.len() <= 5 && d.starts_with(word)))
}

fn is_zone(word: &str) -> bool {
    const ZONES: &[&str] = &[
        "gmt", "utc", "bst", "cet", "cest", "eet", "eest", "est", "edt", "et", "cst", "cdt", "mst", "mdt", "pst", "pdt", "pt", "ct", "ist",
        "wat", "cat", "eat", "sast", "ast", "aest", "aedt", "jst", "kst", "hkt", "sgt", "msk", "z", "am", "pm", "a", "p", "m",
    ];
    ZONES.contains(&word)
}

/// "10", "45", "1045", "5pm", "10h45", "00Z", "806348".
fn is_hour(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &word[digits..];
    (1..=6).contains(&digits) && (is_zone(rest) || matches!(rest, "" | "h" | "hrs") || rest.strip_prefix('h').is_some_and(|m| m.len() == 2))
}

/// The day, or at least the month, that an address carries: `/2022/7/21/`, `2022-07-21`, `202207211530`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InAddress {
    pub year: i16,
    pub month: i8,
    pub day: Option<i8>,
}

impl InAddress {
    pub(crate) fn date(self) -> Option<Date> {
        valid(self.year, self.month, self.day?)
    }
}

/// Looks for a date in an address. Bare ids are no dates: a run of digits must have 8, 12 or 14 and start with a year of the web.
pub(crate) fn in_address(url: &str) -> Option<InAddress> {
    let url: String = url.chars().take(2000).collect();
    let path = url.find("://").map_or(url.as_str(), |at| &url[at + 3..]);
    let path = &path[path.find('/')?..];
    let words = words(path);
    let of_the_web = |y: i16| (1990..=2100).contains(&y);
    let mut month_only = None;
    for i in 0..words.len() {
        let Word { word, gap, .. } = words[i];
        let digits = word.len() >= 4 && word.bytes().all(|b| b.is_ascii_digit());
        if !digits {
            continue;
        }
        if matches!(word.len(), 8 | 12 | 14)
            && let (Some(y), Some(m), Some(d)) = (year(&word[..4]), small(&word[4..6]), small(&word[6..8]))
            && of_the_web(y)
            && valid(y, m, d).is_some()
        {
            return Some(InAddress { year: y, month: m, day: Some(d) });
        }
        if let Some(y) = year(word).filter(|y| of_the_web(*y))
            && let Some(next) = words.get(i + 1)
            && matches!(gap, "/" | "-" | "_")
            && let Some(m) = small(next.word).or_else(|| month(next.word)).filter(|m| *m <= 12)
        {
            let day = words.get(i + 2).filter(|_| next.gap == gap).and_then(|w| small(w.word)).filter(|d| valid(y, m, *d).is_some());
            match day {
                Some(_) => return Some(InAddress { year: y, month: m, day }),
                None if gap == "/" && next.word.len() == 2 => month_only = Some(InAddress { year: y, month: m, day: None }),
                None => {}
            }
        }
    }
    month_only
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields() {
        for (field, day) in [
            ("2019-08-28", "2019-08-28"),
            ("2019-08-28T23:59:59+05:30", "2019-08-28"),
            ("2009-03-19 09:16:16.806348-05", "2009-03-19"),
            ("Wed, 28 Aug 2019 10:45:00 GMT", "2019-08-28"),
            ("28 August 2019", "2019-08-28"),
            ("August 28th, 2019", "2019-08-28"),
            ("Sept. 3, 2019", "2019-09-03"),
            ("3-MAR-1987 16:35:36.70", "1987-03-03"),
            ("17 NOV 89", "1989-11-17"),
            ("28/08/2019", "2019-08-28"),
            ("08/28/2019", "2019-08-28"),
            ("05/05/2019", "2019-05-05"),
            ("20190828", "2019-08-28"),
            ("1566988800", "2019-08-28"),
            ("1566988800000", "2019-08-28"),
            ("03/04/2019", "none"),
            ("2019-02-30", "none"),
            ("2019", "none"),
            ("yesterday", "none"),
            ("28 August", "none"),
        ] {
            let got = day_in(field).and_then(Stated::date).map_or("none".to_owned(), |d| d.to_string());
            assert_eq!(got, day, "{field}");
        }
    }

    #[test]
    fn lines() {
        for (line, published, updated) in [
            ("28 August, 2019", "2019-08-28", "none"),
            ("2019-02-22", "2019-02-22", "none"),
            ("Published: Mon 3 Jun 2019, 10:45 GMT", "2019-06-03", "none"),
            ("Published 12:00 EST, 3 June 2019 | Updated 13:11 EST, 4 June 2019", "2019-06-03", "2019-06-04"),
            ("Last updated on Tuesday, June 4, 2019 at 5pm", "none", "2019-06-04"),
            ("2019-06-03T10:45:00Z", "2019-06-03", "none"),
            ("This story is from June 3, 2019", "2019-06-03", "none"),
        ] {
            let found = date_line(line).unwrap_or_else(|| panic!("{line}"));
            let show = |s: Option<Stated>| s.and_then(Stated::date).map_or("none".to_owned(), |d| d.to_string());
            assert_eq!((show(found.published).as_str(), show(found.updated).as_str()), (published, updated), "{line}");
        }
        for line in ["On 28 August 2019 rebels attacked.", "August 28, 2019: the day of the coup", "2019", "The Top 10", "3 dead", "10:45"]
        {
            assert_eq!(date_line(line), None, "{line}");
        }
    }

    #[test]
    fn addresses() {
        for (url, day) in [
            ("https://news.example/2022/7/21/talks-fail", "2022-07-21"),
            ("https://news.example/world/2022-07-21/article/x", "2022-07-21"),
            ("https://news.example/2022/jul/21/talks", "2022-07-21"),
            ("https://news.example/stories/202207210441.html", "2022-07-21"),
            ("https://news.example/view?ud=20220721000234&np=9", "2022-07-21"),
            ("https://news.example/2022/07/talks", "2022-07"),
            ("https://news.example/article/3081251", "none"),
            ("https://news.example/1658861478201.html", "none"),
            ("https://news.example/plan-2030-12-goals", "none"),
            ("https://20220721.example", "none"),
        ] {
            let got = in_address(url).map_or("none".to_owned(), |a| match a.date() {
                Some(date) => date.to_string(),
                None => format!("{}-{:02}", a.year, a.month),
            });
            assert_eq!(got, day, "{url}");
        }
    }
}
