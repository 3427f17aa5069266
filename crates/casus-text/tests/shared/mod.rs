//! The models, loaded once for all tests of a file.

#![allow(dead_code, reason = "no file of tests needs all of it")]

use casus_text::Model;
use std::path::PathBuf;
use std::sync::OnceLock;

pub const ACCURATE: &str = "minilm-ewt-gum";
pub const FAST: &str = "minilm-ewt-gum-fast";

fn file(folder: &str, name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../models").join(folder).join(name)
}

pub fn text(folder: &str, name: &str) -> String {
    std::fs::read_to_string(file(folder, name)).unwrap()
}

pub fn load(lemmas: String) -> Model {
    let weights = std::fs::read(file(ACCURATE, "weights.safetensors")).unwrap();
    Model::load(weights, &text(ACCURATE, "config.json"), &text(ACCURATE, "vocab.txt"), lemmas).unwrap()
}

pub fn sibling(model: &Model) -> Model {
    model.sibling(&std::fs::read(file(FAST, "weights.safetensors")).unwrap(), &text(FAST, "config.json")).unwrap()
}

pub fn model() -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    MODEL.get_or_init(|| load(text(ACCURATE, "lemmas.tsv")))
}

pub fn fast() -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    MODEL.get_or_init(|| sibling(model()))
}
