//! Reading `weights.safetensors`: every tensor is asked for by name and shape, so that a wrong file fails when it is loaded.

use crate::linear::Linear;
use safetensors::{Dtype, SafeTensors, tensor::TensorView};
use std::borrow::Cow;
use std::ops::Range;

/// Why a model cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The weights are no safetensors file.
    #[error("the weights cannot be read: {0}")]
    Weights(#[from] safetensors::SafeTensorError),
    /// A tensor is missing or has another shape or type than `config.json` says.
    #[error("tensor {name}: {problem}")]
    Tensor {
        /// Its name.
        name: String,
        /// What is wrong.
        problem: String,
    },
    /// `config.json` is no valid JSON of the expected form.
    #[error("config.json: {0}")]
    Config(#[from] serde_json::Error),
    /// `config.json` says something that this version does not understand.
    #[error("config.json: {0}")]
    Unsupported(String),
    /// `vocab.txt` does not fit.
    #[error("vocab.txt: {0}")]
    Vocabulary(String),
}

/// The word embeddings: int8 rows that stay where they are in the weights, and a scale a row.
pub(crate) struct WordTable {
    weights: Cow<'static, [u8]>,
    rows: Range<usize>,
    scales: Vec<f32>,
    width: usize,
}

impl WordTable {
    pub(crate) fn new(weights: Cow<'static, [u8]>, width: usize) -> Result<Self, Error> {
        let tensors = Weights::new(&weights)?;
        let rows = tensors.rows("emb.word.q", width)?;
        let scales = tensors.floats("emb.word.s", &[rows.len() / width])?;
        Ok(WordTable { weights, rows, scales, width })
    }

    /// Number of word pieces with an embedding.
    pub(crate) fn len(&self) -> usize {
        self.scales.len()
    }

    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// The weights that the table is a part of.
    pub(crate) fn weights(&self) -> &[u8] {
        &self.weights
    }

    /// Appends a piece's embedding to `x`.
    pub(crate) fn extend(&self, id: usize, x: &mut Vec<f32>) {
        let row = &self.weights[self.rows.clone()][id * self.width..][..self.width];
        x.extend(row.iter().map(|b| f32::from(*b as i8) * self.scales[id]));
    }
}

/// The tensors by name.
pub(crate) struct Weights<'b> {
    bytes: &'b [u8],
    tensors: SafeTensors<'b>,
}

impl<'b> Weights<'b> {
    pub(crate) fn new(bytes: &'b [u8]) -> Result<Self, Error> {
        Ok(Weights { bytes, tensors: SafeTensors::deserialize(bytes)? })
    }

    fn tensor(&self, name: &str, dtype: Dtype, shape: &[usize]) -> Result<TensorView<'b>, Error> {
        let error = |problem: String| Error::Tensor { name: name.into(), problem };
        let tensor = self.tensors.tensor(name).map_err(|e| error(e.to_string()))?;
        if tensor.dtype() != dtype || tensor.shape() != shape {
            return Err(error(format!("is {:?} {:?}, must be {dtype:?} {shape:?}", tensor.dtype(), tensor.shape())));
        }
        Ok(tensor)
    }

    /// A copy of a tensor of floats (the bytes in the file need not be aligned).
    pub(crate) fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, Error> {
        let tensor = self.tensor(name, Dtype::F32, shape)?;
        let floats: Vec<f32> = tensor.data().as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect();
        if floats.iter().any(|x| !x.is_finite()) {
            return Err(Error::Tensor { name: name.into(), problem: "holds a value that is no number".into() });
        }
        Ok(floats)
    }

    fn bytes(&self, name: &str, shape: &[usize]) -> Result<&'b [u8], Error> {
        let data = self.tensor(name, Dtype::I8, shape)?.data();
        // The AVX2 path relies on it.
        if data.contains(&0x80) {
            return Err(Error::Tensor { name: name.into(), problem: "holds −128; weights go from −127 to 127".into() });
        }
        Ok(data)
    }

    /// Linear layers with the same input, stacked: names and numbers of channels.
    pub(crate) fn linear(&self, layers: &[(String, usize)], ins: usize) -> Result<Linear, Error> {
        let layer = |(name, outs): &(String, usize)| {
            let q = self.bytes(&format!("{name}.q"), &[*outs, ins])?;
            Ok((q, self.floats(&format!("{name}.s"), &[*outs])?, self.floats(&format!("{name}.b"), &[*outs])?))
        };
        Ok(Linear::new(&layers.iter().map(layer).collect::<Result<Vec<_>, Error>>()?, ins))
    }

    /// Where a table of int8 rows lies in the file.
    fn rows(&self, name: &str, width: usize) -> Result<Range<usize>, Error> {
        let rows = self.tensors.tensor(name).map(|t| t.shape().first().copied().unwrap_or_default()).unwrap_or_default();
        let data = self.tensor(name, Dtype::I8, &[rows, width])?.data();
        let start = data.as_ptr().addr() - self.bytes.as_ptr().addr();
        Ok(start..start + data.len())
    }
}
