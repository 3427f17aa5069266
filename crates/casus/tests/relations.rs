//! Ties between actors, from text to record. All sentences and groups are invented unless known.

use casus::{Options, Pipeline};
use casus_article::RawPage;
use std::sync::LazyLock;

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::embedded().expect("the embedded model loads"));

/// The ties of a text in words: "Salim Harun leads Dawn Brigade".
fn ties(text: &str) -> Vec<String> {
    let page = RawPage { source: "example".to_owned(), bytes: text.as_bytes().to_vec(), ..RawPage::default() };
    let record = PIPELINE.code(&page, &Options::default());
    let name = |id: &str| record.actors.iter().find(|a| a.actor_id == id).map(|a| a.name.clone()).expect("both ends are listed as actors");
    let tie = |a: &casus_record::ActorEntry| {
        a.relations.iter().map(|r| format!("{} {} {}", a.name, r.kind, name(&r.actor_id))).collect::<Vec<_>>()
    };
    record.actors.iter().flat_map(tie).collect()
}

#[test]
fn dump() {
    for para in std::fs::read_to_string("/tmp/cas/r.txt").unwrap().split("\n\n").skip(1) {
        println!("{para}\n      {:?}", ties(para));
    }
    for para in [
        "Salim Harun led the Dawn Brigade until 2012.",
        "The army led an offensive against the Dawn Brigade.",
        "Kamal Odeh denied that he is a member of the Dawn Brigade.",
        "Mali's army chief met the leader of the Red River Front, Omar Dekka, in Algiers.",
        "Salim Harun, who has led the Dawn Brigade since 2015, was arrested by police in Iraq.",
        "Gunmen killed a commander of the Dawn Brigade, Hadi Saleh, in Iraq.",
        "Hezbollah is allied with Iran.",
        "The Dawn Brigade, an al-Qaeda-linked group, attacked a base in Mali.",
        "The Iran-backed militia attacked a base.",
        "President Vladimir Putin leads Russia.",
        "The talks were led by Qatar.",
    ] {
        println!("{para}\n      {:?}", ties(para));
    }
}
