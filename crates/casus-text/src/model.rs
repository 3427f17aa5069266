//! The weights and what they answer: parts of speech, features, lemmas, names and trees for sentences cut into words.

use crate::engine::decode;
use crate::engine::encoder::{Encoder, Layer, Norm, Pieces, Scratch, cross, gelu_on, spread};
use crate::engine::lemma::Lemmas;
use crate::engine::linear::{Linear, Path, Quantised};
use crate::engine::pieces::Vocabulary;
use crate::{Deprel, Feats, Name, NameKind, Upos};
use safetensors::{Dtype, SafeTensors};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::sync::OnceLock;

/// What can be wrong with a model's files.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The container is damaged.
    #[error("the model's weights cannot be read: {0}")]
    Weights(#[from] safetensors::SafeTensorError),
    /// The description is damaged.
    #[error("the model's config.json cannot be read: {0}")]
    Config(#[from] serde_json::Error),
    /// A tensor has another shape or type than the description says.
    #[error("the model's tensor \"{0}\" is missing or has another shape than config.json says")]
    Tensor(String),
    /// The vocabulary is damaged.
    #[error("the model's vocab.txt lacks [CLS], [SEP] or [UNK]")]
    Vocabulary,
}

/// The linguistic model.
pub struct Model {
    encoder: Encoder,
    vocabulary: Vocabulary,
    lemmas: Lemmas,
    upos: Vec<Upos>,
    feats: Vec<Feats>,
    ner: Vec<String>,
    deprels: Vec<Deprel>,
    heads: Heads,
    path: Path,
    weights: Cow<'static, [u8]>,
    hash: OnceLock<String>,
}

struct Heads {
    upos: Linear,
    feats: Linear,
    lemma: Linear,
    ner: Linear,
    arc_dep: Linear,
    arc_head: Linear,
    arc_root: Vec<f32>,
    arc_u: Vec<f32>,
    arc_bias: Vec<f32>,
    lab_dep: Linear,
    lab_head: Linear,
    lab_root: Vec<f32>,
    /// `[dep][label][head]`, so that one pass over it serves many words.
    lab_u: Vec<f32>,
}

/// Answer for one word.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// Part of speech.
    pub upos: Upos,
    /// Morphological features.
    pub feats: Feats,
    /// Dictionary form.
    pub lemma: String,
    /// Position of the governing word; none for the root.
    pub head: Option<usize>,
    /// Relation to it.
    pub deprel: Deprel,
}

/// Answer for one sentence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parse {
    /// Its words.
    pub words: Vec<Word>,
    /// Names, in text order.
    pub names: Vec<Name>,
}

#[derive(Deserialize)]
struct Config {
    layers: usize,
    hidden: usize,
    heads: usize,
    upos: Vec<String>,
    feats: Vec<String>,
    lemma_scripts: Vec<String>,
    ner: Vec<String>,
    deprels: Vec<String>,
}

/// Word pieces that one sentence may have, `[CLS]` and `[SEP]` included: what the position table holds.
const LONGEST: usize = 512;

/// Word pieces that are encoded together: enough to fill the arithmetic units, few enough to stay in the cache.
const BATCH: usize = 192;

impl Model {
    /// Reads a model: `weights.safetensors`, `config.json`, `vocab.txt` and `lemmas.tsv` (which may be empty).
    ///
    /// # Errors
    /// Damaged files, or files that do not belong together.
    pub fn load(weights: impl Into<Cow<'static, [u8]>>, config: &str, vocabulary: &str, lemmas: &'static str) -> Result<Model, Error> {
        let weights = weights.into();
        let config: Config = serde_json::from_str(config)?;
        let vocabulary = Vocabulary::new(vocabulary).ok_or(Error::Vocabulary)?;
        let (encoder, heads) = {
            let read = Reader(SafeTensors::deserialize(&weights)?);
            (read.encoder(&config, vocabulary.len())?, read.heads(&config)?)
        };
        // The list is short and lives as long as the program.
        let feats = config.feats.iter().map(|f| Feats(if f == "_" { "" } else { String::leak(f.clone()) })).collect();
        Ok(Model {
            encoder,
            vocabulary,
            lemmas: Lemmas::new(&config.lemma_scripts, lemmas),
            upos: config.upos.iter().map(|u| u.parse().unwrap_or(Upos::X)).collect(),
            feats,
            ner: config.ner,
            deprels: config.deprels.iter().map(|d| d.parse().unwrap_or(Deprel::Dep)).collect(),
            heads,
            path: Path::best(),
            weights,
            hash: OnceLock::new(),
        })
    }

