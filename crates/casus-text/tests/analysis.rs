//! Whole texts, from segments to the document. All people, places and groups are invented, countries and cities are not.

mod shared;

use casus_record::{SegmentRole, Span};
use casus_text::{Deprel, Document, NameKind, Segmented, Unparsed, analyze};

/// A text of segments between blank lines.
fn read(segments: &[(SegmentRole, &str)]) -> Document {
    let mut text = String::new();
    let mut placed = Vec::new();
    for (role, words) in segments {
        let start = text.len();
        text.push_str(words);
        placed.push(Segmented { role: *role, span: Span::new(start, text.len()) });
        text.push_str("\n\n");
    }
    analyze(&text, &placed, shared::model())
}

fn body(text: &str) -> Document {
    read(&[(SegmentRole::Body, text)])
}

#[test]
fn a_threat_has_its_words_and_tree() {
    let document = body("The Osrian militia threatened to attack troops unless the government in Nairobi released its leader.");
    let sentence = &document.sentences[0];
    let find = |form: &str| sentence.tokens.iter().position(|t| t.span.of(&document.text) == form).unwrap();
    let (threatened, attack, unless) = (find("threatened"), find("attack"), find("unless"));
    assert_eq!(sentence.tokens[threatened].head, None);
    assert_eq!(sentence.tokens[threatened].lemma, "threaten");
    assert!(sentence.tokens[threatened].feats.has("Tense=Past"));
    assert_eq!((sentence.tokens[find("militia")].head, sentence.tokens[find("militia")].deprel), (Some(threatened), Deprel::Nsubj));
    assert_eq!((sentence.tokens[attack].head, sentence.tokens[attack].deprel), (Some(threatened), Deprel::Xcomp));
    assert_eq!(sentence.tokens[unless].deprel, Deprel::Mark);
    let names: Vec<(&str, NameKind)> = sentence.names.iter().map(|n| (sentence.tokens[n.first].span.of(&document.text), n.kind)).collect();
    assert!(names.contains(&("Nairobi", NameKind::Place)), "{names:?}");
}

#[test]
fn only_running_text_is_parsed() {
    let document = read(&[
        (SegmentRole::Headline, "Minister resigns"),
        (SegmentRole::Caption, "The minister. Photo: AB/Ada Lund"),
        (SegmentRole::Body, "She left on Monday.\n* * *"),
        (SegmentRole::Boilerplate, "  "),
    ]);
    let seen: Vec<_> =
        document.sentences.iter().map(|s| (s.role, s.paragraph, s.span.of(&document.text), s.unparsed, s.tokens.len())).collect();
    assert_eq!(
        seen,
        [
            (SegmentRole::Headline, 0, "Minister resigns", None, 2),
            (SegmentRole::Caption, 1, "The minister. Photo: AB/Ada Lund", Some(Unparsed::Role), 0),
            (SegmentRole::Body, 2, "She left on Monday.", None, 5),
            (SegmentRole::Body, 2, "* * *", Some(Unparsed::NoWords), 0),
        ]
    );
}

#[test]
fn sentences_in_quotation_marks_have_their_own_role() {
    let document = body("“We will fight on. Nobody will stop us,” Colonel Lund said. He called the plan “a trap”. “It is over.");
    let roles: Vec<_> = document.sentences.iter().map(|s| (s.role, s.span.of(&document.text))).collect();
    assert_eq!(
        roles,
        [
            (SegmentRole::Quote, "“We will fight on."),
            (SegmentRole::Quote, "Nobody will stop us,” Colonel Lund said."),
            (SegmentRole::Body, "He called the plan “a trap”."),
            (SegmentRole::Quote, "“It is over."),
        ]
    );
    let quoted: Vec<_> = document.quotations.iter().map(|q| (q.span.of(&document.text), q.open)).collect();
    assert_eq!(quoted, [("We will fight on. Nobody will stop us,", false), ("a trap", false), ("It is over.", true)]);
}

#[test]
fn a_speech_goes_on_over_paragraphs() {
    let document = read(&[(SegmentRole::Body, "\"We will fight,\" he said. \"We must."), (SegmentRole::Body, "\"It is our land.\"")]);
    let open: Vec<bool> = document.quotations.iter().map(|q| q.open).collect();
    assert_eq!(open, [false, true, false]);
}

#[test]
fn too_long_is_said() {
    let document = body(&format!("{} end.", "war and ".repeat(300)));
    assert_eq!(document.sentences.iter().map(|s| s.unparsed).collect::<Vec<_>>(), [Some(Unparsed::TooLong)]);
}

#[test]
fn hostile_text_takes_linear_time() {
    for text in [
        "\"".repeat(1_000_000),
        "a".repeat(10_000_000),
        "(".repeat(1_000_000),
        "a-".repeat(1_000_000),
        "“a ".repeat(300_000),
        "'a ".repeat(300_000),
    ] {
        let document = body(&text);
        assert!(document.sentences.iter().all(|s| s.unparsed.is_some()));
    }
}

#[test]
fn segments_that_do_not_fit_the_text_are_passed_over() {
    let text = "é says no.";
    let place = |start, end| Segmented { role: SegmentRole::Body, span: Span::new(start, end) };
    let document = analyze(text, &[place(1, 5), place(0, 99), place(4, 2), place(0, text.len())], shared::model());
    assert_eq!(document.sentences.iter().map(|s| s.paragraph).collect::<Vec<_>>(), [3]);
}
