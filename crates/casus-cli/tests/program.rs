//! What a user of the program sees: outputs, messages, exit codes, files.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const ARTICLE: &str =
    "Rebels attack army base in Mali\n\n3 June 2019\n\nRebels attacked an army base in northern Mali on Sunday, the army said.\n";

fn casus(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_casus"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn piped(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_casus"));
    let mut child = child.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

#[test]
fn a_wrong_flag_and_no_subcommand_are_usage_errors() {
    let here = folder(&[]);
    let wrong = casus(here.path(), &["code", "--colour", "always"]);
    assert_eq!(code(&wrong), 2);
    assert!(err(&wrong).contains("--color"), "{}", err(&wrong));
    assert_eq!(code(&casus(here.path(), &[])), 2);
    assert_eq!(code(&casus(here.path(), &["code", "--jobs", "0", "."])), 2);
    assert_eq!(code(&casus(here.path(), &["code", "--published", "yesterday", "."])), 2);
    assert_eq!(code(&casus(here.path(), &["codebook", "quarrel"])), 2);
}

#[test]
fn help_shows_examples_and_exit_codes() {
    let here = folder(&[]);
    for arguments in [&["--help"][..], &["code", "--help"], &["check", "--help"]] {
        let help = casus(here.path(), arguments);
        assert_eq!(code(&help), 0);
        assert!(out(&help).contains("Examples:") && out(&help).contains("Exit codes:"), "{}", out(&help));
    }
    let version = casus(here.path(), &["--version"]);
    let text = out(&version);
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("casus ") && lines[1].starts_with("model ") && lines[2].starts_with("lexicon "), "{text}");
}

#[test]
fn an_empty_file_is_an_article_with_a_note() {
    let here = folder(&[("empty.txt", b"")]);
    let coded = casus(here.path(), &["code", "empty.txt"]);
    assert_eq!(code(&coded), 0, "{}", err(&coded));
    let record: serde_json::Value = serde_json::from_str(&out(&coded)).unwrap();
    assert_eq!(record["article_id"], "empty");
    assert_eq!(record["events"], serde_json::json!([]));
    assert!(!record["notes"].as_array().unwrap().is_empty());
}

#[test]
fn nothing_readable_is_exit_code_two() {
    let here = folder(&[("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0"), ("inner/notes.pdf", b"%PDF-1.4")]);
    let missing = casus(here.path(), &["code", "gone.txt"]);
    assert_eq!(code(&missing), 2);
    assert_eq!(err(&missing), "error: gone.txt: there is no such file or folder; check the path\n");
    let others = casus(here.path(), &["code", "."]);
    assert_eq!(code(&others), 2);
    assert!(err(&others).contains("2 other files passed over"), "{}", err(&others));
    let binary = casus(here.path(), &["code", "picture.png"]);
    assert_eq!(code(&binary), 2);
    assert!(err(&binary).starts_with("error: picture.png: binary file"), "{}", err(&binary));
}

#[test]
fn a_folder_of_mixed_things_gives_what_is_readable() {
    let here = folder(&[
        ("news/good.txt", ARTICLE.as_bytes()),
        ("news/latin.txt", b"Pr\xe9sident r\xe9\xe9lu\n\nThe caf\xe9 was closed on Monday.\n"),
        ("news/broken.txt", b"Talks \xff\xfe\xfd began\n\nThe two sides met \xc3( on Monday.\n"),
        ("news/image.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0"),
        ("news/inner/bulk.jsonl", b"{\"id\": \"one\", \"text\": \"Rebels attacked a town in Mali.\"}\n{\"id\": \"two\"}\nnot json\n"),
        ("news/.hidden.txt", b"hidden"),
        ("news/table.xlsx", b"PK\x03\x04"),
    ]);
    let coded = casus(here.path(), &["code", "news", "gone.txt"]);
    assert_eq!(code(&coded), 1, "{}", err(&coded));
    let ids: Vec<String> = out(&coded)
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["article_id"].as_str().unwrap().to_owned())
        .collect();
    // In sorted order: `inner/` stands between `good.txt` and `latin.txt`.
    assert_eq!(ids, ["broken", "good", "one", "latin"]);
    let errors = err(&coded);
    for line in ["error: gone.txt: ", "error: news/image.txt: binary file", "bulk.jsonl:2: ", "bulk.jsonl:3: "] {
        assert!(errors.contains(line), "{line} is missing in\n{errors}");
    }
    assert!(errors.contains("1 other file passed over") && errors.contains("4 inputs failed"), "{errors}");
}

