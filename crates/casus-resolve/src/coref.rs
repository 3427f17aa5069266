//! Which noun phrases of one article speak of the same actor.
//!
//! Known actors meet by their id, names by their words, pronouns by who was last spoken of, and definite descriptions ("the group",
//! "the militants") by the last actor they fit. The first speaker of a news text is its author: "an Iraqi militia" in the
//! headline, the summary and the first sentence is one militia, because each of them introduces the story anew.

use crate::actors::{Political, Reading};
use crate::knowledge::Knowledge;
use crate::places::Gazetteer;
use casus_coder::{Coded, Place, Tree};
use casus_lexicon::{Content, Lexicon};
use casus_record::{ActorKind, Sector, SegmentRole, Span};
use casus_text::{Deprel, Document, NameKind, Upos};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// An actor of the article with everything said of it.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Id of the knowledge files, if it is known.
    pub known: Option<String>,
    /// Fullest name.
    pub name: String,
    /// What kind of actor.
    pub kind: ActorKind,
    /// ISO 3166 alpha-3, or PLOVER's codes for international bodies.
    pub country: Option<String>,
    /// PLOVER sector.
    pub sector: Option<Sector>,
    /// Is it politically relevant by itself?
    pub political: Political,
    /// The name is proper (not a description).
    pub named: bool,
    /// A thing of somebody's: can be hit, cannot speak.
    pub thing: bool,
    /// Where the article speaks of it: sentence and words.
    pub mentions: Vec<(usize, Span)>,
    /// Lemma of the head noun where it was introduced.
    head: String,
    /// Plural when introduced.
    plural: bool,
    /// How many, in the article's words.
    count: Option<String>,
    /// Introduced inside somebody's direct speech.
    quoted: bool,
    /// Several unnamed ("some militia leaders"): never met again by a description.
    pub generic: bool,
}

impl Actor {
    /// A weapon in the place of an actor.
    pub fn is_weapon(&self) -> bool {
        crate::parties::weapon(&self.head).is_some()
    }
}

/// All actors of an article, and which token speaks of which.
#[derive(Clone, Debug, Default)]
pub struct Actors {
    /// In order of first mention.
    pub all: Vec<Actor>,
    at: BTreeMap<Place, usize>,
    /// The second sentence of running text: until there a story introduces its actors.
    pub(crate) lead_ends: usize,
}

impl Actors {
    /// The actor that the noun phrase headed by `place` speaks of.
    pub fn at(&self, place: Place) -> Option<usize> {
        self.at.get(&place).copied()
    }
}

impl Actors {
    /// Where the article speaks of an actor first.
    pub fn place_of(&self, actor: usize) -> Option<Place> {
        self.at.iter().find(|(_, a)| **a == actor).map(|(place, _)| *place)
    }
}

/// How many sentences back a pronoun looks.
const REACH: usize = 4;

