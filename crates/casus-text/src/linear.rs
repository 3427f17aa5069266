//! A linear layer with int8 weights: activations are quantised per row, so that a row's result does not depend on its neighbours.

use crate::float;
use crate::int8::{PANEL, Packed, ROWS, Simd};

/// Weights, one scale a channel, and biases. Several layers with the same input may be stacked into one.
pub(crate) struct Linear {
    weights: Packed,
    scales: Vec<[f32; PANEL]>,
    biases: Vec<[f32; PANEL]>,
}

/// Rows of activations as bytes, with one scale a row. Filled again and again, so that memory is asked for once.
#[derive(Default)]
pub(crate) struct Quantised {
    bytes: Vec<u8>,
    scales: Vec<f32>,
}

impl Quantised {
    /// Quantises rows of `ins` values in place of those it held.
    pub(crate) fn fill(&mut self, simd: Simd, rows: &[f32], ins: usize) -> &Self {
        self.bytes.resize(rows.len(), 0);
        self.scales.resize(rows.len() / ins, 0.0);
        float::quantise(simd, rows, ins, simd.flip(), &mut self.bytes, &mut self.scales);
        self
    }
}

impl Linear {
    /// Stacks layers, each with weights (int8 as bytes), scales and biases.
    pub(crate) fn new(layers: &[(&[u8], Vec<f32>, Vec<f32>)], ins: usize) -> Self {
        let weights = Packed::new(&layers.iter().map(|(w, _, _)| *w).collect::<Vec<_>>(), ins);
        let in_panels = |values: Vec<f32>| {
            values
                .chunks(PANEL)
                .map(|chunk| {
                    let mut panel = [0.0; PANEL];
                    panel[..chunk.len()].copy_from_slice(chunk);
                    panel
                })
                .collect()
        };
        let scales = in_panels(layers.iter().flat_map(|(_, s, _)| s.iter().copied()).collect());
        let biases = in_panels(layers.iter().flat_map(|(_, _, b)| b.iter().copied()).collect());
        Linear { weights, scales, biases }
    }

    /// Number of channels.
    pub(crate) fn outs(&self) -> usize {
        self.weights.outs
    }

    /// All channels of all rows, in place of what `out` held.
    pub(crate) fn apply(&self, simd: Simd, x: &Quantised, out: &mut Vec<f32>) {
        let (ins, outs) = (self.weights.ins, self.weights.outs);
        out.resize(x.scales.len() * outs, 0.0);
        let mut tile = [[0; PANEL]; ROWS];
        for panel in 0..self.weights.panels() {
            let tiles = x.bytes.chunks(ROWS * ins).zip(x.scales.chunks(ROWS)).zip(out.chunks_mut(ROWS * outs));
            for ((rows, scales), out) in tiles {
                self.weights.multiply(simd, rows, panel, &mut tile);
                float::scale_tile(simd, &tile, scales, &self.scales[panel], &self.biases[panel], out, outs, panel * PANEL);
            }
        }
    }
}
