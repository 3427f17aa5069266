//! Abbreviations that are written with a full stop, by what may follow them.

/// How an abbreviation behaves at its full stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Abbreviation {
    /// A name follows: "Gen. Haddad", "St. Louis". Never the end of a sentence.
    BeforeName,
    /// A number follows: "No. 5", "Art. 7"; else it is a word and its full stop.
    BeforeNumber,
    /// Months and weekdays: "Sept. 3", and also "in Sept. The".
    Date,
    /// May also be a sentence's last word: "the U.S.", "Acme Corp.", "etc."
    MayEnd,
}

const BEFORE_NAME: &[&str] = &[
    "adm", "amb", "atty", "brig", "capt", "cmdr", "col", "cpl", "dr", "fr", "ft", "gen", "gov", "hon", "insp", "lt", "maj", "messrs",
    "mlle", "mme", "mr", "mrs", "ms", "mt", "msgr", "pres", "prof", "pvt", "rep", "reps", "rev", "sen", "sens", "sgt", "st", "supt", "vs",
];
const BEFORE_NUMBER: &[&str] = &["art", "ch", "fig", "no", "nos", "p", "para", "pp", "vol"];
const DATES: &[&str] = &[
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue", "tues", "wed", "thu", "thur",
    "thurs", "fri", "sat", "sun",
];
const MAY_END: &[&str] =
    &["al", "approx", "ave", "blvd", "bros", "co", "corp", "dept", "est", "etc", "inc", "jr", "ltd", "ph.d", "plc", "sr", "univ"];

/// Words that begin sentences and seldom follow an abbreviation otherwise.
const STARTERS: &[&str] = &[
    "A",
    "After",
    "Although",
    "An",
    "And",
    "As",
    "At",
    "Before",
    "But",
    "By",
    "For",
    "From",
    "He",
    "Her",
    "His",
    "How",
    "However",
    "I",
    "If",
    "In",
    "It",
    "Its",
    "Meanwhile",
    "No",
    "On",
    "One",
    "Our",
    "She",
    "Since",
    "So",
    "Some",
    "That",
    "The",
    "Their",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "To",
    "We",
    "What",
    "When",
    "Where",
    "While",
    "Why",
    "With",
    "You",
];

/// The behaviour of `word`, given without its full stop.
pub(crate) fn abbreviation(word: &str) -> Option<Abbreviation> {
    if word.is_empty() || word.len() > 12 {
        return None;
    }
    let lower = word.to_ascii_lowercase();
    let is_in = |list: &[&str]| list.contains(&lower.as_str());
    let capitalised = word.starts_with(|c: char| c.is_ascii_uppercase());
    if is_acronym(word) || is_in(MAY_END) {
        Some(Abbreviation::MayEnd)
    } else if is_in(BEFORE_NAME) && (capitalised || lower == "vs") {
        Some(Abbreviation::BeforeName)
    } else if is_in(DATES) && capitalised {
        Some(Abbreviation::Date)
    } else if is_in(BEFORE_NUMBER) {
        Some(Abbreviation::BeforeNumber)
    } else {
        None
    }
}

/// Single letters with full stops between: "U.S", "p.m", "e.g".
pub(crate) fn is_acronym(word: &str) -> bool {
    word.contains('.') && word.split('.').all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic))
}

/// Is it a letter that stands for a name: "J" in "J. K. Osei"?
pub(crate) fn is_initial(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
}

/// Does a sentence begin with `word`, rather than a name?
pub(crate) fn is_starter(word: &str) -> bool {
    STARTERS.contains(&word)
}
