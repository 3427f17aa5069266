//! Which happening a claim bears on, and what the claims together say of its author.

use crate::coref::Actors;
use crate::happening::{Happening, Happenings, Scene};
use casus_coder::{ClaimMention, Place, Tree};
use casus_lexicon::Content;
use casus_record::{EventType, PerpetratorStatus, Reason, Sector, SegmentRole, Stance};

/// A claim with what it bears on.
#[derive(Clone, Debug)]
pub struct Placed {
    /// Position in [`casus_coder::Coded::claims`].
    pub claim: usize,
    /// Who makes it: position in [`Actors::all`].
    pub claimant: Option<usize>,
    /// The happening it bears on.
    pub about: Option<usize>,
    /// Who is said to have done it.
    pub alleged: Option<usize>,
}

/// Claims that stand: made (not only threatened or supposed), and not the same twice.
pub fn placed(scene: &Scene, happenings: &Happenings) -> Vec<Placed> {
    let mut out: Vec<Placed> = Vec::new();
    for (n, claim) in scene.coded.claims.iter().enumerate() {
        if !stands(scene, claim) {
            continue;
        }
        let actor = |p: &Place| scene.actors.at(*p);
        let claimant = claim.claimant.as_ref().and_then(actor);
        if claim.claimant.is_some() && claimant.is_none_or(|a| !can_speak(scene.actors, a)) {
            continue;
        }
        // A speech act that is no event between political actors makes no claim either.
        let coded_too = scene.lexicon.patterns[scene.coded.matches[claim.sentence][claim.by].pattern].code.is_some();
        let own = scene.coded.mentions.iter().position(|m| m.sentence == claim.sentence && m.by == claim.by);
        let pattern = &scene.lexicon.patterns[scene.coded.matches[claim.sentence][claim.by].pattern];
        // What a public actor says must be done is demanded, also of things and of nobody in particular.
        let duty = pattern.voiced
            && claim.stance == Stance::Demands
            && claimant.is_some_and(|a| scene.is_public(&scene.actors.all[a]))
            && !of_oneself(scene, claim);
        if coded_too
            && !duty
            && !own.is_some_and(|n| {
                happenings.told.iter().any(|h| h.mentions.contains(&n))
                    || happenings.refused.iter().any(|r| r.mention == n && r.reason == Reason::BelowConfidence)
            })
        {
            continue;
        }
        let about = about(scene, happenings, claim);
        if claim.stance == Stance::Asserts && about.is_none() {
            continue;
        }
        let mut alleged = claim.alleged.first().and_then(actor).filter(|a| !scene.actors.all[*a].is_weapon());
        if claim.stance == Stance::Denies && alleged.is_none() && denies_own_part(scene, claim) {
            alleged = claimant;
        }
        if told_deed(pattern, claim) && !tells_on_others(scene, claim.stance == Stance::Denies, claimant, alleged) {
            continue;
        }
        let unnamed = claimant.is_none()
            && !(coded_too && claim.stance == Stance::Accuses && alleged.is_some())
            && !matches!(claim.stance, Stance::Suspects | Stance::Speculates);
        // A suspicion that nobody owns counts only on who did something that is told.
        if claimant.is_none() && matches!(claim.stance, Stance::Suspects | Stance::Speculates) && about.is_none() {
            continue;
        }
        // "Moscow has made similar threats": without what is threatened or whom, there is nothing to claim.
        let found = &scene.coded.matches[claim.sentence][claim.by];
        let nominal = scene.document.sentences[claim.sentence].tokens[found.token].upos.is_nominal();
        if nominal && found.content.is_none() && !pattern.voiced {
            continue;
        }
        let bears = about.is_some() || alleged.is_some() || claimant.is_some();
        if bears && !unnamed {
            out.push(Placed { claim: n, claimant, about, alleged });
        }
    }
    once(scene, out)
}

