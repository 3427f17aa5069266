//! What holds of any text.

mod shared;

use casus_record::{SegmentRole, Span};
use casus_text::{Document, Segmented, analyze};
use proptest::prelude::*;

fn check(text: &str, document: &Document) {
    let fits = |span: Span, from: usize, to: usize| {
        from <= span.start && span.start < span.end && span.end <= to && text.get(span.start..span.end).is_some()
    };
    let mut last = 0;
    for sentence in &document.sentences {
        assert!(fits(sentence.span, last, text.len()), "{:?} in {text:?}", sentence.span);
        last = sentence.span.end;
        let mut at = sentence.span.start;
        for token in &sentence.tokens {
            assert!(fits(token.span, at, sentence.span.end), "{:?} in {text:?}", token.span);
            at = token.span.end;
            assert!(token.head.is_none_or(|h| h < sentence.tokens.len()));
        }
        assert_eq!(sentence.tokens.iter().filter(|t| t.head.is_none()).count(), usize::from(!sentence.tokens.is_empty()));
        assert_eq!(sentence.tokens.is_empty(), sentence.unparsed.is_some());
        for name in &sentence.names {
            assert!(name.first < name.end && name.end <= sentence.tokens.len());
        }
        if !sentence.tokens.is_empty() {
            // No letter or digit is lost between words.
            let kept: String = sentence.tokens.iter().map(|t| t.span.of(text)).collect();
            let visible = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            assert_eq!(visible(&kept), visible(sentence.span.of(text)));
        }
    }
    let mut last = 0;
    for quotation in &document.quotations {
        assert!(fits(quotation.span, last, text.len()), "{:?} in {text:?}", quotation.span);
        last = quotation.span.end;
    }
}

fn read(text: &str) -> Document {
    analyze(text, &[Segmented { role: SegmentRole::Body, span: Span::new(0, text.len()) }], shared::model())
}

/// Words and signs as news has them, in any order.
fn newsy() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "attack",
        "Gen.",
        "U.S.",
        "don't",
        "’s",
        "\"",
        "“",
        "”",
        "‘",
        "'",
        "(",
        ")",
        ".",
        "...",
        "?!",
        " ",
        " ",
        " ",
        "\n",
        "\n\n",
        "-",
        "—",
        "/",
        "5",
        "3.5",
        "No.",
        "é",
        "中",
        "👍🏽",
        "@a",
        "#b",
        "www.x.org",
        "a@b.org",
        "$",
        "%",
        ",",
        ":",
        "re-",
        "cannot",
        "\u{200b}",
        "\u{301}",
        "İ",
        "ß",
        "\0",
        "\t",
        "ǅ",
    ]);
    prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_string_is_analysed(text in any::<String>()) {
        check(&text, &read(&text));
    }

    #[test]
    fn any_news_like_string_is_analysed(text in newsy()) {
        check(&text, &read(&text));
    }
}
