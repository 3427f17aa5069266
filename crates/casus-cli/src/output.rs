//! Where coded articles go: standard output, or files that appear whole or not at all.

use crate::ledger_page;
use crate::shell::Shell;
use anyhow::{Context, bail};
use casus_record::{Record, csv as columns};
use clap::ValueEnum;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// `--format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Lines for people: date, type, who to whom, where, on whose word
    Ledger,
    /// One JSON record an article (docs/record.md)
    Jsonl,
    /// One row an event; with -o FILE.csv also FILE.claims.csv
    Csv,
}

impl Format {
    /// What `--format`, the ending of `-o` and the terminal ask for, in this order.
    pub fn choose(asked: Option<Format>, file: Option<&Path>, on_terminal: bool) -> Format {
        let by_ending = |path: &Path| match path.extension().and_then(OsStr::to_str).map(str::to_ascii_lowercase).as_deref() {
            Some("csv") => Format::Csv,
            Some("txt" | "ledger") => Format::Ledger,
            _ => Format::Jsonl,
        };
        match (asked, file) {
            (Some(format), _) => format,
            (None, Some(path)) => by_ending(path),
            (None, None) if on_terminal => Format::Ledger,
            (None, None) => Format::Jsonl,
        }
    }
}

/// One article, laid out.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// For the output.
    pub main: Vec<u8>,
    /// For the table of claims beside it; empty for other formats than CSV.
    pub claims: Vec<u8>,
}

impl Rendered {
    /// Lays out a record.
    ///
    /// # Errors
    /// The record cannot be written as JSON or CSV, which would be a defect of ours.
    pub fn new(record: &Record, format: Format) -> anyhow::Result<Rendered> {
        Ok(match format {
            Format::Ledger => Rendered { main: ledger_page::page(record).into_bytes(), claims: Vec::new() },
            Format::Jsonl => {
                let mut main = serde_json::to_vec(record)?;
                main.push(b'\n');
                Rendered { main, claims: Vec::new() }
            }
            Format::Csv => Rendered { main: table(columns::event_rows(record))?, claims: table(columns::claim_rows(record))? },
        })
    }
}

/// An open output.
pub enum Output {
    /// Standard output.
    Stream(Box<dyn Write>),
    /// A file, and for CSV the claims beside it.
    Files(Box<WholeFile>, Option<Box<WholeFile>>),
}

impl Output {
    /// The files that `-o file` writes.
    pub fn paths(file: &Path, format: Format) -> Vec<PathBuf> {
        let mut paths = vec![file.to_owned()];
        paths.extend((format == Format::Csv).then(|| claims_beside(file)));
        paths
    }

    /// Opens the output; nothing appears at `file` before [`Output::finish`].
    ///
    /// # Errors
    /// The folder of `file` cannot be written to.
    pub fn open(file: Option<&Path>, format: Format, shell: &Shell) -> anyhow::Result<Output> {
        let mut output = match file {
            None if format == Format::Ledger => Output::Stream(Box::new(shell.out())),
            None => Output::Stream(Box::new(BufWriter::new(std::io::stdout()))),
            Some(file) => {
                let beside = (format == Format::Csv).then(|| WholeFile::create(&claims_beside(file)).map(Box::new));
                Output::Files(Box::new(WholeFile::create(file)?), beside.transpose()?)
            }
        };
        if format == Format::Csv {
            let row = |names: &[&str]| table(vec![names.iter().map(|n| (*n).to_owned()).collect()]);
            output.write(&Rendered { main: row(&columns::EVENT_COLUMNS)?, claims: row(&columns::CLAIM_COLUMNS)? })?;
        }
        Ok(output)
    }

    /// Does it go to standard output?
    pub fn is_stream(&self) -> bool {
        matches!(self, Output::Stream(_))
    }

