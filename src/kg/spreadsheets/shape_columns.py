"""Columns from the shapes: which properties a class has, of which kind, with help and the values to choose from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.rdf.namespaces import RDF, RDFS, SH, SKOS
from kg.spreadsheets.column_key import LANG_STRING, STRING, ColumnKey

Node = NamedNode | BlankNode
_FIRST, _REST = NamedNode(RDF + "first"), NamedNode(RDF + "rest")
_IN_SCHEME, _LABEL = NamedNode(SKOS + "inScheme"), NamedNode(SKOS + "prefLabel")
_SUBCLASS = NamedNode(RDFS + "subClassOf")
_HELP = (SH + "description", RDFS + "comment", SH + "message")


@dataclass(slots=True)
class ShapeColumn:
    """A column that a shape asks for.

    ``choices`` are the names of the concepts of its code list by their IRIs; ``classes`` those that its values are of.
    """

    key: ColumnKey
    title: str
    help: str = ""
    is_required: bool = False
    choices: dict[str, str] = field(default_factory=dict)
    classes: tuple[str, ...] = ()


class ShapeReader:
    """Reads columns from the statements of shapes and of the ontology."""

    def __init__(self, shapes: Iterable[Quad], ontology: Iterable[Quad], languages: Sequence[str]) -> None:
        self._languages = languages
        self._values: dict[tuple[object, str], list[object]] = defaultdict(list)
        self._targets: dict[str, list[Node]] = defaultdict(list)
        self._members: dict[object, list[NamedNode]] = defaultdict(list)
        for quad in (*shapes, *ontology):
            self._values[quad.subject, quad.predicate.value].append(quad.object)
            if quad.predicate.value == SH + "targetClass" and isinstance(quad.object, NamedNode):
                self._targets[quad.object.value].append(quad.subject)  # type: ignore[arg-type]  # no triple terms
            if quad.predicate == _IN_SCHEME and isinstance(quad.subject, NamedNode):
                self._members[quad.object].append(quad.subject)

    def classes(self) -> list[str]:
        """The classes that shapes have properties for."""
        return sorted(
            kind for kind, nodes in self._targets.items() if any(self._of(node, "property") for node in nodes)
        )

    def columns(self, kind: str) -> list[ShapeColumn]:
        """The columns of a class and of those above it, each once, in the order of the shapes."""
        columns: dict[ColumnKey, ShapeColumn] = {}
        for one in self._with_above(kind):
            for shape in self._targets.get(one, ()):
                for node in self._of(shape, "property"):
                    for column in self._column(node):
                        kept = columns.setdefault(column.key, column)
                        kept.choices = kept.choices or column.choices
                        kept.classes = kept.classes or column.classes
                        kept.is_required = kept.is_required or column.is_required
        return list(columns.values())

    def label(self, iri: str) -> str:
        """What a term of the ontology is called; the last part of its IRI where it has no name."""
        names = [*self._values[NamedNode(iri), RDFS + "label"], *self._values[NamedNode(iri), SKOS + "prefLabel"]]
        return self._text(names) or iri.rstrip("/#").rpartition("#")[2].rpartition("/")[2]

    def comment(self, iri: str) -> str:
        """What a term of the ontology means."""
        node = NamedNode(iri)
        return self._text([*self._values[node, SKOS + "definition"], *self._values[node, RDFS + "comment"]])

    def names(self, iri: str) -> list[str]:
        """What a concept is called in any language."""
        return [term.value for term in self._values[NamedNode(iri), SKOS + "prefLabel"] if isinstance(term, Literal)]

    def _with_above(self, kind: str) -> list[str]:
        known, waiting = [], [kind]
        while waiting:
            one = waiting.pop(0)
            if one not in known:
                known.append(one)
                above = self._values[NamedNode(one), _SUBCLASS.value]
                waiting += [node.value for node in above if isinstance(node, NamedNode)]
        return known

    def _of(self, node: object, name: str) -> list[object]:
        return self._values.get((node, SH + name), [])

    def _column(self, node: object) -> Iterator[ShapeColumn]:
        predicates = [path.value for path in self._of(node, "path") if isinstance(path, NamedNode)]
        if len(predicates) != 1 or self._of(node, "deactivated"):
            return
        predicate = predicates[0]
        required = any(isinstance(term, Literal) and term.value not in ("", "0") for term in self._of(node, "minCount"))
        parts = [self.comment(predicate), *(self._text(self._values[node, name]) for name in _HELP)]
        about = "\n".join(dict.fromkeys(part for part in parts if part))
        for key in self._keys(node, predicate):
            yield ShapeColumn(
                key, self.label(predicate), about, required, self._choices(node), tuple(self._classes(node))
            )

    def _keys(self, node: object, predicate: str) -> list[ColumnKey]:
        """The kinds of values that the shape speaks of; none where it says nothing of them."""
        languages = [term.value for items in self._of(node, "languageIn") for term in self._list(items)]
        datatypes = [term.value for term in self._of(node, "datatype") if isinstance(term, NamedNode)]
        if languages or LANG_STRING in datatypes:
            return [ColumnKey(predicate, LANG_STRING, tag) for tag in languages or self._languages]
        if datatypes:
            return [ColumnKey(predicate, datatype) for datatype in datatypes]
        kinds = [term.value for term in self._of(node, "nodeKind") if isinstance(term, NamedNode)]
        if SH + "Literal" in kinds:
            return [ColumnKey(predicate, STRING)]
        if SH + "IRI" in kinds or list(self._classes(node)) or self._choices(node):
            return [ColumnKey(predicate)]
        return []

    def _classes(self, node: object) -> Iterator[str]:
        alternatives = [item for items in self._of(node, "or") for item in self._list(items)]
        for one in (node, *alternatives):
            yield from (kind.value for kind in self._of(one, "class") if isinstance(kind, NamedNode))

    def _choices(self, node: object) -> dict[str, str]:
        """The concepts that may be chosen, with their names; those of one name in one list are called by their IRIs."""
        concepts = [item for items in self._of(node, "in") for item in self._list(items) if isinstance(item, NamedNode)]
        for inner in self._of(node, "node"):
            for part in self._of(inner, "property"):
                if _IN_SCHEME in self._of(part, "path"):
                    for scheme in self._of(part, "hasValue"):
                        concepts += sorted(self._members[scheme], key=lambda concept: concept.value)
        named = {concept.value: self._text(self._values[concept, SKOS + "prefLabel"]) for concept in concepts}
        names = list(named.values())
        return {iri: name for iri, name in named.items() if name and names.count(name) == 1}

    def _list(self, node: object) -> Iterator[NamedNode | Literal]:
        while first := self._values.get((node, _FIRST.value)):
            if isinstance(first[0], NamedNode | Literal):
                yield first[0]
            node = (self._values.get((node, _REST.value)) or [None])[0]

    def _text(self, terms: Iterable[object]) -> str:
        texts = [term for term in terms if isinstance(term, Literal)]
        for language in (*self._languages, None):
            for text in texts:
                if text.language == language:
                    return text.value
        return texts[0].value if texts else ""
