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

/// The figures of the first event of a text that tells of one deed.
fn of_one(text: &str) -> String {
    let all = figures(text);
    assert_eq!(all.len(), 1, "one event in {text:?}: {all:?}");
    all[0].clone()
}

/// The figures after an attack that says nothing of victims.
fn after_attack(text: &str) -> String {
    of_one(&format!("Rebels bombed a village in northern Mali on Monday. {text}"))
}

#[test]
fn outcomes_of_the_deed_in_its_own_sentence() {
    assert_eq!(
        of_one("Gunmen attacked a market in northern Nigeria on Monday, killing at least five soldiers and wounding 12."),
        "ASSAULT dead 5/5/? \"at least five soldiers\", injured 12/12/12 \"12\""
    );
    assert_eq!(
        of_one("Rebels bombed a village in Mali, which led to the death of 8 and injury of 26 farmers."),
        "ASSAULT dead 8/8/8 \"8\", injured 26/26/26 \"26 farmers\""
    );
    assert_eq!(
        of_one("Twenty people were killed in an air strike by Turkish forces on a village in Syria."),
        "ASSAULT dead 20/20/20 \"Twenty people\""
    );
    assert_eq!(
        of_one("Between 10 and 15 people were killed when militants attacked a police station in Quetta."),
        "ASSAULT dead 10/?/15 \"Between 10 and 15 people\""
    );
}

#[test]
fn victims_are_added_up() {
    let bomber = "A suicide bomber killed a soldier and two police officers in Mogadishu.";
    assert_eq!(of_one(bomber), "ASSAULT dead 3/3/3 \"a soldier and two police officers\"");
}

#[test]
fn captives_and_the_displaced() {
    assert_eq!(of_one("The militants kidnapped 12 schoolgirls in Borno."), "ASSAULT abducted 12/12/12 \"12 schoolgirls\"");
    assert_eq!(
        after_attack("More than 5,000 people fled their homes after the attack."),
        "ASSAULT displaced 5000/5000/? \"More than 5,000 people\""
    );
    assert_eq!(
        of_one("Russian missiles hit Kharkiv, where 1.2 million people have been forced from their homes."),
        "ASSAULT displaced 1200000/1200000/1200000 \"1.2 million people\""
    );
}

#[test]
fn a_figure_belongs_to_the_deed_it_stands_with() {
    assert_eq!(
        figures("Police fired tear gas at protesters in Khartoum, and 17 demonstrators were arrested."),
        ["ASSAULT ", "COERCE arrested 17/17/17 \"17 demonstrators\""]
    );
}

#[test]
fn sentences_that_follow_speak_of_the_deed_before() {
    assert_eq!(
        after_attack("According to the Red Crescent, dozens of civilians died and more than 100 were injured in the shelling."),
        "ASSAULT dead 12/?/? by Red Crescent \"dozens of civilians\", injured 100/100/? by Red Crescent \"more than 100\""
    );
    assert_eq!(
        after_attack("The attack left 14 people dead and 30 others injured, police said."),
        "ASSAULT dead 14/14/14 by police \"14 people\", injured 30/30/30 by police \"30 others\""
    );
    assert_eq!(
        after_attack("A blast claimed the lives of 15 people and injured 25 to 30 others."),
        "ASSAULT dead 15/15/15 \"15 people\", injured 25/?/30 \"25 to 30 others\""
    );
    assert_eq!(
        after_attack("The bombing killed between 20 and 25 people, including three children, and wounded about 60."),
        "ASSAULT dead 20/?/25 \"between 20 and 25 people\", injured ?/60/? \"about 60\""
    );
    assert_eq!(after_attack("The death toll from the bombing rose to 45, officials said."), "ASSAULT dead 45/45/45 by officials \"45\"");
    assert_eq!(after_attack("The mayor put the number of dead at twelve."), "ASSAULT dead 12/12/12 \"twelve\"");
    assert_eq!(after_attack("\"We counted nine dead,\" Mayor Issa Toumani said."), "ASSAULT dead 9/9/9 by Issa Toumani \"nine\"");
}

#[test]
fn nobody_is_nought_and_not_known_is_not() {
    assert_eq!(
        of_one("Israeli forces raided a camp in Jenin; there were no casualties."),
        "ASSAULT dead 0/0/0 \"no casualties\", injured 0/0/0 \"no casualties\""
    );
    assert_eq!(after_attack("No one was hurt in the attack."), "ASSAULT injured 0/0/0 \"No one\"");
    assert_eq!(after_attack("There were no immediate reports of casualties."), "ASSAULT ");
}

#[test]
fn figures_of_nothing_that_happened_here() {
    for text in [
        "In 2014, 300 people died in the region.",
        "The group threatened to kill 12 hostages.",
        "The bombing could have killed 200 people.",
        "The bombing destroyed 12 homes and killed 40 cows.",
    ] {
        assert_eq!(after_attack(text), "ASSAULT ", "{text}");
    }
}

#[test]
fn positions_count_characters() {
    let record = code("Rebels bombed São Lúcio in Mali, killing five guards.");
    let figure = &record.events[0].casualties[0];
    assert_eq!(record.text.chars().skip(figure.start).take(figure.end - figure.start).collect::<String>(), figure.text);
}
