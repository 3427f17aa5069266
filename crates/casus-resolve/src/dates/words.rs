//! Cuts text into the words that date expressions are made of. Coarser questions than syntax asks ("mid-1990s", "28th", "a.m."), so the
//! cut is its own and works where a sentence has no parse.

use casus_record::Span;

/// A word, number or sign.
#[derive(Clone, Debug)]
pub(super) struct Word<'t> {
    pub span: Span,
    pub text: &'t str,
    pub lower: String,
}

impl Word<'_> {
    /// The number, if it is written in digits only ("28", "1,500").
    pub fn digits(&self) -> Option<u32> {
        let first = self.text.as_bytes().first()?;
        if !first.is_ascii_digit() {
            return None;
        }
        if self.text.bytes().all(|b| b.is_ascii_digit() || b == b',') { self.text.replace(',', "").parse().ok() } else { None }
    }

    /// Does it begin with a capital letter?
    pub fn is_capital(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }
}

/// The words of `text[span]`. Signs are words of one character, white space is dropped.
pub(super) fn words(text: &str, span: Span) -> Vec<Word<'_>> {
    let (mut out, mut at) = (Vec::new(), span.start);
    while at < span.end {
        let rest = &text[at..span.end];
        let Some(c) = rest.chars().next() else { break };
        if c.is_whitespace() || is_invisible(c) {
            at += c.len_utf8();
            continue;
        }
        let len = if c.is_ascii_digit() {
            number_len(rest)
        } else if c.is_alphabetic() {
            rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())
        } else {
            c.len_utf8()
        };
        let piece = &rest[..len];
        out.push(Word { span: Span::new(at, at + len), text: piece, lower: lower(piece) });
        at += len;
    }
    out
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}' | '\u{2060}')
}

/// Lower case with one sign for each family of dashes and apostrophes.
fn lower(piece: &str) -> String {
    match piece {
        "–" | "—" | "‐" | "‑" | "−" => "-".into(),
        "’" | "‘" | "`" | "´" => "'".into(),
        _ => piece.to_lowercase(),
    }
}

/// Digits with what is glued to them: "1,500", "2.5", "28.08.2019", "28th", "1990s", "10am". "2019," ends before the comma.
fn number_len(rest: &str) -> usize {
    let b = rest.as_bytes();
    let digits = |from: usize| b[from..].iter().take_while(|c| c.is_ascii_digit()).count();
    let mut len = digits(0);
    loop {
        match b.get(len) {
            Some(b',') if digits(len + 1) == 3 && len <= 12 && digits(0) <= 3 => len += 4,
            Some(b'.') if digits(len + 1) > 0 => len += 1 + digits(len + 1),
            _ => break,
        }
    }
    let letters = rest[len..].find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len() - len);
    len + letters
}
