"""A way to mend a result, where one is plain: nothing is suggested that a person would have to doubt.

Plain are: the nearest member of the list from which a value is to be, the nearest declared term for a property or value
that nothing declares, the language that a text lacks, the two numbers of a point the other way round, and the keys of
an IRI in their order.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.compact.quads import Quads
from kg.dataset import Dataset, QuadTable, table_of
from kg.rdf.namespaces import OWL, RDF, RDFS, SH
from kg.shacl.report import Result
from kg.shacl.shapes.path_reader import read_list
from kg.sparql.property_path import Predicate
from kg.validation.display_names import Names, Term
from kg.validation.message_texts import word
from kg.validation.positions.result_statements import Statements
from kg.validation.shape_descriptions import Rules, constraint

_POINT = re.compile(r"\s*((?:<[^>]*>\s*)?POINT\s*\(\s*)(-?[0-9.]+)(\s+)(-?[0-9.]+)(\s*\)\s*)", re.IGNORECASE)
_LANGUAGE_IN, _QUALIFIED = NamedNode(SH + "languageIn"), NamedNode(SH + "qualifiedValueShape")
_IN = NamedNode(SH + "in")
_LANG_STRING = NamedNode(RDF + "langString")
_CLOSENESS = 0.8
_SHORT = 3
# So many IRIs are looked for one by one.
_FEW = 4
_TYPE = NamedNode(RDF + "type")
_PATHS = frozenset(NamedNode(iri) for iri in (SH + "path", SH + "inversePath", SH + "targetSubjectsOf", RDF + "first"))
_PROPERTY_KINDS = frozenset(
    NamedNode(iri)
    for iri in (RDF + "Property", OWL + "ObjectProperty", OWL + "DatatypeProperty", OWL + "AnnotationProperty",
                OWL + "SymmetricProperty")
)  # fmt: skip
_LANGUAGES = (SH, RDF + "first", RDFS, OWL)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What to do, in the reader's language; ``replacement`` is the Turtle to put where the result stands."""

    text: str
    replacement: str | None = None