/// The same claimant saying the same of the same happening: direct speech counts each time, a report of it once, running text first, and
/// a report in a verb ("demanded") before one in a noun ("the demand").
fn once(scene: &Scene, all: Vec<Placed>) -> Vec<Placed> {
    let claim = |p: &Placed| &scene.coded.claims[p.claim];
    let direct = |p: &Placed| claim(p).quotation.is_some();
    let lead = |p: &Placed| matches!(scene.document.sentences[claim(p).sentence].role, SegmentRole::Headline | SegmentRole::Standfirst);
    let noun = |p: &Placed| {
        let token = scene.coded.matches[claim(p).sentence][claim(p).by].token;
        scene.document.sentences[claim(p).sentence].tokens[token].upos.is_nominal()
    };
    // Two demands of one happening ("end the violence", "release the detained") are two claims; one in a noun repeats either.
    let asked = |p: &Placed| &scene.document.sentences[claim(p).sentence].tokens[claim(p).content_head].lemma;
    let apart = |a: &Placed, b: &Placed| {
        matches!(claim(a).stance, Stance::Demands | Stance::Requests) && asked(a) != asked(b) && ![a, b].iter().any(|p| noun(p) || lead(p))
    };
    let same = |a: &Placed, b: &Placed| {
        let happening = a.claimant == b.claimant && a.claimant.is_some() && a.about == b.about && a.about.is_some();
        happening && claim(a).stance == claim(b).stance && !apart(a, b)
    };
    let rank = |p: &Placed| (!direct(p), lead(p), noun(p), p.claim);
    let better = |a: &Placed, b: &Placed| rank(a) < rank(b);
    let keep = |p: &&Placed| direct(p) || !all.iter().any(|o| o.claim != p.claim && same(o, p) && better(o, p));
    all.iter().filter(keep).cloned().collect()
}

/// "we must": what the speaker asks of itself, or of nobody, is no demand.
fn of_oneself(scene: &Scene, claim: &ClaimMention) -> bool {
    let tokens = &scene.document.sentences[claim.sentence].tokens;
    let subjects = &scene.coded.matches[claim.sentence][claim.by].recipients;
    subjects.is_empty()
        || subjects
            .iter()
            .any(|t| matches!(tokens[*t].lemma.to_lowercase().as_str(), "i" | "we" | "you" | "it" | "that" | "this" | "one" | "there"))
}

/// Is it a claim that only its content makes one: a deed told in a plain report?
fn told_deed(pattern: &casus_lexicon::Pattern, claim: &ClaimMention) -> bool {
    pattern.stance.is_none() && matches!(claim.stance, Stance::Accuses | Stance::Denies) && pattern.content == Some(Content::Report)
}

/// A public speaker who tells it of another side than their own; media only pass on.
fn tells_on_others(scene: &Scene, denied: bool, claimant: Option<usize>, alleged: Option<usize>) -> bool {
    let Some(who) = claimant.map(|a| &scene.actors.all[a]) else { return false };
    let named = alleged.is_some_and(|a| scene.actors.all[a].political != crate::actors::Political::No);
    if !denied && !named {
        return false;
    }
    let own_side = alleged.is_some_and(|a| {
        let other = &scene.actors.all[a];
        let state = |s: Option<Sector>| matches!(s, Some(Sector::Gov | Sector::Mil | Sector::Cop | Sector::Spy | Sector::Jud));
        Some(a) == claimant || (other.country == who.country && state(other.sector) && state(who.sector))
    });
    scene.is_public(who) && who.sector != Some(Sector::Jrn) && !own_side
}

fn can_speak(actors: &Actors, actor: usize) -> bool {
    let actor = &actors.all[actor];
    !actor.thing && actor.political != crate::actors::Political::No
}

/// Is the claim made, and not itself content of a threat, a denial or a supposition?
fn stands(scene: &Scene, claim: &ClaimMention) -> bool {
    let status = &claim.status;
    let pattern = &scene.lexicon.patterns[scene.coded.matches[claim.sentence][claim.by].pattern];
    let open = status.embeddings.iter().any(|e| {
        matches!(e.content, Content::Threat | Content::Demand | Content::Promise | Content::Intention | Content::Negation)
            && e.by != claim.by
    });
    let negated = status.negated && !pattern.negated && !matches!(pattern.content, Some(Content::Authorship));
    let possible = status.modal.is_some() && !pattern.voiced && claim.stance != Stance::Speculates;
    let unsaid = (open || status.intended) && !pattern.voiced;
    !(unsaid || negated || possible || status.in_condition.is_some())
}

/// "denied any role": the denied content is the claimant's own part in something.
fn denies_own_part(scene: &Scene, claim: &ClaimMention) -> bool {
    scene.coded.matches[claim.sentence]
        .iter()
        .any(|m| m.token == claim.content_head && scene.lexicon.patterns[m.pattern].content == Some(Content::Authorship))
}

