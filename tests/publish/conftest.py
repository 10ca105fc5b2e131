from __future__ import annotations

import warnings
from collections.abc import Callable
from datetime import date

import pytest
import rdflib
from pyoxigraph import Triple, parse

from kg import revision as revisions
from kg.project import Project
from kg.publish import resources
from kg.publish.page import Reader
from kg.rdf.formats import Format
from kg.revision import Revision

DAY = date(2026, 11, 24)


@pytest.fixture(scope="session")
def revision(project: Project) -> Revision:
    """The project's revision on a day that stays the same."""
    return revisions.current(project, DAY)


@pytest.fixture(scope="session")
def reader(revision: Revision) -> Reader:
    return Reader(resources.of(revision), "en")


@pytest.fixture(scope="session")
def dutch(revision: Revision) -> Reader:
    return Reader(resources.of(revision), "nl")


@pytest.fixture(scope="session")
def read() -> Callable[[bytes, Format], rdflib.Graph]:
    """The union of the graphs in a body, as another reader understands it."""
    return _read


@pytest.fixture(scope="session")
def triples() -> Callable[[bytes, Format], set[Triple]]:
    """The triples in a body, literals as they are written there."""
    return lambda body, form: {quad.triple for quad in parse(body, form.codec)}


def _read(body: bytes, form: Format) -> rdflib.Graph:
    name = {"ntriples": "nt", "rdfxml": "xml", "jsonld": "json-ld"}.get(form.name, form.name)
    graph = rdflib.Graph()
    with warnings.catch_warnings():
        # rdflib's own parsers of JSON-LD and TriG still use what rdflib deprecates.
        warnings.simplefilter("ignore", DeprecationWarning)
        if form.name not in ("trig", "nquads"):
            return graph.parse(data=body, format=name)
        dataset = rdflib.Dataset()
        dataset.parse(data=body, format=name)
        for subject, predicate, value, _ in dataset.quads():
            graph.add((subject, predicate, value))
    return graph
