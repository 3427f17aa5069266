//! Times that count from publication or from a date named before, weekdays, repetitions and lengths.

use super::calendar::Unit;
use super::grammar::{Found, Grammar, is_range_end};
use super::meaning::*;
use super::numbers::{number, quantity, touch};
use super::words::Word;
use jiff::civil::Weekday;

impl<'w> Grammar<'w, '_> {
    /// today, yesterday, tonight, the day before yesterday, overnight.
    pub(super) fn deictic(&self, i: usize) -> Found {
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
            "the" if self.at(i + 1) == "day" && self.at(i + 2) == "before" && self.at(i + 3) == "yesterday" => {
                (i + 4, Meaning::DayStep(-2))
            }
            "the" if self.at(i + 1) == "day" && self.at(i + 2) == "after" && self.at(i + 3) == "tomorrow" => (i + 4, Meaning::DayStep(2)),
            "last" if matches!(self.at(i + 1), "night" | "evening") => (i + 2, Meaning::DayStep(-1)),
            "this" if matches!(self.at(i + 1), "morning" | "afternoon" | "evening") => (i + 2, Meaning::DayStep(0)),
            _ => return None,
        })
    }

    pub(super) fn weekday_name(&self, i: usize) -> Option<(usize, Weekday, bool)> {
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
    pub(super) fn weekday(&self, i: usize) -> Found {
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
        if short
            || (matches!(self.before(at), "black" | "bloody" | "good" | "easter" | "palm" | "super" | "holy")
                && self.w[at - 1].is_capital())
        {
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

    /// last week, this month, next year; the past three years; recent months; that day; the following week; quarters, weekends, seasons.
    pub(super) fn stepped(&self, i: usize) -> Found {
        if let Some(s) = self.season(i).or_else(|| self.quarter(i)).or_else(|| self.weekend(i)) {
            return Some(s);
        }
        let the = usize::from(
            matches!(self.at(i), "the" | "these" | "this" | "its" | "their" | "his" | "her")
                && matches!(
                    self.at(i + 1),
                    "past"
                        | "last"
                        | "coming"
                        | "next"
                        | "previous"
                        | "preceding"
                        | "following"
                        | "same"
                        | "recent"
                        | "upcoming"
                        | "very"
                        | "current"
                        | "present"
                ),
        );
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
                    (None, false) if relative_to_anchor || (word == "next" && the == 1 && unit <= Unit::Day) => {
                        Meaning::AnchorStep { unit, step: sign }
                    }
                    // "over the past week", "the last year": up to now; "last week", "next month": calendar units.
                    (None, false)
                        if word == "past"
                            || word == "recent"
                            || word == "coming"
                            || word == "upcoming"
                            || (the == 1 && word == "last" && self.spans(i)) =>
                    {
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
                    return (unit == Unit::Day && self.at(a + 1) == "day")
                        .then_some((a + 2, Meaning::DayStep(0)))
                        .filter(|_| word == "this" && self.before(i) == "on");
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
                    return Some((
                        e,
                        Meaning::ShiftFrom { count: Count { n: Some(1.0), approx: false }, unit: Unit::Day, sign, base: base.into() },
                    ));
                }
                Some((a + 3, Meaning::AnchorStep { unit: Unit::Day, step })).filter(|_| !self.governs(a + 3))
            }
            _ => None,
        }
    }

    /// Does a preposition before `i` speak of a stretch ("over the last year")?
    pub(super) fn spans(&self, i: usize) -> bool {
        matches!(self.before(i), "over" | "in" | "during" | "for" | "within" | "throughout" | "of")
    }

    /// Does a noun phrase follow, so that "the day after" is counted from it ("the day after the attack")?
    pub(super) fn governs(&self, i: usize) -> bool {
        matches!(self.at(i), "the" | "a" | "an" | "his" | "her" | "its" | "their" | "he" | "she" | "it" | "they" | "that" | "this")
            || self.w.get(i).is_some_and(Word::is_capital)
    }

    pub(super) fn weekend(&self, i: usize) -> Found {
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
    pub(super) fn counted(&self, i: usize) -> Found {
        let (at, count) = match quantity(self.w, i) {
            Some((e, c)) => (e, c),
            None if Unit::read(self.at(i)).is_some_and(|u| u.1) => (i, Count { n: None, approx: true }),
            None => return None,
        };
        let glue = usize::from(self.at(at) == "-" && touch(self.w, at));
        let (unit, plural, k) = Unit::read(self.at(at + glue))?;
        // "at 1900 hours" is a clock time.
        if unit == Unit::Hour && count.n.is_some_and(|n| (100.0..=2400.0).contains(&n)) && self.before(i) == "at" {
            return None;
        }
        let count = Count { n: count.n.map(|n| n * k), ..count };
        let mut end = at + glue + 1;
        let mut count = count;
        // "a year and a half ago".
        if self.at(end) == "and" && self.at(end + 1) == "a" && self.at(end + 2) == "half" {
            count.n = count.n.map(|n| n + 0.5);
            end += 3;
        }
        // "33 years old", "a five-year-old".
        if self.at(end) == "old"
            || (self.at(end) == "-" && self.at(end + 1) == "old")
            || matches!(self.at(end), "-" if self.at(end + 1) == "olds")
        {
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
        if (bare || (self.at(i) == "a" && !plural && self.at(i + 1) != "half" && glue == 0))
            && unit != Unit::Decade
            && !matches!(self.before(i), "for" | "within" | "in" | "over")
        {
            return None;
        }
        Some((end, Meaning::Duration { count, unit }))
    }

    /// every day, each year, daily, Mondays, twice a week.
    pub(super) fn set(&self, i: usize) -> Found {
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
}
