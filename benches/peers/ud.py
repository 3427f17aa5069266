"""UD sentences, spaCy Docs made of them, and how well a Doc agrees with its sentences.

A Doc holds the words as the treebank cuts them, separated as in the treebank's text, so that `doc.text` is the raw text
and `token.idx` the offset of a gold word in it.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import Doc
from spacy.vocab import Vocab

# The peer reads the names as our own training does.
sys.path.insert(0, str(Path(__file__).parents[2] / "training" / "linguistic"))
from names import read_uner  # noqa: E402


@dataclass
class Sentence:
    id: str
    doc: str
    #: Does a paragraph begin with it?
    opens: bool
    words: list[str]
    #: Does a space follow the word?
    spaces: list[bool]
    upos: list[str]
    #: None for the second half of a word wrongly split, which has no lemma of its own.
    lemmas: list[str | None]
    #: 0 is the root, otherwise the 1-based index of the head.
    heads: list[int]
    deprels: list[str]
    names: list[str] | None = None


def read_conllu(path: Path) -> list[Sentence]:
    """Words only: a multiword token gives its words and its space, empty nodes are left out."""
    sentences, rows, spaces, sent_id, doc, opens = [], [], [], "", "", True
    token_end, token_space = 0, True
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("# sent_id ="):
            sent_id = line.split("=", 1)[1].strip()
        elif line.startswith("# newdoc"):
            doc, opens = line.split("=", 1)[-1].strip(), True
        elif line.startswith("# newpar") and not line.startswith("# newpar_block"):
            opens = True
        elif line and not line.startswith("#"):
            row = line.split("\t")
            space = "SpaceAfter=No" not in row[9].split("|")
            if "-" in row[0]:
                # All multiword tokens of EWT and GUM are their words written together ("do" + "n't").
                token_end, token_space = int(row[0].split("-")[1]), space
            elif row[0].isdigit():
                inside = len(rows) + 1 <= token_end
                spaces.append((token_space if len(rows) + 1 == token_end else False) if inside else space)
                rows.append(row)
        elif not line and rows:
            sentences.append(
                Sentence(
                    id=sent_id,
                    doc=doc,
                    opens=opens,
                    words=[r[1] for r in rows],
                    spaces=spaces,
                    upos=[r[3] for r in rows],
                    lemmas=[None if r[2] == "_" and r[1] != "_" else r[2] for r in rows],
                    heads=[int(r[6]) for r in rows],
                    deprels=[r[7] for r in rows],
                )
            )
            rows, spaces, opens, token_end = [], [], False, 0
    return sentences


def add_names(sentences: list[Sentence], path: Path) -> int:
    """UNER stands on another revision of EWT; where that cuts the words differently the names are left out."""
    by_id, found = read_uner(path), 0
    for s in sentences:
        words, tags = by_id.get(s.id, (None, None))
        if words == s.words:
            s.names = tags
            found += 1
    return found


def paragraphs(sentences: list[Sentence]) -> list[list[Sentence]]:
    """Runs of sentences up to the next beginning of a paragraph or document."""
    runs: list[list[Sentence]] = []
    for s in sentences:
        if s.opens or not runs:
            runs.append([])
        runs[-1].append(s)
    return runs


def words_of(sentences: list[Sentence], nlp, ends: bool = True) -> Doc:
    """The gold words and, if `ends`, the gold sentence ends, which spaCy keeps; nothing else is told."""
    words = [w for s in sentences for w in s.words]
    starts = [i == 0 for s in sentences for i in range(len(s.words))]
    doc = Doc(nlp.vocab, words, _spaces(sentences), sent_starts=starts if ends else None)
    # spaCy's tokenizer notes what "ca" and "n't" stand for ("can", "not"), and the encoder reads that. Without it a pipeline
    # trained on gold words would meet unknown words in raw text.
    norms = {(t.idx, len(t)): t.norm_ for t in nlp.make_doc(doc.text)}
    for token in doc:
        token.norm_ = norms.get((token.idx, len(token)), token.norm_)
    return doc


def annotated(sentences: list[Sentence], vocab: Vocab) -> Doc:
    """The gold words with all that is to be learned. The root is its own head, and named in capitals: so spaCy wants it."""
    heads, names, begin = [], [], 0
    for s in sentences:
        heads += [begin + (h - 1 if h else i) for i, h in enumerate(s.heads)]
        # None: not annotated, the names are not trained here.
        names += s.names if s.names else [None] * len(s.words)
        begin += len(s.words)
    return Doc(
        vocab,
        [w for s in sentences for w in s.words],
        _spaces(sentences),
        pos=[u for s in sentences for u in s.upos],
        lemmas=[lemma or "" for s in sentences for lemma in s.lemmas],
        heads=heads,
        deps=["ROOT" if d == "root" else d for s in sentences for d in s.deprels],
        ents=names,
    )


def _spaces(sentences: list[Sentence]) -> list[bool]:
    # The text ends with its last word.
    spaces = [space for s in sentences for space in s.spaces]
    return spaces[:-1] + [False]


def read_words(sentences: list[Sentence], doc: Doc) -> Iterator[tuple[Sentence, int, str, str, int, str]]:
    """What a Doc of these gold words says: the sentence, the word's index in it, UPOS, lemma, head (0: root), label."""
    begin = 0
    assert [len(s) for s in doc.sents] == [len(s.words) for s in sentences], "spaCy did not keep the gold sentences"
    for s in sentences:
        for i, token in enumerate(doc[begin : begin + len(s.words)]):
            root = token.head.i == token.i
            yield s, i, token.pos_, token.lemma_, 0 if root else token.head.i - begin + 1, "root" if root else token.dep_
        begin += len(s.words)


