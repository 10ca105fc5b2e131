"""The pages of an event stream: full ones stay as they are, and each can be read by itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kg.publish.feeds import event_stream
from kg.rdf.namespaces import RDF

from ...presence import present
from .test_change_list import BASE, STATES, released

TREE = "https://w3id.org/tree#"


def test_pages_are_filled_in_the_order_of_the_releases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_stream, "MEMBERS", 2)
    history = released(tmp_path, STATES)
    stream = event_stream.of(history, BASE)
    members = []
    for number, page in present(enumerate(stream.pages, 1)):
        address = f"{BASE}changes/ldes/{stream.edition}/{number}.trig"
        quads = list(parse(page.body, RdfFormat.TRIG, base_iri=address))
        description = {(quad.predicate.value, quad.object) for quad in quads if quad.subject == NamedNode(stream.iri)}
        assert (f"{TREE}view", NamedNode(f"{BASE}changes/ldes.trig")) in description
        of_page = [value for predicate, value in description if predicate == f"{TREE}member"]
        assert page.is_full == (len(of_page) == 2) == (b"ldes:immutable" in page.body)
        members += of_page
    assert [page.is_full for page in stream.pages] == [True] * (len(members) // 2) + [False] * (len(members) % 2)
    assert len(set(members)) == len(members) == 8
    assert [page.since for page in stream.pages] == sorted(page.since for page in stream.pages)


def test_the_first_page_says_between_which_times_the_members_of_each_page_lie(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_stream, "MEMBERS", 3)
    stream = event_stream.of(released(tmp_path, STATES), BASE)
    root = list(parse(stream.root(), RdfFormat.TRIG, base_iri=f"{BASE}changes/ldes.trig"))
    described: dict[object, dict[str, NamedNode | BlankNode | Literal | Triple]] = {}
    for quad in root:
        described.setdefault(quad.subject, {})[quad.predicate.value.partition("#")[2]] = quad.object
    bounds = {
        (str(one["node"]), str(one["type"]).rpartition("#")[2]): one["value"]
        for one in described.values()
        if "node" in one
    }
    for number, page in present(enumerate(stream.pages, 1)):
        address = f"{BASE}changes/ldes/{stream.edition}/{number}.trig"
        times = sorted(
            str(quad.object)
            for quad in parse(page.body, RdfFormat.TRIG, base_iri=address)
            if quad.predicate.value.endswith("generatedAtTime")
        )
        node = f"<{address}>"
        assert str(bounds[node, "GreaterThanOrEqualToRelation>"]) == times[0]
        latest = bounds.get((node, "LessThanOrEqualToRelation>"))
        assert str(latest) == times[-1] if page.is_full else latest is None


def test_an_earlier_history_has_the_same_full_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_stream, "MEMBERS", 2)
    for name in ("before", "after"):
        (tmp_path / name).mkdir()
    before = event_stream.of(released(tmp_path / "before", STATES[:2]), BASE)
    after = event_stream.of(released(tmp_path / "after", STATES), BASE)
    full = [page.body for page in before.pages if page.is_full]
    assert [page.body for page in after.pages[: len(full)]] == present(full)
    assert before.edition == after.edition


def test_what_the_data_says_of_time_is_not_taken_for_that_of_the_stream(tmp_path: Path) -> None:
    state = '<id/a> <http://www.w3.org/ns/prov#generatedAtTime> "1990" ; a ex:Thing .'
    (page,) = event_stream.of(released(tmp_path, [state]), BASE).pages
    quads = list(parse(page.body, RdfFormat.TRIG, base_iri=BASE))
    outside = {quad.object for quad in quads if quad.predicate.value.endswith("generatedAtTime")
               and not isinstance(quad.graph_name, NamedNode)}  # fmt: skip
    assert [value.value for value in outside if not isinstance(value, NamedNode)] == ["2026-03-01T12:00:00Z"]  # type: ignore[union-attr]
    kinds = {
        quad.object
        for quad in quads
        if quad.predicate.value == f"{RDF}type" and quad.subject == NamedNode(f"{BASE}id/a")
    }
    assert kinds == {NamedNode(f"{BASE}ns#Thing")}
