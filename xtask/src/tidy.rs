//! `cargo xtask tidy`: house rules that no compiler knows. Each rule takes the checkout and gives its complaints.

use crate::cargo::root;
use crate::readme;
use anyhow::Context;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The rows of the workspace: a crate imports only from lower rows (ARCHITECTURE.md shows the same table).
const ROWS: [(&str, u8); 8] = [
    ("casus-record", 0),
    ("casus-article", 1),
    ("casus-lexicon", 1),
    ("casus-text", 2),
    ("casus-coder", 3),
    ("casus-resolve", 4),
    ("casus", 6),
    ("casus-cli", 7),
];

/// Crates between the two ends of the pipeline, whose code touches neither disk nor network nor terminal.
const WITHOUT_IO: [&str; 5] = ["casus-record", "casus-text", "casus-lexicon", "casus-coder", "casus-resolve"];

/// What they must not name.
const IO: [&str; 6] = ["std::fs", "std::net", "std::process", "std::env::", "println!", "std::thread"];

/// Lines above which a file is asked whether it is still one idea.
const LONG: usize = 700;

/// Files that may be longer, with the reason.
const LONG_FILES: [(&str, &str); 1] = [("crates/casus-article/src/cues.rs", "a catalogue of cue words, one a line")];

/// Endings of the text files that are looked into.
const TEXT: [&str; 8] = ["rs", "md", "toml", "py", "sh", "yml", "yaml", "txt"];

/// One file of the checkout.
struct Entry {
    /// Path from the root, with forward slashes.
    path: String,
    text: String,
}

/// Runs every rule and prints the complaints.
///
/// # Errors
/// git does not start, or a file cannot be read.
pub fn run() -> anyhow::Result<bool> {
    let root = root();
    let files = files(&root)?;
    let mut complaints = Vec::new();
    complaints.extend(crate_order(&files)?);
    complaints.extend(no_io(&files));
    complaints.extend(documents(&root)?);
    complaints.extend(purposes(&files));
    complaints.extend(no_loose_ends(&files));
    complaints.extend(knowledge(&files));
    complaints.extend(lengths(&files));
    for complaint in &complaints {
        println!("{complaint}");
    }
    println!("tidy: {} files, {} complaints", files.len(), complaints.len());
    Ok(complaints.is_empty())
}

/// Everything that git tracks or would track.
fn files(root: &Path) -> anyhow::Result<Vec<Entry>> {
    let list = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .context("git")?;
    let mut paths: Vec<&str> = std::str::from_utf8(&list.stdout)?.split('\0').filter(|p| !p.is_empty() && root.join(p).is_file()).collect();
    paths.sort_unstable();
    paths.dedup();
    let is_text = |path: &str| {
        let ending = Path::new(path).extension().and_then(|e| e.to_str()).unwrap_or_default();
        TEXT.contains(&ending) || ending == "tsv" || path == ".ci/run"
    };
    let entry = |path: &str| {
        let text = if is_text(path) { std::fs::read_to_string(root.join(path)).with_context(|| path.to_owned())? } else { String::new() };
        Ok(Entry { path: path.to_owned(), text })
    };
    paths.into_iter().map(entry).collect()
}

/// A crate imports only from lower rows.
fn crate_order(files: &[Entry]) -> anyhow::Result<Vec<String>> {
    let row = |name: &str| ROWS.iter().find(|r| r.0 == name).map(|r| r.1);
    let mut complaints = Vec::new();
    for file in
        files.iter().filter(|f| f.path.starts_with("crates/") && f.path.matches('/').count() == 2 && f.path.ends_with("/Cargo.toml"))
    {
        let manifest: toml::Table = toml::from_str(&file.text).with_context(|| file.path.clone())?;
        let name = manifest["package"]["name"].as_str().unwrap_or_default();
        let Some(own) = row(name) else {
            complaints.push(format!("{}: {name} has no row; give it one in xtask/src/tidy.rs and ARCHITECTURE.md", file.path));
            continue;
        };
        for table in ["dependencies", "build-dependencies", "dev-dependencies"] {
            for dependency in manifest.get(table).and_then(|t| t.as_table()).into_iter().flat_map(|t| t.keys()) {
                if row(dependency).is_some_and(|other| other >= own) {
                    complaints.push(format!("{}: {name} (row {own}) imports {dependency}, which is no lower row", file.path));
                }
            }
        }
    }
    Ok(complaints)
}

