//! When the article was published: what came with it, else its dateline, else its address. The first publication, not an update.

use crate::dates::{DateLine, InAddress, Stated, day_in, distance, in_address};
use casus_record::PublishedBasis;
use jiff::civil::Date;

/// What speaks for a date.
#[derive(Debug, Default)]
pub(crate) struct Evidence<'a> {
    pub given: Option<&'a str>,
    pub date_lines: &'a [DateLine],
    /// "BAGHDAD, Aug 28 (Reuters) -".
    pub dateline_day: Option<Stated>,
    pub url: Option<&'a str>,
}

/// A report is filed on the day before it appears, or two; more apart than this and one of two dates is of something else.
const APART: i32 = 3;

/// The date, what it rests on, and notes where evidence conflicts or cannot be read.
pub(crate) fn published(evidence: &Evidence<'_>) -> (Option<Date>, Option<PublishedBasis>, Vec<String>) {
    let mut notes = Vec::new();
    let address = evidence.url.and_then(in_address);
    let by_address = address.and_then(InAddress::date);
    let given = evidence.given.map(str::trim).filter(|g| !g.is_empty()).and_then(|field| {
        let day = day_in(field).and_then(|d| resolve(d, by_address));
        if day.is_none() {
            notes.push(format!("the given date \"{}\" cannot be read; write it as 2019-08-28", field.chars().take(60).collect::<String>()));
        }
        day
    });
    let anchor = given.or(by_address).or_else(|| address.and_then(|a| Date::new(a.year, a.month, 15).ok()));
    let line = by_line(evidence, anchor, &mut notes);
    let (date, basis) = match (given, line, by_address) {
        (Some(date), _, _) => (date, PublishedBasis::Metadata),
        // A day without its year is read with the help of the address, so it must not contradict it.
        (None, Some((date, _)), _) => (date, PublishedBasis::Dateline),
        (None, None, Some(date)) => (date, PublishedBasis::Url),
        (None, None, None) => return (None, None, notes),
    };
    for (other, name) in [(line.map(|l| l.0), "dateline"), (by_address, "address")] {
        if let Some(other) = other.filter(|other| distance(*other, date) > APART) {
            notes.push(format!("the {name} says {other}, but published is {date} ({basis})"));
        }
    }
    (Some(date), Some(basis), notes)
}

/// The date of the date lines or of the dateline in front of the text.
fn by_line(evidence: &Evidence<'_>, anchor: Option<Date>, notes: &mut Vec<String>) -> Option<(Date, bool)> {
    let first = evidence.date_lines.iter().find_map(|l| l.published);
    let updated = evidence.date_lines.iter().find_map(|l| l.updated);
    for (day, is_update) in [(first, false), (evidence.dateline_day, false), (updated, true)] {
        let Some(day) = day else { continue };
        match resolve(day, anchor) {
            Some(date) => {
                if is_update {
                    notes.push(format!("published is the date of an update, {date}: the text states no other"));
                }
                return Some((date, is_update));
            }
            None if day.ambiguous => {
                let year = day.year.unwrap_or_default();
                notes.push(format!("the date {:02}/{:02}/{year} in the text is ambiguous: day or month first?", day.day, day.month));
            }
            None => notes.push(format!("the dateline has no year: day {}, month {}", day.day, day.month)),
        }
    }
    None
}

/// Completes a day by a date that it must be close to.
fn resolve(day: Stated, near: Option<Date>) -> Option<Date> {
    if let Some(date) = day.date() {
        return Some(date);
    }
    let near = near?;
    if day.ambiguous {
        let swapped = Stated { month: day.day, day: day.month, ambiguous: false, ..day };
        let straight = Stated { ambiguous: false, ..day };
        return [straight, swapped].into_iter().filter_map(Stated::date).find(|d| distance(*d, near) <= APART);
    }
    day.date_near(near).filter(|d| distance(*d, near) <= 45)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::date_line;

    #[track_caller]
    fn check(given: Option<&str>, line: Option<&str>, dateline: Option<&str>, url: Option<&str>, expected: &str, note: Option<&str>) {
        let date_lines: Vec<DateLine> = line.iter().map(|l| date_line(l).expect("a date line")).collect();
        let evidence = Evidence { given, date_lines: &date_lines, dateline_day: dateline.and_then(day_in), url };
        let (date, basis, notes) = published(&evidence);
        let got = match (date, basis) {
            (Some(date), Some(basis)) => format!("{date} {basis}"),
            _ => "none".to_owned(),
        };
        assert_eq!(got, expected);
        assert_eq!(notes.first().map(String::as_str), note);
    }

    #[test]
    fn order_of_trust() {
        let url = Some("https://news.example/2019/08/28/talks");
        check(Some("2019-08-27"), Some("28 August 2019"), None, url, "2019-08-27 metadata", None);
        check(None, Some("28 August 2019"), None, None, "2019-08-28 dateline", None);
        check(None, None, None, url, "2019-08-28 url", None);
        check(None, None, Some("Aug 27"), url, "2019-08-27 dateline", None);
        check(None, None, Some("Aug 27"), None, "none", Some("the dateline has no year: day 27, month 8"));
        check(None, None, Some("Dec 31"), Some("https://news.example/2020/01/01/x"), "2019-12-31 dateline", None);
        check(None, Some("Published 3 June 2019. Updated 5 June 2019"), None, None, "2019-06-03 dateline", None);
        check(
            None,
            Some("Updated 5 June 2019"),
            None,
            None,
            "2019-06-05 dateline",
            Some("published is the date of an update, 2019-06-05: the text states no other"),
        );
    }

    #[test]
    fn conflicts_are_told() {
        let url = Some("https://news.example/2019/08/28/talks");
        check(
            Some("2017-01-02"),
            None,
            None,
            url,
            "2017-01-02 metadata",
            Some("the address says 2019-08-28, but published is 2017-01-02 (metadata)"),
        );
        check(Some("soon"), None, None, url, "2019-08-28 url", Some("the given date \"soon\" cannot be read; write it as 2019-08-28"));
        check(None, Some("03/04/2019"), None, None, "none", Some("the date 03/04/2019 in the text is ambiguous: day or month first?"));
        check(None, Some("03/04/2019"), None, Some("https://news.example/2019-04-03/x"), "2019-04-03 dateline", None);
    }
}