#[test]
fn standard_input_reads_text_and_records() {
    for arguments in [&["code"][..], &["code", "-"]] {
        let coded = piped(arguments, ARTICLE);
        assert_eq!(code(&coded), 0, "{}", err(&coded));
        let record: serde_json::Value = serde_json::from_str(&out(&coded)).unwrap();
        assert_eq!(record["source"], "-");
        assert_eq!(record["article_id"].as_str().unwrap().len(), 16);
        assert_eq!(record["published"], "2019-06-03");
    }
    let records = piped(
        &["code", "-", "--published", "2020-01-02"],
        "{\"id\": 7, \"text\": \"Talks began in Oslo.\"}\n{\"id\": 8, \"text\": \"Talks ended.\"}\n",
    );
    let ids: Vec<serde_json::Value> = out(&records).lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!((&ids[0]["article_id"], &ids[1]["article_id"]), (&"7".into(), &"8".into()));
    assert_eq!((&ids[0]["published"], &ids[0]["published_basis"]), (&"2020-01-02".into(), &"argument".into()));
}

#[test]
fn the_number_of_jobs_changes_no_byte() {
    let mut files: Vec<(String, Vec<u8>)> = (0..12).map(|n| (format!("{n:02}.txt"), ARTICLE.repeat(1 + n % 3).into_bytes())).collect();
    files.push(("bad.txt".to_owned(), b"%PDF-1.7".to_vec()));
    let files: Vec<(&str, &[u8])> = files.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
    let here = folder(&files);
    for format in ["jsonl", "ledger", "csv"] {
        let one = casus(here.path(), &["code", ".", "--quiet", "--jobs", "1", "--format", format]);
        let two = casus(here.path(), &["code", ".", "--quiet", "--jobs", "2", "--format", format]);
        assert_eq!(code(&one), 1);
        assert!(!one.stdout.is_empty());
        assert_eq!(one.stdout, two.stdout, "{format}");
        assert_eq!(one.stderr, two.stderr, "{format}");
    }
}

#[test]
fn output_files_are_whole_and_alone() {
    let here = folder(&[("news/a.txt", ARTICLE.as_bytes())]);
    let coded = casus(here.path(), &["code", "news", "-o", "news/events.jsonl"]);
    assert_eq!((code(&coded), out(&coded).as_str()), (0, ""));
    let first = std::fs::read_to_string(here.path().join("news/events.jsonl")).unwrap();
    assert!(serde_json::from_str::<serde_json::Value>(&first).is_ok());
    // Its own output is no input of the next run, and no temporary file stays.
    casus(here.path(), &["code", "news", "-o", "news/events.jsonl"]);
    assert_eq!(std::fs::read_to_string(here.path().join("news/events.jsonl")).unwrap(), first);
    assert_eq!(std::fs::read_dir(here.path().join("news")).unwrap().count(), 2);
    let nothing = casus(here.path(), &["code", "gone.txt", "-o", "none.jsonl"]);
    assert_eq!(code(&nothing), 2);
    assert!(!here.path().join("none.jsonl").exists());
    let nowhere = casus(here.path(), &["code", "news", "-o", "no/such/folder.jsonl"]);
    assert_eq!(code(&nowhere), 2);
    assert!(err(&nowhere).contains("the folder must exist"), "{}", err(&nowhere));
}

#[test]
fn tables_have_their_columns_and_the_claims_beside_them() {
    let here = folder(&[("a.txt", ARTICLE.as_bytes())]);
    let coded = casus(here.path(), &["code", "a.txt", "-o", "events.csv"]);
    assert_eq!(code(&coded), 0, "{}", err(&coded));
    let header = |name: &str| std::fs::read_to_string(here.path().join(name)).unwrap().lines().next().unwrap().to_owned();
    assert_eq!(header("events.csv"), casus_record::csv::EVENT_COLUMNS.join(","));
    assert_eq!(header("events.claims.csv"), casus_record::csv::CLAIM_COLUMNS.join(","));
}

