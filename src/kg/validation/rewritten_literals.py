"""Literals of the data that SPARQL does not give back as they are written: numbers, dates and language tags.

RDF has a literal by its lexical form (`RDF 1.1 Concepts §3.3
<https://www.w3.org/TR/rdf11-concepts/#section-Graph-Literal>`_); the query index keeps the value of a number or date,
and reads language tags in small letters. Files and dumps are not concerned, nor is validation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from pyoxigraph import Literal, Quad, RdfFormat

from kg.compact.quads import Quads
from kg.dataset import Dataset
from kg.errors import DatasetError
from kg.project import Project
from kg.rdf.namespaces import XSD
from kg.shacl.report import Severity, Term
from kg.shacl.sparql_based.lossy_literals import as_stored
from kg.validation.message_texts import word
from kg.validation.notes import Remark
from kg.validation.positions.data_positions import Files, Part, Place, Target

KIND = "rewritten-literal"
# It begins with a plain character, which is looked for ten times as fast as one of two.
_CAPITAL_TAG = re.compile(r"@([a-z0-9-]*[A-Z][A-Za-z0-9-]*)")
_WITH_TAGS = (RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)


def remarks(
    project: Project, dataset: Dataset, files: Files, languages: Sequence[str], *, places: bool
) -> Iterator[Remark]:
    """One remark that counts them, and with ``places`` one for each place."""
    changed = as_stored(_terms(dataset))
    tags = _capital_tags(project, dataset)
    quads = _statements(dataset, lambda term: term in changed or (isinstance(term, Literal) and term.language in tags))
    targets = [Target(quad, Part.OBJECT, is_exact=True) for quad in dict.fromkeys(quads)]
    of_tags = [target for target in targets if target.quad.object not in changed]
    located = files.places(targets if places else of_tags)
    written = {target: tag for target in of_tags if (tag := _tag(located[target]))}
    targets = [target for target in targets if target in written or target.quad.object in changed]
    if not targets:
        return
    key = "rewritten literal" if len(targets) == 1 else "rewritten literals"
    yield Remark(KIND, word(key, languages, count=len(targets)))
    for target in targets if places else ():
        place = located[target]
        pair = _pair(target.quad, changed, written.get(target, ""))
        line = f":{place.position.line}:{place.position.column}" if place.position else ""
        text = f"{{file}}{line}: {word('rewritten as', languages, written=pair[0], given=pair[1])}"
        yield Remark(KIND, text, Severity.INFO, place=place)


def _terms(dataset: Dataset) -> Iterator[Literal]:
    """The distinct literals."""
    quads = dataset.quads
    terms = quads.terms if isinstance(quads, Quads) else dict.fromkeys(quad.object for quad in quads)
    return (term for term in terms if isinstance(term, Literal))


def _statements(dataset: Dataset, terms: Callable[[Any], bool]) -> Iterable[Quad]:
    """The statements whose object is one of the terms; of large data, no other one becomes an object."""
    quads = dataset.quads
    return quads.with_objects(terms) if isinstance(quads, Quads) else (quad for quad in quads if terms(quad.object))


def _capital_tags(project: Project, dataset: Dataset) -> frozenset[str]:
    """The language tags that stand in capitals somewhere, in small letters, in which every parsed term has them."""
    tags: set[str] = set()
    for path in dataset.files:
        kind = project.format_of(path)
        if kind and kind.codec in _WITH_TAGS:
            try:
                text = project.text(path)
            except DatasetError:
                continue  # it has changed since it was parsed
            tags.update(tag[1] for tag in _CAPITAL_TAG.finditer(text) if text[tag.start() - 1] in "\"'")
    return frozenset(map(str.lower, tags))


def _tag(place: Place) -> str:
    """The language tag as it is written, where that has capitals and stands on the line."""
    if place.position is None or place.position.end_line != place.position.line:
        return ""
    tag = place.line[: place.position.end_column - 1].rpartition("@")[2]
    return "" if tag.islower() else tag


def _pair(quad: Quad, changed: Mapping[Term, Literal], tag: str) -> tuple[str, str]:
    """A literal as it is written and as SPARQL gives it."""
    literal = quad.object
    assert isinstance(literal, Literal)
    if tag:
        return f'"{literal.value}"@{tag}', str(literal)
    return _short(literal), _short(changed[literal])


def _short(literal: Literal) -> str:
    return f'"{literal.value}"^^{literal.datatype.value.replace(XSD, "xsd:")}'
