//! What one paragraph looks like, whatever stands around it: an address, a date line, a byline, a caption, a link, a notice, or text.

use crate::cues;
use crate::dates::{self, DateLine};
use crate::lines::ends_sentence;
use crate::repair::is_misread_hanzi;

/// What a paragraph looks like without its neighbours.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    Text,
    Url,
    Boilerplate,
    ReadingTime,
    Related,
    /// "Related stories": what follows are links.
    RelatedHeading,
    Caption,
    Date(DateLine, Option<String>),
    Byline(Option<String>),
    /// A name in capitals: a byline if it stands where bylines stand.
    Name,
}

impl Kind {
    /// Does it stand between headline and text?
    pub(crate) fn is_head_matter(&self) -> bool {
        matches!(self, Kind::Date(..) | Kind::Byline(_) | Kind::Name | Kind::ReadingTime)
    }
}

/// The kind of one paragraph by itself.
pub(crate) fn alone(line: &str, mostly_latin: bool) -> Kind {
    // Nothing but running text is long; and looking at the start of a very long line is cheap.
    if line.len() > 2_000 {
        return Kind::Text;
    }
    let lower = line.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    let words = line.split_whitespace().count();
    if is_misread_hanzi(line) || (mostly_latin && is_ideographic(line)) {
        Kind::Boilerplate
    } else if is_url(line) {
        Kind::Url
    } else if bare.is_empty() {
        // "***", "---", "•"; a lone bracket or quotation mark too.
        Kind::Boilerplate
    } else if is_reading_time(bare) {
        Kind::ReadingTime
    } else if let Some((date, author)) = date_parts(line) {
        Kind::Date(date, author)
    } else if let Some(kind) = related(line, &lower, words) {
        kind
    } else if is_boilerplate(line, &lower, bare, words) {
        Kind::Boilerplate
    } else if let Some(author) = byline(line) {
        Kind::Byline(Some(author))
    } else if is_caption(line, &lower, words) {
        Kind::Caption
    } else if is_name_in_capitals(line) {
        Kind::Name
    } else {
        Kind::Text
    }
}

fn is_url(line: &str) -> bool {
    let lower = line.get(..8).unwrap_or(line).to_ascii_lowercase();
    (lower.starts_with("http://") || lower.starts_with("https://") || lower.starts_with("www.")) && !line.contains(char::is_whitespace)
}

fn is_ideographic(line: &str) -> bool {
    let mut letters = line.chars().filter(|c| c.is_alphanumeric()).peekable();
    letters.peek().is_some() && letters.all(|c| matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}'))
}

/// "2 min read", "Reading time: 3 minutes", "5 hours ago".
fn is_reading_time(bare: &str) -> bool {
    let words: Vec<&str> = bare.split([' ', '-', '\u{a0}', ':']).filter(|w| !w.is_empty()).collect();
    let number = |w: &&str| w.bytes().all(|b| b.is_ascii_digit());
    match words.as_slice() {
        [n, "min" | "mins" | "minute" | "minutes", "read"] => number(n),
        ["reading", "time", n, "min" | "mins" | "minute" | "minutes"] | [n, "min" | "mins" | "minute" | "minutes", "to", "read"] => {
            number(n)
        }
        [n, unit, "ago"] | ["updated" | "published" | "posted", n, unit, "ago"] => {
            number(n)
                && ["second", "minute", "min", "hour", "day", "week", "month", "year"].iter().any(|u| unit.trim_end_matches('s') == *u)
        }
        _ => false,
    }
}

