//! From words to the encoder's input: word pieces of BERT's uncased vocabulary, and the case feature.
//!
//! The vocabulary makes "US" and "us" the same piece; the case feature gives the lost information back, one shape a word.

use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// The encoder reads so many pieces at most, the first [CLS] and the last [SEP] not counted.
pub(crate) const MAX_PIECES: usize = 510;
/// A run of letters longer than this is one [UNK], as in BERT.
const MAX_CHARS_PER_RUN: usize = 100;
/// Rows of the case table: first piece and continuation for each of six shapes.
pub(crate) const CASE_ROWS: usize = 12;
const OTHER: u8 = 5;

/// A window as the encoder reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pieces {
    /// [CLS], pieces, [SEP], also between paragraphs.
    pub(crate) ids: Vec<u32>,
    /// Row of the case table for each piece.
    pub(crate) case: Vec<u8>,
    /// Position of each word's first piece.
    pub(crate) first: Vec<usize>,
}

impl Pieces {
    /// Takes back what was added after the first `words` words, when there were `length` pieces.
    pub(crate) fn truncate(&mut self, words: usize, length: usize) {
        self.first.truncate(words);
        self.ids.truncate(length);
        self.case.truncate(length);
    }
}

/// The vocabulary.
pub(crate) struct Vocabulary {
    ids: HashMap<Box<str>, u32>,
    unknown: u32,
    start: u32,
    end: u32,
}

impl Vocabulary {
    /// Reads `vocab.txt`, one piece a line, numbered from 0. `None` if the special pieces are missing.
    pub(crate) fn new(text: &str) -> Option<Self> {
        let ids: HashMap<Box<str>, u32> =
            text.lines().zip(0..).filter(|(piece, _)| !piece.is_empty()).map(|(piece, id)| (piece.into(), id)).collect();
        let special = |piece| ids.get(piece).copied();
        let (unknown, start, end) = (special("[UNK]")?, special("[CLS]")?, special("[SEP]")?);
        Some(Vocabulary { ids, unknown, start, end })
    }

    /// One more than the largest id.
    pub(crate) fn size(&self) -> usize {
        self.ids.values().max().map_or(0, |id| *id as usize + 1)
    }

    /// The beginning of a window.
    pub(crate) fn start(&self) -> Pieces {
        Pieces { ids: vec![self.start], case: vec![2 * OTHER], first: Vec::new() }
    }

    /// Adds a word's pieces; does nothing and says no if they would be more than `limit`. The first word always fits: of a very
    /// long one, the rest is left out.
    pub(crate) fn add(&self, pieces: &mut Pieces, word: &str, limit: usize) -> bool {
        let first = pieces.ids.len();
        self.word(word, &mut pieces.ids);
        if pieces.ids.len() - 1 > limit {
            if !pieces.first.is_empty() {
                pieces.ids.truncate(first);
                return false;
            }
            pieces.ids.truncate(limit + 1);
        }
        let shape = case_shape(word);
        pieces.first.push(first);
        pieces.case.push(2 * shape);
        pieces.case.resize(pieces.ids.len(), 2 * shape + 1);
        true
    }

    /// Puts [SEP]: between paragraphs, and at the end.
    pub(crate) fn separate(&self, pieces: &mut Pieces) {
        pieces.ids.push(self.end);
        pieces.case.push(2 * OTHER);
    }

    /// Appends the pieces of one word, at least one.
    fn word(&self, word: &str, ids: &mut Vec<u32>) {
        let before = ids.len();
        if word.bytes().all(|b| b.is_ascii_lowercase()) {
            self.run(word, ids);
        } else {
            let plain: String = if word.is_ascii() {
                word.to_ascii_lowercase()
            } else {
                word.nfd().filter(|c| c.general_category() != GeneralCategory::NonspacingMark).collect::<String>().to_lowercase()
            };
            let mut run = String::new();
            for c in plain.chars() {
                let (separates, alone) = match class(c) {
                    Class::Dropped => continue,
                    Class::Space => (true, false),
                    Class::Alone => (true, true),
                    Class::Letter => (false, false),
                };
                if !separates {
                    run.push(c);
                    continue;
                }
                self.run(&std::mem::take(&mut run), ids);
                if alone {
                    self.run(c.encode_utf8(&mut [0; 4]), ids);
                }
            }
            self.run(&run, ids);
        }
        if ids.len() == before {
            ids.push(self.unknown);
        }
    }

