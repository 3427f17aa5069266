//! Which sentences are worth a parse: those with a word that an entry of the lexicon, a speaker's report or a date can hang on.

use casus_lexicon::Lexicon;
use casus_resolve::dates;
use casus_text::Model;

/// Can something in this stretch of text be coded, attributed or dated? It errs on the side of yes: any dictionary form that a word may
/// have counts, whatever its part of speech here.
pub(crate) fn may_matter(stretch: &str, words: &[&str], lexicon: &Lexicon, model: &Model) -> bool {
    words.iter().any(|word| may_trigger(word, lexicon, model)) || !dates::tag_text(stretch, None).is_empty()
}

fn may_trigger(word: &str, lexicon: &Lexicon, model: &Model) -> bool {
    let form = word.to_lowercase();
    let known = |lemma: &str| !lexicon.triggered(lemma).is_empty();
    if known(&form) || form.strip_suffix('s').is_some_and(known) {
        return true;
    }
    let lemmas = model.lemmas_of(&form);
    if !lemmas.is_empty() {
        return lemmas.into_iter().any(known);
    }
    // A form that no dictionary has: the model may still read it as an ending on a word of the lexicon.
    ["ed", "ing", "d", "es"].iter().filter_map(|ending| form.strip_suffix(ending)).any(|stem| known(stem) || known(&format!("{stem}e")))
}
