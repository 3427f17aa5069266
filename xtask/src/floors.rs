//! `eval/floors.toml`: for each gold set and figure the value that must not be undercut.
//!
//! A floor belongs to the gold data it was measured on (its hash). It may rise freely; to lower it, the figure needs a `reason`, a
//! sentence that says why: the floors of earlier commits are looked up in git.

use anyhow::Context;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::process::Command;

const HEADER: &str = "\
# What casus reaches on the gold articles, treebanks and names, and must not lose: `cargo xtask eval` measures and compares, `cargo xtask eval --raise` raises.
# Higher is better for every figure (traps_avoided = 1 - traps hit; detail.* = checks that hold). A floor holds for the gold data with this hash.
# A floor that is lower than in an earlier commit needs a reason: \"type.f1\" = { floor = 0.5, reason = \"why, in a sentence\" }
";

/// Earlier versions of the file that are looked at.
const VERSIONS: &str = "200";

/// A figure below its floor by less than this is a matter of rounding.
const ROUNDING: f64 = 0.0005;

/// All floors, by set.
#[derive(Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct Floors {
    #[serde(flatten)]
    sets: BTreeMap<String, Set>,
}

#[derive(Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Set {
    gold: String,
    figures: BTreeMap<String, Floor>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(untagged)]
enum Floor {
    Plain(f64),
    Lowered { floor: f64, reason: String },
}

/// What a figure is worth.
#[derive(Debug, PartialEq)]
pub enum Verdict {
    /// Not below this floor.
    Holds(f64),
    /// Below this floor.
    Below(f64),
    /// Nothing is asked of it.
    NoFloor,
    /// The floor was measured on other data.
    OtherGold,
}

impl Floor {
    fn value(&self) -> f64 {
        match self {
            Floor::Plain(floor) | Floor::Lowered { floor, .. } => *floor,
        }
    }

    fn has_reason(&self) -> bool {
        matches!(self, Floor::Lowered { reason, .. } if reason.split_whitespace().count() >= 4)
    }
}

impl Floors {
    /// The floors of a file; none if there is no file.
    ///
    /// # Errors
    /// It is no such file.
    pub fn read(path: &Path) -> anyhow::Result<Floors> {
        match std::fs::read_to_string(path) {
            Ok(text) => toml::from_str(&text).with_context(|| path.display().to_string()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Floors::default()),
            Err(error) => Err(error).with_context(|| path.display().to_string()),
        }
    }

    /// Compares a figure with its floor.
    pub fn judge(&self, set: &str, gold: &str, figure: &str, now: f64) -> Verdict {
        let Some((hash, floor)) = self.sets.get(set).and_then(|s| Some((&s.gold, s.figures.get(figure)?))) else { return Verdict::NoFloor };
        match floor.value() {
            _ if hash != gold => Verdict::OtherGold,
            floor if now + ROUNDING < floor => Verdict::Below(floor),
            floor => Verdict::Holds(floor),
        }
    }

    /// The floor of a figure.
    pub fn floor(&self, set: &str, figure: &str) -> Option<f64> {
        self.sets.get(set)?.figures.get(figure).map(Floor::value)
    }

    /// The sum of all floors whose names begin alike.
    pub fn sum(&self, set: &str, prefix: &str) -> f64 {
        let figures = self.sets.get(set).into_iter().flat_map(|s| &s.figures);
        figures.filter(|(name, _)| name.starts_with(prefix)).map(|(_, floor)| floor.value()).sum()
    }

    /// The mean of the floors whose names are this one, or begin with it if it ends in a full stop.
    pub fn mean(&self, set: &str, name: &str) -> Option<f64> {
        let figures = self.sets.get(set).into_iter().flat_map(|s| &s.figures);
        let found: Vec<f64> =
            figures.filter(|(n, _)| *n == name || name.ends_with('.') && n.starts_with(name)).map(|(_, f)| f.value()).collect();
        (!found.is_empty()).then(|| found.iter().sum::<f64>() / found.len() as f64)
    }

    /// Figures with a floor that were not measured.
    pub fn missing(&self, set: &str, measured: &BTreeMap<String, f64>) -> Vec<String> {
        let figures = self.sets.get(set).map(|s| &s.figures);
        figures.into_iter().flat_map(BTreeMap::keys).filter(|name| !measured.contains_key(*name)).cloned().collect()
    }

    /// Raises floors to what was measured (rounded down to three digits); floors on other gold data are set anew.
    pub fn raise(&mut self, set: &str, gold: &str, measured: &BTreeMap<String, f64>) {
        let set = self.sets.entry(set.to_owned()).or_default();
        if set.gold != gold {
            *set = Set { gold: gold.to_owned(), figures: BTreeMap::new() };
        }
        for (name, now) in measured {
            let now = (now * 1000.0 + 1e-6).floor() / 1000.0;
            let floor = set.figures.entry(name.clone()).or_insert(Floor::Plain(now));
            if now > floor.value() {
                *floor = Floor::Plain(now);
            }
        }
    }