/// Reads all noun phrases in roles, all names and the speakers of quotations, in text order.
pub fn actors(
    document: &Document,
    coded: &Coded,
    lexicon: &Lexicon,
    knowledge: &Knowledge,
    gazetteer: &Gazetteer,
    on: Option<Date>,
    home: Option<&str>,
) -> Actors {
    let mut wanted: Vec<Place> = Vec::new();
    for (s, sentence) in document.sentences.iter().enumerate() {
        if sentence.tokens.is_empty() {
            continue;
        }
        let mut tokens: Vec<usize> = coded.matches[s].iter().flat_map(|m| m.actors.iter().chain(&m.recipients).copied()).collect();
        tokens.extend(
            coded
                .claims
                .iter()
                .filter(|c| c.sentence == s)
                .flat_map(|c| c.claimant.iter().chain(&c.alleged))
                .filter(|p| p.sentence == s)
                .map(|p| p.token),
        );
        let tree = Tree::new(&document.text, sentence);
        for name in &sentence.names {
            if name.kind != NameKind::Place {
                let head =
                    (name.first..name.end.min(tree.len())).find(|t| tree.token(*t).head.is_none_or(|h| h < name.first || h >= name.end));
                tokens.extend(head);
            }
        }
        // "Norwegian" and "Refugee" in the name of a council are nobody.
        let in_name = |t: usize| {
            let token = tree.token(t);
            let modifies = matches!(token.deprel, Deprel::Compound | Deprel::Amod);
            modifies && sentence.names.iter().any(|n| [Some(t), token.head].iter().flatten().all(|w| (n.first..n.end).contains(w)))
        };
        tokens.extend((0..tree.len()).filter(|t| !in_name(*t)).filter(|t| {
            matches!(tree.token(*t).deprel, Deprel::Nsubj | Deprel::NsubjPass | Deprel::OblAgent | Deprel::NmodPoss | Deprel::Obj)
                || (matches!(tree.token(*t).deprel, Deprel::Nmod | Deprel::Compound | Deprel::Amod | Deprel::Appos | Deprel::Conj)
                    && tree.token(*t).span.of(&document.text).starts_with(char::is_uppercase))
                || (tree.token(*t).deprel == Deprel::Nmod && matches!(tree.preposition(*t).as_str(), "of" | "by" | "from"))
                || (tree.token(*t).deprel == Deprel::Obl
                    && tree.preposition(*t) == "with"
                    && tree.token(*t).span.of(&document.text).starts_with(char::is_uppercase))
        }));
        tokens.sort_unstable();
        tokens.dedup();
        wanted.extend(tokens.into_iter().map(|token| Place { sentence: s, token }));
    }
    let running =
        document.sentences.iter().enumerate().filter(|(_, s)| matches!(s.role, SegmentRole::Body | SegmentRole::Quote)).map(|(n, _)| n);
    let mut actors = Actors { lead_ends: running.take(2).last().unwrap_or(0), ..Actors::default() };
    for place in wanted {
        let sentence = &document.sentences[place.sentence];
        let tree = Tree::new(&document.text, sentence);
        if tree.token(place.token).upos == Upos::Verb {
            continue;
        }
        if let Some(found) = one(document, coded, knowledge, gazetteer, on, home, &tree, place, &mut actors) {
            actors.at.insert(place, found);
        }
    }
    speakers_in_documents(document, coded, lexicon, &mut actors);
    actors
}

/// Unnamed people who speak where a group shows a document ("the group released a video in which masked men …") are that group.
fn speakers_in_documents(document: &Document, coded: &Coded, lexicon: &Lexicon, actors: &mut Actors) {
    for (s, matches) in coded.matches.iter().enumerate() {
        let tree = Tree::new(&document.text, &document.sentences[s]);
        let shown = matches.iter().filter(|m| lexicon.patterns[m.pattern].content == Some(Content::Document));
        let owner = shown
            .filter_map(|m| m.actors.first())
            .filter_map(|t| actors.at(Place { sentence: s, token: *t }))
            .find(|a| actors.all[*a].kind != ActorKind::Media);
        let Some(owner) = owner else { continue };
        for token in matches.iter().filter(|m| lexicon.patterns[m.pattern].code.is_some()).flat_map(|m| &m.actors) {
            let Some(speaker) = actors.at(Place { sentence: s, token: *token }).filter(|a| *a != owner) else { continue };
            let people = matches!(
                tree.lemma(*token).as_str(),
                "man"
                    | "men"
                    | "fighter"
                    | "militant"
                    | "gunman"
                    | "figure"
                    | "people"
                    | "rebel"
                    | "member"
                    | "soldier"
                    | "woman"
                    | "spokesman"
            );
            if people && actors.all[speaker].known.is_none() && !actors.all[speaker].named {
                let mentions = std::mem::take(&mut actors.all[speaker].mentions);
                actors.all[owner].mentions.extend(mentions);
                actors.all[owner].mentions.sort_by_key(|(s, span)| (*s, span.start));
                actors.at.values_mut().filter(|a| **a == speaker).for_each(|a| *a = owner);
            }
        }
    }
}

