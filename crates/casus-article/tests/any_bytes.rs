//! Any bytes give an article whose segments are in order, do not overlap and cover every character that is not white space.

use casus_article::{Article, Limits, RawPage, extract, read_records};
use proptest::prelude::*;

fn article(bytes: &[u8], max_chars: usize) -> Article {
    extract(&RawPage { source: "any".into(), bytes: bytes.to_vec(), ..RawPage::default() }, Limits { max_chars })
}

fn holds(bytes: &[u8], max_chars: usize) -> Article {
    let article = article(bytes, max_chars);
    let text = &article.text;
    assert!(text.chars().count() <= max_chars);
    assert_eq!(article.analysed_to, text.len());
    let mut at = 0;
    for segment in &article.segments {
        let span = segment.span;
        assert!(span.start >= at && span.end > span.start && span.end <= text.len(), "{segment:?} after {at}");
        assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
        assert_eq!(span.of(text).trim(), span.of(text));
        assert!(text[at..span.start].trim().is_empty(), "{:?} is in no segment", &text[at..span.start]);
        at = span.end;
    }
    assert!(text[at..].trim().is_empty());
    for repair in &article.repairs {
        assert!(text.get(repair.span.start..repair.span.end).is_some());
    }
    if article.unreadable.is_some() {
        assert!(text.is_empty());
    }
    article
}

/// Pieces that the rules react to, so that random texts reach them.
const PIECES: &[&str] = &[
    "\n",
    "\r\n",
    "\n\n",
    " ",
    "  ",
    "\t",
    "\0",
    "“",
    "”",
    "\"",
    "(",
    ")",
    "[",
    "]",
    "(Reuters)",
    "[Getty]",
    "—",
    " - ",
    "--",
    ":",
    "•",
    "| ",
    "By Jane Roe",
    "28 August 2019",
    "2019-08-28",
    "Aug 28",
    "DELMAR",
    "Delmar",
    "Read also: ",
    "Read more",
    "2 min read",
    "https://example.org/2019/08/28/x",
    "â€™",
    "Ìý",
    "°®",
    "&amp;",
    "&#",
    "A portrait of ",
    "Photo: ",
    "The army said so.",
    "the",
    "É’",
    "\u{ad}",
    "İ",
    "ß",
    "ŉ",
    "\u{2028}",
    "\u{85}",
    "a",
    "1",
    "/",
    "© ",
    "Advertisement",
    "{\"text\": \"x\"}",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn random_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..600), max in 0usize..400) {
        holds(&bytes, max);
    }

    #[test]
    fn random_texts(text in "\\PC{0,300}", max in 0usize..400) {
        holds(text.as_bytes(), max);
    }

    #[test]
    fn random_pieces(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..60)) {
        let text: String = pieces.concat();
        holds(text.as_bytes(), 10_000);
        for record in read_records(text.as_bytes(), "x.jsonl") {
            let _ = record.map(|page| holds(&page.bytes, 10_000));
        }
    }
}

#[test]
fn awkward_inputs() {
    let cases: Vec<Vec<u8>> = vec![
        vec![],
        b"   \n\n  ".to_vec(),
        vec![0; 1_000_000],
        b"\"".repeat(1_000_000),
        b"(".repeat(1_000_000),
        b"[Getty]\n".repeat(100_000),
        b"Read more:\n".repeat(100_000),
        b"28 August 2019\n".repeat(60_000),
        "â€™".as_bytes().repeat(100_000),
        "É’".as_bytes().repeat(100_000),
        b"&".repeat(300_000),
        b"a\n".repeat(300_000),
        b"(Reuters) ".repeat(60_000),
        "• read more ".as_bytes().repeat(60_000),
        b"By Jane Roe | ".repeat(60_000),
        b"\xff\xfe".to_vec(),
        b"\xef\xbb\xbf".to_vec(),
        "word ".repeat(2_000_000).into_bytes(),
    ];
    for bytes in cases {
        holds(&bytes, 200_000);
    }
    assert_eq!(article(b"  \n", 100).notes, ["the text is empty"]);
    let long = article("word ".repeat(2_000_000).as_bytes(), 200_000);
    assert!(long.notes[0].starts_with("text beyond 200,000 characters was not analysed"), "{:?}", long.notes);
}

#[test]
fn what_cannot_be_read_says_so_in_one_line() {
    let png = RawPage { source: "map.png".into(), bytes: b"\x89PNG\r\n\x1a\n\0\0".to_vec(), ..RawPage::default() };
    assert_eq!(
        extract(&png, Limits::default()).refusal().as_deref(),
        Some("map.png: binary file (PNG image); casus reads plain text and JSONL")
    );
    assert_eq!(article(b"The army said so.", 100).refusal(), None);
}
