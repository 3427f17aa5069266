"""The training and development sentences, and the label sets counted on them.

What a source does not annotate is absent (`heads is None`, `names is None`) or masked (`names[i] is None`), and the heads
of the model that would need it are not trained on that sentence.
"""

import random
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree

import lemma as lemmas
import names
from news_style import news_style
from sentence import Sentence

UPOS = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split()
#: Kept morphological features, in UD's (alphabetical) order; the rest follows from the word class or is never asked for.
KEPT_FEATURES = ("Mood", "Number", "Person", "Polarity", "Tense", "VerbForm", "Voice")


def training_sentences(shared: Path) -> tuple[list[Sentence], list[Sentence], dict]:
    """Sentences with syntax (most of them with names), sentences with names only, and counts for the log."""
    train = shared / "data" / "train"
    ewt = read_conllu(train / "syntax_ewt_bysa" / "ewt-train.conllu", "ewt")
    uner = names.read_uner(train / "ner_uner_ewt_bysa" / "en_ewt-ud-train.iob2")
    named = 0
    for i, sentence in enumerate(ewt):
        words, tags = uner.get(sentence.id, (None, None))
        # The names were annotated on another revision of EWT; where it cut the words differently we leave names out.
        if words == sentence.words:
            ewt[i] = replace(sentence, names=tags)
            named += 1
    gum = []
    for part in ("ccby", "ccbysa"):
        gum += names.read_gum(train / "syntax_gum" / f"gum-train-{part}.conllu", read_conllu)
    names_only, _ = names_sets(train)
    clean = [s for s in names_only if s.source not in names.NOISY] + [s for s in ewt if s.names]
    places = names.known_places(clean)
    names_only = [names.masked_places(s, places) if s.source in names.NOISY else s for s in names_only]
    gum = [names.masked_places(s, places) for s in gum]
    counts = {"ewt": len(ewt), "ewt_with_names": named, "gum": len(gum)}
    for s in names_only:
        counts[s.source] = counts.get(s.source, 0) + 1
    return ewt + gum, names_only, counts


def names_sets(train: Path) -> tuple[list[Sentence], list[Sentence]]:
    """The sets that annotate names only: nine tenths for training, the tenth document (or sentence, where sentences are
    unrelated) held out for evaluation."""
    sets = []
    politics = train / "ner_crossner_politics" / "ner_data" / "politics"
    for part in ("train", "dev", "test"):
        sets += names.read_two_columns(politics / f"{part}.txt", "crossner", "\t", names.CROSSNER.__getitem__)
    sets += names.read_two_columns(
        train / "ner_wikigold" / "wikigold" / "CONLL-format" / "data" / "wikigold.conll.txt", "wikigold", " ", names.WIKIGOLD.__getitem__
    )
    for part in ("wnut17train.conll", "emerging.dev.conll", "emerging.test.annotated"):
        sets += names.read_two_columns(train / "ner_wnut17" / part, "wnut17", "\t", names.WNUT.__getitem__)
    sets += names.read_re3d(train / "re3d_clean")
    sets += names.read_meantime(train / "meantime_ccby" / "MEANTIME-prep" / "output_data" / "en")
    kept, held, order = [], [], {}
    for s in sets:
        seen = order.setdefault(s.source, {})
        (held if seen.setdefault(s.doc or str(len(seen)), len(seen)) % 10 == 9 else kept).append(s)
    return kept, held


def plain_sentences(shared: Path) -> list[Sentence]:
    """News without annotations that we use (ECB+), for a smaller model to hear what its teacher says of it."""
    sentences = []
    for file in sorted((shared / "data" / "train" / "ecbplus_ccby").glob("*/*.xml")):
        by_number: dict[int, list[str]] = {}
        for token in ElementTree.parse(file).getroot().iter("token"):
            by_number.setdefault(int(token.get("sentence")), []).append(token.text or "")
        for n, words in sorted(by_number.items()):
            words, _ = names.ud_split([w for w in words if w.strip()], [None] * len(words))
            # The first sentence of a page is often its address.
            if len(words) > 3 and "http" not in words:
                sentences.append(Sentence("ecb+", words, doc=file.stem, opens=n == 0, id=f"{file.stem}-{n}"))
    return sentences


