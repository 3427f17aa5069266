//! The pattern language: from `ACTOR {threaten vow} to CONTENT` to a [`Shape`] (grammar in `lexicon/README.md`).

use std::collections::BTreeMap;

/// One way of saying an event: a trigger word, who stands before it, what follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Is the trigger a verb (or predicate), a noun, or an adjective before a noun?
    pub kind: ShapeKind,
    /// The words that may be the trigger.
    pub triggers: Vec<Trigger>,
    /// What the subject is.
    pub subject: Subject,
    /// What follows the trigger.
    pub after: Vec<Element>,
    /// Does it ask for a negation or the future as well?
    pub narrowed: bool,
}

/// Where a shape's trigger stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShapeKind {
    /// `match`: a verb, or the predicate of a copula.
    Verb,
    /// `noun`.
    Noun,
    /// `adjective`: a modifier of the noun it speaks of, or an adverb of its verb.
    Adjective,
    /// `auxiliary`: a modal verb; the clause it stands in is its content.
    Auxiliary,
}

/// A trigger lemma, with the particle or first compound part that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trigger {
    /// Lemma; of `air_strike` it is `strike`, of `pull_out` it is `pull`.
    pub lemma: String,
    /// Particle after a verb (`out`), or compound part before a noun (`air`).
    pub with: Option<String>,
}

/// What a shape says of the subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// It fills a role.
    Role(Role),
    /// It must be one of these words.
    Lemmas(Vec<String>),
    /// Nothing is said.
    Open,
}

/// Roles of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Who does it.
    Actor,
    /// All parties of a symmetric event.
    Actors,
    /// To whom it is done.
    Recipient,
    /// What is embedded.
    Content,
    /// Where.
    Place,
}

/// One thing after the trigger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// Where it hangs: the prepositions; empty for an object. `to` before a verb set is an infinitive, `that` a clause.
    pub prepositions: Vec<String>,
    /// What it must be.
    pub filler: Filler,
    /// Further elements that belong to this one (after an infinitive's verb).
    pub inner: Vec<Element>,
    /// May it be missing?
    pub optional: bool,
}

/// What an element must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filler {
    /// Anything that fits; it fills this role.
    Role(Role),
    /// One of these lemmas.
    Lemmas(Vec<String>),
    /// Anything.
    Any,
}

const ROLES: &str = "roles are ACTOR, ACTORS, RECIPIENT, CONTENT, PLACE";

impl Shape {
    /// Reads one pattern. `lists` are the named word lists that `@name` stands for.
    ///
    /// # Errors
    /// A sentence that says what is wrong and, after a semicolon, what to write.
    pub fn parse(pattern: &str, kind: ShapeKind, lists: &BTreeMap<String, Vec<String>>) -> Result<Shape, String> {
        let tokens = tokens(pattern, lists)?;
        let mut at = 0;
        let mut subject = Subject::Open;
        if let Some(Token::Role(role)) = tokens.first() {
            subject = Subject::Role(*role);
            at = 1;
        } else if let (Some(Token::Lemmas(subjects)), Some(Token::Lemmas(_))) = (tokens.first(), tokens.get(1)) {
            subject = Subject::Lemmas(subjects.clone());
            at = 1;
        }
        let Some(Token::Lemmas(triggers)) = tokens.get(at) else {
            return Err("there is no trigger; write the verb or noun, or a set such as {attack strike}, after the subject".to_owned());
        };
        let split = |word: &String| match (word.split_once('_'), kind) {
            (Some((verb, particle)), ShapeKind::Verb) => Trigger { lemma: verb.to_owned(), with: Some(particle.to_owned()) },
            (Some((first, noun)), _) => Trigger { lemma: noun.to_owned(), with: Some(first.to_owned()) },
            (None, _) => Trigger { lemma: word.clone(), with: None },
        };
        let triggers = triggers.iter().map(split).collect();
        let (after, end) = elements(&tokens, at + 1, false)?;
        if end < tokens.len() {
            return Err("a closing bracket stands alone; brackets open and close around what may be missing".to_owned());
        }
        Ok(Shape { kind, triggers, subject, after, narrowed: false })
    }

