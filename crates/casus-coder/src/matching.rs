//! Which entries of the lexicon fit a word, and which words fill their roles.

use crate::tree::{Frame, Tree};
use casus_lexicon::{Content, Element, Filler, Lexicon, Pattern, Role, Shape, ShapeKind, Subject, Trigger};
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
            if !token.upos.is_nominal() && !(token.upos == Upos::Verb && token.feats.has("VerbForm=Ger")) {
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
    let undergoes = object_first(&shape.after);
    match &shape.subject {
        Subject::Role(Role::Actor | Role::Actors) => {
            if frame.passive && undergoes {
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
                m.actors.extend(frame.objects.iter().copied().filter(|_| !undergoes && frame.obliques.is_empty()).take(0));
            }
        }
        Subject::Role(Role::Recipient) => {
            if frame.subjects.is_empty() {
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

/// Does the pattern begin with an object, so that a passive subject fills it?
fn object_first(after: &[Element]) -> bool {
    after.iter().any(|e| e.prepositions.is_empty() && !matches!(e.filler, Filler::Role(Role::Place)))
}

fn elements(tree: &Tree, list: &[Element], i: usize, frame: &Frame, m: &mut Match) -> Result<(), String> {
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

fn missing(element: &Element) -> String {
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
                matches!(
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
            let phrase = || frame.obliques.iter().cloned().chain(object_phrases()).find(|(p, _)| wanted(p)).map(|(_, t)| t);
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

fn in_set(tree: &Tree, t: usize, set: &[String]) -> bool {
    let lemma = tree.lemma(t);
    if set.contains(&lemma) {
        return true;
    }
    let compound = |c: &usize| set.contains(&format!("{}_{lemma}", tree.lemma(*c)));
    tree.by(t, &[Deprel::Compound, Deprel::Amod]).iter().any(compound) || set.contains(&tree.token(t).span.of(tree.text()).to_lowercase())
}

fn assign(role: Role, t: usize, m: &mut Match) {
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

fn spread(tree: &Tree, heads: &[usize]) -> Vec<usize> {
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

fn noun_roles(tree: &Tree, lexicon: &Lexicon, shape: &Shape, i: usize, m: &mut Match) -> Result<(), String> {
    let of_light = light_verb(tree, lexicon, i);
    let mut frame = Frame::default();
    for &c in tree.children(i) {
        match tree.token(c).deprel {
            Deprel::Nmod | Deprel::Obl | Deprel::NmodUnmarked => frame.obliques.push((tree.preposition(c), c)),
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
    let mut out = tree.by(i, &[Deprel::NmodPoss]);
    // "the shelling of Kherson by Russia" is often parsed as "Kherson by Russia".
    let below: Vec<usize> =
        tree.by(i, &[Deprel::Nmod]).into_iter().flat_map(|c| std::iter::once(c).chain(tree.by(c, &[Deprel::Nmod]))).collect();
    out.extend(below.into_iter().filter(|c| tree.preposition(*c) == "by"));
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

/// Is the clause of token `i` future ("will", "shall", "going to")?
pub fn is_future(tree: &Tree, i: usize) -> bool {
    let will = |t: usize| {
        tree.by(t, &[Deprel::Aux]).iter().any(|a| matches!(tree.lemma(*a).as_str(), "will" | "shall" | "'ll" | "’ll" | "wo" | "going"))
    };
    tree.path(i)
        .into_iter()
        .take_while(|t| *t == i || !matches!(tree.token(*t).deprel, Deprel::Root))
        .chain(tree.path(i).into_iter().last())
        .any(will)
}
