//! What each paragraph is: headline, standfirst, dateline, caption, link, boilerplate, or running text.
//!
//! First every paragraph is looked at alone ([`alone`]), then in its place: a headline stands first, a byline between headline and text.
//! In doubt a paragraph is body: a caption that is read as text costs little, a sentence that is thrown away is lost.

use crate::alone::{Kind, alone};
use crate::cues;
use crate::dateline::{self, Prefix};
use crate::dates::{DateLine, Stated};
use crate::lines::{Paragraph, breaks_off, ends_sentence, paragraphs, starts_low};
use crate::{Given, Segment};
use casus_record::{SegmentRole, Span};

/// The segments and what the lines around the text say.
#[derive(Debug, Default)]
pub(crate) struct Classified {
    pub segments: Vec<Segment>,
    pub url: Option<String>,
    pub headline: Option<Span>,
    pub author: Option<String>,
    pub date_lines: Vec<DateLine>,
    pub dateline_place: Option<Span>,
    pub dateline_day: Option<Stated>,
}

/// Labels a text. `given` helps to find the headline.
pub(crate) fn classify(text: &str, given: &Given) -> Classified {
    let mostly_latin = text.bytes().take(20_000).filter(u8::is_ascii_alphabetic).count() * 2
        > text.chars().take(20_000).filter(|c| c.is_alphabetic()).count();
    let paragraphs = paragraphs(text, |line| !matches!(alone(line, mostly_latin), Kind::Text | Kind::Name | Kind::Caption));
    let mut kinds: Vec<Kind> = paragraphs.iter().map(|p| alone(p.span.of(text), mostly_latin)).collect();
    let view = View { text, paragraphs: &paragraphs };
    let mut out = Classified::default();
    let mut roles: Vec<Option<SegmentRole>> = vec![None; paragraphs.len()];

    let headline = view.headline(&mut kinds, given);
    if let Some(at) = headline {
        out.headline = Some(paragraphs[at].span);
        kinds[at] = Kind::Text;
        roles[at] = Some(SegmentRole::Headline);
        for i in view.repeats_of(at) {
            kinds[i] = Kind::Text;
            roles[i] = Some(SegmentRole::HeadlineDuplicate);
        }
    }
    view.links_under_headings(&mut kinds);
    let body: Vec<usize> = (0..kinds.len()).filter(|i| kinds[*i] == Kind::Text && roles[*i].is_none()).collect();
    let (start, end) = view.body_range(&kinds, &body, &mut roles);
    let chronology =
        kinds.iter().enumerate().filter(|(i, k)| *i > start && *i < end && matches!(k, Kind::Date(line, _) if !line.labelled)).count();

    for (i, kind) in kinds.iter().enumerate() {
        let inside = i > start && i < end;
        let role = match kind {
            Kind::Text => SegmentRole::Body,
            Kind::Url => {
                if i < start || out.url.is_none() && !inside {
                    out.url.get_or_insert_with(|| paragraphs[i].span.of(text).to_owned());
                }
                SegmentRole::UrlLine
            }
            Kind::Boilerplate | Kind::ReadingTime => SegmentRole::Boilerplate,
            Kind::Related | Kind::RelatedHeading => SegmentRole::RelatedLink,
            Kind::Caption => SegmentRole::Caption,
            // Between paragraphs of text a bare date heads a part of a chronology, and a name in capitals a section.
            Kind::Date(line, _) if inside && !line.labelled && (chronology > 1 || body.len() > 2) => SegmentRole::Body,
            Kind::Name if i > start => SegmentRole::Body,
            Kind::Byline(_) if inside => SegmentRole::Body,
            Kind::Date(line, author) => {
                out.date_lines.push(line.clone());
                if let Some(author) = author {
                    out.author.get_or_insert_with(|| author.clone());
                }
                SegmentRole::Dateline
            }
            Kind::Byline(author) => {
                if let Some(author) = author {
                    out.author.get_or_insert_with(|| author.clone());
                }
                SegmentRole::Boilerplate
            }
            Kind::Name => SegmentRole::Boilerplate,
        };
        roles[i].get_or_insert(role);
    }
    view.segments(&roles, &mut out);
    out
}

/// The paragraphs with their text, for questions about place and order.
struct View<'a> {
    text: &'a str,
    paragraphs: &'a [Paragraph],
}

