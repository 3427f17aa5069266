//! What a reader would see: place phrases of our own, found and resolved with the shipped table.

use super::*;
use casus_record::{PlaceBasis, PlacePrecision, PlaceStatus, SegmentRole, Span};
use casus_text::{Deprel, Feats, Name, NameKind, Sentence, Token, Upos};
use std::sync::LazyLock;

static GAZETTEER: LazyLock<Gazetteer> =
    LazyLock::new(|| Gazetteer::load(include_str!("../../../../lexicon/places/places.tsv")).expect("the shipped table loads"));

/// A sentence that was not parsed: words of the text only.
fn plain(text: &str) -> Sentence {
    Sentence {
        span: Span::new(0, text.len()),
        role: SegmentRole::Body,
        paragraph: 0,
        tokens: Vec::new(),
        names: Vec::new(),
        unparsed: None,
    }
}

/// A parsed sentence from `word/UPOS/head/deprel` items; heads count from 1, 0 is the root.
fn parsed(items: &str) -> (String, Sentence) {
    let (mut text, mut tokens) = (String::new(), Vec::new());
    for item in items.split(' ') {
        let [word, upos, head, deprel] = item.split('/').collect::<Vec<_>>()[..] else { panic!("{item}") };
        if !text.is_empty() && word != "," && word != "." {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(word);
        let head: usize = head.parse().unwrap();
        tokens.push(Token {
            span: Span::new(start, text.len()),
            lemma: match word {
                "said" => "say".into(),
                w => w.to_lowercase(),
            },
            upos: upos.parse().unwrap(),
            feats: Feats::default(),
            head: head.checked_sub(1),
            deprel: deprel.parse().unwrap_or(Deprel::Dep),
        });
    }
    let sentence = Sentence { tokens, ..plain(&text) };
    (text, sentence)
}

fn shown(t: &Toponym) -> String {
    match t.chosen {
        Ok(id) => {
            let p = GAZETTEER.get(id);
            format!("{}={} {:?} {}", t.name, p.name, p.kind, p.country.as_deref().unwrap_or("-"))
        }
        Err(why) => format!("{}={why:?}", t.name),
    }
}

fn all(text: &str) -> String {
    let mut found = vec![find(text, &plain(text), &GAZETTEER)];
    resolve_document(&mut found, &GAZETTEER);
    let all: Vec<String> = found[0].iter().map(shown).collect();
    if all.is_empty() { "none".into() } else { all.join(" | ") }
}

#[test]
fn phrases_name_these_places() {
    let table = [
        ("They met in Baghdad.", "Baghdad=Baghdad City IRQ"),
        ("They met in Iraq.", "Iraq=Iraq Country IRQ"),
        ("Rockets hit the Green Zone.", "Green Zone=Green Zone Site IRQ"),
        ("Rockets hit Ain al-Asad.", "Ain al-Asad=Ain al-Asad Site IRQ"),
        ("Rockets hit Ain Al Asad airbase.", "Ain Al Asad airbase=Ain al-Asad Site IRQ"),
        ("A raid in Deir al-Zour failed.", "Deir al-Zour=Deir ez-Zor City SYR"),
        ("A raid in Deir Ezzor failed.", "Deir Ezzor=Deir ez-Zor City SYR"),
        ("A raid in Deir ez-Zor province failed.", "Deir ez-Zor province=Deir ez-Zor Admin1 SYR"),
        ("A raid in al-Raqqa failed.", "al-Raqqa=Raqqa City SYR"),
        ("A raid in Ar-Raqqah failed.", "Ar-Raqqah=Raqqa City SYR"),
        ("A raid near al-Bab failed.", "al-Bab=Al-Bab City SYR"),
        ("A raid in Sana'a failed.", "Sana'a=Sanaa City YEM"),
        ("A raid in Sana’a failed.", "Sana’a=Sanaa City YEM"),
        ("A raid in El Fasher failed.", "El Fasher=El Fasher City SDN"),
        ("A raid in al-Fashir failed.", "al-Fashir=El Fasher City SDN"),
        ("A raid in Kobanî failed.", "Kobanî=Kobani City SYR"),
        ("A raid in N'Djamena failed.", "N'Djamena=N'Djamena City TCD"),
        ("A raid in Şırnak failed.", "Şırnak=Sirnak City TUR"),
        ("Shells fell on Bakhmut and Avdiivka.", "Bakhmut=Bakhmut City UKR | Avdiivka=Avdiivka City UKR"),
        ("Shells fell on Donbas.", "Donbas=Donbas Region UKR"),
        ("Troops left Nagorno-Karabakh.", "Nagorno-Karabakh=Nagorno-Karabakh Region AZE"),
        ("Police in Xinjiang arrested ten.", "Xinjiang=Xinjiang Admin1 CHN"),
        ("Unrest spread in Karakalpakstan.", "Karakalpakstan=Karakalpakstan Admin1 UZB"),
        ("Troops entered Tigray.", "Tigray=Tigray Admin1 ETH"),
        ("Camps in Darfur are full.", "Darfur=Darfur Region SDN"),
        ("A tanker crossed the Strait of Hormuz.", "Strait of Hormuz=Strait of Hormuz Sea -"),
        ("A ship burned in the Red Sea.", "Red Sea=Red Sea Sea -"),
        ("The Rafah crossing is shut.", "Rafah crossing=Rafah crossing Site EGY"),
        ("The West Bank is calm.", "West Bank=West Bank Region PSE"),
        ("The Gaza Strip is shut.", "Gaza Strip=Gaza Strip Region PSE"),
        ("Fighting in Gaza City went on.", "Gaza City=Gaza City City PSE"),
        ("They fly from Incirlik Air Base.", "Incirlik Air Base=Incirlik Site TUR"),
        ("Crowds filled Tahrir Square.", "Tahrir Square=Tahrir Square Site EGY"),
        ("The Zaporizhzhia nuclear plant was hit.", "Zaporizhzhia nuclear plant=Zaporizhzhia Nuclear Power Plant Site UKR"),
        ("They met in Washington, D.C. today.", "Washington, D.C.=Washington City USA"),
        ("They met in Paris.", "Paris=Paris City FRA"),
        ("They met in Paris, Texas.", "Paris=Paris City USA | Texas=Texas Admin1 USA"),
        ("They met in Athens, Georgia.", "Athens=Athens City USA | Georgia=Georgia Admin1 USA"),
        ("They met in Tbilisi, Georgia.", "Tbilisi=Tbilisi City GEO | Georgia=Georgia Country GEO"),
        ("They met in Tripoli, Lebanon.", "Tripoli=Tripoli City LBN | Lebanon=Lebanon Country LBN"),
        ("They met in Tripoli, Libya.", "Tripoli=Tripoli City LBY | Libya=Libya Country LBY"),
        ("They met in Hyderabad, Pakistan.", "Hyderabad=Hyderabad City PAK | Pakistan=Pakistan Country PAK"),
        ("They met in Lebanon, Pennsylvania.", "Lebanon=Lebanon City USA | Pennsylvania=Pennsylvania Admin1 USA"),
        ("They met in Hilla, Babil province.", "Hilla=Hilla City IRQ | Babil province=Babil Admin1 IRQ"),
        ("The US and the UK agreed.", "US=United States Country USA | UK=United Kingdom Country GBR"),
        ("The U.S. agreed.", "U.S.=United States Country USA"),
        ("North Korea fired a missile.", "North Korea=North Korea Country PRK"),
        ("South Sudan and Sudan agreed.", "South Sudan=South Sudan Country SSD | Sudan=Sudan Country SDN"),
        ("Niger and Nigeria agreed.", "Niger=Niger Country NER | Nigeria=Nigeria Country NGA"),
        ("Burma, now Myanmar, agreed.", "Burma=Myanmar Country MMR | Myanmar=Myanmar Country MMR"),
        (
            "Guinea-Bissau and Papua New Guinea agreed.",
            "Guinea-Bissau=Guinea-Bissau Country GNB | Papua New Guinea=Papua New Guinea Country PNG",
        ),
        ("The Democratic Republic of the Congo agreed.", "Democratic Republic of the Congo=Democratic Republic of the Congo Country COD"),
        ("Clashes in Ain al-Hilweh killed two.", "Ain al-Hilweh=Ain al-Hilweh Site LBN"),
        ("Clashes in Kerem Shalom killed two.", "Kerem Shalom=Kerem Shalom Site PSE"),
        ("Clashes at Baghdad International Airport ended.", "Baghdad International Airport=Baghdad International Airport Site IRQ"),
        ("Clashes in Mocímboa da Praia ended.", "Mocímboa da Praia=Mocimboa da Praia City MOZ"),
        ("Clashes in Port-au-Prince ended.", "Port-au-Prince=Port-au-Prince City HTI"),
        ("Clashes in Mazar-e-Sharif ended.", "Mazar-e-Sharif=Mazar-i-Sharif City AFG"),
        ("Iraq's parliament voted.", "Iraq=Iraq Country IRQ"),
        ("She was reading a nice book.", "none"),
        ("A mobile phone rang.", "none"),
        ("Nice work, he said.", "none"),
        ("It is a good deal, he told us.", "none"),
        ("Turkish and Iraqi troops met.", "none"),
        ("The Syrian army withdrew.", "none"),
        ("He hit the man.", "none"),
        ("They marched to Reading.", "Reading=Reading City GBR"),
    ];
    let wrong: Vec<String> = table
        .iter()
        .filter_map(|(text, expected)| {
            let got = all(text);
            (got != *expected).then(|| format!("{text}\n   wanted {expected}\n   got    {got}"))
        })
        .collect();
    assert!(table.len() >= 60);
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), table.len(), wrong.join("\n"));
}

