//! Feasts and memorial days by year. Easter and the Hebrew and Islamic calendars are computed; sighting moves Islamic days by one either
//! way, so those stay `approx`. The Lunar New Year is a table (1990–2035), outside of which it has no date.

use super::calendar::{Interval, add_days, date, weekday_after, weekday_before};
use jiff::civil::{Date, Weekday};

/// A day or season of the year with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Feast {
    /// Same month and day every year.
    Fixed(i8, i8),
    /// Days from Western Easter Sunday.
    Easter(i16),
    /// Days from Orthodox Easter Sunday.
    OrthodoxEaster(i16),
    /// The n-th weekday of a month; −1 is the last.
    Nth(i8, i8, Weekday),
    /// Islamic month and day, with its length.
    Islamic(u8, u8, u8),
    /// The nearer of the two Eids.
    Eid,
    /// Last Friday of Ramadan.
    Quds,
    /// Days from Rosh Hashanah.
    Hebrew(i16, u8),
    /// 20 or 21 March.
    Nowruz,
    /// New Year of China, Vietnam, Korea.
    Lunar,
}

/// Names in lower case, longest first where one begins with another.
const NAMES: &[(&str, Feast)] = &[
    ("christmas eve", Feast::Fixed(12, 24)),
    ("christmas day", Feast::Fixed(12, 25)),
    ("christmas", Feast::Fixed(12, 25)),
    ("boxing day", Feast::Fixed(12, 26)),
    ("new year ' s eve", Feast::Fixed(12, 31)),
    ("new year ' s day", Feast::Fixed(1, 1)),
    ("new year ' s", Feast::Fixed(1, 1)),
    ("may day", Feast::Fixed(5, 1)),
    ("labour day", Feast::Fixed(5, 1)),
    ("victory day", Feast::Fixed(5, 9)),
    ("bastille day", Feast::Fixed(7, 14)),
    ("nakba day", Feast::Fixed(5, 15)),
    ("land day", Feast::Fixed(3, 30)),
    ("valentine ' s day", Feast::Fixed(2, 14)),
    ("st patrick ' s day", Feast::Fixed(3, 17)),
    ("international women ' s day", Feast::Fixed(3, 8)),
    ("halloween", Feast::Fixed(10, 31)),
    ("armistice day", Feast::Fixed(11, 11)),
    ("remembrance day", Feast::Fixed(11, 11)),
    ("veterans day", Feast::Fixed(11, 11)),
    ("easter monday", Feast::Easter(1)),
    ("easter sunday", Feast::Easter(0)),
    ("orthodox easter", Feast::OrthodoxEaster(0)),
    ("orthodox christmas", Feast::Fixed(1, 7)),
    ("easter", Feast::Easter(0)),
    ("good friday", Feast::Easter(-2)),
    ("palm sunday", Feast::Easter(-7)),
    ("maundy thursday", Feast::Easter(-3)),
    ("ash wednesday", Feast::Easter(-46)),
    ("thanksgiving day", Feast::Nth(11, 4, Weekday::Thursday)),
    ("thanksgiving", Feast::Nth(11, 4, Weekday::Thursday)),
    ("labor day", Feast::Nth(9, 1, Weekday::Monday)),
    ("memorial day", Feast::Nth(5, -1, Weekday::Monday)),
    ("ramadan", Feast::Islamic(9, 1, 30)),
    ("ramadhan", Feast::Islamic(9, 1, 30)),
    ("muharram", Feast::Islamic(1, 1, 30)),
    ("ashura", Feast::Islamic(1, 10, 1)),
    ("ashoura", Feast::Islamic(1, 10, 1)),
    ("arbaeen", Feast::Islamic(2, 20, 1)),
    ("arbain", Feast::Islamic(2, 20, 1)),
    ("mawlid", Feast::Islamic(3, 12, 1)),
    ("eid al - fitr", Feast::Islamic(10, 1, 3)),
    ("eid al fitr", Feast::Islamic(10, 1, 3)),
    ("eid ul - fitr", Feast::Islamic(10, 1, 3)),
    ("eid al - adha", Feast::Islamic(12, 10, 4)),
    ("eid al adha", Feast::Islamic(12, 10, 4)),
    ("eid ul - adha", Feast::Islamic(12, 10, 4)),
    ("eid", Feast::Eid),
    ("hajj", Feast::Islamic(12, 8, 6)),
    ("haj", Feast::Islamic(12, 8, 6)),
    ("quds day", Feast::Quds),
    ("al - quds day", Feast::Quds),
    ("rosh hashanah", Feast::Hebrew(0, 2)),
    ("yom kippur", Feast::Hebrew(9, 1)),
    ("sukkot", Feast::Hebrew(14, 7)),
    ("passover", Feast::Hebrew(-163, 7)),
    ("nowruz", Feast::Nowruz),
    ("nowrouz", Feast::Nowruz),
    ("norouz", Feast::Nowruz),
    ("newroz", Feast::Nowruz),
    ("lunar new year", Feast::Lunar),
    ("chinese new year", Feast::Lunar),
    ("tet", Feast::Lunar),
];

