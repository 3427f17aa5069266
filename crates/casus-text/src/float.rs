//! Arithmetic on f32 that gives the same bits on every machine.
//!
//! Three rules make it so: nothing comes from the platform's mathematics library (exp and erf are polynomials below); every sum has a
//! fixed order, spelled out as sixteen partial sums where one would be slow; multiplication and addition are never fused, which Rust
//! guarantees unless asked. Under these rules the compiler may use registers of any width. [`on_every_machine`] lets it: the same
//! lines are compiled for plain x86-64, AVX2 and AVX-512, and the wider ones are taken where the processor has them.

use crate::int8::{PANEL, ROWS, Simd, Tile};

/// Defines `fn name(simd, …)` whose body is compiled once per instruction set.
macro_rules! on_every_machine {
    ($($(#[$doc:meta])* pub(crate) fn $name:ident($($arg:ident: $type:ty),* $(,)?) $body:block)*) => {$(
        $(#[$doc])*
        #[allow(clippy::too_many_arguments)]
        pub(crate) fn $name(simd: Simd, $($arg: $type),*) {
            #[inline(always)]
            fn body($($arg: $type),*) $body
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl")]
                fn avx512($($arg: $type),*) {
                    body($($arg),*)
                }
                #[target_feature(enable = "avx2")]
                fn avx2($($arg: $type),*) {
                    body($($arg),*)
                }
                match simd {
                    Simd::Portable => {}
                    // SAFETY: `Simd::available` hands out these values only where the processor has the features.
                    Simd::Avx2 | Simd::AvxVnni => return unsafe { avx2($($arg),*) },
                    // SAFETY: as above.
                    Simd::Avx512Vnni => return unsafe { avx512($($arg),*) },
                }
            }
            let _ = simd;
            body($($arg),*)
        }
    )*};
}

/// Adding and taking off 1.5 × 2^23 rounds to the nearest whole number, ties to even, and leaves it in the low bits.
const ROUNDER: f32 = 12_582_912.0;

/// e^x, for x ≤ 0 as softmax needs it (relative error below 2e-7; tiny results may be 0).
#[inline(always)]
fn exp(x: f32) -> f32 {
    // Beyond these bounds 2^n leaves the range of normal numbers.
    let x = if x < -87.0 { -87.0 } else { x };
    let x = if x > 88.0 { 88.0 } else { x };
    let rounded = x * std::f32::consts::LOG2_E + ROUNDER;
    let n = rounded - ROUNDER;
    // ln 2 in two parts, so that n * ln 2 is exact enough.
    let r = (x - n * 0.693_359_4) - n * -2.121_944_4e-4;
    let p = 1.987_569_1e-4;
    let p = p * r + 1.398_199_9e-3;
    let p = p * r + 8.333_452e-3;
    let p = p * r + 4.166_579_6e-2;
    let p = p * r + 1.666_666_5e-1;
    let p = p * r + 0.5;
    let value = p * (r * r) + r + 1.0;
    let power = f32::from_bits((rounded.to_bits() << 23).wrapping_add(0x3f80_0000));
    value * power
}

/// The error function (absolute error below 5e-7), an odd rational polynomial as in Eigen.
#[inline(always)]
fn erf(x: f32) -> f32 {
    let x = if x < -4.0 { -4.0 } else { x };
    let x = if x > 4.0 { 4.0 } else { x };
    let s = x * x;
    let a = -2.726_142_3e-10;
    let a = a * s + 2.770_681_3e-8;
    let a = a * s + -2.101_024e-6;
    let a = a * s + -5.692_506_4e-5;
    let a = a * s + -7.349_906_4e-4;
    let a = a * s + -2.954_6e-3;
    let a = a * s + -1.609_603_3e-2;
    let b = -1.456_607_2e-5;
    let b = b * s + -2.133_740_5e-4;
    let b = b * s + -1.682_827e-3;
    let b = b * s + -7.373_329_3e-3;
    let b = b * s + -1.426_473_9e-2;
    x * a / b
}

/// The sum of all values, by sixteen partial sums.
#[inline(always)]
fn sum(values: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0f32; 16];
    let (whole, rest) = values.as_chunks::<16>();
    for chunk in whole {
        for (lane, v) in lanes.iter_mut().zip(chunk) {
            *lane += of(*v);
        }
    }
    for (lane, v) in lanes.iter_mut().zip(rest) {
        *lane += of(*v);
    }
    fold(lanes, |a, b| a + b)
}

/// Halves sixteen values onto each other until one is left.
#[inline(always)]
fn fold(lanes: [f32; 16], with: impl Fn(f32, f32) -> f32) -> f32 {
    let lanes: [f32; 8] = std::array::from_fn(|i| with(lanes[i], lanes[i + 8]));
    let lanes: [f32; 4] = std::array::from_fn(|i| with(lanes[i], lanes[i + 4]));
    let lanes: [f32; 2] = std::array::from_fn(|i| with(lanes[i], lanes[i + 2]));
    with(lanes[0], lanes[1])
}

