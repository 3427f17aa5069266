//! The pipeline: from the bytes of an article to its record.
//!
//! In: a [`RawPage`]. Out: a [`Record`]. The outline is the whole story: `extract → analyze → code → resolve`, and the record is
//! written from what they found. Nothing is read from or written to the disk on the way, so the same page gives the same record anywhere.
//!
//! The three types to know: [`Pipeline`] holds model and knowledge, [`Options`] says how to read, [`Explanation`] shows why.
//!
//! ```
//! use casus::{Options, Pipeline};
//! use casus_article::RawPage;
//! let pipeline = Pipeline::embedded().unwrap();
//! let page = RawPage { source: "note.txt".into(), bytes: b"Rebels attacked an army base in Mali on Monday.".to_vec(), ..RawPage::default() };
//! let record = pipeline.code(&page, &Options::default());
//! assert_eq!(record.events[0].r#type, casus_record::EventType::Assault);
//! ```

mod check;
mod explain;
mod knowledge;
mod triage;

pub use check::{CheckReport, Example};
pub use explain::{ExplainedSentence, Explanation, Mark, Outcome, ParseRow, Tried};

use casus_article::{Article, Limits, RawPage};
use casus_coder::Coded;
use casus_lexicon::{Codebook, Lexicon};
use casus_record::{CodePoints, Coder, NotCoded, Reason, Record, Repair, Sentence};
use casus_text::{Document, Model};
use knowledge::Known;
use std::path::Path;

/// Model and knowledge, ready to code any number of articles from any number of threads.
pub struct Pipeline {
    model: Model,
    known: Known,
    /// Reads only the sentences that `triage` lets through.
    triaged: bool,
}

/// How to read an article.
#[derive(Clone, Debug)]
pub struct Options {
    /// Characters of text that are analysed; the rest is noted.
    pub max_chars: usize,
    /// Publication date for articles that give none themselves.
    pub published: Option<jiff::civil::Date>,
}

impl Default for Options {
    fn default() -> Self {
        Options { max_chars: Limits::default().max_chars, published: None }
    }
}

