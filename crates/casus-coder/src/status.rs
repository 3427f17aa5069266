//! What the words around a mention do to it: threatened, denied, supposed, asked about, negated, passed on.
//!
//! The climb goes from the trigger to the root. Everything that embeds the mention on the way counts, until a clause that is
//! presupposed ("the base *that rebels seized*"): what stands above that says nothing about it but who tells it.

use crate::matching::Match;
use crate::tree::Tree;
use casus_lexicon::{Content, Lexicon};
use casus_record::{Certainty, ConditionKind, Span};
use casus_text::{Deprel, Upos};

/// The status of one mention, as its sentence gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// Entries that embed it, innermost first.
    pub embeddings: Vec<Embedding>,
    /// "not", "no", "never" over it.
    pub negated: bool,
    /// "may", "could", "would" over it.
    pub modal: Option<Modal>,
    /// "will", "is to" over it.
    pub future: bool,
    /// It stands inside a condition.
    pub in_condition: Option<ConditionKind>,
    /// It depends on a condition.
    pub condition: Option<(ConditionKind, Span)>,
    /// It is asked about.
    pub question: bool,
    /// "had done": before the story's own time.
    pub pluperfect: bool,
    /// Aim of an unknown verb or noun: "tried to", "plan to", "in order to".
    pub intended: bool,
    /// Imperative or general truth.
    pub generic: bool,
}

/// Modal verbs by what they leave open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Modal {
    /// may, might, could, can.
    Possible,
    /// would.
    Would,
    /// must, should, ought to, has to, needs to.
    Duty,
}

/// One entry over a mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Embedding {
    /// Position of the match in the sentence's list.
    pub by: usize,
    /// What it makes of its content.
    pub content: Content,
    /// The embedding entry is itself negated ("did not deny").
    pub negated: bool,
}

impl Status {
    /// How sure the text presents it.
    pub fn certainty(&self) -> Certainty {
        match self.modal {
            Some(Modal::Possible) => Certainty::Possible,
            _ if self.embeddings.iter().any(|e| e.content == Content::Suspicion) => Certainty::Probable,
            _ => Certainty::Certain,
        }
    }
}

/// Climbs from `start` to the root. `own` is the position of the mention's own match, which does not embed itself.
pub fn status(tree: &Tree, lexicon: &Lexicon, matches: &[Match], start: usize, own: Option<usize>) -> Status {
    let mut status = Status::default();
    let path = tree.path(if tree.token(start).deprel == Deprel::Cop { tree.token(start).head.unwrap_or(start) } else { start });
    let mut presupposed = false;
    // A conjunct with a subject of its own does not share the auxiliaries of the first one.
    let mut apart = false;
    status.question = is_question(tree);
    for (n, &cur) in path.iter().enumerate() {
        let token = tree.token(cur);
        if !presupposed && !apart {
            local(tree, cur, n == 0, &mut status);
        }
        apart = false;
        for (m, found) in matches.iter().enumerate() {
            if Some(m) == own
                || found.content != Some(cur)
                || found.token == start && Some(m) != own && own.is_some_and(|o| matches[o].token == found.token)
            {
                continue;
            }
            let Some(content) = lexicon.patterns[found.pattern].content else { continue };
            let passes = matches!(content, Content::Report | Content::Claim | Content::Document | Content::Accusation);
            if presupposed && !passes {
                continue;
            }
            // "strikes, which have been blamed on …": what is said of a happening in a relative clause presupposes it.
            let told_of = found.token != cur
                && tree.path(found.token).contains(&cur)
                && matches!(tree.token(found.token).deprel, Deprel::AclRelcl | Deprel::Acl);
            if told_of && !matches!(content, Content::Report | Content::Claim | Content::Document | Content::Suspicion) {
                continue;
            }
            status.embeddings.push(Embedding {
                by: m,
                content,
                negated: negated(tree, found.token) && !lexicon.patterns[found.pattern].negated,
            });
        }
        let known = |c: usize| matches.iter().any(|m| m.content == Some(c) && lexicon.patterns[m.pattern].content.is_some());
        let Some(head) = token.head else { break };
        match token.deprel {
            Deprel::AclRelcl | Deprel::AdvclRelcl => presupposed = true,
            Deprel::Acl if tree.is_infinitive(cur) && !presupposed && !known(cur) => {
                status.intended = true;
            }
            Deprel::Acl => presupposed |= !known(cur),
            Deprel::Advcl => match tree.marker(cur).as_str() {
                mark @ ("if" | "unless" | "until" | "till" | "lest" | "provided" | "should" | "once") if !presupposed => {
                    status.in_condition = Some(condition_kind(mark));
                    presupposed = true;
                }
                "to" | "in" if tree.is_infinitive(cur) && !presupposed && !known(cur) => status.intended = true,
                "" if tree.is_infinitive(cur) && !presupposed && !known(cur) => status.intended = true,
                "without" | "rather" | "than" | "instead" | "instead of" | "rather than" => status.negated = true,
                "" | "by" | "in" | "with" => {}
                _ => presupposed = true,
            },
            Deprel::Xcomp if tree.is_infinitive(cur) && !presupposed && !known(cur) && !lexicon.is("factual", &tree.lemma(head)) => {
                status.intended = true;
            }
            Deprel::Conj => apart = tree.is_clause(cur) && own_clause(tree, cur),
            Deprel::Parataxis | Deprel::List => break,
            _ => {}
        }
    }
    // The condition of a threat or promise often hangs below what is threatened.
    let embedded = own.and_then(|o| matches[o].content).filter(|c| !path.contains(c));
    status.condition = path.iter().take(4).copied().chain(embedded).find_map(|c| condition_below(tree, c, &path));
    if own.is_some_and(|o| lexicon.patterns[matches[o].pattern].negated) && status.condition.is_some_and(|c| c.0 == ConditionKind::Until) {
        status.condition = None; // "will not rest until …" names an aim
    }
    status
}

