//! All entries together, with the look-ups the coder needs.

use crate::Error;
use crate::entry::{self, Pattern};
use crate::pattern::ShapeKind;
use casus_record::{EventType, Mode};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A knowledge file: its path below `lexicon/` (or `codebook/`) and what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Path with forward slashes, such as `events/threaten.toml`.
    pub path: String,
    /// Contents.
    pub text: String,
}

impl File {
    /// A file from its path and contents.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        File { path: path.into(), text: text.into() }
    }

    /// Name without folder and extension.
    pub fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        name.split_once('.').map_or(name, |(stem, _)| stem)
    }
}

/// A CAMEO code's place on the conflict–cooperation scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Cameo {
    /// Goldstein score as GDELT publishes it, −10 … 10.
    pub goldstein: Option<f64>,
}

/// What the content of a threat, demand, promise or refusal gives to the event that embeds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentCode {
    /// The mode.
    pub mode: Option<Mode>,
    /// The CAMEO code.
    pub cameo: Option<String>,
}

/// The whole lexicon.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// All entries, by file and line.
    pub patterns: Vec<Pattern>,
    /// Named word lists.
    pub lists: BTreeMap<String, Vec<String>>,
    /// Light verbs by the role that their subject has in the noun: `actor`, `recipient`.
    pub light: BTreeMap<String, Vec<String>>,
    cameo: BTreeMap<String, Cameo>,
    content: BTreeMap<EventType, BTreeMap<String, ContentCode>>,
    /// Trigger lemma → (entry, shape), the more demanding first.
    index: BTreeMap<String, Vec<(usize, usize)>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct RawWords {
    #[serde(default)]
    lists: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    light: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    content: BTreeMap<String, BTreeMap<String, RawContentCode>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawContentCode {
    mode: Option<String>,
    cameo: Option<String>,
}

impl Lexicon {
    /// Reads all files below `lexicon/`; those of other crates (`actors/`, `places/`) and README files are passed over.
    ///
    /// # Errors
    /// The first mistake, with file, line and what to write instead.
    pub fn load(files: &[File]) -> Result<Lexicon, Error> {
        let mut lexicon = Lexicon::default();
        let mut sorted: Vec<&File> = files.iter().collect();
        sorted.sort_by(|a, b| a.path.cmp(&b.path));
        for file in sorted.iter().filter(|f| f.path.ends_with(".toml") && !f.path.contains('/')) {
            lexicon.read_words(file)?;
        }
        for file in sorted {
            match file.path.split_once('/') {
                Some(("events" | "operators", _)) if file.path.ends_with(".toml") => {
                    lexicon.patterns.extend(entry::read(&file.path, file.stem(), &file.text, &lexicon.lists)?);
                }
                None if file.path == "cameo.tsv" => lexicon.read_cameo(file)?,
                _ => {}
            }
        }
        lexicon.index();
        lexicon.no_double()?;
        Ok(lexicon)
    }

    /// The entries and shapes whose trigger is `lemma`, the more demanding first.
    pub fn triggered(&self, lemma: &str) -> &[(usize, usize)] {
        self.index.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// Is `word` in the named list?
    pub fn is(&self, list: &str, word: &str) -> bool {
        self.lists.get(list).is_some_and(|l| l.iter().any(|w| w == word))
    }

    /// Goldstein score of a CAMEO code, if the table has one.
    pub fn goldstein(&self, cameo: &str) -> Option<f64> {
        self.cameo.get(cameo).and_then(|c| c.goldstein)
    }

    /// The mode and CAMEO code that an event of type `event` takes from content of type `inner` and mode `mode`.
    pub fn content_code(&self, event: EventType, inner: Option<EventType>, mode: Option<Mode>) -> Option<&ContentCode> {
        let table = self.content.get(&event)?;
        let with_mode = inner.zip(mode).and_then(|(t, m)| table.get(&format!("{t} {m}")));
        with_mode.or_else(|| inner.and_then(|t| table.get(&t.to_string()))).or_else(|| table.get("default"))
    }

    fn read_words(&mut self, file: &File) -> Result<(), Error> {
        let raw: RawWords = toml::from_str(&file.text).map_err(|e| {
            Error::at(
                &file.path,
                &file.text,
                e.span().map_or(0, |s| s.start),
                e.message().trim(),
                Some("tables are [lists], [light], [content.TYPE]"),
            )
        })?;
        self.lists.extend(raw.lists);
        self.light.extend(raw.light);
        for (name, rows) in raw.content {
            let at = file.text.find(&format!("[content.{name}")).unwrap_or(0);
            let wrong = |message: String, hint: &str| Error::at(&file.path, &file.text, at, message, Some(hint));
            let event: EventType = name.parse().map_err(|_| wrong(format!("\"{name}\" is no PLOVER type"), "write [content.THREATEN]"))?;
            let mut table = BTreeMap::new();
            for (inner, code) in rows {
                let mode = match code.mode {
                    None => None,
                    Some(m) => match m.parse::<Mode>() {
                        Ok(mode) if mode.fits(event) => Some(mode),
                        _ => return Err(wrong(format!("{event} has no mode \"{m}\""), "the modes of each type stand in codebook/")),
                    },
                };
                table.insert(inner, ContentCode { mode, cameo: code.cameo });
            }
            self.content.insert(event, table);
        }
        Ok(())
    }

    fn read_cameo(&mut self, file: &File) -> Result<(), Error> {
        let mut at = 0;
        for line in file.text.split_inclusive('\n') {
            let row = line.trim_end();
            if !row.is_empty() && !row.starts_with('#') && !row.starts_with("code\t") {
                let mut cells = row.split('\t');
                let (code, score) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
                let goldstein = if score.is_empty() {
                    None
                } else {
                    Some(score.parse().map_err(|_| {
                        Error::at(&file.path, &file.text, at, format!("\"{score}\" is no number"), Some("write code, a tab, and the score"))
                    })?)
                };
                self.cameo.insert(code.to_owned(), Cameo { goldstein });
            }
            at += line.len();
        }
        Ok(())
    }

    fn index(&mut self) {
        for (p, pattern) in self.patterns.iter().enumerate() {
            for (s, shape) in pattern.shapes.iter().enumerate() {
                for trigger in &shape.triggers {
                    let entries = self.index.entry(trigger.lemma.clone()).or_default();
                    if !entries.contains(&(p, s)) {
                        entries.push((p, s));
                    }
                }
            }
        }
        for (lemma, entries) in &mut self.index {
            let order = |&(p, s): &(usize, usize)| {
                let shape = &self.patterns[p].shapes[s];
                (std::cmp::Reverse(shape.weight(lemma)), shape.kind == ShapeKind::Noun, p, s)
            };
            entries.sort_by_key(order);
        }
    }

    fn no_double(&self) -> Result<(), Error> {
        let mut seen: BTreeMap<&str, &Pattern> = BTreeMap::new();
        for pattern in &self.patterns {
            if let Some(first) = seen.insert(&pattern.id, pattern) {
                return Err(Error {
                    file: pattern.file.clone(),
                    line: pattern.line,
                    message: format!("entry \"{}\" stands already in line {}", pattern.id, first.line),
                    hint: Some("give it another id".to_owned()),
                });
            }
            if let Some(cameo) =
                pattern.code.as_ref().and_then(|c| c.cameo.as_ref()).filter(|c| !self.cameo.is_empty() && !self.cameo.contains_key(*c))
            {
                return Err(Error {
                    file: pattern.file.clone(),
                    line: pattern.line,
                    message: format!("entry \"{}\": \"{cameo}\" is no CAMEO code", pattern.id),
                    hint: Some("codes stand in lexicon/cameo.tsv".to_owned()),
                });
            }
        }
        Ok(())
    }
}
