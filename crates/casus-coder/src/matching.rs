//! Which entries of the lexicon fit a word, and which words fill their roles.

use crate::filling::{assign, elements, in_set, missing, spread};
use crate::nouns::{noun_actors, noun_roles};
use crate::tree::Tree;
use casus_lexicon::{Content, Filler, Lexicon, Pattern, Role, Shape, ShapeKind, Subject, Trigger};
use casus_text::{Deprel, Upos};

/// An entry that fits, with the tokens in its roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Position in [`Lexicon::patterns`].
    pub pattern: usize,
    /// Which of its shapes.
    pub shape: usize,
    /// The trigger.
    pub token: usize,
    /// Particle, object or other words that belong to the trigger, in text order.
    pub words: Vec<usize>,
    /// Heads of the noun phrases in the actor role.
    pub actors: Vec<usize>,
    /// Heads of the noun phrases in the recipient role.
    pub recipients: Vec<usize>,
    /// Head of what is embedded.
    pub content: Option<usize>,
    /// All parties are actors, there is no recipient.
    pub symmetric: bool,
    /// The light verb over a noun trigger ("launched" over "attack").
    pub light: Option<usize>,
}

/// Why an entry whose trigger is there does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// Position in [`Lexicon::patterns`].
    pub pattern: usize,
    /// The trigger.
    pub token: usize,
    /// What is missing, in words.
    pub why: String,
}

/// The entries that fit token `i`: at most one that codes an event and one that only embeds, the more demanding ones.
/// What does not fit goes to `misfits`.
pub fn matches(tree: &Tree, lexicon: &Lexicon, i: usize, misfits: &mut Vec<Misfit>) -> Vec<Match> {
    let mut found: Vec<Match> = Vec::new();
    let lemma = tree.lemma(i);
    let form = tree.token(i).span.of(tree.text()).to_lowercase();
    let joined = compound_form(&form);
    let mut tried: Vec<&(usize, usize)> = lexicon.triggered(&lemma).iter().collect();
    for other in [form.as_str(), joined.as_str()] {
        if other != lemma {
            tried.extend(
                lexicon.triggered(other).iter().filter(|(p, s)| lexicon.patterns[*p].shapes[*s].kind != ShapeKind::Verb || joined == other),
            );
        }
    }
    if tried.is_empty() {
        return found;
    }
    tried.sort_by_key(|(p, s)| std::cmp::Reverse(lexicon.patterns[*p].shapes[*s].weight(&lemma)));
    for &&(p, s) in &tried {
        let pattern = &lexicon.patterns[p];
        let rivals = found.iter().any(|m| same_kind(&lexicon.patterns[m.pattern], pattern));
        if rivals {
            continue;
        }
        match fit(tree, lexicon, pattern, &pattern.shapes[s], i, &lemma, &form) {
            Ok(mut m) => {
                (m.pattern, m.shape) = (p, s);
                found.push(m);
            }
            Err(why) => misfits.push(Misfit { pattern: p, token: i, why }),
        }
    }
    found
}

fn same_kind(a: &Pattern, b: &Pattern) -> bool {
    (a.code.is_some() && b.code.is_some()) || (a.content.is_some() && b.content.is_some()) || (a.code.is_none() && b.code.is_none())
}

/// "airstrikes" is looked up as "airstrike" when the lemmatiser left the plural.
fn compound_form(form: &str) -> String {
    form.strip_suffix('s').unwrap_or(form).to_owned()
}

