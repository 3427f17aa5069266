//! Casualty figures of each happening: how many dead, injured, abducted, arrested, displaced, and who says so.
//!
//! A figure belongs to the happening whose words stand nearest in the tree: in "rebels shelled the town after police arrested two men" the
//! two are the arrest's. What is only threatened, supposed or denied is a figure of nothing. A sentence that tells of harm without naming
//! a deed ("Twelve people died, the hospital said.") speaks of the deed told just before.
//!
//! All different figures stay, each with its claimant, because parties count differently; the one of the best mention comes first.

use crate::attribution;
use crate::happening::{Happening, Happenings, Scene};
use crate::harms::{Harmed, Taken, harms};
use casus_coder::{Place, Tree, is_coded};
use casus_lexicon::{Content, ModeOf};
use casus_record::{ActorKind, Aux, Casualty, CodePoints, EventType, Harm, Mode, Reason, SegmentRole};
use casus_text::Deprel;
use std::collections::BTreeMap;

/// How many edges of the tree a figure may stand from the words of its deed when its own word codes another or no deed.
const NEAR: usize = 4;
/// How many sentences after a deed a sentence without one still speaks of it.
const REACH: usize = 2;

/// The figures of every happening, in the order of [`Happenings::told`].
pub fn casualties(scene: &Scene, happenings: &Happenings, points: &CodePoints) -> Vec<Vec<Casualty>> {
    let deeds = Deeds::new(scene, happenings);
    let mut found: Vec<Vec<Found>> = vec![Vec::new(); happenings.told.len()];
    for (s, sentence) in scene.document.sentences.iter().enumerate() {
        if sentence.tokens.is_empty() || !is_coded(sentence.role) {
            continue;
        }
        let tree = Tree::new(&scene.document.text, sentence);
        let is_person = |t: usize| {
            let actor = scene.actors.at(Place { sentence: s, token: t }).map(|a| &scene.actors.all[a]);
            actor.map(|a| a.kind == ActorKind::Person && !a.thing)
        };
        for harmed in harms(&tree, &taken(scene, s), &is_person) {
            let Some(owner) = deeds.owner(&tree, s, &harmed) else { continue };
            let best = happenings.told[owner].mentions.first().map(|m| scene.coded.mentions[*m].sentence);
            let lead = matches!(sentence.role, SegmentRole::Headline | SegmentRole::Standfirst);
            let by = claimant(scene, &tree, s, harmed.token);
            found[owner].push(Found { rank: (best != Some(s), lead, harmed.span.start), harmed, by });
        }
    }
    found.into_iter().map(|list| told(scene, list, points)).collect()
}

#[derive(Clone, Debug)]
struct Found {
    /// The best mention's sentence first, headlines last.
    rank: (bool, bool, usize),
    harmed: Harmed,
    by: Option<String>,
}

/// Each figure once. "The commander was killed" adds nothing to "a commander and two guards were killed".
fn told(scene: &Scene, mut list: Vec<Found>, points: &CodePoints) -> Vec<Casualty> {
    let text = &scene.document.text;
    list.sort_by_key(|f| (f.harmed.known, f.rank));
    let mut kept: Vec<Found> = Vec::new();
    for f in list {
        let same = |k: &Found| {
            let equal = k.harmed.count == f.harmed.count || (k.harmed.count.best.is_some() && k.harmed.count.best == f.harmed.count.best);
            k.harmed.kind == f.harmed.kind && (equal || f.harmed.known)
        };
        if !kept.iter().any(same) {
            kept.push(f);
        }
    }
    let casualty = |f: Found| {
        let (start, end) = points.of(text, f.harmed.span);
        let count = f.harmed.count;
        let words = f.harmed.span.of(text).to_owned();
        Casualty { kind: f.harmed.kind, low: count.low, best: count.best, high: count.high, by: f.by, text: words, start, end }
    };
    kept.sort_by_key(|f| f.rank);
    kept.into_iter().map(casualty).collect()
}

