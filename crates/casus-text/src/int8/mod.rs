//! Products of whole numbers: the linear layers' inner loop, with one answer on every machine.
//!
//! A sum of int8 products is exact, so the order of additions and the width of the registers cannot change it. What differs
//! between machines is only speed: AVX-512 VNNI, AVX-VNNI, AVX2, or plain Rust, chosen once at run time ([`Simd::best`]).
//! A NEON path would be one more arm of [`Simd`] (`sdot` takes signed × signed, so it needs no flipped bytes).

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
}

impl Simd {
    /// The fastest that this machine has.
    pub(crate) fn best() -> Self {
        Self::available().pop().unwrap_or(Simd::Portable)
    }

    /// All that this machine has, the slowest first.
    pub(crate) fn available() -> Vec<Self> {
        #[cfg_attr(not(target_arch = "x86_64"), allow(unused_mut))]
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
        }
    }
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

    #[test]
    fn every_path_gives_the_same_sums() {
        for (outs, ins) in [(64, 4), (100, 384), (7, 1536), (130, 60)] {
            let weights = bytes(outs * ins, 99);
            let packed = Packed::new(&[&weights], ins);
            for rows in 1..=ROWS {
                let x = bytes(rows * ins, 7 + rows as u64);
                for simd in Simd::available() {
                    let flipped: Vec<u8> = x.iter().map(|b| b ^ simd.flip()).collect();
                    for panel in 0..packed.panels() {
                        let mut tile = [[0; PANEL]; ROWS];
                        packed.multiply(simd, &flipped, panel, &mut tile);
                        for r in 0..rows {
                            for c in 0..PANEL.min(outs - panel * PANEL) {
                                let w = &weights[(panel * PANEL + c) * ins..][..ins];
                                let plain: i32 = w.iter().zip(&x[r * ins..]).map(|(w, x)| i32::from(*w as i8) * i32::from(*x as i8)).sum();
                                assert_eq!(tile[r][c], plain, "{simd:?}, {outs} channels, {ins} inputs, row {r}, channel {c}");
                            }
                        }
                    }
                }
            }
        }
    }
}
