//! The knowledge files of `lexicon/actors`, read once.
//!
//! In: names and contents of TSV files. Out: a [`Knowledge`] that reads noun phrases as actors (see [`crate::actors`]).

use crate::actors::entities::{Entity, Role, Tie};
use crate::actors::heads::{Class, Head, Heads};
use crate::actors::names::{Names, Target};
use crate::actors::table::{Row, rows};
use crate::actors::words::{Zone, split};
use casus_record::{ActorKind, RelationKind, Sector, Span};
use jiff::civil::{Date, date};
use std::collections::HashMap;

/// A knowledge file that cannot be used. Each message says where and what to write instead.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A line is wrong.
    #[error("{file}:{line}: {what}; {instead}")]
    Line {
        /// File name as given.
        file: String,
        /// Line, counting from 1.
        line: usize,
        /// What is wrong.
        what: String,
        /// What to write.
        instead: String,
    },
    /// A file of an unknown name.
    #[error("{file}: no knowledge file has this name; write one of {}", FILES.join(", "))]
    File {
        /// File name as given.
        file: String,
    },
}

const FILES: [&str; 7] = ["countries.tsv", "groups.tsv", "heads.tsv", "entities.tsv", "aliases.tsv", "roles.tsv", "relations.tsv"];
const SECTORS: &str =
    "write one of AGR BUS COP CRM CVL EDU ELI GOV JRN JUD LAB LEG MED MIL OPP PRE PRM PTY REB REF REL SOC SPY UAF UNK, or leave it empty";
const KINDS: &str = "write one of person armed_group state_organ state igo media organisation group, or leave it empty";

/// Reads one kind of file into the knowledge.
type Reader = fn(&mut Knowledge, &str, &str) -> Result<(), Error>;

/// A state or territory.
#[derive(Clone, Debug)]
pub struct Country {
    /// ISO 3166 alpha-3 (XKX for Kosovo).
    pub iso3: String,
    /// English name.
    pub name: String,
    /// Capital as the file has it first.
    pub capital: Option<String>,
    /// GeoNames id of the country.
    pub geonames_id: Option<u32>,
}

/// A religion, an ethnic group, or the people of a region.
#[derive(Clone, Debug)]
pub(crate) struct People {
    pub name: String,
    pub religion: bool,
    pub ethnicity: bool,
    pub countries: Vec<String>,
}

/// Everything known about actors.
#[derive(Debug, Default)]
pub struct Knowledge {
    pub(crate) names: Names,
    pub(crate) heads: Heads,
    pub(crate) entities: Vec<Entity>,
    pub(crate) countries: Vec<Country>,
    pub(crate) peoples: Vec<People>,
    by_id: HashMap<String, usize>,
    by_iso3: HashMap<String, usize>,
}

impl Knowledge {
    /// Reads the files; the order does not matter, and any may be missing. A path is known by its last part.
    pub fn load(files: &[(&str, &str)]) -> Result<Knowledge, Error> {
        if let Some((file, _)) = files.iter().find(|(file, _)| !FILES.contains(&base(file))) {
            return Err(Error::File { file: (*file).to_owned() });
        }
        let mut knowledge = Knowledge::default();
        let readers: [Reader; 7] = [read_countries, read_peoples, read_heads, read_entities, read_aliases, read_roles, read_relations];
        for (name, read) in FILES.iter().zip(readers) {
            for (file, contents) in files.iter().filter(|(file, _)| base(file) == *name) {
                read(&mut knowledge, file, contents)?;
            }
        }
        Ok(knowledge)
    }

    /// A known actor by id.
    pub fn entity(&self, id: &str) -> Option<&Entity> {
        self.by_id.get(id).map(|n| &self.entities[*n])
    }

    /// A country by ISO 3166 alpha-3 code.
    pub fn country(&self, iso3: &str) -> Option<&Country> {
        self.by_iso3.get(iso3).map(|n| &self.countries[*n])
    }

    /// All known actors, in file order.
    pub fn entities(&self) -> &[Entity] {
        &self.entities
    }

    fn known(&mut self, row: &Row) -> Result<&mut Entity, Error> {
        match self.by_id.get(row.cell(0)) {
            Some(n) => Ok(&mut self.entities[*n]),
            None => {
                Err(row
                    .wrong(format!("no actor has the id \"{}\"", row.cell(0)), "add it to entities.tsv or write an id that stands there"))
            }
        }
    }
}

