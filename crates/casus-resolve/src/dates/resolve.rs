//! From meaning to days: the past by default, publication day included, because news tells what has happened.

use super::calendar::*;
use super::meaning::*;
use super::{Kind, Resolved};
use casus_record::{DateBasis, DatePrecision};
use jiff::civil::Date;

/// What an expression counts from.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Origins {
    pub published: Option<Date>,
    pub anchor: Option<Interval>,
    /// The clause looks ahead ("will", "plans to"), so recurring days lie after publication.
    pub forward: bool,
}

pub(super) fn resolve(meaning: &Meaning, from: &Origins) -> Resolved {
    match meaning {
        Meaning::Range(a, b) => {
            let (a, b) = (resolve(a, from), resolve(b, &range_end_origins(a, from)));
            let start = a.start;
            let end = match (start, b.end) {
                // "from November to February": the end lies after the start.
                (Some(s), Some(e)) if e < s => add_months(e, 12).filter(|e| *e >= s),
                (_, e) => e,
            };
            Resolved {
                timex: format!("{}/{}", a.timex, b.timex),
                start,
                end,
                precision: a.precision.max(b.precision),
                basis: a.basis.max(b.basis),
                approx: a.approx || b.approx,
                kind: Kind::Interval,
            }
        }
        Meaning::Since(m) => {
            let r = resolve(m, from);
            Resolved { timex: format!("{}/..", r.timex), end: None, kind: Kind::Interval, ..r }
        }
        Meaning::Until(m) => {
            let r = resolve(m, from);
            Resolved { timex: format!("../{}", r.timex), start: None, kind: Kind::Interval, ..r }
        }
        Meaning::Before(m) => {
            let r = resolve(m, from);
            Resolved {
                timex: format!("../{}", r.timex),
                end: r.start.and_then(|s| add_days(s, -1)),
                start: None,
                kind: Kind::Interval,
                ..r
            }
        }
        Meaning::Duration { count, unit } => {
            Resolved { kind: Kind::Duration, approx: count.approx || count.n.is_none(), ..Resolved::words(unit.duration(count.n)) }
        }
        Meaning::Set { value } => Resolved { kind: Kind::Set, ..Resolved::words(value.clone()) },
        Meaning::Window { count, unit, sign } => window(*count, *unit, *sign, from),
        _ => point(meaning, from),
    }
}

/// The end of a range counts from its start where both lack a year ("from March 3 to April 5").
fn range_end_origins(start: &Meaning, from: &Origins) -> Origins {
    let forward = from.forward || matches!(start, Meaning::DayStep(n) if *n >= 0);
    Origins { forward, ..*from }
}

fn point(meaning: &Meaning, from: &Origins) -> Resolved {
    let basis = if is_explicit(meaning) { DateBasis::Explicit } else { DateBasis::Relative };
    let (timex, interval, precision, approx) = days(meaning, from);
    Resolved { timex, start: interval.map(|i| i.start), end: interval.map(|i| i.end), precision, basis, approx, kind: Kind::Point }
}

fn is_explicit(meaning: &Meaning) -> bool {
    match meaning {
        Meaning::Day { year, .. } | Meaning::Month { year, .. } | Meaning::Season { year, .. } => year.is_some(),
        Meaning::Share { year, .. } | Meaning::Feast { year, .. } => year.is_some(),
        Meaning::Year { .. } | Meaning::Decade { .. } | Meaning::Century { .. } | Meaning::Fixed(_) | Meaning::Either { .. } => true,
        Meaning::ShiftFrom { base, .. } => is_explicit(base),
        _ => false,
    }
}

type Days = (String, Option<Interval>, DatePrecision, bool);

const fn one(d: Date) -> Interval {
    Interval { start: d, end: d }
}

fn day(d: Option<Date>) -> Days {
    match d {
        Some(d) => (d.to_string(), Some(one(d)), DatePrecision::Day, false),
        None => ("XXXX-XX-XX".into(), None, DatePrecision::Unknown, false),
    }
}

