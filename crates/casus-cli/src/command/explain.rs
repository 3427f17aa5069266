//! `casus explain`: why a sentence was coded as it was, or not at all.

use crate::exit::Exit;
use crate::inputs::Found;
use crate::pages::{pages, refusal};
use crate::shell::{Shell, harmless};
use anstyle::{AnsiColor, Style};
use anyhow::bail;
use casus::{ExplainedSentence, Explanation, Options, Outcome, Tried};
use casus_record::{claim_line, ledger_line};
use std::io::Write;
use std::path::PathBuf;
use unicode_width::UnicodeWidthStr;

const LONG_ABOUT: &str = "Shows why a sentence was coded as it was.\n\n\
For each sentence: the words with what they were taken for underlined, the parse, the entries of the lexicon that were tried on it, \
which of them fired and why the others did not, and the ledger lines that came of it. Sentences are numbered as in the ledger \
(s7 is sentence 7); without a number the whole article is explained.";

const EXAMPLES: &str = "\
Examples:
  casus explain examples/clean.txt           every sentence
  casus explain 'examples/clean.txt#7'       sentence 7
  casus explain news.jsonl --article id-42   one article of a JSONL file";

/// Longest line of a sentence; longer ones are broken, so that the marks stay under their words.
const WIDTH: usize = 100;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const FIRED: Style = AnsiColor::Green.on_default().bold();
const MARK: Style = AnsiColor::Cyan.on_default();

/// Show why a sentence was coded as it was, or was not
#[derive(clap::Args)]
#[command(long_about = LONG_ABOUT, after_help = EXAMPLES)]
pub struct Arguments {
    /// An article, and after # the number of a sentence
    #[arg(value_name = "FILE[#SENTENCE]")]
    target: String,
    /// The article of a JSONL file to explain, by its id [default: all]
    #[arg(long, value_name = "ID")]
    article: Option<String>,
    /// Characters of an article that are read
    #[arg(long, value_name = "N", default_value_t = 200_000)]
    max_chars: usize,
    /// Publication date (YYYY-MM-DD) of articles that do not give one
    #[arg(long, value_name = "DATE")]
    published: Option<jiff::civil::Date>,
}

/// Explains the article, or one sentence of it.
///
/// # Errors
/// The file cannot be read, or has no such sentence.
pub fn run(arguments: &Arguments, shell: &Shell) -> anyhow::Result<Exit> {
    let (file, sentence) = target(&arguments.target)?;
    let found = Found::find(&[file], &[]);
    if let Some(failure) = found.failures.first() {
        bail!("{failure}");
    }
    let pipeline = shell.pipeline()?;
    let options = Options { max_chars: arguments.max_chars, published: arguments.published };
    let mut out = shell.out();
    let mut explained = 0;
    for page in pages(found) {
        let page = page.raw.map_err(|failure| anyhow::anyhow!("{failure}"))?;
        if arguments.article.as_ref().is_some_and(|id| page.given.id.as_ref() != Some(id)) {
            continue;
        }
        let explanation = pipeline.explain(&page, &options, sentence);
        if let Some(failure) = explanation.record.text.is_empty().then(|| refusal(&page, options.max_chars)).flatten() {
            bail!("{failure}");
        }
        let sentences = explanation.record.sentences.len();
        if let Some(wanted) = sentence.filter(|wanted| *wanted >= sentences) {
            let numbers = if sentences == 0 { "it has none".to_owned() } else { format!("they are numbered 0 to {}", sentences - 1) };
            bail!("{}: there is no sentence {wanted}; {numbers}", page.source);
        }
        write_article(&mut out, &explanation)?;
        explained += 1;
    }
    if explained == 0 {
        bail!("{}: no article to explain; check --article against the ids that `casus code` prints", arguments.target);
    }
    Ok(Exit::Done)
}

/// `FILE#7`, unless a file of that very name exists.
fn target(argument: &str) -> anyhow::Result<(PathBuf, Option<usize>)> {
    let whole = PathBuf::from(argument);
    match argument.rsplit_once('#') {
        Some((file, number)) if !whole.exists() => match number.trim_start_matches('s').parse() {
            Ok(number) => Ok((PathBuf::from(file), Some(number))),
            Err(_) => bail!("\"{number}\" is no number of a sentence; write {file}#7 for sentence 7"),
        },
        _ => Ok((whole, None)),
    }
}

