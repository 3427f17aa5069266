//! The inner loop with x86 vector instructions. With `neon.rs`, this file holds all `unsafe` of this crate that touches
//! memory.

use super::{Line, PANEL, Tile, check};
use std::arch::x86_64::*;

pub(super) fn avx512_vnni(rows: &[u8], ins: usize, lines: &[Line], corrections: &[i32; PANEL], out: &mut Tile) {
    check(rows, ins, lines);
    // SAFETY: only `Simd::available` hands out this path, after asking the processor for these features; `check` has compared lengths.
    unsafe { by_rows!(rows.len() / ins, avx512_rows(rows, ins, lines, corrections, out)) }
}

pub(super) fn avx_vnni(rows: &[u8], ins: usize, lines: &[Line], corrections: &[i32; PANEL], out: &mut Tile) {
    check(rows, ins, lines);
    // SAFETY: as above.
    unsafe { by_rows!(rows.len() / ins, avx_vnni_rows(rows, ins, lines, corrections, out)) }
}

pub(super) fn avx2(rows: &[u8], ins: usize, lines: &[Line], out: &mut Tile) {
    check(rows, ins, lines);
    // SAFETY: as above.
    unsafe { by_rows!(rows.len() / ins, avx2_rows(rows, ins, lines, out)) }
}

/// # Safety
/// `rows` holds at least `R * ins` bytes and `lines` `ins` lines.
#[target_feature(enable = "avx512f,avx512vnni")]
unsafe fn avx512_rows<const R: usize>(rows: &[u8], ins: usize, lines: &[Line], corrections: &[i32; PANEL], out: &mut Tile) {
    // SAFETY: every read stays in the lengths that the caller promises; the writes go to whole arrays of 64.
    unsafe {
        let start: [__m512i; 4] = std::array::from_fn(|b| _mm512_loadu_si512(corrections.as_ptr().add(16 * b).cast()));
        let mut sums = [start; R];
        let (x, w) = (rows.as_ptr(), lines.as_ptr());
        for group in 0..ins / 4 {
            let w: [__m512i; 4] = std::array::from_fn(|b| _mm512_load_si512(w.add(4 * group + b).cast()));
            for (r, sums) in sums.iter_mut().enumerate() {
                let x = _mm512_set1_epi32(x.add(r * ins + 4 * group).cast::<i32>().read_unaligned());
                for (sum, w) in sums.iter_mut().zip(w) {
                    *sum = _mm512_dpbusd_epi32(*sum, x, w);
                }
            }
        }
        for (sums, out) in sums.iter().zip(out) {
            for (b, sum) in sums.iter().enumerate() {
                _mm512_storeu_si512(out.as_mut_ptr().add(16 * b).cast(), *sum);
            }
        }
    }
}

/// # Safety
/// As [`avx512_rows`].
#[target_feature(enable = "avx2,avxvnni")]
unsafe fn avx_vnni_rows<const R: usize>(rows: &[u8], ins: usize, lines: &[Line], corrections: &[i32; PANEL], out: &mut Tile) {
    // Sixteen registers hold the sums of 16 channels for all rows at once, so a panel is done in four passes.
    for line in 0..4 {
        // SAFETY: as in `avx512_rows`.
        unsafe {
            let start: [__m256i; 2] = std::array::from_fn(|b| _mm256_loadu_si256(corrections.as_ptr().add(16 * line + 8 * b).cast()));
            let mut sums = [start; R];
            for group in 0..ins / 4 {
                let w = lines.as_ptr().add(4 * group + line).cast::<__m256i>();
                let w = [_mm256_load_si256(w), _mm256_load_si256(w.add(1))];
                for (r, sums) in sums.iter_mut().enumerate() {
                    let x = _mm256_set1_epi32(rows.as_ptr().add(r * ins + 4 * group).cast::<i32>().read_unaligned());
                    for (sum, w) in sums.iter_mut().zip(w) {
                        *sum = _mm256_dpbusd_avx_epi32(*sum, x, w);
                    }
                }
            }
            for (sums, out) in sums.iter().zip(out.iter_mut()) {
                for (b, sum) in sums.iter().enumerate() {
                    _mm256_storeu_si256(out.as_mut_ptr().add(16 * line + 8 * b).cast(), *sum);
                }
            }
        }
    }
}

/// # Safety
/// As [`avx512_rows`]; besides, no weight and no activation is −128 (the sign of −128 cannot be changed in a byte).
#[target_feature(enable = "avx2")]
unsafe fn avx2_rows<const R: usize>(rows: &[u8], ins: usize, lines: &[Line], out: &mut Tile) {
    for line in 0..4 {
        // SAFETY: as in `avx512_rows`. |x| ≤ 127 and |w| ≤ 127, so that the sum of two products fits in 16 bits.
        unsafe {
            let ones = _mm256_set1_epi16(1);
            let mut sums = [[_mm256_setzero_si256(); 2]; R];
            for group in 0..ins / 4 {
                let w = lines.as_ptr().add(4 * group + line).cast::<__m256i>();
                let w = [_mm256_load_si256(w), _mm256_load_si256(w.add(1))];
                for (r, sums) in sums.iter_mut().enumerate() {
                    let x = _mm256_set1_epi32(rows.as_ptr().add(r * ins + 4 * group).cast::<i32>().read_unaligned());
                    let positive = _mm256_abs_epi8(x);
                    for (sum, w) in sums.iter_mut().zip(w) {
                        let pairs = _mm256_maddubs_epi16(positive, _mm256_sign_epi8(w, x));
                        *sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(pairs, ones));
                    }
                }
            }
            for (sums, out) in sums.iter().zip(out.iter_mut()) {
                for (b, sum) in sums.iter().enumerate() {
                    _mm256_storeu_si256(out.as_mut_ptr().add(16 * line + 8 * b).cast(), *sum);
                }
            }
        }
    }
}