def development_sentences(shared: Path) -> dict[str, list[Sentence]]:
    """For evaluation only."""
    syntax = shared / "data" / "open" / "syntax"
    ewt = read_conllu(syntax / "en_ewt-ud-dev.conllu", "ewt-dev")
    uner = names.read_uner(shared / "data" / "train" / "ner_uner_ewt_bysa" / "en_ewt-ud-dev.iob2")
    by_id = {s.id: s for s in ewt}
    sets = {"ewt-dev": ewt, "gum-dev": read_conllu(syntax / "gum-dev-clean.conllu", "gum-dev")}
    sets["uner-ewt-dev"] = [
        Sentence("uner-ewt-dev", words, names=tags, id=id, doc=by_id[id].doc, opens=by_id[id].opens) for id, (words, tags) in uner.items()
    ]
    for s in names_sets(shared / "data" / "train")[1]:
        sets.setdefault(s.source + "-held-out", []).append(s)
    return sets


def kept_features(feats: str) -> str:
    kept = [f for f in feats.split("|") if f.split("=")[0] in KEPT_FEATURES]
    return "|".join(kept) or "_"


def read_conllu(path: Path, source: str) -> list[Sentence]:
    """Words only: ranges of multiword tokens and empty nodes are left out."""
    sentences, rows, sent_id, doc, opens = [], [], "", "", True
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("# sent_id ="):
            sent_id = line.split("=", 1)[1].strip()
        elif line.startswith("# newdoc"):
            doc, opens = f"{source} {line.split('=', 1)[-1].strip()}", True
        elif line.startswith("# newpar") and not line.startswith("# newpar_block"):
            opens = True
        elif line and not line.startswith("#"):
            row = line.split("\t")
            if row[0].isdigit():
                rows.append(row)
        elif not line and rows:
            sentences.append(
                Sentence(
                    source=source,
                    id=sent_id,
                    doc=doc,
                    opens=opens,
                    words=[r[1] for r in rows],
                    upos=[r[3] for r in rows],
                    feats=[kept_features(r[5]) for r in rows],
                    # The second half of a word wrongly split has no lemma of its own ("_").
                    lemmas=[None if r[2] == "_" and r[1] != "_" else r[2] for r in rows],
                    heads=[int(r[6]) for r in rows],
                    deprels=[r[7] for r in rows],
                )
            )
            rows, opens = [], False
    return sentences


@dataclass(frozen=True)
class Labels:
    """The closed sets the model chooses from, in the order of its outputs."""

    upos: list[str]
    feats: list[str]
    lemma_scripts: list[str]
    names: list[str]
    deprels: list[str]

    def deprel(self, label: str) -> str:
        return label if label in self.deprels else label.split(":")[0]


def labels(sentences: list[Sentence], chance: float, seed: int) -> Labels:
    """Sets counted on the training sentences; lemma scripts also on one pass of news style, whose capitals need some."""
    feats, scripts, deprels = {}, {}, {}
    rng = random.Random(seed)
    for sentence in sentences:
        for f in sentence.feats:
            feats[f] = feats.get(f, 0) + 1
        for d in sentence.deprels:
            deprels[d] = deprels.get(d, 0) + 1
        # The unaltered pass decides; the altered one may only add.
        for s in {id(x): x for x in (sentence, news_style(sentence, chance, rng))}.values():
            for word, lemma in zip(s.words, s.lemmas):
                if lemma is not None:
                    script = lemmas.script(word, lemma)
                    scripts[script] = scripts.get(script, 0) + 1
    kept = {d for d, n in deprels.items() if n >= 10 or ":" not in d}

    def ranked(counts, least):
        return sorted((k for k, n in counts.items() if n >= least), key=lambda k: (-counts[k], k))

    return Labels(UPOS, ranked(feats, 10), ranked(scripts, 3), names.TAGS, sorted(kept))
