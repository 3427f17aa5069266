//! Tab-separated knowledge files: a header line, `#` comments, and errors that point at a line.

use crate::knowledge::Error;

/// One row with its line number.
pub(crate) struct Row<'a> {
    /// File name, for errors.
    pub file: &'a str,
    /// Line, counting from 1.
    pub line: usize,
    cells: Vec<&'a str>,
}

impl<'a> Row<'a> {
    /// The cell of column `n`; empty if the line is short.
    pub fn cell(&self, n: usize) -> &'a str {
        self.cells.get(n).map_or("", |c| c.trim())
    }

    /// The cell of column `n`, or nothing if it is empty.
    pub fn filled(&self, n: usize) -> Option<&'a str> {
        Some(self.cell(n)).filter(|c| !c.is_empty())
    }

    /// The parts of a cell that lists with `|`.
    pub fn list(&self, n: usize) -> impl Iterator<Item = &'a str> {
        self.cell(n).split('|').map(str::trim).filter(|p| !p.is_empty())
    }

    /// An error at this line.
    pub fn wrong(&self, what: impl Into<String>, instead: impl Into<String>) -> Error {
        Error::Line { file: self.file.to_owned(), line: self.line, what: what.into(), instead: instead.into() }
    }

    /// Reads a cell as one of a closed list; an empty cell is unknown.
    pub fn word<T: std::str::FromStr>(&self, n: usize, field: &str, instead: &str) -> Result<Option<T>, Error> {
        match self.filled(n) {
            None => Ok(None),
            Some(value) => value.parse().map(Some).map_err(|_| self.wrong(format!("\"{value}\" is no {field}"), instead)),
        }
    }
}

/// Reads the rows of a file whose header must name `columns` in this order.
pub(crate) fn rows<'a>(file: &'a str, contents: &'a str, columns: &[&str]) -> Result<Vec<Row<'a>>, Error> {
    let mut rows = Vec::new();
    let mut headed = false;
    for (n, line) in contents.lines().enumerate() {
        let line = line.trim_start_matches('\u{feff}').trim_end_matches('\r');
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let row = Row { file, line: n + 1, cells: line.split('\t').collect() };
        if !headed {
            headed = true;
            let found: Vec<&str> = row.cells.iter().map(|c| c.trim()).collect();
            if found != columns {
                return Err(row.wrong(
                    format!("the header is \"{}\"", found.join(" ")),
                    format!("write these column names, parted by tabs: {}", columns.join(" ")),
                ));
            }
            continue;
        }
        if row.cells.len() > columns.len() {
            return Err(row.wrong(
                format!("{} columns, but the header has {}", row.cells.len(), columns.len()),
                "take out the extra tabs; a list inside a cell is parted by |",
            ));
        }
        if row.filled(0).is_none() {
            return Err(row.wrong(format!("no {}", columns[0]), format!("fill the first column, {}", columns[0])));
        }
        rows.push(row);
    }
    Ok(rows)
}
