"""Arcs set right after the best tree has been found, as the engine does (`settle.rs` tells why)."""

from names import name_spans


def settle(heads: list[int], deprels: list[str], upos: list[str], names: list[str]) -> tuple[list[int], list[str]]:
    """heads: 0 for the root, else 1-based."""
    heads = nest_reports(lift_persons(list(heads), deprels, upos, names), deprels, upos)
    heads = join_names(heads, deprels, names)
    return heads, right_subjects(heads, list(deprels))


def lift_persons(heads, deprels, upos, names):
    """A person in apposition to a ministry stands in apposition to the noun that the ministry hangs on."""
    person = [n.endswith("PER") for n in names]
    for at, deprel in enumerate(deprels):
        if deprel != "appos" or not person[at]:
            continue
        head = heads[at]
        while head and deprels[head - 1] == "nmod" and upos[head - 1] in ("NOUN", "PROPN") and not person[head - 1]:
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


def join_names(heads, deprels, names):
    """The words of a name before a noun hang on its last word, and only that one on the noun."""
    for begin, end, _ in name_spans(names):
        head = heads[end - 1]
        if deprels[end - 1] == "compound" and head > end:
            for at in range(begin, end - 1):
                if deprels[at] == "compound" and heads[at] == head:
                    heads[at] = end
    return heads


def right_subjects(heads, deprels):
    """A subject beside an object, and without an auxiliary, undergoes nothing."""
    for at, deprel in enumerate(deprels):
        beside = {d for h, d in zip(heads, deprels) if h == heads[at]}
        if deprel == "nsubj:pass" and "obj" in beside and not beside & {"aux:pass", "aux"}:
            deprels[at] = "nsubj"
    return deprels
