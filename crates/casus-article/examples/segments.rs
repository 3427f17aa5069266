//! Prints what casus-article makes of files: notes, fields and the role of every segment.
//!
//! `cargo run -p casus-article --example segments -- article.txt news.jsonl`

use casus_article::{Limits, extract, read_records};
use std::io::BufReader;

fn main() -> std::io::Result<()> {
    for path in std::env::args().skip(1) {
        for record in read_records(BufReader::new(std::fs::File::open(&path)?), &path) {
            let page = match record {
                Ok(page) => page,
                Err(bad) => {
                    println!("{bad}");
                    continue;
                }
            };
            let article = extract(&page, Limits::default());
            println!("== {path} id={:?} title={:?}", article.id, article.title);
            println!("   url={:?} author={:?} lang={:?}", article.url, article.author, article.lang);
            println!(
                "   published={:?} basis={:?} place={:?}",
                article.published,
                article.published_basis,
                article.dateline_place.map(|p| p.of(&article.text))
            );
            for note in &article.notes {
                println!("   note: {note}");
            }
            for r in &article.repairs {
                println!("   repair {}: {:?} -> {:?}", r.kind, r.before, r.span.of(&article.text));
            }
            for s in &article.segments {
                println!("{:>6} {:<18} {}", s.span.start, s.role.to_string(), s.span.of(&article.text).replace('\n', "⏎"));
            }
        }
    }
    Ok(())
}