    /// The longest matches of a run without punctuation, from the left.
    fn run(&self, run: &str, ids: &mut Vec<u32>) {
        if run.is_empty() {
            return;
        }
        if let Some(id) = self.ids.get(run) {
            ids.push(*id);
            return;
        }
        if run.chars().nth(MAX_CHARS_PER_RUN).is_some() {
            ids.push(self.unknown);
            return;
        }
        let before = ids.len();
        let mut start = 0;
        let mut key = String::with_capacity(run.len() + 2);
        while start < run.len() {
            key.clear();
            if start > 0 {
                key.push_str("##");
            }
            key.push_str(&run[start..]);
            let mark = key.len() - (run.len() - start);
            loop {
                if let Some(id) = self.ids.get(key.as_str()) {
                    ids.push(*id);
                    start += key.len() - mark;
                    break;
                }
                key.pop();
                if key.len() <= mark {
                    ids.truncate(before);
                    ids.push(self.unknown);
                    return;
                }
            }
        }
    }
}

enum Class {
    Dropped,
    Space,
    /// Punctuation and Chinese characters are pieces of their own.
    Alone,
    Letter,
}

fn class(c: char) -> Class {
    use GeneralCategory::*;
    match c {
        '\t' | '\n' | '\r' | ' ' => return Class::Space,
        '!'..='/' | ':'..='@' | '['..='`' | '{'..='~' => return Class::Alone,
        '\u{fffd}' => return Class::Dropped,
        c if c.is_ascii_alphanumeric() => return Class::Letter,
        _ => {}
    }
    match c.general_category() {
        SpaceSeparator => Class::Space,
        Control | Format | Unassigned | PrivateUse | Surrogate => Class::Dropped,
        ConnectorPunctuation | DashPunctuation | OpenPunctuation | ClosePunctuation | InitialPunctuation | FinalPunctuation
        | OtherPunctuation => Class::Alone,
        _ if is_chinese(c) => Class::Alone,
        _ => Class::Letter,
    }
}

fn is_chinese(c: char) -> bool {
    matches!(
        c,
        '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{20000}'..='\u{2A6DF}' | '\u{2A700}'..='\u{2B73F}'
            | '\u{2B740}'..='\u{2B81F}' | '\u{2B820}'..='\u{2CEAF}' | '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}'
    )
}

/// The shape of a word: 0 lower case, 1 upper case (two letters at least), 2 title, 3 mixed, 4 digits, 5 other.
fn case_shape(word: &str) -> u8 {
    let (mut cased, mut upper, mut first_upper) = (0, 0, false);
    for c in word.chars() {
        let is_upper = c.is_uppercase();
        if is_upper || c.is_lowercase() {
            first_upper |= cased == 0 && is_upper;
            cased += 1;
            upper += u32::from(is_upper);
        }
    }
    match (cased, upper) {
        (0, _) if word.bytes().any(|b| b.is_ascii_digit()) => 4,
        (0, _) => OTHER,
        (_, 0) => 0,
        (2.., _) if cased == upper => 1,
        (_, 1) if first_upper => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary() -> Vocabulary {
        Vocabulary::new("[UNK]\n[CLS]\n[SEP]\nattack\n##s\n##er\n-\nal\nsad\n##r\ncafe\n中").unwrap()
    }

    fn ids(words: &[&str]) -> Vec<u32> {
        let vocabulary = vocabulary();
        let mut pieces = vocabulary.start();
        assert!(words.iter().all(|w| vocabulary.add(&mut pieces, w, MAX_PIECES)));
        vocabulary.separate(&mut pieces);
        pieces.ids
    }

    #[test]
    fn longest_pieces_first() {
        assert_eq!(ids(&["Attackers", "al-Sadr", "CAFÉ", "中中", "zebra", "\u{200b}"]), [1, 3, 5, 4, 7, 6, 8, 9, 10, 11, 11, 0, 0, 2]);
    }

    #[test]
    fn shapes() {
        let shapes: Vec<u8> = ["war", "U.S.", "A", "Iraq", "McCain", "iPhone", "42", "B-52", "—", "伊拉克"].map(case_shape).into();
        assert_eq!(shapes, [0, 1, 2, 2, 3, 3, 4, 2, 5, 5]);
    }

    #[test]
    fn too_many_pieces() {
        let vocabulary = vocabulary();
        let mut pieces = vocabulary.start();
        assert!(vocabulary.add(&mut pieces, "attackers-", 3), "the first word is cut");
        assert_eq!((pieces.ids.as_slice(), pieces.case.len()), ([1, 3, 5, 4].as_slice(), 4));
        let before = pieces.clone();
        assert!(!vocabulary.add(&mut pieces, "attack", 3));
        assert_eq!(pieces, before);
    }
}
