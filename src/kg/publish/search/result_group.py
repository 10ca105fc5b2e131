"""The groups in which search results are listed, a value each, and the group of a resource."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.rdf.namespaces import expanded
from kg.resources.resource_graph import TYPE, Resources
from kg.translations.catalogue import mark


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Resources of some classes, or with a statement of some property (both as prefixed names).

    ``one`` and ``several`` are labels, messages of the catalogue. ``detail`` is the property that tells a hit from
    others of the same name. ``holds`` is what to list below a hit: the property by which it refers to the hit, and its
    class. ``answers`` says that its pages answer a question about several things, and come first where words are found;
    ``tells`` that they tell of other things, which may be meant.
    """

    name: str
    one: str
    several: str
    classes: tuple[str, ...] = ()
    with_property: str | None = None
    detail: str | None = None
    holds: tuple[str, str] | None = None
    answers: bool = False
    tells: bool = False


OTHER = Group("other", mark("other"), mark("others"), detail="rdf:type")
REUSED = (
    Group(
        "concept",
        mark("concept"),
        mark("concepts"),
        ("skos:Concept", "skos:ConceptScheme"),
        detail="skos:inScheme",
    ),
    Group(
        "term",
        mark("term of the ontology"),
        mark("terms of the ontology"),
        (
            *("owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty", "owl:Ontology"),
            *("rdfs:Class", "rdf:Property"),
        ),
    ),
    Group("shape", mark("rule"), mark("rules"), ("sh:NodeShape", "sh:PropertyShape")),
    OTHER,
)
"""The groups of the vocabularies that every project uses, in the order in which they are listed."""


class Grouping:
    """Finds the group of a resource: first among the groups of a field, then among those of reused vocabularies."""

    def __init__(self, known: Resources, field: Sequence[Group]) -> None:
        self._known = known
        self._by_class = [
            {expanded(name): group for group in groups for name in group.classes} for groups in (field, REUSED)
        ]
        self._by_property = {expanded(group.with_property): group for group in field if group.with_property is not None}

    def group(self, node: NamedNode) -> Group:
        about = self._known.about(node)
        for quad in about:
            if quad.predicate.value in self._by_property:
                return self._by_property[quad.predicate.value]
        classes = [quad.object.value for quad in about if quad.predicate == TYPE and isinstance(quad.object, NamedNode)]
        for groups in self._by_class:
            for name in classes:
                if name in groups:
                    return groups[name]
        return OTHER