fn days(meaning: &Meaning, from: &Origins) -> Days {
    let published = from.published;
    match meaning {
        Meaning::Fixed(d) => day(Some(*d)),
        Meaning::Day { year: Some(y), month, day: d, .. } => day(date(*y, *month, *d)),
        Meaning::Day { year: None, month, day: d, weekday } => {
            let year = match weekday {
                // "Tuesday, August 27": the weekday tells the year.
                Some(w) => {
                    published.and_then(|p| (0..12).map(|n| p.year() - n).find(|y| date(*y, *month, *d).is_some_and(|x| x.weekday() == *w)))
                }
                None => None,
            };
            let year = year.or_else(|| year_for(from, |y| date(y, *month, *d).map(one)));
            match year.and_then(|y| date(y, *month, *d)) {
                Some(d) => day(Some(d)),
                None => (format!("XXXX-{month:02}-{d:02}"), None, DatePrecision::Day, false),
            }
        }
        Meaning::Either { year, a, b } => {
            let (day_first, month_first) = (date(*year, *b, *a), date(*year, *a, *b));
            let distance = |d: &Date| published.and_then(|p| p.until(*d).ok()).map_or(0, |s| s.get_days().abs());
            match (day_first, month_first) {
                (Some(x), Some(y)) if x != y => {
                    let pick = if distance(&y) < distance(&x) { y } else { x };
                    (pick.to_string(), Some(one(pick)), DatePrecision::Day, true)
                }
                (x, y) => day(x.or(y)),
            }
        }
        Meaning::DayOfMonth { day: d, step } => {
            let Some(p) = published.or(from.anchor.map(|a| a.end)) else {
                return (format!("XXXX-XX-{d:02}"), None, DatePrecision::Day, false);
            };
            let back = if *step == 0 && published.is_some() && !from.forward && *d > p.day() { -1 } else { i64::from(*step) };
            day(add_months(p.first_of_month(), back).and_then(|m| date(m.year(), m.month(), *d)))
        }
        Meaning::Month { year, month, part, pick } => {
            let y = year.or_else(|| picked_year(from, *pick, |y| month_interval(y, *month)));
            let interval = y.and_then(|y| month_interval(y, *month)).and_then(|i| part_of(i, *part, published));
            let timex = y.map_or(format!("XXXX-{month:02}"), |y| format!("{y:04}-{month:02}"));
            let precision = if *part == Part::Whole { DatePrecision::Month } else { DatePrecision::Week };
            (timex, interval, precision, *part != Part::Whole)
        }
        Meaning::Year { year, part } => {
            let precision = if *part == Part::Whole { DatePrecision::Year } else { DatePrecision::Month };
            let interval = year_interval(*year, *year).and_then(|i| part_of(i, *part, published));
            (
                half_timex(format!("{year:04}"), *part),
                interval,
                precision,
                !matches!(part, Part::Whole | Part::FirstHalf | Part::SecondHalf),
            )
        }
        Meaning::Decade { first, part } => {
            let interval = year_interval(*first, first.saturating_add(9)).and_then(|i| part_of(i, *part, published));
            (format!("{:03}", first.div_euclid(10)), interval.map(whole_years), DatePrecision::Year, *part != Part::Whole)
        }
        Meaning::Century { n, part } => {
            let first = n.saturating_sub(1).saturating_mul(100).saturating_add(1);
            let interval = year_interval(first, first.saturating_add(99)).and_then(|i| part_of(i, *part, published));
            (format!("{:02}", n.saturating_sub(1)), interval.map(whole_years), DatePrecision::Year, *part != Part::Whole)
        }
        Meaning::Season { year, season, part, pick } => {
            let y = year.or_else(|| picked_year(from, *pick, |y| season_interval(y, *season)));
            let code = match season {
                Season::Spring => "SP",
                Season::Summer => "SU",
                Season::Autumn => "FA",
                Season::Winter => "WI",
            };
            let interval = y.and_then(|y| season_interval(y, *season)).and_then(|i| part_of(i, *part, published));
            (y.map_or(format!("XXXX-{code}"), |y| format!("{y:04}-{code}")), interval, DatePrecision::Month, true)
        }
        Meaning::Share { year, n, of, step } => share(*year, *n, *of, *step, from),
        Meaning::Weekday { day: w, pick } => {
            let Some(p) = published else {
                return (format!("XXXX-WXX-{}", w.to_monday_one_offset()), None, DatePrecision::Day, false);
            };
            let in_week =
                |n: i32| week_interval(p).and_then(|i| add_days(i.start, i64::from(n) * 7 + i64::from(w.to_monday_zero_offset())));
            day(match pick {
                Pick::Nearest if from.forward => weekday_after(p, *w, false),
                Pick::Nearest => weekday_before(p, *w, false),
                Pick::This => in_week(0),
                Pick::Last => weekday_before(p, *w, true),
                Pick::Next => weekday_after(p, *w, true),
                Pick::OfWeek(n) => in_week(*n),
            })
        }
        Meaning::Weekend { pick } => {
            let Some(p) = published else { return ("XXXX-WXX-WE".into(), None, DatePrecision::Day, false) };
            let back = |strict| weekday_before(p, jiff::civil::Weekday::Saturday, strict);
            let ahead = |strict| weekday_after(p, jiff::civil::Weekday::Saturday, strict);
            let on_sunday = p.weekday() == jiff::civil::Weekday::Sunday;
            let saturday = match pick {
                Pick::Nearest if !from.forward => back(false),
                Pick::This if on_sunday => back(false),
                Pick::Nearest | Pick::This => ahead(false),
                Pick::Last if on_sunday => back(true).and_then(|d| add_days(d, -7)),
                Pick::Last => back(true),
                Pick::Next => ahead(true),
                Pick::OfWeek(n) => week_interval(p).and_then(|i| add_days(i.start, 5 + 7 * i64::from(*n))),
            };
            let interval = saturday.and_then(|s| Some(Interval { start: s, end: add_days(s, 1)? }));
            (saturday.map_or("XXXX-WXX-WE".into(), |s| format!("{}-WE", unit_timex(s, Unit::Week))), interval, DatePrecision::Day, false)
        }
        Meaning::DayStep(n) => match published {
            Some(p) => day(add_days(p, i64::from(*n))),
            None => (if *n == 0 { "XXXX-XX-XX".into() } else { format!("P{n}D") }, None, DatePrecision::Day, false),
        },
        Meaning::UnitStep { unit, step, part } => {
            let Some(p) = published else {
                return (undefined(*unit), None, precision_of(*unit), false);
            };
            // Months are counted from the first, so that "last month" on the 31st is the month before.
            let base = if *unit >= Unit::Month { p.first_of_month() } else { p };
            let Some(there) = shift(base, f64::from(*step), *unit) else { return (undefined(*unit), None, precision_of(*unit), false) };
            let interval = unit_interval(there, *unit).and_then(|i| part_of(i, *part, published));
            let finer = match (unit, part) {
                (_, Part::Whole) => precision_of(*unit),
                (Unit::Month, _) => DatePrecision::Week,
                (Unit::Year, _) => DatePrecision::Month,
                _ => precision_of(*unit),
            };
            (half_timex(unit_timex(there, *unit), *part), interval, finer, *part != Part::Whole)
        }
        Meaning::AnchorStep { unit, step } => {
            let Some(a) = anchor_for(from, *unit) else { return (undefined(*unit), None, precision_of(*unit), false) };
            let at = if *step > 0 { a.end } else { a.start };
            let base = if *unit >= Unit::Month { at.first_of_month() } else { at };
            match shift(base, f64::from(*step), *unit) {
                Some(d) => (unit_timex(d, *unit), unit_interval(d, *unit), precision_of(*unit), false),
                None => (undefined(*unit), None, precision_of(*unit), false),
            }
        }
        Meaning::Shift { count, unit, sign, from: origin } => {
            let at = match origin {
                Origin::Publication => published,
                Origin::Anchor => anchor_for(from, *unit).map(|a| if *sign < 0 { a.start } else { a.end }),
            };
            shifted(at, *count, *unit, *sign)
        }
        Meaning::ShiftFrom { count, unit, sign, base } => {
            let r = resolve(base, from);
            shifted(if *sign < 0 { r.start } else { r.end }, *count, *unit, *sign)
        }
        Meaning::Feast { feast, year, pick } => {
            let chosen = match (year, published) {
                (Some(y), _) => feast.in_year(*y).into_iter().next(),
                (None, Some(p)) => nearest(feast, p, *pick, from.forward),
                (None, None) => None,
            };
            let long = chosen.is_some_and(|i| i.start.until(i.end).map_or(0, |s| s.get_days()) > 10);
            let precision = if long { DatePrecision::Month } else { DatePrecision::Day };
            let timex = match chosen {
                Some(i) if i.start == i.end => i.start.to_string(),
                Some(i) => format!("{}/{}", i.start, i.end),
                None => year.map_or("XXXX".into(), |y| format!("{y:04}")),
            };
            (timex, chosen, precision, feast.is_approximate())
        }
        // Ranges, windows, durations and sets never come here: `resolve` takes them.
        _ => ("XXXX".into(), None, DatePrecision::Unknown, false),
    }
}

