//! Where an event happened: not any place that its sentence names, but the one attached to its clause.

use super::gazetteer::{Gazetteer, PlaceId, PlaceKind, PlaceRecord};
use super::toponym::{Toponym, Unresolved};
use casus_record::{EventPlace, PlaceBasis, PlaceStatus, Span};
use casus_text::{Deprel, Sentence, Token, Upos};

/// The place of an event as its sentence gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundPlace {
    /// The place, or why the name means none.
    pub place: Result<PlaceId, Unresolved>,
    /// The name as written.
    pub name: String,
    /// Clause or sentence.
    pub basis: PlaceBasis,
    /// The words, with the preposition.
    pub span: Span,
}

const SPEECH: &[&str] = &[
    "say", "tell", "report", "announce", "state", "add", "declare", "confirm", "write", "quote", "speak", "warn", "claim", "note",
    "comment", "testify", "explain", "reveal", "remark", "insist",
];

const WHERE: &[&str] = &[
    "in",
    "at",
    "near",
    "on",
    "outside",
    "inside",
    "within",
    "around",
    "across",
    "throughout",
    "off",
    "of",
    "into",
    "to",
    "from",
    "over",
    "along",
    "between",
    "against",
    "towards",
    "toward",
    "north",
    "south",
    "east",
    "west",
    "by",
    "through",
    "via",
    "beyond",
    "above",
    "under",
    "among",
    "amid",
];

/// The place attached to the event's clause, else the only place of the sentence. `trigger` is the token that expresses the event, `parts`
/// the heads of its arguments: "troops in Mosul" places what is done to the troops.
pub fn event_place(
    sentence: &Sentence,
    trigger: usize,
    parts: &[usize],
    toponyms: &[Toponym],
    gazetteer: &Gazetteer,
) -> Option<FoundPlace> {
    let tokens = &sentence.tokens;
    let open: Vec<&Toponym> = toponyms.iter().filter(|t| !t.inside_name).collect();
    if trigger < tokens.len() {
        let mut best: Option<(u32, &Toponym, Span)> = None;
        for t in &open {
            let Some((cost, words)) = attachment(tokens, trigger, parts, t) else { continue };
            let fine = t.kind.map_or(1, fineness);
            let score = cost * 10 + fine;
            if best.is_none_or(|b| score < b.0) {
                best = Some((score, t, words));
            }
        }
        if let Some((_, t, span)) = best {
            let t = finer(&open, t, tokens, gazetteer);
            return Some(FoundPlace { place: t.chosen, name: t.name.clone(), basis: PlaceBasis::Clause, span: span.join(t.span) });
        }
    }
    let elsewhere: Vec<&&Toponym> = open.iter().filter(|t| !belongs_to_speech(tokens, t, trigger) && !is_modifier(tokens, t)).collect();
    let first = elsewhere.first()?;
    let same = elsewhere.iter().all(|t| match (t.chosen, first.chosen) {
        (Ok(a), Ok(b)) => a == b || gazetteer.get(a).country == gazetteer.get(b).country && gazetteer.get(a).kind == PlaceKind::Country,
        _ => t.name == first.name,
    });
    same.then(|| FoundPlace { place: first.chosen, name: first.name.clone(), basis: PlaceBasis::Sentence, span: first.span })
}

fn fineness(kind: PlaceKind) -> u32 {
    match kind {
        PlaceKind::Site => 0,
        PlaceKind::City => 1,
        PlaceKind::Admin2 => 2,
        PlaceKind::Admin1 | PlaceKind::Region | PlaceKind::Sea => 3,
        PlaceKind::Country => 4,
    }
}

/// The head token of a toponym: the one governed from outside it.
fn head_of(tokens: &[Token], t: &Toponym) -> Option<usize> {
    (t.first..t.end.min(tokens.len())).find(|i| tokens[*i].head.is_none_or(|h| h < t.first || h >= t.end))
}

fn case_of(tokens: &[Token], head: usize) -> Option<usize> {
    tokens.iter().position(|t| t.head == Some(head) && t.deprel == Deprel::Case && t.upos == Upos::Adp)
}

