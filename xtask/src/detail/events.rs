//! Of each required event: mentions, date, place, attribution chain, condition, perpetrator; and history, which is no current event.

use super::Check;
use super::gold::{Condition, Detail, Event as GoldEvent, Perpetrator, Span};
use super::matching::{counterpart, names, same_stance, spans, words};
use casus_record::{Aux, Event, Record, SourceRole};

/// Kinds of condition that stand in the text as words.
const STATED_CONDITIONS: [&str; 4] = ["unless", "if", "until", "deadline"];

pub fn check(detail: &Detail, record: &Record) -> Vec<Check> {
    let mut checks = Vec::new();
    for gold in detail.scoring.required_events.iter().filter_map(|id| detail.event(id)) {
        let found = counterpart(detail, record, gold);
        checks.extend(mentions(gold, found));
        checks.extend(date(gold, found));
        checks.extend(place(detail, gold, found));
        checks.push(attribution(detail, gold, found));
        checks.extend(gold.condition.as_ref().and_then(|c| condition(gold, c, found)));
        checks.extend(gold.perpetrator.iter().flat_map(|p| perpetrator(detail, record, gold, p, found)));
    }
    checks.extend(history(detail, record));
    checks
}

fn mentions(gold: &GoldEvent, found: Option<&Event>) -> Vec<Check> {
    let have = found.map(spans).unwrap_or_default();
    let check = |mention: &Span| {
        let got = found.map_or("no event".to_owned(), |e| format!("{} without it", e.event_id));
        Check::that("mentions", format!("{} {mention}", gold.id), have.iter().any(|s| s.overlaps(*mention)), got, "a mention there")
    };
    gold.mentions.iter().map(check).collect()
}

/// Dates that the gold concludes from elsewhere are not asked for.
fn date(gold: &GoldEvent, found: Option<&Event>) -> Option<Check> {
    let interval = |start: &Option<String>, end: &Option<String>| format!("{}..{}", day(start), day(end));
    let got = found.map_or("no event".to_owned(), |e| interval(&e.date.start, &e.date.end));
    (gold.date.basis != "inferred").then(|| Check::equal("event_date", gold.id.as_str(), got, interval(&gold.date.start, &gold.date.end)))
}

pub fn day(date: &Option<String>) -> &str {
    date.as_deref().unwrap_or("?")
}

fn place(detail: &Detail, gold: &GoldEvent, found: Option<&Event>) -> Option<Check> {
    let expected = detail.places.iter().find(|p| Some(&p.id) == gold.place.as_ref())?;
    let got = found.map_or("no event", |e| e.place.as_ref().map_or("none", |p| p.name.as_str()));
    let same = |p: &casus_record::EventPlace| {
        words(&p.name) == words(&expected.name) || p.geonames_id.is_some() && p.geonames_id == expected.geonames_id
    };
    let stated = gold.place_basis.is_none();
    let holds = found.is_some_and(|e| e.place.as_ref().map_or(!stated, same));
    let wanted = if stated { expected.name.clone() } else { format!("{} or none", expected.name) };
    Some(Check::that("place", gold.id.as_str(), holds, got, wanted))
}

/// The chain, outermost first; the article itself and the actor of the event are no links.
fn attribution(detail: &Detail, gold: &GoldEvent, found: Option<&Event>) -> Check {
    let links = gold.attribution.iter().filter_map(|link| match &link.actor {
        None => Some(link.role.clone()),
        Some(id) if link.role == "author" || gold.actor.contains(id) => None,
        Some(id) => Some(detail.actor(id).map_or(id.clone(), |a| a.name.clone())),
    });
    let expected: Vec<String> = links.collect();
    let own = |name: &str| gold.actor.iter().filter_map(|id| detail.actor(id)).any(|a| names(a, name));
    let got = found.map(|e| {
        let links = e.attribution.iter().filter(|l| !(l.role == SourceRole::Speaker && own(&l.name)));
        let name = |l: &casus_record::Source| match l.role {
            SourceRole::Document => "document".to_owned(),
            _ => detail.actors.iter().find(|a| names(a, &l.name)).map_or(l.name.clone(), |a| a.name.clone()),
        };
        chain(&links.map(name).collect::<Vec<_>>())
    });
    Check::equal("attribution", gold.id.as_str(), got.unwrap_or_else(|| "no event".to_owned()), chain(&expected))
}