    /// Writes one article.
    ///
    /// # Errors
    /// The disk is full, or the reader of the pipe went away.
    pub fn write(&mut self, article: &Rendered) -> anyhow::Result<()> {
        match self {
            Output::Stream(out) => {
                out.write_all(&article.main)?;
                // A reader that watches (`casus code … | jq`) sees each article as soon as it is coded.
                out.flush()?;
            }
            Output::Files(main, claims) => {
                main.write(&anstream::adapter::strip_bytes(&article.main).into_vec())?;
                if let Some(claims) = claims {
                    claims.write(&article.claims)?;
                }
            }
        }
        Ok(())
    }

    /// Puts the files in their places; without it they vanish.
    ///
    /// # Errors
    /// The disk is full, or the place is not ours.
    pub fn finish(self) -> anyhow::Result<()> {
        match self {
            Output::Stream(mut out) => out.flush()?,
            Output::Files(main, claims) => {
                // The claims first: whoever waits for the events then finds both.
                if let Some(claims) = claims {
                    claims.finish()?;
                }
                main.finish()?;
            }
        }
        Ok(())
    }
}

/// A file that appears under its name only when all of it is written.
pub enum WholeFile {
    /// An ordinary file: written under another name in the same folder, then renamed.
    Ordinary(BufWriter<NamedTempFile>, PathBuf),
    /// A device or pipe (`-o /dev/null`), which must not be replaced by a file.
    Special(BufWriter<File>),
}

impl WholeFile {
    fn create(path: &Path) -> anyhow::Result<WholeFile> {
        if path.is_dir() {
            bail!("cannot write to {}: it is a folder; give the name of a file in it", path.display());
        }
        if path.metadata().is_ok_and(|m| !m.is_file()) {
            let file = File::options().write(true).open(path).with_context(|| format!("cannot write to {}", path.display()))?;
            return Ok(WholeFile::Special(BufWriter::new(file)));
        }
        // The file that a link points to is replaced, not the link.
        let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let folder = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        builder.prefix(".casus-").suffix(".tmp");
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666)); // the user's umask takes its part
        let file = builder
            .tempfile_in(folder)
            .with_context(|| format!("cannot write to {}; the folder must exist and be writable", path.display()))?;
        Ok(WholeFile::Ordinary(BufWriter::new(file), target))
    }

    fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        match self {
            WholeFile::Ordinary(file, _) => file.write_all(bytes),
            WholeFile::Special(file) => file.write_all(bytes),
        }
    }

    fn finish(self) -> anyhow::Result<()> {
        match self {
            WholeFile::Ordinary(file, target) => {
                let file = file.into_inner().map_err(std::io::IntoInnerError::into_error)?;
                file.as_file().sync_all()?;
                file.persist(&target).with_context(|| format!("cannot write to {}", target.display()))?;
            }
            WholeFile::Special(mut file) => file.flush()?,
        }
        Ok(())
    }
}

fn claims_beside(file: &Path) -> PathBuf {
    let ending = file.extension().and_then(OsStr::to_str).unwrap_or("csv");
    file.with_extension(format!("claims.{ending}"))
}

fn table(rows: Vec<Vec<String>>) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row)?;
    }
    Ok(writer.into_inner()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn format_follows_the_option_then_the_file_then_the_terminal() {
        assert_eq!(Format::choose(Some(Format::Jsonl), Some(Path::new("a.csv")), true), Format::Jsonl);
        assert_eq!(Format::choose(None, Some(Path::new("a.CSV")), true), Format::Csv);
        assert_eq!(Format::choose(None, Some(Path::new("a.json")), true), Format::Jsonl);
        assert_eq!(Format::choose(None, None, true), Format::Ledger);
        assert_eq!(Format::choose(None, None, false), Format::Jsonl);
        assert_eq!(claims_beside(Path::new("x/events.csv")), Path::new("x/events.claims.csv"));
    }

    #[test]
    fn a_file_appears_only_when_finished() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.jsonl");
        std::fs::write(&path, "before").unwrap();
        let mut dropped = WholeFile::create(&path).unwrap();
        dropped.write(b"half").unwrap();
        drop(dropped);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "before");
        let mut whole = WholeFile::create(&path).unwrap();
        whole.write(b"whole").unwrap();
        whole.finish().unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "whole");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "no temporary file is left");
    }
}