#[test]
fn one_sense_in_an_article() {
    let texts = ["Two men were held in Tripoli.", "The army of Lebanon said so.", "Fire spread from Sidon and Beirut.", "Tripoli is calm."];
    let mut found: Vec<Vec<Toponym>> = texts.iter().map(|t| find(t, &plain(t), &GAZETTEER)).collect();
    resolve_document(&mut found, &GAZETTEER);
    assert_eq!(shown(&found[0][0]), "Tripoli=Tripoli City LBN");
    assert_eq!(shown(&found[3][0]), "Tripoli=Tripoli City LBN");
    let texts = ["Voters in Georgia queued.", "Atlanta and Florida were calm.", "Texas too."];
    let mut found: Vec<Vec<Toponym>> = texts.iter().map(|t| find(t, &plain(t), &GAZETTEER)).collect();
    resolve_document(&mut found, &GAZETTEER);
    assert_eq!(shown(&found[0][0]), "Georgia=Georgia Admin1 USA");
}

#[test]
fn the_place_of_an_event_hangs_from_its_clause() {
    // In Kut the minister said that gunmen attacked a base near Hilla.
    let (text, s) = parsed(
        "In/ADP/2/case Kut/PROPN/5/obl the/DET/4/det minister/NOUN/5/nsubj said/VERB/0/root that/SCONJ/8/mark gunmen/NOUN/8/nsubj attacked/VERB/5/ccomp a/DET/10/det base/NOUN/8/obj near/ADP/12/case Hilla/PROPN/8/obl ./PUNCT/5/punct",
    );
    let toponyms = find(&text, &s, &GAZETTEER);
    let place = event_place(&s, 7, &[6, 9], &toponyms, &GAZETTEER).unwrap();
    assert_eq!((place.name.as_str(), place.basis, place.span.of(&text)), ("Hilla", PlaceBasis::Clause, "near Hilla"));
    // In Kut the minister said that gunmen attacked: the place of speaking is not the place of the attack.
    let (text, s) = parsed(
        "In/ADP/2/case Kut/PROPN/5/obl the/DET/4/det minister/NOUN/5/nsubj said/VERB/0/root that/SCONJ/8/mark gunmen/NOUN/8/nsubj attacked/VERB/5/ccomp ./PUNCT/5/punct",
    );
    let toponyms = find(&text, &s, &GAZETTEER);
    assert_eq!(event_place(&s, 7, &[6], &toponyms, &GAZETTEER), None);
    // Gunmen attacked troops in Mosul: the place stands at the argument.
    let (text, s) = parsed("Gunmen/NOUN/2/nsubj attacked/VERB/0/root troops/NOUN/2/obj in/ADP/5/case Mosul/PROPN/3/nmod ./PUNCT/2/punct");
    let toponyms = find(&text, &s, &GAZETTEER);
    let place = event_place(&s, 1, &[0, 2], &toponyms, &GAZETTEER).unwrap();
    assert_eq!((place.name.as_str(), place.basis), ("Mosul", PlaceBasis::Clause));
    // Iran condemned Israel: parties, not places.
    let (text, s) = parsed("Iran/PROPN/2/nsubj condemned/VERB/0/root the/DET/4/det move/NOUN/2/obj ./PUNCT/2/punct");
    let toponyms = find(&text, &s, &GAZETTEER);
    assert_eq!(event_place(&s, 1, &[0, 3], &toponyms, &GAZETTEER), None);
}

