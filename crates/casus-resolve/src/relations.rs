//! Ties between actors that the text states: who leads, founded, belongs to or sides with whom.
//!
//! Only what holds now or without a date: "led the front until 2012", "the former leader" and "denied being a member" say nothing. A
//! founder stays one, so founding may be past. Both ends must be actors of the article; "head of the table" is none.

use crate::actors::Political;
use crate::coref::{Actor, Actors};
use casus_coder::{Place, Tree, is_coded};
use casus_record::{ActorKind, RelationKind};
use casus_text::{Deprel, Document, Upos};

/// One actor's tie to another; both are positions in [`Actors::all`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tie {
    /// Who leads, founded, belongs, sides.
    pub of: usize,
    /// How.
    pub kind: RelationKind,
    /// What or whom.
    pub to: usize,
}

/// All ties that a document states, each once, by actor.
pub fn ties(document: &Document, actors: &Actors) -> Vec<Tie> {
    let mut out = Vec::new();
    for (s, sentence) in document.sentences.iter().enumerate() {
        if sentence.tokens.is_empty() || !is_coded(sentence.role) {
            continue;
        }
        let tree = Tree::new(&document.text, sentence);
        let found = (0..tree.len()).flat_map(|t| by_verb(&tree, t).into_iter().chain(by_noun(&tree, t)).chain(by_compound(&tree, t)));
        // "allied with Iran", "Iran-backed": in these places only names are read that are actors elsewhere in the article.
        let named = |token: usize| {
            let words = tree.span_of(token, &[Deprel::Case, Deprel::Det]).of(&document.text).trim_end_matches(['-', ' ']);
            actors.all.iter().position(|a| a.named && a.name == words)
        };
        let actor = |token: usize| actors.at(Place { sentence: s, token }).or_else(|| named(token));
        // "Russian-backed" speaks of Russia, whose actor may stand elsewhere; "Kurdish-led" of no actor.
        let owner = |token: usize| {
            let found = actor(token)?;
            let people = &actors.all[found];
            if people.kind != ActorKind::Group || people.name.contains(' ') || tree.token(token).upos == Upos::Noun {
                return Some(found);
            }
            let begins = |state: &Actor| state.name.chars().take(2).eq(people.name.chars().take(2));
            actors.all.iter().position(|b| b.kind == ActorKind::State && b.country == people.country && begins(b))
        };
        for (of, kind, to) in found.collect::<Vec<_>>() {
            let Some((of, to)) = owner(of).zip(owner(to)) else { continue };
            let tie = Tie { of, kind, to };
            if of != to && fits(&actors.all[of], kind, &actors.all[to]) && !out.contains(&tie) {
                out.push(tie);
            }
        }
    }
    out.sort_unstable();
    out
}

/// Tokens at both ends of a tie.
type Ends = (usize, RelationKind, usize);

/// Can the two be tied so?
fn fits(of: &Actor, kind: RelationKind, to: &Actor) -> bool {
    // A name whose last word was taken for an adjective or common noun ("Red River Front leader") is still written as one.
    let written = |a: &Actor| a.name.split(' ').all(|w| w.starts_with(char::is_uppercase));
    let somebody = |a: &Actor| !a.thing && !a.generic && (a.named || a.political == Political::Yes || written(a));
    let bodies = match kind {
        // One can lead protesters for a day: only bodies with a name or a form have a leader.
        RelationKind::Leads => to.kind != ActorKind::Person && (to.kind != ActorKind::Group || written(to)) && of.kind != ActorKind::Media,
        RelationKind::PartOf => to.kind != ActorKind::Person && of.kind != ActorKind::State,
        RelationKind::Founded => !matches!(to.kind, ActorKind::Person | ActorKind::State),
        RelationKind::Allied => true,
    };
    bodies && somebody(of) && somebody(to)
}

