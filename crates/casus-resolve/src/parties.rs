//! Who takes part though the words do not put them into a role: addressees inside what is asked, owners of what is hit, the police behind
//! an arrest.

use crate::actors::Political;
use crate::happening::{Role, Scene};
use casus_coder::{EventMention, Place, Tree};
use casus_lexicon::Content;
use casus_record::{ActorKind, EventType, Mode, Sector, Span};
use casus_text::Deprel;

impl Scene<'_> {
    /// To whom a verbal act is addressed when it does not say so: whom its content would hit (threat), who is to act (demand), who did
    /// or owns what is praised, blamed or refused.
    pub(crate) fn content_party(&self, mention: &EventMention, event: EventType, who: &[Role]) -> Vec<Role> {
        let Some(content) = self.coded.matches[mention.sentence][mention.by].content else { return Vec::new() };
        let tree = Tree::new(&self.document.text, &self.document.sentences[mention.sentence]);
        let role = |t: &usize| self.role(Place { sentence: mention.sentence, token: *t });
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
            EventType::Accuse | EventType::Support | EventType::Reject => inner.map(|m| m.actors.clone()).unwrap_or_default(),
            // Who joins in what is agreed; else, "willing to investigate the matter with Iraq", with whom or to whose good it will be done.
            EventType::Agree => {
                let joined: Vec<usize> = inner.into_iter().flat_map(|m| m.actors.iter().chain(&m.recipients).copied()).collect();
                let others = joined.iter().filter_map(role).any(|r| !who.iter().any(|w| w.actor == r.actor));
                let toward = |(p, t): (String, usize)| matches!(p.as_str(), "with" | "to" | "for").then_some(t);
                if others { joined } else { tree.frame(content).obliques.into_iter().filter_map(toward).collect() }
            }
            _ => Vec::new(),
        };
        let wordy = matches!(event, EventType::Accuse | EventType::Support | EventType::Reject);
        if tokens.is_empty() && wordy && !tree.is_clause(content) {
            let own = role(&content).filter(|r| inner.is_none() && !self.is_nobody(r));
            tokens = own.map_or_else(|| owner_tokens(&tree, content), |r| vec![r.at.token]);
            // "condemned the execution of three activists": nobody is condemned for what was done to them.
            tokens.retain(|t| inner.is_none_or(|m| !m.recipients.contains(t)));
        }
        let fits = |r: &Role| !who.iter().any(|w| w.actor == r.actor) && !self.is_nobody(r);
        tokens.iter().filter_map(role).filter(fits).collect()
    }

    pub(crate) fn is_nobody(&self, role: &Role) -> bool {
        let actor = &self.actors.all[role.actor];
        actor.political == Political::No && !actor.thing
    }

    /// Whose a thing is that is no actor: "the writer's letter", "the embassy's cars", "the policies of the government".
    pub(crate) fn owners(&self, role: &Role) -> Vec<Role> {
        let tree = Tree::new(&self.document.text, &self.document.sentences[role.at.sentence]);
        let owner = |token: usize| self.role(Place { token, ..role.at }).filter(|r| !self.is_nobody(r));
        owner_tokens(&tree, role.at.token).into_iter().filter_map(owner).collect()
    }

    /// Weapons act for somebody: "Kenyan jets bombed" is Kenya's doing, "drones hit" is nobody's yet. Takes them out of the role and says by
    /// what means it was done.
    pub(crate) fn disarm(&self, who: &mut Vec<Role>) -> Option<Mode> {
        let mut means = None;
        for n in (0..who.len()).rev() {
            let at = who[n].at;
            let tree = Tree::new(&self.document.text, &self.document.sentences[at.sentence]);
            let Some(mode) = weapon(&tree.lemma(at.token)) else { continue };
            means = Some(mode);
            let owners = self.owners(&who[n]);
            who.splice(n..=n, owners);
        }
        means
    }

    /// The police of the article, for an arrest that does not say by whom, if there is only one.
    pub(crate) fn police(&self) -> Option<Role> {
        let mut found =
            self.actors.all.iter().enumerate().filter(|(_, a)| a.sector == Some(Sector::Cop) && !a.thing && a.kind != ActorKind::Person);
        let (actor, _) = found.next()?;
        if found.next().is_some() {
            return None;
        }
        self.actors.place_of(actor).map(|at| Role { actor, at })
    }

    /// "targeted by militias … by suspected Shia militias": of two names with one head noun the fuller one stays.
    pub(crate) fn keep_fuller(&self, who: &mut Vec<Role>) {
        let lemma = |r: &Role| self.document.sentences[r.at.sentence].tokens[r.at.token].lemma.clone();
        let size = |r: &Role| Tree::new(&self.document.text, &self.document.sentences[r.at.sentence]).subtree(r.at.token).len();
        let all = who.clone();
        who.retain(|r| {
            !all.iter()
                .any(|o| o.at != r.at && lemma(o) == lemma(r) && (size(o), o.at) > (size(r), r.at) && !self.actors.all[r.actor].named)
        });
    }

    /// The hedge over the author of a mention: "*suspected* Israeli strikes", "by *suspected* militants".
    pub(crate) fn hedge(&self, mention: &EventMention, who: &[Role]) -> Option<Span> {
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
}

/// The mode that a weapon in the place of an actor stands for.
pub(crate) fn weapon(lemma: &str) -> Option<Mode> {
    match lemma {
        "drone" => Some(Mode::Drone),
        "jet" | "plane" | "warplane" | "aircraft" | "helicopter" | "bomber" | "airstrike" => Some(Mode::Aerial),
        "missile" | "rocket" | "shell" | "mortar" | "artillery" | "tank" => Some(Mode::HeavyWeapons),
        "bomb" | "mine" | "grenade" => Some(Mode::Explosives),
        _ => None,
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