    /// The same model on another instruction path, for tests.
    pub fn on(mut self, path: Path) -> Model {
        self.path = path;
        self
    }

    /// First 12 hex digits of the SHA-256 of the weights.
    pub fn hash(&self) -> &str {
        self.hash.get_or_init(|| Sha256::digest(&self.weights).iter().take(6).map(|b| format!("{b:02x}")).collect())
    }

    /// Parses sentences given as words. None for a sentence without words, or with more word pieces than the model reads.
    pub fn parse(&self, sentences: &[Vec<&str>]) -> Vec<Option<Parse>> {
        let pieces: Vec<Pieces> = sentences.iter().map(|s| self.vocabulary.pieces(s.iter().copied())).collect();
        let mut out: Vec<Option<Parse>> = vec![None; sentences.len()];
        let mut scratch = Scratch::default();
        let mut from = 0;
        while from < sentences.len() {
            let mut to = from;
            let mut total = 0;
            let mut batch: Vec<usize> = Vec::new();
            while to < sentences.len() && (batch.is_empty() || total + pieces[to].ids.len() <= BATCH) {
                if !sentences[to].is_empty() && pieces[to].ids.len() <= LONGEST {
                    total += pieces[to].ids.len();
                    batch.push(to);
                }
                to += 1;
            }
            let inputs: Vec<Pieces> = batch.iter().map(|s| pieces[*s].clone()).collect();
            let x = self.encoder.encode(&inputs, &mut scratch, self.path);
            let mut first = 0;
            let mut words: Vec<f32> = Vec::new();
            for pieces in &inputs {
                for w in &pieces.first {
                    let at = (first + w) * self.encoder.hidden;
                    words.extend(&x[at..at + self.encoder.hidden]);
                }
                first += pieces.ids.len();
            }
            for (s, parse) in batch.iter().zip(self.read(&words, &batch.iter().map(|s| sentences[*s].as_slice()).collect::<Vec<_>>())) {
                out[*s] = Some(parse);
            }
            from = to;
        }
        out
    }

    /// Runs the heads over the vectors of all words of several sentences.
    fn read(&self, words: &[f32], sentences: &[&[&str]]) -> Vec<Parse> {
        let h = &self.heads;
        let mut quantised = Quantised::default();
        quantised.of(words, self.encoder.hidden);
        let run = |layer: &Linear, active: bool| {
            let mut out = Vec::new();
            layer.apply(&quantised, &mut out, self.path);
            if active {
                gelu_on(&mut out, self.path);
            }
            out
        };
        let (upos, feats, lemma, ner) = (run(&h.upos, false), run(&h.feats, false), run(&h.lemma, false), run(&h.ner, false));
        let (arc_dep, arc_head, lab_dep, lab_head) = (run(&h.arc_dep, true), run(&h.arc_head, true), run(&h.lab_dep, true), run(&h.lab_head, true));
        let mut parses = Vec::with_capacity(sentences.len());
        let mut first = 0;
        for sentence in sentences {
            let n = sentence.len();
            let rows = |all: &[f32], width: usize| -> Vec<f32> { all[first * width..(first + n) * width].to_vec() };
            let size = h.arc_dep.outputs();
            let heads = self.heads_of(&rows(&arc_dep, size), &rows(&arc_head, size), n);
            let size = h.lab_dep.outputs();
            let deprels = self.labels_of(&rows(&lab_dep, size), &rows(&lab_head, size), &heads);
            let words = (0..n).map(|w| {
                let row = first + w;
                let upos = self.upos[argmax(&upos[row * self.upos.len()..][..self.upos.len()])];
                let scripts = h.lemma.outputs();
                Word {
                    upos,
                    feats: self.feats[argmax(&feats[row * self.feats.len()..][..self.feats.len()])],
                    lemma: self.lemmas.lemma(sentence[w], upos, &lemma[row * scripts..][..scripts]),
                    head: heads[w].checked_sub(1),
                    deprel: deprels[w],
                }
            });
            let words = words.collect();
            let tags: Vec<&str> = (0..n).map(|w| self.ner[argmax(&ner[(first + w) * self.ner.len()..][..self.ner.len()])].as_str()).collect();
            parses.push(Parse { words, names: names(&tags) });
            first += n;
        }
        parses
    }

