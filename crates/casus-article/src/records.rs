//! Files to pages: a plain-text file is one page, a JSONL file one page a line.
//!
//! JSONL is told from text by its content: the first line that is not empty is a JSON object. A lone object over several lines and an array
//! of objects are read too. A bad line is a [`BadRecord`] and the rest goes on.

use crate::extract::sha256;
use crate::{Given, RawPage};
use serde_json::{Map, Value};
use std::fmt;
use std::io::{self, BufRead, Read};

/// Longest line that can be a JSON record. The largest articles in bulk collections stay under 2 MB with all their metadata.
const LONGEST_LINE: usize = 32 * 1024 * 1024;

/// Largest file that is read as one page, or as one JSON value.
const LARGEST_PAGE: usize = 256 * 1024 * 1024;

/// Names of the text's field, best first.
const TEXT_FIELDS: &[&str] = &[
    "text",
    "body",
    "content",
    "article_text",
    "maintext",
    "main_text",
    "full_text",
    "fulltext",
    "story",
    "article",
    "articlebody",
    "raw_text",
];

/// A record that could not be read. The others are not affected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRecord {
    /// The file as given.
    pub source: String,
    /// Line in it, from 1; none if the file as a whole could not be read.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// What to write or do instead.
    pub hint: String,
}

impl fmt::Display for BadRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}; {}", self.source, self.message, self.hint),
            None => write!(f, "{}: {}; {}", self.source, self.message, self.hint),
        }
    }
}

impl std::error::Error for BadRecord {}

/// Reads the pages of one file or stream, one at a time.
///
/// ```
/// let file = "{\"id\": \"a1\", \"text\": \"Talks began.\"}\n{\"id\": 2}\n";
/// let mut records = casus_article::read_records(file.as_bytes(), "news.jsonl");
/// assert_eq!(records.next().unwrap().unwrap().given.id.as_deref(), Some("a1"));
/// let bad = records.next().unwrap().unwrap_err();
/// assert_eq!(bad.to_string(), "news.jsonl:2: no text in this record (it has id); put the article into a field \"text\"");
/// assert!(records.next().is_none());
/// ```
pub fn read_records<R: BufRead>(reader: R, source: &str) -> Records<R> {
    Records { reader, source: source.to_owned(), state: State::Start, line: 0 }
}

/// The pages of one file. See [`read_records`].
#[derive(Debug)]
pub struct Records<R> {
    reader: R,
    source: String,
    state: State,
    line: usize,
}

#[derive(Debug)]
enum State {
    Start,
    /// Lines of JSON; the first one may be at hand already.
    Lines(Option<Vec<u8>>),
    /// Pages that are at hand.
    Ready(std::vec::IntoIter<Result<RawPage, BadRecord>>),
    Done,
}

impl<R: BufRead> Iterator for Records<R> {
    type Item = Result<RawPage, BadRecord>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match &mut self.state {
                State::Start => {
                    self.state = match self.start() {
                        Ok(state) => state,
                        Err(error) => return Some(self.broken(&error)),
                    }
                }
                State::Ready(pages) => return pages.next(),
                State::Lines(first) => {
                    let line = match first.take() {
                        Some(line) => Ok(Some(Line::Whole(line))),
                        None => self.next_line(),
                    };
                    match line {
                        Err(error) => return Some(self.broken(&error)),
                        Ok(None) => self.state = State::Done,
                        Ok(Some(Line::TooLong)) => {
                            return Some(self.bad("the line is longer than 32 MiB".to_owned(), "split the record or cut its text"));
                        }
                        Ok(Some(Line::Whole(line))) if line.trim_ascii().is_empty() => {}
                        Ok(Some(Line::Whole(line))) => return Some(self.record(&line)),
                    }
                }
                State::Done => return None,
            }
        }
    }
}

enum Line {
    Whole(Vec<u8>),
    TooLong,
}

