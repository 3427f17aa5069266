//! The closing lines of a run: what was read, what came of it, what was not coded and why.

use casus_record::{Aux, Reason, Record};
use std::collections::BTreeMap;
use std::time::Duration;

/// Counts over articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    articles: usize,
    events: usize,
    not_current: usize,
    claims: usize,
    sentences: usize,
    refused: BTreeMap<Reason, usize>,
}

impl Tally {
    /// The counts of one article.
    pub fn of(record: &Record) -> Tally {
        let current = record.events.iter().filter(|e| e.aux == Aux::None).count();
        let mut refused = BTreeMap::new();
        for refusal in &record.not_coded {
            *refused.entry(refusal.reason).or_default() += 1;
        }
        Tally {
            articles: 1,
            events: current,
            not_current: record.events.len() - current,
            claims: record.claims.len(),
            sentences: record.sentences.len(),
            refused,
        }
    }

    /// Adds the counts of another.
    pub fn add(&mut self, other: &Tally) {
        self.articles += other.articles;
        self.events += other.events;
        self.not_current += other.not_current;
        self.claims += other.claims;
        self.sentences += other.sentences;
        for (reason, count) in &other.refused {
            *self.refused.entry(*reason).or_default() += count;
        }
    }

    /// Articles coded so far.
    pub fn articles(&self) -> usize {
        self.articles
    }

    /// The closing lines.
    pub fn lines(&self, took: Duration) -> Vec<String> {
        let mut first = vec![count(self.articles, "article"), count(self.events, "event"), count(self.claims, "claim")];
        if self.not_current > 0 {
            first.push(format!("{} not current", count(self.not_current, "event")));
        }
        let mut lines = vec![format!("{}; {:.1} s", first.join(", "), took.as_secs_f64())];
        let of_sentences = self.refused.iter().filter(|(r, _)| r.is_of_sentence());
        let of_words = self.refused.iter().filter(|(r, _)| !r.is_of_sentence());
        let whole: usize = of_sentences.clone().map(|(_, n)| n).sum();
        if whole > 0 {
            lines.push(format!("{whole} of {} not coded: {}", count(self.sentences, "sentence"), reasons(of_sentences)));
        }
        if of_words.clone().next().is_some() {
            lines.push(format!("words looked at and refused: {}", reasons(of_words)));
        }
        lines
    }
}

/// `1 article`, `2 articles`.
pub fn count(number: usize, of: &str) -> String {
    format!("{number} {of}{}", if number == 1 { "" } else { "s" })
}

/// The most frequent reason first, in the words of `not_coded.reason`.
fn reasons<'a>(counted: impl Iterator<Item = (&'a Reason, &'a usize)>) -> String {
    let mut counted: Vec<_> = counted.collect();
    counted.sort_by_key(|(reason, n)| (std::cmp::Reverse(**n), **reason));
    counted.iter().map(|(reason, n)| format!("{reason} {n}")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_lines_say_what_was_left_and_why() {
        let mut tally = Tally { articles: 1, events: 1, not_current: 2, claims: 0, sentences: 9, ..Tally::default() };
        tally.refused = BTreeMap::from([(Reason::NoTrigger, 3), (Reason::Caption, 1), (Reason::Denied, 2)]);
        assert_eq!(
            tally.lines(Duration::from_millis(1234)),
            [
                "1 article, 1 event, 0 claims, 2 events not current; 1.2 s",
                "4 of 9 sentences not coded: no_trigger 3, caption 1",
                "words looked at and refused: denied 2",
            ]
        );
    }
}
