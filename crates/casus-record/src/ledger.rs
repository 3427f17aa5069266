//! The ledger line: the same record for people, one line an event or claim, fixed order of fields.
//!
//! `date  TYPE mode  actor [country sector] -> recipient [..]  @ place  if "condition"  per source < source  (status)  s7 rule`.
//! What is unknown leaves no field but the date (`----------`) and the actor (`?`).

use crate::{Aux, Certainty, Claim, ConditionKind, Event, EventDate, Party, PerpetratorStatus, Source};

/// One line for an event: who did what to whom, where, when, on whose word, and which rule says so.
pub fn ledger_line(event: &Event) -> String {
    let mut fields = vec![date(&event.date), event.r#type.to_string()];
    if let Some(mode) = event.mode {
        fields[1] = format!("{} {mode}", event.r#type);
    }
    let actor = if event.actor.is_empty() { "?".to_owned() } else { parties(&event.actor) };
    fields.push(if event.recipient.is_empty() { actor } else { format!("{actor} -> {}", parties(&event.recipient)) });
    if let Some(place) = &event.place {
        fields.push(format!("@ {}", place.name));
    }
    if let Some(condition) = &event.condition {
        let word = match condition.kind {
            ConditionKind::Deadline => "by",
            ConditionKind::Unless | ConditionKind::If | ConditionKind::Until => "if",
        };
        fields.push(format!("{word} \"{}\"", one_line(&condition.text)));
    }
    fields.extend(per(&event.attribution));
    fields.push(format!("({})", status(event)));
    fields.push(format!("s{} {}", event.trigger.sentence_id, event.because.rule));
    fields.join("  ")
}

/// One line for a claim: who says what, with which stance.
pub fn claim_line(claim: &Claim) -> String {
    let who = claim.claimant.as_ref().map_or("?", |c| c.name.as_str());
    let mut fields = vec![date(&claim.date), format!("claim {}", claim.stance), format!("{who}: \"{}\"", one_line(&claim.content.text))];
    if let Some(alleged) = &claim.alleged_actor {
        fields.push(format!("by {}", alleged.name));
    }
    if let Some(event) = &claim.about {
        fields.push(format!("about {}", event.rsplit('-').next().unwrap_or(event)));
    }
    fields.extend(per(&claim.attribution));
    fields.push(format!("({})", claim.certainty));
    fields.push(format!("s{} {}", claim.sentence_id, claim.because.rule));
    fields.join("  ")
}

fn date(date: &EventDate) -> String {
    match (&date.start, &date.end) {
        (Some(start), Some(end)) if start == end => start.clone(),
        (Some(start), Some(end)) => format!("{start}..{end}"),
        (Some(start), None) => format!("{start}.."),
        (None, Some(end)) => format!("..{end}"),
        (None, None) => "-".repeat(10),
    }
}

fn parties(parties: &[Party]) -> String {
    let one = |p: &Party| match (&p.country, p.sector) {
        (Some(country), Some(sector)) => format!("{} [{country} {sector}]", p.name),
        (Some(code), None) => format!("{} [{code}]", p.name),
        (None, Some(sector)) => format!("{} [{sector}]", p.name),
        (None, None) => p.name.clone(),
    };
    parties.iter().map(one).collect::<Vec<_>>().join(" + ")
}

fn per(chain: &[Source]) -> Option<String> {
    let names: Vec<&str> = chain.iter().map(|s| s.name.as_str()).collect();
    (!names.is_empty()).then(|| format!("per {}", names.join(" < ")))
}

fn status(event: &Event) -> String {
    let mut words = vec![event.certainty.to_string()];
    if event.aux != Aux::None {
        words.insert(0, event.aux.to_string());
        if event.certainty == Certainty::Certain {
            words.pop();
        }
    }
    match event.perpetrator.status {
        PerpetratorStatus::Suspected => words.push("author suspected".to_owned()),
        PerpetratorStatus::Contested => words.push("author contested".to_owned()),
        PerpetratorStatus::Stated | PerpetratorStatus::Unknown => {}
    }
    words.join(", ")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
