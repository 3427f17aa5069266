//! From a text and its segments to a [`Document`].

use crate::{Document, Model, Quotation, Sentence, Token, Unparsed, quotations, sentences, words};
use casus_record::{SegmentRole, Span};

/// A stretch of a text with its role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segmented {
    /// What it is.
    pub role: SegmentRole,
    /// Where it stands, in bytes.
    pub span: Span,
}

/// Sentences of more words are lists or broken pages. Parsing takes quadratic time in this number.
const MOST_WORDS: usize = 400;
/// Sentences of more bytes are not even cut into words.
const MOST_BYTES: usize = 16_384;
/// Sentences that are parsed together, so that memory does not grow with the text while it is parsed.
const TOGETHER: usize = 256;

/// Analyses the running text among the segments; every other segment becomes one unparsed sentence. Each segment is a paragraph.
///
/// Total: a segment that does not lie in the text on character boundaries is passed over.
pub fn analyze(text: &str, segments: &[Segmented], model: &Model) -> Document {
    let mut document = Document { text: text.to_owned(), ..Document::default() };
    for (paragraph, segment) in segments.iter().enumerate() {
        let Some(content) = text.get(segment.span.start..segment.span.end) else { continue };
        if !is_running_text(segment.role) {
            let trimmed = content.trim();
            if !trimmed.is_empty() {
                let start = segment.span.start + content.len() - content.trim_start().len();
                document.sentences.push(unread(Span::new(start, start + trimmed.len()), segment.role, paragraph, Some(Unparsed::Role)));
            }
            continue;
        }
        let quoted = paragraphs(text, segment.span).flat_map(|p| quotations::quotations(text, p)).collect::<Vec<_>>();
        let mut next = 0;
        for span in sentences::sentences(text, segment.span) {
            // Both lists are in text order, so each quotation is passed once.
            while quoted.get(next).is_some_and(|q| after_marks(text, q).end <= span.start) {
                next += 1;
            }
            let speech = segment.role == SegmentRole::Body && is_speech(text, span, &quoted[next..]);
            let role = if speech { SegmentRole::Quote } else { segment.role };
            document.sentences.push(unread(span, role, paragraph, why_not(span.of(text))));
        }
        document.quotations.extend(quoted);
    }
    for sentences in document.sentences.chunks_mut(TOGETHER) {
        parse(text, sentences, model);
    }
    document
}

fn is_running_text(role: SegmentRole) -> bool {
    matches!(role, SegmentRole::Headline | SegmentRole::Standfirst | SegmentRole::Body | SegmentRole::Quote)
}

fn unread(span: Span, role: SegmentRole, paragraph: usize, unparsed: Option<Unparsed>) -> Sentence {
    Sentence { span, role, paragraph, tokens: Vec::new(), names: Vec::new(), unparsed }
}

fn why_not(sentence: &str) -> Option<Unparsed> {
    if sentence.len() > MOST_BYTES {
        Some(Unparsed::TooLong)
    } else if !sentence.chars().any(char::is_alphabetic) {
        Some(Unparsed::NoWords)
    } else {
        None
    }
}

/// The parts of a segment between blank lines.
fn paragraphs(text: &str, segment: Span) -> impl Iterator<Item = Span> {
    let mut at = segment.start;
    segment.of(text).split("\n\n").map(move |part| {
        let span = Span::new(at, at + part.len());
        at = span.end + 2;
        span
    })
}

/// The quotation with its marks and the stop that stands behind the closing mark.
fn after_marks(text: &str, q: &Quotation) -> Span {
    let start = text[..q.span.start].chars().next_back().map_or(0, char::len_utf8);
    let end = if q.open { 0 } else { text[q.span.end..].chars().next().map_or(0, char::len_utf8) };
    Span::new(q.span.start - start, q.span.end + end)
}

/// Does the sentence begin or end inside quotation marks? A phrase in marks at the end ("called it “a trap”.") is no speech: the
/// full stop stands outside.
fn is_speech(text: &str, sentence: Span, quoted: &[Quotation]) -> bool {
    let mut touching = quoted.iter().take_while(|q| q.span.start < sentence.end);
    let speech = |q: &Quotation| {
        let whole = after_marks(text, q);
        let stopped = q.open || text[..q.span.end].ends_with(['.', '!', '?', '…']);
        whole.start <= sentence.start || (whole.end >= sentence.end && (stopped || q.span.end > sentence.end))
    };
    touching.any(speech)
}

fn parse(text: &str, sentences: &mut [Sentence], model: &Model) {
    let spans: Vec<Vec<Span>> = sentences
        .iter_mut()
        .map(|s| {
            let spans = if s.unparsed.is_none() { words::words(text, s.span) } else { Vec::new() };
            if spans.len() > MOST_WORDS {
                s.unparsed = Some(Unparsed::TooLong);
                return Vec::new();
            }
            spans
        })
        .collect();
    let forms: Vec<Vec<&str>> = spans.iter().map(|s| s.iter().map(|w| w.of(text)).collect()).collect();
    for ((sentence, spans), parse) in sentences.iter_mut().zip(&spans).zip(model.parse_sentences(&forms)) {
        let Some(parse) = parse else {
            sentence.unparsed.get_or_insert(Unparsed::TooLong);
            continue;
        };
        sentence.names = parse.names;
        let token = |(word, span): (crate::Word, &Span)| Token {
            span: *span,
            lemma: word.lemma,
            upos: word.upos,
            feats: word.feats,
            head: word.head,
            deprel: word.deprel,
        };
        sentence.tokens = parse.words.into_iter().zip(spans).map(token).collect();
    }
}
