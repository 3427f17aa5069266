//! From mentions to happenings: is it told as a fact, and is it one that was told before?
//!
//! A mention that is only threatened, demanded, denied or supposed is refused with its reason. Mentions of one happening are
//! merged: never two whose parties, ways or days contradict each other.

use crate::actors::Political;
use crate::attribution::{self, Link};
use crate::coref::Actors;
use crate::standing::is_armed;
use crate::when::When;
use casus_coder::{Coded, EventMention, Place, Tree};
use casus_lexicon::{Content, Lexicon, ModeOf, Pattern};
use casus_record::{ActorKind, Aux, Certainty, ConditionKind, Context, EventType, Mode, Reason, Sector, Span};
use casus_text::{Deprel, Document};

/// One happening, before it has ids.
#[derive(Clone, Debug)]
pub struct Happening {
    /// PLOVER type.
    pub event: EventType,
    /// PLOVER mode.
    pub mode: Option<Mode>,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// PLOVER contexts.
    pub contexts: Vec<Context>,
    /// Who: actor and the words.
    pub actors: Vec<Role>,
    /// To whom.
    pub recipients: Vec<Role>,
    /// Mentions (positions in [`Coded::mentions`]), the best first.
    pub mentions: Vec<usize>,
    /// Entry of the best mention.
    pub pattern: usize,
    /// PLOVER's auxiliary mode.
    pub aux: Aux,
    /// As the text presents it.
    pub certainty: Certainty,
    /// On whose word.
    pub chain: Vec<Link>,
    /// What it depends on.
    pub condition: Option<(ConditionKind, Span)>,
    /// When.
    pub when: When,
    /// The author is only suspected: the hedge.
    pub hedged: Option<Span>,
}

/// An actor in a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Position in [`Actors::all`].
    pub actor: usize,
    /// Head of the words.
    pub at: Place,
}

/// A mention that was not coded.
#[derive(Clone, Debug)]
pub struct Refused {
    /// Position in [`Coded::mentions`].
    pub mention: usize,
    /// The type it would have been.
    pub would_be: EventType,
    /// Why not.
    pub reason: Reason,
    /// The happening it speaks of nonetheless, if one is told elsewhere.
    pub about: Option<usize>,
}

/// All happenings of a document and all refusals.
#[derive(Clone, Debug, Default)]
pub struct Happenings {
    /// In order of first mention.
    pub told: Vec<Happening>,
    /// In text order.
    pub refused: Vec<Refused>,
}

/// What the knowledge of one article consists of, for the steps that follow coreference.
pub struct Scene<'a> {
    /// The analysis.
    pub document: &'a Document,
    /// What the coder found.
    pub coded: &'a Coded,
    /// The lexicon.
    pub lexicon: &'a Lexicon,
    /// Who is who.
    pub actors: &'a Actors,
}

/// Decides on every mention, in text order, and merges what is one happening.
pub fn happenings(scene: &Scene, when: &[When]) -> Happenings {
    let mut out = Happenings::default();
    let mut later = Vec::new();
    for (n, mention) in scene.coded.mentions.iter().enumerate() {
        let pattern = scene.pattern(mention);
        let event = pattern.code.as_ref().expect("event mentions have a code").r#type;
        match scene.read(n, mention, pattern, &when[n]) {
            Ok(found) => {
                for one in found {
                    match out.told.iter().rposition(|told| scene.same(told, &one)) {
                        Some(at) => scene.merge(&mut out.told[at], one),
                        None => out.told.push(one),
                    }
                }
            }
            Err(reason) => later.push(Refused { mention: n, would_be: event, reason, about: None }),
        }
    }
    // What is denied, blamed or threatened may be told as a fact elsewhere, also further down.
    for mut refused in later {
        refused.about = scene.spoken_of(&out.told, refused.mention);
        let told = refused.about.filter(|_| {
            matches!(refused.reason, Reason::Denied | Reason::NoPoliticalActor | Reason::RepeatedMention)
                || (refused.reason == Reason::Negated && scene.coded.mentions[refused.mention].definite)
        });
        if let Some(at) = told {
            out.told[at].mentions.push(refused.mention);
            refused.reason = Reason::RepeatedMention;
        }
        out.refused.push(refused);
    }
    out
}

