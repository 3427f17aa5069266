//! Who acts and who undergoes where the trigger is a noun: possessors, nationalities before it, *by* phrases, subjects of light verbs.

use crate::filling::{elements, spread};
use crate::matching::Match;
use crate::tree::{Frame, Tree};
use casus_lexicon::{Lexicon, Role, Shape, Subject};
use casus_text::{Deprel, Upos};

pub(crate) fn noun_roles(tree: &Tree, lexicon: &Lexicon, shape: &Shape, i: usize, m: &mut Match) -> Result<(), String> {
    let of_light = light_verb(tree, lexicon, i);
    let mut frame = Frame::default();
    for &c in tree.children(i) {
        match tree.token(c).deprel {
            Deprel::Nmod | Deprel::Obl | Deprel::NmodUnmarked => {
                let preposition = tree.preposition(c);
                if preposition == "by" {
                    // "a strike by nurses over pay" is often parsed as "nurses over pay".
                    frame.obliques.extend(tree.by(c, &[Deprel::Nmod]).into_iter().map(|t| (tree.preposition(t), t)));
                }
                frame.obliques.push((preposition, c));
            }
            Deprel::Acl | Deprel::Ccomp | Deprel::Advcl | Deprel::Xcomp => frame.clauses.push((tree.marker(c), c)),
            _ => {}
        }
    }
    if let Some((verb, role)) = &of_light {
        m.light = Some(*verb);
        let outer = tree.frame(*verb);
        match role {
            Role::Recipient => {
                m.recipients = outer.subjects.clone();
                m.actors = outer.obliques.iter().filter(|(p, _)| p == "from" || p == "by").map(|(_, t)| *t).collect();
            }
            _ if outer.passive => m.actors = outer.agents.clone(),
            _ => m.actors = outer.subjects.clone(),
        }
        frame.obliques.extend(outer.obliques.iter().filter(|(_, t)| *t != i).cloned());
        frame.clauses.extend(outer.clauses.iter().filter(|(_, c)| tree.token(*c).deprel != Deprel::Advcl).cloned());
    }
    let mut before = None;
    if let Subject::Lemmas(set) = &shape.subject {
        let compound = tree.by(i, &[Deprel::Compound, Deprel::Amod, Deprel::NmodPoss]);
        let Some(&hit) = compound.iter().find(|c| set.contains(&tree.lemma(**c))) else {
            return Err("the word before it is another".to_owned());
        };
        before = Some(hit);
    }
    m.symmetric = matches!(shape.subject, Subject::Role(Role::Actors));
    elements(tree, &shape.after, i, &frame, m)?;
    if m.symmetric {
        // "during a meeting with the emir, the president told …": whoever the clause speaks of was there.
        let beside = matches!(tree.preposition(i).as_str(), "during" | "at" | "in" | "after" | "following") && !frame.obliques.is_empty();
        if let Some(verb) = verb_above(tree, i).filter(|_| beside && tree.token(i).deprel == Deprel::Obl) {
            m.actors.extend(tree.frame(verb).subjects);
        }
        m.actors.extend(
            frame.obliques.iter().filter(|(p, _)| matches!(p.as_str(), "between" | "among" | "with" | "involving")).map(|(_, t)| *t),
        );
    }
    for actor in noun_actors(tree, i) {
        if m.actors.is_empty() || (m.symmetric && !m.actors.contains(&actor)) {
            m.actors.push(actor);
        }
    }
    m.actors.retain(|a| !m.words.contains(a) && *a != i);
    m.words.extend(before);
    m.actors = spread(tree, &m.actors);
    let undergoers = m.recipients.iter().copied().filter(|r| !m.actors.contains(r)).collect::<Vec<_>>();
    m.recipients = spread(tree, &undergoers);
    Ok(())
}

/// The verb that a noun hangs on.
fn verb_above(tree: &Tree, i: usize) -> Option<usize> {
    tree.token(i).head.filter(|h| tree.token(*h).upos == Upos::Verb)
}

/// The verb over a noun that adds nothing but a subject, and the role of that subject.
fn light_verb(tree: &Tree, lexicon: &Lexicon, i: usize) -> Option<(usize, Role)> {
    let token = tree.token(i);
    let verb = match token.deprel {
        Deprel::Obj | Deprel::NsubjPass => token.head?,
        Deprel::Obl | Deprel::Xcomp => token.head?,
        Deprel::Conj => return token.head.filter(|h| tree.token(*h).upos.is_nominal()).and_then(|h| light_verb(tree, lexicon, h)),
        // "the attacks that militants carried out", "an attack carried out by militants"
        _ => {
            return tree
                .by(i, &[Deprel::AclRelcl, Deprel::Acl])
                .into_iter()
                .find(|v| light_role(tree, lexicon, *v, "actor", None))
                .map(|v| (v, Role::Actor));
        }
    };
    let case = tree.preposition(i);
    let with_case = (token.deprel == Deprel::Obl).then_some(case.as_str());
    for (list, role) in [("actor", Role::Actor), ("recipient", Role::Recipient)] {
        if light_role(tree, lexicon, verb, list, with_case) {
            return Some((verb, role));
        }
    }
    None
}

fn light_role(tree: &Tree, lexicon: &Lexicon, verb: usize, list: &str, case: Option<&str>) -> bool {
    let lemma = tree.lemma(verb);
    lexicon.light.get(list).is_some_and(|verbs| {
        verbs.iter().any(|v| match v.split_once('_') {
            None => *v == lemma && case.is_none(),
            Some((head, particle)) => {
                head == lemma
                    && (case == Some(particle)
                        || tree.children(verb).iter().any(|c| tree.lemma(*c) == particle)
                        || (verb + 1 < tree.len() && tree.lemma(verb + 1) == particle))
            }
        })
    })
}

/// Who stands before or after an event noun as its author: "the army's raid", "Turkish strikes", "a raid by militants", "US-led attacks".
pub fn noun_actors(tree: &Tree, i: usize) -> Vec<usize> {
    let mut out = Vec::new();
    // "the shelling of Kherson by Russia" is often parsed as "Kherson by Russia".
    let below: Vec<usize> =
        tree.by(i, &[Deprel::Nmod]).into_iter().flat_map(|c| std::iter::once(c).chain(tree.by(c, &[Deprel::Nmod]))).collect();
    out.extend(below.into_iter().filter(|c| tree.preposition(*c) == "by"));
    // "his capture by rebels": the owner of a deed that others do undergoes it.
    if out.is_empty() {
        out = tree.by(i, &[Deprel::NmodPoss]);
    }
    if out.is_empty() {
        for c in tree.by(i, &[Deprel::Amod, Deprel::Compound, Deprel::NmodDesc, Deprel::Acl]) {
            // "US-led": the leader hangs on "led".
            let led = matches!(tree.lemma(c).as_str(), "led" | "lead" | "backed" | "back");
            if led {
                out.extend(
                    tree.by(c, &[Deprel::Compound, Deprel::Obl, Deprel::OblUnmarked, Deprel::Nsubj, Deprel::NmodUnmarked, Deprel::Advmod]),
                );
            } else if tree.token(c).deprel != Deprel::Acl
                && (tree.token(c).upos.is_nominal() || tree.token(c).span.of(tree.text()).starts_with(char::is_uppercase))
            {
                out.push(c);
            }
        }
    }
    out
}
