//! The grammar of date expressions: which words form one, longest reading first.

use super::calendar::{Unit, date};
use super::feasts;
use super::meaning::*;
use super::numbers::{lower, number, ordinal, quantity, touch};
use super::words::Word;
use jiff::civil::{Date, Weekday};

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

type Found = Option<(usize, Meaning)>;

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
        let joined = next - end <= 3 && w[end..next].iter().all(|x| matches!(x.lower.as_str(), "and" | "or" | "," | "to" | "-" | "on" | "in"));
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

struct Grammar<'w, 't> {
    w: &'w [Word<'t>],
    published: Option<Date>,
}

/// Nouns that make a bare four-digit number a count.
const COUNTED: &[&str] = &[
    "people", "persons", "troops", "soldiers", "civilians", "deaths", "dead", "dollars", "euros", "pounds", "miles", "kilometers", "kilometres", "km", "metres",
    "meters", "feet", "ft", "tons", "tonnes", "cases", "votes", "men", "women", "children", "homes", "houses", "families", "refugees", "migrants", "members",
    "police", "officers", "prisoners", "detainees", "fighters", "militants", "rebels", "casualties", "victims", "employees", "workers", "jobs", "students",
    "barrels", "percent", "per", "million", "billion", "thousand", "hectares", "acres", "arrests", "attacks", "incidents", "words", "points", "hours", "years",
    "days", "weeks", "months", "residents", "villagers", "others", "protesters", "demonstrators", "gmt", "utc", "hrs", "rounds", "votes", "seats", "bodies",
    "injured", "wounded", "killed", "fatalities", "inhabitants", "kg", "mw", "vehicles", "tanks", "complaints", "schools", "companies", "copies",
];

const PREPOSITIONS: &[&str] = &["on", "in", "at", "during", "over", "within", "for", "of", "throughout", "through", "from", "around", "about", "circa"];

