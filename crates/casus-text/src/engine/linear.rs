//! Integer matrix products: int8 weights, activations scaled per row, int32 sums. Every path gives the same integers.
//!
//! Weights are packed as `[out / 16][in / 4][16][4]`: one 512-bit register holds four inputs of sixteen outputs, which is what
//! VNNI's `vpdpbusd` multiplies and adds at once. That instruction takes unsigned activations, so they are stored as `x + 128`, and
//! `128 * sum(weights)` is taken off again: exact in integers.

use std::fmt;

/// Which instructions multiply. All of them give the same integers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Path {
    /// AVX-512 VNNI.
    Vnni,
    /// Portable code compiled for AVX2.
    Avx2,
    /// Portable code for any processor.
    Portable,
}

impl Path {
    /// The fastest that this processor has.
    pub fn best() -> Path {
        Path::all().into_iter().next().unwrap_or(Path::Portable)
    }

    /// All that this processor has, the fastest first.
    pub fn all() -> Vec<Path> {
        let mut paths = Vec::new();
        #[cfg(target_arch = "x86_64")]
        {
            if std::is_x86_feature_detected!("avx512vnni") && std::is_x86_feature_detected!("avx512f") && std::is_x86_feature_detected!("avx512bw") && std::is_x86_feature_detected!("avx512vl") && std::is_x86_feature_detected!("avx512dq") {
                paths.push(Path::Vnni);
            }
            if std::is_x86_feature_detected!("avx2") {
                paths.push(Path::Avx2);
            }
        }
        paths.push(Path::Portable);
        paths
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            Path::Vnni => "avx512-vnni",
            Path::Avx2 => "avx2",
            Path::Portable => "portable",
        })
    }
}

/// Outputs that one packed block holds.
pub const LANES: usize = 16;

/// A fully connected layer with int8 weights.
pub struct Linear {
    /// Number of inputs, a multiple of 4 after padding.
    inputs: usize,
    /// Number of outputs, without padding.
    outputs: usize,
    packed: Vec<i8>,
    /// `128 * sum(weights)` of each output.
    offset: Vec<i32>,
    scale: Vec<f32>,
    bias: Vec<f32>,
}

/// Rows of activations, quantised: `x ≈ (q - 128) * scale`.
#[derive(Default)]
pub struct Quantised {
    /// Values plus 128, row by row.
    pub values: Vec<u8>,
    /// One scale a row.
    pub scales: Vec<f32>,
    width: usize,
}

impl Linear {
    /// Packs row-major weights `[outputs][inputs]`.
    pub fn new(weights: &[i8], scale: Vec<f32>, bias: Vec<f32>) -> Linear {
        let outputs = scale.len();
        let given = weights.len() / outputs.max(1);
        let inputs = given.next_multiple_of(4);
        let blocks = outputs.div_ceil(LANES);
        let mut packed = vec![0i8; blocks * LANES * inputs];
        let mut offset = vec![0i32; blocks * LANES];
        for o in 0..outputs {
            let row = &weights[o * given..(o + 1) * given];
            let (block, lane) = (o / LANES, o % LANES);
            for (i, w) in row.iter().enumerate() {
                packed[((block * (inputs / 4) + i / 4) * LANES + lane) * 4 + i % 4] = *w;
            }
            offset[o] = 128 * row.iter().map(|w| i32::from(*w)).sum::<i32>();
        }
        Linear { inputs, outputs, packed, offset, scale, bias }
    }

