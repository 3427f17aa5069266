//! Cuts a sentence into words as the UD English treebanks do: "don't" is two, "Iraqi-Kurdish" three, "U.S." one.
//!
//! One pass from left to right over each stretch between blanks. What is glued to a word without belonging to it (quotation marks,
//! hyphens, slashes) becomes a word of its own; what looks like one but belongs (the point in 3.5, the stop of "Gen.") stays.

use crate::abbreviations::{Abbreviation, abbreviation, is_acronym, is_initial};
use casus_record::Span;

/// Prefixes after which the hyphen stays inside the word; every other hyphen is a word of its own. Counted in EWT and GUM train, kept
/// against split: non 57:1, e 43:3, mid 23:0, anti 22:0, re 22:0, co 20:0, pre 18:0, pro 17:0, cross 16:0, post 9:2, over 6:0,
/// semi 6:0, ex 5:0, sub 5:1, multi 5:0, counter 5:0. The rest are rarer or of the same kind.
const PREFIXES: &[&str] = &[
    "anti", "arch", "bi", "co", "counter", "cross", "de", "e", "ex", "extra", "hyper", "infra", "inter", "intra", "mega", "micro", "mid",
    "mini", "multi", "neo", "non", "over", "para", "post", "pre", "pro", "proto", "pseudo", "psycho", "quasi", "re", "semi", "socio",
    "sub", "super", "trans", "tri", "ultra", "un", "under",
];
/// What may follow a number without a blank and is a word of its own.
const UNITS: &[&str] = &[
    "am", "pm", "a.m", "p.m", "km", "kg", "cm", "mm", "m", "bn", "mn", "tn", "ft", "mph", "kph", "km/h", "lb", "lbs", "gb", "mb", "hrs",
    "min", "mins",
];
/// Ends of host names that are taken as such without "www." in front.
const DOMAINS: &[&str] = &["com", "org", "net", "edu", "gov", "uk", "de", "info", "tv", "eu", "ru", "ir", "iq"];
const FACES: &[&str] = &[":)", ":(", ";)", ":D", ":-)", ":-(", ";-)", ":P", "=)", ":/", "^_^", "<3"];

/// The words of one sentence, in order.
pub(crate) fn words(text: &str, sentence: Span) -> Vec<Span> {
    let chars: Vec<(usize, char)> = sentence.of(text).char_indices().map(|(at, c)| (sentence.start + at, c)).collect();
    let mut cutter = Cutter { text, chars, end: sentence.end, found: Vec::new() };
    let mut i = 0;
    while i < cutter.chars.len() {
        if is_blank(cutter.chars[i].1) {
            i += 1;
            continue;
        }
        let length = cutter.chars[i..].iter().position(|(_, c)| is_blank(*c)).unwrap_or(cutter.chars.len() - i);
        cutter.chunk(i, i + length);
        i += length;
    }
    cutter.found
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{ad}' | '\u{200e}' | '\u{200f}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '`' | '´')
}

/// Signs that belong to the character before them: accents, skin tones, joiners.
fn is_attached(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{fe0e}' | '\u{fe0f}' | '\u{200d}' | '\u{20e3}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// A sentence's characters and the words found so far. Positions `i`, `j`, … count characters.
struct Cutter<'t> {
    text: &'t str,
    chars: Vec<(usize, char)>,
    end: usize,
    found: Vec<Span>,
}

impl<'t> Cutter<'t> {
    fn char(&self, i: usize) -> char {
        self.chars.get(i).map_or(' ', |(_, c)| *c)
    }

    fn byte(&self, i: usize) -> usize {
        self.chars.get(i).map_or(self.end, |(at, _)| *at)
    }

