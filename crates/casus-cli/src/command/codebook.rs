//! `casus codebook`: what counts as an event of a type, with the entries that read it and their examples.

use crate::exit::Exit;
use crate::shell::Shell;
use anstyle::{AnsiColor, Style};
use anyhow::bail;
use casus_lexicon::{Chapter, Lexicon, ModeOf};
use casus_record::{EventType, Mode};
use std::io::Write;
use strum::IntoEnumIterator;

const LONG_ABOUT: &str = "Shows the codebook.\n\n\
Without a type: the sixteen types of PLOVER with their quad classes and modes. With a type: its definition and guidance, its modes, \
and every entry of the lexicon that codes it, with an example and a counter-example.";

const EXAMPLES: &str = "\
Examples:
  casus codebook
  casus codebook threaten";

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const YES: Style = AnsiColor::Green.on_default();
const NO: Style = AnsiColor::Red.on_default();

/// Show what counts as an event of a type, with examples
#[derive(clap::Args)]
#[command(long_about = LONG_ABOUT, after_help = EXAMPLES)]
pub struct Arguments {
    /// One of the sixteen types, such as assault
    #[arg(value_name = "TYPE")]
    event_type: Option<String>,
}

/// Prints the list of types, or the chapter of one.
///
/// # Errors
/// There is no such type.
pub fn run(arguments: &Arguments, shell: &Shell) -> anyhow::Result<Exit> {
    let pipeline = shell.pipeline()?;
    let mut out = shell.out();
    let Some(name) = &arguments.event_type else {
        for event in EventType::iter() {
            let title = pipeline.codebook().chapter(&event.to_string()).and_then(definition).unwrap_or_default();
            writeln!(out, "{BOLD}{event:<10}{BOLD:#} {DIM}{:<20}{DIM:#} {title}", quad(event))?;
            let modes = modes(event);
            if !modes.is_empty() {
                writeln!(out, "{:31} {DIM}modes: {modes}{DIM:#}", "")?;
            }
        }
        return Ok(Exit::Done);
    };
    let Ok(event) = name.to_uppercase().parse::<EventType>() else {
        let all: Vec<String> = EventType::iter().map(|t| t.to_string().to_lowercase()).collect();
        bail!("\"{name}\" is no event type; types are {}", all.join(", "));
    };
    writeln!(out, "{BOLD}{event}{BOLD:#}  {DIM}{}{DIM:#}", quad(event))?;
    let modes = modes(event);
    if !modes.is_empty() {
        writeln!(out, "modes: {modes}")?;
    }
    if let Some(chapter) = pipeline.codebook().chapter(name) {
        let body = chapter.text.lines().skip_while(|l| l.trim().is_empty() || l.starts_with("# "));
        writeln!(out)?;
        for line in body {
            writeln!(out, "{line}")?;
        }
    }
    entries(&mut out, pipeline.lexicon(), event)?;
    Ok(Exit::Done)
}

fn entries(out: &mut impl Write, lexicon: &Lexicon, event: EventType) -> std::io::Result<()> {
    for pattern in &lexicon.patterns {
        let Some(code) = pattern.code.as_ref().filter(|c| c.r#type == event) else { continue };
        let mode = match code.mode {
            ModeOf::Fixed(mode) => format!("  mode {mode}"),
            ModeOf::Content => "  mode as in the content".to_owned(),
            ModeOf::Without => String::new(),
        };
        let cameo = code.cameo.as_ref().map(|c| format!("  CAMEO {c}")).unwrap_or_default();
        writeln!(out, "\n{BOLD}{}{BOLD:#}{mode}{cameo}  {DIM}{}:{}{DIM:#}", pattern.id, pattern.file, pattern.line)?;
        writeln!(out, "  {}", pattern.note)?;
        for example in &pattern.examples {
            writeln!(out, "  {YES}+{YES:#} {}", example.text)?;
            for line in &example.ledger {
                writeln!(out, "      {DIM}{line}{DIM:#}")?;
            }
        }
        for never in &pattern.never {
            writeln!(out, "  {NO}-{NO:#} {}  {DIM}({}){DIM:#}", never.text, never.why)?;
        }
    }
    Ok(())
}

/// The first sentence of a chapter below its heading.
fn definition(chapter: &Chapter) -> Option<String> {
    let line = chapter.text.lines().map(str::trim).find(|l| !l.is_empty() && !l.starts_with('#'))?;
    let end = line.find(". ").map_or(line.len(), |at| at + 1);
    Some(line[..end].to_owned())
}

fn quad(event: EventType) -> &'static str {
    match event.quad_class() {
        1 => "verbal cooperation",
        2 => "material cooperation",
        3 => "verbal conflict",
        _ => "material conflict",
    }
}

fn modes(event: EventType) -> String {
    Mode::iter().filter(|m| m.fits(event)).map(|m| m.to_string()).collect::<Vec<_>>().join(", ")
}
