//! What a reader would see: expressions of our own with the days they mean.

use super::*;

/// `words=timex start end`, as in the table.
fn shown(text: &str, published: Option<Date>) -> String {
    let end = |d: Option<Date>| d.map_or("-".to_owned(), |d| d.to_string());
    let all: Vec<String> =
        tag_text(text, published).iter().map(|d| format!("{}={} {} {}", d.span.of(text), d.timex, end(d.start), end(d.end))).collect();
    if all.is_empty() { "none".into() } else { all.join(" | ") }
}

#[test]
fn expressions_mean_these_days() {
    let mut wrong = Vec::new();
    let mut n = 0;
    for line in include_str!("expressions.tsv").lines().filter(|l| !l.starts_with('#')) {
        let [published, text, expected] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("three cells: {line}") };
        n += 1;
        let got = shown(text, published.parse().ok());
        if got != expected {
            wrong.push(format!("{published} {text}\n   wanted {expected}\n   got    {got}"));
        }
    }
    assert!(n >= 150);
    assert!(wrong.is_empty(), "{} of {n}:\n{}", wrong.len(), wrong.join("\n"));
}

fn only(text: &str, published: &str) -> DateExpression {
    let mut found = tag_text(text, published.parse().ok());
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    found.remove(0)
}

#[test]
fn a_clause_that_looks_ahead_takes_the_next_day() {
    let published = "2019-08-28".parse().ok();
    for (text, day) in [
        ("They will meet on Friday.", "2019-08-30"),
        ("They will meet on Wednesday.", "2019-08-28"),
        ("They will meet on 3 September.", "2019-09-03"),
        ("They will meet on Monday morning.", "2019-09-02"),
        ("They will meet on 3 March 2020.", "2020-03-03"),
    ] {
        let ahead = resolve_forward(&only(text, "2019-08-28"), published);
        assert_eq!(ahead.start.map(|d| d.to_string()).as_deref(), Some(day), "{text}");
    }
    let ahead = resolve_forward(&only("They must leave by Friday.", "2019-08-28"), published);
    assert_eq!((ahead.start, ahead.end.map(|d| d.to_string())), (None, Some("2019-08-30".into())));
    assert_eq!(ahead.direction, Direction::Future);
}

#[test]
fn the_record_says_how_a_date_was_found() {
    let date = to_event_date(&only("Clashes broke out on Tuesday.", "2019-08-28"));
    assert_eq!(date.text.as_deref(), Some("on Tuesday"));
    assert_eq!(
        (date.basis, date.precision, date.direction, date.approx),
        (DateBasis::Relative, DatePrecision::Day, Direction::Past, false)
    );
    let date = to_event_date(&only("Bases were hit over the past week.", "2019-08-28"));
    assert_eq!((date.precision, date.approx), (DatePrecision::Week, false));
    let date = to_event_date(&only("Bases were hit in recent months.", "2019-08-28"));
    assert_eq!((date.precision, date.approx), (DatePrecision::Month, true));
    let date = to_event_date(&only("Bases were hit in 2003.", "2019-08-28"));
    assert_eq!((date.basis, date.precision, date.direction), (DateBasis::Explicit, DatePrecision::Year, Direction::Past));
    let date = to_event_date(&only("Talks were held for three days.", "2019-08-28"));
    assert_eq!((date.start, date.precision), (None, DatePrecision::Unknown));
    assert_eq!(publication_date(None).precision, DatePrecision::Unknown);
    assert_eq!(publication_date("2019-08-28".parse().ok()).start.as_deref(), Some("2019-08-28"));
}

#[test]
fn any_text_tags_without_panic() {
    let pieces = [
        "May",
        "March",
        "28",
        "2019",
        "-",
        "/",
        "–",
        "the",
        "since",
        "until",
        "between",
        "and",
        "Tuesday",
        "'s",
        "’",
        "90s",
        "last",
        "week",
        "3",
        ":",
        "30",
        "p",
        ".",
        "m",
        "é",
        "日",
        "\u{200b}",
        "99999999999",
        "0",
        "31",
        "a",
        "few",
        "years",
        "ago",
        "earlier",
        "early",
        "mid",
        "century",
        "Eid",
        "al",
        "Q3",
        "half",
        "of",
        "1.1.1",
        "0.0.0",
        "overnight",
        "on",
        "in",
        ",",
        "(",
        "9/11",
        "100000",
        "decades",
        "from",
        "to",
        "\n",
        "weekend",
        "this",
        "Ramadan",
        "9999",
        "2199",
        "next",
        "hundred",
        "quarter",
        "29",
        "February",
    ];
    let mut state: u64 = 42;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    for _ in 0..20_000 {
        let text: String = (0..next() % 12).map(|_| pieces[next() % pieces.len()].to_owned() + [" ", ""][next() % 2]).collect();
        for published in [None, "2019-08-28".parse().ok(), Some(Date::MAX), Some(Date::MIN)] {
            for d in tag_text(&text, published) {
                assert!(text.get(d.span.start..d.span.end).is_some_and(|w| !w.is_empty()), "{text:?}");
                assert!(d.start.zip(d.end).is_none_or(|(a, b)| a <= b || matches!(d.kind, Kind::Interval)), "{text:?} {d:?}");
                let _ = resolve_forward(&d, published);
            }
        }
    }
}
