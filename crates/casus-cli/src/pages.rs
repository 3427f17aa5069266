//! Inputs to pages: files are opened one after the other, and each page gets the id it will carry in the record.
//!
//! This is the seam for other formats: whatever gives [`RawPage`]s (HTML, archives, feeds) joins [`casus_article::read_records`] here.

use crate::inputs::{Failure, Found, Input};
use casus_article::{Limits, RawPage, extract, read_records};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A page, or the reason why there is none.
pub struct Page {
    /// Bytes of all inputs read so far, for the progress bar.
    pub position: u64,
    /// The page with its id, or what is wrong with the input.
    pub raw: Result<RawPage, Failure>,
}

/// The pages of all inputs, in order.
pub fn pages(found: Found) -> impl Iterator<Item = Page> + Send + 'static {
    let read = Arc::new(AtomicU64::new(0));
    let inputs = found.inputs.clone();
    inputs.into_iter().flat_map(move |input| {
        let stem = found.unique_stem(&input);
        let read = Arc::clone(&read);
        let pages: Box<dyn Iterator<Item = Result<RawPage, Failure>> + Send> = match open(&input) {
            Ok(bytes) => {
                let counted = BufReader::new(Counted { bytes, read: Arc::clone(&read) });
                Box::new(
                    read_records(counted, &input.name())
                        .map(move |page| page.map(|page| with_id(page, stem.as_deref())).map_err(Failure::from)),
                )
            }
            Err(error) => Box::new(std::iter::once(Err(Failure::unreadable(input.name(), &error)))),
        };
        pages.map(move |raw| Page { position: read.load(Ordering::Relaxed), raw })
    })
}

/// Why a page whose record has no text is to be named as a failed input; none if it is merely empty.
pub fn refusal(page: &RawPage, max_chars: usize) -> Option<Failure> {
    let unreadable = extract(page, Limits { max_chars }).unreadable?;
    let why = unreadable.to_string();
    let (what, hint) = why.split_once("; ").unwrap_or((&why, "casus reads plain text and JSONL"));
    Some(Failure { source: page.source.clone(), what: what.to_owned(), hint: hint.to_owned() })
}

impl From<casus_article::BadRecord> for Failure {
    fn from(bad: casus_article::BadRecord) -> Failure {
        let source = bad.line.map_or_else(|| bad.source.clone(), |line| format!("{}:{line}", bad.source));
        Failure { source, what: bad.message, hint: bad.hint }
    }
}

fn open(input: &Input) -> std::io::Result<Box<dyn Read + Send>> {
    Ok(match input {
        Input::File(path) => Box::new(File::open(path)?),
        Input::Stdin => Box::new(std::io::stdin()),
    })
}

/// The id given, else the stem of a text file if no other has it, else 16 hex digits of the SHA-256 of the raw bytes.
fn with_id(mut page: RawPage, stem: Option<&str>) -> RawPage {
    if page.given.id.is_none() {
        // A record of a JSONL file brings the hash of its line; the stem belongs to the file, not to it.
        let id = match (&page.raw_sha256, stem) {
            (Some(hash), _) => hash.chars().take(16).collect(),
            (None, Some(stem)) => stem.to_owned(),
            (None, None) => Sha256::digest(&page.bytes).iter().take(8).map(|b| format!("{b:02x}")).collect(),
        };
        page.given.id = Some(id);
    }
    page
}

/// Counts the bytes that pass.
struct Counted {
    bytes: Box<dyn Read + Send>,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n = self.bytes.read(into)?;
        self.read.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_given_or_the_stem_or_the_hash() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("a/same.txt", "First.");
        write("b/same.txt", "Second.");
        write("c/alone.txt", "Third.");
        write("d/news.jsonl", "{\"id\": \"x1\", \"text\": \"Fourth.\"}\n{\"text\": \"Fifth.\"}\n{\"title\": \"no text\"}\n");
        let found = Found::find(&[folder.path().to_owned()], &[]);
        let ids: Vec<Result<String, String>> = pages(found).map(|p| p.raw.map(|raw| raw.given.id.unwrap()).map_err(|f| f.what)).collect();
        let hash = |text: &str| Ok(Sha256::digest(text).iter().take(8).map(|b| format!("{b:02x}")).collect());
        assert_eq!(ids[0], hash("First."));
        assert_eq!(ids[1], hash("Second."));
        assert_eq!(ids[2], Ok("alone".to_owned()));
        assert_eq!(ids[3], Ok("x1".to_owned()));
        assert_eq!(ids[4], hash("{\"text\": \"Fifth.\"}"));
        assert!(ids[5].as_ref().unwrap_err().starts_with("no text in this record"));
    }
}