/// How far the toponym hangs from the trigger (1 is directly), and its words; none if it belongs to another clause or to no place phrase.
fn attachment(tokens: &[Token], trigger: usize, parts: &[usize], t: &Toponym) -> Option<(u32, Span)> {
    let head = head_of(tokens, t)?;
    let case = case_of(tokens, head);
    let word = case.map(|c| tokens[c].lemma.to_lowercase());
    let mut words = t.span;
    if let Some(c) = case {
        words = words.join(tokens[c].span);
    }
    let placed = match (tokens[head].deprel, word.as_deref()) {
        (_, Some(w)) => WHERE.contains(&w) && !matches!(w, "by" | "against" | "among" | "between"),
        // "Kirkuk bombing", "the Basra protests", "Baghdad's Green Zone".
        (
            Deprel::Compound
            | Deprel::NmodPoss
            | Deprel::Nmod
            | Deprel::Flat
            | Deprel::Appos
            | Deprel::Conj
            | Deprel::Obj
            | Deprel::OblUnmarked
            | Deprel::NmodUnmarked,
            None,
        ) => true,
        _ => false,
    };
    if !placed {
        return None;
    }
    // Motion names both ends; where it comes from is the weaker answer, and "of" the weakest.
    let mut cost = match word.as_deref() {
        Some("to" | "into" | "from" | "of" | "towards" | "toward") => 3,
        None => 2,
        _ => 1,
    };
    let mut at = head;
    for _ in 0..6 {
        let up = tokens[at].head?;
        let relation = tokens[at].deprel;
        if up == trigger {
            return Some((cost, words));
        }
        if parts.contains(&up) {
            return Some((cost + 1, words));
        }
        match relation {
            Deprel::Nmod
            | Deprel::Obl
            | Deprel::Appos
            | Deprel::Conj
            | Deprel::Flat
            | Deprel::Compound
            | Deprel::NmodPoss
            | Deprel::NmodUnmarked
            | Deprel::OblUnmarked
            | Deprel::Obj => cost += 2,
            _ => return None,
        }
        if matches!(tokens[up].upos, Upos::Verb) {
            return below_trigger(tokens, up, trigger).then_some((cost + 3, words));
        }
        at = up;
    }
    None
}

/// A light verb or control verb of the same clause: "carried out a raid in Mosul" (trigger "raid"), "tried to storm … in Basra".
fn below_trigger(tokens: &[Token], verb: usize, trigger: usize) -> bool {
    if SPEECH.contains(&tokens[verb].lemma.to_lowercase().as_str()) {
        return false;
    }
    let mut at = trigger;
    for _ in 0..3 {
        let Some(up) = tokens[at].head else { return false };
        if up == verb {
            return matches!(tokens[at].deprel, Deprel::Obj | Deprel::Nsubj | Deprel::NsubjPass | Deprel::Xcomp | Deprel::Obl);
        }
        at = up;
    }
    false
}

/// A place that hangs from a verb of saying tells where it was said.
fn belongs_to_speech(tokens: &[Token], t: &Toponym, trigger: usize) -> bool {
    let Some(mut at) = head_of(tokens, t) else { return false };
    for _ in 0..4 {
        let Some(up) = tokens[at].head else { return false };
        if up == trigger {
            return false;
        }
        if tokens[up].upos == Upos::Verb {
            return SPEECH.contains(&tokens[up].lemma.to_lowercase().as_str());
        }
        at = up;
    }
    false
}

/// Subjects and objects that name a state ("Iran said", "condemned Israel") are parties.
fn is_modifier(tokens: &[Token], t: &Toponym) -> bool {
    let Some(head) = head_of(tokens, t) else { return false };
    matches!(
        tokens[head].deprel,
        Deprel::Nsubj
            | Deprel::NsubjPass
            | Deprel::Iobj
            | Deprel::OblAgent
            | Deprel::Obj
            | Deprel::NmodPoss
            | Deprel::Compound
            | Deprel::Root
    ) || case_of(tokens, head)
        .is_some_and(|c| matches!(tokens[c].lemma.as_str(), "by" | "with" | "against" | "for" | "between" | "about" | "like"))
}

/// "in Hilla, Babil province": the finer of two that follow each other.
fn finer<'a>(all: &[&'a Toponym], t: &'a Toponym, tokens: &[Token], gazetteer: &Gazetteer) -> &'a Toponym {
    let Some(i) = all.iter().position(|x| x.span == t.span) else { return t };
    let Some(before) = i.checked_sub(1).map(|n| all[n]) else { return t };
    let between = tokens.get(before.end..t.first).unwrap_or(&[]);
    let only_comma = between.len() <= 2 && between.iter().all(|w| w.upos == Upos::Punct || w.lemma == "in");
    match (before.chosen, t.chosen) {
        (Ok(a), Ok(b))
            if only_comma
                && fineness(gazetteer.get(a).kind) < fineness(gazetteer.get(b).kind)
                && gazetteer.get(a).country == gazetteer.get(b).country =>
        {
            before
        }
        _ => t,
    }
}

impl PlaceRecord {
    /// The place of an event. No coordinates for countries: a point in the middle of a country is a place where nothing happened.
    pub fn to_event_place(&self, basis: PlaceBasis, status: PlaceStatus, text: Option<String>) -> EventPlace {
        let point = if self.kind == PlaceKind::Country { None } else { self.point };
        EventPlace {
            name: self.name.clone(),
            country: self.country.clone(),
            admin1: if self.kind == PlaceKind::Admin1 { Some(self.name.clone()) } else { self.admin1.clone() },
            lat: point.map(|p| p.0),
            lon: point.map(|p| p.1),
            geonames_id: self.geonames_id,
            precision: self.kind.precision(),
            basis,
            status,
            text,
        }
    }
}

/// The place of an event whose name the gazetteer lacks: kept by name, without country or coordinates.
pub fn unknown_place(name: &str, basis: PlaceBasis, status: PlaceStatus, text: Option<String>) -> EventPlace {
    EventPlace {
        name: name.to_owned(),
        country: None,
        admin1: None,
        lat: None,
        lon: None,
        geonames_id: None,
        precision: casus_record::PlacePrecision::City,
        basis,
        status,
        text,
    }
}