/// The feast that begins at word `at` and how many words name it. `lower` gives the words in lower case. Only names that begin with a
/// capital are feasts; the caller checks that.
pub(super) fn read<'w>(lower: impl Fn(usize) -> &'w str, at: usize) -> Option<(usize, Feast)> {
    let first = lower(at);
    if first.is_empty() {
        return None;
    }
    let mut best: Option<(usize, Feast)> = None;
    for (name, feast) in NAMES {
        let mut n = 0;
        if name.split(' ').all(|w| {
            n += 1;
            lower(at + n - 1) == w
        }) && best.is_none_or(|(len, _)| n > len)
        {
            best = Some((n, *feast));
        }
    }
    best
}

impl Feast {
    /// When it is kept in a year; an Islamic feast may fall twice in one.
    pub fn in_year(self, year: i16) -> Vec<Interval> {
        let one = |d: Option<Date>| d.map(|d| Interval { start: d, end: d }).into_iter().collect::<Vec<_>>();
        let long = |d: Option<Date>, days: u8| {
            d.and_then(|s| Some(Interval { start: s, end: add_days(s, i64::from(days) - 1)? })).into_iter().collect::<Vec<_>>()
        };
        match self {
            Feast::Fixed(m, d) => one(date(year, m, d)),
            Feast::Easter(n) => one(easter(year).and_then(|d| add_days(d, n.into()))),
            Feast::OrthodoxEaster(n) => one(orthodox_easter(year).and_then(|d| add_days(d, n.into()))),
            Feast::Nth(m, n, day) => one(date(year, m, 1).and_then(|first| {
                if n < 0 {
                    weekday_before(first.last_of_month(), day, false)
                } else {
                    add_days(weekday_after(first, day, false)?, 7 * (i64::from(n) - 1))
                }
            })),
            Feast::Islamic(m, d, days) => islamic_in(year, m, d).into_iter().flat_map(|s| long(Some(s), days)).collect(),
            Feast::Eid => {
                let mut all = Feast::Islamic(10, 1, 3).in_year(year);
                all.extend(Feast::Islamic(12, 10, 4).in_year(year));
                all
            }
            Feast::Quds => islamic_in(year, 9, 30).into_iter().flat_map(|d| one(weekday_before(d, Weekday::Friday, false))).collect(),
            Feast::Hebrew(n, days) => {
                // Passover stands 163 days before the next Rosh Hashanah of the same civil year.
                long(rosh_hashanah(year).and_then(|d| add_days(d, n.into())), days)
            }
            Feast::Nowruz => long(date(year, 3, 20), 2),
            Feast::Lunar => {
                usize::try_from(year - 1990).ok().and_then(|n| LUNAR.get(n)).map_or(Vec::new(), |(m, d)| one(date(year, *m, *d)))
            }
        }
    }

    /// Does the day depend on sighting or custom?
    pub fn is_approximate(self) -> bool {
        matches!(self, Feast::Islamic(..) | Feast::Eid | Feast::Quds | Feast::Nowruz)
    }
}

/// Month and day of the Lunar New Year from 1990 on.
const LUNAR: &[(i8, i8)] = &[
    (1, 27),
    (2, 15),
    (2, 4),
    (1, 23),
    (2, 10),
    (1, 31),
    (2, 19),
    (2, 7),
    (1, 28),
    (2, 16), // 1990
    (2, 5),
    (1, 24),
    (2, 12),
    (2, 1),
    (1, 22),
    (2, 9),
    (1, 29),
    (2, 18),
    (2, 7),
    (1, 26), // 2000
    (2, 14),
    (2, 3),
    (1, 23),
    (2, 10),
    (1, 31),
    (2, 19),
    (2, 8),
    (1, 28),
    (2, 16),
    (2, 5), // 2010
    (1, 25),
    (2, 12),
    (2, 1),
    (1, 22),
    (2, 10),
    (1, 29),
    (2, 17),
    (2, 6),
    (1, 26),
    (2, 13), // 2020
    (2, 3),
    (1, 23),
    (2, 11),
    (1, 31),
    (2, 19),
    (2, 8), // 2030
];

