//! Prints the analysis of a file, one word a line: `cargo run -p casus-text --release --example parse -- FILE`. With `--conllu GOLD` it
//! parses the gold words of a treebank and prints how often it agrees.

use casus_record::{SegmentRole, Span};
use casus_text::{Model, Segmented, analyze};

fn main() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/minilm-ewt-gum");
    let read = |name: &str| std::fs::read_to_string(format!("{folder}/{name}")).expect("the model folder is whole");
    let weights = std::fs::read(format!("{folder}/weights.safetensors")).expect("the model folder is whole");
    let lemmas: &'static str = String::leak(read("lemmas.tsv"));
    let begin = std::time::Instant::now();
    let model = Model::load(weights, &read("config.json"), &read("vocab.txt"), lemmas).expect("the model is whole");
    eprintln!("loaded in {:?}", begin.elapsed());
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [flag, gold] if flag == "--conllu" => score(&model, &std::fs::read_to_string(gold).expect("readable")),
        [file] => print(&model, &std::fs::read_to_string(file).expect("readable")),
        _ => eprintln!("usage: parse FILE | parse --conllu GOLD"),
    }
}

fn print(model: &Model, text: &str) {
    let document = analyze(text, &[Segmented { role: SegmentRole::Body, span: Span::new(0, text.len()) }], model);
    for sentence in &document.sentences {
        for (n, t) in sentence.tokens.iter().enumerate() {
            let name = sentence.names.iter().find(|x| (x.first..x.end).contains(&n)).map_or(String::new(), |x| x.kind.to_string());
            println!("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{name}", n + 1, t.span.of(text), t.lemma, t.upos, t.feats.0, t.head.map_or(0, |h| h + 1), t.deprel);
        }
        println!();
    }
}

fn score(model: &Model, gold: &str) {
    let mut sentences: Vec<Vec<Vec<&str>>> = vec![Vec::new()];
    for line in gold.lines() {
        if line.is_empty() {
            sentences.push(Vec::new());
        } else if !line.starts_with('#') {
            let cells: Vec<&str> = line.split('\t').collect();
            if cells[0].bytes().all(|b| b.is_ascii_digit()) {
                sentences.last_mut().expect("never empty").push(cells);
            }
        }
    }
    sentences.retain(|s| !s.is_empty());
    let words: Vec<Vec<&str>> = sentences.iter().map(|s| s.iter().map(|w| w[1]).collect()).collect();
    let begin = std::time::Instant::now();
    let parses = model.parse(&words);
    let seconds = begin.elapsed().as_secs_f64();
    let (mut all, mut upos, mut lemma, mut uas, mut las) = (0, 0, 0, 0, 0);
    for (sentence, parse) in sentences.iter().zip(&parses) {
        for (n, cells) in sentence.iter().enumerate() {
            all += 1;
            let Some(word) = parse.as_ref().map(|p| &p.words[n]) else { continue };
            let head = word.head.map_or(0, |h| h + 1).to_string() == cells[6];
            upos += usize::from(word.upos.to_string() == cells[3]);
            lemma += usize::from(word.lemma == cells[2]);
            uas += usize::from(head);
            las += usize::from(head && word.deprel.to_string() == cells[7]);
        }
    }
    let percent = |n: usize| 100.0 * n as f64 / f64::from(all);
    println!("UPOS {:.2}  lemma {:.2}  UAS {:.2}  LAS {:.2}  words {all}  {:.0} words a second", percent(upos), percent(lemma), percent(uas), percent(las), f64::from(all) / seconds);
}
