//! `cargo xtask accept`: the golden files of the examples, written anew. The test that compares them writes them.

use crate::cargo::root;
use std::process::Command;

/// Runs the golden test so that it writes instead of comparing.
///
/// # Errors
/// Cargo does not start.
pub fn run() -> anyhow::Result<bool> {
    let mut test = Command::new(env!("CARGO"));
    test.args(["test", "--quiet", "--package", "casus-cli", "--test", "golden"]).env("CASUS_ACCEPT", "1").current_dir(root());
    let written = test.status()?.success();
    if written {
        println!("examples/expected/ is written; read `git diff examples/expected` before you commit it");
    }
    Ok(written)
}
