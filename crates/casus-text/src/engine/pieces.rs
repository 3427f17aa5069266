//! Words to word pieces, as uncased BERT cuts them, with the shape of each word.

use super::encoder::Pieces;
use std::collections::HashMap;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The vocabulary of word pieces.
pub struct Vocabulary {
    ids: HashMap<String, u32>,
    unknown: u32,
    begin: u32,
    end: u32,
}

/// A run of characters longer than this is unknown, as in BERT.
const LONGEST: usize = 100;

/// Case feature of `[CLS]` and `[SEP]`.
const NO_SHAPE: u8 = 10;

impl Vocabulary {
    /// One piece a line; the line number is the id. None if the special pieces are missing.
    pub fn new(lines: &str) -> Option<Vocabulary> {
        let ids: HashMap<String, u32> = lines.lines().enumerate().map(|(n, piece)| (piece.to_owned(), n as u32)).collect();
        let (unknown, begin, end) = (*ids.get("[UNK]")?, *ids.get("[CLS]")?, *ids.get("[SEP]")?);
        Some(Vocabulary { ids, unknown, begin, end })
    }

    /// Number of pieces.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// The pieces of a sentence's words.
    pub fn pieces<'a>(&self, words: impl Iterator<Item = &'a str>) -> Pieces {
        let mut out = Pieces { ids: vec![self.begin], cases: vec![NO_SHAPE], first: Vec::new() };
        for word in words {
            let from = out.ids.len();
            out.first.push(from);
            for run in runs(word) {
                self.cut(&run, &mut out.ids);
            }
            if out.ids.len() == from {
                out.ids.push(self.unknown);
            }
            let shape = 2 * shape(word);
            out.cases.push(shape);
            out.cases.resize(out.ids.len(), shape + 1);
        }
        out.ids.push(self.end);
        out.cases.push(NO_SHAPE);
        out
    }

    /// Greedy longest match from the left; a run with any rest is unknown as a whole.
    fn cut(&self, run: &str, ids: &mut Vec<u32>) {
        let chars: Vec<char> = run.chars().collect();
        let from = ids.len();
        if chars.len() > LONGEST {
            ids.push(self.unknown);
            return;
        }
        let mut at = 0;
        while at < chars.len() {
            let mark = if at == 0 { "" } else { "##" };
            let found = (at + 1..=chars.len()).rev().find_map(|end| {
                let piece: String = mark.chars().chain(chars[at..end].iter().copied()).collect();
                self.ids.get(&piece).map(|id| (*id, end))
            });
            let Some((id, end)) = found else {
                ids.truncate(from);
                ids.push(self.unknown);
                return;
            };
            ids.push(id);
            at = end;
        }
    }
}

/// Lower-cased runs without accents, split at white space, punctuation and CJK characters.
fn runs(word: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut run = String::new();
    let mut end = |run: &mut String| {
        if !run.is_empty() {
            out.push(std::mem::take(run));
        }
    };
    for c in word.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).filter(|c| !is_combining_mark(*c)) {
        if c.is_whitespace() {
            end(&mut run);
        } else if is_dropped(c) {
            continue;
        } else if is_punctuation(c) || is_cjk(c) {
            end(&mut run);
            run.push(c);
            end(&mut run);
        } else {
            run.push(c);
        }
    }
    end(&mut run);
    out
}

fn is_dropped(c: char) -> bool {
    c.is_control() || c == '\u{fffd}' || matches!(c, '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e000}'..='\u{f8ff}' | '\u{fff9}'..='\u{fffb}')
}

/// ASCII marks and the Unicode categories P*.
fn is_punctuation(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation();
    }
    use unicode_general_category::{GeneralCategory as G, get_general_category};
    matches!(
        get_general_category(c),
        G::ConnectorPunctuation | G::DashPunctuation | G::OpenPunctuation | G::ClosePunctuation | G::InitialPunctuation | G::FinalPunctuation | G::OtherPunctuation
    )
}

fn is_cjk(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{2a6df}' | '\u{2a700}'..='\u{2b81f}' | '\u{2b820}'..='\u{2ceaf}' | '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}')
}

/// 0 lower, 1 upper, 2 title, 3 mixed, 4 digits, 5 other.
fn shape(word: &str) -> u8 {
    let cased: Vec<bool> = word.chars().filter(|c| c.is_uppercase() || c.is_lowercase()).map(char::is_uppercase).collect();
    let upper = cased.iter().filter(|u| **u).count();
    match (cased.len(), upper) {
        (0, _) if word.bytes().any(|b| b.is_ascii_digit()) => 4,
        (0, _) => 5,
        (_, 0) => 0,
        (n, u) if n == u && n >= 2 => 1,
        (_, 1) if cased[0] => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_of_words() {
        let shapes = ["troops", "NATO", "Iraq", "McGee", "2003", "—", "A", "iPhone"].map(shape);
        assert_eq!(shapes, [0, 1, 2, 3, 4, 5, 2, 3]);
    }

    #[test]
    fn runs_as_bert_makes_them() {
        assert_eq!(runs("U.S."), ["u", ".", "s", "."]);
        assert_eq!(runs("Ákos"), ["akos"]);
        assert_eq!(runs("€5"), ["€5"]);
        assert_eq!(runs("’s"), ["’", "s"]);
        assert!(runs("\u{200b}").is_empty());
    }
}