fn fit(tree: &Tree, lexicon: &Lexicon, pattern: &Pattern, shape: &Shape, i: usize, lemma: &str, form: &str) -> Result<Match, String> {
    let token = tree.token(i);
    let trigger = shape.triggers.iter().filter(|t| t.lemma == lemma || t.lemma == form || t.lemma == compound_form(form));
    let mut words = None;
    for t in trigger {
        words = with_words(tree, shape.kind, t, i);
        if words.is_some() {
            break;
        }
    }
    let Some(words) = words else { return Err("its particle or compound part is missing".to_owned()) };
    let mut m = Match {
        pattern: 0,
        shape: 0,
        token: i,
        words,
        actors: Vec::new(),
        recipients: Vec::new(),
        content: None,
        symmetric: false,
        light: None,
    };
    match shape.kind {
        ShapeKind::Adjective => return adjective(tree, m),
        ShapeKind::Auxiliary => {
            let Some(clause) = token.head.filter(|_| token.deprel == Deprel::Aux) else { return Err("it is no auxiliary here".to_owned()) };
            // "The president should be proud", "should there be news": no act is asked for.
            let subjects = tree.frame(clause).subjects;
            if tree.token(clause).upos != Upos::Verb || subjects.iter().any(|t| *t > i) {
                return Err("it asks for no act".to_owned());
            }
            m.content = Some(clause);
            m.recipients = spread(tree, &subjects);
        }
        ShapeKind::Noun => {
            let gerund = token.upos == Upos::Verb && token.feats.has("VerbForm=Ger");
            if !token.upos.is_nominal() && !gerund {
                return Err("it is no noun here".to_owned());
            }
            if token.deprel == Deprel::Compound {
                return Err("it only modifies another noun".to_owned());
            }
            if tree.by(i, &[Deprel::Compound, Deprel::Amod]).iter().any(|c| lexicon.is("harmless", &tree.lemma(*c))) {
                return Err("the word before it gives it another sense".to_owned());
            }
            let in_name = |n: &&casus_text::Name| (n.first..n.end).contains(&i) && n.kind == casus_text::NameKind::Organisation;
            if token.upos == Upos::Propn && tree.sentence.names.iter().any(|n| in_name(&n)) {
                return Err("it is part of a name".to_owned());
            }
            noun_roles(tree, lexicon, shape, i, &mut m)?;
        }
        ShapeKind::Verb if lemma == "be" && token.deprel == Deprel::Cop => copular(tree, shape, i, &mut m)?,
        ShapeKind::Verb => {
            let copular = !tree.by(i, &[Deprel::Cop]).is_empty() || tree.is_clause(i);
            let adjective = token.upos == Upos::Adj
                && matches!(token.deprel, Deprel::Xcomp | Deprel::Acl | Deprel::Advcl | Deprel::Conj | Deprel::Root);
            if !(token.upos == Upos::Verb || copular || adjective) || token.deprel == Deprel::Aux || token.deprel == Deprel::Cop {
                return Err("it is no verb or predicate here".to_owned());
            }
            if token.upos == Upos::Verb && matches!(token.deprel, Deprel::Amod | Deprel::Compound) {
                return Err("it stands as an adjective here".to_owned());
            }
            verb_roles(tree, shape, i, &mut m)?;
        }
    }
    let clause = if token.deprel == Deprel::Cop { token.head.unwrap_or(i) } else { i };
    if pattern.negated && !tree.is_negated(clause) {
        return Err("it must be negated".to_owned());
    }
    if pattern.future && !is_future(tree, i) {
        return Err("it must be future".to_owned());
    }
    // Where a pattern names its object, that is what it speaks of: a document shown, a ban lifted.
    if matches!(pattern.content, Some(Content::Document | Content::Negation)) && m.content.is_none() {
        m.content = m.words.iter().copied().find(|w| *w != i);
    }
    m.words.sort_unstable();
    m.words.dedup();
    Ok(m)
}

/// The words a trigger consists of, if its particle or first compound part is there.
fn with_words(tree: &Tree, kind: ShapeKind, trigger: &Trigger, i: usize) -> Option<Vec<usize>> {
    let Some(with) = trigger.with.as_deref() else { return Some(vec![i]) };
    let relations: &[Deprel] = match kind {
        ShapeKind::Verb => &[Deprel::CompoundPrt, Deprel::Advmod, Deprel::Xcomp, Deprel::Obl, Deprel::Case, Deprel::Mark],
        _ => &[Deprel::Compound, Deprel::Amod, Deprel::NmodDesc, Deprel::Flat],
    };
    if let Some(c) = tree.by(i, relations).into_iter().find(|c| tree.lemma(*c) == with) {
        return Some(vec![i, c]);
    }
    // A particle may be parsed as the preposition of what follows: "pulled out of the city".
    if kind == ShapeKind::Verb {
        let next = i + 1;
        if next < tree.len()
            && tree.lemma(next) == with
            && matches!(tree.token(next).deprel, Deprel::Case | Deprel::CompoundPrt | Deprel::Advmod)
        {
            return Some(vec![i, next]);
        }
    }
    None
}

