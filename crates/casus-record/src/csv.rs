//! CSV: one row an event, and beside it one row a claim. Lists are joined by "; ", unknown is empty.

use crate::{Event, Harm, Party, Record};

/// Column names of the event table, in order.
pub const EVENT_COLUMNS: [&str; 37] = [
    "article_id",
    "event_id",
    "published",
    "date_start",
    "date_end",
    "date_precision",
    "type",
    "mode",
    "cameo",
    "quad_class",
    "goldstein",
    "actor",
    "actor_country",
    "actor_sector",
    "recipient",
    "recipient_country",
    "recipient_sector",
    "aux",
    "certainty",
    "perpetrator_status",
    "condition",
    "attribution",
    "place",
    "country",
    "lat",
    "lon",
    "place_precision",
    "dead_low",
    "dead_best",
    "dead_high",
    "sentence",
    "trigger",
    "rule",
    "confidence",
    "outlet",
    "url",
    "title",
];

/// Column names of the claim table, in order.
pub const CLAIM_COLUMNS: [&str; 19] = [
    "article_id",
    "claim_id",
    "published",
    "date_start",
    "date_end",
    "claimant",
    "stance",
    "polarity",
    "certainty",
    "content",
    "cue",
    "about",
    "alleged_actor",
    "quote",
    "attribution",
    "sentence",
    "rule",
    "confidence",
    "url",
];

/// The event rows of one article, in the order of [`EVENT_COLUMNS`].
pub fn event_rows(record: &Record) -> Vec<Vec<String>> {
    record.events.iter().map(|event| event_row(record, event)).collect()
}

/// The claim rows of one article, in the order of [`CLAIM_COLUMNS`].
pub fn claim_rows(record: &Record) -> Vec<Vec<String>> {
    let row = |claim: &crate::Claim| {
        vec![
            record.article_id.clone(),
            claim.claim_id.clone(),
            text(&record.published),
            text(&claim.date.start),
            text(&claim.date.end),
            claim.claimant.as_ref().map(|c| c.name.clone()).unwrap_or_default(),
            claim.stance.to_string(),
            claim.polarity.to_string(),
            claim.certainty.to_string(),
            claim.content.text.clone(),
            claim.cue.text.clone(),
            text(&claim.about),
            claim.alleged_actor.as_ref().map(|a| a.name.clone()).unwrap_or_default(),
            claim.quote.to_string(),
            join(claim.attribution.iter().map(|s| s.name.clone())),
            sentence(record, claim.sentence_id),
            claim.because.rule.clone(),
            claim.confidence.to_string(),
            text(&record.url),
        ]
    };
    record.claims.iter().map(row).collect()
}

fn event_row(record: &Record, event: &Event) -> Vec<String> {
    let place = event.place.as_ref();
    let dead = event.casualties.iter().find(|c| c.kind == Harm::Dead);
    let number = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
    let degrees = |n: Option<f64>| n.map(|n| n.to_string()).unwrap_or_default();
    vec![
        record.article_id.clone(),
        event.event_id.clone(),
        text(&record.published),
        text(&event.date.start),
        text(&event.date.end),
        event.date.precision.to_string(),
        event.r#type.to_string(),
        event.mode.map(|m| m.to_string()).unwrap_or_default(),
        text(&event.cameo),
        event.quad_class.to_string(),
        event.goldstein.map(|g| g.to_string()).unwrap_or_default(),
        join(event.actor.iter().map(|p| p.name.clone())),
        join(event.actor.iter().map(country)),
        join(event.actor.iter().map(sector)),
        join(event.recipient.iter().map(|p| p.name.clone())),
        join(event.recipient.iter().map(country)),
        join(event.recipient.iter().map(sector)),
        event.aux.to_string(),
        event.certainty.to_string(),
        event.perpetrator.status.to_string(),
        event.condition.as_ref().map(|c| c.text.clone()).unwrap_or_default(),
        join(event.attribution.iter().map(|s| s.name.clone())),
        place.map(|p| p.name.clone()).unwrap_or_default(),
        place.and_then(|p| p.country.clone()).unwrap_or_default(),
        degrees(place.and_then(|p| p.lat)),
        degrees(place.and_then(|p| p.lon)),
        place.map(|p| p.precision.to_string()).unwrap_or_default(),
        number(dead.and_then(|d| d.low)),
        number(dead.and_then(|d| d.best)),
        number(dead.and_then(|d| d.high)),
        sentence(record, event.trigger.sentence_id),
        event.trigger.text.clone(),
        event.because.rule.clone(),
        event.confidence.to_string(),
        text(&record.outlet),
        text(&record.url),
        text(&record.title),
    ]
}

fn text(value: &Option<String>) -> String {
    value.clone().unwrap_or_default()
}

fn country(party: &Party) -> String {
    party.country.clone().unwrap_or_default()
}

fn sector(party: &Party) -> String {
    party.sector.map(|s| s.to_string()).unwrap_or_default()
}

fn join(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join("; ")
}

fn sentence(record: &Record, id: usize) -> String {
    record.sentences.iter().find(|s| s.sentence_id == id).map(|s| s.text.clone()).unwrap_or_default()
}
