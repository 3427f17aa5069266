//! Dictionary forms: edit scripts that the model chooses from, and a list of known lemmas that is asked first.
//!
//! The encoder sees whole words as one piece and hardly knows how they are spelled, so scripts go wrong where spelling decides
//! (pledged -> pledg, clashed -> clashe). The list (`lemmas.tsv`) settles those.

use std::borrow::Cow;
use std::cmp::Ordering;

/// How to turn a form into its lemma.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Script {
    /// `=x`: the lemma is x.
    Literally(String),
    /// `c|p<k>|<a>`: change the case, take k characters off the end, append a.
    Edit(Casing, usize, String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Casing {
    Lower,
    Keep,
    Title,
}

impl Script {
    pub(crate) fn parse(script: &str) -> Option<Self> {
        if let Some(lemma) = script.strip_prefix('=') {
            return Some(Script::Literally(lemma.into()));
        }
        let mut parts = script.splitn(3, '|');
        let casing = match parts.next()? {
            "l" => Casing::Lower,
            "k" => Casing::Keep,
            "t" => Casing::Title,
            _ => return None,
        };
        let strip = parts.next()?.strip_prefix('p')?.parse().ok()?;
        Some(Script::Edit(casing, strip, parts.next()?.into()))
    }

    pub(crate) fn apply(&self, form: &str) -> String {
        let (casing, strip, append) = match self {
            Script::Literally(lemma) => return lemma.clone(),
            Script::Edit(casing, strip, append) => (casing, *strip, append),
        };
        let mut lemma = match casing {
            Casing::Lower => form.to_lowercase(),
            Casing::Keep => form.to_owned(),
            Casing::Title => {
                let rest = form.char_indices().nth(1).map_or(form.len(), |(at, _)| at);
                form[..rest].to_uppercase() + &form[rest..].to_lowercase()
            }
        };
        for _ in 0..strip {
            lemma.pop();
        }
        lemma + append
    }
}

/// Known lemmas, searched in the text of the file itself: lines `form<TAB>UPOS<TAB>lemma[<TAB>lemma …]`, sorted.
pub(crate) struct KnownLemmas(pub(crate) Cow<'static, str>);

impl KnownLemmas {
    /// The lemmas of a lower-case form, tab-separated.
    fn find(&self, form: &str, upos: &str) -> Option<&str> {
        self.search(form, upos).1
    }

    /// Where the line of a form and part of speech begins, or would begin; and its lemmas.
    fn search(&self, form: &str, upos: &str) -> (usize, Option<&str>) {
        let text = self.0.as_ref();
        let (mut low, mut high) = (0, text.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let start = text.as_bytes()[low..middle].iter().rposition(|b| *b == b'\n').map_or(low, |at| low + at + 1);
            let end = text.as_bytes()[start..].iter().position(|b| *b == b'\n').map_or(text.len(), |at| start + at);
            let mut fields = text[start..end].trim_end_matches('\r').splitn(3, '\t');
            let key = (fields.next().unwrap_or_default(), fields.next().unwrap_or_default());
            match key.cmp(&(form, upos)) {
                Ordering::Equal => return (start, fields.next()),
                Ordering::Less => low = (end + 1).min(high),
                Ordering::Greater => high = start,
            }
        }
        (low, None)
    }

    /// All lemmas of a lower-case form, of any part of speech.
    pub(crate) fn all(&self, form: &str) -> impl Iterator<Item = &str> {
        // The first line of the form: no part of speech sorts before the empty one.
        let (start, _) = self.search(form, "");
        let lines = self.0[start..].lines().map(|line| line.split('\t'));
        lines.map_while(move |mut fields| (fields.next() == Some(form)).then_some(fields.skip(1))).flatten()
    }

    /// The lemma of `form`: the known one; of several, the one that the best-scored script yields, if any does, else the first; if
    /// none is known, what the best script yields.
    pub(crate) fn choose(&self, form: &str, upos: &str, scripts: &[Script], scores: &[f32]) -> String {
        let best = || {
            let mut found = 0;
            for (i, score) in scores.iter().enumerate() {
                if *score > scores[found] {
                    found = i;
                }
            }
            scripts.get(found).map_or_else(|| form.to_lowercase(), |s| s.apply(form))
        };
        let Some(known) = self.find(&form.to_lowercase(), upos) else { return best() };
        if !known.contains('\t') {
            return known.to_owned();
        }
        let mut order: Vec<usize> = (0..scripts.len().min(scores.len())).collect();
        order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]));
        let is_known = |lemma: &String| known.split('\t').any(|k| k == lemma);
        let scripted = order.into_iter().map(|i| scripts[i].apply(form)).find(is_known);
        scripted.unwrap_or_else(|| known.split('\t').next().unwrap_or_default().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_apply() {
        let apply = |script, form| Script::parse(script).unwrap().apply(form);
        assert_eq!(apply("l|p1|", "Attacks"), "attack");
        assert_eq!(apply("t|p0|", "IRAQ"), "Iraq");
        assert_eq!(apply("k|p1|", "Americans"), "American");
        assert_eq!(apply("=go", "went"), "go");
        assert_eq!(apply("l|p9|x", "us"), "x");
        assert_eq!(apply("l|p0||", "a"), "a|");
        assert_eq!(Script::parse("u|p1|"), None);
    }

    #[test]
    fn known_lemmas_come_first() {
        let known = KnownLemmas("'d\tAUX\twould\thave\nsaw\tNOUN\tsaw\nsaw\tVERB\tsee\tsaw\nvowed\tVERB\tvow\n".into());
        let scripts: Vec<Script> = ["l|p0|", "=see", "l|p2|"].map(|s| Script::parse(s).unwrap()).into();
        assert_eq!(known.choose("Vowed", "VERB", &scripts, &[1.0, 0.0, 0.0]), "vow");
        assert_eq!(known.choose("saw", "VERB", &scripts, &[0.1, 0.2, 9.0]), "see");
        assert_eq!(known.choose("saw", "VERB", &scripts, &[0.3, 0.2, 0.0]), "saw");
        assert_eq!(known.choose("'d", "AUX", &scripts, &[0.0, 0.0, 0.0]), "would");
        assert_eq!(known.choose("armed", "VERB", &scripts, &[0.0, 0.0, 1.0]), "arm");
        assert_eq!(known.choose("zone", "NOUN", &scripts, &[1.0, 0.0, 0.0]), "zone");
        assert_eq!(known.all("saw").collect::<Vec<_>>(), ["saw", "see", "saw"]);
        assert_eq!(known.all("vowed").chain(known.all("sa")).chain(known.all("zone")).collect::<Vec<_>>(), ["vow"]);
    }
}
