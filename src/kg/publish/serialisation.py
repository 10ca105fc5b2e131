"""Statements as bytes, in any format, the same bytes for the same statements.

Literals stay as they were parsed. Turtle is the canonical form; the other formats are written by Oxigraph from sorted
statements whose blank nodes, if there are any, are labelled by RDFC-1.0.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, RdfFormat, serialize

from kg.project import Project
from kg.rdf import turtle
from kg.rdf.formats import JSON_LD, RDF_FORMATS, TURTLE, Format
from kg.rdf.namespaces import XSD


def text(quads: Iterable[Quad], form: Format, project: Project) -> bytes:
    """The statements in ``form``; graph names are kept where the format can tell graphs apart and they have one."""
    assert form in RDF_FORMATS
    if form == TURTLE:
        triples = (quad.triple for quad in quads)
        return turtle.write(triples, base=project.base, prefixes=project.prefixes).encode()
    ordered = _ordered(quads)
    if form == JSON_LD:
        return _json_ld(ordered, project.prefixes)
    prefixes = _used(ordered, project.prefixes)
    content = ordered if form.named_graphs else dict.fromkeys(quad.triple for quad in ordered)
    written = serialize(content, format=form.codec, prefixes=prefixes)
    assert written is not None
    return written


def in_default_graph(quads: Iterable[Quad]) -> list[Quad]:
    """The same statements without their graph, each once."""
    return [Quad(t.subject, t.predicate, t.object) for t in dict.fromkeys(quad.triple for quad in quads)]


def _ordered(quads: Iterable[Quad]) -> list[Quad]:
    """By graph, subject, predicate, object; blank nodes get labels that depend on the statements alone."""
    found = list(dict.fromkeys(quads))
    if any(isinstance(node, BlankNode) for quad in found for node in (quad.subject, quad.object)):
        dataset = Dataset(found)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        found = list(dataset)
    return sorted(found, key=lambda q: (str(q.graph_name), str(q.subject), str(q.predicate), str(q.object)))


def _used(quads: Iterable[Quad], prefixes: Mapping[str, str]) -> dict[str, str]:
    """The prefixes whose namespace occurs."""
    iris: set[str] = set()
    for quad in quads:
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(term, NamedNode):
                iris.add(term.value)
            elif isinstance(term, Literal) and term.language is None and term.datatype.value != XSD + "string":
                iris.add(term.datatype.value)
    return {name: iri for name, iri in sorted(prefixes.items()) if any(each.startswith(iri) for each in iris)}


def _json_ld(quads: list[Quad], prefixes: Mapping[str, str]) -> bytes:
    """Oxigraph's expanded JSON-LD with its IRIs shortened by a context of the prefixes that occur."""
    written = serialize(quads, format=RdfFormat.JSON_LD)
    assert written is not None
    used = _used(quads, prefixes)
    namespaces = sorted(((iri, name) for name, iri in used.items()), reverse=True)

    def short(iri: str) -> str:
        for namespace, name in namespaces:
            local = iri.removeprefix(namespace)
            if local != iri and not local.startswith("//"):
                return f"{name}:{local}"
        return iri

    def compact(value: Any) -> Any:
        match value:
            case {"@value": str(lexical), "@type": str(datatype)}:
                return {"@value": lexical, "@type": short(datatype)}
            case {"@value": _}:
                return value
            case dict():
                return {
                    short(key): short(each) if key == "@id" else _lone(compact(each)) for key, each in value.items()
                }
            case list():
                return [compact(each) for each in value]
        return value

    document = {"@context": used, "@graph": [_typed(each) for each in compact(json.loads(written))]}
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _lone(values: Any) -> Any:
    """A list of one as that one, and a plain string as a string: JSON-LD reads both alike."""
    if isinstance(values, list) and len(values) == 1:
        only = values[0]
        return only["@value"] if isinstance(only, dict) and only.keys() == {"@value"} else only
    return values


def _typed(node: Any) -> Any:
    """``rdf:type`` as the keyword ``@type``, also below a named graph."""
    if not isinstance(node, dict):
        return node
    if isinstance(below := node.get("@graph"), list | dict):
        return node | {"@graph": [_typed(each) for each in (below if isinstance(below, list) else [below])]}
    types = node.pop("rdf:type", None)
    if types is None:
        return node
    names = [each["@id"] for each in (types if isinstance(types, list) else [types])]
    return {"@id": node.pop("@id"), "@type": names[0] if len(names) == 1 else names, **node}
