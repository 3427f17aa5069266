//! Known actors with dated roles: the same name is GOV in office and ELI after it.

use casus_record::{ActorKind, RelationKind, Sector};
use jiff::civil::Date;

/// A known actor.
#[derive(Clone, Debug)]
pub struct Entity {
    /// Stable id of entities.tsv.
    pub id: String,
    /// Canonical name.
    pub name: String,
    /// Kind.
    pub kind: ActorKind,
    /// ISO3, or PLOVER's code for international bodies.
    pub country: Option<String>,
    /// Sector at the time of writing.
    pub sector: Option<Sector>,
    /// Wikidata id.
    pub qid: Option<String>,
    /// Dated roles, in file order.
    pub roles: Vec<Role>,
    /// Ties to other known actors, in file order.
    pub ties: Vec<Tie>,
}

/// What an actor was in a stretch of time.
#[derive(Clone, Debug)]
pub struct Role {
    /// First day; `None`: not recorded.
    pub from: Option<Date>,
    /// Last day; `None`: still, or not recorded.
    pub to: Option<Date>,
    /// Country then, if it differs.
    pub country: Option<String>,
    /// Sector then.
    pub sector: Option<Sector>,
    /// Office.
    pub role: String,
}

/// A tie from relations.tsv.
#[derive(Clone, Debug)]
pub struct Tie {
    /// Kind.
    pub kind: RelationKind,
    /// Id of the other actor.
    pub other: String,
    /// First day, if recorded.
    pub from: Option<Date>,
    /// Last day, if recorded.
    pub to: Option<Date>,
}

impl Entity {
    /// The role on a day: among those that hold, the one that began last. Offices come before [`Sector::Eli`] rows.
    pub fn role_on(&self, on: Date) -> Option<&Role> {
        let holds = |r: &&Role| r.from.is_none_or(|f| f <= on) && r.to.is_none_or(|t| on <= t);
        self.roles.iter().filter(holds).max_by_key(|r| (r.sector != Some(Sector::Eli), r.from))
    }

    /// Country and sector on a day. After the last recorded office of a person: ELI; before the first: unknown.
    pub fn code_on(&self, on: Option<Date>) -> (Option<String>, Option<Sector>) {
        // A party stays a party while it governs: its government is another actor.
        if self.kind == ActorKind::Organisation && self.sector == Some(Sector::Pty) {
            return (self.country.clone(), self.sector);
        }
        let Some(on) = on.filter(|_| !self.roles.is_empty()) else { return (self.country.clone(), self.sector) };
        if let Some(role) = self.role_on(on) {
            return (role.country.clone().or_else(|| self.country.clone()), role.sector.or(self.sector));
        }
        let over = self.roles.iter().any(|r| r.to.is_some_and(|t| t < on));
        let sector = match self.kind {
            ActorKind::Person if over => Some(Sector::Eli),
            ActorKind::Person => None,
            _ => self.sector,
        };
        (self.country.clone(), sector)
    }
}
