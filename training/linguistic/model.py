"""The network: layers of MiniLM (six, or fewer for a fast tier), a case embedding at the bottom, heads at the top.

Parameter names follow the export (`layer.0.q`, `emb.ln`, `arc_dep`, ...), so that `export.py` is a plain walk.
"""

from pathlib import Path

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from safetensors.torch import load_file

HIDDEN, HEADS, FFN, VOCAB, POSITIONS = 384, 12, 1536, 30522, 512
ARC, LAB = 256, 96


class Dropout(nn.Module):
    """Dropout whose randomness comes from NumPy's bytes: on a CPU, PyTorch's own draws take a tenth of a training step.
    `generator` is set anew for every step, so that a resumed run draws what an unbroken one would have drawn."""

    generator = np.random.default_rng(0)

    def __init__(self, part: float):
        super().__init__()
        self.dropped = round(part * 256)

    def forward(self, x):
        if not self.training or not self.dropped:
            return x
        drawn = np.frombuffer(Dropout.generator.bytes(x.numel()), np.uint8)
        kept = torch.from_numpy(drawn >= self.dropped).view(x.shape)
        return x * kept.to(x.dtype).mul_(256 / (256 - self.dropped))


class Layer(nn.Module):
    """One post-norm BERT layer."""

    def __init__(self, dropout: float):
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(HIDDEN, HIDDEN) for _ in range(4))
        self.ffn1, self.ffn2 = nn.Linear(HIDDEN, FFN), nn.Linear(FFN, HIDDEN)
        self.ln1, self.ln2 = (nn.LayerNorm(HIDDEN, eps=1e-12) for _ in range(2))
        self.drop = Dropout(dropout)

    def forward(self, x, mask):
        b, t, _ = x.shape
        q, k, v = (f(x).view(b, t, HEADS, HIDDEN // HEADS).transpose(1, 2) for f in (self.q, self.k, self.v))
        # Spelled out: PyTorch's fused attention takes twice the time on a CPU when it learns.
        a = (q @ k.transpose(-1, -2) * (HIDDEN // HEADS) ** -0.5 + mask).softmax(-1).to(v.dtype) @ v
        x = self.ln1(x + self.drop(self.o(a.transpose(1, 2).reshape(b, t, HIDDEN))))
        return self.ln2(x + self.drop(self.ffn2(F.gelu(self.ffn1(x)))))


class Parser(nn.Module):
    def __init__(self, labels, layers: int = 6, dropout=0.1, head_dropout=0.25, pair_dropout=0.2):
        """`head_dropout` falls on the words' vectors, `pair_dropout` on what the choice of heads and relations makes of them."""
        super().__init__()
        upos, feats, lemmas, names, deprels = (
            len(x) for x in (labels.upos, labels.feats, labels.lemma_scripts, labels.names, labels.deprels)
        )
        self.word = nn.Embedding(VOCAB, HIDDEN)
        self.word.weight.requires_grad = False
        self.pos = nn.Parameter(torch.zeros(POSITIONS, HIDDEN))
        self.case = nn.Parameter(torch.zeros(12, HIDDEN))
        self.ln = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layer = nn.ModuleList(Layer(dropout) for _ in range(layers))
        self.drop, self.head_drop = Dropout(dropout), Dropout(head_dropout)
        self.pair_drop = Dropout(pair_dropout)

        self.upos, self.feats = nn.Linear(HIDDEN, upos), nn.Linear(HIDDEN, feats)
        self.lemma, self.ner = nn.Linear(HIDDEN, lemmas), nn.Linear(HIDDEN, names)
        self.end = nn.Linear(HIDDEN, 2)
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
                for i, layer in zip(spread(len(self.layer)), self.layer):
                    for theirs, ours in short.items():
                        getattr(getattr(layer, ours), part).copy_(w[f"encoder.layer.{i}.{theirs}.{part}"])

    def start_from_teacher(self, teacher: "Parser"):
        """Everything that a trained model of more layers has, with layers evenly spaced up to its last."""
        kept = {f"layer.{theirs}.": f"layer.{ours}." for ours, theirs in enumerate(spread(len(self.layer)))}
        state = {}
        for name, value in teacher.state_dict().items():
            place = ".".join(name.split(".")[:2]) + "."
            if not name.startswith("layer."):
                state[name] = value
            elif place in kept:
                state[kept[place] + name[len(place):]] = value
        self.load_state_dict(state)

    def encode(self, ids, case, mask):
        """ids, case: [batch, pieces]; mask: True where there is a piece."""
        x = self.word(ids) + self.pos[: ids.shape[1]] + self.case[case]
        x = self.drop(self.ln(x))
        mask = torch.where(mask, 0.0, -1e4)[:, None, None, :]
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

    def scores(self, batch) -> dict[str, torch.Tensor]:
        """What every head says of every word of the batch; `labels` are asked at the heads in `batch["label_at"]`, which come
        back as `label_at`, complete."""
        x = self.encode(batch["ids"], batch["case"], batch["mask"])
        words = x.flatten(0, 1)[batch["words"]]
        h = self.head_drop(words)
        out = {name: getattr(self, name)(h).float() for name in TAGS}
        rows, columns, shape = batch["row"], batch["column"], batch["shape"]
        dep, head = (self.pair_drop(F.gelu(f(h))) for f in (self.arc_dep, self.arc_head))
        deps = dep.new_zeros(shape[0], shape[1], ARC).index_put((rows, columns), dep)
        heads = head.new_zeros(shape[0], shape[1] + 1, ARC).index_put((rows, columns + 1), head)
        heads[:, 0] = self.arc_root.to(heads.dtype)
        absent = torch.ones(shape[0], shape[1] + 1, dtype=torch.bool)
        absent[rows, columns + 1] = False
        absent[:, 0] = False
        arcs = self.arc_scores(deps, heads).float().masked_fill(absent[:, None, :], -1e4)
        out["arcs"] = arcs[rows, columns]
        dep, head = (self.pair_drop(F.gelu(f(h))) for f in (self.lab_dep, self.lab_head))
        # Where no annotator has said the head: the best one.
        at = torch.where(batch["label_at"] < 0, out["arcs"].argmax(-1), batch["label_at"])
        chosen = torch.where((at > 0)[:, None], head[(batch["start"] + at - 1).clamp(min=0)], self.lab_root.to(head.dtype))
        out["labels"] = self.label_scores(dep, chosen).float()
        return out | {"label_at": at, "vectors": words.float()}

    def losses(self, batch, teacher: dict[str, torch.Tensor] | None = None, trust: float = 0.5) -> dict[str, torch.Tensor]:
        """Mean loss per labelled word of every head that the batch can train. With a teacher's scores, a part `trust` of
        each loss is the distance from the teacher's distribution, on all words."""
        scores = self.scores(batch)
        out = {}
        for name in WEIGHTS:
            known = batch[name] >= 0
            gold = F.cross_entropy(scores[name][known], batch[name][known]) if known.any() else None
            if teacher is None:
                if gold is not None:
                    out[name] = gold
                continue
            told = F.kl_div(scores[name].log_softmax(-1), teacher[name].log_softmax(-1), reduction="batchmean", log_target=True)
            out[name] = told if gold is None else (1 - trust) * gold + trust * told
        if teacher is not None:
            # The heads begin as the teacher's; what they read should look like what the teacher's read.
            out["vectors"] = F.mse_loss(scores["vectors"], teacher["vectors"])
        return out


TAGS = ("upos", "feats", "lemma", "ner", "end")
#: What each loss counts for. Arcs, labels, UPOS, lemma, names as in the first trial; features share what UPOS learns.
WEIGHTS = {"arcs": 1.0, "labels": 1.0, "upos": 0.5, "lemma": 0.5, "ner": 0.5, "feats": 0.3, "end": 0.3}
#: What looking like the teacher counts for.
VECTORS = 3.0


def spread(layers: int) -> list[int]:
    """Which of MiniLM's six layers a model of fewer begins with."""
    return {2: [0, 5], 3: [0, 2, 5], 6: [0, 1, 2, 3, 4, 5]}[layers]


def trained(checkpoint: Path) -> Parser:
    """A trained model, ready to be asked."""
    state = torch.load(checkpoint, weights_only=False)
    model = Parser(state["labels"], state["layers"])
    model.load_state_dict(state["model"])
    return model.eval()
