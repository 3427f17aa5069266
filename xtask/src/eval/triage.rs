//! What `--fast` passes over, and what that costs: the example `triage` of casus on the open gold texts.

use super::{Measured, hash};
use crate::cargo::example;
use anyhow::{Context, bail};
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Parts of events and claims that triage keeps.
///
/// # Errors
/// The example does not build or run.
pub fn measure(shared: &Path) -> anyhow::Result<Option<Measured>> {
    let folder = shared.join("gold/open");
    if !folder.is_dir() {
        return Ok(None);
    }
    let mut texts: Vec<PathBuf> = std::fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
    texts.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    texts.sort();
    let answer = Command::new(example("casus", "triage")?).args(&texts).stderr(Stdio::inherit()).output().context("triage")?;
    if !answer.status.success() {
        bail!("triage ends with {}", answer.status);
    }
    let figures: Map<String, Value> = serde_json::from_slice(&answer.stdout).context("the answer of triage")?;
    let kept = figures.iter().filter(|(name, _)| name.ends_with("_kept"));
    Ok(Some(Measured {
        set: "triage".to_owned(),
        gold: hash(&texts)?,
        figures: kept.filter_map(|(name, value)| Some((name.clone(), value.as_f64()?))).collect(),
        notes: vec![Value::Object(figures.clone()).to_string()],
    }))
}
