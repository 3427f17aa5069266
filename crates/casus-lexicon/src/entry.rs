//! An entry of the lexicon as it stands in its TOML file, checked.

use crate::pattern::ShapeKind;
use crate::{Error, Shape};
use casus_record::{Context, EventType, Mode, Stance};
use serde::Deserialize;
use std::collections::BTreeMap;
use strum::{Display, EnumString};

/// One entry: the ways of saying something, what it codes, and the examples that prove it.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// `file/entry`, as records cite it.
    pub id: String,
    /// File and line, for messages.
    pub file: String,
    /// Line of the entry's id, counting from 1.
    pub line: usize,
    /// The ways of saying it, in the order written.
    pub shapes: Vec<Shape>,
    /// What it codes; nothing for pure operators.
    pub code: Option<Code>,
    /// What becomes of what it embeds.
    pub content: Option<Content>,
    /// The claim it makes.
    pub stance: Option<Stance>,
    /// Does it hold only when its verb is negated ("will not rest until")?
    pub negated: bool,
    /// Does it hold only in the future ("our answer will be")?
    pub future: bool,
    /// Is it a speech act of whoever is quoted or reported ("they must leave", "or face attacks"), made by the words themselves?
    pub voiced: bool,
    /// Must the subject be a politically relevant actor (a word of speech with other subjects is none)?
    pub speaker: bool,
    /// Why, and where the boundary runs.
    pub note: String,
    /// What it codes.
    pub examples: Vec<Example>,
    /// What it must not code.
    pub never: Vec<CounterExample>,
}

/// PLOVER and CAMEO codes of an entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    /// PLOVER type.
    pub r#type: EventType,
    /// PLOVER mode, fixed or taken from the content.
    pub mode: ModeOf,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// PLOVER contexts.
    pub contexts: Vec<Context>,
}

/// Where the mode of an entry comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModeOf {
    /// This mode.
    Fixed(Mode),
    /// Whatever the content gives (`words.toml`, `[content]`).
    Content,
    /// None.
    Without,
}

/// What becomes of what an entry embeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumString, Display, Deserialize)]
#[strum(serialize_all = "lowercase")]
#[serde(rename_all = "lowercase")]
pub enum Content {
    /// Passed on: true on somebody's word.
    Report,
    /// An assertion that bears on who did what.
    Claim,
    /// Announced harm.
    Threat,
    /// Asked for.
    Demand,
    /// Bound to do.
    Promise,
    /// Said not to be so.
    Denial,
    /// Held against somebody.
    Accusation,
    /// Thought likely.
    Suspicion,
    /// Imagined.
    Hypothesis,
    /// Did not happen.
    Negation,
    /// Planned, tried, wanted.
    Intention,
    /// The subject is said to be the author of it.
    Authorship,
    /// The object is a document in which the subject speaks.
    Document,
    /// It happened: "managed to", "began to".
    Fact,
}

/// A text and what must come out of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Own invention.
    pub text: String,
    /// Parts of ledger lines that must appear; empty: no event.
    pub ledger: Vec<String>,
}

