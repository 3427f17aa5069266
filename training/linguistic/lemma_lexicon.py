"""Known lemmas: `lemmas.tsv`, which the engine asks before it trusts an edit script.

    python training/linguistic/lemma_lexicon.py --shared ../shared --out models/minilm-ewt-gum

Why: the encoder sees whole words as one piece and hardly knows how they are spelled, so scripts go wrong where spelling
decides (pledged -> pledg, denied -> deni): after two epochs with every seventh verb of the development sets. Two sources:
what the training treebanks say of a form, and, for forms they have fewer than three times, the SPECIALIST lexicon as it
comes with the PyPI package `lemminflect`.

A line is `form<TAB>UPOS<TAB>lemma[<TAB>lemma...]`, forms in lower case, sorted; more than one lemma where the form is
ambiguous (saw: see, saw), the most frequent first. Proper nouns are left to the scripts.
"""

import argparse
import gzip
import importlib.util
import re
from collections import Counter
from pathlib import Path

import data

Lexicon = dict[tuple[str, str], list[str]]
#: A lemma seen in fewer of a form's cases than this is taken for a slip.
LEAST_SHARE = 0.1
#: Words only: no numbers, addresses or smileys.
WORD = re.compile(r"['’]?[^\W\d_]+(?:['’.-][^\W\d_]+)*[.'’]?")
#: Forms seen less often are believed to SPECIALIST first.
SURE = 3


def specialist() -> Lexicon:
    # Found without importing the package, which would load more than this one table.
    folder = Path(importlib.util.find_spec("lemminflect").origin).parent
    lexicon: Lexicon = {}
    with gzip.open(folder / "resources" / "lemma_lu.csv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            form, upos, found = line.rstrip("\n").rsplit(",", 2)
            known = lexicon.setdefault((form.lower(), upos.upper()), [])
            known += [x for x in found.split("/") if x not in known]
    return lexicon


def build(parsed) -> Lexicon:
    counts: dict[tuple[str, str], Counter] = {}
    for s in parsed:
        for word, upos, lemma in zip(s.words, s.upos, s.lemmas):
            if lemma is not None and upos != "PROPN" and "\t" not in word + lemma:
                counts.setdefault((word.lower(), upos), Counter())[lemma] += 1
    lexicon = specialist()
    for key, seen in counts.items():
        total = sum(seen.values())
        if total >= SURE or key not in lexicon:
            kept = [x for x, n in sorted(seen.items(), key=lambda i: (-i[1], i[0])) if n >= LEAST_SHARE * total]
            lexicon[key] = kept
    return {k: v for k, v in sorted(lexicon.items()) if v and WORD.fullmatch(k[0])}


def text(lexicon: Lexicon) -> str:
    return "".join("\t".join((form, upos, *found)) + "\n" for (form, upos), found in lexicon.items())


def read(path: Path) -> Lexicon:
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return {(form, upos): found for form, upos, *found in rows}


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--shared", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True)
    args = p.parse_args()
    parsed, _, _ = data.training_sentences(args.shared)
    lexicon = build(parsed)
    (args.out / ".lemmas.tmp").write_text(text(lexicon), encoding="utf-8")
    (args.out / ".lemmas.tmp").rename(args.out / "lemmas.tsv")
    print(len(lexicon), "forms")


if __name__ == "__main__":
    main()
