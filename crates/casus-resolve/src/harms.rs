//! Who came to harm in a sentence: words of harm ("killed", "left 14 dead", "the death of", "no casualties") and how many they speak of.
//!
//! The tree says who undergoes the harm; [`quantities`] says how many these are. What the tree of a short headline gets wrong ("Three dead,
//! dozens injured in blast") is read from the words just before. Plurals without a number ("killing civilians") give no figure: how many is
//! unknown, and unknown is not one.

use crate::counts::{Count, Quantity, quantities};
use casus_coder::Tree;
use casus_record::{Harm, SegmentRole, Span};
use casus_text::{Deprel, Upos};

/// People harmed, with the words.
#[derive(Clone, Debug)]
pub(crate) struct Harmed {
    /// How.
    pub(crate) kind: Harm,
    /// The word of harm.
    pub(crate) token: usize,
    /// How many.
    pub(crate) count: Count,
    /// The words of the figure.
    pub(crate) span: Span,
    /// One known person ("the commander", "he"): says less than a figure of the same harm elsewhere.
    pub(crate) known: bool,
}

/// Captives as the lexicon found them: its entries know more ways to be arrested or abducted than this file.
pub(crate) struct Taken<'a> {
    /// Arrested or abducted.
    pub(crate) kind: Harm,
    /// The trigger.
    pub(crate) token: usize,
    /// Heads of the noun phrases in the recipient role.
    pub(crate) who: &'a [usize],
}

/// All harm in a sentence that comes with a figure, in text order. `is_person` knows which noun phrases speak of one human,
/// and which of another actor.
pub(crate) fn harms(tree: &Tree, taken: &[Taken], is_person: &dyn Fn(usize) -> Option<bool>) -> Vec<Harmed> {
    let quantities = quantities(tree);
    let reading = Reading { tree, quantities: &quantities, is_person };
    let mut out: Vec<Harmed> = Vec::new();
    for token in 0..tree.len() {
        let mut found: Vec<(Harm, Vec<usize>)> = undergoers(tree, token);
        for t in taken.iter().filter(|t| t.token == token && !found.iter().any(|(kind, _)| *kind == t.kind)).collect::<Vec<_>>() {
            found.push((t.kind, t.who.to_vec()));
        }
        for (kind, who) in found {
            let figure = reading
                .after(token, &who)
                .or_else(|| who.iter().find_map(|n| reading.sum(*n)))
                .or_else(|| reading.before_participle(token, &who));
            let Some(figure) = figure else { continue };
            let same = |h: &Harmed| h.kind == kind && h.span.overlaps(figure.span);
            if !out.iter().any(same) {
                out.push(Harmed { kind, token, count: figure.count, span: figure.span, known: figure.known });
            }
        }
    }
    out
}

/// The kind of harm that a verb or participle does to its object. Words with other uses ("execute", "seize", "hold") are left to the
/// lexicon's own entries.
fn harm_of(lemma: &str, form: &str) -> Option<Harm> {
    Some(match lemma {
        "kill" | "slay" | "murder" | "massacre" | "slaughter" | "assassinate" | "behead" => Harm::Dead,
        "wound" | "wounded" | "injure" | "injured" | "maim" | "hurt" => Harm::Injured,
        "abduct" | "kidnap" => Harm::Abducted,
        "arrest" | "detain" | "apprehend" => Harm::Arrested,
        "displace" | "uproot" | "evict" => Harm::Displaced,
        _ if matches!(form, "killed" | "slain") => Harm::Dead,
        _ => return None,
    })
}

/// What a noun of harm speaks of.
fn harm_noun(lemma: &str) -> Option<Harm> {
    Some(match lemma {
        "death" | "fatality" | "killing" | "murder" | "assassination" | "massacre" | "slaughter" | "dead" => Harm::Dead,
        "injury" | "wounding" | "wounded" | "injured" => Harm::Injured,
        "abduction" | "kidnapping" => Harm::Abducted,
        "arrest" | "detention" => Harm::Arrested,
        "displacement" => Harm::Displaced,
        _ => return None,
    })
}

