//! Fills the elements of a pattern from the arguments of a word: objects, prepositional phrases, infinitives, clauses.

use crate::matching::Match;
use crate::tree::{Frame, Tree};
use casus_lexicon::{Element, Filler, Role};
use casus_text::{Deprel, Upos};

pub(crate) fn elements(tree: &Tree, list: &[Element], i: usize, frame: &Frame, m: &mut Match) -> Result<(), String> {
    let mut objects: Vec<usize> = Vec::new();
    if frame.passive {
        objects.extend(frame.subjects.iter().copied());
        objects.extend(frame.objects.iter().copied());
    } else {
        objects.extend(frame.indirect.iter().copied());
        objects.extend(frame.objects.iter().copied());
    }
    let mut next_object = 0;
    for element in list {
        let done = if element.prepositions.is_empty() {
            object(tree, element, i, frame, &objects, &mut next_object, m)
        } else {
            prepositional(tree, element, i, frame, m)
        };
        if !done && !element.optional {
            return Err(missing(element));
        }
    }
    Ok(())
}

pub(crate) fn missing(element: &Element) -> String {
    let what = match &element.filler {
        Filler::Role(role) => format!("{role:?}").to_uppercase(),
        Filler::Lemmas(set) => format!("{{{}}}", set.iter().take(4).cloned().collect::<Vec<_>>().join(" ")),
        Filler::Any => "*".to_owned(),
    };
    if element.prepositions.is_empty() {
        format!("there is no {what}")
    } else {
        format!("there is no {} {what}", element.prepositions.join("|"))
    }
}

/// Fills an element without preposition: an object, a clause, or a fixed word.
fn object(tree: &Tree, element: &Element, i: usize, frame: &Frame, objects: &[usize], next: &mut usize, m: &mut Match) -> bool {
    match &element.filler {
        Filler::Role(Role::Content) => {
            let clause = frame
                .clauses
                .iter()
                .find(|(_, c)| matches!(tree.token(*c).deprel, Deprel::Ccomp | Deprel::Xcomp | Deprel::Csubj | Deprel::CsubjPass));
            let reported = (tree.token(i).deprel == Deprel::Parataxis).then(|| tree.token(i).head).flatten();
            // Direct speech after its verb is often parsed the other way round: speech as parataxis of "said".
            let spoken = tree.by(i, &[Deprel::Parataxis]).into_iter().find(|c| tree.is_clause(*c));
            let content = clause.map(|(_, c)| *c).or(reported).or_else(|| objects.get(*next).copied()).or(spoken);
            m.content = m.content.or(content);
            content.is_some()
        }
        Filler::Role(role) => {
            let Some(&t) = objects.get(*next) else { return false };
            if tree.token(t).upos == Upos::Pron
                && matches!(tree.lemma(t).as_str(), "it" | "this" | "that" | "which")
                && tree.token(t).deprel == Deprel::Expl
            {
                return false;
            }
            *next += 1;
            assign(*role, t, m);
            true
        }
        Filler::Any => {
            objects.get(*next).is_some() && {
                *next += 1;
                true
            }
        }
        Filler::Lemmas(set) => {
            let all = objects.iter().copied().flat_map(|t| tree.coordinated(t));
            let others = tree.children(i).iter().copied().filter(|c| {
                // "urged the regime to end …" names no end, "attacked him in a statement" attacks no statement.
                !tree.is_infinitive(*c)
                    && tree.preposition(*c) != "in"
                    && matches!(
                        tree.token(*c).deprel,
                        Deprel::Xcomp
                            | Deprel::Advmod
                            | Deprel::CompoundPrt
                            | Deprel::OblUnmarked
                            | Deprel::Obl
                            | Deprel::Ccomp
                            | Deprel::Case
                            | Deprel::Mark
                    )
            });
            let hit = all.chain(others).find(|t| in_set(tree, *t, set));
            if let Some(t) = hit {
                m.words.push(t);
                if objects.get(*next) == Some(&t) {
                    *next += 1;
                }
            }
            hit.is_some()
        }
    }
}

