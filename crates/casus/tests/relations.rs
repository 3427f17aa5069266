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
fn who_leads() {
    for (text, tie) in [
        ("Omar Dekka leads the Red River Front, a rebel group in Mali.", "Omar Dekka leads Red River Front"),
        ("Red River Front leader Omar Dekka attacked the government on Monday.", "Omar Dekka leads Red River Front"),
        ("Salim Harun, the commander of the Dawn Brigade, threatened the United States.", "Salim Harun leads Dawn Brigade"),
        ("Salim Harun, who has led the Dawn Brigade since 2015, was arrested by police in Iraq.", "Salim Harun leads Dawn Brigade"),
    ] {
        assert_eq!(ties(text), [tie], "{text}");
    }
}

#[test]
fn who_belongs_founded_and_sides() {
    for (text, tie) in [
        (
            "The Dawn Brigade, which is part of the Popular Mobilisation Forces, attacked a base in Iraq.",
            "Dawn Brigade part_of Popular Mobilisation Forces",
        ),
        ("The Northern Shield, a branch of al-Qaeda, kidnapped a soldier in Mali.", "Northern Shield part_of Al-Qaeda"),
        ("Kamal Odeh, a spokesman for the Dawn Brigade, denied the attack.", "Kamal Odeh part_of Dawn Brigade"),
        ("Idris Balo, who founded the Northern Shield in 2012, met officials in Algiers.", "Idris Balo founded Northern Shield"),
        ("The Blue Coast Army was founded by Peter Okwe.", "Peter Okwe founded Blue Coast Army"),
        ("Salim Harun is an ally of Iran.", "Salim Harun allied Iran"),
    ] {
        assert_eq!(ties(text), [tie], "{text}");
    }
}

#[test]
fn what_is_over_supposed_or_denied_is_no_tie() {
    for text in [
        "Former Red River Front leader Musa Tal condemned the attack.",
        "Salim Harun led the Dawn Brigade until 2012.",
        "The army led an offensive against the Dawn Brigade.",
        "Kamal Odeh denied that he is a member of the Dawn Brigade.",
    ] {
        assert!(ties(text).is_empty(), "{text}: {:?}", ties(text));
    }
}

#[test]
fn a_name_before_a_hyphen_is_an_actor_met_elsewhere() {
    assert_eq!(
        ties("The Iran-allied Dawn Brigade fired rockets at Israel. Iran denied any role."),
        ["Iran-allied Dawn Brigade allied Iran"]
    );
}
