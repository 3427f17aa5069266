//! A noun phrase laid out in a line: the core around the head, phrases hung on it, appositions.

use super::words::{Word, Zone, split};
use casus_record::Span;
use casus_text::{Deprel, NameKind, Sentence, Token, Upos};

/// A noun phrase.
#[derive(Clone, Debug)]
pub(crate) struct Phrase {
    /// All its words in text order, so that names with prepositions in them can be found.
    pub words: Vec<Word>,
    /// Number of the head word.
    pub head: usize,
    /// "of Iraq", "for the army", "led by a general".
    pub tails: Vec<Tail>,
    /// "Karim Zaki, the interior minister".
    pub appositions: Vec<Phrase>,
    /// The head is a pronoun or stands for a noun left out.
    pub pronoun: bool,
    /// The head is a noun or a name, or an adjective that stands for people ("the wounded").
    pub nominal: bool,
    /// The head is a proper noun.
    pub proper: bool,
    /// What the name tagger thinks of the head, and the words it takes together.
    pub name: Option<(NameKind, usize, usize)>,
    /// The whole phrase with its determiner, without relative clauses.
    pub span: Span,
}

/// A phrase hung on with a preposition or a participle.
#[derive(Clone, Debug)]
pub(crate) struct Tail {
    /// Lemma of the preposition; of the participle for "led by", "loyal to".
    pub by: String,
    /// What follows it.
    pub phrase: Phrase,
}

/// Phrases in phrases are read this deep; deeper ones hold nothing that counts for the actor.
const DEPTH: usize = 4;

/// Participles and adjectives after a noun that tie it to an actor, with the preposition they need.
pub(crate) const TIES: [&str; 12] =
    ["lead", "led", "head", "headed", "command", "commanded", "run", "base", "based", "loyal", "belong", "form"];

impl Phrase {
    /// The phrase of the sentence whose head is token `head`; nothing if there is no such token.
    pub fn from_tree(sentence: &Sentence, text: &str, head: usize) -> Option<Phrase> {
        let mut below: Vec<Vec<usize>> = vec![Vec::new(); sentence.tokens.len()];
        for (n, token) in sentence.tokens.iter().enumerate() {
            if let Some(list) = token.head.and_then(|h| below.get_mut(h)) {
                list.push(n);
            }
        }
        (head < sentence.tokens.len()).then(|| Tree { sentence, text, below: &below }.phrase(head, 0))
    }
}

struct Tree<'t> {
    sentence: &'t Sentence,
    text: &'t str,
    below: &'t [Vec<usize>],
}