/// A date line, alone or with byline, outlet, section or place around it: "Jane Doe | 3 June 2019", "Posted by J. Doe on 3 June 2019".
fn date_parts(line: &str) -> Option<(DateLine, Option<String>)> {
    if let Some(date) = dates::date_line(line) {
        return Some((date, None));
    }
    if line.len() > 200 || !line.contains(|c: char| c.is_ascii_digit()) || ends_sentence(line) {
        return None;
    }
    let parts: Vec<&str> = line.split(['|', '•', '·', '\t', '–', '—']).map(str::trim).filter(|p| !p.is_empty()).collect();
    if parts.len() > 1
        && parts.iter().all(few_words_or_date)
        && let Some(date) = parts.iter().find_map(|p| dates::date_line(p))
        // A dash alone does not make a date line of "Clashes in Mbeli – 3 June".
        && (line.contains(['|', '•', '·', '\t']) || stated_with_year(&date))
    {
        return Some((date, parts.iter().find_map(|p| byline(p))));
    }
    // Words in capitals, then a date with its year.
    let starts =
        line.char_indices().filter(|(at, c)| *at > 0 && !c.is_whitespace() && line[..*at].ends_with(char::is_whitespace)).map(|(at, _)| at);
    for at in starts.take(10) {
        let (head, tail) = (line[..at].trim_end(), &line[at..]);
        let Some(date) = dates::date_line(tail).filter(stated_with_year) else { continue };
        let head = head.trim_end_matches(" on").trim_end_matches([',', ':', '-', ' ']);
        let author = byline(head);
        let names = head.split_whitespace().all(|w| w.starts_with(|c: char| c.is_uppercase()));
        let place = names && head.split_whitespace().count() <= 3 && head.len() < line.len() - at + 20;
        let comma = line[..at].trim_end().ends_with([',', ':']);
        return (author.is_some() || place && comma).then_some((date, author));
    }
    None
}

fn few_words_or_date(part: &&str) -> bool {
    part.split_whitespace().count() <= 6 || dates::date_line(part).is_some()
}

fn stated_with_year(date: &DateLine) -> bool {
    date.published.or(date.updated).is_some_and(|d| d.year.is_some())
}

/// The author of "By Jane Doe", "Written by J. Doe in Cairo", "BY JANE DOE, Associated Press".
fn byline(line: &str) -> Option<String> {
    const OPENERS: [&str; 8] =
        ["by ", "by: ", "written by ", "posted by ", "published by ", "author: ", "from our correspondent ", "words by "];
    let lower = line.to_lowercase();
    let opener = OPENERS.iter().filter(|o| lower.starts_with(**o)).max_by_key(|o| o.len())?;
    let rest = line.get(opener.len()..)?.trim();
    let words: Vec<&str> = rest.split_whitespace().collect();
    let small = |w: &str| {
        matches!(
            w,
            "and"
                | "in"
                | "for"
                | "of"
                | "the"
                | "de"
                | "al"
                | "bin"
                | "ibn"
                | "van"
                | "von"
                | "der"
                | "den"
                | "el"
                | "da"
                | "with"
                | "at"
                | "du"
                | "la"
                | "&"
                | "-"
                | "|"
        )
    };
    let named = |w: &&str| w.starts_with(|c: char| c.is_uppercase()) || small(w) || w.starts_with("al-") || w.starts_with("el-");
    let first = words.first()?.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let a_time = dates::month(&first).is_some() && words.len() < 2 || dates::is_weekday(&first);
    let plausible = words.len() <= 14
        && words.iter().all(named)
        && !small(words[0])
        && !a_time
        && !ends_sentence(rest.trim_end_matches("Jr.").trim_end_matches("Sr."));
    if !plausible || rest.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let end = [" in ", " for ", ", ", " | ", "/", " - ", " – ", " at "].iter().filter_map(|s| rest.find(s)).min().unwrap_or(rest.len());
    let author = rest[..end].trim();
    (!author.is_empty()).then(|| author.to_owned())
}

/// "JANE DOE": two to four words, all capitals, no marks.
fn is_name_in_capitals(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let capital =
        |w: &&str| w.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '-' | '\'' | '’')) && w.chars().any(char::is_alphabetic);
    (2..=4).contains(&words.len()) && words.iter().all(capital) && !ends_sentence(line)
}

