//! Shapes in which articles come out of the web, and the roles that their lines must get.
//!
//! Every case is text with the expected role in front of each segment: `role| text`, or `| text` for a further line of the same paragraph;
//! an empty line is an empty line. All texts are invented.

use casus_article::{Article, Limits, RawPage, extract};

/// Reads the case, extracts, and compares role by role.
#[track_caller]
fn check(case: &str) -> Article {
    let mut text = String::new();
    let mut expected: Vec<(String, String)> = Vec::new();
    for line in case.trim().lines() {
        let line = line.trim();
        let (role, content) = line.split_once('|').unwrap_or(("", line));
        let content = content.strip_prefix(' ').unwrap_or(content);
        // `role+|` goes on in the line before: a part of the same paragraph.
        let (role, same_line) = role.strip_suffix('+').map_or((role, false), |role| (role, true));
        if same_line {
            text.truncate(text.trim_end().len());
            text.push(' ');
        }
        if !role.is_empty() {
            expected.push((role.to_owned(), content.trim().to_owned()));
        } else if let Some(last) = expected.last_mut().filter(|_| !content.is_empty()) {
            last.1.push('\n');
            last.1.push_str(content);
        }
        text.push_str(content);
        text.push('\n');
    }
    let page = RawPage { source: "case".into(), bytes: text.into_bytes(), ..RawPage::default() };
    let article = extract(&page, Limits::default());
    let got: Vec<(String, String)> = article.segments.iter().map(|s| (s.role.to_string(), s.span.of(&article.text).to_owned())).collect();
    assert_eq!(got, expected);
    article
}

#[test]
fn a_raw_scrape_with_everything() {
    let article = check(
        "boilerplate| ±±¾©ÐÂÎÅ

         headline| Northern rebels tell Gambria to leave the mines or face war

         headline_duplicate| Northern rebels tell Gambria to leave the mines or face war
         standfirst| A rebel group has warned the government of Gambria.
         boilerplate| 3 min read
         dateline| 14 May, 2021
         caption| The rebels control most of the hills around Mbeli [Getty]


         body| A rebel group has warned the government of Gambria to leave the northern mines, a local radio station said.

         body| \"We will come for every soldier,\" its spokesman said.

         caption| A portrait of the late general Idrissa Sow and the officer-turned-trader's brother, Malick Sow.

         related_link| Read also: The Gambria Letter - Why the miners distrust both sides

         body| Sow's family denied any role in the raid.

         boilerplate| Ìý",
    );
    assert_eq!(article.title.as_deref(), Some("Northern rebels tell Gambria to leave the mines or face war"));
    assert_eq!(article.published, Some(jiff::civil::date(2021, 5, 14)));
    assert_eq!(article.published_basis.map(|b| b.to_string()).as_deref(), Some("dateline"));
    assert_eq!(article.lang.as_deref(), Some("en"));
}

#[test]
fn an_address_and_paragraphs() {
    let article = check(
        "url_line| https://www.example.org/world/2022/7/21/talks-resume-in-gambria

         body| Delegates from both sides returned to the capital of Gambria on Thursday, the mediator said.

         body| They met for two hours.

         body| Talks had broken down in May",
    );
    assert_eq!(article.url.as_deref(), Some("https://www.example.org/world/2022/7/21/talks-resume-in-gambria"));
    assert_eq!(article.published, Some(jiff::civil::date(2022, 7, 21)));
    assert_eq!(article.published_basis.map(|b| b.to_string()).as_deref(), Some("url"));
    assert_eq!(article.title, None);
}

#[test]
fn a_bare_date_and_one_long_paragraph_with_a_tail() {
    let article = check(
        "dateline| 2019-02-22
         body| The council should send observers to the valley, as our reader from Delmar proposes. We agree with her.
         boilerplate+| • Join the debate – email letters@example.org • Click here to see more letters",
    );
    assert_eq!(article.published, Some(jiff::civil::date(2019, 2, 22)));
}

#[test]
fn wire_copy() {
    let article = check(
        "headline| Gambria strike enters second week
         dateline| DELMAR, June 3 (Reuters) -
         body+| Dock workers in Gambria's largest
         | port stayed away from work for an eighth day on
         | Monday, halting exports of copper, the union said.
         body|     \"Nobody goes back until they have paid,\" its leader,
         | Awa Sarr, told reporters in the port.
         boilerplate| (Reporting by Jane Roe; Editing by John Doe)",
    );
    assert_eq!(article.dateline_place.map(|p| p.of(&article.text)), Some("DELMAR"));
    assert_eq!(article.published, None);
    assert!(article.notes.contains(&"the dateline has no year: day 3, month 6".to_owned()), "{:?}", article.notes);
}

#[test]
fn bylines_and_update_lines() {
    let article = check(
        "headline| Minister of mines quits over Mbeli raid
         standfirst| The opposition calls it a first step.
         boilerplate| By Jane Roe in Delmar
         dateline| Published: Mon 3 Jun 2019, 10:45 GMT
         dateline| Updated 5 June 2019
         boilerplate| Share this
         boilerplate| Advertisement

         body| The minister of mines has resigned, his office said.
         body| He had faced calls to go since the raid on Mbeli in May.
         boilerplate| Sign up for our newsletter to get the latest from Gambria.
         boilerplate| © 2019 The Delmar Post. All rights reserved.",
    );
    assert_eq!(article.author.as_deref(), Some("Jane Roe"));
    assert_eq!(article.published, Some(jiff::civil::date(2019, 6, 3)));
    let article = check(
        "boilerplate| AWA SARR

         body| Four men were held on Friday for the theft of aid from a store in Mbeli.

         body| They will appear in court.",
    );
    assert_eq!(article.title, None);
    let article = check(
        "headline| Army takes Mbeli airfield
         dateline| Jane Roe | 3 June 2019

         body| The army took the airfield of Mbeli on Monday.",
    );
    assert_eq!(article.published, Some(jiff::civil::date(2019, 6, 3)));
}

