"""The network: MiniLM's six layers, a case embedding at the bottom, five heads at the top.

Parameter names follow the export (`layer.0.q`, `emb.ln`, `arc_dep`, ...), so that `export.py` is a plain walk.
"""

from pathlib import Path

import torch
import torch.nn as nn
import torch.nn.functional as F
from safetensors.torch import load_file

LAYERS, HIDDEN, HEADS, FFN, VOCAB, POSITIONS = 6, 384, 12, 1536, 30522, 512
ARC, LAB = 256, 96


class Layer(nn.Module):
    """One post-norm BERT layer."""

    def __init__(self, dropout: float):
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(HIDDEN, HIDDEN) for _ in range(4))
        self.ffn1, self.ffn2 = nn.Linear(HIDDEN, FFN), nn.Linear(FFN, HIDDEN)
        self.ln1, self.ln2 = (nn.LayerNorm(HIDDEN, eps=1e-12) for _ in range(2))
        self.drop = nn.Dropout(dropout)

    def forward(self, x, mask):
        b, t, _ = x.shape
        q, k, v = (f(x).view(b, t, HEADS, HIDDEN // HEADS).transpose(1, 2) for f in (self.q, self.k, self.v))
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.ln1(x + self.drop(self.o(a.transpose(1, 2).reshape(b, t, HIDDEN))))
        return self.ln2(x + self.drop(self.ffn2(F.gelu(self.ffn1(x)))))


class Parser(nn.Module):
    def __init__(self, upos: int, feats: int, lemmas: int, names: int, deprels: int, dropout=0.1, head_dropout=0.2):
        super().__init__()
        self.word = nn.Embedding(VOCAB, HIDDEN)
        self.word.weight.requires_grad = False
        self.pos = nn.Parameter(torch.zeros(POSITIONS, HIDDEN))
        self.case = nn.Parameter(torch.zeros(12, HIDDEN))
        self.ln = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layer = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.drop, self.head_drop = nn.Dropout(dropout), nn.Dropout(head_dropout)

        self.upos, self.feats = nn.Linear(HIDDEN, upos), nn.Linear(HIDDEN, feats)
        self.lemma, self.ner = nn.Linear(HIDDEN, lemmas), nn.Linear(HIDDEN, names)
        self.arc_dep, self.arc_head = nn.Linear(HIDDEN, ARC), nn.Linear(HIDDEN, ARC)
        self.arc_root = nn.Parameter(torch.randn(ARC) * 0.1)
        self.arc_u = nn.Parameter(torch.eye(ARC) / ARC**0.5)
        self.arc_bias = nn.Parameter(torch.zeros(ARC))
        self.lab_dep, self.lab_head = nn.Linear(HIDDEN, LAB), nn.Linear(HIDDEN, LAB)
        self.lab_root = nn.Parameter(torch.randn(LAB) * 0.1)
        self.lab_u = nn.Parameter(torch.randn(deprels, LAB + 1, LAB + 1) * 0.05)

    def start_from_minilm(self, file: Path):
        """The encoder of all-MiniLM-L6-v2; the token type of a single sentence is folded into the positions."""
        w = load_file(file)
        short = {
            "attention.self.query": "q", "attention.self.key": "k", "attention.self.value": "v",
            "attention.output.dense": "o", "attention.output.LayerNorm": "ln1",
            "intermediate.dense": "ffn1", "output.dense": "ffn2", "output.LayerNorm": "ln2",
        }  # fmt: skip
        with torch.no_grad():
            self.word.weight.copy_(w["embeddings.word_embeddings.weight"])
            self.pos.copy_(w["embeddings.position_embeddings.weight"] + w["embeddings.token_type_embeddings.weight"][0])
            for part in ("weight", "bias"):
                getattr(self.ln, part).copy_(w[f"embeddings.LayerNorm.{part}"])
                for i, layer in enumerate(self.layer):
                    for theirs, ours in short.items():
                        getattr(getattr(layer, ours), part).copy_(w[f"encoder.layer.{i}.{theirs}.{part}"])

    def encode(self, ids, case, mask):
        """ids, case: [batch, pieces]; mask: True where there is a piece."""
        x = self.word(ids) + self.pos[: ids.shape[1]] + self.case[case]
        x = self.drop(self.ln(x))
        mask = mask[:, None, None, :]
        for layer in self.layer:
            x = layer(x, mask)
        return x

    def arc_scores(self, dep, head):
        """dep [.., n, 256], head [.., n + 1, 256] with the root in front -> [.., n, n + 1]."""
        return dep @ self.arc_u @ head.transpose(-1, -2) + (head @ self.arc_bias).unsqueeze(-2)

    def label_scores(self, dep, head):
        """dep, head [n, 96], the chosen heads -> [n, labels]."""
        one = torch.ones_like(dep[:, :1])
        dep, head = torch.cat([dep, one], -1), torch.cat([head, one], -1)
        labels = self.lab_u.shape[0]
        through = (dep @ self.lab_u.permute(1, 0, 2).reshape(LAB + 1, -1)).view(-1, labels, LAB + 1)
        return (through * head.unsqueeze(1)).sum(-1)

    def losses(self, batch) -> dict[str, torch.Tensor]:
        """Mean loss per labelled word of every head that the batch can train."""
        x = self.encode(batch["ids"], batch["case"], batch["mask"])
        h = self.head_drop(x.flatten(0, 1)[batch["words"]])
        out = {}
        if batch["ner"].ge(0).any():
            out["ner"] = F.cross_entropy(self.ner(h).float(), batch["ner"], ignore_index=-1)
        if not batch["parsed"].any():
            return out
        # Sentences with syntax come first within a batch, so their words are a prefix.
        n = int(batch["parsed"].sum())
        h = h[:n]
        for name, head in (("upos", self.upos), ("feats", self.feats), ("lemma", self.lemma)):
            out[name] = F.cross_entropy(head(h).float(), batch[name][:n], ignore_index=-1)
        rows, columns, shape = batch["row"][:n], batch["column"][:n], batch["shape"]
        dep, head = F.gelu(self.arc_dep(h)), F.gelu(self.arc_head(h))
        deps = dep.new_zeros(shape[0], shape[1], ARC).index_put((rows, columns), dep)
        heads = head.new_zeros(shape[0], shape[1] + 1, ARC).index_put((rows, columns + 1), head)
        heads[:, 0] = self.arc_root.to(heads.dtype)
        scores = self.arc_scores(deps, heads).float()
        absent = torch.ones(shape[0], shape[1] + 1, dtype=torch.bool)
        absent[rows, columns + 1] = False
        absent[:, 0] = False
        scores = scores.masked_fill(absent[:, None, :], -1e4)
        gold = batch["heads"][:n]
        out["arcs"] = F.cross_entropy(scores[rows, columns], gold)
        dep, head = F.gelu(self.lab_dep(h)), F.gelu(self.lab_head(h))
        start = batch["start"][:n]
        chosen = torch.where((gold > 0)[:, None], head[(start + gold - 1).clamp(min=0)], self.lab_root.to(head.dtype))
        out["labels"] = F.cross_entropy(self.label_scores(dep, chosen).float(), batch["deprels"][:n])
        return out


#: What each loss counts for. Arcs, labels, UPOS, lemma, names as in the first trial; features share what UPOS learns.
WEIGHTS = {"arcs": 1.0, "labels": 1.0, "upos": 0.5, "lemma": 0.5, "ner": 0.5, "feats": 0.3}
