"""Sentences altered the way news writes: capitals, headlines, typographic quotation marks."""

import random
from dataclasses import replace

from names import bio
from sentence import Sentence

SMALL = set("a an the and but or nor for of in on at to by as with from over into vs via per is be".split())
APOSTROPHES = str.maketrans({"'": "’"})
STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})


def news_style(sentence: Sentence, chance: float, rng: random.Random) -> Sentence:
    """With probability `chance` each: capitals, headline, no final stop, quotation marks turned, apostrophes turned."""
    draw = rng.random()
    if draw < chance:
        sentence = capitals(sentence)
    elif draw < 2 * chance and len(sentence.words) >= 4:
        sentence = headline(sentence, rng)
    elif draw < 3 * chance:
        sentence = without_final_stop(sentence)
    draw = rng.random()
    if draw < chance:
        sentence = curly(sentence)
    elif draw < 2 * chance:
        sentence = replace(sentence, words=[w.translate(STRAIGHT) for w in sentence.words])
    elif draw < 3 * chance:
        sentence = replace(
            sentence, words=[w.translate(APOSTROPHES) if len(w) > 1 else w for w in sentence.words]
        )
    return sentence


def capitals(sentence: Sentence) -> Sentence:
    return replace(sentence, words=[w.upper() for w in sentence.words])


def headline(sentence: Sentence, rng: random.Random) -> Sentence:
    """Two times of three without articles and forms of "be", as headlines are; then, half of the time, Every Word Capitalised (where half of
    the time small words stay small). No final stop."""
    if rng.random() < 0.67:
        sentence = terse(sentence)
        if rng.random() < 0.5:
            return without_final_stop(sentence)
    small_stay = rng.random() < 0.5
    words = []
    for i, word in enumerate(sentence.words):
        if word[:1].islower() and not (small_stay and i > 0 and word in SMALL) and word not in ("n't", "n’t"):
            word = word[:1].upper() + word[1:]
        words.append(word)
    return without_final_stop(replace(sentence, words=words))


#: Relations of the words that headlines leave out.
LEFT_OUT = {"det", "aux", "aux:pass", "cop"}


def terse(sentence: Sentence) -> Sentence:
    """Without articles, and without "is", "was", "has" … where nothing hangs on them: "Three killed in blast"."""
    if sentence.heads is None:
        return sentence
    governing = set(sentence.heads)
    keep = [
        not (d in LEFT_OUT and n + 1 not in governing and (lemma in ("a", "the", "be") or d.startswith("aux") and lemma == "have"))
        for n, (d, lemma) in enumerate(zip(sentence.deprels, sentence.lemmas))
    ]
    number = [sum(keep[:n]) for n in range(len(keep) + 1)]
    cut = {
        f: None if getattr(sentence, f) is None else [x for x, k in zip(getattr(sentence, f), keep) if k]
        for f in ("words", "upos", "feats", "lemmas", "deprels", "names")
    }
    # A head that stays has one more than the number of words kept before it.
    heads = [h and number[h - 1] + 1 for h, k in zip(sentence.heads, keep) if k]
    if cut["names"] is not None:
        cut["names"] = bio(cut["names"])
    if cut["words"] and cut["words"][0][:1].islower():
        cut["words"][0] = cut["words"][0][:1].upper() + cut["words"][0][1:]
    return replace(sentence, heads=heads, **cut)


def without_final_stop(sentence: Sentence) -> Sentence:
    """Only a stop that nothing hangs on, and never the only word."""
    last = len(sentence.words)
    if last < 3 or sentence.words[-1] not in (".", "!", "?", "...") or sentence.heads is None:
        return sentence
    if last in sentence.heads or sentence.deprels[-1] != "punct":
        return sentence
    cut = {f: getattr(sentence, f) for f in ("words", "upos", "feats", "lemmas", "heads", "deprels", "names")}
    return replace(sentence, **{f: v[:-1] if v is not None else None for f, v in cut.items()})


def curly(sentence: Sentence) -> Sentence:
    """Straight quotation marks alternate between opening and closing ones; apostrophes turn as well."""
    words, opened = [], {'"': False, "'": False}
    for word in sentence.words:
        if word in opened:
            opening = not opened[word]
            opened[word] = opening
            word = {'"': "“”", "'": "‘’"}[word][0 if opening else 1]
        elif len(word) > 1:
            word = word.translate(APOSTROPHES)
        words.append(word)
    return replace(sentence, words=words)