fn write_article(out: &mut impl Write, explanation: &Explanation) -> std::io::Result<()> {
    let record = &explanation.record;
    writeln!(
        out,
        "{BOLD}# {}{BOLD:#}\n  {DIM}{}{DIM:#}",
        harmless(record.title.as_deref().unwrap_or(&record.article_id)),
        harmless(&record.source)
    )?;
    for sentence in &explanation.sentences {
        writeln!(out)?;
        write_sentence(out, sentence)?;
        let id = sentence.sentence_id;
        for event in record.events.iter().filter(|e| e.trigger.sentence_id == id) {
            writeln!(out, "  {FIRED}={FIRED:#} {}", harmless(&ledger_line(event)))?;
        }
        for event in record.events.iter().filter(|e| e.mentions.iter().any(|m| m.sentence_id == id)) {
            writeln!(out, "  {DIM}= mentioned again: {}{DIM:#}", harmless(&ledger_line(event)))?;
        }
        for claim in record.claims.iter().filter(|c| c.sentence_id == id) {
            writeln!(out, "  {FIRED}={FIRED:#} {}", harmless(&claim_line(claim)))?;
        }
        for refused in record.not_coded.iter().filter(|n| n.sentence_id == id) {
            let words = refused.text.as_ref().map_or_else(|| "the sentence".to_owned(), |t| format!("\"{}\"", harmless(t)));
            let would_be = refused.would_be.map(|t| format!(" as {t}")).unwrap_or_default();
            writeln!(out, "  {DIM}not coded: {words}{would_be}: {}{DIM:#}", refused.reason)?;
        }
    }
    Ok(())
}

fn write_sentence(out: &mut impl Write, sentence: &ExplainedSentence) -> std::io::Result<()> {
    writeln!(out, "{BOLD}s{}{BOLD:#} {DIM}{}{DIM:#}", sentence.sentence_id, sentence.role)?;
    for (start, end) in broken(&sentence.text) {
        writeln!(out, "  {}", harmless(&sentence.text[start..end]))?;
        for mark in sentence.marks.iter().filter(|m| m.span.start < end && start < m.span.end) {
            let from = mark.span.start.max(start);
            let to = mark.span.end.min(end);
            let (Some(before), Some(words)) = (sentence.text.get(start..from), sentence.text.get(from..to)) else { continue };
            writeln!(out, "  {:indent$}{MARK}{} {}{MARK:#}", "", "^".repeat(words.width().max(1)), mark.label, indent = before.width())?;
        }
    }
    if let Some(why) = &sentence.unparsed {
        writeln!(out, "  {DIM}not parsed: {why}{DIM:#}")?;
    }
    let width = |of: fn(&casus::ParseRow) -> &str| sentence.parse.iter().map(|row| of(row).width()).max().unwrap_or(0);
    let (words, lemmas, tags) = (width(|r| &r.word), width(|r| &r.lemma), width(|r| &r.upos));
    for (n, row) in sentence.parse.iter().enumerate() {
        let head = match row.head.checked_sub(1).and_then(|h| sentence.parse.get(h)) {
            Some(head) => format!("of {} {}", row.head, head.word),
            None => String::new(),
        };
        let pad = |text: &str, width: usize| format!("{}{:pad$}", harmless(text), "", pad = width.saturating_sub(text.width()));
        let (word, lemma, tag) = (pad(&row.word, words), pad(&row.lemma, lemmas), pad(&row.upos, tags));
        writeln!(out, "  {DIM}{:>3}  {word}  {lemma}  {tag}  {} {}{DIM:#}", n + 1, row.deprel, harmless(&head))?;
    }
    for tried in &sentence.tried {
        if let Outcome::Fired(code) = &tried.outcome {
            writeln!(out, "  {FIRED}fired{FIRED:#}    \"{}\"  {}  {}", harmless(&tried.trigger), tried.rule, harmless(code))?;
        }
    }
    for (word, why, rules) in refusals(&sentence.tried) {
        writeln!(out, "  {DIM}refused  \"{}\"  {}: {}{DIM:#}", harmless(word), rules.join(", "), harmless(why))?;
    }
    Ok(())
}

