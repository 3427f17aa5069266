//! Places in English news: which words name one, which place they mean, and where an event happened.
//!
//! In: a sentence and the [`Gazetteer`]. Out: [`Toponym`]s, each with the place meant or the reason why none; [`event_place`] picks the one
//! that an event's clause names. The table is `lexicon/places/places.tsv`; a larger one built from GeoNames has the same columns.
//!
//! ```
//! use casus_resolve::places::Gazetteer;
//! let table = "name\taliases\tkind\tcountry\tadmin1\tlat\tlon\tgeonames_id\trank\tsource\n\
//!              Deir ez-Zor\tDeir al-Zour\tcity\tSYR\tDeir ez-Zor\t35.34\t40.14\t\t3\texample\n";
//! let gazetteer = Gazetteer::load(table).unwrap();
//! assert_eq!(gazetteer.named("Deir Al Zour").len(), 1);
//! ```

mod disambiguate;
mod event;
mod gazetteer;
mod names;
#[cfg(test)]
mod tests;
mod toponym;

pub use disambiguate::resolve_document;
pub use event::{FoundPlace, event_place, unknown_place};
pub use gazetteer::{Error, Gazetteer, PlaceId, PlaceKind, PlaceRecord};
pub use toponym::{Toponym, Unresolved, find};
