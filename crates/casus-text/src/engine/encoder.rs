//! The encoder: word pieces in, one vector a word out.

use super::float::{add_scaled, dot, gelu, normalise, softmax};
use super::linear::{Linear, Path, Quantised};

/// A BERT-shaped encoder with int8 layers.
pub struct Encoder {
    pub(crate) hidden: usize,
    pub(crate) heads: usize,
    /// Word-piece vectors, int8 with a scale a row.
    pub(crate) words: Vec<i8>,
    pub(crate) word_scales: Vec<f32>,
    pub(crate) positions: Vec<f32>,
    pub(crate) cases: Vec<f32>,
    pub(crate) norm: Norm,
    pub(crate) layers: Vec<Layer>,
}

/// Weights of a layer normalisation.
pub struct Norm {
    pub(crate) weight: Vec<f32>,
    pub(crate) bias: Vec<f32>,
}

/// One transformer layer, normalised after each half.
pub struct Layer {
    pub(crate) q: Linear,
    pub(crate) k: Linear,
    pub(crate) v: Linear,
    pub(crate) o: Linear,
    pub(crate) first: Linear,
    pub(crate) second: Linear,
    pub(crate) attended: Norm,
    pub(crate) done: Norm,
}

/// Word pieces of one sentence with their case features, `[CLS]` and `[SEP]` included.
#[derive(Clone, Debug, Default)]
pub struct Pieces {
    pub ids: Vec<u32>,
    pub cases: Vec<u8>,
    /// Position of the first piece of each word.
    pub first: Vec<usize>,
}

/// Memory that is used again from batch to batch.
#[derive(Default)]
pub struct Scratch {
    quantised: Quantised,
    q: Vec<f32>,
    k: Vec<f32>,
    v: Vec<f32>,
    mixed: Vec<f32>,
    out: Vec<f32>,
    inner: Vec<f32>,
    keys: Vec<f32>,
    scores: Vec<f32>,
}

impl Encoder {
    /// Vectors of all pieces of all sentences, one after the other. A sentence's rows do not depend on what else is in the batch.
    pub fn encode(&self, batch: &[Pieces], scratch: &mut Scratch, path: Path) -> Vec<f32> {
        let mut x = self.embed(batch);
        for layer in &self.layers {
            self.layer(layer, batch, &mut x, scratch, path);
        }
        x
    }

    fn embed(&self, batch: &[Pieces]) -> Vec<f32> {
        let h = self.hidden;
        let mut x = Vec::with_capacity(batch.iter().map(|p| p.ids.len()).sum::<usize>() * h);
        for pieces in batch {
            for (i, (id, case)) in pieces.ids.iter().zip(&pieces.cases).enumerate() {
                let (id, case) = (*id as usize, *case as usize);
                let scale = self.word_scales[id];
                let word = &self.words[id * h..(id + 1) * h];
                let position = &self.positions[i * h..(i + 1) * h];
                let shape = &self.cases[case * h..(case + 1) * h];
                let from = x.len();
                x.extend(word.iter().zip(position).zip(shape).map(|((w, p), c)| f32::from(*w) * scale + p + c));
                normalise(&mut x[from..], &self.norm.weight, &self.norm.bias);
            }
        }
        x
    }

    fn layer(&self, layer: &Layer, batch: &[Pieces], x: &mut [f32], s: &mut Scratch, path: Path) {
        let h = self.hidden;
        s.quantised.of(x, h);
        layer.q.apply(&s.quantised, &mut s.q, path);
        layer.k.apply(&s.quantised, &mut s.k, path);
        layer.v.apply(&s.quantised, &mut s.v, path);
        s.mixed.clear();
        s.mixed.resize(x.len(), 0.0);
        let mut from = 0;
        for pieces in batch {
            let rows = from * h..(from + pieces.ids.len()) * h;
            self.attend(&s.q[rows.clone()], &s.k[rows.clone()], &s.v[rows.clone()], &mut s.mixed[rows], &mut s.keys, &mut s.scores, path);
            from += pieces.ids.len();
        }
        s.quantised.of(&s.mixed, h);
        layer.o.apply(&s.quantised, &mut s.out, path);
        add_and_norm(x, &s.out, &layer.attended, path);
        s.quantised.of(x, h);
        layer.first.apply(&s.quantised, &mut s.inner, path);
        gelu_on(&mut s.inner, path);
        s.quantised.of(&s.inner, layer.first.outputs());
        layer.second.apply(&s.quantised, &mut s.out, path);
        add_and_norm(x, &s.out, &layer.done, path);
    }

