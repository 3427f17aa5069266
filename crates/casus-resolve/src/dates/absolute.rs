//! Times that name their place in the calendar: days, months, years, decades, seasons, quarters, feasts, and parts of them.

use super::calendar::Unit;
use super::calendar::date;
use super::feasts;
use super::grammar::{Found, Grammar};
use super::meaning::*;
use super::numbers::{ordinal, touch};
use super::words::Word;

/// Nouns that make a bare four-digit number a count.
const COUNTED: &[&str] = &[
    "people",
    "persons",
    "troops",
    "soldiers",
    "civilians",
    "deaths",
    "dead",
    "dollars",
    "euros",
    "pounds",
    "miles",
    "kilometers",
    "kilometres",
    "km",
    "metres",
    "meters",
    "feet",
    "ft",
    "tons",
    "tonnes",
    "cases",
    "votes",
    "men",
    "women",
    "children",
    "homes",
    "houses",
    "families",
    "refugees",
    "migrants",
    "members",
    "police",
    "officers",
    "prisoners",
    "detainees",
    "fighters",
    "militants",
    "rebels",
    "casualties",
    "victims",
    "employees",
    "workers",
    "jobs",
    "students",
    "barrels",
    "percent",
    "per",
    "million",
    "billion",
    "thousand",
    "hectares",
    "acres",
    "arrests",
    "attacks",
    "incidents",
    "words",
    "points",
    "hours",
    "years",
    "days",
    "weeks",
    "months",
    "residents",
    "villagers",
    "others",
    "protesters",
    "demonstrators",
    "gmt",
    "utc",
    "hrs",
    "rounds",
    "votes",
    "seats",
    "bodies",
    "injured",
    "wounded",
    "killed",
    "fatalities",
    "inhabitants",
    "kg",
    "mw",
    "vehicles",
    "tanks",
    "complaints",
    "schools",
    "companies",
    "copies",
];

