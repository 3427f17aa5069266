//! Who a noun phrase speaks of: a known actor, or one composed from its words ("Iraqi Shia militia": IRQ UAF).
//!
//! In: a parsed sentence and the token of a phrase's head, or a plain string; and the day of the text, because offices end.
//! Out: a [`Reading`] with country, sector, kind and the words it rests on. Nothing is dropped because a list lacks it: an unknown
//! militia keeps its own name.
//!
//! ```
//! use casus_resolve::Knowledge;
//! let countries = "iso3\tname\taliases\tadjectives\tdemonyms\tcapital\tgeonames_id\nIRQ\tIraq\t\tIraqi\tIraqi|Iraqis\tBaghdad\t99237\n";
//! let heads = "lemma\tsector\tkind\tclass\tflags\tnote\nmilitia\tUAF\tarmed_group\tgroup\t\t\n";
//! let knowledge = Knowledge::load(&[("countries.tsv", countries), ("heads.tsv", heads)]).unwrap();
//! let reading = knowledge.read_phrase("an Iraqi militia", None);
//! assert_eq!((reading.name.as_str(), reading.code().as_deref()), ("Iraqi militia", Some("IRQUAF")));
//! ```

mod compose;
pub(crate) mod entities;
pub(crate) mod heads;
mod hits;
pub(crate) mod names;
mod noun;
mod phrase;
mod plain;
pub(crate) mod table;
#[cfg(test)]
mod tests;
pub(crate) mod words;

pub use entities::{Entity, Role, Tie};

use crate::knowledge::Knowledge;
use casus_record::{ActorKind, Sector, Span};
use casus_text::Sentence;
use compose::Composer;
use jiff::civil::Date;
use phrase::Phrase;

/// What a noun phrase says of an actor.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Id of entities.tsv, or the code of a country ("USA") that acts as a state.
    pub id: Option<String>,
    /// Canonical name of a known actor; else the phrase without determiner and relative clauses.
    pub name: String,
    /// The words of the phrase with its determiner.
    pub span: Span,
    /// Kind.
    pub kind: ActorKind,
    /// ISO 3166 alpha-3, or PLOVER's codes for international bodies.
    pub country: Option<String>,
    /// PLOVER sector.
    pub sector: Option<Sector>,
    /// Is it in the knowledge files?
    pub known: bool,
    /// Can it take part in politics?
    pub political: Political,
    /// Somebody named elsewhere: a pronoun, "one", "others".
    pub is_pronoun: bool,
    /// It names a place. A capital may stand for its government: see `metonym`.
    pub is_place_only: bool,
    /// A base, an embassy, a convoy: can be hit, cannot speak.
    pub thing: bool,
    /// The country whose government a bare capital stands for, if it is an agent ("Baghdad rejected").
    pub metonym: Option<String>,
    /// The known actor or country it belongs to: `USA` for "US forces", Hezbollah's id for "Hezbollah fighters".
    pub owner: Option<String>,
    /// Religion, ethnicity, "suspected", "masked", "Iran-backed" …, in text order.
    pub attributes: Vec<String>,
    /// Why it was read so, where that is not plain.
    pub note: Option<String>,
}

impl Reading {
    /// Country and sector together: `IRQREB`.
    pub fn code(&self) -> Option<String> {
        match (&self.country, self.sector) {
            (None, None) => None,
            (country, sector) => Some(format!("{}{}", country.as_deref().unwrap_or(""), sector.map_or("", Into::into))),
        }
    }
}

/// Can an actor take part in politics?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Political {
    /// A state, an armed group, a party, protesters …
    Yes,
    /// No actor: talks, prices, storms.
    No,
    /// Unknown names, people, companies: the sentence must tell.
    Maybe,
}

/// Answers in which country a place lies, for the names that the country list lacks ("Basra", "Karakalpakstan").
pub type CountryOfPlace<'a> = dyn Fn(&str) -> Option<String> + 'a;

impl Knowledge {
    /// Reads the noun phrase whose head is token `head`. `text` is the text that the sentence's spans count in; `on` the day it speaks of.
    pub fn read(&self, sentence: &Sentence, text: &str, head: usize, on: Option<Date>) -> Reading {
        self.read_with(sentence, text, head, on, &|_| None)
    }

    /// Like [`Knowledge::read`], with the places known.
    pub fn read_with(&self, sentence: &Sentence, text: &str, head: usize, on: Option<Date>, places: &CountryOfPlace) -> Reading {
        match Phrase::from_tree(sentence, text, head) {
            Some(phrase) => Composer { knowledge: self, text, on, places }.read(&phrase),
            None => nobody(Span::new(sentence.span.start, sentence.span.start)),
        }
    }

    /// Like [`Knowledge::read`], but "Russian and Belarusian soldiers" gives two actors.
    pub fn read_each(&self, sentence: &Sentence, text: &str, head: usize, on: Option<Date>) -> Vec<Reading> {
        match Phrase::from_tree(sentence, text, head) {
            Some(phrase) => Composer { knowledge: self, text, on, places: &|_| None }.read_each(&phrase),
            None => Vec::new(),
        }
    }

    /// Reads a plain string: the last noun before the first preposition or comma is its head.
    pub fn read_phrase(&self, words: &str, on: Option<Date>) -> Reading {
        self.read_phrase_with(words, on, &|_| None)
    }

    /// Like [`Knowledge::read_phrase`], with the places known.
    pub fn read_phrase_with(&self, words: &str, on: Option<Date>, places: &CountryOfPlace) -> Reading {
        match Phrase::from_words(words, self) {
            Some(phrase) => Composer { knowledge: self, text: words, on, places }.read(&phrase),
            None => nobody(Span::new(0, words.len())),
        }
    }
}

fn nobody(span: Span) -> Reading {
    Reading {
        id: None,
        name: String::new(),
        span,
        kind: ActorKind::Group,
        country: None,
        sector: None,
        known: false,
        political: Political::No,
        is_pronoun: false,
        is_place_only: false,
        thing: false,
        metonym: None,
        owner: None,
        attributes: Vec::new(),
        note: None,
    }
}