#[test]
fn names_of_people_and_organisations_are_no_places() {
    let (text, mut s) = parsed(
        "Omar/PROPN/3/nsubj Mosul/PROPN/1/flat joined/VERB/0/root the/DET/5/det Bank/PROPN/3/obj of/ADP/7/case Baghdad/PROPN/5/nmod",
    );
    s.names = vec![Name { first: 0, end: 2, kind: NameKind::Person }, Name { first: 4, end: 7, kind: NameKind::Organisation }];
    let found = find(&text, &s, &GAZETTEER);
    assert_eq!(found.len(), 1);
    assert!(found[0].inside_name && found[0].name == "Baghdad");
    assert_eq!(event_place(&s, 2, &[], &found, &GAZETTEER), None);
}

#[test]
fn unknown_places_stay_by_name() {
    let (text, mut s) = parsed("Shots/NOUN/2/nsubj fell/VERB/0/root in/ADP/4/case Tel-Marwanah/PROPN/2/obl");
    s.names = vec![Name { first: 3, end: 4, kind: NameKind::Place }];
    let found = find(&text, &s, &GAZETTEER);
    assert_eq!(found[0].chosen, Err(Unresolved::NotInGazetteer));
    let place = event_place(&s, 1, &[], &found, &GAZETTEER).unwrap();
    assert_eq!((place.name.as_str(), place.place), ("Tel-Marwanah", Err(Unresolved::NotInGazetteer)));
}

