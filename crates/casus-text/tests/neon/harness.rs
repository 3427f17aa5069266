//! The engine's arithmetic without the rest of the crate: `run.sh` builds it for ARM, whose standard library need not come with
//! anything else, and runs the unit tests of these two modules and the one below.

#![allow(dead_code)]

#[path = "../../src/float.rs"]
mod float;
#[path = "../../src/int8/mod.rs"]
mod int8;

use int8::{PANEL, Packed, ROWS, Simd};

/// One layer from values to values, and what follows a layer: the bits of all of it.
fn answers(simd: Simd, ins: usize) -> Vec<u32> {
    let value = |i: usize| ((i * 7919) % 2003) as f32 / 311.0 - 3.0;
    let weights: Vec<u8> = (0..PANEL * ins).map(|i| ((i * 31) % 255) as u8).map(|b| if b == 0x80 { 0x7f } else { b }).collect();
    let packed = Packed::new(&[&weights], ins);
    let values: Vec<f32> = (0..ROWS * ins).map(value).collect();
    let (mut bytes, mut scales) = (vec![0; ROWS * ins], vec![0.0; ROWS]);
    float::quantise(simd, &values, ins, simd.flip(), &mut bytes, &mut scales);
    let mut tile = [[0; PANEL]; ROWS];
    packed.multiply(simd, &bytes, 0, &mut tile);
    let (channels, bias) = (std::array::from_fn(|i| (value(i) + 3.5) / 1000.0), std::array::from_fn(value));
    let mut out = vec![0.0; ROWS * PANEL];
    float::scale_tile(simd, &tile, &scales, &channels, &bias, &mut out, PANEL, 0);
    let mut seen = out.clone();
    float::gelu(simd, &mut out);
    seen.extend(&out);
    float::add_and_norm(simd, &mut out, &values[..ROWS * PANEL], &channels, &bias);
    seen.extend(&out);
    float::softmax(simd, &mut out, PANEL, 50, 0.3);
    seen.extend(&out);
    seen.iter().map(|x| x.to_bits()).collect()
}

#[test]
fn the_bits_are_printed() {
    let bits = [384, 1536].map(|ins| Simd::available().into_iter().map(|simd| answers(simd, ins)).collect::<Vec<_>>());
    assert!(bits.iter().all(|paths| paths.windows(2).all(|pair| pair[0] == pair[1])));
    // FNV-1a over one path's bits; `run.sh` compares this line between machines.
    let digest = bits.iter().flat_map(|paths| &paths[0]).flat_map(|x| x.to_le_bytes());
    let digest = digest.fold(0xcbf2_9ce4_8422_2325, |h: u64, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    println!("\npaths {:?}\nbits {digest:016x}", Simd::available());
}
