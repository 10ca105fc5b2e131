"""How many statements the data has by property, and by the other data sets that it links to.

Which hosts have data sets is known of a few; of others a link says it that names the same thing, or one like it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.compact import forked_build
from kg.rdf.namespaces import OWL, RDF, SKOS, WELL_KNOWN
from kg.revision import Revision
from kg.revision_results import cached_until_renewal

T = TypeVar("T", str, tuple[str, str])

_TYPE = RDF + "type"
_SAME = frozenset(
    {OWL + "sameAs", WELL_KNOWN["schema"] + "sameAs", "https://schema.org/sameAs"}
    | {f"{SKOS}{name}Match" for name in ("exact", "close", "broad", "narrow", "related")}
)
_HOSTS = frozenset(
    {"dbpedia.org", "publications.europa.eu", "sws.geonames.org", "viaf.org", "vocab.getty.edu", "www.wikidata.org"}
)
"""Hosts of data sets that much data refers to by whatever property."""


@dataclass(frozen=True, slots=True)
class Linkset:
    """So many statements lead by ``predicate`` to what another data set describes, whose IRIs begin with ``space``."""

    space: str
    predicate: str
    statements: int


@dataclass(frozen=True, slots=True)
class StatementCounts:
    """Counted as in a single graph: what two graphs state is one statement. The most frequent come first."""

    triples: int
    subjects: int
    objects: int
    properties: tuple[tuple[str, int], ...]
    linksets: tuple[Linkset, ...]


@cached_until_renewal(maxsize=2)
def of(revision: Revision) -> StatementCounts:
    """The counts of everything that is published."""
    return forked_build.build(revision, _counted)


def _counted(revision: Revision) -> StatementCounts:
    own = {_host(namespace) for namespace in (revision.project.base, *revision.project.settings.addresses.owned)}
    triples = {quad.triple for quad in revision.quads()}
    properties = Counter(triple.predicate.value for triple in triples)
    leaving = []
    for triple in triples:
        iri = _iri(triple.object)
        host = _host(iri)
        if host and host not in own and host != _host(_iri(triple.subject)) and triple.predicate.value != _TYPE:
            leaving.append((triple.predicate.value, iri, host))
    hosts = _HOSTS | {host for predicate, _, host in leaving if predicate in _SAME}
    links = Counter((_space(iri), predicate) for predicate, iri, host in leaving if host in hosts)
    return StatementCounts(
        len(triples),
        len({triple.subject for triple in triples}),
        len({triple.object for triple in triples}),
        _most_first(properties),
        tuple(Linkset(space, predicate, number) for (space, predicate), number in _most_first(links)),
    )


def _most_first(counted: Counter[T]) -> tuple[tuple[T, int], ...]:
    return tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def _iri(term: NamedNode | BlankNode | Literal | Triple) -> str:
    return term.value if isinstance(term, NamedNode) else ""


def _host(iri: str) -> str:
    """The host of a web address; nothing for another IRI, or for one that is not well formed."""
    if not iri.startswith(("http:", "https:")):
        return ""
    try:
        return urlsplit(iri).netloc
    except ValueError:
        return ""


def _space(iri: str) -> str:
    """The IRI up to its last name, which stands before a slash at the end.

    >>> _space("https://sws.geonames.org/2797656/"), _space("http://www.wikidata.org/entity/Q1296")
    ('https://sws.geonames.org/', 'http://www.wikidata.org/entity/')
    """
    plain = iri.rstrip("/#")
    space = plain[: max(plain.rfind("/"), plain.rfind("#")) + 1]
    return iri if space.endswith("://") else space
