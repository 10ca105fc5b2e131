"""The catalogue of the project is excellent for the European portal, measured as the portal does: over HTTP."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.serving import make_server

from kg.project import Project

from ..commands import call, edit

SHAPES = Path("suites") / "dcat-ap-3.0.1" / "dcat-ap-SHACL.ttl"


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_served_catalogue_is_excellent_and_every_address_in_it_answers(
    address: str, project: Project, root: Path, shared: Path
) -> None:
    places = ("--at", f"{project.base}={address}")
    answer = call("score", "--fetch", f"{address}data.ttl", *places, "--shapes", str(shared / SHAPES), folder=root)
    assert answer.code == 0, answer.err
    lines = answer.out.splitlines()
    assert "     50 of 50  dcat:accessURL answers" in lines
    assert "     30 of 30  dcat:downloadURL answers" in lines
    assert "     30 of 30  keeps DCAT-AP" in lines
    assert lines[-1] == "395 of 405 points: excellent"
    # Creative Commons' own address of the licence is kept: readers and programs know it by that.
    lacking = [line for line in lines if "  not: " in line]
    assert [line.partition("  not: ")[0] for line in lacking] == ["      0 of 10  licence of the EU's table"]


def test_an_address_that_does_not_answer_is_named(address: str, root: Path) -> None:
    answer = call("score", "--fetch", f"{address}data.ttl", "--at", f"https://w3id.org/={address}none/", folder=root)
    assert "      0 of 50  dcat:accessURL answers  not: ghent#jsonld, ghent#nt" in answer.out


def test_what_is_not_tried_says_how_to_try_it(copy: Path) -> None:
    edit(copy / "data" / "catalog.ttl", "    dct:temporal <id/dataset/ghent#temporal> ;\n", "")
    answer = call("score", folder=copy)
    assert "      0 of 50  dcat:accessURL answers  not tried: say --fetch\n" in answer.out
    assert "      0 of 30  keeps DCAT-AP  not tried: say --shapes FILE\n" in answer.out
    assert "      0 of 20  times (dct:temporal)  not: ghent\n" in answer.out


def test_what_is_no_catalogue_has_no_score(root: Path) -> None:
    answer = call("score", "ontology/country.ttl", folder=root)
    assert (answer.code, answer.out) == (2, "")
    assert "There is no dcat:Dataset to score." in answer.err
    wrong = call("score", "--fetch", "data/catalog.ttl", "--at", "there", folder=root)
    assert wrong.code == 2
    assert "expected an IRI" in wrong.err
