"""A training sentence: words, with what its source annotates and None for the rest."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sentence:
    source: str
    words: list[str]
    upos: list[str] | None = None
    feats: list[str] | None = None
    lemmas: list[str | None] | None = None
    #: 0 is the root, otherwise the 1-based index of the head.
    heads: list[int] | None = None
    deprels: list[str] | None = None
    names: list[str | None] | None = None
    id: str = ""
    #: The document it stands in; sentences of one document follow one another in the lists.
    doc: str = ""
    #: Does a paragraph begin with it?
    opens: bool = True
