//! The places that casus knows: a table with a row a place, looked up by name as articles spell it.

use super::names::key;
use casus_record::PlacePrecision;
use std::collections::HashMap;

/// Position of a place in its gazetteer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceId(u32);

/// What kind of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PlaceKind {
    /// A state or a territory with a code of its own.
    Country,
    /// State, province, governorate.
    Admin1,
    /// District, county.
    Admin2,
    /// City, town, village.
    City,
    /// Base, camp, crossing, square, plant, prison.
    Site,
    /// An area without an office: Donbas, the Sahel.
    Region,
    /// Sea, gulf, strait.
    Sea,
}

impl PlaceKind {
    fn read(word: &str) -> Option<Self> {
        Some(match word {
            "country" => PlaceKind::Country,
            "admin1" => PlaceKind::Admin1,
            "admin2" => PlaceKind::Admin2,
            "city" => PlaceKind::City,
            "site" => PlaceKind::Site,
            "region" => PlaceKind::Region,
            "sea" => PlaceKind::Sea,
            _ => return None,
        })
    }

    /// How fine a place of this kind is. Regions and seas count as provinces: they are larger than towns and have no border of their own.
    pub fn precision(self) -> PlacePrecision {
        match self {
            PlaceKind::Country => PlacePrecision::Country,
            PlaceKind::Admin1 | PlaceKind::Region | PlaceKind::Sea => PlacePrecision::Admin1,
            PlaceKind::Admin2 => PlacePrecision::Admin2,
            PlaceKind::City => PlacePrecision::City,
            PlaceKind::Site => PlacePrecision::Site,
        }
    }
}

/// A row of the gazetteer.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceRecord {
    /// Usual English name.
    pub name: String,
    /// Other spellings.
    pub aliases: Vec<String>,
    /// Kind.
    pub kind: PlaceKind,
    /// ISO 3166 alpha-3; none for seas and areas of several countries.
    pub country: Option<String>,
    /// First-order division it lies in.
    pub admin1: Option<String>,
    /// Latitude and longitude.
    pub point: Option<(f64, f64)>,
    /// GeoNames id.
    pub geonames_id: Option<u32>,
    /// 1 for what every reader knows … 9; decides between namesakes.
    pub rank: u8,
    /// Where the row comes from.
    pub source: String,
}

/// A fault in a gazetteer that a user wrote.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("places, line {line}: {problem}; {hint}")]
pub struct Error {
    /// Counting from 1.
    pub line: usize,
    /// What is wrong.
    pub problem: String,
    /// What to write instead.
    pub hint: String,
}

/// All places, by name.
#[derive(Clone, Debug, Default)]
pub struct Gazetteer {
    places: Vec<PlaceRecord>,
    /// Normalised name → places, best known first. Only looked up, never walked.
    by_key: HashMap<String, Vec<PlaceId>>,
    /// Longest name in words.
    longest: usize,
}

const COLUMNS: &[&str] = &["name", "aliases", "kind", "country", "admin1", "lat", "lon", "geonames_id", "rank", "source"];

impl Gazetteer {
    /// Reads the table: tab-separated, a header line, `#` comments, empty cells for what is not known.
    pub fn load(tsv: &str) -> Result<Gazetteer, Error> {
        let mut out = Gazetteer::default();
        let mut seen_header = false;
        for (n, line) in tsv.lines().enumerate() {
            let line_no = n + 1;
            let line = line.trim_end_matches('\r');
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
            if !seen_header {
                if cells != COLUMNS {
                    return Err(fault(line_no, "the header is not the one expected", format!("write the columns {}", COLUMNS.join(", "))));
                }
                seen_header = true;
                continue;
            }
            let place = read_row(&cells).map_err(|(problem, hint)| Error { line: line_no, problem, hint })?;
            out.add(place);
        }
        out.sort();
        Ok(out)
    }

