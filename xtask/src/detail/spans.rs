//! Offsets, segments, and the actors that no dictionary knows.

use super::Check;
use super::gold::{Detail, Span};
use super::matching::names;
use casus_record::{Record, Source};

pub fn check(detail: &Detail, record: &Record) -> Vec<Check> {
    let text: Vec<char> = record.text.chars().collect();
    let mut checks = offsets(record, &text);
    checks.extend(segments(detail, record, &text));
    checks.extend(actors(detail, record));
    checks
}

/// Words with the offsets that they are said to have.
type Claimed = Vec<(String, usize, usize)>;

/// Every span's words stand at its offsets, counted in code points.
fn offsets(record: &Record, text: &[char]) -> Vec<Check> {
    let chain = |links: &[Source]| -> Claimed { links.iter().filter_map(|l| Some((l.cue.clone()?, l.start, l.end))).collect() };
    macro_rules! all {
        ($items:expr) => {
            $items.iter().map(|i| (i.text.clone(), i.start, i.end)).collect::<Claimed>()
        };
    }
    let mut events = Vec::new();
    for event in &record.events {
        events.push((event.trigger.text.clone(), event.trigger.start, event.trigger.end));
        events.extend(all!(event.mentions).into_iter().chain(all!(event.actor)).chain(all!(event.recipient)));
        events.extend(all!(event.casualties).into_iter().chain(all!(event.condition)).chain(chain(&event.attribution)));
    }
    let mut claims = Vec::new();
    for claim in &record.claims {
        claims.extend(all!([&claim.content, &claim.cue]).into_iter().chain(chain(&claim.attribution)));
    }
    let refusals = record.not_coded.iter().filter_map(|n| Some((n.text.clone()?, n.start, n.end))).collect();
    let lists: [(&str, Claimed); 7] = [
        ("sentences", all!(record.sentences)),
        ("repairs", record.repairs.iter().map(|r| (r.after.clone(), r.start, r.end)).collect()),
        ("events", events),
        ("claims", claims),
        ("actors", record.actors.iter().flat_map(|a| all!(a.mentions)).collect()),
        ("places", record.places.iter().flat_map(|p| all!(p.mentions)).collect()),
        ("not_coded", refusals),
    ];
    let check = |(list, spans): (&str, Claimed)| {
        let wrong = spans.iter().find(|(words, start, end)| !stands(text, *start, *end, words));
        let got = wrong.map_or("all".to_owned(), |(words, start, end)| format!("{words:?} at {start}..{end}"));
        Check::that("offsets", list, wrong.is_none(), got, "every span's words at its offsets")
    };
    lists.into_iter().map(check).collect()
}

fn stands(text: &[char], start: usize, end: usize, words: &str) -> bool {
    text.get(start..end).is_some_and(|there| there.iter().copied().eq(words.chars()))
}

/// The gold's segments stand where it says, in the role that it says.
fn segments(detail: &Detail, record: &Record, text: &[char]) -> Vec<Check> {
    let shifted = detail.segments.iter().find(|s| !stands(text, s.span.start, s.span.end, &s.text));
    let got = shifted.map_or("all".to_owned(), |s| format!("other words at {}", s.seg));
    let mut checks = vec![Check::that("offsets", "gold segments", shifted.is_none(), got, "the text of the gold file, unchanged")];
    for segment in &detail.segments {
        let there = record.sentences.iter().filter(|s| Span { start: s.start, end: s.end }.agrees(segment.span));
        let mut roles: Vec<String> = there.map(|s| s.role.to_string()).collect();
        roles.dedup();
        checks.push(Check::equal("segments", format!("{} {}", segment.seg, segment.span), roles.join(" + "), segment.role.as_str()));
    }
    checks
}

/// An actor that no dictionary knows is in the record, with the country and sector that the text gives.
fn actors(detail: &Detail, record: &Record) -> Vec<Check> {
    let mut checks = Vec::new();
    for gold in detail.actors.iter().filter(|a| a.known == Some(false)) {
        let country = gold.country.as_deref().unwrap_or("-");
        let expected = format!("known=false {country} {}", gold.sector.as_deref().unwrap_or("-"));
        // The name itself first; only if nobody bears it, one of the descriptions.
        let named = |a: &&casus_record::ActorEntry| super::matching::words(&a.name) == super::matching::words(&gold.name);
        let entry = record.actors.iter().find(named).or_else(|| record.actors.iter().find(|a| names(gold, &a.name)));
        let Some(entry) = entry else {
            checks.push(Check::that("actors", gold.id.as_str(), false, "no such actor", expected));
            continue;
        };
        let sector = entry.sector.map_or("-".to_owned(), |s| s.to_string());
        let right = gold.sector.as_deref() == Some(sector.as_str()) || gold.alt_sector.contains(&sector);
        let holds = named(&entry) && !entry.known && entry.country.as_deref() == gold.country.as_deref() && right;
        let got = format!("{} known={} {} {sector}", entry.name, entry.known, entry.country.as_deref().unwrap_or("-"));
        checks.push(Check::that("actors", gold.id.as_str(), holds, got, expected));
    }
    checks
}
