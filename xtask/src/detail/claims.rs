//! Of each required claim: the words, the event it is about, who makes it, and when.

use super::Check;
use super::events::day;
use super::gold::{Claim as GoldClaim, Detail, Span};
use super::matching::{claim, is_mention_of, is_type_of, names};
use casus_record::{Claim, Event, Record};

pub fn check(detail: &Detail, record: &Record) -> Vec<Check> {
    let mut checks = Vec::new();
    for gold in detail.claims.iter().filter(|c| detail.scoring.required_claims.contains(&c.id)) {
        let found = claim(record, gold);
        checks.push(content(gold, found));
        checks.extend(about(detail, record, gold, found));
        checks.push(claimant(detail, gold, found));
        checks.extend(date(gold, found));
    }
    checks
}

fn content(gold: &GoldClaim, found: Option<&Claim>) -> Check {
    let have = found.map(|c| Span { start: c.content.start, end: c.content.end });
    let got = have.map_or("no claim".to_owned(), |s| s.to_string());
    Check::that("claim_content", gold.id.as_str(), have.is_some_and(|s| s.agrees(gold.content_span)), got, gold.content_span.to_string())
}

/// `about` is an event that shares type and a mention with the gold's. A claim about an event that need not be coded may be about none,
/// or about an event of that type in its own sentence: which words of it are the trigger is then not settled.
fn about(detail: &Detail, record: &Record, gold: &GoldClaim, found: Option<&Claim>) -> Option<Check> {
    let wanted: Vec<_> = gold.about.iter().chain(&gold.also_about).filter_map(|id| detail.event(id)).collect();
    let optional = !detail.scoring.required_events.contains(gold.about.as_ref()?);
    let event = found.and_then(|c| c.about.as_ref()).and_then(|id| record.events.iter().find(|e| e.event_id == *id));
    let near = |e: &Event| optional && found.is_some_and(|c| c.sentence_id == e.trigger.sentence_id);
    let answers = |e: &Event| wanted.iter().any(|g| is_mention_of(g, e) || near(e) && is_type_of(g, e));
    let holds = event.map_or(optional && found.is_some(), answers);
    let got = match (found, event) {
        (None, _) => "no claim".to_owned(),
        (_, None) => "none".to_owned(),
        (_, Some(event)) => format!("{} {} at {}", event.event_id, event.r#type, event.trigger.start),
    };
    let expected: Vec<&str> = wanted.iter().map(|g| g.id.as_str()).collect();
    Some(Check::that("claim_about", gold.id.as_str(), holds, got, expected.join(" or ")))
}

/// Who says so; nobody, where the text names nobody.
fn claimant(detail: &Detail, gold: &GoldClaim, found: Option<&Claim>) -> Check {
    let actor = detail.actor(&gold.claimant).filter(|a| !a.name.starts_with('['));
    let have = found.map(|c| c.claimant.as_ref());
    let holds = match (have, actor) {
        (Some(Some(claimant)), Some(actor)) => names(actor, &claimant.name),
        (Some(None), None) => true,
        _ => false,
    };
    let got = have.map_or("no claim", |c| c.map_or("nobody", |c| c.name.as_str()));
    Check::that("claimant", gold.id.as_str(), holds, got, actor.map_or("nobody", |a| a.name.as_str()))
}

/// When the claim was made, where the text has words for it.
fn date(gold: &GoldClaim, found: Option<&Claim>) -> Option<Check> {
    let stated = gold.claim_date.basis.starts_with("relative") || gold.claim_date.basis == "explicit";
    let interval = |start: &Option<String>, end: &Option<String>| format!("{}..{}", day(start), day(end));
    let got = found.map_or("no claim".to_owned(), |c| interval(&c.date.start, &c.date.end));
    stated.then(|| Check::equal("claim_date", gold.id.as_str(), got, interval(&gold.claim_date.start, &gold.claim_date.end)))
}
