//! Treebanks in CoNLL-U (<https://universaldependencies.org/format.html>): sentences with their words, and the raw text that they were cut from.

use crate::Words;
use casus_record::Span;

/// Documents of a treebank file.
#[derive(Clone, Debug, Default)]
pub struct Treebank {
    /// The raw text: words with blanks where the file says so, paragraphs parted by blank lines.
    pub text: String,
    /// Documents in order.
    pub documents: Vec<Vec<Sentence>>,
}

/// An annotated sentence.
#[derive(Clone, Debug, Default)]
pub struct Sentence {
    /// `# sent_id`.
    pub id: String,
    /// Does it end a paragraph?
    pub ends_paragraph: bool,
    /// Its words: the parts of fused words ("don't"), no empty nodes.
    pub words: Vec<Word>,
}

/// An annotated word.
#[derive(Clone, Debug)]
pub struct Word {
    /// Where it stands in the raw text, in bytes. The parts of a fused word share its letters.
    pub span: Span,
    /// FORM.
    pub form: String,
    /// LEMMA.
    pub lemma: String,
    /// UPOS.
    pub upos: String,
    /// HEAD: 0 for the root, else the number of a word, from 1.
    pub head: usize,
    /// DEPREL.
    pub deprel: String,
}

impl Treebank {
    /// Reads a file's text. Total: a line without ten columns is passed over.
    pub fn read(conllu: &str) -> Treebank {
        let mut bank = Treebank::default();
        let mut sentence = Sentence::default();
        // What is left of a fused word's spelling, and the number of its last part.
        let mut fused: Option<(String, usize, bool)> = None;
        for line in conllu.lines().chain([""]) {
            if let Some(id) = line.strip_prefix("# sent_id = ") {
                sentence.id = id.to_owned();
            }
            let new_document = line.starts_with("# newdoc");
            if new_document || line.starts_with("# newpar") && !line.starts_with("# newpar_block") {
                bank.text = bank.text.trim_end().to_owned() + "\n\n";
                if let Some(last) = bank.documents.last_mut().and_then(|d| d.last_mut()) {
                    last.ends_paragraph = true;
                }
            }
            if new_document || bank.documents.is_empty() {
                bank.documents.push(Vec::new());
            }
            let cells: Vec<&str> = line.split('\t').collect();
            if let [id, form, lemma, upos, _, _, head, deprel, _, misc] = cells[..]
                && !id.contains('.')
            {
                let spaced = !misc.split('|').any(|m| m == "SpaceAfter=No");
                if let Some((_, last)) = id.split_once('-') {
                    fused = Some((form.to_owned(), last.parse().unwrap_or_default(), spaced));
                    continue;
                }
                let (surface, spaced) = match fused.take() {
                    None => (form.to_owned(), spaced),
                    Some((rest, last, spaced)) if id.parse() == Ok(last) => (rest, spaced),
                    Some((rest, last, spaced)) => {
                        let (part, rest) = rest.split_at_checked(form.len()).unwrap_or((rest.as_str(), ""));
                        fused = Some((rest.to_owned(), last, spaced));
                        (part.to_owned(), false)
                    }
                };
                let start = bank.text.len();
                bank.text.push_str(&surface);
                sentence.words.push(Word {
                    span: Span::new(start, bank.text.len()),
                    form: form.to_owned(),
                    lemma: lemma.to_owned(),
                    upos: upos.to_owned(),
                    head: head.parse().unwrap_or_default(),
                    deprel: deprel.to_owned(),
                });
                if spaced {
                    bank.text.push(' ');
                }
            } else if line.is_empty() && !sentence.words.is_empty() {
                if !bank.text.ends_with(' ') {
                    bank.text.push(' ');
                }
                bank.documents.last_mut().into_iter().for_each(|d| d.push(std::mem::take(&mut sentence)));
            }
        }
        bank.documents.iter_mut().filter_map(|d| d.last_mut()).for_each(|last| last.ends_paragraph = true);
        bank.documents.retain(|d| !d.is_empty());
        bank
    }

    /// All sentences in order.
    pub fn sentences(&self) -> impl Iterator<Item = &Sentence> {
        self.documents.iter().flatten()
    }

    /// The documents' words with known sentence ends, for [`crate::Model::read`].
    pub fn words(&self) -> Vec<Words<'_>> {
        fn document(sentences: &[Sentence]) -> Words<'_> {
            let mut words = Words::default();
            sentences.iter().for_each(|s| words.push_sentence(s.words.iter().map(|w| w.form.as_str()), s.ends_paragraph));
            words
        }
        self.documents.iter().map(|d| document(d)).collect()
    }

    /// Where each document's paragraphs lie in the text, in bytes.
    pub fn paragraphs(&self) -> Vec<Vec<Span>> {
        let document = |sentences: &Vec<Sentence>| {
            let paragraphs = sentences.split_inclusive(|s| s.ends_paragraph);
            let ends = |p: &[Sentence]| Some((p.first()?.words.first()?.span.start, p.last()?.words.last()?.span.end));
            paragraphs.filter_map(|p| ends(p).map(|(start, end)| Span::new(start, end))).collect()
        };
        self.documents.iter().map(document).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# newdoc id = a
# sent_id = a-1
# text = They don't.
1\tThey\tthey\tPRON\t_\t_\t2\tnsubj\t_\t_
2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
2\tdo\tdo\tAUX\t_\t_\t0\troot\t_\t_
3\tn't\tnot\tPART\t_\t_\t2\tadvmod\t_\t_
4\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_

# sent_id = a-2
1\tWhy\twhy\tADV\t_\t_\t0\troot\t_\t_
1.1\tdo\tdo\tAUX\t_\t_\t_\t_\t_\t_

# newpar
# sent_id = a-3
1\tTalks\ttalk\tNOUN\t_\t_\t0\troot\t_\t_
";

    #[test]
    fn words_and_text() {
        let bank = Treebank::read(FILE);
        assert_eq!(bank.text.trim(), "They don't. Why\n\nTalks");
        let seen: Vec<(&str, Vec<&str>, bool)> =
            bank.sentences().map(|s| (s.id.as_str(), s.words.iter().map(|w| w.span.of(&bank.text)).collect(), s.ends_paragraph)).collect();
        assert_eq!(seen, [("a-1", vec!["They", "do", "n't", "."], false), ("a-2", vec!["Why"], true), ("a-3", vec!["Talks"], true)]);
        let paragraphs: Vec<&str> = bank.paragraphs().concat().into_iter().map(|p| p.of(&bank.text)).collect();
        assert_eq!(paragraphs, ["They don't. Why", "Talks"]);
    }
}
