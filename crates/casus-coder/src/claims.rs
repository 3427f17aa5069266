//! Claims: somebody's stance on who did, will do or did not do what.

use crate::matching::Match;
use crate::status::{self, Status};
use crate::tree::Tree;
use crate::{Coded, Place, quotes};
use casus_lexicon::{Content, Lexicon};
use casus_record::{EventType, Span, Stance};
use casus_text::{Deprel, Document, Upos};

/// Somebody's stance on a content.
#[derive(Clone, Debug)]
pub struct ClaimMention {
    /// Sentence of the cue.
    pub sentence: usize,
    /// Position of its match in the sentence.
    pub by: usize,
    /// Head of the claimant's noun phrase; none if the text names nobody.
    pub claimant: Option<Place>,
    /// What the claimant does with the content.
    pub stance: Stance,
    /// What is claimed.
    pub content: Span,
    /// Head of the content.
    pub content_head: usize,
    /// The words that mark the stance.
    pub cue: Span,
    /// Heads of those who are said to have done it.
    pub alleged: Vec<Place>,
    /// The quotation that holds the content or the cue.
    pub quotation: Option<usize>,
    /// The claim's own status: is it made, or only threatened, denied, supposed?
    pub status: Status,
}

/// All claims of a document, in text order.
pub fn claims(document: &Document, lexicon: &Lexicon, coded: &Coded) -> Vec<ClaimMention> {
    let mut out = Vec::new();
    for (s, sentence) in document.sentences.iter().enumerate() {
        let tree = Tree::new(&document.text, sentence);
        for (by, found) in coded.matches[s].iter().enumerate() {
            let claim = match lexicon.patterns[found.pattern].content {
                Some(Content::Authorship) => authorship(document, lexicon, coded, &tree, s, by),
                _ => stance(document, lexicon, coded, &tree, s, by),
            };
            out.extend(claim);
        }
        out.extend(deeds_told(document, lexicon, coded, &tree, s));
    }
    out.sort_by_key(|c| (c.sentence, c.cue.start));
    out
}

