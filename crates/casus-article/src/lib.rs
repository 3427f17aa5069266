//! Turns bytes into an [`Article`]: clean text, its segments with roles, and what is known about it.
//!
//! In: the bytes of a plain-text scrape or of one JSONL record. Out: an [`Article`]; any bytes give one. Nothing is deleted:
//! what is not running text is labelled ([`casus_record::SegmentRole`]), and repairs keep what stood there before.
//!
//! The three types to know: [`RawPage`] is what was read, [`Article`] what it says, [`Segment`] a stretch of it with its role.
//!
//! ```
//! use casus_article::{RawPage, extract, Limits};
//! let page = RawPage {
//!     source: "minister.txt".into(),
//!     bytes: b"Minister resigns in Harare\n3 June 2019\n\nThe minister of mines resigned on Monday, her office said.\n".to_vec(),
//!     ..RawPage::default()
//! };
//! let article = extract(&page, Limits::default());
//! assert_eq!(article.title.as_deref(), Some("Minister resigns in Harare"));
//! assert_eq!(article.published, Some(jiff::civil::date(2019, 6, 3)));
//! let roles: Vec<String> = article.segments.iter().map(|s| s.role.to_string()).collect();
//! assert_eq!(roles, ["headline", "dateline", "body"]);
//! ```
//!
//! The steps, one file each: `decode` (bytes to characters), `repair` (characters that were misread, with receipts), `lines`
//! (lines and hard-wrapped paragraphs), `alone` and `classify` (roles: of a paragraph by itself, then in its place; word lists in
//! `cues`), `dates`, `dateline` and `published` (when it was written), `language`. [`read_records`] turns a file into pages before all that.
//!
//! **The seam for other formats.** HTML pages, WARC archives and feeds are not read yet. Each becomes another iterator of [`RawPage`]s
//! beside [`read_records`] that puts the extracted main text into `bytes` and what the format says about it into [`Given`]; nothing
//! after it has to know. Until then an HTML page is an article with [`Unreadable::Html`].

mod alone;
mod classify;
mod cues;
mod dateline;
mod dates;
mod decode;
mod extract;
mod language;
mod lines;
mod published;
mod records;
mod repair;

pub use extract::{Limits, extract};
pub use records::{BadRecord, Records, read_records};

use casus_record::{PublishedBasis, SegmentRole, Span};
use std::fmt;

/// Bytes as they were read, with what the surroundings say about them.
#[derive(Clone, Debug, Default)]
pub struct RawPage {
    /// Path or address as given, for messages and the record.
    pub source: String,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Fields that came with the text.
    pub given: Given,
    /// SHA-256 of what `bytes` were taken from, hex: for a JSONL record its line. None: the bytes themselves.
    pub raw_sha256: Option<String>,
}

/// What metadata says about a text; all optional.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
#[derive(Clone, Debug, Default)]
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
    /// ISO 639-1, or 639-3 where there is no shorter code; none if the text is too short to tell.
    pub lang: Option<String>,
    /// SHA-256 of the raw bytes, hex.
    pub raw_sha256: String,
    /// Clean text; all spans count in it. Cut at [`Limits::max_chars`], so that a record stays small; `notes` says how much is missing.
    pub text: String,
    /// Segments in text order, not overlapping, covering every character that is not white space.
    pub segments: Vec<Segment>,
    pub repairs: Vec<Repaired>,
    pub notes: Vec<String>,
    /// Byte up to which the text is analysed. `text` holds nothing beyond it, so it is `text.len()`.
    pub analysed_to: usize,
    /// The place that the dateline names ("BAGHDAD" in "BAGHDAD, Aug 28 (Reuters) -"), inside a [`SegmentRole::Dateline`] segment.
    pub dateline_place: Option<Span>,
    /// Why there is no text to code; `text` is empty then.
    pub unreadable: Option<Unreadable>,
}

impl Article {
    /// One line for the user if the input could not be read as text, naming the source; such an input counts as failed.
    pub fn refusal(&self) -> Option<String> {
        self.unreadable.as_ref().map(|why| format!("{}: {why}", self.source))
    }
}

/// Why bytes are no text that casus can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Not text at all; with the format if its first bytes tell.
    Binary(Option<&'static str>),
    /// An HTML page.
    Html,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unreadable::Binary(Some(format)) => write!(f, "binary file ({format}); casus reads plain text and JSONL"),
            Unreadable::Binary(None) => write!(f, "binary file; casus reads plain text and JSONL"),
            Unreadable::Html => write!(f, "HTML is not read yet; give the text of the page as plain text or JSONL"),
        }
    }
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
pub struct Repaired {
    /// `mojibake`, `html_entity`, `control` (a control character became a space) or `invisible` (a character without width was taken out).
    pub kind: &'static str,
    /// Where the repaired characters stand in the text; empty if there are none.
    pub span: Span,
    /// What stood there.
    pub before: String,
}