/// The refusals, those of one word for one reason together: word, reason, entries.
fn refusals(tried: &[Tried]) -> Vec<(&str, &str, Vec<&str>)> {
    let mut groups: Vec<(&str, &str, Vec<&str>)> = Vec::new();
    for one in tried {
        let Outcome::Refused(why) = &one.outcome else { continue };
        match groups.iter_mut().find(|(word, reason, _)| *word == one.trigger && reason == why) {
            Some((_, _, rules)) if rules.contains(&one.rule.as_str()) => {}
            Some((_, _, rules)) => rules.push(&one.rule),
            None => groups.push((&one.trigger, why, vec![&one.rule])),
        }
    }
    groups
}

/// Where to break a sentence: byte ranges of lines not wider than [`WIDTH`], broken at white space where there is any.
fn broken(text: &str) -> Vec<(usize, usize)> {
    let mut lines = Vec::new();
    let (mut start, mut space, mut wide) = (0, None, 0);
    for (at, c) in text.char_indices() {
        wide += unicode_width::UnicodeWidthChar::width(c).unwrap_or(1);
        if wide > WIDTH && at > start {
            let end = space.filter(|s| *s > start).unwrap_or(at);
            lines.push((start, end));
            start = end;
            wide = text[start..at + c.len_utf8()].width();
            space = None;
        }
        if c.is_whitespace() {
            space = Some(at + c.len_utf8());
        }
    }
    lines.push((start, text.len()));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use casus::Mark;
    use casus_record::{SegmentRole, Span};

    #[test]
    fn marks_stand_under_their_words() {
        let text = "Él negó que la milicia atacara".to_owned();
        let start = text.find("negó").unwrap();
        let mark = Mark { span: Span::new(start, start + "negó".len()), label: "cue c1".to_owned() };
        let sentence = ExplainedSentence {
            sentence_id: 3,
            role: SegmentRole::Body,
            text,
            unparsed: None,
            marks: vec![mark],
            parse: Vec::new(),
            tried: Vec::new(),
        };
        let mut page = Vec::new();
        write_sentence(&mut page, &sentence).unwrap();
        let plain = anstream::adapter::strip_str(&String::from_utf8(page).unwrap()).to_string();
        assert_eq!(plain, "s3 body\n  Él negó que la milicia atacara\n     ^^^^ cue c1\n");
    }

    #[test]
    fn refusals_for_one_reason_stand_together() {
        let refused =
            |rule: &str, why: &str| Tried { trigger: "hit".to_owned(), rule: rule.to_owned(), outcome: Outcome::Refused(why.to_owned()) };
        let tried = [refused("a/x", "no noun"), refused("a/y", "no object"), refused("a/z", "no noun"), refused("a/x", "no noun")];
        assert_eq!(refusals(&tried), [("hit", "no noun", vec!["a/x", "a/z"]), ("hit", "no object", vec!["a/y"])]);
    }

    #[test]
    fn long_sentences_break_at_spaces_and_endless_words_anywhere() {
        let text = "word ".repeat(50);
        assert!(broken(&text).iter().all(|(s, e)| text[*s..*e].width() <= WIDTH && text[*s..*e].ends_with(' ')));
        let endless = "é".repeat(250);
        assert_eq!(broken(&endless).iter().map(|(s, e)| &endless[*s..*e]).collect::<String>(), endless);
    }

    #[test]
    fn a_number_after_the_hash_is_a_sentence() {
        assert_eq!(target("a.txt#7").unwrap(), (PathBuf::from("a.txt"), Some(7)));
        assert_eq!(target("a.txt#s7").unwrap(), (PathBuf::from("a.txt"), Some(7)));
        assert_eq!(target("a.txt").unwrap(), (PathBuf::from("a.txt"), None));
        assert!(target("a.txt#x").is_err());
    }
}
