//! Reads the codebook and the lexicon: which words mean an event, and which change the status of what they embed.
//!
//! In: the text of the files under `lexicon/` and `codebook/`. Out: a [`Lexicon`] that the coder can look words up in, and a
//! [`Codebook`] for people. A wrong file is an [`Error`] that names file and line and says what to write instead.
//!
//! The three types to know: [`Lexicon`] holds all entries, [`Pattern`] is one entry, [`Shape`] is one way of saying it.
//!
//! ```
//! use casus_lexicon::{File, Lexicon};
//! let file = File::new("events/threaten.toml", r#"
//!     [[pattern]]
//!     id = "threaten-to"
//!     match = "ACTOR {threaten} to CONTENT"
//!     code = { type = "THREATEN", mode = "content", cameo = "130" }
//!     content = "threat"
//!     note = "The speaker binds itself."
//!     examples = [{ text = "The rebels threatened to attack.", ledger = "THREATEN" }]
//!     never = [{ text = "Rain threatened the harvest.", why = "no speaker" }]
//! "#);
//! let lexicon = Lexicon::load(&[file]).unwrap();
//! assert_eq!(lexicon.patterns[0].id, "threaten/threaten-to");
//! ```

mod codebook;
mod entry;
mod error;
mod lexicon;
mod pattern;

pub use codebook::{Chapter, Codebook, Pair};
pub use entry::{Code, Content, CounterExample, Example, ModeOf, Pattern};
pub use error::Error;
pub use lexicon::{Cameo, File, Lexicon};
pub use pattern::{Element, Filler, Role, Shape, ShapeKind, Subject, Trigger};