/// "X leads Y", "Y, led by X", "X founded Y", "Y belongs to Z", "X is allied with Y".
fn by_verb(tree: &Tree, verb: usize) -> Vec<Ends> {
    let lemma = tree.lemma(verb);
    let form = tree.token(verb).span.of(tree.text()).to_lowercase();
    if !matches!(tree.token(verb).upos, Upos::Verb | Upos::Adj) || !is_stated(tree, verb) {
        return Vec::new();
    }
    let frame = tree.frame(verb);
    let (doers, done) = if frame.passive { (&frame.agents, &frame.subjects) } else { (&frame.subjects, &frame.objects) };
    let with = |prepositions: &[&str]| {
        frame.obliques.iter().filter(|(p, _)| prepositions.contains(&p.as_str())).map(|(_, t)| *t).collect::<Vec<_>>()
    };
    let pairs = |from: &[usize], kind, to: &[usize]| {
        let heads = |list: &[usize]| list.iter().flat_map(|t| tree.coordinated(*t)).collect::<Vec<_>>();
        heads(from).into_iter().flat_map(|f| heads(to).into_iter().map(move |t| (f, kind, t))).collect::<Vec<_>>()
    };
    match lemma.as_str() {
        "lead" | "head" | "command" | "chair" if is_present(tree, verb, frame.passive) => pairs(doers, RelationKind::Leads, done),
        "found" | "establish" | "co-found" | "cofound" => pairs(doers, RelationKind::Founded, done),
        "find" if form == "founded" => pairs(doers, RelationKind::Founded, done),
        "belong" if is_present(tree, verb, false) => pairs(&frame.subjects, RelationKind::PartOf, &with(&["to"])),
        "ally" | "allied" | "align" | "aligned" => pairs(&frame.subjects, RelationKind::Allied, &with(&["with", "to"])),
        "affiliate" | "affiliated" => pairs(&frame.subjects, RelationKind::PartOf, &with(&["with", "to"])),
        _ => Vec::new(),
    }
}

/// The tie that a noun names, as seen from its bearer.
fn noun_kind(lemma: &str) -> Option<RelationKind> {
    Some(match lemma {
        "leader" | "head" | "chief" | "commander" | "chairman" | "chairwoman" | "chairperson" | "emir" | "secretary-general" | "boss"
        | "director-general" => RelationKind::Leads,
        "founder" | "co-founder" | "cofounder" => RelationKind::Founded,
        "part" | "branch" | "wing" | "arm" | "affiliate" | "member" | "faction" | "subsidiary" | "spokesman" | "spokeswoman"
        | "spokesperson" => RelationKind::PartOf,
        "ally" => RelationKind::Allied,
        _ => return None,
    })
}

/// "X, the leader of Y", "Y leader X", "X is an ally of Y", "Y, which is part of Z", "Y, a branch of Z".
fn by_noun(tree: &Tree, noun: usize) -> Vec<Ends> {
    let Some(mut kind) = noun_kind(&tree.lemma(noun)).filter(|_| tree.token(noun).upos.is_nominal()) else { return Vec::new() };
    // "the group's former leader", "an alleged member"; a deputy does not lead.
    const NOT_SO: [&str; 16] = [
        "former",
        "ex",
        "late",
        "then",
        "alleged",
        "suspected",
        "deputy",
        "vice",
        "slain",
        "ousted",
        "fugitive-turned",
        "purported",
        "future",
        "erstwhile",
        "onetime",
        "one-time",
    ];
    let modifiers = tree.by(noun, &[Deprel::Amod, Deprel::Compound, Deprel::Advmod, Deprel::NmodDesc]);
    if modifiers.iter().any(|m| NOT_SO.contains(&tree.lemma(*m).as_str())) || !is_stated(tree, noun) {
        return Vec::new();
    }
    let one_of_many = tree.has(noun, Deprel::Det, &["a", "an", "another"])
        || modifiers
            .iter()
            .any(|m| matches!(tree.lemma(*m).as_str(), "senior" | "top" | "local" | "regional" | "field" | "prominent" | "high-ranking"));
    if kind == RelationKind::Leads && one_of_many {
        kind = RelationKind::PartOf;
    }
    // "its leader" is safe; "their commander" may be anybody's: whose side speaks is not known here.
    let owned = |c: &usize| tree.token(*c).upos != Upos::Pron || tree.token(*c).span.of(tree.text()).eq_ignore_ascii_case("its");
    let mut bodies: Vec<usize> = tree.by(noun, &[Deprel::NmodPoss]).into_iter().filter(owned).collect();
    bodies
        .extend(tree.by(noun, &[Deprel::Nmod]).into_iter().filter(|c| matches!(tree.preposition(*c).as_str(), "of" | "for" | "to" | "in")));
    let proper = |t: &usize| tree.token(*t).span.of(tree.text()).starts_with(char::is_uppercase);
    // "Eastern police spokesman" speaks for the police: only the word right before names the body.
    bodies.extend(tree.by(noun, &[Deprel::Compound, Deprel::Amod]).into_iter().filter(|c| c + 1 == noun && proper(c)));
    let is_body = |t: usize| bodies.contains(&t);
    bearers(tree, noun).into_iter().filter(|x| !is_body(*x)).flat_map(|x| bodies.iter().map(move |y| (x, kind, *y))).collect()
}

