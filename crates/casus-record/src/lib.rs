//! The vocabulary of casus: plain data for articles, events, claims, actors and places, and their readable forms.
//!
//! In: what the other crates found in an article. Out: the JSON record (`Record`, one line an article), the *ledger line*
//! for people ([`ledger_line`]) and the CSV rows ([`csv`]). No input or output happens here and nothing is computed beyond layout.
//!
//! The three types to know: [`Record`] is everything casus says about one article; [`Event`] is one happening with all its
//! mentions; [`Claim`] is who says what about it. Inside the program places in the text are [`Span`]s in bytes; the record
//! counts Unicode code points (see [`CodePoints`]), as W3C TextPositionSelector and Python strings do.
//!
//! ```
//! use casus_record::{EventType, Mode};
//! assert_eq!(EventType::Threaten.to_string(), "THREATEN");
//! assert_eq!("aerial".parse::<Mode>().unwrap().of(), EventType::Assault);
//! ```

pub mod csv;
mod ledger;
mod ontology;
mod record;
mod span;

pub use ledger::{claim_line, ledger_line};
pub use ontology::{Aux, Certainty, Context, EventType, Mode, Polarity, Sector, Stance};
pub use record::*;
pub use span::{CodePoints, Span};
