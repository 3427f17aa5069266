//! Finds place names in a sentence: the longest run of words that the gazetteer knows, written as a name is written.

use super::gazetteer::{Gazetteer, PlaceId, PlaceKind};
use super::names::{fold, is_dash, join};
use casus_record::Span;
use casus_text::{NameKind, Sentence, Upos};

/// A place name in a text and what it may mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Toponym {
    /// Where it stands.
    pub span: Span,
    /// First token; 0 if the sentence has no tokens.
    pub first: usize,
    /// One past the last token.
    pub end: usize,
    /// The words.
    pub name: String,
    /// Places of that name, best known first.
    pub candidates: Vec<PlaceId>,
    /// The one meant, or why none.
    pub chosen: Result<PlaceId, Unresolved>,
    /// Kind of the chosen place.
    pub kind: Option<PlaceKind>,
    /// It is part of the name of a person or organisation ("Bank of Baghdad"): where nothing happens.
    pub inside_name: bool,
}

/// Why a place name stays without a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unresolved {
    /// The gazetteer does not know it.
    NotInGazetteer,
    /// Several places have the name and nothing decides.
    Ambiguous,
}

/// A word of the sentence as places see it: tokens cut at hyphens, so that "Deir al-Zour" is three whatever the tokeniser did.
struct Piece<'t> {
    span: Span,
    token: usize,
    text: &'t str,
    folded: String,
    /// Only white space, hyphens or apostrophes stand between it and the one before.
    joined: bool,
}

/// The place names of a sentence, in text order, each resolved by itself; see [`super::resolve_document`] for the whole article.
pub fn find(text: &str, sentence: &Sentence, gazetteer: &Gazetteer) -> Vec<Toponym> {
    let Some(_) = text.get(sentence.span.start..sentence.span.end) else { return Vec::new() };
    let pieces = pieces(text, sentence);
    let mut out: Vec<Toponym> = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        match longest(&pieces, at, text, sentence, gazetteer) {
            Some((end, ids)) => {
                out.push(toponym(&pieces[at..end], names_a_thing(pieces.get(end)), text, sentence, gazetteer, ids));
                at = end;
            }
            None => at += 1,
        }
    }
    add_unknown(&mut out, text, sentence);
    out.retain(|t| !is_person(sentence, t));
    super::disambiguate::in_sentence(text, &mut out, gazetteer);
    out
}