    fn add(&mut self, place: PlaceRecord) {
        let id = PlaceId(u32::try_from(self.places.len()).unwrap_or(u32::MAX));
        for name in std::iter::once(&place.name).chain(&place.aliases) {
            let k = key(name);
            if k.is_empty() {
                continue;
            }
            self.longest = self.longest.max(k.split(' ').count());
            let ids = self.by_key.entry(k).or_default();
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        self.places.push(place);
    }

    fn sort(&mut self) {
        let places = &self.places;
        for ids in self.by_key.values_mut() {
            ids.sort_by_key(|id| (places[id.0 as usize].rank, *id));
        }
    }

    /// The row of a place.
    pub fn get(&self, id: PlaceId) -> &PlaceRecord {
        &self.places[id.0 as usize]
    }

    /// Places of that name, best known first.
    pub fn named(&self, name: &str) -> &[PlaceId] {
        self.of_key(&key(name))
    }

    pub(super) fn of_key(&self, key: &str) -> &[PlaceId] {
        self.by_key.get(key).map_or(&[], Vec::as_slice)
    }

    pub(super) fn longest(&self) -> usize {
        self.longest
    }

    /// The country with an ISO 3166 alpha-3 code.
    pub fn country(&self, iso3: &str) -> Option<PlaceId> {
        let n = self.places.iter().position(|p| p.kind == PlaceKind::Country && p.country.as_deref() == Some(iso3))?;
        u32::try_from(n).ok().map(PlaceId)
    }

    /// Number of places.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Has it no place?
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// All rows, in the order of the table.
    pub fn iter(&self) -> impl Iterator<Item = &PlaceRecord> {
        self.places.iter()
    }
}

fn fault(line: usize, problem: &str, hint: String) -> Error {
    Error { line, problem: problem.into(), hint }
}

fn read_row(cells: &[&str]) -> Result<PlaceRecord, (String, String)> {
    let [name, aliases, kind, country, admin1, lat, lon, id, rank, source] = cells else {
        return Err((
            format!("{} cells instead of {}", cells.len(), COLUMNS.len()),
            "separate cells by one tab and leave unknown ones empty".into(),
        ));
    };
    let said = |s: &str| (!s.is_empty()).then(|| s.to_owned());
    if name.is_empty() {
        return Err(("the place has no name".into(), "put the usual English name first".into()));
    }
    let kind = PlaceKind::read(kind)
        .ok_or_else(|| (format!("\"{kind}\" is no kind"), "kinds are country, admin1, admin2, city, site, region, sea".to_owned()))?;
    if !country.is_empty() && (country.len() != 3 || !country.bytes().all(|b| b.is_ascii_uppercase())) {
        return Err((format!("\"{country}\" is no country code"), "write the three letters of ISO 3166, such as IRQ".into()));
    }
    let number = |s: &str, most: f64, what: &str| -> Result<Option<f64>, (String, String)> {
        if s.is_empty() {
            return Ok(None);
        }
        match s.parse::<f64>() {
            Ok(x) if x.abs() <= most => Ok(Some(x)),
            _ => Err((format!("\"{s}\" is no {what}"), format!("write degrees between -{most} and {most}"))),
        }
    };
    let point = match (number(lat, 90.0, "latitude")?, number(lon, 180.0, "longitude")?) {
        (Some(a), Some(b)) => Some((a, b)),
        (None, None) => None,
        _ => return Err(("latitude and longitude go together".into(), "fill both cells or neither".into())),
    };
    let geonames_id = match said(id) {
        None => None,
        Some(s) => {
            Some(s.parse().map_err(|_| (format!("\"{s}\" is no GeoNames id"), "write a whole number or leave it empty".to_owned()))?)
        }
    };
    let rank = match *rank {
        "" => 6,
        r => r
            .parse()
            .ok()
            .filter(|n| (1..=9).contains(n))
            .ok_or_else(|| (format!("\"{r}\" is no rank"), "write 1 (everybody knows it) to 9".to_owned()))?,
    };
    Ok(PlaceRecord {
        name: (*name).to_owned(),
        aliases: aliases.split('|').map(str::trim).filter(|a| !a.is_empty()).map(str::to_owned).collect(),
        kind,
        country: said(country),
        admin1: said(admin1),
        point,
        geonames_id,
        rank,
        source: (*source).to_owned(),
    })
}