    /// Number of outputs.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// `x · weights + bias` for every row of `x`, into `out` (`rows × outputs`).
    pub fn apply(&self, x: &Quantised, out: &mut Vec<f32>, path: Path) {
        let rows = x.scales.len();
        out.clear();
        out.resize(rows * self.outputs, 0.0);
        debug_assert_eq!(x.width, self.inputs);
        match path {
            #[cfg(target_arch = "x86_64")]
            // SAFETY: `Path::Vnni` is only handed out by `Path::all` on processors that have the instructions.
            Path::Vnni => unsafe { self.vnni(x, out) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: `Path::Avx2` is only handed out by `Path::all` on processors that have the instructions.
            Path::Avx2 => unsafe { self.avx2(x, out) },
            _ => self.portable(x, out),
        }
    }

    #[inline(always)]
    fn portable(&self, x: &Quantised, out: &mut [f32]) {
        let groups = self.inputs / 4;
        for block in 0..self.outputs.div_ceil(LANES) {
            let weights = &self.packed[block * groups * LANES * 4..(block + 1) * groups * LANES * 4];
            for (r, row) in x.values.chunks_exact(self.inputs).enumerate() {
                let mut sums = [0i32; LANES];
                for (xs, ws) in row.chunks_exact(4).zip(weights.chunks_exact(LANES * 4)) {
                    for (sum, w) in sums.iter_mut().zip(ws.chunks_exact(4)) {
                        *sum += i32::from(xs[0]) * i32::from(w[0]) + i32::from(xs[1]) * i32::from(w[1]) + i32::from(xs[2]) * i32::from(w[2]) + i32::from(xs[3]) * i32::from(w[3]);
                    }
                }
                self.store(block, r, &sums, x.scales[r], out);
            }
        }
    }

    /// From integers to floats; the same order of operations on every path.
    #[inline(always)]
    fn store(&self, block: usize, row: usize, sums: &[i32; LANES], scale: f32, out: &mut [f32]) {
        let first = block * LANES;
        let count = LANES.min(self.outputs - first);
        let target = &mut out[row * self.outputs + first..][..count];
        for (n, y) in target.iter_mut().enumerate() {
            *y = (sums[n] - self.offset[first + n]) as f32 * (scale * self.scale[first + n]) + self.bias[first + n];
        }
    }

    /// # Safety
    /// The processor must have AVX2.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    unsafe fn avx2(&self, x: &Quantised, out: &mut [f32]) {
        self.portable(x, out);
    }

    /// Tiles of four rows by four blocks (64 outputs): sixteen sums stay in registers while weights and activations stream by.
    ///
    /// # Safety
    /// The processor must have AVX-512 F and VNNI.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
    unsafe fn vnni(&self, x: &Quantised, out: &mut [f32]) {
        let blocks = self.outputs.div_ceil(LANES);
        let rows = x.scales.len();
        let mut block = 0;
        while block < blocks {
            let width = (blocks - block).min(4);
            let mut row = 0;
            while row < rows {
                let height = (rows - row).min(4);
                // SAFETY: same instructions; `block + width <= blocks` and `row + height <= rows`.
                unsafe {
                    match (height, width) {
                        (4, 4) => self.tile::<4, 4>(x, row, block, out),
                        (4, _) => (0..width).for_each(|b| self.tile::<4, 1>(x, row, block + b, out)),
                        (_, 4) => (0..height).for_each(|r| self.tile::<1, 4>(x, row + r, block, out)),
                        _ => (0..height).for_each(|r| (0..width).for_each(|b| self.tile::<1, 1>(x, row + r, block + b, out))),
                    }
                }
                row += height;
            }
            block += width;
        }
    }