/// Those whom an entry of the lexicon finds arrested or abducted.
fn taken<'a>(scene: &'a Scene, s: usize) -> Vec<Taken<'a>> {
    let kind = |m: &casus_coder::Match| match scene.lexicon.patterns[m.pattern].code.as_ref()?.mode {
        ModeOf::Fixed(Mode::Arrest) => Some(Harm::Arrested),
        ModeOf::Fixed(Mode::Abduct) => Some(Harm::Abducted),
        _ => None,
    };
    scene.coded.matches[s].iter().filter_map(|m| kind(m).map(|kind| Taken { kind, token: m.token, who: &m.recipients })).collect()
}

/// Which happening each mention tells of.
struct Deeds<'a> {
    scene: &'a Scene<'a>,
    told: &'a [Happening],
    teller: BTreeMap<usize, usize>,
    refused: BTreeMap<usize, Reason>,
}

impl<'a> Deeds<'a> {
    fn new(scene: &'a Scene<'a>, happenings: &'a Happenings) -> Self {
        let mut teller = BTreeMap::new();
        for (h, one) in happenings.told.iter().enumerate() {
            for m in &one.mentions {
                teller.entry(*m).or_insert(h);
            }
        }
        let refused = happenings.refused.iter().map(|r| (r.mention, r.reason)).collect();
        Deeds { scene, told: &happenings.told, teller, refused }
    }

    /// The happening that the harm is part of.
    fn owner(&self, tree: &Tree, s: usize, harmed: &Harmed) -> Option<usize> {
        let mentions: Vec<usize> = (0..self.scene.coded.mentions.len()).filter(|m| self.scene.coded.mentions[*m].sentence == s).collect();
        let found = |m: usize| &self.scene.coded.matches[s][self.scene.coded.mentions[m].by];
        let own = mentions.iter().copied().find(|m| found(*m).token == harmed.token || found(*m).words.contains(&harmed.token));
        let reason = own.and_then(|m| self.refused.get(&m));
        match reason {
            Some(Reason::NoPoliticalActor | Reason::RepeatedMention | Reason::BelowConfidence | Reason::OtherSense) => {}
            // "No one was killed": the deed is negated, its figure is nought.
            Some(Reason::Negated) if harmed.count.high == Some(0) => {}
            Some(_) => return None,
            None if own.is_none() && self.is_unreal(tree, s, harmed) => return None,
            None => {}
        }
        let holds = |h: &usize| holds(&self.told[*h], harmed.kind);
        let straight = |m: usize| self.teller.get(&m).copied().filter(holds);
        if let Some(h) = own.filter(|m| !self.refused.contains_key(m)).and_then(straight) {
            return Some(h);
        }
        let others = mentions
            .iter()
            .filter(|m| !self.refused.contains_key(m))
            .filter_map(|m| Some((distance(tree, harmed.token, found(*m).token), *m, straight(*m)?)));
        let nearest = others.min_by_key(|(d, m, _)| (*d, *m));
        if let Some((_, _, h)) = nearest.filter(|(d, _, _)| *d <= NEAR) {
            return Some(h);
        }
        let repeated = own
            .into_iter()
            .chain(mentions.iter().copied().filter(|m| distance(tree, harmed.token, found(*m).token) <= NEAR))
            .find_map(straight);
        repeated.or(nearest.map(|n| n.2)).or_else(|| self.just_told(tree, s, harmed.kind, &mentions))
    }

    /// The last deed of the sentences before, for a sentence that tells of none and looks at no other year.
    fn just_told(&self, tree: &Tree, s: usize, kind: Harm, mentions: &[usize]) -> Option<usize> {
        let year = |t: usize| {
            let word = tree.token(t).span.of(tree.text());
            word.len() == 4 && word.parse::<u32>().is_ok_and(|y| (1800..2200).contains(&y))
                || matches!(tree.lemma(t).as_str(), "since" | "annually" | "decade")
        };
        if mentions.iter().any(|m| !self.refused.contains_key(m)) || (0..tree.len()).any(year) {
            return None;
        }
        let before = |m: &usize| {
            let there = self.scene.coded.mentions[*m].sentence;
            there < s && there + REACH >= s
        };
        let deed = |h: &usize| holds(&self.told[*h], kind) && self.told[*h].aux == Aux::None && self.told[*h].event.quad_class() == 4;
        let told = self.teller.iter().filter(|(m, h)| before(m) && deed(h));
        told.max_by_key(|(m, _)| **m).map(|(_, h)| *h)
    }

