//! Shows or measures the analysis of a text.
//!
//! ```text
//! cargo run -p casus-text --release --example parse -- FILE             rows like CoNLL-U, with names, from a text file
//! cargo run -p casus-text --release --example parse -- --gold CONLLU    agreement with a treebank on its own words
//! cargo run -p casus-text --release --example parse -- --raw CONLLU     the same from raw text: words and sentences are found first
//! … --errors CONLLU                                                     stretches where words differ from the treebank's, most frequent first
//! ```

#![allow(clippy::disallowed_methods, reason = "it measures speed; nothing of the clock enters the analysis")]

use casus_record::{SegmentRole, Span};
use casus_text::{Document, Model, Segmented, analyze};
use std::collections::BTreeMap;
use std::error::Error;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let model = model()?;
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--gold", file] => gold_words(&model, &treebank(&std::fs::read_to_string(file)?)),
        ["--raw", file] => raw_text(&model, &treebank(&std::fs::read_to_string(file)?)),
        ["--errors", file] => errors(&model, &treebank(&std::fs::read_to_string(file)?)),
        [file] => print(&model, &std::fs::read_to_string(file)?),
        _ => return Err("usage: parse FILE | --gold CONLLU | --raw CONLLU | --errors CONLLU".into()),
    }
    Ok(())
}

fn model() -> Result<Model, Box<dyn Error>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/minilm-ewt-gum");
    let read = |name: &str| std::fs::read_to_string(format!("{folder}/{name}"));
    let weights = std::fs::read(format!("{folder}/weights.safetensors"))?;
    let (config, vocabulary, lemmas) = (read("config.json")?, read("vocab.txt")?, read("lemmas.tsv")?);
    let begin = Instant::now();
    let model = Model::load(weights, &config, &vocabulary, lemmas)?;
    eprintln!("loaded in {:.0} ms", begin.elapsed().as_secs_f64() * 1000.0);
    Ok(model)
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

/// A treebank: its text, paragraphs and words.
#[derive(Default)]
struct Treebank {
    text: String,
    paragraphs: Vec<Span>,
    sentences: Vec<Vec<Gold>>,
}

struct Gold {
    span: Span,
    form: String,
    lemma: String,
    upos: String,
    head: usize,
    deprel: String,
}

fn treebank(conllu: &str) -> Treebank {
    let mut bank = Treebank::default();
    let mut sentence = Vec::new();
    // What is left of a fused word's spelling, and the number of its last part.
    let mut fused: Option<(String, usize, bool)> = None;
    for line in conllu.lines() {
        if line.starts_with("# newdoc") || line.starts_with("# newpar") && !line.starts_with("# newpar_block") {
            bank.text = bank.text.trim_end().to_owned() + "\n\n";
            bank.paragraphs.push(Span::new(bank.text.len(), bank.text.len()));
        }
        let cells: Vec<&str> = line.split('\t').collect();
        if cells.len() == 10 && !cells[0].contains('.') {
            let spaced = !cells[9].split('|').any(|m| m == "SpaceAfter=No");
            if let Some((_, last)) = cells[0].split_once('-') {
                fused = Some((cells[1].to_owned(), last.parse().unwrap_or_default(), spaced));
                continue;
            }
            let number: usize = cells[0].parse().unwrap_or_default();
            let (surface, spaced) = match fused.take() {
                None => (cells[1].to_owned(), spaced),
                Some((rest, last, spaced)) if number == last => (rest, spaced),
                Some((rest, last, spaced)) => {
                    let length = cells[1].len().min(rest.len());
                    let (part, rest) = rest.split_at_checked(length).unwrap_or((rest.as_str(), ""));
                    fused = Some((rest.to_owned(), last, spaced));
                    (part.to_owned(), false)
                }
            };
            let start = bank.text.len();
            bank.text.push_str(&surface);
            sentence.push(Gold {
                span: Span::new(start, bank.text.len()),
                form: cells[1].into(),
                lemma: cells[2].into(),
                upos: cells[3].into(),
                head: cells[6].parse().unwrap_or_default(),
                deprel: cells[7].into(),
            });
            if spaced {
                bank.text.push(' ');
            }
        } else if line.is_empty() && !sentence.is_empty() {
            bank.sentences.push(std::mem::take(&mut sentence));
            if !bank.text.ends_with(' ') {
                bank.text.push(' ');
            }
            let end = bank.text.len();
            if bank.paragraphs.is_empty() {
                bank.paragraphs.push(Span::new(0, 0));
            }
            if let Some(paragraph) = bank.paragraphs.last_mut() {
                paragraph.end = end;
            }
        }
    }
    bank
}

