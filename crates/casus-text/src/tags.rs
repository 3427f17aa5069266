//! Universal Dependencies' parts of speech and relations, as closed lists.

use strum::{Display, EnumString};

/// Universal parts of speech (UD v2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display, EnumString)]
#[strum(serialize_all = "UPPERCASE")]
#[allow(missing_docs)]
pub enum Upos {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    X,
}

impl Upos {
    /// Noun or proper noun.
    pub fn is_nominal(self) -> bool {
        matches!(self, Upos::Noun | Upos::Propn)
    }
}

/// Dependency relations of UD English with their subtypes; an unknown label reads as [`Deprel::Dep`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display, EnumString)]
#[strum(serialize_all = "lowercase")]
#[allow(missing_docs)]
pub enum Deprel {
    Acl,
    #[strum(serialize = "acl:relcl")]
    AclRelcl,
    Advcl,
    #[strum(serialize = "advcl:relcl")]
    AdvclRelcl,
    Advmod,
    Amod,
    Appos,
    Aux,
    #[strum(serialize = "aux:pass")]
    AuxPass,
    Case,
    Cc,
    #[strum(serialize = "cc:preconj")]
    CcPreconj,
    Ccomp,
    Compound,
    #[strum(serialize = "compound:prt")]
    CompoundPrt,
    Conj,
    Cop,
    Csubj,
    #[strum(serialize = "csubj:outer")]
    CsubjOuter,
    #[strum(serialize = "csubj:pass")]
    CsubjPass,
    Dep,
    Det,
    #[strum(serialize = "det:predet")]
    DetPredet,
    Discourse,
    Dislocated,
    Expl,
    Fixed,
    Flat,
    Goeswith,
    Iobj,
    List,
    Mark,
    Nmod,
    #[strum(serialize = "nmod:desc")]
    NmodDesc,
    #[strum(serialize = "nmod:poss")]
    NmodPoss,
    #[strum(serialize = "nmod:unmarked", serialize = "nmod:npmod", serialize = "nmod:tmod")]
    NmodUnmarked,
    Nsubj,
    #[strum(serialize = "nsubj:outer")]
    NsubjOuter,
    #[strum(serialize = "nsubj:pass")]
    NsubjPass,
    Nummod,
    Obj,
    Obl,
    #[strum(serialize = "obl:agent")]
    OblAgent,
    #[strum(serialize = "obl:unmarked", serialize = "obl:npmod", serialize = "obl:tmod")]
    OblUnmarked,
    Orphan,
    Parataxis,
    Punct,
    Reparandum,
    Root,
    Vocative,
    Xcomp,
}