    /// A line for every floor that is lower than it ever was, without a reason.
    ///
    /// # Errors
    /// An earlier version cannot be read.
    pub fn lowered(&self, root: &Path) -> anyhow::Result<Vec<String>> {
        let git = |arguments: &[&str]| Command::new("git").args(arguments).current_dir(root).output();
        let Ok(log) = git(&["log", "-n", VERSIONS, "--format=%h", "--", "eval/floors.toml"]) else {
            return Ok(vec!["git does not start; whether a floor was lowered is not known".to_owned()]);
        };
        let mut complaints = BTreeMap::new();
        for commit in String::from_utf8_lossy(&log.stdout).lines() {
            let file = git(&["show", &format!("{commit}:eval/floors.toml")])?;
            // A version in an older form of the file has nothing to compare with.
            let Ok(earlier) = toml::from_str::<Floors>(&String::from_utf8_lossy(&file.stdout)) else { continue };
            complaints.extend(self.lower_than(&earlier, commit));
        }
        Ok(complaints.into_values().collect())
    }

    fn lower_than(&self, earlier: &Floors, commit: &str) -> BTreeMap<(String, String), String> {
        let mut complaints = BTreeMap::new();
        for (name, set) in &earlier.sets {
            let Some(now) = self.sets.get(name).filter(|now| now.gold == set.gold) else { continue };
            for (figure, before) in &set.figures {
                let complaint = match now.figures.get(figure) {
                    Some(floor) if floor.value() >= before.value() || floor.has_reason() => continue,
                    Some(floor) => format!("floor {name} {figure} is {} and was {} in {commit}", floor.value(), before.value()),
                    None => format!("floor {name} {figure} is gone; it was {} in {commit}", before.value()),
                };
                let how = format!("{complaint}; write \"{figure}\" = {{ floor = …, reason = \"why, in a sentence\" }}");
                complaints.insert((name.clone(), figure.clone()), how);
            }
        }
        complaints
    }

    /// Writes the file.
    ///
    /// # Errors
    /// The disk.
    pub fn write(&self, path: &Path) -> anyhow::Result<()> {
        let mut text = HEADER.to_owned();
        for (name, set) in &self.sets {
            write!(text, "\n[{name}]\ngold = \"{}\"\n\n[{name}.figures]\n", set.gold)?;
            for (figure, floor) in &set.figures {
                match floor {
                    Floor::Plain(floor) => writeln!(text, "\"{figure}\" = {floor:?}")?,
                    Floor::Lowered { floor, reason } => {
                        writeln!(text, "\"{figure}\" = {{ floor = {floor:?}, reason = {} }}", toml::Value::from(reason.as_str()))?
                    }
                }
            }
        }
        Ok(std::fs::write(path, text)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn floors(text: &str) -> Floors {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn a_floor_holds_for_its_gold_only() {
        let floors = floors("[seed]\ngold = \"aa\"\n[seed.figures]\n\"type.f1\" = 0.5");
        assert_eq!(floors.judge("seed", "aa", "type.f1", 0.4999), Verdict::Holds(0.5));
        assert_eq!(floors.judge("seed", "aa", "type.f1", 0.49), Verdict::Below(0.5));
        assert_eq!(floors.judge("seed", "bb", "type.f1", 0.9), Verdict::OtherGold);
        assert_eq!(floors.judge("seed", "aa", "claims.p", 0.0), Verdict::NoFloor);
        assert_eq!(floors.missing("seed", &BTreeMap::new()), ["type.f1"]);
    }

    #[test]
    fn lowering_takes_a_sentence() {
        let before = floors("[open]\ngold = \"aa\"\n[open.figures]\n\"type.f1\" = 0.5\n\"type.p\" = 0.4");
        let silent = floors("[open]\ngold = \"aa\"\n[open.figures]\n\"type.f1\" = 0.3");
        assert_eq!(silent.lower_than(&before, "abc").len(), 2);
        let spoken = floors(
            "[open]\ngold = \"aa\"\n[open.figures]\n\"type.f1\" = { floor = 0.3, reason = \"the old figure counted doubles\" }\n\"type.p\" = 0.4",
        );
        assert!(spoken.lower_than(&before, "abc").is_empty());
    }

    #[test]
    fn raising_never_lowers_and_the_file_reads_back() {
        let mut floors = floors("[open]\ngold = \"aa\"\n[open.figures]\n\"type.f1\" = 0.5");
        floors.raise("open", "aa", &BTreeMap::from([("type.f1".to_owned(), 0.4), ("type.p".to_owned(), 0.6667)]));
        let file = tempfile::NamedTempFile::new().unwrap();
        floors.write(file.path()).unwrap();
        assert_eq!(Floors::read(file.path()).unwrap(), floors);
        assert_eq!(floors.judge("open", "aa", "type.p", 0.666), Verdict::Holds(0.666));
    }
}
