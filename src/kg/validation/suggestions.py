"""A way to mend a result, where one is plain: nothing is suggested that a person would have to doubt.

Plain are: the nearest member of the list from which a value is to be, the nearest declared term for a property or value
that nothing declares, the language that a text lacks, the two numbers of a point the other way round, and the keys of
an IRI in their order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.dataset import Dataset
from kg.rdf.namespaces import RDF, SH
from kg.shacl.report import Result
from kg.shacl.shapes.path_reader import read_list
from kg.sparql.property_path import Predicate
from kg.validation.display_names import Names, Term
from kg.validation.likely_terms import CLOSENESS, SHORT, LikelyTerms, numbers, split, with_two_swapped
from kg.validation.message_texts import word
from kg.validation.positions.result_statements import Statements
from kg.validation.shape_descriptions import Rules, constraint

_POINT = re.compile(r"\s*((?:<[^>]*>\s*)?POINT\s*\(\s*)(-?[0-9.]+)(\s+)(-?[0-9.]+)(\s*\)\s*)", re.IGNORECASE)
_LANGUAGE_IN, _QUALIFIED = NamedNode(SH + "languageIn"), NamedNode(SH + "qualifiedValueShape")
_IN, _CLOSED, _IGNORED = NamedNode(SH + "in"), NamedNode(SH + "closed"), NamedNode(SH + "ignoredProperties")
_PROPERTY, _PATH = NamedNode(SH + "property"), NamedNode(SH + "path")
_LANG_STRING = NamedNode(RDF + "langString")


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
        self._terms = LikelyTerms(dataset, shapes)
        self._data = data
        self._rules = rules
        self._names = names
        self._languages = languages

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
            meant = self._terms.nearest(result.path.iri, properties=True)
            if meant and (component != "Closed" or self._is_allowed(meant, result.source_shape)):
                return self._did_you_mean(meant, replaces=component == "Closed")
        if isinstance(result.value, NamedNode):
            meant = self._terms.nearest(result.value)
            if meant:
                return self._did_you_mean(meant, replaces=component != "Closed")
        if isinstance(result.path, Predicate) and component in ("MinCount", "QualifiedMinCount"):
            return self._misspelt_property(result.focus_node, result.path.iri)
        return None

    def _is_allowed(self, iri: NamedNode, shape: Term) -> bool:
        """Whether a closed shape allows a property; one that is closed by its types may."""
        if Literal(True) not in self._rules.objects(shape, _CLOSED):
            return True
        objects = self._rules.objects
        ignored = (member for items in objects(shape, _IGNORED) for member in read_list(items, objects))
        paths = (path for own in objects(shape, _PROPERTY) for path in objects(own, _PATH))
        return iri in (*ignored, *paths)

    def _misspelt_property(self, focus_node: Term, wanted: NamedNode) -> Suggestion | None:
        """A missing property may be there under a name that nothing declares."""
        for predicate in dict.fromkeys(quad.predicate for quad in self._data.about(focus_node)):
            if self._terms.nearest(predicate, properties=True) == wanted:
                present, name = self._names.term(predicate), self._names.term(wanted)
                return Suggestion(word("meant here", self._languages, found=present, name=name))
        return None

    def _did_you_mean(self, meant: Term, *, replaces: bool) -> Suggestion:
        name = self._names.term(meant)
        return Suggestion(word("did you mean", self._languages, name=name), name if replaces else None)

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
        stem, local = split(NamedNode(result.focus_node.value.partition("#")[0]))
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
    if len(own) <= SHORT or len(whole) < len(written):
        return None
    near = with_two_swapped(own, ending) or get_close_matches(own, ending, n=2, cutoff=CLOSENESS)
    fitting = [name for name in near if numbers(name) == numbers(own)]
    return ending[fitting[0]] if len(fitting) == 1 else None


def _ending(term: NamedNode | Literal) -> str:
    """What tells a term from its like: the last part of an IRI, or a text, in small letters."""
    return (split(term)[1] if isinstance(term, NamedNode) else term.value.strip()).casefold()


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
