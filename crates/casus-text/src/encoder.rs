//! The encoder: six post-norm BERT layers over the word pieces of several sentences at once.
//!
//! The rows of all sentences go through the linear layers together, which reads the weights once for many rows; attention stays
//! within a sentence. A row's result depends on its own sentence only, so it is the same in any batch.

use crate::float;
use crate::int8::Simd;
use crate::linear::{Linear, Quantised};
use crate::pieces::Pieces;
use crate::weights::{Error, Weights};
use std::ops::Range;

/// Layer norm's weight and bias.
type Norm = (Vec<f32>, Vec<f32>);

pub(crate) struct Encoder {
    hidden: usize,
    heads: usize,
    /// Where the word embeddings, int8, lie in the weights; they are not copied.
    words: Range<usize>,
    word_scales: Vec<f32>,
    positions: Vec<f32>,
    cases: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
}

struct Layer {
    /// Queries, keys and values, stacked.
    qkv: Linear,
    out: Linear,
    norm1: Norm,
    widen: Linear,
    narrow: Linear,
    norm2: Norm,
}

impl Encoder {
    pub(crate) fn new(weights: &Weights, layers: usize, hidden: usize, heads: usize, ffn: usize) -> Result<Self, Error> {
        let norm = |name: &str| -> Result<Norm, Error> {
            Ok((weights.floats(&format!("{name}.w"), &[hidden])?, weights.floats(&format!("{name}.b"), &[hidden])?))
        };
        let linear = |i: usize, names: &[&str], outs, ins| {
            let names: Vec<(String, usize)> = names.iter().map(|n| (format!("layer.{i}.{n}"), outs)).collect();
            weights.linear(&names, ins)
        };
        let layers = (0..layers).map(|i| {
            Ok(Layer {
                qkv: linear(i, &["q", "k", "v"], hidden, hidden)?,
                out: linear(i, &["o"], hidden, hidden)?,
                norm1: norm(&format!("layer.{i}.ln1"))?,
                widen: linear(i, &["ffn1"], ffn, hidden)?,
                narrow: linear(i, &["ffn2"], hidden, ffn)?,
                norm2: norm(&format!("layer.{i}.ln2"))?,
            })
        });
        let words = weights.rows("emb.word.q", hidden)?;
        Ok(Encoder {
            hidden,
            heads,
            word_scales: weights.floats("emb.word.s", &[words.len() / hidden])?,
            words,
            positions: weights.floats("emb.pos", &[crate::pieces::MAX_PIECES + 2, hidden])?,
            cases: weights.floats("emb.case", &[crate::pieces::CASE_ROWS, hidden])?,
            norm: norm("emb.ln")?,
            layers: layers.collect::<Result<_, Error>>()?,
        })
    }

    /// Number of word pieces with an embedding.
    pub(crate) fn vocabulary(&self) -> usize {
        self.word_scales.len()
    }

    /// The vectors of all words of all sentences, one after the other. `bytes` are those that the encoder was made from.
    pub(crate) fn encode(&self, simd: Simd, bytes: &[u8], sentences: &[&Pieces]) -> Vec<f32> {
        let hidden = self.hidden;
        let mut x = self.embed(simd, bytes, sentences);
        for layer in &self.layers {
            let qkv = layer.qkv.apply(simd, &Quantised::new(simd, &x, hidden));
            let mut context = vec![0.0; x.len()];
            let mut row = 0;
            for sentence in sentences {
                let n = sentence.ids.len();
                self.attend(simd, &qkv[row * 3 * hidden..(row + n) * 3 * hidden], n, &mut context[row * hidden..(row + n) * hidden]);
                row += n;
            }
            let out = layer.out.apply(simd, &Quantised::new(simd, &context, hidden));
            float::add_and_norm(simd, &mut x, &out, &layer.norm1.0, &layer.norm1.1);
            let mut wide = layer.widen.apply(simd, &Quantised::new(simd, &x, hidden));
            float::gelu(simd, &mut wide);
            let narrow = layer.narrow.apply(simd, &Quantised::new(simd, &wide, layer.widen.outs()));
            float::add_and_norm(simd, &mut x, &narrow, &layer.norm2.0, &layer.norm2.1);
        }
        let mut words = Vec::with_capacity(x.len());
        let mut row = 0;
        for sentence in sentences {
            for first in &sentence.first {
                words.extend_from_slice(&x[(row + first) * hidden..][..hidden]);
            }
            row += sentence.ids.len();
        }
        words
    }

    fn embed(&self, simd: Simd, bytes: &[u8], sentences: &[&Pieces]) -> Vec<f32> {
        let hidden = self.hidden;
        let words = &bytes[self.words.clone()];
        let rows = sentences.iter().map(|s| s.ids.len()).sum::<usize>();
        let (mut x, mut rest) = (Vec::with_capacity(rows * hidden), Vec::with_capacity(rows * hidden));
        for sentence in sentences {
            for (position, (id, case)) in sentence.ids.iter().zip(&sentence.case).enumerate() {
                let id = *id as usize;
                let scale = self.word_scales[id];
                x.extend(words[id * hidden..][..hidden].iter().map(|b| f32::from(*b as i8) * scale));
                let position = &self.positions[position * hidden..][..hidden];
                let case = &self.cases[usize::from(*case) * hidden..][..hidden];
                rest.extend(position.iter().zip(case).map(|(p, c)| p + c));
            }
        }
        float::add_and_norm(simd, &mut x, &rest, &self.norm.0, &self.norm.1);
        x
    }

    /// Attention within one sentence of `n` pieces: rows of queries, keys and values in, rows of contexts out.
    fn attend(&self, simd: Simd, qkv: &[f32], n: usize, context: &mut [f32]) {
        let hidden = self.hidden;
        let size = hidden / self.heads;
        let padded = n.next_multiple_of(32);
        let mut keys = vec![0.0; size * padded];
        let mut scores = vec![0.0; n * padded];
        for head in 0..self.heads {
            let (q, k, v) = (head * size, hidden + head * size, 2 * hidden + head * size);
            for (i, row) in qkv.chunks_exact(3 * hidden).enumerate() {
                for (j, x) in row[k..k + size].iter().enumerate() {
                    keys[j * padded + i] = *x;
                }
            }
            float::matmul(simd, &qkv[q..], 3 * hidden, &keys, padded, &mut scores, padded, n, size, padded);
            float::softmax(simd, &mut scores, padded, n, 1.0 / (size as f32).sqrt());
            float::matmul(simd, &scores, padded, &qkv[v..], 3 * hidden, &mut context[head * size..], hidden, n, n, size);
        }
    }
}
