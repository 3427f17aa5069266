//! A `*.detail.json`: the parts of it that are checked. What is not named here is ignored.

use serde::Deserialize;

/// One article coded in every detail.
#[derive(Debug, Deserialize)]
pub struct Detail {
    pub article: Source,
    pub segments: Vec<Segment>,
    pub actors: Vec<Actor>,
    pub places: Vec<Place>,
    pub events: Vec<Event>,
    pub claims: Vec<Claim>,
    pub scoring: Scoring,
}

#[derive(Debug, Deserialize)]
pub struct Source {
    pub file: String,
}

/// Code points of the article, end exclusive.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

#[derive(Debug, Deserialize)]
pub struct Segment {
    pub seg: String,
    pub role: String,
    #[serde(flatten)]
    pub span: Span,
    pub text: String,
}

#[derive(Debug, Deserialize)]
pub struct Actor {
    pub id: String,
    /// In brackets if the text names nobody.
    pub name: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    pub known: Option<bool>,
    pub country: Option<String>,
    pub sector: Option<String>,
    #[serde(default)]
    pub alt_sector: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub struct Place {
    pub id: String,
    pub name: String,
    pub geonames_id: Option<u32>,
}

#[derive(Debug, Deserialize)]
pub struct Event {
    pub id: String,
    pub plover_type: Option<String>,
    #[serde(default)]
    pub type_accept: Vec<String>,
    #[serde(default)]
    pub plover_accept: Vec<String>,
    #[serde(default)]
    pub actor: Vec<String>,
    pub recipient: Option<Vec<String>>,
    pub mentions: Vec<Span>,
    /// The mention that says it best.
    pub primary: Option<Span>,
    pub date: Date,
    pub place: Option<String>,
    /// Given if no place is stated: then none is as good.
    pub place_basis: Option<String>,
    #[serde(default)]
    pub attribution: Vec<Link>,
    pub condition: Option<Condition>,
    pub perpetrator: Option<Perpetrator>,
}

#[derive(Debug, Deserialize)]
pub struct Date {
    pub start: Option<String>,
    pub end: Option<String>,
    pub basis: String,
}

/// A link of an attribution chain: outermost first.
#[derive(Debug, Deserialize)]
pub struct Link {
    pub role: String,
    pub actor: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Condition {
    pub kind: String,
    pub spans: Vec<Span>,
}

#[derive(Debug, Deserialize)]
pub struct Perpetrator {
    pub status: String,
    pub candidates: Vec<Candidate>,
}

#[derive(Debug, Deserialize)]
pub struct Candidate {
    pub actor: String,
    pub stance: String,
    /// Begins with the id of an actor, if the text says who.
    pub by: String,
}

#[derive(Debug, Deserialize)]
pub struct Claim {
    pub id: String,
    pub stance: String,
    /// Id of an actor, or brackets if the text names nobody.
    pub claimant: String,
    pub about: Option<String>,
    #[serde(default)]
    pub also_about: Vec<String>,
    pub content_span: Span,
    pub cue_span: Span,
    pub claim_date: Date,
}

#[derive(Debug, Deserialize)]
pub struct Scoring {
    pub required_events: Vec<String>,
    pub required_claims: Vec<String>,
    pub historical_events: Vec<String>,
}

impl Detail {
    pub fn event(&self, id: &str) -> Option<&Event> {
        self.events.iter().find(|e| e.id == id)
    }

    pub fn actor(&self, id: &str) -> Option<&Actor> {
        self.actors.iter().find(|a| a.id == id)
    }
}
