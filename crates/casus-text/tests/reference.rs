//! The engine against the oracle that training wrote with the weights (`reference.jsonl`).

mod shared;

use casus_text::{Model, NameKind, Parse, Words};

#[derive(serde::Deserialize)]
struct Reference {
    paragraphs: Vec<Vec<String>>,
    sentences: Vec<Expected>,
}

#[derive(serde::Deserialize)]
struct Expected {
    words: Vec<String>,
    upos: Vec<String>,
    feats: Vec<String>,
    lemma: Vec<String>,
    lemma_known: Vec<String>,
    ner: Vec<String>,
    heads: Vec<usize>,
    deprels: Vec<String>,
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
                assert_eq!(column(&|w| w.upos.to_string()), expected.upos);
                assert_eq!(column(&|w| if w.feats.0.is_empty() { "_".into() } else { w.feats.0.into() }), expected.feats);
                assert_eq!(guessed.words.iter().map(|w| w.lemma.clone()).collect::<Vec<_>>(), expected.lemma);
                assert_eq!(column(&|w| w.lemma.clone()), expected.lemma_known);
                assert_eq!(
                    parse.words.iter().map(|w| w.head.map_or(0, |h| h + 1)).collect::<Vec<_>>(),
                    expected.heads,
                    "{:?}",
                    expected.words
                );
                assert_eq!(column(&|w| w.deprel.to_string()), expected.deprels);
                assert_eq!(tags(parse), expected.ner);
            }
        }
    }
}