#[allow(clippy::too_many_arguments)]
fn one(
    document: &Document,
    coded: &Coded,
    knowledge: &Knowledge,
    gazetteer: &Gazetteer,
    on: Option<Date>,
    home: Option<&str>,
    tree: &Tree,
    place: Place,
    actors: &mut Actors,
) -> Option<usize> {
    let sentence = &document.sentences[place.sentence];
    // An apposition or a name inside a phrase already read belongs to that phrase.
    if let Some(outer) = outer_phrase(tree, place.token)
        && let Some(found) = actors.at(Place { token: outer, ..place })
    {
        return Some(found);
    }
    let country_of = |name: &str| gazetteer.named(name).first().and_then(|id| gazetteer.get(*id).country.clone());
    let mut reading = knowledge.read_with(sentence, &document.text, place.token, on, &country_of);
    if reading.is_pronoun {
        return pronoun(document, coded, tree, place, actors);
    }
    if reading.sector == Some(Sector::Unk) {
        reading.sector = None;
    }
    // "Baghdad said": a capital that acts is its government.
    if let Some(country) = reading.metonym.clone().filter(|_| matches!(tree.token(place.token).deprel, Deprel::Nsubj | Deprel::OblAgent)) {
        reading.id = Some(country.clone());
        reading.name = knowledge.country(&country).map_or(reading.name, |c| c.name.clone());
        (reading.country, reading.sector) = (Some(country), Some(Sector::Gov));
        (reading.kind, reading.political, reading.known) = (ActorKind::State, Political::Yes, true);
    }
    // "Israeli strikes": the adjective of a country that acts or is hit is the country.
    if tree.token(place.token).deprel == Deprel::Amod
        && reading.sector == Some(Sector::Cvl)
        && let Some(country) = reading.country.clone().and_then(|c| knowledge.country(&c))
    {
        (reading.id, reading.name) = (Some(country.iso3.clone()), country.name.clone());
        (reading.kind, reading.sector, reading.political, reading.known) = (ActorKind::State, Some(Sector::Gov), Political::Yes, true);
    }
    own_country(document, coded, tree, place, actors, &mut reading);
    // "fighters of the Front" are the Front.
    let of_group = matches!(
        tree.lemma(place.token).as_str(),
        "fighter" | "member" | "militant" | "gunman" | "rebel" | "insurgent" | "man" | "force" | "troop"
    );
    let group = tree.by(place.token, &[Deprel::Nmod]).into_iter().find(|c| of_group && tree.preposition(*c) == "of" && is_name(tree, *c));
    if let Some(token) = group {
        let inner = Place { token, ..place };
        let found = actors.at(inner).or_else(|| one(document, coded, knowledge, gazetteer, on, home, tree, inner, actors));
        if let Some(found) = found.filter(|a| !matches!(actors.all[*a].kind, ActorKind::Person | ActorKind::State)) {
            let actor = &mut actors.all[found];
            // Gunmen make a brigade an armed group, not a part of an army.
            let unlawful = armed(reading.sector) && actor.known.is_none();
            actor.sector = if unlawful { reading.sector } else { actor.sector.or(reading.sector) };
            actor.country = actor.country.take().or_else(|| home.map(str::to_owned));
            if unlawful {
                actor.kind = ActorKind::ArmedGroup;
                actor.political = Political::Yes;
            }
            actor.mentions.push((place.sentence, reading.span));
            actors.at.insert(inner, found);
            return Some(found);
        }
    }
    // "at least five fighters": the bound is no part of the name.
    if let Some(name) = reading.name.strip_prefix("least ") {
        reading.name = name.to_owned();
    }
    let quoted = document.quotations.iter().any(|q| q.span.contains(tree.token(place.token).span));
    if let Some(name) = called(tree, place.token) {
        let named = knowledge.read(sentence, &document.text, name, on);
        let proper = tree.span_of(name, &[Deprel::AclRelcl, Deprel::Acl, Deprel::Punct, Deprel::Appos]);
        let found = describe(actors, quoted, tree, place, &reading).unwrap_or_else(|| add(actors, quoted, tree, place, &reading));
        let actor = &mut actors.all[found];
        if !actor.named {
            actor.name = named.id.as_ref().map_or_else(|| proper.of(&document.text).to_owned(), |_| named.name.clone());
            actor.named = true;
            actor.known = actor.known.take().or(named.id);
            if actor.political != Political::Yes {
                actor.political = named.political;
            }
        }
        actor.mentions.push((place.sentence, reading.span));
        actors.at.insert(Place { token: name, ..place }, found);
        return Some(found);
    }
    let found = known(actors, &reading)
        .or_else(|| same_name(actors, tree, place, &reading))
        .or_else(|| describe(actors, quoted, tree, place, &reading));
    let found = match found {
        Some(found) => found,
        None => {
            let weapon = crate::parties::weapon(&tree.lemma(place.token)).is_some();
            if !weapon
                && reading.country.is_none()
                && reading.political != Political::No
                && !reading.known
                && (is_organ(&reading) || !is_name(tree, place.token))
            {
                reading.country = home.map(str::to_owned);
            }
            add(actors, quoted, tree, place, &reading)
        }
    };
    let actor = &mut actors.all[found];
    if !actor.mentions.contains(&(place.sentence, reading.span)) {
        actor.mentions.push((place.sentence, reading.span));
    }
    let fuller = reading.known && actor.known.is_none()
        || (is_name(tree, place.token) && !reading.known && actor.known.is_none() && reading.name.len() > actor.name.len() && actor.named);
    if fuller {
        actor.name = reading.name.clone();
    }
    actor.known = actor.known.take().or(reading.id);
    actor.country = actor.country.take().or(reading.country);
    actor.sector = actor.sector.or(reading.sector);
    if reading.political == Political::Yes {
        actor.political = Political::Yes;
    }
    Some(found)
}