fn base(file: &str) -> &str {
    file.rsplit(['/', '\\']).next().unwrap_or(file)
}

fn read_countries(knowledge: &mut Knowledge, file: &str, contents: &str) -> Result<(), Error> {
    for row in rows(file, contents, &["iso3", "name", "aliases", "adjectives", "demonyms", "capital", "geonames_id"])? {
        let iso3 = row.cell(0);
        if iso3.len() != 3 || !iso3.bytes().all(|b| b.is_ascii_uppercase()) {
            return Err(row.wrong(format!("\"{iso3}\" is no country code"), "write three capitals, as in ISO 3166 alpha-3"));
        }
        let n = knowledge.countries.len();
        if knowledge.by_iso3.insert(iso3.to_owned(), n).is_some() {
            return Err(row.wrong(format!("{iso3} stands here twice"), "put all names of a country in one line"));
        }
        knowledge.countries.push(Country {
            iso3: iso3.to_owned(),
            name: row.cell(1).to_owned(),
            capital: row.list(5).next().map(str::to_owned),
            geonames_id: row.word(6, "GeoNames id", "write a whole number, or leave it empty")?,
        });
        for name in row.list(1).chain(row.list(2)) {
            knowledge.names.add(name, Target::Country(n));
        }
        for (column, target) in [(3, Target::Adjective(n)), (4, Target::Demonym(n)), (5, Target::Capital(n))] {
            row.list(column).for_each(|name| knowledge.names.add(name, target));
        }
    }
    Ok(())
}

fn read_peoples(knowledge: &mut Knowledge, file: &str, contents: &str) -> Result<(), Error> {
    for row in rows(file, contents, &["name", "kind", "countries", "forms"])? {
        if !["religion", "ethnicity", "region"].contains(&row.cell(1)) {
            return Err(row.wrong(format!("\"{}\" is no kind of people", row.cell(1)), "write religion, ethnicity or region"));
        }
        let n = knowledge.peoples.len();
        knowledge.peoples.push(People {
            name: row.cell(0).to_owned(),
            religion: row.cell(1) == "religion",
            ethnicity: row.cell(1) == "ethnicity",
            countries: row.list(2).map(str::to_owned).collect(),
        });
        for name in row.list(0).chain(row.list(3)) {
            knowledge.names.add(name, Target::People(n));
        }
    }
    Ok(())
}

fn read_heads(knowledge: &mut Knowledge, file: &str, contents: &str) -> Result<(), Error> {
    for row in rows(file, contents, &["lemma", "sector", "kind", "class", "flags", "note"])? {
        let flags: Vec<&str> = row.list(4).collect();
        if let Some(flag) = flags.iter().find(|f| !["takes", "maybe", "owned", "creed", "abroad"].contains(*f)) {
            return Err(row.wrong(format!("\"{flag}\" is no flag"), "write takes, maybe, owned, creed or abroad, parted by |"));
        }
        let classes = "write one of person group organ media thing place document modifier attribute ended honorific none";
        let head = Head {
            sector: row.word::<Sector>(1, "sector", SECTORS)?,
            kind: row.word::<ActorKind>(2, "kind of actor", KINDS)?,
            class: row.word::<Class>(3, "class", classes)?.ok_or_else(|| row.wrong("no class", classes))?,
            takes: flags.contains(&"takes"),
            maybe: flags.contains(&"maybe"),
            owned: flags.contains(&"owned"),
            creed: flags.contains(&"creed"),
            abroad: flags.contains(&"abroad"),
        };
        for lemma in row.list(0) {
            let keys: Vec<String> = split(lemma, Span::new(0, lemma.len()), 0, Zone::Core).into_iter().map(|w| w.key).collect();
            knowledge.heads.add(&keys, head.clone());
        }
    }
    Ok(())
}

