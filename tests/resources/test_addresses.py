"""Where each resource answers, and which resource an address is that of."""

from __future__ import annotations

import pytest
from flask import Flask

from kg import project as projects
from kg import revision as revisions
from kg.resources import addresses
from kg.resources.addresses import Addresses
from kg.revision import Revision

from ..presence import present

DATA = """BASE <https://site.example/here/> PREFIX s: <http://schema.org/>
<id/x> s:name "x" . <id/Stra%C3%9Fe> s:name "escaped" . <uat/1> s:name "below base" . <data/set> s:name "a page's" .
<id/a%2Fb> s:name "slash" . <uat/onto#Term> s:name "hash" . <http://own.example/v/t> s:name "owned" .
<id/ß> s:name "letter" . <id/%C3%9F> s:name "escaped letter" . <http://other.example/o> s:name "another's" ."""


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Addresses:
    folder = tmp_path_factory.mktemp("addresses")
    (folder / "data").mkdir()
    (folder / "data" / "all.ttl").write_text(DATA)
    settings = 'base = "https://site.example/here/"\n[addresses]\nowned = ["http://own.example/v/"]\n'
    (folder / "kg.toml").write_text(settings)
    return addresses.of(revisions.current(projects.load(folder)))


@pytest.mark.parametrize(
    ("iri", "address"),
    [
        ("https://site.example/here/id/x", "/id/x"),
        ("https://site.example/here/uat/1", "/uat/1"),
        ("https://site.example/here/uat/onto#Term", "/uat/onto#Term"),
        ("https://site.example/here/id/Stra%C3%9Fe", "/id/Stra%C3%9Fe"),
        ("https://site.example/here/id/ß", "/id/%C3%9F"),
        ("https://site.example/here/id/%C3%9F", "/resource?iri=https://site.example/here/id/%25C3%259F"),
        ("https://site.example/here/data/set", "/resource?iri=https://site.example/here/data/set"),
        ("http://own.example/v/t", "/v/t"),
        ("http://other.example/o", "/resource?iri=http://other.example/o"),
        ("https://site.example/here/id/unknown", None),
    ],
)
def test_an_iri_of_the_site_has_its_own_path_and_any_other_subject_that_of_its_iri(
    known: Addresses, iri: str, address: str | None
) -> None:
    assert known.of(iri) == address


@pytest.mark.parametrize(
    ("path", "iri"),
    [
        ("/id/x", "id/x"),
        ("/id/Straße", "id/Stra%C3%9Fe"),
        ("/id/ß", "id/ß"),
        ("/id/a/b", "id/a%2Fb"),
        ("/uat/onto", "uat/onto"),
        ("/data/set", None),
        ("/id/y", None),
    ],
)
def test_a_decoded_path_is_that_of_one_resource(known: Addresses, path: str, iri: str | None) -> None:
    assert known.at(path) == (iri and f"https://site.example/here/{iri}")


def test_the_document_of_a_thing_leaves_out_its_folder(known: Addresses) -> None:
    assert known.document("https://site.example/here/id/x").suffixed("ttl") == "/doc/x.ttl"
    assert known.document("http://own.example/v/t").suffixed("html") == "/doc/v/t.html"
    assert known.document("http://other.example/o").suffixed("nt") == "/resource.nt?iri=http://other.example/o"
    assert known.at_document("x") == "https://site.example/here/id/x"


def test_every_document_has_an_address_that_is_its_own(revision: Revision) -> None:
    known = addresses.of(revision)
    documents = list(revision.subjects())
    iris = {node.value.partition("#")[0] for node in documents if hasattr(node, "value") and ":" in node.value}
    described = {iri: known.document(iri).negotiated for iri in iris if known.of(iri)}
    assert len(described) > 200
    assert len(set(described.values())) == len(described)


def test_no_page_of_the_site_is_where_a_resource_could_be(app: Flask) -> None:
    things = {"id", "shape", "graph", "ns", "concept"}
    of_the_project = {"project_text", "documentation"}  # whose names a project with such texts keeps free
    for rule in present(app.url_map.iter_rules()):
        first = rule.rule.split("/")[1].partition(".")[0].partition("<")[0].rstrip("-")
        view = rule.endpoint.partition(".")[0]
        assert not first or first in addresses.RESERVED | things or view in of_the_project, rule.rule