fn related(line: &str, lower: &str, words: usize) -> Option<Kind> {
    let start = line.len() - line.trim_start_matches(['•', '-', '*', '►', '▶', '»', '>', '→', '–', '[', '(', ' ']).len();
    let low = lower.trim_start_matches(['•', '-', '*', '►', '▶', '»', '>', '→', '–', '[', '(', ' ']);
    let cue = cues::RELATED.iter().filter(|cue| cues::opens(low, cue)).max_by_key(|cue| cue.len())?;
    let rest = low[cue.len()..].trim_start();
    let original = line.get(start..start + cue.len()).unwrap_or("");
    let capitals = !original.contains(char::is_lowercase) && line.contains(char::is_lowercase);
    let sure = cues::RELATED_SURE.contains(cue);
    let one_word = !cue.contains(' ');
    // "Background: …" and "Opinion: …" open sentences and headlines; as links they come in capitals or after a bullet.
    let doubtful = matches!(*cue, "background" | "opinion" | "explainer" | "previously" | "earlier" | "more" | "photos" | "gallery");
    if rest.trim_matches(|c: char| !c.is_alphanumeric()).is_empty() {
        let heading = sure
            || matches!(
                *cue,
                "related"
                    | "read more"
                    | "most read"
                    | "more on this"
                    | "more stories"
                    | "more news"
                    | "recommended"
                    | "latest news"
                    | "latest stories"
                    | "top stories"
                    | "trending now"
                    | "related links"
            );
        return if heading { Some(Kind::RelatedHeading) } else { (!one_word).then_some(Kind::Related) };
    }
    let marked = rest.starts_with([':', '|', '>', '»', '→']) || (rest.starts_with(['-', '–', '—']) && words <= 30);
    let link = words <= 40
        && match () {
            () if doubtful => (marked && (capitals || start > 0)) && !ends_sentence(line),
            () if marked => !one_word || capitals || start > 0 || !ends_sentence(line) || *cue == "related",
            () if sure => !ends_sentence(line) || line.ends_with('?') || capitals,
            () => (capitals && !one_word) || (start > 0 && *cue == "read more"),
        };
    link.then_some(Kind::Related)
}

fn is_boilerplate(line: &str, lower: &str, bare: &str, words: usize) -> bool {
    if cues::BOILERPLATE_LINES.contains(&bare) || bare.contains("all rights reserved") && words <= 30 {
        return true;
    }
    if bare.split_whitespace().all(|w| cues::SHARE_BUTTONS.contains(&w)) {
        return true;
    }
    let counted = |a: &str| {
        let w: Vec<&str> = bare.split_whitespace().collect();
        matches!(w.as_slice(), [x, n, "of", m] if *x == a && n.parse::<u32>().is_ok() && m.parse::<u32>().is_ok())
    };
    if counted("image") || counted("photo") || counted("page") || counted("slide") {
        return true;
    }
    let quoted = line.contains(['"', '“', '”']);
    let start = lower.trim_start_matches(['•', '*', '►', '-', '–', '>', ' ']);
    !quoted
        && words <= cues::BOILERPLATE_WORDS
        && cues::BOILERPLATE_STARTS.iter().any(|cue| cues::opens(start, cue))
        && !(start.starts_with("source") && words > 10)
        || is_contact(line, words)
}

/// An e-mail address or handle with hardly anything else.
fn is_contact(line: &str, words: usize) -> bool {
    words <= 6 && line.split_whitespace().any(|w| w.starts_with('@') && w.len() > 2 || w.contains('@') && w.contains('.'))
}

fn is_caption(line: &str, lower: &str, words: usize) -> bool {
    if words > 70 {
        return false;
    }
    if cues::CAPTION_STARTS.iter().any(|cue| cues::opens(lower, cue)) && !is_sentence_about(lower) {
        return true;
    }
    if lower.starts_with("in this ") || lower.starts_with("this file photo") {
        let first: Vec<&str> = lower.split_whitespace().take(14).map(|w| w.trim_matches(',')).collect();
        let picture =
            first.iter().take(7).any(|w| matches!(*w, "photo" | "picture" | "image" | "photograph" | "frame" | "grab" | "screenshot"));
        return picture
            && first.iter().any(|w| matches!(*w, "taken" | "released" | "provided" | "made" | "file" | "handout" | "obtained" | "from"));
    }
    has_credit(line, lower, words) || is_picture_phrase(line)
}

/// "File photo of the day was chosen by …" would be a sentence about photographs; so is "Screenshots of the order were shared."
fn is_sentence_about(lower: &str) -> bool {
    lower.starts_with("screen")
        && lower.split_whitespace().skip(1).take(12).any(|w| matches!(w, "were" | "was" | "showed" | "show" | "shows" | "have" | "has"))
}

