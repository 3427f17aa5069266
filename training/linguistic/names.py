"""Readers of the name sets: PER, LOC and ORG in BIO tags; None masks a word whose tag is in doubt.

UNER and WikiGold tag names; CrossNER tags finer kinds, mapped; re3d and MEANTIME tag noun phrases, of which `trusted`
keeps what is surely a name.
"""

import json
import re
from dataclasses import replace
from pathlib import Path

from sentence import Sentence

TAGS = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG"]


def read_uner(path: Path) -> dict[str, tuple[list[str], list[str]]]:
    """sent_id -> words and tags. The stray B-O of the older revision and OTH (mostly nationalities) become O."""
    by_id, words, tags, sent_id = {}, [], [], ""
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("# sent_id ="):
            sent_id = line.split("=", 1)[1].strip()
        elif line and not line.startswith("#"):
            row = line.split("\t")
            words.append(row[1])
            tags.append("O" if row[2].endswith(("-O", "-OTH")) else row[2])
        elif not line and words:
            by_id[sent_id] = (words, bio(tags))
            words, tags = [], []
    return by_id


def bio(tags: list[str | None]) -> list[str | None]:
    """An I- that continues nothing of its own kind begins a name."""
    repaired = []
    for tag in tags:
        if tag and tag.startswith("I-"):
            before = repaired[-1] if repaired else None
            if not before or before[1:] != tag[1:]:
                tag = "B-" + tag[2:]
        repaired.append(tag)
    return repaired


def read_two_columns(path: Path, source: str, separator: str, map_type) -> list[Sentence]:
    """CoNLL files with a word and a tag a line. `map_type` gives PER, LOC, ORG, "O", or None to mask."""
    sentences, words, tags, document, documents = [], [], [], "", 0
    for line in path.read_text(encoding="utf-8").split("\n") + [""]:
        cells = line.split(separator)
        if line.startswith("-DOCSTART-"):
            documents += 1
            document = f"{source} {documents}"
        elif len(cells) >= 2 and cells[0]:
            tag = cells[1].strip()
            kind = "O" if tag == "O" else map_type(tag[2:])
            words.append(cells[0])
            tags.append(kind if kind in ("O", None) else tag[:2] + kind)
        elif words:
            words, tags = ud_split(words, tags)
            sentences.append(Sentence(source, words, names=bio(tags), doc=document))
            words, tags = [], []
    return sentences


CROSSNER = {
    "politician": "PER",
    "person": "PER",
    "politicalparty": "ORG",
    "organisation": "ORG",
    "country": "LOC",
    "location": "LOC",
    "misc": "O",
    # An election's name contains places and years; the other sets would tag the place inside. Not our question.
    "election": None,
    "event": None,
}
#: Bands, clubs and parties are one class in WNUT; UNER has some of them as OTH.
WNUT = {"person": "PER", "location": "LOC", "corporation": "ORG", "group": None, "product": "O", "creative-work": "O"}
WIKIGOLD = {"PER": "PER", "LOC": "LOC", "ORG": "ORG", "MISC": "O"}


def ud_split(words, tags):
    """Hyphens and slashes inside words are words of their own in UD; the name sets leave them in."""
    out_words, out_tags = [], []
    for word, tag in zip(words, tags):
        parts = [p for p in re.split(r"(?<=\w)([-/–])(?=\w)", word) if p] if re.search(r"[^\W\d]", word) else [word]
        for i, part in enumerate(parts):
            out_words.append(part)
            out_tags.append("I-" + tag[2:] if i and tag and tag.startswith("B-") else tag)
    return out_words, out_tags


WORD = re.compile(r"(?:[A-Z]\.){2,}|(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Sgt|St|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.|\d+(?:[.,:]\d+)*"
                  r"|\w+?(?=n['’]t\b)|n['’]t\b|['’](?:s|re|ve|ll|d|m)\b|\w+|\S")