#[test]
fn colours_only_where_they_are_wanted() {
    let here = folder(&[("a.txt", ARTICLE.as_bytes())]);
    let ledger = |more: &[&str]| out(&casus(here.path(), &[&["code", "a.txt", "--format", "ledger"], more].concat()));
    assert!(!ledger(&[]).contains('\u{1b}'), "a pipe is no terminal");
    assert!(ledger(&["--color", "always"]).contains('\u{1b}'));
    assert!(!ledger(&["--color", "never"]).contains('\u{1b}'));
    let mut no_color = Command::new(env!("CARGO_BIN_EXE_casus"));
    let output = no_color.args(["code", "a.txt", "--format", "ledger"]).env("NO_COLOR", "1").current_dir(here.path()).output().unwrap();
    assert!(!out(&output).contains('\u{1b}'));
}

#[test]
fn the_summary_counts_and_quiet_silences_it() {
    let here = folder(&[("a.txt", ARTICLE.as_bytes())]);
    let loud = casus(here.path(), &["code", "a.txt"]);
    assert!(err(&loud).contains("1 article, "), "{}", err(&loud));
    assert_eq!(err(&casus(here.path(), &["code", "a.txt", "--quiet"])), "");
}

#[test]
fn explain_names_a_sentence_that_is_not_there() {
    let here = folder(&[("a.txt", ARTICLE.as_bytes())]);
    assert_eq!(code(&casus(here.path(), &["explain", "a.txt"])), 0);
    let beyond = casus(here.path(), &["explain", "a.txt#99"]);
    assert_eq!(code(&beyond), 2);
    assert!(err(&beyond).contains("there is no sentence 99"), "{}", err(&beyond));
    assert_eq!(code(&casus(here.path(), &["explain", "gone.txt#1"])), 2);
}

#[test]
fn the_codebook_lists_every_type() {
    let here = folder(&[]);
    let list = out(&casus(here.path(), &["codebook"]));
    assert_eq!(list.lines().filter(|l| l.starts_with(|c: char| c.is_ascii_uppercase())).count(), 16, "{list}");
    assert!(out(&casus(here.path(), &["codebook", "Assault"])).contains("suicide-attack"));
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_ends_the_work_quietly() {
    let mut here = Vec::new();
    for n in 0..200 {
        here.push((format!("{n}.txt"), ARTICLE.as_bytes()));
    }
    let here = folder(&here.iter().map(|(n, b)| (n.as_str(), *b)).collect::<Vec<_>>());
    let mut child = Command::new(env!("CARGO_BIN_EXE_casus"));
    let mut child =
        child.args(["code", ".", "--quiet"]).current_dir(here.path()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert_eq!((code(&ended), err(&ended).as_str()), (0, ""));
}

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_no_half_file() {
    let here = folder(&[("a.txt", ARTICLE.as_bytes())]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_casus"));
    // Standard input stays open, so the work cannot end by itself.
    let mut child = child
        .args(["code", "a.txt", "-", "-o", "out.jsonl"])
        .current_dir(here.path())
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let begun = || std::fs::read_dir(here.path()).unwrap().count() > 1;
    for _ in 0..600 {
        if begun() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert!(begun(), "the temporary file never appeared");
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let ended = child.wait().unwrap();
    assert_eq!(ended.code(), Some(130));
    let left: Vec<_> = std::fs::read_dir(here.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left, ["a.txt"]);
}

#[test]
fn rude_inputs_end_in_an_article_or_a_line() {
    let line = b"word ".repeat(1_000_000);
    let quotes = b"\"".repeat(300_000);
    let brackets = b"(".repeat(300_000);
    let here = folder(&[
        ("brackets.txt", &brackets),
        ("good.txt", ARTICLE.as_bytes()),
        ("line.txt", &line),
        ("nothing.txt", b""),
        ("quotes.txt", &quotes),
        ("zeros.txt", &[0; 10_000]),
    ]);
    let coded = casus(here.path(), &["code", ".", "--max-chars", "20000"]);
    assert_eq!(code(&coded), 1, "{}", err(&coded));
    let records: Vec<serde_json::Value> = out(&coded).lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let ids: Vec<&str> = records.iter().map(|r| r["article_id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["brackets", "good", "line", "nothing", "quotes"]);
    assert!(records[2]["notes"].to_string().contains("beyond 20,000 characters"), "{}", records[2]["notes"]);
    assert!(err(&coded).contains("zeros.txt: binary file"), "{}", err(&coded));
}
