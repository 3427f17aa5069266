//! What can be wrong with a knowledge file.

/// A mistake in a knowledge file: where it is, what is wrong, what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {message}{}", hint.as_ref().map(|h| format!("; {h}")).unwrap_or_default())]
pub struct Error {
    /// File as given.
    pub file: String,
    /// Line, counting from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub hint: Option<String>,
}

impl Error {
    /// An error at byte `at` of `text`.
    pub(crate) fn at(file: &str, text: &str, at: usize, message: impl Into<String>, hint: Option<&str>) -> Self {
        let line = text.as_bytes()[..at.min(text.len())].iter().filter(|b| **b == b'\n').count() + 1;
        Error { file: file.to_owned(), line, message: message.into(), hint: hint.map(str::to_owned) }
    }
}