/// Who undergoes the harm that a token speaks of, by kind; the token itself where it is what is counted ("10 deaths").
fn undergoers(tree: &Tree, h: usize) -> Vec<(Harm, Vec<usize>)> {
    let (lemma, token) = (tree.lemma(h), tree.token(h));
    let form = token.span.of(tree.text()).to_lowercase();
    let head = token.head;
    // "the death of 8 and injury of 26 farmers": the second phrase may hang on the first number, but its "of" stands right here.
    let of = |t: usize| {
        let mut phrases: Vec<usize> = tree.by(t, &[Deprel::Nmod]).into_iter().filter(|c| tree.preposition(*c) == "of").collect();
        let next = (t + 1 < tree.len() && tree.lemma(t + 1) == "of").then(|| tree.token(t + 1).head).flatten();
        phrases.extend(next.filter(|n| *n > t && phrases.is_empty()));
        phrases
    };
    let subjects = |t: usize| tree.frame(t).subjects;
    if matches!(lemma.as_str(), "die" | "perish") && token.upos == Upos::Verb {
        return vec![(Harm::Dead, subjects(h))];
    }
    if matches!(form.as_str(), "flee" | "fled" | "fleeing" | "driven" | "forced")
        && [Deprel::Obj, Deprel::Obl].iter().any(|r| tree.has(h, *r, &["home", "house", "village", "area"]))
    {
        let frame = tree.frame(h);
        return vec![(
            Harm::Displaced,
            if form.starts_with("fl") || frame.passive || frame.objects.is_empty() { frame.subjects } else { frame.objects },
        )];
    }
    if lemma == "life" {
        let Some(verb) = head else { return Vec::new() };
        return match tree.lemma(verb).as_str() {
            "lose" if tree.by(h, &[Deprel::NmodPoss]).is_empty() => vec![(Harm::Dead, vec![h])],
            "lose" => vec![(Harm::Dead, subjects(verb))],
            "claim" | "take" | "cost" => vec![(Harm::Dead, of(h).into_iter().chain([h]).collect())],
            _ => Vec::new(),
        };
    }
    // "left 14 people dead and 30 injured", "shot dead two guards", "took four men hostage".
    let kind_after_object = match lemma.as_str() {
        "dead" => Some(Harm::Dead),
        "hostage" | "captive" => Some(Harm::Abducted),
        "injured" | "wounded" | "injure" | "wound" => Some(Harm::Injured),
        _ => None,
    };
    if let (Some(kind), Some(verb)) =
        (kind_after_object, head.filter(|v| matches!(token.deprel, Deprel::Xcomp | Deprel::Advmod) && tree.token(*v).upos == Upos::Verb))
    {
        let frame = tree.frame(verb);
        return vec![(kind, if frame.passive { frame.subjects } else { frame.objects })];
    }
    // The same, with the adjective hung on the people it stands behind: "left 14 people dead".
    if let (Some(kind), Some(people)) = (kind_after_object, head.filter(|p| token.deprel == Deprel::Amod && *p < h)) {
        return vec![(kind, vec![people])];
    }
    if lemma == "casualty" && (tree.is_no(h) || tree.preposition(h) == "without") {
        return vec![(Harm::Dead, vec![h]), (Harm::Injured, vec![h])];
    }
    // "the death toll rose to 45", "put the number of dead at twelve".
    let of_dead = of(h).iter().any(|t| harm_noun(&tree.lemma(*t)) == Some(Harm::Dead));
    if lemma == "toll" && tree.has(h, Deprel::Compound, &["death"]) || lemma == "number" && of_dead {
        let near = tree.by(h, &[Deprel::Nmod]).into_iter().chain(head.map(|v| tree.by(v, &[Deprel::Obl])).unwrap_or_default());
        return vec![(Harm::Dead, near.filter(|t| matches!(tree.preposition(*t).as_str(), "to" | "at" | "of" | "above")).collect())];
    }
    if let Some(kind) = harm_noun(&lemma).filter(|_| token.upos.is_nominal()) {
        return vec![(kind, of(h).into_iter().chain([h]).collect())];
    }
    let kind = harm_of(&lemma, &form).or_else(|| (lemma == "dead" && token.deprel != Deprel::Amod).then_some(Harm::Dead));
    let (Some(kind), true) = (kind, matches!(token.upos, Upos::Verb | Upos::Adj)) else { return Vec::new() };
    let frame = tree.frame(h);
    let participle = token.upos == Upos::Adj || token.feats.has("VerbForm=Part") && token.feats.has("Tense=Past");
    let mut who = match () {
        () if frame.passive => frame.subjects,
        () if !frame.objects.is_empty() => frame.objects,
        // "eight were killed and two others wounded": the second participle has no auxiliary of its own.
        () if participle && !tree.children(h).iter().any(|c| tree.token(*c).deprel == Deprel::Aux) => frame.subjects,
        () => Vec::new(),
    };
    if who.is_empty() && participle && matches!(token.deprel, Deprel::Orphan | Deprel::Acl | Deprel::Amod) && token.upos == Upos::Verb {
        who.extend(head);
    }
    vec![(kind, who)]
}

