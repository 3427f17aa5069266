//! Turns text into a linguistic analysis: sentences, tokens, dependency trees, names, quotations.
//!
//! In: a text and its segments. Out: a [`Document`]. The same text gives the same analysis in any batch, on any machine.
//! Nothing here knows politics.
//!
//! The three types to know: [`Model`] holds the weights, [`Document`] the analysis, [`Token`] one word of it.

mod analyze;
mod document;
mod engine;
mod model;
mod quotes;
mod sentences;
mod tags;
mod tokens;

pub use analyze::{Segmented, analyze};
pub use document::{Document, Feats, Name, NameKind, Quotation, Sentence, Token, Unparsed};
pub use engine::linear::Path;
pub use model::{Error, Model, Parse, Word};
pub use tags::{Deprel, Upos};
