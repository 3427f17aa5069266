"""The exported model run as the Rust engine runs it: int8 weights, activations int8 per token, everything else f32.

This is the oracle of the engine's tests (`reference.jsonl`) and what every figure in MODEL.md was measured with.
"""

import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file

import lemma as lemmas
import lemma_lexicon
from decode import tree
from pieces import WordPieces


class Linear:
    def __init__(self, tensors, name: str):
        self.q, self.s, self.b = tensors[name + ".q"].float(), tensors[name + ".s"], tensors[name + ".b"]

    def __call__(self, x):
        scale = x.abs().amax(-1, keepdim=True) / 127
        # torch.round rounds half to even. A row of zeros has scale 0 and stays zeros.
        q = torch.round(x / torch.where(scale > 0, scale, 1.0))
        # Sums of int8 products are whole numbers; f32 holds them exactly up to 2^24, f64 is not needed in practice.
        return (q @ self.q.T) * (scale * self.s) + self.b


class Engine:
    def __init__(self, tensors: dict, config: dict, pieces: WordPieces, lexicon: lemma_lexicon.Lexicon | None = None):
        self.t, self.config, self.pieces, self.lexicon = tensors, config, pieces, lexicon or {}
        names = [f"layer.{i}.{p}" for i in range(config["layers"]) for p in ("q", "k", "v", "o", "ffn1", "ffn2")]
        names += ["upos", "feats", "lemma", "ner", "arc_dep", "arc_head", "lab_dep", "lab_head"]
        self.linear = {n: Linear(tensors, n) for n in names}
        self.word = tensors["emb.word.q"].float() * tensors["emb.word.s"][:, None]
        self.root_label = config["deprels"].index("root")

    @classmethod
    def load(cls, folder: Path):
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        known = folder / "lemmas.tsv"
        lexicon = lemma_lexicon.read(known) if known.exists() else None
        return cls(load_file(folder / "weights.safetensors"), config, WordPieces(folder / "vocab.txt"), lexicon)

    def _norm(self, x, name):
        return F.layer_norm(x, x.shape[-1:], self.t[name + ".w"], self.t[name + ".b"], 1e-12)

    @torch.no_grad()
    def hidden(self, encoded) -> list[torch.Tensor]:
        """The vector h of every word, for (ids, case, first) of several sentences."""
        longest = max(len(ids) for ids, _, _ in encoded)
        ids = torch.zeros(len(encoded), longest, dtype=torch.long)
        case, mask = torch.zeros_like(ids), torch.zeros_like(ids, dtype=torch.bool)
        for row, (i, c, _) in enumerate(encoded):
            ids[row, : len(i)], case[row, : len(i)], mask[row, : len(i)] = torch.tensor(i), torch.tensor(c), True
        x = self._norm(self.word[ids] + self.t["emb.pos"][:longest] + self.t["emb.case"][case], "emb.ln")
        n, heads = self.config["layers"], self.config["heads"]
        b, t, d = x.shape
        for i in range(n):
            lin = {p: self.linear[f"layer.{i}.{p}"] for p in ("q", "k", "v", "o", "ffn1", "ffn2")}
            q, k, v = (lin[p](x).view(b, t, heads, d // heads).transpose(1, 2) for p in "qkv")
            weights = (q @ k.transpose(-1, -2) / (d // heads) ** 0.5).masked_fill(~mask[:, None, None, :], -torch.inf)
            a = (weights.softmax(-1) @ v).transpose(1, 2).reshape(b, t, d)
            x = self._norm(x + lin["o"](a), f"layer.{i}.ln1")
            x = self._norm(x + lin["ffn2"](F.gelu(lin["ffn1"](x))), f"layer.{i}.ln2")
        return [x[row, first] for row, (_, _, first) in enumerate(encoded)]

    @torch.no_grad()
    def read(self, words: list[str], h: torch.Tensor) -> dict:
        """All annotations of one sentence from its word vectors."""
        lin, config = self.linear, self.config
        out = {k: lin[k](h) for k in ("upos", "feats", "lemma", "ner")}
        best = {k: v.argmax(-1).tolist() for k, v in out.items()}
        upos = [config["upos"][i] for i in best["upos"]]
        dep, head = F.gelu(lin["arc_dep"](h)), F.gelu(lin["arc_head"](h))
        head = torch.cat([self.t["arc_root"][None], head])
        heads = tree((dep @ self.t["arc_u"] @ head.T + head @ self.t["arc_bias"]).numpy())
        dep, head = F.gelu(lin["lab_dep"](h)), F.gelu(lin["lab_head"](h))
        chosen = torch.cat([self.t["lab_root"][None], head])[heads]
        one = torch.ones(len(heads), 1)
        scores = torch.einsum(
            "ni,lij,nj->nl", torch.cat([dep, one], 1), self.t["lab_u"], torch.cat([chosen, one], 1)
        )
        at_root = torch.tensor(heads) == 0
        scores[~at_root, self.root_label] = -torch.inf
        labels = scores.argmax(-1).tolist()
        labels = [self.root_label if r else label for r, label in zip(at_root.tolist(), labels)]
        return {
            "upos": upos,
            "feats": [config["feats"][i] for i in best["feats"]],
            "lemma": [lemmas.apply(config["lemma_scripts"][i], w) for i, w in zip(best["lemma"], words)],
            "lemma_known": [self.known_lemma(w, u, scores) for w, u, scores in zip(words, upos, out["lemma"])],
            "ner": repaired([config["ner"][i] for i in best["ner"]]),
            "heads": heads,
            "deprels": [config["deprels"][i] for i in labels],
        }

    def known_lemma(self, word: str, upos: str, script_scores: torch.Tensor) -> str:
        """The lexicon's lemma. Of several, the one that the best-scored script yields, if any does; else the first."""
        known = self.lexicon.get((word.lower(), upos), [])
        if len(known) == 1:
            return known[0]
        for i in script_scores.argsort(descending=True, stable=True).tolist():
            found = lemmas.apply(self.config["lemma_scripts"][i], word)
            if not known or found in known:
                return found
        return known[0]

    def read_all(self, sentences: list[list[str]], batch_pieces: int = 3000) -> list[dict]:
        encoded = [self.pieces.sentence(words) for words in sentences]
        order = sorted(range(len(sentences)), key=lambda i: len(encoded[i][0]))
        results: list[dict] = [{}] * len(sentences)
        while order:
            group = []
            while order and len(encoded[order[-1]][0]) * (len(group) + 1) <= max(batch_pieces, 512):
                group.append(order.pop())
                if len(encoded[group[0]][0]) * (len(group) + 1) > batch_pieces:
                    break
            for i, h in zip(group, self.hidden([encoded[i] for i in group])):
                results[i] = self.read(sentences[i][: len(h)], h)
        return results


def repaired(tags: list[str]) -> list[str]:
    """An I- that continues no name of its kind becomes B-."""
    out: list[str] = []
    for tag in tags:
        if tag.startswith("I-") and (not out or out[-1] == "O" or out[-1][2:] != tag[2:]):
            tag = "B-" + tag[2:]
        out.append(tag)
    return out
