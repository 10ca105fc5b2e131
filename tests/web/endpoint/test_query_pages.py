from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kg.rdf.formats import GRAPH_FORMATS

QUERIES = sorted(path.stem for path in (Path(__file__).parents[3] / "queries").glob("*.rq"))


@pytest.mark.parametrize("name", QUERIES)
def test_every_question_answers_with_a_page_and_with_data(
    client: FlaskClient, browser: dict[str, str], name: str
) -> None:
    page = client.get(f"/queries/{name}", headers=browser)
    assert page.status_code == 200
    assert 'role="alert"' not in page.text
    assert client.get(f"/queries/{name}").status_code == 200


def test_the_list_names_every_question_that_the_data_answers_in_groups(
    client: FlaskClient, browser: dict[str, str]
) -> None:
    page = client.get("/queries/", headers=browser).text
    listed = set(re.findall(r'href="/queries/([\w-]+)"', page))
    assert set(QUERIES) - listed == {
        "close-together",
        "multi-party-pairs",
        "partners-of-partners",
        "same-name",
        "wikidata-comparison",
    }
    assert re.findall(r'<h2 id="group-\d+">(.*?)</h2>', page)[:2] == ["The ties", "The decision"]
    assert page.index("/queries/sister-cities") < page.index("/queries/kept-partnership")


@pytest.mark.parametrize("city", ["ee-tallinn", "Tallinn", "https://w3id.org/city-ties/id/city/ee-tallinn"])
def test_a_city_is_named_by_key_name_or_iri_and_the_heading_and_the_menu_show_it(
    client: FlaskClient, browser: dict[str, str], city: str
) -> None:
    page = client.get("/queries/sister-cities", query_string={"city": city}, headers=browser).text
    assert re.search(r"<h1>.*sister cities of Tallinn\?</h1>", page)
    assert '<option value="ee-tallinn" selected>Tallinn</option>' in page
    assert "/queries/sister-cities?city=ee-tallinn&amp;" in page


def test_a_city_that_is_not_there_is_400_with_the_one_that_was_probably_meant(
    client: FlaskClient, browser: dict[str, str]
) -> None:
    for headers in (browser, {}):
        answer = client.get("/queries/sister-cities?city=gb-nottinghm", headers=headers)
        assert answer.status_code == 400
        assert "Did you mean Nottingham (gb-nottingham)?" in answer.text


def test_a_year_means_at_some_time_in_it_and_the_page_says_so(client: FlaskClient, browser: dict[str, str]) -> None:
    page = client.get("/queries/partners-on-a-day?day=1971&lang=en", headers=browser).text
    assert "1971: at some time from 1 January 1971 to 31 December 1971." in page
    assert 'name="until"' not in page
    year, first, last = (
        {
            row["name"]["value"]
            for row in client.get(f"/queries/partners-on-a-day.srj?day={day}").json["results"]["bindings"]
        }
        for day in ("1971", "1971-01-01", "1971-12-31")
    )
    assert year == first | last
    assert first < last
    listed = client.get("/partnerships.json?on=1971&city=be-gent").get_json()["rows"]
    assert len({row["partnership"] for row in listed}) == len(year)


def test_a_year_stands_for_its_last_day_where_a_question_is_about_one_and_the_page_says_so(
    client: FlaskClient, browser: dict[str, str]
) -> None:
    page = client.get("/queries/status-and-activity?day=1990&lang=en", headers=browser).text
    assert "1990 stands for its last day, 31 December 1990." in page
    year, day = (client.get(f"/queries/status-and-activity.csv?day={given}").data for given in ("1990", "1990-12-31"))
    assert year == day


@pytest.mark.parametrize("question", ["shared-networks", "network-pairs"])
def test_networks_are_shared_in_a_year_by_those_who_were_in_them_at_one_time(
    client: FlaskClient, question: str
) -> None:
    """Kanazawa and Nottingham joined in 2009 and 2015: on no day of 2009 was Nottingham in the network."""
    answers = [client.get(f"/queries/{question}.csv?day={day}").text for day in ("2009", "2009-12-31")]
    assert answers[0] == answers[1]


@pytest.mark.parametrize(("language", "title"), [("nl", "Land"), ("en", "Country"), ("fr", "Pays"), ("de", "Land")])
def test_columns_have_titles_for_people_and_variables_for_programs(
    client: FlaskClient, browser: dict[str, str], language: str, title: str
) -> None:
    page = client.get(f"/queries/sister-cities?lang={language}", headers=browser).text
    assert f'<th scope="col">{title}</th>' in page
    assert client.get("/queries/sister-cities.csv").text.splitlines()[0] == "name,country,partner,partnership"


def test_fixed_words_and_booleans_are_translated_for_people_and_stay_for_programs(
    client: FlaskClient, browser: dict[str, str]
) -> None:
    for tag, words in {"nl": ("zeker", "mogelijk"), "fr": ("certain", "possible"), "de": ("sicher", "möglich")}.items():
        page = client.get(f"/queries/partners-on-a-day?day=2019-06-01&lang={tag}", headers=browser).text
        assert all(f'<td class="short">{word}</td>' in page for word in words)
        assert {"nl": "11 rijen", "fr": "11 lignes", "de": "11 Zeilen"}[tag] in page
    assert ",certain," in client.get("/queries/partners-on-a-day.csv?day=2019-06-01").text
    page = client.get("/queries/unknown-start-or-end?lang=nl", headers=browser).text
    assert '<td class="short">Ja</td>' in page
    assert "<td>true" not in page
    assert ",true" in client.get("/queries/unknown-start-or-end.csv").text


def test_the_answer_comes_first_and_how_to_read_it_after_it(client: FlaskClient, browser: dict[str, str]) -> None:
    page = client.get("/queries/partners-on-a-day", headers=browser).text
    places = [
        page.index(words) for words in ("</h1>", "<table", "How to read this answer", "A row for each partnership.")
    ]
    assert places == sorted(places)


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
    listed = client.get("/queries.json?lang=en").get_json()
    rows = list(csv.DictReader(io.StringIO(client.get("/queries.csv?lang=en").text)))
    assert [question["name"] for question in listed] == [row["name"] for row in rows]
    assert {question["title"] for question in listed} == {row["title"] for row in rows}
    (question,) = (question for question in listed if question["name"] == "partners-on-a-day")
    assert "day" in question["parameters"]
    assert client.get(question["answer"]).status_code == 200
    for form in GRAPH_FORMATS:
        assert client.get(f"/queries.{form.extension}").mimetype == form.media_type