fn toponym(pieces: &[Piece<'_>], is_title: bool, text: &str, sentence: &Sentence, gazetteer: &Gazetteer, ids: Vec<PlaceId>) -> Toponym {
    let span = pieces[0].span.join(pieces[pieces.len() - 1].span);
    let (first, end) = if sentence.tokens.is_empty() { (0, 0) } else { (pieces[0].token, pieces[pieces.len() - 1].token + 1) };
    let best = ids[0];
    Toponym {
        span,
        first,
        end,
        name: span.of(text).to_owned(),
        chosen: Ok(best),
        kind: Some(gazetteer.get(best).kind),
        candidates: ids,
        inside_name: is_inside_organisation(sentence, first, end) || is_title,
    }
}

fn longest(pieces: &[Piece<'_>], at: usize, text: &str, sentence: &Sentence, gazetteer: &Gazetteer) -> Option<(usize, Vec<PlaceId>)> {
    let first = &pieces[at];
    if !first.text.starts_with(|c: char| c.is_uppercase() || c == 'a' || c == 'e' || c.is_ascii_digit()) {
        return None;
    }
    if at > 0 && is_other_place(pieces.get(at - 1), first) {
        return None;
    }
    // Articles inside a name do not count towards its length, so the window is wider than the longest key.
    let most = (gazetteer.longest() + 3).min(pieces.len() - at);
    let mut run = 1;
    while run < most && pieces[at + run].joined {
        run += 1;
    }
    for len in (1..=run).rev() {
        let window = &pieces[at..at + len];
        let of = |pieces: &[Piece<'_>]| gazetteer.of_key(&join(pieces.iter().map(|p| p.folded.clone()).collect()));
        let mut ids = of(window).to_vec();
        if ids.is_empty() && len > 1 && is_division(&window[len - 1].folded) {
            ids = of(&window[..len - 1]).to_vec();
            ids.retain(|id| matches!(gazetteer.get(*id).kind, PlaceKind::Admin1 | PlaceKind::Admin2 | PlaceKind::Region));
        }
        if !ids.is_empty() && is_written_as_name(window, pieces, at, text, sentence, gazetteer, &ids) {
            return Some((at + len, ids));
        }
    }
    None
}

/// "the Paris Agreement", "Baghdad University", "the Geneva Conventions": named after a place, but nothing happened there.
fn names_a_thing(next: Option<&Piece<'_>>) -> bool {
    next.is_some_and(|p| {
        p.joined
            && (matches!(
                p.folded.as_str(),
                "accord" | "accords" | "agreement" | "agreements" | "convention" | "conventions" | "protocol" | "treaty" | "declaration"
            ) || (p.text.starts_with(char::is_uppercase)
                && matches!(
                    p.folded.as_str(),
                    "university"
                        | "institute"
                        | "times"
                        | "post"
                        | "tribune"
                        | "herald"
                        | "bank"
                        | "club"
                        | "fc"
                        | "street"
                        | "road"
                        | "avenue"
                        | "boulevard"
                        | "lane"
                        | "county"
                        | "township"
                )))
    })
}

/// "New London", "South Charleston", "Fort Washington": another place than the one that lends its name.
fn is_other_place(before: Option<&Piece<'_>>, first: &Piece<'_>) -> bool {
    first.joined
        && before.is_some_and(|p| {
            p.text.starts_with(char::is_uppercase)
                && matches!(
                    p.folded.as_str(),
                    "new" | "fort" | "port" | "lake" | "mount" | "san" | "santa" | "saint" | "st" | "old" | "little"
                )
        })
}

/// "Babil province" is Babil where that is a province, and not the town of the same name.
fn is_division(folded: &str) -> bool {
    matches!(
        folded,
        "province" | "governorate" | "region" | "district" | "state" | "oblast" | "county" | "department" | "prefecture" | "republic"
    )
}

/// "Reading" the town, but not "reading"; in a headline in capitals every word is large, which proves nothing for doubtful names.
fn is_written_as_name(
    window: &[Piece<'_>],
    all: &[Piece<'_>],
    at: usize,
    text: &str,
    sentence: &Sentence,
    gazetteer: &Gazetteer,
    ids: &[PlaceId],
) -> bool {
    let (first, last) = (&window[0], &window[window.len() - 1]);
    let is_small = |p: &Piece<'_>| {
        matches!(
            p.folded.as_str(),
            "al" | "el"
                | "ad"
                | "ez"
                | "ash"
                | "as"
                | "of"
                | "the"
                | "and"
                | "de"
                | "la"
                | "del"
                | "du"
                | "ul"
                | "en"
                | "es"
                | "sur"
                | "le"
                | "les"
                | "ar"
                | "at"
                | "an"
                | "da"
                | "do"
                | "dos"
                | "das"
                | "au"
                | "e"
                | "i"
                | "on"
                | "upon"
        )
    };
    if is_small(last)
        || (matches!(first.text, "the" | "The" | "a" | "an" | "as" | "at")
            || matches!(first.folded.as_str(), "the" | "an" | "as" | "at" | "en" | "et"))
    {
        // "al-Raqqa" may begin small, "as Raqqa" and "the Raqqa" begin at Raqqa.
        if !(window.len() > 1 && glued(text, first, &window[1]) && !matches!(first.folded.as_str(), "the")) {
            return false;
        }
    }
    let large = |p: &Piece<'_>| p.text.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
    if !window.iter().any(large) || !window.iter().all(|p| large(p) || is_small(p) || is_generic(&p.folded)) {
        return false;
    }
    if window.len() == 1 {
        let kinds_are_countries = ids.iter().any(|id| matches!(gazetteer.get(*id).kind, PlaceKind::Country));
        let only_letters_up = first.text.len() > 1 && first.text.chars().all(|c| !c.is_lowercase());
        let key_is_acronym = ids.iter().any(|id| has_acronym(gazetteer, *id, &first.folded));
        // "US" is a country, "us" no; "IT" and "Us" no.
        if key_is_acronym && !only_letters_up {
            return false;
        }
        if is_common_word(&first.folded) && !has_place_context(all, at, sentence) {
            return false;
        }
        // A lone surname after a first name: "Paris Hilton", "Michael Jordan", "President Israel".
        if !sentence.tokens.is_empty() {
            let t = &sentence.tokens[first.token];
            if matches!(t.upos, Upos::Verb | Upos::Aux | Upos::Adp | Upos::Det | Upos::Pron)
                && !kinds_are_countries
                && !is_named_place(sentence, first.token)
            {
                return false;
            }
        }
    }
    true
}

fn has_acronym(gazetteer: &Gazetteer, id: PlaceId, folded: &str) -> bool {
    let p = gazetteer.get(id);
    folded.len() <= 4
        && std::iter::once(&p.name)
            .chain(&p.aliases)
            .any(|n| fold(n) == folded && n.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase))
}

fn glued(text: &str, a: &Piece<'_>, b: &Piece<'_>) -> bool {
    let between = text.get(a.span.end..b.span.start).unwrap_or(" ");
    between.chars().all(is_dash) || matches!(a.folded.as_str(), "al" | "el")
}

/// Words that may be small inside a name.
fn is_generic(folded: &str) -> bool {
    matches!(
        folded,
        "province"
            | "governorate"
            | "region"
            | "district"
            | "state"
            | "city"
            | "county"
            | "oblast"
            | "island"
            | "islands"
            | "airport"
            | "crossing"
            | "base"
            | "camp"
            | "square"
            | "prison"
            | "air"
            | "airbase"
            | "border"
            | "river"
            | "valley"
            | "peninsula"
            | "mountains"
            | "desert"
            | "sea"
            | "gulf"
            | "strait"
            | "refugee"
            | "military"
            | "international"
            | "nuclear"
            | "power"
            | "plant"
            | "port"
            | "zone"
            | "area"
            | "eastern"
            | "western"
            | "northern"
            | "southern"
            | "central"
            | "bridge"
            | "mosque"
            | "dam"
            | "department"
            | "republic"
            | "capital"
            | "bank"
            | "strip"
            | "coast"
            | "basin"
            | "heights"
            | "corridor"
            | "territory"
            | "territories"
            | "s"
    )
}

/// Names that are also everyday words, first names or surnames: they need a preposition of place before them, or the name tagger's word.
fn is_common_word(folded: &str) -> bool {
    matches!(
        folded,
        "reading"
            | "nice"
            | "mobile"
            | "bath"
            | "split"
            | "hull"
            | "cork"
            | "deal"
            | "rugby"
            | "male"
            | "lima"
            | "victoria"
            | "sydney"
            | "florence"
            | "charlotte"
            | "austin"
            | "jackson"
            | "lincoln"
            | "washington"
            | "orange"
            | "phoenix"
            | "van"
            | "man"
            | "most"
            | "bari"
            | "ham"
            | "wells"
            | "sale"
            | "batman"
            | "tours"
            | "nancy"
            | "troy"
            | "independence"
            | "liberty"
            | "march"
            | "orlando"
            | "madison"
            | "kent"
            | "jordan"
            | "israel"
            | "chad"
            | "georgia"
            | "paris"
            | "london"
            | "milan"
            | "ali"
            | "hope"
            | "goma"
            | "pau"
            | "gao"
            | "bam"
            | "imam"
            | "sur"
            | "mali"
            | "oman"
            | "hit"
            | "lamb"
            | "dover"
            | "sofia"
            | "hamilton"
            | "wellington"
            | "kingston"
            | "santiago"
            | "san"
            | "buffalo"
            | "eden"
            | "normal"
            | "surprise"
            | "paradise"
            | "tripoli"
            | "ufa"
            | "poti"
            | "salem"
            | "bar"
            | "lod"
    ) && !matches!(
        folded,
        "jordan"
            | "israel"
            | "mali"
            | "oman"
            | "paris"
            | "london"
            | "tripoli"
            | "goma"
            | "gao"
            | "lima"
            | "sydney"
            | "santiago"
            | "washington"
            | "georgia"
            | "chad"
            | "sofia"
            | "milan"
    )
}

/// "in Reading", "near Hit", "Reading, England", or the tagger calls it a place.
fn has_place_context(pieces: &[Piece<'_>], at: usize, sentence: &Sentence) -> bool {
    let before = if at == 0 { "" } else { pieces[at - 1].folded.as_str() };
    matches!(before, "in" | "near" | "at" | "from" | "to" | "of" | "outside" | "around" | "towards" | "into" | "city" | "town")
        || is_named_place(sentence, pieces[at].token)
}

fn is_named_place(sentence: &Sentence, token: usize) -> bool {
    sentence.names.iter().any(|n| n.kind == NameKind::Place && n.first <= token && token < n.end)
}

fn is_person(sentence: &Sentence, t: &Toponym) -> bool {
    t.first < t.end && sentence.names.iter().any(|n| n.kind == NameKind::Person && n.first <= t.first && t.end <= n.end)
}

/// A name longer than the toponym that is an organisation's.
fn is_inside_organisation(sentence: &Sentence, first: usize, end: usize) -> bool {
    first < end
        && sentence
            .names
            .iter()
            .any(|n| n.kind == NameKind::Organisation && n.first <= first && end <= n.end && n.end - n.first > end - first)
}

/// What the name tagger calls a place and the gazetteer lacks.
fn add_unknown(found: &mut Vec<Toponym>, text: &str, sentence: &Sentence) {
    for n in sentence.names.iter().filter(|n| n.kind == NameKind::Place) {
        let Some(tokens) = sentence.tokens.get(n.first..n.end).filter(|t| !t.is_empty()) else { continue };
        let span = tokens[0].span.join(tokens[tokens.len() - 1].span);
        if found.iter().any(|t| t.span.overlaps(span)) || text.get(span.start..span.end).is_none() {
            continue;
        }
        found.push(Toponym {
            span,
            first: n.first,
            end: n.end,
            name: span.of(text).to_owned(),
            candidates: Vec::new(),
            chosen: Err(Unresolved::NotInGazetteer),
            kind: None,
            inside_name: false,
        });
    }
    found.sort_by_key(|t| t.span.start);
}

/// Tokens, or words of the plain text where there are none, cut at hyphens and stripped of signs.
fn pieces<'t>(text: &'t str, sentence: &Sentence) -> Vec<Piece<'t>> {
    let mut out: Vec<Piece<'t>> = Vec::new();
    let mut add = |token: usize, span: Span| {
        let Some(word) = text.get(span.start..span.end) else { return };
        let mut at = span.start;
        for part in word.split(|c: char| {
            is_dash(c) || c.is_whitespace() || matches!(c, '/' | ',' | ';' | ':' | '(' | ')' | '"' | '“' | '”' | '!' | '?')
        }) {
            let begin = at;
            // The separator is one character, which may be several bytes.
            at += part.len();
            at += text[at..].chars().next().map_or(0, char::len_utf8);
            let part = part.trim_end_matches("'s").trim_end_matches("’s");
            // The full stop of the sentence goes, that of "U.S." stays.
            let part = match part.strip_suffix('.') {
                Some(p) if !p.contains('.') && !matches!(p, "St" | "Mt" | "Ft") => p,
                _ => part,
            };
            let folded = fold(part);
            if folded.is_empty() {
                continue;
            }
            let span = Span::new(begin, begin + part.len());
            let joined = out.last().is_some_and(|p| {
                text.get(p.span.end..span.start).is_some_and(|gap| {
                    (folded == "dc" && gap.trim() == ",")
                        || gap.chars().all(|c| c.is_whitespace() || is_dash(c) || matches!(c, '\'' | '’' | '`'))
                        || (gap.starts_with('.') && p.text.len() <= 2 && gap[1..].trim().is_empty())
                })
            });
            out.push(Piece { span, token, text: part, folded, joined });
        }
    };
    if sentence.tokens.is_empty() {
        let mut start = None;
        let body = sentence.span.of(text);
        for (i, c) in body.char_indices().chain(std::iter::once((body.len(), ' '))) {
            match (c.is_whitespace(), start) {
                (true, Some(s)) => {
                    add(0, Span::new(sentence.span.start + s, sentence.span.start + i));
                    start = None;
                }
                (false, None) => start = Some(i),
                _ => {}
            }
        }
    } else {
        for (n, t) in sentence.tokens.iter().enumerate() {
            add(n, t.span);
        }
    }
    out
}
