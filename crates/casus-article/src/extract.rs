//! The steps in order: decode, repair, classify, date, language.

use crate::classify::{classify, without_site};
use crate::decode::{Decoded, decode};
use crate::language::language_of;
use crate::published::{Evidence, published};
use crate::repair::repair;
use crate::{Article, RawPage};
use casus_record::SegmentRole;
use sha2::{Digest, Sha256};

/// How much of a page is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Characters of text; the rest is left out, with a note. 200,000 is a book chapter: no news article comes near it.
    pub max_chars: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { max_chars: 200_000 }
    }
}

/// Turns a page into an article. Never fails: bad input is an article with notes, and with [`Article::unreadable`] if it is no text.
/// Time is linear in the bytes, and all but the checksum stops at the limit.
pub fn extract(page: &RawPage, limits: Limits) -> Article {
    let given = &page.given;
    let Decoded { text, mut notes, unreadable } = decode(&page.bytes, limits.max_chars);
    let (text, repairs) = repair(&text);
    if !repairs.is_empty() {
        notes.push(format!("{} misread passages were repaired", repairs.len()));
    }
    let found = classify(&text, given);
    if unreadable.is_none() && found.segments.is_empty() {
        notes.push("the text is empty".to_owned());
    }
    let url = clean(&given.url).or(found.url);
    let (published, published_basis, conflicts) = published(&Evidence {
        given: given.published.as_deref(),
        date_lines: &found.date_lines,
        dateline_day: found.dateline_day,
        url: url.as_deref(),
    });
    notes.extend(conflicts);
    let headline = found.headline.map(|h| h.of(&text).to_owned());
    let title = match (clean(&given.title).map(|t| repair(&t).0), headline) {
        // The site's name is cut off only if the text shows the title without it.
        (Some(title), Some(headline)) if title != headline && without_site(&title) == headline => Some(headline),
        (Some(title), _) => Some(title),
        (None, headline) => headline,
    };
    let body = found.segments.iter().filter(|s| matches!(s.role, SegmentRole::Body | SegmentRole::Headline | SegmentRole::Standfirst));
    Article {
        source: page.source.clone(),
        id: clean(&given.id),
        url,
        outlet: clean(&given.outlet),
        title,
        author: clean(&given.author).or(found.author),
        published,
        published_basis,
        lang: language_of(body.map(|s| s.span.of(&text))),
        raw_sha256: page.raw_sha256.clone().unwrap_or_else(|| sha256(&page.bytes)),
        analysed_to: text.len(),
        segments: found.segments,
        dateline_place: found.dateline_place,
        repairs,
        notes,
        unreadable,
        text,
    }
}

/// A given field without surrounding white space; none if nothing is left.
fn clean(field: &Option<String>) -> Option<String> {
    field.as_deref().map(str::trim).filter(|f| !f.is_empty()).map(str::to_owned)
}

/// SHA-256 in hex.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
