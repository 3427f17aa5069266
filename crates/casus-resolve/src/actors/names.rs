//! Known names: found by their first word, the longest wins.

use super::words::{Word, Zone, split};
use casus_record::Span;
use std::collections::HashMap;

/// What a name stands for: a position in the list of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// An actor of entities.tsv.
    Entity(usize),
    /// A country by its name.
    Country(usize),
    /// A country by its adjective ("Iraqi").
    Adjective(usize),
    /// A country by the noun for its people ("Iraqis").
    Demonym(usize),
    /// A country by its capital.
    Capital(usize),
    /// A religion or an ethnic group.
    People(usize),
}

/// A name found in a phrase.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// First word.
    pub first: usize,
    /// One past the last word.
    pub end: usize,
    /// What it may stand for, in file order.
    pub targets: Vec<Target>,
}

#[derive(Debug)]
struct Entry {
    /// Is the first word possessive ("People's Republic")?
    own: bool,
    /// Keys after the first, each with: is it possessive?
    rest: Vec<(String, bool)>,
    /// Written in capitals only: "US", "WHO".
    acronym: bool,
    /// Has a capital anywhere.
    proper: bool,
    target: Target,
}

/// All known names.
#[derive(Debug, Default)]
pub(crate) struct Names {
    by_first: HashMap<String, Vec<Entry>>,
}

impl Names {
    /// Adds a name; also without the Arabic article inside it, if two words remain ("Bashar al-Assad", "Bashar Assad").
    pub fn add(&mut self, name: &str, target: Target) {
        let words = split(name, Span::new(0, name.len()), 0, Zone::Core);
        let keys: Vec<(String, bool)> = words.iter().map(|w| (w.key.clone(), w.possessive)).collect();
        let bare: Vec<(String, bool)> = match keys.first().map(|k| k.0.as_str()) {
            Some("the") if keys.len() > 1 => keys[1..].to_vec(),
            _ => keys,
        };
        let acronym = bare.len() == 1 && words.last().is_some_and(|w| w.capitals) && bare[0].0.chars().count() <= 8;
        let proper = words.iter().any(|w| w.capital);
        let short: Vec<(String, bool)> = bare.iter().filter(|k| k.0 != "al").cloned().collect();
        if short.len() >= 2 && short.len() < bare.len() {
            self.insert(short, acronym, proper, target);
        }
        self.insert(bare, acronym, proper, target);
    }

    fn insert(&mut self, mut keys: Vec<(String, bool)>, acronym: bool, proper: bool, target: Target) {
        if keys.is_empty() {
            return;
        }
        let rest = keys.split_off(1);
        let (first, own) = keys.remove(0);
        let entries = self.by_first.entry(first).or_default();
        if !entries.iter().any(|e| e.rest == rest && e.target == target) {
            entries.push(Entry { own, rest, acronym, proper, target });
        }
    }

    /// The names in `words` from left to right, each the longest at its place, not overlapping. Determiners inside are passed over.
    pub fn find(&self, words: &[Word]) -> Vec<Found> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            match self.longest(words, at) {
                Some(name) => {
                    at = name.end;
                    found.push(name);
                }
                None => at += 1,
            }
        }
        found
    }

    /// The longest name that begins at word `first`.
    pub fn longest(&self, words: &[Word], first: usize) -> Option<Found> {
        let entries = self.by_first.get(&words[first].key)?;
        let mut best: Option<Found> = None;
        for entry in entries {
            let Some(end) = reach(words, first, entry) else { continue };
            if !written_right(&words[first..end], entry) {
                continue;
            }
            match &mut best {
                Some(b) if b.end > end => {}
                Some(b) if b.end == end => b.targets.push(entry.target),
                _ => best = Some(Found { first, end, targets: vec![entry.target] }),
            }
        }
        best
    }
}

/// Where a name with the further words `rest` ends. "the" and the Arabic article may stand in the text where the name has none.
fn reach(words: &[Word], first: usize, entry: &Entry) -> Option<usize> {
    let mut at = first + 1;
    let mut own = entry.own;
    for (key, next) in &entry.rest {
        let passed = words.get(at).is_some_and(|w| w.key != *key && matches!(w.key.as_str(), "the" | "al"));
        at += usize::from(passed);
        if words.get(at)?.key != *key || (words[at - 1].possessive && !own) {
            return None;
        }
        own = *next;
        at += 1;
    }
    Some(at)
}

/// "us" is no country, "Who" no organisation, "may" no person.
fn written_right(words: &[Word], entry: &Entry) -> bool {
    if entry.acronym {
        let word = &words[0];
        return word.capitals || (word.capital && word.key.chars().count() >= 4);
    }
    !entry.proper || words.iter().any(|w| w.capital || w.key.starts_with(|c: char| c.is_ascii_digit()))
}
