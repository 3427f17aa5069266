"""Writes the model folder the Rust engine reads: int8 weights, config, vocabulary, and the reference readings.

    python training/linguistic/export.py --shared ../shared --checkpoint ../work/linguistic/checkpoint.pt --out models/minilm-ewt-gum

Every linear layer becomes `NAME.q` (int8, one scale per output row), `NAME.s` (f32 scales) and `NAME.b` (f32 bias); word
embeddings the same, one scale per row. Norms, positions, case rows and the biaffine tensors stay f32.
"""

import argparse
import json
import os
import shutil
import tempfile
from pathlib import Path

import torch
import torch.nn as nn
from safetensors.torch import save_file

import data
import lemma as lemmas
import lemma_lexicon
from engine import Engine
from pieces import WordPieces

#: Sentences of our own in the manner of news, words separated by spaces.
REFERENCE_WORDS = Path(__file__).parent / "reference_words.txt"
#: How many of them are committed beside the weights; the rest are only for the engine's developer.
COMMITTED = 14


def per_row(w: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Symmetric int8, the largest value of a row at 127. A row of zeros has scale 1."""
    w = w.detach().float()
    scale = w.abs().amax(1) / 127
    scale = torch.where(scale > 0, scale, 1.0)
    return torch.round(w / scale[:, None]).clamp(-127, 127).to(torch.int8), scale


def quantised(model, labels) -> tuple[dict, dict]:
    tensors = {}
    for name, module in model.named_modules():
        if isinstance(module, nn.Linear):
            tensors[name + ".q"], tensors[name + ".s"] = per_row(module.weight)
            tensors[name + ".b"] = module.bias.detach()
        elif isinstance(module, nn.LayerNorm):
            norm = "emb.ln" if name == "ln" else name
            tensors[norm + ".w"], tensors[norm + ".b"] = module.weight.detach(), module.bias.detach()
    tensors["emb.word.q"], tensors["emb.word.s"] = per_row(model.word.weight)
    tensors["emb.pos"], tensors["emb.case"] = model.pos.detach(), model.case.detach()
    for name in ("arc_root", "arc_u", "arc_bias", "lab_root", "lab_u"):
        tensors[name] = getattr(model, name).detach()
    tensors = {k: v.clone().contiguous() for k, v in tensors.items()}
    config = {
        "format": "casus-model/1",
        "name": "minilm-ewt-gum",
        "layers": 6,
        "hidden": 384,
        "heads": 12,
        "ffn": 1536,
        "upos": labels.upos,
        "feats": labels.feats,
        "lemma_scripts": labels.lemma_scripts,
        "lemma_script_doc": lemmas.DOC,
        "ner": labels.names,
        "deprels": labels.deprels,
    }
    return tensors, config


def readings(engine: Engine) -> list[dict]:
    """Everything the engine should find in the reference sentences; `h0` is the start of the first word's vector."""
    lines = []
    for line in REFERENCE_WORDS.read_text(encoding="utf-8").splitlines():
        words = line.split(" ")
        encoded = engine.pieces.sentence(words)
        h = engine.hidden([encoded])[0]
        read = engine.read(words, h)
        h0 = [round(v, 5) for v in h[0, :8].tolist()]
        lines.append({"words": words, "ids": encoded[0], "case": encoded[1], "first": encoded[2]} | read | {"h0": h0})
    return lines


def write(engine: Engine, vocab_file: Path, out: Path, all_readings: Path | None = None):
    """Each file appears whole: written beside the folder, then renamed into it."""
    out.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(r, ensure_ascii=False, separators=(",", ":")) for r in readings(engine)]
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".export-") as folder:
        folder = Path(folder)
        save_file(engine.t, folder / "weights.safetensors", {"format": engine.config["format"]})
        text = json.dumps(engine.config, ensure_ascii=False, indent=1)
        (folder / "config.json").write_text(text + "\n", encoding="utf-8")
        shutil.copyfile(vocab_file, folder / "vocab.txt")
        (folder / "lemmas.tsv").write_text(lemma_lexicon.text(engine.lexicon), encoding="utf-8")
        (folder / "reference.jsonl").write_text("\n".join(lines[:COMMITTED]) + "\n", encoding="utf-8")
        for file in ("vocab.txt", "config.json", "lemmas.tsv", "reference.jsonl", "weights.safetensors"):
            os.chmod(folder / file, 0o644)
            (folder / file).rename(out / file)
    if all_readings:
        all_readings.with_suffix(".tmp").write_text("\n".join(lines) + "\n", encoding="utf-8")
        all_readings.with_suffix(".tmp").rename(all_readings)


def main():
    from model import Parser
    from train import encoder_files

    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--shared", type=Path, required=True)
    p.add_argument("--checkpoint", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--readings", type=Path, help="also write all reference readings here")
    args = p.parse_args()
    state = torch.load(args.checkpoint, weights_only=False)
    labels = state["labels"]
    model = Parser(*(len(x) for x in (labels.upos, labels.feats, labels.lemma_scripts, labels.names, labels.deprels)))
    model.load_state_dict(state["model"])
    vocab_file = encoder_files()[1]
    lexicon = lemma_lexicon.build(data.training_sentences(args.shared)[0])
    write(Engine(*quantised(model, labels), WordPieces(vocab_file), lexicon), vocab_file, args.out, args.readings)


if __name__ == "__main__":
    main()
