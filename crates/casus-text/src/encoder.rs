//! The encoder: post-norm BERT layers over the word pieces of several windows at once.
//!
//! The rows of all windows go through the linear layers together, which reads the weights once for many rows; attention stays
//! within a window. A row's result depends on its own window only, so it is the same in any batch.

use crate::float;
use crate::int8::Simd;
use crate::linear::{Linear, Quantised};
use crate::pieces::Pieces;
use crate::weights::{Error, Weights, WordTable};

/// Layer norm's weight and bias.
type Norm = (Vec<f32>, Vec<f32>);

pub(crate) struct Encoder {
    hidden: usize,
    heads: usize,
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
        Ok(Encoder {
            hidden,
            heads,
            positions: weights.floats("emb.pos", &[crate::pieces::MAX_PIECES + 2, hidden])?,
            cases: weights.floats("emb.case", &[crate::pieces::CASE_ROWS, hidden])?,
            norm: norm("emb.ln")?,
            layers: layers.collect::<Result<_, Error>>()?,
        })
    }

    /// The vectors of all words of all windows, one after the other.
    pub(crate) fn encode(&self, simd: Simd, words: &WordTable, windows: &[&Pieces]) -> Vec<f32> {
        let hidden = self.hidden;
        let mut x = self.embed(simd, words, windows);
        // One set of buffers for all layers.
        let (mut q, mut qkv, mut wide, mut out) = (Quantised::default(), Vec::new(), Vec::new(), Vec::new());
        let mut context = vec![0.0; x.len()];
        let mut attention = Attention::default();
        for layer in &self.layers {
            layer.qkv.apply(simd, q.fill(simd, &x, hidden), &mut qkv);
            let mut row = 0;
            for window in windows {
                let n = window.ids.len();
                let (qkv, context) = (&qkv[row * 3 * hidden..(row + n) * 3 * hidden], &mut context[row * hidden..(row + n) * hidden]);
                attention.attend(simd, qkv, hidden, self.heads, context);
                row += n;
            }
            layer.out.apply(simd, q.fill(simd, &context, hidden), &mut out);
            float::add_and_norm(simd, &mut x, &out, &layer.norm1.0, &layer.norm1.1);
            layer.widen.apply(simd, q.fill(simd, &x, hidden), &mut wide);
            float::gelu(simd, &mut wide);
            layer.narrow.apply(simd, q.fill(simd, &wide, layer.widen.outs()), &mut out);
            float::add_and_norm(simd, &mut x, &out, &layer.norm2.0, &layer.norm2.1);
        }
        let mut words = Vec::with_capacity(x.len());
        let mut row = 0;
        for window in windows {
            for first in &window.first {
                words.extend_from_slice(&x[(row + first) * hidden..][..hidden]);
            }
            row += window.ids.len();
        }
        words
    }

    fn embed(&self, simd: Simd, words: &WordTable, windows: &[&Pieces]) -> Vec<f32> {
        let hidden = self.hidden;
        let rows = windows.iter().map(|s| s.ids.len()).sum::<usize>();
        let (mut x, mut rest) = (Vec::with_capacity(rows * hidden), Vec::with_capacity(rows * hidden));
        for window in windows {
            for (position, (id, case)) in window.ids.iter().zip(&window.case).enumerate() {
                words.extend(*id as usize, &mut x);
                let position = &self.positions[position * hidden..][..hidden];
                let case = &self.cases[usize::from(*case) * hidden..][..hidden];
                rest.extend(position.iter().zip(case).map(|(p, c)| p + c));
            }
        }
        float::add_and_norm(simd, &mut x, &rest, &self.norm.0, &self.norm.1);
        x
    }
}

/// Buffers of attention, kept from window to window.
#[derive(Default)]
struct Attention {
    /// A head's keys, one a column.
    keys: Vec<f32>,
    /// A head's values, one a row: where they come from, rows lie so far apart that they drive each other out of the cache.
    values: Vec<f32>,
    scores: Vec<f32>,
}

impl Attention {
    /// Attention within one window: rows of queries, keys and values in, rows of contexts out.
    fn attend(&mut self, simd: Simd, qkv: &[f32], hidden: usize, heads: usize, context: &mut [f32]) {
        let size = hidden / heads;
        let n = context.len() / hidden;
        let padded = n.next_multiple_of(32);
        self.keys.clear();
        self.keys.resize(size * padded, 0.0);
        self.scores.resize(n * padded, 0.0);
        for head in 0..heads {
            let (q, k, v) = (head * size, hidden + head * size, 2 * hidden + head * size);
            self.values.clear();
            for (i, row) in qkv.chunks_exact(3 * hidden).enumerate() {
                for (j, x) in row[k..k + size].iter().enumerate() {
                    self.keys[j * padded + i] = *x;
                }
                self.values.extend_from_slice(&row[v..v + size]);
            }
            float::matmul(simd, &qkv[q..], 3 * hidden, &self.keys, padded, &mut self.scores, padded, n, size, padded);
            float::softmax(simd, &mut self.scores, padded, n, 1.0 / (size as f32).sqrt());
            float::matmul(simd, &self.scores, padded, &self.values, size, &mut context[head * size..], hidden, n, n, size);
        }
    }
}
