//! From a phrase to an actor: known names first, then states and peoples, then nouns, then names nobody knows.

use super::heads::Class;
use super::hits::{Hit, SMALL, ends_a_known_name};
use super::names::Target;
use super::phrase::Phrase;
use super::words::{Word, Zone};
use super::{CountryOfPlace, Political, Reading, nobody};
use crate::knowledge::Knowledge;
use casus_record::{ActorKind, Sector, Span};
use casus_text::NameKind;
use jiff::civil::Date;

/// Reads phrases of one text.
pub(crate) struct Composer<'a> {
    pub knowledge: &'a Knowledge,
    pub text: &'a str,
    pub on: Option<Date>,
    pub places: &'a CountryOfPlace<'a>,
}

/// Before a country's name: a part of it.
const PARTS: [&str; 17] = [
    "north",
    "northern",
    "south",
    "southern",
    "east",
    "eastern",
    "west",
    "western",
    "central",
    "northeastern",
    "northwestern",
    "southeastern",
    "southwestern",
    "northeast",
    "northwest",
    "southeast",
    "upper",
];
/// "several of the unions": who is meant stands after "of".
pub(crate) const QUANTIFIERS: [&str; 23] = [
    "several", "some", "many", "most", "one", "two", "three", "all", "none", "each", "both", "few", "number", "dozen", "score", "hundred",
    "thousand", "rest", "part", "majority", "lot", "handful", "million",
];

