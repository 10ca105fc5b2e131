"""Where the statements of RDF/XML are written."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, RdfFormat, Triple, parse

from kg.rdf.source import rdf_xml_statements
from kg.rdf.source.blank_nodes import matched
from kg.rdf.source.statements import Statements

BASE = "http://example.org/doc"
HEAD = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'


def spans(text: str, statements: Statements) -> list[tuple[str, str, str]]:
    rows = [statements.rows[at : at + 9] for at in range(0, len(statements.rows), 9)]
    return [(text[r[3] : r[4]], text[r[5] : r[6]], text[r[7] : r[8]]) for r in rows]


def parsed(text: str) -> list[Triple]:
    return [quad.triple for quad in parse(text, format=RdfFormat.RDF_XML, base_iri=BASE)]


def renamed(theirs: list[Triple], ours: list[Triple]) -> set[tuple[object, ...]]:
    pairs = matched(theirs, ours)
    return {tuple(pairs.get(term, term) if isinstance(term, BlankNode) else term for term in t) for t in theirs}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('<e:B rdf:about="a"/>', [("a", "e:B", "e:B")]),
        ('<e:B rdf:ID="a"/>', [("a", "e:B", "e:B")]),
        ("<e:B/>", [("e:B", "e:B", "e:B")]),
        ('<rdf:Description rdf:about="a"><e:p>x</e:p></rdf:Description>', [("a", "e:p", "x")]),
        ('<rdf:Description rdf:about="a"><e:p xml:lang="en">x</e:p></rdf:Description>', [("a", "e:p", "x")]),
        ('<rdf:Description rdf:about="a"><e:p rdf:datatype="e">x</e:p></rdf:Description>', [("a", "e:p", "x")]),
        ('<rdf:Description rdf:about="a"><e:p></e:p></rdf:Description>', [("a", "e:p", "e:p")]),
        ('<rdf:Description rdf:about="a"><e:p/></rdf:Description>', [("a", "e:p", "e:p")]),
        ('<rdf:Description rdf:about="a"><e:p rdf:resource="b"/></rdf:Description>', [("a", "e:p", "b")]),
        ('<rdf:Description rdf:about="a"><e:p rdf:nodeID="b"/></rdf:Description>', [("a", "e:p", "b")]),
        ('<rdf:Description rdf:about="a" e:p="x"/>', [("a", "e:p", "x")]),
        ('<rdf:Description rdf:about="a" rdf:type="http://e/B"/>', [("a", "http://e/B", "http://e/B")]),
        ('<rdf:Description rdf:about="a"><e:p><e:B e:q="x"/></e:p></rdf:Description>',
         [("a", "e:p", "e:B"), ("e:B", "e:B", "e:B"), ("e:B", "e:q", "x")]),
        ('<rdf:Description rdf:about="a"><e:p rdf:parseType="Resource"><e:q>x</e:q></e:p></rdf:Description>',
         [("a", "e:p", "e:p"), ("e:p", "e:q", "x")]),
        ('<rdf:Description rdf:about="a"><e:p rdf:parseType="Literal"><b>x</b></e:p></rdf:Description>',
         [("a", "e:p", "e:p")]),
        ('<rdf:Description rdf:about="a"><e:p e:q="x"/></rdf:Description>', [("a", "e:p", "e:p"), ("e:p", "e:q", "x")]),
        ('<rdf:Description rdf:about="a"><e:p rdf:parseType="Collection"><e:B rdf:about="b"/></e:p></rdf:Description>',
         [("a", "e:p", "b"), ("b", "b", "b"), ("b", "b", "b"), ("b", "e:B", "e:B")]),
        ('<rdf:Bag rdf:about="a"><rdf:li>x</rdf:li></rdf:Bag>', [("a", "rdf:Bag", "rdf:Bag"), ("a", "rdf:li", "x")]),
        ('<!-- <e:B/> --><rdf:Description rdf:about="a"><e:p><![CDATA[<x>]]></e:p></rdf:Description>',
         [("a", "e:p", "<![CDATA[<x>]]>")]),
        ("<rdf:Description rdf:about='a'>\n <e:p >x</e:p\n></rdf:Description>", [("a", "e:p", "x")]),
    ],
)  # fmt: skip
def test_every_statement_is_where_it_is_written(content: str, expected: list[tuple[str, str, str]]) -> None:
    text = f"{HEAD}{content}</rdf:RDF>"
    read = rdf_xml_statements.read(text, BASE)
    assert renamed(parsed(text), list(read)) == {tuple(triple) for triple in read}
    assert sorted(spans(text, read)) == sorted(expected)


def test_entities_bases_and_a_root_that_is_a_node_are_read_as_the_parser_does() -> None:
    text = (
        '<!DOCTYPE rdf:RDF [ <!ENTITY r "http://www.w3.org/1999/02/22-rdf-syntax-ns#"> <!ENTITY e "http://e/"> ]>\n'
        '<e:B xmlns:rdf="&r;" xmlns:e="&e;" xml:base="http://b/" rdf:about="a"><e:p rdf:resource="&e;x"/></e:B>'
    )
    read = rdf_xml_statements.read(text, BASE)
    assert {tuple(triple) for triple in read} == {tuple(triple) for triple in parsed(text)}
    assert spans(text, read) == [("a", "e:B", "e:B"), ("a", "e:p", "&e;x")]


def test_of_the_w3c_tests_every_statement_but_those_of_reification_has_a_place(shared: Path) -> None:
    read_files = 0
    for path in sorted((shared / "suites" / "rdf-xml").rglob("*.rdf")):
        text = path.read_text("utf-8-sig")
        try:
            theirs = parsed(text)
        except SyntaxError:
            continue
        ours = list(rdf_xml_statements.read(text, BASE))
        assert {tuple(t) for t in ours} <= renamed(theirs, ours), path
        read_files += 1
    assert read_files > 100
