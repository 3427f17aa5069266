//! Casualty figures, from text to record. All sentences are invented.

use casus::{Options, Pipeline};
use casus_article::RawPage;
use casus_record::Record;
use std::sync::LazyLock;

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::embedded().expect("the embedded model loads"));

fn code(text: &str) -> Record {
    let page = RawPage { source: "example".to_owned(), bytes: text.as_bytes().to_vec(), ..RawPage::default() };
    PIPELINE.code(&page, &Options::default())
}

/// Type of the event and its figures as `kind low/best/high by "words"`, one line an event.
fn figures(text: &str) -> Vec<String> {
    let number = |n: Option<u32>| n.map_or("?".to_owned(), |n| n.to_string());
    let line = |e: &casus_record::Event| {
        let figure = |c: &casus_record::Casualty| {
            let by = c.by.as_ref().map(|b| format!(" by {b}")).unwrap_or_default();
            format!("{} {}/{}/{}{by} \"{}\"", c.kind, number(c.low), number(c.best), number(c.high), c.text)
        };
        format!("{} {}", e.r#type, e.casualties.iter().map(figure).collect::<Vec<_>>().join(", "))
    };
    code(text).events.iter().map(line).collect()
}

#[test]
fn dump() {
    let base = "Rebels bombed a village in northern Mali on Monday.";
    for t in [
        "According to the Red Crescent, dozens of civilians died and more than 100 were injured in the shelling.",
        "The attack left 14 people dead and 30 others injured, police said.",
        "The death toll from the bombing rose to 45, officials said.",
        "A blast claimed the lives of 15 people and injured 25 to 30 others.",
        "Scores were wounded and nobody was killed, police said.",
        "The bombing killed between 20 and 25 people, including three children, and wounded about 60.",
        "There were no immediate reports of casualties.",
        "No one was hurt in the attack.",
        "More than 5,000 people fled their homes after the attack.",
        "The attack forced 3,000 people from their homes and as many as 60 people were killed.",
        "In 2014, 300 people died in the region.",
        "The group threatened to kill 12 hostages.",
        "The bombing could have killed 200 people.",
        "Twelve people died, a hospital said.",
        "\"We counted nine dead,\" Mayor Issa Toumani said.",
        "The army commander was killed and his guard was wounded.",
        "Police arrested two men over the killing of three soldiers.",
        "The bombing destroyed 12 homes and killed 40 cows.",
        "The blast killed soldiers and their families.",
        "Several people were injured.",
    ] {
        println!("{t}");
        for l in figures(&format!("{base} {t}")) {
            println!("      {l}");
        }
    }
}
