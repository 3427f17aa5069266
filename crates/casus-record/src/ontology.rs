//! PLOVER's event types and modes, and casus' statuses and stances, as closed lists.
//!
//! Source: PLOVER manual, 2021–24 state (16 types, their modes, quad classes and scores); see `codebook/` for definitions.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoStaticStr};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $case:literal, { $($(#[$vdoc:meta])* $variant:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Display, EnumString, EnumIter, IntoStaticStr)]
        #[strum(serialize_all = $case)]
        #[serde(rename_all = $case)]
        pub enum $name { $($(#[$vdoc])* $variant),* }
    };
}

words!(
    /// PLOVER's sixteen event types.
    EventType, "UPPERCASE", {
    /// Promise or offer of cooperation; any cooperative act in the future.
    Agree,
    /// Meetings, visits, calls, talks that take place.
    Consult,
    /// Non-material cooperation: praise, endorse, recognise, sign.
    Support,
    /// Verbal concession: lift, pardon, apologise, announce a withdrawal.
    Concede,
    /// Mutual material exchange: trade, joint manoeuvres, extradition.
    Cooperate,
    /// Material help for the recipient.
    Aid,
    /// Concession with immediate material effect: withdraw, release, resign.
    Retreat,
    /// Requests, demands, orders in words.
    Request,
    /// Disapprove, allege, sue, investigate.
    Accuse,
    /// Refuse, reject, cancel.
    Reject,
    /// Coercive or forceful warning.
    Threaten,
    /// Collective civilian action.
    Protest,
    /// Reduction of relations; court findings.
    Sanction,
    /// Military or police moves short of force.
    Mobilize,
    /// Repression short of violence.
    Coerce,
    /// Deliberate acts that can do serious physical harm.
    Assault,
});

impl EventType {
    /// Quad class: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict (PLOVER manual, table 2.1).
    pub fn quad_class(self) -> u8 {
        use EventType::*;
        match self {
            Agree | Consult | Support | Concede => 1,
            Cooperate | Aid | Retreat => 2,
            Request | Accuse | Reject | Threaten => 3,
            Protest | Sanction | Mobilize | Coerce | Assault => 4,
        }
    }
}

words!(
    /// How an event is done: PLOVER's modes. A mode name belongs to one type, but for those that [`Mode::fits`] lists.
    Mode, "kebab-case", {
    /// A visit.
    Visit,
    /// Talks through or with a mediator.
    ThirdParty,
    /// Talks of three or more.
    Multilateral,
    /// A telephone or video call.
    Phone,
    /// Pull back forces; also diplomats or membership, under SANCTION.
    Withdraw,
    /// Free captives.
    Release,
    /// Give up arms.
    Disarm,
    /// Stop fighting.
    Ceasefire,
    /// Let observers, aid or journalists in.
    Access,
    /// Leave office.
    Resign,
    /// Ask for, or refuse, help.
    Assist,
    /// Ask for, or refuse, a change of policy.
    Change,
    /// Ask for, or refuse, a concession.
    Yield,
    /// Ask for, or refuse, a meeting.
    Meet,
    /// Criticise or condemn.
    Disapprove,
    /// Investigate.
    Investigate,
    /// Allege wrongdoing, sue, charge.
    Allege,
    /// Restrict rights or movement.
    Restrict,
    /// Arrest, detain.
    Arrest,
    /// Cut or reduce relations.
    Relations,
    /// Expel persons or organisations.
    Expel,
    /// Take territory.
    Territory,
    /// Use force.
    Violence,
    /// A demonstration.
    Demo,
    /// A riot.
    Riot,
    /// A strike of workers.
    Strike,
    /// A hunger strike.
    Hunger,
    /// A boycott.
    Boycott,
    /// A blockade by civilians.
    Obstruct,
    /// Damage to property by protesters.
    Vandalize,
    /// A conviction.
    Convict,
    /// Stop aid, trade or cooperation.
    Discontinue,
    /// Move troops.
    Troops,
    /// Move or show weapons.
    Weapons,
    /// Deploy police.
    Police,
    /// Raise a militia.
    Militia,
    /// Seize property or territory without a fight.
    Seize,
    /// Censor.
    Censor,
    /// A curfew.
    Curfew,
    /// Martial law or emergency.
    MartialLaw,
    /// Deport.
    Deport,
    /// Withhold what is due.
    Withhold,
    /// Spread falsehoods.
    Misinformation,
    /// Attack computers.
    Cyber,
    /// Kidnap, take hostage.
    Abduct,
    /// Beat.
    Beat,
    /// Torture.
    Torture,
    /// Sexual violence.
    Sexual,
    /// Kill a chosen person.
    Targeted,
    /// Destroy property.
    Destroy,
    /// Attack with knives, stones and the like.
    Primitive,
    /// Attack with small arms.
    Firearms,
    /// Attack with bombs and mines.
    Explosives,
    /// Attack in which the attacker dies.
    SuicideAttack,
    /// Attack from the air.
    Aerial,
    /// Attack by drone.
    Drone,
    /// Artillery, tanks, rockets.
    HeavyWeapons,
    /// Tear gas, water cannon, rubber bullets.
    CrowdControl,
    /// Chemical, biological, radiological, nuclear.
    Unconventional,
});

impl Mode {
    /// The types under which PLOVER lists this mode, its main one first.
    pub fn types(self) -> &'static [EventType] {
        use EventType as E;
        use Mode::*;
        match self {
            Visit | ThirdParty | Multilateral | Phone => &[E::Consult],
            Withdraw => &[E::Retreat, E::Sanction],
            Release | Disarm | Ceasefire | Access | Resign => &[E::Retreat],
            Assist | Change | Yield | Meet => &[E::Request, E::Reject],
            Disapprove | Investigate | Allege => &[E::Accuse],
            Restrict | Arrest => &[E::Coerce, E::Threaten],
            Expel => &[E::Sanction, E::Threaten],
            Relations | Territory | Violence => &[E::Threaten],
            Demo | Riot | Strike | Hunger | Boycott | Obstruct | Vandalize => &[E::Protest],
            Convict | Discontinue => &[E::Sanction],
            Troops | Weapons | Police | Militia => &[E::Mobilize],
            Seize | Censor | Curfew | MartialLaw | Deport | Withhold | Misinformation | Cyber => &[E::Coerce],
            Abduct | Beat | Torture | Sexual | Targeted | Destroy | Primitive | Firearms | Explosives | SuicideAttack | Aerial | Drone
            | HeavyWeapons | CrowdControl | Unconventional => &[E::Assault],
        }
    }

    /// The type this mode mainly belongs to.
    pub fn of(self) -> EventType {
        self.types()[0]
    }

    /// May an event of type `event` have this mode?
    pub fn fits(self, event: EventType) -> bool {
        self.types().contains(&event)
    }
}

