//! Spellings of place names: what differs only in articles, hyphens, apostrophes and accents is one name.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A name as the index keeps it: lower case, without accents and apostrophes, Arabic and Kurdish articles dropped, words joined by one space.
pub(super) fn key(name: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    for piece in name.split(|c: char| c.is_whitespace() || is_dash(c) || matches!(c, ',' | '/' | '(' | ')')) {
        push_piece(&mut parts, piece);
    }
    join(parts)
}

/// Adds one word of a text to the parts of a key.
pub(super) fn push_piece(parts: &mut Vec<String>, piece: &str) {
    let folded = fold(piece);
    if !folded.is_empty() {
        parts.push(folded);
    }
}

/// Joins parts to a key. Articles inside ("Deir al-Zour", "Deir ez-Zor") go, "el" and "the" at the front too, unless nothing would be left.
pub(super) fn join(parts: Vec<String>) -> String {
    let kept: Vec<&String> = parts.iter().filter(|p| !is_article(p)).collect();
    if kept.is_empty() { parts.join(" ") } else { kept.into_iter().map(String::as_str).collect::<Vec<_>>().join(" ") }
}

fn is_article(part: &str) -> bool {
    matches!(
        part,
        "al" | "el" | "ul" | "ad" | "ed" | "az" | "ez" | "ash" | "esh" | "ar" | "er" | "as" | "es" | "at" | "et" | "an" | "en" | "the"
    )
}

pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Lower case letters and digits without marks.
pub(super) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.bytes().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_lowercase() as char).collect();
    }
    let mut out = String::with_capacity(word.len());
    for c in word.nfd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'ı' | 'İ' => out.push('i'),
            'ø' | 'Ø' => out.push('o'),
            'ł' | 'Ł' => out.push('l'),
            'đ' | 'Đ' | 'ð' => out.push('d'),
            'ß' => out.push_str("ss"),
            'æ' | 'Æ' => out.push_str("ae"),
            'ə' | 'Ə' => out.push('a'),
            c if c.is_alphanumeric() => out.extend(c.to_lowercase()),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn spellings_meet() {
        for (a, b) in [
            ("Deir al-Zour", "Deir ez Zour"),
            ("al-Raqqa", "Raqqa"),
            ("Sana'a", "Sanaa"),
            ("N’Djamena", "N'Djamena"),
            ("Şırnak", "Sirnak"),
            ("Ain Al Asad", "Ain al-Asad"),
            ("El Fasher", "al-Fasher"),
            ("Xi'an", "Xian"),
        ] {
            assert_eq!(key(a), key(b), "{a} {b}");
        }
        assert_ne!(key("Niger"), key("Nigeria"));
        assert_eq!(key("-"), "");
    }
}