/// Fills an element with preposition, infinitive or "that".
fn prepositional(tree: &Tree, element: &Element, i: usize, frame: &Frame, m: &mut Match) -> bool {
    let wanted = |p: &str| {
        let first = p.split(' ').next().unwrap_or_default();
        element.prepositions.iter().any(|w| w == p || (w == first && !p.is_empty()))
    };
    let object_phrases = || {
        let objects = if frame.passive { &frame.subjects } else { &frame.objects };
        let mut below: Vec<(String, usize)> =
            objects.iter().flat_map(|o| tree.by(*o, &[Deprel::Nmod])).map(|t| (tree.preposition(t), t)).collect();
        below.extend(m.words.iter().flat_map(|w| tree.by(*w, &[Deprel::Nmod])).map(|t| (tree.preposition(t), t)));
        below
    };
    match &element.filler {
        Filler::Role(Role::Content) => {
            let clause = frame.clauses.iter().find(|(mark, c)| {
                wanted(mark)
                    || (element.prepositions[0] == "that" && tree.token(*c).deprel == Deprel::Ccomp && mark != "if" && mark != "whether")
                    || (element.prepositions[0] == "to" && matches!(tree.token(*c).deprel, Deprel::Xcomp) && tree.is_infinitive(*c))
            });
            let reported =
                (element.prepositions[0] == "that" && tree.token(i).deprel == Deprel::Parataxis).then(|| tree.token(i).head).flatten();
            // "calls on Iran to stop", "accused the army of burning", "rejects the claim that …": the clause may hang on the object.
            let below = || {
                let objects = frame
                    .objects
                    .iter()
                    .chain(frame.indirect.iter())
                    .copied()
                    .chain(frame.subjects.iter().copied().filter(|_| frame.passive))
                    .chain(frame.obliques.iter().map(|(_, t)| *t));
                let hangs = |c: &usize| {
                    let mark = tree.marker(*c);
                    (!mark.is_empty() && wanted(&mark)) || (element.prepositions[0] == "to" && tree.is_infinitive(*c))
                };
                objects.flat_map(|o| tree.by(o, &[Deprel::Acl, Deprel::Advcl, Deprel::Xcomp, Deprel::Ccomp])).find(hangs)
            };
            let phrase =
                || frame.obliques.iter().cloned().chain(object_phrases()).find(|(p, t)| wanted(p) && !is_time(tree, *t)).map(|(_, t)| t);
            let content = clause.map(|(_, c)| *c).or(reported).or_else(below).or_else(phrase);
            m.content = m.content.or(content);
            content.is_some()
        }
        Filler::Lemmas(set)
            if element.prepositions.len() == 1
                && element.prepositions[0] == "to"
                && frame.clauses.iter().any(|(_, c)| tree.is_infinitive(*c)) =>
        {
            let Some((_, verb)) = frame.clauses.iter().find(|(_, c)| tree.is_infinitive(*c) && in_set(tree, *c, set)) else { return false };
            m.words.push(*verb);
            let inner = tree.frame(*verb);
            let fits = elements(tree, &element.inner, *verb, &inner, m).is_ok();
            if fits {
                m.content = m.content.or(Some(*verb));
            }
            fits
        }
        filler => {
            let mut phrases = frame.obliques.clone();
            if wanted("by") {
                phrases.extend(frame.agents.iter().map(|t| ("by".to_owned(), *t)));
            }
            phrases.extend(object_phrases());
            let gerunds = frame.clauses.iter().filter(|(mark, _)| wanted(mark)).cloned();
            let fits = |t: usize| match filler {
                Filler::Role(_) => tree.token(t).upos != Upos::Verb && !is_time(tree, t),
                Filler::Lemmas(set) => tree.coordinated(t).iter().any(|t| in_set(tree, *t, set)),
                Filler::Any => true,
            };
            let Some((_, t)) = phrases.into_iter().chain(gerunds).find(|(p, t)| wanted(p) && fits(*t)) else { return false };
            match filler {
                Filler::Role(role) => assign(*role, t, m),
                _ => m.words.push(t),
            }
            true
        }
    }
}

/// Lemmas whose prepositional phrases say when, so they fill no role.
const TIMES: [&str; 32] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "day",
    "week",
    "month",
    "year",
    "today",
    "yesterday",
    "morning",
    "night",
    "evening",
    "time",
    "hour",
    "weekend",
    "anniversary",
];

fn is_time(tree: &Tree, t: usize) -> bool {
    TIMES.contains(&tree.lemma(t).as_str()) && !tree.by(t, &[Deprel::Nummod]).is_empty() || TIMES[..21].contains(&tree.lemma(t).as_str())
}

pub(crate) fn in_set(tree: &Tree, t: usize, set: &[String]) -> bool {
    let lemma = tree.lemma(t);
    if set.contains(&lemma) {
        return true;
    }
    let compound = |c: &usize| set.contains(&format!("{}_{lemma}", tree.lemma(*c)));
    tree.by(t, &[Deprel::Compound, Deprel::Amod]).iter().any(compound) || set.contains(&tree.token(t).span.of(tree.text()).to_lowercase())
}

pub(crate) fn assign(role: Role, t: usize, m: &mut Match) {
    match role {
        Role::Actor => m.actors.push(t),
        Role::Actors => {
            m.symmetric = true;
            m.actors.push(t);
        }
        Role::Recipient => m.recipients.push(t),
        Role::Content => m.content = m.content.or(Some(t)),
        Role::Place => {}
    }
}

pub(crate) fn spread(tree: &Tree, heads: &[usize]) -> Vec<usize> {
    let mut out: Vec<usize> = Vec::new();
    for t in heads.iter().flat_map(|h| tree.coordinated(*h)).map(|t| counted(tree, t)) {
        if !out.contains(&t) {
            out.push(t);
        }
    }
    out
}

/// Words of quantity: "a number of bases" speaks of bases.
const QUANTITIES: [&str; 26] = [
    "number", "dozen", "hundred", "thousand", "score", "majority", "couple", "handful", "series", "lot", "most", "some", "many", "several",
    "all", "half", "rest", "none", "one", "two", "three", "four", "five", "part", "wave", "group",
];

/// What is counted, where the head is a word of quantity.
fn counted(tree: &Tree, t: usize) -> usize {
    let lemma = tree.lemma(t);
    if !QUANTITIES.contains(&lemma.as_str()) {
        return t;
    }
    let plural = |c: &usize| tree.preposition(*c) == "of" && (lemma != "group" || tree.token(*c).feats.has("Number=Plur"));
    tree.by(t, &[Deprel::Nmod]).into_iter().find(plural).unwrap_or(t)
}
