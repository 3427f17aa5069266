//! Lines, and the paragraphs that they make.
//!
//! Scrapes put a paragraph on a line; wire copy breaks its lines at 60 to 80 columns and indents the first line of a paragraph. The lines
//! of such a paragraph must become one segment, or every later step sees half sentences.

use crate::dateline;
use casus_record::Span;

/// A paragraph: one line, or several that were wrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Paragraph {
    /// Without surrounding white space.
    pub span: Span,
    /// Physical lines.
    pub lines: usize,
    /// Does an empty line (or the start of the text) stand before it?
    pub after_blank: bool,
}

#[derive(Clone, Copy)]
struct Line {
    span: Span,
    indent: usize,
    after_blank: bool,
}

/// Lines longer than this are not hard-wrapped: wire copy, mail and press releases stay below 80, generous editors below 120.
const WIDEST: usize = 120;

/// The paragraphs of a text. `stands_alone` says which lines are no running text and are never joined to another.
pub(crate) fn paragraphs(text: &str, stands_alone: impl Fn(&str) -> bool) -> Vec<Paragraph> {
    let lines = lines(text);
    let width = wrap_width(text, &lines);
    let mut out: Vec<Paragraph> = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let joins = i > 0 && !line.after_blank && continues(text, lines[i - 1], *line, width, i == 1) && {
            !stands_alone(lines[i - 1].span.of(text)) && !stands_alone(line.span.of(text))
        };
        match out.last_mut() {
            Some(last) if joins => {
                last.span.end = line.span.end;
                last.lines += 1;
            }
            _ => out.push(Paragraph { span: line.span, lines: 1, after_blank: line.after_blank }),
        }
    }
    out
}

fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let (mut at, mut after_blank) = (0, true);
    for raw in text.split_inclusive(['\n', '\r', '\x0B', '\x0C', '\u{2028}', '\u{2029}']) {
        let trimmed = raw.trim();
        if trimmed.is_empty() {
            // "\r\n" splits in two; its second half is no empty line.
            after_blank |= !(raw == "\n" && text[..at].ends_with('\r'));
        } else {
            let indent = raw.len() - raw.trim_start().len();
            let start = at + indent;
            lines.push(Line { span: Span::new(start, start + trimmed.len()), indent, after_blank });
            after_blank = false;
        }
        at += raw.len();
    }
    lines
}

/// The column at which the text is wrapped, if it is: every line short, and a good part of them break off in mid-sentence.
fn wrap_width(text: &str, lines: &[Line]) -> Option<usize> {
    let mut widths: Vec<usize> = lines.iter().map(|l| l.span.len() + l.indent).collect();
    widths.sort_unstable();
    let usual = *widths.get(widths.len().saturating_sub(1) * 19 / 20)?;
    if !(30..=WIDEST).contains(&usual) {
        return None;
    }
    // In capitals the first letter of a line says nothing; then the missing full stop must do.
    let capitals = text.bytes().filter(u8::is_ascii_lowercase).count() * 5 < text.bytes().filter(u8::is_ascii_uppercase).count();
    let pairs: Vec<bool> = lines
        .windows(2)
        .filter(|pair| !pair[1].after_blank)
        .map(|pair| {
            !ends_sentence(pair[0].span.of(text))
                && (capitals || breaks_off(pair[0].span.of(text)) || starts_low(pair[1].span.of(text)))
                && pair[0].span.len() * 2 > usual
        })
        .collect();
    let broken = pairs.iter().filter(|b| **b).count();
    (broken >= 2 && broken * 4 > pairs.len()).then_some(usual)
}

fn continues(text: &str, before: Line, line: Line, width: Option<usize>, second: bool) -> bool {
    let (left, right) = (before.span.of(text), line.span.of(text));
    let sentence_over = ends_sentence(left);
    if !sentence_over && (starts_low(right) || breaks_off(left)) && left.len() >= 25 && !is_list_item(right) {
        return true;
    }
    let Some(width) = width else { return false };
    let indented = line.indent >= before.indent + 2;
    // A first line is a headline if a report with a dateline begins below it, or if it alone is in capitals.
    let perhaps_headline = second && (dateline::prefix(right, false).is_some() || (is_capitals(left) && !is_capitals(right)));
    // After a full stop only a line that reaches the margin goes on; breaking the paragraph there costs nothing.
    let reach = left.len() + before.indent;
    let full = if sentence_over { reach >= width * 3 / 4 } else { reach >= width / 3 };
    !indented && !perhaps_headline && !is_list_item(right) && full
}

/// Does it end as a sentence ends, perhaps with a closing quotation mark or bracket?
pub(crate) fn ends_sentence(line: &str) -> bool {
    let bare = line.trim_end_matches(['"', '\'', '”', '’', ')', ']', '»', ' ']);
    bare.ends_with(['.', '!', '?', '…', '。', '؟'])
}

/// Does it start in small letters, as the rest of a sentence does?
pub(crate) fn starts_low(line: &str) -> bool {
    line.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase)
}

fn is_capitals(line: &str) -> bool {
    !line.contains(char::is_lowercase)
}

/// Does it end on a comma or a word that nothing ends on?
pub(crate) fn breaks_off(line: &str) -> bool {
    const OPEN: [&str; 22] = [
        "the", "a", "an", "of", "to", "in", "on", "at", "by", "for", "from", "with", "and", "or", "that", "which", "who", "its", "his",
        "their", "was", "were",
    ];
    line.ends_with(',') || line.rsplit(char::is_whitespace).next().is_some_and(|last| OPEN.contains(&last))
}

fn is_list_item(line: &str) -> bool {
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with(['-', '*', '•', '–', '·', '▪'])
        || (number.len() < line.len() && (number.starts_with(". ") || number.starts_with(") ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn splits(text: &str, expected: &[&str]) {
        let got: Vec<String> =
            paragraphs(text, |_| false).iter().map(|p| p.span.of(text).split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn a_line_is_a_paragraph() {
        splits(
            "Rebels attack port\nA short summary of it.\r\n\r\nThe first one.\nThe second one.",
            &["Rebels attack port", "A short summary of it.", "The first one.", "The second one."],
        );
        let crlf = paragraphs("a\r\nb\r\n\r\nc", |_| false);
        assert_eq!(crlf.iter().map(|p| p.after_blank).collect::<Vec<_>>(), [true, false, true]);
    }

    #[test]
    fn wire_copy_is_joined() {
        splits(
            "The transport ministry of Gambria said it had\nsigned an accord with the port workers of Delmar\nand would pay them from June.\n    The union said that it\nhad not seen the text of the accord, and that a\nstrike would go on until it did.\n",
            &[
                "The transport ministry of Gambria said it had signed an accord with the port workers of Delmar and would pay them from June.",
                "The union said that it had not seen the text of the accord, and that a strike would go on until it did.",
            ],
        );
    }

    #[test]
    fn lists_and_chronologies_are_not_joined() {
        splits("1. Mali\n2. Niger\n3. Chad\n- dates\n- places", &["1. Mali", "2. Niger", "3. Chad", "- dates", "- places"]);
    }
}