impl<'w> Grammar<'w, '_> {
    /// 2019-08-28, 28/8/2019, 28.08.2019, 9/11.
    pub(super) fn numeric(&self, i: usize) -> Found {
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
            (4, Some(d)) => {
                Some((i + 5, Meaning::Day { year: Some(full_year(a)?), month: small(b, 12)?, day: small(d, 31)?, weekday: None }))
            }
            (1 | 2, Some(y)) if self.w[i + 4].digits().is_some() => {
                let y = full_year(y)?;
                match (small(a, 31), small(b, 31)) {
                    (Some(d), Some(m)) if d > 12 && m <= 12 => {
                        Some((i + 5, Meaning::Day { year: Some(y), month: m, day: d, weekday: None }))
                    }
                    (Some(m), Some(d)) if d > 12 && m <= 12 => {
                        Some((i + 5, Meaning::Day { year: Some(y), month: m, day: d, weekday: None }))
                    }
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
    pub(super) fn day_and_month(&self, i: usize) -> Found {
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

    /// the 12th of this month.
    pub(super) fn day_of_month(&self, i: usize) -> Found {
        let (end, n) = ordinal(self.w, i + usize::from(self.at(i) == "the"))?;
        let step = match (self.at(end), self.at(end + 1), self.at(end + 2)) {
            ("of", "this", "month") => 0,
            ("of", "last", "month") => -1,
            ("of", "next", "month") => 1,
            _ => return None,
        };
        let day = small(n, 31)?;
        // "This month" is meant even if the day lies ahead, so the step is never read as "the nearest past".
        let published = self.published?;
        let month = super::calendar::add_months(published.first_of_month(), step)?;
        Some((end + 3, Meaning::Day { year: Some(month.year()), month: month.month(), day, weekday: None }))
    }

    pub(super) fn day_number(&self, i: usize) -> Option<(usize, u32)> {
        let found = ordinal(self.w, i).or_else(|| {
            let w = self.w.get(i)?;
            if w.text.len() > 2 { None } else { Some((i + 1, w.digits()?)) }
        });
        found.filter(|(_, d)| (1..=31).contains(d))
    }

    /// ", 2019", " 2019", " of 2019", "this year", "last year".
    pub(super) fn year_after(&self, i: usize) -> Option<(usize, i16)> {
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

    /// A month's name, and whether what follows or precedes shows that it is one ("May", "March" and short forms need that).
    pub(super) fn month_name(&self, i: usize, alone: bool) -> Option<(usize, i8)> {
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
            let named =
                i > 0 && self.w[i - 1].is_capital() && self.w[i - 1].span.end + 1 == self.w[i].span.start && self.at(i - 1).len() > 3;
            let next_name = self.w.get(end).is_some_and(|n| n.is_capital() && n.span.start == self.w[end - 1].span.end + 1)
                && self.weekday_name(end).is_none();
            let led = matches!(
                self.before(i),
                "in" | "of"
                    | "since"
                    | "until"
                    | "till"
                    | "by"
                    | "from"
                    | "to"
                    | "between"
                    | "and"
                    | "during"
                    | "last"
                    | "next"
                    | "this"
                    | "early"
                    | "late"
                    | "mid"
                    | "-"
                    | "before"
                    | "after"
                    | "through"
                    | "the"
                    | "or"
                    | "for"
                    | "late-"
                    | "throughout"
                    | "around"
                    | "about"
                    | "is"
                    | "was"
                    | "a"
            );
            let sure = if doubtful {
                year || (led
                    && !next_name
                    && !matches!(self.before(i), "the" | "a" | "and" | "to" | "for" | "of" | "or" if w.lower == "march" || w.lower == "may" ))
            } else {
                !named || year
            };
            if !sure {
                return None;
            }
        }
        Some((end, month))
    }

    /// in March, March 2019, last March.
    pub(super) fn month(&self, i: usize, part: Part, alone: bool) -> Found {
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
    pub(super) fn year(&self, i: usize, part: Part) -> Found {
        let the = usize::from(self.at(i) == "the");
        let mut at = i + the;
        if let Some(c) = self.century(at, part) {
            return Some(c);
        }
        if self.at(at) == "year" && the == 1 {
            at += 1;
        }
        if at > i && the == 1 && at == i + 1 && !self.at(at).ends_with('s') && self.at(at) != "'" {
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

    pub(super) fn reads_as_year(&self, i: usize, n: u32) -> bool {
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
            "in" | "since"
                | "until"
                | "till"
                | "of"
                | "by"
                | "from"
                | "to"
                | "during"
                | "before"
                | "after"
                | "early"
                | "late"
                | "mid"
                | "-"
                | "year"
                | "and"
                | "circa"
                | "through"
                | "between"
                | "around"
                | "("
                | ","
                | "the"
                | "for"
                | "that"
                | "throughout"
                | "c"
                | "about"
        );
        if (1900..2100).contains(&n) {
            let plural_after = next.len() > 4 && next.ends_with('s') && !next.ends_with("ss") && COUNTED.contains(&next);
            dated || !plural_after
        } else {
            (1000..1900).contains(&n)
                && matches!(
                    before,
                    "in" | "since"
                        | "until"
                        | "during"
                        | "("
                        | "year"
                        | "early"
                        | "late"
                        | "mid"
                        | "after"
                        | "before"
                        | "between"
                        | "by"
                        | "circa"
                )
                && !COUNTED.contains(&next)
        }
    }

    pub(super) fn century(&self, i: usize, part: Part) -> Found {
        let (end, n) = ordinal(self.w, i)?;
        let end = end + usize::from(self.at(end) == "-");
        if !matches!(self.at(end), "century" | "centuries") || !(1..=22).contains(&n) {
            return None;
        }
        Some((end + 1, Meaning::Century { n: n as i16, part }))
    }

    pub(super) fn decade_or_year(&self, i: usize, part: Part) -> Found {
        if let Some(first) = decade_word(self.at(i)) {
            return Some((i + 1, Meaning::Decade { first, part }));
        }
        if let Some(d) = self.at(i).strip_suffix('s').and_then(|d| d.parse::<i16>().ok()).filter(|d| (20..=90).contains(d) && d % 10 == 0) {
            return Some((i + 1, Meaning::Decade { first: 1900 + d, part }));
        }
        self.year(i, part)
    }

    /// early March, mid-2019, the late 1990s, the end of August, the first half of 2018, earlier this week, late last year.
    pub(super) fn parts(&self, i: usize) -> Found {
        let the = usize::from(self.at(i) == "the");
        let a = i + the;
        let (at, part) = match (self.at(a), self.at(a + 1), self.at(a + 2)) {
            ("first" | "second" | "latter", "half", "of") => {
                (a + 3, if self.at(a) == "first" { Part::FirstHalf } else { Part::SecondHalf })
            }
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
                if let Some((unit, false, _)) =
                    Unit::read(self.at(unit_at)).filter(|u| matches!(u.0, Unit::Week | Unit::Month | Unit::Year | Unit::Decade))
                {
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

    pub(super) fn season(&self, i: usize) -> Found {
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
        let led = matches!(self.before(i), "in" | "during" | "since" | "until" | "by" | "early" | "late" | "mid" | "of" | "through")
            && self.at(i) != "fall";
        // "Arab Spring", "spring water", "the fall of Kabul", "free fall".
        let free = !self.w[at].is_capital() || i == 0;
        if let Some((e, y)) = year {
            return Some((e, Meaning::Season { year: Some(y), season, part: Part::Whole, pick: Pick::Nearest }));
        }
        if !free
            || (pick == Pick::Nearest && !led)
            || (self.at(at) == "fall" && self.at(at + 1) == "of")
            || (self.at(at) == "fall" && pick == Pick::Nearest)
        {
            return None;
        }
        Some((at + 1, Meaning::Season { year: None, season, part: Part::Whole, pick }))
    }

    pub(super) fn quarter(&self, i: usize) -> Found {
        let a = i + usize::from(self.at(i) == "the");
        let step = match self.at(a) {
            "last" | "previous" => -1,
            "this" | "current" => 0,
            "next" => 1,
            _ => {
                let (n, end) =
                    if let Some(n) = self.at(a).strip_prefix('q').and_then(|n| n.parse::<i8>().ok()).filter(|n| (1..=4).contains(n)) {
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

    pub(super) fn feast(&self, i: usize) -> Found {
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
        if self.w.get(end).is_some_and(|w| w.is_capital() && !matches!(w.lower.as_str(), "day" | "eve" | "sunday" | "monday" | "morning"))
            && n > 0
        {
            return None;
        }
        end += usize::from(self.at(end) == "day");
        let (end, year) = self.year_after(end).map_or((end, None), |(e, y)| (e, Some(y)));
        Some((end, Meaning::Feast { feast, year, pick }))
    }
}

fn part_word(word: &str) -> Part {
    match word {
        "early" => Part::Early,
        "mid" => Part::Mid,
        _ => Part::Late,
    }
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
    matches!(
        next,
        "alliance" | "movement" | "coalition" | "camp" | "bloc" | "brigade" | "brigades" | "group" | "organisation" | "organization"
    )
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
