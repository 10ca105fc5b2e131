"""Statements as bytes, in any format, the same bytes for the same statements.

Literals stay as they were parsed. Turtle is the canonical form; the other formats are written by Oxigraph from sorted
statements whose blank nodes, if there are any, are labelled by their statements.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import Quad, Triple, serialize

from kg.errors import NotAcceptable, phrase
from kg.project import Project
from kg.publish.serialisations import json_ld, json_ld_writer, ordered_statements
from kg.publish.serialisations.json_ld import Terms
from kg.publish.serialisations.ordered_statements import OrderedStatements
from kg.rdf import format_limits, turtle, xml_limits
from kg.rdf.formats import JSON_LD, N_QUADS, N_TRIPLES, RDF_FORMATS, RDF_XML, TURTLE, Format


def text(
    quads: Iterable[Quad], form: Format, project: Project, terms: Terms | None = None, *, graphs: bool = True
) -> bytes:
    """The statements in ``form``; graph names are kept where the format can tell graphs apart and they have one.

    ``terms`` have short names in JSON-LD; without them all terms have prefixed names. Without ``graphs``, all
    statements are in the default graph.
    """
    assert form in RDF_FORMATS
    if form == TURTLE:
        triples = (quad.triple for quad in quads)
        return turtle.write(triples, base=project.base, prefixes=project.prefixes).encode()
    ordered = ordered_statements.of(quads, graphs=graphs and form.named_graphs)
    if form == N_TRIPLES:
        return ordered.n_triples()
    if form == N_QUADS:
        return ordered.n_quads()
    if form == JSON_LD:
        if any(isinstance(term, Triple) for term in ordered.terms):  # its only limit
            _check(ordered, form)
        return json_ld_writer.write(ordered, terms or Terms(json_ld.prefixes(project), {}, {}))
    _check(ordered, form)
    written = serialize(ordered.parsed(), format=form.codec, prefixes=_used(ordered, project.prefixes))
    assert written is not None
    return xml_limits.escaped(written) if form == RDF_XML else written


def _check(ordered: OrderedStatements, form: Format) -> None:
    """Raise NotAcceptable where the format cannot hold one of the statements."""
    if form not in format_limits.LIMITED or not any(format_limits.obstacle(one, form) for one in ordered.samples()):
        return
    if reason := next(filter(None, (format_limits.obstacle(quad.triple, form) for quad in ordered.quads())), None):
        raise NotAcceptable(
            phrase("{label} cannot hold these statements: {reason}.", label=form.label, reason=reason),
            offers=tuple(other.media_type for other in RDF_FORMATS if other != form),
        )


def in_default_graph(quads: Iterable[Quad]) -> list[Quad]:
    """The same statements without their graph, each once."""
    return [Quad(t.subject, t.predicate, t.object) for t in dict.fromkeys(quad.triple for quad in quads)]


def _used(ordered: OrderedStatements, prefixes: Mapping[str, str]) -> dict[str, str]:
    """The prefixes whose namespace occurs."""
    iris = sorted(set(ordered.iris()))
    return {name: iri for name, iri in sorted(prefixes.items()) if _begins_one(iris, iri)}


def _begins_one(ordered: Sequence[str], start: str) -> bool:
    place = bisect_left(ordered, start)
    return place < len(ordered) and ordered[place].startswith(start)
