//! Which of several namesakes is meant: "X, Y" first, then what the rest of the article names, then how well known the place is.

use super::gazetteer::{Gazetteer, PlaceId, PlaceKind, PlaceRecord};
use super::names::fold;
use super::toponym::Toponym;
use std::collections::BTreeMap;

/// "Hilla, Iraq", "Paris, Texas": the second name decides over the first.
pub(super) fn in_sentence(text: &str, found: &mut [Toponym], gazetteer: &Gazetteer) {
    for i in (0..found.len()).rev() {
        let Some(next) = found.get(i + 1) else { continue };
        let gap = text.get(found[i].span.end..next.span.start).unwrap_or("");
        if !matches!(gap.trim(), "," | "(") && !matches!(gap.trim(), "in" | "in the" | ", in" | "of") {
            continue;
        }
        let inside: Vec<PlaceId> = next.candidates.clone();
        let pair = found[i]
            .candidates
            .iter()
            .find_map(|c| inside.iter().find(|o| lies_in(gazetteer.get(*c), gazetteer.get(**o))).map(|o| (*c, *o)));
        if let Some((this, outer)) = pair {
            choose(&mut found[i], this, gazetteer);
            if gap.trim().starts_with(',') || gap.trim() == "(" {
                choose(&mut found[i + 1], outer, gazetteer);
            }
        }
    }
}

fn choose(t: &mut Toponym, id: PlaceId, gazetteer: &Gazetteer) {
    t.chosen = Ok(id);
    t.kind = Some(gazetteer.get(id).kind);
}

/// Does `outer` hold `inner`?
fn lies_in(inner: &PlaceRecord, outer: &PlaceRecord) -> bool {
    if inner.kind == PlaceKind::Country || inner == outer {
        return false;
    }
    match outer.kind {
        PlaceKind::Country => inner.country.is_some() && inner.country == outer.country,
        PlaceKind::Admin1 | PlaceKind::Admin2 | PlaceKind::Region => {
            inner.country == outer.country
                && inner.admin1.as_deref().is_some_and(|a| fold(a) == fold(&outer.name) || outer.aliases.iter().any(|x| fold(x) == fold(a)))
        }
        _ => false,
    }
}

/// One sense a name in an article: every name is decided by the countries that its unambiguous names, and those fixed by "X, Y", speak of.
pub fn resolve_document(sentences: &mut [Vec<Toponym>], gazetteer: &Gazetteer) {
    let mut towns: BTreeMap<&str, f64> = BTreeMap::new();
    let mut states: BTreeMap<&str, f64> = BTreeMap::new();
    let mut fixed: BTreeMap<String, PlaceId> = BTreeMap::new();
    for t in sentences.iter().flatten() {
        let Ok(id) = t.chosen else { continue };
        let p = gazetteer.get(id);
        let by_neighbour = t.candidates.first() != Some(&id);
        if by_neighbour {
            fixed.entry(fold(&t.name)).or_insert(id);
        }
        if let (true, Some(c)) = (t.candidates.len() == 1 || by_neighbour, &p.country) {
            let weight = if t.inside_name { 0.5 } else { 1.0 };
            *if p.kind == PlaceKind::Country { &mut states } else { &mut towns }.entry(c).or_default() += weight;
        }
    }
    let score = |id: &PlaceId| {
        let p = gazetteer.get(*id);
        let of = |seen: &BTreeMap<&str, f64>| p.country.as_deref().and_then(|c| seen.get(c)).copied().unwrap_or(0.0);
        // Every article names the United States, so states count little and towns much.
        let context = of(&towns).min(4.0) + (of(&states) * 0.5).min(1.5);
        // A namesake of a rank three lower needs a town of its country beside it; a country's own name needs more to lose.
        let prior = -f64::from(p.rank) * 0.4 + if p.kind == PlaceKind::Country { 1.0 } else { 0.0 };
        context + prior
    };
    let choices: Vec<(String, PlaceId)> = sentences
        .iter()
        .flatten()
        .filter(|t| t.candidates.len() > 1)
        .filter_map(|t| {
            let name = fold(&t.name);
            let id = fixed
                .get(&name)
                .copied()
                .filter(|id| t.candidates.contains(id))
                .or_else(|| t.candidates.iter().copied().reduce(|a, b| if score(&b) > score(&a) { b } else { a }))?;
            Some((name, id))
        })
        .collect();
    let mut senses: BTreeMap<String, PlaceId> = BTreeMap::new();
    for (name, id) in choices {
        senses.entry(name).or_insert(id);
    }
    for t in sentences.iter_mut().flatten() {
        if let Some(id) = senses.get(&fold(&t.name)).copied().filter(|id| t.candidates.contains(id)) {
            choose(t, id, gazetteer);
        }
    }
}
