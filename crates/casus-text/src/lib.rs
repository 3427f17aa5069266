//! Turns text into a linguistic analysis: sentences, tokens, dependency trees, names, quotations.
//!
//! In: a text and its segments. Out: a [`Document`]. The same text gives the same analysis in any batch, on any machine.
//! Nothing here knows politics.
//!
//! The three types to know: [`Model`] holds the weights, [`Document`] the analysis, [`Token`] one word of it.
//!
//! ```
//! use casus_record::{SegmentRole, Span};
//! use casus_text::{Deprel, Model, NameKind, Segmented, analyze};
//! # let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/minilm-ewt-gum");
//! # let read = |name: &str| std::fs::read_to_string(format!("{folder}/{name}"));
//! # let weights = std::fs::read(format!("{folder}/weights.safetensors"))?;
//! let model = Model::load(weights, &read("config.json")?, &read("vocab.txt")?, read("lemmas.tsv")?)?;
//! let text = "The minister met Gen. Osei in Nairobi. She didn't resign.";
//! let document = analyze(text, &[Segmented { role: SegmentRole::Body, span: Span::new(0, text.len()) }], &model);
//!
//! let sentences: Vec<&str> = document.sentences.iter().map(|s| s.span.of(text)).collect();
//! assert_eq!(sentences, ["The minister met Gen. Osei in Nairobi.", "She didn't resign."]);
//! let first = &document.sentences[0];
//! assert_eq!(first.tokens[2].lemma, "meet");
//! assert_eq!((first.tokens[1].head, first.tokens[1].deprel), (Some(2), Deprel::Nsubj));
//! assert!(first.names.iter().any(|n| n.kind == NameKind::Place && first.tokens[n.first].span.of(text) == "Nairobi"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The way of a text ([`analyze`]), one file each: `sentences` cuts segments where a sentence may end, `words` those into words, `quotations` finds
//! what is inside quotation marks; the model then reads windows of neighbouring sentences and says where each ends (`windows`): `pieces` (words to word pieces), `encoder` (pieces to a vector
//! a word), `heads` (vectors to tags, names and relations), `tree` (the best tree), `settle` (arcs set right), `lemma`. `int8` and `float` hold the arithmetic,
//! which gives the same bits on every machine, in any batch. Only `int8` and the dispatch in `float` use `unsafe`.

mod abbreviations;
mod analyze;
pub mod conllu;
mod document;
mod encoder;
mod float;
mod heads;
mod int8;
mod lemma;
mod linear;
mod model;
mod pieces;
mod quotations;
mod sentences;
mod settle;
mod tags;
mod tree;
mod weights;
mod windows;
mod words;

pub use analyze::{Segmented, analyze, analyze_where};
pub use document::{Document, Feats, Name, NameKind, Quotation, Sentence, Token, Unparsed};
pub use model::{Model, Parse, Word};
pub use tags::{Deprel, Upos};
pub use weights::Error;
pub use windows::{End, Words};
