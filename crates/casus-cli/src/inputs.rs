//! Which files a run reads: the arguments, with folders opened up in sorted order.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};

/// Endings of the files that a folder gives; others in it are counted and passed over.
const ENDINGS: [&str; 4] = ["txt", "jsonl", "ndjson", "json"];

/// Folders nested deeper than this are taken for a mistake.
const DEEPEST: usize = 64;

/// Something to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A file.
    File(PathBuf),
    /// Standard input.
    Stdin,
}

/// An input, or an article of it, that could not be read or coded: one line for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The input, as given.
    pub source: String,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub hint: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.source, self.what, self.hint)
    }
}

/// What the arguments lead to.
#[derive(Debug, Default)]
pub struct Found {
    /// What to read, in order.
    pub inputs: Vec<Input>,
    /// Arguments and folders that cannot be read.
    pub failures: Vec<Failure>,
    /// Files in folders with other endings.
    pub skipped: usize,
    stems: BTreeMap<String, usize>,
}

impl Input {
    /// As records and messages name it.
    pub fn name(&self) -> String {
        match self {
            Input::File(path) => path.to_string_lossy().into_owned(),
            Input::Stdin => "-".to_owned(),
        }
    }

    /// The file's name without its ending; standard input has none.
    pub fn stem(&self) -> Option<String> {
        match self {
            Input::File(path) => path.file_stem().map(|s| s.to_string_lossy().into_owned()),
            Input::Stdin => None,
        }
    }

    /// Size in bytes where the system knows it, for the progress bar.
    pub fn size(&self) -> Option<u64> {
        match self {
            Input::File(path) => path.metadata().ok().filter(|m| m.is_file()).map(|m| m.len()),
            Input::Stdin => None,
        }
    }
}

impl Found {
    /// Opens up `arguments`; the files in `outputs` (what an earlier run wrote into the same folder) are not read.
    pub fn find(arguments: &[PathBuf], outputs: &[PathBuf]) -> Found {
        let outputs: Vec<PathBuf> = outputs.iter().filter_map(|p| p.canonicalize().ok()).collect();
        let mut found = Found::default();
        for argument in arguments {
            if argument.as_os_str() == "-" {
                found.inputs.push(Input::Stdin);
                continue;
            }
            match argument.metadata() {
                Ok(meta) if meta.is_dir() => found.walk(argument, &outputs, 0),
                Ok(_) => found.add(argument.clone()),
                Err(error) => found.failures.push(Failure::unreadable(argument.to_string_lossy().into_owned(), &error)),
            }
        }
        found
    }

    /// The file's stem, if no other file of this run has the same.
    pub fn unique_stem(&self, input: &Input) -> Option<String> {
        input.stem().filter(|stem| self.stems.get(stem) == Some(&1))
    }

    fn add(&mut self, path: PathBuf) {
        let input = Input::File(path);
        if let Some(stem) = input.stem() {
            *self.stems.entry(stem).or_default() += 1;
        }
        self.inputs.push(input);
    }

    fn walk(&mut self, folder: &Path, outputs: &[PathBuf], depth: usize) {
        let name = || folder.to_string_lossy().into_owned();
        if depth > DEEPEST {
            let (what, hint) = (format!("folders are nested deeper than {DEEPEST}"), "name the inner folder itself".to_owned());
            return self.failures.push(Failure { source: name(), what, hint });
        }
        let entries = std::fs::read_dir(folder).and_then(Iterator::collect::<std::io::Result<Vec<_>>>);
        let mut entries = match entries {
            Ok(entries) => entries,
            Err(error) => return self.failures.push(Failure::unreadable(name(), &error)),
        };
        entries.sort_by_key(std::fs::DirEntry::file_name);
        for entry in entries {
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            let path = entry.path();
            // A link to a folder is not followed: it may lead back here. A link to a file is.
            let is_folder = entry.file_type().is_ok_and(|t| t.is_dir());
            if is_folder {
                self.walk(&path, outputs, depth + 1);
            } else if !has_ending(&path) || !path.is_file() {
                self.skipped += 1;
            } else if !(path.canonicalize().is_ok_and(|p| outputs.contains(&p))) {
                self.add(path);
            }
        }
    }
}

impl Failure {
    /// An input that the system does not let us read.
    pub fn unreadable(source: String, error: &std::io::Error) -> Failure {
        use std::io::ErrorKind::{NotFound, PermissionDenied};
        let (what, hint) = match error.kind() {
            NotFound => ("there is no such file or folder".to_owned(), "check the path"),
            PermissionDenied => ("it may not be read".to_owned(), "check its permissions"),
            _ => (error.to_string(), "check the disk, or copy it elsewhere and try again"),
        };
        Failure { source, what, hint: hint.to_owned() }
    }
}

fn has_ending(path: &Path) -> bool {
    path.extension().and_then(OsStr::to_str).is_some_and(|e| ENDINGS.iter().any(|known| e.eq_ignore_ascii_case(known)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_open_in_sorted_order_without_hidden_and_other_files() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.txt", "a.jsonl", ".hidden.txt", "picture.png", "c.TXT", "inner/b.txt", "out.jsonl"] {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
        let found = Found::find(&[folder.path().to_owned(), folder.path().join("gone.txt")], &[folder.path().join("out.jsonl")]);
        let names: Vec<String> =
            found.inputs.iter().map(|i| i.name().trim_start_matches(&*folder.path().to_string_lossy()).replace('\\', "/")).collect();
        assert_eq!(names, ["/a.jsonl", "/b.txt", "/c.TXT", "/inner/b.txt"]);
        assert_eq!(found.skipped, 1);
        assert_eq!(found.unique_stem(&found.inputs[0]).as_deref(), Some("a"));
        assert_eq!(found.unique_stem(&found.inputs[1]), None, "b.txt stands in two folders");
        assert!(found.failures[0].to_string().ends_with("gone.txt: there is no such file or folder; check the path"));
    }
}
