//! What a date expression says, before it is known from which day it counts.

use super::calendar::{Interval, Unit};
use super::feasts::Feast;
use jiff::civil::{Date, Weekday};

/// Which stretch of a unit is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Whole,
    Early,
    Mid,
    Late,
    /// "earlier this week": from its start to publication.
    SoFar,
    /// "later this week": from publication to its end.
    Rest,
    /// "the first half of".
    FirstHalf,
    /// "the second half of".
    SecondHalf,
}

/// Which of the recurring days, months or seasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pick {
    /// "on Tuesday": the nearest in the caller's direction.
    Nearest,
    /// "this Tuesday".
    This,
    /// "last Tuesday".
    Last,
    /// "next Tuesday".
    Next,
    /// "Tuesday last week": counted in weeks from publication.
    OfWeek(i32),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

/// From which day a shift counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    Publication,
    Anchor,
}

/// How many; `n` is none for "several" and bare plurals.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Count {
    pub n: Option<f64>,
    pub approx: bool,
}

/// The meaning of an expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Meaning {
    Day {
        year: Option<i16>,
        month: i8,
        day: i8,
        weekday: Option<Weekday>,
    },
    DayOfMonth {
        day: i8,
        step: i32,
    },
    /// "3/4/2019": day or month first is not known.
    Either {
        year: i16,
        a: i8,
        b: i8,
    },
    Month {
        year: Option<i16>,
        month: i8,
        part: Part,
        pick: Pick,
    },
    Year {
        year: i16,
        part: Part,
    },
    Decade {
        first: i16,
        part: Part,
    },
    Century {
        n: i16,
        part: Part,
    },
    Season {
        year: Option<i16>,
        season: Season,
        part: Part,
        pick: Pick,
    },
    /// Quarter or half: `of` is 4 or 2.
    Share {
        year: Option<i16>,
        n: i8,
        of: i8,
        step: i32,
    },
    Weekday {
        day: Weekday,
        pick: Pick,
    },
    Weekend {
        pick: Pick,
    },
    DayStep(i32),
    UnitStep {
        unit: Unit,
        step: i32,
        part: Part,
    },
    /// "two days ago", "a week later"; `sign` −1 is back.
    Shift {
        count: Count,
        unit: Unit,
        sign: i32,
        from: Origin,
    },
    /// "two days after Christmas".
    ShiftFrom {
        count: Count,
        unit: Unit,
        sign: i32,
        base: Box<Meaning>,
    },
    /// "the past three years", "recent weeks", "the coming days".
    Window {
        count: Count,
        unit: Unit,
        sign: i32,
    },
    /// "that week", "the following month".
    AnchorStep {
        unit: Unit,
        step: i32,
    },
    Feast {
        feast: Feast,
        year: Option<i16>,
        pick: Pick,
    },
    Fixed(Date),
    Duration {
        count: Count,
        unit: Unit,
    },
    Set {
        value: String,
    },
    Range(Box<Meaning>, Box<Meaning>),
    Since(Box<Meaning>),
    Until(Box<Meaning>),
    Before(Box<Meaning>),
}

impl Meaning {
    /// Gives a year to a day or month that has none ("March 5 and March 7, 2014").
    pub fn with_year(&mut self, y: i16) {
        match self {
            Meaning::Day { year, .. } | Meaning::Feast { year, .. } if year.is_none() => *year = Some(y),
            Meaning::Month { year, pick: Pick::Nearest, .. } | Meaning::Season { year, pick: Pick::Nearest, .. } if year.is_none() => {
                *year = Some(y);
            }
            Meaning::Since(m) | Meaning::Until(m) | Meaning::Before(m) => m.with_year(y),
            Meaning::Range(a, b) => {
                a.with_year(y);
                b.with_year(y);
            }
            _ => {}
        }
    }

    /// The year that is written in it.
    pub fn year(&self) -> Option<i16> {
        match self {
            Meaning::Day { year, .. }
            | Meaning::Month { year, .. }
            | Meaning::Season { year, .. }
            | Meaning::Share { year, .. }
            | Meaning::Feast { year, .. } => *year,
            Meaning::Year { year, .. } | Meaning::Either { year, .. } => Some(*year),
            Meaning::Since(m) | Meaning::Until(m) | Meaning::Before(m) => m.year(),
            Meaning::Range(a, b) => a.year().or(b.year()),
            _ => None,
        }
    }

    /// Is it a day, month or season that lacks its year?
    pub fn lacks_year(&self) -> bool {
        match self {
            Meaning::Day { year: None, .. }
            | Meaning::Month { year: None, pick: Pick::Nearest, .. }
            | Meaning::Season { year: None, pick: Pick::Nearest, .. } => true,
            Meaning::Range(a, b) => a.lacks_year() && b.lacks_year(),
            Meaning::Since(m) | Meaning::Until(m) | Meaning::Before(m) => m.lacks_year(),
            _ => false,
        }
    }
}

/// The part of an interval: thirds for early, mid, late; halves.
pub(super) fn part_of(whole: Interval, part: Part, published: Option<Date>) -> Option<Interval> {
    let days = i64::from(whole.start.until(whole.end).ok()?.get_days()) + 1;
    let from = |n: i64| super::calendar::add_days(whole.start, n);
    Some(match part {
        Part::Whole => whole,
        Part::Early => Interval { start: whole.start, end: from((days / 3 - 1).max(0))? },
        Part::Mid => Interval { start: from(days / 3)?, end: from((2 * days / 3 - 1).max(0))? },
        Part::Late => Interval { start: from(2 * days / 3)?, end: whole.end },
        Part::FirstHalf => Interval { start: whole.start, end: from((days / 2 - 1).max(0))? },
        Part::SecondHalf => Interval { start: from(days / 2)?, end: whole.end },
        Part::SoFar => Interval { start: whole.start, end: published.map_or(whole.end, |p| p.clamp(whole.start, whole.end)) },
        Part::Rest => Interval { start: published.map_or(whole.start, |p| p.clamp(whole.start, whole.end)), end: whole.end },
    })
}