    fn str(&self, i: usize, j: usize) -> &'t str {
        &self.text[self.byte(i)..self.byte(j)]
    }

    fn push(&mut self, i: usize, j: usize) {
        if i < j {
            self.found.push(Span::new(self.byte(i), self.byte(j)));
        }
    }

    /// Cuts what stands between two blanks.
    fn chunk(&mut self, start: usize, end: usize) {
        let mut i = start;
        while i < end {
            let c = self.char(i);
            i = if let Some(j) = self.address(i, end, start) {
                self.push(i, j);
                j
            } else if c.is_alphanumeric() {
                self.word(i, end)
            } else {
                let j = self.sign(i, end, start);
                self.push(i, j);
                j
            };
        }
    }

    /// The end of a web or mail address, or of @somebody or #something, that begins at `i`.
    fn address(&self, i: usize, end: usize, start: usize) -> Option<usize> {
        let c = self.char(i);
        let edge = i == start || !self.char(i - 1).is_alphanumeric();
        if !edge || !(c.is_ascii_alphanumeric() || matches!(c, '@' | '#')) {
            return None;
        }
        if matches!(c, '@' | '#') {
            let named = self.char(i + 1).is_alphabetic() && i + 1 < end;
            let length = (i + 1..end).take_while(|j| self.char(*j).is_alphanumeric() || self.char(*j) == '_').count();
            return named.then_some(i + 1 + length);
        }
        // A short look first, so that a long chunk is not read again from every word in it.
        let head = self.str(i, (i + 8).min(end)).to_ascii_lowercase();
        let web = ["http://", "https://", "ftp://", "www."].iter().any(|p| head.starts_with(p));
        let local = (i..end)
            .take(64)
            .take_while(|j| self.char(*j).is_ascii_alphanumeric() || matches!(self.char(*j), '.' | '_' | '-' | '+'))
            .count();
        let mail = self.char(i + local) == '@' && i + local + 1 < end && self.char(i + local + 1).is_alphanumeric();
        if !web && !mail {
            return None;
        }
        let mut j = (i..end).find(|j| matches!(self.char(*j), '<' | '>' | '"' | '“' | '”' | '«' | '»')).unwrap_or(end);
        while j > i + 1 && matches!(self.char(j - 1), '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '\'' | '’' | '…') {
            j -= 1;
        }
        Some(j)
    }

    /// The end of the sign, or run of signs, at `i`.
    fn sign(&self, i: usize, end: usize, start: usize) -> usize {
        let c = self.char(i);
        let rest = end - i;
        if (2..=4).contains(&rest) && FACES.contains(&self.str(i, end)) {
            return end;
        }
        if is_apostrophe(c) {
            if self.char(i + 1) == c && i + 1 < end {
                return i + 2;
            }
            let letters = (i + 1..end).take(6).take_while(|j| self.char(*j).is_alphanumeric()).count();
            let word = self.str(i + 1, i + 1 + letters).to_ascii_lowercase();
            let clitic = i > start && matches!(word.as_str(), "s" | "re" | "ve" | "ll" | "d" | "m");
            if clitic || matches!(word.as_str(), "em" | "til" | "cause" | "n") {
                return i + 1 + letters;
            }
            return i + 1;
        }
        let alike = |set: &[char]| i + (i..end).take_while(|j| set.contains(&self.char(*j))).count();
        match c {
            '!' | '?' => alike(&['!', '?']),
            '.' | '-' | '*' | '=' | '_' | '~' | '+' | '<' | '>' => alike(&[c]),
            _ => i + 1 + (i + 1..end).take_while(|j| is_attached(self.char(*j)) || self.char(j - 1) == '\u{200d}').count(),
        }
    }

    /// Cuts off the word that begins with a letter or digit at `i`; returns where it ends.
    fn word(&mut self, i: usize, end: usize) -> usize {
        let mut j = i;
        let mut prefixed = false;
        loop {
            while j < end && (self.char(j).is_alphanumeric() || self.char(j) == '_' || is_attached(self.char(j))) {
                j += 1;
            }
            if j >= end {
                break;
            }
            if self.char(j) == '$' {
                // "US$5"; a number's dollar comes before it.
                if self.char(i).is_ascii_uppercase() && j - i <= 3 {
                    j += 1;
                }
                break;
            }
            let hyphen = matches!(self.char(j), '-' | '‐' | '‑');
            if j + 1 >= end || !(self.joins(i, j, end) || (hyphen && !prefixed && self.is_prefix(i, j))) {
                break;
            }
            prefixed |= hyphen;
            j += 1;
        }
        j = self.with_stop(i, j, end);
        self.parts(i, j);
        j
    }

    /// Does the sign at `j`, inside the word that began at `i`, belong to the word?
    fn joins(&self, i: usize, j: usize, end: usize) -> bool {
        let (before, c, after) = (self.char(j - 1), self.char(j), self.char(j + 1));
        if !after.is_alphanumeric() {
            return false;
        }
        let digits = before.is_ascii_digit() && after.is_ascii_digit();
        match c {
            ',' | ':' => digits,
            '.' => digits || self.is_joined_by_stop(i, j, end),
            '/' => {
                digits
                    || (j == i + 1
                        && before.is_alphabetic()
                        && after.is_alphabetic()
                        && (j + 2 >= end || !self.char(j + 2).is_alphanumeric()))
            }
            '&' => before.is_uppercase() && after.is_uppercase(),
            '@' => true,
            c if is_apostrophe(c) => before.is_alphanumeric() && after.is_alphabetic(),
            '-' => digits && self.is_number_with_hyphens(i, end),
            _ => false,
        }
    }

    /// "U.S", "3.5", "report.doc", "example.com", but not "withdrawal.The".
    fn is_joined_by_stop(&self, i: usize, j: usize, end: usize) -> bool {
        let (before, after) = (self.char(j - 1), self.char(j + 1));
        let single = j == i + 1 || self.char(j - 2) == '.';
        if single && before.is_alphabetic() && after.is_alphabetic() && (j + 2 >= end || !self.char(j + 2).is_alphanumeric()) {
            return true;
        }
        let tail = (j + 1..end).take(8).take_while(|k| self.char(*k).is_alphanumeric()).count();
        let tail = self.str(j + 1, j + 1 + tail);
        let named = DOMAINS.contains(&tail.to_ascii_lowercase().as_str()) && !after.is_uppercase();
        named
            || (before.is_alphanumeric() && !before.is_uppercase() && after.is_lowercase())
            || (before.is_alphabetic() && after.is_ascii_digit())
    }

    /// Telephone numbers and dates: 2019-08-28, 555-0134. A span of years is three words.
    fn is_number_with_hyphens(&self, i: usize, end: usize) -> bool {
        let length = (i..end).take(24).take_while(|k| self.char(*k).is_ascii_digit() || self.char(*k) == '-').count();
        let whole = self.str(i, i + length).trim_end_matches('-');
        let mut parts = whole.split('-').map(str::len);
        matches!((parts.next(), parts.next(), parts.next()), (Some(_), Some(_), Some(_)) | (Some(3), Some(4), None))
    }

    fn is_prefix(&self, i: usize, j: usize) -> bool {
        j - i <= 8 && self.char(j + 1).is_alphanumeric() && PREFIXES.contains(&self.str(i, j).to_ascii_lowercase().as_str())
    }

    /// Takes the full stop of an abbreviation into the word.
    fn with_stop(&self, i: usize, j: usize, end: usize) -> usize {
        if j >= end || self.char(j) != '.' || self.char(j + 1) == '.' || j - i > 12 {
            return j;
        }
        let next = (j + 1..self.chars.len()).map(|k| self.char(k)).find(|c| !is_blank(*c));
        let last = (j + 1..self.chars.len()).take(4).all(|k| !self.char(k).is_alphanumeric()) && self.chars.len() - j <= 4;
        let glued = j + 1 < end && self.char(j + 1).is_alphanumeric();
        let word = self.str(i, j);
        let part = word.rsplit(['-', '\'', '’']).next().unwrap_or(word);
        let unit = word.trim_start_matches(|c: char| c.is_ascii_digit());
        let stays = match abbreviation(part) {
            _ if is_acronym(unit) => true,
            _ if glued => is_initial(word) && !self.char(j + 2).is_whitespace(),
            // At a sentence's end the treebanks leave "etc." without its stop, "Inc." and "U.S." with it.
            Some(Abbreviation::MayEnd) => !(last && part == "etc"),
            Some(Abbreviation::BeforeName) => !last,
            Some(Abbreviation::Date) => !last || matches!(part, "Sept" | "Oct" | "Nov" | "Dec" | "Aug" | "Feb" | "Jan"),
            Some(Abbreviation::BeforeNumber) => next.is_some_and(|c| c.is_ascii_digit()),
            None => is_initial(word) && !last,
        };
        j + usize::from(stays)
    }

    /// Cuts a word into number and unit, and into word and clitics.
    fn parts(&mut self, i: usize, mut j: usize) {
        let number = (i..j).take_while(|k| self.char(*k).is_ascii_digit() || matches!(self.char(*k), ',' | '.' | ':')).count();
        if number > 0 && number < j - i && j - i - number <= 5 {
            let unit = self.str(i + number, j).trim_end_matches('.').to_ascii_lowercase();
            if UNITS.contains(&unit.as_str()) {
                self.push(i, i + number);
                self.push(i + number, j);
                return;
            }
        }
        let mut clitics = Vec::new();
        while let Some(k) = self.clitic(i, j) {
            clitics.push((k, j));
            j = k;
        }
        self.push(i, j);
        for (k, j) in clitics.into_iter().rev() {
            self.push(k, j);
        }
    }

    /// Where the clitic at the end of the word begins.
    fn clitic(&self, i: usize, j: usize) -> Option<usize> {
        if j - i < 3 {
            return None;
        }
        let tail = |n: usize| if j - i > n { self.str(j - n, j).to_ascii_lowercase() } else { String::new() };
        if is_apostrophe(self.char(j - 2)) {
            match self.char(j - 1).to_ascii_lowercase() {
                't' if tail(3).starts_with('n') => return Some(j - 3),
                // "the 1980's" is one word, "Iran's" two.
                's' if self.char(j - 3).is_ascii_digit() => return None,
                's' | 'd' | 'm' => return Some(j - 2),
                _ => {}
            }
        }
        if j - i > 3 && is_apostrophe(self.char(j - 3)) && matches!(tail(2).as_str(), "re" | "ve" | "ll") {
            return Some(j - 3);
        }
        let at = match self.str(i, j).to_ascii_lowercase().as_str() {
            "cannot" | "gonna" | "gotta" | "wanna" => 3,
            "dont" | "wont" | "cant" => 2,
            "isnt" | "arent" | "wasnt" | "werent" | "didnt" | "doesnt" | "hasnt" | "havent" | "couldnt" | "wouldnt" | "shouldnt" => {
                j - i - 2
            }
            _ => return None,
        };
        Some(i + at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn cut(text: &str, expected: &str) {
        let found: Vec<&str> = words(text, Span::new(0, text.len())).into_iter().map(|s| s.of(text)).collect();
        assert_eq!(found.join(" "), expected);
    }

    #[test]
    fn clitics() {
        cut("They don't, can't, won’t and cannot.", "They do n't , ca n't , wo n’t and can not .");
        cut("It’s Iran’s; we’re sure they'd've left.", "It ’s Iran ’s ; we ’re sure they 'd 've left .");
        cut("The boys' tents, O'Neil's camp, the 1980's", "The boys ' tents , O'Neil 's camp , the 1980's");
        cut("\"The 'lost' Shi'ites,\" he said", "\" The ' lost ' Shi'ites , \" he said");
    }

    #[test]
    fn hyphens_and_slashes() {
        cut(
            "Iraqi-Kurdish al-Sadr U.S.-led anti-tank re-entered non-state",
            "Iraqi - Kurdish al - Sadr U.S. - led anti-tank re-entered non-state",
        );
        cut("2019-2021, 2019-08-28, 555-0134", "2019 - 2021 , 2019-08-28 , 555-0134");
        cut("government/rebel talks on 9/11", "government / rebel talks on 9/11");
        cut("talks—if any—failed -- again...", "talks — if any — failed -- again ...");
    }

    #[test]
    fn stops() {
        cut("Gen. John Q. Public, Jr. met Mr. Osei of the U.S.", "Gen. John Q. Public , Jr. met Mr. Osei of the U.S.");
        cut("No. 5 said no. It cost 3.5", "No. 5 said no . It cost 3.5");
        cut("They left.Nobody stayed at example.com.", "They left . Nobody stayed at example.com .");
        cut("He came in Sept. 2019 (at 5 p.m.).", "He came in Sept. 2019 ( at 5 p.m. ) .");
        cut("They chose plan B.", "They chose plan B .");
    }

    #[test]
    fn numbers_and_money() {
        cut("$1,200.50, US$5m and 20% at 5:30pm", "$ 1,200.50 , US$ 5 m and 20 % at 5:30 pm");
        cut("€3bn over 10km on the 4th", "€ 3 bn over 10 km on the 4th");
    }

    #[test]
    fn addresses_and_signs() {
        cut(
            "See https://example.org/a?b=1, (www.example.org) or desk@example.org.",
            "See https://example.org/a?b=1 , ( www.example.org ) or desk@example.org .",
        );
        cut("@someone said #peace!!! What?! :)", "@someone said #peace !!! What ?! :)");
        cut("“It [Osria] knows…”", "“ It [ Osria ] knows … ”");
        cut("Yes 👍🏽👩‍👧!", "Yes 👍🏽 👩‍👧 !");
    }

    #[test]
    fn hostile_input_takes_linear_time() {
        for part in ["a", "a-", "(", "'", "a'", "a.", "1-", "a@", "www.", ".", "re-", "é́"] {
            let text = part.repeat(200_000);
            words(&text, Span::new(0, text.len()));
        }
    }
}