/// What is counted that is no single human, so that its number is not theirs.
const UNITS: [&str; 34] = [
    "family",
    "household",
    "home",
    "house",
    "vehicle",
    "building",
    "village",
    "town",
    "city",
    "place",
    "animal",
    "cow",
    "cattle",
    "goat",
    "sheep",
    "camel",
    "horse",
    "bird",
    "dog",
    "percent",
    "%",
    "day",
    "week",
    "month",
    "year",
    "hour",
    "time",
    "tank",
    "attack",
    "incident",
    "group",
    "community",
    "person-day",
    "case",
];

/// Singular nouns that are several humans.
const COLLECTIVES: [&str; 20] = [
    "crew",
    "team",
    "unit",
    "convoy",
    "patrol",
    "crowd",
    "army",
    "militia",
    "population",
    "staff",
    "police",
    "number",
    "couple",
    "pair",
    "party",
    "force",
    "squad",
    "brigade",
    "majority",
    "part",
];

struct Figure {
    count: Count,
    span: Span,
    known: bool,
}

struct Reading<'a> {
    tree: &'a Tree<'a>,
    quantities: &'a [Quantity],
    is_person: &'a dyn Fn(usize) -> Option<bool>,
}

impl Reading<'_> {
    /// The figure of a noun phrase with all it is coordinated with: "a soldier and two officers" are three.
    fn sum(&self, n: usize) -> Option<Figure> {
        // "14 people dead and 30 others injured": what has a harm of its own is no part of this one.
        let other_harm = |t: usize| {
            self.tree.by(t, &[Deprel::Orphan, Deprel::Acl, Deprel::Xcomp]).into_iter().any(|c| harm_of(&self.tree.lemma(c), "").is_some())
        };
        let mut parts = self.tree.coordinated(n).into_iter().filter(|t| *t == n || !other_harm(*t));
        let mut sum = self.one(parts.next()?)?;
        for part in parts {
            let other = self.one(part);
            sum.count = sum.count.with(other.as_ref().map(|o| o.count));
            sum.span = other.as_ref().map_or(sum.span, |o| sum.span.join(o.span));
            sum.known = false;
        }
        Some(sum)
    }

    /// The figure of one noun phrase, by its head.
    fn one(&self, n: usize) -> Option<Figure> {
        let tree = self.tree;
        let head = tree.token(n);
        if tree.is_no(n) {
            let first = tree.by(n, &[Deprel::Det]).first().map_or(n, |d| *d);
            return Some(Figure { count: Count::exactly(0), span: tree.token(first).span.join(head.span), known: false });
        }
        if tree.preposition(n) == "without" && tree.lemma(n) == "casualty" {
            return Some(Figure {
                count: Count::exactly(0),
                span: tree.by(n, &[Deprel::Case]).first().map_or(head.span, |c| tree.token(*c).span.join(head.span)),
                known: false,
            });
        }
        if let Some(q) = self.quantities.iter().find(|q| q.holds(n)) {
            let what = tree.by(n, &[Deprel::Nmod]).into_iter().find(|c| tree.preposition(*c) == "of" && *c > q.last && *c <= q.last + 4);
            if what.is_some_and(|w| UNITS.contains(&tree.lemma(w).as_str())) {
                return None;
            }
            let span = what.map_or(q.span(tree), |w| q.span(tree).join(tree.token(w).span));
            return Some(Figure { count: q.count, span, known: false });
        }
        if UNITS.contains(&tree.lemma(n).as_str()) {
            return None;
        }
        if let Some(q) = self.before(n) {
            return Some(Figure { count: q.count, span: q.span(tree).join(head.span), known: false });
        }
        self.single(n)
    }

    /// The quantity that a noun's premodifiers begin with.
    fn before(&self, n: usize) -> Option<&Quantity> {
        let premodifier = |t: usize| {
            let token = self.tree.token(t);
            let inside = token.upos != Upos::Verb || token.deprel == Deprel::Amod;
            inside && matches!(token.upos, Upos::Adj | Upos::Noun | Upos::Propn | Upos::Verb) || self.tree.lemma(t) == "-"
        };
        let mut t = n;
        while t > 0 && n - t < 6 {
            t -= 1;
            if let Some(q) = self.quantities.iter().find(|q| q.last == t) {
                return Some(q);
            }
            if !premodifier(t) {
                return None;
            }
        }
        None
    }

    /// One human: "a soldier", "Soldier killed in blast", "the commander", "him".
    fn single(&self, n: usize) -> Option<Figure> {
        let tree = self.tree;
        let head = tree.token(n);
        let singular = head.feats.has("Number=Sing");
        let lemma = tree.lemma(n);
        let beyond = [Deprel::AclRelcl, Deprel::Acl, Deprel::Appos, Deprel::Conj, Deprel::Cc, Deprel::Case, Deprel::Nmod, Deprel::Punct];
        let figure = |first: usize, known: bool| {
            let whole = tree.span_of(n, &beyond);
            let span = if known { whole } else { tree.token(first).span.join(head.span) };
            Figure { count: Count::exactly(1), span, known }
        };
        if head.upos == Upos::Pron {
            return matches!(lemma.as_str(), "he" | "she").then(|| figure(n, true));
        }
        if !singular || !head.upos.is_nominal() || COLLECTIVES.contains(&lemma.as_str()) || harm_noun(&lemma).is_some() || lemma == "life" {
            return None;
        }
        let article = tree.by(n, &[Deprel::Det]).into_iter().find(|d| matches!(tree.lemma(*d).as_str(), "a" | "an" | "another"));
        match article {
            Some(article) if head.upos == Upos::Noun => (self.is_person)(n).unwrap_or(true).then(|| figure(article, false)),
            _ if (self.is_person)(n) != Some(true) => None,
            _ => Some(figure(n, tree.sentence.role != SegmentRole::Headline || head.upos == Upos::Propn)),
        }
    }

    /// A bare figure right after an active verb: "wounding about 60", where the tree lends the verb the object of the next one.
    fn after(&self, h: usize, who: &[usize]) -> Option<Figure> {
        let tree = self.tree;
        let q = self.quantities.iter().find(|q| q.first == h + 1)?;
        // A participle before a number is a past tense that was read as a passive.
        let active = tree.token(h).upos == Upos::Verb && !tree.is_passive(h);
        let own_object = who.iter().any(|w| *w > h && tree.token(*w).head == Some(h));
        if !active || own_object {
            return None;
        }
        let counted = (q.last + 1..tree.len()).find(|t| tree.token(*t).upos == Upos::Noun).filter(|t| self.before(*t) == Some(q));
        match counted {
            Some(n) => self.one(n),
            None => Some(Figure { count: q.count, span: q.span(tree), known: false }),
        }
    }

    /// A figure right before a participle without a subject of its own: "Three dead, dozens injured".
    fn before_participle(&self, h: usize, who: &[usize]) -> Option<Figure> {
        let tree = self.tree;
        let token = tree.token(h);
        let described = matches!(token.upos, Upos::Adj | Upos::Verb | Upos::Noun) && !tree.lemma(h).ends_with("ing");
        let bare = who.iter().all(|w| *w == h || tree.token(*w).upos == Upos::Adj);
        let last = h.checked_sub(1).filter(|_| described && bare && (who.is_empty() || !token.feats.has("VerbForm=Fin")))?;
        match self.quantities.iter().find(|q| q.last == last) {
            Some(q) => Some(Figure { count: q.count, span: q.span(tree), known: false }),
            None => tree.token(last).upos.is_nominal().then(|| self.before(last)).flatten().and_then(|_| self.one(last)),
        }
    }
}