/// Is the match negated, also where its trigger is a copula?
fn negated(tree: &Tree, token: usize) -> bool {
    let clause = if tree.token(token).deprel == Deprel::Cop { tree.token(token).head.unwrap_or(token) } else { token };
    tree.is_negated(clause)
}

fn own_clause(tree: &Tree, i: usize) -> bool {
    !tree.by(i, &[Deprel::Nsubj, Deprel::NsubjPass, Deprel::Aux]).is_empty()
}

/// What the clause of `cur` itself says: modality, tense, negation.
fn local(tree: &Tree, cur: usize, is_trigger: bool, status: &mut Status) {
    if tree.is_no(cur) || (tree.token(cur).upos != Upos::Noun || is_trigger) && tree.is_negated(cur) {
        status.negated = true;
    }
    let auxiliaries = tree.by(cur, &[Deprel::Aux]);
    for &a in &auxiliaries {
        match tree.lemma(a).as_str() {
            "may" | "might" | "could" | "can" | "ca" => status.modal = status.modal.or(Some(Modal::Possible)),
            "would" | "'d" | "’d" if !tree.has(cur, Deprel::Advmod, &["often"]) => status.modal = status.modal.or(Some(Modal::Would)),
            "must" | "should" | "ought" => status.modal = status.modal.or(Some(Modal::Duty)),
            "will" | "shall" | "'ll" | "’ll" | "wo" => status.future = true,
            _ => {}
        }
    }
    let past_have = |a: &usize| tree.lemma(*a) == "have" && tree.token(*a).span.of(tree.text()).eq_ignore_ascii_case("had");
    if auxiliaries.iter().any(past_have) {
        status.pluperfect = true;
    }
    if is_trigger && tree.token(cur).feats.has("Mood=Imp") {
        status.generic = true;
    }
}

fn condition_kind(mark: &str) -> ConditionKind {
    match mark {
        "unless" | "lest" => ConditionKind::Unless,
        "until" | "till" => ConditionKind::Until,
        _ => ConditionKind::If,
    }
}

/// A condition that hangs below a clause on the path: "… unless he leaves".
fn condition_below(tree: &Tree, clause: usize, path: &[usize]) -> Option<(ConditionKind, Span)> {
    tree.by(clause, &[Deprel::Advcl, Deprel::Advmod]).into_iter().filter(|c| !path.contains(c)).find_map(|c| {
        let mark = tree.marker(c);
        matches!(mark.as_str(), "if" | "unless" | "until" | "till" | "provided").then(|| (condition_kind(&mark), tree.span_of(c, &[])))
    })
}

fn is_question(tree: &Tree) -> bool {
    tree.sentence.tokens.iter().rev().take(3).any(|t| t.span.of(tree.text()) == "?")
}
