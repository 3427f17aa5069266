//! Is a mention told as a fact, and is it anybody's public business?
//!
//! What is only threatened, demanded, denied or supposed stands aside with its reason, and so does what private persons do to each other.

use crate::actors::Political;
use crate::coref::Actor;
use crate::happening::{Role, Scene};
use casus_coder::{EventMention, Modal};
use casus_lexicon::{Content, Pattern};
use casus_record::{ActorKind, Aux, Certainty, EventType, Mode, Reason, Sector};

impl Scene<'_> {
    /// Is the mention told as a fact? Its auxiliary status and certainty, or the reason why not.
    pub(crate) fn standing(&self, mention: &EventMention, pattern: &Pattern) -> Result<(Aux, Certainty), Reason> {
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
        // "said it would host talks": the future of what was said in the past.
        let reported =
            status.modal == Some(Modal::Would) && status.embeddings.iter().any(|e| matches!(e.content, Content::Report | Content::Claim));
        match status.modal {
            Some(Modal::Would) if reported => {}
            Some(Modal::Duty) if !pattern.voiced => return Err(Reason::ContentOfDemand),
            Some(Modal::Possible | Modal::Would) if !pattern.voiced => return Err(Reason::Hypothetical),
            _ => {}
        }
        let aux = if (status.future || reported) && !pattern.future { Aux::Future } else { Aux::None };
        Ok((aux, status.certainty()))
    }

    /// Does somebody politically relevant take part, and are those in the roles able to?
    pub(crate) fn gate(
        &self,
        (event, mode): (EventType, Option<Mode>),
        who: &[Role],
        whom: &[Role],
        mention: &EventMention,
    ) -> Result<(), Reason> {
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
    pub(crate) fn is_public(&self, actor: &Actor) -> bool {
        use Sector::*;
        let private = matches!(actor.sector, None | Some(Bus | Jrn | Med | Edu | Agr | Cvl | Crm | Unk));
        !private || matches!(actor.kind, ActorKind::State | ActorKind::Igo)
    }

    /// Police, courts and private persons among themselves, in an article where nobody else acts: crime, not politics (coding guide).
    pub(crate) fn is_ordinary_crime(&self, (event, mode): (EventType, Option<Mode>), who: &[Role], whom: &[Role]) -> bool {
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
}

pub(crate) fn is_armed(actor: &Actor) -> bool {
    matches!(actor.sector, Some(Sector::Uaf | Sector::Reb | Sector::Prm | Sector::Crm)) || actor.kind == ActorKind::ArmedGroup
}
