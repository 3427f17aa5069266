//! What a reader would see.
use super::*;
