//! Products of whole numbers: the linear layers' inner loop, with one answer on every machine.
//!
//! A sum of int8 products is exact, so the order of additions and the width of the registers cannot change it. What differs
//! between machines is only speed: AVX-512 VNNI, AVX-VNNI, AVX2, NEON with or without its dot product, or plain Rust, chosen once
//! at run time ([`Simd::best`]). `tests/neon/run.sh` tests the ARM paths on other machines.

/// Calls `$path::<R>` for the number of rows at hand.
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
macro_rules! by_rows {
    ($rows:expr, $path:ident($($arg:expr),*)) => {
        match $rows {
            0 => {}
            1 => $path::<1>($($arg),*),
            2 => $path::<2>($($arg),*),
            3 => $path::<3>($($arg),*),
            4 => $path::<4>($($arg),*),
            5 => $path::<5>($($arg),*),
            _ => $path::<6>($($arg),*),
        }
    };
}

#[cfg(target_arch = "aarch64")]
mod neon;
#[cfg(target_arch = "x86_64")]
mod x86;

/// Output channels that one panel of packed weights holds.
pub(crate) const PANEL: usize = 64;
/// Rows that one call computes at most. Six rows of four 16-lane sums leave the 32 AVX-512 registers just filled.
pub(crate) const ROWS: usize = 6;

/// Sums of up to [`ROWS`] rows for one panel.
pub(crate) type Tile = [[i32; PANEL]; ROWS];

/// The instructions in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Simd {
    /// Plain Rust.
    Portable,
    /// 256 bits, products of signed bytes by way of absolute values.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// 256 bits, four byte products summed in one instruction.
    #[cfg(target_arch = "x86_64")]
    AvxVnni,
    /// 512 bits, the same.
    #[cfg(target_arch = "x86_64")]
    Avx512Vnni,
    /// 128 bits, products of signed bytes added in pairs.
    #[cfg(target_arch = "aarch64")]
    Neon,
    /// 128 bits, four byte products summed in one instruction.
    #[cfg(target_arch = "aarch64")]
    NeonDot,
}

impl Simd {
    /// The fastest that this machine has.
    pub(crate) fn best() -> Self {
        Self::available().pop().unwrap_or(Simd::Portable)
    }

    /// All that this machine has, the slowest first.
    pub(crate) fn available() -> Vec<Self> {
        #[cfg_attr(not(any(target_arch = "x86_64", target_arch = "aarch64")), allow(unused_mut))]
        let mut all = vec![Simd::Portable];
        #[cfg(target_arch = "x86_64")]
        {
            let avx2 = is_x86_feature_detected!("avx2");
            if avx2 {
                all.push(Simd::Avx2);
            }
            if avx2 && is_x86_feature_detected!("avxvnni") {
                all.push(Simd::AvxVnni);
            }
            let has = [
                is_x86_feature_detected!("avx512f"),
                is_x86_feature_detected!("avx512bw"),
                is_x86_feature_detected!("avx512dq"),
                is_x86_feature_detected!("avx512vl"),
            ];
            if avx2 && has.iter().all(|h| *h) && is_x86_feature_detected!("avx512vnni") {
                all.push(Simd::Avx512Vnni);
            }
        }
        // Reading four bytes as a number gives them in the order of the registers only where the lowest byte comes first.
        #[cfg(target_arch = "aarch64")]
        if cfg!(target_endian = "little") && std::arch::is_aarch64_feature_detected!("neon") {
            all.push(Simd::Neon);
            if std::arch::is_aarch64_feature_detected!("dotprod") {
                all.push(Simd::NeonDot);
            }
        }
        all
    }