/// Whose it is, where the words alone do not say: "our bases" are the speaker's, "US bases and the embassy" share their country, and an
/// embassy is not its host's.
fn own_country(document: &Document, coded: &Coded, tree: &Tree, place: Place, actors: &mut Actors, reading: &mut Reading) {
    let owner = tree.by(place.token, &[Deprel::NmodPoss]).into_iter().find(|t| tree.token(*t).upos == Upos::Pron);
    if let Some(owner) = owner.and_then(|token| pronoun(document, coded, tree, Place { token, ..place }, actors)) {
        let owner = &actors.all[owner];
        reading.country = owner.country.clone();
        // "its spokesman" speaks for whatever it is.
        if reading.thing
            || (!reading.known && matches!(reading.kind, ActorKind::Person | ActorKind::Group) && owner.kind != ActorKind::Person)
        {
            reading.sector = owner.sector.or(reading.sector);
        }
        return;
    }
    // "Russian officials and analysts": the second noun shares what stands before the first.
    let bare = tree.by(place.token, &[Deprel::Amod, Deprel::Compound, Deprel::NmodPoss, Deprel::Det, Deprel::Nmod]).is_empty();
    let shared =
        tree.token(place.token).head.filter(|_| tree.token(place.token).deprel == Deprel::Conj && bare && !is_name(tree, place.token));
    if let Some(first) = shared.and_then(|token| actors.at(Place { token, ..place })).filter(|_| reading.country.is_none()) {
        reading.country = actors.all[first].country.clone();
    }
    if matches!(tree.lemma(place.token).as_str(), "embassy" | "consulate" | "ambassador" | "envoy" | "diplomat") {
        let modified = !tree.by(place.token, &[Deprel::Amod, Deprel::Compound, Deprel::NmodPoss]).is_empty();
        if !modified {
            let first = tree.token(place.token).head.filter(|_| tree.token(place.token).deprel == Deprel::Conj);
            let shared = first.and_then(|token| actors.at(Place { token, ..place }));
            reading.country = shared.and_then(|a| actors.all[a].country.clone());
        }
    }
}

/// The head of the phrase that `token` is an apposition of.
fn outer_phrase(tree: &Tree, token: usize) -> Option<usize> {
    let t = tree.token(token);
    matches!(t.deprel, Deprel::Appos | Deprel::Flat).then_some(t.head).flatten()
}

/// The name in "a group called X", "known as X", "X, the group".
fn called(tree: &Tree, head: usize) -> Option<usize> {
    let verb = tree
        .by(head, &[Deprel::Acl, Deprel::AclRelcl])
        .into_iter()
        .find(|v| matches!(tree.lemma(*v).as_str(), "call" | "name" | "know" | "dub" | "style"));
    if let Some(verb) = verb {
        let below = tree.by(verb, &[Deprel::Xcomp, Deprel::Obj, Deprel::Obl, Deprel::OblUnmarked]);
        return below.into_iter().find(|t| is_name(tree, *t));
    }
    if is_name(tree, head) {
        return None;
    }
    tree.by(head, &[Deprel::Appos]).into_iter().find(|t| is_name(tree, *t))
}

fn is_name(tree: &Tree, token: usize) -> bool {
    tree.token(token).upos == Upos::Propn
}

