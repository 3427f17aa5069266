//! Characters that were misread on the way here, put right, each with a receipt.
//!
//! Clean text never changes: curly quotes, ellipses, ligatures, dashes and accents stay. A repair needs a proof. For *mojibake* (UTF-8
//! read as Windows-1252 or the like: `â€™` for ’) the proof is that the characters, written back as bytes, are valid UTF-8 of a
//! character that news contains, where the misread form is one that no language writes. INPUT.md measured `plsfix` (146 of ftfy's 161
//! cases), but it also changes clean quotation marks, gives no offsets and brings backtracking expressions; this file does less.

use crate::Repaired;
use casus_record::Span;
use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253};

/// The repaired text and what stood there before, in text order.
pub(crate) fn repair(text: &str) -> (String, Vec<Repaired>) {
    let mut out = Output { text: String::with_capacity(text.len()), receipts: Vec::new() };
    for line in text.split_inclusive('\n') {
        // Watermarks are labelled by the classifier, not repaired: nothing in them is worth reading.
        if is_misread_hanzi(line) || !needs_a_look(line) {
            out.text.push_str(line);
        } else {
            repair_line(line, &mut out);
        }
    }
    (out.text, out.receipts)
}

struct Output {
    text: String,
    receipts: Vec<Repaired>,
}

impl Output {
    fn replace(&mut self, kind: &'static str, before: &str, after: &str) {
        let start = self.text.len();
        self.text.push_str(after);
        let span = Span::new(start, self.text.len());
        match self.receipts.last_mut() {
            // A run of NULs is one repair, not thousands.
            Some(last) if last.kind == kind && last.span.end == start => {
                last.span.end = span.end;
                last.before.push_str(before);
            }
            _ => self.receipts.push(Repaired { kind, span, before: before.to_owned() }),
        }
    }
}

fn needs_a_look(line: &str) -> bool {
    line.bytes().any(|b| b >= 0x80 || b == b'&' || (b < b' ' && !is_plain_white(b as char)) || b == 0x7F)
}

fn is_plain_white(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\x0B' | '\x0C')
}

fn repair_line(line: &str, out: &mut Output) {
    let mut at = 0;
    while let Some(c) = line[at..].chars().next() {
        let rest = &line[at..];
        let length = if let Some((length, meant)) = html_entity(rest) {
            out.replace("html_entity", &rest[..length], &meant.to_string());
            length
        } else if c.is_ascii() {
            if c.is_control() && !is_plain_white(c) {
                out.replace("control", &rest[..1], " ");
            } else {
                out.text.push(c);
            }
            1
        } else {
            let length = rest.find(|c: char| c.is_ascii()).unwrap_or(rest.len());
            let before = line[..at].chars().next_back();
            repair_run(&rest[..length], before, rest[length..].chars().next(), out);
            length
        };
        at += length;
    }
}

/// A run of characters beyond ASCII. Up to three rounds, because text is misread more than once ("Ã¢â‚¬â„¢").
fn repair_run(run: &str, before: Option<char>, after: Option<char>, out: &mut Output) {
    let mut now = run.to_owned();
    for _ in 0..3 {
        match misread_utf8(&now, before, after).or_else(|| other_code_pages(&now, before, after)) {
            Some(better) => now = better,
            None => break,
        }
    }
    if now.contains(|c: char| ('\u{80}'..'\u{A0}').contains(&c)) {
        now = now.chars().map(|c| if ('\u{80}'..'\u{A0}').contains(&c) { in_windows_1252(c as u8) } else { c }).collect();
    }
    // The remnant of a no-break space that went through GBK: U+00A0 became a hanzi, whose bytes were read as Latin-1.
    now = now.replace("Ìý", " ");
    if now == run {
        keep_but_invisible(run, out);
    } else {
        // The receipt covers what changed, not the clean characters around it.
        let lead = common(run.chars(), now.chars());
        let (old, new) = (&run[lead..], &now[lead..]);
        let tail = common(old.chars().rev(), new.chars().rev());
        out.text.push_str(&run[..lead]);
        out.replace("mojibake", &old[..old.len() - tail], &new[..new.len() - tail]);
        out.text.push_str(&old[old.len() - tail..]);
    }
}

