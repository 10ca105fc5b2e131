"""The description of the interface is valid, complete, and true: schemathesis finds nothing on it."""

from __future__ import annotations

import contextlib
import math
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from kg import project as projects
from kg import revision as revisions
from kg.edition import Publication
from kg.web.application import create_app
from kg.web.http import as_of

from ...fixtures.releases import Released
from ...presence import present
from ...sampling import WHOLE, sample

ADDRESS = "/openapi.json"
OPERATIONS = 3
EXAMPLES = 100 if WHOLE else 2
NO_TIME = (503, 504)
"""Answers to a question with a hundred values, on a machine that has other things to do."""


@pytest.fixture(scope="module")
def thesaurus(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("thesaurus") / "project"
    shutil.copytree(root / "examples" / "thesaurus", folder, ignore=shutil.ignore_patterns(".cache"))
    project = projects.load(folder)
    app = create_app(project, Publication(project, lambda day: revisions.current(project, day)))
    yield app
    app.extensions["publication"].close()


def try_out(app: Flask, operations: int, examples: int) -> list[str]:
    """The paths that were tried: with values that fit their schemas, and with values that do not."""
    schema = schemathesis.openapi.from_wsgi(ADDRESS, app)
    schema.validate()
    chosen = sample([result.ok() for result in schema.get_all_operations()], operations)
    for operation in chosen:
        for mode in GenerationMode:
            call_each(operation, operation.as_strategy(generation_mode=mode), examples)
    return [operation.path for operation in chosen]


class TimeIsUp(Exception):
    """An operation was tried as long as it may be."""


def call_each(operation: Any, strategy: Any, examples: int, until: float = math.inf) -> None:
    # What fits the schema of a query, or of JSON in a text, need not be one.
    left_out = [positive_data_acceptance] if operation.path.startswith(("/sparql", "/reconcile")) else []

    @hypothesis.seed(1)
    @hypothesis.settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.given(case=strategy)
    def call(case: Any) -> None:
        if time.monotonic() > until:
            raise TimeIsUp
        response = case.call(headers={"Accept-Encoding": "identity"})
        if response.status_code not in NO_TIME:
            case.validate_response(response, excluded_checks=left_out)

    with contextlib.suppress(Unsatisfiable):  # where every text is valid
        call()


def test_schemathesis_finds_nothing_on_a_sample_of_the_interface(app: Flask) -> None:
    assert len(try_out(app, OPERATIONS, EXAMPLES)) >= OPERATIONS


def test_schemathesis_finds_nothing_on_a_graph_of_another_vocabulary(thesaurus: Flask) -> None:
    try_out(thesaurus, 2, EXAMPLES)


def test_every_list_question_and_search_is_described_with_its_formats(client: FlaskClient) -> None:
    paths = client.get(ADDRESS).json["paths"]
    questions = {entry["name"]: entry for entry in client.get("/queries.json").json}
    assert len(questions) > 20
    for name, question in questions.items():
        described = [item["name"] for item in paths[f"/queries/{name}"]["get"]["parameters"]]
        assert set(described) <= {
            *question["parameters"],
            "header",
            "bom",
            "lang",
        }  # a time has the ends of a span in one
        assert len(described) >= len(question["parameters"])
        assert f"/queries/{name}.{{extension}}" in paths
        tables = {"header", "bom"} & set(described)
        assert bool(tables) == ("SELECT" in client.get(f"/queries/{name}.rq").text), name
    for path in ("/partnerships", "/memberships", "/sources", "/classes", "/search", "/quality", "/sparql"):
        assert path in paths
    partnerships = paths["/partnerships.{extension}"]["get"]
    assert {"json", "csv", "xlsx", "geojson"} <= set(partnerships["parameters"][0]["schema"]["enum"])
    assert "application/problem+json" in partnerships["responses"]["400"]["content"]
    (city,) = [item for item in partnerships["parameters"] if item["name"] == "city"]
    assert "jp-kanazawa" in city["schema"]["anyOf"][0]["enum"]


def test_a_graph_of_another_vocabulary_has_a_description_without_our_lists(thesaurus: Flask) -> None:
    document = thesaurus.test_client().get(ADDRESS).json
    assert "/search" in document["paths"]
    assert "/class" in document["paths"]
    assert "/partnerships" not in document["paths"]
    assert "city" not in str(document).casefold()


def test_a_choice_that_nothing_has_on_that_day_is_an_empty_list_and_no_error(client: FlaskClient) -> None:
    nothing = client.get("/partnerships.json?city=fr-saint-raphael&type=partner-city")
    assert (nothing.status_code, nothing.json["rows"]) == (200, [])
    assert client.get("/partnerships.json?type=no-such-kind").status_code == 400


def test_the_description_names_the_public_address(client: FlaskClient) -> None:
    document = client.get(ADDRESS, base_url="https://ties.example/").json
    assert document["servers"] == [{"url": "https://ties.example"}]
    assert document["info"]["description"].startswith("The formal ties")


def test_where_there_are_releases_what_has_former_states_takes_a_time(past: FlaskClient, released: Released) -> None:
    paths = past.get(ADDRESS).json["paths"]
    times = {
        path: item
        for path, described in paths.items()
        for item in described["get"]["parameters"]
        if item["name"] == as_of.PARAMETER
    }
    assert times.keys() == {path for path in paths if as_of.is_offered(path)}
    assert {"/sparql", "/search", "/partnerships.{extension}", "/queries/kept-partnership"} <= times.keys()
    assert paths.keys() - times.keys() >= {"/data", "/quality", "/reconcile"}
    for path, item in present(times.items()):
        assert {"400", "404", "410", "503"} <= paths[path]["get"]["responses"].keys()
        examples = item["schema"]["examples"]
        assert all(re.fullmatch(item["schema"]["pattern"], example) for example in examples)
        assert examples == [released.second.name, "2026-03-13"]
    (posted,) = paths["/sparql"]["post"]["parameters"]
    assert (posted["name"], posted["in"]) == (as_of.PARAMETER, "query")
    query = 'ASK { ?city ?name "Kanazawa-shi"@nl }'
    for address, known in ((f"/sparql?as-of={released.second.name}", True), ("/sparql", False)):
        assert past.post(address, data={"query": query}).json["boolean"] is known


def test_without_releases_no_time_is_offered(client: FlaskClient) -> None:
    assert as_of.PARAMETER not in client.get(ADDRESS).get_data(as_text=True)