impl Composer<'_> {
    /// Who the phrase speaks of.
    pub fn read(&self, phrase: &Phrase) -> Reading {
        // A head without a letter ("—", "$") names nobody.
        if phrase.words.is_empty() {
            return nobody(phrase.span);
        }
        if let Some(tail) = quantified(phrase) {
            return Reading { span: phrase.span, ..self.read(tail) };
        }
        if phrase.pronoun
            || matches!(phrase.words[phrase.head].key.as_str(), "other" | "others" | "one" | "ones" | "some" | "former" | "latter")
        {
            return Reading { is_pronoun: true, political: Political::Maybe, name: self.name(phrase), ..nobody(phrase.span) };
        }
        let hits = self.hits(phrase);
        let mut reading = self.core(phrase, &hits);
        self.appositions(phrase, &mut reading);
        reading
    }

    /// "Russian and Belarusian soldiers": one reading for each nationality; else the one reading.
    pub fn read_each(&self, phrase: &Phrase) -> Vec<Reading> {
        let reading = self.read(phrase);
        let words = &phrase.words;
        let adjectives: Vec<Hit> =
            self.hits(phrase).into_iter().filter(|h| h.end <= phrase.head && matches!(h.target, Target::Adjective(_))).collect();
        let joined = |pair: &[Hit]| pair[0].end + 1 == pair[1].first && matches!(words[pair[0].end].key.as_str(), "and" | "or");
        let listed = |pair: &[Hit]| joined(pair) || (pair[0].end == pair[1].first && !words[pair[0].end - 1].joined);
        let (Some(last), true) = (adjectives.last(), adjectives.len() > 1) else { return vec![reading] };
        let coordinated = adjectives.windows(2).all(listed) && adjectives.windows(2).last().is_some_and(joined);
        if reading.known || reading.is_pronoun || !coordinated {
            return vec![reading];
        }
        let rest = self.words(phrase, last.end, self.name_end(phrase));
        let of = |hit: &Hit| {
            let Target::Adjective(n) = hit.target else { return reading.clone() };
            let iso3 = self.knowledge.countries[n].iso3.clone();
            let owner = reading.owner.as_ref().map(|_| iso3.clone());
            let name = format!("{} {rest}", self.words(phrase, hit.first, hit.end));
            Reading { name, country: Some(iso3), owner, ..reading.clone() }
        };
        adjectives.iter().map(of).collect()
    }

    fn core(&self, phrase: &Phrase, hits: &[Hit]) -> Reading {
        let head = phrase.head;
        if let Some(hit) = hits.iter().find(|h| h.first <= head && head < h.end) {
            return self.named(phrase, hits, hit);
        }
        // "President Donald Trump", "the militant group X" with the name hung after the noun.
        // "Martin King" is a person and no king: the name tagger takes both words together.
        let person =
            phrase.name.is_some_and(|(kind, first, end)| kind == NameKind::Person && first <= head && head < end && end - first > 1);
        let noun = self.knowledge.heads.ending_at(&phrase.words, head).filter(|_| !(person && phrase.proper));
        if let Some(hit) = hits.iter().find(|h| h.first > head && matches!(h.target, Target::Entity(_))) {
            return self.named(phrase, hits, hit);
        }
        // Without the tagger's word: a trade after an unknown capital is a surname ("Donald Cook").
        let before = head.checked_sub(1).filter(|b| self.is_unknown_capital(&phrase.words, *b));
        let noun =
            noun.filter(|(first, row)| !(phrase.proper && *first == head && before.is_some() && row.class == Class::Person && row.maybe));
        match noun {
            Some((first, row)) => self.noun(phrase, hits, first, row),
            None if phrase.proper => self.unknown_name(phrase, hits),
            None => self.no_actor(phrase, hits),
        }
    }

    /// The head, or a name after it, is known.
    fn named(&self, phrase: &Phrase, hits: &[Hit], hit: &Hit) -> Reading {
        match hit.target {
            Target::Entity(n) => self.entity(phrase, hits, n),
            Target::Country(n) => self.state(phrase, n, hit.first),
            Target::Capital(n) => {
                let country = &self.knowledge.countries[n];
                Reading {
                    kind: ActorKind::State,
                    name: self.name(phrase),
                    country: Some(country.iso3.clone()),
                    sector: Some(Sector::Gov),
                    political: Political::Maybe,
                    is_place_only: true,
                    metonym: Some(country.iso3.clone()),
                    note: Some(format!("the capital may stand for the government of {}", country.name)),
                    ..nobody(phrase.span)
                }
            }
            Target::Adjective(n) | Target::Demonym(n) => Reading {
                name: self.name(phrase),
                country: Some(self.knowledge.countries[n].iso3.clone()),
                sector: Some(Sector::Cvl),
                political: Political::Yes,
                attributes: self.attributes(phrase, hits),
                ..nobody(phrase.span)
            },
            Target::People(n) => {
                let people = &self.knowledge.peoples[n];
                let country = self
                    .own_country(phrase, hits, hit.first)
                    .map(|c| c.0)
                    .or_else(|| self.tail_country(phrase, false))
                    .or_else(|| only(&people.countries));
                let mut attributes = self.attributes(phrase, hits);
                if !attributes.contains(&people.name) {
                    attributes.push(people.name.clone());
                }
                Reading {
                    name: self.name(phrase),
                    country,
                    sector: Some(Sector::Cvl),
                    political: Political::Yes,
                    attributes,
                    ..nobody(phrase.span)
                }
            }
        }
    }

    fn entity(&self, phrase: &Phrase, hits: &[Hit], n: usize) -> Reading {
        let entity = &self.knowledge.entities[n];
        let (country, mut sector) = entity.code_on(self.on);
        let mut note = None;
        // "former" in the text beats a list that has not heard of it.
        if entity.kind == ActorKind::Person && self.is_ended(phrase, phrase.words.len()) && sector == Some(Sector::Gov) {
            sector = Some(Sector::Eli);
            note = Some("the text says former".to_owned());
        }
        // Without a day the list says what one is now; a title in the text says what one was then.
        if entity.kind == ActorKind::Person
            && self.on.is_none()
            && sector == Some(Sector::Eli)
            && !self.is_ended(phrase, phrase.words.len())
        {
            let start = hits.iter().find(|h| matches!(h.target, Target::Entity(e) if e == n)).map_or(phrase.head, |h| h.first);
            sector = self.title(phrase, hits, start).and_then(|t| t.sector).or(sector);
        }
        // A person whose office is not on record for the day has it from the title in the text, if there is one.
        if entity.kind == ActorKind::Person && (sector.is_none() || entity.sector.is_none()) {
            sector = sector.or(self.title(phrase, hits, phrase.head).and_then(|t| t.sector));
        }
        Reading {
            id: Some(entity.id.clone()),
            name: entity.name.clone(),
            kind: entity.kind,
            country,
            sector,
            known: true,
            political: Political::Yes,
            attributes: self.attributes(phrase, hits),
            note,
            ..nobody(phrase.span)
        }
    }

    fn state(&self, phrase: &Phrase, n: usize, first: usize) -> Reading {
        let country = &self.knowledge.countries[n];
        // "Help Chad" is an organisation named after a state.
        if first > 0 && self.is_unknown_capital(&phrase.words, first - 1) {
            let unknown = self.unknown_name(phrase, &[]);
            let kind = if unknown.kind == ActorKind::Person { ActorKind::Organisation } else { unknown.kind };
            return Reading { kind, country: Some(country.iso3.clone()), ..unknown };
        }
        // "northern Iraq" is where, not who.
        if let Some(before) = first.checked_sub(1).filter(|b| PARTS.contains(&phrase.words[*b].key.as_str())) {
            return Reading {
                name: self.words(phrase, before, self.name_end(phrase)),
                country: Some(country.iso3.clone()),
                political: Political::Maybe,
                is_place_only: true,
                note: Some(format!("a part of {}", country.name)),
                ..nobody(phrase.span)
            };
        }
        Reading {
            id: Some(country.iso3.clone()),
            name: country.name.clone(),
            kind: ActorKind::State,
            country: Some(country.iso3.clone()),
            sector: Some(Sector::Gov),
            known: true,
            political: Political::Yes,
            ..nobody(phrase.span)
        }
    }

    /// A proper name that no list has: a person with a title, a group, a place.
    fn unknown_name(&self, phrase: &Phrase, hits: &[Hit]) -> Reading {
        let first = self.name_start(phrase, hits);
        let title = self.title(phrase, hits, first);
        let kind_of_name = phrase.name.map(|n| n.0);
        let name = self.words(phrase, first, self.name_end(phrase));
        let place = (self.places)(&name).filter(|_| title.is_none());
        let is_place = kind_of_name == Some(NameKind::Place) || (place.is_some() && kind_of_name.is_none());
        let several = phrase.head > first;
        let kind = match (&title, kind_of_name) {
            (Some(title), _) => title.kind,
            (_, Some(NameKind::Person)) => ActorKind::Person,
            (_, Some(NameKind::Organisation)) => ActorKind::Organisation,
            (_, Some(_)) => ActorKind::Group,
            _ if several && !is_place => ActorKind::Person,
            _ => ActorKind::Group,
        };
        let country =
            title.as_ref().and_then(|t| t.country.clone()).or_else(|| self.own_country(phrase, hits, first).map(|c| c.0)).or(place);
        let country = country.or_else(|| self.tail_country(phrase, false));
        let sector = title.as_ref().and_then(|t| t.sector);
        Reading {
            name,
            kind,
            country,
            sector,
            political: if sector.is_some() { Political::Yes } else { Political::Maybe },
            is_place_only: is_place,
            owner: title.and_then(|t| t.owner),
            attributes: self.attributes(phrase, hits),
            ..nobody(phrase.span)
        }
    }

    /// What the title before a name says: "Iraqi Interior Minister" before "Karim Zaki".
    pub fn title(&self, phrase: &Phrase, hits: &[Hit], name: usize) -> Option<Reading> {
        let at = name.checked_sub(1)?;
        let word = &phrase.words[at];
        if word.zone != Zone::Core || word.possessive {
            return None;
        }
        let (first, row) = self.knowledge.heads.ending_at(&phrase.words, at)?;
        let mut before = phrase.clone();
        before.words.truncate(name);
        before.head = at;
        before.appositions.clear();
        let hits: Vec<Hit> = hits.iter().filter(|h| h.end <= name).cloned().collect();
        let mut reading = self.noun(&before, &hits, first, row);
        // The title makes the named one a single person even if the noun is a body's.
        if reading.kind == ActorKind::Group {
            reading.kind = ActorKind::Person;
        }
        Some(reading).filter(|r| r.political != Political::No)
    }

    /// Where an unknown name begins: back over capitals that are neither title nor nationality.
    fn name_start(&self, phrase: &Phrase, hits: &[Hit]) -> usize {
        let words = &phrase.words;
        if let Some((_, first, _)) = phrase.name.filter(|(_, first, end)| *first <= phrase.head && phrase.head < *end) {
            // The tagger sometimes takes the title in.
            let titled = (first..phrase.head).rev().find(|n| self.is_title(words, *n));
            return titled.map_or(first, |n| n + 1);
        }
        let mut first = phrase.head;
        while let Some(n) = first.checked_sub(1) {
            let word = &words[n];
            let taken = hits.iter().any(|h| h.first <= n && n < h.end) || self.is_title(words, n);
            let small = word.joined || (n > 0 && words[n - 1].joined) || SMALL.contains(&word.key.as_str());
            if word.zone != Zone::Core || word.possessive || taken || !(word.capital || small) {
                break;
            }
            first = n;
        }
        first
    }

    /// "Minister" before a name, but not "Park" in it.
    fn is_title(&self, words: &[Word], at: usize) -> bool {
        // "al-Imam" is part of a name.
        if at > 0 && words[at - 1].joined {
            return false;
        }
        self.knowledge
            .heads
            .ending_at(words, at)
            .is_some_and(|(_, row)| !matches!(row.class, Class::Place | Class::Thing | Class::Document | Class::None))
    }

    /// A capitalised word before the head that nobody knows.
    fn is_unknown_capital(&self, words: &[Word], at: usize) -> bool {
        let word = &words[at];
        let plain = word.zone == Zone::Core && word.capital && !word.possessive && !word.joined;
        let part = PARTS.contains(&word.key.as_str());
        plain && !part && self.knowledge.heads.ending_at(words, at).is_none() && !ends_a_known_name(self.knowledge, words, at)
    }

    fn name_end(&self, phrase: &Phrase) -> usize {
        let after = phrase.words[phrase.head..].iter().position(|w| w.zone != Zone::Core);
        after.map_or(phrase.words.len(), |n| phrase.head + n)
    }

    fn no_actor(&self, phrase: &Phrase, hits: &[Hit]) -> Reading {
        let note = if phrase.nominal { "no word for an actor" } else { "no noun" };
        Reading {
            name: self.name(phrase),
            country: self.own_country(phrase, hits, phrase.head).map(|c| c.0),
            note: Some(note.to_owned()),
            ..nobody(phrase.span)
        }
    }

    /// "Karim Zaki, the interior minister": the apposition tells what the name alone does not.
    fn appositions(&self, phrase: &Phrase, reading: &mut Reading) {
        if reading.known && reading.sector.is_some() {
            return;
        }
        for apposition in &phrase.appositions {
            let other = self.read(apposition);
            if other.known && other.kind != ActorKind::State && !reading.known && reading.kind == other.kind {
                let span = reading.span;
                *reading = Reading { span, ..other };
                return;
            }
            if other.political == Political::No || other.is_pronoun || other.metonym.is_some() {
                continue;
            }
            // "the leader of the group, Omar Daro": the name is the person's.
            if !phrase.proper && !reading.known && reading.kind == ActorKind::Person && apposition.proper && other.kind == ActorKind::Person
            {
                reading.name = other.name.clone();
            }
            let named = phrase.proper && !reading.known;
            if reading.sector.is_none() && !other.is_place_only {
                reading.sector = other.sector;
                if named && reading.kind != ActorKind::Person {
                    reading.kind = other.kind;
                }
                if other.sector.is_some() && reading.political == Political::Maybe {
                    reading.political = other.political;
                }
            }
            if reading.country.is_none() {
                reading.country = other.country.clone();
            }
            reading.owner = reading.owner.take().or(other.owner);
        }
    }

    /// The text of words `first..end`, on one line.
    pub fn words(&self, phrase: &Phrase, first: usize, end: usize) -> String {
        let Some(words) = phrase.words.get(first..end).filter(|w| !w.is_empty()) else { return String::new() };
        let span = words[0].span.join(words[words.len() - 1].span);
        one_line(span.of(self.text))
    }

    /// The readable phrase: its core, and what hangs on it directly.
    pub fn name(&self, phrase: &Phrase) -> String {
        /// Longer phrases are cut to their core: a name is to be read in a table.
        const LONGEST: usize = 100;
        let Some(first) = phrase.words.iter().position(|w| w.zone == Zone::Core) else { return String::new() };
        let start = phrase.words[first].span.start;
        let core = phrase.words.iter().filter(|w| w.zone == Zone::Core).map(|w| w.span.end).max().unwrap_or(start);
        let kept = phrase
            .tails
            .iter()
            .filter(|t| !matches!(t.by.as_str(), "on" | "after" | "before" | "with" | "over" | ""))
            .map(|t| t.phrase.span.end);
        let end = kept.fold(core, usize::max);
        let long = one_line(Span::new(start, end).of(self.text));
        if long.chars().count() <= LONGEST { long } else { one_line(Span::new(start, core).of(self.text)) }
    }
}

/// What stands after "of" if the head only counts it.
fn quantified(phrase: &Phrase) -> Option<&Phrase> {
    let word = phrase.words.get(phrase.head)?;
    let counts = QUANTIFIERS.contains(&word.one.as_str()) || (word.key.bytes().all(|b| b.is_ascii_digit()) && !word.key.is_empty());
    phrase.tails.first().filter(|t| counts && t.by == "of").map(|t| &t.phrase)
}

/// The only one of a list.
pub(crate) fn only(list: &[String]) -> Option<String> {
    match list {
        [one] => Some(one.clone()),
        _ => None,
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
