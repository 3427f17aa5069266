//! Runs the examples that stand in lexicon and codebook.

use crate::{Options, Pipeline};
use casus_article::{Given, RawPage};
use casus_lexicon::Error;
use casus_record::{Aux, Record, claim_line, ledger_line};

/// The outcome of running every example.
#[derive(Clone, Debug, Default)]
pub struct CheckReport {
    /// Examples that hold.
    pub passed: usize,
    /// Examples that do not, by file and line.
    pub failures: Vec<Error>,
}

/// One example of lexicon or codebook, with where it stands.
pub struct Example<'a> {
    /// `threaten/threaten-to example 1`, `codebook/assault line 40` …
    pub name: String,
    file: &'a str,
    line: usize,
    text: &'a str,
    expect: Expect<'a>,
}

enum Expect<'a> {
    /// These parts of ledger lines; none: no current event.
    Lines(&'a [String]),
    /// As `Lines`, but it is known to fail.
    FailsOn(&'a [String]),
    /// No current event by this entry.
    NotBy(&'a str, &'a str),
}

/// Runs all of them.
pub fn check(pipeline: &Pipeline) -> CheckReport {
    let mut report = CheckReport::default();
    for example in examples(pipeline) {
        match run(pipeline, &example) {
            Ok(()) => report.passed += 1,
            Err(failure) => report.failures.push(failure),
        }
    }
    report
}

/// Runs one of them.
///
/// # Errors
/// What came out instead, with file, line and what to do.
pub fn run(pipeline: &Pipeline, example: &Example) -> Result<(), Error> {
    let record = code(pipeline, example.text);
    match verdict(&record, &example.expect) {
        None => Ok(()),
        Some((message, hint)) => Err(Error {
            file: example.file.to_owned(),
            line: example.line,
            message: format!("\"{}\": {message}", example.text),
            hint: Some(hint),
        }),
    }
}
/// All of them, by entry and chapter.
pub fn examples(pipeline: &Pipeline) -> Vec<Example<'_>> {
    let mut out = Vec::new();
    for pattern in &pipeline.lexicon().patterns {
        let (file, line) = (pattern.file.as_str(), pattern.line);
        for (n, example) in pattern.examples.iter().enumerate() {
            let name = format!("{} example {}", pattern.id, n + 1);
            out.push(Example { name, file, line, text: &example.text, expect: Expect::Lines(&example.ledger) });
        }
        for (n, never) in pattern.never.iter().enumerate() {
            let name = format!("{} never {}", pattern.id, n + 1);
            out.push(Example { name, file, line, text: &never.text, expect: Expect::NotBy(&pattern.id, &never.why) });
        }
    }
    for (chapter, pair) in pipeline.codebook().chapters.iter().flat_map(|c| c.pairs.iter().map(move |p| (c, p))) {
        let expect = if pair.fails { Expect::FailsOn(&pair.ledger) } else { Expect::Lines(&pair.ledger) };
        out.push(Example {
            name: format!("codebook/{} line {}", chapter.name, pair.line),
            file: &pair.file,
            line: pair.line,
            text: &pair.text,
            expect,
        });
    }
    out
}

fn code(pipeline: &Pipeline, text: &str) -> Record {
    let page = RawPage {
        source: "example".to_owned(),
        bytes: text.as_bytes().to_vec(),
        given: Given { id: Some("example".to_owned()), ..Given::default() },
        ..RawPage::default()
    };
    pipeline.code(&page, &Options::default())
}

/// What went wrong and what to do, or nothing.
fn verdict(record: &Record, expect: &Expect) -> Option<(String, String)> {
    let current: Vec<String> = record.events.iter().filter(|e| e.aux == Aux::None).map(ledger_line).collect();
    match expect {
        Expect::NotBy(id, why) => {
            let fired = record.events.iter().find(|e| e.aux == Aux::None && e.because.rule == *id)?;
            Some((format!("codes {}, but {why}", ledger_line(fired)), "narrow the entry, or move the example".to_owned()))
        }
        Expect::Lines(parts) => missing(record, &current, parts),
        Expect::FailsOn(parts) => match missing(record, &current, parts) {
            Some(_) => None,
            None => Some(("a failure we knew is mended".to_owned(), "write ```ledger instead of ```ledger fails".to_owned())),
        },
    }
}

fn missing(record: &Record, current: &[String], parts: &[String]) -> Option<(String, String)> {
    if parts.is_empty() {
        let line = current.first()?;
        return Some((format!("codes {line}, but nothing was expected"), "correct the example or the entry".to_owned()));
    }
    let all: Vec<String> = record.events.iter().map(ledger_line).chain(record.claims.iter().map(claim_line)).collect();
    let absent = parts.iter().find(|part| !all.iter().any(|line| holds(line, part)))?;
    let got = if all.is_empty() { "nothing".to_owned() } else { all.join(" | ") };
    Some((format!("no line holds \"{absent}\"; it gives {got}"), "correct the example or the entry".to_owned()))
}

/// Do the fields of `part` appear in `line`, in order? Party fields may leave out the bracket.
fn holds(line: &str, part: &str) -> bool {
    let fields: Vec<&str> = line.split("  ").collect();
    let mut at = 0;
    part.split("  ").map(str::trim).filter(|p| !p.is_empty()).all(|wanted| {
        let found = fields[at..].iter().position(|field| fits(field, wanted));
        at += found.map_or(0, |n| n + 1);
        found.is_some()
    })
}

fn fits(field: &str, wanted: &str) -> bool {
    let plain = |s: &str| {
        let mut out = String::new();
        let mut inside = 0;
        for c in s.chars() {
            match c {
                '[' => inside += 1,
                ']' => inside -= 1,
                c if inside == 0 => out.push(c),
                _ => {}
            }
        }
        out.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
    };
    if field == wanted {
        return true;
    }
    if wanted.contains('[') {
        return field.starts_with(wanted);
    }
    let (field, wanted) = (plain(field), plain(wanted));
    // A type alone holds with any mode, an actor alone with any recipient, a speaker with any words.
    field == wanted
        || ["  ", " -> ", ": ", " "].iter().any(|end| {
            field.starts_with(&format!("{wanted}{end}"))
                && (*end != " " || wanted.chars().all(|c| c.is_alphabetic() || c == '_' || c == ' '))
        })
}