impl<'w> Grammar<'w, '_> {
    fn at(&self, i: usize) -> &'w str {
        lower(self.w, i)
    }

    fn before(&self, i: usize) -> &'w str {
        if i == 0 { "" } else { self.at(i - 1) }
    }

    fn expression(&self, i: usize) -> Option<Parsed> {
        let first = self.w[i].lower.as_bytes().first().copied()?;
        if !first.is_ascii_alphanumeric() && first != b'\'' {
            return None;
        }
        let (mut end, meaning) = self.framed(i).or_else(|| self.simple(i, true))?;
        let mut first = i;
        let mut time = None;
        if matches!(meaning, Meaning::Day { .. } | Meaning::Weekday { .. } | Meaning::DayStep(_) | Meaning::Fixed(_) | Meaning::DayOfMonth { .. } | Meaning::AnchorStep { unit: Unit::Day, .. } | Meaning::Feast { .. }) {
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
        while text_from > 0 && matches!(self.at(text_from - 1), "around" | "about" | "circa" | "roughly" | "approximately" | "early" | "late" | "the") {
            approx |= !matches!(self.at(text_from - 1), "the" | "early" | "late");
            text_from -= 1;
        }
        if text_from > 0 && PREPOSITIONS.contains(&self.at(text_from - 1)) {
            text_from -= 1;
        }
        Some(Parsed { first, end, text_from, meaning, time, approx })
    }

    /// since, until, by, before, between … and, from … to, and "A to B".
    fn framed(&self, i: usize) -> Found {
        match self.at(i) {
            "since" => {
                let j = i + 1 + usize::from(matches!(self.at(i + 1), "about" | "around" | "early" | "late") && self.simple(i + 1, true).is_none());
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
                if matches!(m, Meaning::AnchorStep { .. } | Meaning::Shift { .. } | Meaning::Window { .. } | Meaning::Weekday { pick: Pick::Last, .. }) {
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
    fn bound(&self, i: usize) -> Found {
        let j = i + usize::from(matches!(self.at(i), "at") && self.at(i + 1) == "least");
        let (end, m) = self.simple(j, true)?;
        if matches!(m, Meaning::Duration { .. } | Meaning::Set { .. }) { None } else { Some((end, m)) }
    }

    /// "A and B", "A to B" with days that share month and year ("3 and 5 March", "March 3 to 5, 2018", "2014 and 2016").
    fn range(&self, i: usize, joints: &[&str]) -> Found {
        let (end, a) = self.simple(i, true).or_else(|| self.bare_day(i))?;
        if !joints.contains(&self.at(end)) {
            return None;
        }
        let next = end + 1;
        let (last, b) = self.simple(next, true).or_else(|| self.range_tail(next, &a))?;
        let a = match (&a, &b) {
            (Meaning::DayOfMonth { day, .. }, Meaning::Day { year, month, .. }) => Meaning::Day { year: *year, month: *month, day: *day, weekday: None },
            (Meaning::DayOfMonth { .. }, Meaning::DayOfMonth { .. }) if self.published.is_none() || number(self.w, i).is_some() => return None,
            _ => a,
        };
        if !is_range_end(&a) || !is_range_end(&b) {
            return None;
        }
        Some((last, range_of(a, b)))
    }

    /// The second half of "March 3–5, 2018" and "2014–15".
    fn range_tail(&self, i: usize, a: &Meaning) -> Found {
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
                if self.w[i].text.len() != 2 || !touch(self.w, i.checked_sub(1)?) {
                    return None;
                }
                let full = (year.div_euclid(100) * 100).checked_add(i16::try_from(n).ok()?)?;
                (full > *year).then_some((i + 1, Meaning::Year { year: full, part: Part::Whole }))
            }
            _ => None,
        }
    }

    fn bare_day(&self, i: usize) -> Found {
        let i = i + usize::from(self.at(i) == "the");
        let (end, n) = ordinal(self.w, i).or_else(|| Some((i + 1, self.w.get(i)?.digits()?)))?;
        (1..=31).contains(&n).then(|| (end, Meaning::DayOfMonth { day: n as i8, step: 0 }))
    }

    /// One time, length or repetition.
    fn simple(&self, i: usize, alone: bool) -> Found {
        let word = self.at(i);
        if word.is_empty() {
            return None;
        }
        self.numeric(i)
            .or_else(|| self.day_and_month(i))
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

    /// 2019-08-28, 28/8/2019, 28.08.2019, 9/11.
    fn numeric(&self, i: usize) -> Found {
        let text = self.w[i].text;
        if !text.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        if text.contains('.') {
            let p: Vec<u32> = text.split('.').map(|x| x.parse().ok()).collect::<Option<_>>()?;
            let [d, m, y] = p[..] else { return None };
            let y = full_year(y)?;
            return Some((i + 1, Meaning::Day { year: Some(y), month: small(m, 12)?, day: small(d, 31)?, weekday: None }));
        }
        let sign = self.at(i + 1);
        if !matches!(sign, "-" | "/") || !touch(self.w, i) || !touch(self.w, i + 1) {
            return None;
        }
        let a = self.w[i].digits()?;
        let b = self.w.get(i + 2)?.digits()?;
        let third = if self.at(i + 3) == sign && touch(self.w, i + 2) && touch(self.w, i + 3) {
            self.w.get(i + 4).and_then(|w| {
                // "2019-08-28T10:00" is cut into "28t10".
                let d: String = w.text.chars().take_while(char::is_ascii_digit).collect();
                d.parse::<u32>().ok()
            })
        } else {
            None
        };
        match (text.len(), third) {
            (4, Some(d)) => Some((i + 5, Meaning::Day { year: Some(full_year(a)?), month: small(b, 12)?, day: small(d, 31)?, weekday: None })),
            (1 | 2, Some(y)) if self.w[i + 4].digits().is_some() => {
                let y = full_year(y)?;
                match (small(a, 31), small(b, 31)) {
                    (Some(d), Some(m)) if d > 12 && m <= 12 => Some((i + 5, Meaning::Day { year: Some(y), month: m, day: d, weekday: None })),
                    (Some(m), Some(d)) if d > 12 && m <= 12 => Some((i + 5, Meaning::Day { year: Some(y), month: m, day: d, weekday: None })),
                    (Some(a), Some(b)) if a <= 12 && b <= 12 => Some((i + 5, Meaning::Either { year: y, a, b })),
                    _ => None,
                }
            }
            (4, None) if sign == "-" && self.w[i + 2].text.len() == 2 && (1..=12).contains(&b) && self.w[i + 2].text.starts_with('0') => {
                Some((i + 3, Meaning::Month { year: Some(full_year(a)?), month: small(b, 12)?, part: Part::Whole, pick: Pick::Nearest }))
            }
            (1, None) if sign == "/" && a == 9 && b == 11 => Some((i + 3, Meaning::Fixed(date(2001, 9, 11)?))),
            _ => None,
        }
    }

    /// August 28, 2019; 28 August 2019; Tuesday, Aug. 27; the 28th of August.
    fn day_and_month(&self, i: usize) -> Found {
        let mut at = i;
        let mut weekday = None;
        if let Some((e, d, _)) = self.weekday_name(i) {
            weekday = Some(d);
            at = e + usize::from(self.at(e) == ",");
            at += usize::from(self.at(at) == "the");
        } else if self.at(i) == "the" {
            at = i + 1;
        }
        if let Some((e, m)) = self.month_name(at, false) {
            let e = e + usize::from(self.at(e) == "the");
            let (end, d) = self.day_number(e)?;
            // "June 2019" is no 20th; "March 5,000" no fifth; "May 4 million".
            if matches!(self.at(end), "million" | "billion" | "percent" | "%" | "people") {
                return None;
            }
            let day = small(d, 31)?;
            let (end, year) = self.year_after(end).map_or((end, None), |(e, y)| (e, Some(y)));
            if self.at(end) == "-" && touch(self.w, end - 1) && self.at(i) == "march" && year.is_none() && self.at(end + 1) == "alliance" {
                return None;
            }
            if is_movement(self.at(end)) && year.is_none() {
                return None;
            }
            return Some((end, Meaning::Day { year, month: m, day, weekday }));
        }
        let (e, d) = self.day_number(at)?;
        let of = e + usize::from(self.at(e) == "of");
        let dash = of + usize::from(self.at(of) == "-" && touch(self.w, of));
        // "28-30 August 2019".
        if dash > of
            && let Some((e2, d2)) = self.day_number(dash)
            && let Some((end, m)) = self.month_name(e2, false)
        {
            let (end, year) = self.year_after(end).map_or((end, None), |(e, y)| (e, Some(y)));
            let day = |d| Some(Meaning::Day { year, month: m, day: small(d, 31)?, weekday: None });
            return Some((end, Meaning::Range(day(d)?.into(), day(d2)?.into())));
        }
        let (end, m) = self.month_name(dash, false)?;
        let day = small(d, 31)?;
        let dash = end + usize::from(self.at(end) == "-" && touch(self.w, end));
        let (end, year) = self.year_after(dash).map_or((end, None), |(e, y)| (e, Some(y)));
        if is_movement(self.at(end)) && year.is_none() {
            return None;
        }
        Some((end, Meaning::Day { year, month: m, day, weekday }))
    }

    fn day_number(&self, i: usize) -> Option<(usize, u32)> {
        let found = ordinal(self.w, i).or_else(|| {
            let w = self.w.get(i)?;
            if w.text.len() > 2 { None } else { Some((i + 1, w.digits()?)) }
        });
        found.filter(|(_, d)| (1..=31).contains(d))
    }

    /// ", 2019", " 2019", " of 2019", "this year", "last year".
    fn year_after(&self, i: usize) -> Option<(usize, i16)> {
        let at = i + usize::from(self.at(i) == ",");
        let at = at + usize::from(self.at(at) == "of");
        if let Some(w) = self.w.get(at)
            && w.text.len() == 4
            && let Some(n) = w.digits()
        {
            let glued = self.at(at + 1) == ":" && touch(self.w, at);
            return (1000..2200).contains(&n).then_some((at + 1, n as i16)).filter(|_| !glued);
        }
        if at == i + usize::from(self.at(i) == ",")
            && self.at(at) == "'"
            && touch(self.w, at)
            && let Some(n) = self.w.get(at + 1).filter(|w| w.text.len() == 2).and_then(Word::digits)
        {
            return Some((at + 2, full_year(n)?));
        }
        let step = match (self.at(at), self.at(at + 1)) {
            ("this", "year") => 0,
            ("last", "year") => -1,
            ("next", "year") => 1,
            _ => return None,
        };
        Some((at + 2, self.published?.year() + step))
    }

    fn feast(&self, i: usize) -> Found {
        let (at, pick) = match self.at(i) {
            "last" => (i + 1, Pick::Last),
            "next" => (i + 1, Pick::Next),
            "this" => (i + 1, Pick::This),
            _ => (i, Pick::Nearest),
        };
        if !self.w.get(at)?.is_capital() {
            return None;
        }
        let (n, feast) = feasts::read(|k| self.at(k), at)?;
        let mut end = at + n;
        // "the Good Friday Agreement", "the Christmas Island detention centre", "Easter Ghouta" name something else.
        if self.w.get(end).is_some_and(|w| w.is_capital() && !matches!(w.lower.as_str(), "day" | "eve" | "sunday" | "monday" | "morning")) && n > 0 {
            return None;
        }
        end += usize::from(self.at(end) == "day");
        let (end, year) = self.year_after(end).map_or((end, None), |(e, y)| (e, Some(y)));
        Some((end, Meaning::Feast { feast, year, pick }))
    }

    /// today, yesterday, tonight, the day before yesterday, overnight.
    fn deictic(&self, i: usize) -> Found {
        Some(match self.at(i) {
            "today" | "tonight" => (i + 1, Meaning::DayStep(0)),
            "yesterday" => (i + 1, Meaning::DayStep(-1)),
            "tomorrow" => (i + 1, Meaning::DayStep(1)),
            "overnight" => {
                let on = i + 1 + usize::from(matches!(self.at(i + 1), "on"));
                match self.simple(on, true) {
                    Some((e, m @ (Meaning::Weekday { .. } | Meaning::Day { .. }))) => (e, m),
                    _ => (i + 1, Meaning::Range(Meaning::DayStep(-1).into(), Meaning::DayStep(0).into())),
                }
            }
            "the" if self.at(i + 1) == "day" && self.at(i + 2) == "before" && self.at(i + 3) == "yesterday" => (i + 4, Meaning::DayStep(-2)),
            "the" if self.at(i + 1) == "day" && self.at(i + 2) == "after" && self.at(i + 3) == "tomorrow" => (i + 4, Meaning::DayStep(2)),
            "last" if matches!(self.at(i + 1), "night" | "evening") => (i + 2, Meaning::DayStep(-1)),
            "this" if matches!(self.at(i + 1), "morning" | "afternoon" | "evening") => (i + 2, Meaning::DayStep(0)),
            _ => return None,
        })
    }

    fn weekday_name(&self, i: usize) -> Option<(usize, Weekday, bool)> {
        let w = self.w.get(i)?;
        let (day, short) = match w.lower.as_str() {
            "monday" => (Weekday::Monday, false),
            "tuesday" => (Weekday::Tuesday, false),
            "wednesday" => (Weekday::Wednesday, false),
            "thursday" => (Weekday::Thursday, false),
            "friday" => (Weekday::Friday, false),
            "saturday" => (Weekday::Saturday, false),
            "sunday" => (Weekday::Sunday, false),
            "mon" => (Weekday::Monday, true),
            "tue" | "tues" => (Weekday::Tuesday, true),
            "wed" => (Weekday::Wednesday, true),
            "thu" | "thur" | "thurs" => (Weekday::Thursday, true),
            "fri" => (Weekday::Friday, true),
            "sat" => (Weekday::Saturday, true),
            "sun" => (Weekday::Sunday, true),
            _ => return None,
        };
        if !w.is_capital() {
            return None;
        }
        let dot = usize::from(short && self.at(i + 1) == "." && touch(self.w, i));
        Some((i + 1 + dot, day, short))
    }

    /// on Tuesday, last Tuesday, Tuesday last week, Tuesday night.
    fn weekday(&self, i: usize) -> Found {
        let (mut at, mut pick) = match self.at(i) {
            "last" | "past" => (i + 1, Pick::Last),
            "next" | "coming" => (i + 1, Pick::Next),
            "this" => (i + 1, Pick::This),
            "early" | "late" | "earlier" | "later" => (i + 1 + usize::from(self.at(i + 1) == "on"), Pick::Nearest),
            _ => (i, Pick::Nearest),
        };
        if pick == Pick::This && matches!(self.at(at), "past" | "coming") {
            pick = if self.at(at) == "past" { Pick::Last } else { Pick::Next };
            at += 1;
        }
        let (end, day, short) = self.weekday_name(at)?;
        if short || (matches!(self.before(at), "black" | "bloody" | "good" | "easter" | "palm" | "super" | "holy") && self.w[at - 1].is_capital()) {
            return None;
        }
        let week = match (self.at(end), self.at(end + 1)) {
            ("last", "week") => Some(-1),
            ("this", "week") => Some(0),
            ("next", "week") => Some(1),
            _ => None,
        };
        match week {
            Some(n) => Some((end + 2, Meaning::Weekday { day, pick: Pick::OfWeek(n) })),
            None => Some((end, Meaning::Weekday { day, pick })),
        }
    }

    /// A month's name, and whether what follows or precedes shows that it is one ("May", "March" and short forms need that).
    fn month_name(&self, i: usize, alone: bool) -> Option<(usize, i8)> {
        let w = self.w.get(i)?;
        let (month, doubtful) = match w.lower.as_str() {
            "january" => (1, false),
            "february" => (2, false),
            "march" => (3, true),
            "april" => (4, true),
            "may" => (5, true),
            "june" => (6, true),
            "july" => (7, false),
            "august" => (8, true),
            "september" => (9, false),
            "october" => (10, false),
            "november" => (11, false),
            "december" => (12, false),
            "jan" => (1, true),
            "feb" => (2, true),
            "mar" => (3, true),
            "apr" => (4, true),
            "jun" => (6, true),
            "jul" => (7, true),
            "aug" => (8, true),
            "sep" | "sept" => (9, true),
            "oct" => (10, true),
            "nov" => (11, true),
            "dec" => (12, true),
            _ => return None,
        };
        if !w.is_capital() {
            return None;
        }
        let short = w.text.len() < 4 && w.lower != "may" || w.lower == "sept";
        let end = i + 1 + usize::from(short && self.at(i + 1) == "." && touch(self.w, i));
        if alone {
            // "September 2019", "in May", "last March"; but not "May God", "Theresa May", "a March on", "August Wilson", "Black September".
            let year = self.year_after(end).is_some();
            let named = i > 0 && self.w[i - 1].is_capital() && self.w[i - 1].span.end + 1 == self.w[i].span.start && self.at(i - 1).len() > 3;
            let next_name = self.w.get(end).is_some_and(|n| n.is_capital() && n.span.start == self.w[end - 1].span.end + 1) && self.weekday_name(end).is_none();
            let led = matches!(
                self.before(i),
                "in" | "of" | "since" | "until" | "till" | "by" | "from" | "to" | "between" | "and" | "during" | "last" | "next" | "this" | "early" | "late"
                    | "mid" | "-" | "before" | "after" | "through" | "the" | "or" | "for" | "late-" | "throughout" | "around" | "about" | "is" | "was" | "a"
            );
            let sure = if doubtful { year || (led && !next_name && !matches!(self.before(i), "the" | "a" | "and" | "to" | "for" | "of" | "or" if w.lower == "march" || w.lower == "may" )) } else { !named || year };
            if !sure {
                return None;
            }
        }
        Some((end, month))
    }

    /// in March, March 2019, last March.
    fn month(&self, i: usize, part: Part, alone: bool) -> Found {
        let (at, pick) = match self.at(i) {
            "last" | "past" => (i + 1, Pick::Last),
            "next" => (i + 1, Pick::Next),
            "this" => (i + 1, Pick::This),
            _ => (i, Pick::Nearest),
        };
        let (end, month) = self.month_name(at, alone && pick == Pick::Nearest && part == Part::Whole)?;
        // A day number is left to `day_and_month`.
        if let Some((e, y)) = self.year_after(end) {
            return Some((e, Meaning::Month { year: Some(y), month, part, pick: Pick::Nearest }));
        }
        Some((end, Meaning::Month { year: None, month, part, pick }))
    }

    /// Bare years where nothing shows that they are counts; decades; centuries; "the 2014 rise".
    fn year(&self, i: usize, part: Part) -> Found {
        let the = usize::from(self.at(i) == "the");
        let mut at = i + the;
        if let Some(c) = self.century(at, part) {
            return Some(c);
        }
        if self.at(at) == "year" && the == 1 {
            at += 1;
        }
        if at > i && the == 1 && at == i + 1 && !self.at(at).ends_with('s') {
            // "the 2014 rise" begins at the year.
            return None;
        }
        let w = self.w.get(at)?;
        if self.at(at) == "'" && touch(self.w, at) {
            let n = self.w.get(at + 1)?.lower.strip_suffix('s')?.parse::<u32>().ok().filter(|n| n % 10 == 0 && *n < 100)?;
            return Some((at + 2, Meaning::Decade { first: 1900 + n as i16, part }));
        }
        if let Some(first) = decade_word(&w.lower).filter(|_| the == 1) {
            return Some((at + 1, Meaning::Decade { first, part }));
        }
        if let Some(d) = w.lower.strip_suffix('s').and_then(|d| d.parse::<i16>().ok()) {
            let first = match d {
                20..=90 if d % 10 == 0 && the == 1 => 1900 + d,
                1000..=2100 if d % 10 == 0 => d,
                _ => return None,
            };
            return Some((at + 1, Meaning::Decade { first, part }));
        }
        let n = w.digits().filter(|_| w.text.len() == 4)?;
        if self.at(at + 1) == "'" && self.at(at + 2) == "s" && n % 10 == 0 && the == 1 {
            return Some((at + 3, Meaning::Decade { first: n as i16, part }));
        }
        let said = at > i || part != Part::Whole;
        if !said && !self.reads_as_year(at, n) {
            return None;
        }
        (1000..2200).contains(&n).then_some((at + 1, Meaning::Year { year: n as i16, part }))
    }

    fn reads_as_year(&self, i: usize, n: u32) -> bool {
        let (before, next) = (self.before(i), self.at(i + 1));
        let near = |side: usize| i > 0 && side < self.w.len() && touch(self.w, side);
        // "$2014", "1-2014", "2014%", "2014.5", "No. 2014", "+2014", "20:2014".
        if matches!(before, "$" | "£" | "€" | "#" | ":" | "+" | "≈" | "№") || matches!(next, "%" | "°" | "$" | "€") {
            return false;
        }
        if near(i.wrapping_sub(1)) && matches!(before, "." | "/" | ",") {
            return false;
        }
        if COUNTED.contains(&next) && !matches!(before, "in" | "since" | "the" | "of" | "by" | "during" | "from" | "(") {
            return false;
        }
        if matches!(next, "gmt" | "utc" | "hrs" | "hours" | "local") {
            return false;
        }
        if matches!(before, "least" | "than" | "nearly" | "almost" | "some" | "exactly" | "about" | "approximately" | "roughly") {
            return n >= 1900 && before == "about" && next.is_empty();
        }
        let dated = matches!(
            before,
            "in" | "since" | "until" | "till" | "of" | "by" | "from" | "to" | "during" | "before" | "after" | "early" | "late" | "mid" | "-" | "year" | "and" | "circa"
                | "through" | "between" | "around" | "(" | "," | "the" | "for" | "that" | "throughout" | "c" | "about"
        );
        if (1900..2100).contains(&n) {
            let plural_after = next.len() > 4 && next.ends_with('s') && !next.ends_with("ss") && COUNTED.iter().any(|c| *c == next);
            dated || !plural_after
        } else {
            (1000..1900).contains(&n) && matches!(before, "in" | "since" | "until" | "during" | "(" | "year" | "early" | "late" | "mid" | "after" | "before" | "between" | "by" | "circa") && !COUNTED.contains(&next)
        }
    }

    fn century(&self, i: usize, part: Part) -> Found {
        let (end, n) = ordinal(self.w, i)?;
        let end = end + usize::from(self.at(end) == "-");
        if !matches!(self.at(end), "century" | "centuries") || !(1..=22).contains(&n) {
            return None;
        }
        Some((end + 1, Meaning::Century { n: n as i16, part }))
    }

    /// early March, mid-2019, the late 1990s, the end of August, the first half of 2018, earlier this week, late last year.
    fn parts(&self, i: usize) -> Found {
        let the = usize::from(self.at(i) == "the");
        let a = i + the;
        let (at, part) = match (self.at(a), self.at(a + 1), self.at(a + 2)) {
            ("first" | "second" | "latter", "half", "of") => (a + 3, if self.at(a) == "first" { Part::FirstHalf } else { Part::SecondHalf }),
            ("start" | "beginning", "of", _) => (a + 2, Part::Early),
            ("middle", "of", _) => (a + 2, Part::Mid),
            ("end", "of", _) => (a + 2, Part::Late),
            ("early" | "mid" | "late", "-", _) => (a + 2, part_word(self.at(a))),
            ("early" | "mid" | "late", "in", _) => (a + 2, part_word(self.at(a))),
            ("early" | "mid" | "late", _, _) => (a + 1, part_word(self.at(a))),
            ("earlier", "this" | "in", _) => (a + 1 + usize::from(self.at(a + 1) == "in"), Part::SoFar),
            ("later", "this" | "in", _) => (a + 1 + usize::from(self.at(a + 1) == "in"), Part::Rest),
            _ => return None,
        };
        if matches!(part, Part::SoFar | Part::Rest) {
            let unit_at = match (self.at(at), self.at(at + 1)) {
                ("this" | "the", u) => u,
                _ => "",
            };
            if unit_at == "day" && self.at(at) == "the" {
                return None;
            }
            if let Some((unit, false, _)) = Unit::read(unit_at).filter(|u| u.0 >= Unit::Day) {
                return Some((at + 2, if unit == Unit::Day { Meaning::DayStep(0) } else { Meaning::UnitStep { unit, step: 0, part } }));
            }
            // "earlier in March", "later in 2014": no more than the month itself.
            return self.month(at, Part::Whole, true).or_else(|| self.year(at, Part::Whole)).filter(|_| self.before(at) == "in");
        }
        let at = at + usize::from(self.at(at) == "the" && !matches!(self.at(at + 1), "day"));
        match self.at(at) {
            "last" | "this" | "next" | "month" | "year" | "week" => {
                let step = match self.at(at) {
                    "last" => -1,
                    "next" => 1,
                    _ => 0,
                };
                let unit_at = at + usize::from(matches!(self.at(at), "last" | "this" | "next"));
                if let Some((unit, false, _)) = Unit::read(self.at(unit_at)).filter(|u| matches!(u.0, Unit::Week | Unit::Month | Unit::Year | Unit::Decade)) {
                    return Some((unit_at + 1, Meaning::UnitStep { unit, step, part }));
                }
            }
            _ => {}
        }
        if let Some((e, Meaning::Season { year, season, pick, .. })) = self.season(at) {
            return Some((e, Meaning::Season { year, season, part, pick }));
        }
        self.month(at, part, false)
            .or_else(|| self.decade_or_year(at, part))
            .filter(|_| !matches!(part, Part::Late | Part::Early) || the == 1 || self.at(a) != "end")
    }

    fn decade_or_year(&self, i: usize, part: Part) -> Found {
        if let Some(first) = decade_word(self.at(i)) {
            return Some((i + 1, Meaning::Decade { first, part }));
        }
        if let Some(d) = self.at(i).strip_suffix('s').and_then(|d| d.parse::<i16>().ok()).filter(|d| (20..=90).contains(d) && d % 10 == 0) {
            return Some((i + 1, Meaning::Decade { first: 1900 + d, part }));
        }
        self.year(i, part)
    }

    /// every day, each year, daily, Mondays, twice a week.
    fn set(&self, i: usize) -> Found {
        match self.at(i) {
            "every" | "each" => {
                let at = i + 1 + usize::from(self.at(i + 1) == "other");
                if let Some((e, day, false)) = self.weekday_name(at) {
                    return Some((e, Meaning::Set { value: format!("XXXX-WXX-{}", day.to_monday_one_offset()) }));
                }
                if let Some((e, m)) = self.month_name(at, false) {
                    return Some((e, Meaning::Set { value: format!("XXXX-{m:02}") }));
                }
                let (e, n) = number(self.w, at).unwrap_or((at, if at == i + 2 { 2.0 } else { 1.0 }));
                let (unit, _, k) = Unit::read(self.at(e))?;
                Some((e + 1, Meaning::Set { value: unit.duration(Some(n * k)) }))
            }
            "daily" | "nightly" => Some((i + 1, Meaning::Set { value: "P1D".into() })),
            "weekly" => Some((i + 1, Meaning::Set { value: "P1W".into() })),
            "monthly" => Some((i + 1, Meaning::Set { value: "P1M".into() })),
            "annual" | "annually" | "yearly" => Some((i + 1, Meaning::Set { value: "P1Y".into() })),
            "per" | "a" if self.at(i) == "per" || matches!(self.before(i), "times" | "once" | "twice") => {
                let (unit, false, _) = Unit::read(self.at(i + 1))? else { return None };
                (unit >= Unit::Day).then(|| (i + 2, Meaning::Set { value: unit.duration(Some(1.0)) }))
            }
            s if s.ends_with("days") && self.w[i].is_capital() => {
                let single = s.strip_suffix('s')?;
                const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
                let n = DAYS.iter().position(|d| *d == single)? + 1;
                Some((i + 1, Meaning::Set { value: format!("XXXX-WXX-{n}") }))
            }
            _ => None,
        }
    }

    fn season(&self, i: usize) -> Found {
        let at = i + usize::from(self.at(i) == "the");
        let (at, pick) = match self.at(at) {
            "last" | "past" => (at + 1, Pick::Last),
            "next" | "coming" => (at + 1, Pick::Next),
            "this" => (at + 1, Pick::This),
            _ => (at, Pick::Nearest),
        };
        let season = match self.at(at) {
            "spring" => Season::Spring,
            "summer" => Season::Summer,
            "autumn" => Season::Autumn,
            "fall" => Season::Autumn,
            "winter" => Season::Winter,
            _ => return None,
        };
        let year = self.year_after(at + 1);
        let led = matches!(self.before(i), "in" | "during" | "since" | "until" | "by" | "early" | "late" | "mid" | "of" | "through") && self.at(i) != "fall";
        // "Arab Spring", "spring water", "the fall of Kabul", "free fall".
        let free = !self.w[at].is_capital() || i == 0;
        if let Some((e, y)) = year {
            return Some((e, Meaning::Season { year: Some(y), season, part: Part::Whole, pick: Pick::Nearest }));
        }
        if !free || (pick == Pick::Nearest && !led) || (self.at(at) == "fall" && self.at(at + 1) == "of") || (self.at(at) == "fall" && pick == Pick::Nearest) {
            return None;
        }
        Some((at + 1, Meaning::Season { year: None, season, part: Part::Whole, pick }))
    }

    /// last week, this month, next year; the past three years; recent months; that day; the following week; quarters, weekends, seasons.
    fn stepped(&self, i: usize) -> Found {
        if let Some(s) = self.season(i).or_else(|| self.quarter(i)).or_else(|| self.weekend(i)) {
            return Some(s);
        }
        let the = usize::from(matches!(self.at(i), "the" | "these" | "this" | "its" | "their" | "his" | "her") && matches!(self.at(i + 1), "past" | "last" | "coming" | "next" | "previous" | "preceding" | "following" | "same" | "recent" | "upcoming" | "very" | "current" | "present"));
        let a = i + the;
        let word = self.at(a);
        let sign = match word {
            "past" | "last" | "previous" | "preceding" | "recent" => -1,
            "coming" | "next" | "following" | "upcoming" => 1,
            _ => 0,
        };
        if sign != 0 {
            let (at, count) = match (self.at(a + 1), quantity(self.w, a + 1)) {
                ("few" | "several" | "couple" | "many", _) => {
                    let n = if self.at(a + 1) == "couple" { Some(2.0) } else { None };
                    (a + 2 + usize::from(self.at(a + 2) == "of"), Some(Count { n, approx: true }))
                }
                ("a" | "an", _) => return None,
                (_, Some((e, c))) => (e, Some(c)),
                _ => (a + 1, None),
            };
            let at = at + usize::from(matches!(self.at(at), "calendar" | "-"));
            let (unit, plural, k) = Unit::read(self.at(at))?;
            if self.at(at) == "night" || self.at(at) == "nights" {
                return None;
            }
            let end = at + 1;
            let relative_to_anchor = matches!(word, "previous" | "preceding" | "following");
            return Some((
                end,
                match (count, plural) {
                    (None, false) if relative_to_anchor || (word == "next" && the == 1 && unit <= Unit::Day) => Meaning::AnchorStep { unit, step: sign },
                    // "over the past week", "the last year": up to now; "last week", "next month": calendar units.
                    (None, false) if word == "past" || word == "recent" || word == "coming" || word == "upcoming" || (the == 1 && word == "last" && self.spans(i)) => {
                        Meaning::Window { count: Count { n: Some(k), approx: false }, unit, sign }
                    }
                    (None, false) => {
                        if unit == Unit::Day && word == "next" {
                            return Some((end, Meaning::AnchorStep { unit, step: 1 }));
                        }
                        if unit < Unit::Week {
                            return None;
                        }
                        Meaning::UnitStep { unit, step: sign, part: Part::Whole }
                    }
                    (None, true) => Meaning::Window { count: Count { n: None, approx: true }, unit, sign },
                    (Some(c), _) if relative_to_anchor => Meaning::Duration { count: c, unit },
                    (Some(c), _) => Meaning::Window { count: Count { n: c.n.map(|n| n * k), ..c }, unit, sign },
                },
            ));
        }
        match word {
            "this" | "current" | "present" => {
                let (unit, false, _) = Unit::read(self.at(a + 1))? else { return None };
                if unit < Unit::Week {
                    return (unit == Unit::Day && self.at(a + 1) == "day").then_some((a + 2, Meaning::DayStep(0))).filter(|_| word == "this" && self.before(i) == "on");
                }
                Some((a + 2, Meaning::UnitStep { unit, step: 0, part: Part::Whole }))
            }
            "that" | "same" => {
                if word == "same" && the == 0 {
                    return None;
                }
                let at = a + 1 + usize::from(self.at(a + 1) == "same");
                let (unit, false, _) = Unit::read(self.at(at))? else { return None };
                if unit < Unit::Day {
                    return None;
                }
                Some((at + 1, Meaning::AnchorStep { unit, step: 0 }))
            }
            "the" if self.at(a + 1) == "day" && matches!(self.at(a + 2), "before" | "after" | "earlier") => {
                let step = if self.at(a + 2) == "after" { 1 } else { -1 };
                let sign = step;
                if self.at(a + 2) != "earlier"
                    && let Some((e, base)) = self.simple(a + 3, true).filter(|(_, m)| is_range_end(m))
                {
                    return Some((e, Meaning::ShiftFrom { count: Count { n: Some(1.0), approx: false }, unit: Unit::Day, sign, base: base.into() }));
                }
                Some((a + 3, Meaning::AnchorStep { unit: Unit::Day, step })).filter(|_| !self.governs(a + 3))
            }
            _ => None,
        }
    }

    /// Does a preposition before `i` speak of a stretch ("over the last year")?
    fn spans(&self, i: usize) -> bool {
        matches!(self.before(i), "over" | "in" | "during" | "for" | "within" | "throughout" | "of")
    }

    /// Does a noun phrase follow, so that "the day after" is counted from it ("the day after the attack")?
    fn governs(&self, i: usize) -> bool {
        matches!(self.at(i), "the" | "a" | "an" | "his" | "her" | "its" | "their" | "he" | "she" | "it" | "they" | "that" | "this")
            || self.w.get(i).is_some_and(Word::is_capital)
    }

    fn quarter(&self, i: usize) -> Found {
        let a = i + usize::from(self.at(i) == "the");
        let step = match self.at(a) {
            "last" | "previous" => -1,
            "this" | "current" => 0,
            "next" => 1,
            _ => {
                let (n, end) = if let Some(n) = self.at(a).strip_prefix('q').and_then(|n| n.parse::<i8>().ok()).filter(|n| (1..=4).contains(n)) {
                    (n, a + 1)
                } else {
                    let (e, n) = ordinal(self.w, a)?;
                    let e = e + usize::from(self.at(e) == "-");
                    if self.at(e) != "quarter" || !(1..=4).contains(&n) || self.at(e + 1) == "final" {
                        return None;
                    }
                    (n as i8, e + 1)
                };
                let (end, year) = self.year_after(end).map_or((end, None), |(e, y)| (e, Some(y)));
                return Some((end, Meaning::Share { year, n, of: 4, step: 0 }));
            }
        };
        (self.at(a + 1) == "quarter").then_some((a + 2, Meaning::Share { year: None, n: 0, of: 4, step }))
    }

    fn weekend(&self, i: usize) -> Found {
        let (at, pick) = match self.at(i) {
            "last" => (i + 1, Pick::Last),
            "this" => (i + 1, if self.at(i + 1) == "past" { Pick::Last } else { Pick::This }),
            "next" => (i + 1, Pick::Next),
            "the" => match self.at(i + 1) {
                "past" | "last" => (i + 2, Pick::Last),
                "coming" => (i + 2, Pick::Next),
                _ => (i + 1, Pick::Nearest),
            },
            _ => (i, Pick::Nearest),
        };
        let at = at + usize::from(matches!(self.at(at), "past" | "coming") && at == i + 1);
        (self.at(at) == "weekend" && (at > i || matches!(self.before(i), "at" | "over"))).then_some((at + 1, Meaning::Weekend { pick }))
    }

    /// three days ago, a week earlier, two days after Christmas, days later; else a duration.
    fn counted(&self, i: usize) -> Found {
        let (at, count) = match quantity(self.w, i) {
            Some((e, c)) => (e, c),
            None if Unit::read(self.at(i)).is_some_and(|u| u.1) => (i, Count { n: None, approx: true }),
            None => return None,
        };
        let glue = usize::from(self.at(at) == "-" && touch(self.w, at));
        let (unit, plural, k) = Unit::read(self.at(at + glue))?;
        let count = Count { n: count.n.map(|n| n * k), ..count };
        let mut end = at + glue + 1;
        let mut count = count;
        // "a year and a half ago".
        if self.at(end) == "and" && self.at(end + 1) == "a" && self.at(end + 2) == "half" {
            count.n = count.n.map(|n| n + 0.5);
            end += 3;
        }
        // "33 years old", "a five-year-old".
        if self.at(end) == "old" || (self.at(end) == "-" && self.at(end + 1) == "old") || matches!(self.at(end), "-" if self.at(end + 1) == "olds") {
            return None;
        }
        let bare = at == i;
        let the_shift = |sign, from| Some(Meaning::Shift { count, unit, sign, from });
        let (after, meaning) = match (self.at(end), self.at(end + 1)) {
            ("ago", _) => (end + 1, the_shift(-1, Origin::Publication)),
            ("from", "now" | "today") => (end + 2, the_shift(1, Origin::Publication)),
            ("hence", _) => (end + 1, the_shift(1, Origin::Publication)),
            ("earlier" | "previously", _) => (end + 1, the_shift(-1, Origin::Anchor)),
            ("later" | "afterwards" | "afterward", _) => (end + 1, the_shift(1, Origin::Anchor)),
            ("before" | "after" | "prior", n) if n != "the" || !bare => {
                let sign = if self.at(end) == "after" { 1 } else { -1 };
                let base_at = end + 1 + usize::from(self.at(end) == "prior");
                match self.simple(base_at, true).filter(|(_, m)| is_range_end(m)) {
                    Some((e, base)) => (e, Some(Meaning::ShiftFrom { count, unit, sign, base: base.into() })),
                    None if self.governs(base_at) || glue > 0 => (end, None),
                    None if self.at(end) == "before" => (end + 1, the_shift(-1, Origin::Anchor)),
                    None => (end, None),
                }
            }
            _ => (end, None),
        };
        if let Some(m) = meaning {
            return Some((after, m));
        }
        // A length. "a day", "an hour" alone say nothing of time ("a week of talks" does, but dates no event); neither do bare plurals.
        if (bare || (self.at(i) == "a" && !plural && self.at(i + 1) != "half" && glue == 0)) && unit != Unit::Decade && !matches!(self.before(i), "for" | "within" | "in" | "over") {
            return None;
        }
        Some((end, Meaning::Duration { count, unit }))
    }

    /// "Tuesday night", "Monday at 3 pm", "yesterday morning".
    fn day_part(&self, i: usize) -> Option<(usize, String)> {
        let at = i + usize::from(self.at(i) == "'" && self.at(i + 1) == "s") * 2;
        let at = at + usize::from(matches!(self.at(at), "early" | "late") && at == i);
        if let Some(t) = part_of_day(self.at(at)) {
            return Some((at + 1, t.into()));
        }
        if self.at(i) == "at" {
            let (e, t) = self.clock(i + 1)?;
            return Some((e, t));
        }
        None
    }

    /// "3 pm on Tuesday", "the morning of 5 March", "the night of".
    fn time_before(&self, i: usize) -> Option<(usize, String)> {
        let on = i.checked_sub(1)?;
        let last = if matches!(self.at(on), "on" | "of") { on } else { i };
        if last < i
            && let Some(j) = last.checked_sub(1)
            && let Some(t) = part_of_day(self.at(j))
        {
            return Some((j, t.into()));
        }
        // A clock time is at most five words: "3", ":", "30", "p", "." "m" ".".
        (last.saturating_sub(8)..last).find_map(|j| self.clock(j).filter(|(e, _)| *e == last || (*e + 1 == last && matches!(self.at(*e), "gmt" | "utc" | ","))).map(|(_, t)| (j, t)))
    }

    /// 3 pm, 3:30 p.m., 15:30 (GMT), 10am, noon, midnight.
    fn clock(&self, i: usize) -> Option<(usize, String)> {
        match self.at(i) {
            "noon" => return Some((i + 1, "12:00".into())),
            "midnight" => return Some((i + 1, "24:00".into())),
            _ => {}
        }
        let text = &self.w.get(i)?.lower;
        if !text.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let (body, glued) = match text.strip_suffix("am") {
            Some(b) => (b, Some(false)),
            None => text.strip_suffix("pm").map_or((text.as_str(), None), |b| (b, Some(true))),
        };
        let (mut hour, mut minute) = match body.split_once('.') {
            Some((h, m)) => (h.parse::<u32>().ok()?, m.parse::<u32>().ok()?),
            None => (body.parse::<u32>().ok()?, 0),
        };
        let mut end = i + 1;
        let mut colon = body.contains('.');
        let mut pm = glued;
        if self.at(end) == ":" && touch(self.w, i) {
            let text = self.at(end + 1);
            let (digits, tail) = text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
            minute = digits.parse().ok()?;
            pm = match tail {
                "pm" => Some(true),
                "am" => Some(false),
                _ => pm,
            };
            end += 2;
            colon = true;
        }
        if pm.is_none() {
            match self.at(end) {
                "am" | "pm" => {
                    pm = Some(self.at(end) == "pm");
                    end += 1;
                }
                "a" | "p" if self.at(end + 1) == "." && self.at(end + 2) == "m" => {
                    pm = Some(self.at(end) == "p");
                    end += 3 + usize::from(self.at(end + 3) == ".");
                }
                _ => {}
            }
        }
        if pm.is_none() && !colon && !(body.len() == 4 && matches!(self.at(end), "gmt" | "utc" | "hrs" | "hours")) {
            return None;
        }
        if body.len() == 4 && !colon {
            (hour, minute) = (hour / 100, hour % 100);
        }
        if pm == Some(true) && hour < 12 {
            hour += 12;
        }
        (hour <= 24 && minute < 60).then(|| (end, format!("{hour:02}:{minute:02}")))
    }
}

fn part_word(word: &str) -> Part {
    match word {
        "early" => Part::Early,
        "mid" => Part::Mid,
        _ => Part::Late,
    }
}

fn part_of_day(word: &str) -> Option<&'static str> {
    Some(match word {
        "morning" | "dawn" => "MO",
        "afternoon" => "AF",
        "evening" => "EV",
        "night" | "nighttime" | "overnight" => "NI",
        _ => return None,
    })
}

fn decade_word(word: &str) -> Option<i16> {
    Some(match word {
        "twenties" => 1920,
        "thirties" => 1930,
        "forties" => 1940,
        "fifties" => 1950,
        "sixties" => 1960,
        "seventies" => 1970,
        "eighties" => 1980,
        "nineties" => 1990,
        _ => return None,
    })
}

/// "the March 14 alliance" is a party, not a day.
fn is_movement(next: &str) -> bool {
    matches!(next, "alliance" | "movement" | "coalition" | "camp" | "bloc" | "brigade" | "brigades" | "group" | "organisation" | "organization")
}

fn small(n: u32, most: u32) -> Option<i8> {
    (1..=most).contains(&n).then_some(n as i8)
}

/// "19" is 2019, "87" is 1987.
fn full_year(n: u32) -> Option<i16> {
    Some(match n {
        0..=49 => 2000 + n as i16,
        50..=99 => 1900 + n as i16,
        1000..=2199 => n as i16,
        _ => return None,
    })
}

/// Can it begin or end a range?
fn is_range_end(m: &Meaning) -> bool {
    !matches!(
        m,
        Meaning::Duration { .. } | Meaning::Set { .. } | Meaning::Window { .. } | Meaning::Range(..) | Meaning::Since(_) | Meaning::Until(_) | Meaning::Before(_)
    )
}

fn same_grain(a: &Meaning, b: &Meaning) -> bool {
    let grain = |m: &Meaning| match m {
        Meaning::Day { .. } | Meaning::Either { .. } | Meaning::Weekday { .. } | Meaning::DayStep(_) | Meaning::Fixed(_) | Meaning::DayOfMonth { .. } => 0,
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