def read_re3d(folder: Path) -> list[Sentence]:
    """Defence press releases. Their spans are noun phrases ("U.S. service members"), not names: see `trusted`."""
    sentences = []
    for documents in sorted(folder.glob("*/documents.json")):
        spans: dict[str, list] = {}
        for line in (documents.parent / "entities.json").read_text(encoding="utf-8").splitlines():
            entity = json.loads(line)
            kind = {"Person": "PER", "Organisation": "ORG", "Location": "LOC"}.get(entity["type"])
            if kind:
                spans.setdefault(entity["documentId"], []).append((entity["begin"], entity["end"], kind))
        for line in documents.read_text(encoding="utf-8").splitlines():
            document = json.loads(line)
            text = document["text"]
            for match in re.finditer(r"\S(?:.*?)(?:[.!?][\"”]?(?=\s+[A-Z\"“])|(?=\n)|$)", text):
                tokens = [(m.start(), m.end()) for m in WORD.finditer(text, match.start(), match.end())]
                if len(tokens) < 4:
                    continue
                words = [text[b:e] for b, e in tokens]
                inside = []
                for begin, end, kind in spans.get(document["_id"], []):
                    covered = [i for i, (b, e) in enumerate(tokens) if b >= begin and e <= end]
                    if covered:
                        inside.append((covered[0], covered[-1] + 1, kind))
                sentences.append(Sentence("re3d", words, names=trusted(words, inside), doc=document["_id"]))
    return sentences


def read_meantime(folder: Path) -> list[Sentence]:
    """Wikinews. Mentions are full noun phrases and only each article's first sentences are annotated: see `trusted`."""
    spans: dict[tuple[str, int], list] = {}
    for mention in json.loads((folder / "entities_mentions.json").read_text(encoding="utf-8")):
        kind = mention["mention_type"]
        if kind in ("PER", "LOC", "ORG") and mention["is_continuous"]:
            at = mention["tokens_number"]
            spans.setdefault((mention["conll_doc_key"], mention["sent_id"]), []).append((at[0], at[-1] + 1, kind))
    rows: dict[tuple[str, int], list[str]] = {}
    for line in (folder / "meantime.conll").read_text(encoding="utf-8").split("\n"):
        cells = line.split("\t")
        if len(cells) >= 4:
            rows.setdefault((cells[0], int(cells[1])), []).append(cells[3])
    sentences = []
    for key, words in rows.items():
        if key in spans:
            names = trusted(words, spans[key])
            words, names = ud_split(words, names)
            sentences.append(Sentence("meantime", words, names=bio(names), doc=key[0]))
    return sentences


ARTICLES = {"the", "a", "an", "its", "their", "his", "her", "our"}
INNER = {"of", "the", "and", "for", "al", "bin", "de", "la", "el", "van", "von", "-", "'", "’s", "'s", "."}
ROLES = set(
    "minister secretary president chairman commander general gen lt col maj ambassador spokesman spokesperson envoy mr mrs ms dr "
    "king prince coordinator director governor senator representative official leader judge justice head chief deputy mayor "
    "congressman congresswoman sir lord lady pope sheikh sultan emperor captain capt professor prof rev sergeant".split()
)


def trusted(words: list[str], spans: list[tuple[int, int, str]]) -> list[str | None]:
    """Tags only what is surely a name or surely none; the rest is masked (None).

    A span counts as a name when, its article dropped, all its words are capitalised (but for "of", "the", ...), it has
    no title in it and lies in no longer such span. A word in no name is O when it is written in lower case or is
    punctuation or a number; any other capitalised word is masked.
    """
    tags: list[str | None] = [None if w[:1].isupper() else "O" for w in words]
    good = []
    for begin, end, kind in spans:
        while begin < end and words[begin].lower() in ARTICLES:
            begin += 1
        inside = words[begin:end]
        if not inside or len(inside) > 7:
            continue
        capital = all(w[:1].isupper() or w.lower() in INNER for w in inside) and inside[0][:1].isupper()
        titled = kind == "PER" and any(w.lower().strip(".") in ROLES for w in inside)
        if capital and not titled and inside[-1][:1].isupper():
            good.append((begin, end, kind))
        elif inside[0][:1].isupper() or len(inside) > 1:
            for i in range(begin, end):
                if words[i][:1].isupper():
                    tags[i] = None
    taken = [False] * len(words)
    for begin, end, kind in sorted(good, key=lambda s: s[0] - s[1]):
        if any(taken[begin:end]):
            continue
        for i in range(begin, end):
            tags[i] = ("I-" if i > begin else "B-") + kind
            taken[i] = True
    return tags


#: Sets that annotate noun phrases, of which `trusted` keeps the names.
NOISY = {"re3d", "meantime"}


