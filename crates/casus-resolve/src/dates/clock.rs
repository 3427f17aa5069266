//! Times of day beside a date: "Monday night", "at 3 pm on Tuesday".

use super::grammar::Grammar;
use super::numbers::touch;

impl<'w> Grammar<'w, '_> {
    /// "Tuesday night", "Monday at 3 pm", "yesterday morning".
    pub(super) fn day_part(&self, i: usize) -> Option<(usize, String)> {
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
    pub(super) fn time_before(&self, i: usize) -> Option<(usize, String)> {
        let on = i.checked_sub(1)?;
        let last = if matches!(self.at(on), "on" | "of") { on } else { i };
        if last < i
            && let Some(j) = last.checked_sub(1)
            && let Some(t) = part_of_day(self.at(j))
        {
            return Some((j, t.into()));
        }
        // A clock time is at most five words: "3", ":", "30", "p", "." "m" ".".
        (last.saturating_sub(8)..last).find_map(|j| {
            self.clock(j).filter(|(e, _)| *e == last || (*e + 1 == last && matches!(self.at(*e), "gmt" | "utc" | ","))).map(|(_, t)| (j, t))
        })
    }

    /// 3 pm, 3:30 p.m., 15:30 (GMT), 10am, noon, midnight.
    pub(super) fn clock(&self, i: usize) -> Option<(usize, String)> {
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

fn part_of_day(word: &str) -> Option<&'static str> {
    Some(match word {
        "morning" | "dawn" => "MO",
        "afternoon" => "AF",
        "evening" => "EV",
        "night" | "nighttime" | "overnight" => "NI",
        _ => return None,
    })
}
