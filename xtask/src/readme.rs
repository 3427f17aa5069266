//! The page of output in README.md: it is the expected ledger of an example, so it cannot be older than the program.

/// The example whose ledger the README shows.
pub const LEDGER: &str = "examples/expected/scrape.ledger";

const BEGIN: &str = "<!-- begin examples/expected/scrape.ledger: `cargo xtask accept` writes this block -->\n";
const END: &str = "<!-- end examples/expected/scrape.ledger -->";

/// The README with this ledger in its block; none if it has no block.
pub fn with_page(readme: &str, ledger: &str) -> Option<String> {
    let (before, rest) = readme.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}```text\n{}\n```\n{END}{after}", ledger.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_block_is_replaced_and_nothing_else() {
        let readme = format!("# A\n{BEGIN}old\n{END}\nlast line\n");
        let now = with_page(&readme, "2031-05-06  RETREAT  x\n\n").unwrap();
        assert_eq!(now, format!("# A\n{BEGIN}```text\n2031-05-06  RETREAT  x\n```\n{END}\nlast line\n"));
        assert_eq!(with_page(&now, "2031-05-06  RETREAT  x\n").unwrap(), now);
        assert_eq!(with_page("# A\n", "x"), None);
    }
}