fn gold_words(model: &Model, bank: &Treebank) {
    let words: Vec<Vec<&str>> = bank.sentences.iter().map(|s| s.iter().map(|w| w.form.as_str()).collect()).collect();
    let begin = Instant::now();
    let parses = model.parse_sentences(&words);
    let seconds = begin.elapsed().as_secs_f64();
    let (mut all, mut upos, mut lemma, mut uas, mut las) = (0, 0, 0, 0, 0);
    for (sentence, parse) in bank.sentences.iter().zip(&parses) {
        all += sentence.len();
        let Some(parse) = parse else { continue };
        for (gold, word) in sentence.iter().zip(&parse.words) {
            let attached = word.head.map_or(0, |h| h + 1) == gold.head;
            upos += usize::from(word.upos.to_string() == gold.upos);
            lemma += usize::from(word.lemma == gold.lemma);
            uas += usize::from(attached);
            las += usize::from(attached && word.deprel.to_string() == gold.deprel);
        }
    }
    let percent = |n: usize| 100.0 * n as f64 / all as f64;
    println!("gold words: UPOS {:.2}  lemma {:.2}  UAS {:.2}  LAS {:.2}", percent(upos), percent(lemma), percent(uas), percent(las));
    println!("{all} words in {seconds:.2} s: {:.0} words a second", all as f64 / seconds);
}

fn analyzed(model: &Model, bank: &Treebank) -> Document {
    let segments: Vec<Segmented> = bank.paragraphs.iter().map(|p| Segmented { role: SegmentRole::Body, span: *p }).collect();
    analyze(&bank.text, &segments, model)
}

fn raw_text(model: &Model, bank: &Treebank) {
    let begin = Instant::now();
    let document = analyzed(model, bank);
    let seconds = begin.elapsed().as_secs_f64();
    // Sentences without letters are not parsed, so their words do not count as found.
    let (mut found, mut sentences, mut same_sentences) = (0, 0, 0);
    let mut words = BTreeMap::new();
    for sentence in document.sentences.iter() {
        sentences += 1;
        for t in &sentence.tokens {
            found += 1;
            let head = t.head.map(|h| sentence.tokens[h].span);
            words.insert((t.span.start, t.span.end), (head, t.deprel.to_string(), t.upos.to_string(), t.lemma.clone()));
        }
    }
    let spans: BTreeMap<(usize, usize), ()> = document.sentences.iter().map(|s| ((s.span.start, s.span.end), ())).collect();
    let (mut all, mut same, mut upos, mut lemma, mut uas, mut las) = (0, 0, 0, 0, 0, 0);
    for sentence in &bank.sentences {
        let (first, last) = (&sentence[0], &sentence[sentence.len() - 1]);
        same_sentences += usize::from(spans.contains_key(&(first.span.start, last.span.end)));
        for gold in sentence {
            all += 1;
            let Some((head, deprel, tag, form)) = words.get(&(gold.span.start, gold.span.end)) else { continue };
            same += 1;
            let attached = *head == gold.head.checked_sub(1).map(|h| sentence[h].span);
            upos += usize::from(*tag == gold.upos);
            lemma += usize::from(*form == gold.lemma);
            uas += usize::from(attached);
            las += usize::from(attached && *deprel == gold.deprel);
        }
    }
    let f1 = |n: usize| 200.0 * n as f64 / (all + found) as f64;
    println!("raw text: words {:.2}  sentences {:.2}", f1(same), 200.0 * same_sentences as f64 / (sentences + bank.sentences.len()) as f64);
    println!("UPOS {:.2}  lemma {:.2}  UAS {:.2}  LAS {:.2} (F1)", f1(upos), f1(lemma), f1(uas), f1(las));
    println!("{found} words in {seconds:.2} s: {:.0} words a second", found as f64 / seconds);
}

fn errors(model: &Model, bank: &Treebank) {
    let document = analyzed(model, bank);
    let ours: Vec<Span> = document.sentences.iter().flat_map(|s| s.tokens.iter().map(|t| t.span)).collect();
    let theirs: Vec<Span> = bank.sentences.iter().flatten().map(|w| w.span).collect();
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
    let gold: BTreeMap<(usize, usize), ()> = bank.sentences.iter().map(|s| ((s[0].span.start, s[s.len() - 1].span.end), ())).collect();
    for s in document.sentences.iter().filter(|s| !gold.contains_key(&(s.span.start, s.span.end))).take(300) {
        println!("sentence\t{}", s.span.of(&bank.text));
    }
}
