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
from pieces import Pieces, WordPieces
from sentence import Sentence
from settle import settle
from windows import Text, documents, read


#: The tensors that a smaller model does not repeat.
WORD_TABLE = ("emb.word.q", "emb.word.s")


class Linear:
    def __init__(self, tensors, name: str):
        q = tensors[name + ".q"]
        self.exact = q.dtype != torch.int8
        self.q, self.s, self.b = q.float(), tensors[name + ".s"], tensors[name + ".b"]

    def __call__(self, x):
        if self.exact:
            return x @ self.q.T + self.b
        largest = x.abs().amax(-1, keepdim=True)
        # torch.round rounds half to even. A row of zeros stays zeros.
        q = torch.round(x * torch.where(largest > 0, 127 / largest, 1.0))
        # Sums of int8 products are whole numbers; f32 holds them exactly up to 2^24, f64 is not needed in practice.
        return (q @ self.q.T) * (largest / 127 * self.s) + self.b


class Engine:
    """Tensors whose weights are floats (`export.quantised` with `exact`) are read without rounding: what int8 costs is the difference."""

    def __init__(self, tensors: dict, config: dict, pieces: WordPieces, lexicon: lemma_lexicon.Lexicon | None = None):
        self.t, self.config, self.pieces, self.lexicon = tensors, config, pieces, lexicon or {}
        names = [f"layer.{i}.{p}" for i in range(config["layers"]) for p in ("q", "k", "v", "o", "ffn1", "ffn2")]
        names += ["upos", "feats", "lemma", "ner", "end", "arc_dep", "arc_head", "lab_dep", "lab_head", "lab"]
        self.linear = {n: Linear(tensors, n) for n in names}
        self.word = tensors["emb.word.q"].float() * tensors["emb.word.s"][:, None]
        self.root_label = config["deprels"].index("root")

    @classmethod
    def load(cls, folder: Path):
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        tensors = load_file(folder / "weights.safetensors")
        # A smaller model has the word embeddings, vocabulary and lemmas of the one that taught it.
        base = folder.parent / config["words_of"]
        if base != folder:
            tensors |= {k: v for k, v in load_file(base / "weights.safetensors").items() if k in WORD_TABLE}
        known = base / "lemmas.tsv"
        lexicon = lemma_lexicon.read(known) if known.exists() else None
        return cls(tensors, config, WordPieces(base / "vocab.txt"), lexicon)

    def _norm(self, x, name):
        return F.layer_norm(x, x.shape[-1:], self.t[name + ".w"], self.t[name + ".b"], 1e-12)

    @torch.no_grad()
    def hidden(self, windows: list[Pieces]) -> list[torch.Tensor]:
        """The vectors of the words of every window."""
        longest = max(len(w.ids) for w in windows)
        ids = torch.zeros(len(windows), longest, dtype=torch.long)
        case, mask = torch.zeros_like(ids), torch.zeros_like(ids, dtype=torch.bool)
        for row, w in enumerate(windows):
            n = len(w.ids)
            ids[row, :n], case[row, :n], mask[row, :n] = torch.tensor(w.ids), torch.tensor(w.case), True
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
        return [x[row, w.first] for row, w in enumerate(windows)]

    @torch.no_grad()
    def read(self, words: list[str], h: torch.Tensor) -> dict:
        """All annotations of one sentence from its word vectors."""
        lin, config = self.linear, self.config
        out = {k: lin[k](h) for k in ("upos", "feats", "lemma", "ner")}
        best = {k: v.argmax(-1).tolist() for k, v in out.items() if k != "ner"}
        upos = [config["upos"][i] for i in best["upos"]]
        dep, head = F.gelu(lin["arc_dep"](h)), F.gelu(lin["arc_head"](h))
        head = torch.cat([self.t["arc_root"][None], head])
        arcs = dep @ self.t["arc_u"] @ head.T + head @ self.t["arc_bias"]
        heads = tree(arcs.numpy())
        dep, head = F.gelu(lin["lab_dep"](h)), F.gelu(lin["lab_head"](h))
        # The root has no vector: a word that hangs on it is labelled without being asked.
        chosen = torch.cat([torch.zeros(1, head.shape[1]), head])[heads]
        asked = lin["lab"](dep).view(len(heads), len(config["deprels"]), -1)
        scores = (asked[..., :-1] * chosen[:, None]).sum(-1) + asked[..., -1]
        at_root = torch.tensor(heads) == 0
        scores[~at_root, self.root_label] = -torch.inf
        labels = scores.argmax(-1).tolist()
        labels = [self.root_label if r else label for r, label in zip(at_root.tolist(), labels)]
        deprels = [config["deprels"][i] for i in labels]
        ner = best_tags(out["ner"].numpy(), config["ner"])
        heads, deprels = settle(heads, deprels, upos, ner)
        return {
            "upos": upos,
            "feats": [config["feats"][i] for i in best["feats"]],
            "lemma": [lemmas.apply(config["lemma_scripts"][i], w) for i, w in zip(best["lemma"], words)],
            "margins": {k: margins(v) for k, v in (out | {"heads": arcs, "deprels": scores}).items()},
            "lemma_known": [self.known_lemma(w, u, s) for w, u, s in zip(words, upos, out["lemma"])],
            "ner": ner,
            "heads": heads,
            "deprels": deprels,
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

    def read_text(self, text: Text) -> list[tuple[int, int, dict]]:
        """The sentences of a text, (begin, end, annotations), as `windows.read` cuts it."""

        def encode(window: Pieces):
            h = self.hidden([window])[0]
            ends = self.linear["end"](h)
            return h, (ends[:, 1] > ends[:, 0]).tolist()

        return [(begin, end, self.read(text.words[begin:end], h)) for begin, end, h in read(text, self.pieces, encode, self.config["window"])]

    def read_sentences(self, sentences: list[Sentence]) -> list[dict]:
        """Annotations of sentences whose ends are known, read in the context of their documents."""
        return [r for document in documents(sentences) for _, _, r in self.read_text(Text.of_sentences(document))]


def margins(scores: torch.Tensor) -> list[float]:
    """By how much the best score of each word is ahead of the second."""
    top = scores.topk(2, -1).values
    return (top[:, 0] - top[:, 1]).tolist()


def best_tags(scores: np.ndarray, tags: list[str]) -> list[str]:
    """The sequence of tags with the highest sum of scores in which an I- continues a name of its kind (Viterbi). Scores need
    no normalising: it would add the same to all tags of a word. On equal sums the earlier tag of the list wins."""
    follows = np.array([[not t.startswith("I-") or p[1:] == t[1:] for t in tags] for p in tags])
    allowed = np.where(follows, np.float32(0), np.float32(-np.inf))
    total = np.where([t.startswith("I-") for t in tags], np.float32(-np.inf), scores[0])
    back = []
    for row in scores[1:]:
        through = total[:, None] + allowed
        back.append(through.argmax(0))
        total = through.max(0) + row
    best = [int(total.argmax())]
    for choice in reversed(back):
        best.append(int(choice[best[-1]]))
    return [tags[i] for i in reversed(best)]