    /// What activation bytes are XORed with before they come here. VNNI multiplies unsigned by signed bytes: adding 128 to a
    /// signed byte (flipping its top bit) makes it unsigned, and 128 × the sum of the weights is taken off again, exactly.
    pub(crate) fn flip(self) -> u8 {
        match self {
            Simd::Portable => 0,
            #[cfg(target_arch = "x86_64")]
            Simd::Avx2 => 0,
            #[cfg(target_arch = "x86_64")]
            Simd::AvxVnni | Simd::Avx512Vnni => 0x80,
            #[cfg(target_arch = "aarch64")]
            Simd::Neon | Simd::NeonDot => 0,
        }
    }
}

/// 64 bytes on one cache line: 16 channels × 4 inputs.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
pub(crate) struct Line(pub(crate) [i8; 64]);

/// Weights in the order in which the inner loop reads them: panels of 64 channels; in a panel, groups of four inputs; in a group,
/// four lines of 16 channels × 4 inputs. Channels beyond the last are zero.
pub(crate) struct Packed {
    /// Number of channels.
    pub(crate) outs: usize,
    /// Number of inputs, a multiple of 4.
    pub(crate) ins: usize,
    lines: Vec<Line>,
    /// −128 × the sum of each channel's weights, see [`Simd::flip`].
    corrections: Vec<[i32; PANEL]>,
}

impl Packed {
    /// Packs `weights`, rows of `ins` inputs, one a channel.
    pub(crate) fn new(weights: &[&[u8]], ins: usize) -> Self {
        debug_assert!(ins.is_multiple_of(4));
        let outs: usize = weights.iter().map(|w| w.len() / ins).sum();
        let panels = outs.div_ceil(PANEL);
        let mut lines = vec![Line([0; 64]); panels * ins];
        let mut corrections = vec![[0; PANEL]; panels];
        for (channel, row) in weights.iter().flat_map(|w| w.chunks_exact(ins)).enumerate() {
            let (panel, inside) = (channel / PANEL, channel % PANEL);
            let (line, lane) = (inside / 16, inside % 16);
            let mut sum = 0;
            for (group, four) in row.as_chunks::<4>().0.iter().enumerate() {
                let place = &mut lines[panel * ins + group * 4 + line].0[lane * 4..lane * 4 + 4];
                for (slot, byte) in place.iter_mut().zip(four) {
                    *slot = *byte as i8;
                    sum += i32::from(*byte as i8);
                }
            }
            corrections[panel][inside] = -128 * sum;
        }
        Packed { outs, ins, lines, corrections }
    }

    pub(crate) fn panels(&self) -> usize {
        self.corrections.len()
    }

    /// Multiplies up to [`ROWS`] rows of activations (bytes flipped as [`Simd::flip`] says) with one panel.
    pub(crate) fn multiply(&self, simd: Simd, rows: &[u8], panel: usize, out: &mut Tile) {
        let lines = &self.lines[panel * self.ins..(panel + 1) * self.ins];
        match simd {
            Simd::Portable => portable(rows, self.ins, lines, out),
            #[cfg(target_arch = "x86_64")]
            Simd::Avx2 => x86::avx2(rows, self.ins, lines, out),
            #[cfg(target_arch = "x86_64")]
            Simd::AvxVnni => x86::avx_vnni(rows, self.ins, lines, &self.corrections[panel], out),
            #[cfg(target_arch = "x86_64")]
            Simd::Avx512Vnni => x86::avx512_vnni(rows, self.ins, lines, &self.corrections[panel], out),
            #[cfg(target_arch = "aarch64")]
            Simd::Neon => neon::neon(rows, self.ins, lines, out),
            #[cfg(target_arch = "aarch64")]
            Simd::NeonDot => neon::neon_dot(rows, self.ins, lines, out),
        }
    }
}

/// What the vector loops rely on: whole rows, at most [`ROWS`], and as many weight lines as inputs.
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
fn check(rows: &[u8], ins: usize, lines: &[Line]) {
    assert!(ins > 0 && ins.is_multiple_of(4) && rows.len().is_multiple_of(ins) && rows.len() / ins <= ROWS && lines.len() == ins);
}