class Suggestions:
    """Finds what was probably meant, by what the dataset and the shapes declare."""

    def __init__(
        self, dataset: Dataset, shapes: Dataset, data: Statements, rules: Rules, names: Names, languages: Sequence[str]
    ) -> None:
        self._dataset = dataset
        self._shapes = shapes
        self._data = data
        self._rules = rules
        self._names = names
        self._languages = languages
        self._nearest: dict[NamedNode, NamedNode | None] = {}
        self._searches = 0

    def suggestion(self, result: Result) -> Suggestion | None:
        """The first way of mending that fits."""
        for way in (self._member, self._term, self._language, self._point, self._sorted_key):
            suggestion = way(result)
            if suggestion is not None:
                return suggestion
        return None

    def _member(self, result: Result) -> Suggestion | None:
        """The one member of ``sh:in`` that is spelt almost like the value, or means the same in another form."""
        if constraint(result) != "In" or result.value is None:
            return None
        lists = self._rules.objects(result.source_shape, _IN)
        members = [member for items in lists for member in read_list(items, self._rules.objects)]
        meant = _alike(result.value, members)
        return self._did_you_mean(meant, replaces=True) if meant is not None else None

    def _term(self, result: Result) -> Suggestion | None:
        component = constraint(result)
        if isinstance(result.path, Predicate) and component in ("Closed", "SPARQL"):
            meant = self.nearest(result.path.iri, properties=True)
            if meant:
                return self._did_you_mean(meant, replaces=component == "Closed")
        if isinstance(result.value, NamedNode):
            meant = self.nearest(result.value)
            if meant:
                return self._did_you_mean(meant, replaces=component != "Closed")
        if isinstance(result.path, Predicate) and component in ("MinCount", "QualifiedMinCount"):
            return self._misspelt_property(result.focus_node, result.path.iri)
        return None

    def _misspelt_property(self, focus_node: Term, wanted: NamedNode) -> Suggestion | None:
        """A missing property may be there under a name that nothing declares."""
        for predicate in dict.fromkeys(quad.predicate for quad in self._data.about(focus_node)):
            if self.nearest(predicate, properties=True) == wanted:
                present, name = self._names.term(predicate), self._names.term(wanted)
                return Suggestion(word("meant here", self._languages, found=present, name=name))
        return None

    def _did_you_mean(self, meant: Term, *, replaces: bool) -> Suggestion:
        name = self._names.term(meant)
        return Suggestion(word("did you mean", self._languages, name=name), name if replaces else None)

    def nearest(self, iri: NamedNode, *, properties: bool = False) -> NamedNode | None:
        """The declared IRI that is spelt almost like this undeclared one: its last part, or all but its last part.

        It is a property where ``properties`` are wanted, else none. What differs in case only comes first. Names with
        other numbers are other things, and one of three letters or less is near to too many.
        """
        if iri not in self._nearest:
            self._nearest[iri] = None if self._is_declared(iri) else self._closest(iri, properties)
        return self._nearest[iri]

    def _is_declared(self, iri: NamedNode) -> bool:
        return iri in self._named or bool(self._table.about(iri))

    def _closest(self, iri: NamedNode, properties: bool) -> NamedNode | None:
        stem, local = _split(iri)
        siblings, stems = self._like(stem, local)

        def fits(candidate: str) -> bool:
            is_property = NamedNode(candidate) in self._properties
            return candidate != iri.value and is_property == properties and _numbers(candidate) == _numbers(iri.value)

        near = [name for name in siblings if abs(len(name) - len(local)) < 4 and fits(stem + name)]
        folded = {name.casefold(): name for name in near}
        same = [local.casefold()] if local.casefold() in folded else []
        if len(local) > _SHORT:
            same += _with_two_swapped(local.casefold(), folded)
            same += get_close_matches(local.casefold(), folded, cutoff=_CLOSENESS)
        others = get_close_matches(stem, [name for name in stems if fits(name + local)], cutoff=_CLOSENESS)
        candidates = [NamedNode(stem + folded[name]) for name in same] + [NamedNode(name + local) for name in others]
        return next(filter(self._is_declared, candidates), None)

    def _like(self, stem: str, local: str) -> tuple[Collection[str], Collection[str]]:
        """The names after the stem, and the stems before the name; for the first IRIs, only those are looked for."""
        self._searches += 1
        if self._searches > _FEW:
            return self._parts[0].get(stem, ()), self._parts[1].get(local, ())
        named = (term for term in self._named if isinstance(term, NamedNode))
        parts = list(map(_split, (*self._table.similar(stem, local), *named)))
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
        """What the data uses as a property, or the shapes or an ontology name as one."""
        properties: set[Any] = set(self._table.predicates())
        for quad in self._shapes.quads:
            if quad.predicate in _PATHS:
                properties.add(quad.object)
            elif quad.predicate == _TYPE and quad.object in _PROPERTY_KINDS:
                properties.add(quad.subject)
        properties.update(quad.object for predicate in _PATHS for quad in self._table.having(predicate))
        properties.update(node for kind in _PROPERTY_KINDS for node in self._table.referrers(kind, _TYPE))
        return properties

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
                stem, local = _split(iri)
                by_stem[stem].append(local)
                by_local[local].append(stem)
        return by_stem, by_local

    def _language(self, result: Result) -> Suggestion | None:
        value, component = result.value, constraint(result)
        if isinstance(value, Literal) and value.language is None and component in ("LanguageIn", "Datatype"):
            allowed = list(self._languages_of(result.source_shape))
            if allowed or _LANG_STRING in self._rules.objects(result.source_shape, NamedNode(SH + "datatype")):
                language = allowed[0] if allowed else self._languages[0]
                example = self._names.term(Literal(_beginning(value.value), language=language))
                mended = self._names.term(Literal(value.value, language=language)) if len(allowed) == 1 else None
                return Suggestion(word("add language", self._languages, example=example), mended)
        if isinstance(result.path, Predicate) and component == "QualifiedMinCount":
            for shape in self._rules.objects(result.source_shape, _QUALIFIED):
                for language in self._languages_of(shape):
                    example = f'{self._names.term(result.path.iri)} "…"@{language}'
                    return Suggestion(word("missing language", self._languages, example=example))
        return None

    def _languages_of(self, shape: Term) -> Iterator[str]:
        for items in self._rules.objects(shape, _LANGUAGE_IN):
            for item in read_list(items, self._rules.objects):
                if isinstance(item, Literal):
                    yield item.value

    def _point(self, result: Result) -> Suggestion | None:
        """The other way round is plain where the point is none on Earth, or where a query has found it misplaced."""
        value, component = result.value, constraint(result)
        if isinstance(value, Literal):
            texts: list[Term] = [value] if component in ("Pattern", "SPARQL") else []
        else:
            texts = [quad.object for quad in self._data.about(value)] if value and component == "SPARQL" else []
        for text in texts:
            swapped = _swapped(text, always=component == "SPARQL") if isinstance(text, Literal) else None
            if swapped:
                example = self._names.term(swapped)
                return Suggestion(word("swapped", self._languages, example=example), example if text == value else None)
        return None

    def _sorted_key(self, result: Result) -> Suggestion | None:
        if not isinstance(result.focus_node, NamedNode) or constraint(result) != "SPARQL":
            return None
        stem, local = _split(NamedNode(result.focus_node.value.partition("#")[0]))
        keys = local.split("--")
        if keys == sorted(keys):
            return None
        meant = self._names.term(NamedNode(stem + "--".join(sorted(keys))))
        return Suggestion(word("sorted", self._languages, example=meant))


