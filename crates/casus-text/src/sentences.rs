//! Cuts a segment where a sentence may end, by its punctuation and lines. One pass from left to right; nothing looks back or ahead further
//! than a few words. Where lines end, the cut stands; at punctuation it is a proposal, since the model that reads the words decides.

use crate::abbreviations::{Abbreviation, abbreviation, is_initial, is_starter};
use casus_record::Span;

/// Lines shorter than this are not wrapped text but a list, verses or headings.
const SHORTEST_WRAP: usize = 40;
/// Bytes that are looked at before and behind a full stop.
const REACH: usize = 64;
/// Verbs after which a quoted question belongs to the sentence that reports it: "“Who fired?” Colonel Osei asked."
const SAYING: &[&str] = &["said", "says", "asked", "asks", "told", "added", "shouted", "wrote", "replied", "cried", "wondered"];

/// A stretch that may be a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Proposed {
    /// Without surrounding white space.
    pub(crate) span: Span,
    /// Does a heading, list item or paragraph end with it?
    pub(crate) line_ends: bool,
}

/// The stretches of one segment; the last ends a line.
pub(crate) fn sentences(text: &str, segment: Span) -> Vec<Proposed> {
    let words = segment.of(text);
    let width = words.split('\n').map(|line| line.trim_end().len()).max().unwrap_or_default();
    let mut found = Vec::new();
    let (mut start, mut line, mut at) = (0, 0, 0);
    let is_mark = |c: char| matches!(c, '\n' | '.' | '!' | '?' | '…' | '。');
    while let Some(next) = words[at..].find(is_mark) {
        at += next;
        let mut line_ends = false;
        let end = if words[at..].starts_with('\n') {
            line_ends = !is_wrapped(&words[line..at], &words[at + 1..], width);
            at += 1;
            line = at;
            line_ends
        } else {
            let stop = Stop::at(words, start, at);
            at = stop.closed;
            stop.ends()
        };
        if end {
            push(words, segment.start, start, at, line_ends, &mut found);
            start = at;
        }
    }
    push(words, segment.start, start, words.len(), true, &mut found);
    found
}

fn push(words: &str, offset: usize, start: usize, end: usize, line_ends: bool, found: &mut Vec<Proposed>) {
    let piece = &words[start..end];
    let trimmed = piece.trim();
    if !trimmed.is_empty() {
        let from = offset + start + (piece.len() - piece.trim_start().len());
        found.push(Proposed { span: Span::new(from, from + trimmed.len()), line_ends });
    } else if line_ends && let Some(last) = found.last_mut() {
        // Nothing but blanks stands between the last stop and the line's end.
        last.line_ends = true;
    }
}

/// Does the sentence run on over a line break? It does where the next line's first word would not have fitted in the line, or where
/// that word is in lower case. `width` is the length of the longest line.
fn is_wrapped(line: &str, rest: &str, width: usize) -> bool {
    let next = reach(rest);
    let next = next.lines().next().unwrap_or_default();
    let line = line.trim_end();
    let (indented, next) = (next.starts_with([' ', '\t']), next.trim());
    if line.is_empty() || next.is_empty() || is_list_item(next) {
        return false;
    }
    if next.starts_with(char::is_lowercase) || line.ends_with([',', '-', '–', '—', '(']) {
        return true;
    }
    let first = next.split_whitespace().next().unwrap_or_default();
    // A quarter less: the longest line may be longer than the margin.
    width >= SHORTEST_WRAP && !indented && line.len() + 1 + first.len() > width * 3 / 4
}

fn is_list_item(line: &str) -> bool {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let numbered = (1..3).contains(&digits) && (line[digits..].starts_with(". ") || line[digits..].starts_with(") "));
    numbered || line.starts_with(['•', '●', '▪', '*', '·']) || line.starts_with("- ") || line.starts_with("– ") || line.starts_with("— ")
}