#[test]
fn captions() {
    check(
        "body| The army entered the town on Monday, witnesses said.
         caption| Soldiers stand guard at a bank in Mbeli. Photo: AFP
         caption| File photo of the minister (AFP/Getty Images)
         caption| FILE PHOTO: Protesters burn tyres in Delmar in May
         caption| An aerial view of the burned market of Mbeli.
         caption| Awa Sarr speaks to dock workers (Photo: Jane Roe/AP)
         caption| In this photo taken on 3 May, a soldier guards a bridge near Mbeli.
         body| The government has not commented.",
    );
}

/// What must stay running text: each line looks a little like something else.
#[test]
fn clean_text_stays_body() {
    for line in [
        "Read the law aloud, the judge told the minister on Monday.",
        "Related attacks killed four people in Mbeli.",
        "Subscribers to the party's newspaper were arrested, the union said.",
        "Share prices fell after the coup.",
        "A portrait of the president was burned by the crowd.",
        "A picture of calm has emerged in the capital.",
        "A map of the border was signed by both ministers.",
        "The group [Jund al-Wadi] denied it.",
        "The minister praised \"the work of the [army]\".",
        "By Monday the army had taken the town.",
        "By Friday evening, talks had failed.",
        "On 28 August 2019 rebels attacked the town.",
        "He told reporters the army would stay (the president had said the opposite).",
        "Watch towers were built along the border with Delmar.",
        "Copyright law was used to jail the editor, his lawyer said.",
        "The minister tweeted a denial.",
        "More than 40 people were killed in the raid.",
        "The video shows soldiers beating a man.",
        "Sources in the army denied it.",
        "The post accused the minister of theft.",
        "Listen to the people, the bishop told the president.",
        "Officials said (AFP reporters saw it too) that the town had fallen.",
        "What is the case?",
        "Demands",
    ] {
        let text =
            format!("The army entered the town of Mbeli on Monday, witnesses said.\n\n{line}\n\nThe government has not commented.\n");
        let article = extract(&RawPage { bytes: text.into_bytes(), ..RawPage::default() }, Limits::default());
        let roles: Vec<String> = article.segments.iter().map(|s| s.role.to_string()).collect();
        assert_eq!(roles, ["body", "body", "body"], "{line}");
        assert_eq!(article.repairs, []);
    }
}

#[test]
fn a_chronology_keeps_its_dates_in_the_text() {
    let article = check(
        "headline| How the war in Gambria began

         body| The war has killed thousands.

         body| 3 May 2019

         body| Rebels raid Mbeli.

         body| 14 May 2019

         body| The army enters Delmar.",
    );
    assert_eq!(article.published, None);
}

/// A paragraph is no headline because it stands first, and one line alone is none either.
#[test]
fn no_headline() {
    for text in [
        "Rebels raid Mbeli airfield",
        "The army entered the town.\n\nThe government has not commented.\n",
        "\"The mission will change how justice works here,”\n\nstated the judge who will lead it.\n",
        "Delegates of the two sides met on Friday for the first time since the war broke out in May to discuss who may run the port and its customs house\n\nThey agreed on nothing.\n",
    ] {
        let article = extract(&RawPage { bytes: text.into(), ..RawPage::default() }, Limits::default());
        assert!(article.segments.iter().all(|s| s.role.to_string() == "body"), "{:?}", article.segments);
    }
}

#[test]
fn a_given_title_finds_its_line() {
    let mut page = RawPage { bytes: b"The war that was.\nAwa Sarr led the strike.\nShe won.\n".to_vec(), ..RawPage::default() };
    page.given.title = Some("The war that was. | The Delmar Post".into());
    page.given.published = Some("2019-06-03T10:00:00Z".into());
    let article = extract(&page, Limits::default());
    assert_eq!(article.title.as_deref(), Some("The war that was."));
    assert_eq!(article.segments[0].role.to_string(), "headline");
    assert_eq!(article.published_basis.map(|b| b.to_string()).as_deref(), Some("metadata"));
}

/// Known failures: each comes out wrong today; the test breaks on the day it comes right.
#[test]
fn known_failures() {
    for (line, wrong) in [
        // A caption without credit that is a sentence cannot be told from the text without the picture.
        ("Smoke rises over the port of Delmar.", "body"),
        // "erected" could be its verb.
        ("A statue of the founder erected in 1961.", "body"),
    ] {
        let text = format!("The army entered the town of Mbeli on Monday.\n\n{line}\n\nThe government has not commented.\n");
        let article = extract(&RawPage { bytes: text.into_bytes(), ..RawPage::default() }, Limits::default());
        assert_eq!(article.segments[1].role.to_string(), wrong, "{line} comes out right now: move it to the tests above");
    }
}
