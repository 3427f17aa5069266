"""Trains spaCy's small pipeline on the data that casus's own parser is trained on.

    python benches/peers/spacy_small.py train --shared ../shared --work ../work/spacy --minutes 20

Out: `--work`/model, the best epoch by LAS on a held-out tenth of the training documents, and `--work`/log.jsonl, a line for
every epoch.
"""

import os

# One core, as in the comparison; this must stand before numpy is loaded.
for library in ("OMP", "OPENBLAS", "MKL", "BLIS"):
    os.environ[library + "_NUM_THREADS"] = "1"

import argparse
import json
import shutil
import time
from pathlib import Path

from spacy.cli.init_config import init_config
from spacy.schemas import ConfigSchemaTraining
from spacy.training import Example
from spacy.training.loop import create_train_batches
from spacy.util import fix_random_seed, load_model_from_config, registry

import ud

PIPELINE = ["morphologizer", "trainable_lemmatizer", "parser", "ner"]
SEED = 1
#: Sentences of a Doc: several, since the parser learns from them where a sentence ends.
GROUP = 10


def training_sentences(shared: Path) -> list[ud.Sentence]:
    train = shared / "data" / "train"
    ewt = ud.read_conllu(train / "syntax_ewt_bysa" / "ewt-train.conllu")
    named = ud.add_names(ewt, train / "ner_uner_ewt_bysa" / "en_ewt-ud-train.iob2")
    gum = [s for part in ("ccby", "ccbysa") for s in ud.read_conllu(train / "syntax_gum" / f"gum-train-{part}.conllu")]
    print(f"{len(ewt)} sentences of EWT, {named} of them with names; {len(gum)} of GUM")
    return ewt + gum


def held_out(sentences: list[ud.Sentence]) -> tuple[list[ud.Sentence], list[ud.Sentence]]:
    """Nine tenths to train on, and every tenth document to choose the epoch by: whole, since its sentences resemble each other."""
    order = {doc: i for i, doc in enumerate(dict.fromkeys(s.doc for s in sentences))}
    held = {doc for doc, i in order.items() if i % 10 == 9}
    return [s for s in sentences if s.doc not in held], [s for s in sentences if s.doc in held]


def groups(sentences: list[ud.Sentence]) -> list[list[ud.Sentence]]:
    """Neighbours of one document, GROUP of them or from half as many up to a paragraph's end."""
    found: list[list[ud.Sentence]] = []
    for s in sentences:
        last = found[-1] if found else []
        if not last or last[-1].doc != s.doc or len(last) == GROUP or (s.opens and 2 * len(last) >= GROUP):
            found.append([])
        found[-1].append(s)
    return found


def small_pipeline():
    """What `spacy init config --lang en --optimize efficiency` writes: the encoder (width 96, four layers, hashed NORM, PREFIX,
    SUFFIX, SHAPE, no vectors) is shared by all components, and everything else is spaCy's default too."""
    config = init_config(lang="en", pipeline=PIPELINE, optimize="efficiency", gpu=False)
    config["training"]["seed"] = SEED
    config["training"]["optimizer"]["use_averages"] = True
    return load_model_from_config(config, auto_fill=True)


def train(shared: Path, work: Path, minutes: float, epochs: int | None, limit: int | None) -> None:
    kept, held = held_out(training_sentences(shared)[: limit or None])
    fix_random_seed(SEED)
    nlp = small_pipeline()
    settings = registry.resolve(nlp.config.interpolate()["training"], schema=ConfigSchemaTraining)
    optimizer = settings["optimizer"]
    # Gold words on both sides; what spaCy's tokenizer would cut differently is no matter of the parser.
    examples = [Example(ud.words_of(g, nlp, ends=False), ud.annotated(g, nlp.vocab)) for g in groups(kept)]
    nlp.initialize(lambda: examples, sgd=optimizer)
    words = sum(len(s.words) for s in kept)
    print(f"{words} words in {len(examples)} groups to train on, {sum(len(s.words) for s in held)} words held out", flush=True)

    work.mkdir(parents=True, exist_ok=True)
    log = (work / "log.jsonl").open("w", encoding="utf-8")
    held_groups = groups(held)
    begin, best = time.process_time(), -1.0
    losses: dict[str, float] = {}

    def end_of_epoch(epoch: float, step: int) -> None:
        nonlocal best
        line = {"epoch": round(epoch, 2), "steps": step, "cpu_minutes": round((time.process_time() - begin) / 60, 2)}
        # The averages of the weights over the last steps, which Adam keeps at no cost, often read better than the last weights.
        for name, weights in (("last", {}), ("averaged", optimizer.averages)):
            with nlp.use_params(weights):
                read = list(zip(held_groups, nlp.pipe([ud.words_of(g, nlp) for g in held_groups])))
                figures = ud.scores(read) | {"names": ud.names_f1(read)}
                if figures["las"] > best:
                    best = figures["las"]
                    # Whole or not at all: the old model goes when the new one is there.
                    nlp.to_disk(work / "model.new")
                    shutil.rmtree(work / "model", ignore_errors=True)
                    (work / "model.new").rename(work / "model")
            line[name] = {k: round(v, 2) for k, v in figures.items()}
        line |= {"best_las": round(best, 2), "losses": {k: round(v) for k, v in losses.items()}}
        print(json.dumps(line), flush=True)
        print(json.dumps(line), file=log, flush=True)
        losses.clear()

    # Batches of 100 words that grow to 1000, shuffled anew for every epoch: as `spacy train` does.
    at, seen, step = 0, 0, 0
    for epoch, batch in create_train_batches(nlp, lambda _: examples, settings["batcher"], 0):
        if epoch != at:
            end_of_epoch(epoch, step)
            at, seen = epoch, 0
            if epoch == epochs:
                return
        nlp.update(batch, drop=settings["dropout"], sgd=optimizer, losses=losses)
        optimizer.step_schedules()
        seen += sum(len(example) for example in batch)
        step += 1
        # The processor's minutes, so that a busy machine does not shorten the training.
        if time.process_time() - begin > 60 * minutes:
            end_of_epoch(epoch + seen / words, step)
            return


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    command = parser.add_subparsers(dest="command", required=True).add_parser("train")
    command.add_argument("--shared", type=Path, required=True)
    command.add_argument("--work", type=Path, required=True)
    command.add_argument("--minutes", type=float, required=True, help="of one core, evaluation included")
    command.add_argument("--epochs", type=int, help="stop after so many, if the minutes last")
    command.add_argument("--limit", type=int, help="only so many sentences, to try the script (from about 300 on some are held out)")
    args = parser.parse_args()
    train(args.shared, args.work, args.minutes, args.epochs, args.limit)


if __name__ == "__main__":
    main()
