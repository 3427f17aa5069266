//! The inner loop with 64-bit ARM vector instructions. With `x86.rs`, this file holds all `unsafe` of this crate that touches
//! memory.
//!
//! A line of weights is four registers of 4 channels × 4 inputs. Bytes are signed on both sides, so nothing is flipped.

use super::{Line, Tile, check};
use std::arch::{aarch64::*, asm};

pub(super) fn neon(rows: &[u8], ins: usize, lines: &[Line], out: &mut Tile) {
    check(rows, ins, lines);
    // SAFETY: only `Simd::available` hands out this path, after asking the processor for NEON; `check` has compared lengths.
    unsafe { by_rows!(rows.len() / ins, neon_rows(rows, ins, lines, out)) }
}

pub(super) fn neon_dot(rows: &[u8], ins: usize, lines: &[Line], out: &mut Tile) {
    check(rows, ins, lines);
    // SAFETY: as above, and after asking for the dot product.
    unsafe { by_rows!(rows.len() / ins, neon_dot_rows(rows, ins, lines, out)) }
}

/// The loop, for one set of instructions; `$add` adds to each of four sums the four products of its bytes. A macro, since a feature
/// cannot be a parameter of a function.
macro_rules! rows {
    ($name:ident, $features:literal, $add:ident) => {
        /// # Safety
        /// `rows` holds at least `R * ins` bytes and `lines` no more than `ins` lines.
        #[target_feature(enable = $features)]
        unsafe fn $name<const R: usize>(rows: &[u8], ins: usize, lines: &[Line], out: &mut Tile) {
            // The sums of 16 channels for six rows take 24 of the 32 registers, so a panel is done in four passes.
            for line in 0..4 {
                let mut sums = [[vdupq_n_s32(0); 4]; R];
                for (group, w) in lines.as_chunks::<4>().0.iter().enumerate() {
                    let w = weights(&w[line]);
                    for (r, sums) in sums.iter_mut().enumerate() {
                        // SAFETY: r < R and group < ins / 4, so that the four bytes lie in what the caller promises.
                        let x = unsafe { inputs(rows.as_ptr().add(r * ins + 4 * group)) };
                        for (sum, w) in sums.iter_mut().zip(w) {
                            *sum = $add(*sum, w, x);
                        }
                    }
                }
                store(&sums, line, out);
            }
        }
    };
}
rows!(neon_rows, "neon", multiply_add);
rows!(neon_dot_rows, "neon,dotprod", dot);

/// Adds to each of four sums the four products of its bytes.
#[inline]
#[target_feature(enable = "neon")]
fn multiply_add(sum: int32x4_t, w: int8x16_t, x: int8x16_t) -> int32x4_t {
    // |w| ≤ 127 and |x| ≤ 127, so that the sum of two products fits in 16 bits.
    let pairs = vpaddq_s16(vmull_s8(vget_low_s8(w), vget_low_s8(x)), vmull_high_s8(w, x));
    vpadalq_s16(sum, pairs)
}

/// The same in one instruction. This is `vdotq_s32`, which Rust 1.95 has not made stable.
#[inline]
#[target_feature(enable = "neon,dotprod")]
fn dot(mut sum: int32x4_t, w: int8x16_t, x: int8x16_t) -> int32x4_t {
    // SAFETY: one instruction on three registers; it touches neither memory nor flags, and the function demands the feature.
    unsafe {
        asm!(
            "sdot {sum:v}.4s, {w:v}.16b, {x:v}.16b",
            sum = inout(vreg) sum,
            w = in(vreg) w,
            x = in(vreg) x,
            options(pure, nomem, nostack, preserves_flags)
        );
    }
    sum
}

/// One line of weights.
#[inline]
#[target_feature(enable = "neon")]
fn weights(line: &Line) -> [int8x16_t; 4] {
    let at = line.0.as_ptr();
    // SAFETY: four reads of 16 bytes are the line's 64.
    unsafe { [vld1q_s8(at), vld1q_s8(at.add(16)), vld1q_s8(at.add(32)), vld1q_s8(at.add(48))] }
}

/// Four inputs, the same for all four channels of a register.
///
/// # Safety
/// Four bytes can be read at `at`.
#[inline]
#[target_feature(enable = "neon")]
unsafe fn inputs(at: *const u8) -> int8x16_t {
    // SAFETY: the caller promises the four bytes; the read needs no alignment.
    vreinterpretq_s8_s32(vdupq_n_s32(unsafe { at.cast::<i32>().read_unaligned() }))
}

/// Puts the sums of one line's channels where they belong.
#[inline]
#[target_feature(enable = "neon")]
fn store(sums: &[[int32x4_t; 4]], line: usize, out: &mut Tile) {
    for (sums, out) in sums.iter().zip(out) {
        let channels = &mut out[16 * line..16 * line + 16];
        for (sum, four) in sums.iter().zip(channels.as_chunks_mut::<4>().0) {
            // SAFETY: the write goes to a whole array of four.
            unsafe { vst1q_s32(four.as_mut_ptr(), *sum) };
        }
    }
}
