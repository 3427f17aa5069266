//! Which mentions are one happening. Never two whose parties, ways or days contradict each other.

use crate::actors::Political;
use crate::coref::Actor;
use crate::happening::{Happening, Role, Scene};
use crate::standing::is_armed;
use casus_coder::{EventMention, Place, Tree};
use casus_record::{Aux, EventType, Mode, SegmentRole};
use casus_text::Deprel;

impl Scene<'_> {
    /// Are the two one happening?
    pub(crate) fn same(&self, a: &Happening, b: &Happening) -> bool {
        let (Some(last), Some(new)) = (a.mentions.last(), b.mentions.first()) else { return false };
        if a.event != b.event || (a.aux == Aux::Historical) != (b.aux == Aux::Historical) {
            return false;
        }
        let first = &self.coded.mentions[a.mentions[0]];
        let (from, to) = (&self.coded.mentions[*last], &self.coded.mentions[*new]);
        if self.governs(first, to) || self.governs(to, first) {
            return true;
        }
        let met = |x: &[Role], y: &[Role]| x.iter().any(|r| y.iter().any(|s| s.actor == r.actor));
        let open = |x: &[Role], y: &[Role]| x.is_empty() || y.is_empty();
        if a.when.contradicts(&b.when) {
            return false;
        }
        let verbal = matches!(a.event.quad_class(), 1 | 3);
        let lead = matches!(self.document.sentences[first.sentence].role, SegmentRole::Headline | SegmentRole::Standfirst);
        // The headline says "rebels", the text their name.
        let actors_meet = met(&a.actors, &b.actors) || (lead && self.alike(&a.actors, &b.actors));
        if verbal {
            // One speaker, one occasion, one kind of act: one event, unless its addressees differ.
            return actors_meet
                && (met(&a.recipients, &b.recipients) || open(&a.recipients, &b.recipients) || a.event == EventType::Threaten);
        }
        let recipients_meet = met(&a.recipients, &b.recipients);
        // "was shot and killed", and the one killed in one place is not killed again with other means.
        let one_victim = recipients_meet && (actors_meet || open(&a.actors, &b.actors));
        let killed = a.event == EventType::Assault && one_victim && [a.mode, b.mode].contains(&Some(Mode::Targeted));
        let modes = a.mode.is_none() || b.mode.is_none() || a.mode == b.mode;
        // "hit a depot and killed two workers": one act by one author with its outcome.
        let outcome = a.event == EventType::Assault && actors_meet && from.sentence == to.sentence && self.coordinated(from, to);
        if one_victim && from.sentence == to.sentence || killed || outcome && modes {
            return true;
        }
        // Headline, summary and first sentences tell one story: the same kind of act in the same way is the same act.
        let opening = lead && to.sentence <= self.actors.lead_ends && (actors_meet || open(&a.actors, &b.actors));
        if opening {
            return true;
        }
        if !modes {
            return false;
        }
        let recipients_meet = recipients_meet || self.alike(&a.recipients, &b.recipients);
        if to.nominal && to.definite && open(&a.actors, &b.actors) | actors_meet && (open(&a.recipients, &b.recipients) || recipients_meet)
        {
            return true;
        }
        if actors_meet && recipients_meet {
            return true;
        }
        let near = to.sentence - from.sentence.min(to.sentence) <= if lead { 5 } else { 2 };
        (actors_meet && open(&a.recipients, &b.recipients) || recipients_meet && open(&a.actors, &b.actors))
            && near
            && from.sentence != to.sentence
    }

    /// Are the two verbs coordinated?
    pub(crate) fn coordinated(&self, a: &EventMention, b: &EventMention) -> bool {
        let tree = Tree::new(&self.document.text, &self.document.sentences[a.sentence]);
        let (x, y) = (self.coded.matches[a.sentence][a.by].token, self.coded.matches[b.sentence][b.by].token);
        x != y && tree.coordinated(x).contains(&y)
            || [(x, y), (y, x)].iter().any(|(u, l)| tree.token(*l).deprel == Deprel::Conj && tree.token(*l).head == Some(*u))
    }

    /// Does one trigger hang below the other as the means or course of the same act ("targeted *in air strikes*")?
    pub(crate) fn governs(&self, upper: &EventMention, lower: &EventMention) -> bool {
        if upper.sentence != lower.sentence {
            return false;
        }
        let tree = Tree::new(&self.document.text, &self.document.sentences[upper.sentence]);
        let (top, token) = (self.coded.matches[upper.sentence][upper.by].token, self.coded.matches[lower.sentence][lower.by].token);
        // "blew himself up, killing six": what an act brings about is no second act.
        let participle = |t: usize| tree.token(t).feats.has("VerbForm=Part") || tree.token(t).feats.has("VerbForm=Ger");
        let mut verb = token;
        while tree.token(verb).deprel == Deprel::Conj && tree.token(verb).head.is_some_and(|h| h != top) {
            verb = tree.token(verb).head.unwrap_or(verb);
        }
        if !lower.nominal {
            return tree.token(verb).deprel == Deprel::Advcl && tree.token(verb).head == Some(top) && participle(verb);
        }
        let hangs = matches!(
            tree.token(token).deprel,
            Deprel::Obl | Deprel::Nmod | Deprel::Obj | Deprel::OblAgent | Deprel::Nsubj | Deprel::NsubjPass
        );
        hangs && tree.token(token).head == Some(top) && matches!(tree.preposition(token).as_str(), "in" | "during" | "with" | "by" | "")
    }

    /// Unnamed parties that may be the same: one country, both armed or one of them unsaid ("the militia bases" after "PMF bases").
    pub(crate) fn alike(&self, x: &[Role], y: &[Role]) -> bool {
        let one = |a: &Actor, b: &Actor| {
            let both_named = a.named && b.named && !a.thing && !b.thing;
            let countries = a.country.is_none() || b.country.is_none() || a.country == b.country;
            let armed = is_armed(a) && is_armed(b);
            countries && (armed || (a.sector == b.sector && a.sector.is_some() && a.country == b.country)) && !both_named
        };
        x.iter().any(|r| y.iter().any(|s| one(&self.actors.all[r.actor], &self.actors.all[s.actor])))
    }

    pub(crate) fn merge(&self, into: &mut Happening, from: Happening) {
        let into_named = into.actors.iter().any(|r| self.actors.all[r.actor].political == Political::Yes);
        // "rebels" in the headline, their name in the text.
        let proper = |roles: &[Role]| roles.iter().any(|r| self.actors.all[r.actor].named);
        let better = !proper(&into.actors) && proper(&from.actors) && self.alike(&into.actors, &from.actors);
        if into.actors.is_empty() || better || (!into_named && !from.actors.is_empty()) {
            into.actors = from.actors;
            into.hedged = into.hedged.or(from.hedged);
        }
        let opening = |r: &Role| matches!(self.document.sentences[r.at.sentence].role, SegmentRole::Headline | SegmentRole::Standfirst);
        let short = into.recipients.iter().all(opening);
        for role in from.recipients {
            let verbal = matches!(into.event.quad_class(), 1 | 3);
            let outcome = into.event == EventType::Assault
                && into.recipients.len() < 4
                && !into.recipients.iter().any(|r| r.actor == role.actor)
                && (short || into.recipients.iter().any(|r| r.at.sentence == role.at.sentence));
            if outcome
                || into.recipients.is_empty()
                || (verbal && into.recipients.len() < 3 && !into.recipients.iter().any(|r| r.actor == role.actor))
            {
                into.recipients.push(role);
            }
        }
        if into.mode.is_none() && from.mode.is_some() {
            into.mode = from.mode;
            into.cameo = from.cameo;
        }
        for link in from.chain {
            if !into.chain.iter().any(|l| l.name == link.name) {
                into.chain.push(link);
            }
        }
        into.condition = into.condition.or(from.condition);
        if !into.when.is_stated() {
            into.when = from.when;
        }
        into.certainty = into.certainty.min(from.certainty);
        into.mentions.extend(from.mentions);
        self.lead_with_best(into);
    }

    /// The best mention first: running text before headline and summary, facts before quotations.
    pub(crate) fn lead_with_best(&self, one: &mut Happening) {
        let rank = |n: usize| {
            let mention = &self.coded.mentions[n];
            let role = self.document.sentences[mention.sentence].role;
            (matches!(role, SegmentRole::Headline | SegmentRole::Standfirst), mention.quotation.is_some(), mention.nominal, n)
        };
        let Some(best) = one.mentions.iter().copied().min_by_key(|n| rank(*n)) else { return };
        one.mentions.sort_unstable();
        one.mentions.retain(|n| *n != best);
        one.mentions.insert(0, best);
        let mention = &self.coded.mentions[best];
        one.pattern = self.coded.matches[mention.sentence][mention.by].pattern;
    }

    /// The happening that a refused mention speaks of.
    pub(crate) fn spoken_of(&self, told: &[Happening], n: usize) -> Option<usize> {
        let mention = &self.coded.mentions[n];
        let found = &self.coded.matches[mention.sentence][mention.by];
        let (event, mode) = self.type_of(n);
        let roles = |tokens: &[usize]| {
            let role = |t: &usize| self.role(Place { sentence: mention.sentence, token: *t });
            tokens.iter().filter_map(role).collect::<Vec<_>>()
        };
        let whom = roles(&found.recipients);
        let fits = |h: &Happening| {
            let modes = mode.is_none() || h.mode.is_none() || mode == h.mode || mention.nominal;
            let meet = |x: &[Role], y: &[Role]| {
                x.is_empty() || y.is_empty() || x.iter().any(|r| y.iter().any(|s| s.actor == r.actor)) || self.alike(x, y)
            };
            h.event == event && h.aux == Aux::None && modes && meet(&whom, &h.recipients) && (mention.nominal || !whom.is_empty())
        };
        let before = |h: &Happening| h.mentions.iter().any(|m| *m < n);
        told.iter().rposition(|h| fits(h) && before(h)).or_else(|| told.iter().position(fits))
    }
}
