//! Arithmetic over civil days that never panics: whatever leaves jiff's range is `None`.

use jiff::Span;
use jiff::civil::{Date, Weekday};

/// A stretch of days, both ends inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
}

/// Units of time that news counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
    Decade,
    Century,
}

impl Unit {
    /// Reads "day", "days", "night", "fortnight" …; the flag says plural, the number multiplies.
    pub fn read(word: &str) -> Option<(Unit, bool, f64)> {
        Some(match word {
            "second" => (Unit::Second, false, 1.0),
            "seconds" => (Unit::Second, true, 1.0),
            "minute" | "min" => (Unit::Minute, false, 1.0),
            "minutes" | "mins" => (Unit::Minute, true, 1.0),
            "hour" => (Unit::Hour, false, 1.0),
            "hours" | "hrs" => (Unit::Hour, true, 1.0),
            "day" | "night" => (Unit::Day, false, 1.0),
            "days" | "nights" => (Unit::Day, true, 1.0),
            "week" => (Unit::Week, false, 1.0),
            "weeks" => (Unit::Week, true, 1.0),
            "fortnight" => (Unit::Week, false, 2.0),
            "month" => (Unit::Month, false, 1.0),
            "months" => (Unit::Month, true, 1.0),
            "year" => (Unit::Year, false, 1.0),
            "years" => (Unit::Year, true, 1.0),
            "decade" => (Unit::Decade, false, 1.0),
            "decades" => (Unit::Decade, true, 1.0),
            "century" => (Unit::Century, false, 1.0),
            "centuries" => (Unit::Century, true, 1.0),
            _ => return None,
        })
    }

    /// The ISO 8601 duration of `count` units.
    pub fn duration(self, count: Option<f64>) -> String {
        let (mut scale, prefix, letter) = match self {
            Unit::Second => (1.0, "PT", 'S'),
            Unit::Minute => (1.0, "PT", 'M'),
            Unit::Hour => (1.0, "PT", 'H'),
            Unit::Day => (1.0, "P", 'D'),
            Unit::Week => (1.0, "P", 'W'),
            Unit::Month => (1.0, "P", 'M'),
            Unit::Year => (1.0, "P", 'Y'),
            Unit::Decade => (10.0, "P", 'Y'),
            Unit::Century => (100.0, "P", 'Y'),
        };
        match count {
            None if scale > 1.0 => {
                scale = if scale == 10.0 { 1.0 } else { 2.0 };
                if scale == 1.0 { "PXDE".into() } else { "PXCE".into() }
            }
            None => format!("{prefix}X{letter}"),
            Some(n) => {
                let n = (n * scale * 10.0).round() / 10.0;
                format!("{prefix}{n}{letter}")
            }
        }
    }
}

pub(super) fn date(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

pub(super) fn add_days(d: Date, n: i64) -> Option<Date> {
    d.checked_add(Span::new().try_days(n).ok()?).ok()
}

pub(super) fn add_months(d: Date, n: i64) -> Option<Date> {
    d.checked_add(Span::new().try_months(n).ok()?).ok()
}

/// Moves by `n` units; parts of a unit count down to days.
pub(super) fn shift(d: Date, n: f64, unit: Unit) -> Option<Date> {
    if n.abs() > 20_000.0 {
        return None;
    }
    match unit {
        Unit::Second | Unit::Minute => Some(d),
        Unit::Hour => add_days(d, (n / 24.0).round() as i64),
        Unit::Day => add_days(d, n.round() as i64),
        Unit::Week => add_days(d, (n * 7.0).round() as i64),
        Unit::Month => {
            let whole = add_months(d, n.trunc() as i64)?;
            add_days(whole, (n.fract() * 30.0).round() as i64)
        }
        Unit::Year => add_months(d, (n * 12.0).round() as i64),
        Unit::Decade => add_months(d, (n * 120.0).round() as i64),
        Unit::Century => add_months(d, (n * 1200.0).round() as i64),
    }
}

pub(super) fn month_interval(year: i16, month: i8) -> Option<Interval> {
    let start = date(year, month, 1)?;
    Some(Interval { start, end: start.last_of_month() })
}

pub(super) fn year_interval(first: i16, last: i16) -> Option<Interval> {
    Some(Interval { start: date(first, 1, 1)?, end: date(last, 12, 31)? })
}

/// Monday to Sunday.
pub(super) fn week_interval(d: Date) -> Option<Interval> {
    let start = add_days(d, -i64::from(d.weekday().to_monday_zero_offset()))?;
    Some(Interval { start, end: add_days(start, 6)? })
}

/// The calendar unit that `d` lies in.
pub(super) fn unit_interval(d: Date, unit: Unit) -> Option<Interval> {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Some(Interval { start: d, end: d }),
        Unit::Week => week_interval(d),
        Unit::Month => month_interval(d.year(), d.month()),
        Unit::Year => year_interval(d.year(), d.year()),
        Unit::Decade => {
            let first = d.year().div_euclid(10) * 10;
            year_interval(first, first + 9)
        }
        Unit::Century => {
            let first = (d.year() - 1).div_euclid(100) * 100 + 1;
            year_interval(first, first + 99)
        }
    }
}

/// The TIMEX3 value of that unit.
pub(super) fn unit_timex(d: Date, unit: Unit) -> String {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => d.to_string(),
        Unit::Week => {
            let w = d.iso_week_date();
            format!("{:04}-W{:02}", w.year(), w.week())
        }
        Unit::Month => format!("{:04}-{:02}", d.year(), d.month()),
        Unit::Year => format!("{:04}", d.year()),
        Unit::Decade => format!("{:03}", d.year().div_euclid(10)),
        Unit::Century => format!("{:02}", (d.year() - 1).div_euclid(100)),
    }
}

/// The latest `day` not after `d` (`strict`: before it).
pub(super) fn weekday_before(d: Date, day: Weekday, strict: bool) -> Option<Date> {
    let back = (i64::from(d.weekday().to_monday_zero_offset()) - i64::from(day.to_monday_zero_offset())).rem_euclid(7);
    add_days(d, if back == 0 && strict { -7 } else { -back })
}

/// The earliest `day` not before `d` (`strict`: after it).
pub(super) fn weekday_after(d: Date, day: Weekday, strict: bool) -> Option<Date> {
    let on = (i64::from(day.to_monday_zero_offset()) - i64::from(d.weekday().to_monday_zero_offset())).rem_euclid(7);
    add_days(d, if on == 0 && strict { 7 } else { on })
}