    /// # Safety
    /// The processor must have AVX-512 F and VNNI; rows `row..row + R` and blocks `block..block + B` must exist.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
    #[inline]
    unsafe fn tile<const R: usize, const B: usize>(&self, x: &Quantised, row: usize, block: usize, out: &mut [f32]) {
        use std::arch::x86_64::*;
        let groups = self.inputs / 4;
        let values = &x.values[row * self.inputs..(row + R) * self.inputs];
        let weights = &self.packed[block * groups * 64..(block + B) * groups * 64];
        let mut sums = [[_mm512_setzero_si512(); B]; R];
        for g in 0..groups {
            let mut w = [_mm512_setzero_si512(); B];
            for (b, w) in w.iter_mut().enumerate() {
                // SAFETY: `(b * groups + g) * 64 + 64 <= weights.len()` by the slice above; unaligned loads are allowed.
                *w = unsafe { _mm512_loadu_si512(weights.as_ptr().add((b * groups + g) * 64).cast()) };
            }
            for r in 0..R {
                // SAFETY: `r * inputs + g * 4 + 4 <= values.len()` by the slice above.
                let four = unsafe { values.as_ptr().add(r * self.inputs + g * 4).cast::<i32>().read_unaligned() };
                let four = _mm512_set1_epi32(four);
                for b in 0..B {
                    sums[r][b] = _mm512_dpbusd_epi32(sums[r][b], four, w[b]);
                }
            }
        }
        for (r, sums) in sums.iter().enumerate() {
            for (b, sum) in sums.iter().enumerate() {
                let mut lanes = [0i32; LANES];
                // SAFETY: `lanes` holds 64 bytes.
                unsafe { _mm512_storeu_si512(lanes.as_mut_ptr().cast(), *sum) };
                self.store(block + b, row + r, &lanes, x.scales[row + r], out);
            }
        }
    }
}

impl Quantised {
    /// Quantises `rows` of `width` floats: scale is the largest magnitude over 127, rounding half to even.
    pub fn of(&mut self, rows: &[f32], width: usize) {
        self.width = width.next_multiple_of(4);
        self.values.clear();
        self.scales.clear();
        self.values.reserve(rows.len());
        for row in rows.chunks_exact(width) {
            let mut lanes = [0f32; LANES];
            for chunk in row.chunks(LANES) {
                for (l, v) in lanes.iter_mut().zip(chunk) {
                    *l = l.max(v.abs());
                }
            }
            let largest = lanes.iter().fold(0f32, |a, b| a.max(*b));
            let scale = largest / 127.0;
            self.scales.push(scale);
            let inverse = if scale > 0.0 { 1.0 / scale } else { 0.0 };
            // Adding and taking off 1.5 * 2^23 rounds half to even, on any processor.
            let rounded = |v: &f32| ((v * inverse + 12_582_912.0) - 12_582_912.0).clamp(-127.0, 127.0);
            self.values.extend(row.iter().map(|v| (rounded(v) as i32 + 128) as u8));
            self.values.extend(std::iter::repeat_n(128u8, self.width - width));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A small generator, so that the test needs no crate.
    fn numbers(seed: u32, n: usize) -> Vec<i8> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            ((state >> 24) as i32 - 128).max(-127) as i8
        };
        (0..n).map(|_| next()).collect()
    }

    #[test]
    fn all_paths_give_the_same_bits() {
        for (inputs, outputs, rows) in [(384, 384, 9), (384, 50, 3), (97, 17, 5), (1536, 384, 2), (4, 1, 1), (384, 226, 4)] {
            let layer = Linear::new(&numbers(7, inputs * outputs), vec![0.01; outputs], vec![0.5; outputs]);
            let x: Vec<f32> = numbers(11, inputs * rows).iter().map(|v| f32::from(*v) / 13.0).collect();
            let mut quantised = Quantised::default();
            quantised.of(&x, inputs);
            let mut expected = Vec::new();
            layer.apply(&quantised, &mut expected, Path::Portable);
            for path in Path::all() {
                let mut got = Vec::new();
                layer.apply(&quantised, &mut got, path);
                assert_eq!(got.iter().map(|v| v.to_bits()).collect::<Vec<_>>(), expected.iter().map(|v| v.to_bits()).collect::<Vec<_>>(), "{path}");
            }
        }
    }

    #[test]
    fn products_are_exact_at_the_extremes() {
        let layer = Linear::new(&[127; 1536], vec![1.0], vec![0.0]);
        let mut quantised = Quantised::default();
        quantised.of(&[127.0; 1536], 1536);
        for path in Path::all() {
            let mut out = Vec::new();
            layer.apply(&quantised, &mut out, path);
            assert_eq!(out, [(127 * 127 * 1536) as f32], "{path}");
        }
    }
}
