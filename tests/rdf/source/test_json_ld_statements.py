"""Where the statements of JSON-LD are written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, RdfFormat, Triple, parse

from kg.rdf.source import json_ld_statements
from kg.rdf.source.blank_nodes import matched
from kg.rdf.source.statements import Statements

BASE = "http://example.org/doc"
CONTEXT = {
    "@vocab": "http://e/",
    "ex": "http://e/",
    "id": "@id",
    "type": "@type",
    "name": {"@container": "@language"},
    "knows": {"@type": "@id"},
    "date": {"@type": "http://www.w3.org/2001/XMLSchema#date"},
    "age": {"@type": "http://www.w3.org/2001/XMLSchema#byte"},
    "list": {"@container": "@list"},
    "rev": {"@reverse": "http://e/child"},
    "idx": {"@container": "@index"},
    "meta": "@nest",
}


def document(content: str) -> str:
    return f'{{"@context": {json.dumps(CONTEXT)}, {content}}}'


def spans(text: str, statements: Statements) -> list[tuple[str, str, str]]:
    rows = [statements.rows[at : at + 9] for at in range(0, len(statements.rows), 9)]
    return [(text[r[3] : r[4]], text[r[5] : r[6]], text[r[7] : r[8]]) for r in rows]


def same_statements(theirs: list[Triple], ours: list[Triple]) -> None:
    pairs = matched(theirs, ours)

    def renamed(term: object) -> object:
        return pairs.get(term, term) if isinstance(term, BlankNode) else term

    assert {(renamed(t.subject), t.predicate, renamed(t.object)) for t in theirs} == {tuple(t) for t in ours}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('"id": "a", "label": "x"', [('"a"', '"label"', '"x"')]),
        ('"id": "a", "n": 5, "d": 1.5, "e": 1e3', [('"a"', '"n"', "5"), ('"a"', '"d"', "1.5"), ('"a"', '"e"', "1e3")]),
        ('"id": "a", "b": true, "nil": null', [('"a"', '"b"', "true")]),
        ('"id": "a", "age": 7, "date": "2020-13-01"', [('"a"', '"age"', "7"), ('"a"', '"date"', '"2020-13-01"')]),
        ('"id": "a", "knows": ["b", "ex:c"]', [('"a"', '"knows"', '"b"'), ('"a"', '"knows"', '"ex:c"')]),
        ('"id": "a", "type": ["Boat", "Ship"]', [('"a"', '"Boat"', '"Boat"'), ('"a"', '"Ship"', '"Ship"')]),
        ('"type": "Boat"', [("{", '"Boat"', '"Boat"')]),
        ('"part": {"label": "x"}', [("{", '"part"', "{"), ("{", '"label"', '"x"')]),
        ('"id": "a", "part": {"id": "b"}', [('"a"', '"part"', '"b"')]),
        ('"id": "_:a", "knows": "_:b"', [('"_:a"', '"knows"', '"_:b"')]),
        ('"id": "", "label": "x"', [('""', '"label"', '"x"')]),
        ('"id": "a", "name": {"en": "x", "nl": ["y"]}', [('"a"', '"name"', '"x"'), ('"a"', '"name"', '"y"')]),
        ('"id": "a", "v": {"@value": "x", "@language": "en"}', [('"a"', '"v"', '"x"')]),
        ('"id": "a", "v": {"@value": 5, "type": "ex:d"}', [('"a"', '"v"', "5")]),
        ('"id": "a", "v": {"@set": ["x"]}', [('"a"', '"v"', '"x"')]),
        ('"id": "a", "list": ["x"]', [('"a"', '"list"', '"x"'), ('"x"', '"x"', '"x"'), ('"x"', '"x"', '"x"')]),
        ('"id": "a", "rev": {"id": "b"}', [('"b"', '"rev"', '"a"')]),
        ('"id": "a", "@reverse": {"p": {"id": "b"}}', [('"b"', '"p"', '"a"')]),
        ('"id": "a", "idx": {"one": {"id": "b"}, "two": "x"}', [('"a"', '"idx"', '"b"'), ('"a"', '"idx"', '"x"')]),
        ('"id": "a", "meta": {"label": "x"}', [('"a"', '"label"', '"x"')]),
        ('"@graph": [{"id": "a", "label": "x"}]', [('"a"', '"label"', '"x"')]),
        ('"id": "a", "label": "q\\"\\u00e9"', [('"a"', '"label"', '"q\\"\\u00e9"')]),
    ],
)  # fmt: skip
def test_every_statement_is_where_it_is_written(content: str, expected: list[tuple[str, str, str]]) -> None:
    text = document(content)
    read = json_ld_statements.read(text, BASE, str)
    same_statements([quad.triple for quad in parse(text, format=RdfFormat.JSON_LD, base_iri=BASE)], list(read))
    assert sorted(spans(text, read)) == sorted(expected)


def test_a_large_document_has_a_place_for_every_statement(shared: Path) -> None:
    text = (shared / "suites/public-shapes/hvd-3.0.0/hvd-SHACL.jsonld").read_text("utf-8")
    read = json_ld_statements.read(text, BASE, str)
    assert len(read) > 400
    same_statements([quad.triple for quad in parse(text, format=RdfFormat.JSON_LD, base_iri=BASE)], list(read))


def test_contexts_that_are_put_in_do_not_move_a_place() -> None:
    text = '{"@context": "http://e/c",\n "id": "a", "label": "x"}'
    read = json_ld_statements.read(text, BASE, lambda each: each.replace('"http://e/c"', json.dumps(CONTEXT)))
    assert spans(text, read) == [('"a"', '"label"', '"x"')]


@pytest.mark.parametrize("text", ["{", "", "[1", '{"a" 1}', '{"@context": {"@base": 5}}'])
def test_what_is_no_json_ld_is_a_syntax_error(text: str) -> None:
    with pytest.raises(SyntaxError):
        json_ld_statements.read(text, BASE, str)
