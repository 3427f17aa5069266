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
        let pair = found[i].candidates.iter().find_map(|c| inside.iter().find(|o| lies_in(gazetteer.get(*c), gazetteer.get(**o))).map(|o| (*c, *o)));
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
            inner.country == outer.country && inner.admin1.as_deref().is_some_and(|a| fold(a) == fold(&outer.name) || outer.aliases.iter().any(|x| fold(x) == fold(a)))
        }
        _ => false,
    }
}

/// One sense a name in an article: every name is decided by the countries that its unambiguous names, and those fixed by "X, Y", speak of.
pub fn resolve_document(sentences: &mut [Vec<Toponym>], gazetteer: &Gazetteer) {
    let mut countries: BTreeMap<&str, f64> = BTreeMap::new();
    let mut fixed: BTreeMap<String, PlaceId> = BTreeMap::new();
    for t in sentences.iter().flatten() {
        let Ok(id) = t.chosen else { continue };
        let p = gazetteer.get(id);
        let by_neighbour = t.candidates.first() != Some(&id);
        if by_neighbour {
            fixed.entry(fold(&t.name)).or_insert(id);
        }
        if t.candidates.len() == 1 || by_neighbour {
            if let Some(c) = &p.country {
                *countries.entry(c).or_default() += if t.inside_name { 0.5 } else { 1.0 };
            }
        }
    }
    let score = |id: &PlaceId| {
        let p = gazetteer.get(*id);
        let context = p.country.as_deref().and_then(|c| countries.get(c)).copied().unwrap_or(0.0);
        // A namesake two ranks less known needs two more mentions of its country, but a country's own name needs clear context to lose.
        let prior = -f64::from(p.rank) * 0.6 + if p.kind == PlaceKind::Country { 1.5 } else { 0.0 };
        context.min(4.0) + prior
    };
    let choices: Vec<(String, PlaceId)> = sentences
        .iter()
        .flatten()
        .filter(|t| t.candidates.len() > 1)
        .filter_map(|t| {
            let name = fold(&t.name);
            let id = fixed.get(&name).copied().filter(|id| t.candidates.contains(id)).or_else(|| {
                t.candidates.iter().copied().reduce(|a, b| if score(&b) > score(&a) { b } else { a })
            })?;
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
