"""Two arcs set right after the best tree has been found, as the engine does (`settle.rs` tells why)."""


def settle(heads: list[int], deprels: list[str], upos: list[str], names: list[str]) -> list[int]:
    """heads: 0 for the root, else 1-based."""
    return nest_reports(lift_persons(list(heads), deprels, upos, names), deprels, upos)


def lift_persons(heads, deprels, upos, names):
    """A person in apposition to a ministry stands in apposition to the noun that the ministry hangs on."""
    person = [n.endswith("PER") for n in names]
    for at, deprel in enumerate(deprels):
        if deprel != "appos" or not person[at]:
            continue
        head = heads[at]
        while head and deprels[head - 1] == "nmod" and upos[head - 1] == "PROPN" and not person[head - 1]:
            head = heads[head - 1]
        if head and upos[head - 1] in ("NOUN", "PROPN"):
            heads[at] = head
    return heads


def nest_reports(heads, deprels, upos):
    """Of two clauses on one verb the second is what the first, if it has no object of its own, tells."""
    for at in range(1, len(heads)):
        if deprels[at] != "ccomp":
            continue
        for first in reversed(range(at)):
            beside = deprels[first] == "ccomp" and heads[first] == heads[at] and upos[first] == "VERB"
            if beside and not any(h == first + 1 and d in ("ccomp", "xcomp", "obj") for h, d in zip(heads, deprels)):
                heads[at] = first + 1
                break
    return heads
