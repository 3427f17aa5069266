"""Lemmas as edit scripts: a small closed set of classes instead of a generator.

A script is one of
  "l|p<k>|<a>"  lower-case the form, strip k characters off the end, append a        (Attacks -> attack: l|p1|)
  "k|p<k>|<a>"  keep the form's case, strip k, append a                              (Americans -> American: k|p1|)
  "t|p<k>|<a>"  first character upper, the others lower, strip k, append a           (IRAQ -> Iraq: t|p0|)
  "=<x>"        the lemma is literally x                                             (went -> go: =go)
"""

DOC = (
    "c|p<k>|<a>: take the form lower-cased (c=l), as it is (c=k), or with the first character upper and the rest "
    "lower (c=t); strip k characters off the end; append a. =<x>: the lemma is literally x."
)


def title(form: str) -> str:
    return form[:1].upper() + form[1:].lower()


def script(form: str, lemma: str) -> str:
    """The shortest script that turns form into lemma; on equal length lower case wins, then the form's own."""
    best = None
    for casing, base in (("l", form.lower()), ("k", form), ("t", title(form))):
        prefix = 0
        while prefix < min(len(base), len(lemma)) and base[prefix] == lemma[prefix]:
            prefix += 1
        if prefix == 0:
            continue
        cost = len(base) + len(lemma) - 2 * prefix
        if best is None or cost < best[0]:
            best = (cost, f"{casing}|p{len(base) - prefix}|{lemma[prefix:]}")
    return best[1] if best else "=" + lemma


def apply(script: str, form: str) -> str:
    if script.startswith("="):
        return script[1:]
    casing, strip, append = script.split("|", 2)
    base = {"l": form.lower(), "k": form, "t": title(form)}[casing]
    return base[: max(0, len(base) - int(strip[1:]))] + append