/// A text from which this entry must code nothing.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CounterExample {
    /// Own invention.
    pub text: String,
    /// Why it is none.
    pub why: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    fn all(self) -> Vec<String> {
        match self {
            OneOrMany::One(one) => vec![one],
            OneOrMany::Many(many) => many,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawExample {
    text: String,
    ledger: OneOrMany,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCode {
    r#type: String,
    mode: Option<String>,
    cameo: Option<String>,
    #[serde(default)]
    contexts: Vec<Context>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPattern {
    id: toml::Spanned<String>,
    r#match: Option<OneOrMany>,
    noun: Option<OneOrMany>,
    adjective: Option<OneOrMany>,
    auxiliary: Option<OneOrMany>,
    code: Option<RawCode>,
    content: Option<Content>,
    stance: Option<Stance>,
    #[serde(default)]
    negated: bool,
    #[serde(default)]
    future: bool,
    #[serde(default)]
    voiced: bool,
    #[serde(default)]
    speaker: bool,
    note: String,
    #[serde(default)]
    examples: Vec<RawExample>,
    #[serde(default)]
    never: Vec<CounterExample>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    #[serde(default)]
    pattern: Vec<RawPattern>,
}

/// Reads all entries of one file. `stem` is the file's name without folder and extension.
///
/// # Errors
/// The first mistake, with its line.
pub(crate) fn read(file: &str, stem: &str, text: &str, lists: &BTreeMap<String, Vec<String>>) -> Result<Vec<Pattern>, Error> {
    let raw: RawFile = toml::from_str(text).map_err(|e| {
        Error::at(file, text, e.span().map_or(0, |s| s.start), e.message().trim(), Some("see lexicon/README.md for the fields of an entry"))
    })?;
    raw.pattern.into_iter().map(|p| check(file, stem, text, p, lists)).collect()
}

fn check(file: &str, stem: &str, text: &str, raw: RawPattern, lists: &BTreeMap<String, Vec<String>>) -> Result<Pattern, Error> {
    let at = raw.id.span().start;
    let id = raw.id.into_inner();
    let wrong = |message: String, hint: &str| Error::at(file, text, at, format!("entry \"{id}\": {message}"), Some(hint));
    let mut shapes = Vec::new();
    for (patterns, kind) in [
        (raw.r#match, ShapeKind::Verb),
        (raw.noun, ShapeKind::Noun),
        (raw.adjective, ShapeKind::Adjective),
        (raw.auxiliary, ShapeKind::Auxiliary),
    ] {
        for pattern in patterns.map(OneOrMany::all).unwrap_or_default() {
            let shape = Shape::parse(&pattern, kind, lists)
                .map_err(|m| wrong(format!("\"{pattern}\": {m}"), "see lexicon/README.md for the pattern language"))?;
            shapes.push(Shape { narrowed: raw.negated || raw.future, ..shape });
        }
    }
    if shapes.is_empty() {
        return Err(wrong("it matches nothing".to_owned(), "write match = \"ACTOR {verb} RECIPIENT\" or noun = \"{noun} of RECIPIENT\""));
    }
    if raw.examples.is_empty() {
        return Err(wrong("it has no example".to_owned(), "add examples = [ { text = \"…\", ledger = \"TYPE mode\" } ]"));
    }
    if raw.never.is_empty() {
        return Err(wrong("it has no counter-example".to_owned(), "add never = [ { text = \"…\", why = \"…\" } ]"));
    }
    let code = raw.code.map(code).transpose().map_err(|m| wrong(m.0, m.1))?;
    if code.is_none() && raw.content.is_none() && raw.stance.is_none() {
        return Err(wrong("it says nothing".to_owned(), "give it a code, a content or a stance"));
    }
    let line = Error::at(file, text, at, "", None).line;
    Ok(Pattern {
        id: format!("{stem}/{id}"),
        file: file.to_owned(),
        line,
        shapes,
        code,
        content: raw.content,
        stance: raw.stance,
        negated: raw.negated,
        future: raw.future,
        voiced: raw.voiced,
        speaker: raw.speaker,
        note: raw.note,
        examples: raw
            .examples
            .into_iter()
            .map(|e| Example { text: e.text, ledger: e.ledger.all().into_iter().filter(|l| !l.is_empty()).collect() })
            .collect(),
        never: raw.never,
    })
}

fn code(raw: RawCode) -> Result<Code, (String, &'static str)> {
    let event: EventType = raw
        .r#type
        .parse()
        .map_err(|_| (format!("\"{}\" is no PLOVER type", raw.r#type), "types are AGREE, CONSULT, SUPPORT … (see codebook/)"))?;
    let mode = match raw.mode.as_deref() {
        None => ModeOf::Without,
        Some("content") => ModeOf::Content,
        Some(name) => match name.parse::<Mode>() {
            Ok(mode) if mode.fits(event) => ModeOf::Fixed(mode),
            Ok(mode) => return Err((format!("{event} has no mode \"{mode}\""), "the modes of each type stand in codebook/")),
            Err(_) => return Err((format!("\"{name}\" is no mode"), "the modes of each type stand in codebook/")),
        },
    };
    Ok(Code { r#type: event, mode, cameo: raw.cameo, contexts: raw.contexts })
}
