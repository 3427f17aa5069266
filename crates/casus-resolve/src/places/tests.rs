//! What a reader would see.
