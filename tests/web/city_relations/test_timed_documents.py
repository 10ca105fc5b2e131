"""Pages of a city, a network and a tie at the time in ``?on=``: their sentence, their address, what cannot be meant."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient

ANSWERS = [
    ("city/be-gent", "1990", "en", "In 1990 Ghent had seven sister cities: Kanazawa, Melle, Mohammedia, Nottingham, "),
    ("city/be-gent", "1990-06-01", "nl", "Op 1 juni 1990 had Gent zeven zustersteden: Kanazawa, Melle, Mohammedia, "),
    ("city/jp-kanazawa", "1960", "en", "No source confirms a tie of Kanazawa in 1960."),
    (
        "partnership/be-gent--de-melle",
        "1990",
        "en",
        "Was it a tie of Ghent in 1990? Yes: this tie was in force in 1990.",
    ),
    ("partnership/be-gent--cn-taizhou", "1990", "de", "Möglicherweise: Keine Quelle schließt aus, dass diese Partner"),
    (
        "partnership/be-gent--fr-saint-raphael",
        "2018",
        "en",
        "Yes: this tie was in force in 2018. The tie formally ended",
    ),
    (
        "partnership/be-gent--jp-kanazawa",
        "2021",
        "en",
        "Yes: this tie was in force in 2021. Ghent decided to keep this tie.",
    ),
    ("partnership/be-gent--jp-kanazawa", "1960", "en", "No: this tie had not begun by 31 December 1960."),
    ("partnership/be-gent--fr-saint-raphael", "2019-06", "en", "No: this tie ended in 2018."),
    ("network/covenant-of-mayors", "2008", "en", "In 2008 Ghent was not yet a member of Covenant of Mayors."),
    ("network/covenant-of-mayors", "2009-02-10", "nl", "Op 10 februari 2009 was Gent lid van Burgemeestersconvenant."),
    ("network/eurocities", "2017", "en", "Offices that it held then: president."),
    ("network/eurocities", "1990", "fr", "On ne sait pas si Gand était membre du réseau Eurocities en 1990."),
]
DROPPED = (
    "Yes: this tie was in force in 2021. Ghent dropped this tie, by a decision known since 20 January 2021. The tie "
    "formally ended after that, between 21 January 2021 and 31 December 2021."
)


def words(client: FlaskClient, path: str, **arguments: str) -> str:
    """The text of a page."""
    page = client.get(f"/doc/{path}.html", query_string=arguments).text.partition("<main")[2].partition("</main>")[0]
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


@pytest.mark.parametrize(("path", "time", "language", "sentence"), ANSWERS)
def test_a_page_answers_for_a_day_or_some_time_of_a_year(
    client: FlaskClient, path: str, time: str, language: str, sentence: str
) -> None:
    assert sentence in words(client, path, on=time, lang=language)


def test_a_tie_that_was_dropped_in_a_year_says_so_and_when_it_formally_ended(client: FlaskClient) -> None:
    assert DROPPED in words(client, "partnership/be-gent--de-wiesbaden", on="2021", lang="en")


def test_the_reason_stands_with_the_answer_once_a_tie_is_dropped(client: FlaskClient) -> None:
    wiesbaden = "partnership/be-gent--de-wiesbaden"
    assert "Reason little activity , strategic reorientation Who says so" in words(client, wiesbaden, lang="en")
    assert "Reason little activity" not in words(client, wiesbaden, on="1990", lang="en")


def test_the_address_of_another_time_is_the_canonical_one_and_leads_back_to_today(client: FlaskClient) -> None:
    page = client.get("/doc/city/be-gent.html?on=1990&lang=en").text
    assert '<link rel="canonical" href="http://localhost/doc/city/be-gent.html?on=1990&amp;lang=en">' in page
    assert "<title>Ghent (in 1990) – " in page
    assert '<a href="/doc/city/be-gent.html?lang=en">To today</a>' in page
    assert "/pictures/map.svg?city=https%3A%2F%2Fw3id.org%2Fcity-ties%2Fid%2Fcity%2Fbe-gent&amp;on=1990" in page
    assert client.get("/id/city/be-gent?on=1990").headers["Location"].endswith("/doc/city/be-gent.html?on=1990")


def test_a_page_of_today_asks_for_another_time_with_forms_that_need_no_script(client: FlaskClient) -> None:
    for path in ("city/be-gent", "network/eurocities", "partnership/be-gent--jp-kanazawa"):
        page = client.get(f"/doc/{path}.html?lang=en").text
        assert f'<form class="year" action="/doc/{path}.html" method="get">' in page
        assert f'<form class="day" action="/doc/{path}.html" method="get">' in page
        assert "To today" not in page


def test_memberships_of_a_time_are_those_that_may_be_of_then_and_offices_that_were_held(client: FlaskClient) -> None:
    then = words(client, "network/eurocities", on="2017", lang="en").partition("Certain or possible")[2]
    then = then.partition("At another time")[0]
    assert "Ghent president from 2016 until 2018 certain" in then
    assert "vice-president" not in then


def test_what_is_no_time_is_a_problem_and_a_page_without_time_takes_none(client: FlaskClient) -> None:
    problem = client.get("/doc/city/be-gent.html?on=someday&lang=en", headers={"Accept": "text/html"})
    assert problem.status_code == 400
    assert "someday is not a year, a month or a day." in problem.text
    assert client.get("/doc/source/avs.html?on=someday").status_code == 200