/// Anonymous Gregorian computus.
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y.rem_euclid(19), y.div_euclid(100), y.rem_euclid(100));
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15).rem_euclid(30);
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k).rem_euclid(7);
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    date(year, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?)
}

/// Meeus' Julian computus, moved to the Gregorian calendar of 1900–2099.
fn orthodox_easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y.rem_euclid(4), y.rem_euclid(7), y.rem_euclid(19));
    let d = (19 * c + 15) % 30;
    let e = (2 * a + 4 * b - d + 34).rem_euclid(7);
    let n = d + e + 114;
    add_days(date(year, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?)?, 13)
}

/// Days from 1970-01-01.
fn epoch_day(d: Date) -> Option<i64> {
    let epoch = date(1970, 1, 1)?;
    Some(i64::from(epoch.until(d).ok()?.get_days()))
}

/// Every day of a civil year that is day `d` of Islamic month `m`, by the tabular calendar (civil epoch, 16 July 622).
fn islamic_in(year: i16, m: u8, d: u8) -> Vec<Date> {
    let Some(epoch) = date(1970, 1, 1) else { return Vec::new() };
    let guess = (f64::from(year) - 622.0) * 33.0 / 32.0;
    let first = guess.floor() as i64 - 1;
    (first..first + 4)
        .filter_map(|h| {
            let month = i64::from(m);
            let julian = i64::from(d) + (59 * (month - 1) + 1) / 2 + (h - 1) * 354 + (3 + 11 * h).div_euclid(30) + 1_948_439;
            add_days(epoch, julian - 2_440_588)
        })
        .filter(|x| x.year() == year)
        .collect()
}

/// 1 Tishri in a civil year, by the reckoning of the Hebrew calendar with its four postponements.
fn rosh_hashanah(year: i16) -> Option<Date> {
    let hebrew = i64::from(year) + 3761;
    let elapsed = |h: i64| {
        let months = (235 * h - 234).div_euclid(19);
        let parts = 12_084 + 13_753 * months;
        let day = 29 * months + parts.div_euclid(25_920);
        if (3 * (day + 1)).rem_euclid(7) < 3 { day + 1 } else { day }
    };
    let (before, this, next) = (elapsed(hebrew - 1), elapsed(hebrew), elapsed(hebrew + 1));
    let delay = if next - this == 356 {
        2
    } else if this - before == 382 {
        1
    } else {
        0
    };
    // Fixed day −1,373,427 (Reingold and Dershowitz) stands before 1 Tishri of year 1; 719,163 is 1970-01-01.
    let fixed = -1_373_427 + this + delay;
    let day = date(1970, 1, 1)?;
    epoch_day(day)?;
    add_days(day, fixed - 719_163)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(feast: Feast, year: i16) -> String {
        feast.in_year(year).first().map(|i| i.start.to_string()).unwrap_or_default()
    }

    #[test]
    fn movable_feasts_fall_where_the_almanac_has_them() {
        assert_eq!(first(Feast::Easter(0), 2019), "2019-04-21");
        assert_eq!(first(Feast::Easter(0), 2024), "2024-03-31");
        assert_eq!(first(Feast::OrthodoxEaster(0), 2022), "2022-04-24");
        assert_eq!(first(Feast::Nth(11, 4, Weekday::Thursday), 2019), "2019-11-28");
        assert_eq!(first(Feast::Hebrew(9, 1), 2023), "2023-09-25");
        assert_eq!(first(Feast::Hebrew(-163, 7), 2024), "2024-04-23");
        assert_eq!(first(Feast::Lunar, 2019), "2019-02-05");
    }

    #[test]
    fn islamic_days_are_within_one_of_the_kept_ones() {
        for (feast, year, kept) in [
            (Feast::Islamic(9, 1, 30), 2019, "2019-05-06"),
            (Feast::Islamic(10, 1, 3), 2024, "2024-04-10"),
            (Feast::Islamic(12, 10, 4), 2018, "2018-08-21"),
            (Feast::Islamic(1, 10, 1), 2019, "2019-09-10"),
            (Feast::Islamic(9, 1, 30), 1995, "1995-02-01"),
            (Feast::Islamic(9, 1, 30), 2033, "2033-11-23"),
        ] {
            let kept: Date = kept.parse().unwrap();
            let got = feast.in_year(year)[0].start;
            assert!((epoch_day(got).unwrap() - epoch_day(kept).unwrap()).abs() <= 1, "{got} {kept}");
        }
    }
}
