//! Whose words stand inside quotation marks.
//!
//! A speaker is named beside the speech ("… ," he said), carried over from the speech before it when a paragraph of pure
//! speech follows, or announced by the sentence before ("He added: …").

use crate::Place;
use crate::matching::Match;
use crate::tree::Tree;
use casus_lexicon::{Content, Lexicon};
use casus_record::Span;
use casus_text::Document;

/// Who says the words of a quotation, and the words that say so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// Head of the speaker's noun phrase.
    pub who: Place,
    /// The verb of speech.
    pub cue: Place,
}

/// The quotation in which `span` lies, if any.
pub fn at(document: &Document, span: Span) -> Option<usize> {
    let after = document.quotations.partition_point(|q| q.span.start <= span.start);
    (0..after).rev().take(3).find(|q| document.quotations[*q].span.contains(span))
}

/// For each quotation its speaker.
pub fn speakers(document: &Document, lexicon: &Lexicon, matches: &[Vec<Match>]) -> Vec<Option<Speaker>> {
    let mut out: Vec<Option<Speaker>> = Vec::with_capacity(document.quotations.len());
    for (q, quotation) in document.quotations.iter().enumerate() {
        let from = document.sentences.partition_point(|s| s.span.end <= quotation.span.start);
        let to = document.sentences.partition_point(|s| s.span.start < quotation.span.end);
        let mut best: Option<(usize, Speaker)> = None;
        for s in from..to.min(from + 40) {
            for (distance, speaker) in speech_in(document, lexicon, matches, s, quotation.span) {
                if best.as_ref().is_none_or(|(d, _)| distance < *d) {
                    best = Some((distance, speaker));
                }
            }
        }
        let carried = || carried(document, lexicon, matches, &out, q, from);
        out.push(best.map(|(_, s)| s).or_else(carried));
    }
    out
}

/// Verbs of speech in sentence `s` outside the quotation, with their distance from it in bytes.
fn speech_in(document: &Document, lexicon: &Lexicon, matches: &[Vec<Match>], s: usize, quotation: Span) -> Vec<(usize, Speaker)> {
    let tree = Tree::new(&document.text, &document.sentences[s]);
    let mut out = Vec::new();
    for found in &matches[s] {
        let span = tree.token(found.token).span;
        let pattern = &lexicon.patterns[found.pattern];
        let speaks = pattern.stance.is_some()
            || matches!(
                pattern.content,
                Some(
                    Content::Report
                        | Content::Claim
                        | Content::Threat
                        | Content::Demand
                        | Content::Promise
                        | Content::Denial
                        | Content::Accusation
                )
            );
        let Some(&who) = found.actors.first().filter(|_| speaks && !quotation.overlaps(span)) else { continue };
        if quotation.contains(tree.token(who).span) {
            continue;
        }
        let distance = if span.end <= quotation.start { quotation.start - span.end } else { span.start.saturating_sub(quotation.end) };
        out.push((distance, Speaker { who: Place { sentence: s, token: who }, cue: Place { sentence: s, token: found.token } }));
    }
    out
}

/// The speaker of the speech before, if only speech stands between; or of the sentence before, if it announces speech.
fn carried(
    document: &Document,
    lexicon: &Lexicon,
    matches: &[Vec<Match>],
    before: &[Option<Speaker>],
    q: usize,
    s: usize,
) -> Option<Speaker> {
    let quotation = document.quotations[q].span;
    let sentence = &document.sentences.get(s)?;
    // Words beside the quotation in its own sentence that are no speech: then it is a quoted term, not somebody's turn.
    let outside = sentence.span.len().saturating_sub(quotation.len());
    if outside > 24 {
        return None;
    }
    let previous = (0..s).rev().find(|p| crate::is_coded(document.sentences[*p].role))?;
    let announces = document.sentences[previous].span.of(&document.text).trim_end().ends_with(':');
    if let Some((_, speaker)) = announces.then(|| speech_in(document, lexicon, matches, previous, quotation)).and_then(|mut v| v.pop()) {
        return Some(speaker);
    }
    let last = q.checked_sub(1)?;
    let gap = document.sentences.partition_point(|x| x.span.end <= document.quotations[last].span.start);
    let ends = document.sentences.partition_point(|x| x.span.start < document.quotations[last].span.end);
    (gap <= previous && previous < ends.max(gap + 1)).then(|| before[last].clone()).flatten()
}
