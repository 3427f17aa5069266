//! Which words stand inside quotation marks.
//!
//! Marks that have a direction pair by it; straight double quotes toggle inside a paragraph. A speech that goes on in the next
//! paragraph opens there again without having been closed: then it is [`Quotation::open`]. Single marks count only where they
//! cannot be apostrophes. One pass over the text.

use crate::Quotation;
use casus_record::Span;

/// Words longer than this in bytes are no quotation but a forgotten mark.
const LONGEST: usize = 6_000;

/// The quotations of a paragraph, in text order, not nested.
pub fn quotations(text: &str, paragraph: Span) -> Vec<Quotation> {
    let mut out = Vec::new();
    let words = paragraph.of(text);
    let mut open: Option<(usize, char)> = None;
    let mut before = ' ';
    let mut chars = words.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map_or(' ', |(_, c)| *c);
        let (start, end) = (paragraph.start + at, paragraph.start + at + c.len_utf8());
        match (open, c) {
            (None, '“' | '„' | '«' | '"') => open = Some((end, closing(c))),
            (None, '‘') if !before.is_alphanumeric() => open = Some((end, '’')),
            (None, '\'') if !before.is_alphanumeric() && after.is_uppercase() => open = Some((end, '\'')),
            (Some((from, mark)), c) if c == mark || (mark == '”' && c == '“' && !before.is_whitespace() && from < start) => {
                let apostrophe = matches!(mark, '’' | '\'') && (after.is_alphanumeric() || before.is_whitespace());
                if !apostrophe {
                    if start > from && start - from <= LONGEST {
                        out.push(Quotation { span: Span::new(from, start), open: false });
                    }
                    open = None;
                }
            }
            _ => {}
        }
        before = c;
    }
    // A single mark that is never closed was an apostrophe.
    if let Some((from, mark)) = open {
        if !matches!(mark, '’' | '\'') && paragraph.end > from && paragraph.end - from <= LONGEST {
            out.push(Quotation { span: Span::new(from, paragraph.end), open: true });
        }
    }
    out
}

fn closing(open: char) -> char {
    match open {
        '“' => '”',
        '„' => '“',
        '«' => '»',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> Vec<String> {
        let mark = |q: Quotation| format!("{}{}", q.span.of(text), if q.open { " …" } else { "" });
        quotations(text, Span::new(0, text.len())).into_iter().map(mark).collect()
    }

    #[test]
    fn pairs_marks() {
        assert_eq!(quoted("\"We left,\" he said. \"They stayed.\""), ["We left,", "They stayed."]);
        assert_eq!(quoted("“We left,” he said."), ["We left,"]);
        assert_eq!(quoted("“We left. It is"), ["We left. It is …"]);
        assert_eq!(quoted("He said: ‘It’s over’ and left."), ["It’s over"]);
        assert_eq!(quoted("The men's camp and the boys' tents"), [""; 0]);
        assert_eq!(quoted("It's 'The Dawn', they said"), ["The Dawn"]);
    }

    #[test]
    fn a_million_marks_end() {
        let text = "\"".repeat(1_000_000);
        assert!(quotations(&text, Span::new(0, text.len())).is_empty());
    }
}