def scores(read: list[tuple[list[Sentence], Doc]]) -> dict:
    """Word accuracies on gold words and sentences. Punctuation and subtypes count; words without a gold lemma do not."""
    hits, words, lemma_words = dict.fromkeys(("upos", "lemma", "uas", "las"), 0), 0, 0
    for sentences, doc in read:
        for s, i, upos, lemma, head, deprel in read_words(sentences, doc):
            attached = head == s.heads[i]
            hits["upos"] += upos == s.upos[i]
            hits["uas"] += attached
            hits["las"] += attached and deprel == s.deprels[i]
            if s.lemmas[i] is not None:
                hits["lemma"] += lemma == s.lemmas[i]
                lemma_words += 1
            words += 1
    return {k: 100 * v / (lemma_words if k == "lemma" else words) for k, v in hits.items()}


def names_f1(read: list[tuple[list[Sentence], Doc]]) -> float:
    """Exact spans with kind, in the sentences whose names are annotated."""
    right = ours = theirs = 0
    for sentences, doc in read:
        gold = annotated(sentences, doc.vocab)
        known = {i for i, token in enumerate(gold) if token.ent_iob}
        spans = [{(e.start, e.end, e.label_) for e in d.ents if e.start in known} for d in (gold, doc)]
        right += len(spans[0] & spans[1])
        ours += len(spans[1])
        theirs += len(spans[0])
    return 200 * right / max(ours + theirs, 1)


def raw_scores(read: list[tuple[list[Sentence], Doc]]) -> dict:
    """F1 on raw text, as the CoNLL 2018 shared task counts, but with subtypes: words and sentences are the same if they cover
    the same characters, an arc is right if its word, its head and its label are."""
    right, ours, theirs = dict.fromkeys(("words", "sentences", "las"), 0), [0, 0], [0, 0]
    for sentences, doc in read:
        gold = annotated(sentences, doc.vocab)
        assert gold.text == doc.text
        arcs, found = (
            # Whitespace is a token to spaCy and none to UD.
            {_span(t): (None if t.head.i == t.i else _span(t.head), t.dep_) for t in d if not t.is_space} for d in (gold, doc)
        )
        ends = [{(s.start_char, s.end_char) for s in d.sents} for d in (gold, doc)]
        right["words"] += len(arcs.keys() & found.keys())
        right["las"] += sum(found.get(span) == arc for span, arc in arcs.items())
        right["sentences"] += len(ends[0] & ends[1])
        ours = [ours[0] + len(found), ours[1] + len(ends[1])]
        theirs = [theirs[0] + len(arcs), theirs[1] + len(ends[0])]
    unit = {"words": 0, "sentences": 1, "las": 0}
    return {"raw_" + k: 200 * v / (ours[unit[k]] + theirs[unit[k]]) for k, v in right.items()}


def _span(token) -> tuple[int, int]:
    return token.idx, token.idx + len(token)
