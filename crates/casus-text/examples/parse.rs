//! Shows the analysis of a text.
//!
//! ```text
//! cargo run -p casus-text --release --example parse -- FILE             rows like CoNLL-U, with names, from a text file
//! cargo run -p casus-text --release --example parse -- --errors CONLLU  stretches where words differ from the treebank's, most frequent
//!                                                                       first, and sentences that it cuts otherwise
//! ```

use casus_record::{SegmentRole, Span};
use casus_text::conllu::Treebank;
use casus_text::{Model, Segmented, analyze};
use std::collections::BTreeMap;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let model = model()?;
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--errors", file] => errors(&model, &Treebank::read(&std::fs::read_to_string(file)?)),
        [file] => print(&model, &std::fs::read_to_string(file)?),
        _ => return Err("usage: parse FILE | --errors CONLLU".into()),
    }
    Ok(())
}

fn model() -> Result<Model, Box<dyn Error>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/minilm-ewt-gum");
    let read = |name: &str| std::fs::read_to_string(format!("{folder}/{name}"));
    let weights = std::fs::read(format!("{folder}/weights.safetensors"))?;
    let (config, vocabulary, lemmas) = (read("config.json")?, read("vocab.txt")?, read("lemmas.tsv")?);
    Ok(Model::load(weights, &config, &vocabulary, lemmas)?)
}

fn body(text: &str) -> [Segmented; 1] {
    [Segmented { role: SegmentRole::Body, span: Span::new(0, text.len()) }]
}

fn print(model: &Model, text: &str) {
    let document = analyze(text, &body(text), model);
    for sentence in &document.sentences {
        println!("# {:?} {}", sentence.role, sentence.span.of(text).replace('\n', " "));
        for (i, t) in sentence.tokens.iter().enumerate() {
            let name = sentence.names.iter().find(|n| (n.first..n.end).contains(&i));
            let name = name.map_or("O".into(), |n| format!("{}-{}", if n.first == i { "B" } else { "I" }, n.kind));
            let feats = if t.feats.0.is_empty() { "_" } else { t.feats.0 };
            println!(
                "{}\t{}\t{}\t{}\t{feats}\t{}\t{}\t{name}",
                i + 1,
                t.span.of(text),
                t.lemma,
                t.upos,
                t.head.map_or(0, |h| h + 1),
                t.deprel
            );
        }
        println!();
    }
    for quotation in &document.quotations {
        println!("# quotation{} {}", if quotation.open { " (open)" } else { "" }, quotation.span.of(text));
    }
}

fn errors(model: &Model, bank: &Treebank) {
    let segments: Vec<Segmented> = bank.paragraphs().concat().into_iter().map(|span| Segmented { role: SegmentRole::Body, span }).collect();
    let document = analyze(&bank.text, &segments, model);
    let ours: Vec<Span> = document.sentences.iter().flat_map(|s| s.tokens.iter().map(|t| t.span)).collect();
    let theirs: Vec<Span> = bank.sentences().flat_map(|s| &s.words).map(|w| w.span).collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let (mut i, mut j) = (0, 0);
    while i < ours.len() && j < theirs.len() {
        if ours[i] == theirs[j] {
            (i, j) = (i + 1, j + 1);
            continue;
        }
        let (from_i, from_j) = (i, j);
        loop {
            match (ours.get(i), theirs.get(j)) {
                (Some(a), Some(b)) if a.end == b.end => {
                    (i, j) = (i + 1, j + 1);
                    break;
                }
                (Some(a), Some(b)) if a.end < b.end => i += 1,
                (Some(_), Some(_)) => j += 1,
                _ => break,
            }
        }
        let show = |spans: &[Span]| spans.iter().map(|s| s.of(&bank.text)).collect::<Vec<_>>().join(" ");
        *counts.entry(format!("{}  must be  {}", show(&ours[from_i..i]), show(&theirs[from_j..j]))).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    for (what, n) in counts.into_iter().take(400) {
        println!("{n}\t{what}");
    }
    let gold: BTreeMap<(usize, usize), ()> =
        bank.sentences().map(|s| ((s.words[0].span.start, s.words[s.words.len() - 1].span.end), ())).collect();
    for s in document.sentences.iter().filter(|s| !gold.contains_key(&(s.span.start, s.span.end))).take(300) {
        println!("sentence\t{}", s.span.of(&bank.text));
    }
}
