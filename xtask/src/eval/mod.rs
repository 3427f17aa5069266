//! `cargo xtask eval`: the figures that may not slip, measured on the data beside the checkout and compared with their floors.

mod articles;
mod models;
mod triage;

use crate::cargo::root;
use crate::floors::{Floors, Verdict};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What is to be measured.
#[derive(Debug, Default, PartialEq)]
pub struct Request {
    /// `articles`, `syntax`, `names`, `triage`; all if none is named.
    parts: Vec<String>,
    /// `--with`: a program instead of building one.
    program: Option<PathBuf>,
    /// `--raise`: floors rise to what was measured.
    raise: bool,
}

/// Figures of one set, where more is better.
struct Measured {
    set: String,
    /// Hash of the gold data.
    gold: String,
    figures: BTreeMap<String, f64>,
    /// Lines to print above the figures.
    notes: Vec<String>,
}

impl Request {
    /// From the words behind `cargo xtask eval`.
    ///
    /// # Errors
    /// A word that means nothing.
    pub fn read(words: &[&str]) -> anyhow::Result<Request> {
        let mut request = Request::default();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match *word {
                "--raise" => request.raise = true,
                "--with" => request.program = Some(words.next().ok_or_else(|| anyhow::anyhow!("--with takes a program"))?.into()),
                "articles" | "syntax" | "names" | "triage" => request.parts.push((*word).to_owned()),
                other => {
                    anyhow::bail!("{other:?} is nothing to evaluate; there are articles, syntax, names, triage, --raise and --with PROGRAM")
                }
            }
        }
        Ok(request)
    }

    fn wants(&self, part: &str) -> bool {
        self.parts.is_empty() || self.parts.iter().any(|p| p == part)
    }
}

/// Measures, prints a table, and says whether every floor holds.
///
/// # Errors
/// casus does not build, a scorer does not run, or the file of floors is wrong.
pub fn run(request: &Request) -> anyhow::Result<bool> {
    let shared = root().join("../shared");
    let path = root().join("eval/floors.toml");
    let mut floors = Floors::read(&path)?;
    let mut fine = true;
    for complaint in floors.lowered(&root())? {
        println!("{complaint}");
        fine = false;
    }
    let mut sets = Vec::new();
    if request.wants("articles") {
        sets.extend(articles::measure(&shared, request.program.as_deref())?);
    }
    if request.wants("syntax") {
        sets.extend(models::syntax(&shared)?);
    }
    if request.wants("names") {
        sets.extend(models::names(&shared)?);
    }
    if request.wants("triage") {
        sets.extend(triage::measure(&shared)?);
    }
    if !shared.is_dir() {
        println!(
            "skipped: no ../shared with gold articles and treebanks beside this checkout; only the project's own sentences were measured"
        );
    }
    for Measured { set, gold, figures, notes } in &sets {
        println!("\n{set} (gold {gold})");
        notes.iter().for_each(|note| println!("  {note}"));
        println!("  {:<28} {:>8} {:>8}", "figure", "floor", "now");
        for (name, now) in figures {
            let verdict = floors.judge(set, gold, name, *now);
            let (floor, word) = match verdict {
                Verdict::Holds(floor) => (format!("{floor:.3}"), ""),
                Verdict::Below(floor) => (format!("{floor:.3}"), "  BELOW THE FLOOR"),
                Verdict::NoFloor => ("-".to_owned(), ""),
                Verdict::OtherGold => ("?".to_owned(), "  the gold data changed: set this floor anew"),
            };
            fine &= !matches!(verdict, Verdict::Below(_) | Verdict::OtherGold);
            println!("  {name:<28} {floor:>8} {now:>8.3}{word}");
        }
        for name in floors.missing(set, figures) {
            println!("  {name:<28} is in eval/floors.toml and was not measured");
            fine = false;
        }
        if request.raise {
            floors.raise(set, gold, figures);
        }
    }
    if request.raise {
        floors.write(&path)?;
        println!("\neval/floors.toml is written; read `git diff eval/floors.toml`, then `cargo xtask accept` for the README's table");
        return Ok(true);
    }
    Ok(fine)
}

/// Twelve hex digits over names and contents of files, so that a floor belongs to its data.
fn hash(files: &[PathBuf]) -> anyhow::Result<String> {
    let mut files = files.to_vec();
    files.sort();
    let mut sha = Sha256::new();
    for file in files {
        let bytes = std::fs::read(&file)?;
        sha.update(file.file_name().unwrap_or_default().as_encoded_bytes());
        sha.update((bytes.len() as u64).to_le_bytes());
        sha.update(&bytes);
    }
    Ok(sha.finalize().iter().take(6).map(|b| format!("{b:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_a_request() {
        let request = Request::read(&["syntax", "names", "--raise"]).unwrap();
        assert!(request.raise && request.wants("names") && !request.wants("articles"));
        assert!(Request::read(&[]).unwrap().wants("articles"));
        assert!(Request::read(&["spelling"]).unwrap_err().to_string().starts_with("\"spelling\" is nothing to evaluate"));
    }
}
