"""From words to the encoder's input: word pieces and the case feature.

The engine (Rust) repeats these rules exactly; `reference.jsonl`, written with every export, holds the two together.
The vocabulary is BERT's uncased one, so "US" and "us" become the same piece; the case feature gives the lost
information back, one shape per word.
"""

import unicodedata
from dataclasses import dataclass
from pathlib import Path

UNK, CLS, SEP, MASK = 100, 101, 102, 103
MAX_PIECES = 510
#: A run of letters longer than this is one [UNK], as in BERT.
MAX_CHARS_PER_RUN = 100
LOWER, UPPER, TITLE, MIXED, DIGIT, OTHER = range(6)
#: Row of the case table for [CLS] and [SEP].
CASE_OF_SPECIAL = 2 * OTHER


def case_shape(word: str) -> int:
    """The shape of a word: lower, upper (at least two letters), title, mixed, digit, other."""
    cased = [c.isupper() for c in word if c.isupper() or c.islower()]
    if not cased:
        return DIGIT if any("0" <= c <= "9" for c in word) else OTHER
    upper = sum(cased)
    if upper == 0:
        return LOWER
    if upper == len(cased) and upper >= 2:
        return UPPER
    if upper == 1 and cased[0]:
        return TITLE
    return MIXED


def is_punctuation(c: str) -> bool:
    """BERT's notion: all ASCII that is neither letter, digit, space nor control, and Unicode's P classes."""
    o = ord(c)
    if 33 <= o <= 47 or 58 <= o <= 64 or 91 <= o <= 96 or 123 <= o <= 126:
        return True
    return unicodedata.category(c).startswith("P")


def is_cjk(c: str) -> bool:
    o = ord(c)
    return (
        0x4E00 <= o <= 0x9FFF
        or 0x3400 <= o <= 0x4DBF
        or 0x20000 <= o <= 0x2A6DF
        or 0x2A700 <= o <= 0x2B73F
        or 0x2B740 <= o <= 0x2B81F
        or 0x2B820 <= o <= 0x2CEAF
        or 0xF900 <= o <= 0xFAFF
        or 0x2F800 <= o <= 0x2FA1F
    )


@dataclass
class Pieces:
    """A window as the encoder reads it: ids and case rows with [CLS] and [SEP], and the position of every word's first piece."""

    ids: list[int]
    case: list[int]
    first: list[int]


class WordPieces:
    """Greedy longest-match word pieces, one word at a time, remembered."""

    def __init__(self, vocab_file: Path):
        lines = Path(vocab_file).read_text(encoding="utf-8").split("\n")
        self.vocab = {piece: i for i, piece in enumerate(lines) if piece}
        self.seen: dict[str, list[int]] = {}

    def word(self, word: str) -> list[int]:
        ids = self.seen.get(word)
        if ids is None:
            ids = [i for run in self._runs(word) for i in self._split(run)] or [UNK]
            self.seen[word] = ids
        return ids

    def start(self) -> "Pieces":
        return Pieces([CLS, SEP], [CASE_OF_SPECIAL] * 2, [])

    def add(self, window: "Pieces", word: str, limit: int) -> bool:
        """Puts a word's pieces before the closing [SEP]; does nothing and says no if they would be more than `limit`
        without [CLS] and the last [SEP]. The first word always fits: of a very long one, the rest is left out."""
        found = self.word(word)
        if len(window.ids) - 2 + len(found) > limit:
            if window.first:
                return False
            found = found[:limit]
        shape = case_shape(word)
        window.first.append(len(window.ids) - 1)
        window.ids[-1:] = found + [SEP]
        window.case[-1:] = [2 * shape] + [2 * shape + 1] * (len(found) - 1) + [CASE_OF_SPECIAL]
        return True

    def separate(self, window: "Pieces"):
        """A paragraph has ended and another begins."""
        window.ids.append(SEP)
        window.case.append(CASE_OF_SPECIAL)

    def _runs(self, word: str) -> list[str]:
        text = "".join(c for c in unicodedata.normalize("NFD", word) if unicodedata.category(c) != "Mn").lower()
        runs, run = [], ""
        for c in text:
            category = unicodedata.category(c)
            if c in "\t\n\r" or category == "Zs":
                alone, keep = False, False
            elif is_control(c, category):
                continue
            else:
                alone, keep = is_punctuation(c) or is_cjk(c), True
            if keep and not alone:
                run += c
                continue
            if run:
                runs.append(run)
                run = ""
            if alone:
                runs.append(c)
        if run:
            runs.append(run)
        return runs

    def _split(self, run: str) -> list[int]:
        if len(run) > MAX_CHARS_PER_RUN:
            return [UNK]
        ids, start = [], 0
        while start < len(run):
            for end in range(len(run), start, -1):
                piece = self.vocab.get(("##" if start else "") + run[start:end])
                if piece is not None:
                    ids.append(piece)
                    start = end
                    break
            else:
                return [UNK]
        return ids


def is_control(c: str, category: str) -> bool:
    """Control, format, unassigned and private characters, NUL and the replacement character: BERT drops them."""
    return c in "\0\ufffd" or category in ("Cc", "Cf", "Cn", "Co", "Cs")
