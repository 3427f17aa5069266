//! Phrases and whom they speak of. Armed groups, parties and persons are invented, but for those of the knowledge lines below.

use super::{Political, Reading};
use crate::knowledge::{Error, Knowledge};
use casus_record::{SegmentRole, Span};
use casus_text::{Deprel, Feats, Name, NameKind, Sentence, Token, Upos};
use jiff::civil::date;

const COUNTRIES: &str = include_str!("../../../../lexicon/actors/countries.tsv");
const HEADS: &str = include_str!("../../../../lexicon/actors/heads.tsv");
const GROUPS: &str = include_str!("../../../../lexicon/actors/groups.tsv");
const ENTITIES: &str = "id\tname\tkind\tcountry\tsector\tqid\tsource
usa-donald-trump\tDonald Trump\tperson\tUSA\tGOV\t\tinvented dates
xxx-qorin-front\tQorin Front\tarmed_group\tIRQ\tREB\t\tinvented
xxx-halim-dar\tHalim al-Dar\tperson\tIRQ\tELI\t\tinvented
usa-white-house\tWhite House\tstate_organ\tUSA\tGOV\t\tpublic
usa-supreme-court\tSupreme Court\tstate_organ\tUSA\tJUD\t\tpublic
usa-us-army\tUS Army\tstate_organ\tUSA\tMIL\t\tpublic
int-united-nations\tUnited Nations\tigo\tUNO\tGOV\t\tpublic
int-european-union\tEuropean Union\tigo\tEUR\tGOV\t\tpublic
int-who\tWorld Health Organization\tigo\tUNO\tMED\t\tpublic
chn-pla\tPeople's Liberation Army\tstate_organ\tCHN\tMIL\t\tpublic
xxx-times\tQorin Times\tmedia\tIRQ\tJRN\t\tinvented
";
const ALIASES: &str = "id\talias
usa-donald-trump\tTrump
xxx-qorin-front\tQRF
usa-us-army\tUS forces
int-united-nations\tUN
int-european-union\tEU
int-who\tWHO
";
const ROLES: &str = "id\tfrom\tto\tcountry\tsector\trole\tsource
usa-donald-trump\t2017-01-20\t2021-01-19\tUSA\tGOV\tpresident\tpublic
usa-donald-trump\t2021-01-20\t2025-01-19\tUSA\tELI\tformer president\tpublic
xxx-halim-dar\t2003\t2007-06\tIRQ\tGOV\tminister\tinvented
";

fn knowledge() -> Knowledge {
    let files = [
        ("countries.tsv", COUNTRIES),
        ("heads.tsv", HEADS),
        ("groups.tsv", GROUPS),
        ("lexicon/actors/entities.tsv", ENTITIES),
        ("aliases.tsv", ALIASES),
        ("roles.tsv", ROLES),
    ];
    Knowledge::load(&files).expect("the knowledge files of the repository load")
}

fn line(reading: &Reading) -> String {
    let sector = reading.sector.map_or("-".to_owned(), |s| s.to_string());
    format!("{} [{} {}]", reading.name, reading.country.as_deref().unwrap_or("-"), sector)
}

