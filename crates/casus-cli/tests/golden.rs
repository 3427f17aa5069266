//! The examples and their ledgers: what `casus code examples/NAME --format ledger` prints stands in `examples/expected/NAME.ledger`.
//!
//! `cargo xtask accept` (or `CASUS_ACCEPT=1 cargo test -p casus-cli --test golden`) writes the expected files anew.

use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn examples_give_their_expected_ledgers() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let accept = std::env::var_os("CASUS_ACCEPT").is_some();
    let mut names: Vec<PathBuf> = std::fs::read_dir(root.join("examples")).unwrap().map(|e| e.unwrap().path()).collect();
    names.retain(|p| p.extension().is_some_and(|e| e == "txt" || e == "jsonl"));
    names.sort();
    assert!(names.len() >= 6, "the examples are gone");
    let mut wrong = Vec::new();
    for path in names {
        let name = path.file_name().unwrap().to_str().unwrap();
        let mut casus = Command::new(env!("CARGO_BIN_EXE_casus"));
        let coded = casus.args(["code", &format!("examples/{name}"), "--format", "ledger", "--quiet"]).current_dir(&root).output().unwrap();
        assert!(coded.status.success(), "{name}: {}", String::from_utf8_lossy(&coded.stderr));
        let now = String::from_utf8(coded.stdout).unwrap();
        let file = root.join("examples/expected").join(Path::new(name).with_extension("ledger"));
        if accept {
            std::fs::write(&file, &now).unwrap();
            continue;
        }
        let expected = std::fs::read_to_string(&file).unwrap_or_default();
        if expected != now {
            wrong.push(format!("{name}\n{}", difference(&expected, &now)));
        }
    }
    assert!(wrong.is_empty(), "\n{}\nif this is meant: cargo xtask accept", wrong.join("\n"));
}

/// The lines that only one of the two has.
fn difference(expected: &str, now: &str) -> String {
    let only = |of: &str, not_in: &str, mark: char| {
        let lines = of.lines().filter(|line| !not_in.lines().any(|other| other == *line));
        lines.map(|line| format!("{mark} {line}\n")).collect::<String>()
    };
    only(expected, now, '-') + &only(now, expected, '+')
}
