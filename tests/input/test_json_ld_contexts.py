"""JSON-LD says the same whether its contexts stand in it or beside it, and no context can make it endless."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse

from kg.errors import DatasetError
from kg.input.json_ld_contexts import with_contexts

from ..commands import call

HERE = "file:///data/document.jsonld"


def quads(document: Any, contexts: Mapping[str, Any]) -> set[str]:
    def load(iri: str) -> bytes:
        if iri not in contexts:
            raise DatasetError(f"{iri} is not at hand")
        return json.dumps(contexts[iri]).encode()

    text = with_contexts(json.dumps(document), HERE, "document.jsonld", load)
    return {str(quad) for quad in parse(text, format=RdfFormat.JSON_LD, base_iri="http://base.example/")}


VOCABULARY = {"@context": {"@vocab": "http://example.org/"}}
EXPECTED = {'<http://base.example/a> <http://example.org/p> "x"'}


@pytest.mark.parametrize(
    ("context", "contexts"),
    [
        ("c.jsonld", {"file:///data/c.jsonld": VOCABULARY}),
        ("https://example.org/c", {"https://example.org/c": VOCABULARY}),
        (["c.jsonld", {"q": None}], {"file:///data/c.jsonld": VOCABULARY}),
        ("c/one", {"file:///data/c/one": {"@context": "two"}, "file:///data/c/two": VOCABULARY}),
        ("c", {"file:///data/c": {"@context": [{"r": "http://r.example/"}, {"@vocab": "http://example.org/"}]}}),
        ({"@version": 1.1, "@import": "c", "q": None}, {"file:///data/c": VOCABULARY}),
        (
            "c",
            {"file:///data/c": {"@context": {"@base": "http://elsewhere.example/", "@vocab": "http://example.org/"}}},
        ),
    ],
)
def test_a_context_elsewhere_counts_as_if_it_stood_here(context: Any, contexts: Mapping[str, Any]) -> None:
    assert quads({"@context": context, "@id": "a", "p": "x"}, contexts) == EXPECTED


def test_contexts_of_nested_nodes_and_of_terms_are_put_in() -> None:
    contexts = {"file:///data/c": VOCABULARY, "file:///data/d": {"@context": {"@vocab": "http://other.example/"}}}
    nested = {"@context": "c", "@id": "a", "p": {"@context": "d", "@id": "b", "q": 1}}
    assert any("<http://other.example/q>" in quad for quad in quads(nested, contexts))
    scoped = {"@context": [{"@vocab": "http://e.example/"}, {"p": {"@id": "http://e.example/p", "@context": "d"}}],
              "@id": "a", "p": {"@id": "b", "q": 1}}  # fmt: skip
    assert any("<http://other.example/q>" in quad for quad in quads(scoped, contexts))


@pytest.mark.parametrize(
    ("contexts", "says"),
    [
        ({}, "not at hand"),
        ({"file:///data/c": {"@context": "c"}}, "refers to itself"),
        ({"file:///data/c": {"@context": "d"}, "file:///data/d": {"@context": ["c"]}}, "refers to itself"),
        ({"file:///data/c": {"@context": {"t": {"@id": "urn:t", "@context": "c"}}}}, "refers to itself"),
        ({"file:///data/c": {"a": 1}}, "has no @context"),
        ({f"file:///data/{'c' * n}": {"@context": ["c" * (n + 1)] * 30} for n in range(1, 9)}
         | {f"file:///data/{'c' * 9}": {"@context": {"t": "urn:t"}}}, "more than 32 MiB"),
    ],
)  # fmt: skip
def test_a_context_that_is_absent_endless_or_none_is_refused(contexts: Mapping[str, Any], says: str) -> None:
    with pytest.raises(DatasetError) as caught:
        quads({"@context": "c", "@id": "a", "p": "x"}, contexts)
    assert says in str(caught.value)


def test_a_document_without_references_stays_as_it_is_written() -> None:
    text = '{"@context": {"@vocab": "http://example.org/"},  "p": 1.50}'
    assert with_contexts(text, HERE, "x", lambda _: b"") is text


@pytest.mark.parametrize("opening", ['{"http://example.org/p":', "["])
def test_deep_nesting_is_refused_at_its_place_before_the_parser_fails_on_it(tmp_path: Path, opening: str) -> None:
    closing = "}" if opening.startswith("{") else "]"
    text = f'[{{"@id": "http://example.org/[[[{{", "http://example.org/p":\n {opening * 5000}1{closing * 5000}}}]'
    (tmp_path / "d.jsonld").write_text(text)
    done = call("query", "ASK {}", "d.jsonld", folder=tmp_path)
    assert done.code == 2
    assert done.err.startswith(f"kg: d.jsonld:2:{2 + 198 * len(opening)}: the document is nested more than 200 deep")


def test_many_brackets_side_by_side_are_not_deep(tmp_path: Path) -> None:
    nodes = ",".join('{"@id": "http://example.org/a", "http://example.org/p": ["]{[{["]}' for _ in range(300))
    (tmp_path / "d.jsonld").write_text(f"[{nodes}]")
    assert call("query", "ASK {?s ?p ']{[{['}", "d.jsonld", folder=tmp_path).code == 0
