//! The model: weights, lists and vocabulary, and the parse of sentences that are words already.

use crate::encoder::Encoder;
use crate::heads::{Heads, Lists, NameTag, Reading};
use crate::int8::Simd;
use crate::lemma::{KnownLemmas, Script};
use crate::pieces::{Pieces, Vocabulary};
use crate::weights::{Error, Weights};
use crate::{Deprel, Feats, Name, NameKind, Upos};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::{Mutex, OnceLock, PoisonError};

/// Word pieces that go through the encoder together. Weights are read once for all of them; more gain nothing: the
/// activations leave the cache.
const BATCH: usize = 192;

/// A model that has been loaded. It can be shared between threads.
pub struct Model {
    weights: Cow<'static, [u8]>,
    hash: OnceLock<String>,
    name: String,
    hidden: usize,
    vocabulary: Vocabulary,
    encoder: Encoder,
    heads: Heads,
    known_lemmas: KnownLemmas,
    simd: Simd,
}

/// What the model says of one word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Part of speech.
    pub upos: Upos,
    /// Morphological features.
    pub feats: Feats,
    /// Dictionary form.
    pub lemma: String,
    /// Position of the governing word; `None` for the root.
    pub head: Option<usize>,
    /// Relation to it.
    pub deprel: Deprel,
}

/// The parse of a sentence that was given as words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parse {
    /// One for each word given.
    pub words: Vec<Word>,
    /// Names, in order, not overlapping.
    pub names: Vec<Name>,
}

#[derive(Deserialize)]
struct Config {
    format: String,
    name: String,
    layers: usize,
    hidden: usize,
    heads: usize,
    ffn: usize,
    upos: Vec<String>,
    feats: Vec<String>,
    lemma_scripts: Vec<String>,
    ner: Vec<String>,
    deprels: Vec<String>,
}

impl Model {
    /// Loads a model from the contents of `weights.safetensors`, `config.json`, `vocab.txt` and `lemmas.tsv`. Weights and lemmas that are
    /// part of the program (`&'static`) are not copied; lemmas may be empty, then all are guessed from the forms.
    ///
    /// # Errors
    /// The files do not fit each other or this version.
    pub fn load(
        weights: impl Into<Cow<'static, [u8]>>,
        config_json: &str,
        vocab: &str,
        lemmas: impl Into<Cow<'static, str>>,
    ) -> Result<Model, Error> {
        let weights = weights.into();
        let config: Config = serde_json::from_str(config_json)?;
        if config.format != "casus-model/1" {
            return Err(Error::Unsupported(format!("format is {:?}; this version reads \"casus-model/1\"", config.format)));
        }
        let Config { layers, hidden, heads, ffn, .. } = config;
        if hidden == 0 || heads == 0 || !hidden.is_multiple_of(heads * 32) || ffn == 0 || !ffn.is_multiple_of(4) {
            return Err(Error::Unsupported("hidden must be a multiple of 32 × heads, and ffn a multiple of 4".into()));
        }
        let vocabulary = Vocabulary::new(vocab).ok_or_else(|| Error::Vocabulary("[UNK], [CLS] or [SEP] is missing".into()))?;
        let tensors = Weights::new(&weights)?;
        let encoder = Encoder::new(&tensors, layers, hidden, heads, ffn)?;
        if vocabulary.size() > encoder.vocabulary() {
            return Err(Error::Vocabulary(format!("{} pieces, but the weights have {}", vocabulary.size(), encoder.vocabulary())));
        }
        let heads = Heads::new(&tensors, hidden, lists(&config)?)?;
        let simd = Simd::best();
        let known_lemmas = KnownLemmas(lemmas.into());
        Ok(Model { hash: OnceLock::new(), name: config.name, hidden, vocabulary, encoder, heads, known_lemmas, simd, weights })
    }

    /// The model's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first 12 hex digits of the SHA-256 of the weights.
    pub fn hash(&self) -> &str {
        self.hash.get_or_init(|| Sha256::digest(&self.weights)[..6].iter().map(|b| format!("{b:02x}")).collect())
    }

    /// Parses one sentence of words. `None` if it has no words or more pieces than the model reads.
    pub fn parse_words(&self, words: &[&str]) -> Option<Parse> {
        self.parse_sentences(&[words]).pop().flatten()
    }