/// "The next day" after "in 2003" is no date: the anchor must not be coarser than what is counted from it.
fn anchor_for(from: &Origins, unit: Unit) -> Option<Interval> {
    let most = match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => 3,
        Unit::Week => 14,
        Unit::Month => 62,
        _ => 400,
    };
    from.anchor.filter(|a| a.start.until(a.end).is_ok_and(|s| s.get_days() <= most))
}

fn half_timex(year: String, part: Part) -> String {
    match part {
        Part::FirstHalf if year.len() == 4 => format!("{year}-H1"),
        Part::SecondHalf if year.len() == 4 => format!("{year}-H2"),
        _ => year,
    }
}

fn whole_years(i: Interval) -> Interval {
    Interval { start: i.start.first_of_year(), end: i.end.last_of_year() }
}

fn undefined(unit: Unit) -> String {
    match unit {
        Unit::Week => "XXXX-WXX".into(),
        Unit::Month => "XXXX-XX".into(),
        Unit::Year => "XXXX".into(),
        Unit::Decade => "XXX".into(),
        Unit::Century => "XX".into(),
        _ => "XXXX-XX-XX".into(),
    }
}

pub(super) fn precision_of(unit: Unit) -> DatePrecision {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => DatePrecision::Day,
        Unit::Week => DatePrecision::Week,
        Unit::Month => DatePrecision::Month,
        Unit::Year | Unit::Decade | Unit::Century => DatePrecision::Year,
    }
}

