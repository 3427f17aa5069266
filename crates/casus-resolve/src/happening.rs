//! From mentions to happenings: is it told as a fact, and is it one that was told before?
//!
//! A mention that is only threatened, demanded, denied or supposed is refused with its reason. Mentions of one happening are
//! merged: never two whose parties, ways or days contradict each other.

use crate::actors::Political;
use crate::attribution::{self, Link};
use crate::coref::{Actor, Actors};
use crate::when::When;
use casus_coder::{Coded, EventMention, Modal, Place, Tree};
use casus_lexicon::{Content, Lexicon, ModeOf, Pattern};
use casus_record::{ActorKind, Aux, Certainty, ConditionKind, Context, EventType, Mode, Reason, Sector, SegmentRole, Span};
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
        let told = refused.about.filter(|_| matches!(refused.reason, Reason::Denied | Reason::NoPoliticalActor | Reason::RepeatedMention));
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

    /// Reads one mention as a happening, or as two where its recipients stand in different places.
    fn read(&self, n: usize, mention: &EventMention, pattern: &Pattern, when: &When) -> Result<Vec<Happening>, Reason> {
        let found = &self.coded.matches[mention.sentence][mention.by];
        let code = pattern.code.as_ref().expect("event mentions have a code");
        let (mut aux, certainty) = self.standing(mention, pattern)?;
        let role = |t: &usize| {
            let at = Place { sentence: mention.sentence, token: *t };
            self.actors.at(at).map(|actor| Role { actor, at })
        };
        let (mut event, mut mode, mut cameo) = (code.r#type, None, code.cameo.clone());
        if let ModeOf::Fixed(fixed) = code.mode {
            mode = Some(fixed);
        }
        let mut who: Vec<Role> = found.actors.iter().filter_map(role).collect();
        let mut whom: Vec<Role> = found.recipients.iter().filter_map(role).collect();
        if pattern.voiced {
            who.clear();
            who.extend(mention.voice.and_then(|at| self.actors.at(at).map(|actor| Role { actor, at })));
        }
        if who.is_empty() && matches!(event, EventType::Mobilize | EventType::Retreat) && mode != Some(Mode::Release) {
            // "Troops were deployed": who is moved, moves.
            who = std::mem::take(&mut whom);
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
                _ if who.iter().any(|r| is_armed(&self.actors.all[r.actor])) => return Err(Reason::BelowConfidence),
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
        let hedged = self.hedge(mention, &who);
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
            condition: mention.status.condition,
            when: when.clone(),
            hedged,
        };
        Ok(self.apart(base))
    }

    /// "targeted by militias … by suspected Shia militias": of two names with one head noun the fuller one stays.
    fn keep_fuller(&self, who: &mut Vec<Role>) {
        let lemma = |r: &Role| self.document.sentences[r.at.sentence].tokens[r.at.token].lemma.clone();
        let size = |r: &Role| Tree::new(&self.document.text, &self.document.sentences[r.at.sentence]).subtree(r.at.token).len();
        let all = who.clone();
        who.retain(|r| {
            !all.iter()
                .any(|o| o.at != r.at && lemma(o) == lemma(r) && (size(o), o.at) > (size(r), r.at) && !self.actors.all[r.actor].named)
        });
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

    /// Is the mention told as a fact? Its auxiliary status and certainty, or the reason why not.
    fn standing(&self, mention: &EventMention, pattern: &Pattern) -> Result<(Aux, Certainty), Reason> {
        let status = &mention.status;
        for embedding in &status.embeddings {
            let reason = match embedding.content {
                Content::Threat => Reason::ContentOfThreat,
                Content::Demand => Reason::ContentOfDemand,
                Content::Promise => Reason::ContentOfPromise,
                Content::Denial if !embedding.negated => Reason::Denied,
                Content::Negation if !embedding.negated => Reason::Negated,
                Content::Accusation | Content::Hypothesis | Content::Intention => Reason::Hypothetical,
                Content::Report | Content::Claim if embedding.negated => Reason::Hypothetical,
                Content::Report
                | Content::Claim
                | Content::Suspicion
                | Content::Authorship
                | Content::Document
                | Content::Fact
                | Content::Denial
                | Content::Negation => continue,
            };
            if pattern.voiced && matches!(reason, Reason::ContentOfDemand | Reason::ContentOfThreat) {
                continue;
            }
            return Err(reason);
        }
        if status.in_condition.is_some() {
            return Err(Reason::Condition);
        }
        if status.negated && !pattern.negated {
            return Err(Reason::Negated);
        }
        if status.intended || status.question || status.generic && !pattern.voiced {
            return Err(Reason::Hypothetical);
        }
        match status.modal {
            Some(Modal::Duty) if !pattern.voiced => return Err(Reason::ContentOfDemand),
            Some(Modal::Possible | Modal::Would) if !pattern.voiced => return Err(Reason::Hypothetical),
            _ => {}
        }
        let aux = if status.future && !pattern.future { Aux::Future } else { Aux::None };
        Ok((aux, status.certainty()))
    }

    /// Does somebody politically relevant take part, and are those in the roles able to?
    fn gate(&self, (event, mode): (EventType, Option<Mode>), who: &[Role], whom: &[Role], mention: &EventMention) -> Result<(), Reason> {
        let actor = |r: &Role| &self.actors.all[r.actor];
        let political = |r: &Role| actor(r).political == Political::Yes;
        let never = |r: &Role| actor(r).political == Political::No && !actor(r).thing;
        if !who.is_empty() && who.iter().all(never) {
            return Err(Reason::NoPoliticalActor);
        }
        let harms_things =
            matches!(event, EventType::Assault | EventType::Coerce | EventType::Mobilize | EventType::Aid | EventType::Protest);
        if !whom.is_empty() && whom.iter().all(never) && !(harms_things && who.iter().any(political)) {
            return Err(Reason::OtherSense);
        }
        let verbal = matches!(event.quad_class(), 1 | 3);
        // "The brothers are accused of …": an accusation whose author is not named.
        let accused = event == EventType::Accuse && !mention.nominal && who.is_empty() && whom.iter().any(political);
        if verbal && !accused && (who.is_empty() || who.iter().all(|r| actor(r).thing)) {
            return Err(if mention.nominal && mention.definite { Reason::RepeatedMention } else { Reason::NoPoliticalActor });
        }
        let is_public = |r: &Role| self.is_public(actor(r));
        let verbal_or_trade = verbal || matches!(event, EventType::Cooperate | EventType::Aid);
        if accused {
            return Ok(());
        }
        // A named person of unknown office counts where public actors fill the article.
        let somebody = |r: &Role| actor(r).kind == ActorKind::Person && actor(r).named && actor(r).sector.is_none();
        let public_article = || self.actors.all.iter().filter(|a| self.is_public(a)).count() >= 3;
        if verbal_or_trade && !who.iter().chain(whom).any(is_public) && !(who.iter().chain(whom).any(somebody) && public_article()) {
            return Err(Reason::NoPoliticalActor);
        }
        // What somebody "must" do is a demand only between public actors; in private mouths it is advice.
        let pattern = self.pattern(mention);
        if pattern.voiced && event == EventType::Request && !(who.iter().any(is_public) && whom.iter().any(is_public)) {
            return Err(Reason::NoPoliticalActor);
        }
        let many = |r: &Role| self.document.sentences[r.at.sentence].tokens[r.at.token].feats.has("Number=Plur");
        if event == EventType::Consult && who.len() + whom.len() < 2 && !who.iter().any(many) {
            return Err(Reason::BelowConfidence);
        }
        if self.is_ordinary_crime((event, mode), who, whom) {
            return Err(Reason::NoPoliticalActor);
        }
        // "the shelling of the city", "bomb attacks", "demonstrations": violence and protest count in a political article though nobody is named.
        let harmed = || whom.iter().any(|r| actor(r).thing) || (mention.nominal && mode.is_some());
        // A crowd in the streets protests if the sentence says what about.
        let about = |l: &str| {
            matches!(
                l,
                "protest" | "demand" | "against" | "demonstrate" | "rally" | "strike" | "over" | "oppose" | "denounce" | "boycott" | "anti"
            )
        };
        let cause = || self.document.sentences[mention.sentence].tokens.iter().any(|t| about(&t.lemma.to_lowercase()));
        let crowd = event == EventType::Protest && !who.is_empty() && cause();
        let unsigned =
            crowd || matches!(event, EventType::Assault | EventType::Protest | EventType::Coerce) && harmed() && public_article();
        if who.iter().chain(whom).any(political) || unsigned { Ok(()) } else { Err(Reason::NoPoliticalActor) }
    }

    /// Somebody whose words and deals are public business: organs of states, armed groups, parties, movements; not firms, media or private persons.
    pub fn is_public(&self, actor: &Actor) -> bool {
        use Sector::*;
        let private = matches!(actor.sector, None | Some(Bus | Jrn | Med | Edu | Agr | Cvl | Crm | Unk));
        !private || matches!(actor.kind, ActorKind::State | ActorKind::Igo)
    }

    /// Police, courts and private persons among themselves, in an article where nobody else acts: crime, not politics (coding guide).
    fn is_ordinary_crime(&self, (event, mode): (EventType, Option<Mode>), who: &[Role], whom: &[Role]) -> bool {
        use Sector::*;
        // Weapons of war and of riot control, hostages, and everything that is done to or by protesters is public.
        let public_means = matches!(
            mode,
            Some(
                Mode::CrowdControl
                    | Mode::Explosives
                    | Mode::HeavyWeapons
                    | Mode::Aerial
                    | Mode::Drone
                    | Mode::Abduct
                    | Mode::SuicideAttack
                    | Mode::Unconventional
            )
        );
        let lemma = |r: &Role| self.document.sentences[r.at.sentence].tokens[r.at.token].lemma.to_lowercase();
        let protests = |r: &Role| {
            matches!(lemma(r).as_str(), "protester" | "demonstrator" | "marcher" | "activist" | "striker" | "dissident" | "rioter")
        };
        if public_means || who.iter().chain(whom).any(protests) {
            return false;
        }
        let private = |a: &Actor| {
            matches!(a.sector, None | Some(Cop | Jud | Cvl | Crm | Bus | Med | Edu | Unk))
                && !matches!(a.kind, ActorKind::State | ActorKind::Igo)
        };
        let harms = matches!(
            event,
            EventType::Coerce
                | EventType::Sanction
                | EventType::Accuse
                | EventType::Assault
                | EventType::Retreat
                | EventType::Reject
                | EventType::Request
        );
        harms
            && who.iter().chain(whom).all(|r| private(&self.actors.all[r.actor]))
            && self.actors.all.iter().all(|a| private(a) || a.political != Political::Yes || a.thing)
    }

    /// The first event mention inside what this one embeds.
    fn inner(&self, mention: &EventMention) -> Option<usize> {
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

    fn type_of(&self, n: usize) -> (EventType, Option<Mode>) {
        let code = self.pattern(&self.coded.mentions[n]).code.as_ref().expect("event mentions have a code");
        let mode = match code.mode {
            ModeOf::Fixed(mode) => Some(mode),
            ModeOf::Content | ModeOf::Without => None,
        };
        (code.r#type, mode)
    }

    /// To whom a verbal act is addressed when it does not say so: whom its content would hit (threat), who is to act (demand), who did
    /// or owns what is praised, blamed or refused.
    fn content_party(&self, mention: &EventMention, event: EventType, who: &[Role]) -> Vec<Role> {
        let Some(content) = self.coded.matches[mention.sentence][mention.by].content else { return Vec::new() };
        let tree = Tree::new(&self.document.text, &self.document.sentences[mention.sentence]);
        let role = |t: &usize| {
            let at = Place { sentence: mention.sentence, token: *t };
            self.actors.at(at).map(|actor| Role { actor, at })
        };
        let inner = self.inner(mention).map(|n| &self.coded.mentions[n]).map(|m| &self.coded.matches[m.sentence][m.by]);
        let inner_type = self.inner(mention).map(|n| self.type_of(n).0);
        let mut tokens: Vec<usize> = match event {
            EventType::Threaten => {
                inner.filter(|_| inner_type.is_some_and(|t| t.quad_class() == 4)).map(|m| m.recipients.clone()).unwrap_or_default()
            }
            EventType::Request => {
                let clause = if tree.is_clause(content) { tree.frame(content).subjects } else { Vec::new() };
                if clause.is_empty() { inner.map(|m| m.actors.clone()).unwrap_or_default() } else { clause }
            }
            EventType::Accuse | EventType::Support | EventType::Reject | EventType::Agree => {
                inner.map(|m| m.actors.clone()).unwrap_or_default()
            }
            _ => Vec::new(),
        };
        let wordy = matches!(event, EventType::Accuse | EventType::Support | EventType::Reject);
        if tokens.is_empty() && wordy && !tree.is_clause(content) {
            let own = role(&content).filter(|r| inner.is_none() && !self.is_nobody(r));
            tokens = own.map_or_else(|| owner_tokens(&tree, content), |r| vec![r.at.token]);
        }
        let fits = |r: &Role| !who.iter().any(|w| w.actor == r.actor) && !self.is_nobody(r);
        tokens.iter().filter_map(role).filter(fits).collect()
    }

    fn is_nobody(&self, role: &Role) -> bool {
        let actor = &self.actors.all[role.actor];
        actor.political == Political::No && !actor.thing
    }

    /// Whose a thing is that is no actor: "the writer's letter", "the embassy's cars", "the policies of the government".
    fn owners(&self, role: &Role) -> Vec<Role> {
        let tree = Tree::new(&self.document.text, &self.document.sentences[role.at.sentence]);
        let owner = |token: usize| {
            let at = Place { token, ..role.at };
            self.actors.at(at).map(|actor| Role { actor, at }).filter(|r| !self.is_nobody(r))
        };
        owner_tokens(&tree, role.at.token).into_iter().filter_map(owner).collect()
    }

    /// The police of the article, for an arrest that does not say by whom, if there is only one.
    fn police(&self) -> Option<Role> {
        let mut found =
            self.actors.all.iter().enumerate().filter(|(_, a)| a.sector == Some(Sector::Cop) && !a.thing && a.kind != ActorKind::Person);
        let (actor, _) = found.next()?;
        if found.next().is_some() {
            return None;
        }
        self.actors.place_of(actor).map(|at| Role { actor, at })
    }

    /// The hedge over the author of a mention: "*suspected* Israeli strikes", "by *suspected* militants".
    fn hedge(&self, mention: &EventMention, who: &[Role]) -> Option<Span> {
        if who.is_empty() {
            return None;
        }
        let found = &self.coded.matches[mention.sentence];
        let token = found[mention.by].token;
        let over = |m: &&casus_coder::Match| {
            let content = self.lexicon.patterns[m.pattern].content.filter(|_| self.lexicon.patterns[m.pattern].stance.is_some());
            let on_author =
                m.content == Some(token) || who.iter().any(|r| r.at.sentence == mention.sentence && m.content == Some(r.at.token));
            content == Some(Content::Suspicion) && on_author
        };
        let sentence = &self.document.sentences[mention.sentence];
        found.iter().find(over).map(|m| sentence.tokens[m.token].span)
    }

    /// Are the two one happening?
    fn same(&self, a: &Happening, b: &Happening) -> bool {
        let (Some(last), Some(new)) = (a.mentions.last(), b.mentions.first()) else { return false };
        if a.event != b.event || (a.aux == Aux::Historical) != (b.aux == Aux::Historical) {
            return false;
        }
        let first = &self.coded.mentions[a.mentions[0]];
        let (from, to) = (&self.coded.mentions[*last], &self.coded.mentions[*new]);
        if self.governs(first, to) || self.governs(to, first) {
            return true;
        }
        let met = |x: &[Role], y: &[Role]| x.iter().any(|r| y.iter().any(|s| s.actor == r.actor));
        let open = |x: &[Role], y: &[Role]| x.is_empty() || y.is_empty();
        if a.when.contradicts(&b.when) {
            return false;
        }
        let verbal = matches!(a.event.quad_class(), 1 | 3);
        let lead = matches!(self.document.sentences[first.sentence].role, SegmentRole::Headline | SegmentRole::Standfirst);
        // The headline says "rebels", the text their name.
        let actors_meet = met(&a.actors, &b.actors) || (lead && self.alike(&a.actors, &b.actors));
        if verbal {
            // One speaker, one occasion, one kind of act: one event, unless its addressees differ.
            return actors_meet
                && (met(&a.recipients, &b.recipients) || open(&a.recipients, &b.recipients) || a.event == EventType::Threaten);
        }
        let recipients_meet = met(&a.recipients, &b.recipients);
        // "was shot and killed", and the one killed in one place is not killed again with other means.
        let one_victim = recipients_meet && (actors_meet || open(&a.actors, &b.actors));
        let killed = a.event == EventType::Assault && one_victim && [a.mode, b.mode].contains(&Some(Mode::Targeted));
        let modes = a.mode.is_none() || b.mode.is_none() || a.mode == b.mode;
        // "hit a depot and killed two workers": one act by one author with its outcome.
        let outcome = a.event == EventType::Assault && actors_meet && from.sentence == to.sentence && self.coordinated(from, to);
        if one_victim && from.sentence == to.sentence || killed || outcome && modes {
            return true;
        }
        if !modes {
            return false;
        }
        let recipients_meet = recipients_meet || self.alike(&a.recipients, &b.recipients);
        if to.nominal && to.definite && open(&a.actors, &b.actors) | actors_meet && (open(&a.recipients, &b.recipients) || recipients_meet)
        {
            return true;
        }
        if actors_meet && recipients_meet {
            return true;
        }
        let near = to.sentence - from.sentence.min(to.sentence) <= if lead { 5 } else { 2 };
        (actors_meet && open(&a.recipients, &b.recipients) || recipients_meet && open(&a.actors, &b.actors))
            && near
            && from.sentence != to.sentence
    }

    /// Are the two verbs coordinated?
    fn coordinated(&self, a: &EventMention, b: &EventMention) -> bool {
        let tree = Tree::new(&self.document.text, &self.document.sentences[a.sentence]);
        let (x, y) = (self.coded.matches[a.sentence][a.by].token, self.coded.matches[b.sentence][b.by].token);
        x != y && tree.coordinated(x).contains(&y)
            || [(x, y), (y, x)].iter().any(|(u, l)| tree.token(*l).deprel == Deprel::Conj && tree.token(*l).head == Some(*u))
    }

    /// Does one trigger hang below the other as the means or course of the same act ("targeted *in air strikes*")?
    fn governs(&self, upper: &EventMention, lower: &EventMention) -> bool {
        if upper.sentence != lower.sentence {
            return false;
        }
        let tree = Tree::new(&self.document.text, &self.document.sentences[upper.sentence]);
        let (top, token) = (self.coded.matches[upper.sentence][upper.by].token, self.coded.matches[lower.sentence][lower.by].token);
        // "blew himself up, killing six": what an act brings about is no second act.
        let participle = |t: usize| tree.token(t).feats.has("VerbForm=Part") || tree.token(t).feats.has("VerbForm=Ger");
        let mut verb = token;
        while tree.token(verb).deprel == Deprel::Conj && tree.token(verb).head.is_some_and(|h| h != top) {
            verb = tree.token(verb).head.unwrap_or(verb);
        }
        if !lower.nominal {
            return tree.token(verb).deprel == Deprel::Advcl && tree.token(verb).head == Some(top) && participle(verb);
        }
        let hangs = matches!(
            tree.token(token).deprel,
            Deprel::Obl | Deprel::Nmod | Deprel::Obj | Deprel::OblAgent | Deprel::Nsubj | Deprel::NsubjPass
        );
        hangs && tree.token(token).head == Some(top) && matches!(tree.preposition(token).as_str(), "in" | "during" | "with" | "by" | "")
    }

    /// Unnamed parties that may be the same: one country, both armed or one of them unsaid ("the militia bases" after "PMF bases").
    fn alike(&self, x: &[Role], y: &[Role]) -> bool {
        let one = |a: &Actor, b: &Actor| {
            let countries = a.country.is_none() || b.country.is_none() || a.country == b.country;
            let armed = is_armed(a) && is_armed(b);
            countries
                && (armed || (a.sector == b.sector && a.sector.is_some() && a.country == b.country))
                && !(a.named && b.named && !a.thing && !b.thing)
        };
        x.iter().any(|r| y.iter().any(|s| one(&self.actors.all[r.actor], &self.actors.all[s.actor])))
    }

    fn merge(&self, into: &mut Happening, from: Happening) {
        let into_named = into.actors.iter().any(|r| self.actors.all[r.actor].political == Political::Yes);
        if into.actors.is_empty() || (!into_named && !from.actors.is_empty()) {
            into.actors = from.actors;
            into.hedged = into.hedged.or(from.hedged);
        }
        for role in from.recipients {
            let verbal = matches!(into.event.quad_class(), 1 | 3);
            let outcome = into.event == EventType::Assault
                && into.recipients.len() < 4
                && !into.recipients.iter().any(|r| r.actor == role.actor)
                && into.recipients.iter().any(|r| r.at.sentence == role.at.sentence);
            if outcome
                || into.recipients.is_empty()
                || (verbal && into.recipients.len() < 3 && !into.recipients.iter().any(|r| r.actor == role.actor))
            {
                into.recipients.push(role);
            }
        }
        if into.mode.is_none() && from.mode.is_some() {
            into.mode = from.mode;
            into.cameo = from.cameo;
        }
        for link in from.chain {
            if !into.chain.iter().any(|l| l.name == link.name) {
                into.chain.push(link);
            }
        }
        into.condition = into.condition.or(from.condition);
        if !into.when.is_stated() {
            into.when = from.when;
        }
        into.certainty = into.certainty.min(from.certainty);
        into.mentions.extend(from.mentions);
        self.lead_with_best(into);
    }

    /// The best mention first: running text before headline and summary, facts before quotations.
    fn lead_with_best(&self, one: &mut Happening) {
        let rank = |n: usize| {
            let mention = &self.coded.mentions[n];
            let role = self.document.sentences[mention.sentence].role;
            (matches!(role, SegmentRole::Headline | SegmentRole::Standfirst), mention.quotation.is_some(), mention.nominal, n)
        };
        let Some(best) = one.mentions.iter().copied().min_by_key(|n| rank(*n)) else { return };
        one.mentions.sort_unstable();
        one.mentions.retain(|n| *n != best);
        one.mentions.insert(0, best);
        let mention = &self.coded.mentions[best];
        one.pattern = self.coded.matches[mention.sentence][mention.by].pattern;
    }

    /// The happening that a refused mention speaks of.
    fn spoken_of(&self, told: &[Happening], n: usize) -> Option<usize> {
        let mention = &self.coded.mentions[n];
        let found = &self.coded.matches[mention.sentence][mention.by];
        let (event, mode) = self.type_of(n);
        let roles = |tokens: &[usize]| {
            let role = |t: &usize| {
                let at = Place { sentence: mention.sentence, token: *t };
                self.actors.at(at).map(|actor| Role { actor, at })
            };
            tokens.iter().filter_map(role).collect::<Vec<_>>()
        };
        let whom = roles(&found.recipients);
        let fits = |h: &Happening| {
            let modes = mode.is_none() || h.mode.is_none() || mode == h.mode || mention.nominal;
            let meet = |x: &[Role], y: &[Role]| {
                x.is_empty() || y.is_empty() || x.iter().any(|r| y.iter().any(|s| s.actor == r.actor)) || self.alike(x, y)
            };
            h.event == event && h.aux == Aux::None && modes && meet(&whom, &h.recipients) && (mention.nominal || !whom.is_empty())
        };
        let before = |h: &Happening| h.mentions.iter().any(|m| *m < n);
        told.iter().rposition(|h| fits(h) && before(h)).or_else(|| told.iter().position(fits))
    }
}

/// Possessors and *of* or *by* phrases of a noun.
fn owner_tokens(tree: &Tree, noun: usize) -> Vec<usize> {
    let mut out = tree.by(noun, &[Deprel::NmodPoss]);
    out.extend(tree.by(noun, &[Deprel::Nmod]).into_iter().filter(|c| matches!(tree.preposition(*c).as_str(), "of" | "by" | "from")));
    out.extend(
        tree.by(noun, &[Deprel::Compound, Deprel::Amod])
            .into_iter()
            .filter(|c| tree.token(*c).span.of(tree.text()).starts_with(char::is_uppercase)),
    );
    out
}

fn is_armed(actor: &Actor) -> bool {
    matches!(actor.sector, Some(Sector::Uaf | Sector::Reb | Sector::Prm | Sector::Crm)) || actor.kind == ActorKind::ArmedGroup
}
