//! Where people read: standard output and standard error, with colours where they are wanted.

use crate::Common;
use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use anyhow::Context;
use casus::Pipeline;
use clap::ValueEnum;
use std::io::{IsTerminal, Stderr, Stdout, Write};
use std::path::{Path, PathBuf};

/// `--color`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The surroundings of one run.
pub struct Shell {
    colour: Colour,
    lexicon: Option<PathBuf>,
    fast: bool,
    /// No progress, no summary.
    pub quiet: bool,
}

impl Shell {
    /// From the options of the command line.
    pub fn new(common: Common) -> Self {
        Shell { colour: common.color, lexicon: common.lexicon, fast: common.fast, quiet: common.quiet }
    }

    /// The folder of `--lexicon`.
    pub fn lexicon(&self) -> Option<&Path> {
        self.lexicon.as_deref()
    }

    /// The pipeline that the options ask for.
    ///
    /// # Errors
    /// A knowledge file of `--lexicon` is wrong or cannot be read.
    pub fn pipeline(&self) -> anyhow::Result<Pipeline> {
        self.pipeline_of(self.lexicon())
    }

    /// The pipeline with the lexicon of a folder, else with the one built in.
    ///
    /// # Errors
    /// A knowledge file is wrong or cannot be read.
    pub fn pipeline_of(&self, folder: Option<&Path>) -> anyhow::Result<Pipeline> {
        let pipeline = match folder {
            Some(folder) => Pipeline::with_lexicon(folder).with_context(|| format!("the lexicon {} does not load", folder.display())),
            None => Pipeline::embedded().context("the lexicon built into this program does not load"),
        }?;
        if self.fast { pipeline.fast().context("the smaller model built into this program does not load") } else { Ok(pipeline) }
    }

    /// Standard output; styles are stripped where they are not wanted.
    pub fn out(&self) -> AutoStream<Stdout> {
        AutoStream::new(std::io::stdout(), self.choice(AutoStream::choice(&std::io::stdout())))
    }

    /// Is standard output a terminal?
    pub fn on_terminal(&self) -> bool {
        std::io::stdout().is_terminal()
    }

    /// Does a person watch standard error, and want to hear how far we are?
    pub fn is_watched(&self) -> bool {
        !self.quiet && std::io::stderr().is_terminal()
    }

    /// What is always printed on standard error, such as a failed input; a line each.
    pub fn error(&self, message: &str) {
        self.say(AnsiColor::Red.on_default().bold(), "error", message);
    }

    /// A line on standard error that `--quiet` suppresses.
    pub fn note(&self, message: &str) {
        if !self.quiet {
            self.say(AnsiColor::Cyan.on_default(), "casus", message);
        }
    }

    fn say(&self, style: Style, word: &str, message: &str) {
        let mut err: AutoStream<Stderr> = AutoStream::new(std::io::stderr(), self.choice(AutoStream::choice(&std::io::stderr())));
        // A closed standard error is no reason to stop the work.
        for line in message.lines() {
            let _ = writeln!(err, "{style}{word}:{style:#} {}", harmless(line));
        }
    }

    fn choice(&self, automatic: ColorChoice) -> ColorChoice {
        match self.colour {
            Colour::Auto => automatic,
            Colour::Always => ColorChoice::Always,
            Colour::Never => ColorChoice::Never,
        }
    }
}

/// Words of a stranger's file on our terminal: control characters could move the cursor or change colours.
pub fn harmless(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_cannot_command_the_terminal() {
        assert_eq!(harmless("Calm\u{1b}[2Jnews\r"), "Calm [2Jnews ");
    }
}
