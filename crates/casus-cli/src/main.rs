//! The program: `casus code`, `casus explain`, `casus codebook`, `casus check`.
//!
//! Only here are exit codes, colours and messages for people. Each subcommand is a file in `command/`; what several of them
//! need (finding inputs, ordered work, whole output files) stands beside this one.

mod command;
mod exit;
mod inputs;
mod interrupt;
mod ledger_page;
mod ordered;
mod output;
mod pages;
mod progress;
mod shell;
mod summary;

use clap::{Args, Parser, Subcommand};
use exit::Exit;
use shell::{Colour, Shell};
use std::path::PathBuf;
use std::process::ExitCode;

const ABOUT: &str = "Turns news into a ledger of political events and claims: who did, threatened, demanded, accused or denied what,\n\
to whom, where, when, and on whose word.";

const LONG_ABOUT: &str = "Turns news into a ledger of political events and claims: who did, threatened, demanded, accused or denied what, \
to whom, where, when, and on whose word; with the words that say so and the rule that read them.\n\n\
It works offline, on this machine: no account, no service, no download. The same input gives the same output, byte for byte.";

const EXAMPLES: &str = "\
Examples:
  casus code article.txt                   the ledger of one article, on the terminal
  casus code news/ > events.jsonl          a folder, as one JSON record an article
  casus code news/ -o events.csv           a table of events, and events.claims.csv beside it
  curl -s https://… | casus code           from a pipe
  casus explain 'article.txt#7'            why sentence 7 was coded as it was
  casus codebook threaten                  what counts as a threat, with examples

Exit codes:
  0    done, also when an article holds no event
  1    some inputs failed (each is named on standard error), the others are done
  2    wrong use, or nothing could be read
  130  interrupted; no half-written file is left";

/// The command line.
#[derive(Parser)]
#[command(name = "casus", bin_name = "casus", about = ABOUT, long_about = LONG_ABOUT, after_help = EXAMPLES, disable_version_flag = true, arg_required_else_help = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    common: Common,
    /// Print the version, with the hashes of model and lexicon that every record carries
    #[arg(short = 'V', long)]
    version: bool,
}

/// Options of every subcommand.
#[derive(Args)]
pub struct Common {
    /// Read the lexicon from this folder instead of the one built in
    #[arg(long, global = true, value_name = "DIR", help_heading = "Common options")]
    lexicon: Option<PathBuf>,
    /// Read with the smaller model, and only sentences in which something can be coded: faster, and less exact
    #[arg(long, global = true, help_heading = "Common options")]
    fast: bool,
    /// When to use colours; NO_COLOR is respected
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto, value_name = "WHEN", help_heading = "Common options")]
    color: Colour,
    /// Print no progress and no summary; failures are still named
    #[arg(short, long, global = true, help_heading = "Common options")]
    quiet: bool,
}

#[derive(Subcommand)]
enum Command {
    Code(command::code::Arguments),
    Explain(command::explain::Arguments),
    Codebook(command::codebook::Arguments),
    Check(command::check::Arguments),
}

fn main() -> ExitCode {
    let line = CommandLine::parse();
    let shell = Shell::new(line.common);
    let done = match line.command {
        _ if line.version => command::version(&shell),
        Some(Command::Code(arguments)) => command::code::run(&arguments, &shell),
        Some(Command::Explain(arguments)) => command::explain::run(&arguments, &shell),
        Some(Command::Codebook(arguments)) => command::codebook::run(&arguments, &shell),
        Some(Command::Check(arguments)) => command::check::run(&arguments, &shell),
        None => Err(anyhow::anyhow!("say what to do: code, explain, codebook or check; `casus --help` shows examples")),
    };
    match done {
        Ok(exit) => exit.into(),
        // The reader of our output went away (`casus … | head`): nobody is left to complain to.
        Err(error) if exit::is_broken_pipe(&error) => Exit::Done.into(),
        Err(error) => {
            shell.error(&format!("{error:#}"));
            Exit::Unusable.into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        CommandLine::command().debug_assert();
    }
}
