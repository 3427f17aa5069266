//! The engine against the oracle that training wrote with the weights (`reference.jsonl`).

mod shared;

use casus_text::{Model, NameKind, Parse, Words};
use std::fmt::Debug;

#[derive(serde::Deserialize)]
struct Reference {
    paragraphs: Vec<Vec<String>>,
    sentences: Vec<Expected>,
}

/// Nothing stands where two scores are so near each other that the order of a sum decides.
#[derive(serde::Deserialize)]
struct Expected {
    words: Vec<String>,
    upos: Vec<Option<String>>,
    feats: Vec<Option<String>>,
    /// By the scripts alone.
    lemma: Vec<Option<String>>,
    lemma_known: Vec<Option<String>>,
    ner: Option<Vec<String>>,
    heads: Vec<Option<usize>>,
    deprels: Vec<Option<String>>,
}

#[track_caller]
fn agree<T: PartialEq + Debug>(found: &[T], expected: &[Option<T>], words: &[String]) {
    let differ: Vec<_> = found.iter().zip(expected).zip(words).filter(|((f, e), _)| e.as_ref().is_some_and(|e| e != *f)).collect();
    assert!(differ.is_empty() && found.len() == expected.len(), "{differ:?}");
}

fn read(model: &Model, texts: &[Reference]) -> Vec<Vec<Parse>> {
    let words: Vec<Words> = texts
        .iter()
        .map(|text| {
            let mut words = Words::default();
            text.paragraphs.iter().for_each(|p| words.push_paragraph(p.iter().map(String::as_str)));
            words
        })
        .collect();
    model.read(&words)
}

fn tags(parse: &Parse) -> Vec<String> {
    let mut tags = vec!["O".to_owned(); parse.words.len()];
    for name in &parse.names {
        let kind = match name.kind {
            NameKind::Person => "PER",
            NameKind::Place => "LOC",
            NameKind::Organisation => "ORG",
            NameKind::Norp => "NORP",
        };
        for (i, tag) in tags.iter_mut().enumerate().take(name.end).skip(name.first) {
            *tag = format!("{}-{kind}", if i == name.first { "B" } else { "I" });
        }
    }
    tags
}

#[test]
fn the_engine_reads_as_training_reads() {
    for (folder, whole, scripts_only) in [
        (shared::ACCURATE, shared::model(), &shared::load(String::new())),
        (shared::FAST, shared::fast(), &shared::sibling(&shared::load(String::new()))),
    ] {
        let texts: Vec<Reference> = shared::text(folder, "reference.jsonl").lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        assert!(texts.len() >= 10);
        for ((text, parses), guessed) in texts.iter().zip(read(whole, &texts)).zip(read(scripts_only, &texts)) {
            assert_eq!(parses.len(), text.sentences.len(), "{:?}", text.paragraphs);
            for ((expected, parse), guessed) in text.sentences.iter().zip(&parses).zip(&guessed) {
                let column = |of: &dyn Fn(&casus_text::Word) -> String| parse.words.iter().map(of).collect::<Vec<_>>();
                agree(&column(&|w| w.upos.to_string()), &expected.upos, &expected.words);
                agree(&column(&|w| if w.feats.0.is_empty() { "_".into() } else { w.feats.0.into() }), &expected.feats, &expected.words);
                agree(&guessed.words.iter().map(|w| w.lemma.clone()).collect::<Vec<_>>(), &expected.lemma, &expected.words);
                agree(&column(&|w| w.lemma.clone()), &expected.lemma_known, &expected.words);
                let heads: Vec<usize> = parse.words.iter().map(|w| w.head.map_or(0, |h| h + 1)).collect();
                agree(&heads, &expected.heads, &expected.words);
                agree(&column(&|w| w.deprel.to_string()), &expected.deprels, &expected.words);
                assert!(expected.ner.as_ref().is_none_or(|ner| *ner == tags(parse)), "{:?}", expected.words);
            }
        }
    }
}