def _alike(value: Term, members: Sequence[Term]) -> Term | None:
    """The one member that has the text of the value, in any case, else the one that is spelt almost like it."""
    if isinstance(value, BlankNode | Triple):
        return None
    written = [member for member in members if isinstance(member, NamedNode | Literal) and member != value]
    whole = {member.value.strip().casefold(): member for member in written}
    text = value.value.strip().casefold()
    same = [member for member in written if member.value.strip().casefold() == text]
    if len(same) == 1:
        return same[0]
    if same or type(value) not in map(type, written):
        return None
    ending = {_ending(member): member for member in written if isinstance(member, type(value))}
    own = _ending(value)
    if own in ending and len(ending) == len(written):
        return ending[own]
    if len(own) <= _SHORT or len(whole) < len(written):
        return None
    near = _with_two_swapped(own, ending) or get_close_matches(own, ending, n=2, cutoff=_CLOSENESS)
    fitting = [name for name in near if _numbers(name) == _numbers(own)]
    return ending[fitting[0]] if len(fitting) == 1 else None


def _ending(term: NamedNode | Literal) -> str:
    """What tells a term from its like: the last part of an IRI, or a text, in small letters."""
    return (_split(term)[1] if isinstance(term, NamedNode) else term.value.strip()).casefold()


def _with_two_swapped(text: str, candidates: Iterable[str]) -> list[str]:
    """The candidates that differ from the text in two neighbouring letters only, which are swapped."""
    swapped = {f"{text[:at]}{text[at + 1]}{text[at]}{text[at + 2 :]}" for at in range(len(text) - 1)}
    return [name for name in candidates if name in swapped and name != text]


def _numbers(text: str) -> list[str]:
    return re.findall("[0-9]+", text)


def _split(iri: NamedNode) -> tuple[str, str]:
    cut = max(iri.value.rfind("/"), iri.value.rfind("#")) + 1
    return iri.value[:cut], iri.value[cut:]


def _swapped(text: Literal, *, always: bool) -> Literal | None:
    """The point the other way round, if that is one; unless ``always``, only where the point as it stands is none."""
    point = _POINT.fullmatch(text.value)
    if point is None:
        return None
    start, first, space, second, end = point.groups()
    if first == second or not (_within(first, 90) and _within(second, 180)) or (_within(second, 90) and not always):
        return None
    return Literal(f"{start}{second}{space}{first}{end}", datatype=text.datatype)


def _beginning(text: str) -> str:
    """A text that is short enough for an example."""
    return text if len(text) <= 80 else f"{text[:60]}…"


def _within(number: str, limit: float) -> bool:
    try:
        return abs(float(number)) <= limit
    except ValueError:
        return False
