"""The declared term that an undeclared one was probably meant to be: what is spelt almost like it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from pyoxigraph import NamedNode

from kg.compact.quad_table import QuadTable
from kg.compact.quads import Quads
from kg.dataset import Dataset
from kg.deferred_quads import table_of
from kg.rdf.namespaces import OWL, RDF, RDFS, SH
from kg.validation.display_names import Term

CLOSENESS = 0.8
"""How much of two names must agree, as difflib measures it."""
SHORT = 3
"""A name of so few letters is near to too many."""
# So many IRIs are looked for one by one.
_FEW = 4
_TYPE = NamedNode(RDF + "type")
_FIRST = NamedNode(RDF + "first")
_PATHS = frozenset(NamedNode(SH + name) for name in ("path", "inversePath", "targetSubjectsOf"))
_PROPERTY_KINDS = frozenset(
    NamedNode(iri)
    for iri in (RDF + "Property", OWL + "ObjectProperty", OWL + "DatatypeProperty", OWL + "AnnotationProperty",
                OWL + "SymmetricProperty")
)  # fmt: skip
_LANGUAGES = (SH, RDF + "first", RDFS, OWL)


class LikelyTerms:
    """What the dataset and the shapes declare, looked up by how it is spelt."""

    def __init__(self, dataset: Dataset, shapes: Dataset) -> None:
        self._dataset = dataset
        self._shapes = shapes
        self._nearest: dict[tuple[NamedNode, bool], NamedNode | None] = {}
        self._searches = 0

    def nearest(self, iri: NamedNode, *, properties: bool = False) -> NamedNode | None:
        """The declared IRI that is spelt almost like this undeclared one: its last part, or all but its last part.

        It is a property where ``properties`` are wanted, else none. What differs in case only comes first. Names with
        other numbers are other things, and one of three letters or less is near to too many.
        """
        key = iri, properties
        if key not in self._nearest:
            self._nearest[key] = None if self._is_declared(iri) else self._closest(iri, properties)
        return self._nearest[key]

    def _is_declared(self, iri: NamedNode) -> bool:
        return iri in self._named or bool(self._table.about(iri))

    def _closest(self, iri: NamedNode, properties: bool) -> NamedNode | None:
        stem, local = split(iri)
        siblings, stems = self._like(stem, local)

        def fits(candidate: str) -> bool:
            is_property = NamedNode(candidate) in self._properties
            return candidate != iri.value and is_property == properties and numbers(candidate) == numbers(iri.value)

        near = [name for name in siblings if abs(len(name) - len(local)) < 4 and fits(stem + name)]
        folded = {name.casefold(): name for name in near}
        same = [local.casefold()] if local.casefold() in folded else []
        if len(local) > SHORT:
            same += with_two_swapped(local.casefold(), folded)
            same += get_close_matches(local.casefold(), folded, cutoff=CLOSENESS)
        others = get_close_matches(stem, [name for name in stems if fits(name + local)], cutoff=CLOSENESS)
        candidates = [NamedNode(stem + folded[name]) for name in same] + [NamedNode(name + local) for name in others]
        return next(filter(self._is_declared, candidates), None)

    def _like(self, stem: str, local: str) -> tuple[Collection[str], Collection[str]]:
        """The names after the stem, and the stems before the name; for the first IRIs, only those are looked for."""
        self._searches += 1
        if self._searches > _FEW:
            return self._parts[0].get(stem, ()), self._parts[1].get(local, ())
        named = (term for term in self._named if isinstance(term, NamedNode))
        parts = list(map(split, (*self._table.similar(stem, local), *named)))
        return {name for other, name in parts if other == stem}, {other for other, name in parts if name == local}

    @cached_property
    def _table(self) -> QuadTable:
        quads = self._dataset.quads
        table = table_of(quads)
        if table is None:
            table = table_of(Quads(quads))
        assert table is not None
        return table

    @cached_property
    def _properties(self) -> set[Term]:
        """What the data uses as a property, or the shapes or an ontology name as one.

        A member of a list is one, as lists are paths too, unless something tells its type.
        """
        properties: set[Any] = set(self._table.predicates())
        members: set[Any] = {quad.object for quad in self._table.having(_FIRST)}
        typed: set[Any] = set()
        for quad in self._shapes.quads:
            if quad.predicate in _PATHS:
                properties.add(quad.object)
            elif quad.predicate == _FIRST:
                members.add(quad.object)
            elif quad.predicate == _TYPE:
                (properties if quad.object in _PROPERTY_KINDS else typed).add(quad.subject)
        properties.update(quad.object for predicate in _PATHS for quad in self._table.having(predicate))
        properties.update(node for kind in _PROPERTY_KINDS for node in self._table.referrers(kind, _TYPE))
        untyped = members - typed
        properties.update(member for member in untyped if isinstance(member, NamedNode) and not self._has_type(member))
        return properties

    def _has_type(self, node: NamedNode) -> bool:
        return any(quad.predicate == _TYPE for quad in self._table.about(node))

    @cached_property
    def _named(self) -> set[Any]:
        """What the shapes describe, and every term that a statement of a shape or an ontology names.

        Shapes may stand in one file with data, whose own terms this does not declare.
        """
        described: set[Any] = set()
        for quad in self._shapes.quads:
            described.add(quad.subject)
            if quad.predicate.value.startswith(_LANGUAGES):
                described.add(quad.object)
        return described

    @cached_property
    def _parts(self) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        by_stem: dict[str, list[str]] = defaultdict(list)
        by_local: dict[str, list[str]] = defaultdict(list)
        for iri in {*self._table.subjects(), *self._named}:
            if isinstance(iri, NamedNode):
                stem, local = split(iri)
                by_stem[stem].append(local)
                by_local[local].append(stem)
        return by_stem, by_local


def with_two_swapped(text: str, candidates: Iterable[str]) -> list[str]:
    """The candidates that differ from the text in two neighbouring letters only, which are swapped."""
    swapped = {f"{text[:at]}{text[at + 1]}{text[at]}{text[at + 2 :]}" for at in range(len(text) - 1)}
    return [name for name in candidates if name in swapped and name != text]


def numbers(text: str) -> list[str]:
    """The numbers in a name: names with other numbers are other things."""
    return re.findall("[0-9]+", text)


def split(iri: NamedNode) -> tuple[str, str]:
    """An IRI up to its last slash or number sign, and what comes after it."""
    cut = max(iri.value.rfind("/"), iri.value.rfind("#")) + 1
    return iri.value[:cut], iri.value[cut:]