/// A credit at the end: "[Getty]", "(Photo: AP)", "Photograph: J. Doe/Agency", "J. Doe/Reuters".
fn has_credit(line: &str, lower: &str, words: usize) -> bool {
    // Transcripts in capitals close their lines with "[TEXT]" and "[APPLAUSE]".
    if !line.contains(char::is_lowercase) {
        return false;
    }
    if line.contains(['“', '"']) && ends_sentence(line) && !line.ends_with(']') {
        return false;
    }
    for (open, close) in [('[', ']'), ('(', ')')] {
        if let Some(inside) = line.strip_suffix(close).and_then(|l| l.rfind(open).map(|at| (at, &l[at + 1..]))) {
            let (at, credit) = inside;
            let before = line[..at].trim_end();
            let low = credit.to_lowercase();
            let credit_words: Vec<&str> = low.split(|c: char| !(c.is_alphanumeric() || c == '-')).filter(|w| !w.is_empty()).collect();
            let picture = credit_words.iter().any(|w| cues::PICTURE_WORDS.contains(w));
            let agency = low.split(['/', ',', '|']).any(|part| cues::AGENCIES.contains(&part.trim()));
            if before.is_empty() || credit_words.len() > 12 {
                continue;
            }
            if picture && (open == '[' || words <= 60 && !ends_sentence(before)) {
                return true;
            }
            // After a full stop an agency signs the report, not a picture.
            if agency && !ends_sentence(before) {
                return true;
            }
            let short_name = credit_words.len() <= 5 && credit.starts_with(|c: char| c.is_uppercase());
            if open == '['
                && short_name
                && !ends_sentence(before)
                && words <= 40
                && before.matches(". ").count() < 2
                && line.matches('[').count() <= 3
            {
                return true;
            }
        }
    }
    let last = lower.rsplit([' ', '/']).next().unwrap_or("");
    let slashed = lower.rsplit_once('/').map_or("", |(_, tail)| tail.trim());
    let no_stop = !ends_sentence(line);
    (no_stop
        && words <= 60
        && (cues::AGENCIES.contains(&slashed) || slashed.starts_with("getty") || slashed == "shutterstock" || slashed == "epa"))
        || (no_stop
            && words > 3
            && words <= 60
            && (lower.ends_with("getty images")
                || lower.ends_with("ap photo")
                || lower.ends_with("file photo")
                || lower.ends_with("| afp")))
        || ["photo: ", "photograph: ", "picture: ", "image: ", "photo by ", "photo credit", "credit: ", "photo courtesy", "image courtesy"]
            .iter()
            .any(|cue| {
                lower.rfind(cue).is_some_and(|at| {
                    at > 0 && lower[at..].split_whitespace().count() <= 10 && lower[..at].ends_with([' ', '(', '[', '|', '.', '/'])
                })
            })
            && (no_stop || last.len() < 25)
}

/// One noun phrase about a picture, without a finite verb: "A portrait of the general and his brother."
fn is_picture_phrase(line: &str) -> bool {
    let lower = line.to_lowercase();
    let words: Vec<&str> =
        lower.split_whitespace().map(|w| w.trim_matches(|c: char| !c.is_alphanumeric())).filter(|w| !w.is_empty()).collect();
    let after_article = match words.first() {
        Some(&("a" | "an" | "the")) => 1,
        Some(_) => 0,
        None => return false,
    };
    let adjectives = words[after_article..].iter().take(3).take_while(|w| cues::PICTURE_ADJECTIVES.contains(w)).count();
    let rest = &words[after_article + adjectives..];
    let (Some(noun), Some(next)) = (rest.first(), rest.get(1)) else { return false };
    if !cues::PICTURE_NOUNS.contains(noun)
        || !matches!(*next, "of" | "showing" | "from" | "depicting")
        || (after_article == 0 && adjectives == 0)
    {
        return false;
    }
    // One sentence, no quotation, and no word that could be its verb. A participle before a noun ("of masked men") is none.
    let one_sentence = line.trim_end_matches('.').matches(". ").count() == 0 && !line.contains(['"', '“', ';', ':', '?', '!']);
    let verb = rest.iter().enumerate().skip(2).any(|(i, w)| {
        let premodifier =
            matches!(rest[i - 1], "of" | "the" | "a" | "an" | "and" | "with" | "showing" | "his" | "her" | "their" | "two" | "three");
        cues::FINITE_VERBS.contains(w) || (w.len() > 4 && w.ends_with("ed") && !premodifier)
    });
    one_sentence && words.len() <= 40 && !verb
}
