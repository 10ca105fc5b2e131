from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from kg.resources import resource_graph
from kg.revision import Revision


def test_everything_described_and_every_graph_has_a_document(revision: Revision) -> None:
    base, known = revision.project.base, resource_graph.of(revision).documents
    for name in ("id/city/be-gent", "ns", "shape/Partnership", "graph/data/ghent", "graph/computed"):
        assert base + name in known
    assert "http://publications.europa.eu/resource/authority/country/JPN" in known
    assert not [node for node in revision.subjects() if node.value.partition("#")[0] not in known]


def test_shapes_are_described_beside_the_revision(revision: Revision) -> None:
    known = resource_graph.of(revision)
    shape = NamedNode(f"{revision.project.base}shape/Partnership")
    assert not revision.about(shape)
    assert known.about(shape)
    assert known.types(shape)
    assert shape in [quad.object for quad in known.about(shape)] or known.referring(known.types(shape)[0])


def test_a_label_is_in_the_first_language_that_has_one_else_any(revision: Revision) -> None:
    known = resource_graph.of(revision)
    liege = NamedNode(f"{revision.project.base}id/city/be-liege")
    assert known.label(liege, ["nl"]) == Literal("Luik", language="nl")
    assert known.label(liege, ["tlh", "fr"]) == Literal("Liège", language="fr")
    assert known.label(liege, []) is not None
    assert known.label(NamedNode("https://example.org/nothing"), ["en"]) is None
