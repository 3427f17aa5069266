//! The model, loaded once for all tests of a file.

use casus_text::Model;
use std::path::PathBuf;
use std::sync::OnceLock;

pub fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../models/minilm-ewt-gum").join(name)
}

pub fn text(name: &str) -> String {
    std::fs::read_to_string(file(name)).unwrap()
}

pub fn load(lemmas: String) -> Model {
    Model::load(std::fs::read(file("weights.safetensors")).unwrap(), &text("config.json"), &text("vocab.txt"), lemmas).unwrap()
}

pub fn model() -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    MODEL.get_or_init(|| load(text("lemmas.tsv")))
}