/// Bytes that two character sequences share from their start.
fn common(a: impl Iterator<Item = char>, b: impl Iterator<Item = char>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
}

/// Soft hyphens, zero-width spaces and direction marks cut words in two for every later step.
fn keep_but_invisible(run: &str, out: &mut Output) {
    for c in run.chars() {
        if matches!(c, '\u{AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
        {
            out.replace("invisible", c.encode_utf8(&mut [0; 4]), "");
        } else {
            out.text.push(c);
        }
    }
}

/// UTF-8 read as Windows-1252 or Latin-1.
fn misread_utf8(run: &str, before: Option<char>, after: Option<char>) -> Option<String> {
    let chars: Vec<char> = run.chars().collect();
    let bytes: Vec<Option<u8>> = chars.iter().map(|c| as_windows_1252(*c)).collect();
    let sequences = (0..chars.len()).filter(|i| sequence(&bytes[*i..]).is_some()).count();
    let mut out = String::new();
    let mut changed = false;
    let mut i = 0;
    while i < chars.len() {
        let left = if i == 0 { before } else { Some(chars[i - 1]) };
        match sequence(&bytes[i..]) {
            Some((c, length)) if proves(c, &chars[i..i + length], left, chars.get(i + length).copied().or(after), sequences) => {
                out.push(c);
                changed = true;
                i += length;
            }
            _ => {
                out.push(chars[i]);
                i += 1;
            }
        }
    }
    changed.then_some(out)
}

/// The UTF-8 character of several bytes at the start, and how many bytes it takes.
fn sequence(bytes: &[Option<u8>]) -> Option<(char, usize)> {
    let length = match (*bytes.first()?)? {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let mut buffer = [0u8; 4];
    for (to, from) in buffer.iter_mut().zip(bytes.get(..length)?) {
        *to = (*from)?;
    }
    let c = std::str::from_utf8(&buffer[..length]).ok()?.chars().next()?;
    Some((c, length))
}

/// Can these characters only be a misread `meant`? Each arm names the clean text that it must leave alone.
fn proves(meant: char, shown: &[char], before: Option<char>, after: Option<char>, sequences: usize) -> bool {
    let after_capital = before.is_some_and(char::is_uppercase);
    let second_is_punctuation =
        shown.get(1).is_some_and(|c| matches!(c, '‘' | '’' | '“' | '”' | '–' | '—' | '…' | '•' | '™' | '›' | '»' | '\u{A0}'));
    match (shown[0], shown.len()) {
        (_, 4) => true,
        // "â€…", "âœ…", "ï»¿": no language starts a word so.
        ('â', _) => matches!(meant, '\u{2000}'..='\u{2BFF}'),
        ('ï', _) => matches!(meant, '\u{FB00}'..='\u{FB06}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'..='\u{FFFD}') || sequences >= 2,
        ('á', _) => matches!(meant, '\u{1E00}'..='\u{1EFF}') || sequences >= 2,
        // "voilà »" with a no-break space is valid UTF-8 of a Samaritan letter.
        (_, 3) => sequences >= 2 && meant.is_alphanumeric() && !matches!(meant, '\u{0800}'..='\u{08FF}'),
        ('Â', _) => !after_capital,
        // "MAÇÃ”" closes a quotation in capitals.
        ('Ã', _) => !second_is_punctuation || !after_capital || after.is_some_and(char::is_lowercase),
        // "KÄ—" is a dash after a capital, "kÄ—" is not.
        ('Ä' | 'Å', _) => !second_is_punctuation || before.is_some_and(char::is_lowercase) || after.is_some_and(char::is_lowercase),
        // "CAFÉ’S" is valid UTF-8 of a phonetic letter; so one sequence alone proves nothing.
        _ => sequences >= 2 && meant.is_alphabetic() && !matches!(meant, '\u{0180}'..='\u{036F}'),
    }
}

/// English punctuation and accents in UTF-8 read in other code pages: "вЂ™", "‚Äô", "ΓÇÖ", "√©".
fn other_code_pages(run: &str, before: Option<char>, after: Option<char>) -> Option<String> {
    const CP437: [(&str, &str); 8] =
        [("ΓÇÖ", "’"), ("ΓÇÿ", "‘"), ("ΓÇ£", "“"), ("ΓÇ¥", "”"), ("ΓÇô", "–"), ("ΓÇö", "—"), ("ΓÇª", "…"), ("ΓÇó", "•")];
    let mut out = run.to_owned();
    for (page, marker) in [(WINDOWS_1251, "вЂ"), (MACINTOSH, "‚Ä"), (WINDOWS_1253, "β€")] {
        if out.contains(marker) {
            out = replace_sequences(&out, page, |c| matches!(c, '\u{2010}'..='\u{2040}'));
        }
    }
    let in_a_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    if out.contains('√') && (in_a_word(before) || in_a_word(after)) {
        out = replace_sequences(&out, MACINTOSH, |c| matches!(c, '\u{C0}'..='\u{FF}'));
    }
    for (shown, meant) in CP437 {
        if out.contains(shown) {
            out = out.replace(shown, meant);
        }
    }
    (out != run).then_some(out)
}

fn replace_sequences(run: &str, page: &'static Encoding, wanted: impl Fn(char) -> bool) -> String {
    let chars: Vec<char> = run.chars().collect();
    let byte = |c: &char| match page.encode(c.encode_utf8(&mut [0; 4])) {
        (bytes, _, false) if bytes.len() == 1 => Some(bytes[0]),
        _ => None,
    };
    let bytes: Vec<Option<u8>> = chars.iter().map(byte).collect();
    let mut out = String::new();
    let mut i = 0;
    while i < chars.len() {
        match sequence(&bytes[i..]) {
            Some((c, length)) if wanted(c) => {
                out.push(c);
                i += length;
            }
            _ => {
                out.push(chars[i]);
                i += 1;
            }
        }
    }
    out
}

/// The byte that Windows-1252 or Latin-1 shows as `c`.
fn as_windows_1252(c: char) -> Option<u8> {
    match c {
        '\u{80}'..='\u{FF}' => Some(c as u8),
        '\u{0152}'..='\u{2122}' => (0x80..=0x9F).find(|byte| in_windows_1252(*byte) == c),
        _ => None,
    }
}

fn in_windows_1252(byte: u8) -> char {
    let (shown, _) = WINDOWS_1252.decode_without_bom_handling(std::slice::from_ref(&byte));
    shown.chars().next().unwrap_or('\u{FFFD}')
}

/// A character reference of HTML and its length, where plain text was cut out of a page carelessly. Only names that news text uses.
fn html_entity(rest: &str) -> Option<(usize, char)> {
    const NAMED: &[(&str, char)] = &[
        ("amp", '&'),
        ("quot", '"'),
        ("apos", '\''),
        ("lt", '<'),
        ("gt", '>'),
        ("nbsp", '\u{A0}'),
        ("lsquo", '‘'),
        ("rsquo", '’'),
        ("ldquo", '“'),
        ("rdquo", '”'),
        ("ndash", '–'),
        ("mdash", '—'),
        ("hellip", '…'),
        ("eacute", 'é'),
        ("euro", '€'),
        ("pound", '£'),
    ];
    let body = rest.strip_prefix('&')?;
    let end = body.bytes().take(10).position(|b| b == b';')?;
    let name = &body[..end];
    let meant = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            match code {
                0x80..=0x9F => in_windows_1252(code as u8),
                _ => char::from_u32(code).map(|c| if c.is_control() && !c.is_whitespace() { ' ' } else { c })?,
            }
        }
        None => NAMED.iter().find(|(n, _)| *n == name)?.1,
    };
    Some((end + 2, meant))
}

