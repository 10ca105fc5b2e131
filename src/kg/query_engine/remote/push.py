"""A revision into an engine elsewhere, so that readers see the one before or this one, and never some of both.

Its graphs go under names of their own beside those in use (``kg.query_engine.remote.graph_names``); one request then
changes the pointer (``kg.query_engine.remote.pushed_revision``); what neither this revision nor the one before it needs
is deleted last. The one before stays, for queries that run on it. A graph of names, written ahead, tells the next push
what one that broke off left behind.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from kg.query_engine.remote import pushed_revision
from kg.query_engine.remote.graph_names import Renaming
from kg.query_engine.remote.graph_store import GraphStore
from kg.query_engine.remote.pushed_revision import Pointer
from kg.rdf.namespaces import DCT
from kg.revision import Revision

_IDENTIFIER, _PART = NamedNode(DCT + "identifier"), NamedNode(DCT + "hasPart")


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push did; ``uploaded`` is empty where the revision was there already."""

    digest: str
    uploaded: tuple[str, ...]
    deleted: tuple[str, ...]


def push(revision: Revision, store: GraphStore, on_loaded: Callable[[str], None] = lambda _: None) -> Pushed:
    """Load a revision, switch to it, and delete what is two revisions old; ``told`` hears of each graph.

    Two pushes at the same time would delete each other's graphs: run one.
    """
    base = revision.project.base
    digest = revision.digest[:32]
    before = _digest(store.get(pushed_revision.name(base).value))
    if before == digest:
        return Pushed(digest, (), ())
    graphs: dict[str, list[Triple]] = defaultdict(list)
    renaming = Renaming(pushed_revision.graph_names(quad.graph_name for quad in revision.quads()), digest)
    for quad in map(renaming.quad, revision.quads()):
        if isinstance(quad.graph_name, NamedNode):
            graphs[quad.graph_name.value].append(quad.triple)
    known = _names(store.get(_inventory(base)))
    _write_inventory(store, base, known | graphs.keys())
    for name, triples in graphs.items():
        store.put(name, triples)
        on_loaded(name)
    store.put(pushed_revision.name(base).value, pushed_revision.triples(base, Pointer(digest, renaming.graphs)))
    # Whoever looked at the pointer a moment ago still asks the graphs of the revision before, and these stay.
    time.sleep(pushed_revision.FRESH_SECONDS)
    kept = tuple(f"!{kept_digest}" for kept_digest in (digest, before) if kept_digest)
    old = sorted(name for name in known if not name.endswith(kept))
    for name in old:
        store.delete(name)
    _write_inventory(store, base, (known | graphs.keys()) - set(old))
    return Pushed(digest, tuple(graphs), tuple(old))


def _digest(triples: Iterable[Triple]) -> str | None:
    digests = (triple.object for triple in triples if triple.predicate == _IDENTIFIER)
    return next((digest.value for digest in digests if isinstance(digest, Literal)), None)


def _inventory(base: str) -> str:
    """The graph that names every graph that a push has made, or was about to make."""
    return f"{base}graph/pushes"


def _names(triples: Iterable[Triple]) -> set[str]:
    return {
        triple.object.value for triple in triples if isinstance(triple.object, NamedNode) and triple.predicate == _PART
    }


def _write_inventory(store: GraphStore, base: str, names: Iterable[str]) -> None:
    subject = NamedNode(_inventory(base))
    store.put(subject.value, (Triple(subject, _PART, NamedNode(name)) for name in sorted(names)))
