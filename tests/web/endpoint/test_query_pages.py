from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from flask.testing import FlaskClient

QUERIES = sorted(path.stem for path in (Path(__file__).parents[3] / "queries").glob("*.rq"))


@pytest.mark.parametrize("name", QUERIES)
def test_every_question_answers_with_a_page_and_with_data(
    client: FlaskClient, browser: dict[str, str], name: str
) -> None:
    page = client.get(f"/queries/{name}", headers=browser)
    assert page.status_code == 200
    assert 'role="alert"' not in page.text
    assert client.get(f"/queries/{name}").status_code == 200


def test_the_list_names_every_question(client: FlaskClient, browser: dict[str, str]) -> None:
    page = client.get("/queries/", headers=browser).text
    assert all(f'href="/queries/{name}"' in page for name in QUERIES)


def test_a_parameter_in_the_address_asks_with_another_value(client: FlaskClient) -> None:
    def partners(day: str) -> int:
        answer = client.get("/queries/partners-on-a-day.csv", query_string={"day": day})
        return len(answer.text.strip().splitlines()) - 1

    assert partners("2019-06-01") == 11
    assert partners("1950-01-01") < partners("2019-06-01")


def test_a_value_of_the_wrong_type_and_an_unknown_parameter_are_400(client: FlaskClient) -> None:
    for query in ("day=yesterday", "dag=2019-06-01"):
        answer = client.get(f"/queries/partners-on-a-day?{query}")
        assert answer.status_code == 400
        assert answer.mimetype == "application/problem+json"


def test_suffixes_name_formats_and_rq_is_the_query_itself(client: FlaskClient, root: Path) -> None:
    assert client.get("/queries/sister-cities.csv").mimetype == "text/csv"
    assert client.get("/queries/sister-cities.json").mimetype == "application/sparql-results+json"
    assert client.get("/queries/sister-cities.rq").data == (root / "queries" / "sister-cities.rq").read_bytes()


def test_an_unknown_question_is_404_with_similar_ones(client: FlaskClient) -> None:
    answer = client.get("/queries/sistercities")
    assert answer.status_code == 404
    assert "/queries/sister-cities" in answer.get_json()["similar"]


def test_a_dutch_reader_is_answered_in_dutch(client: FlaskClient, browser: dict[str, str]) -> None:
    page = client.get("/queries/sister-cities?lang=nl", headers=browser).text
    assert "Welke steden" in page
    assert "Japan" in page
    assert "Duitsland" in page


def test_the_list_of_questions_is_to_be_had_as_csv_and_json(client: FlaskClient) -> None:
    told = client.get("/queries.json?lang=en").get_json()
    rows = list(csv.DictReader(io.StringIO(client.get("/queries.csv?lang=en").text)))
    assert [each["name"] for each in told] == [each["name"] for each in rows]
    assert {each["title"] for each in told} == {each["title"] for each in rows}
    (asked,) = (each for each in told if each["name"] == "partners-on-a-day")
    assert "day" in asked["parameters"]
    assert client.get(asked["answer"]).status_code == 200