/// No input or output between the ends.
fn no_io(files: &[Entry]) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in files {
        let inner = WITHOUT_IO.iter().any(|c| file.path.starts_with(&format!("crates/{c}/src/")));
        if !inner {
            continue;
        }
        // Tests stand at the end of a file and may read what they like.
        for (n, line) in file.text.lines().take_while(|l| !l.starts_with("#[cfg(test)]")).enumerate() {
            for word in IO.iter().filter(|word| line.contains(*word) && !line.trim_start().starts_with("//")) {
                complaints.push(format!(
                    "{}:{}: {word} stands between the ends of the pipeline; read it in casus or casus-cli",
                    file.path,
                    n + 1
                ));
            }
        }
    }
    complaints
}

/// Documents mention every subcommand and every field of the record.
fn documents(root: &Path) -> anyhow::Result<Vec<String>> {
    let read = |path: &str| std::fs::read_to_string(root.join(path)).unwrap_or_default();
    let mut complaints = Vec::new();
    let front = read("README.md");
    for command in subcommands(root)? {
        if !front.contains(&format!("casus {command}")) {
            complaints.push(format!("README.md does not mention `casus {command}`"));
        }
    }
    complaints.extend(readme::complaint(root)?);
    let described = read("docs/record.md");
    for field in record_fields(&read("crates/casus-record/src/record.rs")) {
        if !described.contains(&format!("`{field}`")) {
            complaints.push(format!("docs/record.md does not mention the field `{field}` of the record"));
        }
    }
    for column in quoted(&read("crates/casus-record/src/csv.rs")) {
        if !described.contains(&format!("`{column}`")) {
            complaints.push(format!("docs/record.md does not mention the column `{column}` of the tables"));
        }
    }
    Ok(complaints)
}

/// The subcommands: a file each in `casus-cli`.
fn subcommands(root: &Path) -> anyhow::Result<Vec<String>> {
    let folder = root.join("crates/casus-cli/src/command");
    let mut names: Vec<String> = Vec::new();
    for entry in std::fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
        let path: PathBuf = entry?.path();
        names.extend(path.file_stem().and_then(|s| s.to_str()).filter(|s| *s != "mod").map(str::to_owned));
    }
    names.sort();
    Ok(names)
}

/// Field names of the structs in `record.rs`: lines `name: Type,` inside `plain! { … }`.
fn record_fields(source: &str) -> Vec<String> {
    let inside = source.lines().skip_while(|l| !l.starts_with("plain! {")).skip(1).take_while(|l| !l.starts_with('}'));
    let field = |line: &str| {
        let (name, _) = line.strip_prefix("        ")?.split_once(": ")?;
        let name = name.trim_start_matches("r#");
        (!name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')).then(|| name.to_owned())
    };
    let mut fields: Vec<String> = inside.filter_map(field).collect();
    fields.sort();
    fields.dedup();
    fields
}

/// The strings that stand alone on a line: the column names in `csv.rs`.
fn quoted(source: &str) -> Vec<String> {
    let name = |line: &str| line.trim().strip_prefix('"')?.strip_suffix("\",").map(str::to_owned);
    source.lines().filter_map(name).collect()
}

/// Every crate, folder and file at the top has a line in ARCHITECTURE.md.
fn purposes(files: &[Entry]) -> Vec<String> {
    let architecture = files.iter().find(|f| f.path == "ARCHITECTURE.md").map_or("", |f| f.text.as_str());
    let mut names: BTreeMap<String, ()> = BTreeMap::new();
    for file in files {
        let name = match file.path.split_once('/') {
            Some(("crates", rest)) => rest.split('/').next().unwrap_or_default().to_owned(),
            Some((folder, _)) => format!("{folder}/"),
            None => file.path.clone(),
        };
        names.insert(name, ());
    }
    let missing = names.into_keys().filter(|name| !architecture.contains(&format!("`{name}`")));
    missing.map(|name| format!("ARCHITECTURE.md says nothing of `{name}`; write a line on what it is for")).collect()
}

/// Nothing is left for later in the files; what is left for later is an issue.
fn no_loose_ends(files: &[Entry]) -> Vec<String> {
    // Put together here, so that this file does not complain of itself.
    let marks = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("XX", "X:"),
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
        concat!("#[ign", "ore"),
    ];
    let mut complaints = Vec::new();
    for file in files.iter().filter(|f| !f.path.starts_with("examples/")) {
        for (n, line) in file.text.lines().enumerate() {
            for mark in marks.iter().filter(|mark| line.contains(*mark)) {
                complaints.push(format!("{}:{}: \"{mark}\": do it, or open an issue and say so in words", file.path, n + 1));
            }
        }
    }
    complaints
}