    /// Columns of the heads: 0 is the root, `h` the word `h - 1`.
    fn heads_of(&self, dep: &[f32], head: &[f32], n: usize) -> Vec<usize> {
        let h = &self.heads;
        let size = h.arc_root.len();
        let mut candidates = h.arc_root.clone();
        candidates.extend_from_slice(head);
        let mut turned = Vec::new();
        // u · head for every head, then dep · that.
        cross(&candidates, &h.arc_u, size, &mut turned, self.path);
        let mut scores = Vec::new();
        cross(dep, &turned, size, &mut scores, self.path);
        let mut bias = Vec::new();
        cross(&candidates, &h.arc_bias, size, &mut bias, self.path);
        for row in scores.chunks_exact_mut(n + 1) {
            for (s, b) in row.iter_mut().zip(&bias) {
                *s += b;
            }
        }
        decode::tree(&scores, n)
    }

    fn labels_of(&self, dep: &[f32], head: &[f32], heads: &[usize]) -> Vec<Deprel> {
        let h = &self.heads;
        let size = h.lab_root.len();
        let n = heads.len();
        let labels = self.deprels.len();
        let with_one = |row: &[f32]| row.iter().copied().chain([1.0]).collect::<Vec<f32>>();
        let deps: Vec<f32> = dep.chunks_exact(size).flat_map(with_one).collect();
        let mut turned = vec![0.0; n * labels * (size + 1)];
        spread(&deps, &h.lab_u, size + 1, &mut turned, self.path);
        let one = |(d, column): (usize, &usize)| {
            let head = with_one(if *column == 0 { &h.lab_root } else { &head[(column - 1) * size..column * size] });
            let mut scores = Vec::new();
            cross(&turned[d * labels * (size + 1)..(d + 1) * labels * (size + 1)], &head, size + 1, &mut scores, self.path);
            if *column == 0 {
                return Deprel::Root;
            }
            for (score, label) in scores.iter_mut().zip(&self.deprels) {
                if *label == Deprel::Root {
                    *score = f32::NEG_INFINITY;
                }
            }
            self.deprels[argmax(&scores)]
        };
        heads.iter().enumerate().map(one).collect()
    }
}

/// The first of the largest.
fn argmax(row: &[f32]) -> usize {
    let mut best = 0;
    for (n, v) in row.iter().enumerate() {
        if *v > row[best] {
            best = n;
        }
    }
    best
}

/// Names from BIO tags; an I- that continues nothing of its kind begins a name.
fn names(tags: &[&str]) -> Vec<Name> {
    let mut out: Vec<Name> = Vec::new();
    for (n, tag) in tags.iter().enumerate() {
        let Some((mark, kind)) = tag.split_once('-').and_then(|(m, k)| Some((m, k.parse::<NameKind>().ok()?))) else { continue };
        match out.last_mut() {
            Some(last) if mark == "I" && last.end == n && last.kind == kind => last.end = n + 1,
            _ => out.push(Name { first: n, end: n + 1, kind }),
        }
    }
    out
}

struct Reader<'a>(SafeTensors<'a>);

