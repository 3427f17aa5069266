//! Places in a text: bytes inside the program, code points in the record.

/// A half-open range of bytes `[start, end)` of one text, on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A span from `start` to `end` (exclusive).
    pub fn new(start: usize, end: usize) -> Self {
        Span { start, end }
    }

    /// The words it covers.
    ///
    /// # Panics
    /// If the span does not belong to `text`.
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// Does it cover no byte?
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Number of bytes covered.
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Does `other` lie inside this span?
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Do the two share a byte?
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    pub fn join(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
}

/// Turns byte positions of one text into code point positions, in logarithmic time.
#[derive(Clone, Debug)]
pub struct CodePoints {
    /// `(byte, code points before it)` at every multiple of [`CodePoints::STEP`] characters.
    marks: Vec<(usize, usize)>,
    ascii: bool,
}

impl CodePoints {
    const STEP: usize = 256;

    /// Reads the text once.
    pub fn new(text: &str) -> Self {
        let ascii = text.is_ascii();
        let marks = if ascii {
            Vec::new()
        } else {
            text.char_indices().enumerate().filter(|(n, _)| n % Self::STEP == 0).map(|(n, (byte, _))| (byte, n)).collect()
        };
        CodePoints { marks, ascii }
    }

    /// The number of code points of `text` before `byte`. `text` must be the text it was made from.
    pub fn at(&self, text: &str, byte: usize) -> usize {
        if self.ascii {
            return byte;
        }
        let (from, before) = match self.marks.partition_point(|m| m.0 <= byte) {
            0 => (0, 0),
            n => self.marks[n - 1],
        };
        before + text[from..byte].chars().count()
    }

    /// Start and end of a span in code points.
    pub fn of(&self, text: &str, span: Span) -> (usize, usize) {
        (self.at(text, span.start), self.at(text, span.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_not_bytes() {
        let text = "Él niega — ".repeat(100);
        let points = CodePoints::new(&text);
        for (n, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(points.at(&text, byte), n);
        }
        assert_eq!(points.at(&text, text.len()), text.chars().count());
    }
}