/// Phrase and how it reads. `=` in place of the name: the phrase itself without its determiner.
const PHRASES: &str = "
Iraq => Iraq [IRQ GOV]
the United States => United States [USA GOV]
US => United States [USA GOV]
the U.S. => United States [USA GOV]
Burma => Myanmar [MMR GOV]
DR Congo => Democratic Republic of the Congo [COD GOV]
Côte d'Ivoire => Ivory Coast [CIV GOV]
People's Democratic Republic of Algeria => Algeria [DZA GOV]
Kingdom of Spain => Spain [ESP GOV]
Trinidad and Tobago => Trinidad and Tobago [TTO GOV]
northern Iraq => northern Iraq [IRQ -]
Iraqis => Iraqis [IRQ CVL]
the Americans => Americans [USA CVL]
two Frenchmen => two Frenchmen [FRA CVL]
the British => British [GBR CVL]
Baghdad => Baghdad [IRQ GOV]
an Iraqi militia => Iraqi militia [IRQ UAF]
Iraqi Shia militia => Iraqi Shia militia [IRQ UAF]
US forces => US forces [USA MIL]
American troops => American troops [USA MIL]
US military bases => US military bases [USA MIL]
the US embassy in Baghdad => US embassy in Baghdad [USA GOV]
Kurdish-led forces => Kurdish-led forces [- REB]
the Iraqi minister Trump => Trump [IRQ GOV]
Halim al-Dar al-Zaki => Halim al-Dar al-Zaki [- -]
opposition lawmakers => opposition lawmakers [- LEG]
the Halim al-Dar regime => Halim al-Dar regime [IRQ GOV]
Halim Dar => Halim al-Dar [IRQ ELI]
protesters in Chad => protesters in Chad [TCD CVL]
police => police [- COP]
Tallinn police => Tallinn police [EST COP]
the Prosecutor General's Office => Prosecutor General's Office [- JUD]
militants => militants [- UAF]
masked gunmen => masked gunmen [- UAF]
rebels => rebels [- REB]
Chadian rebels => Chadian rebels [TCD REB]
civilians => civilians [- CVL]
students => students [- EDU]
journalists => journalists [- JRN]
Peruvian miners => Peruvian miners [PER LAB]
the teachers' union => teachers' union [- LAB]
the foreign ministry => foreign ministry [- GOV]
Turkey's foreign ministry => Turkey's foreign ministry [TUR GOV]
the Ministry of Foreign Affairs of Chad => Ministry of Foreign Affairs of Chad [TCD GOV]
parliament => parliament [- LEG]
the Ukrainian parliament => Ukrainian parliament [UKR LEG]
a court in Minsk => court in Minsk [BLR JUD]
the army => army [- MIL]
the Burmese army => Burmese army [MMR MIL]
a coalition led by Saudi Arabia => coalition led by Saudi Arabia [SAU MIL]
the UN => United Nations [UNO GOV]
UN peacekeepers => UN peacekeepers [UNO MIL]
EU foreign ministers => EU foreign ministers [EUR GOV]
the White House => White House [USA GOV]
a former White House aide => former White House aide [USA ELI]
the Supreme Court => Supreme Court [USA JUD]
the Nepali Supreme Court => Nepali Supreme Court [NPL JUD]
the Supreme Court of Nepal => Supreme Court of Nepal [NPL JUD]
Nepal's Supreme Court => Nepal's Supreme Court [NPL JUD]
President Donald Trump => Donald Trump [USA GOV]
Karim Trump => Karim Trump [- -]
WHO => World Health Organization [UNO MED]
the People's Liberation Army => People's Liberation Army [CHN MIL]
the Karsan Liberation Army => Karsan Liberation Army [- REB]
militia leader Karim Zaki => Karim Zaki [- UAF]
Iraqi Interior Minister Karim Zaki => Karim Zaki [IRQ GOV]
Karim Zaki, the Iraqi interior minister => Karim Zaki [IRQ GOV]
General Pavo Lund => Pavo Lund [- MIL]
Kenyan Senator Ann Odo => Ann Odo [KEN LEG]
Mr Karim Zaki => Karim Zaki [- -]
the leader of the Qorin Front, Omar Daro => Omar Daro [IRQ REB]
QRF-run health ministry officials => QRF-run health ministry officials [IRQ GOV]
QRF fighters => QRF fighters [IRQ REB]
a commander of the Qorin Front => commander of the Qorin Front [IRQ REB]
the rebel QRF force => rebel QRF force [IRQ REB]
a KRV spokesman => KRV spokesman [- -]
members of KRV => members of KRV [- -]
a spokesman for the interior ministry => spokesman for the interior ministry [- GOV]
the spokesman for the rebel group => spokesman for the rebel group [- REB]
a police spokeswoman => police spokeswoman [- COP]
an army spokesman => army spokesman [- MIL]
rebel leaders => rebel leaders [- REB]
the opposition leader => opposition leader [- OPP]
opposition forces => opposition forces [- REB]
government forces => government forces [- MIL]
Syrian government forces => Syrian government forces [SYR MIL]
rebel forces => rebel forces [- REB]
security forces => security forces [- MIL]
Iranian security forces => Iranian security forces [IRN MIL]
forces loyal to Halim al-Dar => forces loyal to Halim al-Dar [IRQ MIL]
Iran-backed militias => Iran-backed militias [- UAF]
Iran-backed Iraqi militias => Iran-backed Iraqi militias [IRQ UAF]
a pro-government militia => pro-government militia [- PRM]
anti-government protesters => anti-government protesters [- CVL]
pro-Russian separatists => pro-Russian separatists [- REB]
a Kenya-based paramilitary group => Kenya-based paramilitary group [KEN PRM]
armed groups => armed groups [- UAF]
an armed gang => armed gang [- UAF]
a rights group => rights group [- SOC]
a human rights group in Yemen => human rights group in Yemen [YEM SOC]
the Malian Human Rights League => Malian Human Rights League [MLI SOC]
president of the Malian Human Rights League => president of the Malian Human Rights League [MLI SOC]
the president => president [- GOV]
the Zambian president => Zambian president [ZMB GOV]
the Gambian president's office => Gambian president's office [GMB GOV]
union leaders => union leaders [- LAB]
Buddhist leaders in Laos => Buddhist leaders in Laos [LAO REL]
a cleric => cleric [- REL]
religious leaders => religious leaders [- REL]
Kurds in Syria => Kurds in Syria [SYR CVL]
the Rohingya => Rohingya [MMR CVL]
a drug cartel => drug cartel [- CRM]
Mexican cartels => Mexican cartels [MEX CRM]
farmers => farmers [- AGR]
Greek agricultural workers => Greek agricultural workers [GRC AGR]
doctors => doctors [- MED]
Syrian refugees => Syrian refugees [SYR REF]
refugees from Syria => refugees from Syria [SYR REF]
Chad's displaced => Chad's displaced [TCD REF]
villagers => villagers [- CVL]
people in Fiji => people in Fiji [FJI CVL]
a former president => former president [- ELI]
the ex-minister => ex-minister [- ELI]
Brazil's ambassador to Laos => Brazil's ambassador to Laos [BRA GOV]
intelligence officials => intelligence officials [- SPY]
Israeli intelligence => Israeli intelligence [ISR SPY]
the ruling party => ruling party [- PTY]
a party official => party official [- PTY]
US officials => US officials [USA GOV]
Basra authorities => Basra authorities [- GOV]
Peru's central bank => Peru's central bank [PER GOV]
Niger's ruling junta => Niger's ruling junta [NER GOV]
several of the trade unions in Denmark => trade unions in Denmark [DNK LAB]
French warplanes => French warplanes [FRA MIL]
foreign troops in Syria => foreign troops in Syria [- MIL]
US troops in Syria => US troops in Syria [USA MIL]
Latin American diplomats => Latin American diplomats [- GOV]
a breakaway republic => breakaway republic [- PRE]
Qorin Times reporters => Qorin Times reporters [IRQ JRN]
army officers => army officers [- MIL]
a group of pilgrims => group of pilgrims [- CVL]
a group of armed men => group of armed men [- UAF]
Israeli air strikes => Israeli air strikes [ISR -]
the talks => talks [- -]
puppies => puppies [- -]
the Chad Labour Congress => Chad Labour Congress [TCD LAB]
Help Chad => Help Chad [TCD -]
Jund al-Imam al-Karim => Jund al-Imam al-Karim [- -]
Donna Cook => Donna Cook [- -]
Kurdish-led authorities => Kurdish-led authorities [- PRE]
official spokespeople => official spokespeople [- GOV]
militias directed by Iran => militias [- UAF]
";