#[test]
fn no_point_for_a_country() {
    let id = GAZETTEER.named("Iraq")[0];
    let place = GAZETTEER.get(id).to_event_place(PlaceBasis::Clause, PlaceStatus::Stated, Some("in Iraq".into()));
    assert_eq!((place.lat, place.lon, place.geonames_id, place.precision), (None, None, Some(99237), PlacePrecision::Country));
    let id = GAZETTEER.named("Mosul")[0];
    let place = GAZETTEER.get(id).to_event_place(PlaceBasis::Clause, PlaceStatus::Threatened, None);
    assert_eq!((place.lat, place.country.as_deref(), place.admin1.as_deref()), (Some(36.34), Some("IRQ"), Some("Nineveh")));
}

#[test]
fn faults_in_a_table_point_at_the_line() {
    let header = "name\taliases\tkind\tcountry\tadmin1\tlat\tlon\tgeonames_id\trank\tsource\n";
    let e = Gazetteer::load(&format!("{header}Kut\t\ttown\tIRQ\t\t\t\t\t\tx")).unwrap_err();
    assert_eq!(e.to_string(), "places, line 2: \"town\" is no kind; kinds are country, admin1, admin2, city, site, region, sea");
    let e = Gazetteer::load(&format!("{header}Kut\t\tcity\tIRQ\t\t32.5\t\t\t\tx")).unwrap_err();
    assert_eq!(e.line, 2);
    assert!(Gazetteer::load("name\tkind\n").is_err());
}

#[test]
fn any_text_is_read_without_panic() {
    let pieces =
        ["Al", "-", "al", "Baghdad", "’s", ",", "é", "日", "the", "U.S.", "(", "San", "ı", "'", "\u{301}", "New", "York", "of", "\n", "İ"];
    let mut state: u64 = 7;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    for _ in 0..5_000 {
        let text: String = (0..next() % 10).map(|_| pieces[next() % pieces.len()].to_owned() + [" ", ""][next() % 2]).collect();
        for t in find(&text, &plain(&text), &GAZETTEER) {
            assert_eq!(t.span.of(&text), t.name);
        }
    }
    let _ = Upos::Noun;
}
