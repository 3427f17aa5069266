//! Which part of the record answers which part of the gold file.

use super::gold::{Actor, Claim as GoldClaim, Detail, Event as GoldEvent, Span};
use casus_record::{Claim, Event, Record};
use std::fmt;

/// Words in front of a noun that name nobody.
const DETERMINERS: [&str; 9] = ["the", "a", "an", "some", "our", "their", "its", "several", "many"];

/// Words that the gold and casus have for one stance.
const STANCES: [(&str, &[&str]); 6] = [
    ("accuses", &["accuses", "blames"]),
    ("accused", &["accuses", "blames"]),
    ("pledges", &["promises"]),
    ("rejected", &["rejects_attribution"]),
    ("denied", &["denies"]),
    ("possibly_believed", &["speculates", "suspects"]),
];

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

impl Span {
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// They share at least half of the shorter one.
    pub fn agrees(self, other: Span) -> bool {
        let shared = self.end.min(other.end).saturating_sub(self.start.max(other.start));
        let shorter = (self.end - self.start).min(other.end.saturating_sub(other.start));
        shared > 0 && 2 * shared >= shorter
    }
}

/// Trigger and mentions of an event.
pub fn spans(event: &Event) -> Vec<Span> {
    std::iter::once(&event.trigger).chain(&event.mentions).map(|m| Span { start: m.start, end: m.end }).collect()
}

/// Does the record use one of the gold's words for this stance?
pub fn same_stance(gold: &str, record: &str) -> bool {
    let gold = gold.strip_suffix("ed").filter(|stem| *stem == "suspect").map_or(gold, |_| "suspects");
    STANCES.iter().find(|(word, _)| *word == gold).map_or(gold == record, |(_, words)| words.contains(&record))
}

/// Does a name mean this actor? The same words, or two or more words inside the other's.
pub fn names(actor: &Actor, name: &str) -> bool {
    let name = words(name);
    let inside = |part: &[String], whole: &[String]| part.len() > 1 && whole.windows(part.len()).any(|w| w == part);
    std::iter::once(&actor.name)
        .chain(&actor.aliases)
        .map(|alias| words(alias))
        .any(|alias| alias == name || inside(&alias, &name) || inside(&name, &alias))
}

/// Small words without determiners in front.
pub fn words(name: &str) -> Vec<String> {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase);
    words.skip_while(|w| DETERMINERS.contains(&w.as_str())).collect()
}

/// Could this be the gold's event: a right type, and a mention in common?
pub fn is_mention_of(gold: &GoldEvent, event: &Event) -> bool {
    is_type_of(gold, event) && spans(event).iter().any(|s| gold.mentions.iter().any(|m| m.overlaps(*s)))
}

/// Has it the type that the gold has or accepts?
pub fn is_type_of(gold: &GoldEvent, event: &Event) -> bool {
    let own = event.r#type.to_string();
    gold.plover_type.iter().chain(&gold.type_accept).chain(&gold.plover_accept).any(|t| *t == own)
}

/// The event of the record that is the gold's: the one with the primary mention, the recipients, the most mentions; the first of equals.
pub fn counterpart<'r>(detail: &Detail, record: &'r Record, gold: &GoldEvent) -> Option<&'r Event> {
    let rank = |event: &Event| {
        let spans = spans(event);
        let primary = gold.primary.is_some_and(|p| spans.iter().any(|s| s.overlaps(p)));
        let recipients = gold.recipient.iter().flatten().filter_map(|id| detail.actor(id));
        let met = recipients.filter(|a| event.recipient.iter().any(|p| names(a, &p.name) || names(a, &p.text))).count();
        let shared = gold.mentions.iter().filter(|m| spans.iter().any(|s| s.overlaps(**m))).count();
        (primary, met, shared)
    };
    let mut best: Option<&Event> = None;
    for event in record.events.iter().filter(|e| is_mention_of(gold, e)) {
        if best.is_none_or(|b| rank(event) > rank(b)) {
            best = Some(event);
        }
    }
    best
}

/// The claim of the record that is the gold's: with its words or its cue, rather with its stance.
pub fn claim<'r>(record: &'r Record, gold: &GoldClaim) -> Option<&'r Claim> {
    let span = |w: &casus_record::Words| Span { start: w.start, end: w.end };
    let rank = |claim: &Claim| {
        let cue = span(&claim.cue).overlaps(gold.cue_span);
        let content = span(&claim.content).agrees(gold.content_span);
        let stance = same_stance(&gold.stance, &claim.stance.to_string());
        (cue || content, stance, usize::from(cue) + usize::from(content))
    };
    let mut best: Option<&Claim> = None;
    for claim in record.claims.iter().filter(|c| rank(c).0) {
        if best.is_none_or(|b| rank(claim) > rank(b)) {
            best = Some(claim);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_meet_by_words() {
        let actor = Actor {
            id: "A1".into(),
            name: "Reed Guard".into(),
            aliases: vec!["the Loman".into()],
            known: None,
            country: None,
            sector: None,
            alt_sector: Vec::new(),
        };
        assert!(names(&actor, "the Reed Guard"));
        assert!(names(&actor, "Chadian Reed Guard"));
        assert!(names(&actor, "Loman"));
        assert!(!names(&actor, "Loman ministers"));
        assert!(!names(&actor, "Guard"));
    }

    #[test]
    fn half_of_the_shorter_span_is_enough() {
        let span = |start, end| Span { start, end };
        assert!(span(0, 10).agrees(span(5, 40)));
        assert!(!span(0, 10).agrees(span(6, 40)));
        assert!(span(3, 4).agrees(span(0, 100)));
        assert!(!span(3, 3).agrees(span(3, 3)));
    }

    #[test]
    fn stances_have_synonyms() {
        assert!(same_stance("suspected", "suspects"));
        assert!(same_stance("accused", "blames"));
        assert!(same_stance("warns", "warns"));
        assert!(!same_stance("denied", "rejects_attribution"));
    }
}