    #[allow(clippy::too_many_arguments)]
    fn attend(&self, q: &[f32], k: &[f32], v: &[f32], out: &mut [f32], keys: &mut Vec<f32>, scores: &mut Vec<f32>, path: Path) {
        let size = (self.hidden, self.heads);
        match path {
            #[cfg(target_arch = "x86_64")]
            // SAFETY: this path is only handed out on processors that have the instructions.
            Path::Vnni => unsafe { attend_avx512(size, q, k, v, out, keys, scores) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: this path is only handed out on processors that have the instructions.
            Path::Avx2 => unsafe { attend_avx2(size, q, k, v, out, keys, scores) },
            _ => attend(size, q, k, v, out, keys, scores),
        }
    }
}

/// Scaled dot-product attention of one sentence. Keys are turned over first, so that scores and mixing run along rows.
#[inline(always)]
fn attend((hidden, heads): (usize, usize), q: &[f32], k: &[f32], v: &[f32], out: &mut [f32], keys: &mut Vec<f32>, scores: &mut Vec<f32>) {
    let n = q.len() / hidden;
    let size = hidden / heads;
    let scale = 1.0 / (size as f32).sqrt();
    keys.clear();
    keys.resize(size * n, 0.0);
    scores.clear();
    scores.resize(n, 0.0);
    for head in 0..heads {
        let at = |row: usize| row * hidden + head * size;
        for j in 0..n {
            for (d, value) in k[at(j)..at(j) + size].iter().enumerate() {
                keys[d * n + j] = *value;
            }
        }
        for i in 0..n {
            scores.fill(0.0);
            for (d, value) in q[at(i)..at(i) + size].iter().enumerate() {
                add_scaled(scores, value * scale, &keys[d * n..(d + 1) * n]);
            }
            softmax(scores);
            let mixed = &mut out[at(i)..at(i) + size];
            for (j, score) in scores.iter().enumerate() {
                add_scaled(mixed, *score, &v[at(j)..at(j) + size]);
            }
        }
    }
}

/// # Safety
/// The processor must have AVX-512.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq")]
unsafe fn attend_avx512(size: (usize, usize), q: &[f32], k: &[f32], v: &[f32], out: &mut [f32], keys: &mut Vec<f32>, scores: &mut Vec<f32>) {
    attend(size, q, k, v, out, keys, scores);
}

/// # Safety
/// The processor must have AVX2.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
unsafe fn attend_avx2(size: (usize, usize), q: &[f32], k: &[f32], v: &[f32], out: &mut [f32], keys: &mut Vec<f32>, scores: &mut Vec<f32>) {
    attend(size, q, k, v, out, keys, scores);
}

/// Compiles a float loop for each instruction set; the operations and their order stay the same, so the bits do too.
macro_rules! on_path {
    ($(#[$doc:meta])* $name:ident, $avx512:ident, $avx2:ident, ($($arg:ident: $ty:ty),*), $body:expr) => {
        $(#[$doc])*
        pub(crate) fn $name($($arg: $ty,)* path: Path) {
            #[cfg(target_arch = "x86_64")]
            /// # Safety
            /// The processor must have AVX-512.
            #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq")]
            unsafe fn $avx512($($arg: $ty),*) { $body }
            #[cfg(target_arch = "x86_64")]
            /// # Safety
            /// The processor must have AVX2.
            #[target_feature(enable = "avx2")]
            unsafe fn $avx2($($arg: $ty),*) { $body }
            match path {
                #[cfg(target_arch = "x86_64")]
                // SAFETY: this path is only handed out on processors that have the instructions.
                Path::Vnni => unsafe { $avx512($($arg),*) },
                #[cfg(target_arch = "x86_64")]
                // SAFETY: this path is only handed out on processors that have the instructions.
                Path::Avx2 => unsafe { $avx2($($arg),*) },
                _ => $body,
            }
        }
    };
}

on_path!(
    /// The activation of the inner layer.
    gelu_on, gelu_avx512, gelu_avx2, (values: &mut [f32]), gelu(values)
);

on_path!(
    /// Residual connection and normalisation, row by row.
    add_and_norm, norm_avx512, norm_avx2, (x: &mut [f32], y: &[f32], norm: &Norm), {
        let h = norm.weight.len();
        for (x, y) in x.chunks_exact_mut(h).zip(y.chunks_exact(h)) {
            for (x, y) in x.iter_mut().zip(y) {
                *x += y;
            }
            normalise(x, &norm.weight, &norm.bias);
        }
    }
);

on_path!(
    /// Products of each row of `a` with each row of `b`, both `width` wide, into `out` (`rows(a) × rows(b)`).
    cross, cross_avx512, cross_avx2, (a: &[f32], b: &[f32], width: usize, out: &mut Vec<f32>), {
        out.clear();
        for x in a.chunks_exact(width) {
            out.extend(b.chunks_exact(width).map(|y| dot(x, y)));
        }
    }
);

on_path!(
    /// `out[r] += x[r][i] * weights[i]` for every row `r` and input `i`: a product with weights stored input by input.
    spread, spread_avx512, spread_avx2, (x: &[f32], weights: &[f32], width: usize, out: &mut [f32]), {
        let outputs = weights.len() / width;
        // Eight rows at a time share each pass over the weights.
        for (x, out) in x.chunks(width * 8).zip(out.chunks_mut(outputs * 8)) {
            for (i, w) in weights.chunks_exact(outputs).enumerate() {
                for (x, y) in x.chunks_exact(width).zip(out.chunks_exact_mut(outputs)) {
                    add_scaled(y, x[i], w);
                }
            }
        }
    }
);
