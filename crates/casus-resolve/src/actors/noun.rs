//! Actors composed from a noun and the words around it: "US military bases", "opposition lawmakers", "a coalition led by Saudi Arabia".

use super::compose::{Composer, only};
use super::heads::{Class, Head};
use super::hits::Hit;
use super::names::Target;
use super::phrase::{Phrase, Tail};
use super::words::Zone;
use super::{Political, Reading, nobody};
use casus_record::{ActorKind, Sector};

/// After a name and a hyphen: the name helps the actor, which stays of its own country.
const HELPED: [&str; 17] = [
    "backed",
    "aligned",
    "linked",
    "sponsored",
    "funded",
    "supported",
    "allied",
    "trained",
    "armed",
    "affiliated",
    "financed",
    "occupied",
    "brokered",
    "mediated",
    "imposed",
    "made",
    "supplied",
];
/// Before a hyphen and a name: for or against it.
const STANCES: [&str; 4] = ["pro", "anti", "non", "ex"];

/// Where a sector comes from.
struct Owner {
    sector: Option<Sector>,
    country: Option<String>,
    id: Option<String>,
    person: bool,
}

impl Composer<'_> {
    /// A phrase whose head is a noun of the lexicon that begins at word `first`.
    pub fn noun(&self, phrase: &Phrase, hits: &[Hit], first: usize, row: &Head) -> Reading {
        if matches!(row.class, Class::None | Class::Modifier | Class::Attribute | Class::Ended | Class::Honorific)
            && !self.stands_for_people(phrase, row)
        {
            return if phrase.proper && row.class != Class::None { self.bare_name(phrase) } else { self.refused(phrase, hits, first) };
        }
        let plural = phrase.words[phrase.head].key != phrase.words[phrase.head].one;
        let owner = self.owner(phrase, hits, first, row);
        let own = self.own_country(phrase, hits, first);
        let mut sector = combine(row, owner.as_ref());
        let believers = hits.iter().any(|h| h.end <= first && matches!(h.target, Target::People(p) if self.knowledge.peoples[p].religion));
        if row.creed && believers && owner.as_ref().is_none_or(|o| o.sector == Some(Sector::Cvl)) {
            sector = Some(Sector::Rel);
        }
        // "Kurdish-led forces" are no state's.
        let ethnic = hits.iter().any(|h| h.end <= first && matches!(h.target, Target::People(p) if self.knowledge.peoples[p].ethnicity));
        if row.abroad && row.class == Class::Group && ethnic && owner.is_none() && sector == Some(Sector::Mil) {
            sector = Some(Sector::Reb);
        }
        if row.class == Class::Organ && ethnic && own.is_none() && owner.is_none() && sector == Some(Sector::Gov) {
            sector = Some(Sector::Pre);
        }
        let foreign = (0..first).any(|n| matches!(phrase.words[n].key.as_str(), "foreign" | "international" | "multinational"));
        let mut country = own.as_ref().map(|c| c.0.clone()).or_else(|| owner.as_ref().and_then(|o| o.country.clone()));
        country =
            country.or_else(|| self.tail_country(phrase, row.abroad || foreign)).or_else(|| self.country_by_place(phrase, hits, first));
        country = country.or_else(|| self.country_by_others(phrase, hits, first));
        let mut note = None;
        if self.is_ended(phrase, first) && row.class == Class::Person && sector.is_some_and(holds_office) {
            sector = Some(Sector::Eli);
            note = Some("no longer in office".to_owned());
        }
        let kind = match (row.kind, row.class) {
            (Some(ActorKind::Person), _) | (None, Class::Person) if plural => ActorKind::Group,
            (Some(kind), _) => kind,
            (None, Class::Person) => ActorKind::Person,
            (None, Class::Organ) => ActorKind::StateOrgan,
            (None, Class::Media) => ActorKind::Media,
            _ if matches!(sector, Some(Sector::Reb | Sector::Uaf | Sector::Prm)) => ActorKind::ArmedGroup,
            _ => ActorKind::Group,
        };
        let kind = match sector {
            Some(Sector::Reb | Sector::Uaf | Sector::Prm)
                if kind == ActorKind::Organisation || (kind == ActorKind::Group && row.class == Class::Group) =>
            {
                ActorKind::ArmedGroup
            }
            _ => kind,
        };
        let id = owner.as_ref().and_then(|o| o.id.clone()).or_else(|| own.as_ref().map(|c| c.0.clone()));
        let ownerless = owner.is_none() && country.is_none();
        let political = match (row.class, sector) {
            _ if row.owned && ownerless => Political::Maybe,
            (_, Some(_)) if !row.maybe || sector != row.sector => Political::Yes,
            _ => Political::Maybe,
        };
        let after = self.name_after(phrase);
        let named = after.is_some() && matches!(row.class, Class::Person | Class::Group | Class::Organ | Class::Media);
        Reading {
            name: after.filter(|_| named).unwrap_or_else(|| self.name(phrase)),
            kind: if named && row.class == Class::Person { ActorKind::Person } else { kind },
            country,
            sector,
            political,
            thing: matches!(row.class, Class::Thing | Class::Place),
            is_place_only: row.class == Class::Place,
            owner: id,
            attributes: self.attributes(phrase, hits),
            note,
            ..nobody(phrase.span)
        }
    }

    /// "the displaced", "the wounded": an adjective with the article stands for people.
    fn stands_for_people(&self, phrase: &Phrase, row: &Head) -> bool {
        row.class == Class::Modifier && row.sector.is_some() && phrase.nominal
    }

    fn bare_name(&self, phrase: &Phrase) -> Reading {
        Reading { name: self.name(phrase), political: Political::Maybe, ..nobody(phrase.span) }
    }

    fn refused(&self, phrase: &Phrase, hits: &[Hit], first: usize) -> Reading {
        let country = self.own_country(phrase, hits, first).map(|c| c.0);
        Reading { name: self.name(phrase), country, note: Some("the noun is no actor".to_owned()), ..nobody(phrase.span) }
    }

    /// A name that follows the noun: "militia leader Karim Zaki".
    fn name_after(&self, phrase: &Phrase) -> Option<String> {
        let first = phrase.head + 1;
        let end = phrase.words[first.min(phrase.words.len())..]
            .iter()
            .position(|w| w.zone != Zone::Core)
            .map_or(phrase.words.len(), |n| first + n);
        let capital = phrase.words.get(first).is_some_and(|w| w.zone == Zone::Core && (w.capital || w.joined));
        (capital && end > first).then(|| self.words(phrase, first, end))
    }

    /// The country said in the core before word `end`: "Iraqi", "US", "Iraq's", "Saudi-led". True: by the words of a state itself.
    pub fn own_country(&self, phrase: &Phrase, hits: &[Hit], end: usize) -> Option<(String, bool)> {
        let mut found: Option<(String, u8)> = None;
        for hit in hits.iter().filter(|h| h.end <= end) {
            let (Target::Country(n) | Target::Adjective(n) | Target::Demonym(n) | Target::Capital(n)) = hit.target else { continue };
            if self.helps(phrase, hit) {
                continue;
            }
            let possessive = phrase.words[hit.end - 1].possessive;
            // An adjective tells more than the name of a country, which may be where ("US Syria envoy"); the first name is whose it is.
            let weight = match hit.target {
                Target::Capital(_) => 1,
                _ if possessive => 2,
                _ => 3,
            };
            if found.as_ref().is_none_or(|f| f.1 < weight) {
                found = Some((self.knowledge.countries[n].iso3.clone(), weight));
            }
        }
        found.map(|(iso3, weight)| (iso3, weight > 1))
    }

    /// "Iran-backed", "pro-Iran": the name is not whose it is.
    fn helps(&self, phrase: &Phrase, hit: &Hit) -> bool {
        let words = &phrase.words;
        let suffix = words[hit.end - 1].joined && words.get(hit.end).is_some_and(|w| HELPED.contains(&w.key.as_str()));
        let spaced = words.get(hit.end).is_some_and(|w| ["backed", "linked", "aligned"].contains(&w.key.as_str()));
        let prefix = hit.first > 0 && words[hit.first - 1].joined && STANCES.contains(&words[hit.first - 1].key.as_str());
        suffix || spaced || prefix
    }

    /// A place that lies in a country, before the noun: "Basra police".
    fn country_by_place(&self, phrase: &Phrase, hits: &[Hit], end: usize) -> Option<String> {
        let free = |n: &usize| {
            phrase.words[*n].zone == Zone::Core && phrase.words[*n].capital && !hits.iter().any(|h| h.first <= *n && *n < h.end)
        };
        let mut last = (0..end).rev().find(free)?;
        let end = last + 1;
        while last > 0 && free(&(last - 1)) {
            last -= 1;
        }
        (last..end).find_map(|first| (self.places)(&self.words(phrase, first, end)))
    }

    /// The country of another actor or people named before the noun: "Hamas-run health ministry officials".
    fn country_by_others(&self, phrase: &Phrase, hits: &[Hit], end: usize) -> Option<String> {
        hits.iter().filter(|h| h.end <= end && !self.helps(phrase, h)).find_map(|h| match h.target {
            Target::People(n) => only(&self.knowledge.peoples[n].countries),
            Target::Entity(n) => self.knowledge.entities[n].code_on(self.on).0,
            _ => None,
        })
    }

    /// The country of what hangs on the noun: "of Iraq", "led by Saudi Arabia"; "in Iraq" too, if the actor is at home there.
    pub fn tail_country(&self, phrase: &Phrase, abroad: bool) -> Option<String> {
        let says = |tail: &Tail| match tail.by.as_str() {
            "of" | "from" | "for" | "across" | "throughout" | "led" | "lead" | "head" | "headed" | "commanded" | "run" | "loyal"
            | "belong" | "based" | "base" => true,
            "in" | "at" | "inside" | "within" | "near" => !abroad,
            _ => false,
        };
        phrase.tails.iter().filter(|t| says(t)).find_map(|t| {
            let inner = self.read(&t.phrase);
            inner.country.or_else(|| (self.places)(&self.name(&t.phrase)))
        })
    }

    /// The nearest actor or sector word that the noun belongs to.
    fn owner(&self, phrase: &Phrase, hits: &[Hit], first: usize, row: &Head) -> Option<Owner> {
        let mut at = first;
        while at > 0 {
            if let Some(hit) = hits.iter().find(|h| h.first < at && at <= h.end) {
                at = hit.first;
                if let Target::Entity(n) = hit.target
                    && !self.helps(phrase, hit)
                {
                    let entity = &self.knowledge.entities[n];
                    let (country, sector) = entity.code_on(self.on);
                    let person = entity.kind == ActorKind::Person;
                    return Some(Owner { sector, country, id: Some(entity.id.clone()), person });
                }
                continue;
            }
            let word = &phrase.words[at - 1];
            let stance = at > 1 && phrase.words[at - 2].joined && STANCES.contains(&phrase.words[at - 2].key.as_str());
            if word.zone == Zone::Core && stance {
                at -= 2;
                continue;
            }
            // "a KRV spokesman": nobody knows what KRV is, so the spokesman has no sector either.
            if at == first && word.zone == Zone::Core && word.capitals && !word.joined && row.class == Class::Person {
                let country = (self.places)(&self.words(phrase, at - 1, at));
                if country.is_none() {
                    return Some(Owner { sector: None, country, id: None, person: false });
                }
            }
            match self.knowledge.heads.ending_at(&phrase.words, at - 1) {
                Some((from, noun)) if word.zone == Zone::Core => {
                    let counts = match noun.class {
                        Class::Attribute | Class::Ended | Class::Honorific | Class::None | Class::Document | Class::Place => false,
                        Class::Modifier => noun.sector.is_some(),
                        Class::Person | Class::Group | Class::Organ | Class::Media | Class::Thing => {
                            noun.sector.is_some() || word.possessive
                        }
                    };
                    if counts && !(HELPED.contains(&word.key.as_str()) && at > 1 && phrase.words[at - 2].joined) {
                        let inner = noun.takes.then(|| self.owner(phrase, hits, from, noun)).flatten();
                        return Some(Owner {
                            sector: combine(noun, inner.as_ref()),
                            country: inner.as_ref().and_then(|o| o.country.clone()),
                            id: inner.and_then(|o| o.id),
                            person: noun.class == Class::Person && word.possessive,
                        });
                    }
                    at = from;
                }
                _ => at -= 1,
            }
        }
        phrase.tails.iter().find_map(|tail| self.owner_in_tail(tail, row))
    }

    fn owner_in_tail(&self, tail: &Tail, row: &Head) -> Option<Owner> {
        let says = matches!(tail.by.as_str(), "of" | "for" | "from" | "in" | "at" | "belong" | "led" | "lead" | "head" | "loyal" | "run");
        if !says {
            return None;
        }
        let inner = self.read(&tail.phrase);
        let state = inner.kind == ActorKind::State || inner.is_place_only;
        // An of-phrase that names a place tells the country only; one that names nobody we know leaves the office open.
        if inner.political == Political::No || inner.is_pronoun || (state && (tail.by != "of" || !row.takes)) {
            return None;
        }
        let led = matches!(tail.by.as_str(), "led" | "lead" | "head" | "loyal");
        let sector = if state || led { row.sector } else { inner.sector };
        let person = inner.kind == ActorKind::Person;
        Some(Owner { sector, country: inner.country, id: inner.id.or(inner.owner), person })
    }

    /// "former", "ex-", "ousted" before word `end`.
    pub fn is_ended(&self, phrase: &Phrase, end: usize) -> bool {
        let core = |n: &usize| phrase.words[*n].zone == Zone::Core;
        (0..end.min(phrase.words.len()))
            .filter(core)
            .any(|n| self.knowledge.heads.ending_at(&phrase.words, n).is_some_and(|(_, row)| row.class == Class::Ended))
    }

    /// Religion, ethnicity, suspicion, looks, whose help: in text order.
    pub fn attributes(&self, phrase: &Phrase, hits: &[Hit]) -> Vec<String> {
        let mut attributes: Vec<String> = Vec::new();
        let mut add = |what: String| {
            if !attributes.contains(&what) {
                attributes.push(what);
            }
        };
        // "foreign" in "foreign ministry" is no attribute.
        let lemma = self.knowledge.heads.ending_at(&phrase.words, phrase.head).map_or(phrase.head, |(first, _)| first);
        for n in 0..phrase.words.len() {
            let word = &phrase.words[n];
            if word.zone != Zone::Core {
                continue;
            }
            if let Some(hit) = hits.iter().find(|h| h.first == n) {
                if self.helps(phrase, hit) {
                    let from = if n > 0 && phrase.words[n - 1].joined { n - 1 } else { n };
                    let to = if from < n { hit.end } else { hit.end + 1 };
                    add(self.words(phrase, from, to.min(phrase.words.len())));
                }
                if let Target::People(p) = hit.target {
                    add(self.knowledge.peoples[p].name.clone());
                }
                continue;
            }
            if n > 0 && phrase.words[n - 1].joined && STANCES[..2].contains(&phrase.words[n - 1].key.as_str()) {
                add(self.words(phrase, n - 1, n + 1));
                continue;
            }
            if let Some((_, row)) = self.knowledge.heads.ending_at(&phrase.words, n)
                && row.class == Class::Attribute
                && !(lemma..=phrase.head).contains(&n)
            {
                add(word.key.clone());
            }
        }
        attributes
    }
}

/// The sector of a noun that belongs to an owner.
fn combine(row: &Head, owner: Option<&Owner>) -> Option<Sector> {
    use Sector::{Gov, Mil, Opp, Prm, Pty, Reb, Uaf};
    let Some(owner) = owner else { return row.sector };
    if !row.takes {
        return row.sector;
    }
    // "Trump's supporters" are not the government; the noun must say what they are.
    if owner.person && row.class == Class::Person && row.sector.is_some() && owner.sector != row.sector {
        return row.sector;
    }
    match (row.sector, owner.sector) {
        (Some(Mil | Uaf | Reb), Some(Opp)) => Some(Reb),
        (Some(Uaf), Some(Gov | Mil)) => Some(Prm),
        (Some(Mil), Some(Gov | Sector::Cvl | Sector::Leg)) => Some(Mil),
        (Some(Uaf), Some(Pty | Sector::Rel | Sector::Cvl)) => Some(Uaf),
        (_, Some(sector)) => Some(sector),
        (Some(Gov), None) if row.class == Class::Person => None,
        (own, None) => own,
    }
}

fn holds_office(sector: Sector) -> bool {
    use Sector::*;
    matches!(sector, Gov | Leg | Jud | Mil | Spy | Cop | Pty | Bus | Opp)
}
