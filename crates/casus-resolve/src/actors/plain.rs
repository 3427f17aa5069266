//! A phrase from a plain string, without a parse: for `casus actors` and for tests.

use super::compose::QUANTIFIERS;
use super::phrase::{Phrase, TIES, Tail};
use super::words::{Word, Zone, split};
use crate::knowledge::Knowledge;
use casus_record::Span;

const PREPOSITIONS: [&str; 21] = [
    "of",
    "in",
    "from",
    "for",
    "at",
    "to",
    "by",
    "with",
    "on",
    "near",
    "against",
    "across",
    "under",
    "over",
    "inside",
    "outside",
    "within",
    "throughout",
    "after",
    "before",
    "between",
];
const DETERMINERS: [&str; 22] = [
    "the", "a", "an", "this", "that", "these", "those", "some", "several", "many", "any", "all", "its", "their", "his", "her", "our", "my",
    "your", "both", "each", "every",
];
const CLAUSES: [&str; 8] = ["who", "which", "that", "whose", "where", "when", "said", "says"];
const PRONOUNS: [&str; 26] = [
    "he",
    "she",
    "it",
    "they",
    "we",
    "i",
    "you",
    "him",
    "her",
    "them",
    "us",
    "me",
    "himself",
    "herself",
    "itself",
    "themselves",
    "who",
    "which",
    "this",
    "that",
    "these",
    "those",
    "one",
    "others",
    "another",
    "everyone",
];
/// "Ministry of Foreign Affairs of Chad": more than these are not read.
const DEPTH: usize = 4;

impl Phrase {
    /// Reads a string as one noun phrase; nothing if it holds no word.
    pub fn from_words(text: &str, knowledge: &Knowledge) -> Option<Phrase> {
        let mut segments: Vec<Vec<Word>> = vec![Vec::new()];
        let mut from = 0;
        for (at, c) in text.char_indices().chain(std::iter::once((text.len(), ','))) {
            if matches!(c, ',' | ';' | '(' | ')' | ':' | '"' | '“' | '”') {
                let words = split(text, Span::new(from, at), 0, Zone::Core);
                if let Some(last) = segments.last_mut() {
                    last.extend(words);
                }
                from = at + c.len_utf8();
                segments.push(Vec::new());
            }
        }
        let mut segments = segments.into_iter().filter(|s| !s.is_empty());
        let mut phrase = build(segments.next()?, knowledge, 0)?;
        phrase.appositions = segments.filter_map(|s| build(s, knowledge, 1)).collect();
        Some(phrase)
    }
}

fn build(mut words: Vec<Word>, knowledge: &Knowledge, depth: usize) -> Option<Phrase> {
    for (n, word) in words.iter_mut().enumerate() {
        word.token = n;
    }
    // "several of the unions", "two of them": who is meant stands after "of".
    let of = words.iter().take(4).position(|w| w.key == "of");
    if let Some(of) = of.filter(|of| *of > 0 && *of + 1 < words.len())
        && QUANTIFIERS.contains(&words[of - 1].one.as_str())
    {
        let (first, rest) = (words[0].span, words.split_off(of + 1));
        return build(rest, knowledge, depth).map(|p| Phrase { span: p.span.join(first), ..p });
    }
    let span = words.first()?.span.join(words.last()?.span);
    let lowered = |w: &Word| !w.capital || w.token == 0;
    if words.len() == 1 && PRONOUNS.contains(&words[0].key.as_str()) && !words[0].capitals {
        words[0].zone = Zone::Core;
        return Some(simple(words, 0, span, true));
    }
    // The core ends at the first preposition, tie or clause that no known name reaches over.
    let mut end = words.len();
    let mut cut = None;
    let mut at = 0;
    while at < words.len() {
        if let Some(name) = knowledge.names.longest(&words, at) {
            at = name.end;
            continue;
        }
        let word = &words[at];
        let key = word.key.as_str();
        let next_is_preposition = words.get(at + 1).is_some_and(|w| PREPOSITIONS.contains(&w.key.as_str()));
        if at > 0 && lowered(word) && CLAUSES.contains(&key) && !words[at - 1].joined {
            end = at;
            break;
        }
        if at > 0 && !words[at - 1].joined && lowered(word) && TIES.contains(&key) && next_is_preposition {
            end = at;
            cut = Some((key.to_owned(), at + 2));
            break;
        }
        // "directed by Iran", "working for Israel": whose, but not who.
        let participle = word.key.len() > 5 && (word.key.ends_with("ed") || word.key.ends_with("ing"));
        if at > 0
            && !word.capital
            && participle
            && next_is_preposition
            && !words[at - 1].joined
            && words[at - 1].zone == Zone::Core
            && !DETERMINERS.contains(&words[at - 1].key.as_str())
        {
            end = at;
            break;
        }
        if at > 0 && lowered(word) && PREPOSITIONS.contains(&key) && !word.joined && !words[at - 1].joined {
            end = at;
            cut = Some((key.to_owned(), at + 1));
            break;
        }
        at += 1;
    }
    let tails = match cut {
        Some((by, first)) if first < words.len() && depth < DEPTH => {
            build(words[first..].to_vec(), knowledge, depth + 1).map(|phrase| Tail { by, phrase }).into_iter().collect()
        }
        _ => Vec::new(),
    };
    let stop = tails.is_empty().then_some(end);
    for (n, word) in words.iter_mut().enumerate() {
        word.zone = match word.key.as_str() {
            _ if n >= end => Zone::Hung,
            "and" | "or" => Zone::Glue,
            key if DETERMINERS.contains(&key) && (n == 0 || !word.capital) => Zone::Glue,
            _ => Zone::Core,
        };
    }
    let head = words.iter().rposition(|w| w.zone == Zone::Core)?;
    let span = match stop {
        Some(end) if end < words.len() => words[0].span.join(words[end - 1].span),
        _ => span,
    };
    let mut phrase = simple(words, head, span, false);
    phrase.tails = tails;
    Some(phrase)
}

fn simple(words: Vec<Word>, head: usize, span: Span, pronoun: bool) -> Phrase {
    let proper = words[head].capital;
    Phrase { words, head, tails: Vec::new(), appositions: Vec::new(), pronoun, nominal: true, proper, name: None, span }
}
