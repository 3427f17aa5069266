//! Agreement with a treebank.

use crate::{cpu, percent};
use casus_record::{SegmentRole, Span};
use casus_text::conllu::{Sentence, Treebank};
use casus_text::{Document, Model, Segmented, Token, analyze};
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};
use std::time::Duration;

/// Words on which model and treebank agree.
#[derive(Default)]
struct Agreement {
    upos: usize,
    lemma: usize,
    uas: usize,
    las: usize,
}

impl Agreement {
    fn add(&mut self, upos: bool, lemma: bool, head: bool, deprel: bool) {
        self.upos += usize::from(upos);
        self.lemma += usize::from(lemma);
        self.uas += usize::from(head);
        self.las += usize::from(head && deprel);
    }

    fn figures(&self, prefix: &str, part: impl Fn(usize) -> Value, figures: &mut Map<String, Value>) {
        for (name, count) in [("upos", self.upos), ("lemma", self.lemma), ("uas", self.uas), ("las", self.las)] {
            figures.insert(format!("{prefix}{name}"), part(count));
        }
    }
}

pub fn measure(model: &Model, bank: &Treebank) -> Map<String, Value> {
    let mut figures = Map::new();
    gold_words(model, bank, &mut figures);
    raw_text(model, bank, &mut figures);
    figures
}

fn gold_words(model: &Model, bank: &Treebank, figures: &mut Map<String, Value>) {
    let words = bank.words();
    let (parses, spent) = cpu::timed(|| model.read(&words));
    let (mut all, mut agreement) = (0, Agreement::default());
    let read = parses.iter().flatten().flat_map(|p| &p.words);
    for (gold, word) in bank.sentences().flat_map(|s| &s.words).zip(read) {
        all += 1;
        agreement.add(
            word.upos.to_string() == gold.upos,
            // "_" is the second half of a word wrongly split; it has no lemma.
            word.lemma == gold.lemma || gold.lemma == "_",
            word.head.map_or(0, |h| h + 1) == gold.head,
            word.deprel.to_string() == gold.deprel,
        );
    }
    figures.insert("words".into(), all.into());
    agreement.figures("", |n| percent(n as f64, all as f64), figures);
    figures.insert("words_per_cpu_second_gold".into(), speed(all, spent));
}

fn raw_text(model: &Model, bank: &Treebank, figures: &mut Map<String, Value>) {
    let (documents, spent) = cpu::timed(|| analyzed(model, bank));
    let read: Vec<&casus_text::Sentence> = documents.iter().flat_map(|d| &d.sentences).collect();
    let mut words: HashMap<Span, (&Token, Option<Span>)> = HashMap::new();
    for sentence in &read {
        words.extend(sentence.tokens.iter().map(|t| (t.span, (t, t.head.map(|h| sentence.tokens[h].span)))));
    }
    let spans: HashSet<Span> = read.iter().map(|s| s.span).collect();
    let (mut all, mut same, mut same_sentences, mut agreement) = (0, 0, 0, Agreement::default());
    for sentence in bank.sentences() {
        same_sentences += usize::from(span(sentence).is_some_and(|s| spans.contains(&s)));
        for gold in &sentence.words {
            all += 1;
            let Some((token, head)) = words.get(&gold.span) else { continue };
            same += 1;
            agreement.add(
                token.upos.to_string() == gold.upos,
                token.lemma == gold.lemma || gold.lemma == "_",
                *head == gold.head.checked_sub(1).and_then(|h| Some(sentence.words.get(h)?.span)),
                token.deprel.to_string() == gold.deprel,
            );
        }
    }
    let f1 = |n: usize| percent(2.0 * n as f64, (all + words.len()) as f64);
    agreement.figures("raw_", f1, figures);
    figures.insert("raw_words".into(), f1(same));
    figures.insert("raw_sentences".into(), percent(2.0 * same_sentences as f64, (read.len() + bank.sentences().count()) as f64));
    figures.insert("words_per_cpu_second_raw".into(), speed(words.len(), spent));
}

fn span(sentence: &Sentence) -> Option<Span> {
    Some(Span::new(sentence.words.first()?.span.start, sentence.words.last()?.span.end))
}

fn speed(words: usize, spent: Duration) -> Value {
    ((words as f64 / spent.as_secs_f64()).round() as u64).into()
}

/// Each document by itself, as raw text with its paragraphs.
fn analyzed(model: &Model, bank: &Treebank) -> Vec<Document> {
    let segments = |spans: Vec<Span>| spans.into_iter().map(|span| Segmented { role: SegmentRole::Body, span }).collect::<Vec<_>>();
    bank.paragraphs().into_iter().map(|spans| analyze(&bank.text, &segments(spans), model)).collect()
}
