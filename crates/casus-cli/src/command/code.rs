//! `casus code`: articles in, events and claims out.

use crate::exit::Exit;
use crate::inputs::{Failure, Found, Input};
use crate::interrupt;
use crate::ordered::ordered;
use crate::output::{Format, Output, Rendered};
use crate::pages::{Page, pages, refusal};
use crate::progress::Progress;
use crate::shell::Shell;
use crate::summary::{Tally, count};
use anyhow::bail;
use casus::{Options, Pipeline};
use casus_article::RawPage;
use std::io::IsTerminal;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

const LONG_ABOUT: &str = "Codes political events and claims from articles.\n\n\
Reads plain text (one article a file) and JSONL (one article a line: {\"text\": …, \"id\"?, \"title\"?, \"url\"?, \"published\"?, \"outlet\"?}), \
from files, from folders with all that is below them (.txt, .jsonl, .ndjson, .json in sorted order), or from standard input.\n\n\
Prints ledger lines on a terminal and JSONL into a pipe or file. Every event names its words, its sentence and the rule that read it; \
what was not coded is listed with the reason. An input that cannot be read is named on standard error, and the rest goes on.";

const EXAMPLES: &str = "\
Examples:
  casus code article.txt
  casus code news/ -o events.csv           also writes events.claims.csv
  casus code news.jsonl --jobs 4 | jq -c '.events[] | select(.type == \"THREATEN\")'
  zcat news.jsonl.gz | casus code - --format csv > events.csv

Exit codes: 0 done, 1 some inputs failed, 2 wrong use or nothing could be read, 130 interrupted.";

/// Code political events and claims from articles
#[derive(clap::Args)]
#[command(long_about = LONG_ABOUT, after_help = EXAMPLES)]
pub struct Arguments {
    /// Files, folders, or - for standard input (the default when something is piped in)
    #[arg(value_name = "FILE|DIR|-")]
    inputs: Vec<PathBuf>,
    /// How to write the result [default: ledger on a terminal, else by the ending of -o, else jsonl]
    #[arg(short, long, value_enum)]
    format: Option<Format>,
    /// Write to this file, whole or not at all
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Articles coded at a time; the result is the same for any number [default: one a processor]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// Characters of an article that are read; what lies beyond is noted in the record
    #[arg(long, value_name = "N", default_value_t = 200_000)]
    max_chars: usize,
    /// Publication date (YYYY-MM-DD) of articles that do not give one
    #[arg(long, value_name = "DATE")]
    published: Option<jiff::civil::Date>,
}

impl Arguments {
    fn options(&self) -> Options {
        Options { max_chars: self.max_chars, published: self.published }
    }
}

/// What a worker made of one article.
struct Coded {
    rendered: Rendered,
    tally: Tally,
}

