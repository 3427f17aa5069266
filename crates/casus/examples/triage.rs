//! Measures triage: which part of the sentences is not read, and which part of events and claims is lost by that.
//!
//! ```text
//! cargo run -p casus --release --example triage -- FILE…      plain text, one article a file, or JSONL
//! ```
//!
//! Both readings are by the accurate model. An event counts as kept if the triaged reading has one of the same type on the same trigger
//! words, a claim if it has the same stance on the same words. One line of JSON.

use casus::{Explanation, Options, Pipeline};
use casus_article::read_records;
use casus_record::Record;
use std::collections::HashSet;
use std::error::Error;
use std::fmt::Debug;

fn main() -> Result<(), Box<dyn Error>> {
    let (whole, triaged) = (Pipeline::embedded()?, Pipeline::embedded()?.triaged());
    let [mut articles, mut sentences, mut unread, mut events, mut events_kept, mut claims, mut claims_kept] = [0usize; 7];
    for file in std::env::args().skip(1) {
        let bytes = std::fs::read(&file).map_err(|e| format!("{file}: {e}"))?;
        for page in read_records(bytes.as_slice(), &file).filter_map(Result::ok) {
            let (all, short) = (whole.explain(&page, &Options::default(), None), triaged.explain(&page, &Options::default(), None));
            articles += 1;
            sentences += all.sentences.len();
            unread += without_parse(&short).saturating_sub(without_parse(&all));
            let both = kept(&found(&all.record), &found(&short.record));
            (events, events_kept) = (events + both.0, events_kept + both.1);
            let both = kept(&said(&all.record), &said(&short.record));
            (claims, claims_kept) = (claims + both.0, claims_kept + both.1);
        }
    }
    let part = |kept: usize, all: usize| (1000.0 * kept as f64 / all.max(1) as f64).round() / 1000.0;
    println!(
        "{}",
        serde_json::json!({
            "articles": articles, "sentences": sentences, "not_read": part(unread, sentences), "events": events,
            "events_kept": part(events_kept, events), "claims": claims, "claims_kept": part(claims_kept, claims),
        })
    );
    Ok(())
}

fn without_parse(explanation: &Explanation) -> usize {
    explanation.sentences.iter().filter(|s| s.parse.is_empty()).count()
}

fn found(record: &Record) -> HashSet<String> {
    record.events.iter().map(|e| key(&e.r#type, e.trigger.start, e.trigger.end)).collect()
}

fn said(record: &Record) -> HashSet<String> {
    record.claims.iter().map(|c| key(&c.stance, c.cue.start, c.cue.end)).collect()
}

fn key(what: &impl Debug, start: usize, end: usize) -> String {
    format!("{what:?} {start}-{end}")
}

fn kept(all: &HashSet<String>, short: &HashSet<String>) -> (usize, usize) {
    (all.len(), all.intersection(short).count())
}
