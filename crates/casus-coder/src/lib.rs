//! Finds event mentions and claims in parsed sentences, with the entry that says so and the status of each.
//!
//! In: a [`Document`] and a [`Lexicon`]. Out: [`Coded`]: mentions with their argument words, claims, and for every trigger that
//! did not fit the reason. Nothing here knows the world: who an actor is, and whether two mentions are one happening, is decided later.
//!
//! The three types to know: [`EventMention`] is a word that codes an event, [`Status`] is what the words around do to it,
//! [`ClaimMention`] is somebody's stance on it.

mod claims;
mod filling;
mod matching;
mod nouns;
mod quotes;
mod status;
mod tree;

pub use claims::ClaimMention;
pub use matching::{Match, Misfit};
pub use nouns::noun_actors;
pub use quotes::Speaker;
pub use status::{Embedding, Modal, Status};
pub use tree::{Frame, Tree};

use casus_lexicon::{Content, Lexicon};
use casus_record::{SegmentRole, Span};
use casus_text::Document;

/// A token of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Sentence.
    pub sentence: usize,
    /// Token in it.
    pub token: usize,
}

/// A word that codes an event, with its arguments and status.
#[derive(Clone, Debug)]
pub struct EventMention {
    /// Sentence.
    pub sentence: usize,
    /// Position of its match in [`Coded::matches`] of the sentence.
    pub by: usize,
    /// Trigger words, from the first to the last.
    pub span: Span,
    /// Status.
    pub status: Status,
    /// The stretch of direct speech it stands in, if any.
    pub quotation: Option<usize>,
    /// Who utters the words: the speaker of the quotation, or of the innermost report or demand around.
    pub voice: Option<Place>,
    /// The trigger is a noun.
    pub nominal: bool,
    /// … with "the", "these", "this".
    pub definite: bool,
}

/// What the coder found in a document.
#[derive(Clone, Debug, Default)]
pub struct Coded {
    /// All entries that fit, by sentence.
    pub matches: Vec<Vec<Match>>,
    /// Event mentions, in text order.
    pub mentions: Vec<EventMention>,
    /// Claims, in text order.
    pub claims: Vec<ClaimMention>,
    /// Entries whose trigger was there and that did not fit, by sentence.
    pub misfits: Vec<Vec<Misfit>>,
    /// Who speaks in each of the document's quotations.
    pub speakers: Vec<Option<Speaker>>,
}

/// Roles whose sentences are coded; the others are evidence at most.
pub fn is_coded(role: SegmentRole) -> bool {
    matches!(role, SegmentRole::Headline | SegmentRole::Standfirst | SegmentRole::Body | SegmentRole::Quote)
}

/// Codes all sentences of a document.
pub fn code(document: &Document, lexicon: &Lexicon) -> Coded {
    let mut coded = Coded::default();
    for sentence in &document.sentences {
        let mut found = Vec::new();
        let mut misfits = Vec::new();
        if is_coded(sentence.role) {
            let tree = Tree::new(&document.text, sentence);
            for i in 0..tree.len() {
                found.extend(matching::matches(&tree, lexicon, i, &mut misfits));
            }
        }
        coded.matches.push(found);
        coded.misfits.push(misfits);
    }
    coded.speakers = quotes::speakers(document, lexicon, &coded.matches);
    for (s, sentence) in document.sentences.iter().enumerate() {
        let tree = Tree::new(&document.text, sentence);
        for (by, found) in coded.matches[s].iter().enumerate() {
            if lexicon.patterns[found.pattern].code.is_none() {
                continue;
            }
            // "placed under house arrest": the noun belongs to the verb's entry and is no second arrest.
            let coded_type = |m: &Match| lexicon.patterns[m.pattern].code.as_ref().map(|c| c.r#type);
            let part = |m: &Match| m.token != found.token && m.words.contains(&found.token) && coded_type(m) == coded_type(found);
            let bare = found.actors.iter().all(|a| tree.token(*a).deprel == casus_text::Deprel::Compound) && !found.symmetric;
            if bare && coded.matches[s].iter().any(part) {
                continue;
            }
            let span = trigger_span(&tree, found);
            let quotation = quotes::at(document, tree.token(found.token).span);
            let status = status::status(&tree, lexicon, &coded.matches[s], found.token, Some(by));
            let voice = voice(&coded, s, &status, quotation);
            if lexicon.patterns[found.pattern].voiced && voice.is_none() {
                continue;
            }
            coded.mentions.push(EventMention {
                sentence: s,
                by,
                span,
                status,
                quotation,
                voice,
                nominal: tree.token(found.token).upos.is_nominal(),
                definite: tree.has(found.token, casus_text::Deprel::Det, &["the", "these", "this", "those", "that", "such"]),
            });
        }
    }
    coded.claims = claims::claims(document, lexicon, &coded);
    coded
}

/// Who utters a mention: of the innermost report, demand or claim around it, or the speaker of its quotation. “We were told by the premier to
/// leave,” he said: the premier.
fn voice(coded: &Coded, s: usize, status: &Status, quotation: Option<usize>) -> Option<Place> {
    let quoted = quotation.and_then(|q| coded.speakers[q].as_ref()).map(|speaker| speaker.who);
    let told = || {
        let speaks = |e: &&Embedding| {
            matches!(e.content, Content::Report | Content::Claim | Content::Demand | Content::Accusation | Content::Threat)
        };
        let over = status.embeddings.iter().filter(speaks).find_map(|e| coded.matches[s][e.by].actors.first());
        over.map(|token| Place { sentence: s, token: *token })
    };
    told().or(quoted)
}

/// The words of the trigger if they stand together, else the trigger alone.
fn trigger_span(tree: &Tree, found: &Match) -> Span {
    let own = tree.token(found.token).span;
    let near = |w: &usize| w.abs_diff(found.token) <= 2;
    found.words.iter().filter(|w| near(w)).fold(own, |span, w| span.join(tree.token(*w).span))
}
