//! The codebook: a Markdown chapter an event type, with examples that are tests.

use crate::{Error, File};

/// All chapters, in the order of their file names.
#[derive(Clone, Debug, Default)]
pub struct Codebook {
    /// The chapters.
    pub chapters: Vec<Chapter>,
}

/// One Markdown file.
#[derive(Clone, Debug)]
pub struct Chapter {
    /// File name without extension, such as `assault`.
    pub name: String,
    /// First heading.
    pub title: String,
    /// The whole text.
    pub text: String,
    /// Its examples.
    pub pairs: Vec<Pair>,
}

/// A ```` ```text ```` block and the ```` ```ledger ```` block after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// File, for messages.
    pub file: String,
    /// Line of the text block, counting from 1.
    pub line: usize,
    /// The text.
    pub text: String,
    /// Parts of ledger lines that must come out; empty: no current event.
    pub ledger: Vec<String>,
    /// Is it a failure we know (```` ```ledger fails ````), which must fail until it is mended?
    pub fails: bool,
}

impl Codebook {
    /// Reads all `.md` files below `codebook/` but README.md.
    ///
    /// # Errors
    /// A text block without a ledger block after it.
    pub fn load(files: &[File]) -> Result<Codebook, Error> {
        let mut chapters = Vec::new();
        for file in files.iter().filter(|f| f.path.ends_with(".md") && f.stem() != "README") {
            let title = file.text.lines().find_map(|l| l.strip_prefix("# ")).unwrap_or(file.stem()).trim().to_owned();
            chapters.push(Chapter { name: file.stem().to_owned(), title, text: file.text.clone(), pairs: pairs(file)? });
        }
        chapters.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Codebook { chapters })
    }

    /// The chapter of this name, whatever the case.
    pub fn chapter(&self, name: &str) -> Option<&Chapter> {
        self.chapters.iter().find(|c| c.name.eq_ignore_ascii_case(name))
    }
}

fn pairs(file: &File) -> Result<Vec<Pair>, Error> {
    let mut out: Vec<Pair> = Vec::new();
    let mut block: Option<(&str, usize, Vec<&str>)> = None;
    let mut waiting: Option<(usize, String)> = None;
    for (n, line) in file.text.lines().enumerate() {
        match (&mut block, line.strip_prefix("```")) {
            (None, Some(kind)) => block = Some((kind.trim(), n + 1, Vec::new())),
            (Some((_, _, lines)), None) => lines.push(line),
            (Some((kind, at, lines)), Some(_)) => {
                match *kind {
                    "text" => waiting = Some((*at, lines.join("\n"))),
                    "ledger" | "ledger fails" => {
                        let Some((line, text)) = waiting.take() else {
                            return Err(Error {
                                file: file.path.clone(),
                                line: *at,
                                message: "a ledger block without its text".to_owned(),
                                hint: Some("put a ```text block before it".to_owned()),
                            });
                        };
                        let ledger = lines.iter().map(|l| l.trim().to_owned()).filter(|l| !l.is_empty()).collect();
                        out.push(Pair { file: file.path.clone(), line, text, ledger, fails: *kind == "ledger fails" });
                    }
                    _ => {}
                }
                block = None;
            }
            (None, None) => {}
        }
    }
    match waiting {
        Some((line, _)) => Err(Error {
            file: file.path.clone(),
            line,
            message: "a text block without its ledger".to_owned(),
            hint: Some("put a ```ledger block after it, empty if nothing is to be coded".to_owned()),
        }),
        None => Ok(out),
    }
}