fn read_entities(knowledge: &mut Knowledge, file: &str, contents: &str) -> Result<(), Error> {
    for row in rows(file, contents, &["id", "name", "kind", "country", "sector", "qid", "source"])? {
        let Some(name) = row.filled(1) else { return Err(row.wrong("no name", "write the name as the news has it")) };
        let n = knowledge.entities.len();
        if knowledge.by_id.insert(row.cell(0).to_owned(), n).is_some() {
            return Err(row.wrong(format!("the id \"{}\" stands here twice", row.cell(0)), "give every actor an id of its own"));
        }
        knowledge.entities.push(Entity {
            id: row.cell(0).to_owned(),
            name: name.to_owned(),
            kind: row.word(2, "kind of actor", KINDS)?.unwrap_or(ActorKind::Organisation),
            country: row.filled(3).map(str::to_owned),
            sector: row.word(4, "sector", SECTORS)?,
            qid: row.filled(5).map(str::to_owned),
            roles: Vec::new(),
            ties: Vec::new(),
        });
        knowledge.names.add(name, Target::Entity(n));
    }
    Ok(())
}

fn read_aliases(knowledge: &mut Knowledge, file: &str, contents: &str) -> Result<(), Error> {
    for row in rows(file, contents, &["id", "alias"])? {
        knowledge.known(&row)?;
        let n = knowledge.by_id[row.cell(0)];
        for name in row.list(1).filter(|name| !is_description(name)) {
            knowledge.names.add(name, Target::Entity(n));
        }
    }
    Ok(())
}

/// "US forces" and "Afghan troops" describe; they may be any of a state's forces and are composed, not looked up.
fn is_description(alias: &str) -> bool {
    [" forces", " troops", " soldiers"].iter().any(|end| alias.ends_with(end))
}

fn read_roles(knowledge: &mut Knowledge, file: &str, contents: &str) -> Result<(), Error> {
    for row in rows(file, contents, &["id", "from", "to", "country", "sector", "role", "source"])? {
        let role = Role {
            from: day(&row, 1, false)?,
            to: day(&row, 2, true)?,
            country: row.filled(3).map(str::to_owned),
            sector: row.word(4, "sector", SECTORS)?,
            role: row.cell(5).to_owned(),
        };
        if let (Some(from), Some(to)) = (role.from, role.to)
            && to < from
        {
            return Err(row.wrong("the role ends before it begins", "write from before to"));
        }
        knowledge.known(&row)?.roles.push(role);
    }
    Ok(())
}

fn read_relations(knowledge: &mut Knowledge, file: &str, contents: &str) -> Result<(), Error> {
    for row in rows(file, contents, &["id", "kind", "other_id", "from", "to", "source"])? {
        let kinds = "write one of leads part_of founded allied";
        let kind = row.word::<RelationKind>(1, "kind of tie", kinds)?.ok_or_else(|| row.wrong("no kind of tie", kinds))?;
        if !knowledge.by_id.contains_key(row.cell(2)) && !knowledge.by_iso3.contains_key(row.cell(2)) {
            return Err(row.wrong(format!("no actor has the id \"{}\"", row.cell(2)), "write an id of entities.tsv or a country code"));
        }
        let tie = Tie { kind, other: row.cell(2).to_owned(), from: day(&row, 3, false)?, to: day(&row, 4, true)? };
        knowledge.known(&row)?.ties.push(tie);
    }
    Ok(())
}

/// A day from YYYY, YYYY-MM or YYYY-MM-DD: the first day of it, or the last.
fn day(row: &Row, column: usize, last: bool) -> Result<Option<Date>, Error> {
    let Some(text) = row.filled(column) else { return Ok(None) };
    let mut parts = text.split('-').map(|p| p.parse::<i16>().ok());
    let read = match (parts.next().flatten(), parts.next(), parts.next(), parts.next()) {
        (Some(year), None, None, None) if (1..=9998).contains(&year) => Some(if last { date(year, 12, 31) } else { date(year, 1, 1) }),
        (Some(year), Some(Some(month)), None, None) => {
            let first = Date::new(year, i8::try_from(month).unwrap_or(0), 1).ok();
            first.map(|f| if last { f.last_of_month() } else { f })
        }
        (Some(year), Some(Some(month)), Some(Some(day)), None) => {
            Date::new(year, i8::try_from(month).unwrap_or(0), i8::try_from(day).unwrap_or(0)).ok()
        }
        _ => None,
    };
    read.map(Some).ok_or_else(|| row.wrong(format!("\"{text}\" is no date"), "write YYYY, YYYY-MM or YYYY-MM-DD"))
}