impl Scene<'_> {
    /// The entry of a mention.
    pub fn pattern(&self, mention: &EventMention) -> &Pattern {
        &self.lexicon.patterns[self.coded.matches[mention.sentence][mention.by].pattern]
    }

    /// Whoever the noun phrase at a place speaks of, in a role.
    pub(crate) fn role(&self, at: Place) -> Option<Role> {
        self.actors.at(at).map(|actor| Role { actor, at })
    }

    /// Reads one mention as a happening, or as two where its recipients stand in different places.
    fn read(&self, n: usize, mention: &EventMention, pattern: &Pattern, when: &When) -> Result<Vec<Happening>, Reason> {
        let found = &self.coded.matches[mention.sentence][mention.by];
        let code = pattern.code.as_ref().expect("event mentions have a code");
        let (mut aux, certainty) = self.standing(mention, pattern)?;
        let role = |t: &usize| self.role(Place { sentence: mention.sentence, token: *t });
        let (mut event, mut mode, mut cameo) = (code.r#type, None, code.cameo.clone());
        if let ModeOf::Fixed(fixed) = code.mode {
            mode = Some(fixed);
        }
        let mut who: Vec<Role> = found.actors.iter().filter_map(role).collect();
        let mut whom: Vec<Role> = found.recipients.iter().filter_map(role).collect();
        if pattern.voiced {
            who.clear();
            who.extend(mention.voice.and_then(|at| self.role(at)));
        }
        if who.is_empty() && matches!(event, EventType::Mobilize | EventType::Retreat) && mode != Some(Mode::Release) {
            // "Troops were deployed": who is moved, moves.
            who = std::mem::take(&mut whom);
        }
        // A hedge over the weapon ("suspected Russian drones") hedges whose it is.
        let hedged = self.hedge(mention, &who);
        if let Some(means) = self.disarm(&mut who) {
            mode = mode.or(Some(means).filter(|m| m.fits(event)));
        }
        // "a roadside bomb", "knife attack": what stands before the noun is its kind, not its author.
        who.retain(|r| {
            let relation = self.document.sentences[r.at.sentence].tokens[r.at.token].deprel;
            !(self.is_nobody(r) && matches!(relation, Deprel::Compound | Deprel::Amod | Deprel::NmodDesc))
        });
        self.keep_fuller(&mut who);
        whom.retain(|r| !who.iter().any(|w| w.actor == r.actor));
        let inner = self.inner(mention);
        if pattern.content == Some(Content::Promise) && event == EventType::Agree {
            match inner.map(|i| self.type_of(i)) {
                Some((t, _)) if t.quad_class() == 4 => event = EventType::Threaten,
                Some((EventType::Retreat | EventType::Concede, _)) => event = EventType::Concede,
                Some((t, _)) if t.quad_class() < 3 => {}
                // What militants promise among themselves may be anything; with a government it is a deal.
                _ if !who.is_empty() && who.iter().all(|r| is_armed(&self.actors.all[r.actor])) => return Err(Reason::BelowConfidence),
                _ => {}
            }
        }
        if code.mode == ModeOf::Content || event != code.r#type {
            let (t, m) = inner.map_or((None, None), |i| {
                let (t, m) = self.type_of(i);
                (Some(t), m)
            });
            if let Some(given) = self.lexicon.content_code(event, t, m) {
                mode = given.mode;
                cameo = given.cameo.clone().or(cameo);
            }
        }
        let states = |r: &Role| {
            matches!(self.actors.all[r.actor].kind, ActorKind::State | ActorKind::StateOrgan)
                || self.actors.all[r.actor].sector == Some(Sector::Gov)
        };
        if event == EventType::Protest && !who.is_empty() && who.iter().all(states) {
            // A government that protests complains; it does not march.
            (event, mode, cameo) = (EventType::Accuse, Some(Mode::Disapprove), Some("110".to_owned()));
        }
        if aux == Aux::Future {
            (event, aux) = match event {
                EventType::Consult | EventType::Support | EventType::Cooperate | EventType::Aid => (EventType::Agree, Aux::None),
                EventType::Retreat => (EventType::Concede, Aux::None),
                EventType::Agree
                | EventType::Concede
                | EventType::Threaten
                | EventType::Request
                | EventType::Accuse
                | EventType::Reject => (event, Aux::None),
                _ => (event, Aux::Future),
            };
            if event != code.r#type {
                mode = None;
            }
        }
        if !whom.is_empty() && whom.iter().all(|r| self.is_nobody(r)) {
            whom = whom
                .iter()
                .flat_map(|r| self.owners(r))
                .filter(|r| !who.iter().any(|w| w.actor == r.actor))
                .collect::<Vec<_>>()
                .into_iter()
                .chain(whom.clone())
                .collect();
        }
        if whom.is_empty() {
            whom = self.content_party(mention, event, &who);
        }
        if who.is_empty() && mode == Some(Mode::Arrest) && event == EventType::Coerce {
            who.extend(self.police());
        }
        self.gate((event, mode), &who, &whom, mention)?;
        whom.retain(|r| self.actors.all[r.actor].political != Political::No || self.actors.all[r.actor].thing);
        who.retain(|r| self.actors.all[r.actor].political != Political::No || self.actors.all[r.actor].thing);
        let before = mention.status.pluperfect
            && !when.is_stated()
            && !mention.status.embeddings.iter().any(|e| matches!(e.content, Content::Report | Content::Claim | Content::Accusation));
        if (when.old || before) && aux == Aux::None {
            aux = Aux::Historical;
        }
        let own: Vec<usize> = who.iter().map(|r| r.actor).collect();
        let verbal = matches!(event.quad_class(), 1 | 3);
        let chain = attribution::chain(self.document, self.coded, self.lexicon, self.actors, mention, if verbal { &own } else { &[] });
        let hedged = self.hedge(mention, &who).or(hedged.filter(|_| !who.is_empty()));
        let certainty = if certainty == Certainty::Probable && hedged.is_some() { Certainty::Certain } else { certainty };
        let base = Happening {
            event,
            mode,
            cameo,
            contexts: code.contexts.clone(),
            actors: who,
            recipients: whom,
            mentions: vec![n],
            pattern: found.pattern,
            aux,
            certainty,
            chain,
            condition: mention.status.condition.or(when.deadline.map(|span| (ConditionKind::Deadline, span))),
            when: when.clone(),
            hedged,
        };
        Ok(self.apart(base))
    }

    /// One happening a recipient, where each recipient has a place of its own ("bases in Iraq and the embassy in Baghdad").
    fn apart(&self, one: Happening) -> Vec<Happening> {
        let tree = |r: &Role| Tree::new(&self.document.text, &self.document.sentences[r.at.sentence]);
        let own_place = |r: &Role| {
            let tree = tree(r);
            tree.by(r.at.token, &[Deprel::Nmod])
                .into_iter()
                .any(|c| matches!(tree.preposition(c).as_str(), "in" | "at" | "near" | "outside"))
        };
        if one.recipients.len() < 2 || one.recipients.len() > 4 || !one.recipients.iter().all(own_place) {
            return vec![one];
        }
        one.recipients.iter().map(|r| Happening { recipients: vec![r.clone()], ..one.clone() }).collect()
    }

    /// The first event mention inside what this one embeds.
    pub(crate) fn inner(&self, mention: &EventMention) -> Option<usize> {
        let content = self.coded.matches[mention.sentence][mention.by].content?;
        let sentence = &self.document.sentences[mention.sentence];
        let tree = Tree::new(&self.document.text, sentence);
        let below = tree.subtree(content);
        let inside = |m: &EventMention| {
            if m.sentence != mention.sentence || m.by == mention.by {
                return false;
            }
            let token = self.coded.matches[m.sentence][m.by].token;
            let presupposed = tree
                .path(token)
                .into_iter()
                .take_while(|t| *t != content)
                .any(|t| matches!(tree.token(t).deprel, Deprel::AclRelcl | Deprel::Acl));
            below.contains(&token) && !presupposed
        };
        let depth = |m: &EventMention| tree.path(self.coded.matches[m.sentence][m.by].token).len();
        let all = self.coded.mentions.iter().enumerate().filter(|(_, m)| inside(m));
        all.min_by_key(|(n, m)| (depth(m), *n)).map(|(n, _)| n)
    }

    pub(crate) fn type_of(&self, n: usize) -> (EventType, Option<Mode>) {
        let code = self.pattern(&self.coded.mentions[n]).code.as_ref().expect("event mentions have a code");
        let mode = match code.mode {
            ModeOf::Fixed(mode) => Some(mode),
            ModeOf::Content | ModeOf::Without => None,
        };
        (code.r#type, mode)
    }
}