/// Is the whole line Chinese characters in GBK whose bytes were shown as Latin-1 (`°®Âþµº`)? Sites' watermarks survive so in English
/// scrapes. Of 256,411 other lines none looks like this.
pub(crate) fn is_misread_hanzi(line: &str) -> bool {
    let line = line.trim();
    if line.is_empty() || line.is_ascii() {
        return false;
    }
    let Some(bytes) = line.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect::<Option<Vec<u8>>>() else { return false };
    // Frequent hanzi only (GB 2312: lead byte B0–F7, trail byte A1–FE).
    let hanzi =
        bytes.len() % 2 == 0 && bytes.chunks_exact(2).all(|pair| (0xB0..=0xF7).contains(&pair[0]) && (0xA1..=0xFE).contains(&pair[1]));
    hanzi && std::str::from_utf8(&bytes).is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn becomes(from: &str, to: &str) {
        let (text, receipts) = repair(from);
        assert_eq!(text, to);
        // Every repair can be undone from its receipt.
        let mut undone = text.clone();
        for r in receipts.iter().rev() {
            undone.replace_range(r.span.start..r.span.end, &r.before);
        }
        assert_eq!(undone, from);
    }

    /// Shapes seen in scrapes; the sentences are invented.
    #[test]
    fn in_the_wild() {
        becomes("The ministerâ€™s aides said â€œnoâ€\u{9d}.", "The minister’s aides said “no”.");
        becomes("Talks in CÃ´te dâ€™Ivoire â€“ and SÃ£o TomÃ©", "Talks in Côte d’Ivoire – and São Tomé");
        becomes("donÂ’t", "don’t");
        becomes("at 30Â°C, for Â£5", "at 30°C, for £5");
        becomes("the rebelsÃ¢â‚¬â„¢ camp", "the rebels’ camp");
        becomes("ErdoÄŸan and MiloÅ¡eviÄ‡", "Erdoğan and Milošević");
        becomes("He said \u{93}no\u{94}\u{85}", "He said “no”…");
        becomes("the generalвЂ™s men", "the general’s men");
        becomes("the general‚Äôs men in M√©rida", "the general’s men in Mérida");
        becomes("the generalΓÇÖs men", "the general’s men");
        becomes("ÐŸÑ€Ð°Ð²Ð´Ð° reported", "Правда reported");
        becomes("ðŸ˜€ said the envoy", "😀 said the envoy");
        becomes("AT&amp;T &#39;denies&#39; &quot;everything&quot;&nbsp;", "AT&T 'denies' \"everything\"\u{a0}");
        becomes("a role.Ìý", "a role. ");
        becomes("mili\u{AD}tia\u{200B}", "militia");
        becomes("a\0\0\0b", "a   b");
        assert_eq!(repair("a\0\0\0b").1.len(), 1);
    }

    #[test]
    fn clean_text_stays() {
        for clean in [
            "“We will stay,” she said… the “oﬃce” — ‘empty’ – is Côte d’Ivoire’s.",
            "CAFÉ’S OWNER, PEÑA™, ‘MAÇÃ”, SÃO PAULO",
            "Il a dit : « voilà\u{a0}» et «\u{a0}là\u{a0}»",
            "Erdoğan, Milošević, Škoda, Łódź, Đinđić, Kılıçdaroğlu, Ängsö",
            "Правда, 人民日报, الجزيرة, ビデオ, हिन्दी",
            "Q&A; R&D; AT&T &c; https://example.org/?a=1&copy=2",
            "20 °C ± 1, £5, €5, ¥5, §4, ½",
            "√2 and a√b",
        ] {
            assert_eq!(repair(clean), (clean.to_owned(), vec![]), "{clean}");
        }
    }

    #[test]
    fn watermarks_are_recognised_and_kept() {
        // Hanzi chosen for this test, in GBK, shown as Latin-1.
        for line in ["ÐÂÎÅ", " ±±¾©ÐÂÎÅ\r\n", "Ìý"] {
            assert!(is_misread_hanzi(line), "{line}");
            assert_eq!(repair(line).1, vec![]);
        }
        for line in ["", "é", "Édouard", "Núñez", "新闻", "ÐÂÎÅ news", "Ã©"] {
            assert!(!is_misread_hanzi(line), "{line}");
        }
    }
}
