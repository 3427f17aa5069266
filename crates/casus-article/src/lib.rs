//! Turns bytes into an [`Article`]: clean text, its segments with roles, and what is known about it.
//!
//! In: the bytes of a plain-text scrape or of one JSONL record. Out: an [`Article`]; any bytes give one. Nothing is deleted:
//! what is not running text is labelled ([`casus_record::SegmentRole`]), and repairs keep what stood there before.
//!
//! The three types to know: [`RawPage`] is what was read, [`Article`] what it says, [`Segment`] a stretch of it with its role.

use casus_record::{PublishedBasis, SegmentRole, Span};

/// Bytes as they were read, with what the surroundings say about them.
#[derive(Clone, Debug, Default)]
pub struct RawPage {
    /// Path or address as given, for messages and the record.
    pub source: String,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Fields that came with the text.
    pub given: Given,
}

/// What metadata says about a text; all optional.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct Given {
    pub id: Option<String>,
    pub title: Option<String>,
    pub url: Option<String>,
    pub published: Option<String>,
    pub outlet: Option<String>,
    pub author: Option<String>,
}

/// One article, ready for analysis.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Article {
    pub source: String,
    /// The `id` given with it.
    pub id: Option<String>,
    pub url: Option<String>,
    pub outlet: Option<String>,
    pub title: Option<String>,
    pub author: Option<String>,
    pub published: Option<jiff::civil::Date>,
    pub published_basis: Option<PublishedBasis>,
    pub lang: Option<String>,
    /// SHA-256 of the raw bytes, hex.
    pub raw_sha256: String,
    /// Clean text; all spans count in it.
    pub text: String,
    /// Segments in text order, not overlapping, covering every character that is not white space.
    pub segments: Vec<Segment>,
    pub repairs: Vec<Repaired>,
    pub notes: Vec<String>,
    /// Byte up to which the text is analysed; `text.len()` unless the article is longer than the limit.
    pub analysed_to: usize,
}

/// A stretch of the article with its role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// What it is.
    pub role: SegmentRole,
    /// Where it stands, without surrounding white space.
    pub span: Span,
}

/// `before` stood where the text has `span` now.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Repaired {
    pub kind: &'static str,
    pub span: Span,
    pub before: String,
}