/// A deed of violence or coercion that somebody tells of somebody: "the minister said that the rebels shelled the town" accuses the rebels;
/// "said that no attack took place" denies it. Who tells it of their own side is left to those who know the sides.
fn deeds_told(document: &Document, lexicon: &Lexicon, coded: &Coded, tree: &Tree, s: usize) -> Vec<ClaimMention> {
    let mut out: Vec<ClaimMention> = Vec::new();
    for mention in coded.mentions.iter().filter(|m| m.sentence == s) {
        let deed = &coded.matches[s][mention.by];
        let harm = lexicon.patterns[deed.pattern].code.as_ref().is_some_and(|c| matches!(c.r#type, EventType::Assault | EventType::Coerce));
        // Only what is told directly: nothing else between the report and the deed.
        let Some(told) = mention.status.embeddings.first().filter(|e| e.content == Content::Report && !e.negated && harm) else { continue };
        if mention.status.modal.is_some() || mention.status.in_condition.is_some() || mention.status.intended || mention.status.future {
            continue;
        }
        let report = &coded.matches[s][told.by];
        let (Some(&claimant), Some(content)) = (report.actors.first(), report.content) else { continue };
        // "was not behind the strikes": the deed stands, its authorship is what is told.
        let authorship = |m: &Match| {
            lexicon.patterns[m.pattern].content == Some(Content::Authorship) && (m.content == Some(deed.token) || m.token == content)
        };
        if coded.matches[s].iter().any(authorship) {
            continue;
        }
        let stance = match (mention.status.negated, deed.actors.is_empty()) {
            (true, _) => Stance::Denies,
            (false, false) => Stance::Accuses,
            (false, true) => continue,
        };
        if out.iter().any(|c| c.by == told.by && c.stance == stance) {
            continue;
        }
        out.push(ClaimMention {
            sentence: s,
            by: told.by,
            claimant: Some(Place { sentence: s, token: claimant }),
            stance,
            content: content_span(tree, report, content, stance),
            content_head: content,
            cue: cue_span(tree, report),
            alleged: deed.actors.iter().map(|t| Place { sentence: s, token: *t }).collect(),
            quotation: quotes::at(document, tree.token(deed.token).span),
            status: status::status(tree, lexicon, &coded.matches[s], report.token, Some(told.by)),
        });
    }
    out
}

/// "denied the allegations of torture and denying assistance": an -ing form goes with no finite verb; it was parsed away from its noun.
fn is_uneven(tree: &Tree, token: usize) -> bool {
    let ing = tree.token(token).span.of(tree.text()).ends_with("ing") && tree.by(token, &[Deprel::Aux]).is_empty();
    let finite = |head: usize| tree.token(head).feats.has("VerbForm=Fin");
    ing && tree.token(token).upos == Upos::Verb && tree.token(token).deprel == Deprel::Conj && tree.token(token).head.is_some_and(finite)
}

/// A claim from an entry with a stance of its own.
fn stance(document: &Document, lexicon: &Lexicon, coded: &Coded, tree: &Tree, s: usize, by: usize) -> Option<ClaimMention> {
    let found = &coded.matches[s][by];
    let pattern = &lexicon.patterns[found.pattern];
    let stance = pattern.stance?;
    let quotation = quotes::at(document, tree.token(found.token).span);
    let status = status::status(tree, lexicon, &coded.matches[s], found.token, Some(by));
    let voice = crate::voice(coded, s, &status, quotation);
    if pattern.voiced && voice.is_none() {
        return None;
    }
    // "denied allegations of torture and of denying assistance": what is denied is nobody's stance.
    if status.embeddings.first().is_some_and(|e| e.content == Content::Denial && !e.negated) || is_uneven(tree, found.token) {
        return None;
    }
    let head = inner_content(coded, s, tree, found.content.unwrap_or(found.token));
    let hedge = pattern.content == Some(Content::Suspicion) && found.actors.is_empty() && tree.token(found.token).deprel != Deprel::Root;
    let mut alleged: Vec<usize> = match stance {
        Stance::Accuses | Stance::Blames | Stance::Condemns => found.recipients.clone(),
        Stance::Suspects if !found.recipients.is_empty() => found.recipients.clone(),
        Stance::Suspects | Stance::Speculates | Stance::RejectsAttribution => {
            let is_act = coded.matches[s].iter().any(|m| m.token == head && lexicon.patterns[m.pattern].code.is_some());
            accused_in(tree, found, head, is_act)
        }
        _ => Vec::new(),
    };
    alleged.retain(|a| *a != found.token);
    // A hedge adjective over something that nobody did ("suspected cancer") is no claim.
    if hedge && alleged.is_empty() {
        return None;
    }
    Some(ClaimMention {
        sentence: s,
        by,
        claimant: voice.filter(|_| pattern.voiced).or_else(|| found.actors.first().map(|t| Place { sentence: s, token: *t })),
        stance,
        content: content_span(tree, found, head, stance),
        content_head: head,
        cue: cue_span(tree, found),
        alleged: alleged.into_iter().map(|t| Place { sentence: s, token: t }).collect(),
        quotation,
        status,
    })
}

/// Through nested thinking ("hint at him believing that …") down to what is thought.
fn inner_content(coded: &Coded, s: usize, tree: &Tree, head: usize) -> usize {
    let below = |t: usize| coded.matches[s].iter().find(|m| m.token == t).and_then(|m| m.content).filter(|c| *c != t);
    let thinks = |t: usize| matches!(tree.lemma(t).as_str(), "believe" | "think" | "suspect" | "say" | "know");
    let verb = if tree.token(head).upos == Upos::Pron {
        let near = tree
            .by(head, &[Deprel::Acl, Deprel::Advcl])
            .into_iter()
            .chain(tree.token(head).head.into_iter().flat_map(|h| tree.by(h, &[Deprel::Advcl, Deprel::Ccomp])));
        near.into_iter().find(|t| thinks(*t)).unwrap_or(head)
    } else {
        head
    };
    if thinks(verb) { below(verb).unwrap_or(head) } else { head }
}

/// Who is the author of what a hedge or belief speaks of: its own modifier, or the subject of the clause.
fn accused_in(tree: &Tree, found: &Match, head: usize, is_act: bool) -> Vec<usize> {
    if tree.is_clause(head) && tree.token(head).upos == Upos::Verb {
        return tree.frame(head).subjects;
    }
    if !is_act {
        return vec![head];
    }
    let before: Vec<usize> = crate::nouns::noun_actors(tree, head).into_iter().filter(|t| *t != found.token).collect();
    if before.is_empty() { vec![head] } else { before }
}

/// A claim from a statement on who is the author of a happening: who makes it, and does it blame or clear?
fn authorship(document: &Document, lexicon: &Lexicon, coded: &Coded, tree: &Tree, s: usize, by: usize) -> Option<ClaimMention> {
    let found = &coded.matches[s][by];
    let status = status::status(tree, lexicon, &coded.matches[s], found.token, Some(by));
    let content = found.content?;
    let over = status.embeddings.iter().find(|e| e.by != by)?;
    let outer = &coded.matches[s][over.by];
    if lexicon.patterns[outer.pattern].stance.is_some() {
        return None; // its own claim says it
    }
    let claimant = status.embeddings.iter().find_map(|e| coded.matches[s][e.by].actors.first().copied());
    let same = claimant.is_some_and(|c| found.actors.iter().any(|a| *a == c || refers_back(tree, *a)));
    let stance = match (status.negated, same, over.content) {
        (true, true, _) => Stance::Denies,
        (true, false, _) => Stance::RejectsAttribution,
        (false, true, _) => Stance::ClaimsResponsibility,
        (false, false, Content::Suspicion | Content::Hypothesis) => Stance::Suspects,
        (false, false, _) => Stance::Accuses,
    };
    let clause = tree.path(found.token).into_iter().find(|t| tree.is_clause(*t)).unwrap_or(content);
    Some(ClaimMention {
        sentence: s,
        by,
        claimant: claimant.map(|t| Place { sentence: s, token: t }),
        stance,
        content: tree.span_of(clause, &[Deprel::Mark]),
        content_head: content,
        cue: cue_span(tree, outer),
        alleged: found.actors.iter().map(|t| Place { sentence: s, token: *t }).collect(),
        quotation: quotes::at(document, tree.token(found.token).span),
        status,
    })
}

fn refers_back(tree: &Tree, t: usize) -> bool {
    matches!(tree.lemma(t).as_str(), "i" | "we" | "it" | "they" | "he" | "she")
}

/// What is claimed: the embedded clause or phrase without its marker, or from the cue on where nothing is embedded.
fn content_span(tree: &Tree, found: &Match, head: usize, stance: Stance) -> Span {
    // "…, which have been blamed on the US": what is blamed stands above, the words of blame are the claim.
    let above = found.content.is_some_and(|c| c != found.token && tree.path(found.token).contains(&c));
    if let (true, Stance::Accuses | Stance::Blames, Some(&whom)) = (above, stance, found.recipients.first()) {
        let cue = tree.token(found.token).span;
        let whom = tree.span_of(whom, &[Deprel::AclRelcl, Deprel::Appos]);
        return if whom.end > cue.end { Span::new(cue.start, whom.end) } else { cue.join(whom) };
    }
    if found.content.is_some() {
        let own_words = [Deprel::Mark, Deprel::Appos];
        let mut span = tree.span_of(head, if tree.is_clause(head) { &own_words } else { &own_words[1..] });
        // Without the preposition that governs it.
        for case in tree.by(head, &[Deprel::Case]).into_iter().map(|c| tree.token(c).span) {
            if case.start == span.start && case.end < span.end {
                let next = (0..tree.len()).map(|t| tree.token(t).span).find(|t| t.start >= case.end).unwrap_or(span);
                span = Span::new(next.start, span.end);
            }
        }
        // A phrase whose rest was hung on the cue: "denied [any role] [in the bombings]".
        for c in tree.by(found.token, &[Deprel::Obl, Deprel::Nmod]) {
            let part = tree.span_of(c, &[]);
            if !tree.is_clause(head) && part.start > span.end && part.start - span.end <= 1 && stance == Stance::Denies {
                span = span.join(part);
            }
        }
        let marker_off = tree.by(head, &[Deprel::Mark]).into_iter().next().map(|m| tree.token(m).span);
        // An adjective over its noun: the noun phrase without the adjective is what is suspected.
        let trigger = tree.token(found.token).span;
        if span.start == trigger.start && stance == Stance::Suspects && span.end > trigger.end {
            let next = (found.token + 1..tree.len()).map(|t| tree.token(t).span).next();
            return next.map_or(span, |n| Span::new(n.start, span.end));
        }
        return match marker_off {
            Some(mark) if mark.start == span.start && mark.end < span.end => {
                let next = (0..tree.len()).map(|t| tree.token(t).span).find(|t| t.start >= mark.end).unwrap_or(span);
                Span::new(next.start, span.end)
            }
            _ => span,
        };
    }
    if tree.token(found.token).upos.is_nominal() {
        // "our answer will be painful": what is said of it.
        if let Some(clause) = tree.path(found.token).into_iter().skip(1).find(|t| tree.is_clause(*t)) {
            let whole = tree.span_of(clause, &[Deprel::Parataxis, Deprel::Advcl]);
            let start =
                tree.by(clause, &[Deprel::Aux, Deprel::Cop]).first().map_or(tree.token(clause).span.start, |a| tree.token(*a).span.start);
            return Span::new(start.min(whole.end), whole.end);
        }
    }
    let whole = tree.span_of(
        found.token,
        &[Deprel::Nsubj, Deprel::NsubjPass, Deprel::Aux, Deprel::AuxPass, Deprel::Parataxis, Deprel::Advcl, Deprel::Conj, Deprel::Cc],
    );
    Span::new(tree.token(found.token).span.start.min(whole.end), whole.end)
}

fn cue_span(tree: &Tree, found: &Match) -> Span {
    let own = tree.token(found.token).span;
    found.words.iter().filter(|w| w.abs_diff(found.token) <= 2).fold(own, |span, w| span.join(tree.token(*w).span))
}
