from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from pyoxigraph import QuerySolutions

from kg.city_relations.pictures import gallery, view
from kg.city_relations.pictures.drawing.picture import Drawing
from kg.city_relations.pictures.view import View
from kg.named_queries import named_query
from kg.revision import Revision

SVG = "{http://www.w3.org/2000/svg}"

Element = ElementTree.Element
Drawn = Callable[..., tuple[Drawing, Element]]
AnswerRows = Callable[..., list[dict[str, str]]]


@pytest.fixture(scope="session")
def seen(revision: Revision) -> Callable[..., View]:
    """A view of the project's data, in English where nothing else is said."""
    return lambda **choices: view.of(revision, **{"tag": "en", **choices})


@pytest.fixture(scope="session")
def drawn(seen: Callable[..., View]) -> Drawn:
    """A picture, and its markup as an XML parser reads it."""

    def draw(name: str, **choices: str) -> tuple[Drawing, Element]:
        drawing = gallery.draw(name, seen(**choices))
        return drawing, ElementTree.fromstring(drawing.svg())

    return draw


@pytest.fixture(scope="session")
def answer_rows(revision: Revision) -> AnswerRows:
    """The answer to a named query, its terms as text: an engine's word beside the picture's."""

    def ask(name: str, **values: str) -> list[dict[str, str]]:
        query = named_query.find(revision, name).bound({key: [value] for key, value in values.items()})
        solutions = revision.store.query(query, use_default_graph_as_union=True, base_iri=revision.project.base)
        assert isinstance(solutions, QuerySolutions)
        names = [variable.value for variable in solutions.variables]
        return [{key: getattr(row[key], "value", "") for key in names} for row in solutions]

    return ask
