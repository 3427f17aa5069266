//! When a mention happened: the date of its clause, else of its sentence, else no later than publication.

use crate::dates::{self, DateExpression};
use casus_coder::{Coded, EventMention, Tree};
use casus_lexicon::{Content, Lexicon};
use casus_record::{DateBasis, DatePrecision, Direction, EventDate, EventType, Span};
use casus_text::{Deprel, Document};
use jiff::{ToSpan, civil::Date};

/// The date of a mention and whether it lies before the story.
#[derive(Clone, Debug)]
pub struct When {
    /// The words and days, if the sentence gives any.
    pub expression: Option<DateExpression>,
    /// History: more than two months before publication.
    pub old: bool,
    /// By when what is asked for or threatened is due.
    pub deadline: Option<Span>,
}

/// News is what happened up to about two months before publication (coding guide: "roughly more than 60 days").
const CURRENT_DAYS: i64 = 60;

impl When {
    /// Does the text say when?
    pub fn is_stated(&self) -> bool {
        self.expression.as_ref().is_some_and(DateExpression::is_dated)
    }

    /// Do the two lie on different days for sure?
    pub fn contradicts(&self, other: &When) -> bool {
        let (Some(a), Some(b)) = (&self.expression, &other.expression) else { return false };
        let before = |x: &DateExpression, y: &DateExpression| matches!((x.end, y.start), (Some(end), Some(start)) if end < start);
        before(a, b) || before(b, a)
    }

    /// For the record; without a date of its own an event lies no later than publication.
    pub fn to_event_date(&self, published: Option<Date>) -> EventDate {
        match self.expression.as_ref().filter(|e| e.is_dated()) {
            Some(expression) => dates::to_event_date(expression),
            None => EventDate {
                start: None,
                end: published.map(|d| d.to_string()),
                precision: DatePrecision::Unknown,
                basis: if published.is_some() { DateBasis::Publication } else { DateBasis::Inferred },
                text: self.expression.as_ref().map(|e| e.text.clone()),
                timex: None,
                direction: Direction::None,
                approx: false,
            },
        }
    }
}

/// The dates of all sentences, in text order.
pub fn tag(document: &Document, published: Option<Date>) -> Vec<Vec<DateExpression>> {
    let mut anchor = None;
    let mut out = Vec::new();
    for sentence in &document.sentences {
        let found = if sentence.tokens.is_empty() { Vec::new() } else { dates::tag(&document.text, sentence, published, anchor) };
        anchor = dates::anchor_after(&found, anchor);
        out.push(found);
    }
    out
}

/// A day on which the article had not been written yet, or was being written: its publication, else the latest past day that it tells of.
pub fn written_after(document: &Document, tagged: &[Vec<DateExpression>], published: Option<Date>) -> Option<Date> {
    let looks_ahead = |s: usize| document.sentences[s].tokens.iter().any(|t| matches!(t.lemma.as_str(), "will" | "shall"));
    let told = tagged.iter().enumerate().filter(|(s, _)| !looks_ahead(*s));
    let past = told.flat_map(|(s, found)| found.iter().filter(move |e| e.is_dated() && !is_deadline(document, s, e)));
    published.or_else(|| past.filter(|e| e.direction != Direction::Future).filter_map(|e| e.start).max())
}