    /// Parses sentences of words; each result is the same as that of [`Model::parse_words`], only sooner.
    pub fn parse_sentences<W: AsRef<[S]>, S: AsRef<str>>(&self, sentences: &[W]) -> Vec<Option<Parse>> {
        let pieces: Vec<Option<Pieces>> = sentences
            .iter()
            .map(|words| self.vocabulary.sentence(words.as_ref().iter().map(AsRef::as_ref)).filter(|p| !p.first.is_empty()))
            .collect();
        let mut parses: Vec<Option<Parse>> = vec![None; sentences.len()];
        let mut batch = Vec::new();
        let mut size = 0;
        for (i, sentence) in pieces.iter().enumerate() {
            let Some(sentence) = sentence else { continue };
            if size + sentence.ids.len() > BATCH {
                self.parse_batch(sentences, &std::mem::take(&mut batch), &mut parses);
                size = 0;
            }
            size += sentence.ids.len();
            batch.push((i, sentence));
        }
        self.parse_batch(sentences, &batch, &mut parses);
        parses
    }

    fn parse_batch<W: AsRef<[S]>, S: AsRef<str>>(&self, sentences: &[W], batch: &[(usize, &Pieces)], parses: &mut [Option<Parse>]) {
        if batch.is_empty() {
            return;
        }
        let pieces: Vec<&Pieces> = batch.iter().map(|(_, p)| *p).collect();
        let lengths: Vec<usize> = pieces.iter().map(|p| p.first.len()).collect();
        let vectors = self.encoder.encode(self.simd, &self.weights, &pieces);
        let readings = self.heads.read(self.simd, &vectors, self.hidden, &lengths);
        for ((i, _), readings) in batch.iter().zip(readings) {
            parses[*i] = Some(self.parse(sentences[*i].as_ref(), readings));
        }
    }

    fn parse<S: AsRef<str>>(&self, forms: &[S], readings: Vec<Reading>) -> Parse {
        let names = names(readings.iter().map(|r| r.name));
        let word = |(form, r): (&S, Reading)| {
            let lemma = self.known_lemmas.choose(form.as_ref(), &r.upos.to_string(), &self.heads.lists.scripts, &r.scripts);
            Word { upos: r.upos, feats: r.feats, lemma, head: r.head, deprel: r.deprel }
        };
        Parse { words: forms.iter().zip(readings).map(word).collect(), names }
    }
}

/// Names from tags. An inside tag that continues no name of its kind begins one.
fn names(tags: impl Iterator<Item = NameTag>) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for (i, tag) in tags.enumerate() {
        let kind = match tag {
            NameTag::Outside => continue,
            NameTag::Begin(kind) | NameTag::Inside(kind) => kind,
        };
        match names.last_mut() {
            Some(last) if tag == NameTag::Inside(kind) && last.end == i && last.kind == kind => last.end = i + 1,
            _ => names.push(Name { first: i, end: i + 1, kind }),
        }
    }
    names
}

fn lists(config: &Config) -> Result<Lists, Error> {
    let unknown = |what: &str, value: &String| Error::Unsupported(format!("unknown {what} {value:?}"));
    let upos = config.upos.iter().map(|u| u.parse().map_err(|_| unknown("part of speech", u))).collect::<Result<_, _>>()?;
    let scripts =
        config.lemma_scripts.iter().map(|s| Script::parse(s).ok_or_else(|| unknown("lemma script", s))).collect::<Result<_, _>>()?;
    let names = config.ner.iter().map(|t| name_tag(t).ok_or_else(|| unknown("name tag", t))).collect::<Result<_, _>>()?;
    let root = config.deprels.iter().position(|d| d == "root");
    let lists = Lists {
        upos,
        feats: config.feats.iter().map(|f| interned(if f == "_" { "" } else { f })).collect(),
        scripts,
        names,
        deprels: config.deprels.iter().map(|d| d.parse().unwrap_or(Deprel::Dep)).collect(),
        root: root.ok_or_else(|| Error::Unsupported("deprels must hold \"root\"".into()))?,
    };
    if lists.upos.is_empty() || lists.feats.is_empty() || lists.scripts.is_empty() || lists.names.is_empty() || lists.deprels.len() < 2 {
        return Err(Error::Unsupported("a list is empty".into()));
    }
    Ok(lists)
}

fn name_tag(tag: &str) -> Option<NameTag> {
    match tag.split_once('-') {
        None if tag == "O" => Some(NameTag::Outside),
        Some(("B", kind)) => kind.parse::<NameKind>().ok().map(NameTag::Begin),
        Some(("I", kind)) => kind.parse::<NameKind>().ok().map(NameTag::Inside),
        _ => None,
    }
}

