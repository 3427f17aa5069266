//! The hard sentences (`tests/hard/*.conllu`): well-formed, ours, and enough of each construction. How well they are read is a figure with a
//! floor (`cargo xtask eval syntax`), since no parser reads them all.

use casus_text::conllu::{Sentence, Treebank};
use casus_text::{Deprel, Upos};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hard");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    files
}

/// What is wrong with a tree, if anything is.
fn complaint(sentence: &Sentence) -> Option<String> {
    let words = &sentence.words;
    let roots = words.iter().filter(|w| w.head == 0).count();
    if roots != 1 {
        return Some(format!("{roots} roots"));
    }
    for (i, word) in words.iter().enumerate() {
        let label = &word.deprel;
        if word.upos.parse::<Upos>().is_err() || label.parse::<Deprel>().is_err() {
            return Some(format!("{} is {} {label}", word.form, word.upos));
        }
        if (word.head == 0) != (label == "root") || word.head > words.len() {
            return Some(format!("{} hangs on {} as {label}", word.form, word.head));
        }
        if word.head > 0 && words[word.head - 1].deprel == "punct" {
            return Some(format!("{} hangs on a punctuation mark", word.form));
        }
        let mut seen = BTreeSet::new();
        let mut at = i + 1;
        while at != 0 {
            if !seen.insert(at) {
                return Some(format!("{} is in a circle", word.form));
            }
            at = words[at - 1].head;
        }
    }
    None
}

#[test]
fn every_tree_is_a_tree() {
    let mut ids = BTreeSet::new();
    for file in files() {
        let bank = Treebank::read(&std::fs::read_to_string(&file).unwrap());
        for sentence in bank.sentences() {
            assert_eq!(complaint(sentence), None, "{} {}", file.display(), sentence.id);
            assert!(ids.insert(sentence.id.clone()), "{} stands twice", sentence.id);
        }
        assert!(bank.sentences().count() >= 18, "{}", file.display());
    }
    assert!(ids.len() >= 150, "{} hard sentences", ids.len());
}

#[test]
fn the_words_are_those_of_the_text() {
    for file in files() {
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("# invented"), "{}: say that the sentences are invented", file.display());
        let printed: Vec<&str> = text.lines().filter_map(|l| l.strip_prefix("# text = ")).collect();
        let bank = Treebank::read(&text);
        let spelled = bank.sentences().map(|s| bank.text[s.words[0].span.start..s.words[s.words.len() - 1].span.end].to_owned());
        assert_eq!(spelled.collect::<Vec<_>>(), printed, "{}", file.display());
    }
}
