//! The neural engine: int8 products, an encoder, tree decoding, word pieces and lemmas. Every instruction path gives the same bits.

pub mod decode;
pub mod encoder;
pub mod float;
pub mod lemma;
pub mod linear;
pub mod pieces;
