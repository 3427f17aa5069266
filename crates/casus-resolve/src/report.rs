//! Puts everything that was found about one article into the words of the record.

use crate::casualties;
use crate::claim::{self, Placed};
use crate::coref::{self, Actor};
use crate::dates::DateExpression;
use crate::happening::{self, Happening, Happenings, Role, Scene};
use crate::knowledge::Knowledge;
use crate::places::{self, Gazetteer, Toponym};
use crate::relations::{self, Tie};
use crate::when::{self, When};
use casus_coder::{Coded, Tree, is_coded};
use casus_lexicon::{Content, Lexicon};
use casus_record::*;
use casus_text::{Document, Unparsed};
use jiff::civil::Date;

/// What is known of the article before its text is read.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// Id of the article; events and claims are numbered below it.
    pub article_id: String,
    /// Publication date.
    pub published: Option<Date>,
    /// The place of the dateline.
    pub dateline_place: Option<Span>,
}

/// Everything said of one article, in the words of the record.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Happenings, in text order.
    pub events: Vec<Event>,
    /// Claims, in text order.
    pub claims: Vec<Claim>,
    /// Actors of events, claims and relations.
    pub actors: Vec<ActorEntry>,
    /// Places.
    pub places: Vec<PlaceEntry>,
    /// Refusals.
    pub not_coded: Vec<NotCoded>,
}

/// Resolves one article.
pub fn resolve(
    about: &About,
    document: &Document,
    coded: &Coded,
    lexicon: &Lexicon,
    knowledge: &Knowledge,
    gazetteer: &Gazetteer,
) -> Report {
    let toponyms = toponyms(document, gazetteer);
    let home = home(document, &toponyms, knowledge, gazetteer);
    let actors = coref::actors(document, coded, lexicon, knowledge, gazetteer, about.published, home.as_deref());
    let tagged = when::tag(document, about.published);
    let days = (about.published, when::written_after(document, &tagged, about.published));
    let whens: Vec<When> = coded.mentions.iter().map(|m| when::when(document, coded, lexicon, &tagged, m, days)).collect();
    let scene = Scene { document, coded, lexicon, actors: &actors };
    let happenings = happening::happenings(&scene, &whens);
    let placed = claim::placed(&scene, &happenings);
    let writer = Writer { about, scene, knowledge, gazetteer, toponyms, tagged, points: CodePoints::new(&document.text), home };
    writer.report(&happenings, &placed)
}

fn toponyms(document: &Document, gazetteer: &Gazetteer) -> Vec<Vec<Toponym>> {
    let find = |s: &casus_text::Sentence| if s.tokens.is_empty() { Vec::new() } else { places::find(&document.text, s, gazetteer) };
    let mut found: Vec<Vec<Toponym>> = document.sentences.iter().map(find).collect();
    places::resolve_document(&mut found, gazetteer);
    found
}

/// The country the article speaks of most, for "the government", "the police" without one of their own: places where something is, and
/// nationalities; the lead, which says where the story plays, counts three times.
fn home(document: &Document, toponyms: &[Vec<Toponym>], knowledge: &Knowledge, gazetteer: &Gazetteer) -> Option<String> {
    let mut counts: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    let lead = document.sentences.iter().enumerate().filter(|(_, s)| is_coded(s.role)).map(|(n, _)| n).take(3).last().unwrap_or(0);
    let weight = |s: usize| if s <= lead { 3 } else { 1 };
    for (s, sentence) in document.sentences.iter().enumerate().filter(|(_, s)| is_coded(s.role)) {
        let tree = Tree::new(&document.text, sentence);
        for toponym in toponyms[s].iter().filter(|t| !is_owner(sentence, t)) {
            let Some(country) = toponym.chosen.as_ref().ok().and_then(|id| gazetteer.get(*id).country.clone()) else { continue };
            let range = toponym.first..toponym.end.min(tree.len());
            let head = range.clone().find(|t| tree.token(*t).head.is_none_or(|h| !range.contains(&h)));
            let inside = head.is_some_and(|h| {
                matches!(
                    tree.preposition(h).as_str(),
                    "in" | "at" | "near" | "inside" | "across" | "throughout" | "within" | "around" | "outside"
                )
            });
            if inside || toponym.kind != Some(places::PlaceKind::Country) {
                *counts.entry(country).or_default() += weight(s);
            }
        }
        let is_adjective = |t: &usize| {
            tree.token(*t).upos == casus_text::Upos::Adj && tree.token(*t).span.of(&document.text).starts_with(char::is_uppercase)
        };
        for country in (0..tree.len()).filter(is_adjective).filter_map(|t| knowledge.read(sentence, &document.text, t, None).country) {
            *counts.entry(country).or_default() += weight(s);
        }
    }
    let best = counts.iter().max_by_key(|(country, n)| (**n, std::cmp::Reverse((*country).clone())))?;
    let rivals = counts.values().filter(|n| **n == *best.1).count();
    (rivals == 1).then(|| best.0.clone())
}

