"""The best tree with a single root: greedy if that is a tree already, else Chu-Liu/Edmonds."""

import numpy as np


def tree(scores: np.ndarray) -> list[int]:
    """scores[d][h]: word d (0-based) under head h (0 = root, else 1-based word). Returns the heads."""
    n = scores.shape[0]
    greedy = with_own_head_forbidden(scores).argmax(1)
    if (greedy == 0).sum() == 1 and not cycle(greedy):
        return greedy.tolist()
    # A root arc costs more than all arcs together can win, so that the best tree has no second one.
    s = with_own_head_forbidden(scores).astype(np.float64)
    s[:, 0] -= 2 * n * (np.abs(scores).max() + 1)
    square = np.full((n + 1, n + 1), -np.inf)
    square[1:] = s
    return edmonds(square)[1:].tolist()


def with_own_head_forbidden(scores):
    s = scores.copy()
    s[np.arange(len(s)), np.arange(len(s)) + 1] = -np.inf
    return s


def cycle(heads) -> list[int]:
    """The words (1-based) of one cycle, or nothing. heads[i] is the head of word i + 1."""
    state = [0] * (len(heads) + 1)
    for start in range(1, len(heads) + 1):
        path, node = [], start
        while node and not state[node]:
            state[node] = 1
            path.append(node)
            node = int(heads[node - 1])
        if node and state[node] == 1:
            return path[path.index(node):]
        for p in path:
            state[p] = 2
    return []


def edmonds(s: np.ndarray) -> np.ndarray:
    """Maximum arborescence of s[d][h] with root 0; row 0 is not used."""
    heads = s.argmax(1)
    heads[0] = 0
    ring = cycle(heads[1:])
    if not ring:
        return heads
    inside = np.zeros(len(s), bool)
    inside[ring] = True
    outside = np.flatnonzero(~inside)
    # Contract the ring to one node, the last of the smaller graph.
    m = len(outside)
    small = np.full((m + 1, m + 1), -np.inf)
    small[:m, :m] = s[np.ix_(outside, outside)]
    ring = np.array(ring)
    leaving = s[np.ix_(outside, ring)]
    small[:m, m] = leaving.max(1)
    entering = s[np.ix_(ring, outside)] - s[ring, heads[ring]][:, None]
    small[m, :m] = entering.max(0)
    small[np.arange(m + 1), np.arange(m + 1)] = -np.inf
    solved = edmonds(small)
    result = heads.copy()
    for i in range(1, m):
        result[outside[i]] = ring[leaving[i].argmax()] if solved[i] == m else outside[solved[i]]
    entry = solved[m]
    broken = ring[entering[:, entry].argmax()]
    result[broken] = outside[entry]
    return result
