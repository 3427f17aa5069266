//! Bytes to characters: byte order marks, UTF-8 first, then a guess; and what is no text at all.

use crate::Unreadable;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// The characters of a page, up to a limit.
#[derive(Debug, Default)]
pub(crate) struct Decoded {
    pub text: String,
    pub notes: Vec<String>,
    pub unreadable: Option<Unreadable>,
}

/// First bytes of formats that people pass by mistake.
const MAGIC: &[(&[u8], &str)] = &[
    (b"\x89PNG", "PNG image"),
    (b"GIF8", "GIF image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP archive or office document"),
    (b"\x1f\x8b\x08", "gzip; unpack it first"),
    (b"BZh9", "bzip2; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "Zstandard; unpack it first"),
    (b"\xfd7zXZ\x00", "xz; unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (b"Rar!\x1a\x07", "RAR archive"),
    (b"\x7fELF", "ELF program"),
    (b"MZ\x90\x00", "Windows program"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old office document"),
    (b"SQLite format 3\x00", "SQLite database"),
    (b"PAR1", "Parquet"),
    (b"RIFF", "RIFF media"),
    (b"OggS", "Ogg media"),
    (b"ID3\x03", "MP3"),
    (b"\x00asm", "WebAssembly"),
];

/// How many bytes the guesses look at. The encoding of a file shows in its first paragraphs; 64 KiB keeps a 100 MB line cheap.
const LOOK: usize = 64 * 1024;

/// Decodes at most `max_chars` characters.
pub(crate) fn decode(bytes: &[u8], max_chars: usize) -> Decoded {
    if let Some(unreadable) = sniff(bytes) {
        return Decoded { notes: vec![unreadable.to_string()], unreadable: Some(unreadable), ..Decoded::default() };
    }
    // No encoding that the web uses needs more than four bytes a character (GB18030, UTF-8).
    let window = max_chars.saturating_mul(4).saturating_add(8).min(bytes.len());
    let (encoding, body, why) = encoding_of(bytes, window);
    let offset = bytes.len() - body.len();
    let shown = &body[..window.saturating_sub(offset).min(body.len())];
    let (mut text, replaced) = characters(encoding, shown, shown.len() == body.len());
    let mut notes: Vec<String> = why.into_iter().collect();
    if looks_binary(&text) {
        let unreadable = Unreadable::Binary(None);
        return Decoded { notes: vec![unreadable.to_string()], unreadable: Some(unreadable), ..Decoded::default() };
    }
    let cut = text.char_indices().nth(max_chars).map(|(byte, _)| at_white_space(&text, byte));
    if let Some(cut) = cut {
        text.truncate(cut);
    }
    if cut.is_some() || shown.len() < body.len() {
        let kept = encoding.encode(&text).0.len();
        let left_out = body.len().saturating_sub(kept);
        notes.push(format!(
            "text beyond {} characters was not analysed (about {} bytes left out)",
            thousands(max_chars),
            thousands(left_out)
        ));
    }
    if replaced > 0 {
        notes.push(format!("{} byte sequences are not valid {} and show as U+FFFD", thousands(replaced), encoding.name()));
    }
    Decoded { text, notes, unreadable: None }
}

/// Formats that can be told without decoding.
fn sniff(bytes: &[u8]) -> Option<Unreadable> {
    let head = &bytes[..bytes.len().min(1024)];
    // "RIFF between ministers" is a headline; the media file has a zero soon after the letters.
    let is_word = |magic: &[u8]| magic.iter().all(u8::is_ascii_alphanumeric);
    if let Some((_, name)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic) && (!is_word(magic) || head.contains(&0))) {
        return Some(Unreadable::Binary(Some(name)));
    }
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let is = |tag: &[u8]| head.len() >= tag.len() && head[..tag.len()].eq_ignore_ascii_case(tag);
    (is(b"<!doctype html") || is(b"<html") || is(b"<head>") || (is(b"<?xml") && contains_html(head))).then_some(Unreadable::Html)
}

fn contains_html(head: &[u8]) -> bool {
    head.windows(5).any(|w| w.eq_ignore_ascii_case(b"<html"))
}

/// The encoding, the bytes without their mark, and a note where something was guessed.
fn encoding_of(bytes: &[u8], window: usize) -> (&'static Encoding, &[u8], Option<String>) {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let note = (encoding != UTF_8).then(|| format!("read as {} (byte order mark)", encoding.name()));
        return (encoding, &bytes[length..], note);
    }
    let head = &bytes[..window.min(LOOK)];
    if let Some(encoding) = utf16_without_mark(head) {
        return (encoding, bytes, Some(format!("read as {} (every second byte is zero)", encoding.name())));
    }
    let (valid, invalid) = utf8_evidence(&bytes[..window]);
    if invalid == 0 || valid >= 2 * invalid {
        return (UTF_8, bytes, None);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(head, window == head.len());
    let encoding = detector.guess(None, Utf8Detection::Deny);
    (encoding, bytes, Some(format!("read as {} (guessed; the bytes are not UTF-8)", encoding.name())))
}

/// Latin text in UTF-16 has a zero in every second byte; 70 % leaves room for other letters.
fn utf16_without_mark(head: &[u8]) -> Option<&'static Encoding> {
    let pairs = head.len() / 2;
    if pairs < 8 {
        return None;
    }
    let zeros = |at: usize| head.chunks_exact(2).filter(|pair| pair[at] == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    match (even * 10 > pairs * 7, odd * 10 > pairs * 7) {
        (false, true) if even * 20 < pairs => Some(UTF_16LE),
        (true, false) if odd * 20 < pairs => Some(UTF_16BE),
        _ => None,
    }
}

/// Valid multi-byte sequences and invalid ones. A page in UTF-8 with two broken bytes is still UTF-8.
fn utf8_evidence(bytes: &[u8]) -> (usize, usize) {
    let (mut valid, mut invalid) = (0, 0);
    let mut chunks = bytes.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        valid += chunk.valid().bytes().filter(|b| *b >= 0xC0).count();
        let cut_off_at_the_end =
            chunks.peek().is_none() && chunk.invalid().first().is_some_and(|b| *b >= 0xC2) && chunk.invalid().len() < 4;
        let broken = !chunk.invalid().is_empty();
        if broken && (valid == 0 || !cut_off_at_the_end) {
            invalid += 1;
        }
    }
    (valid, invalid)
}

/// Decodes; counts what had to be replaced. `whole` is false if the bytes stop in the middle of the page.
fn characters(encoding: &'static Encoding, bytes: &[u8], whole: bool) -> (String, usize) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let capacity = decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len());
    let mut text = String::with_capacity(capacity);
    let (_, _, had_errors) = decoder.decode_to_string(bytes, &mut text, whole);
    text.shrink_to_fit();
    let replaced = if had_errors { text.matches('\u{FFFD}').count() } else { 0 };
    (text, replaced)
}

/// More than one character in ten that no text has: control characters, or bytes that mean nothing.
fn looks_binary(text: &str) -> bool {
    let (mut odd, mut all) = (0usize, 0usize);
    for c in text.chars().take(LOOK) {
        all += 1;
        odd += usize::from((c.is_control() && !c.is_whitespace() && !('\u{80}'..'\u{A0}').contains(&c)) || c == '\u{FFFD}');
    }
    odd * 10 > all && odd > 3
}

/// The last white space shortly before `byte`, so that no word is cut; `byte` itself if there is none.
fn at_white_space(text: &str, byte: usize) -> usize {
    text[..byte].char_indices().rev().take(1000).find(|(_, c)| c.is_whitespace()).map_or(byte, |(at, _)| at)
}

/// 1234567 as "1,234,567".
fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, Vec<String>) {
        let decoded = decode(bytes, 1000);
        (decoded.text, decoded.notes)
    }

    #[test]
    fn marks_and_guesses() {
        let said = "The minister said “no” — twice. La Señora Núñez did not.";
        assert_eq!(read(said.as_bytes()), (said.to_owned(), vec![]));
        assert_eq!(read(&[b"\xef\xbb\xbf", said.as_bytes()].concat()), (said.to_owned(), vec![]));
        let utf16: Vec<u8> = said.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&[b"\xff\xfe".as_slice(), &utf16].concat()).0, said);
        assert_eq!(read(&utf16), (said.to_owned(), vec!["read as UTF-16LE (every second byte is zero)".to_owned()]));
        let utf16: Vec<u8> = said.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(read(&utf16).0, said);
        let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(said);
        assert_eq!(read(&bytes), (said.to_owned(), vec!["read as windows-1252 (guessed; the bytes are not UTF-8)".to_owned()]));
    }

    #[test]
    fn a_few_broken_bytes_do_not_change_the_encoding() {
        let (text, notes) = read(b"caf\xc3\xa9 \xc3\xa9t\xc3\xa9 \xff na\xc3\xafve");
        assert_eq!(text, "café été \u{FFFD} naïve");
        assert_eq!(notes, ["1 byte sequences are not valid UTF-8 and show as U+FFFD"]);
    }

    #[test]
    fn no_text() {
        for (bytes, says) in [
            (b"\x89PNG\r\n\x1a\n".to_vec(), "binary file (PNG image); casus reads plain text and JSONL"),
            (b"%PDF-1.7 ...".to_vec(), "binary file (PDF); casus reads plain text and JSONL"),
            (vec![0; 5000], "binary file; casus reads plain text and JSONL"),
            (b"  <!DOCTYPE html><html></html>".to_vec(), "HTML is not read yet; give the text of the page as plain text or JSONL"),
        ] {
            let decoded = decode(&bytes, 1000);
            assert_eq!(decoded.text, "");
            assert_eq!(decoded.notes, [says]);
            assert_eq!(decoded.unreadable.map(|u| u.to_string()).as_deref(), Some(says));
        }
        assert_eq!(read(b""), (String::new(), vec![]));
        assert_eq!(read(b"RIFF between ministers").0, "RIFF between ministers");
    }

    #[test]
    fn long_text_is_cut_between_words() {
        let decoded = decode("word ".repeat(1_000_000).as_bytes(), 1000);
        assert_eq!(decoded.text.len(), 999);
        assert_eq!(decoded.notes, ["text beyond 1,000 characters was not analysed (about 4,999,001 bytes left out)"]);
        assert_eq!(decode(&b"x".repeat(5000), 1000).text.len(), 1000);
        assert_eq!(decode(&b"x".repeat(1000), 1000).notes, Vec::<String>::new());
    }
}