/// Does the name say whose, not where: "*US* bases", "*Iran*'s minister", or who acts: "*Iran* said"?
fn is_owner(sentence: &casus_text::Sentence, toponym: &Toponym) -> bool {
    use casus_text::Deprel::*;
    // "Georgian", "Lao": an adjective that the table does not know as a place is none.
    if toponym.chosen.is_err()
        && (toponym.first..toponym.end.min(sentence.tokens.len())).all(|t| sentence.tokens[t].upos == casus_text::Upos::Adj)
    {
        return true;
    }
    let country = toponym.kind == Some(places::PlaceKind::Country);
    let range = toponym.first..toponym.end.min(sentence.tokens.len());
    let head = range.clone().find(|t| sentence.tokens[*t].head.is_none_or(|h| !range.contains(&h)));
    head.is_some_and(|h| {
        let token = &sentence.tokens[h];
        let prepositional = sentence.tokens.iter().any(|t| t.head == Some(h) && t.deprel == Case && t.upos == casus_text::Upos::Adp);
        country && !prepositional && matches!(token.deprel, Compound | NmodPoss | Nsubj | NsubjPass | Amod | Obj | Iobj | NmodDesc)
    })
}

/// Writes the record's lists; holds what all of them need.
struct Writer<'a> {
    about: &'a About,
    scene: Scene<'a>,
    knowledge: &'a Knowledge,
    gazetteer: &'a Gazetteer,
    toponyms: Vec<Vec<Toponym>>,
    tagged: Vec<Vec<DateExpression>>,
    points: CodePoints,
    home: Option<String>,
}

