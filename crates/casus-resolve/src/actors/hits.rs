//! Which known names stand in a phrase, and what each means there: "Georgian" before a noun, "Modi" in "Karim Modi", "the Supreme Court of Nepal".

use super::compose::Composer;
use super::names::{Found, Target};
use super::phrase::Phrase;
use super::words::{Word, Zone};
use crate::knowledge::Knowledge;
use casus_record::{ActorKind, Sector, Span};
use casus_text::NameKind;

/// A name found in a phrase, with what it stands for there.
#[derive(Clone, Debug)]
pub(crate) struct Hit {
    pub first: usize,
    pub end: usize,
    pub target: Target,
}

/// Small words inside names of persons.
pub(crate) const SMALL: [&str; 11] = ["al", "bin", "ibn", "ben", "de", "da", "van", "von", "der", "abu", "ould"];

impl Composer<'_> {
    /// The known names in the core, each with the meaning that fits.
    pub fn hits(&self, phrase: &Phrase) -> Vec<Hit> {
        let words = &phrase.words;
        let found = self.knowledge.names.find(words);
        let chosen = found.iter().filter(|f| words[f.first].zone == Zone::Core || words[f.end - 1].zone == Zone::Core);
        let hits: Vec<Hit> = chosen.filter_map(|f| Some(Hit { first: f.first, end: f.end, target: self.choose(phrase, f)? })).collect();
        let elsewhere: Vec<bool> = hits.iter().map(|h| self.is_of_elsewhere(phrase, &hits, h)).collect();
        hits.into_iter().zip(elsewhere).filter(|(_, e)| !e).map(|(h, _)| h).collect()
    }

    /// A name made of a common noun, "the Supreme Court", belongs to another state if that state is named beside it.
    fn is_of_elsewhere(&self, phrase: &Phrase, hits: &[Hit], hit: &Hit) -> bool {
        let Target::Entity(n) = hit.target else { return false };
        let entity = &self.knowledge.entities[n];
        let words = &phrase.words;
        // "the Iraqi minister Haider" is no Austrian.
        if entity.kind == ActorKind::Person && hit.end - hit.first == 1 {
            let title = hit.first.checked_sub(1).filter(|b| !words[*b].possessive && self.knowledge.heads.ending_at(words, *b).is_some());
            let said = title.and_then(|_| self.own_country(phrase, hits, hit.first));
            return said.is_some_and(|(country, _)| entity.country.as_deref().is_some_and(|c| c != country));
        }
        if entity.kind == ActorKind::Person || self.knowledge.heads.ending_at(words, hit.end - 1).is_none() {
            return false;
        }
        let Some(country) = entity.country.as_deref().filter(|c| self.knowledge.country(c).is_some()) else { return false };
        let other = |h: &Hit| match h.target {
            Target::Country(c) | Target::Adjective(c) | Target::Demonym(c) => self.knowledge.countries[c].iso3 != country,
            _ => false,
        };
        let before = hit.first.checked_sub(1);
        let named =
            before.is_some_and(|b| self.is_strange(words, b, n) && !words[b].joined && !ends_a_known_name(self.knowledge, words, b));
        let of = words.get(hit.end).is_some_and(|w| w.key == "of") && hit.end > phrase.head;
        // "Congress" alone is one state's; in "Labour Congress" it is a common noun.
        let same = hits.iter().any(|h| Some(h.end) == before.map(|b| b + 1));
        let common = hit.end - hit.first == 1 && !same && before.is_some_and(|b| words[b].zone == Zone::Core && words[b].capital);
        named
            || common
            || hits.iter().any(|h| h.end <= hit.first && other(h))
            || (of && self.tail_country(phrase, false).is_some_and(|c| c != country))
    }

    fn choose(&self, phrase: &Phrase, found: &Found) -> Option<Target> {
        let words = &phrase.words;
        let larger = phrase.name.filter(|(kind, first, end)| {
            *kind == NameKind::Person && *first <= found.first && found.end <= *end && (end - first) > (found.end - found.first)
        });
        let rank = |t: &Target| match t {
            Target::Country(_) => 0,
            Target::Adjective(_) | Target::Demonym(_) => 1,
            Target::Entity(n) => {
                let (_, sector) = self.knowledge.entities[*n].code_on(self.on);
                2 + usize::from(sector.is_none()) + usize::from(sector == Some(Sector::Eli))
            }
            Target::Capital(_) => 5,
            Target::People(_) => 6,
        };
        let mut targets: Vec<Target> = found.targets.clone();
        targets.sort_by_key(rank);
        let target = *targets.first()?;
        match target {
            Target::Entity(n) if self.knowledge.entities[n].kind == ActorKind::Person && self.is_part_of_other_name(words, found, n) => {
                None
            }
            Target::Entity(_) => Some(target),
            // "Jordan" in "Jordan Karim" is a first name.
            _ if larger.is_some() => None,
            Target::Adjective(n) | Target::Demonym(n) => {
                let noun = found.targets.iter().any(|t| matches!(t, Target::Demonym(_)));
                let last = found.end == phrase.head + 1;
                Some(if last && noun { Target::Demonym(n) } else { Target::Adjective(n) })
            }
            other => Some(other),
        }
    }

    /// "Modi" in "Karim Modi" is somebody else; in "Prime Minister Modi" and "Narendra D. Modi" he is not.
    fn is_part_of_other_name(&self, words: &[Word], found: &Found, entity: usize) -> bool {
        let before =
            found.first.checked_sub(1).is_some_and(|n| self.is_strange(words, n, entity) && !ends_a_known_name(self.knowledge, words, n));
        // "Haider al-Zaki" goes on after the article.
        let next = (found.end..words.len()).find(|n| !SMALL.contains(&words[*n].key.as_str())).unwrap_or(words.len());
        let after = next < words.len() && !words[found.end - 1].possessive && self.is_strange(words, next, entity);
        before || after
    }

    /// A capitalised word that is no title, no known name and no part of the entity's own name.
    pub fn is_strange(&self, words: &[Word], at: usize, entity: usize) -> bool {
        let name = &self.knowledge.entities[entity].name;
        let word = &words[at];
        let title = self.knowledge.heads.ending_at(words, at).is_some();
        let own = || super::words::split(name, Span::new(0, name.len()), 0, Zone::Core).iter().any(|w| w.key == word.key);
        let counts = word.zone == Zone::Core && word.capital && !word.possessive && word.key.chars().count() > 1;
        counts && !title && self.knowledge.names.longest(words, at).is_none() && !own()
    }
}

pub(crate) fn ends_a_known_name(knowledge: &Knowledge, words: &[Word], last: usize) -> bool {
    (last.saturating_sub(3)..=last).any(|first| knowledge.names.longest(words, first).is_some_and(|f| f.end == last + 1))
}