fn adjective(tree: &Tree, mut m: Match) -> Result<Match, String> {
    let token = tree.token(m.token);
    match (token.deprel, token.head) {
        (Deprel::Amod | Deprel::Acl | Deprel::Advmod | Deprel::Det | Deprel::Compound | Deprel::NmodDesc, Some(head)) => {
            m.content = Some(head);
            Ok(m)
        }
        _ => Err("it modifies nothing here".to_owned()),
    }
}

fn verb_roles(tree: &Tree, shape: &Shape, i: usize, m: &mut Match) -> Result<(), String> {
    let frame = tree.frame(i);
    match &shape.subject {
        Subject::Role(Role::Actor | Role::Actors) => {
            if frame.passive {
                // Whoever was shot did not shoot, also where the pattern says nothing of an object.
                m.actors = frame.agents.clone();
            } else {
                m.actors = frame.subjects.clone();
            }
            if shape.subject == Subject::Role(Role::Actors) {
                m.symmetric = true;
                m.actors.extend(
                    frame
                        .obliques
                        .iter()
                        .filter(|(p, _)| matches!(p.as_str(), "with" | "and" | "against" | "between" | "among"))
                        .map(|(_, t)| *t),
                );
            }
        }
        Subject::Role(Role::Recipient) => {
            // "It is a provocation to invite them": what undergoes it is the clause, whoever that may be.
            if frame.subjects.is_empty() && tree.by(i, &[Deprel::Expl]).is_empty() {
                return Err("nobody undergoes it".to_owned());
            }
            m.recipients = frame.subjects.clone();
            m.actors = frame.agents.clone();
        }
        Subject::Role(Role::Content) => m.content = frame.subjects.first().copied(),
        Subject::Role(Role::Place) | Subject::Open => {}
        Subject::Lemmas(set) => {
            let Some(subject) = frame.subjects.iter().copied().find(|t| in_set(tree, *t, set)) else {
                return Err("its subject is another word".to_owned());
            };
            // "Israeli strikes killed four": the author of the subject is the author.
            m.actors = noun_actors(tree, subject);
        }
    }
    elements(tree, &shape.after, i, &frame, m)?;
    m.actors = spread(tree, &m.actors);
    m.recipients = spread(tree, &m.recipients);
    Ok(())
}

/// A predicate made of a preposition and a noun: "Israel was not behind the strikes". The noun is what the pattern's preposition governs.
fn copular(tree: &Tree, shape: &Shape, i: usize, m: &mut Match) -> Result<(), String> {
    let Some(noun) = tree.token(i).head else { return Err("it has no predicate".to_owned()) };
    let preposition = tree.preposition(noun);
    let Some(element) = shape.after.iter().find(|e| e.prepositions.contains(&preposition)) else {
        return Err("its predicate has another preposition".to_owned());
    };
    match &element.filler {
        Filler::Role(role) => assign(*role, noun, m),
        Filler::Lemmas(set) if !in_set(tree, noun, set) => return Err(missing(element)),
        Filler::Lemmas(_) | Filler::Any => m.words.push(noun),
    }
    if matches!(shape.subject, Subject::Role(_)) {
        m.actors = spread(tree, &tree.frame(noun).subjects);
    }
    Ok(())
}

/// Is the clause of token `i` future ("will", "shall", "going to")?
fn is_future(tree: &Tree, i: usize) -> bool {
    let will = |t: usize| {
        tree.by(t, &[Deprel::Aux]).iter().any(|a| matches!(tree.lemma(*a).as_str(), "will" | "shall" | "'ll" | "’ll" | "wo" | "going"))
    };
    tree.path(i)
        .into_iter()
        .take_while(|t| *t == i || !matches!(tree.token(*t).deprel, Deprel::Root))
        .chain(tree.path(i).into_iter().last())
        .any(will)
}
