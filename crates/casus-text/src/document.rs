//! The linguistic analysis of one text: sentences, tokens with a dependency tree, names and quotations. All positions are bytes.

use crate::{Deprel, Upos};
use casus_record::{SegmentRole, Span};

/// A text with everything the model and the rules of this crate found in it.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The text; all spans count in it.
    pub text: String,
    /// Sentences in text order. Segments that hold no running text are one unparsed sentence each.
    pub sentences: Vec<Sentence>,
    /// Stretches inside quotation marks, in text order, not nested.
    pub quotations: Vec<Quotation>,
}

/// One sentence and its tree.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// Where it stands.
    pub span: Span,
    /// The kind of segment it belongs to.
    pub role: SegmentRole,
    /// Number of the paragraph (segment) it belongs to, counting from 0.
    pub paragraph: usize,
    /// Its words; empty if it was not parsed (see [`Sentence::unparsed`]).
    pub tokens: Vec<Token>,
    /// Names, in text order, not overlapping.
    pub names: Vec<Name>,
    /// Why there is no parse, if there is none.
    pub unparsed: Option<Unparsed>,
}

/// Why a sentence has no tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unparsed {
    /// Its role (caption, related link, boilerplate …) is not read for events.
    Role,
    /// More word pieces than the model reads.
    TooLong,
    /// No letters.
    NoWords,
    /// The caller did not want it read ([`crate::analyze_where`]).
    Passed,
}

/// A syntactic word, as Universal Dependencies cuts them ("don't" is two).
#[derive(Clone, Debug)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Dictionary form, lower case but for proper nouns.
    pub lemma: String,
    /// Part of speech.
    pub upos: Upos,
    /// Morphological features, `Number=Plur|…`, sorted; empty if none.
    pub feats: Feats,
    /// Position of the governing token in the sentence; `None` for the root.
    pub head: Option<usize>,
    /// Relation to it.
    pub deprel: Deprel,
}

/// Morphological features as one string of the model's closed list, such as `Mood=Ind|Tense=Past|VerbForm=Fin`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Feats(pub &'static str);

impl Feats {
    /// Does it hold `Name=Value`?
    pub fn has(self, feature: &str) -> bool {
        self.0.split('|').any(|f| f == feature)
    }
}

/// A name: person, place, organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// First token.
    pub first: usize,
    /// One past the last token.
    pub end: usize,
    /// Kind.
    pub kind: NameKind,
}

/// Kinds of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::EnumString, strum::Display)]
pub enum NameKind {
    /// A human.
    #[strum(serialize = "PER")]
    Person,
    /// A place.
    #[strum(serialize = "LOC")]
    Place,
    /// An organisation.
    #[strum(serialize = "ORG")]
    Organisation,
    /// A nationality, religion or political group.
    #[strum(serialize = "NORP")]
    Norp,
}

/// Words inside quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// The words, without the marks.
    pub span: Span,
    /// The end mark is missing because the speech goes on in the next paragraph, or was forgotten.
    pub open: bool,
}
