//! From a text and its segments to a [`Document`].

use crate::sentences::Proposed;
use crate::{Document, End, Model, Quotation, Sentence, Token, Unparsed, Words, quotations, sentences, words};
use casus_record::{SegmentRole, Span};

/// A stretch of a text with its role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segmented {
    /// What it is.
    pub role: SegmentRole,
    /// Where it stands, in bytes.
    pub span: Span,
}

/// Stretches without an end of more words are lists or broken pages. Parsing takes quadratic time in this number.
const MOST_WORDS: usize = 400;
/// Stretches of more bytes are not even cut into words.
const MOST_BYTES: usize = 16_384;
/// Stretches that are read together, so that memory does not grow with the text while it is read.
const TOGETHER: usize = 256;

/// Analyses the running text among the segments; every other segment becomes one unparsed sentence. Each segment is a paragraph.
///
/// Total: a segment that does not lie in the text on character boundaries is passed over.
pub fn analyze(text: &str, segments: &[Segmented], model: &Model) -> Document {
    analyze_where(text, segments, model, |_, _| true)
}

/// As [`analyze`], but reads only the stretches of which `wanted` says so, from their characters and words; the others become
/// sentences without a parse ([`Unparsed::Passed`]).
pub fn analyze_where(text: &str, segments: &[Segmented], model: &Model, wanted: impl Fn(&str, &[&str]) -> bool) -> Document {
    let mut document = Document { text: text.to_owned(), ..Document::default() };
    let mut waiting: Vec<Stretch> = Vec::new();
    for (paragraph, segment) in segments.iter().enumerate() {
        let Some(content) = text.get(segment.span.start..segment.span.end) else { continue };
        let stretch = |span, line_ends, unread| Stretch { span, role: segment.role, paragraph, line_ends, unread };
        if !is_running_text(segment.role) {
            let trimmed = content.trim();
            if !trimmed.is_empty() {
                let start = segment.span.start + content.len() - content.trim_start().len();
                waiting.push(stretch(Span::new(start, start + trimmed.len()), true, Some(Unparsed::Role)));
            }
            continue;
        }
        document.quotations.extend(paragraphs(text, segment.span).flat_map(|p| quotations::quotations(text, p)));
        let mut begins_line = true;
        for Proposed { span, line_ends } in sentences::sentences(text, segment.span) {
            waiting.push(stretch(span, line_ends, why_not(span.of(text), begins_line && line_ends)));
            begins_line = line_ends;
            if waiting.len() >= TOGETHER {
                read(&std::mem::take(&mut waiting), model, &wanted, &mut document);
            }
        }
    }
    read(&waiting, model, &wanted, &mut document);
    mark_speech(&mut document);
    document
}

/// A part of a segment that may be a sentence.
struct Stretch {
    span: Span,
    role: SegmentRole,
    paragraph: usize,
    line_ends: bool,
    unread: Option<Unparsed>,
}

fn is_running_text(role: SegmentRole) -> bool {
    matches!(role, SegmentRole::Headline | SegmentRole::Standfirst | SegmentRole::Body | SegmentRole::Quote)
}

/// Why a stretch is not given to the model. Signs without a letter are read with the sentence they stand behind, if they have no line of
/// their own.
fn why_not(stretch: &str, alone: bool) -> Option<Unparsed> {
    if stretch.len() > MOST_BYTES {
        Some(Unparsed::TooLong)
    } else if alone && !stretch.chars().any(char::is_alphabetic) {
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

/// Sentences that begin or end inside quotation marks get their own role.
fn mark_speech(document: &mut Document) {
    let mut next = 0;
    for sentence in document.sentences.iter_mut().filter(|s| s.unparsed != Some(Unparsed::Role)) {
        // Both lists are in text order, so each quotation is passed once.
        while document.quotations.get(next).is_some_and(|q| after_marks(&document.text, q).end <= sentence.span.start) {
            next += 1;
        }
        if sentence.role == SegmentRole::Body && is_speech(&document.text, sentence.span, &document.quotations[next..]) {
            sentence.role = SegmentRole::Quote;
        }
    }
}

/// Cuts stretches into words, has the model read them, and adds the sentences that it finds.
fn read(stretches: &[Stretch], model: &Model, wanted: &impl Fn(&str, &[&str]) -> bool, document: &mut Document) {
    let Document { text, sentences, .. } = document;
    let mut spans: Vec<Vec<Span>> = Vec::new();
    let mut unread: Vec<Option<Unparsed>> = Vec::new();
    for stretch in stretches {
        let words = if stretch.unread.is_none() { words::words(text, stretch.span) } else { Vec::new() };
        unread.push(stretch.unread.or_else(|| {
            if words.len() > MOST_WORDS {
                return Some(Unparsed::TooLong);
            }
            let forms: Vec<&str> = words.iter().map(|w| w.of(text)).collect();
            (!wanted(stretch.span.of(text), &forms)).then_some(Unparsed::Passed)
        }));
        spans.push(if unread.last() == Some(&None) { words } else { Vec::new() });
    }
    let mut words = Words::default();
    // The stretch that each word stands in.
    let mut from: Vec<usize> = Vec::new();
    for (i, spans) in spans.iter().enumerate() {
        let breaks = stretches[i].line_ends || unread.get(i + 1).is_none_or(Option::is_some);
        for (n, span) in spans.iter().enumerate() {
            let last = n + 1 == spans.len();
            words.push(span.of(text), if last && breaks { End::Paragraph } else { End::Open(last) });
            from.push(i);
        }
    }
    let mut spans = spans.iter().flatten();
    let (mut word, mut stretch) = (0, 0);
    let mut unparsed = |upto: usize, sentences: &mut Vec<Sentence>| {
        for i in std::mem::replace(&mut stretch, upto)..upto {
            let Stretch { span, role, paragraph, .. } = stretches[i];
            if unread[i].is_some() {
                sentences.push(Sentence { span, role, paragraph, tokens: Vec::new(), names: Vec::new(), unparsed: unread[i] });
            }
        }
    };
    for parse in model.read(&[words]).into_iter().flatten() {
        let Some(first) = from.get(word).copied() else { break };
        word += parse.words.len();
        unparsed(first, sentences);
        let token = |(word, span): (crate::Word, &Span)| Token {
            span: *span,
            lemma: word.lemma,
            upos: word.upos,
            feats: word.feats,
            head: word.head,
            deprel: word.deprel,
        };
        let tokens: Vec<Token> = parse.words.into_iter().zip(&mut spans).map(token).collect();
        let (Some(begin), Some(end)) = (tokens.first(), tokens.last()) else { continue };
        let span = Span::new(begin.span.start, end.span.end);
        let Stretch { role, paragraph, .. } = stretches[first];
        sentences.push(Sentence { span, role, paragraph, tokens, names: parse.names, unparsed: None });
    }
    unparsed(stretches.len(), sentences);
}
