//! Lemmas: known forms first, then edit scripts (`training/linguistic/lemma.py` says why).

use crate::Upos;
use std::collections::HashMap;

/// Known forms with their lemmas, and the scripts.
pub struct Lemmas {
    scripts: Vec<Script>,
    /// (form, part of speech) to lemmas, the most frequent first.
    known: HashMap<(&'static str, Upos), Vec<&'static str>>,
}

enum Script {
    Literal(String),
    Edit { casing: u8, strip: usize, append: String },
}

impl Lemmas {
    /// Reads the scripts of `config.json` and the lines of `lemmas.tsv`.
    pub fn new(scripts: &[String], table: &'static str) -> Lemmas {
        let read = |s: &String| match s.strip_prefix('=') {
            Some(literal) => Script::Literal(literal.to_owned()),
            None => {
                let mut parts = s.splitn(3, '|');
                let casing = parts.next().and_then(|c| c.bytes().next()).unwrap_or(b'k');
                let strip = parts.next().and_then(|p| p.get(1..)?.parse().ok()).unwrap_or(0);
                Script::Edit { casing, strip, append: parts.next().unwrap_or_default().to_owned() }
            }
        };
        let mut known: HashMap<(&str, Upos), Vec<&str>> = HashMap::with_capacity(table.len() / 24);
        for line in table.lines() {
            let mut cells = line.split('\t');
            let (Some(form), Some(upos)) = (cells.next(), cells.next().and_then(|u| u.parse().ok())) else { continue };
            known.insert((form, upos), cells.collect());
        }
        Lemmas { scripts: scripts.iter().map(read).collect(), known }
    }

    /// The lemma of `form`, given its part of speech and the scores of all scripts.
    pub fn lemma(&self, form: &str, upos: Upos, scores: &[f32]) -> String {
        let lower = form.to_lowercase().replace('’', "'");
        let known = self.known.get(&(lower.as_str(), upos));
        match known.map(Vec::as_slice) {
            Some([one]) => return (*one).to_owned(),
            Some(several) if !several.is_empty() => {
                let mut order: Vec<usize> = (0..scores.len().min(self.scripts.len())).collect();
                order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
                let fits = |s: usize| Some(self.apply(s, form)).filter(|l| several.contains(&l.as_str()));
                return order.into_iter().find_map(fits).unwrap_or_else(|| several[0].to_owned());
            }
            _ => {}
        }
        let best = (0..scores.len().min(self.scripts.len())).max_by(|a, b| scores[*a].total_cmp(&scores[*b]).then(b.cmp(a)));
        best.map_or_else(|| lower.clone(), |s| self.apply(s, form))
    }

    fn apply(&self, script: usize, form: &str) -> String {
        match &self.scripts[script] {
            Script::Literal(literal) => literal.clone(),
            Script::Edit { casing, strip, append } => {
                let base = match casing {
                    b'l' => form.to_lowercase(),
                    b't' => {
                        let mut chars = form.chars();
                        chars.next().map(|c| c.to_uppercase().collect::<String>() + &chars.as_str().to_lowercase()).unwrap_or_default()
                    }
                    _ => form.to_owned(),
                };
                let keep = base.chars().count().saturating_sub(*strip);
                base.chars().take(keep).chain(append.chars()).collect()
            }
        }
    }
}