/// Codes everything that the arguments lead to.
///
/// # Errors
/// Wrong use, or the output cannot be written.
pub fn run(arguments: &Arguments, shell: &Shell) -> anyhow::Result<Exit> {
    let format = Format::choose(arguments.format, arguments.output.as_deref(), shell.on_terminal());
    let written = arguments.output.as_deref().map(|file| Output::paths(file, format)).unwrap_or_default();
    let found = Found::find(&inputs(arguments)?, &written);
    let mut failed = found.failures.len();
    found.failures.iter().for_each(|failure| shell.error(&failure.to_string()));
    if found.inputs.is_empty() {
        if failed == 0 {
            bail!("nothing to read: {} and no file ends in .txt, .jsonl, .ndjson or .json", skipped(found.skipped));
        }
        return Ok(Exit::Unusable);
    }

    interrupt::listen()?;
    let mut output = Output::open(arguments.output.as_deref(), format, shell)?;
    let pipeline = shell.pipeline()?;
    let options = arguments.options();
    let skipped_files = found.skipped;
    let jobs = arguments.jobs.map(usize::from).unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    // The ledger running over the terminal is progress enough.
    let mut progress = Progress::new(bytes(&found.inputs), shell.is_watched() && !(output.is_stream() && shell.on_terminal()));
    let mut total = Tally::default();
    let mut stopped = None;

    quiet_panics();
    let work = move |page: Page| (page.position, page.raw.and_then(|raw| code(&pipeline, &raw, &options, format)));
    ordered(jobs, pages(found), weight, work, |result| {
        progress.tick();
        if interrupt::asked() {
            stopped = Some(Ok(Exit::Interrupted));
            return ControlFlow::Break(());
        }
        let Some((position, result)) = result else { return ControlFlow::Continue(()) };
        match result {
            Ok(coded) => {
                total.add(&coded.tally);
                if let Err(error) = output.write(&coded.rendered) {
                    stopped = Some(Err(error));
                    return ControlFlow::Break(());
                }
            }
            Err(failure) => {
                failed += 1;
                progress.aside(|| shell.error(&failure.to_string()));
            }
        }
        progress.at(position, total.articles());
        ControlFlow::Continue(())
    })?;
    progress.clear();
    if let Some(early) = stopped {
        return early;
    }
    if total.articles() == 0 && failed > 0 {
        return Ok(Exit::Unusable);
    }
    output.finish()?;
    total.lines(progress.took()).iter().for_each(|line| shell.note(line));
    if skipped_files > 0 {
        shell.note(&format!("{} in folders (not .txt, .jsonl, .ndjson or .json)", skipped(skipped_files)));
    }
    if format == Format::Csv && arguments.output.is_none() {
        shell.note("the claims are not in this table; -o events.csv writes events.claims.csv beside it");
    }
    if failed > 0 {
        shell.note(&format!("{} failed, named above", count(failed, "input")));
        return Ok(Exit::SomeFailed);
    }
    Ok(Exit::Done)
}

fn inputs(arguments: &Arguments) -> anyhow::Result<Vec<PathBuf>> {
    if !arguments.inputs.is_empty() {
        return Ok(arguments.inputs.clone());
    }
    if std::io::stdin().is_terminal() {
        bail!("nothing to read: name files or folders, or pipe an article in; `casus code --help` shows examples");
    }
    Ok(vec![PathBuf::from("-")])
}

fn code(pipeline: &Pipeline, page: &RawPage, options: &Options, format: Format) -> Result<Coded, Failure> {
    let defect = |what: String| Failure {
        source: page.source.clone(),
        what: format!("a defect of casus stopped this article ({what})"),
        hint: "please report it with the article".to_owned(),
    };
    // A panic is a defect of ours and a bug to mend; it must still not take the rest of a long run with it.
    let record = catch_unwind(AssertUnwindSafe(|| pipeline.code(page, options))).map_err(|_| defect(LAST_PANIC.take()))?;
    if let Some(failure) = record.text.is_empty().then(|| refusal(page, options.max_chars)).flatten() {
        return Err(failure);
    }
    let rendered = Rendered::new(&record, format).map_err(|error| defect(format!("{error:#}")))?;
    Ok(Coded { rendered, tally: Tally::of(&record) })
}

std::thread_local! {
    static LAST_PANIC: std::cell::RefCell<String> = const { std::cell::RefCell::new(String::new()) };
}

/// Keeps where and why a worker panicked for the one line that the user sees, instead of printing a backtrace among the results.
fn quiet_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let at = panic.location().map(|l| format!("{}:{}", l.file(), l.line())).unwrap_or_default();
        LAST_PANIC.set(format!("{at}: {}", panic.payload_as_str().unwrap_or("no message")).replace('\n', " "));
    }));
}

fn weight(page: &Page) -> usize {
    page.raw.as_ref().map_or(0, |raw| raw.bytes.len())
}

fn bytes(inputs: &[Input]) -> Option<u64> {
    inputs.iter().map(Input::size).sum()
}

fn skipped(files: usize) -> String {
    format!("{} passed over", count(files, "other file"))
}