/// The happening whose mention lies inside the claim's content (told or refused), else the one coded from the same words, else, where a
/// part in something is spoken of without saying in what, the last one whose author is open.
fn about(scene: &Scene, happenings: &Happenings, claim: &ClaimMention) -> Option<usize> {
    let coded = scene.coded;
    let told_by = |n: usize| happenings.told.iter().position(|h| h.mentions.contains(&n));
    let spoken = |n: usize| told_by(n).or_else(|| happenings.refused.iter().find(|r| r.mention == n).and_then(|r| r.about));
    let tree = Tree::new(&scene.document.text, &scene.document.sentences[claim.sentence]);
    let below = tree.subtree(claim.content_head);
    let is_act = |n: usize| {
        let code = scene.pattern(&coded.mentions[n]).code.as_ref();
        code.is_some_and(|c| matches!(c.r#type.quad_class(), 2 | 4))
    };
    let inside = |n: &usize| {
        let m = &coded.mentions[*n];
        m.sentence == claim.sentence && below.contains(&coded.matches[m.sentence][m.by].token)
    };
    let own = coded.mentions.iter().position(|m| {
        m.sentence == claim.sentence && coded.matches[m.sentence][m.by].token == coded.matches[claim.sentence][claim.by].token
    });
    let deed = (0..coded.mentions.len()).filter(inside).filter(|n| is_act(*n)).find_map(spoken);
    if matches!(claim.stance, Stance::Threatens | Stance::Demands | Stance::Requests | Stance::Promises | Stance::Warns) {
        return own.and_then(told_by).or(deed);
    }
    // What hangs above the content: "the strikes, which have been blamed on …", "by suspected militants" below "targeted".
    let above = || {
        let path = tree.path(claim.content_head);
        let over = |t: &usize| {
            coded
                .mentions
                .iter()
                .position(|m| m.sentence == claim.sentence && coded.matches[m.sentence][m.by].token == *t)
                .filter(|n| is_act(*n))
        };
        path.iter().take(4).find_map(over).and_then(spoken)
    };
    let open = || {
        let vague = matches!(
            claim.stance,
            Stance::Suspects | Stance::Speculates | Stance::Denies | Stance::RejectsAttribution | Stance::ClaimsResponsibility
        );
        let part = scene.coded.matches[claim.sentence]
            .iter()
            .any(|m| below.contains(&m.token) && scene.lexicon.patterns[m.pattern].content == Some(Content::Authorship));
        let last =
            |h: &&Happening| h.event == EventType::Assault && h.mentions.iter().any(|m| coded.mentions[*m].sentence < claim.sentence);
        (vague && part)
            .then(|| happenings.told.iter().rev().filter(last).max_by_key(|h| h.actors.is_empty() || h.hedged.is_some()))
            .flatten()
            .and_then(|h| happenings.told.iter().position(|x| std::ptr::eq(x, h)))
    };
    deed.or_else(above)
        .or_else(|| own.and_then(told_by).filter(|_| !matches!(claim.stance, Stance::Accuses | Stance::Blames | Stance::Denies)))
        .or_else(open)
}

/// Who is said to have done a happening, with the stances, and how settled that is.
pub fn perpetrator(
    happening: &Happening,
    at: usize,
    scene: &Scene,
    placed: &[Placed],
) -> (PerpetratorStatus, Vec<(usize, Stance, Option<usize>)>) {
    let mut candidates: Vec<(usize, Stance, Option<usize>)> = Vec::new();
    for (n, claim) in placed.iter().enumerate().filter(|(_, c)| c.about == Some(at)) {
        let stance = scene.coded.claims[claim.claim].stance;
        let names = matches!(
            stance,
            Stance::Suspects
                | Stance::Speculates
                | Stance::Accuses
                | Stance::Blames
                | Stance::Denies
                | Stance::RejectsAttribution
                | Stance::ClaimsResponsibility
        );
        if let Some(alleged) = claim.alleged.filter(|_| names) {
            candidates.push((alleged, stance, Some(n)));
        }
    }
    let deed = matches!(happening.event.quad_class(), 2 | 4);
    let named: Vec<usize> = happening.actors.iter().map(|r| r.actor).collect();
    if !deed {
        return (PerpetratorStatus::Stated, Vec::new());
    }
    let cleared = candidates.iter().any(|(_, s, _)| matches!(s, Stance::Denies | Stance::RejectsAttribution));
    let others = candidates.iter().any(|(a, _, _)| !named.contains(a));
    let status = match (named.is_empty(), happening.hedged.is_some()) {
        (false, false) => PerpetratorStatus::Stated,
        (false, true) if cleared || others => PerpetratorStatus::Contested,
        (false, true) => PerpetratorStatus::Suspected,
        (true, _) if candidates.is_empty() => PerpetratorStatus::Unknown,
        (true, _) => {
            let mut who: Vec<usize> = candidates.iter().map(|c| c.0).collect();
            who.sort_unstable();
            who.dedup();
            if cleared || who.len() > 1 { PerpetratorStatus::Contested } else { PerpetratorStatus::Suspected }
        }
    };
    let silent: Vec<usize> = named.iter().copied().filter(|a| !candidates.iter().any(|c| c.0 == *a)).collect();
    for role in silent {
        candidates.insert(0, (role, if happening.hedged.is_some() { Stance::Suspects } else { Stance::Asserts }, None));
    }
    (status, candidates)
}
