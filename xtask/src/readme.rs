//! The parts of README.md that are copied from files which a program wrote, so that they cannot be older than the program: a page of output
//! and the table of figures.

use crate::floors::Floors;
use anyhow::Context;
use std::fmt::Write;
use std::path::Path;

/// The example whose ledger the README shows.
const LEDGER: &str = "examples/expected/scrape.ledger";

/// The floors whose table it shows.
const FLOORS: &str = "eval/floors.toml";

/// Rows of the table: what a reader calls it, and the figure's name in the floors.
const ROWS: [(&str, &str); 11] = [
    ("event type, F1", "type.f1"),
    ("event type and actor, F1", "+actor.f1"),
    ("event type, actor and recipient, F1", "+recipient.f1"),
    ("claims, precision", "claims.p"),
    ("claims, recall", "claims.r"),
    ("current, historical, negated … told apart", "status.aux"),
    ("certainty", "status.certainty"),
    ("attributed or the article's own", "status.attributed"),
    ("traps (threats, plans, denials …) not coded as events", "traps_avoided"),
    ("date of the event", "details.date"),
    ("country of the event", "details.place_country"),
];

/// The same file's figures of the linguistic models, as another block.
const MODELS: &str = "eval/floors.toml, models";

/// Rows of that table: what a reader calls it, the set without its tier, and the figure.
const MODEL_ROWS: [(&str, &str, &str); 11] = [
    ("EWT dev, given words: word class", "ewt-dev", "upos"),
    ("… lemma", "ewt-dev", "lemma"),
    ("… head (UAS)", "ewt-dev", "uas"),
    ("… head and relation (LAS)", "ewt-dev", "las"),
    ("EWT dev, raw text: words, F1", "ewt-dev", "raw_words"),
    ("… sentences, F1", "ewt-dev", "raw_sentences"),
    ("… LAS, F1", "ewt-dev", "raw_las"),
    ("GUM dev (free genres), given words: LAS", "gum-dev", "las"),
    ("… raw text: LAS, F1", "gum-dev", "raw_las"),
    ("UNER EWT dev, names of people, places and organisations: F1", "uner-ewt-dev", "names_all_f1"),
    ("our hard news sentences: LAS, mean of eight constructions", "hard", "las."),
];

/// Writes the blocks anew.
///
/// # Errors
/// A file cannot be read or written, or the README has lost one of its blocks.
pub fn write(root: &Path) -> anyhow::Result<()> {
    Ok(std::fs::write(root.join("README.md"), fresh(root)?)?)
}

/// A complaint if the README is older than what it is copied from.
///
/// # Errors
/// A file cannot be read.
pub fn complaint(root: &Path) -> anyhow::Result<Option<String>> {
    if !root.join(LEDGER).is_file() {
        return Ok(Some(format!("{LEDGER} is missing, and with it README.md's page of output; run `cargo xtask accept`")));
    }
    let stale = fresh(root)? != std::fs::read_to_string(root.join("README.md"))?;
    Ok(stale.then(|| format!("README.md does not show {LEDGER} and {FLOORS} as they are; run `cargo xtask accept`")))
}

fn fresh(root: &Path) -> anyhow::Result<String> {
    let readme = std::fs::read_to_string(root.join("README.md")).context("README.md")?;
    let ledger = std::fs::read_to_string(root.join(LEDGER)).context(LEDGER)?;
    let readme = with_block(&readme, LEDGER, &format!("```text\n{}\n```\n", ledger.trim_end()))?;
    let floors = Floors::read(&root.join(FLOORS))?;
    let readme = with_block(&readme, FLOORS, &table(&floors))?;
    with_block(&readme, MODELS, &models(&floors))
}

/// The text between the two comments that name `source`, replaced.
fn with_block(readme: &str, source: &str, block: &str) -> anyhow::Result<String> {
    let begin = format!("<!-- begin {source}: `cargo xtask accept` writes this block -->\n");
    let end = format!("<!-- end {source} -->");
    let (before, rest) = readme.split_once(&begin).with_context(|| format!("README.md has lost the block that shows {source}"))?;
    let (_, after) = rest.split_once(&end).with_context(|| format!("README.md: the block that shows {source} has no end"))?;
    Ok(format!("{before}{begin}{block}{end}{after}"))
}

/// Figures as rows, gold sets as columns. A figure that was not measured has no row.
fn table(floors: &Floors) -> String {
    let mut table = String::from("| `cargo xtask eval` | the article coded in full | 32 open articles |\n|---|---|---|\n");
    let cell = |value: Option<f64>| value.map_or(String::new(), |v| format!("{v:.2}"));
    for (words, name) in ROWS {
        let (seed, open) = (floors.floor("seed", name), floors.floor("open", name));
        if seed.is_some() || open.is_some() {
            let _ = writeln!(table, "| {words} | {} | {} |", cell(seed), cell(open));
        }
    }
    let details = floors.sum("seed", "detail.");
    if details > 0.0 {
        let _ = writeln!(table, "| checks of single details that hold | {details} | |");
    }
    table
}

/// Figures of the linguistic models as rows, tiers as columns.
fn models(floors: &Floors) -> String {
    let mut table = String::from("| `cargo xtask eval syntax names` | accurate | `--fast` |\n|---|---|---|\n");
    for (words, set, figure) in MODEL_ROWS {
        let cell = |tier: &str| floors.mean(&format!("{set}-{tier}"), figure).map_or(String::new(), |v| format!("{v:.2}"));
        let _ = writeln!(table, "| {words} | {} | {} |", cell("accurate"), cell("fast"));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_replaced_and_nothing_else() {
        let readme = "# A\n<!-- begin x: `cargo xtask accept` writes this block -->\nold\n<!-- end x -->\nlast line\n";
        let now = with_block(readme, "x", "new\n").unwrap();
        assert_eq!(now, "# A\n<!-- begin x: `cargo xtask accept` writes this block -->\nnew\n<!-- end x -->\nlast line\n");
        assert_eq!(with_block("# A\n", "x", "new\n").unwrap_err().to_string(), "README.md has lost the block that shows x");
    }

    #[test]
    fn what_was_not_measured_has_no_row() {
        let floors: Floors = toml::from_str(
            "[seed]\ngold = \"a\"\n[seed.figures]\n\"claims.p\" = 0.9\n\"detail.place\" = 4.0\n\"detail.offsets\" = 8.0\n[open]\ngold = \"b\"\n[open.figures]\n\"type.f1\" = 0.625",
        )
        .unwrap();
        let rows: Vec<String> = table(&floors).lines().skip(2).map(str::to_owned).collect();
        assert_eq!(
            rows,
            ["| event type, F1 |  | 0.62 |", "| claims, precision | 0.90 |  |", "| checks of single details that hold | 12 | |"]
        );
    }
}
