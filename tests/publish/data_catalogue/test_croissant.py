"""The description for machine learning: its files are there, and have the columns that it tells."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from kg import project as projects
from kg.rdf.formats import JSON_LD
from kg.resources import class_counts
from kg.revision import Revision
from kg.web.server import http_server

from ...presence import present

REQUIRED = ("name", "description", "license", "url", "creator", "datePublished", "distribution")


@pytest.fixture
def described(client: FlaskClient) -> dict[str, Any]:
    response = client.get("/croissant.json")
    assert (response.status_code, response.mimetype) == (200, JSON_LD.media_type)
    document: dict[str, Any] = response.get_json(force=True)
    return document


def test_it_says_what_croissant_requires(described: dict[str, Any]) -> None:
    assert described["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    assert all(described[name] for name in REQUIRED)
    assert described["isLiveDataset"] is True
    assert not any("sha256" in file for file in described["distribution"])


def test_each_file_has_the_columns_and_the_rows_of_its_record_set(
    client: FlaskClient, described: dict[str, Any], revision: Revision
) -> None:
    files = {file["@id"]: file for file in described["distribution"]}
    counts = [count for _, count in class_counts.counts(revision)]
    lengths, names = [], set()
    for record_set in present(described["recordSet"]):
        sources = {field["source"]["fileObject"]["@id"] for field in record_set["field"]}
        (file,) = (files[identifier] for identifier in sources)
        response = client.get(file["contentUrl"].removeprefix("http://localhost"))
        assert (response.status_code, response.mimetype) == (200, file["encodingFormat"])
        rows = list(csv.DictReader(io.StringIO(response.text)))
        lengths.append(len(rows))
        fields = {field["source"]["extract"]["column"]: field for field in record_set["field"]}
        assert list(fields) == list(rows[0])
        assert len({row["iri"] for row in rows}) == len(rows)
        assert record_set["key"]["@id"] == fields["iri"]["@id"]
        several = {name for name, field in fields.items() if field.get("isArray")}
        marks = {name: fields[name]["source"]["transform"]["separator"] for name in several}
        assert all(any(marks[name] in row[name] for row in rows) for name in several), several
        names |= {field["@id"] for field in record_set["field"]}
    assert sorted(lengths) == sorted(counts)
    assert len(names) == sum(len(record_set["field"]) for record_set in described["recordSet"])


def test_what_a_catalogue_does_not_say_is_named(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "examples" / "thesaurus", tmp_path / "project", ignore=shutil.ignore_patterns(".cache"))
    application = http_server.application(projects.load(tmp_path / "project"))
    try:
        client = application.test_client()
        response = client.get("/croissant.json")
        assert response.status_code == 404
        assert "dct:issued" in json.loads(response.data)["detail"]
        assert "croissant" not in client.get("/data", headers={"Accept": "text/html"}).text
        assert "croissant" not in client.get("/data.ttl").text
    finally:
        application.extensions["publication"].close()