fn is_organ(reading: &Reading) -> bool {
    use Sector::*;
    matches!(reading.sector, Some(Gov | Cop | Mil | Leg | Jud | Opp | Spy | Pty))
}

fn known(actors: &Actors, reading: &Reading) -> Option<usize> {
    let id = reading.id.as_ref()?;
    actors.all.iter().position(|a| a.known.as_ref() == Some(id) && (a.thing == reading.thing))
}

/// A name that shares its words with one met before: "Sadr" after "Muqtada al-Sadr".
fn same_name(actors: &Actors, tree: &Tree, place: Place, reading: &Reading) -> Option<usize> {
    if !is_name(tree, place.token) {
        return None;
    }
    let own = name_words(&reading.name);
    if own.is_empty() {
        return None;
    }
    let fits = |a: &Actor| {
        let other = name_words(&a.name);
        let (small, large) = if own.len() <= other.len() { (&own, &other) } else { (&other, &own) };
        a.named
            && !other.is_empty()
            && small.iter().all(|w| large.contains(w))
            && (reading.kind == ActorKind::Person
                || a.kind == ActorKind::Person
                || own.len() == other.len()
                || initials(&a.name, &reading.name))
    };
    (0..actors.all.len()).rev().find(|i| fits(&actors.all[*i]))
}

fn initials(long: &str, short: &str) -> bool {
    let first: String = long.split_whitespace().filter_map(|w| w.chars().next()).filter(|c| c.is_uppercase()).collect();
    short.len() > 1 && first == short
}

fn name_words(name: &str) -> Vec<String> {
    const SMALL: [&str; 10] = ["al", "el", "the", "de", "of", "bin", "ibn", "mr", "mrs", "group"];
    name.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() > 1 && !SMALL.contains(w)).map(str::to_owned).collect()
}

fn add(actors: &mut Actors, quoted: bool, tree: &Tree, place: Place, reading: &Reading) -> usize {
    let plural = tree.token(place.token).feats.has("Number=Plur");
    let some = tree.by(place.token, &[Deprel::Det]).iter().any(|d| matches!(tree.lemma(*d).as_str(), "some" | "several" | "many" | "any"));
    actors.all.push(Actor {
        known: reading.id.clone(),
        name: reading.name.clone(),
        kind: reading.kind,
        country: reading.country.clone(),
        sector: reading.sector,
        political: reading.political,
        named: reading.known || is_name(tree, place.token),
        thing: reading.thing,
        mentions: vec![(place.sentence, reading.span)],
        head: tree.lemma(place.token),
        plural,
        count: count(tree, place.token),
        quoted,
        generic: some,
    });
    actors.all.len() - 1
}

/// "he" is no spokeswoman and "she" no spokesman; most nouns leave it open.
fn suits(pronoun: &str, head: &str) -> bool {
    let female =
        head.ends_with("woman") || matches!(head, "mother" | "queen" | "daughter" | "wife" | "sister" | "girl" | "princess" | "actress");
    let man = head.ends_with("man") && !head.ends_with("woman") && head != "human";
    let male = man || matches!(head, "father" | "king" | "son" | "husband" | "brother" | "boy" | "prince");
    match pronoun {
        "he" | "him" | "his" | "himself" => !female,
        "she" | "her" | "hers" | "herself" => !male,
        _ => true,
    }
}

/// The numeral before a noun.
fn count(tree: &Tree, token: usize) -> Option<String> {
    tree.by(token, &[Deprel::Nummod]).first().map(|n| tree.lemma(*n))
}

fn armed(sector: Option<Sector>) -> bool {
    matches!(sector, Some(Sector::Uaf | Sector::Reb | Sector::Prm | Sector::Crm))
}