/// The year in which a day or month without one lies: the latest that has begun by publication, or the first not over when looking ahead;
/// without publication, the anchor's.
fn year_for(from: &Origins, at: impl Fn(i16) -> Option<Interval>) -> Option<i16> {
    let Some(p) = from.published else { return from.anchor.map(|a| a.end.year()) };
    let step = if from.forward { 1 } else { -1 };
    // 29 February is why more than two years are asked.
    (0..=8).map(|n| p.year() + n * step).find(|y| at(*y).is_some_and(|i| if from.forward { i.end >= p } else { i.start <= p }))
}

fn picked_year(from: &Origins, pick: Pick, at: impl Fn(i16) -> Option<Interval>) -> Option<i16> {
    let p = match (pick, from.published) {
        (Pick::Nearest, _) => return year_for(from, at),
        (_, p) => p?,
    };
    let mut years = (-2..=2).map(|n| p.year() + n);
    match pick {
        Pick::Last => years.rev().find(|y| at(*y).is_some_and(|i| i.end < p)),
        Pick::Next => years.find(|y| at(*y).is_some_and(|i| i.start > p)),
        Pick::OfWeek(n) => i16::try_from(n).ok().map(|n| p.year().saturating_add(n)),
        // A winter belongs to the year it begins in: in February "this winter" began last year.
        _ => years.clone().find(|y| at(*y).is_some_and(|i| i.start <= p && p <= i.end)).or_else(|| years.nth(2)),
    }
}

/// Northern seasons by whole months.
fn season_interval(year: i16, season: Season) -> Option<Interval> {
    let first = match season {
        Season::Spring => 3,
        Season::Summer => 6,
        Season::Autumn => 9,
        Season::Winter => 12,
    };
    let start = date(year, first, 1)?;
    Some(Interval { start, end: add_months(start, 2)?.last_of_month() })
}

fn share(year: Option<i16>, n: i8, of: i8, step: i32, from: &Origins) -> Days {
    let (length, letter) = if of == 4 { (3, 'Q') } else { (6, 'H') };
    let at = |y: i16, n: i8| {
        let start = date(y, (n - 1) * length + 1, 1)?;
        Some(Interval { start, end: add_months(start, i64::from(length) - 1)?.last_of_month() })
    };
    let found = if n == 0 {
        // "last quarter": counted from the present one.
        from.published.and_then(|p| {
            let d = add_months(p.first_of_month(), i64::from(step) * i64::from(length))?;
            Some((d.year(), (d.month() - 1) / length + 1))
        })
    } else {
        year.or_else(|| year_for(from, |y| at(y, n))).map(|y| (y, n))
    };
    match found {
        Some((y, n)) => (format!("{y:04}-{letter}{n}"), at(y, n), DatePrecision::Month, false),
        None => (format!("XXXX-{letter}{}", if n == 0 { "X".into() } else { n.to_string() }), None, DatePrecision::Month, false),
    }
}

