//! Turns mentions into events: who is who, which mentions are one happening, when and where it was, or the reason why not.
//!
//! In: an article's [`Document`] and what the coder found in it ([`Coded`]), with the knowledge files. Out: a [`Report`]: events, claims,
//! actors, places, and every refusal. World knowledge lives here and nowhere before.
//!
//! The three types to know: [`Knowledge`] knows actors, [`places::Gazetteer`] places, and [`Report`] is everything that is said of one article.

pub mod actors;
mod attribution;
mod casualties;
mod claim;
mod coref;
mod counts;
pub mod dates;
mod happening;
mod harms;
mod identity;
pub mod knowledge;
mod parties;
pub mod places;
mod relations;
mod report;
mod standing;
mod when;

pub use knowledge::Knowledge;
pub use report::{About, Report, resolve};
pub use when::When;

#[doc(no_inline)]
pub use casus_coder::Coded;
#[doc(no_inline)]
pub use casus_text::Document;
