"""Small checks of the parts that must be exact:  python -m unittest discover -s training/linguistic"""

import itertools
import random
import tempfile
import unittest
from pathlib import Path

import numpy as np

import lemma
from decode import cycle, tree
from engine import best_tags
from names import TAGS, bio, gum_names, gum_spans, trusted
from news_style import headline, terse, without_final_stop
from pieces import DIGIT, LOWER, MIXED, OTHER, TITLE, UPPER, WordPieces, case_shape
from sentence import Sentence
from windows import Text, documents, draw, read


class LemmaScripts(unittest.TestCase):
    def test_shortest_script(self):
        for form, base, script in [
            ("attacks", "attack", "l|p1|"),
            ("Attacks", "attack", "l|p1|"),
            ("Americans", "American", "k|p1|"),
            ("IRAQ", "Iraq", "t|p0|"),
            ("NATO", "NATO", "k|p0|"),
            ("went", "go", "=go"),
            ("n’t", "not", "l|p2|ot"),
        ]:
            self.assertEqual(lemma.script(form, base), script)
            self.assertEqual(lemma.apply(script, form), base)

    def test_short_forms_never_fail(self):
        self.assertEqual(lemma.apply("l|p3|y", "A"), "y")


class Trees(unittest.TestCase):
    def test_best_single_rooted_tree(self):
        rng = np.random.default_rng(0)
        for _ in range(150):
            n = int(rng.integers(1, 6))
            scores = rng.normal(size=(n, n + 1)).astype(np.float32)
            best = max(
                (h for h in itertools.product(range(n + 1), repeat=n) if is_tree(h)),
                key=lambda h: sum(scores[i, x] for i, x in enumerate(h)),
            )
            self.assertEqual(tree(scores), list(best))


def is_tree(heads):
    return sum(h == 0 for h in heads) == 1 and all(h != i + 1 for i, h in enumerate(heads)) and not cycle(heads)


class Words(unittest.TestCase):
    def test_case_shapes(self):
        shapes = {"talks": LOWER, "U.N.": UPPER, "A": TITLE, "Kabul": TITLE, "McKay": MIXED, "eBay": MIXED, "F16": TITLE,
                  "1994": DIGIT, "—": OTHER, "东京": OTHER}  # fmt: skip
        for word, shape in shapes.items():
            self.assertEqual(case_shape(word), shape, word)


class Names(unittest.TestCase):
    def test_repair(self):
        self.assertEqual(bio(["I-PER", "I-PER", "O", "I-LOC", "I-ORG"]), ["B-PER", "I-PER", "O", "B-LOC", "B-ORG"])

    def test_best_tags_are_well_formed_and_best(self):
        rng = np.random.default_rng(1)
        for _ in range(40):
            scores = rng.normal(size=(3, len(TAGS))).astype(np.float32)
            formed = (t for t in itertools.product(TAGS, repeat=3) if bio(list(t)) == list(t))
            best = max(formed, key=lambda t: sum(scores[i, TAGS.index(x)] for i, x in enumerate(t)))
            self.assertEqual(best_tags(scores, TAGS), list(best))

    def test_names_out_of_entities(self):
        rows = [
            ("the", "DT", "(1-organization-new(2-organization-new"), ("Harbour", "NNP", "_"), ("Council", "NNP", "2)"), ("of", "IN", "_"),
            ("Port", "NNP", "(3-place-new"), ("Amira", "NNP", "3)1)"), ("praised", "VBD", "_"), ("Mayor", "NNP", "(4-person-new"),
            ("Brune", "NNP", "4)"), ("in", "IN", "_"), ("May", "NNP", "(5-time-new)"), ("and", "CC", "_"), ("Lagos", "NNP", "(6-place-new)"),
        ]  # fmt: skip
        rows = [[str(i + 1), w, "_", "_", x, "_", "_", "_", "_", f"Entity={e}"] for i, (w, x, e) in enumerate(rows)]
        whole = ["O", "B-ORG", "I-ORG", "I-ORG", "I-ORG", "I-ORG", "O", None, None, "O", "O", "O", "B-LOC"]
        self.assertEqual(gum_names(rows, gum_spans(rows)), whole)

    def test_noun_phrases_are_masked(self):
        words = "Minister Ada Brune met the Harbour Council in Lagos .".split()
        spans = [(0, 3, "PER"), (4, 7, "ORG"), (8, 9, "LOC")]
        self.assertEqual(trusted(words, spans), [None, None, None, "O", "O", "B-ORG", "I-ORG", "O", "B-LOC", "O"])


class Windows(unittest.TestCase):
    """With a vocabulary in which every word is one unknown piece."""

    def setUp(self):
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
            self.pieces = WordPieces(Path(file.name))

    def test_training_windows_hold_every_sentence_once(self):
        sentences = [Sentence("own", ["word"] * (i % 9 + 1), heads=[0] * (i % 9 + 1), doc="d", id=str(i)) for i in range(200)]
        windows = draw(documents(sentences), self.pieces, 0.3, random.Random(1))
        self.assertEqual([s.id for w in windows for s in w.sentences], [s.id for s in sentences])
        self.assertTrue(all(w.tail is None or w.tail.heads is None for w in windows))

    def test_known_ends_hold(self):
        sentences = [Sentence("own", ["word"] * n, opens=o) for n, o in ((40, True), (50, False), (60, True), (3, False))]
        text = Text.of_sentences(sentences)
        self.assertEqual([e - b for b, e, _ in read(text, self.pieces, lambda w: (w.first, [True] * len(w.first)), 128)], [40, 50, 60, 3])

    def test_without_an_end_the_window_widens(self):
        text = Text.of_paragraphs([["word"] * 700])
        asked = []

        def encode(window):
            asked.append(len(window.first))
            return window.first, [False] * len(window.first)

        self.assertEqual([e - b for b, e, _ in read(text, self.pieces, encode, 128)], [510, 190])
        self.assertEqual(asked, [128, 256, 510, 128, 190])


class NewsStyle(unittest.TestCase):
    def test_headline_has_capitals_and_no_stop(self):
        class Always:
            def random(self):
                return 0.9

        s = Sentence("own", "Rebels took the town .".split(), ["X"] * 5, ["_"] * 5, ["x"] * 5, [2, 0, 4, 2, 2], ["punct"] * 5)
        self.assertEqual(headline(s, Always()).words, ["Rebels", "Took", "The", "Town"])
        self.assertEqual(without_final_stop(s).heads, [2, 0, 4, 2])

    def test_headlines_leave_words_out(self):
        words = "The rebels were driven out of the town .".split()
        deprels = ["det", "nsubj:pass", "aux:pass", "root", "compound:prt", "case", "det", "obl", "punct"]
        lemmas = ["the", "rebel", "be", "drive", "out", "of", "the", "town", "."]
        names = ["O"] * 6 + ["B-LOC", "I-LOC", "O"]
        s = Sentence("own", words, ["X"] * 9, ["_"] * 9, lemmas, [2, 4, 4, 0, 4, 8, 8, 4, 4], deprels, names)
        short = terse(s)
        self.assertEqual(short.words, ["Rebels", "driven", "out", "of", "town", "."])
        self.assertEqual(short.heads, [2, 0, 2, 5, 2, 2])
        self.assertEqual(short.names, ["O", "O", "O", "O", "B-LOC", "O"])


if __name__ == "__main__":
    unittest.main()
