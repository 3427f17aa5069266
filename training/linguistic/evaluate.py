"""Scores of an exported model on the development sets, run as the engine runs it (simulated int8, gold words and sentences, read in context).

    python training/linguistic/evaluate.py --shared ../shared --model models/minilm-ewt-gum
    python training/linguistic/evaluate.py --shared ../shared --model models/minilm-ewt-gum --checkpoint ../work/accurate/checkpoint.pt

The second command reads the weights of the checkpoint in f32, with the lists and lemmas of the model folder: what int8 costs.

UPOS, features (the kept ones, all together), lemma (by script, and with the lexicon as `lemma_known`), UAS and LAS
(subtypes and punctuation count) are word accuracies; `verb_lemma` is the lemma of gold verbs, `las_base` compares
labels without their subtypes. Names are exact spans with kind.
"""

import argparse
import json
import random
from pathlib import Path

import torch

import data
import news_style
from engine import Engine
from export import quantised
from model import trained
from names import name_spans
from windows import documents

#: How well the model reads what news-style training was for. Lemmas of altered words are compared with the unaltered ones.
STYLES = {
    "as-is": lambda s: s,
    "capitals": news_style.capitals,
    "headline": lambda s: news_style.headline(s, random.Random(s.id)),
    "curly": news_style.curly,
}


def syntax_scores(sentences, read) -> dict:
    kinds = ("upos", "feats", "lemma", "lemma_known", "verb_lemma", "verb_lemma_known", "uas", "las", "las_base")
    hits, words, lemma_words, verbs = dict.fromkeys(kinds, 0), 0, 0, 0
    for s, r in zip(sentences, read):
        for i in range(len(s.words)):
            attached = r["heads"][i] == s.heads[i]
            hits["upos"] += r["upos"][i] == s.upos[i]
            hits["feats"] += r["feats"][i] == s.feats[i]
            if s.lemmas[i] is not None:
                for kind in ("lemma", "lemma_known"):
                    right = r[kind][i] == s.lemmas[i]
                    hits[kind] += right
                    hits["verb_" + kind] += right and s.upos[i] == "VERB"
                lemma_words += 1
                verbs += s.upos[i] == "VERB"
            hits["uas"] += attached
            hits["las"] += attached and r["deprels"][i] == s.deprels[i]
            hits["las_base"] += attached and r["deprels"][i].split(":")[0] == s.deprels[i].split(":")[0]
        words += len(s.words)
    per = {k: verbs if k.startswith("verb") else lemma_words if k.startswith("lemma") else words for k in kinds}
    figures = {k: round(100 * v / per[k], 2) for k, v in hits.items()}
    return figures | {"sentences": len(sentences), "words": words}


def name_scores(sentences, read) -> dict:
    right, found, gold = {}, {}, {}
    for s, r in zip(sentences, read):
        # A name that touches a masked word is neither right nor wrong.
        ours = {n for n in name_spans(r["ner"]) if None not in s.names[n[0] : n[1]]}
        theirs = set(name_spans(s.names))
        for counts, spans in ((right, ours & theirs), (found, ours), (gold, theirs)):
            for _, _, kind in spans:
                counts[kind] = counts.get(kind, 0) + 1
                counts["all"] = counts.get("all", 0) + 1
    figures = {"sentences": len(sentences)}
    for kind in ("all", "PER", "LOC", "ORG"):
        r, f, g = right.get(kind, 0), found.get(kind, 0), gold.get(kind, 0)
        figures[kind] = {
            "p": round(100 * r / max(f, 1), 2),
            "r": round(100 * r / max(g, 1), 2),
            "f1": round(200 * r / max(f + g, 1), 2),
        }
    return figures


def scores(engine: Engine, development, sample: int | None = None) -> dict:
    """`sample`: about so many sentences a set, whole documents evenly spread (for the log during training)."""
    figures = {}
    for name, sentences in development.items():
        if sample:
            runs = documents(sentences)
            sentences = [s for run in runs[:: max(1, len(sentences) // sample)] for s in run]
        read = engine.read_sentences(sentences)
        figures[name] = (syntax_scores if sentences[0].heads is not None else name_scores)(sentences, read)
    return figures


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--shared", type=Path, required=True)
    p.add_argument("--model", type=Path, required=True)
    p.add_argument("--checkpoint", type=Path, help="read these weights, without rounding")
    p.add_argument("--style", choices=STYLES, default="as-is", help="alter the sentences first")
    p.add_argument("--threads", type=int, default=2)
    args = p.parse_args()
    torch.set_num_threads(args.threads)
    engine = Engine.load(args.model)
    if args.checkpoint:
        labels = torch.load(args.checkpoint, weights_only=False)["labels"]
        engine = Engine(*quantised(trained(args.checkpoint), labels, args.model.name, exact=True), engine.pieces, engine.lexicon)
    sets = data.development_sentences(args.shared)
    sets = {name: [STYLES[args.style](s) for s in sentences] for name, sentences in sets.items()}
    for name, figures in scores(engine, sets).items():
        print(json.dumps({name: figures}))


if __name__ == "__main__":
    main()
