//! The grammar of date expressions: which words form one, longest reading first.

use super::calendar::Unit;
use super::meaning::*;
use super::numbers::{lower, number, ordinal, touch};
use super::words::Word;
use jiff::civil::Date;

/// An expression and the words it covers.
#[derive(Clone, Debug)]
pub(super) struct Parsed {
    pub first: usize,
    pub end: usize,
    /// Where the preposition before it begins.
    pub text_from: usize,
    pub meaning: Meaning,
    /// TIMEX3 time of day, such as "MO" or "15:30".
    pub time: Option<String>,
    pub approx: bool,
}

pub(super) type Found = Option<(usize, Meaning)>;

/// All expressions, left to right, not overlapping.
pub(super) fn expressions(w: &[Word<'_>], published: Option<Date>) -> Vec<Parsed> {
    let g = Grammar { w, published };
    let mut out: Vec<Parsed> = Vec::new();
    let mut at = 0;
    while at < w.len() {
        match g.expression(at) {
            Some(p) if p.end > at => {
                at = p.end;
                out.push(p);
            }
            _ => at += 1,
        }
    }
    inherit_years(&mut out, w);
    out
}

/// "on March 5 and March 7, 2014": the year stands once, at the end; "In June 2014 … on June 29": once, at the beginning.
fn inherit_years(found: &mut [Parsed], w: &[Word<'_>]) {
    for i in (1..found.len()).rev() {
        let (end, next) = (found[i - 1].end, found[i].first);
        let joined =
            next - end <= 3 && w[end..next].iter().all(|x| matches!(x.lower.as_str(), "and" | "or" | "," | "to" | "-" | "on" | "in"));
        let is_day = matches!(found[i].meaning, Meaning::Day { .. } | Meaning::Month { .. } | Meaning::Range(..));
        if let (true, true, true, Some(y)) = (joined, is_day, found[i - 1].meaning.lacks_year(), found[i].meaning.year()) {
            found[i - 1].meaning.with_year(y);
        }
    }
    let mut year: Option<(i16, usize)> = None;
    for p in found {
        if let (true, Some((y, end))) = (p.meaning.lacks_year(), year)
            && !w[end..p.first].iter().any(|x| matches!(x.lower.as_str(), "." | "?" | "!" | "today" | "now") && x.text.len() == 1)
        {
            p.meaning.with_year(y);
        }
        if let Some(y) = p.meaning.year() {
            year = Some((y, p.end));
        }
    }
}

pub(super) struct Grammar<'w, 't> {
    pub(super) w: &'w [Word<'t>],
    pub(super) published: Option<Date>,
}

const PREPOSITIONS: &[&str] =
    &["on", "in", "at", "during", "over", "within", "for", "of", "throughout", "through", "from", "around", "about", "circa"];

impl<'w> Grammar<'w, '_> {
    pub(super) fn at(&self, i: usize) -> &'w str {
        lower(self.w, i)
    }

    pub(super) fn before(&self, i: usize) -> &'w str {
        if i == 0 { "" } else { self.at(i - 1) }
    }

    pub(super) fn expression(&self, i: usize) -> Option<Parsed> {
        let first = self.w[i].lower.as_bytes().first().copied()?;
        if !first.is_ascii_alphanumeric() && first != b'\'' {
            return None;
        }
        let (mut end, meaning) = self.framed(i).or_else(|| self.simple(i, true))?;
        let mut first = i;
        let mut time = None;
        if matches!(
            meaning,
            Meaning::Day { .. }
                | Meaning::Weekday { .. }
                | Meaning::DayStep(_)
                | Meaning::Fixed(_)
                | Meaning::DayOfMonth { .. }
                | Meaning::AnchorStep { unit: Unit::Day, .. }
                | Meaning::Feast { .. }
        ) {
            if let Some((e, t)) = self.day_part(end) {
                (end, time) = (e, Some(t));
            } else if let Some((f, t)) = self.time_before(i) {
                (first, time) = (f, Some(t));
            }
            if time.is_none() && matches!(self.at(i), "tonight") {
                time = Some("NI".into());
            }
        }
        let mut approx = false;
        let mut text_from = first;
        while text_from > 0
            && matches!(self.at(text_from - 1), "around" | "about" | "circa" | "roughly" | "approximately" | "early" | "late" | "the")
        {
            approx |= !matches!(self.at(text_from - 1), "the" | "early" | "late");
            text_from -= 1;
        }
        if text_from > 0 && PREPOSITIONS.contains(&self.at(text_from - 1)) {
            text_from -= 1;
        }
        Some(Parsed { first, end, text_from, meaning, time, approx })
    }

    /// since, until, by, before, between … and, from … to, and "A to B".
    pub(super) fn framed(&self, i: usize) -> Found {
        match self.at(i) {
            "since" => {
                let j = i
                    + 1
                    + usize::from(matches!(self.at(i + 1), "about" | "around" | "early" | "late") && self.simple(i + 1, true).is_none());
                let (end, m) = self.bound(j)?;
                return Some((end, Meaning::Since(m.into())));
            }
            "until" | "till" => {
                let (end, m) = self.bound(i + 1)?;
                return Some((end, Meaning::Until(m.into())));
            }
            "by" | "before" => {
                let (end, m) = self.bound(i + 1)?;
                if self.at(end) == "'" {
                    return None;
                }
                let by = self.at(i) == "by";
                // "by day", "before a year": no calendar time.
                if matches!(
                    m,
                    Meaning::AnchorStep { .. } | Meaning::Shift { .. } | Meaning::Window { .. } | Meaning::Weekday { pick: Pick::Last, .. }
                ) {
                    return None;
                }
                return Some((end, if by { Meaning::Until(m.into()) } else { Meaning::Before(m.into()) }));
            }
            "prior" if self.at(i + 1) == "to" => {
                let (end, m) = self.bound(i + 2)?;
                return Some((end, Meaning::Before(m.into())));
            }
            "between" => return self.range(i + 1, &["and", "-"]),
            "from" => {
                if let Some(r) = self.range(i + 1, &["to", "until", "till", "through", "-"]) {
                    return Some(r);
                }
                return None;
            }
            _ => {}
        }
        let (end, a) = self.simple(i, true)?;
        let dash = self.at(end) == "-";
        let joins = dash || matches!(self.at(end), "to" | "through" | "until");
        if !joins || !is_range_end(&a) || (dash && matches!(a, Meaning::Year { .. }) && !touch(self.w, end)) {
            return None;
        }
        let (last, b) = self.simple(end + 1, true).or_else(|| self.range_tail(end + 1, &a))?;
        if !is_range_end(&b) || !same_grain(&a, &b) {
            return None;
        }
        Some((last, range_of(a, b)))
    }

    /// What since, until, by and before may govern.
    pub(super) fn bound(&self, i: usize) -> Found {
        let j = i + usize::from(matches!(self.at(i), "at") && self.at(i + 1) == "least");
        let (end, m) = self.simple(j, true)?;
        if matches!(m, Meaning::Duration { .. } | Meaning::Set { .. }) { None } else { Some((end, m)) }
    }

    /// "A and B", "A to B" with days that share month and year ("3 and 5 March", "March 3 to 5, 2018", "2014 and 2016").
    pub(super) fn range(&self, i: usize, joints: &[&str]) -> Found {
        let (end, a) = self.simple(i, true).or_else(|| self.bare_day(i))?;
        if !joints.contains(&self.at(end)) {
            return None;
        }
        let next = end + 1;
        let (last, b) = self.simple(next, true).filter(|(_, b)| is_range_end(b)).or_else(|| self.range_tail(next, &a))?;
        let a = match (&a, &b) {
            (Meaning::DayOfMonth { day, .. }, Meaning::Day { year, month, .. }) => {
                Meaning::Day { year: *year, month: *month, day: *day, weekday: None }
            }
            (Meaning::DayOfMonth { .. }, Meaning::DayOfMonth { .. }) if self.published.is_none() || number(self.w, i).is_some() => {
                return None;
            }
            _ => a,
        };
        if !is_range_end(&a) || !is_range_end(&b) {
            return None;
        }
        Some((last, range_of(a, b)))
    }

    /// The second half of "March 3–5, 2018" and "2014–15".
    pub(super) fn range_tail(&self, i: usize, a: &Meaning) -> Found {
        match a {
            Meaning::Day { year, month, .. } => {
                let (end, d) = self.bare_day(i)?;
                let Meaning::DayOfMonth { day, .. } = d else { return None };
                let (end, y) = match self.year_after(end) {
                    Some((e, y)) => (e, Some(y)),
                    None => (end, *year),
                };
                Some((end, Meaning::Day { year: y, month: *month, day, weekday: None }))
            }
            Meaning::Year { year, .. } => {
                let n = self.w.get(i)?.digits()?;
                // After "from 2003 to" a number of four digits is a year, whatever follows it.
                if self.w[i].text.len() == 4 && (1000..2200).contains(&n) && !touch(self.w, i.checked_sub(1)?) {
                    return Some((i + 1, Meaning::Year { year: n as i16, part: Part::Whole }));
                }
                if self.w[i].text.len() != 2 || !touch(self.w, i.checked_sub(1)?) {
                    return None;
                }
                let full = (year.div_euclid(100) * 100).checked_add(i16::try_from(n).ok()?)?;
                (full > *year).then_some((i + 1, Meaning::Year { year: full, part: Part::Whole }))
            }
            _ => None,
        }
    }

    pub(super) fn bare_day(&self, i: usize) -> Found {
        let i = i + usize::from(self.at(i) == "the");
        let (end, n) = ordinal(self.w, i).or_else(|| Some((i + 1, self.w.get(i)?.digits()?)))?;
        (1..=31).contains(&n).then_some((end, Meaning::DayOfMonth { day: n as i8, step: 0 }))
    }

    /// One time, length or repetition.
    pub(super) fn simple(&self, i: usize, alone: bool) -> Found {
        let word = self.at(i);
        if word.is_empty() {
            return None;
        }
        self.numeric(i)
            .or_else(|| self.day_and_month(i))
            .or_else(|| self.day_of_month(i))
            .or_else(|| self.feast(i))
            .or_else(|| self.deictic(i))
            .or_else(|| self.weekday(i))
            .or_else(|| self.parts(i))
            .or_else(|| self.set(i))
            .or_else(|| self.stepped(i))
            .or_else(|| self.month(i, Part::Whole, alone))
            .or_else(|| self.year(i, Part::Whole))
            .or_else(|| self.counted(i))
    }
}