    /// How much this shape asks for when `lemma` triggers it: of two that fit, the one that asks for more knows better.
    pub fn weight(&self, lemma: &str) -> usize {
        fn of(elements: &[Element]) -> usize {
            let one = |e: &Element| match (&e.filler, e.optional) {
                (_, true) => 0,
                (Filler::Lemmas(_), _) => 4 + of(&e.inner),
                (Filler::Role(Role::Content), _) => 2 + of(&e.inner),
                (Filler::Role(_), _) => 1 + of(&e.inner),
                (Filler::Any, _) => 2,
            };
            elements.iter().map(one).sum()
        }
        let with = if self.triggers.iter().any(|t| t.lemma == lemma && t.with.is_some()) { 3 } else { 0 };
        let subject = if matches!(self.subject, Subject::Lemmas(_)) { 4 } else { 0 };
        of(&self.after) + with + subject + if self.narrowed { 3 } else { 0 }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Role(Role),
    Lemmas(Vec<String>),
    Words(Vec<String>),
    Any,
    Open,
    Close,
}

fn tokens(pattern: &str, lists: &BTreeMap<String, Vec<String>>) -> Result<Vec<Token>, String> {
    let spaced = pattern.replace('(', " ( ").replace(')', " ) ").replace('{', " { ").replace('}', " } ");
    let mut out = Vec::new();
    let mut words = spaced.split_whitespace();
    let mut first_word = true;
    while let Some(word) = words.next() {
        let token = match word {
            "(" => Token::Open,
            ")" => Token::Close,
            "*" => Token::Any,
            "{" => {
                let mut set = Vec::new();
                loop {
                    match words.next() {
                        Some("}") => break,
                        Some(name) if name.starts_with('@') => match lists.get(&name[1..]) {
                            Some(list) => set.extend(list.iter().cloned()),
                            None => return Err(format!("\"{name}\" is no word list; add it to [lists] in words.toml")),
                        },
                        Some("{" | "(" | ")") | None => return Err("a brace is not closed; write {attack strike}".to_owned()),
                        Some(lemma) => set.push(lemma.to_lowercase()),
                    }
                }
                if set.is_empty() {
                    return Err("a set of words is empty; write {attack strike}".to_owned());
                }
                first_word = false;
                Token::Lemmas(set)
            }
            word if word.chars().all(|c| c.is_uppercase()) => Token::Role(role(word)?),
            word if first_word => {
                first_word = false;
                Token::Lemmas(vec![word.to_owned()])
            }
            word => Token::Words(word.split('|').map(str::to_owned).collect()),
        };
        out.push(token);
    }
    Ok(out)
}

fn role(word: &str) -> Result<Role, String> {
    Ok(match word {
        "ACTOR" | "SPEAKER" => Role::Actor,
        "ACTORS" => Role::Actors,
        "RECIPIENT" => Role::Recipient,
        "CONTENT" => Role::Content,
        "PLACE" => Role::Place,
        _ => return Err(format!("\"{word}\" is no role; {ROLES}")),
    })
}

/// Words that stand before a noun, an infinitive or a clause; any other single word is an object or adverb.
const PREPOSITIONS: [&str; 52] = [
    "to",
    "that",
    "of",
    "on",
    "at",
    "in",
    "with",
    "against",
    "for",
    "from",
    "by",
    "into",
    "over",
    "about",
    "between",
    "among",
    "as",
    "after",
    "before",
    "under",
    "upon",
    "through",
    "towards",
    "toward",
    "near",
    "across",
    "along",
    "around",
    "out",
    "off",
    "within",
    "without",
    "during",
    "until",
    "unless",
    "if",
    "onto",
    "behind",
    "inside",
    "outside",
    "amid",
    "beside",
    "regarding",
    "concerning",
    "despite",
    "following",
    "via",
    "versus",
    "because",
    "since",
    "up",
    "down",
];

fn elements(tokens: &[Token], mut at: usize, inside: bool) -> Result<(Vec<Element>, usize), String> {
    let mut out: Vec<Element> = Vec::new();
    while at < tokens.len() {
        match &tokens[at] {
            Token::Close if inside => return Ok((out, at + 1)),
            Token::Close => return Ok((out, at)),
            Token::Open => {
                let (group, end) = elements(tokens, at + 1, true)?;
                if !matches!(tokens.get(end - 1), Some(Token::Close)) {
                    return Err("a bracket is not closed; write (with RECIPIENT)".to_owned());
                }
                out.extend(group.into_iter().map(|e| Element { optional: true, ..e }));
                at = end;
            }
            Token::Words(words) if words.iter().all(|w| PREPOSITIONS.contains(&w.as_str())) => {
                let filler = match tokens.get(at + 1) {
                    Some(Token::Role(role)) => Filler::Role(*role),
                    Some(Token::Lemmas(set)) => Filler::Lemmas(set.clone()),
                    Some(Token::Words(words)) => Filler::Lemmas(words.clone()),
                    Some(Token::Any) => Filler::Any,
                    Some(Token::Open | Token::Close) | None => {
                        return Err(format!(
                            "nothing follows \"{}\"; write a role, a set of words or * after it, or join a particle to its verb: pull_out",
                            words.join("|")
                        ));
                    }
                };
                at += 2;
                let infinitive = words.len() == 1 && words[0] == "to" && matches!(filler, Filler::Lemmas(_));
                let mut inner = Vec::new();
                if infinitive {
                    (inner, at) = elements(tokens, at, false)?;
                    if inside && matches!(tokens.get(at), Some(Token::Close)) {
                        out.push(Element { prepositions: words.clone(), filler, inner, optional: false });
                        return Ok((out, at + 1));
                    }
                }
                out.push(Element { prepositions: words.clone(), filler, inner, optional: false });
            }
            Token::Words(words) => {
                out.push(Element { prepositions: Vec::new(), filler: Filler::Lemmas(words.clone()), inner: Vec::new(), optional: false });
                at += 1;
            }
            Token::Role(role) => {
                out.push(Element { prepositions: Vec::new(), filler: Filler::Role(*role), inner: Vec::new(), optional: false });
                at += 1;
            }
            Token::Lemmas(set) => {
                out.push(Element { prepositions: Vec::new(), filler: Filler::Lemmas(set.clone()), inner: Vec::new(), optional: false });
                at += 1;
            }
            Token::Any => {
                out.push(Element { prepositions: Vec::new(), filler: Filler::Any, inner: Vec::new(), optional: false });
                at += 1;
            }
        }
    }
    if inside { Err("a bracket is not closed; write (with RECIPIENT)".to_owned()) } else { Ok((out, at)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(pattern: &str) -> Result<Shape, String> {
        Shape::parse(pattern, ShapeKind::Verb, &BTreeMap::from([("talks".to_owned(), vec!["talk".to_owned(), "meeting".to_owned()])]))
    }

    #[test]
    fn reads_the_forms_of_the_readme() {
        let shape = parse("ACTOR {hold} {@talks} (with RECIPIENT)").unwrap();
        assert_eq!(shape.subject, Subject::Role(Role::Actor));
        assert_eq!(shape.after[0].filler, Filler::Lemmas(vec!["talk".to_owned(), "meeting".to_owned()]));
        assert!(shape.after[1].optional && shape.after[1].prepositions == ["with"]);
        let shape = parse("ACTOR pull_out (of PLACE)").unwrap();
        assert_eq!(shape.triggers, [Trigger { lemma: "pull".to_owned(), with: Some("out".to_owned()) }]);
        let shape = parse("ACTOR {promise vow} to {attack strike} RECIPIENT").unwrap();
        assert_eq!(shape.after[0].inner[0].filler, Filler::Role(Role::Recipient));
        let shape = parse("ACTOR take RECIPIENT hostage").unwrap();
        assert_eq!(shape.after[1].filler, Filler::Lemmas(vec!["hostage".to_owned()]));
    }

    #[test]
    fn mistakes_say_what_to_write() {
        assert_eq!(parse("ACTOR {attack} TARGTE").unwrap_err(), format!("\"TARGTE\" is no role; {ROLES}"));
        assert!(parse("ACTOR {attack").unwrap_err().contains("brace is not closed"));
        assert!(parse("ACTOR {attack} (with RECIPIENT").unwrap_err().contains("bracket is not closed"));
        assert!(parse("ACTOR {attack} with").unwrap_err().contains("nothing follows \"with\""));
        assert!(parse("ACTOR {@nothing} x").unwrap_err().contains("is no word list"));
    }
}