/// What can go wrong before the first article.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// An entry of lexicon or codebook is wrong.
    #[error(transparent)]
    Lexicon(#[from] casus_lexicon::Error),
    /// An actor file is wrong.
    #[error(transparent)]
    Actors(#[from] casus_resolve::knowledge::Error),
    /// The place table is wrong.
    #[error("places/places.tsv: {0}")]
    Places(#[from] casus_resolve::places::Error),
    /// The model is damaged.
    #[error(transparent)]
    Model(#[from] casus_text::Error),
    /// A file cannot be read.
    #[error("{path}: {error}")]
    Io {
        /// The file.
        path: String,
        /// The reason.
        error: std::io::Error,
    },
}

impl Pipeline {
    /// With the model, lexicon and codebook that the program carries.
    ///
    /// # Errors
    /// A damaged model or a wrong knowledge file.
    pub fn embedded() -> Result<Pipeline, Error> {
        Pipeline::with(Known::embedded()?)
    }

    /// With the lexicon of a folder in place of the embedded one.
    ///
    /// # Errors
    /// A wrong or unreadable knowledge file, with its line.
    pub fn with_lexicon(folder: &Path) -> Result<Pipeline, Error> {
        Pipeline::with(Known::from_folder(folder)?)
    }

    fn with(known: Known) -> Result<Pipeline, Error> {
        let model = Model::load(knowledge::WEIGHTS, knowledge::CONFIG, knowledge::VOCABULARY, knowledge::LEMMAS)?;
        Ok(Pipeline { model, known, triaged: false })
    }

    /// The same without a parse of sentences in which nothing can be coded, attributed or dated.
    pub fn triaged(self) -> Pipeline {
        Pipeline { triaged: true, ..self }
    }

    /// The same knowledge with triage and the smaller model: faster, and less exact (README, "How good it is").
    ///
    /// # Errors
    /// A damaged model.
    pub fn fast(self) -> Result<Pipeline, Error> {
        let model = self.model.sibling(knowledge::FAST_WEIGHTS, knowledge::FAST_CONFIG)?;
        Ok(Pipeline { model, ..self }.triaged())
    }

    /// Codes one article. Never fails: bad text is a record with notes.
    pub fn code(&self, page: &RawPage, options: &Options) -> Record {
        self.read(page, options).record
    }

    /// Codes one article and keeps what was tried on it; `sentence` limits the account to one sentence.
    pub fn explain(&self, page: &RawPage, options: &Options, sentence: Option<usize>) -> Explanation {
        explain::explain(self.read(page, options), self.lexicon(), sentence)
    }

    /// The codebook.
    pub fn codebook(&self) -> &Codebook {
        &self.known.codebook
    }

    /// The lexicon.
    pub fn lexicon(&self) -> &Lexicon {
        &self.known.lexicon
    }

    /// Runs every example of lexicon and codebook.
    pub fn check(&self) -> CheckReport {
        check::check(self)
    }

    /// All examples of lexicon and codebook.
    pub fn examples(&self) -> Vec<Example<'_>> {
        check::examples(self)
    }

    /// Runs one example.
    ///
    /// # Errors
    /// What came out instead, with file, line and what to do.
    pub fn run_example(&self, example: &Example) -> Result<(), casus_lexicon::Error> {
        check::run(self, example)
    }

    /// Version of the program, hashes of model and knowledge.
    pub fn coder(&self) -> Coder {
        Coder { version: env!("CARGO_PKG_VERSION").to_owned(), model: self.model.hash().to_owned(), lexicon: self.known.hash.clone() }
    }

    /// The steps in order.
    fn read(&self, page: &RawPage, options: &Options) -> Reading {
        let mut article = casus_article::extract(page, Limits { max_chars: options.max_chars });
        if let (None, Some(day)) = (article.published, options.published) {
            article.published = Some(day);
            article.published_basis = Some(casus_record::PublishedBasis::Argument);
        }
        let english = article.lang.as_deref().is_none_or(|l| l == "en");
        let wanted = |stretch: &str, words: &[&str]| !self.triaged || triage::may_matter(stretch, words, &self.known.lexicon, &self.model);
        let document = casus_text::analyze_where(&article.text, &segments(&article, english), &self.model, wanted);
        let coded = casus_coder::code(&document, &self.known.lexicon);
        let about =
            casus_resolve::About { article_id: article_id(&article), published: article.published, dateline_place: article.dateline_place };
        let mut report = casus_resolve::resolve(&about, &document, &coded, &self.known.lexicon, &self.known.actors, &self.known.places);
        if !english {
            report
                .not_coded
                .iter_mut()
                .filter(|n| n.text.is_none() && n.reason == Reason::NoTrigger)
                .for_each(|n: &mut NotCoded| n.reason = Reason::NotEnglish);
            report
                .not_coded
                .iter_mut()
                .filter(|n| n.text.is_none() && n.reason == Reason::Boilerplate)
                .for_each(|n| n.reason = Reason::NotEnglish);
        }
        let record = self.record(article, about, &document, report);
        Reading { record, document, coded }
    }

    fn record(&self, article: Article, about: casus_resolve::About, document: &Document, report: casus_resolve::Report) -> Record {
        let points = CodePoints::new(&article.text);
        let sentence = |(n, s): (usize, &casus_text::Sentence)| {
            let (start, end) = points.of(&article.text, s.span);
            Sentence { sentence_id: n, role: s.role, start, end, text: s.span.of(&article.text).to_owned() }
        };
        let repair = |r: &casus_article::Repaired| {
            let (start, end) = points.of(&article.text, r.span);
            Repair { kind: r.kind.to_owned(), start, end, before: r.before.clone(), after: r.span.of(&article.text).to_owned() }
        };
        Record {
            schema: casus_record::SCHEMA.to_owned(),
            coder: self.coder(),
            article_id: about.article_id,
            source: article.source,
            url: article.url,
            outlet: article.outlet,
            title: article.title,
            author: article.author,
            published: article.published.map(|d| d.to_string()),
            published_basis: article.published_basis,
            lang: article.lang,
            raw_sha256: article.raw_sha256,
            sentences: document.sentences.iter().enumerate().map(sentence).collect(),
            repairs: article.repairs.iter().map(repair).collect(),
            text: article.text,
            dup_of: None,
            dup_kind: None,
            lineage: None,
            notes: article.notes,
            events: report.events,
            claims: report.claims,
            actors: report.actors,
            places: report.places,
            not_coded: report.not_coded,
        }
    }
}

/// Everything the steps found, before it is told.
struct Reading {
    record: Record,
    document: Document,
    coded: Coded,
}

/// The segments to analyse. A text in another language is not read: its segments go through as they are, to be refused by reason.
fn segments(article: &Article, english: bool) -> Vec<casus_text::Segmented> {
    let role = |r| if english { r } else { casus_record::SegmentRole::Boilerplate };
    article.segments.iter().map(|s| casus_text::Segmented { role: role(s.role), span: s.span }).collect()
}

/// The id given with it, else the file's stem, else 16 hex digits of the raw bytes' SHA-256. Whoever runs many files gives the id where
/// stems are not unique.
fn article_id(article: &Article) -> String {
    if let Some(id) = &article.id {
        return id.clone();
    }
    let name = article.source.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    if stem.is_empty() || stem == "-" { article.raw_sha256.chars().take(16).collect() } else { stem.to_owned() }
}
