//! The linguistic models as they ship, against treebanks and names, by the example `measure` of casus-text.

use super::{Measured, hash};
use crate::cargo::{example, root};
use anyhow::{Context, bail};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A model as it ships.
struct Tier {
    name: &'static str,
    folder: &'static str,
    /// Folder of the model whose word embeddings it shares.
    beside: Option<&'static str>,
}

const TIERS: [Tier; 2] = [
    Tier { name: "accurate", folder: "minilm-ewt-gum", beside: None },
    Tier { name: "fast", folder: "minilm-ewt-gum-fast", beside: Some("minilm-ewt-gum") },
];

/// Agreement with the development treebanks (gold words, and raw text) and with the project's own hard sentences, by construction.
///
/// # Errors
/// `measure` does not build or run.
pub fn syntax(shared: &Path) -> anyhow::Result<Vec<Measured>> {
    let folder = shared.join("data/open/syntax");
    let treebanks = [("ewt-dev", folder.join("en_ewt-ud-dev.conllu")), ("gum-dev", folder.join("gum-dev-clean.conllu"))];
    let hard = root().join("crates/casus-text/tests/hard");
    let mut hard: Vec<PathBuf> =
        std::fs::read_dir(&hard).with_context(|| hard.display().to_string())?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
    hard.retain(|f| f.extension().is_some_and(|e| e == "conllu"));
    hard.sort();
    let mut sets = Vec::new();
    for tier in &TIERS {
        for (name, file) in treebanks.iter().filter(|(_, f)| f.is_file()) {
            sets.push(measured(name, tier, std::slice::from_ref(file), |_, figure| figure.to_owned())?);
        }
        let construction = |file: &str, figure: &str| format!("{figure}.{}", file.trim_end_matches(".conllu"));
        let mut set = measured("hard", tier, &hard, construction)?;
        set.figures.retain(|name, _| name.starts_with("las.") || name.starts_with("uas."));
        sets.push(set);
    }
    Ok(sets)
}

/// Names on the development part of UNER English EWT.
///
/// # Errors
/// As [`syntax`].
pub fn names(shared: &Path) -> anyhow::Result<Vec<Measured>> {
    let file = shared.join("data/train/ner_uner_ewt_bysa/en_ewt-ud-dev.iob2");
    if !file.is_file() {
        return Ok(Vec::new());
    }
    TIERS.iter().map(|tier| measured("uner-ewt-dev", tier, std::slice::from_ref(&file), |_, figure| figure.to_owned())).collect()
}

/// One set of figures over all files; speed and memory, which no floor holds, become a note.
fn measured(set: &str, tier: &Tier, files: &[PathBuf], named: impl Fn(&str, &str) -> String) -> anyhow::Result<Measured> {
    let models = root().join("models");
    let mut command = Command::new(example("casus-text", "measure")?);
    command.arg("--model").arg(models.join(tier.folder));
    if let Some(beside) = tier.beside {
        command.arg("--beside").arg(models.join(beside));
    }
    let answer = command.args(files).stderr(Stdio::inherit()).output().context("measure does not start")?;
    if !answer.status.success() {
        bail!("measure ends with {}", answer.status);
    }
    let mut result = Measured { set: format!("{set}-{}", tier.name), gold: hash(files)?, figures: BTreeMap::new(), notes: Vec::new() };
    for line in String::from_utf8(answer.stdout)?.lines() {
        let figures: Map<String, Value> = serde_json::from_str(line).context("the answer of measure")?;
        let file = figures.get("file").and_then(Value::as_str).unwrap_or_default();
        let mut costs = Vec::new();
        for (name, value) in &figures {
            match value.as_f64() {
                Some(value) if name.starts_with("words_per") || name == "peak_mb" || name == "words" => {
                    costs.push(format!("{name} {value}"))
                }
                Some(value) => {
                    result.figures.insert(named(file, name), value);
                }
                None => {}
            }
        }
        result.notes.push(format!("{file}: {}", costs.join(", ")));
    }
    Ok(result)
}
