//! Which words stand inside quotation marks.
//!
//! Marks with a direction pair by it; a straight double mark opens and closes in turn, and starts afresh with each paragraph. Speech that
//! goes on in the next paragraph opens there again without having been closed: it is [`Quotation::open`]. An apostrophe is no mark:
//! single marks count only where a word begins, and only if they are closed. Time is linear: a paragraph is read at most twice.

use crate::Quotation;
use casus_record::Span;

/// How far a single closing mark may be looked for when the mark at hand might be a plural's apostrophe ("the rebels’ camp").
const REACH: usize = 200;

/// The quotations of a paragraph, in text order, not nested.
pub(crate) fn quotations(text: &str, paragraph: Span) -> Vec<Quotation> {
    let words = paragraph.of(text);
    let mut found = read(words, true).or_else(|| read(words, false)).unwrap_or_default();
    for q in &mut found {
        q.span = Span::new(q.span.start + paragraph.start, q.span.end + paragraph.start);
    }
    found
}

/// An open quotation: where its words begin, and its kind.
#[derive(Clone, Copy)]
struct Open {
    start: usize,
    single: bool,
    /// Its mark has a direction.
    curly: bool,
}

/// Reads a paragraph. `None` if a single mark was opened and not closed: it was an apostrophe, and single marks are not to be trusted.
fn read(words: &str, singles: bool) -> Option<Vec<Quotation>> {
    let mut found: Vec<Quotation> = Vec::new();
    let mut open: Option<Open> = None;
    let mut before = ' ';
    let mut chars = words.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map_or(' ', |(_, c)| *c);
        let previous = before;
        before = c;
        let mut end = at + c.len_utf8();
        let begins = !previous.is_alphanumeric() && !after.is_whitespace();
        let mark = match c {
            '“' | '”' | '„' | '«' | '»' | '"' => Mark::Double,
            // Two single marks are how typewriters and TeX write a double one.
            '`' | '\'' if after == c => {
                chars.next();
                end += 1;
                Mark::Double
            }
            '‘' | '’' | '\'' | '‚' if singles => Mark::Single,
            _ => continue,
        };
        match (mark, open) {
            (Mark::Double, None) => {
                let closes = matches!(c, '”' | '»') && !begins;
                // 5'10": inches.
                let inches = c == '"' && previous.is_ascii_digit() && !after.is_alphanumeric();
                if !closes && !inches {
                    open = Some(Open { start: end, single: false, curly: !matches!(c, '"' | '\'' | '`') });
                }
            }
            (Mark::Double, Some(o)) if !o.single => {
                let opens = match c {
                    '“' | '„' | '«' => begins,
                    '"' => previous.is_whitespace() && after.is_alphanumeric() && o.start < at,
                    _ => false,
                };
                if opens && c == '"' && o.curly {
                    // A straight mark inside curly ones is a quotation in the quotation.
                    continue;
                }
                keep(&mut found, o.start, at, opens);
                open = opens.then_some(Open { start: end, ..o });
            }
            (Mark::Single, None) => {
                let word = words[end..].split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
                if begins && c != '’' && !is_elision(word) {
                    open = Some(Open { start: end, single: true, curly: c != '\'' });
                }
            }
            (Mark::Single, Some(o)) if o.single && o.curly == (c != '\'') && c != '‘' => {
                let closes = !after.is_alphanumeric() && !previous.is_whitespace() && o.start < at;
                if closes && !(matches!(previous, 's' | 'S') && is_plural(&words[end..], c)) {
                    keep(&mut found, o.start, at, false);
                    open = None;
                }
            }
            _ => {}
        }
    }
    match open {
        Some(o) if o.single => None,
        Some(o) => {
            keep(&mut found, o.start, words.len(), true);
            Some(found)
        }
        None => Some(found),
    }
}

#[derive(Clone, Copy)]
enum Mark {
    Single,
    Double,
}

fn keep(found: &mut Vec<Quotation>, start: usize, end: usize, open: bool) {
    if start < end {
        found.push(Quotation { span: Span::new(start, end), open });
    }
}

/// Words that begin with an apostrophe: 'em, 'til, '90s.
fn is_elision(word: &str) -> bool {
    matches!(word.to_ascii_lowercase().as_str(), "em" | "til" | "tis" | "twas" | "cause" | "bout" | "n" | "s" | "re" | "ll" | "ve" | "d")
        || word.starts_with(|c: char| c.is_ascii_digit())
}

/// Is the mark after an s a plural's apostrophe, because a lower-case word follows and a better closing mark comes soon?
fn is_plural(rest: &str, mark: char) -> bool {
    let rest = &rest[..rest.floor_char_boundary(REACH)];
    if !rest.strip_prefix(' ').is_some_and(|r| r.starts_with(char::is_lowercase)) {
        return false;
    }
    let mut from = 0;
    while let Some(at) = rest[from..].find(mark) {
        let end = from + at + mark.len_utf8();
        let word_before = rest[..from + at].ends_with(|c: char| !c.is_whitespace());
        if word_before && !rest[end..].starts_with(char::is_alphanumeric) {
            return true;
        }
        from = end;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn quoted(text: &str, expected: &[&str]) {
        let show = |q: Quotation| format!("{}{}", q.span.of(text), if q.open { " >" } else { "" });
        let found: Vec<String> = quotations(text, Span::new(0, text.len())).into_iter().map(show).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn pairs() {
        quoted("\"We left,\" he said. \"They stayed.\"", &["We left,", "They stayed."]);
        quoted("“We left,” he said, calling it «a trap».", &["We left,", "a trap"]);
        quoted("``We left,'' he said.", &["We left,"]);
        quoted("“He called it a ‘trap’ and left,” she said.", &["He called it a ‘trap’ and left,"]);
    }

    #[test]
    fn speech_that_goes_on() {
        quoted("“We left. It is over.", &["We left. It is over. >"]);
        quoted("\"We left. It is over.", &["We left. It is over. >"]);
        quoted("\"We left, he said. \"They stayed.\"", &["We left, he said.  >", "They stayed."]);
    }

    #[test]
    fn apostrophes_are_no_marks() {
        quoted("The men's camp and the boys' tents in the '90s", &[]);
        quoted("It’s Iran’s word: ‘We won’t’.", &["We won’t"]);
        quoted("‘The rebels’ camp is ours’, he said.", &["The rebels’ camp is ours"]);
        quoted("He read 'The Dawn' and said \"yes\".", &["The Dawn", "yes"]);
        quoted("The 'lost city and \"the war\"", &["the war"]);
        quoted("He is 5'10\" tall and said \"no\".", &["no"]);
    }

    #[test]
    fn a_million_marks_take_linear_time() {
        for mark in ["\"", "“", "”", "'", " 'a", "‘a ", "s’ a", "\" a"] {
            let text = mark.repeat(1_000_000);
            quotations(&text, Span::new(0, text.len()));
        }
    }
}
