//! Scores the date tagger. Reads lines `id<TAB>published or -<TAB>narrative or news<TAB>text<TAB>gold` where gold is a list of
//! `start:end:value` in bytes of the text, joined by `;`.
//! `cargo run --release -p casus-resolve --example dates_eval < lines.tsv` prints relaxed precision, recall and F1, and value F1.

use casus_resolve::dates::{Kind, tag_text};
use std::io::BufRead;

fn main() -> std::io::Result<()> {
    let show = std::env::args().any(|a| a == "--errors");
    let (mut gold_n, mut found_n, mut hit, mut right, mut extra) = (0usize, 0usize, 0usize, 0usize, 0usize);
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let cells: Vec<&str> = line.split('\t').collect();
        let [id, published, _, text, gold] = cells[..] else { continue };
        let found = tag_text(text, published.parse().ok());
        let keep_lengths = gold.contains(":P");
        let mut found: Vec<_> = found
            .into_iter()
            .filter(|d| keep_lengths || matches!(d.kind, Kind::Point | Kind::Interval) && d.is_dated())
            .map(|d| (d, false))
            .collect();
        for g in gold.split(';').filter(|g| !g.is_empty()) {
            let p: Vec<&str> = g.splitn(3, ':').collect();
            let [a, b, value] = p[..] else { continue };
            let (a, b): (usize, usize) = (a.parse().unwrap_or(0), b.parse().unwrap_or(0));
            gold_n += 1;
            // A range that we find as one and the gold marks as two is right for both ends.
            let best = found.iter_mut().find(|(d, used)| (!used || d.timex.contains('/')) && d.span.start < b && a < d.span.end);
            match best {
                Some((d, used)) => {
                    extra += usize::from(*used);
                    *used = true;
                    hit += 1;
                    let (ends, days) = (
                        d.timex.clone(),
                        format!("{}/{}", d.start.map_or("..".into(), |d| d.to_string()), d.end.map_or("..".into(), |d| d.to_string())),
                    );
                    if same(&d.timex, value) || days == value || ends.split('/').any(|e| same(e, value)) {
                        right += 1;
                    } else if show {
                        println!("VALUE {id} [{}] gold {value} found {}", &text[a..b], d.timex);
                    }
                }
                None if show => println!("MISS {id} [{}] {value}", &text[a..b]),
                None => {}
            }
        }
        found_n += found.len();
        if show {
            for (d, _) in found.iter().filter(|(_, used)| !used) {
                println!("EXTRA {id} [{}] {}", d.text, d.timex);
            }
        }
    }
    found_n += extra;
    let f = |hits: usize| 2.0 * hits as f64 / (gold_n + found_n).max(1) as f64;
    println!(
        "gold {gold_n} found {found_n} relaxed P {:.3} R {:.3} F1 {:.3}",
        hit as f64 / found_n.max(1) as f64,
        hit as f64 / gold_n.max(1) as f64,
        f(hit)
    );
    println!("value F1 {:.3} (accuracy on hits {:.3})", f(right), right as f64 / hit.max(1) as f64);
    Ok(())
}

/// Equal values; open ends and times of day left aside where the gold has none.
fn same(found: &str, gold: &str) -> bool {
    let trim = |v: &str| v.trim_end_matches("/..").trim_start_matches("../").to_owned();
    let (f, g) = (trim(found), trim(gold));
    f == g || f.split('T').next() == Some(&g) || g.split('T').next() == Some(&f)
}
