//! Dates in English news: which words name a time, and which days they mean.
//!
//! In: a text, and the day it was published if known. Out: [`DateExpression`]s with first and last day, TIMEX3 value, precision, direction
//! and basis. "On Tuesday" is the most recent Tuesday, publication day included; where the clause looks ahead the caller asks
//! [`resolve_forward`]. Nothing is dated by publication unless its words say so ([`publication_date`] is for the caller to choose).
//!
//! ```
//! use casus_resolve::dates;
//! let published = "2019-08-28".parse().ok();
//! let found = dates::tag_text("They met on Tuesday and a day earlier.", published);
//! let days: Vec<_> = found.iter().map(|d| d.timex.as_str()).collect();
//! assert_eq!(days, ["2019-08-27", "2019-08-26"]);
//! ```

mod absolute;
mod calendar;
mod clock;
mod feasts;
mod grammar;
mod meaning;
mod numbers;
mod relative;
mod resolve;
#[cfg(test)]
mod tests;
mod words;

pub use calendar::Interval;
use casus_record::{DateBasis, DatePrecision, Direction, EventDate, Span};
use casus_text::{NameKind, Sentence, Upos};
use jiff::civil::Date;
use meaning::Meaning;
use resolve::Origins;

/// Words that name a time, with the days they mean.
#[derive(Clone, Debug, PartialEq)]
pub struct DateExpression {
    /// Where the words stand, without a preposition before them (but with since, until, between …, which belong to the meaning).
    pub span: Span,
    /// First token of the sentence that it touches; 0 for plain text.
    pub first_token: usize,
    /// One past the last token; 0 for plain text.
    pub end_token: usize,
    /// The words, with "on", "in", "over" … before them.
    pub text: String,
    /// TIMEX3 value; ranges as ISO 8601 intervals (`2015/..` is open).
    pub timex: String,
    /// First day; none if open or not known.
    pub start: Option<Date>,
    /// Last day, inclusive; none if open or not known.
    pub end: Option<Date>,
    /// How fine.
    pub precision: DatePrecision,
    /// Written out, or counted from another day.
    pub basis: DateBasis,
    /// Relative to publication.
    pub direction: Direction,
    /// "about", "recent", "early" …
    pub approx: bool,
    /// One time, a stretch, a length or a repetition. Only the first two are dates.
    pub kind: Kind,
    meaning: Meaning,
    anchor: Option<Interval>,
}

/// What kind of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A day, month, year …
    Point,
    /// From a time to a time; either end may be open.
    Interval,
    /// A length without a place in time: "three days".
    Duration,
    /// A repetition: "every Monday".
    Set,
}

impl DateExpression {
    /// Does it say on which days?
    pub fn is_dated(&self) -> bool {
        self.start.is_some() || self.end.is_some()
    }

    /// The same days, concluded from what stands around and not said of the event itself.
    pub fn inferred(self) -> DateExpression {
        DateExpression { basis: DateBasis::Inferred, approx: true, ..self }
    }

    /// First and last day, if both are known.
    pub fn interval(&self) -> Option<Interval> {
        Some(Interval { start: self.start?, end: self.end? })
    }
}

/// What [`resolve::resolve`] finds out.
#[derive(Clone, Debug, PartialEq)]
struct Resolved {
    timex: String,
    start: Option<Date>,
    end: Option<Date>,
    precision: DatePrecision,
    basis: DateBasis,
    approx: bool,
    kind: Kind,
}

impl Resolved {
    /// Nothing but a value.
    fn words(timex: String) -> Self {
        Resolved {
            timex,
            start: None,
            end: None,
            precision: DatePrecision::Unknown,
            basis: DateBasis::Relative,
            approx: false,
            kind: Kind::Point,
        }
    }
}

/// The date expressions of one sentence, in text order. `anchor` is the last date mentioned before it (see [`anchor_after`]): "a day
/// earlier" counts from there, and from dates inside the sentence once one has been named.
pub fn tag(text: &str, sentence: &Sentence, published: Option<Date>, anchor: Option<Interval>) -> Vec<DateExpression> {
    if text.get(sentence.span.start..sentence.span.end).is_none() {
        return Vec::new();
    }
    let mut found = tag_span(text, sentence.span, published, anchor);
    found.retain_mut(|d| {
        let tokens = &sentence.tokens;
        d.first_token = tokens.partition_point(|t| t.span.end <= d.span.start);
        d.end_token = tokens.partition_point(|t| t.span.start < d.span.end).max(d.first_token);
        !is_other_name(sentence, d)
    });
    found
}

/// "Theresa May", "May" the auxiliary, "the March 14 Alliance": the words belong to something else.
fn is_other_name(sentence: &Sentence, d: &DateExpression) -> bool {
    let tokens = &sentence.tokens[d.first_token.min(sentence.tokens.len())..d.end_token.min(sentence.tokens.len())];
    let in_name = sentence.names.iter().any(|n| {
        let holds = n.first <= d.first_token && d.end_token <= n.end && d.first_token < d.end_token;
        let longer = n.end - n.first > d.end_token - d.first_token;
        holds && (n.kind == NameKind::Person || (n.kind != NameKind::Norp && longer))
    });
    in_name || (tokens.len() == 1 && matches!(tokens[0].upos, Upos::Aux | Upos::Verb) && tokens[0].lemma.eq_ignore_ascii_case("may"))
}

