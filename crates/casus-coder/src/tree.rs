//! A sentence's dependency tree with the questions the coder asks of it: who is the subject here, though it stands elsewhere?
//!
//! Universal Dependencies draw surface syntax. Passives, control ("vowed to retaliate"), relative and reduced clauses and
//! coordination share arguments without drawing them; [`Frame`] fills those gaps, so that a pattern is written once.

use casus_record::Span;
use casus_text::{Deprel, Sentence, Token, Upos};

/// A parsed sentence with its children lists.
pub struct Tree<'a> {
    /// The sentence.
    pub sentence: &'a Sentence,
    text: &'a str,
    children: Vec<Vec<usize>>,
}

/// The arguments of one predicate, shared ones included.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// Is it passive (its surface subject undergoes)?
    pub passive: bool,
    /// Surface subjects.
    pub subjects: Vec<usize>,
    /// Objects of an active verb.
    pub objects: Vec<usize>,
    /// Indirect objects.
    pub indirect: Vec<usize>,
    /// The *by* phrase of a passive.
    pub agents: Vec<usize>,
    /// Prepositional phrases: (preposition, noun).
    pub obliques: Vec<(String, usize)>,
    /// Embedded clauses: (marker lemma, or empty; head).
    pub clauses: Vec<(String, usize)>,
}

/// Things that speak for somebody.
const SPEAKING_THINGS: [&str; 12] = [
    "statement",
    "letter",
    "report",
    "message",
    "resolution",
    "communique",
    "communiqué",
    "declaration",
    "petition",
    "note",
    "decree",
    "order",
];

/// How deep gaps are followed: subject of a verb under a verb under a verb …; real sentences need three.
const DEPTH: usize = 4;

impl<'a> Tree<'a> {
    /// Lists the children of every token.
    pub fn new(text: &'a str, sentence: &'a Sentence) -> Self {
        let mut children = vec![Vec::new(); sentence.tokens.len()];
        for (i, token) in sentence.tokens.iter().enumerate() {
            if let Some(head) = token.head.filter(|h| *h < children.len()) {
                children[head].push(i);
            }
        }
        Tree { sentence, text, children }
    }

