//! An article's ledger for people: a heading, the events of the current stream, the claims, and dimmed what is not current.
//!
//! The lines are those of [`casus_record::ledger_line`]; here dates and types are set in columns, and coloured by quad class. Fields stay
//! two or more spaces apart. Colours are always written; the stream strips them where they are not wanted.

use crate::shell::harmless;
use anstyle::{AnsiColor, Style};
use casus_record::{Aux, Event, Record, claim_line, ledger_line};
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

/// Types longer than this (`claim claims_responsibility`) do not widen the column of the others.
const WIDEST_TYPE: usize = 22;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// A ledger line, cut where colours and columns need it.
struct Row {
    date: String,
    code: String,
    who: String,
    why: String,
    style: Style,
}

/// The page of one article, ending in an empty line.
pub fn page(record: &Record) -> String {
    let current = record.events.iter().filter(|e| e.aux == Aux::None).map(event_row);
    let claims = record.claims.iter().map(|claim| Row::cut(&claim_line(claim), AnsiColor::Cyan.on_default()));
    let not_current = record.events.iter().filter(|e| e.aux != Aux::None).map(|event| Row::cut(&ledger_line(event), DIM));
    let (now, other): (Vec<Row>, Vec<Row>) = (current.chain(claims).collect(), not_current.collect());
    let dates = now.iter().chain(&other).map(|r| r.date.width()).max().unwrap_or(0);
    let codes = now.iter().chain(&other).map(|r| r.code.width()).filter(|w| *w <= WIDEST_TYPE).max().unwrap_or(0);

    let mut page = heading(record);
    let mut line = |text: String| {
        page.push_str(&text);
        page.push('\n');
    };
    if record.events.is_empty() && record.claims.is_empty() {
        line(format!("  {DIM}no political event{DIM:#}"));
    }
    for Row { date, code, who, why, style } in &now {
        line(format!(
            "{date:dates$}  {style}{code}{style:#}{:pad$}  {who}  {DIM}{why}{DIM:#}",
            "",
            pad = codes.saturating_sub(code.width())
        ));
    }
    if !other.is_empty() {
        line(format!("  {DIM}not current:{DIM:#}"));
    }
    for Row { date, code, who, why, .. } in &other {
        line(format!("{DIM}{date:dates$}  {code}{:pad$}  {who}  {why}{DIM:#}", "", pad = codes.saturating_sub(code.width())));
    }
    for note in &record.notes {
        line(format!("  {DIM}note: {}{DIM:#}", harmless(note)));
    }
    page.push('\n');
    page
}

fn heading(record: &Record) -> String {
    let title = record.title.as_deref().unwrap_or(&record.article_id);
    let mut heading = format!("{BOLD}# {}{BOLD:#}\n  {DIM}", harmless(title));
    match (&record.published, record.published_basis) {
        (Some(date), Some(basis)) => write!(heading, "{date} ({basis})"),
        (Some(date), None) => write!(heading, "{date}"),
        (None, _) => write!(heading, "no publication date"),
    }
    .expect("writing to a string");
    for field in [record.outlet.as_deref(), Some(record.source.as_str())].into_iter().flatten() {
        heading.push_str("  ");
        heading.push_str(&harmless(field));
    }
    heading + &format!("{DIM:#}\n")
}

fn event_row(event: &Event) -> Row {
    let colour = match event.r#type.quad_class() {
        1 => AnsiColor::Green,
        2 => AnsiColor::Blue,
        3 => AnsiColor::Yellow,
        _ => AnsiColor::Red,
    };
    Row::cut(&ledger_line(event), colour.on_default().bold())
}

impl Row {
    fn cut(line: &str, style: Style) -> Row {
        let line = harmless(line);
        let mut fields = line.splitn(3, "  ");
        let mut field = || fields.next().unwrap_or_default().to_owned();
        let (date, code, rest) = (field(), field(), field());
        let (who, why) = rest.rsplit_once("  ").map_or((rest.clone(), String::new()), |(who, why)| (who.to_owned(), why.to_owned()));
        Row { date, code, who, why, style }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_into_date_code_people_and_rule() {
        let row = Row::cut("2019-08-27  THREATEN violence  A [IRQ UAF] -> B  @ Iraq  (certain)  s7 threaten/threaten-to", DIM);
        assert_eq!((row.date.as_str(), row.code.as_str()), ("2019-08-27", "THREATEN violence"));
        assert_eq!((row.who.as_str(), row.why.as_str()), ("A [IRQ UAF] -> B  @ Iraq  (certain)", "s7 threaten/threaten-to"));
    }
}