impl Tree<'_> {
    fn token(&self, n: usize) -> &Token {
        &self.sentence.tokens[n]
    }

    fn phrase(&self, head: usize, depth: usize) -> Phrase {
        let mut zones: Vec<(usize, Zone)> = vec![(head, Zone::Core)];
        let (mut tails, mut appositions) = (Vec::new(), Vec::new());
        // Positions that belong to the phrase as it is shown.
        let mut shown = vec![head];
        for &child in &self.below[head] {
            use Deprel::*;
            let token = self.token(child);
            let before = child < head;
            match token.deprel {
                Punct if self.is_hyphen(child) => zones.push((child, Zone::Core)),
                Det | DetPredet => {
                    zones.push((child, Zone::Glue));
                    shown.push(child);
                }
                NmodPoss if token.upos == Upos::Pron => {
                    zones.push((child, Zone::Glue));
                    shown.push(child);
                }
                Amod if !before && self.has(child, &[Obl]) => {
                    self.tie(child, depth, &mut tails);
                    self.hang(child, &mut zones, &mut shown);
                }
                Compound | Amod | Flat | Nummod | NmodDesc | NmodPoss | Goeswith | Fixed | NmodUnmarked | Dep => {
                    self.subtree(child, &mut |n| {
                        zones.push((n, Zone::Core));
                        shown.push(n);
                    });
                }
                Nmod => {
                    let case: Vec<usize> = self.below[child].iter().copied().filter(|c| self.token(*c).deprel == Case).collect();
                    if case.is_empty() && before {
                        self.subtree(child, &mut |n| {
                            zones.push((n, Zone::Core));
                            shown.push(n);
                        });
                    } else {
                        let by = case.first().map_or(String::new(), |c| self.token(*c).span.of(self.text).to_lowercase());
                        // "let inspectors into the site": where to is said of the verb, whatever it hangs on.
                        if matches!(by.as_str(), "into" | "onto") {
                            continue;
                        }
                        if depth < DEPTH {
                            tails.push(Tail { by, phrase: self.phrase(child, depth + 1) });
                        }
                        self.hang(child, &mut zones, &mut shown);
                    }
                }
                Acl if self.tie(child, depth, &mut tails) => self.hang(child, &mut zones, &mut shown),
                Appos if depth < DEPTH => {
                    appositions.push(self.phrase(child, depth + 1));
                    self.hang(child, &mut zones, &mut Vec::new());
                }
                // The rest of a coordination may belong to a name: "Trinidad and Tobago".
                Conj => self.hang(child, &mut zones, &mut Vec::new()),
                _ => {}
            }
        }
        zones.sort_unstable_by_key(|z| z.0);
        zones.dedup_by_key(|z| z.0);
        let words = self.words(&zones);
        let at = words.iter().rposition(|w| w.token == head).unwrap_or(0);
        let token = self.token(head);
        let span = shown.iter().map(|n| self.token(*n).span).fold(token.span, Span::join);
        let name = self.sentence.names.iter().find(|n| n.first <= head && head < n.end).and_then(|n| {
            let first = words.iter().position(|w| w.token >= n.first && w.token < n.end)?;
            let last = words.iter().rposition(|w| w.token >= n.first && w.token < n.end)?;
            Some((n.kind, first, last + 1))
        });
        Phrase {
            head: at,
            tails,
            appositions,
            pronoun: matches!(token.upos, Upos::Pron | Upos::Det),
            nominal: token.upos.is_nominal() || matches!(token.upos, Upos::Adj | Upos::X | Upos::Num),
            proper: token.upos == Upos::Propn,
            name,
            span,
            words,
        }
    }

    /// "led by Saudi Arabia", "loyal to the president", "based in Chad": the phrase below the participle.
    fn tie(&self, participle: usize, depth: usize, tails: &mut Vec<Tail>) -> bool {
        let lemma = self.token(participle).lemma.as_str();
        if depth >= DEPTH || !TIES.contains(&lemma) {
            return false;
        }
        let below = self.below[participle].iter().find(|n| matches!(self.token(**n).deprel, Deprel::Obl | Deprel::OblAgent));
        match below {
            Some(n) => {
                tails.push(Tail { by: lemma.to_owned(), phrase: self.phrase(*n, depth + 1) });
                true
            }
            None => false,
        }
    }

    fn has(&self, token: usize, deprels: &[Deprel]) -> bool {
        self.below[token].iter().any(|n| deprels.contains(&self.token(*n).deprel))
    }

    fn hang(&self, token: usize, zones: &mut Vec<(usize, Zone)>, shown: &mut Vec<usize>) {
        self.subtree(token, &mut |n| {
            zones.push((n, Zone::Hung));
            shown.push(n);
        });
    }

    /// All tokens below and with `token`, without clauses and appositions that hang on them.
    fn subtree(&self, token: usize, each: &mut impl FnMut(usize)) {
        let mut open = vec![token];
        let mut seen = 0;
        while let Some(n) = open.pop() {
            seen += 1;
            // A tree has no cycle; the bound holds should a caller build one by hand.
            if seen > self.sentence.tokens.len() {
                return;
            }
            each(n);
            open.extend(self.below[n].iter().copied().filter(|c| {
                use Deprel::*;
                let outside = matches!(self.token(*c).deprel, AclRelcl | AdvclRelcl | Advcl | Parataxis | Appos | Ccomp);
                !outside && (self.token(*c).deprel != Punct || self.is_hyphen(*c))
            }));
        }
    }

    fn is_hyphen(&self, token: usize) -> bool {
        matches!(self.token(token).span.of(self.text), "-" | "–" | "‑" | "‐")
    }

    fn words(&self, zones: &[(usize, Zone)]) -> Vec<Word> {
        let mut words: Vec<Word> = Vec::new();
        for (n, zone) in zones {
            let token = self.token(*n);
            let form = token.span.of(self.text);
            if self.is_hyphen(*n) {
                if let Some(last) = words.last_mut() {
                    last.joined = last.span.end == token.span.start;
                }
                continue;
            }
            if matches!(form, "'s" | "’s" | "'" | "’" | "'S" | "’S") {
                if let Some(last) = words.last_mut() {
                    last.possessive = true;
                }
                continue;
            }
            let zone = match token.upos {
                Upos::Det | Upos::Adp | Upos::Cconj | Upos::Punct if *zone == Zone::Core => Zone::Glue,
                _ => *zone,
            };
            words.extend(split(self.text, token.span, *n, zone).into_iter().map(|mut w| {
                // A good lemma beats the rule for plurals.
                let lemma = super::words::key(&token.lemma);
                if !lemma.is_empty() && token.upos == Upos::Noun && w.span == token.span && w.key.starts_with(lemma.get(..1).unwrap_or(""))
                {
                    w.one = lemma;
                }
                w
            }));
        }
        words
    }
}