impl<R: BufRead> Records<R> {
    /// Looks at the first line that is not empty and decides what the file is.
    fn start(&mut self) -> io::Result<State> {
        let mut read = Vec::new();
        let mut first = Vec::new();
        let named_jsonl = [".jsonl", ".ndjson"].iter().any(|e| self.source.to_ascii_lowercase().ends_with(e));
        while first.trim_ascii().is_empty() && read.len() < LARGEST_PAGE {
            first.clear();
            if (&mut self.reader).take(LONGEST_LINE as u64).read_until(b'\n', &mut first)? == 0 {
                break;
            }
            self.line += 1;
            read.extend_from_slice(&first);
        }
        let json = first.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&first).trim_ascii();
        let complete = first.ends_with(b"\n") || first.len() < LONGEST_LINE;
        let object = json.starts_with(b"{") && complete && serde_json::from_slice::<Map<String, Value>>(json).is_ok();
        if object || (named_jsonl && json.starts_with(b"{") && complete && json.ends_with(b"}")) {
            return Ok(State::Lines(Some(json.to_vec())));
        }
        (&mut self.reader).take((LARGEST_PAGE + 1).saturating_sub(read.len()) as u64).read_to_end(&mut read)?;
        if read.len() > LARGEST_PAGE {
            let bad = BadRecord {
                source: self.source.clone(),
                line: None,
                message: "the file is larger than 256 MiB and no JSONL".to_owned(),
                hint: "give one article a file, or JSONL with one article a line".to_owned(),
            };
            return Ok(State::Ready(vec![Err(bad)].into_iter()));
        }
        Ok(State::Ready(self.whole(read, named_jsonl).into_iter()))
    }

    /// A file that is not line by line: one JSON value, lines of which the first is bad, or text.
    fn whole(&mut self, bytes: Vec<u8>, named_jsonl: bool) -> Vec<Result<RawPage, BadRecord>> {
        let json = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes).trim_ascii();
        match json.first() {
            Some(b'{') => {
                if let Ok(object) = serde_json::from_slice::<Map<String, Value>>(json) {
                    return vec![self.page(object, json)];
                }
            }
            Some(b'[') => {
                if let Ok(Value::Array(items)) = serde_json::from_slice::<Value>(json)
                    && items.iter().all(Value::is_object)
                    && !items.is_empty()
                {
                    return self.array(items);
                }
            }
            _ => {}
        }
        // The first line is damaged but others are records: still JSONL.
        let is_record = |line: &[u8]| line.trim_ascii().starts_with(b"{") && serde_json::from_slice::<Map<String, Value>>(line).is_ok();
        let starts_like_json = json.starts_with(b"{\"") || named_jsonl;
        if starts_like_json && bytes.split(|b| *b == b'\n').skip(1).take(100).any(is_record) {
            let mut pages = Vec::new();
            for (at, line) in bytes.split(|b| *b == b'\n').enumerate() {
                self.line = at + 1;
                if !line.trim_ascii().is_empty() {
                    pages.push(self.record(line));
                }
            }
            return pages;
        }
        vec![Ok(RawPage { source: self.source.clone(), bytes, ..RawPage::default() })]
    }

    fn array(&mut self, items: Vec<Value>) -> Vec<Result<RawPage, BadRecord>> {
        let mut pages = Vec::new();
        for (at, item) in items.into_iter().enumerate() {
            self.line = at + 1;
            let bytes = item.to_string();
            if let Value::Object(object) = item {
                let page = self.page(object, bytes.as_bytes());
                pages.push(page.map_err(|bad| BadRecord {
                    line: None,
                    message: format!("record {} of the array: {}", at + 1, bad.message),
                    ..bad
                }));
            }
        }
        pages
    }

    /// The next line, of which at most [`LONGEST_LINE`] bytes are held.
    fn next_line(&mut self) -> io::Result<Option<Line>> {
        let mut line = Vec::new();
        let read = (&mut self.reader).take(LONGEST_LINE as u64).read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(None);
        }
        self.line += 1;
        if line.ends_with(b"\n") || read < LONGEST_LINE {
            return Ok(Some(Line::Whole(line)));
        }
        loop {
            let available = self.reader.fill_buf()?;
            let (used, over) = match available.iter().position(|b| *b == b'\n') {
                Some(at) => (at + 1, true),
                None => (available.len(), available.is_empty()),
            };
            self.reader.consume(used);
            if over {
                return Ok(Some(Line::TooLong));
            }
        }
    }

    fn record(&self, line: &[u8]) -> Result<RawPage, BadRecord> {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        match serde_json::from_slice::<Value>(line) {
            Ok(Value::Object(object)) => self.page(object, line),
            Ok(_) => self.bad("this line is JSON but no object".to_owned(), "write one object a line: {\"id\": \"…\", \"text\": \"…\"}"),
            Err(error) => {
                // serde_json counts lines inside the one line; only the column tells something.
                let message = error.to_string();
                let what = message.split(" at line ").next().unwrap_or(&message);
                self.bad(
                    format!("not valid JSON: {what} (column {})", error.column()),
                    "write one object a line: {\"id\": \"…\", \"text\": \"…\"}",
                )
            }
        }
    }

    fn page(&self, object: Map<String, Value>, line: &[u8]) -> Result<RawPage, BadRecord> {
        let fields: Vec<(String, Value)> = object.into_iter().map(|(k, v)| (k.to_lowercase(), v)).collect();
        let get = |names: &[&str]| names.iter().find_map(|n| fields.iter().find(|(k, v)| k == n && !v.is_null()).map(|(_, v)| v));
        let field = |names: &[&str]| get(names).and_then(as_text);
        let text = match get(TEXT_FIELDS) {
            Some(Value::String(text)) => text.clone(),
            Some(_) => {
                return self.bad("the text of this record is no string".to_owned(), "put the article into a field \"text\" as a string");
            }
            None => {
                let names: Vec<&str> = fields.iter().map(|(k, _)| k.as_str()).take(8).collect();
                let has = if names.is_empty() { "it is empty".to_owned() } else { format!("it has {}", names.join(", ")) };
                return self.bad(format!("no text in this record ({has})"), "put the article into a field \"text\"");
            }
        };
        let given = Given {
            id: field(&["id", "article_id", "doc_id", "docid", "_id", "uuid", "guid"]),
            title: field(&["title", "headline"]),
            url: field(&["url", "link", "source_url", "href"]),
            published: field(&[
                "published",
                "date",
                "date_published",
                "datepublished",
                "published_at",
                "publishedat",
                "publication_date",
                "publish_date",
                "pub_date",
                "pubdate",
                "date_publish",
                "datetime",
                "timestamp",
                "created_at",
            ]),
            outlet: field(&[
                "outlet",
                "source",
                "publisher",
                "site",
                "sitename",
                "site_name",
                "source_name",
                "source_domain",
                "newspaper",
                "domain",
                "hostname",
            ]),
            author: field(&["author", "authors", "byline"]),
        };
        Ok(RawPage { source: self.source.clone(), bytes: text.into_bytes(), given, raw_sha256: Some(sha256(line)) })
    }

    fn bad(&self, message: String, hint: &str) -> Result<RawPage, BadRecord> {
        Err(BadRecord { source: self.source.clone(), line: Some(self.line), message, hint: hint.to_owned() })
    }

    fn broken(&mut self, error: &io::Error) -> Result<RawPage, BadRecord> {
        self.state = State::Done;
        Err(BadRecord {
            source: self.source.clone(),
            line: None,
            message: format!("cannot be read: {error}"),
            hint: "nothing after this point was read".to_owned(),
        })
    }
}

/// A string, a number, a list of strings, or an object with a name, as text.
fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => Some(s.clone()),
        Value::Number(n) => Some(n.to_string()),
        Value::Array(items) => {
            let parts: Vec<String> = items.iter().filter_map(as_text).collect();
            (!parts.is_empty()).then(|| parts.join(", "))
        }
        Value::Object(object) => object.get("name").or_else(|| object.get("title")).and_then(as_text),
        Value::Null | Value::Bool(_) => None,
    }
}