/// A definite description that fits an actor met before, the last one first; or a lead that introduces the story's actor again.
fn describe(actors: &Actors, quoted: bool, tree: &Tree, place: Place, reading: &Reading) -> Option<usize> {
    if is_name(tree, place.token) {
        return None;
    }
    let determiner = tree.by(place.token, &[Deprel::Det]).first().map(|d| tree.lemma(*d));
    let definite = matches!(determiner.as_deref(), Some("the" | "this" | "these" | "that" | "those"));
    let lead = matches!(tree.sentence.role, SegmentRole::Headline | SegmentRole::Standfirst) || place.sentence <= actors.lead_ends;
    let lemma = tree.lemma(place.token);
    let vague = matches!(
        lemma.as_str(),
        "group"
            | "man"
            | "men"
            | "organisation"
            | "organization"
            | "movement"
            | "party"
            | "militant"
            | "fighter"
            | "gunman"
            | "faction"
            | "outfit"
            | "attacker"
            | "member"
            | "rebel"
            | "insurgent"
            | "militia"
            | "woman"
            | "leader"
            | "body"
            | "agency"
            | "country"
            | "side"
    );
    let fits = |a: &Actor| {
        if a.thing != reading.thing || a.generic || (a.quoted && !quoted) || a.political == Political::No || a.sector == Some(Sector::Jrn) {
            return false;
        }
        let countries = match (&a.country, &reading.country) {
            (Some(x), Some(y)) => x == y,
            _ => true,
        };
        let sectors = a.sector == reading.sector || (armed(a.sector) && (armed(reading.sector) || reading.sector.is_none()));
        let kinds = match reading.kind {
            ActorKind::Person => {
                a.kind == ActorKind::Person
                    || (reading_is_plural(tree, place) && matches!(a.kind, ActorKind::ArmedGroup | ActorKind::Group))
            }
            ActorKind::ArmedGroup => matches!(a.kind, ActorKind::ArmedGroup | ActorKind::Group),
            _ => a.kind != ActorKind::Person || reading.kind == ActorKind::Group,
        };
        if definite && lemma == a.head && !vague {
            return countries && (a.sector == reading.sector || reading.sector.is_none());
        }
        if definite && vague {
            let armed_word = armed(reading.sector) || matches!(lemma.as_str(), "group" | "man" | "men" | "member");
            return countries
                && kinds_of(a, lemma.as_str())
                && (sectors || reading.sector.is_none() && (armed(a.sector) || !armed_word || a.kind == ActorKind::Organisation))
                && (kinds || reading.sector.is_none());
        }
        lead && matches!(determiner.as_deref(), None | Some("a" | "an"))
            && a.head == lemma
            && countries
            && sectors
            && !a.named
            && (!a.plural || (a.count.is_some() && a.count == count(tree, place.token)))
    };
    let last = |i: &usize| actors.all[*i].mentions.iter().map(|(s, span)| (*s, span.start)).max();
    (0..actors.all.len()).filter(|i| fits(&actors.all[*i])).max_by_key(last)
}

fn reading_is_plural(tree: &Tree, place: Place) -> bool {
    tree.token(place.token).feats.has("Number=Plur")
}

/// Can a vague noun stand for this actor: "the country" for a state, "the leader" for a person, "the men" for a group of them?
fn kinds_of(actor: &Actor, lemma: &str) -> bool {
    match lemma {
        "country" => actor.kind == ActorKind::State,
        "leader" | "woman" => actor.kind == ActorKind::Person,
        "man" => true,
        "party" => actor.sector == Some(Sector::Pty) || actor.kind == ActorKind::Organisation,
        "agency" | "body" => matches!(actor.kind, ActorKind::Igo | ActorKind::Organisation | ActorKind::StateOrgan | ActorKind::Media),
        _ => !matches!(actor.kind, ActorKind::State | ActorKind::Person | ActorKind::Media),
    }
}