    /// Is the harm itself only possible, denied, threatened, wished for? For words that code no deed of their own, and so have no status.
    fn is_unreal(&self, tree: &Tree, s: usize, harmed: &Harmed) -> bool {
        let path = tree.path(harmed.token);
        let clause = |t: usize| {
            let open = tree
                .by(t, &[Deprel::Aux])
                .iter()
                .any(|a| matches!(tree.lemma(*a).as_str(), "would" | "could" | "may" | "might" | "will" | "should" | "can" | "must"));
            let condition = tree.has(t, Deprel::Mark, &["if", "unless", "whether"]);
            open || condition || tree.has(t, Deprel::Advmod, &["not", "never"]) || tree.has(t, Deprel::Advmod, &["n't"])
        };
        let content = |m: &casus_coder::Match| {
            let kind = self.scene.lexicon.patterns[m.pattern].content;
            let unreal = matches!(
                kind,
                Some(
                    Content::Threat
                        | Content::Demand
                        | Content::Promise
                        | Content::Denial
                        | Content::Negation
                        | Content::Hypothesis
                        | Content::Intention
                )
            );
            unreal && m.content.is_some_and(|c| path.contains(&c))
        };
        path.iter().any(|t| clause(*t)) || self.scene.coded.matches[s].iter().any(content)
    }
}

/// Can a deed of this kind have this harm as its own? An arrest does not kill: the dead near it are another deed's.
fn holds(one: &Happening, kind: Harm) -> bool {
    if one.aux == Aux::Future || one.aux == Aux::Hypothetical {
        return false;
    }
    match kind {
        Harm::Dead | Harm::Injured => match one.event {
            EventType::Coerce => one.mode.is_none(),
            event => matches!(event, EventType::Assault | EventType::Protest | EventType::Mobilize),
        },
        Harm::Abducted => one.event == EventType::Assault,
        Harm::Arrested => matches!(one.event, EventType::Coerce | EventType::Protest | EventType::Assault),
        Harm::Displaced => matches!(one.event, EventType::Assault | EventType::Coerce | EventType::Mobilize),
    }
}

/// Edges between two tokens of a tree.
fn distance(tree: &Tree, a: usize, b: usize) -> usize {
    let (up, down) = (tree.path(a), tree.path(b));
    let met = up.iter().enumerate().find_map(|(i, t)| down.iter().position(|d| d == t).map(|j| i + j));
    met.unwrap_or(usize::MAX)
}

/// Who gives the figure: the innermost report over it, the speaker of its quotation, or "according to".
fn claimant(scene: &Scene, tree: &Tree, s: usize, token: usize) -> Option<String> {
    let path = tree.path(token);
    let name = |at: Place| {
        let there = Tree::new(&scene.document.text, &scene.document.sentences[at.sentence]);
        let words = || {
            there
                .span_of(at.token, &[Deprel::AclRelcl, Deprel::Acl, Deprel::Det, Deprel::Appos, Deprel::Case])
                .of(&scene.document.text)
                .to_owned()
        };
        scene.actors.at(at).map_or_else(words, |a| scene.actors.all[a].name.clone())
    };
    let tells = |m: &&casus_coder::Match| {
        let over = m.content.and_then(|c| path.iter().position(|t| *t == c));
        matches!(scene.lexicon.patterns[m.pattern].content, Some(Content::Report | Content::Claim)) && over.is_some() && m.token != token
    };
    let depth = |m: &&casus_coder::Match| m.content.and_then(|c| path.iter().position(|t| *t == c));
    let over = scene.coded.matches[s].iter().filter(tells).filter(|m| !m.actors.is_empty()).min_by_key(depth);
    if let Some(who) = over.and_then(|m| m.actors.first()) {
        return Some(name(Place { sentence: s, token: *who }));
    }
    let quotation = scene.document.quotations.iter().position(|q| q.span.contains(tree.token(token).span));
    if let Some(speaker) = quotation.and_then(|q| scene.coded.speakers[q].as_ref()) {
        return Some(name(speaker.who));
    }
    attribution::according_to(scene.document, tree, scene.actors, s, token).into_iter().next().map(|link| link.name)
}