/// The files of lexicon and codebook can be read: TOML parses, tables have as many cells as their header.
fn knowledge(files: &[Entry]) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in files.iter().filter(|f| f.path.starts_with("lexicon/") || f.path.starts_with("codebook/")) {
        if file.path.ends_with(".toml") {
            complaints
                .extend(toml::from_str::<toml::Table>(&file.text).err().map(|e| format!("{}: {}", file.path, e.to_string().trim_end())));
        }
        if file.path.ends_with(".tsv") {
            let mut rows = file.text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.trim().is_empty());
            let Some((_, header)) = rows.next() else { continue };
            let columns = header.split('\t').count();
            for (n, row) in rows.filter(|(_, row)| row.split('\t').count() != columns) {
                complaints.push(format!("{}:{}: {} cells, but the header has {columns}", file.path, n + 1, row.split('\t').count()));
            }
        }
    }
    complaints
}

/// A long file says why it is long.
fn lengths(files: &[Entry]) -> Vec<String> {
    let code = files.iter().filter(|f| f.path.ends_with(".rs") || f.path.ends_with(".py"));
    let mut complaints: Vec<String> = code
        .filter(|f| f.text.lines().count() > LONG && !LONG_FILES.iter().any(|(path, _)| *path == f.path))
        .map(|f| format!("{}: {} lines; split it, or give the reason in LONG_FILES of xtask/src/tidy.rs", f.path, f.text.lines().count()))
        .collect();
    let gone = LONG_FILES.iter().filter(|(path, _)| !files.iter().any(|f| f.path == *path));
    complaints.extend(gone.map(|(path, _)| format!("LONG_FILES of xtask/src/tidy.rs names {path}, which is gone")));
    let architecture = files.iter().find(|f| f.path == "ARCHITECTURE.md").map_or(0, |f| f.text.lines().count());
    complaints.extend((architecture > 200).then(|| format!("ARCHITECTURE.md: {architecture} lines; 200 are enough")));
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str, text: &str) -> Entry {
        Entry { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_crate_may_not_import_upwards() {
        let upwards = [entry(
            "crates/casus-text/Cargo.toml",
            "[package]\nname = \"casus-text\"\n[dependencies]\ncasus-coder = { path = \"x\" }\ncasus-record = \"1\"",
        )];
        assert_eq!(
            crate_order(&upwards).unwrap(),
            ["crates/casus-text/Cargo.toml: casus-text (row 2) imports casus-coder, which is no lower row"]
        );
    }

    #[test]
    fn fields_are_read_from_the_source() {
        let source = "plain! {\n    /// A thing.\n    Thing {\n        /// Its kind: of what.\n        r#type: String,\n        start: usize,\n    }\n}\nfn f() {\n        x: u8,\n}";
        assert_eq!(record_fields(source), ["start", "type"]);
        assert_eq!(quoted("[\n    \"date_start\",\n    x(\"no\"),\n"), ["date_start"]);
    }

    #[test]
    fn folders_and_files_need_a_purpose() {
        let files = [
            entry("ARCHITECTURE.md", "`crates/` `casus-text` `ARCHITECTURE.md`"),
            entry("crates/casus-text/src/lib.rs", ""),
            entry("eval/floors.toml", ""),
        ];
        assert_eq!(purposes(&files), ["ARCHITECTURE.md says nothing of `eval/`; write a line on what it is for"]);
    }

    #[test]
    fn ragged_tables_are_named_by_line() {
        let files = [entry("lexicon/actors/a.tsv", "# why\nname\tcode\nUS\tUSA\nUK\n"), entry("lexicon/events/x.toml", "id = ")];
        let complaints = knowledge(&files);
        assert_eq!(complaints[0], "lexicon/actors/a.tsv:4: 1 cells, but the header has 2");
        assert!(complaints[1].starts_with("lexicon/events/x.toml: "));
    }

    #[test]
    fn the_middle_touches_no_disk_but_in_tests() {
        let files =
            [entry("crates/casus-text/src/a.rs", "use std::fs;\n// std::net is far\n#[cfg(test)]\nmod tests { use std::env::var; }")];
        assert_eq!(no_io(&files).len(), 1);
    }
}