impl View<'_> {
    fn of(&self, i: usize) -> &str {
        self.paragraphs[i].span.of(self.text)
    }

    /// The headline: the given title where it stands in the text, else the first line if it has the shape of one.
    fn headline(&self, kinds: &mut [Kind], given: &Given) -> Option<usize> {
        let title = given.title.as_deref().map(str::trim).filter(|t| !t.is_empty());
        let first_lines = (0..kinds.len()).take(40);
        if let Some(title) = title
            && let Some(at) = first_lines.clone().find(|i| same_title(self.of(*i), title))
        {
            return Some(at);
        }
        let mut text = (0..kinds.len()).filter(|i| matches!(kinds[*i], Kind::Text | Kind::Name)).take(4);
        let (first, second) = (text.next()?, text.next()?);
        let third = text.next();
        // "Middle East" over the headline is a section's name.
        let kicker = kinds[first] == Kind::Text && self.of(first).split_whitespace().count() <= 2 && !ends_sentence(self.of(first));
        if let Some(third) = third.filter(|_| kicker && kinds[second] == Kind::Text)
            && self.looks_like_headline(second, third)
            && self.of(second).split_whitespace().count() >= 5
        {
            kinds[first] = Kind::Boilerplate;
            return Some(second);
        }
        let repeated = same_title(self.of(first), self.of(second));
        let plausible = match kinds[first] {
            Kind::Text => repeated || self.looks_like_headline(first, second),
            _ => repeated,
        };
        let shares = title.is_none_or(|title| shared_words(self.of(first), title));
        (plausible && shares).then_some(first)
    }

    fn looks_like_headline(&self, at: usize, next: usize) -> bool {
        let (line, after) = (self.of(at), self.of(next));
        let words = line.split_whitespace().count();
        let open = line.trim_end_matches(['"', '”', '’', '\'']).ends_with(['.', ',', ':', ';', '…', '-', '–', '—']);
        let low = starts_low(line)
            && !line.starts_with(|c: char| c.is_alphabetic() && c.is_lowercase() && line.chars().nth(1).is_some_and(char::is_uppercase));
        let quotation_goes_on = starts_low(after);
        (2..=22).contains(&words)
            && line.chars().count() <= 160
            && self.paragraphs[at].lines == 1
            && !open
            && !breaks_off(line)
            && !low
            && !quotation_goes_on
            && !line.starts_with(['•', '-', '*', '(', '['])
            && (after.split_whitespace().count() > words || ends_sentence(after) || self.paragraphs[next].lines > 1)
            && dateline::prefix(line, false).is_none()
    }

    /// Later paragraphs that are the headline again.
    fn repeats_of(&self, at: usize) -> Vec<usize> {
        let title = self.of(at).to_owned();
        (0..self.paragraphs.len()).filter(|i| *i != at && same_title(self.of(*i), &title)).collect()
    }

    /// Up to eight lines in the shape of headlines under "Related stories".
    fn links_under_headings(&self, kinds: &mut [Kind]) {
        for at in 0..kinds.len() {
            if kinds[at] != Kind::RelatedHeading {
                continue;
            }
            for (kind, i) in kinds.iter_mut().skip(at + 1).zip(at + 1..).take(8) {
                let line = self.of(i);
                if *kind != Kind::Text || ends_sentence(line) && !line.ends_with('?') || line.split_whitespace().count() > 20 {
                    break;
                }
                *kind = Kind::Related;
            }
        }
    }

    /// Positions of the first and last paragraph of running text; sets the standfirst on the way.
    fn body_range(&self, kinds: &[Kind], body: &[usize], roles: &mut [Option<SegmentRole>]) -> (usize, usize) {
        let (Some(first), Some(last)) = (body.first().copied(), body.last().copied()) else { return (usize::MAX, usize::MAX) };
        let second = body.get(1).copied();
        let between = second.map_or(0, |second| kinds[first + 1..second].iter().filter(|k| k.is_head_matter()).count());
        let line = self.of(first);
        let short = line.split_whitespace().count() <= 45 && self.paragraphs[first].lines <= 3;
        let one_sentence = line.matches(['.', '?', '!']).count() <= 3 && dateline::prefix(line, true).is_none();
        let dates = kinds.iter().filter(|k| matches!(k, Kind::Date(line, _) if !line.labelled)).count();
        let has_headline = roles.iter().flatten().next().is_some();
        match second {
            // A summary stands over date and byline; the text under them. Several bare dates are a chronology instead.
            Some(second) if between > 0 && short && one_sentence && dates <= 1 && has_headline => {
                roles[first] = Some(SegmentRole::Standfirst);
                (second, last)
            }
            _ => (first, last),
        }
    }

    /// Segments in text order; splits datelines and tails off body paragraphs.
    fn segments(&self, roles: &[Option<SegmentRole>], out: &mut Classified) {
        let mut bodies = 0;
        for (paragraph, role) in self.paragraphs.iter().zip(roles) {
            let role = role.unwrap_or(SegmentRole::Body);
            if role != SegmentRole::Body {
                out.segments.push(Segment { role, span: paragraph.span });
                continue;
            }
            bodies += 1;
            let start = paragraph.span.start;
            let mut body = paragraph.span;
            if bodies <= 3
                && let Some(prefix) = dateline::prefix(body.of(self.text), bodies == 1)
            {
                self.take_dateline(prefix, start, out);
                body.start = start + prefix.body;
            }
            match tail(body.of(self.text)) {
                Some((text_end, tail_start)) => {
                    out.segments.push(Segment { role, span: Span::new(body.start, body.start + text_end) });
                    let role = if is_link_tail(&self.text[body.start + tail_start..body.end]) {
                        SegmentRole::RelatedLink
                    } else {
                        SegmentRole::Boilerplate
                    };
                    out.segments.push(Segment { role, span: Span::new(body.start + tail_start, body.end) });
                }
                None => out.segments.push(Segment { role, span: body }),
            }
        }
    }

    fn take_dateline(&self, prefix: Prefix, start: usize, out: &mut Classified) {
        out.segments.push(Segment { role: SegmentRole::Dateline, span: Span::new(start, start + prefix.end) });
        if out.dateline_place.is_none() {
            out.dateline_place = prefix.place.map(|p| Span::new(start + p.start, start + p.end));
        }
        if out.dateline_day.is_none() {
            out.dateline_day = prefix.day;
        }
    }
}