/// The beginning of `rest`, at most [`REACH`] bytes.
fn reach(rest: &str) -> &str {
    &rest[..rest.floor_char_boundary(REACH)]
}

/// A run of full stops, question and exclamation marks, with the closing marks behind it.
struct Stop<'t> {
    /// The first mark.
    mark: char,
    /// Several marks: "?!", "...".
    repeated: bool,
    /// A quotation mark or bracket closes behind it.
    quoted: bool,
    /// The word before it, without quotation marks and brackets.
    word: &'t str,
    /// Is that word the sentence's first?
    first: bool,
    /// What follows the closing marks, only its beginning.
    after: &'t str,
    /// Where the closing marks end.
    closed: usize,
}

impl<'t> Stop<'t> {
    fn at(words: &'t str, start: usize, at: usize) -> Self {
        let marks = words[at..].find(|c| !matches!(c, '.' | '!' | '?' | '…' | '。')).map_or(words.len(), |n| at + n);
        let mut closed = marks;
        while let Some(c) = words[closed..].chars().next().filter(|c| matches!(c, '"' | '”' | '’' | '\'' | '»' | ')' | ']')) {
            let next = closed + c.len_utf8();
            // A straight mark with a word behind it opens.
            if matches!(c, '"' | '\'') && words[next..].starts_with(char::is_alphanumeric) {
                break;
            }
            closed = next;
        }
        let before = &words[words.ceil_char_boundary(at.saturating_sub(REACH)).max(start).min(at)..at];
        let word = before
            .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '“' | '‘' | '\'' | '-' | '–' | '—' | '/'))
            .next()
            .unwrap_or_default();
        let mark = words[at..].chars().next().unwrap_or('.');
        let first = before.len() == at - start && before.trim().len() == word.len();
        Stop { mark, repeated: marks > at + mark.len_utf8(), quoted: closed > marks, word, first, after: reach(&words[closed..]), closed }
    }

    fn ends(&self) -> bool {
        let following = self.after.trim_start();
        let Some(next) = following.chars().find(|c| !matches!(c, '"' | '“' | '‘' | '\'' | '«' | '(' | '[' | '¿' | '¡')) else {
            return true;
        };
        if following.len() == self.after.len() {
            return self.mark == '。' || self.is_glued();
        }
        // "… ends?" he said: the sentence goes on in lower case.
        let goes_on = next.is_lowercase() && (self.quoted || !matches!(self.mark, '!' | '?'));
        if goes_on || matches!(next, ',' | ';' | ':' | '.' | '?' | '!') {
            return false;
        }
        if matches!(self.mark, '!' | '?') {
            return !(self.quoted && is_reported(following));
        }
        // A number before the text of a list item: "2. The rebels …"
        if self.first && !self.word.is_empty() && self.word.bytes().all(|b| b.is_ascii_digit()) && self.word.len() < 3 {
            return false;
        }
        if self.mark != '.' || self.repeated || self.quoted {
            return true;
        }
        let word = following.trim_start_matches(['"', '“', '‘', '\'', '(', '[']);
        let word = word.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        match abbreviation(self.word) {
            Some(Abbreviation::BeforeName) => false,
            Some(Abbreviation::BeforeNumber | Abbreviation::Date) => !next.is_ascii_digit(),
            Some(Abbreviation::MayEnd) => is_starter(word) || following.starts_with(['"', '“']),
            None if is_initial(self.word) => is_starter(word) && word != "A",
            None => true,
        }
    }

    /// "withdrawal.The": two sentences whose space was lost.
    fn is_glued(&self) -> bool {
        let before = self.word.chars().rev().take_while(|c| c.is_lowercase()).count();
        let mut after = self.after.chars();
        let capital = after.next().is_some_and(char::is_uppercase);
        self.mark == '.'
            && !self.repeated
            && !self.quoted
            && before >= 3
            && capital
            && after.next().is_some_and(|c| c.is_lowercase() || c == ' ')
    }
}

