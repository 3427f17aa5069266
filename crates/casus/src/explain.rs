//! What casus saw in a sentence and why: the material of `casus explain`, ready to be laid out.

use crate::Reading;
use casus_coder::Coded;
use casus_lexicon::{Lexicon, Pattern};
use casus_record::{CodePoints, Record, SegmentRole, Span, ledger_line};
use casus_text::{Document, Unparsed};

/// One article with everything that was tried on it.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The record, as `casus code` gives it.
    pub record: Record,
    /// The sentences asked for, in text order.
    pub sentences: Vec<ExplainedSentence>,
}

/// One sentence: its words, its tree, the rules that were tried.
#[derive(Clone, Debug)]
pub struct ExplainedSentence {
    /// Position in the article, from 0.
    pub sentence_id: usize,
    /// What kind of segment it stands in.
    pub role: SegmentRole,
    /// Its words.
    pub text: String,
    /// Why it was not parsed, if it was not.
    pub unparsed: Option<String>,
    /// Words to underline, by start; they may overlap.
    pub marks: Vec<Mark>,
    /// Its tokens; empty if it was not parsed.
    pub parse: Vec<ParseRow>,
    /// Every entry whose trigger stands in the sentence, in text order.
    pub tried: Vec<Tried>,
}

/// A stretch of a sentence with what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Bytes of [`ExplainedSentence::text`].
    pub span: Span,
    /// `trigger e1`, `actor e1`, `cue c2`, `quotation` …
    pub label: String,
}

/// One token of the parse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseRow {
    /// The word as written.
    pub word: String,
    /// Dictionary form.
    pub lemma: String,
    /// Part of speech.
    pub upos: String,
    /// Relation to the head.
    pub deprel: String,
    /// Number of the head, counting from 1; 0 for the root.
    pub head: usize,
}

/// An entry that was tried on a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// The word.
    pub trigger: String,
    /// `file/entry` of the lexicon.
    pub rule: String,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of trying an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It holds; what it codes.
    Fired(String),
    /// It does not hold; why.
    Refused(String),
}

/// Tells what was tried on each sentence, and what came of it.
pub(crate) fn explain(reading: Reading, lexicon: &Lexicon, only: Option<usize>) -> Explanation {
    let Reading { record, document, coded } = reading;
    let wanted = |n: &usize| only.is_none_or(|o| o == *n);
    let sentences = (0..document.sentences.len()).filter(wanted).map(|n| sentence(&record, &document, &coded, lexicon, n)).collect();
    Explanation { record, sentences }
}

fn sentence(record: &Record, document: &Document, coded: &Coded, lexicon: &Lexicon, n: usize) -> ExplainedSentence {
    let sentence = &document.sentences[n];
    let text = sentence.span.of(&document.text);
    let unparsed = sentence.unparsed.map(|u| {
        let why = match u {
            Unparsed::Role => "segments of this role are not read for events",
            Unparsed::TooLong => "it has more words than the model reads",
            Unparsed::NoWords => "it holds no words",
            Unparsed::Passed => "no word of it could code, attribute or date anything, and --fast reads no others",
        };
        why.to_owned()
    });
    let row = |t: &casus_text::Token| ParseRow {
        word: t.span.of(&document.text).to_owned(),
        lemma: t.lemma.clone(),
        upos: t.upos.to_string(),
        deprel: t.deprel.to_string(),
        head: t.head.map_or(0, |h| h + 1),
    };
    ExplainedSentence {
        sentence_id: n,
        role: sentence.role,
        text: text.to_owned(),
        unparsed,
        marks: marks(record, document, n),
        parse: sentence.tokens.iter().map(row).collect(),
        tried: tried(record, document, coded, lexicon, n),
    }
}

