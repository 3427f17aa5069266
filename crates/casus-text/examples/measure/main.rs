//! Measures a model against treebanks and name sets: one line of JSON a file.
//!
//! ```text
//! cargo run -p casus-text --release --example measure -- [--model FOLDER] [--beside FOLDER] FILE…
//! ```
//!
//! A `.conllu` file gives agreement with a treebank on its own words and sentences, and from its raw text (F1, as in the CoNLL 2018
//! shared task: a word counts where its characters are the same); an `.iob2` file gives names, exact spans with kind. `--model` is the folder
//! of weights, `--beside` the folder of the model whose word embeddings, vocabulary and lemmas it shares. Words per CPU-second are those of
//! this thread, loading not counted; `peak_mb` is the most memory that the process has held.

#![allow(clippy::disallowed_methods, reason = "it measures speed; nothing of the clock enters the analysis")]

mod cpu;
mod names;
mod syntax;

use casus_text::Model;
use casus_text::conllu::Treebank;
use std::error::Error;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models");
    let (mut folder, mut beside) = (models.join("minilm-ewt-gum"), None);
    let mut files: Vec<PathBuf> = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--model" => folder = arguments.next().ok_or("--model takes a folder")?.into(),
            "--beside" => beside = Some(PathBuf::from(arguments.next().ok_or("--beside takes a folder")?)),
            _ => files.push(argument.into()),
        }
    }
    if files.is_empty() {
        return Err("usage: measure [--model FOLDER] [--beside FOLDER] FILE.conllu|FILE.iob2…".into());
    }
    let model = load(&folder, beside.as_deref())?;
    for file in files {
        let text = std::fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))?;
        let mut figures = if file.extension().is_some_and(|e| e == "iob2") {
            names::measure(&model, &text)
        } else {
            syntax::measure(&model, &Treebank::read(&text))
        };
        figures.insert("model".to_owned(), model.name().into());
        figures.insert("file".to_owned(), file.file_name().map(|n| n.to_string_lossy().into_owned()).into());
        figures.insert("peak_mb".to_owned(), cpu::peak_megabytes().into());
        println!("{}", serde_json::Value::Object(figures));
    }
    Ok(())
}

fn load(folder: &Path, beside: Option<&Path>) -> Result<Model, Box<dyn Error>> {
    let read = |folder: &Path, name: &str| {
        let file = folder.join(name);
        std::fs::read(&file).map_err(|e| format!("{}: {e}", file.display()))
    };
    let text = |folder: &Path, name: &str| Ok::<_, Box<dyn Error>>(String::from_utf8(read(folder, name)?)?);
    let base = beside.unwrap_or(folder);
    let whole =
        Model::load(read(base, "weights.safetensors")?, &text(base, "config.json")?, &text(base, "vocab.txt")?, text(base, "lemmas.tsv")?)?;
    Ok(match beside {
        None => whole,
        Some(_) => whole.sibling(&read(folder, "weights.safetensors")?, &text(folder, "config.json")?)?,
    })
}

/// A percentage with two digits.
fn percent(part: f64, whole: f64) -> serde_json::Value {
    ((10_000.0 * part / whole.max(1.0)).round() / 100.0).into()
}
