from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from kg.resources.language_view import Reader


def node(reader: Reader, name: str) -> NamedNode:
    return NamedNode(reader.known.revision.project.base + name)


def test_names_are_in_the_readers_language(reader: Reader, dutch: Reader) -> None:
    assert reader.name(node(reader, "id/city/be-liege")) == Literal("Liège", language="en")
    assert dutch.name(node(dutch, "id/city/be-liege")) == Literal("Luik", language="nl")


def test_a_claim_without_a_name_is_called_after_its_owner_and_what_it_says(reader: Reader) -> None:
    claim = node(reader, "id/partnership/be-gent--jp-kanazawa#agreement-1971")
    assert reader.name(claim).value == "Ghent – Kanazawa: treaty of friendship"
    claim = node(reader, "id/partnership/be-gent--de-wiesbaden#in-force")
    assert reader.name(claim).value == "Ghent – Wiesbaden: in force"
