//! What the scorer does not look at: spans, chains, candidates, dates and places of one article, against its `*.detail.json`.
//!
//! A gold folder may hold such a file beside an article. Every check in it gives a line (`ok`, or `FAIL` with what came out and what was
//! expected), and every group of checks a figure `detail.<group>`: how many hold. Gold words are read when the command runs and stand
//! nowhere in this repository; spans are compared by offset, parties by id.

mod claims;
mod events;
mod gold;
mod matching;
mod spans;

use anyhow::{Context, bail};
use casus_record::Record;
use gold::Detail;
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

/// One question to the record, answered.
#[derive(Debug)]
pub struct Check {
    /// The figure it counts for.
    group: &'static str,
    /// What is asked, by ids of the gold file.
    name: String,
    got: String,
    expected: String,
    holds: bool,
}

impl Check {
    /// Holds if both sides read the same.
    fn equal(group: &'static str, name: impl Into<String>, got: impl Into<String>, expected: impl Into<String>) -> Check {
        let (got, expected) = (got.into(), expected.into());
        Check { group, name: name.into(), holds: got == expected, got, expected }
    }

    /// Holds if `holds`.
    fn that(group: &'static str, name: impl Into<String>, holds: bool, got: impl Into<String>, expected: impl Into<String>) -> Check {
        Check { group, name: name.into(), got: got.into(), expected: expected.into(), holds }
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.holds {
            return write!(f, "ok    {:<20} {}", self.group, self.name);
        }
        write!(f, "FAIL  {:<20} {}: got {}, expected {}", self.group, self.name, self.got, self.expected)
    }
}

/// Runs the checks of every `*.detail.json` in a gold folder on what casus wrote for its articles.
///
/// # Errors
/// A gold file or a record cannot be read, or an article was not coded.
pub fn run(gold: &Path, coded: &Path) -> anyhow::Result<Vec<Check>> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(gold)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
    files.retain(|p| p.to_string_lossy().ends_with(".detail.json"));
    files.sort();
    let mut checks = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        let detail: Detail = serde_json::from_str(&text).with_context(|| file.display().to_string())?;
        let record = record_of(coded, &detail.article.file)?;
        checks.extend(all(&detail, &record));
    }
    Ok(checks)
}

/// How many checks of each group hold.
pub fn figures(checks: &[Check]) -> BTreeMap<String, f64> {
    let mut figures = BTreeMap::new();
    for check in checks {
        *figures.entry(format!("detail.{}", check.group)).or_insert(0.0) += f64::from(u8::from(check.holds));
    }
    figures
}

fn all(detail: &Detail, record: &Record) -> Vec<Check> {
    let mut checks = spans::check(detail, record);
    checks.extend(events::check(detail, record));
    checks.extend(claims::check(detail, record));
    checks
}

/// The record of the article with this file name.
fn record_of(coded: &Path, file: &str) -> anyhow::Result<Record> {
    for line in std::fs::read_to_string(coded)?.lines() {
        let record: Record = serde_json::from_str(line).context("a record of casus")?;
        if Path::new(&record.source).file_name().is_some_and(|name| name == file) {
            return Ok(record);
        }
    }
    bail!("casus wrote no record for {file}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    /// An invented article of one sentence, with the record that it should have.
    fn invented() -> (Detail, Value) {
        let both: Value = serde_json::from_str(include_str!("invented.json")).unwrap();
        (serde_json::from_value(both["detail"].clone()).unwrap(), both["record"].clone())
    }

    fn failures(detail: &Detail, record: Value) -> Vec<String> {
        let checks = all(detail, &serde_json::from_value(record).unwrap());
        checks.iter().filter(|c| !c.holds).map(Check::to_string).collect()
    }

    #[test]
    fn a_right_record_fails_nothing() {
        let (detail, record) = invented();
        assert_eq!(failures(&detail, record), Vec::<String>::new());
    }

    #[test]
    fn each_mistake_is_one_line_that_says_what_came_out() {
        let (detail, mut record) = invented();
        record["events"][0]["condition"]["kind"] = json!("if");
        record["events"][0]["attribution"][0]["name"] = json!("Reed Herald");
        record["claims"][0]["content"] = json!({"text": "The Reed", "start": 0, "end": 8});
        record["actors"][0]["sector"] = json!("CVL");
        assert_eq!(
            failures(&detail, record),
            [
                "FAIL  actors               A1: got Reed Guard known=false TCD CVL, expected known=false TCD UAF",
                "FAIL  attribution          E1: got Reed Herald, expected Radio Loma",
                "FAIL  condition            E1: got if 39..56, expected unless 39..56",
                "FAIL  claim_content        C1: got 0..8, expected 29..38",
            ]
        );
    }

    #[test]
    fn a_shifted_span_is_found() {
        let (detail, mut record) = invented();
        record["claims"][0]["cue"]["start"] = json!(14);
        assert_eq!(
            failures(&detail, record),
            ["FAIL  offsets              claims: got \"threatened\" at 14..25, expected every span's words at its offsets"]
        );
    }
}
