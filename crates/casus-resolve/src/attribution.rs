//! On whose word a mention stands: reports, speakers, documents, outermost first.

use crate::coref::Actors;
use casus_coder::{Coded, EventMention, Place, Tree};
use casus_lexicon::{Content, Lexicon};
use casus_record::{ActorKind, SourceRole, Span};
use casus_text::{Deprel, Document, Upos};

/// One link of a chain, before it has ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What it is.
    pub role: SourceRole,
    /// Who or what, in the words of the text or by the actor's fullest name.
    pub name: String,
    /// The actor, where it is one.
    pub actor: Option<usize>,
    /// The words that attribute.
    pub cue: Span,
}

/// The chain over one mention. `own` are the actors of the event: nobody is the source of their own words.
pub fn chain(document: &Document, coded: &Coded, lexicon: &Lexicon, actors: &Actors, mention: &EventMention, own: &[usize]) -> Vec<Link> {
    let sentence = &document.sentences[mention.sentence];
    let tree = Tree::new(&document.text, sentence);
    let token = coded.matches[mention.sentence][mention.by].token;
    let mut links = according_to(document, &tree, actors, mention.sentence, token);
    let mut documents = Vec::new();
    for embedding in mention.status.embeddings.iter().rev() {
        let found = &coded.matches[mention.sentence][embedding.by];
        let cue = tree.token(found.token).span;
        let who = found.actors.first().map(|t| Place { sentence: mention.sentence, token: *t });
        match embedding.content {
            Content::Report | Content::Claim => links.extend(who.and_then(|w| speaker(document, &tree, actors, w, cue))),
            Content::Document => {
                // Who shows a document is a source; who speaks in it is the event's own actor.
                links.extend(who.and_then(|w| speaker(document, &tree, actors, w, cue)).map(|l| Link { role: SourceRole::Source, ..l }));
                if let Some(content) = found.content.filter(|c| lexicon.is("documents", &tree.lemma(*c))) {
                    documents.push(Link { role: SourceRole::Document, name: tree.lemma(content), actor: None, cue });
                }
            }
            _ => {}
        }
    }
    if documents.is_empty() {
        let (shown, sources) = documents_of(document, &tree, coded, lexicon, actors, mention.sentence, own);
        links.extend(sources);
        documents = shown;
    }
    documents.dedup_by(|a, b| a.name == b.name);
    links.append(&mut documents);
    if let Some(speaker) = mention.quotation.and_then(|q| coded.speakers[q].as_ref()) {
        let words = &document.sentences[speaker.cue.sentence];
        let there = Tree::new(&document.text, words);
        let cue = words.tokens[speaker.cue.token].span;
        links.extend(self::speaker(document, &there, actors, speaker.who, cue));
    }
    let mut out: Vec<Link> = Vec::new();
    for link in links {
        let is_own = link.actor.is_some_and(|a| own.contains(&a));
        if !is_own && !out.iter().any(|l| l.name == link.name || (l.actor.is_some() && l.actor == link.actor)) {
            out.push(link);
        }
    }
    out
}

/// Documents that the event's own actor shows in the same sentence ("the group released a video, aired by a channel, when it demanded …"), and
/// who passes them on.
fn documents_of(
    document: &Document,
    tree: &Tree,
    coded: &Coded,
    lexicon: &Lexicon,
    actors: &Actors,
    s: usize,
    own: &[usize],
) -> (Vec<Link>, Vec<Link>) {
    let shows = |m: &&casus_coder::Match| {
        lexicon.patterns[m.pattern].content == Some(Content::Document) && m.content.is_some_and(|c| lexicon.is("documents", &tree.lemma(c)))
    };
    let actor = |m: &casus_coder::Match| m.actors.first().and_then(|t| actors.at(Place { sentence: s, token: *t }));
    let (mut documents, mut sources) = (Vec::new(), Vec::new());
    let Some(first) = coded.matches[s].iter().filter(shows).find(|m| actor(m).is_some_and(|a| own.contains(&a))) else {
        return (documents, sources);
    };
    for shown in coded.matches[s].iter().filter(shows).filter(|m| m.content == first.content) {
        let cue = tree.token(shown.token).span;
        if let (Some(a), Some(t)) = (actor(shown), shown.actors.first())
            && !own.contains(&a)
        {
            let link = speaker(document, tree, actors, Place { sentence: s, token: *t }, cue);
            sources.extend(link.map(|l| Link { role: SourceRole::Source, ..l }));
        }
    }
    if let Some(content) = first.content {
        documents.push(Link { role: SourceRole::Document, name: tree.lemma(content), actor: None, cue: tree.token(first.token).span });
    }
    (documents, sources)
}

/// "according to …" anywhere over the mention; at the end of a sentence it speaks of all of it.
pub(crate) fn according_to(document: &Document, tree: &Tree, actors: &Actors, s: usize, token: usize) -> Vec<Link> {
    let mut out = Vec::new();
    // ", according to local reports." speaks of the sentence, whatever verb it was hung on.
    let mark = |t: usize, marks: &[&str]| marks.contains(&tree.token(t).span.of(tree.text()));
    let last = (0..tree.len()).rev().find(|t| tree.token(*t).upos != Upos::Punct);
    let of_all = |c: usize| {
        let below = tree.subtree(c);
        let first = below.iter().filter(|t| !mark(**t, &[","])).min().copied().unwrap_or(c);
        last.is_some_and(|l| below.contains(&l)) && first > 0 && mark(first - 1, &[","])
    };
    let path = tree.path(token);
    for clause in (0..tree.len()).filter(|t| path.contains(t) || tree.token(*t).upos == Upos::Verb) {
        let over = path.contains(&clause);
        for c in tree.by(clause, &[Deprel::Obl, Deprel::Nmod, Deprel::Advcl]).into_iter().filter(|c| over || of_all(*c)) {
            let preposition = tree.preposition(c);
            let (who, first) = if preposition.starts_with("accord") || preposition == "as per" {
                (c, tree.by(c, &[Deprel::Case]).first().copied())
            } else if tree.lemma(c) == "accord" {
                let Some(&to) = tree.by(c, &[Deprel::Obl, Deprel::Nmod]).first() else { continue };
                (to, Some(c))
            } else {
                continue;
            };
            let words = tree.span_of(who, &[Deprel::Case, Deprel::AclRelcl, Deprel::Acl, Deprel::Det]);
            let cue = first.map_or(words, |f| tree.token(f).span.join(words));
            let actor = actors.at(Place { sentence: s, token: who });
            let known = actor.filter(|a| actors.all[*a].named);
            let name = known.map_or_else(|| words.of(&document.text).to_owned(), |a| actors.all[a].name.clone());
            out.push(Link { role: SourceRole::Source, name, actor, cue });
        }
    }
    out
}

fn speaker(document: &Document, tree: &Tree, actors: &Actors, who: Place, cue: Span) -> Option<Link> {
    let actor = actors.at(who);
    let words = tree.span_of(who.token, &[Deprel::AclRelcl, Deprel::Acl, Deprel::Det, Deprel::Appos, Deprel::Case]);
    let name = actor.map_or_else(|| words.of(&document.text).to_owned(), |a| actors.all[a].name.clone());
    if tree.token(who.token).upos == casus_text::Upos::Pron && actor.is_none() {
        return None;
    }
    let role = match actor.map(|a| actors.all[a].kind) {
        Some(ActorKind::Media) => SourceRole::Source,
        None => SourceRole::Source,
        _ => SourceRole::Speaker,
    };
    Some(Link { role, name, actor, cue })
}