/// Can it begin or end a range?
pub(super) fn is_range_end(m: &Meaning) -> bool {
    !matches!(
        m,
        Meaning::Duration { .. }
            | Meaning::Set { .. }
            | Meaning::Window { .. }
            | Meaning::Range(..)
            | Meaning::Since(_)
            | Meaning::Until(_)
            | Meaning::Before(_)
    )
}

fn same_grain(a: &Meaning, b: &Meaning) -> bool {
    let grain = |m: &Meaning| match m {
        Meaning::Day { .. }
        | Meaning::Either { .. }
        | Meaning::Weekday { .. }
        | Meaning::DayStep(_)
        | Meaning::Fixed(_)
        | Meaning::DayOfMonth { .. } => 0,
        Meaning::Month { .. } => 1,
        Meaning::Season { .. } | Meaning::Share { .. } => 2,
        Meaning::Year { .. } => 3,
        Meaning::Decade { .. } | Meaning::Century { .. } => 4,
        _ => 5,
    };
    grain(a) == grain(b)
}

/// A range whose ends share the year that only one of them names.
fn range_of(mut a: Meaning, mut b: Meaning) -> Meaning {
    match (a.year(), b.year()) {
        (None, Some(y)) => a.with_year(y),
        (Some(y), None) => b.with_year(y),
        _ => {}
    }
    Meaning::Range(a.into(), b.into())
}