impl Writer<'_> {
    fn report(&self, happenings: &Happenings, placed: &[Placed]) -> Report {
        // Text order, by the first mention.
        let mut order: Vec<usize> = (0..happenings.told.len()).collect();
        order.sort_by_key(|h| (happenings.told[*h].mentions.iter().min().copied(), *h));
        let mut numbers = vec![0; order.len()];
        for (n, h) in order.iter().enumerate() {
            numbers[*h] = n + 1;
        }
        let event_id = |h: usize| format!("{}-e{}", self.about.article_id, numbers[h]);
        let mut report = Report::default();
        let mut used: Vec<usize> = Vec::new();
        let mut casualties = casualties::casualties(&self.scene, happenings, &self.points);
        for &h in &order {
            let casualties = std::mem::take(&mut casualties[h]);
            report.events.push(self.event(&happenings.told[h], h, event_id(h), casualties, placed, &mut used));
        }
        for (n, claim) in placed.iter().enumerate() {
            let event = claim.about.map(|h| (event_id(h), &happenings.told[h]));
            report.claims.push(self.claim(claim, n, event, &mut used));
        }
        let ties = relations::ties(self.scene.document, self.scene.actors);
        used.extend(ties.iter().flat_map(|t| [t.of, t.to]));
        report.actors = self.actors(&used, &ties);
        report.places = self.places();
        report.not_coded = self.not_coded(happenings);
        report
    }

    fn text(&self) -> &str {
        &self.scene.document.text
    }

    fn actor_id(&self, n: usize) -> String {
        let actor = &self.scene.actors.all[n];
        actor.known.clone().unwrap_or_else(|| format!("{}-a{}", self.about.article_id, n + 1))
    }

    fn actor(&self, n: usize) -> &Actor {
        &self.scene.actors.all[n]
    }

    fn event(
        &self,
        one: &Happening,
        at: usize,
        event_id: String,
        casualties: Vec<Casualty>,
        placed: &[Placed],
        used: &mut Vec<usize>,
    ) -> Event {
        let coded = self.scene.coded;
        let (status, candidates) = claim::perpetrator(one, at, &self.scene, placed);
        let mention = |n: &usize| {
            let m = &coded.mentions[*n];
            Mention::of(self.text(), &self.points, m.sentence, m.span)
        };
        let trigger = mention(&one.mentions[0]);
        let contested = status == PerpetratorStatus::Contested;
        let actors: &[Role] = if contested { &[] } else { &one.actors };
        used.extend(one.actors.iter().chain(&one.recipients).map(|r| r.actor));
        used.extend(candidates.iter().map(|c| c.0));
        let candidate = |(actor, stance, claim): &(usize, Stance, Option<usize>)| Candidate {
            actor_id: self.actor_id(*actor),
            name: self.actor(*actor).name.clone(),
            stance: *stance,
            claim_id: claim.map(|n| self.claim_id(n)),
        };
        let confidence = self.confidence(one);
        Event {
            event_id,
            r#type: one.event,
            mode: one.mode,
            contexts: one.contexts.clone(),
            goldstein: one.cameo.as_deref().and_then(|c| self.scene.lexicon.goldstein(c)),
            cameo: one.cameo.clone(),
            quad_class: one.event.quad_class(),
            actor: actors.iter().map(|r| self.party(r, one.event)).collect(),
            recipient: one.recipients.iter().map(|r| self.party(r, one.event)).collect(),
            mentions: one.mentions[1..].iter().map(mention).collect(),
            trigger,
            aux: one.aux,
            certainty: one.certainty,
            polarity: Polarity::Positive,
            attribution: self.chain(&one.chain),
            condition: one.condition.map(|(kind, span)| {
                let words = Words::of(self.text(), &self.points, span);
                Condition { kind, text: words.text, start: words.start, end: words.end }
            }),
            perpetrator: Perpetrator { status, candidates: candidates.iter().map(candidate).collect() },
            date: one.when.to_event_date(self.about.published),
            place: self.place(one),
            casualties,
            because: Because { rule: self.scene.lexicon.patterns[one.pattern].id.clone(), model: None, note: None },
            confidence,
        }
    }

    fn party(&self, role: &Role, event: EventType) -> Party {
        let actor = self.actor(role.actor);
        let sentence = &self.scene.document.sentences[role.at.sentence];
        let tree = Tree::new(self.text(), sentence);
        let words = tree.span_of(
            role.at.token,
            &[
                casus_text::Deprel::AclRelcl,
                casus_text::Deprel::Acl,
                casus_text::Deprel::Appos,
                casus_text::Deprel::Conj,
                casus_text::Deprel::Cc,
                casus_text::Deprel::Case,
            ],
        );
        let (start, end) = self.points.of(self.text(), words);
        let mut sector = actor.sector;
        // A country that strikes or moves troops does so by its armed forces.
        if actor.kind == ActorKind::State && sector.is_none_or(|s| s == Sector::Gov) {
            sector = Some(if matches!(event, EventType::Assault | EventType::Mobilize) { Sector::Mil } else { Sector::Gov });
        }
        let country = actor.country.clone();
        let code = country.as_ref().zip(sector).map(|(c, s)| format!("{c}{s}"));
        Party {
            actor_id: self.actor_id(role.actor),
            name: actor.name.clone(),
            text: words.of(self.text()).to_owned(),
            country,
            sector,
            code,
            start,
            end,
        }
    }

    fn chain(&self, links: &[crate::attribution::Link]) -> Vec<Source> {
        let source = |l: &crate::attribution::Link| {
            let (start, end) = self.points.of(self.text(), l.cue);
            Source {
                role: l.role,
                name: l.name.clone(),
                actor_id: l.actor.map(|a| self.actor_id(a)),
                cue: Some(l.cue.of(self.text()).to_owned()),
                start,
                end,
            }
        };
        links.iter().map(source).collect()
    }

    /// Rules do not know how often they err yet: until they are calibrated, clear statements count more than hedged or partial ones.
    fn confidence(&self, one: &Happening) -> f64 {
        let mut points: i32 = 80;
        if one.actors.is_empty() {
            points -= 15;
        }
        if one.mentions.len() > 1 {
            points += 8;
        }
        if one.certainty != Certainty::Certain || one.aux != Aux::None {
            points -= 15;
        }
        f64::from(points) / 100.0
    }

    fn place(&self, one: &Happening) -> Option<EventPlace> {
        let coded = self.scene.coded;
        let status = if one.event == EventType::Threaten { PlaceStatus::Threatened } else { PlaceStatus::Stated };
        // Words are said where their speaker is: only a place of the clause itself tells.
        let deed = matches!(one.event.quad_class(), 2 | 4);
        for wanted in [PlaceBasis::Clause, PlaceBasis::Sentence].into_iter().take(if deed { 2 } else { 1 }) {
            for n in &one.mentions {
                let m = &coded.mentions[*n];
                let found = &coded.matches[m.sentence][m.by];
                let parts: Vec<usize> = one
                    .recipients
                    .iter()
                    .chain(&one.actors)
                    .filter(|r| r.at.sentence == m.sentence)
                    .map(|r| r.at.token)
                    .chain(found.words.iter().copied())
                    .collect();
                let sentence = &self.scene.document.sentences[m.sentence];
                let party = |t: &Toponym| {
                    coded.matches[m.sentence].iter().any(|x| {
                        x.actors.iter().chain(&x.recipients).any(|r| (t.first..t.end).contains(r))
                            && t.kind == Some(places::PlaceKind::Country)
                    })
                };
                let open: Vec<Toponym> = self.toponyms[m.sentence]
                    .iter()
                    .filter(|t| !is_owner(sentence, t) && !party(t) && !self.is_nationality(t))
                    .cloned()
                    .collect();
                let Some(place) = places::event_place(sentence, found.token, &parts, &open, self.gazetteer) else { continue };
                if place.basis != wanted {
                    continue;
                }
                let words = Some(place.span.of(self.text()).to_owned());
                return Some(match place.place {
                    Ok(id) => self.gazetteer.get(id).to_event_place(place.basis, status, words),
                    Err(_) => places::unknown_place(&place.name, place.basis, status, words),
                });
            }
        }
        // No place of its own: that of the date line, if it is the country of a party; else the country where the harm is done or the speaker
        // is at home; else the one country that the article is about.
        let countries = |roles: &[Role]| roles.iter().filter_map(|r| self.actor(r.actor).country.clone()).collect::<Vec<_>>();
        // Force is used where its victims are, and by whom says nothing of where; words and measures belong to their author's country.
        let parties = match one.event {
            // Troops are hit where they are sent as often as at home.
            EventType::Assault if one.recipients.iter().any(|r| self.actor(r.actor).sector == Some(Sector::Mil)) => {
                self.home.iter().cloned().chain(countries(&one.recipients)).collect()
            }
            EventType::Assault | EventType::Mobilize | EventType::Retreat | EventType::Aid => countries(&one.recipients),
            EventType::Coerce if one.mode == Some(Mode::Seize) => [countries(&one.recipients), countries(&one.actors)].concat(),
            _ if deed => [countries(&one.actors), countries(&one.recipients)].concat(),
            _ => countries(&one.actors),
        };
        let line = self.dateline_place(status).filter(|p| parties.is_empty() || p.country.as_ref().is_some_and(|c| parties.contains(c)));
        let of =
            |country: &String, basis| self.gazetteer.country(country).map(|id| self.gazetteer.get(id).to_event_place(basis, status, None));
        let line = line.map(|p| match p.country.as_ref().and_then(|c| of(c, PlaceBasis::Dateline)) {
            // The reporter's city is not where it happened; its country may be.
            Some(country) if deed => country,
            _ => p,
        });
        line.or_else(|| parties.iter().find_map(|c| of(c, PlaceBasis::Actor)))
            .or_else(|| self.home.as_ref().filter(|_| deed).and_then(|c| of(c, PlaceBasis::Document)))
    }

    /// "Lao", "Thai": unknown to the place table, and a people by the knowledge of actors.
    fn is_nationality(&self, toponym: &Toponym) -> bool {
        toponym.chosen.is_err() && self.knowledge.read_phrase(&toponym.name, None).country.is_some()
    }

    fn dateline_place(&self, status: PlaceStatus) -> Option<EventPlace> {
        let words = self.about.dateline_place?.of(self.text());
        let id = *self.gazetteer.named(words).first()?;
        Some(self.gazetteer.get(id).to_event_place(PlaceBasis::Dateline, status, Some(words.to_owned())))
    }

    fn claim_id(&self, n: usize) -> String {
        format!("{}-c{}", self.about.article_id, n + 1)
    }

    fn claim(&self, placed: &Placed, n: usize, about: Option<(String, &Happening)>, used: &mut Vec<usize>) -> Claim {
        let coded = self.scene.coded;
        let claim = &coded.claims[placed.claim];
        let found = &coded.matches[claim.sentence][claim.by];
        let tree = Tree::new(self.text(), &self.scene.document.sentences[claim.sentence]);
        used.extend(placed.claimant.iter().chain(&placed.alleged));
        let claimant = placed.claimant.map(|a| Claimant {
            actor_id: Some(self.actor_id(a)),
            name: self.actor(a).name.clone(),
            text: claim.claimant.map(|p| self.words_at(p)).unwrap_or_default(),
        });
        let negative = matches!(claim.stance, Stance::Denies | Stance::RejectsAttribution);
        let quote = match claim.quotation {
            Some(q) if self.scene.document.quotations[q].span.contains(claim.content) => Quote::Direct,
            Some(_) => Quote::Partial,
            None if self.scene.document.quotations.iter().any(|q| q.span.overlaps(claim.content)) => Quote::Partial,
            None => Quote::Indirect,
        };
        let token = found.token;
        let when = when::at(&tree, coded, self.scene.lexicon, &self.tagged[claim.sentence], claim.sentence, token);
        let over = claim.status.embeddings.iter().filter(|e| matches!(e.content, Content::Report | Content::Claim));
        let said = over.into_iter().find_map(|e| {
            when::at(
                &tree,
                coded,
                self.scene.lexicon,
                &self.tagged[claim.sentence],
                claim.sentence,
                coded.matches[claim.sentence][e.by].token,
            )
        });
        let spoken = || when::of_speech(self.scene.document, coded, self.scene.lexicon, &self.tagged, claim.quotation);
        // The speaker's own act (a threat, a demand) and the claim of it are made at one time.
        let own_act = || {
            about
                .as_ref()
                .filter(|(_, h)| h.actors.iter().any(|r| Some(r.actor) == placed.claimant) && matches!(h.event.quad_class(), 1 | 3))
                .and_then(|(_, h)| h.when.expression.clone())
        };
        let date = When { expression: when.or(said).or_else(spoken).or_else(own_act), old: false, deadline: None }
            .to_event_date(self.about.published);
        Claim {
            claim_id: self.claim_id(n),
            sentence_id: claim.sentence,
            claimant,
            stance: claim.stance,
            polarity: if negative { Polarity::Negative } else { Polarity::Positive },
            certainty: claim.status.certainty(),
            content: Words::of(self.text(), &self.points, claim.content),
            cue: Words::of(self.text(), &self.points, claim.cue),
            about: about.map(|(id, _)| id),
            alleged_actor: placed.alleged.map(|a| ActorRef { actor_id: self.actor_id(a), name: self.actor(a).name.clone() }),
            quote,
            attribution: self.claim_chain(claim, placed.claimant),
            date,
            because: Because { rule: self.scene.lexicon.patterns[found.pattern].id.clone(), model: None, note: None },
            confidence: 0.75,
        }
    }

    fn claim_chain(&self, claim: &casus_coder::ClaimMention, claimant: Option<usize>) -> Vec<Source> {
        let as_mention = casus_coder::EventMention {
            sentence: claim.sentence,
            by: claim.by,
            span: claim.cue,
            status: claim.status.clone(),
            quotation: claim.quotation,
            voice: None,
            nominal: false,
            definite: false,
        };
        let own: Vec<usize> = claimant.into_iter().collect();
        self.chain(&crate::attribution::chain(
            self.scene.document,
            self.scene.coded,
            self.scene.lexicon,
            self.scene.actors,
            &as_mention,
            &own,
        ))
    }

    fn words_at(&self, place: casus_coder::Place) -> String {
        let sentence = &self.scene.document.sentences[place.sentence];
        let tree = Tree::new(self.text(), sentence);
        tree.span_of(
            place.token,
            &[casus_text::Deprel::AclRelcl, casus_text::Deprel::Acl, casus_text::Deprel::Appos, casus_text::Deprel::Case],
        )
        .of(self.text())
        .to_owned()
    }

    fn actors(&self, used: &[usize], ties: &[Tie]) -> Vec<ActorEntry> {
        let relations =
            |n: usize| ties.iter().filter(|t| t.of == n).map(|t| Relation { kind: t.kind, actor_id: self.actor_id(t.to) }).collect();
        let entry = |(n, actor): (usize, &Actor)| ActorEntry {
            actor_id: self.actor_id(n),
            name: actor.name.clone(),
            kind: actor.kind,
            country: actor.country.clone(),
            sector: actor.sector,
            code: actor.country.as_ref().zip(actor.sector).map(|(c, s)| format!("{c}{s}")),
            known: actor.known.is_some(),
            mentions: actor.mentions.iter().map(|(s, span)| Mention::of(self.text(), &self.points, *s, *span)).collect(),
            relations: relations(n),
        };
        self.scene.actors.all.iter().enumerate().filter(|(n, _)| used.contains(n)).map(entry).collect()
    }

    fn places(&self) -> Vec<PlaceEntry> {
        let mut out: Vec<PlaceEntry> = Vec::new();
        for (s, toponym) in self.toponyms.iter().enumerate().flat_map(|(s, list)| list.iter().map(move |t| (s, t))) {
            let mention = Mention::of(self.text(), &self.points, s, toponym.span);
            let place = match &toponym.chosen {
                Ok(id) => self.gazetteer.get(*id).to_event_place(PlaceBasis::Document, PlaceStatus::Stated, None),
                Err(_) => places::unknown_place(&toponym.name, PlaceBasis::Document, PlaceStatus::Stated, None),
            };
            match out.iter_mut().find(|p| p.name == place.name && p.country == place.country) {
                Some(entry) => entry.mentions.push(mention),
                None => out.push(PlaceEntry {
                    name: place.name,
                    geonames_id: place.geonames_id,
                    country: place.country,
                    admin1: place.admin1,
                    lat: place.lat,
                    lon: place.lon,
                    precision: place.precision,
                    mentions: vec![mention],
                }),
            }
        }
        out
    }

    /// Every refused trigger, and every sentence that yields nothing at all.
    fn not_coded(&self, happenings: &Happenings) -> Vec<NotCoded> {
        let coded = self.scene.coded;
        let mut out: Vec<NotCoded> = Vec::new();
        for refused in &happenings.refused {
            let m = &coded.mentions[refused.mention];
            let words = Mention::of(self.text(), &self.points, m.sentence, m.span);
            out.push(NotCoded {
                sentence_id: m.sentence,
                text: Some(words.text),
                start: words.start,
                end: words.end,
                would_be: Some(refused.would_be),
                reason: refused.reason,
            });
        }
        for (s, sentence) in self.scene.document.sentences.iter().enumerate() {
            let spoken = coded.mentions.iter().any(|m| m.sentence == s) || coded.claims.iter().any(|c| c.sentence == s);
            let reason = match (sentence.role, sentence.unparsed) {
                (SegmentRole::Caption, _) => Reason::Caption,
                (SegmentRole::RelatedLink, _) => Reason::RelatedLink,
                (SegmentRole::HeadlineDuplicate, _) => Reason::HeadlineDuplicate,
                (role, _) if !is_coded(role) => Reason::Boilerplate,
                (_, Some(Unparsed::TooLong)) => Reason::TooLong,
                (_, Some(Unparsed::Passed)) => Reason::NoTrigger,
                (_, Some(_)) => Reason::NoParse,
                (_, None) if !spoken => Reason::NoTrigger,
                (_, None) => continue,
            };
            let (start, end) = self.points.of(self.text(), sentence.span);
            out.push(NotCoded { sentence_id: s, text: None, start, end, would_be: None, reason });
        }
        out.sort_by_key(|n| (n.sentence_id, n.start, n.text.is_some()));
        out
    }
}