/// Does a verb of saying follow within a few words: "Colonel Osei asked"?
fn is_reported(following: &str) -> bool {
    let words = following.split_whitespace().take(4);
    words
        .take_while(|w| !w.ends_with(['.', '!', '?']) || SAYING.contains(&w.trim_end_matches('.')))
        .any(|w| SAYING.contains(&w.trim_end_matches(['.', ','])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn cut(text: &str, expected: &[&str]) {
        let found: Vec<&str> = sentences(text, Span::new(0, text.len())).into_iter().map(|s| s.span.of(text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn plain_sentences() {
        cut("Troops left. They came back! Why? Nobody knows…", &["Troops left.", "They came back!", "Why?", "Nobody knows…"]);
        cut("They left.Nobody stayed.", &["They left.", "Nobody stayed."]);
        cut(
            "It rose 3.5 percent, to 1.2 million. Visit example.org for more.",
            &["It rose 3.5 percent, to 1.2 million.", "Visit example.org for more."],
        );
        cut("Why ... nobody knows. What?! No.", &["Why ... nobody knows.", "What?!", "No."]);
    }

    #[test]
    fn abbreviations() {
        cut("Gen. A. B. Haddad of the U.S. Army met Mr. Osei. He left.", &["Gen. A. B. Haddad of the U.S. Army met Mr. Osei.", "He left."]);
        cut("They left the U.S. The army stayed.", &["They left the U.S.", "The army stayed."]);
        cut("At 5 p.m. Tuesday, Sen. Ada Brook spoke.", &["At 5 p.m. Tuesday, Sen. Ada Brook spoke."]);
        cut(
            "It began on Sept. 3 under Resolution No. 5. No. They said no. Then talks.",
            &["It began on Sept. 3 under Resolution No. 5.", "No.", "They said no.", "Then talks."],
        );
        cut("Acme Corp. Chairman J. K. Lund resigned.", &["Acme Corp. Chairman J. K. Lund resigned."]);
    }

    #[test]
    fn quotations() {
        cut("\"Will it end?\" he asked. \"No.\" She left.", &["\"Will it end?\" he asked.", "\"No.\"", "She left."]);
        cut(
            "“Who fired?” Colonel Osei asked. “They did!” The crowd left.",
            &["“Who fired?” Colonel Osei asked.", "“They did!”", "The crowd left."],
        );
        cut("\"It knows. The end will come,\" he said.", &["\"It knows.", "The end will come,\" he said."]);
        cut("He left (at last.) Then she did.", &["He left (at last.)", "Then she did."]);
    }

    #[test]
    fn lines() {
        let wrapped = "The minister said on Monday that the border would stay closed until\nFriday. Traders in the two towns complained about the\nlosses.";
        cut(
            wrapped,
            &[
                "The minister said on Monday that the border would stay closed until\nFriday.",
                "Traders in the two towns complained about the\nlosses.",
            ],
        );
        cut("Demands:\n- leave the zone\n- free prisoners", &["Demands:", "- leave the zone", "- free prisoners"]);
        cut("Three killed\nTwo wounded\nOne missing", &["Three killed", "Two wounded", "One missing"]);
        cut("One paragraph\n\nanother", &["One paragraph", "another"]);
        let text = "One sentence. Another. \nA third.";
        let line_ends: Vec<bool> = sentences(text, Span::new(0, text.len())).iter().map(|s| s.line_ends).collect();
        assert_eq!(line_ends, [false, true, true]);
        cut("1. Leave the zone. 2. Free all.", &["1. Leave the zone.", "2. Free all."]);
    }

    #[test]
    fn hostile_input_takes_linear_time() {
        for text in ["a".repeat(2_000_000), ".".repeat(2_000_000), ". ".repeat(500_000), "\n".repeat(1_000_000), "\")]".repeat(500_000)] {
            sentences(&text, Span::new(0, text.len()));
        }
    }
}
