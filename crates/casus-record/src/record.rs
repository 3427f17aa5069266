//! The JSON record: one object an article, contract of `casus code --format jsonl`. Field names are stable.
//!
//! Lists may be empty, fields are never missing, unknown is `null`. `start` and `end` count Unicode code points of
//! [`Record::text`], end exclusive.

use crate::{Aux, Certainty, CodePoints, Context, EventType, Mode, Polarity, Sector, Span, Stance};
use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoStaticStr};

macro_rules! plain {
    ($($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident: $ty:ty),* $(,)? })*) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub struct $name { $($(#[$fdoc])* pub $field: $ty),* }
    )* };
}

macro_rules! choice {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident),* $(,)? })*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Display, EnumString, EnumIter, IntoStaticStr)]
        #[strum(serialize_all = "snake_case")]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant),* }
    )* };
}

/// The value of [`Record::schema`].
pub const SCHEMA: &str = "casus/1";

plain! {
    /// Everything casus says about one article.
    Record {
        /// Always [`SCHEMA`].
        schema: String,
        /// Which program, model and lexicon coded it.
        coder: Coder,
        /// The `id` of a JSONL record, else the file's stem when unique in the run, else 16 hex digits of the SHA-256 of the raw bytes.
        article_id: String,
        /// Path or URL as given.
        source: String,
        /// Address of the article, if known.
        url: Option<String>,
        /// Publisher, if known.
        outlet: Option<String>,
        /// Headline, if found.
        title: Option<String>,
        /// Byline, if found.
        author: Option<String>,
        /// Publication date, `YYYY-MM-DD`.
        published: Option<String>,
        /// Where the publication date comes from.
        published_basis: Option<PublishedBasis>,
        /// ISO 639-1 language, if recognised.
        lang: Option<String>,
        /// SHA-256 of the raw bytes, hex.
        raw_sha256: String,
        /// The text that all offsets count in.
        text: String,
        /// The article this one copies.
        dup_of: Option<String>,
        /// exact, near or syndicated.
        dup_kind: Option<String>,
        /// Wire agency or first outlet.
        lineage: Option<String>,
        /// What was changed in the raw text, replayable.
        repairs: Vec<Repair>,
        /// Anything a reader should know about how the article was read.
        notes: Vec<String>,
        /// Sentences and other segments, in text order.
        sentences: Vec<Sentence>,
        /// Happenings, in text order.
        events: Vec<Event>,
        /// Who says what, in text order.
        claims: Vec<Claim>,
        /// Every actor named in an event, claim or relation.
        actors: Vec<ActorEntry>,
        /// Every place recognised.
        places: Vec<PlaceEntry>,
        /// What looked like an event and was not coded, or was not read, and why.
        not_coded: Vec<NotCoded>,
    }
    /// The program that made a record.
    Coder {
        /// Version of casus.
        version: String,
        /// First 12 hex digits of the SHA-256 of the model's weights.
        model: String,
        /// First 12 hex digits of the SHA-256 of codebook and lexicon.
        lexicon: String,
    }
    /// A change to the raw text: `before` stood where `after` stands now.
    Repair {
        /// What was wrong: `mojibake`, `encoding`, `control`…
        kind: String,
        /// Where `after` begins in `text`.
        start: usize,
        /// Where it ends.
        end: usize,
        /// The words before the repair.
        before: String,
        /// The words now.
        after: String,
    }
    /// A sentence, or a segment that is no sentence.
    Sentence {
        /// Position in the article, from 0.
        sentence_id: usize,
        /// What kind of segment it stands in.
        role: SegmentRole,
        /// Start in `text`.
        start: usize,
        /// End in `text`.
        end: usize,
        /// Its words.
        text: String,
    }
    /// Words in a sentence.
    Mention {
        /// The sentence.
        sentence_id: usize,
        /// The words.
        text: String,
        /// Start in `text`.
        start: usize,
        /// End in `text`.
        end: usize,
    }
    /// Words without a sentence of their own.
    Words {
        /// The words.
        text: String,
        /// Start in `text`.
        start: usize,
        /// End in `text`.
        end: usize,
    }
    /// One happening.
    Event {
        /// `<article_id>-e1` … in text order.
        event_id: String,
        /// PLOVER type.
        r#type: EventType,
        /// PLOVER mode.
        mode: Option<Mode>,
        /// What it is about.
        contexts: Vec<Context>,
        /// CAMEO code.
        cameo: Option<String>,
        /// 1 verbal cooperation … 4 material conflict.
        quad_class: u8,
        /// Goldstein score of the CAMEO code.
        goldstein: Option<f64>,
        /// Who did it; all parties of a symmetric event.
        actor: Vec<Party>,
        /// To whom.
        recipient: Vec<Party>,
        /// The words that express it, where it is said best.
        trigger: Mention,
        /// All other mentions of the same happening.
        mentions: Vec<Mention>,
        /// Only `none` is the current stream.
        aux: Aux,
        /// How sure the text presents it.
        certainty: Certainty,
        /// Affirmed or denied.
        polarity: Polarity,
        /// On whose word, outermost first; empty: the article's own.
        attribution: Vec<Source>,
        /// Only if, unless, until.
        condition: Option<Condition>,
        /// Who is said to have done it, by whom.
        perpetrator: Perpetrator,
        /// When.
        date: EventDate,
        /// Where, or null with the reason in `because.note`.
        place: Option<EventPlace>,
        /// Dead, injured, abducted …
        casualties: Vec<Casualty>,
        /// Which rule or model.
        because: Because,
        /// Probability that type and parties are right, two digits.
        confidence: f64,
    }
    /// An actor in a role of an event.
    Party {
        /// Refers to [`Record::actors`].
        actor_id: String,
        /// Fullest name the article or the knowledge files give.
        name: String,
        /// The words in the role.
        text: String,
        /// ISO 3166 alpha-3, or PLOVER's codes for international bodies.
        country: Option<String>,
        /// PLOVER sector.
        sector: Option<Sector>,
        /// Country and sector together.
        code: Option<String>,
        /// Start in `text`.
        start: usize,
        /// End in `text`.
        end: usize,
    }
    /// One link of an attribution chain.
    Source {
        /// What kind of link.
        role: SourceRole,
        /// Who or what, as named.
        name: String,
        /// The actor, where it is one.
        actor_id: Option<String>,
        /// The words that attribute.
        cue: Option<String>,
        /// Start of the cue in `text`.
        start: usize,
        /// End of the cue.
        end: usize,
    }
    /// What an event depends on.
    Condition {
        /// unless, if, until or deadline.
        kind: ConditionKind,
        /// The words.
        text: String,
        /// Start in `text`.
        start: usize,
        /// End in `text`.
        end: usize,
    }
    /// Who is said to have done it.
    Perpetrator {
        /// How settled that is.
        status: PerpetratorStatus,
        /// Everybody named, with the claim that names them.
        candidates: Vec<Candidate>,
    }
    /// Somebody named as, or cleared of being, the author of an event.
    Candidate {
        /// Refers to [`Record::actors`].
        actor_id: String,
        /// Name.
        name: String,
        /// What is said.
        stance: Stance,
        /// Where it is said.
        claim_id: Option<String>,
    }
    /// When an event happened.
    EventDate {
        /// First day, `YYYY-MM-DD`.
        start: Option<String>,
        /// Last day, inclusive.
        end: Option<String>,
        /// How fine.
        precision: DatePrecision,
        /// Where it comes from.
        basis: DateBasis,
        /// The words.
        text: Option<String>,
        /// TIMEX3 value.
        timex: Option<String>,
        /// Relative to publication.
        direction: Direction,
        /// "recent", "about", "early".
        approx: bool,
    }
    /// Where an event happened.
    EventPlace {
        /// Name.
        name: String,
        /// ISO 3166 alpha-3.
        country: Option<String>,
        /// First-order division.
        admin1: Option<String>,
        /// Latitude; none above admin1.
        lat: Option<f64>,
        /// Longitude; none above admin1.
        lon: Option<f64>,
        /// GeoNames id.
        geonames_id: Option<u32>,
        /// How fine.
        precision: PlacePrecision,
        /// Where it comes from.
        basis: PlaceBasis,
        /// It happened there, or is threatened there.
        status: PlaceStatus,
        /// The words.
        text: Option<String>,
    }
    /// A figure of people harmed.
    Casualty {
        /// Kind of harm.
        kind: Harm,
        /// Lowest figure.
        low: Option<u32>,
        /// Best figure.
        best: Option<u32>,
        /// Highest figure.
        high: Option<u32>,
        /// Who gives it; null: the article.
        by: Option<String>,
        /// The words.
        text: String,
        /// Start in `text`.
        start: usize,
        /// End in `text`.
        end: usize,
    }
    /// The reason for a code.
    Because {
        /// `file/entry` of the lexicon.
        rule: String,
        /// Model that voted, if any.
        model: Option<String>,
        /// What else a reader should know.
        note: Option<String>,
    }
    /// An attributed statement that bears on who did, will do or did not do what.
    Claim {
        /// `<article_id>-c1` … in text order.
        claim_id: String,
        /// The sentence of the cue.
        sentence_id: usize,
        /// Who says so; null if the text does not name them.
        claimant: Option<Claimant>,
        /// What they do with the content.
        stance: Stance,
        /// Affirmed or denied.
        polarity: Polarity,
        /// How sure they present it.
        certainty: Certainty,
        /// What they say.
        content: Words,
        /// The words that mark the stance.
        cue: Words,
        /// The event it bears on.
        about: Option<String>,
        /// Who did it, if the claim says so.
        alleged_actor: Option<ActorRef>,
        /// Quoted or reported.
        quote: Quote,
        /// On whose word the claim itself stands, outermost first.
        attribution: Vec<Source>,
        /// When it was made.
        date: EventDate,
        /// Which rule or model.
        because: Because,
        /// Probability that claimant and stance are right, two digits.
        confidence: f64,
    }
    /// Who makes a claim.
    Claimant {
        /// Refers to [`Record::actors`].
        actor_id: Option<String>,
        /// Name.
        name: String,
        /// The words.
        text: String,
    }
    /// An actor by id and name.
    ActorRef {
        /// Refers to [`Record::actors`].
        actor_id: String,
        /// Name.
        name: String,
    }
    /// An actor of the article.
    ActorEntry {
        /// Stable across articles for known actors.
        actor_id: String,
        /// Fullest name.
        name: String,
        /// What kind of actor.
        kind: ActorKind,
        /// ISO 3166 alpha-3, or PLOVER's codes for international bodies.
        country: Option<String>,
        /// PLOVER sector.
        sector: Option<Sector>,
        /// Country and sector together.
        code: Option<String>,
        /// Is it in the knowledge files?
        known: bool,
        /// Where the article speaks of it.
        mentions: Vec<Mention>,
        /// What the text says of its ties.
        relations: Vec<Relation>,
    }
    /// A tie between two actors that the text states.
    Relation {
        /// Kind of tie.
        kind: RelationKind,
        /// The other actor.
        actor_id: String,
    }
    /// A place of the article.
    PlaceEntry {
        /// Name.
        name: String,
        /// GeoNames id.
        geonames_id: Option<u32>,
        /// ISO 3166 alpha-3.
        country: Option<String>,
        /// First-order division.
        admin1: Option<String>,
        /// Latitude; none above admin1.
        lat: Option<f64>,
        /// Longitude; none above admin1.
        lon: Option<f64>,
        /// How fine.
        precision: PlacePrecision,
        /// Where the article speaks of it.
        mentions: Vec<Mention>,
    }
    /// A refusal with its reason.
    NotCoded {
        /// The sentence.
        sentence_id: usize,
        /// The words; null: the whole sentence.
        text: Option<String>,
        /// Start in `text`.
        start: usize,
        /// End in `text`.
        end: usize,
        /// The type it would have been.
        would_be: Option<EventType>,
        /// Why not.
        reason: Reason,
    }
}

