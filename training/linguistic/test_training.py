"""Small checks of the parts that must be exact:  python -m unittest discover -s training/linguistic"""

import itertools
import unittest

import numpy as np

import lemma
from decode import cycle, tree
from engine import repaired
from names import bio, trusted
from news_style import headline, without_final_stop
from pieces import DIGIT, LOWER, MIXED, OTHER, TITLE, UPPER, case_shape
from sentence import Sentence


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
        self.assertEqual(repaired(["O", "I-PER", "I-LOC"]), ["O", "B-PER", "B-LOC"])

    def test_noun_phrases_are_masked(self):
        words = "Minister Ada Brune met the Harbour Council in Lagos .".split()
        spans = [(0, 3, "PER"), (4, 7, "ORG"), (8, 9, "LOC")]
        self.assertEqual(trusted(words, spans), [None, None, None, "O", "O", "B-ORG", "I-ORG", "O", "B-LOC", "O"])


class NewsStyle(unittest.TestCase):
    def test_headline_has_capitals_and_no_stop(self):
        class Always:
            def random(self):
                return 0.9

        s = Sentence("own", "Rebels took the town .".split(), ["X"] * 5, ["_"] * 5, ["x"] * 5, [2, 0, 4, 2, 2], ["punct"] * 5)
        self.assertEqual(headline(s, Always()).words, ["Rebels", "Took", "The", "Town"])
        self.assertEqual(without_final_stop(s).heads, [2, 0, 4, 2])


if __name__ == "__main__":
    unittest.main()
