//! The model: weights, lists and vocabulary, and the parse of sentences that are words already.

use crate::encoder::Encoder;
use crate::heads::{Heads, Lists, NameTag, Reading};
use crate::int8::Simd;
use crate::lemma::{KnownLemmas, Script};
use crate::pieces::{MAX_PIECES, Pieces, Vocabulary};
use crate::settle::settle;
use crate::weights::{Error, Weights, WordTable};
use crate::windows::{Reader, Words};
use crate::{Deprel, Feats, Name, NameKind, Upos};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

/// Word pieces that go through the encoder together. Weights are read once for all of them; more gain nothing: the
/// activations leave the cache.
const BATCH: usize = 128;

/// A model that has been loaded. It can be shared between threads.
pub struct Model {
    hash: String,
    name: String,
    shared: Arc<Shared>,
    encoder: Encoder,
    heads: Heads,
    /// Pieces of a window.
    window: usize,
    simd: Simd,
}

/// What models of one family have in common.
struct Shared {
    vocabulary: Vocabulary,
    words: WordTable,
    known_lemmas: KnownLemmas,
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

/// One sentence as the model reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parse {
    /// Its words.
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
    window: usize,
    upos: Vec<String>,
    feats: Vec<String>,
    lemma_scripts: Vec<String>,
    ner: Vec<String>,
    deprels: Vec<String>,
}

impl Config {
    fn read(json: &str) -> Result<Config, Error> {
        let config: Config = serde_json::from_str(json)?;
        if config.format != "casus-model/2" {
            return Err(Error::Unsupported(format!("format is {:?}; this version reads \"casus-model/2\"", config.format)));
        }
        let Config { hidden, heads, ffn, .. } = config;
        if hidden == 0 || heads == 0 || !hidden.is_multiple_of(heads * 32) || ffn == 0 || !ffn.is_multiple_of(4) {
            return Err(Error::Unsupported("hidden must be a multiple of 32 × heads, and ffn a multiple of 4".into()));
        }
        if config.window == 0 || config.window > MAX_PIECES {
            return Err(Error::Unsupported(format!("window must be from 1 to {MAX_PIECES}")));
        }
        Ok(config)
    }
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
        let config = Config::read(config_json)?;
        let vocabulary = Vocabulary::new(vocab).ok_or_else(|| Error::Vocabulary("[UNK], [CLS] or [SEP] is missing".into()))?;
        let words = WordTable::new(weights.into(), config.hidden)?;
        if vocabulary.size() > words.len() {
            return Err(Error::Vocabulary(format!("{} pieces, but the weights have {}", vocabulary.size(), words.len())));
        }
        let shared = Arc::new(Shared { vocabulary, words, known_lemmas: KnownLemmas(lemmas.into()) });
        Model::new(shared.words.weights(), config, &shared)
    }

    /// Loads a smaller model of the same family: its weights hold no word embeddings, it has those of `self`, and its vocabulary and lemmas.
    ///
    /// # Errors
    /// As [`Model::load`].
    pub fn sibling(&self, weights: &[u8], config_json: &str) -> Result<Model, Error> {
        let config = Config::read(config_json)?;
        if config.hidden != self.shared.words.width() {
            return Err(Error::Unsupported(format!("hidden is {}; the word embeddings have {}", config.hidden, self.shared.words.width())));
        }
        Model::new(weights, config, &self.shared)
    }

    fn new(weights: &[u8], config: Config, shared: &Arc<Shared>) -> Result<Model, Error> {
        let hash = Sha256::digest(weights)[..6].iter().map(|b| format!("{b:02x}")).collect();
        let tensors = Weights::new(weights)?;
        let encoder = Encoder::new(&tensors, config.layers, config.hidden, config.heads, config.ffn)?;
        let heads = Heads::new(&tensors, config.hidden, lists(&config)?)?;
        Ok(Model { hash, name: config.name, shared: shared.clone(), encoder, heads, window: config.window, simd: Simd::best() })
    }

    /// The model's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first 12 hex digits of the SHA-256 of the weights.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The dictionary forms that a word may have, of any part of speech; none if the word is not known.
    pub fn lemmas_of(&self, form: &str) -> Vec<&str> {
        self.shared.known_lemmas.all(&form.to_lowercase()).collect()
    }

    /// Reads texts: the sentences of each, one after the other, without a gap. A text's result does not depend on the others.
    pub fn read(&self, texts: &[Words<'_>]) -> Vec<Vec<Parse>> {
        let mut readers: Vec<Reader> = texts.iter().map(|t| Reader::new(t, self.window)).collect();
        let mut parses: Vec<Vec<Parse>> = texts.iter().map(|_| Vec::new()).collect();
        let mut waiting: VecDeque<usize> = (0..texts.len()).collect();
        loop {
            // As many windows as go through the encoder together, each of another text.
            let (mut batch, mut size) = (Vec::new(), 0);
            while let Some(text) = waiting.pop_front_if(|_| size < BATCH) {
                if let Some(window) = readers[text].window(&self.shared.vocabulary) {
                    size += window.ids.len();
                    batch.push((text, window));
                }
            }
            if batch.is_empty() {
                return parses;
            }
            let windows: Vec<&Pieces> = batch.iter().map(|(_, window)| window).collect();
            let vectors = self.encoder.encode(self.simd, &self.shared.words, &windows);
            let rows = self.heads.rows(self.simd, &vectors, self.shared.words.width());
            let mut first = 0;
            for (text, window) in &batch {
                let count = window.first.len();
                let begin = parses[*text].iter().map(|p| p.words.len()).sum::<usize>();
                let lengths = readers[*text].sentences(count, |word| rows.ends(first + word));
                let readings = self.heads.read(self.simd, &rows, first, &lengths);
                let mut forms = &texts[*text].forms()[begin..];
                for readings in readings {
                    let (these, after) = forms.split_at(readings.len());
                    parses[*text].push(self.parse(these, readings));
                    forms = after;
                }
                first += count;
            }
            batch.iter().rev().for_each(|(text, _)| waiting.push_front(*text));
        }
    }

    fn parse(&self, forms: &[&str], readings: Vec<Reading>) -> Parse {
        let names = names(readings.iter().map(|r| r.name));
        let word = |(form, r): (&&str, Reading)| {
            let lemma = self.shared.known_lemmas.choose(form, &r.upos.to_string(), &self.heads.lists.scripts, &r.scripts);
            Word { upos: r.upos, feats: r.feats, lemma, head: r.head, deprel: r.deprel }
        };
        let mut words: Vec<Word> = forms.iter().zip(readings).map(word).collect();
        settle(&mut words, &names);
        Parse { words, names }
    }
}

