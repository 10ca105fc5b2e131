"""What a search found, for machines: JSON, CSV, and RDF that names and types what was found, in its order."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.publish.search.folding import fold
from kg.publish.search.name_index import Hit, Results
from kg.publish.serialisations import serialisation
from kg.rdf.formats import Format
from kg.rdf.namespaces import RDF, XSD
from kg.resources.language_view import Reader
from kg.resources.resource_graph import TYPE

_COLUMNS = ("iri", "name", "language", "kind", "matched", "matched_language", "match")


def other_name(reader: Reader, hit: Hit, query: str) -> Literal | None:
    """The name by which a hit was found, where the reader's name for it does not show why."""
    shown = fold(reader.name(hit.node).value)
    return None if all(word in shown for word in fold(query).split()) else hit.name


def as_json(results: Results, reader: Reader) -> bytes:
    """An object with the hits, best first."""
    hits = [_record(reader, hit) for hit in results.hits]
    document = {"query": results.query, "more": results.more, "hits": hits}
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def as_csv(results: Results, reader: Reader) -> bytes:
    """RFC 4180, a hit a line."""
    out = io.StringIO()
    writer = csv.DictWriter(out, _COLUMNS)
    writer.writeheader()
    writer.writerows(_record(reader, hit) for hit in results.hits)
    return out.getvalue().encode()


def as_rdf(results: Results, reader: Reader, form: Format) -> bytes:
    """The list of the hits, and the names and classes of each."""
    return serialisation.text(_statements(results, reader), form, reader.known.revision.project)


def _record(reader: Reader, hit: Hit) -> dict[str, Any]:
    name = reader.name(hit.node)
    values = (hit.node.value, name.value, name.language, hit.group.name, hit.name.value, hit.name.language, hit.match)
    return dict(zip(_COLUMNS, values, strict=True))


def _statements(results: Results, reader: Reader) -> Iterator[Quad]:
    """A schema:ItemList whose elements are an RDF list, since their order is what a search is for."""
    address = NamedNode(f"{reader.known.revision.project.base}search?q={quote(results.query, safe='')}")
    yield Quad(address, TYPE, reader.expand("schema:ItemList"))
    count = Literal(str(len(results.hits)), datatype=NamedNode(XSD + "integer"))
    yield Quad(address, reader.expand("schema:numberOfItems"), count)
    nodes: list[NamedNode | BlankNode] = [BlankNode(f"hit{place}") for place in range(len(results.hits))]
    nodes.append(NamedNode(RDF + "nil"))
    yield Quad(address, reader.expand("schema:itemListElement"), nodes[0])
    for place, hit in enumerate(results.hits):
        yield Quad(nodes[place], NamedNode(RDF + "first"), hit.node)
        yield Quad(nodes[place], NamedNode(RDF + "rest"), nodes[place + 1])
    for hit in results.hits:
        names = reader.known.label_statements(hit.node)
        matched = (
            q for q in reader.known.about(hit.node) if q.predicate in reader.known.searched and q.object == hit.name
        )
        for quad in (*names, *matched, *(q for q in reader.known.about(hit.node) if q.predicate == TYPE)):
            yield Quad(quad.subject, quad.predicate, quad.object)