fn pronoun(document: &Document, coded: &Coded, tree: &Tree, place: Place, actors: &Actors) -> Option<usize> {
    let lemma = tree.lemma(place.token);
    let form = tree.token(place.token).span.of(&document.text).to_lowercase();
    let quotation = document.quotations.iter().position(|q| q.span.contains(tree.token(place.token).span));
    let speaker = quotation
        .and_then(|q| coded.speakers[q].as_ref())
        .and_then(|s| actors.at(s.who).or_else(|| later_speaker(document, coded, actors, s.who)));
    if matches!(form.as_str(), "i" | "we" | "us" | "me" | "our" | "my" | "ours" | "mine" | "ourselves" | "myself") {
        return speaker;
    }
    let persons = matches!(form.as_str(), "he" | "she" | "him" | "her" | "his" | "hers" | "himself" | "herself" | "who");
    let many = matches!(form.as_str(), "they" | "them" | "their" | "theirs" | "themselves");
    let things = matches!(form.as_str(), "it" | "its" | "itself");
    if !(persons || many || things) || lemma == "there" {
        return None;
    }
    // "He also said …" goes on with whoever spoke in the sentence before.
    if persons && tree.token(place.token).deprel == Deprel::Nsubj && quotation.is_none() {
        let says = |s: usize, t: usize| coded.matches[s].iter().any(|m| m.token == t && m.actors.first().is_some_and(|a| *a != t));
        let speaks_here = tree.token(place.token).head.is_some_and(|h| says(place.sentence, h));
        let before = place.sentence.checked_sub(1).filter(|_| speaks_here);
        let quoted = before.and_then(|s| {
            let spoken = document.quotations.iter().rposition(|q| q.span.overlaps(document.sentences[s].span))?;
            coded.speakers[spoken].as_ref()
        });
        if let Some(actor) =
            quoted.and_then(|s| actors.at(s.who)).filter(|a| actors.all[*a].kind == ActorKind::Person && suits(&form, &actors.all[*a].head))
        {
            return Some(actor);
        }
    }
    let own_clause = tree.path(place.token).into_iter().find(|t| tree.is_clause(*t));
    let mut candidates: Vec<(Place, usize)> =
        actors.at.iter().filter(|(p, _)| **p < place && p.sentence + REACH > place.sentence).map(|(p, a)| (*p, *a)).collect();
    candidates.sort_unstable();
    let fits = |(p, a): &&(Place, usize)| {
        let actor = &actors.all[*a];
        let inside_clause = p.sentence == place.sentence
            && own_clause.is_some()
            && tree.path(p.token).into_iter().find(|t| tree.is_clause(*t)) == own_clause
            && !matches!(form.as_str(), "his" | "her" | "its" | "their");
        let kind = match actor.kind {
            ActorKind::Person => persons && !actor.plural || many && actor.plural,
            ActorKind::State | ActorKind::StateOrgan | ActorKind::Organisation | ActorKind::Media | ActorKind::Igo => {
                things || many && actor.kind != ActorKind::State
            }
            ActorKind::ArmedGroup => things && !actor.plural || many,
            ActorKind::Group => many || things && !actor.plural,
        };
        let in_speech =
            quotation.is_none() && document.quotations.iter().any(|q| q.span.contains(document.sentences[p.sentence].tokens[p.token].span));
        kind && !in_speech
            && suits(&form, &actor.head)
            && !inside_clause
            && !actor.thing
            && actor.political != Political::No
            && Some(*a) != speaker.filter(|_| quotation.is_some())
    };
    let subject =
        |(p, _): &&(Place, usize)| matches!(document.sentences[p.sentence].tokens[p.token].deprel, Deprel::Nsubj | Deprel::NsubjPass);
    // The subject of the sentence before is the likeliest; else the last that fits.
    let here = candidates.iter().rev().filter(|c| c.0.sentence == place.sentence).filter(fits).max_by_key(|c| (subject(c), c.0));
    let before = (1..REACH).find_map(|back| {
        let s = place.sentence.checked_sub(back)?;
        let in_it: Vec<_> = candidates.iter().filter(|c| c.0.sentence == s).filter(fits).collect();
        in_it.iter().find(|c| subject(c)).or(in_it.last()).map(|c| **c)
    });
    here.map(|c| c.1).or(before.map(|c| c.1))
}

/// The speaker may be named only after the speech; then its actor is not read yet, but one with its words may be known.
fn later_speaker(document: &Document, coded: &Coded, actors: &Actors, who: Place) -> Option<usize> {
    let sentence = &document.sentences[who.sentence];
    let tree = Tree::new(&document.text, sentence);
    let _ = coded;
    let lemma = tree.lemma(who.token);
    if tree.token(who.token).upos == Upos::Pron {
        return actors
            .at
            .iter()
            .rev()
            .find(|(p, a)| {
                p.sentence + REACH > who.sentence
                    && matches!(document.sentences[p.sentence].tokens[p.token].deprel, Deprel::Nsubj)
                    && actors.all[**a].kind == ActorKind::Person
            })
            .map(|(_, a)| *a);
    }
    (0..actors.all.len()).rev().find(|i| actors.all[*i].head == lemma || name_words(&actors.all[*i].name).contains(&lemma))
}
