"""The place of an error in RDF/XML is found by the parser that says what is wrong."""

from __future__ import annotations

import pytest

from kg.errors import DatasetError
from kg.rdf.source import syntax_errors, xml_errors

HEAD = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="http://example.org/">
  <ex:A rdf:about="http://example.org/1"><ex:b>text &gt; text</ex:b></ex:A>
  <!-- > -->
"""
MARK = "‸"


def refused(text: str) -> DatasetError:
    from pyoxigraph import RdfFormat, parse

    with pytest.raises(SyntaxError) as caught:
        list(parse(text, format=RdfFormat.RDF_XML, base_iri="http://example.org/"))
    return syntax_errors.mend(caught.value, text.encode(), "d.rdf")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("<ex:A rdf:about='‸x y'/>", "A space in an IRI is written %20."),
        ("<ex:A rdf:about='http://example.org/‸&nope;'/>", "<!ENTITY name"),
        ("<ex:A><ex:b>‸</ex:A>", "ill-formed document"),
        ("<‸zz:A/>", "Unknown prefix zz:"),
        ("<ex:A rdf:ID='a'/><ex:A ‸rdf:ID='a'/>", "has already been used"),
        ("‸<ex:A foo='1'/>", "have a prefix"),
        ("<ex:A>‸&bad</ex:A>", "&amp;"),
        ("<ex:A><ex:b rdf:resource='r'>‸word</ex:b></ex:A>", "Unexpected text event"),
    ],
)
def test_an_error_stands_where_the_parser_stops(body: str, says: str) -> None:
    text = f"{HEAD}  {body}\n  <ex:C/>\n</rdf:RDF>"
    at = text.index(MARK)
    error = refused(text.replace(MARK, ""))
    lines = text[:at].split("\n")
    assert (error.line, error.column) == (len(lines), len(lines[-1]) + 1)
    assert says in str(error)


def test_a_valid_text_has_no_place() -> None:
    assert xml_errors.offset(HEAD + "</rdf:RDF>") is None


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("<!DOCTYPE html>\n<html><body>not found</body></html>", "The file is a page in HTML"),
        ("version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "git lfs pull"),
        ("<urn:a> <urn:b> 1 .\n<<<<<<< HEAD\n<urn:a> <urn:b> 2 .\n=======\n", "A merge conflict"),
    ],
)
def test_content_of_another_kind_is_called_by_its_name(content: str, says: str) -> None:
    error = SyntaxError("Parser error between line 1 column 2 and line 3 column 4: Invalid")
    assert says in str(syntax_errors.mend(error, content.encode(), "d.ttl"))
    assert "Parser error" not in str(syntax_errors.mend(error, content.encode(), "d.ttl"))


@pytest.mark.parametrize(("start", "says"), [(b"\x1f\x8b", ".gz"), (b"PK\x03\x04\xff", ".zip"), (b"\xff", "UTF-8")])
def test_bytes_that_are_no_text_are_called_by_what_they_are(start: bytes, says: str) -> None:
    with pytest.raises(DatasetError) as caught:
        syntax_errors.text_of(start, "d.ttl")
    assert says in (caught.value.hint or "")