/// Names from tags.
fn names(tags: impl Iterator<Item = NameTag>) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for (i, tag) in tags.enumerate() {
        match tag {
            NameTag::Outside => {}
            NameTag::Begin(kind) => names.push(Name { first: i, end: i + 1, kind }),
            NameTag::Inside(_) => {
                if let Some(name) = names.last_mut() {
                    name.end = i + 1;
                }
            }
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
    use crate::End;

    fn model() -> Model {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/minilm-ewt-gum");
        let read = |name: &str| std::fs::read_to_string(format!("{folder}/{name}")).unwrap();
        let weights = std::fs::read(format!("{folder}/weights.safetensors")).unwrap();
        Model::load(weights, &read("config.json"), &read("vocab.txt"), read("lemmas.tsv")).unwrap()
    }

    const FORMS: &str = "The general , who had promised to leave Port Amira by Friday , said that his men would n't fire unless rebels did so first , local radio reported on Monday .";

    /// Texts of our own, of many lengths; with ends known, guessed, and not known at all.
    fn texts() -> Vec<Words<'static>> {
        let text = |i: usize| {
            let mut words = Words::default();
            for form in FORMS.split(' ').cycle().skip(i).take(1 + i * 29 % 300) {
                let end = match (form, i % 3) {
                    (".", 0) => End::Sentence,
                    (_, 0) => End::Inside,
                    (".", 1) if i.is_multiple_of(2) => End::Paragraph,
                    _ => End::Open(form == "."),
                };
                words.push(form, end);
            }
            words
        };
        (0..64).map(text).collect()
    }

    #[test]
    fn every_path_reads_the_same_vectors() {
        let mut model = model();
        let texts = texts();
        let windows: Vec<Pieces> =
            texts.iter().filter_map(|t| Reader::new(t, model.window).window(&model.shared.vocabulary)).take(6).collect();
        let mut seen: Vec<(Vec<u32>, Vec<Vec<Parse>>)> = Vec::new();
        for simd in Simd::available() {
            model.simd = simd;
            let vectors = model.encoder.encode(simd, &model.shared.words, &windows.iter().collect::<Vec<_>>());
            seen.push((vectors.iter().map(|x| x.to_bits()).collect(), model.read(&texts[..12])));
        }
        assert!(seen.windows(2).all(|pair| pair[0] == pair[1]), "paths differ: {:?}", Simd::available());
    }

    #[test]
    fn neither_batch_nor_threads_change_a_text() {
        let model = model();
        let texts = texts();
        let windows: Vec<Pieces> = texts.iter().filter_map(|t| Reader::new(t, model.window).window(&model.shared.vocabulary)).collect();
        let together = model.encoder.encode(model.simd, &model.shared.words, &windows.iter().collect::<Vec<_>>());
        for size in [1, 7] {
            let apart: Vec<f32> = windows
                .chunks(size)
                .flat_map(|c| model.encoder.encode(model.simd, &model.shared.words, &c.iter().collect::<Vec<_>>()))
                .collect();
            assert!(apart.iter().map(|x| x.to_bits()).eq(together.iter().map(|x| x.to_bits())), "batches of {size}");
        }
        let all = model.read(&texts);
        for size in [1, 7, 64] {
            assert!(texts.chunks(size).flat_map(|c| model.read(c)).eq(all.iter().cloned()), "batches of {size}");
        }
        let halves: Vec<Vec<Parse>> = std::thread::scope(|scope| {
            let threads: Vec<_> = texts.chunks(32).map(|half| scope.spawn(|| model.read(half))).collect();
            threads.into_iter().flat_map(|t| t.join().unwrap()).collect()
        });
        assert!(halves == all, "two threads");
    }

    #[test]
    fn every_word_is_read_once_and_known_ends_hold() {
        let model = model();
        for (i, (text, parses)) in texts().iter().zip(model.read(&texts())).enumerate() {
            assert_eq!(parses.iter().map(|p| p.words.len()).sum::<usize>(), text.forms().len());
            if i % 3 == 0 {
                let lengths: Vec<usize> = text.forms().split_inclusive(|form| *form == ".").map(<[_]>::len).collect();
                assert_eq!(parses.iter().map(|p| p.words.len()).collect::<Vec<_>>(), lengths);
            }
        }
        assert_eq!(model.read(&[Words::default()]), [Vec::new()]);
        let mut endless = Words::default();
        (0..2000).for_each(|_| endless.push("attack-attack-attack", End::Inside));
        assert!(model.read(&[endless])[0].len() >= 2000 / 102);
    }

    #[test]
    fn wrong_files_are_refused_with_a_reason() {
        let refused = |config: &str, vocab: &str| Model::load(vec![0u8; 40], config, vocab, "").err().map(|e| e.to_string()).unwrap();
        assert!(refused("{", "").starts_with("config.json: "));
        let config = r#"{"format":"casus-model/9","name":"x","layers":1,"hidden":32,"heads":1,"ffn":4,"window":128,"upos":[],"feats":[],"lemma_scripts":[],"ner":[],"deprels":[]}"#;
        assert_eq!(refused(config, ""), "config.json: format is \"casus-model/9\"; this version reads \"casus-model/2\"");
        let config = config.replace("/9", "/2");
        assert_eq!(refused(&config, "a"), "vocab.txt: [UNK], [CLS] or [SEP] is missing");
        assert!(refused(&config, "[UNK]\n[CLS]\n[SEP]").starts_with("the weights cannot be read: "));
    }
}
