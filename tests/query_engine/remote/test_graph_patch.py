"""A patch, carried out as the engine would, makes the new graph of the old one; or says why there is none."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, Triple

from kg.query_engine.remote import graph_patch
from kg.query_engine.remote.graph_patch import GraphPatch

GRAPH = NamedNode("urn:g")
HEAD = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix : <urn:> .\n"
OLD = ':a :p 1.50 , "1.5"^^xsd:decimal , "x"@nl-BE , "x" , "“Łódź”\\n" ; :q :b . :c :p 1 , 2 , 3 , 4 , 5 , 6 , 7 , 8 .'


def triples(turtle: str) -> list[Triple]:
    return [quad.triple for quad in pyoxigraph.parse((HEAD + turtle).encode(), format=RdfFormat.TURTLE)]


def patched(old: list[Triple], patch: GraphPatch) -> set[str]:
    """What Oxigraph has after the updates that are sent."""
    store = Store()
    store.extend(pyoxigraph.Quad(*triple, GRAPH) for triple in old)
    for operation, lines in (("DELETE", patch.deleted), ("INSERT", patch.inserted)):
        store.update(f"{operation} DATA {{ GRAPH {GRAPH} {{ {''.join(lines)} }} }}")
    return {str(quad.triple) for quad in store}


@pytest.mark.parametrize(("new", "size"), [
    (OLD, 0),
    (OLD.replace('"x" ,', ""), 1),
    (OLD.replace(":q :b", ':q "b" , :c'), 3),
    (OLD.replace("“Łódź”", "„Łódź”"), 2),
    (OLD.replace('"1.5"^^xsd:decimal ,', ""), 2),  # the other spelling, which an engine may have taken for the same
    (OLD.replace('"x"@nl-BE', '"x"@nl'), 2),
])  # fmt: skip
def test_a_patch_makes_the_new_graph_of_the_old_one(new: str, size: int) -> None:
    patch = graph_patch.between(triples(OLD), triples(new))
    assert isinstance(patch, GraphPatch)
    assert len(patch) == size
    fresh = Store()
    fresh.extend(pyoxigraph.Quad(*triple, GRAPH) for triple in triples(new))
    assert patched(triples(OLD), patch) == {str(quad.triple) for quad in fresh}


def test_blank_nodes_that_are_the_same_by_what_they_say_stay_as_they_are() -> None:
    same = graph_patch.between(triples(OLD + ":d :r [ :s [ :t 1 ] ] ."), triples(OLD + ":d :r _:x . _:x :s [ :t 1 ] ."))
    assert isinstance(same, GraphPatch)
    assert len(same) == 0


@pytest.mark.parametrize(("more", "reason"), [
    (":d :r [ :s [ :t 2 ] ] .", "blank nodes differ"),
    ("", "blank nodes differ"),
    (":d :r [ :s [ :t 1 ] ] , [ :s [ :t 1 ] ] .", "blank nodes differ"),
])  # fmt: skip
def test_where_an_update_cannot_say_the_difference_there_is_no_patch(more: str, reason: str) -> None:
    why = graph_patch.between(triples(OLD + ":d :r [ :s [ :t 1 ] ] ."), triples(OLD + more))
    assert isinstance(why, str)
    assert reason in why


def test_more_than_half_is_no_patch(root: Path) -> None:
    ghent = [quad.triple for quad in pyoxigraph.parse(path=root / "data" / "ghent.ttl")]
    why = graph_patch.between(ghent[: len(ghent) // 3], ghent)
    assert why == "more than half of it differs"
    patch = graph_patch.between(ghent[: len(ghent) * 2 // 3], ghent)
    assert isinstance(patch, GraphPatch)
    assert not patch.deleted


@pytest.mark.parametrize(("read", "is_same"), [
    (OLD + ":d :r [ :s [ :t 1 ] ] .", True),
    (OLD.replace("1.50 ,", "").replace("@nl-BE", "@nl-be") + ":d :r _:x . _:x :s _:y . _:y :t 01 .", True),
    (OLD + ":d :r [ :s [ :t 2 ] ] .", False),
    (OLD.replace('"x" ,', "") + ":d :r [ :s [ :t 1 ] ] .", False),
])  # fmt: skip
def test_a_graph_that_was_read_back_is_the_same_whatever_an_engine_makes_of_spellings(read: str, is_same: bool) -> None:
    assert graph_patch.are_equal(triples(read), triples(OLD + ":d :r [ :s [ :t 1 ] ] .")) is is_same