/// Triggers, parties, cues and contents that lie in the sentence.
fn marks(record: &Record, document: &Document, n: usize) -> Vec<Mark> {
    let Some(sentence) = record.sentences.get(n) else { return Vec::new() };
    let text = document.sentences[n].span.of(&document.text);
    let bytes: Vec<usize> = text.char_indices().map(|(b, _)| b).chain([text.len()]).collect();
    let mut out = Vec::new();
    let mut mark = |start: usize, end: usize, label: String| {
        if start >= sentence.start && end <= sentence.end && start < end {
            out.push(Mark { span: Span::new(bytes[start - sentence.start], bytes[end - sentence.start]), label });
        }
    };
    let short = |id: &str| id.rsplit('-').next().unwrap_or(id).to_owned();
    for event in &record.events {
        let id = short(&event.event_id);
        mark(event.trigger.start, event.trigger.end, format!("trigger {id}"));
        event.mentions.iter().for_each(|m| mark(m.start, m.end, format!("mention {id}")));
        event.actor.iter().for_each(|p| mark(p.start, p.end, format!("actor {id}")));
        event.recipient.iter().for_each(|p| mark(p.start, p.end, format!("recipient {id}")));
        event.attribution.iter().for_each(|s| mark(s.start, s.end, format!("source {id}")));
        event.condition.iter().for_each(|c| mark(c.start, c.end, format!("condition {id}")));
    }
    for claim in &record.claims {
        let id = short(&claim.claim_id);
        mark(claim.cue.start, claim.cue.end, format!("cue {id}"));
        mark(claim.content.start, claim.content.end, format!("content {id}"));
    }
    out.sort_by_key(|m| (m.span.start, m.span.end));
    out
}

/// Every entry whose trigger stands in the sentence: what it coded, or why not.
fn tried(record: &Record, document: &Document, coded: &Coded, lexicon: &Lexicon, n: usize) -> Vec<Tried> {
    let sentence = &document.sentences[n];
    let word = |t: usize| sentence.tokens[t].span.of(&document.text).to_owned();
    let mut out: Vec<(usize, Tried)> = Vec::new();
    for (by, found) in coded.matches[n].iter().enumerate() {
        let pattern = &lexicon.patterns[found.pattern];
        let mention = coded.mentions.iter().find(|m| m.sentence == n && m.by == by);
        let outcome = match mention {
            None => Outcome::Fired(effect(pattern)),
            Some(m) => outcome(record, document, m),
        };
        out.push((found.token, Tried { trigger: word(found.token), rule: pattern.id.clone(), outcome }));
    }
    for misfit in &coded.misfits[n] {
        let rule = lexicon.patterns[misfit.pattern].id.clone();
        out.push((misfit.token, Tried { trigger: word(misfit.token), rule, outcome: Outcome::Refused(misfit.why.clone()) }));
    }
    out.sort_by_key(|(t, tried)| (*t, matches!(tried.outcome, Outcome::Refused(_))));
    out.into_iter().map(|(_, t)| t).collect()
}

/// What a pure operator does.
fn effect(pattern: &Pattern) -> String {
    match (pattern.content, pattern.stance) {
        (Some(content), Some(stance)) => format!("what follows is {content}; claim {stance}"),
        (Some(content), None) => format!("what follows is {content}"),
        (None, Some(stance)) => format!("claim {stance}"),
        (None, None) => "nothing".to_owned(),
    }
}

/// The event a mention became part of, or the reason of its refusal.
fn outcome(record: &Record, document: &Document, mention: &casus_coder::EventMention) -> Outcome {
    let points = CodePoints::new(&document.text);
    let (start, end) = points.of(&document.text, mention.span);
    let here = |m: &casus_record::Mention| m.start == start && m.end == end;
    let event = record.events.iter().find(|e| here(&e.trigger) || e.mentions.iter().any(here));
    let refused = record.not_coded.iter().find(|n| n.text.is_some() && n.start == start && n.end == end);
    match (event, refused) {
        (Some(event), _) => Outcome::Fired(ledger_line(event)),
        (None, Some(refused)) => Outcome::Refused(refused.reason.to_string()),
        (None, None) => Outcome::Refused("it was merged with another reading of the same words".to_owned()),
    }
}
