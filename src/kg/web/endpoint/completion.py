"""Completion for the query editor: the prefixes of the project, and the terms that the revision uses or declares.

``/sparql/terms.json`` is one document a revision; an editor requests it once and caches it by its entity tag.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from flask import Blueprint, Response, json
from pyoxigraph import Literal, NamedNode, Quad

from kg.compact import forked_build
from kg.publish.representation import Representation, entity_tag
from kg.rdf.namespaces import OWL, RDF, RDFS, SKOS
from kg.resources import resource_graph
from kg.resources.resource_graph import Resources
from kg.revision import Revision
from kg.revision_results import kept_by_revision
from kg.web.html import rendering
from kg.web.http import request_edition
from kg.web.http.responses import respond

blueprint = Blueprint("completion", __name__)

CONCEPTS = 5_000
THINGS = 2_000

_CONCEPT = NamedNode(SKOS + "Concept")
_SCHEME = NamedNode(SKOS + "ConceptScheme")
_DEFINITION = NamedNode(SKOS + "definition")
_CLASSES = (OWL + "Class", RDFS + "Class")
_PROPERTIES = (OWL + "ObjectProperty", OWL + "DatatypeProperty", OWL + "AnnotationProperty", RDF + "Property")
_INSTANCES = "SELECT ?term (COUNT(*) AS ?uses) WHERE { ?subject a ?term } GROUP BY ?term"
_STATEMENTS = "SELECT ?term (COUNT(*) AS ?uses) WHERE { ?subject ?term ?object } GROUP BY ?term"


@blueprint.get("/sparql/terms.json")
def terms() -> Response:
    """The terms of the current revision."""
    revision = request_edition.current().revision
    # The editor that reads this stands beside the templates: another editor may read another document.
    tag = entity_tag(revision, "terms", rendering.appearance())
    return respond(Representation(_document(revision), "application/json", tag))


@kept_by_revision
def _document(revision: Revision) -> bytes:
    return forked_build.build(revision, _written)


def _written(revision: Revision) -> bytes:
    return json.dumps(proposals(revision), ensure_ascii=False, separators=(",", ":"), sort_keys=False).encode()


def proposals(revision: Revision) -> dict[str, Any]:
    """The base IRI, the prefixes, and the terms by kind; those of a kind in the order of their use, then of their IRI.

    ``things`` are other resources with a preferred name, such as cities. Where there are more than ``THINGS``, none is
    listed, for a part of them would be arbitrary.
    """
    known = resource_graph.of(revision)
    concepts = _instances(revision, _CONCEPT, CONCEPTS)
    classes = _used(revision, _INSTANCES, _CLASSES)
    properties = _used(revision, _STATEMENTS, _PROPERTIES)
    described = {*concepts, *classes, *properties}
    return {
        "base": revision.project.base,
        "prefixes": revision.project.prefixes,
        "classes": [_term(known, node, uses) for node, uses in classes.items()],
        "properties": [_property(known, node, uses) for node, uses in properties.items()],
        "concepts": [_concept(known, node) for node in concepts],
        "things": [_term(known, node) for node in _things(revision) if node not in described],
    }


def _term(known: Resources, node: NamedNode, uses: int | None = None) -> dict[str, Any]:
    definitions = [quad for quad in known.about(node) if quad.predicate == _DEFINITION]
    members = {
        "uses": uses,
        "labels": _by_language(known.label_statements(node)),
        "definitions": _by_language(definitions),
    }
    return {"iri": node.value, **{name: value for name, value in members.items() if value}}


def _concept(known: Resources, node: NamedNode) -> dict[str, Any]:
    return _within(_term(known, node), known.values(node, NamedNode(SKOS + "inScheme")))


def _property(known: Resources, node: NamedNode, uses: int) -> dict[str, Any]:
    """A property whose values are concepts says so by rdfs:seeAlso, which names their scheme."""
    related = known.values(node, NamedNode(RDFS + "seeAlso"))
    schemes = [node for node in related if isinstance(node, NamedNode) and _SCHEME in known.types(node)]
    return _within(_term(known, node, uses), schemes)


def _within(term: dict[str, Any], schemes: Sequence[object]) -> dict[str, Any]:
    scheme = next((node for node in schemes if isinstance(node, NamedNode)), None)
    return {**term, "scheme": scheme.value} if scheme else term


def _by_language(statements: Iterable[Quad]) -> dict[str, str]:
    """The first text in each language; without a language, under the empty tag."""
    texts: dict[str, str] = {}
    for quad in statements:
        if isinstance(quad.object, Literal):
            texts.setdefault(quad.object.language or "", quad.object.value)
    return texts


def _used(revision: Revision, query: str, kinds: tuple[str, ...]) -> dict[NamedNode, int]:
    """The terms that a query counts, and those declared as of one of ``kinds``; the most used ones first."""
    solutions = revision.solutions(query)
    declared = (node for kind in kinds for node in _instances(revision, NamedNode(kind), CONCEPTS))
    counts = dict.fromkeys(declared, 0)
    for term, uses in solutions:
        if isinstance(term, NamedNode) and isinstance(uses, Literal):
            counts[term] = int(uses.value)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0].value)))


def _instances(revision: Revision, kind: NamedNode, most: int) -> list[NamedNode]:
    """The IRIs of a class in IRI order, from at most ``most`` statements."""
    typed = revision.store.quads_for_pattern(None, NamedNode(RDF + "type"), kind, None)
    return sorted({quad.subject for quad in islice(typed, most) if isinstance(quad.subject, NamedNode)}, key=_iri)


def _things(revision: Revision) -> list[NamedNode]:
    named: set[NamedNode] = set()
    for quad in revision.store.quads_for_pattern(None, NamedNode(SKOS + "prefLabel"), None, None):
        if isinstance(quad.subject, NamedNode):
            named.add(quad.subject)
        if len(named) > THINGS:
            return []
    return sorted(named, key=_iri)


def _iri(node: NamedNode) -> str:
    return node.value
