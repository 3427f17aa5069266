//! `cargo xtask accept`: the golden files of the examples, written anew by the test that compares them, and the README's page of output.

use crate::cargo::root;
use crate::readme;
use anyhow::Context;
use std::process::Command;

/// Runs the golden test so that it writes instead of comparing.
///
/// # Errors
/// Cargo does not start, or the README cannot be written.
pub fn run() -> anyhow::Result<bool> {
    let mut test = Command::new(env!("CARGO"));
    test.args(["test", "--quiet", "--package", "casus-cli", "--test", "golden"]).env("CASUS_ACCEPT", "1").current_dir(root());
    let written = test.status()?.success();
    if written {
        let path = root().join("README.md");
        let ledger = std::fs::read_to_string(root().join(readme::LEDGER)).context(readme::LEDGER)?;
        let page = readme::with_page(&std::fs::read_to_string(&path)?, &ledger);
        std::fs::write(&path, page.context("README.md has no block for the page of output")?)?;
        println!("examples/expected/ and README.md are written; read `git diff examples/expected` before you commit them");
    }
    Ok(written)
}
