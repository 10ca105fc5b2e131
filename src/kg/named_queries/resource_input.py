"""Reads what a person writes for a parameter that takes a resource: its key, its name in any language, or its IRI.

The candidates are the objects of a property, such as the parties of partnerships. The key of a resource is the last
part of the path of its IRI. One of the candidates is the site's own: the one that ``about`` in ``kg.toml`` names, else
the one that is most often an object of the property.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError, phrase
from kg.rdf.namespaces import RDFS, SKOS, WELL_KNOWN
from kg.revision import Revision
from kg.revision_results import cached_until_renewal
from kg.sparql import term_input

_LABELS = {
    NamedNode(name)
    for name in (
        SKOS + "prefLabel",
        SKOS + "altLabel",
        RDFS + "label",
        WELL_KNOWN["foaf"] + "name",
        WELL_KNOWN["schema"] + "name",
    )
}
_PREFERRED = NamedNode(SKOS + "prefLabel")
SIMILAR = 3


@dataclass(frozen=True, slots=True)
class Candidates:
    """The resources that are objects of a property, the most frequent first, and what they go by."""

    nodes: tuple[NamedNode, ...]
    by_name: Mapping[str, tuple[NamedNode, ...]]
    """By key and by name, as they are compared."""


@cached_until_renewal(maxsize=4)
def candidates(revision: Revision, object_of: NamedNode) -> Candidates:
    """The candidates of a revision."""
    counts = Counter(quad.object for quad in revision.having(object_of) if isinstance(quad.object, NamedNode))
    nodes = sorted(counts, key=lambda node: (-counts[node], node.value))
    by_name: dict[str, dict[NamedNode, None]] = {}
    for node in nodes:
        for name in (key(node), *labels(revision, node).values(), *_further_names(revision, node)):
            by_name.setdefault(_plain(name), {})[node] = None
    return Candidates(tuple(nodes), {name: tuple(named) for name, named in by_name.items()})


def key(node: NamedNode) -> str:
    """The last part of the path of an IRI.

    >>> key(NamedNode("https://example.org/id/lake/ch-thun"))
    'ch-thun'
    """
    return node.value.rstrip("/").rpartition("/")[2]


def short(revision: Revision, object_of: NamedNode, node: NamedNode) -> str:
    """The key of a resource, where it names this candidate and no other, else its IRI."""
    return key(node) if candidates(revision, object_of).by_name.get(_plain(key(node))) == (node,) else node.value


def labels(revision: Revision, node: NamedNode) -> dict[str, str]:
    """The preferred names of a resource by language."""
    values = (quad.object for quad in revision.about(node) if quad.predicate == _PREFERRED)
    return {value.language or "": value.value for value in values if isinstance(value, Literal)}


def own(revision: Revision, object_of: NamedNode) -> NamedNode | None:
    """The site's own resource among the objects of a property. Raises QueryError where ``about`` names none."""
    about = revision.project.settings.about
    if about:
        return read(revision, object_of, "about", about, revision.project.prefixes, revision.project.base)
    return next(iter(candidates(revision, object_of).nodes), None)


def read(
    revision: Revision, object_of: NamedNode, name: str, value: str, prefixes: Mapping[str, str], base: str | None
) -> NamedNode:
    """The resource that the value of the parameter ``name`` names.

    Raises QueryError, with the ones that were probably meant, for a value that names none or several.
    """
    known = candidates(revision, object_of)
    named = known.by_name.get(_plain(value), ())
    if len(named) == 1:
        return named[0]
    if named:
        hint = phrase("Write the key, one of these: {names}", names=", ".join(key(node) for node in named))
        message = phrase("{name}: {value} is the name of {count} resources", name=name, value=value, count=len(named))
        raise QueryError(message, hint=hint)
    iri = term_input.iri(value, name, prefixes, base) if ":" in value or "/" in value else None
    if iri in known.nodes:
        return iri
    wanted = _plain(key(iri) if iri else value)
    close = get_close_matches(wanted, known.by_name, n=SIMILAR)
    meant = dict.fromkeys(node for name in close for node in known.by_name[name])
    hint = phrase("Write a key, a name or an IRI.")
    if meant:
        name_or_names = " / ".join(_named(revision, node) for node in meant)
        hint = phrase("Did you mean {name}? Write a key, a name or an IRI.", name=name_or_names)
    raise QueryError(phrase("{name}: there is no {value} in this data", name=name, value=value), hint=hint)


def _named(revision: Revision, node: NamedNode) -> str:
    names = labels(revision, node)
    name = names.get("en") or next(iter(names.values()), "")
    return f"{name} ({key(node)})" if name else key(node)


def _further_names(revision: Revision, node: NamedNode) -> list[str]:
    return [
        quad.object.value
        for quad in revision.about(node)
        if quad.predicate in _LABELS and isinstance(quad.object, Literal)
    ]


@lru_cache(maxsize=1_000)
def _plain(text: str) -> str:
    """The text as it is compared: without case and without the marks of Latin letters."""
    apart = unicodedata.normalize("NFKD", text.strip().casefold())
    return unicodedata.normalize("NFC", "".join(mark for mark in apart if not "\u0300" <= mark <= "\u036f"))