#[test]
fn phrases_read_as_actors() {
    let knowledge = knowledge();
    let cases: Vec<(&str, &str)> = PHRASES.lines().filter_map(|l| l.split_once(" => ")).collect();
    assert!(cases.len() >= 120);
    let on = Some(date(2019, 8, 28));
    let wrong: Vec<String> = cases
        .iter()
        .map(|(phrase, want)| (phrase, want, line(&knowledge.read_phrase(phrase, on))))
        .filter(|(_, want, got)| *want != got)
        .map(|(phrase, want, got)| format!("{phrase}: want {want}, got {got}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_no_actor_is_refused_and_what_is_a_thing_cannot_speak() {
    let knowledge = knowledge();
    let read = |phrase: &str| knowledge.read_phrase(phrase, None);
    for phrase in ["Israeli air strikes", "the talks", "puppies", "oil prices", "a storm", ""] {
        assert_eq!(read(phrase).political, Political::No, "{phrase}");
    }
    for phrase in ["US military bases", "the Turkish consulate", "an oil tanker", "the police station"] {
        assert!(read(phrase).thing, "{phrase}");
    }
    for phrase in ["they", "he", "others"] {
        assert!(read(phrase).is_pronoun, "{phrase}");
    }
    let capital = read("Baghdad");
    assert!(capital.is_place_only);
    assert_eq!(capital.metonym.as_deref(), Some("IRQ"));
    assert_eq!(read("a businessman").political, Political::Maybe);
}

#[test]
fn attributes_and_owners_are_kept() {
    let knowledge = knowledge();
    let read = |phrase: &str| knowledge.read_phrase(phrase, None);
    assert_eq!(read("suspected Shia militants").attributes, ["suspected", "Shia"]);
    assert_eq!(read("Iran-backed militias").attributes, ["Iran-backed"]);
    assert_eq!(read("pro-government militia").attributes, ["pro-government"]);
    assert_eq!(read("US forces").owner.as_deref(), Some("USA"));
    assert_eq!(read("QRF fighters").owner.as_deref(), Some("xxx-qorin-front"));
}

#[test]
fn offices_end() {
    let knowledge = knowledge();
    let code = |phrase: &str, on| knowledge.read_phrase(phrase, Some(on)).code();
    assert_eq!(code("Trump", date(2019, 4, 1)).as_deref(), Some("USAGOV"));
    assert_eq!(code("Trump", date(2022, 4, 1)).as_deref(), Some("USAELI"));
    assert_eq!(code("Trump", date(2010, 4, 1)).as_deref(), Some("USA"));
    assert_eq!(code("Halim al-Dar", date(2007, 6, 30)).as_deref(), Some("IRQGOV"));
    assert_eq!(code("Halim al-Dar", date(2007, 7, 1)).as_deref(), Some("IRQELI"));
    assert_eq!(code("former President Trump", date(2019, 4, 1)).as_deref(), Some("USAELI"));
}

#[test]
fn case_tells_the_country_from_the_pronoun() {
    let knowledge = knowledge();
    assert!(knowledge.read_phrase("us", None).is_pronoun);
    assert_eq!(knowledge.read_phrase("who", None).id, None);
    assert_eq!(knowledge.read_phrase("WHO", None).id.as_deref(), Some("int-who"));
}

#[test]
fn places_help_where_the_country_list_ends() {
    let knowledge = knowledge();
    let places = |name: &str| (name == "Basra" || name == "Karakalpakstan").then(|| if name == "Basra" { "IRQ" } else { "UZB" }.to_owned());
    let country = |phrase: &str| knowledge.read_phrase_with(phrase, None, &places).country;
    assert_eq!(country("Basra authorities").as_deref(), Some("IRQ"));
    assert_eq!(country("protesters in Karakalpakstan").as_deref(), Some("UZB"));
    assert!(knowledge.read_phrase_with("Karakalpakstan", None, &places).is_place_only);
}

#[test]
fn errors_point_at_a_line_and_say_what_to_write() {
    let head = "id\tname\tkind\tcountry\tsector\tqid\tsource\n";
    let load = |file: &str, text: &str| Knowledge::load(&[(file, text)]).map(|_| ()).map_err(|e: Error| e.to_string());
    let wrong = load("lexicon/actors/entities.tsv", &format!("{head}a\tA\tperson\tIRQ\tGVO\t\tx\n")).unwrap_err();
    assert!(wrong.starts_with("lexicon/actors/entities.tsv:2: \"GVO\" is no sector; write one of AGR"), "{wrong}");
    let wrong = load("roles.tsv", "id\tfrom\tto\tcountry\tsector\trole\tsource\nnobody\t2001\t\t\tGOV\t\tx\n").unwrap_err();
    assert!(wrong.starts_with("roles.tsv:2: no actor has the id \"nobody\"; add it to entities.tsv"), "{wrong}");
    let wrong = load("entities.tsv", "id\tname\n").unwrap_err();
    assert!(wrong.contains("write these column names"), "{wrong}");
    let wrong = load("people.tsv", "").unwrap_err();
    assert!(wrong.contains("write one of countries.tsv"), "{wrong}");
    let wrong = load("entities.tsv", &format!("{head}a\tA\tperson\tIRQ\tGOV\t\tx\na\tB\tperson\tIRQ\tGOV\t\tx\n")).unwrap_err();
    assert!(wrong.contains(":3: the id \"a\" stands here twice"), "{wrong}");
}

/// A parsed sentence from `form/UPOS/head/deprel` items; heads count from 1, 0 is the root. A form that ends in `+` is followed by no space.
fn parsed(items: &str, names: &[(usize, usize, NameKind)]) -> (Sentence, String) {
    let mut text = String::new();
    let mut tokens = Vec::new();
    for item in items.split_whitespace() {
        let parts: Vec<&str> = item.split('/').collect();
        let form = parts[0].trim_end_matches('+');
        let start = text.len();
        text.push_str(form);
        let span = Span::new(start, text.len());
        if form.len() == parts[0].len() {
            text.push(' ');
        }
        let head: usize = parts[2].parse().expect("a number");
        tokens.push(Token {
            span,
            lemma: super::words::singular(&form.to_lowercase()),
            upos: parts[1].parse::<Upos>().expect("a part of speech"),
            feats: Feats(""),
            head: head.checked_sub(1),
            deprel: parts[3].parse::<Deprel>().expect("a relation"),
        });
    }
    let names = names.iter().map(|(first, end, kind)| Name { first: *first, end: *end, kind: *kind }).collect();
    let sentence = Sentence { span: Span::new(0, text.len()), role: SegmentRole::Body, paragraph: 0, tokens, names, unparsed: None };
    (sentence, text)
}

/// Tree, names, head (from 1), what is read, the words it covers (not checked if empty).
type Case = (&'static str, &'static [(usize, usize, NameKind)], usize, &'static str, &'static str);

#[test]
fn trees_read_as_actors() {
    use NameKind::{Organisation, Person};
    let knowledge = knowledge();
    let cases: [Case; 10] = [
        ("An/DET/3/det Iraqi/ADJ/3/amod militia/NOUN/4/nsubj attacked/VERB/0/root", &[], 3, "Iraqi militia [IRQ UAF]", "An Iraqi militia"),
        (
            "Iraqi/ADJ/3/amod Interior/PROPN/3/compound Minister/PROPN/4/nmod:desc Karim/PROPN/6/nsubj Zaki/PROPN/4/flat said/VERB/0/root",
            &[(3, 5, Person)],
            4,
            "Karim Zaki [IRQ GOV]",
            "Iraqi Interior Minister Karim Zaki",
        ),
        (
            "Interior/PROPN/2/compound Minister/PROPN/6/nsubj Ann/PROPN/2/flat Park/PROPN/2/flat of/ADP/7/case resigned/VERB/0/root Chad/PROPN/2/nmod",
            &[(2, 4, Person)],
            2,
            "Ann Park [TCD GOV]",
            "",
        ),
        (
            "the/DET/4/det U.S.+/PROPN/3/compound -led/VERB/4/amod coalition/NOUN/5/nsubj struck/VERB/0/root",
            &[],
            4,
            "U.S.-led coalition [USA MIL]",
            "the U.S.-led coalition",
        ),
        (
            "a/DET/2/det coalition/NOUN/7/nsubj led/VERB/2/acl by/ADP/6/case Saudi/PROPN/6/compound Arabia/PROPN/3/obl:agent bombed/VERB/0/root",
            &[],
            2,
            "coalition led by Saudi Arabia [SAU MIL]",
            "a coalition led by Saudi Arabia",
        ),
        (
            "the/DET/2/det militia/NOUN/7/nsubj which/PRON/5/nsubj Iran/PROPN/5/nsubj backs/VERB/2/acl:relcl ,/PUNCT/2/punct fled/VERB/0/root",
            &[],
            2,
            "militia [- UAF]",
            "the militia",
        ),
        (
            "the/DET/2/det Karsan/PROPN/4/compound Liberation/PROPN/4/compound Army/PROPN/5/nsubj struck/VERB/0/root",
            &[(1, 4, Organisation)],
            4,
            "Karsan Liberation Army [- REB]",
            "",
        ),
        ("its/PRON/2/nmod:poss troops/NOUN/4/nsubj 's/PART/2/case left/VERB/0/root", &[], 2, "troops [- MIL]", "its troops"),
        ("Martin/PROPN/3/nsubj King/PROPN/1/flat spoke/VERB/0/root", &[(0, 2, Person)], 1, "Martin King [- -]", "Martin King"),
        (
            "several/ADJ/6/nsubj of/ADP/5/case the/DET/5/det trade/NOUN/5/compound unions/NOUN/1/nmod struck/VERB/0/root",
            &[],
            1,
            "trade unions [- LAB]",
            "several of the trade unions",
        ),
    ];
    for (items, names, head, want, span) in cases {
        let (sentence, text) = parsed(items, names);
        let reading = knowledge.read(&sentence, &text, head - 1, Some(date(2019, 8, 28)));
        assert_eq!(line(&reading), want);
        if !span.is_empty() {
            assert_eq!(reading.span.of(&text), span);
        }
    }
}

#[test]
fn coordinated_nationalities_are_several_actors() {
    let knowledge = knowledge();
    let each = |items: &str, head: usize| -> Vec<String> {
        let (sentence, text) = parsed(items, &[]);
        knowledge.read_each(&sentence, &text, head - 1, None).iter().map(line).collect()
    };
    let two = "Chadian/ADJ/4/amod and/CCONJ/3/cc Malian/ADJ/1/conj soldiers/NOUN/5/nsubj fought/VERB/0/root";
    assert_eq!(each(two, 4), ["Chadian soldiers [TCD MIL]", "Malian soldiers [MLI MIL]"]);
    assert_eq!(each("Chadian/ADJ/2/amod soldiers/NOUN/3/nsubj fought/VERB/0/root", 2), ["Chadian soldiers [TCD MIL]"]);
}

#[test]
fn any_tree_is_read_without_panic() {
    let knowledge = knowledge();
    // A cycle, a head outside the sentence, and no head at all.
    let (mut sentence, text) = parsed("a/DET/2/det b/NOUN/3/compound c/NOUN/2/compound d/NOUN/9/nmod", &[(0, 9, NameKind::Person)]);
    for head in 0..6 {
        knowledge.read(&sentence, &text, head, None);
    }
    sentence.tokens.clear();
    assert_eq!(knowledge.read(&sentence, &text, 0, None).political, Political::No);
}
