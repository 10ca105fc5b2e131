"""Terms of the data that differ from those that the shapes name as slips of the keyboard do, or in their namespace."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from pyoxigraph import Literal, NamedNode

from kg.shacl.evaluation import Evaluation

# Shorter names are near to too many.
_LONG_ENOUGH = 6
_NAMESPACE = re.compile(r"^https?://(?:www\.)?|[#/:]+$")
_WORD = re.compile(r"[\w-]+")


def pairs(
    evaluation: Evaluation, used: Iterable[NamedNode], named: Collection[NamedNode]
) -> Iterator[tuple[NamedNode, NamedNode]]:
    """The terms that the data uses and nothing describes or names, each with the one that it seems to be."""
    by_spelling: dict[tuple[str, str], list[NamedNode]] = defaultdict(list)
    by_slip: dict[tuple[str, str], list[NamedNode]] = defaultdict(list)
    for term in named:
        stem, local = _split(term)
        by_spelling[_plain(stem, local)].append(term)
        for slip in dict.fromkeys(_slips(local)):
            by_slip[stem, slip].append(term)
    queries: set[str] | None = None
    for term in sorted(set(used) - set(named), key=str):
        stem, local = _split(term)
        meant = by_spelling.get(_plain(stem, local)) or by_slip.get((stem, local), [])
        if len(meant) != 1 or _is_described(evaluation, term):
            continue
        queries = _words_of_queries(evaluation) if queries is None else queries
        if local not in queries:
            yield term, meant[0]


def _is_described(evaluation: Evaluation, term: NamedNode) -> bool:
    """Whether a statement of data, ontology or shapes is about the term, or a statement of the shapes names it."""
    index, graph = evaluation.index, evaluation.graph
    if term in graph.described or any(term in (quad.predicate, quad.object) for quad in graph.quads):
        return True
    number = index.number(term)
    return any(number in index.forward(predicate) for predicate in index.predicates)


def _words_of_queries(evaluation: Evaluation) -> set[str]:
    texts = (quad.object for quad in evaluation.graph.quads if quad.predicate.value.endswith(("select", "ask")))
    return {word for text in texts if isinstance(text, Literal) for word in _WORD.findall(text.value)}


def _split(term: NamedNode) -> tuple[str, str]:
    cut = max(map(term.value.rfind, "/#:")) + 1
    return term.value[:cut], term.value[cut:]


def _plain(stem: str, local: str) -> tuple[str, str]:
    """A term without what people confuse: the case, hyphens, http and https, and how a namespace ends."""
    return _NAMESPACE.sub("", stem).casefold(), re.sub("[-_]", "", local).casefold()


def _slips(local: str) -> Iterator[str]:
    """The name with two neighbouring letters swapped, one left out, or one doubled; not its first or last letter."""
    if len(local) < _LONG_ENOUGH - 2:
        return
    for at in range(1, len(local) - 1):
        if local[at] != local[at + 1]:
            yield f"{local[:at]}{local[at + 1]}{local[at]}{local[at + 2 :]}"
        if len(local) >= _LONG_ENOUGH:
            yield local[:at] + local[at + 1 :]
            yield local[:at] + local[at] + local[at:]
