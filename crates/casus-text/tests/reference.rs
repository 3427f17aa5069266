//! The engine against the oracle that training wrote with the weights (`reference.jsonl`).

mod shared;

use casus_text::NameKind;

#[derive(serde::Deserialize)]
struct Reference {
    words: Vec<String>,
    upos: Vec<String>,
    feats: Vec<String>,
    lemma: Vec<String>,
    lemma_known: Vec<String>,
    ner: Vec<String>,
    heads: Vec<usize>,
    deprels: Vec<String>,
}

#[test]
fn the_engine_reads_as_training_reads() {
    let sentences: Vec<Reference> = shared::text("reference.jsonl").lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert!(sentences.len() >= 10);
    let words: Vec<&[String]> = sentences.iter().map(|s| s.words.as_slice()).collect();
    let guessed = shared::load(String::new()).parse_sentences(&words);
    for ((expected, guessed), parse) in sentences.iter().zip(guessed).zip(shared::model().parse_sentences(&words)) {
        let (guessed, parse) = (guessed.unwrap(), parse.unwrap());
        let column = |of: &dyn Fn(&casus_text::Word) -> String| parse.words.iter().map(of).collect::<Vec<_>>();
        assert_eq!(column(&|w| w.upos.to_string()), expected.upos);
        assert_eq!(column(&|w| if w.feats.0.is_empty() { "_".into() } else { w.feats.0.into() }), expected.feats);
        assert_eq!(guessed.words.iter().map(|w| w.lemma.clone()).collect::<Vec<_>>(), expected.lemma);
        assert_eq!(column(&|w| w.lemma.clone()), expected.lemma_known);
        assert_eq!(parse.words.iter().map(|w| w.head.map_or(0, |h| h + 1)).collect::<Vec<_>>(), expected.heads, "{:?}", expected.words);
        assert_eq!(column(&|w| w.deprel.to_string()), expected.deprels);
        let mut tags = vec!["O".to_owned(); expected.words.len()];
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
        assert_eq!(tags, expected.ner);
    }
}
