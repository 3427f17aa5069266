//! Whatever stands in a file, there is a record, and every span in it points at its words.

use casus::{Options, Pipeline};
use casus_article::RawPage;
use casus_record::Record;
use proptest::prelude::*;
use std::sync::LazyLock;

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::embedded().expect("the embedded lexicon loads"));

fn code(bytes: Vec<u8>) -> Record {
    PIPELINE.code(&RawPage { source: "any.txt".into(), bytes, ..RawPage::default() }, &Options { max_chars: 4_000, ..Options::default() })
}

fn words(record: &Record, start: usize, end: usize) -> String {
    record.text.chars().skip(start).take(end - start).collect()
}

/// Text, start and end of everything in the record that points at words.
fn spans(record: &Record) -> Vec<(String, usize, usize)> {
    let mut out: Vec<(String, usize, usize)> = record.sentences.iter().map(|s| (s.text.clone(), s.start, s.end)).collect();
    for event in &record.events {
        out.push((event.trigger.text.clone(), event.trigger.start, event.trigger.end));
        out.extend(event.mentions.iter().map(|m| (m.text.clone(), m.start, m.end)));
        out.extend(event.actor.iter().chain(&event.recipient).map(|p| (p.text.clone(), p.start, p.end)));
        out.extend(event.condition.iter().map(|c| (c.text.clone(), c.start, c.end)));
        out.extend(event.casualties.iter().map(|c| (c.text.clone(), c.start, c.end)));
    }
    for claim in &record.claims {
        out.push((claim.content.text.clone(), claim.content.start, claim.content.end));
        out.push((claim.cue.text.clone(), claim.cue.start, claim.cue.end));
    }
    out.extend(record.actors.iter().flat_map(|a| &a.mentions).map(|m| (m.text.clone(), m.start, m.end)));
    out
}

fn check(record: &Record) {
    for (text, start, end) in spans(record) {
        assert_eq!(words(record, start, end), text);
    }
    for event in &record.events {
        assert!(!event.because.rule.is_empty());
    }
}

/// Pieces that news is made of, to be thrown together.
fn pieces() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop::sample::select(vec![
            "Rebels",
            "the army",
            "attacked",
            "threatened to attack",
            "denied",
            "said",
            "“",
            "”",
            "\"",
            "unless",
            "Chad’s",
            "on Tuesday",
            ",",
            ".",
            "?",
            "\n\n",
            "(",
            ")",
            "—",
            "2019",
            "the group",
            "he",
            "which",
            "that",
            "by suspected militants",
            "killed 12 people",
            "in Mosul",
            "according to",
            "…",
            "'",
            "é",
            "\u{200b}",
            "to",
            "not",
            "US",
            "-led",
            "strikes",
        ]),
        0..60,
    )
    .prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_give_a_record(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        check(&code(bytes));
    }

    #[test]
    fn any_text_gives_a_record(text in "\\PC{0,300}") {
        check(&code(text.into_bytes()));
    }

    #[test]
    fn news_thrown_together_gives_a_record(text in pieces()) {
        check(&code(text.into_bytes()));
    }
}

#[test]
fn the_same_text_gives_the_same_bytes() {
    let text = "Rebels attacked an army base in Mali on Monday, killing 12 soldiers. The army denied it.\n\nFrance condemned the attack.";
    let once = serde_json::to_string(&code(text.as_bytes().to_vec())).expect("a record is plain data");
    let again = serde_json::to_string(&code(text.as_bytes().to_vec())).expect("a record is plain data");
    assert_eq!(once, again);
}