words!(
    /// PLOVER's auxiliary modes: only `none` belongs to the current stream of events.
    Aux, "lowercase", {
    /// Current: it happened or is happening.
    None,
    /// Background, clearly older than the news.
    Historical,
    /// Decided or announced, not yet done.
    Future,
    /// Possible, imagined, conditional.
    Hypothetical,
    /// Said not to have happened.
    Negation,
});

words!(
    /// How sure the text presents it.
    Certainty, "lowercase", {
    /// Asserted.
    Certain,
    /// Likely, suspected, alleged.
    Probable,
    /// May be.
    Possible,
});

words!(
    /// Does the text affirm or deny it?
    Polarity, "lowercase", {
    /// Affirmed.
    Positive,
    /// Denied.
    Negative,
});

words!(
    /// What a claimant does with the content of a claim.
    Stance, "snake_case", {
    /// States as true.
    Asserts,
    /// Says that what was reported is so.
    Confirms,
    /// Says that it is not so.
    Denies,
    /// Says that somebody did wrong.
    Accuses,
    /// Holds somebody responsible for a happening.
    Blames,
    /// Thinks it likely that somebody did it.
    Suspects,
    /// Thinks it possible.
    Speculates,
    /// Says: we did it.
    ClaimsResponsibility,
    /// Says: it was not this one.
    RejectsAttribution,
    /// Announces harm.
    Threatens,
    /// Points out harm to come.
    Warns,
    /// Asks with force.
    Demands,
    /// Asks.
    Requests,
    /// Binds itself.
    Promises,
    /// Says what will be.
    Predicts,
    /// Says that it was wrong.
    Condemns,
});

