//! The gold articles: coded by casus, scored by the scorer beside them.

use super::{Measured, hash};
use crate::cargo::casus;
use crate::detail;
use anyhow::{Context, bail};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Folders of `../shared/gold` that are scored.
const SETS: [&str; 2] = ["seed", "open"];

/// Codes and scores every gold folder that is there, with the program given or else one that is built.
///
/// # Errors
/// casus does not build, or the scorer does not run.
pub fn measure(shared: &Path, program: Option<&Path>) -> anyhow::Result<Vec<Measured>> {
    let scorer = shared.join("eval/score_articles.py");
    let sets: Vec<(&str, PathBuf)> = SETS.iter().map(|s| (*s, shared.join("gold").join(s))).filter(|(_, p)| p.is_dir()).collect();
    if sets.is_empty() || !scorer.is_file() {
        return Ok(Vec::new());
    }
    let program = program.map_or_else(|| casus(true), |p| Ok(p.to_owned()))?;
    let measured = sets.into_iter().map(|(set, gold)| {
        let folder = tempfile::tempdir()?;
        let coded = folder.path().join("coded.jsonl");
        code(&program, &gold, &coded)?;
        let mut figures = score(&gold, &coded, &scorer).with_context(|| format!("scoring {set}"))?;
        let checks = detail::run(&gold, &coded).with_context(|| format!("details of {set}"))?;
        figures.extend(detail::figures(&checks));
        let notes = checks.iter().map(ToString::to_string).collect();
        Ok(Measured { set: set.to_owned(), gold: hash(&files(&gold)?)?, figures, notes })
    });
    measured.collect()
}

fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let files: Vec<PathBuf> = std::fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
    Ok(files.into_iter().filter(|f| f.is_file()).collect())
}

/// Codes the texts of a gold folder into one file.
fn code(program: &Path, gold: &Path, coded: &Path) -> anyhow::Result<()> {
    let mut texts: Vec<PathBuf> = std::fs::read_dir(gold)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
    texts.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    texts.sort();
    let status = Command::new(program).arg("code").args(&texts).args(["--quiet", "--format", "jsonl", "-o"]).arg(coded).status()?;
    if !status.success() {
        bail!("casus ends with {status}");
    }
    Ok(())
}

/// What the scorer says of it: figure → value, higher is better.
fn score(gold: &Path, coded: &Path, scorer: &Path) -> anyhow::Result<BTreeMap<String, f64>> {
    let score =
        Command::new("python3").arg(scorer).arg(gold).arg(coded).arg("--json").stderr(Stdio::inherit()).output().context("python3")?;
    if !score.status.success() {
        bail!("the scorer ends with {}", score.status);
    }
    Ok(flatten(&serde_json::from_slice(&score.stdout).context("the scorer's answer")?))
}

/// The scorer's answer as one level of figures: `type.f1`, `status.aux`, `details.date`, `traps_avoided`.
fn flatten(score: &Value) -> BTreeMap<String, f64> {
    let mut figures = BTreeMap::new();
    for (name, value) in score.as_object().into_iter().flatten() {
        match (name.as_str(), value) {
            ("traps_hit", Value::String(hit)) => {
                figures.extend(ratio(hit).map(|hit| ("traps_avoided".to_owned(), 1.0 - hit)));
            }
            ("articles", Value::String(found)) => {
                figures.extend(ratio(found).map(|found| ("articles".to_owned(), found)));
            }
            (_, Value::Object(parts)) => {
                for (part, value) in parts.iter().filter(|(part, _)| !["tp", "pred", "gold"].contains(&part.as_str())) {
                    let value = value.as_f64().or_else(|| value.as_str().and_then(ratio));
                    figures.extend(value.map(|v| (format!("{name}.{part}"), v)));
                }
            }
            _ => {}
        }
    }
    figures
}

/// `3/4` as a number; `0/0` is none.
fn ratio(text: &str) -> Option<f64> {
    let (part, whole) = text.split_once('/')?;
    let (part, whole): (f64, f64) = (part.parse().ok()?, whole.parse().ok()?);
    (whole > 0.0).then_some(part / whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scorers_answer_becomes_figures_where_more_is_better() {
        let score = serde_json::json!({
            "type": {"p": 0.5, "r": 0.25, "f1": 0.333, "tp": 1, "pred": 2, "gold": 4},
            "status": {"aux": 1.0, "certainty": null},
            "details": {"mode": "3/4", "condition": "0/0"},
            "traps_hit": "1/4", "articles": "2/2"
        });
        let names: Vec<(String, f64)> = flatten(&score).into_iter().collect();
        let expected = [
            ("articles", 1.0),
            ("details.mode", 0.75),
            ("status.aux", 1.0),
            ("traps_avoided", 0.75),
            ("type.f1", 0.333),
            ("type.p", 0.5),
            ("type.r", 0.25),
        ];
        assert_eq!(names, expected.map(|(n, v)| (n.to_owned(), v)));
    }
}
