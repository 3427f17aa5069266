//! The subcommands, a file each; `cargo xtask tidy` reads their names from here.

pub mod check;
pub mod code;
pub mod codebook;
pub mod explain;

use crate::exit::Exit;
use crate::shell::Shell;
use std::io::Write;

/// `casus --version`: the version and the hashes that every record carries.
///
/// # Errors
/// A wrong lexicon, or nobody reads our output.
pub fn version(shell: &Shell) -> anyhow::Result<Exit> {
    let coder = shell.pipeline()?.coder();
    writeln!(shell.out(), "casus {}\nmodel {}\nlexicon {}", coder.version, coder.model, coder.lexicon)?;
    Ok(Exit::Done)
}
