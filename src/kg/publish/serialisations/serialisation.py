"""Statements as bytes, in any format, the same bytes for the same statements.

Literals stay as they were parsed. Turtle is the canonical form; the other formats are written by Oxigraph from sorted
statements whose blank nodes, if there are any, are labelled by their statements.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode, Quad, Triple, serialize

from kg.errors import NotAcceptable, phrase
from kg.project import Project
from kg.publish.serialisations import json_ld
from kg.publish.serialisations.json_ld import Terms
from kg.rdf import blank_node_labels, turtle, xml_limits
from kg.rdf.formats import JSON_LD, RDF_FORMATS, RDF_XML, TURTLE, Format
from kg.rdf.namespaces import XSD


def text(quads: Iterable[Quad], form: Format, project: Project, terms: Terms | None = None) -> bytes:
    """The statements in ``form``; graph names are kept where the format can tell graphs apart and they have one.

    ``terms`` have short names in JSON-LD; without them all terms have prefixed names.
    """
    assert form in RDF_FORMATS
    if form == TURTLE:
        triples = (quad.triple for quad in quads)
        return turtle.write(triples, base=project.base, prefixes=project.prefixes).encode()
    ordered = _ordered(quads)
    if form == JSON_LD:
        triple = next((quad for quad in ordered if isinstance(quad.object, Triple)), None)
        if triple:
            raise NotAcceptable(
                phrase("JSON-LD has no triple terms (RDF 1.2), and {subject} has one.", subject=triple.subject),
                offers=tuple(other.media_type for other in RDF_FORMATS if other != JSON_LD),
            )
        return json_ld.write(ordered, terms or Terms(project.prefixes, {}, {}))
    if form == RDF_XML and (reason := next(filter(None, (xml_limits.obstacle(quad.triple) for quad in ordered)), None)):
        raise NotAcceptable(
            phrase("RDF/XML cannot hold these statements: {reason}.", reason=reason),
            offers=tuple(other.media_type for other in RDF_FORMATS if other != RDF_XML),
        )
    prefixes = _used(ordered, project.prefixes)
    content = ordered if form.named_graphs else dict.fromkeys(quad.triple for quad in ordered)
    written = serialize(content, format=form.codec, prefixes=prefixes)
    assert written is not None
    return xml_limits.escaped(written) if form == RDF_XML else written


def in_default_graph(quads: Iterable[Quad]) -> list[Quad]:
    """The same statements without their graph, each once."""
    return [Quad(t.subject, t.predicate, t.object) for t in dict.fromkeys(quad.triple for quad in quads)]


def _ordered(quads: Iterable[Quad]) -> list[Quad]:
    """By graph, subject, predicate, object; blank nodes get labels that depend on the statements alone."""
    ordered = blank_node_labels.labelled(quads)
    return sorted(ordered, key=lambda q: (str(q.graph_name), str(q.subject), str(q.predicate), str(q.object)))


def _used(quads: Iterable[Quad], prefixes: Mapping[str, str]) -> dict[str, str]:
    """The prefixes whose namespace occurs."""
    iris: set[str] = set()
    for quad in quads:
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(term, NamedNode):
                iris.add(term.value)
            elif isinstance(term, Literal) and term.language is None and term.datatype.value != XSD + "string":
                iris.add(term.datatype.value)
    return {name: iri for name, iri in sorted(prefixes.items()) if any(term.startswith(iri) for term in iris)}