/// Who bears the noun: its subject ("X is the leader"), what it is an apposition or title of, or the name after it.
fn bearers(tree: &Tree, noun: usize) -> Vec<usize> {
    let token = tree.token(noun);
    let is_predicate = tree.by(noun, &[Deprel::Cop]).first().copied();
    if let Some(copula) = is_predicate {
        let present = tree.token(copula).feats.has("Tense=Pres");
        return if present { tree.frame(noun).subjects } else { Vec::new() };
    }
    if let (Deprel::Appos | Deprel::NmodDesc, Some(head)) = (token.deprel, token.head) {
        return vec![head];
    }
    if let (Deprel::Compound | Deprel::Flat, Some(head)) = (token.deprel, token.head.filter(|h| tree.token(*h).upos == Upos::Propn)) {
        return vec![head];
    }
    let name = tree.by(noun, &[Deprel::Flat, Deprel::Appos, Deprel::NmodDesc]).into_iter().find(|t| tree.token(*t).upos == Upos::Propn);
    // The phrase of a title and its name is one actor, found under its head.
    name.map(|_| noun).into_iter().collect()
}

/// "the Iran-backed brigade", "an al-Qaeda-linked group", "the Saudi-led coalition".
fn by_compound(tree: &Tree, participle: usize) -> Vec<Ends> {
    let (lemma, token) = (tree.lemma(participle), tree.token(participle));
    let Some(body) = token.head.filter(|_| matches!(token.deprel, Deprel::Amod | Deprel::Compound)) else { return Vec::new() };
    let before = tree.by(
        participle,
        &[Deprel::Compound, Deprel::Obl, Deprel::OblUnmarked, Deprel::NmodUnmarked, Deprel::Nsubj, Deprel::Advmod, Deprel::Obj],
    );
    let Some(other) = before.into_iter().find(|t| *t < participle && tree.token(*t).span.of(tree.text()).starts_with(char::is_uppercase))
    else {
        return Vec::new();
    };
    match lemma.as_str() {
        "lead" | "led" => vec![(other, RelationKind::Leads, body)],
        "ally" | "allied" | "align" | "aligned" | "back" | "backed" => vec![(body, RelationKind::Allied, other)],
        "affiliate" | "affiliated" => vec![(body, RelationKind::PartOf, other)],
        _ => Vec::new(),
    }
}

/// Told as it is: not negated, not supposed, not denied by the words around.
fn is_stated(tree: &Tree, t: usize) -> bool {
    let modal = tree
        .by(t, &[Deprel::Aux])
        .iter()
        .any(|a| matches!(tree.lemma(*a).as_str(), "would" | "could" | "may" | "might" | "will" | "should" | "can" | "must"));
    let over = tree
        .path(t)
        .into_iter()
        .skip(1)
        .any(|a| matches!(tree.lemma(a).as_str(), "deny" | "reject" | "accuse" | "allege" | "suspect" | "believe" | "want"));
    let embedded = tree
        .path(t)
        .into_iter()
        .take_while(|a| tree.token(*a).deprel != Deprel::Root)
        .any(|a| matches!(tree.token(a).deprel, Deprel::Ccomp | Deprel::Xcomp | Deprel::Advcl));
    let disputed = over && embedded;
    !(tree.is_negated(t) || modal || disputed)
}

/// Does it hold now: present tense, present perfect, or no tense at all ("led by")?
fn is_present(tree: &Tree, verb: usize, passive: bool) -> bool {
    let auxiliaries = tree.by(verb, &[Deprel::Aux, Deprel::AuxPass]);
    if auxiliaries.iter().any(|a| tree.token(*a).feats.has("Tense=Pres")) {
        return true;
    }
    let feats = tree.token(verb).feats;
    let reduced = passive && auxiliaries.is_empty() && matches!(tree.token(verb).deprel, Deprel::Acl | Deprel::Amod | Deprel::Advcl);
    feats.has("Tense=Pres") || reduced
}