impl Reader<'_> {
    fn bytes(&self, name: &str, dtype: Dtype, count: usize) -> Result<&[u8], Error> {
        let wrong = || Error::Tensor(name.to_owned());
        let tensor = self.0.tensor(name).map_err(|_| wrong())?;
        let right = tensor.dtype() == dtype && tensor.shape().iter().product::<usize>() == count;
        // The view borrows from the file, not from itself.
        if right { Ok(self.slice(name)) } else { Err(wrong()) }
    }

    fn slice(&self, name: &str) -> &[u8] {
        self.0.tensor(name).map_or(&[], |t| t.data())
    }

    fn floats(&self, name: &str, count: usize) -> Result<Vec<f32>, Error> {
        let bytes = self.bytes(name, Dtype::F32, count)?;
        Ok(bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect())
    }

    fn integers(&self, name: &str, count: usize) -> Result<Vec<i8>, Error> {
        Ok(self.bytes(name, Dtype::I8, count)?.iter().map(|b| *b as i8).collect())
    }

    fn linear(&self, name: &str, inputs: usize, outputs: usize) -> Result<Linear, Error> {
        let weights = self.integers(&format!("{name}.q"), inputs * outputs)?;
        Ok(Linear::new(&weights, self.floats(&format!("{name}.s"), outputs)?, self.floats(&format!("{name}.b"), outputs)?))
    }

    fn norm(&self, name: &str, size: usize) -> Result<Norm, Error> {
        Ok(Norm { weight: self.floats(&format!("{name}.w"), size)?, bias: self.floats(&format!("{name}.b"), size)? })
    }

    fn outputs(&self, name: &str) -> Result<usize, Error> {
        let tensor = self.0.tensor(&format!("{name}.s")).map_err(|_| Error::Tensor(name.to_owned()))?;
        Ok(tensor.shape().iter().product())
    }

    fn encoder(&self, config: &Config, pieces: usize) -> Result<Encoder, Error> {
        let h = config.hidden;
        if config.heads == 0 || h % config.heads != 0 {
            return Err(Error::Tensor("heads".to_owned()));
        }
        let layers = (0..config.layers).map(|l| {
            let name = |part: &str| format!("layer.{l}.{part}");
            let inner = self.outputs(&name("ffn1"))?;
            Ok(Layer {
                q: self.linear(&name("q"), h, h)?,
                k: self.linear(&name("k"), h, h)?,
                v: self.linear(&name("v"), h, h)?,
                o: self.linear(&name("o"), h, h)?,
                first: self.linear(&name("ffn1"), h, inner)?,
                second: self.linear(&name("ffn2"), inner, h)?,
                attended: self.norm(&name("ln1"), h)?,
                done: self.norm(&name("ln2"), h)?,
            })
        });
        Ok(Encoder {
            hidden: h,
            heads: config.heads,
            words: self.integers("emb.word.q", pieces * h)?,
            word_scales: self.floats("emb.word.s", pieces)?,
            positions: self.floats("emb.pos", LONGEST * h)?,
            cases: self.floats("emb.case", 12 * h)?,
            norm: self.norm("emb.ln", h)?,
            layers: layers.collect::<Result<_, Error>>()?,
        })
    }

    fn heads(&self, config: &Config) -> Result<Heads, Error> {
        let h = config.hidden;
        let (arc, lab) = (self.outputs("arc_dep")?, self.outputs("lab_dep")?);
        let labels = config.deprels.len();
        let by_label = self.floats("lab_u", labels * (lab + 1) * (lab + 1))?;
        let mut lab_u = vec![0.0; by_label.len()];
        for l in 0..labels {
            for d in 0..=lab {
                for e in 0..=lab {
                    lab_u[(d * labels + l) * (lab + 1) + e] = by_label[(l * (lab + 1) + d) * (lab + 1) + e];
                }
            }
        }
        Ok(Heads {
            upos: self.linear("upos", h, config.upos.len())?,
            feats: self.linear("feats", h, config.feats.len())?,
            lemma: self.linear("lemma", h, config.lemma_scripts.len())?,
            ner: self.linear("ner", h, config.ner.len())?,
            arc_dep: self.linear("arc_dep", h, arc)?,
            arc_head: self.linear("arc_head", h, arc)?,
            arc_root: self.floats("arc_root", arc)?,
            arc_u: self.floats("arc_u", arc * arc)?,
            arc_bias: self.floats("arc_bias", arc)?,
            lab_dep: self.linear("lab_dep", h, lab)?,
            lab_head: self.linear("lab_head", h, lab)?,
            lab_root: self.floats("lab_root", lab)?,
            lab_u,
        })
    }
}
