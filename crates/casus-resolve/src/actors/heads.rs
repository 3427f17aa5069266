//! Nouns for actors ("militia", "foreign minister", "embassy") and the words before them that count ("armed", "former", "suspected").

use super::words::Word;
use casus_record::{ActorKind, Sector};
use std::collections::HashMap;
use strum::EnumString;

/// What a head noun denotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString)]
#[strum(serialize_all = "snake_case")]
pub(crate) enum Class {
    /// One human, or several.
    Person,
    /// People or an organisation that acts together.
    Group,
    /// Part of a state or of an international body.
    Organ,
    /// An outlet or an agency of news.
    Media,
    /// Belongs to somebody: base, convoy, embassy building. It can be hit but does not speak.
    Thing,
    /// A town, a province, a square.
    Place,
    /// Speaks in the name of somebody: statement, report.
    Document,
    /// Stands before a noun and gives it a sector ("armed group").
    Modifier,
    /// Stands before a noun and says something of it ("suspected", "masked").
    Attribute,
    /// Stands before a title and ends it ("former").
    Ended,
    /// Stands before a name and says nothing: Mr, Dr.
    Honorific,
    /// No actor although it looks like one ("police statement" has its own head; "security" alone is nobody).
    None,
}

/// A row of heads.tsv.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub sector: Option<Sector>,
    pub kind: Option<ActorKind>,
    pub class: Class,
    /// Has the sector of what it belongs to: leader, spokesman, member, forces.
    pub takes: bool,
    /// Whether it matters for politics is left to the sentence: people, company.
    pub maybe: bool,
    /// Is an actor only with an owner or a modifier of its own: base, group of …
    pub owned: bool,
    /// A religion before it makes it REL: "Muslim leaders".
    pub creed: bool,
    /// Stays in the country where it is ("in Iraq" does not make troops Iraqi).
    pub abroad: bool,
}

/// All nouns, by their last word.
#[derive(Debug, Default)]
pub(crate) struct Heads {
    by_last: HashMap<String, Vec<(Vec<String>, Head)>>,
}

impl Heads {
    /// Adds a lemma of one or more words.
    pub fn add(&mut self, lemma: &[String], head: Head) {
        if let Some((last, before)) = lemma.split_last() {
            self.by_last.entry(last.clone()).or_default().push((before.to_vec(), head));
        }
    }

    /// The longest lemma that ends at word `at`, and where it begins.
    pub fn ending_at(&self, words: &[Word], at: usize) -> Option<(usize, &Head)> {
        let forms = [words[at].key.as_str(), words[at].one.as_str()];
        let mut best: Option<(usize, &Head)> = None;
        for form in &forms[..1 + usize::from(forms[0] != forms[1])] {
            for (before, head) in self.by_last.get(*form).into_iter().flatten() {
                let Some(first) = at.checked_sub(before.len()) else { continue };
                let fits = words[first..at].iter().zip(before).all(|(w, b)| w.key == *b || w.one == *b);
                if fits && best.is_none_or(|(f, _)| first < f) {
                    best = Some((first, head));
                }
            }
        }
        best
    }
}
