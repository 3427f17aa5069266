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
        let text = "The Reed Guard threatened to raid Mavo unless taxes fall, Radio Loma said.";
        let detail = json!({
            "article": {"file": "mavo.txt"},
            "segments": [{"seg": "s1", "role": "body", "start": 0, "end": 74, "text": text}],
            "actors": [
                {"id": "A1", "name": "Reed Guard", "aliases": [], "known": false, "country": "TCD", "sector": "UAF"},
                {"id": "A2", "name": "Radio Loma", "aliases": []}
            ],
            "places": [{"id": "P1", "name": "Chad", "geonames_id": 2_434_508}],
            "events": [{
                "id": "E1", "plover_type": "THREATEN", "recipient": [], "mentions": [{"start": 15, "end": 25}],
                "date": {"start": "2031-05-06", "end": "2031-05-06", "basis": "explicit"}, "place": "P1",
                "attribution": [{"role": "source", "actor": "A2"}, {"role": "speaker", "actor": "A1"}],
                "actor": ["A1"],
                "condition": {"kind": "unless", "spans": [{"start": 39, "end": 56}]}
            }],
            "claims": [{
                "id": "C1", "stance": "threatens", "claimant": "A1", "about": "E1", "content_span": {"start": 29, "end": 38},
                "cue_span": {"start": 15, "end": 25}, "claim_date": {"start": null, "end": "2031-05-06", "basis": "upper bound"}
            }],
            "scoring": {"required_events": ["E1"], "required_claims": ["C1"], "historical_events": []}
        });
        let date = json!({
            "start": "2031-05-06", "end": "2031-05-06", "precision": "day", "basis": "explicit", "text": null, "timex": null,
            "direction": "past", "approx": false
        });
        let because = json!({"rule": "threaten/threaten-to", "model": null, "note": null});
        let party = json!({
            "actor_id": "m-a1", "name": "Reed Guard", "text": "The Reed Guard", "country": "TCD", "sector": "UAF", "code": "TCDUAF",
            "start": 0, "end": 14
        });
        let record = json!({
            "schema": "casus/1", "coder": {"version": "", "model": "", "lexicon": ""}, "article_id": "m", "source": "x/mavo.txt",
            "url": null, "outlet": null, "title": null, "author": null, "published": null, "published_basis": null, "lang": "en",
            "raw_sha256": "", "text": text, "dup_of": null, "dup_kind": null, "lineage": null, "repairs": [], "notes": [],
            "sentences": [{"sentence_id": 0, "role": "body", "start": 0, "end": 74, "text": text}],
            "events": [{
                "event_id": "m-e1", "type": "THREATEN", "mode": "violence", "contexts": [], "cameo": null, "quad_class": 3, "goldstein": null,
                "actor": [party], "recipient": [], "trigger": {"sentence_id": 0, "text": "threatened", "start": 15, "end": 25}, "mentions": [],
                "aux": "none", "certainty": "certain", "polarity": "positive",
                "attribution": [{"role": "source", "name": "Radio Loma", "actor_id": null, "cue": "said", "start": 69, "end": 73}],
                "condition": {"kind": "unless", "text": "unless taxes fall", "start": 39, "end": 56},
                "perpetrator": {"status": "stated", "candidates": []}, "date": date,
                "place": {"name": "Chad", "country": "TCD", "admin1": null, "lat": null, "lon": null, "geonames_id": 2_434_508,
                    "precision": "country", "basis": "actor", "status": "stated", "text": null},
                "casualties": [], "because": because, "confidence": 0.9
            }],
            "claims": [{
                "claim_id": "m-c1", "sentence_id": 0, "claimant": {"actor_id": "m-a1", "name": "Reed Guard", "text": "The Reed Guard"},
                "stance": "threatens", "polarity": "positive", "certainty": "certain", "content": {"text": "raid Mavo", "start": 29, "end": 38},
                "cue": {"text": "threatened", "start": 15, "end": 25}, "about": "m-e1", "alleged_actor": null, "quote": "indirect",
                "attribution": [], "date": date, "because": because, "confidence": 0.7
            }],
            "actors": [{
                "actor_id": "m-a1", "name": "Reed Guard", "kind": "armed_group", "country": "TCD", "sector": "UAF", "code": "TCDUAF",
                "known": false, "mentions": [{"sentence_id": 0, "text": "The Reed Guard", "start": 0, "end": 14}], "relations": []
            }],
            "places": [], "not_coded": []
        });
        (serde_json::from_value(detail).unwrap(), record)
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