/// Plain Rust; what the other paths are tested against.
fn portable(rows: &[u8], ins: usize, lines: &[Line], out: &mut Tile) {
    for (row, sums) in rows.chunks_exact(ins).zip(out) {
        *sums = [0; PANEL];
        for (x, group) in row.as_chunks::<4>().0.iter().zip(lines.as_chunks::<4>().0) {
            let x = x.map(|b| i32::from(b as i8));
            for (line, sums) in group.iter().zip(sums.as_chunks_mut::<16>().0) {
                for (w, sum) in line.0.as_chunks::<4>().0.iter().zip(sums) {
                    *sum += x[0] * i32::from(w[0]) + x[1] * i32::from(w[1]) + x[2] * i32::from(w[2]) + x[3] * i32::from(w[3]);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers without a pattern, from a seed (xorshift).
    fn bytes(n: usize, mut seed: u64) -> Vec<u8> {
        (0..n)
            .map(|_| {
                seed ^= seed << 13;
                seed ^= seed >> 7;
                seed ^= seed << 17;
                // Every tenth is an extreme, because overflow shows there.
                match seed % 10 {
                    0 => 127i8 as u8,
                    1 => -127i8 as u8,
                    _ => ((seed >> 20) % 255) as i64 as u8,
                }
            })
            .map(|b| if b == 0x80 { 0x81 } else { b })
            .collect()
    }

    /// Every path's sums for every panel and every number of rows against the plain sum.
    fn compare(weights: &[u8], x: &[u8], outs: usize, ins: usize) {
        let packed = Packed::new(&[weights], ins);
        let plain = |row: usize, channel: usize| -> i32 {
            weights[channel * ins..][..ins].iter().zip(&x[row * ins..]).map(|(w, x)| i32::from(*w as i8) * i32::from(*x as i8)).sum()
        };
        let sums: Vec<Vec<i32>> = (0..ROWS).map(|row| (0..outs).map(|channel| plain(row, channel)).collect()).collect();
        for simd in Simd::available() {
            let flipped: Vec<u8> = x.iter().map(|b| b ^ simd.flip()).collect();
            for (rows, panel) in (1..=ROWS).flat_map(|rows| (0..packed.panels()).map(move |panel| (rows, panel))) {
                let mut tile = [[0; PANEL]; ROWS];
                packed.multiply(simd, &flipped[..rows * ins], panel, &mut tile);
                for (row, sums) in sums.iter().enumerate().take(rows) {
                    let sums = &sums[panel * PANEL..outs.min((panel + 1) * PANEL)];
                    assert_eq!(
                        tile[row][..sums.len()],
                        *sums,
                        "{simd:?}, {outs} channels, {ins} inputs, row {row} of {rows}, panel {panel}"
                    );
                }
                assert!(tile[rows..].iter().all(|row| *row == [0; PANEL]), "{simd:?} writes beyond {rows} rows");
            }
        }
    }

    #[test]
    fn every_path_gives_the_same_sums() {
        for (outs, ins) in [(64, 4), (100, 384), (7, 1536), (130, 60)] {
            for seed in 1..=4 {
                compare(&bytes(outs * ins, 99 * seed), &bytes(ROWS * ins, 7 + seed), outs, ins);
            }
        }
    }

    #[test]
    fn the_largest_products_do_not_overflow() {
        // Signs change never, with every byte, every two, every four, so that pairs and quadruples add up or cancel.
        let extremes = |n: usize, run: usize, first: bool| -> Vec<u8> {
            (0..n).map(|i| if (i / run).is_multiple_of(2) == first { 127i8 } else { -127 } as u8).collect()
        };
        for ins in [4, 60, 384, 1536] {
            for (run, first) in [usize::MAX, 1, 2, 4].into_iter().flat_map(|run| [(run, true), (run, false)]) {
                for other in [usize::MAX, 1] {
                    compare(&extremes(70 * ins, run, first), &extremes(ROWS * ins, other, true), 70, ins);
                }
            }
        }
    }
}
