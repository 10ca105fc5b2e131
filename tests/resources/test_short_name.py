from __future__ import annotations

from pyoxigraph import NamedNode

from kg.resources import resource_graph
from kg.resources.language_view import Reader
from kg.resources.short_name import brief
from kg.revision import Revision

COUNTRY = "http://publications.europa.eu/resource/authority/country/"


def test_a_thing_without_a_name_is_called_by_the_end_of_its_iri(revision: Revision) -> None:
    reader = Reader(resource_graph.of(revision), "nl")
    assert brief(reader, NamedNode(COUNTRY + "JPN")).value == "Japan"
    assert brief(reader, NamedNode(COUNTRY + "ATA")).value == "ATA"
    assert brief(reader, NamedNode("https://sws.geonames.org/1860243/")).value == "1860243"
    assert brief(reader, NamedNode("http://example.org/#")).value == "example.org"
