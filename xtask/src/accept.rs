//! `cargo xtask accept`: the golden files of the examples, written anew by the test that compares them, and what the README copies.

use crate::cargo::root;
use crate::readme;
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
        readme::write(&root())?;
        println!("examples/expected/ and README.md are written; read `git diff examples/expected` before you commit them");
    }
    Ok(written)
}
