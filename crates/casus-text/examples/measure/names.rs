//! Agreement with a set of names in IOB2: a word and its tag a line (columns 2 and 3), documents begun by `# newdoc`.

use crate::percent;
use casus_text::{Model, NameKind, Words};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashSet};

/// Kinds that every set knows.
const KINDS: [NameKind; 3] = [NameKind::Person, NameKind::Place, NameKind::Organisation];

pub fn measure(model: &Model, iob2: &str) -> Map<String, Value> {
    let mut texts: Vec<Words> = Vec::new();
    let mut sentences: Vec<Vec<(&str, &str)>> = Vec::new();
    let mut sentence: Vec<(&str, &str)> = Vec::new();
    for line in iob2.lines().chain([""]) {
        if line.starts_with("# newdoc") || texts.is_empty() {
            texts.push(Words::default());
        }
        if line.is_empty() && !sentence.is_empty() {
            texts.last_mut().into_iter().for_each(|t| t.push_sentence(sentence.iter().map(|(form, _)| *form), false));
            sentences.push(std::mem::take(&mut sentence));
        } else if !line.starts_with('#')
            && let [_, form, tag, ..] = line.split('\t').collect::<Vec<_>>()[..]
        {
            sentence.push((form, tag));
        }
    }
    // Found, right and annotated, of each kind and of all.
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for (gold, parse) in sentences.iter().zip(model.read(&texts).iter().flatten()) {
        let gold: HashSet<(usize, usize, NameKind)> = spans(gold).into_iter().collect();
        let found: HashSet<(usize, usize, NameKind)> = parse.names.iter().map(|n| (n.first, n.end, n.kind)).collect();
        for (slot, names) in [&found, &(&found & &gold), &gold].into_iter().enumerate() {
            for (_, _, kind) in names.iter().filter(|n| KINDS.contains(&n.2)) {
                counts.entry("all").or_default()[slot] += 1;
                counts.entry(label(*kind)).or_default()[slot] += 1;
            }
        }
    }
    let mut figures = Map::new();
    for (kind, [found, right, gold]) in counts {
        figures.insert(format!("names_{kind}_p"), percent(right as f64, found as f64));
        figures.insert(format!("names_{kind}_r"), percent(right as f64, gold as f64));
        figures.insert(format!("names_{kind}_f1"), percent(2.0 * right as f64, (found + gold) as f64));
    }
    figures
}

fn label(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Person => "per",
        NameKind::Place => "loc",
        NameKind::Organisation => "org",
        NameKind::Norp => "norp",
    }
}

fn spans(sentence: &[(&str, &str)]) -> Vec<(usize, usize, NameKind)> {
    let mut spans: Vec<(usize, usize, NameKind)> = Vec::new();
    for (i, (_, tag)) in sentence.iter().enumerate() {
        let Some((place, kind)) = tag.split_once('-') else { continue };
        let Ok(kind) = kind.parse() else { continue };
        match spans.last_mut() {
            Some(last) if place == "I" && last.1 == i && last.2 == kind => last.1 = i + 1,
            _ => spans.push((i, i + 1, kind)),
        }
    }
    spans
}
