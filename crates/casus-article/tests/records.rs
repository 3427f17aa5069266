//! Files to pages: text, JSONL with bad lines, lone objects, arrays.

use casus_article::{BadRecord, RawPage, read_records};

fn read(bytes: &[u8], source: &str) -> Vec<Result<RawPage, BadRecord>> {
    read_records(bytes, source).collect()
}

fn text(page: &Result<RawPage, BadRecord>) -> &str {
    std::str::from_utf8(&page.as_ref().expect("a page").bytes).expect("UTF-8")
}

#[test]
fn text_is_one_page() {
    for file in ["", "Talks began.\nThey failed.\n", "[Getty] Talks began.", "{not json} at all", "\n\n  Talks"] {
        let pages = read(file.as_bytes(), "a.txt");
        assert_eq!(pages.len(), 1);
        assert_eq!(text(&pages[0]), file);
        assert_eq!(pages[0].as_ref().unwrap().source, "a.txt");
    }
}

#[test]
fn fields() {
    let line = r#"{"ID": 7, "Headline": "Talks fail", "link": "https://example.org/a", "date": "2019-06-03", "source": "Delmar Post", "authors": ["Awa Sarr", "Jane Roe"], "body": "Talks failed.", "other": null}"#;
    let pages = read(line.as_bytes(), "a.json");
    let page = pages[0].as_ref().unwrap();
    let given = &page.given;
    let got = [&given.id, &given.title, &given.url, &given.published, &given.outlet, &given.author].map(|f| f.as_deref().unwrap_or("none"));
    assert_eq!(got, ["7", "Talks fail", "https://example.org/a", "2019-06-03", "Delmar Post", "Awa Sarr, Jane Roe"]);
    assert_eq!(text(&pages[0]), "Talks failed.");
    assert_eq!(page.raw_sha256.as_ref().map(String::len), Some(64));
}

#[test]
fn a_bad_line_does_not_stop_the_rest() {
    let file = "\n{\"text\": \"one\"}\r\n{\"text\": \n\n[1]\n{\"title\": \"x\"}\n{\"text\": 5}\n{\"text\": \"two\"}";
    let pages = read(file.as_bytes(), "news.jsonl");
    let shown: Vec<String> =
        pages.iter().map(|p| p.as_ref().map_or_else(ToString::to_string, |p| String::from_utf8_lossy(&p.bytes).into_owned())).collect();
    assert_eq!(
        shown,
        [
            "one",
            "news.jsonl:3: not valid JSON: EOF while parsing a value (column 9); write one object a line: {\"id\": \"…\", \"text\": \"…\"}",
            "news.jsonl:5: this line is JSON but no object; write one object a line: {\"id\": \"…\", \"text\": \"…\"}",
            "news.jsonl:6: no text in this record (it has title); put the article into a field \"text\"",
            "news.jsonl:7: the text of this record is no string; put the article into a field \"text\" as a string",
            "two",
        ]
    );
}

#[test]
fn a_bad_first_line_does_not_make_it_text() {
    let pages = read(b"{\"text\": \"on\n{\"text\": \"two\"}\n", "news.txt");
    assert_eq!(pages.len(), 2);
    assert!(pages[0].is_err());
    assert_eq!(text(&pages[1]), "two");
}

#[test]
fn json_over_several_lines() {
    let pages = read(b"{\n  \"text\": \"one\"\n}\n", "a.json");
    assert_eq!(pages.iter().map(text).collect::<Vec<_>>(), ["one"]);
    let pages = read(b"[{\"text\": \"one\"},\n {\"text\": \"two\"}, {}]", "a.json");
    assert_eq!(pages[..2].iter().map(text).collect::<Vec<_>>(), ["one", "two"]);
    assert_eq!(
        pages[2].as_ref().unwrap_err().to_string(),
        "a.json: record 3 of the array: no text in this record (it is empty); put the article into a field \"text\""
    );
}

#[test]
fn a_line_beyond_the_limit_is_a_bad_record() {
    let mut file = b"{\"text\": \"one\"}\n{\"text\": \"".to_vec();
    file.extend(vec![b'x'; 33 * 1024 * 1024]);
    file.extend(b"\"}\n{\"text\": \"two\"}\n");
    let pages = read(&file, "news.jsonl");
    assert_eq!(pages.len(), 3);
    assert_eq!(
        pages[1].as_ref().unwrap_err().to_string(),
        "news.jsonl:2: the line is longer than 32 MiB; split the record or cut its text"
    );
    assert_eq!(text(&pages[2]), "two");
}
