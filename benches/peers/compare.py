"""spaCy's small pipeline and casus side by side, on EWT dev, in one run on one core: a Markdown table.

    python benches/peers/compare.py --shared ../shared --spacy ../work/spacy/model --casus "PATH/TO/BINARY --option"

A casus command (the example `measure` of casus-text) is given the treebank and the names, and prints a line of JSON for each.
"""

import os

# One thread each; the casus command inherits this, too. It must stand before numpy is loaded.
for library in ("OMP", "OPENBLAS", "MKL", "BLIS", "RAYON"):
    os.environ[library + "_NUM_THREADS"] = "1"

import argparse
import json
import resource
import shlex
import statistics
import subprocess
import sys
import time
from pathlib import Path

import spacy

import ud

RUNS = 3
#: Keys of a casus command's line, and what stands above them.
COLUMNS = {
    "system": "system",
    "upos": "UPOS",
    "lemma": "lemma",
    "uas": "UAS",
    "las": "LAS",
    "names": "names F1",
    "raw_words": "raw: words F1",
    "raw_sentences": "raw: sentences F1",
    "raw_las": "raw: LAS F1",
    "words_per_cpu_second_gold": "words/CPU s, gold words",
    "words_per_cpu_second_raw": "words/CPU s, raw text",
    "peak_mb": "peak MB",
}


def measured(nlp, inputs) -> tuple[float, list]:
    """CPU seconds of the analysis alone, the median of RUNS, and the Docs of the last run. `inputs()` makes fresh texts or Docs."""
    seconds = []
    for _ in range(RUNS):
        fresh = inputs()
        begin = time.process_time()
        docs = list(nlp.pipe(fresh))
        seconds.append(time.process_time() - begin)
    print(f"spaCy, CPU seconds: {', '.join(f'{s:.2f}' for s in seconds)}", file=sys.stderr)
    return statistics.median(seconds), docs


def spacy_row(model: Path, paragraphs: list[list[ud.Sentence]]) -> dict:
    nlp = spacy.load(model)
    words = sum(len(s.words) for p in paragraphs for s in p)
    texts = [ud.words_of(p, nlp).text for p in paragraphs]
    gold_seconds, gold_docs = measured(nlp, lambda: [ud.words_of(p, nlp) for p in paragraphs])
    raw_seconds, raw_docs = measured(nlp, lambda: texts)
    # Of the process so far: Python, the pipeline, the treebank and the Docs of a run, but not yet the scoring.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    read = list(zip(paragraphs, gold_docs))
    row = {"system": f"spaCy {spacy.__version__} small, same data"} | ud.scores(read) | {"names": ud.names_f1(read)}
    row |= ud.raw_scores(list(zip(paragraphs, raw_docs)))
    row = {k: round(v, 2) if isinstance(v, float) else v for k, v in row.items()}
    # Gold words in both cases, so that cutting text into more tokens does not look faster.
    speeds = {"words_per_cpu_second_gold": words / gold_seconds, "words_per_cpu_second_raw": words / raw_seconds}
    return row | {k: round(v) for k, v in (speeds | {"peak_mb": peak}).items()}


def casus_row(command: str, files: list[Path]) -> dict:
    """Its lines of JSON as one row."""
    run = subprocess.run([*shlex.split(command), *map(str, files)], stdout=subprocess.PIPE, text=True)
    try:
        assert run.returncode == 0
        syntax, names = (json.loads(line) for line in run.stdout.strip().splitlines())
        return {"system": f"casus, {syntax['model']}"} | syntax | {"names": names["names_all_f1"]}
    except (AssertionError, KeyError, ValueError):
        # The other rows are still worth printing.
        return {"system": f"{command}: exit {run.returncode}, no two lines of JSON"}


def table(rows: list[dict]) -> str:
    lines = [list(COLUMNS.values()), ["---"] + ["--:"] * (len(COLUMNS) - 1)]
    lines += [[str(row.get(key, "–")) for key in COLUMNS] for row in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--spacy", type=Path, required=True, help="the folder of the trained pipeline")
    parser.add_argument("--casus", action="append", default=[], metavar="COMMAND", help="may be given several times")
    args = parser.parse_args()
    treebank = args.shared / "data" / "open" / "syntax" / "en_ewt-ud-dev.conllu"
    # The whole run, casus too, on the last core that we may use: the first one is busier with what the machine does besides.
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    sentences = ud.read_conllu(treebank)
    names = args.shared / "data" / "train" / "ner_uner_ewt_bysa" / "en_ewt-ud-dev.iob2"
    ud.add_names(sentences, names)
    rows = [spacy_row(args.spacy, ud.paragraphs(sentences))]
    rows += [casus_row(command, [treebank, names]) for command in args.casus]
    print(f"EWT dev, {len(sentences)} sentences, {sum(len(s.words) for s in sentences)} words\n\n{table(rows)}")


if __name__ == "__main__":
    main()