/// The date of one mention; `written` as [`written_after`] says.
pub fn when(
    document: &Document,
    coded: &Coded,
    lexicon: &Lexicon,
    tagged: &[Vec<DateExpression>],
    mention: &EventMention,
    (published, written): (Option<Date>, Option<Date>),
) -> When {
    let found = &coded.matches[mention.sentence][mention.by];
    let code = lexicon.patterns[found.pattern].code.as_ref();
    let tree = Tree::new(&document.text, &document.sentences[mention.sentence]);
    let mut expression = at(&tree, coded, lexicon, &tagged[mention.sentence], mention.sentence, found.token);
    // "demands that they leave before 20 May": a deadline dates what is demanded, not the demand.
    let asks = code.is_some_and(|c| matches!(c.r#type, EventType::Request | EventType::Threaten | EventType::Agree));
    let due = |e: &DateExpression| is_deadline(document, mention.sentence, e);
    let deadline = tagged[mention.sentence].iter().find(|e| asks && due(e) && e.span.start > mention.span.start).map(|e| e.span);
    expression = expression.filter(|e| !(asks && due(e)));
    if mention.status.future {
        expression = expression.map(|e| if e.basis == DateBasis::Relative { dates::resolve_forward(&e, published) } else { e });
    }
    let verbal = code.is_some_and(|c| matches!(c.r#type.quad_class(), 1 | 3));
    if verbal && expression.is_none() {
        expression = of_speech(document, coded, lexicon, tagged, mention.quotation);
    }
    let own_old = expression.as_ref().is_some_and(|e| is_old(e, written));
    // A sentence that tells of one old year tells history, unless a newer date stands in it; so do undated sentences after it in its paragraph.
    let told = mention.quotation.is_none() && expression.is_none();
    let since = told.then(|| history(document, tagged, mention.sentence, written)).flatten();
    let all_old = since.is_some();
    expression = expression.or(since.map(DateExpression::inferred));
    When { old: own_old || all_old, expression, deadline }
}

/// "before 20 May", "by Friday", "within a week".
fn is_deadline(document: &Document, sentence: usize, e: &DateExpression) -> bool {
    let text = e.text.to_lowercase();
    let before = document.text[document.sentences[sentence].span.start..e.span.end].to_lowercase();
    let before = before.trim_end_matches(&text).trim_end();
    ["before", "by", "until", "within"].iter().any(|w| text.starts_with(&format!("{w} ")) || before.ends_with(&format!(" {w}")))
}

/// The old date around which a sentence tells history: all its dates are old, or it has none and the sentence before it in the same paragraph
/// tells history.
fn history(document: &Document, tagged: &[Vec<DateExpression>], sentence: usize, published: Option<Date>) -> Option<DateExpression> {
    let paragraph = document.sentences[sentence].paragraph;
    for s in (0..=sentence).rev().take_while(|s| document.sentences[*s].paragraph == paragraph) {
        let mut dated = tagged[s].iter().filter(|e| e.is_dated() && !is_deadline(document, s, e)).peekable();
        if dated.peek().is_some() {
            let all: Vec<&DateExpression> = dated.collect();
            return all.iter().all(|e| is_old(e, published)).then(|| all[0].clone());
        }
    }
    None
}

/// Ends more than [`CURRENT_DAYS`] before publication, or began then and has no end but is told as past.
fn is_old(expression: &DateExpression, published: Option<Date>) -> bool {
    let Some(limit) = published.and_then(|p| p.checked_sub(CURRENT_DAYS.days()).ok()) else { return false };
    let year = expression.precision == DatePrecision::Year;
    match (expression.start, expression.end) {
        // "in 2018" in February 2019 is last year's news.
        (_, Some(end)) => end < limit || (year && published.is_some_and(|p| end.year() < p.year())),
        _ => false,
    }
}

/// When direct speech was spoken: the date of its verb of speech, or of the statement that the same speech goes on from.
pub fn of_speech(
    document: &Document,
    coded: &Coded,
    lexicon: &Lexicon,
    tagged: &[Vec<DateExpression>],
    quotation: Option<usize>,
) -> Option<DateExpression> {
    let speaker = coded.speakers[quotation?].as_ref()?;
    let dated = |s: usize, token: usize| {
        let tree = Tree::new(&document.text, &document.sentences[s]);
        at(&tree, coded, lexicon, &tagged[s], s, token)
    };
    let cue = speaker.cue;
    let before = || {
        let from = cue.sentence.saturating_sub(3);
        let says = |m: &&casus_coder::Match| {
            matches!(lexicon.patterns[m.pattern].content, Some(Content::Report | Content::Claim)) && !m.actors.is_empty()
        };
        (from..cue.sentence).rev().find_map(|s| coded.matches[s].iter().filter(says).find_map(|m| dated(s, m.token)))
    };
    dated(cue.sentence, cue.token).or_else(before)
}

/// The date expression that belongs to `token`: the nearest clause above it that has one, leaving out the dates of sayings it stands in.
pub fn at(tree: &Tree, coded: &Coded, lexicon: &Lexicon, tagged: &[DateExpression], s: usize, token: usize) -> Option<DateExpression> {
    let dated: Vec<(usize, &DateExpression)> = tagged
        .iter()
        .filter(|e| e.is_dated() || e.timex.len() > 1 && e.kind != dates::Kind::Duration && e.kind != dates::Kind::Set)
        .filter_map(|e| head_of(tree, e).map(|h| (h, e)))
        .collect();
    if dated.is_empty() {
        return None;
    }
    for (steps, cur) in tree.path(token).into_iter().enumerate() {
        let saying = steps > 0
            && coded.matches[s].iter().any(|m| {
                m.token == cur
                    && m.content.is_some_and(|c| tree.path(token).contains(&c))
                    && matches!(
                        lexicon.patterns[m.pattern].content,
                        Some(Content::Report | Content::Claim | Content::Denial | Content::Accusation)
                    )
            });
        if saying {
            return None;
        }
        // "… on Tuesday, when …": the clause is dated by the words right before it, whatever they were hung on.
        if tree.marker(cur) == "when" {
            let first = tree.subtree(cur).first().copied().unwrap_or(cur);
            if let Some((_, e)) = dated.iter().find(|(_, e)| e.end_token <= first && first - e.end_token <= 2) {
                return Some((*e).clone());
            }
        }
        // The token hangs on a time.
        if let Some((_, e)) = dated.iter().find(|(h, _)| *h == cur) {
            return Some((*e).clone());
        }
        let below = |h: usize| {
            let path = tree.path(h);
            path.contains(&cur)
                && path.iter().take_while(|t| **t != cur).all(|t| {
                    *t == h
                        || !tree.is_clause(*t)
                            && !coded.matches[s]
                                .iter()
                                .any(|m| m.token == *t && m.token != token && lexicon.patterns[m.pattern].code.is_some())
                })
        };
        if let Some((_, e)) = dated.iter().find(|(h, _)| below(*h) && (tree.token(*h).deprel != Deprel::Root)) {
            return Some((*e).clone());
        }
        if tree.token(cur).deprel == Deprel::AclRelcl {
            break;
        }
    }
    None
}

/// The highest token of an expression.
fn head_of(tree: &Tree, e: &DateExpression) -> Option<usize> {
    let range = e.first_token..e.end_token.min(tree.len());
    range.clone().find(|t| tree.token(*t).head.is_none_or(|h| !range.contains(&h)))
}
