"""Writes the model folder the Rust engine reads: int8 weights, config, vocabulary, and the reference readings.

    python training/linguistic/export.py --shared ../shared --checkpoint ../work/linguistic/checkpoint.pt --out models/minilm-ewt-gum

Every linear layer becomes `NAME.q` (int8, one scale per output row), `NAME.s` (f32 scales) and `NAME.b` (f32 bias); word
embeddings and the labels' biaffine tensor the same. Norms, positions, case rows and the arcs' tensors stay f32.
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
from engine import WORD_TABLE, Engine
from model import LAB
from pieces import WordPieces
from windows import Text, encoded

#: Sentences of our own in the manner of news, words separated by spaces.
REFERENCE_WORDS = Path(__file__).parent / "reference_words.txt"
#: How many of them are also read alone.
ALONE = 14


def per_row(w: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Symmetric int8, the largest value of a row at 127. A row of zeros has scale 1."""
    w = w.detach().float()
    scale = w.abs().amax(1) / 127
    scale = torch.where(scale > 0, scale, 1.0)
    return torch.round(w / scale[:, None]).clamp(-127, 127).to(torch.int8), scale


def quantised(model, labels, name: str, words_of: str | None = None, exact: bool = False) -> tuple[dict, dict]:
    """Tensors and config of the model folder; `exact`: weights as they are, in f32."""

    def rows(w):
        return (w.detach().float(), torch.ones(w.shape[0])) if exact else per_row(w)

    tensors = {}
    for part, module in model.named_modules():
        if isinstance(module, nn.Linear):
            tensors[part + ".q"], tensors[part + ".s"] = rows(module.weight)
            tensors[part + ".b"] = module.bias.detach()
        elif isinstance(module, nn.LayerNorm):
            norm = "emb.ln" if part == "ln" else part
            tensors[norm + ".w"], tensors[norm + ".b"] = module.weight.detach(), module.bias.detach()
    tensors["emb.word.q"], tensors["emb.word.s"] = rows(model.word.weight)
    tensors["emb.pos"], tensors["emb.case"] = model.pos.detach(), model.case.detach()
    for part in ("arc_root", "arc_u", "arc_bias"):
        tensors[part] = getattr(model, part).detach()
    # What a dependent asks of its head's vector, for every label: a linear layer of the dependent's vector. Channel l * 97 + j meets
    # value j of the head; the last one stands alone.
    asked = model.lab_u.detach().permute(0, 2, 1).reshape(-1, LAB + 1)
    tensors["lab.q"], tensors["lab.s"] = rows(asked[:, :LAB])
    tensors["lab.b"] = asked[:, LAB]
    tensors = {k: v.clone().contiguous() for k, v in tensors.items()}
    config = {
        "format": "casus-model/2",
        "name": name,
        "words_of": words_of or name,
        "layers": len(model.layer),
        "hidden": 384,
        "heads": 12,
        "ffn": 1536,
        "window": 48 if len(model.layer) == 6 else 64,
        "upos": labels.upos,
        "feats": labels.feats,
        "lemma_scripts": labels.lemma_scripts,
        "lemma_script_doc": lemmas.DOC,
        "ner": labels.names,
        "deprels": labels.deprels,
    }
    return tensors, config


def readings(engine: Engine) -> list[dict]:
    """Everything the engine should find in the reference texts; `h0` is the start of the first word's vector."""
    lines = []
    for paragraphs in reference_texts():
        text = Text.of_paragraphs(paragraphs)
        window = encoded(text, 0, engine.config["window"], engine.pieces)
        h0 = [round(v, 5) for v in engine.hidden([window])[0][0, :8].tolist()]
        sentences = [{"words": text.words[begin:end]} | sure(found) for begin, end, found in engine.read_text(text)]
        window = {"ids": window.ids, "case": window.case, "first": window.first}
        lines.append({"paragraphs": paragraphs, "window": window, "h0": h0, "sentences": sentences})
    return lines


#: Scores closer than this may change places, since the engine adds in another order than PyTorch.
TIE = 0.2


def sure(found: dict) -> dict:
    """None for what the last bit of a sum decides: a word's class (and with it its lemma), features, script, head or relation; a
    sentence's names."""
    tie = {k: [m < TIE for m in margins] for k, margins in found.pop("margins").items()}

    def kept(name: str, ties: list[bool]) -> dict:
        return {name: [None if t else x for x, t in zip(found[name], ties)]}

    return (
        found
        | kept("upos", tie["upos"])
        | kept("feats", tie["feats"])
        | kept("lemma", tie["lemma"])
        | kept("heads", tie["heads"])
        | kept("deprels", [a or b for a, b in zip(tie["heads"], tie["deprels"])])
        | kept("lemma_known", [a or b for a, b in zip(tie["upos"], tie["lemma"])])
        | {"ner": None if any(tie["ner"]) else found["ner"]}
    )


def reference_texts() -> list[list[list[str]]]:
    """Each line of the file alone, and then all of them as one text, three lines a paragraph."""
    lines = [line.split(" ") for line in REFERENCE_WORDS.read_text(encoding="utf-8").splitlines()]
    return [[line] for line in lines[:ALONE]] + [[sum(lines[i : i + 3], []) for i in range(0, len(lines), 3)]]


def write(engine: Engine, vocab_file: Path, out: Path):
    """Each file appears whole: written beside the folder, then renamed into it."""
    out.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(r, ensure_ascii=False, separators=(",", ":")) for r in readings(engine)]
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".export-") as folder:
        folder = Path(folder)
        files = ["config.json", "reference.jsonl", "weights.safetensors"]
        tensors = engine.t
        if engine.config["words_of"] == engine.config["name"]:
            shutil.copyfile(vocab_file, folder / "vocab.txt")
            (folder / "lemmas.tsv").write_text(lemma_lexicon.text(engine.lexicon), encoding="utf-8")
            files = ["vocab.txt", "lemmas.tsv", *files]
        else:
            tensors = {k: v for k, v in tensors.items() if k not in WORD_TABLE}
        save_file(tensors, folder / "weights.safetensors", {"format": engine.config["format"]})
        text = json.dumps(engine.config, ensure_ascii=False, indent=1)
        (folder / "config.json").write_text(text + "\n", encoding="utf-8")
        (folder / "reference.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        for file in files:
            os.chmod(folder / file, 0o644)
            (folder / file).rename(out / file)


def main():
    from model import trained
    from train import encoder_files

    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--shared", type=Path, required=True)
    p.add_argument("--checkpoint", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--words-of", help="name of the model whose word embeddings, vocabulary and lemmas it shares")
    args = p.parse_args()
    labels = torch.load(args.checkpoint, weights_only=False)["labels"]
    vocab_file = encoder_files()[1]
    lexicon = lemma_lexicon.build(data.training_sentences(args.shared)[0])
    write(Engine(*quantised(trained(args.checkpoint), labels, args.out.name, args.words_of), WordPieces(vocab_file), lexicon), vocab_file, args.out)


if __name__ == "__main__":
    main()