choice! {
    /// Where a publication date comes from.
    PublishedBasis {
        /// A date line in the text.
        Dateline,
        /// Fields that came with the text.
        Metadata,
        /// The address.
        Url,
        /// The archive.
        Warc,
        /// `--published`.
        Argument,
    }
    /// What kind of segment a sentence stands in.
    SegmentRole {
        /// The title.
        Headline,
        /// The title again.
        HeadlineDuplicate,
        /// Summary under the title.
        Standfirst,
        /// Date or place line.
        Dateline,
        /// A line that is an address.
        UrlLine,
        /// Words under a picture, credits.
        Caption,
        /// Running text.
        Body,
        /// Running text that begins or ends inside quotation marks.
        Quote,
        /// Points to another article.
        RelatedLink,
        /// Reading time, cookie notes, watermarks.
        Boilerplate,
    }
    /// What a link of an attribution chain is.
    SourceRole {
        /// Who reports.
        Source,
        /// Who speaks.
        Speaker,
        /// A video, letter, statement.
        Document,
        /// Who thinks so.
        Believer,
    }
    /// What a condition hangs on.
    ConditionKind {
        /// Unless it happens.
        Unless,
        /// If it happens.
        If,
        /// Until it happens.
        Until,
        /// By a date.
        Deadline,
    }
    /// How settled it is who did it.
    PerpetratorStatus {
        /// The text says so.
        Stated,
        /// One suspect whom nobody disputes.
        Suspected,
        /// Different parties say different things.
        Contested,
        /// Nobody is named.
        Unknown,
    }
    /// How fine a date is.
    DatePrecision {
        /// A day.
        Day,
        /// About a week.
        Week,
        /// About a month, or some months.
        Month,
        /// A year or more.
        Year,
        /// Not known.
        Unknown,
    }
    /// Where a date comes from.
    DateBasis {
        /// Written out.
        Explicit,
        /// Counted from publication or another date.
        Relative,
        /// The day of publication.
        Publication,
        /// Concluded from what stands around.
        Inferred,
    }
    /// Which way from publication.
    Direction {
        /// Before.
        Past,
        /// After.
        Future,
        /// Neither.
        None,
    }
    /// How fine a place is.
    PlacePrecision {
        /// A building, base, square.
        Site,
        /// A settlement.
        City,
        /// Second-order division.
        Admin2,
        /// First-order division.
        Admin1,
        /// A country.
        Country,
    }
    /// Where a place comes from.
    PlaceBasis {
        /// The event's clause.
        Clause,
        /// Its sentence.
        Sentence,
        /// The date line.
        Dateline,
        /// The rest of the article.
        Document,
        /// The country of an actor.
        Actor,
    }
    /// Does the text say it happened there?
    PlaceStatus {
        /// Yes.
        Stated,
        /// It is threatened there.
        Threatened,
    }
    /// Kind of harm to people.
    Harm {
        /// Killed.
        Dead,
        /// Injured.
        Injured,
        /// Kidnapped.
        Abducted,
        /// Arrested.
        Arrested,
        /// Driven from home.
        Displaced,
    }
    /// How words are passed on.
    Quote {
        /// In quotation marks.
        Direct,
        /// Partly in quotation marks.
        Partial,
        /// Reported.
        Indirect,
    }
    /// What kind of actor.
    ActorKind {
        /// One human.
        Person,
        /// Fights outside a state's forces.
        ArmedGroup,
        /// Part of a state.
        StateOrgan,
        /// A country.
        State,
        /// Made by states.
        Igo,
        /// Reports news.
        Media,
        /// Any other organisation.
        Organisation,
        /// People without a common name.
        Group,
    }
    /// Kind of tie between actors.
    RelationKind {
        /// Leads it.
        Leads,
        /// Belongs to it.
        PartOf,
        /// Made it.
        Founded,
        /// Sides with it.
        Allied,
    }
    /// Why something was not coded. The first twelve speak of words, the rest of whole sentences.
    Reason {
        /// Only threatened.
        ContentOfThreat,
        /// Only demanded.
        ContentOfDemand,
        /// Only promised.
        ContentOfPromise,
        /// Only a condition.
        Condition,
        /// Somebody denies it.
        Denied,
        /// The text says it did not happen.
        Negated,
        /// Possible or imagined.
        Hypothetical,
        /// Older background.
        HistoricalBackground,
        /// A mention of an event coded elsewhere.
        RepeatedMention,
        /// The words mean something else here.
        OtherSense,
        /// Nobody politically relevant takes part.
        NoPoliticalActor,
        /// Too unsure.
        BelowConfidence,
        /// Words of a picture.
        Caption,
        /// Belongs to another article.
        RelatedLink,
        /// No article text.
        Boilerplate,
        /// The headline again.
        HeadlineDuplicate,
        /// No word that could be an event.
        NoTrigger,
        /// No sentence could be read from it.
        NoParse,
        /// Another language.
        NotEnglish,
        /// Beyond what one run reads.
        TooLong,
    }
}

impl Reason {
    /// Does it refuse a whole sentence (and not words in it)?
    pub fn is_of_sentence(self) -> bool {
        self >= Reason::Caption
    }
}

impl Words {
    /// The words of `span`, with positions in code points.
    pub fn of(text: &str, points: &CodePoints, span: Span) -> Self {
        let (start, end) = points.of(text, span);
        Words { text: span.of(text).to_owned(), start, end }
    }
}

impl Mention {
    /// The words of `span` in sentence `sentence_id`, with positions in code points.
    pub fn of(text: &str, points: &CodePoints, sentence_id: usize, span: Span) -> Self {
        let (start, end) = points.of(text, span);
        Mention { sentence_id, text: span.of(text).to_owned(), start, end }
    }
}
