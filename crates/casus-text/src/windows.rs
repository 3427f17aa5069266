//! Windows: what the encoder reads at a time. Neighbouring sentences stand in one window, so that the model sees where a sentence
//! ends, who was named before, and what kind of text it reads.
//!
//! `[CLS] first paragraph [SEP] second paragraph [SEP]`. Where a paragraph ends, a sentence ends; of every other word the model
//! says whether it is a sentence's last. Training reads the same way (`training/linguistic/windows.py`).

use crate::pieces::{MAX_PIECES, Pieces, Vocabulary};

/// Words in order, with what is known of where sentences end.
#[derive(Clone, Debug, Default)]
pub struct Words<'t> {
    forms: Vec<&'t str>,
    ends: Vec<End>,
}

/// What is known of a word's place in its sentence before the model has read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// A paragraph, heading or list item ends with it, and so does a sentence.
    Paragraph,
    /// A sentence ends with it.
    Sentence,
    /// No sentence ends with it.
    Inside,
    /// The model decides. `true`: it looks like an end (taken where the model finds none for too long).
    Open(bool),
}

impl End {
    fn known(self) -> Option<bool> {
        match self {
            End::Paragraph | End::Sentence => Some(true),
            End::Inside => Some(false),
            End::Open(_) => None,
        }
    }
}

impl<'t> Words<'t> {
    /// Adds a word.
    pub fn push(&mut self, form: &'t str, end: End) {
        self.forms.push(form);
        self.ends.push(end);
    }

    /// Adds a sentence whose end is known; `last`: it ends a paragraph.
    pub fn push_sentence(&mut self, forms: impl IntoIterator<Item = &'t str>, last: bool) {
        self.forms.extend(forms);
        self.ends.resize(self.forms.len(), End::Inside);
        if let Some(end) = self.ends.last_mut() {
            *end = if last { End::Paragraph } else { End::Sentence };
        }
    }

    /// Adds a paragraph whose inner sentence ends are not known.
    pub fn push_paragraph(&mut self, forms: impl IntoIterator<Item = &'t str>) {
        self.forms.extend(forms);
        self.ends.resize(self.forms.len(), End::Open(false));
        if let Some(end) = self.ends.last_mut() {
            *end = End::Paragraph;
        }
    }

    /// The words.
    pub fn forms(&self) -> &[&'t str] {
        &self.forms
    }
}

/// A text that is being read: how far it has come, and how much it reads next.
pub(crate) struct Reader<'t> {
    words: &'t Words<'t>,
    begin: usize,
    /// Pieces of a window: wider ones cost attention, narrower ones context and a second reading of the words behind the last end.
    width: usize,
    /// Those of the next window.
    limit: usize,
}

impl<'t> Reader<'t> {
    pub(crate) fn new(words: &'t Words<'t>, width: usize) -> Self {
        Reader { words, begin: 0, width, limit: width }
    }

    /// The next window, or nothing when all has been read.
    pub(crate) fn window(&self, vocabulary: &Vocabulary) -> Option<Pieces> {
        if self.begin == self.words.forms.len() {
            return None;
        }
        let mut pieces = vocabulary.start();
        // A known or likely end in the second half: the window is cut there, since what comes after it need not be read twice.
        let mut cut = None;
        for i in self.begin..self.words.forms.len() {
            if !vocabulary.add(&mut pieces, self.words.forms[i], self.limit) {
                if let Some((words, length)) = cut {
                    pieces.truncate(words, length);
                }
                break;
            }
            let end = self.words.ends[i];
            if end.known().unwrap_or(end == End::Open(true)) && pieces.first.last().is_some_and(|first| 2 * first >= self.limit) {
                cut = Some((pieces.first.len(), pieces.ids.len()));
            }
            if end == End::Paragraph && i + 1 < self.words.forms.len() {
                vocabulary.separate(&mut pieces);
            }
        }
        vocabulary.separate(&mut pieces);
        Some(pieces)
    }

    /// Decides where sentences end in a window of `count` words, of which the model says `ends`. Gives the lengths of the sentences
    /// that are complete, which may be none (then the next window is wider), and goes on behind them.
    pub(crate) fn sentences(&mut self, count: usize, ends: impl Fn(usize) -> bool) -> Vec<usize> {
        let known = &self.words.ends[self.begin..self.begin + count];
        let whole = self.begin + count == self.words.forms.len();
        let mut decided: Vec<bool> = known.iter().enumerate().map(|(i, end)| end.known().unwrap_or_else(|| ends(i))).collect();
        // Of a window's last word the model knows too little, but where the text itself looks like an end.
        decided[count - 1] = whole || known[count - 1].known().unwrap_or(known[count - 1] == End::Open(true) && ends(count - 1));
        if !decided.contains(&true) {
            if self.limit < MAX_PIECES {
                self.limit = (2 * self.limit).min(MAX_PIECES);
                return Vec::new();
            }
            let looks_like_one = known.iter().rposition(|end| *end == End::Open(true)).unwrap_or(count - 1);
            decided[looks_like_one] = true;
        }
        let mut lengths = Vec::new();
        let mut first = 0;
        for (i, _) in decided.iter().enumerate().filter(|(_, ends)| **ends) {
            lengths.push(i + 1 - first);
            first = i + 1;
        }
        self.begin += first;
        self.limit = self.width;
        lengths
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a text of words that are one piece each; gives the windows' numbers of words, and the sentences' lengths.
    fn read(words: &Words, width: usize, ends: impl Fn(usize) -> bool) -> (Vec<usize>, Vec<usize>) {
        let vocabulary = Vocabulary::new("[UNK]\n[CLS]\n[SEP]").unwrap();
        let mut reader = Reader::new(words, width);
        let (mut windows, mut lengths) = (Vec::new(), Vec::new());
        while let Some(window) = reader.window(&vocabulary) {
            windows.push(window.first.len());
            let begin = reader.begin;
            lengths.extend(reader.sentences(window.first.len(), |word| ends(begin + word)));
        }
        (windows, lengths)
    }

    fn open(words: usize) -> Words<'static> {
        let mut text = Words::default();
        text.push_paragraph(std::iter::repeat_n("word", words));
        text
    }

    #[test]
    fn what_follows_the_last_end_is_read_again() {
        assert_eq!(read(&open(100), 64, |word| word % 25 == 24), (vec![64, 50], vec![25, 25, 25, 25]));
    }

    #[test]
    fn a_window_stops_at_a_known_end_in_its_second_half() {
        let mut text = Words::default();
        for length in [40, 10, 30] {
            text.push_sentence(std::iter::repeat_n("word", length), length == 40);
        }
        assert_eq!(read(&text, 64, |_| false), (vec![50, 30], vec![40, 10, 30]));
    }

    #[test]
    fn without_an_end_the_window_widens() {
        assert_eq!(read(&open(700), 128, |_| false), (vec![128, 256, 510, 128, 190], vec![510, 190]));
        let mut text = Words::default();
        (0..700).for_each(|i| text.push("word", End::Open(i == 300)));
        assert_eq!(read(&text, 128, |_| false).1, [301, 399], "the last likely end is taken");
    }
}
