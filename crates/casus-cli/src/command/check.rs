//! `casus check`: runs every example and counter-example of a lexicon.

use crate::exit::Exit;
use crate::shell::Shell;
use crate::summary::count;
use anstyle::{AnsiColor, Style};
use std::io::Write;
use std::path::{Path, PathBuf};

const LONG_ABOUT: &str = "Runs every example and counter-example of the lexicon and the codebook.\n\n\
Each failure names its file and line, what came out, and what to do. Without a folder the lexicon built into the program is checked; \
with one, that lexicon: so you can check your own entries before you use them with --lexicon.";

const EXAMPLES: &str = "\
Examples:
  casus check
  casus check lexicon/

Exit codes: 0 every example holds, 1 some do not, 2 a file is wrong or cannot be read.";

const FAILED: Style = AnsiColor::Red.on_default().bold();

/// Run all examples of the lexicon
#[derive(clap::Args)]
#[command(long_about = LONG_ABOUT, after_help = EXAMPLES)]
pub struct Arguments {
    /// The lexicon to check [default: --lexicon, else the one built in]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// Checks a lexicon.
///
/// # Errors
/// A file of it is wrong or cannot be read.
pub fn run(arguments: &Arguments, shell: &Shell) -> anyhow::Result<Exit> {
    let folder = arguments.folder.as_deref().or(shell.lexicon());
    let pipeline = shell.pipeline_of(folder)?;
    let report = pipeline.check();
    let mut out = shell.out();
    for failure in &report.failures {
        let file = place(folder, &failure.file);
        writeln!(out, "{FAILED}{file}:{}{FAILED:#}: {}{}", failure.line, failure.message, hint(failure.hint.as_deref()))?;
    }
    out.flush()?;
    let all = report.passed + report.failures.len();
    if report.failures.is_empty() {
        shell.note(&format!("{} hold", count(all, "example")));
        return Ok(Exit::Done);
    }
    shell.note(&format!("{} of {} fail", report.failures.len(), count(all, "example")));
    Ok(Exit::SomeFailed)
}

/// Where a knowledge file lies, so that an editor finds it: the chapters of the codebook always as in the repository.
fn place(folder: Option<&Path>, file: &str) -> String {
    if file.ends_with(".md") {
        return format!("codebook/{file}");
    }
    folder.unwrap_or(Path::new("lexicon")).join(file).to_string_lossy().into_owned()
}

fn hint(hint: Option<&str>) -> String {
    hint.map(|h| format!("; {h}")).unwrap_or_default()
}