/// The features as a string that lives as long as the program. Models share them, so loading one again takes no more memory.
fn interned(feats: &str) -> Feats {
    static ALL: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut all = ALL.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = all.get(feats) {
        return Feats(known);
    }
    let kept: &'static str = Box::leak(feats.into());
    all.insert(kept);
    Feats(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model() -> Model {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/minilm-ewt-gum");
        let read = |name: &str| std::fs::read_to_string(format!("{folder}/{name}")).unwrap();
        let weights = std::fs::read(format!("{folder}/weights.safetensors")).unwrap();
        Model::load(weights, &read("config.json"), &read("vocab.txt"), read("lemmas.tsv")).unwrap()
    }

    /// Sentences of our own, of many lengths.
    fn sentences() -> Vec<Vec<String>> {
        let words: Vec<&str> = "The general , who had promised to leave Port Amira by Friday , said that his men would n't fire unless rebels did so first , local radio reported on Monday ."
            .split(' ')
            .collect();
        (0..64).map(|i| words.iter().cycle().skip(i).take(1 + i * 7 % 45).map(|w| (*w).to_owned()).collect()).collect()
    }

    #[test]
    fn every_path_reads_the_same_vectors() {
        let mut model = model();
        let sentences = sentences();
        let pieces: Vec<Pieces> =
            sentences.iter().take(6).map(|s| model.vocabulary.sentence(s.iter().map(String::as_str)).unwrap()).collect();
        let mut seen: Vec<(Vec<u32>, Vec<Option<Parse>>)> = Vec::new();
        for simd in Simd::available() {
            model.simd = simd;
            let vectors = model.encoder.encode(simd, &model.weights, &pieces.iter().collect::<Vec<_>>());
            seen.push((vectors.iter().map(|x| x.to_bits()).collect(), model.parse_sentences(&sentences)));
        }
        assert!(seen.windows(2).all(|pair| pair[0] == pair[1]), "paths differ: {:?}", Simd::available());
    }

    #[test]
    fn a_batch_does_not_change_a_sentence() {
        let model = model();
        let sentences = sentences();
        let pieces: Vec<Pieces> = sentences.iter().map(|s| model.vocabulary.sentence(s.iter().map(String::as_str)).unwrap()).collect();
        let together = model.encoder.encode(model.simd, &model.weights, &pieces.iter().collect::<Vec<_>>());
        for size in [1, 7] {
            let apart: Vec<f32> =
                pieces.chunks(size).flat_map(|c| model.encoder.encode(model.simd, &model.weights, &c.iter().collect::<Vec<_>>())).collect();
            assert!(apart.iter().map(|x| x.to_bits()).eq(together.iter().map(|x| x.to_bits())), "batches of {size}");
        }
        let parses = model.parse_sentences(&sentences);
        for (sentence, parse) in sentences.iter().zip(parses) {
            assert_eq!(model.parse_words(&sentence.iter().map(String::as_str).collect::<Vec<_>>()), parse);
        }
    }

    #[test]
    fn wrong_files_are_refused_with_a_reason() {
        let refused = |config: &str, vocab: &str| Model::load(vec![0u8; 40], config, vocab, "").err().map(|e| e.to_string()).unwrap();
        assert!(refused("{", "").starts_with("config.json: "));
        let config = r#"{"format":"casus-model/9","name":"x","layers":1,"hidden":32,"heads":1,"ffn":4,"upos":[],"feats":[],"lemma_scripts":[],"ner":[],"deprels":[]}"#;
        assert_eq!(refused(config, ""), "config.json: format is \"casus-model/9\"; this version reads \"casus-model/1\"");
        let config = config.replace("/9", "/1");
        assert_eq!(refused(&config, "a"), "vocab.txt: [UNK], [CLS] or [SEP] is missing");
        assert!(refused(&config, "[UNK]\n[CLS]\n[SEP]").starts_with("the weights cannot be read: "));
    }

    #[test]
    fn sentences_without_words_or_with_too_many_have_no_parse() {
        let model = model();
        assert_eq!(model.parse_words(&[]), None);
        assert_eq!(model.parse_words(&["attack"; 511]), None);
        assert!(model.parse_words(&["attack"; 510]).is_some());
    }
}
