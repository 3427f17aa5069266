//! The way from a text and its segments to a document.

use crate::{Document, Model, Sentence, Token, Unparsed, quotes, sentences, tokens};
use casus_record::{SegmentRole, Span};

/// A stretch of the text with its role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segmented {
    /// What it is.
    pub role: SegmentRole,
    /// Where it stands.
    pub span: Span,
}

/// A sentence with more words than this is not parsed: it is a list or a broken page.
const MOST_WORDS: usize = 300;

/// Analyses the segments of a text. Segments that are no running text become one unparsed sentence each. Total: spans that do not lie
/// in the text on character boundaries are passed over.
pub fn analyze(text: &str, segments: &[Segmented], model: &Model) -> Document {
    let mut document = Document { text: text.to_owned(), ..Document::default() };
    let mut cut: Vec<Vec<Span>> = Vec::new();
    for (paragraph, segment) in segments.iter().enumerate() {
        if text.get(segment.span.start..segment.span.end).is_none() {
            continue;
        }
        let read = matches!(segment.role, SegmentRole::Headline | SegmentRole::Standfirst | SegmentRole::Body | SegmentRole::Quote);
        if !read {
            document.sentences.push(unparsed(segment.span, segment.role, paragraph, Unparsed::Role));
            cut.push(Vec::new());
            continue;
        }
        let quotations = quotes::quotations(text, segment.span);
        for span in sentences::sentences(text, segment.span) {
            let speech = quotations.iter().any(|q| q.span.contains(Span::new(span.start, span.start)) || q.span.overlaps(span) && (q.span.start <= span.start + 4 || q.span.end + 4 >= span.end));
            let role = if segment.role == SegmentRole::Body && speech { SegmentRole::Quote } else { segment.role };
            let words = tokens::tokens(text, span);
            let why = if words.len() > MOST_WORDS {
                Some(Unparsed::TooLong)
            } else if !span.of(text).chars().any(char::is_alphabetic) {
                Some(Unparsed::NoWords)
            } else {
                None
            };
            cut.push(if why.is_some() { Vec::new() } else { words });
            document.sentences.push(Sentence { span, role, paragraph, tokens: Vec::new(), names: Vec::new(), unparsed: why });
        }
        document.quotations.extend(quotations);
    }
    let words: Vec<Vec<&str>> = cut.iter().map(|s| s.iter().map(|w| w.of(text)).collect()).collect();
    for ((sentence, parse), spans) in document.sentences.iter_mut().zip(model.parse(&words)).zip(&cut) {
        let Some(parse) = parse else {
            if sentence.unparsed.is_none() {
                sentence.unparsed = Some(Unparsed::TooLong);
            }
            continue;
        };
        sentence.names = parse.names;
        sentence.tokens = parse.words.into_iter().zip(spans).map(|(w, span)| Token { span: *span, lemma: w.lemma, upos: w.upos, feats: w.feats, head: w.head, deprel: w.deprel }).collect();
    }
    document
}

fn unparsed(span: Span, role: SegmentRole, paragraph: usize, why: Unparsed) -> Sentence {
    Sentence { span, role, paragraph, tokens: Vec::new(), names: Vec::new(), unparsed: Some(why) }
}