/// The date expressions of a plain text, in text order. Later expressions count from earlier ones ("a day earlier").
pub fn tag_text(text: &str, published: Option<Date>) -> Vec<DateExpression> {
    tag_span(text, Span::new(0, text.len()), published, None)
}

fn tag_span(text: &str, span: Span, published: Option<Date>, anchor: Option<Interval>) -> Vec<DateExpression> {
    let words = words::words(text, span);
    let mut anchor = anchor;
    let mut out: Vec<DateExpression> = Vec::new();
    for parsed in grammar::expressions(&words, published) {
        let origins = Origins { published, anchor, forward: false };
        let resolved = resolve::resolve(&parsed.meaning, &origins);
        let (first, end) = (words[parsed.first].span.start, words[parsed.end - 1].span.end);
        let from = words[parsed.text_from.min(parsed.first)].span.start;
        let mut timex = resolved.timex.clone();
        if let (Some(time), true) = (&parsed.time, timex.len() == 10) {
            timex.push('T');
            timex.push_str(time);
        }
        let expression = DateExpression {
            span: Span::new(first, end),
            first_token: 0,
            end_token: 0,
            text: text[from..end].split_whitespace().collect::<Vec<_>>().join(" "),
            timex,
            direction: direction(&resolved, &parsed.meaning, published),
            start: resolved.start,
            end: resolved.end,
            precision: resolved.precision,
            basis: resolved.basis,
            approx: resolved.approx || parsed.approx,
            kind: resolved.kind,
            meaning: parsed.meaning,
            anchor,
        };
        anchor = anchor_after(std::slice::from_ref(&expression), anchor);
        out.push(expression);
    }
    out
}

/// The anchor for what follows: the last of `found` that says on which days, else `before`.
pub fn anchor_after(found: &[DateExpression], before: Option<Interval>) -> Option<Interval> {
    found
        .iter()
        .rev()
        .filter(|d| matches!(d.kind, Kind::Point | Kind::Interval))
        .find_map(|d| match (d.start, d.end) {
            (Some(start), Some(end)) => Some(Interval { start, end }),
            (Some(day), None) | (None, Some(day)) => Some(Interval { start: day, end: day }),
            (None, None) => None,
        })
        .or(before)
}

fn direction(r: &Resolved, meaning: &Meaning, published: Option<Date>) -> Direction {
    if matches!(r.kind, Kind::Duration | Kind::Set) {
        return Direction::None;
    }
    match (published, r.start, r.end) {
        (Some(p), Some(s), _) if s > p => Direction::Future,
        (Some(p), _, Some(e)) if e <= p => Direction::Past,
        (Some(p), None, Some(e)) if e > p => Direction::Future,
        (Some(p), Some(s), Some(e)) if s == p && e > p => Direction::Future,
        (Some(p), Some(s), None) if s <= p => Direction::Past,
        (None, None, None) => match meaning {
            Meaning::DayStep(n) | Meaning::UnitStep { step: n, .. } | Meaning::Window { sign: n, .. } if *n < 0 => Direction::Past,
            Meaning::DayStep(n) | Meaning::UnitStep { step: n, .. } | Meaning::Window { sign: n, .. } if *n > 0 => Direction::Future,
            Meaning::Shift { sign, from: meaning::Origin::Publication, .. } => {
                if *sign < 0 {
                    Direction::Past
                } else {
                    Direction::Future
                }
            }
            _ => Direction::None,
        },
        _ => Direction::None,
    }
}

/// The same words read ahead from publication: "on Friday" in "will meet on Friday" is the next Friday, publication day included.
/// Expressions that name their year or direction stay as they are.
pub fn resolve_forward(expression: &DateExpression, published: Option<Date>) -> DateExpression {
    let origins = Origins { published, anchor: expression.anchor, forward: true };
    let r = resolve::resolve(&expression.meaning, &origins);
    let direction = direction(&r, &expression.meaning, published);
    let time = expression.timex.split_once('T').map(|t| t.1).filter(|_| r.timex.len() == 10);
    let timex = time.map_or(r.timex.clone(), |t| format!("{}T{t}", r.timex));
    DateExpression { timex, start: r.start, end: r.end, precision: r.precision, basis: r.basis, direction, ..expression.clone() }
}

/// The date of an event that these words give.
pub fn to_event_date(expression: &DateExpression) -> EventDate {
    EventDate {
        start: expression.start.map(|d| d.to_string()),
        end: expression.end.map(|d| d.to_string()),
        precision: if expression.is_dated() { expression.precision } else { DatePrecision::Unknown },
        basis: expression.basis,
        text: Some(expression.text.clone()),
        timex: Some(expression.timex.clone()),
        direction: expression.direction,
        approx: expression.approx,
    }
}

/// The date of an event whose only date is that of the article; all unknown if there is none.
pub fn publication_date(published: Option<Date>) -> EventDate {
    let day = published.map(|d| d.to_string());
    EventDate {
        start: day.clone(),
        end: day.clone(),
        precision: if day.is_some() { DatePrecision::Day } else { DatePrecision::Unknown },
        basis: DateBasis::Publication,
        text: None,
        timex: day,
        direction: if published.is_some() { Direction::Past } else { Direction::None },
        approx: false,
    }
}
