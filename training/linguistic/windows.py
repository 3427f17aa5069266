"""Windows: what the encoder reads at a time. Neighbouring sentences stand in one window, so that the model sees where
a sentence ends, who was named before, and what kind of text it reads.

[CLS] first paragraph [SEP] second paragraph [SEP]: a paragraph's end is a known sentence end, all others are for the
model to find. The engine (Rust) repeats `Reading` exactly; `reference.jsonl` holds the two together.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from pieces import MAX_PIECES, WordPieces
from sentence import Sentence


@dataclass(frozen=True)
class Window:
    """Whole sentences in order; `tail` is the beginning of the next one, whose end the window does not show."""

    sentences: list[Sentence]
    tail: Sentence | None = None

    def all(self) -> list[Sentence]:
        return self.sentences + ([self.tail] if self.tail else [])


def documents(sentences: list[Sentence]) -> list[list[Sentence]]:
    """Runs of sentences of one document; a sentence without a document stands alone."""
    runs: list[list[Sentence]] = []
    for s in sentences:
        if runs and s.doc and runs[-1][-1].doc == s.doc:
            runs[-1].append(s)
        else:
            runs.append([s])
    return runs


def draw(documents: list[list[Sentence]], pieces: WordPieces, alone: float, rng: random.Random) -> list[Window]:
    """One epoch's windows: a part `alone` of the sentences without context, the others in windows of 16 to 96 pieces,
    every second of which is cut off in the middle of a sentence."""
    found = []

    def length(s: Sentence) -> int:
        return sum(len(pieces.word(w)) for w in s.words) + 1

    for document in documents:
        at = 0
        while at < len(document):
            limit = 0 if rng.random() < alone else rng.randint(16, 96)
            chosen, size = [document[at]], length(document[at])
            at += 1
            while at < len(document) and size + length(document[at]) <= limit:
                size += length(document[at])
                chosen.append(document[at])
                at += 1
            tail = None
            if at < len(document) and size < limit and rng.random() < 0.5:
                words = min(len(document[at].words) - 1, rng.randint(1, 20))
                tail = beginning(document[at], words) if words > 0 else None
            if size <= MAX_PIECES - 40:
                found.append(Window(chosen, tail))
    return found


def beginning(s: Sentence, words: int) -> Sentence:
    """The first words, with names only: the rest of the tree is not there."""
    names = s.names[:words] if s.names else None
    return replace(s, words=s.words[:words], names=names, upos=None, feats=None, lemmas=None, heads=None, deprels=None)


@dataclass
class Text:
    """Words in order. `ends[i]`: True or False where it is known whether a sentence ends with word i, else None.
    `breaks[i]`: does a paragraph end with it?"""

    words: list[str]
    ends: list[bool | None]
    breaks: list[bool]

    @classmethod
    def of_sentences(cls, sentences: list[Sentence]) -> "Text":
        """All sentence ends known."""
        words = [w for s in sentences for w in s.words]
        ends = [i == len(s.words) - 1 for s in sentences for i in range(len(s.words))]
        following = [s.opens for s in sentences[1:]] + [True]
        breaks = [o and i == len(s.words) - 1 for s, o in zip(sentences, following) for i in range(len(s.words))]
        return cls(words, ends, breaks)

    @classmethod
    def of_paragraphs(cls, paragraphs: list[list[str]]) -> "Text":
        """Only the paragraphs' ends known."""
        words = [w for p in paragraphs for w in p]
        breaks = [i == len(p) - 1 for p in paragraphs for i in range(len(p))]
        return cls(words, [True if b else None for b in breaks], breaks)


def encoded(text: Text, begin: int, limit: int, pieces: WordPieces):
    """ids, case rows and first pieces of the words from `begin` on, as many as fit into `limit` pieces, at least one."""
    window = pieces.start()
    at = begin
    while at < len(text.words) and pieces.add(window, text.words[at], limit):
        if text.breaks[at] and at + 1 < len(text.words):
            pieces.separate(window)
        at += 1
    return window


def read(text: Text, pieces: WordPieces, encode: Callable, width: int) -> list[tuple[int, int, object]]:
    """Sentences as (begin, end, vectors of their words). `encode(window)` gives (vectors, ends): one vector a word, and
    whether the model thinks that a sentence ends with it. `width`: pieces of a window; wider ones cost attention, narrower
    ones context."""
    found = []
    begin, limit = 0, width
    while begin < len(text.words):
        window = encoded(text, begin, limit, pieces)
        count = len(window.first)
        whole = begin + count == len(text.words)
        if not whole:
            # Stop at a known end if one lies in the second half: what comes after it need not be read twice.
            known = [i for i in range(count) if text.ends[begin + i] and 2 * window.first[i] >= limit]
            if known and known[-1] + 1 < count:
                window = encoded(Text(text.words[: begin + known[-1] + 1], text.ends, text.breaks), begin, limit, pieces)
                count = len(window.first)
        vectors, ends = encode(window)
        decided = [text.ends[begin + i] if text.ends[begin + i] is not None else ends[i] for i in range(count)]
        if whole or text.ends[begin + count - 1]:
            decided[-1] = True
        elif not any(decided[:-1]):
            if limit < MAX_PIECES:
                limit = min(2 * limit, MAX_PIECES)
                continue
            decided[-1] = True
        else:
            decided[-1] = False
        first = 0
        for i in range(count):
            if decided[i]:
                found.append((begin + first, begin + i + 1, vectors[first : i + 1]))
                first = i + 1
        begin, limit = begin + first, width
    return found