/// Where running text ends and a notice begins inside a paragraph: (end of text, start of notice).
fn tail(paragraph: &str) -> Option<(usize, usize)> {
    let lower = paragraph.to_ascii_lowercase();
    let after_stop = |at: usize| {
        let before = paragraph[..at].trim_end();
        at > 0 && before.len() < at && !before.is_empty() && (ends_sentence(before) || lower[at..].starts_with(['•', '(', '[', '–']))
    };
    let cue = cues::TAIL_STARTS.iter().filter_map(|cue| lower.match_indices(cue).map(|(at, _)| at).find(|at| after_stop(*at))).min();
    // An agency that signs after the last full stop: "(Reuters)", "– AFP".
    let signed = paragraph.rfind(['(', '–', '—', '[']).filter(|at| {
        let name = lower[*at..].trim_matches(|c: char| !c.is_alphanumeric());
        after_stop(*at)
            && ends_sentence(paragraph[..*at].trim_end())
            && lower.len() - at < 60
            && name.split(['/', ',']).all(|n| cues::AGENCIES.contains(&n.trim().trim_start_matches("with ")))
    });
    let at = cue.into_iter().chain(signed).min()?;
    Some((paragraph[..at].trim_end().len(), at))
}

fn is_link_tail(tail: &str) -> bool {
    let low = tail.to_ascii_lowercase();
    ["read more", "read also", "also read"].iter().any(|cue| low.trim_start_matches(['•', ' ', '(']).starts_with(cue))
        && !low.contains("click here")
}

/// Letters and digits in small, for comparing titles.
fn title_key(title: &str) -> String {
    title.chars().take(400).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Is the line this title, perhaps with or without the site's name after a bar or dash?
fn same_title(line: &str, title: &str) -> bool {
    if line.len() > 400 {
        return false;
    }
    let (a, b) = (title_key(line), title_key(title));
    !a.is_empty() && (a == b || a == title_key(without_site(title)) || title_key(without_site(line)) == b)
}

/// "Talks fail in Mbeli | The Daily Post" without the site. Four words must remain, or the dash belongs to the headline.
pub(crate) fn without_site(title: &str) -> &str {
    let cut = [" | ", " – ", " — ", " - ", " :: ", " » "].iter().filter_map(|s| title.rfind(s)).max();
    match cut {
        Some(at) if title[..at].split_whitespace().count() >= 4 && title[at..].split_whitespace().count() <= 6 => title[..at].trim_end(),
        _ => title,
    }
}

/// Do half of the line's longer words stand in the title?
fn shared_words(line: &str, title: &str) -> bool {
    let title: Vec<String> = title.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
    let words: Vec<String> = line.split(|c: char| !c.is_alphanumeric()).filter(|w| w.chars().count() > 3).map(str::to_lowercase).collect();
    let shared = words.iter().filter(|w| title.contains(w)).count();
    !words.is_empty() && shared * 2 >= words.len()
}