words!(
    /// PLOVER's sectors.
    Sector, "UPPERCASE", {
    /// Agriculture.
    Agr,
    /// Business.
    Bus,
    /// Police.
    Cop,
    /// Criminals.
    Crm,
    /// Civilians.
    Cvl,
    /// Education.
    Edu,
    /// Former officials and elites.
    Eli,
    /// Government.
    Gov,
    /// Journalists and media.
    Jrn,
    /// Courts.
    Jud,
    /// Labour.
    Lab,
    /// Legislature.
    Leg,
    /// Health workers.
    Med,
    /// Armed forces of a state.
    Mil,
    /// Political opposition.
    Opp,
    /// Partially recognised entity.
    Pre,
    /// Pro-government paramilitary.
    Prm,
    /// Political party.
    Pty,
    /// Armed opposition.
    Reb,
    /// Refugees.
    Ref,
    /// Religious.
    Rel,
    /// Civil society.
    Soc,
    /// Intelligence service.
    Spy,
    /// Unidentified armed.
    Uaf,
    /// Unidentified.
    Unk,
});

words!(
    /// What an event is about: PLOVER's contexts. Any may go with any type.
    Context, "snake_case", {
    /// Armed forces of states.
    Military,
    /// Intelligence services.
    Intelligence,
    /// The executive.
    Executive,
    /// Parliaments.
    Legislative,
    /// Elections.
    Election,
    /// The rules of politics.
    PoliticalInstitutions,
    /// Towards democracy.
    ProDemocracy,
    /// Towards autocracy.
    ProAutocracy,
    /// The economy, not single companies.
    Economic,
    /// Courts and law.
    Legal,
    /// Reparations.
    Reparations,
    /// Human rights in general.
    HumanRights,
    /// Specific civil and political rights.
    RightsFreedoms,
    /// Force by security organs on the unarmed.
    Repression,
    /// Access to water, food, housing, energy, land.
    HumanSecurity,
    /// Gender.
    Gender,
    /// Sexual minorities.
    Lgbt,
    /// Religion and ethnicity.
    ReligionEthnicity,
    /// Inequality.
    Inequality,
    /// Diplomacy.
    Diplomatic,
    /// Territory.
    Territory,
    /// Peacekeeping.
    Peacekeeping,
    /// Health.
    Health,
    /// Asylum.
    Asylum,
    /// Migration.
    Migration,
    /// Disasters.
    Disasters,
    /// Natural resources.
    NaturalResource,
    /// The environment.
    Environment,
    /// Technology.
    Technology,
    /// Terrorism.
    Terrorism,
    /// Chemical, biological, radiological, nuclear.
    Cbrn,
    /// Computers and networks.
    Cyber,
    /// Falsehoods.
    Misinformation,
    /// Crime.
    Crime,
    /// Corruption.
    Corruption,
    /// Illegal drugs.
    IllegalDrugs,
    /// Trafficking.
    Trafficking,
});

#[cfg(test)]
mod tests {
    use super::*;
    use strum::IntoEnumIterator;

    #[test]
    fn names_read_and_write_the_same() {
        assert!(EventType::iter().all(|t| t.to_string().parse::<EventType>() == Ok(t)));
        assert!(Mode::iter().all(|m| m.to_string().parse::<Mode>() == Ok(m) && m.fits(m.of())));
        assert!(Stance::iter().all(|s| serde_json::to_value(s).unwrap() == s.to_string()));
        assert_eq!(Mode::SuicideAttack.to_string(), "suicide-attack");
        assert_eq!(EventType::iter().count(), 16);
    }
}
