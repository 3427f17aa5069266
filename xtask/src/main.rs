//! House rules and measurements as programs: `cargo xtask tidy`, `cargo xtask eval`, `cargo xtask accept`.

mod accept;
mod cargo;
mod detail;
mod eval;
mod floors;
mod readme;
mod tidy;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask tidy            crate order, documents that mention every subcommand and record field, no file without a purpose
cargo xtask eval            code ../shared/gold and read its treebanks and names, score, and compare with the floors in eval/floors.toml
cargo xtask eval PART…      only these: articles, syntax, names, triage
cargo xtask eval --raise    the same, then raise the floors to what was measured
cargo xtask eval --with X   articles with the program X instead of building one
cargo xtask accept          write examples/expected/ anew from what casus prints now, and what the README copies from there and from the floors";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["tidy"] => tidy::run(),
        ["eval", rest @ ..] => eval::Request::read(rest).and_then(|request| eval::run(&request)),
        ["accept"] => accept::run(),
        [] | ["--help" | "-h"] => {
            println!("{USAGE}");
            Ok(true)
        }
        _ => Err(anyhow::anyhow!("there is no such task; there are\n{USAGE}")),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}