    /// The text that spans count in.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The token.
    pub fn token(&self, i: usize) -> &'a Token {
        &self.sentence.tokens[i]
    }

    /// Its lemma in lower case is what lexicons are written in.
    pub fn lemma(&self, i: usize) -> String {
        self.token(i).lemma.to_lowercase()
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.sentence.tokens.len()
    }

    /// Has it no token?
    pub fn is_empty(&self) -> bool {
        self.sentence.tokens.is_empty()
    }

    /// Direct dependents, in text order.
    pub fn children(&self, i: usize) -> &[usize] {
        &self.children[i]
    }

    /// Direct dependents with one of these relations.
    pub fn by(&self, i: usize, relations: &[Deprel]) -> Vec<usize> {
        self.children[i].iter().copied().filter(|c| relations.contains(&self.token(*c).deprel)).collect()
    }

    /// Has it a dependent with this relation and one of these lemmas?
    pub fn has(&self, i: usize, relation: Deprel, lemmas: &[&str]) -> bool {
        self.by(i, &[relation]).iter().any(|c| lemmas.contains(&self.lemma(*c).as_str()))
    }

    /// From the token up to the root, itself first. Never longer than the sentence.
    pub fn path(&self, i: usize) -> Vec<usize> {
        let mut path = vec![i];
        while let Some(head) = self.token(path[path.len() - 1]).head {
            if path.len() > self.len() || path.contains(&head) {
                break;
            }
            path.push(head);
        }
        path
    }

    /// All tokens below `i`, itself included, in text order.
    pub fn subtree(&self, i: usize) -> Vec<usize> {
        let mut out = vec![i];
        let mut at = 0;
        while at < out.len() {
            out.extend(self.children[out[at]].iter().copied());
            at += 1;
        }
        out.sort_unstable();
        out.dedup();
        out
    }

    /// The words from the first to the last token below `i`, without punctuation at the ends and without `leave_out` branches.
    pub fn span_of(&self, i: usize, leave_out: &[Deprel]) -> Span {
        let mut tokens = vec![i];
        let mut at = 0;
        while at < tokens.len() {
            tokens.extend(self.children[tokens[at]].iter().copied().filter(|c| !leave_out.contains(&self.token(*c).deprel)));
            at += 1;
        }
        tokens.sort_unstable();
        // Only what is connected to the head without a jump over foreign words.
        let middle = tokens.iter().position(|t| *t == i).unwrap_or(0);
        let mut first = middle;
        while first > 0 && tokens[first - 1] + 1 == tokens[first] {
            first -= 1;
        }
        let mut last = middle;
        while last + 1 < tokens.len() && tokens[last] + 1 == tokens[last + 1] {
            last += 1;
        }
        let mut words = &tokens[first..=last];
        let is_mark = |t: usize| self.token(t).upos == Upos::Punct && !matches!(self.lemma(t).as_str(), ")" | "]" | "-");
        while words.len() > 1 && is_mark(words[0]) {
            words = &words[1..];
        }
        while words.len() > 1 && is_mark(words[words.len() - 1]) {
            words = &words[..words.len() - 1];
        }
        self.token(words[0]).span.join(self.token(words[words.len() - 1]).span)
    }

    /// Is it the head of a clause: a verb, or a predicate with a copula or a subject?
    pub fn is_clause(&self, i: usize) -> bool {
        self.token(i).upos == Upos::Verb
            || self.children[i]
                .iter()
                .any(|c| matches!(self.token(*c).deprel, Deprel::Cop | Deprel::Nsubj | Deprel::NsubjPass | Deprel::NsubjOuter))
    }

    /// The token and all its coordinated equals ("US and British troops" gives both heads), itself first.
    pub fn coordinated(&self, i: usize) -> Vec<usize> {
        let mut out = vec![i];
        let mut at = 0;
        while at < out.len() && out.len() < 24 {
            for c in self.by(out[at], &[Deprel::Conj]) {
                if !self.is_clause(c) || !self.is_clause(i) {
                    out.push(c);
                }
            }
            at += 1;
        }
        out
    }

    /// The prepositions before a noun, joined by a blank ("because of").
    pub fn preposition(&self, i: usize) -> String {
        let mut words = Vec::new();
        for c in self.by(i, &[Deprel::Case]) {
            if self.token(c).upos != Upos::Part || self.lemma(c) == "to" {
                words.push(self.lemma(c));
                words.extend(self.by(c, &[Deprel::Fixed]).iter().map(|f| self.lemma(*f)));
            }
        }
        words.join(" ")
    }

    /// The marker of an embedded clause: "that", "to", "if", "unless", "after" … or a lone preposition before a gerund; empty if none.
    pub fn marker(&self, i: usize) -> String {
        let marks = self.by(i, &[Deprel::Mark]);
        if let Some(first) = marks.first() {
            return self.lemma(*first);
        }
        if let Some(adverb) = self
            .by(i, &[Deprel::Advmod])
            .into_iter()
            .find(|c| matches!(self.lemma(*c).as_str(), "when" | "where" | "whenever" | "why" | "how"))
        {
            return self.lemma(adverb);
        }
        self.preposition(i)
    }

    /// Is the verb a bare or *to* infinitive?
    pub fn is_infinitive(&self, i: usize) -> bool {
        self.token(i).feats.has("VerbForm=Inf") || self.has(i, Deprel::Mark, &["to"])
    }

    /// Is the clause negated: "not", "never", "no longer", or a "no" before its subject or object?
    pub fn is_negated(&self, i: usize) -> bool {
        const NOT: [&str; 8] = ["not", "n't", "n’t", "never", "neither", "nor", "hardly", "nobody"];
        let own = self.children[i].iter().any(|c| NOT.contains(&self.lemma(*c).as_str()) && self.token(*c).deprel != Deprel::Conj);
        let argument = |c: &usize| matches!(self.token(*c).deprel, Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj) && self.is_no(*c);
        own || self.children[i].iter().any(argument)
    }

    /// Is the noun negated: "no attack", "nobody", "none of them"?
    pub fn is_no(&self, i: usize) -> bool {
        matches!(self.lemma(i).as_str(), "nobody" | "none" | "nothing") || self.has(i, Deprel::Det, &["no", "neither"])
    }

    /// Is the predicate passive?
    pub fn is_passive(&self, i: usize) -> bool {
        if self.children[i].iter().any(|c| matches!(self.token(*c).deprel, Deprel::AuxPass | Deprel::NsubjPass)) {
            return true;
        }
        let token = self.token(i);
        if token.upos != Upos::Verb || self.children[i].iter().any(|c| matches!(self.token(*c).deprel, Deprel::Aux | Deprel::Nsubj)) {
            return false;
        }
        let participle = token.feats.has("Voice=Pass") || (token.feats.has("VerbForm=Part") && token.feats.has("Tense=Past"));
        let reduced = matches!(token.deprel, Deprel::Acl | Deprel::Advcl | Deprel::Amod);
        let conjunct = token.deprel == Deprel::Conj && token.head.is_some_and(|h| self.is_passive(h));
        participle && (reduced || conjunct || token.feats.has("Voice=Pass"))
    }

    /// The arguments of the predicate at `i`.
    pub fn frame(&self, i: usize) -> Frame {
        self.frame_to(i, DEPTH)
    }

    fn frame_to(&self, i: usize, depth: usize) -> Frame {
        let mut frame = Frame { passive: self.is_passive(i), ..Frame::default() };
        for &c in &self.children[i] {
            match self.token(c).deprel {
                Deprel::Nsubj | Deprel::NsubjPass | Deprel::NsubjOuter => frame.subjects.push(c),
                Deprel::Obj => frame.objects.push(c),
                Deprel::Iobj => frame.indirect.push(c),
                Deprel::OblAgent => frame.agents.push(c),
                Deprel::Obl | Deprel::Nmod | Deprel::OblUnmarked | Deprel::NmodUnmarked | Deprel::NmodDesc => {
                    let preposition = self.preposition(c);
                    if preposition == "by" && frame.passive {
                        frame.agents.push(c);
                    } else {
                        frame.obliques.push((preposition, c));
                    }
                }
                Deprel::Ccomp | Deprel::Xcomp | Deprel::Advcl | Deprel::Acl | Deprel::Csubj | Deprel::CsubjPass => {
                    frame.clauses.push((self.marker(c), c))
                }
                _ => {}
            }
        }
        self.fill_relative(i, &mut frame);
        // "to withdraw troops or face attacks", parsed as "troops or attacks" across the verb: what stands right behind the verb is its object.
        let next = i + 1;
        if frame.objects.is_empty() && !frame.passive && next < self.len() && self.token(i).upos == Upos::Verb {
            let crossing = matches!((self.token(next).head, self.token(i).head), (Some(over), Some(own)) if own < over && over < i);
            if crossing && self.token(next).deprel == Deprel::Conj && self.token(next).upos.is_nominal() {
                frame.objects.push(next);
            }
        }
        // "denied the editor medical care" is often parsed with the care in apposition to the editor: no comma, no name.
        let second = frame.objects.iter().flat_map(|o| self.by(*o, &[Deprel::Appos]).into_iter().map(move |c| (*o, c)));
        let second = second.into_iter().find(|(o, c)| {
            self.token(*c).upos == Upos::Noun && (*o..*c).all(|t| !matches!(self.token(t).upos, Upos::Punct | Upos::Propn | Upos::Cconj))
        });
        frame.objects.extend(second.map(|(_, c)| c));
        // Whoever is told, urged or asked to do something is an indirect object by the treebanks' lights, also where there is no other.
        if frame.objects.is_empty() {
            frame.objects.append(&mut frame.indirect);
        }
        if frame.subjects.is_empty() && depth > 0 {
            frame.subjects = self.shared_subject(i, frame.passive, depth);
        }
        if frame.objects.is_empty() && !frame.passive && depth > 0 && self.token(i).upos == Upos::Verb {
            // "beat and dragged the editor": the object stands with the last verb.
            if let Some(next) = self.by(i, &[Deprel::Conj]).into_iter().find(|c| self.token(*c).upos == Upos::Verb && !self.is_passive(*c))
                && frame.obliques.is_empty()
                && frame.clauses.is_empty()
                && self.by(next, &[Deprel::Nsubj]).is_empty()
            {
                frame.objects = self.by(next, &[Deprel::Obj]);
            }
        }
        frame
    }

    /// Puts the antecedent in the place of a relative pronoun, or of the gap that has none.
    fn fill_relative(&self, i: usize, frame: &mut Frame) {
        let token = self.token(i);
        let Some(antecedent) = token.head.filter(|_| token.deprel == Deprel::AclRelcl) else { return };
        let is_relative =
            |t: usize| self.token(t).upos == Upos::Pron && matches!(self.lemma(t).as_str(), "who" | "which" | "that" | "whom");
        let mut found = false;
        for slot in [&mut frame.subjects, &mut frame.objects, &mut frame.indirect] {
            for t in slot.iter_mut().filter(|t| is_relative(**t)) {
                *t = antecedent;
                found = true;
            }
        }
        for (_, t) in frame.obliques.iter_mut().filter(|(_, t)| is_relative(*t)) {
            *t = antecedent;
            found = true;
        }
        if !found
            && !frame.passive
            && frame.objects.is_empty()
            && !frame.subjects.is_empty()
            && !self.has(i, Deprel::Advmod, &["when", "where", "why"])
        {
            frame.objects.push(antecedent);
        }
    }

    fn shared_subject(&self, i: usize, passive: bool, depth: usize) -> Vec<usize> {
        let token = self.token(i);
        let Some(head) = token.head else { return Vec::new() };
        match token.deprel {
            Deprel::Conj if self.is_clause(head) => self.frame_to(head, depth - 1).subjects,
            Deprel::Xcomp => {
                let outer = self.frame_to(head, depth - 1);
                let promise = matches!(self.lemma(head).as_str(), "promise" | "threaten" | "vow" | "pledge");
                if outer.passive || promise {
                    outer.subjects
                } else if let Some(&object) = outer.objects.first().or(outer.indirect.first()) {
                    vec![object]
                } else {
                    outer.subjects
                }
            }
            Deprel::Advcl if self.token(head).upos != Upos::Noun || self.is_clause(head) => {
                let outer = self.frame_to(head, depth - 1);
                if outer.passive && !passive && !outer.agents.is_empty() { outer.agents } else { outer.subjects }
            }
            Deprel::Acl if self.is_infinitive(i) => self.possessor(head, depth),
            // "issued a statement condemning …": whoever issued it condemns.
            Deprel::Acl if !passive && SPEAKING_THINGS.contains(&self.lemma(head).as_str()) => self.possessor(head, depth),
            Deprel::Acl => vec![head],
            Deprel::Parataxis | Deprel::Ccomp if token.feats.has("VerbForm=Ger") || token.feats.has("VerbForm=Part") => {
                self.frame_to(head, depth - 1).subjects
            }
            _ => Vec::new(),
        }
    }

    /// Whose the noun is: "the army's plan", "the army has a plan", "a plan by the army".
    pub fn possessor(&self, noun: usize, depth: usize) -> Vec<usize> {
        let own = self.by(noun, &[Deprel::NmodPoss]);
        if !own.is_empty() {
            return own;
        }
        if let Some(by) = self.by(noun, &[Deprel::Nmod]).into_iter().find(|c| self.preposition(*c) == "by") {
            return vec![by];
        }
        match (self.token(noun).deprel, self.token(noun).head) {
            (Deprel::Obj | Deprel::Obl, Some(verb)) if depth > 0 => self.frame_to(verb, depth - 1).subjects,
            _ => Vec::new(),
        }
    }
}
