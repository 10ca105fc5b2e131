"""The reconciliation service keeps to the schemas of its specification, and matches tables with this data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from flask.testing import FlaskClient
from referencing import Registry
from referencing.jsonschema import DRAFT7

from kg.publish.reconciliation import batch

CT = "https://w3id.org/city-ties/ns#"
CITY = "https://w3id.org/city-ties/id/city/"


@pytest.fixture(scope="module")
def suite(shared: Path) -> Path:
    return shared / "suites" / "reconciliation-0.2"


def check(suite: Path, schema: str, document: Any) -> None:
    """Raise where a document does not keep to a schema of the specification."""
    texts = {path.stem: json.loads(path.read_text("utf-8")) for path in (suite / "schemas").glob("*.json")}
    resources = [(text["$id"], DRAFT7.create_resource(text)) for text in texts.values() if "$id" in text]
    registry: Registry[Any] = Registry().with_resources(resources)
    jsonschema.Draft7Validator(texts[schema], registry=registry).validate(document)


def ask(client: FlaskClient, path: str = "/reconcile/en", **queries: Any) -> dict[str, Any]:
    response = client.post(path, data={"queries": json.dumps(queries)})
    assert response.status_code == 200, response.text
    return response.json


def test_the_manifest_keeps_to_its_schema_and_its_addresses_answer(client: FlaskClient, suite: Path) -> None:
    manifest = client.get("/reconcile/fr", base_url="https://ties.example/").json
    check(suite, "manifest", manifest)
    assert manifest["versions"] == ["0.2"]
    kanazawa = {"query_string": {"id": f"{CITY}jp-kanazawa"}}
    assert "金沢市" in client.get(manifest["preview"]["url"].partition("?")[0], **kanazawa).text
    for kind, schema in (("entity", "entities"), ("type", "types"), ("property", "properties")):
        service = manifest["suggest"][kind]
        suggested = client.get(service["service_path"], query_string={"prefix": "pa"}).json
        check(suite, f"suggest-{schema}-response", suggested)
        assert suggested["result"]
        flyout = client.get(
            service["flyout_service_path"].partition("?")[0], query_string={"id": suggested["result"][0]["id"]}
        )
        assert flyout.json["id"] == suggested["result"][0]["id"]
        assert "href" not in flyout.json["html"]
    assert client.get(manifest["view"]["url"].replace("{{id}}", f"{CITY}be-gent")).status_code == 303


@pytest.mark.parametrize("by_get", [True, False], ids=["GET", "POST"])
def test_a_batch_keeps_to_its_schema_by_either_method(client: FlaskClient, suite: Path, by_get: bool) -> None:
    text = json.dumps({"a": {"query": "Danzig"}, "b": {"query": "nothing is called so"}})
    address, arguments = "/reconcile/en", {"queries": text}
    response = client.get(address, query_string=arguments) if by_get else client.post(address, data=arguments)
    check(suite, "reconciliation-result-batch", response.json)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert [one["name"] for one in response.json["a"]["result"]] == ["Gdańsk", "Ghent – Gdańsk"]
    assert response.json["b"]["result"] == []


@pytest.mark.parametrize("name", ["Danzig", "gdansk", "Gdańsk", "Gdansk "])
def test_a_city_is_matched_by_a_name_in_any_language(client: FlaskClient, name: str) -> None:
    (best, *_) = ask(client, q={"query": name, "type": f"{CT}City"})["q"]["result"]
    assert (best["id"], best["score"], best["match"]) == (f"{CITY}pl-gdansk", 100, True)


def test_a_name_with_a_slip_is_a_candidate_but_no_match(client: FlaskClient) -> None:
    (best, *_) = ask(client, q={"query": "Nottinghm", "type": f"{CT}City"})["q"]["result"]
    assert (best["name"], best["match"]) == ("Nottingham", False)
    assert 90 < best["score"] < 100


def test_a_property_raises_or_lowers_the_score(client: FlaskClient) -> None:
    spatial = "http://purl.org/dc/terms/spatial"
    right = {"query": "Wiesbaden", "type": f"{CT}City", "properties": [{"pid": spatial, "v": {"id": "DEU"}}]}
    wrong = {**right, "properties": [{"pid": spatial, "v": "France"}]}
    answers = ask(client, right=right, wrong=wrong, alone={**right, "query": ""})
    best = {key: answer["result"][0] for key, answer in answers.items()}
    assert (best["right"]["score"], best["right"]["match"]) == (100, True)
    assert (best["wrong"]["score"], best["wrong"]["match"]) == (round(100 / 1.4, 2), False)
    assert best["right"]["features"] == [{"id": "name", "value": 100}, {"id": spatial, "value": 100}]
    assert {one["name"] for one in answers["alone"]["result"]} == {"Wiesbaden", "Melle"}


def test_the_types_of_a_query_are_required_or_wished_for(client: FlaskClient) -> None:
    city = {"query": "Kanazawa", "type": [f"{CT}City", f"{CT}Network"]}
    answers = ask(client, any=city, all={**city, "type_strict": "all"}, should={**city, "type_strict": "should"})
    assert [one["name"] for one in answers["any"]["result"]] == ["Kanazawa"]
    assert answers["all"]["result"] == []
    assert answers["should"]["result"][0]["score"] == 100
    assert len(answers["should"]["result"]) > 1


def test_values_are_fetched_for_a_table(client: FlaskClient, suite: Path) -> None:
    spatial, label = "http://purl.org/dc/terms/spatial", "http://www.w3.org/2004/02/skos/core#prefLabel"
    proposed = client.get("/reconcile/en/properties", query_string={"type": f"{CT}City", "limit": "40"}).json
    check(suite, "data-extension-property-proposal", proposed)
    assert {spatial, label} <= {one["id"] for one in proposed["properties"]}
    query = {
        "ids": [f"{CITY}jp-kanazawa", "urn:none"],
        "properties": [{"id": spatial}, {"id": label, "settings": {"limit": 1}}],
    }
    extended = client.get("/reconcile/en", query_string={"extend": json.dumps(query)}).json
    check(suite, "data-extension-response", extended)
    row = extended["rows"][f"{CITY}jp-kanazawa"]
    assert [cell["name"] for cell in row[spatial]] == ["Japan"]
    assert row[label] == [{"str": "Kanazawa"}]
    assert extended["rows"]["urn:none"] == {spatial: [], label: []}


def test_the_examples_of_the_specification_are_read_or_refused(client: FlaskClient, suite: Path) -> None:
    folder = suite / "examples" / "reconciliation-query-batch"
    for path in sorted((folder / "valid").iterdir()):
        answer = ask(client, **json.loads(path.read_text("utf-8")))
        check(suite, "reconciliation-result-batch", answer)
    invalid = {path.stem: path.read_text("utf-8") for path in (folder / "invalid").iterdir()}
    assert len(invalid) == 3
    for text in invalid.values():
        assert client.post("/reconcile", data={"queries": text}).status_code == 400
    for kind in ("data-extension-query",):
        for path in (suite / "examples" / kind / "valid").iterdir():
            answer = client.post("/reconcile", data={"extend": path.read_text("utf-8")}).json
            check(suite, "data-extension-response", answer)


@pytest.mark.parametrize(
    ("queries", "status"),
    [
        ("x", 400),
        ("[]", 400),
        ('{"a": {}}', 400),
        ('{"a": {"query": "x", "limit": 0}}', 400),
        (json.dumps({str(number): {"query": "x"} for number in range(batch.QUERIES + 1)}), 413),
        (json.dumps({"a": {"query": "x" * (batch.CHARACTERS + 1)}}), 413),
    ],
)
def test_what_is_no_batch_or_too_large_is_a_problem(client: FlaskClient, queries: str, status: int) -> None:
    response = client.post("/reconcile", data={"queries": queries})
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")


@pytest.mark.parametrize(("tag", "detail", "label"), [
    ("nl", "a heeft geen query en geen properties.", "Grens"),
    ("fr", "a n’a ni query ni properties.", "Limite"),
    ("de", "a hat weder query noch properties.", "Grenze"),
])  # fmt: skip
def test_problems_and_settings_are_in_the_readers_language(
    client: FlaskClient, tag: str, detail: str, label: str
) -> None:
    headers = {"Accept-Language": tag}
    problem = client.post("/reconcile", data={"queries": '{"a": {"query": " "}}'}, headers=headers).json
    assert problem["detail"] == detail
    (limit,) = client.get(f"/reconcile/{tag}").json["extend"]["property_settings"]
    assert limit["label"] == label


@pytest.mark.parametrize("kind", ["entity", "type", "property"])
def test_the_beginning_of_a_name_is_as_long_as_a_name_at_most(client: FlaskClient, kind: str) -> None:
    longest = "x" * batch.CHARACTERS
    assert client.get(f"/reconcile/en/suggest/{kind}", query_string={"prefix": longest}).json == {"result": []}
    refused = client.get(f"/reconcile/en/suggest/{kind}", query_string={"prefix": longest + "x"})
    assert refused.status_code == 400
    assert refused.json["detail"].startswith("prefix has ")
