//! Phrases and who they speak of.
