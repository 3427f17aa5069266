//! Reads phrases from standard input, one a line (optionally a tab and a date), and prints how each is read as an actor.
//! `cargo run -p casus-resolve --example actor_phrases -- lexicon/actors < phrases.txt`

use casus_resolve::Knowledge;
use std::io::BufRead;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "lexicon/actors".to_owned());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "tsv") {
            files.push((path.to_string_lossy().into_owned(), std::fs::read_to_string(&path)?));
        }
    }
    files.sort();
    let borrowed: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let knowledge = Knowledge::load(&borrowed)?;
    let lines: Vec<String> = std::io::stdin().lock().lines().collect::<Result<_, _>>()?;
    for line in &lines {
        let (words, day) = line.split_once('\t').unwrap_or((line, ""));
        let r = knowledge.read_phrase(words, day.parse().ok());
        let sector = r.sector.map_or(String::new(), |s| s.to_string());
        println!(
            "{words}\t{day}\t{}\t{}\t{}\t{sector}\t{}\t{:?}\t{}\t{}\t{}",
            r.name,
            r.id.as_deref().unwrap_or(""),
            r.country.as_deref().unwrap_or(""),
            r.kind,
            r.political,
            r.owner.as_deref().unwrap_or(""),
            r.attributes.join("|"),
            if r.thing { "thing" } else { "" },
        );
    }
    Ok(())
}
