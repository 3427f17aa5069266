//! Cuts a segment into sentences. One pass, no look back further than a word.

use crate::tokens::is_abbreviation;
use casus_record::Span;

/// A sentence without an end in sight is cut here, at the next blank: nothing that long is one.
const LONGEST: usize = 2_400;

/// The sentences of one segment.
pub fn sentences(text: &str, segment: Span) -> Vec<Span> {
    let words = segment.of(text);
    let mut out = Vec::new();
    let mut start = 0;
    let chars: Vec<(usize, char)> = words.char_indices().collect();
    let mut i = 0;
    while i < chars.len() {
        let (at, c) = chars[i];
        let blank_line = c == '\n' && chars[i + 1..].iter().map(|x| x.1).take_while(|c| c.is_whitespace()).any(|c| c == '\n');
        let too_long = at - start > LONGEST && c.is_whitespace();
        if blank_line || too_long || (c == '\n' && is_list_line(&words[at..])) {
            push(words, segment.start, start, at, &mut out);
            start = at;
        } else if matches!(c, '.' | '!' | '?' | '…' | '。') {
            // Closing marks stay with the sentence.
            let mut end = i + 1;
            while end < chars.len() && matches!(chars[end].1, '.' | '!' | '?' | '…') {
                end += 1;
            }
            let mut closed = end;
            while closed < chars.len() && matches!(chars[closed].1, '"' | '”' | '’' | '\'' | ')' | ']' | '»') {
                closed += 1;
            }
            let to = chars.get(closed).map_or(words.len(), |x| x.0);
            if ends_here(words, &chars, i, end, closed) {
                push(words, segment.start, start, to, &mut out);
                start = to;
            }
            i = closed.max(i + 1);
            continue;
        }
        i += 1;
    }
    push(words, segment.start, start, words.len(), &mut out);
    out
}

fn push(words: &str, offset: usize, start: usize, end: usize, out: &mut Vec<Span>) {
    let piece = &words[start..end];
    let trimmed = piece.trim();
    if !trimmed.is_empty() {
        let from = start + (piece.len() - piece.trim_start().len());
        out.push(Span::new(offset + from, offset + from + trimmed.len()));
    }
}

/// Bullets and numbers begin a new sentence at a line break.
fn is_list_line(rest: &str) -> bool {
    let line = rest.trim_start();
    let bullet = line.starts_with(['•', '*', '–', '—']) || line.starts_with("- ");
    let number = line.find(|c: char| !c.is_ascii_digit()).is_some_and(|n| (1..3).contains(&n) && (line[n..].starts_with(". ") || line[n..].starts_with(") ")));
    bullet || number
}

/// Does the stop at `i` (marks to `end`, closing marks to `closed`) end a sentence?
fn ends_here(words: &str, chars: &[(usize, char)], i: usize, end: usize, closed: usize) -> bool {
    let Some((_, next)) = chars.get(closed) else { return true };
    if !next.is_whitespace() {
        // "word.Next": two sentences whose blank was lost, if a lower-case word ends and a capitalised one begins.
        let before = i.checked_sub(1).map(|b| chars[b].1);
        let glued = chars[i].1 == '.' && closed == end && end == i + 1 && before.is_some_and(char::is_lowercase) && next.is_uppercase();
        let long = glued && chars[..i].iter().rev().take_while(|x| x.1.is_alphabetic()).count() > 2 && chars[closed..].iter().take_while(|x| x.1.is_alphabetic()).count() > 1;
        return long && chars[closed..].iter().take_while(|x| x.1.is_alphabetic()).skip(1).all(|x| x.1.is_lowercase());
    }
    let following = chars[closed..].iter().map(|x| x.1).find(|c| !c.is_whitespace());
    let Some(following) = following else { return true };
    let quoted = closed > end;
    // "… ends?" he said — the sentence goes on in lower case.
    if following.is_lowercase() && (quoted || chars[i].1 == '.' || chars[i].1 == '…') {
        return false;
    }
    if matches!(following, ',' | ';' | ':') {
        return false;
    }
    if chars[i].1 != '.' || end > i + 1 {
        return true;
    }
    let from = chars[..i].iter().rposition(|x| x.1.is_whitespace() || matches!(x.1, '(' | '[' | '"' | '“' | '‘')).map_or(0, |p| p + 1);
    let word = &words[chars[from].0..chars[i].0];
    if quoted || !is_abbreviation(word) {
        return true;
    }
    // An abbreviation: titles and initials never end a sentence, others do before a capital that is no name's part.
    let lower = word.to_lowercase();
    let country = matches!(lower.as_str(), "u.s" | "u.n" | "u.k" | "a.m" | "p.m" | "etc" | "inc" | "corp" | "co" | "ltd" | "jr" | "sr" | "d.c" | "e.u");
    let opener = words[chars[closed].0..].split_whitespace().next().unwrap_or_default();
    const OPENERS: [&str; 24] = ["The", "He", "She", "It", "They", "We", "I", "But", "In", "On", "And", "A", "An", "This", "That", "These", "There", "At", "His", "Her", "Its", "Their", "If", "When"];
    country && OPENERS.contains(&opener)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_where_readers_would() {
        let table = [
            ("Troops left. They came back.", "Troops left.|They came back."),
            ("Gen. A. B. Smith of the U.S. Army met Mr. Jones. He left.", "Gen. A. B. Smith of the U.S. Army met Mr. Jones.|He left."),
            ("They left the U.S. The army stayed.", "They left the U.S.|The army stayed."),
            ("\"Will it end?\" he asked. \"No.\" She left.", "\"Will it end?\" he asked.|\"No.\"|She left."),
            ("\"It knows. The end will come,\" he said.", "\"It knows.|The end will come,\" he said."),
            ("It rose 3.5 per cent at 5 p.m. on Monday.", "It rose 3.5 per cent at 5 p.m. on Monday."),
            ("They left.Nobody stayed here.", "They left.|Nobody stayed here."),
            ("Why… nobody knows. (It rained.) Then it stopped.", "Why… nobody knows.|(It rained.)|Then it stopped."),
            ("Two lines\nof one sentence. And one more.", "Two lines\nof one sentence.|And one more."),
            ("Points:\n- stop the war\n- open the roads", "Points:|- stop the war|- open the roads"),
        ];
        for (text, expected) in table {
            let found: Vec<&str> = sentences(text, Span::new(0, text.len())).into_iter().map(|s| s.of(text)).collect();
            assert_eq!(found.join("|"), expected);
        }
    }
}