fn shifted(at: Option<Date>, count: Count, unit: Unit, sign: i32) -> Days {
    let fine = matches!(unit, Unit::Second | Unit::Minute | Unit::Hour | Unit::Day);
    let Some(at) = at else {
        return (if fine { "XXXX-XX-XX".into() } else { undefined(unit) }, None, precision_of(unit), count.approx);
    };
    let sign = f64::from(sign.signum());
    let Some(n) = count.n else {
        // "several weeks ago" is two to five of them, "decades ago" no date.
        if unit >= Unit::Decade {
            return (if sign < 0.0 { "PAST_REF".into() } else { "FUTURE_REF".into() }, None, DatePrecision::Unknown, true);
        }
        let (near, far) = if unit <= Unit::Hour { (0.0, 24.0) } else { (2.0, 5.0) };
        let ends = (shift(at, sign * near, unit), shift(at, sign * far, unit));
        let interval = match ends {
            (Some(a), Some(b)) => Some(Interval { start: a.min(b), end: a.max(b) }),
            _ => None,
        };
        let coarser = if unit == Unit::Day { DatePrecision::Week } else { precision_of(unit) };
        return (if sign < 0.0 { "PAST_REF".into() } else { "FUTURE_REF".into() }, interval, coarser, true);
    };
    let whole = n.fract() == 0.0;
    let Some(there) = shift(at, sign * n, unit) else { return (undefined(unit), None, precision_of(unit), count.approx) };
    // A span of the unit's own size around that day: "two months ago" is a month, "a year and a half ago" too.
    let grain = if whole { unit } else { if unit == Unit::Year { Unit::Month } else { Unit::Day } };
    let grain = match grain {
        Unit::Decade | Unit::Century => Unit::Year,
        g => g,
    };
    let approx = count.approx || unit >= Unit::Decade;
    (unit_timex(there, grain), unit_interval(there, grain), precision_of(grain), approx)
}

/// Windows that end or begin with publication. "Recent" means three months, four weeks, seven days (issue: 2019-08-28, "recent months").
fn window(count: Count, unit: Unit, sign: i32, from: &Origins) -> Resolved {
    let n = count.n.unwrap_or(match unit {
        Unit::Hour => 24.0,
        Unit::Day => 7.0,
        Unit::Week => 4.0,
        _ => 3.0,
    });
    let words = Resolved { kind: Kind::Interval, approx: count.approx || count.n.is_none(), ..Resolved::words(unit.duration(count.n)) };
    let (Some(p), true) = (from.published, unit >= Unit::Hour) else { return words };
    // "the past 24 hours" reaches into the day before.
    let Some(other) = shift(p, f64::from(sign.signum()) * n, unit) else { return words };
    let (start, end) = (p.min(other), p.max(other));
    let precision = match (unit, count.n) {
        (Unit::Hour, _) => DatePrecision::Day,
        (Unit::Day, Some(n)) if n <= 3.0 => DatePrecision::Day,
        (Unit::Day, _) => DatePrecision::Week,
        (Unit::Week, Some(n)) if n <= 2.0 => DatePrecision::Week,
        (Unit::Week, Some(_)) => DatePrecision::Month,
        (Unit::Week, None) => DatePrecision::Week,
        _ => precision_of(unit),
    };
    Resolved { timex: format!("{start}/{end}"), start: Some(start), end: Some(end), precision, ..words }
}

fn nearest(feast: &super::feasts::Feast, p: Date, pick: Pick, forward: bool) -> Option<Interval> {
    if let Pick::OfWeek(n) = pick {
        return feast.in_year(p.year().checked_add(i16::try_from(n).ok()?)?).into_iter().next();
    }
    let mut all: Vec<Interval> = (-1..=1).flat_map(|n| feast.in_year(p.year() + n)).collect();
    all.sort_by_key(|i| i.start);
    let ahead = |i: &&Interval| i.end >= p;
    match pick {
        Pick::This => feast.in_year(p.year()).into_iter().next(),
        Pick::Next => all.iter().find(|i| i.start > p).copied(),
        Pick::Last => all.iter().rev().find(|i| i.end < p).copied(),
        _ if forward => all.iter().find(ahead).copied(),
        _ => all.iter().rev().find(|i| i.start <= p).copied(),
    }
}