fn chain(links: &[String]) -> String {
    if links.is_empty() { "the article's own word".to_owned() } else { links.join(" < ") }
}

fn condition(gold: &GoldEvent, condition: &Condition, found: Option<&Event>) -> Option<Check> {
    let kind = STATED_CONDITIONS.iter().find(|k| **k == condition.kind)?;
    let words = *condition.spans.first()?;
    let have = found.and_then(|e| e.condition.as_ref()).map(|c| (c.kind.to_string(), Span { start: c.start, end: c.end }));
    let holds = have.as_ref().is_some_and(|(k, span)| k == kind && span.agrees(words));
    let got = have.map_or("none".to_owned(), |(kind, span)| format!("{kind} {span}"));
    Some(Check::that("condition", gold.id.as_str(), holds, got, format!("{kind} {words}")))
}

/// Status; each candidate with its stance and, where the text says who, the claim that names it; one actor under one id.
fn perpetrator(detail: &Detail, record: &Record, gold: &GoldEvent, expected: &Perpetrator, found: Option<&Event>) -> Vec<Check> {
    let Some(event) = found else {
        return vec![Check::equal("perpetrator", format!("{} status", gold.id), "no event", expected.status.as_str())];
    };
    let have = &event.perpetrator;
    let mut checks = vec![Check::equal("perpetrator", format!("{} status", gold.id), have.status.to_string(), expected.status.as_str())];
    if expected.status == "contested" {
        let got: Vec<&str> = event.actor.iter().map(|p| p.name.as_str()).collect();
        checks.push(Check::that("perpetrator", format!("{} actor", gold.id), got.is_empty(), got.join(" + "), "nobody"));
    }
    let mut ids: Vec<(&str, &str)> = Vec::new();
    for candidate in &expected.candidates {
        let Some(actor) = detail.actor(&candidate.actor) else { continue };
        let by = candidate.by.split_whitespace().next().and_then(|id| detail.actor(id));
        let claimant = |claim: &Option<String>| {
            let claim = record.claims.iter().find(|c| Some(&c.claim_id) == claim.as_ref())?;
            claim.claimant.as_ref().map(|c| c.name.clone())
        };
        let names_it = |c: &&casus_record::Candidate| {
            let named_by = claimant(&c.claim_id);
            // A suspicion passed on may be the writer's: then nobody is named in the record.
            let right_voice = by.is_none_or(|by| named_by.as_ref().map_or(candidate.stance.starts_with("possibly"), |n| names(by, n)));
            names(actor, &c.name) && same_stance(&candidate.stance, &c.stance.to_string()) && right_voice
        };
        let met = have.candidates.iter().find(names_it);
        ids.extend(met.map(|c| (candidate.actor.as_str(), c.actor_id.as_str())));
        let told: Vec<String> = have
            .candidates
            .iter()
            .map(|c| format!("{} {} by {}", c.name, c.stance, claimant(&c.claim_id).unwrap_or_else(|| "?".to_owned())))
            .collect();
        let name = format!("{} {} {}", gold.id, candidate.actor, candidate.stance);
        checks.push(Check::that(
            "perpetrator",
            name,
            met.is_some(),
            told.join("; "),
            format!("by {}", by.map_or("anybody", |a| a.id.as_str())),
        ));
    }
    let split = ids.iter().find(|(gold, id)| ids.iter().any(|(other, second)| gold == other && id != second));
    let got = split.map_or("one".to_owned(), |(gold, _)| format!("several for {gold}"));
    checks.push(Check::that("perpetrator", format!("{} ids of candidates", gold.id), split.is_none(), got, "one id an actor"));
    checks
}

/// No current event has a mention where the gold has history.
fn history(detail: &Detail, record: &Record) -> Vec<Check> {
    let mut checks = Vec::new();
    for gold in detail.scoring.historical_events.iter().filter_map(|id| detail.event(id)) {
        let current = record.events.iter().filter(|e| e.aux == Aux::None);
        let there = current.filter(|e| spans(e).iter().any(|s| gold.mentions.iter().any(|m| m.overlaps(*s))));
        let got: Vec<String> = there.map(|e| format!("{} {}", e.event_id, e.r#type)).collect();
        checks.push(Check::that("history", gold.id.as_str(), got.is_empty(), got.join(" + "), "no current event"));
    }
    checks
}