#[inline(always)]
fn max(values: &[f32], of: impl Fn(f32) -> f32, start: f32) -> f32 {
    let larger = |a: f32, b: f32| if b > a { b } else { a };
    let mut lanes = [start; 16];
    let (whole, rest) = values.as_chunks::<16>();
    for chunk in whole {
        for (lane, v) in lanes.iter_mut().zip(chunk) {
            *lane = larger(*lane, of(*v));
        }
    }
    for (lane, v) in lanes.iter_mut().zip(rest) {
        *lane = larger(*lane, of(*v));
    }
    fold(lanes, larger)
}

on_every_machine! {
    /// GELU in place.
    pub(crate) fn gelu(values: &mut [f32]) {
        for v in values {
            *v = 0.5 * *v * (1.0 + erf(*v * std::f32::consts::FRAC_1_SQRT_2));
        }
    }

    /// Layer norm of each row of `w.len()` values, after adding `other` to it.
    pub(crate) fn add_and_norm(rows: &mut [f32], other: &[f32], w: &[f32], b: &[f32]) {
        let n = w.len() as f32;
        for (row, other) in rows.chunks_exact_mut(w.len()).zip(other.chunks_exact(w.len())) {
            for (x, o) in row.iter_mut().zip(other) {
                *x += o;
            }
            let mean = sum(row, |x| x) / n;
            let variance = sum(row, |x| (x - mean) * (x - mean)) / n;
            let inverse = 1.0 / (variance + 1e-12).sqrt();
            for ((x, w), b) in row.iter_mut().zip(w).zip(b) {
                *x = (*x - mean) * inverse * w + b;
            }
        }
    }

    /// Each row of `ins` values as int8 with one scale: max |x| / 127. The bytes are XORed with `flip`.
    pub(crate) fn quantise(rows: &[f32], ins: usize, flip: u8, bytes: &mut [u8], scales: &mut [f32]) {
        for ((row, bytes), scale) in rows.chunks_exact(ins).zip(bytes.chunks_exact_mut(ins)).zip(scales) {
            let largest = max(row, f32::abs, 0.0);
            *scale = largest / 127.0;
            let by = if largest > 0.0 { 127.0 / largest } else { 1.0 };
            for (byte, x) in bytes.iter_mut().zip(row) {
                *byte = (x * by + ROUNDER).to_bits() as u8 ^ flip;
            }
        }
    }

    /// From whole-number sums to values: `sum * (scale of the row * scale of the channel) + bias`, into columns `from..` of `out`.
    pub(crate) fn scale_tile(tile: &Tile, rows: &[f32], channels: &[f32; PANEL], bias: &[f32; PANEL], out: &mut [f32], stride: usize, from: usize) {
        for ((sums, scale), out) in tile.iter().zip(rows).take(ROWS).zip(out.chunks_exact_mut(stride)) {
            let values = sums.iter().zip(channels).zip(bias).map(|((sum, s), b)| *sum as f32 * (scale * s) + b);
            // Whole panels have a loop of fixed length, which needs no copy.
            match out[from..].first_chunk_mut::<PANEL>() {
                Some(out) => out.iter_mut().zip(values).for_each(|(out, v)| *out = v),
                None => out[from..].iter_mut().zip(values).for_each(|(out, v)| *out = v),
            }
        }
    }

    /// Scales the first `n` of each row of scores and turns them into weights that sum to one; the rest of the row becomes 0. Rows are whole
    /// sixteens, so that every loop has registers of any width to itself.
    pub(crate) fn softmax(rows: &mut [f32], stride: usize, n: usize, scale: f32) {
        debug_assert!(stride.is_multiple_of(16));
        for row in rows.chunks_exact_mut(stride) {
            row[n..].fill(f32::NEG_INFINITY);
            for x in row.as_chunks_mut::<16>().0.as_flattened_mut() {
                *x *= scale;
            }
            let largest = max(row, |x| x, f32::NEG_INFINITY);
            for chunk in row.as_chunks_mut::<16>().0 {
                for x in chunk {
                    *x = exp(*x - largest);
                }
            }
            row[n..].fill(0.0);
            let inverse = 1.0 / sum(row, |x| x);
            for x in row.as_chunks_mut::<16>().0.as_flattened_mut() {
                *x *= inverse;
            }
        }
    }

    /// `out[i][j] = Σ_p a[i][p] * b[p][j]` over `inner` values of p, in their order, for `columns` (a multiple of 32) of j.
    /// Rows lie `a_stride`, `b_stride` and `out_stride` apart.
    pub(crate) fn matmul(a: &[f32], a_stride: usize, b: &[f32], b_stride: usize, out: &mut [f32], out_stride: usize, rows: usize, inner: usize, columns: usize) {
        debug_assert!(columns.is_multiple_of(32));
        let mut row = 0;
        while row < rows {
            let count = (rows - row).min(3);
            for column in (0..columns).step_by(32) {
                let mut sums = [[0.0f32; 32]; 3];
                // Rows beyond the last are computed from the last again and not stored.
                let lines: [&[f32]; 3] = std::array::from_fn(|r| &a[(row + r.min(count - 1)) * a_stride..][..inner]);
                for p in 0..inner {
                    let b: &[f32; 32] = b[p * b_stride + column..].first_chunk().unwrap_or(&[0.0; 32]);
                    for (sums, line) in sums.iter_mut().zip(&lines) {
                        let a = line[p];
                        for (sum, b) in sums.iter_mut().zip(b) {
                            *sum += a * b;
                        }
                    }
                }
                for (r, sums) in sums.iter().enumerate().take(count) {
                    out[(row + r) * out_stride + column..][..32].copy_from_slice(sums);
                }
            }
            row += count;
        }
    }

    /// The inner product of each row of `a` with the row of `b` of the same number.
    pub(crate) fn products(a: &[f32], a_stride: usize, b: &[f32], b_stride: usize, inner: usize, out: &mut [f32]) {
        for (i, out) in out.iter_mut().enumerate() {
            let (a, b) = (&a[i * a_stride..][..inner], &b[i * b_stride..][..inner]);
            let mut lanes = [0.0f32; 16];
            for (a, b) in a.as_chunks::<16>().0.iter().zip(b.as_chunks::<16>().0) {
                for ((lane, a), b) in lanes.iter_mut().zip(a).zip(b) {
                    *lane += a * b;
                }
            }
            for ((lane, a), b) in lanes.iter_mut().zip(a.as_chunks::<16>().1).zip(b.as_chunks::<16>().1) {
                *lane += a * b;
            }
            *out = fold(lanes, |a, b| a + b);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_and_erf_are_close_to_the_truth() {
        for i in -8000..=0 {
            let x = i as f32 / 100.0;
            let truth = f64::from(x).exp();
            assert!((f64::from(exp(x)) - truth).abs() <= 3e-7 * truth, "exp({x})");
        }
        // Values of erf from tables.
        for (x, truth) in [
            (0.0, 0.0),
            (0.1, 0.112_462_916),
            (0.5, 0.520_499_878),
            (1.0, 0.842_700_793),
            (2.0, 0.995_322_265),
            (3.5, 0.999_999_257),
            (9.0, 1.0),
        ] {
            assert!((f64::from(erf(x)) - truth).abs() < 5e-7, "erf({x}) = {}", erf(x));
            assert_eq!(erf(-x), -erf(x));
        }
    }

    #[test]
    fn halves_round_to_even() {
        let row = [127.0, 0.5, 1.5, 2.5, -0.5, -1.5, -127.0, 3.4];
        for simd in Simd::available() {
            let (mut bytes, mut scales) = ([0u8; 8], [0.0]);
            quantise(simd, &row, 8, 0, &mut bytes, &mut scales);
            assert_eq!(bytes.map(|b| b as i8), [127, 0, 2, 2, 0, -2, -127, 3]);
            assert_eq!(scales, [1.0]);
        }
    }

    #[test]
    fn every_path_gives_the_same_bits() {
        let values: Vec<f32> = (0..96 * 7).map(|i| ((i * 7919) % 2003) as f32 / 311.0 - 3.0).collect();
        let all: Vec<Vec<u32>> = Simd::available()
            .into_iter()
            .map(|simd| {
                let mut seen = Vec::new();
                let mut v = values.clone();
                gelu(simd, &mut v);
                seen.extend(v.iter().map(|x| x.to_bits()));
                let (w, b) = (&values[..96], &values[96..192]);
                add_and_norm(simd, &mut v, &values, w, b);
                seen.extend(v.iter().map(|x| x.to_bits()));
                softmax(simd, &mut v, 96, 77, 0.3);
                seen.extend(v.iter().map(|x| x.to_bits()));
                let mut out = vec![0.0; 7 * 64];
                matmul(simd, &v, 96, &values, 64, &mut out, 64, 7, 10, 64);
                seen.extend(out.iter().map(|x| x.to_bits()));
                let mut out = vec![0.0; 7];
                products(simd, &v, 96, &values, 96, 90, &mut out);
                seen.extend(out.iter().map(|x| x.to_bits()));
                seen
            })
            .collect();
        assert!(all.windows(2).all(|pair| pair[0] == pair[1]));
    }
}