def known_places(sentences: list[Sentence]) -> set[str]:
    """The names that sets of names call a place."""
    return {" ".join(s.words[b:e]) for s in sentences for b, e, kind in name_spans(s.names) if kind == "LOC"}


def masked_places(s: Sentence, places: set[str]) -> Sentence:
    """"the U.S. said" is an organisation in re3d, MEANTIME and GUM and a place in UNER: mask what others know as a place."""
    tags = list(s.names)
    for b, e, kind in name_spans(tags):
        if kind == "ORG" and " ".join(s.words[b:e]) in places:
            tags[b:e] = [None] * (e - b)
    return replace(s, names=tags)


GUM_KINDS = {"person": "PER", "place": "LOC", "organization": "ORG"}
GUM_BRACKET = re.compile(r"\(([^()]+)\)|\(([^()]+)|([^()]+)\)")


def read_gum(path: Path, read_conllu) -> list[Sentence]:
    """GUM's sentences with names out of its entities: the spans of `Entity=` in the last column, filtered by `gum_names`."""
    sentences = read_conllu(path, "gum")
    rows: list[list[str]] = []
    at = 0
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            cells = line.split("\t")
            if cells[0].isdigit():
                rows.append(cells)
        elif not line and rows:
            tags = gum_names(rows, gum_spans(rows))
            sentences[at] = replace(sentences[at], names=tags)
            at, rows = at + 1, []
    return sentences


def gum_spans(rows: list[list[str]]) -> list[tuple[int, int, str]]:
    """(begin, end, entity type) of the mentions that begin and end in the sentence."""
    spans, opened = [], {}
    for i, row in enumerate(rows):
        value = next((m[len("Entity="):] for m in row[9].split("|") if m.startswith("Entity=")), "")
        for whole, opening, closing in GUM_BRACKET.findall(value):
            # A mention cut in parts carries "[1/2]" behind its number; its parts are left out.
            fields = (whole or opening or closing).split("-")
            if whole and len(fields) > 1 and "[" not in fields[0]:
                spans.append((i, i + 1, fields[1]))
            elif opening and len(fields) > 1:
                opened.setdefault(fields[0], []).append((i, fields[1]))
            elif closing and opened.get(fields[0]):
                begin, kind = opened[fields[0]].pop()
                if "[" not in fields[0]:
                    spans.append((begin, i + 1, kind))
    return spans


def gum_names(rows: list[list[str]], spans: list[tuple[int, int, str]]) -> list[str | None]:
    """A mention is a name when, its article dropped, it begins and ends in a proper noun (xpos NNP) and holds nothing but
    proper nouns and small words. Proper nouns in a longer mention that is not a name are masked, unless a shorter mention
    names them; proper nouns in no person, place or organisation are no names."""
    words = [r[1] for r in rows]
    proper = [r[4].startswith("NNP") for r in rows]
    tags: list[str | None] = ["O"] * len(rows)
    good = []
    for begin, end, kind in sorted(spans, key=lambda s: s[0] - s[1]):
        kind = GUM_KINDS.get(kind)
        while begin < end and words[begin].lower() in ARTICLES:
            begin += 1
        if begin == end:
            continue
        inner = all(p or w.lower() in INNER or w == "&" for w, p in zip(words[begin:end], proper[begin:end]))
        titled = kind == "PER" and any(w.lower().strip(".") in ROLES for w in words[begin:end])
        if proper[begin] and proper[end - 1] and inner and end - begin <= 7 and not titled:
            good.append((begin, end, kind))
        elif kind:
            for i in range(begin, end):
                if proper[i]:
                    tags[i] = None
    taken = [False] * len(rows)
    for begin, end, kind in good:
        if any(taken[begin:end]):
            continue
        for i in range(begin, end):
            tags[i] = "O" if kind is None else ("I-" if i > begin else "B-") + kind
            taken[i] = True
    return tags


def name_spans(tags: list[str | None]) -> list[tuple[int, int, str]]:
    """(begin, end, kind) of every name in repaired BIO tags."""
    spans = []
    for i, tag in enumerate(tags):
        if tag and tag.startswith("B-"):
            end = i + 1
            while end < len(tags) and tags[end] == "I-" + tag[2:]:
                end += 1
            spans.append((i, end, tag[2:]))
    return spans
