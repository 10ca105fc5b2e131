"""RDF/XML is written only where every parser reads the same statements from it."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from kg.rdf import xml_limits
from kg.rdf.namespaces import RDF
from kg.rdf.xml_limits import XmlOutput, escaped, obstacle

SUBJECT = NamedNode("urn:s")


def of_predicate(iri: str) -> Triple:
    return Triple(SUBJECT, NamedNode(iri), Literal("v"))


@pytest.mark.parametrize("predicate", [
    "http://x/2020", "http://x/a#", "http://x/", "http://x/%41", "urn:1", RDF + "li", RDF + "Description",
    RDF + "about", "http://www.w3.org/2000/xmlns/a", "http://x/\U00010000", "http://x/-", "http://x/\xa0A",
])  # fmt: skip
def test_a_predicate_that_is_no_name_is_an_obstacle(predicate: str) -> None:
    assert obstacle(of_predicate(predicate))


@pytest.mark.parametrize(
    "predicate", ["http://x/a", "http://x/2020a", "http://x/é", "urn:a", RDF + "_1", "http://x/1.a"]
)
def test_a_predicate_that_ends_in_a_name_is_none(predicate: str) -> None:
    assert obstacle(of_predicate(predicate)) is None


@pytest.mark.parametrize(("value", "writable"), [
    ("a\tb\nc\rd", True), ("\x7f\x85\u2028 \U0001f30d", True), ("a\x00", False), ("\x01", False), ("\x0b", False),
    ("\x1f", False), ("\x20", True), ("\ufffd", True), ("\ufffe", False), ("\uffff", False),
])  # fmt: skip
def test_a_character_that_xml_lacks_is_an_obstacle(value: str, *, writable: bool) -> None:
    assert (obstacle(Triple(SUBJECT, NamedNode("http://x/a"), Literal(value))) is None) is writable


def test_a_class_and_the_label_of_a_blank_node_are_names_too() -> None:
    kind = NamedNode(RDF + "type")
    assert obstacle(Triple(SUBJECT, kind, NamedNode("http://x/2020")))
    assert obstacle(Triple(SUBJECT, NamedNode("http://x/a"), NamedNode("http://x/2020"))) is None
    assert obstacle(Triple(BlankNode("1a"), NamedNode("http://x/a"), SUBJECT))
    assert obstacle(Triple(BlankNode("a1"), NamedNode("http://x/a"), SUBJECT)) is None
    assert obstacle(Triple(SUBJECT, NamedNode("http://x/a"), Triple(SUBJECT, NamedNode("http://x/2"), SUBJECT)))


@given(st.text(max_size=4), st.text(max_size=4))
def test_what_has_no_obstacle_is_read_back_by_two_parsers(name: str, value: str) -> None:
    try:
        triple = Triple(SUBJECT, NamedNode(f"http://x/{name}"), Literal(value))
        content = None if obstacle(triple) else serialize([triple], format=RdfFormat.RDF_XML)
    except ValueError:
        return  # no IRI
    if content is None:
        return
    assert ElementTree.fromstring(escaped(content))[0][0].text in (value, None if value == "" else value)
    graph = rdflib.Graph().parse(data=escaped(content), format="xml")
    assert [(str(p), str(o)) for _, p, o in graph] == [(f"http://x/{name}", value)]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_pieces_of_xml_are_escaped_and_refused_wherever_they_are_cut(size: int) -> None:
    def passed(text: str) -> tuple[bytes, list[str]]:
        pieces: list[bytes] = []
        refused: list[str] = []
        output = XmlOutput(pieces.append, refused.append)
        content = text.encode()
        for start in range(0, len(content), size):
            output.write(content[start : start + size])
        return b"".join(pieces), refused

    assert passed("<a>é\r\n\ufffd</a>") == ("<a>é&#13;\n\ufffd</a>".encode(), [])
    for character in "\x01\x1f\ufffe\uffff":
        assert passed(f"<a>é{character}</a>")[1], character


def test_as_many_predicates_are_remembered_as_a_vocabulary_has() -> None:
    assert xml_limits.is_element.cache_info().maxsize == 4_096
