"""One parameter ``on``: a year, a month or a day, in lists and pictures; and addresses that are worth sharing."""

from __future__ import annotations

import html
import re
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode

from kg.city_relations import claims
from kg.city_relations.status_on_day import Strength, strength
from kg.resources import time_span
from kg.resources.language_view import Reader

PAGES = {"Accept": "text/html"}


def listed(client: FlaskClient, on: str) -> set[str]:
    answer = client.get("/partnerships.json", query_string={"on": on, "lang": "en"}).get_json()
    return {row["partnership"] for row in answer["rows"]}


def test_a_year_means_at_some_time_in_it(client: FlaskClient) -> None:
    days = [listed(client, day) for day in ("1971-01-01", "1971-12-31")]
    assert listed(client, "1971") == days[0] | days[1]
    assert days[0] < days[1]
    text = client.get("/partnerships?on=1971&lang=en").text
    assert "Partnerships in 1971" in text
    assert "Listed: 3 ties that were in force, and 1 of which that is not known." in text


def test_a_month_is_taken_in_words_of_the_reader(client: FlaskClient) -> None:
    assert "Banden in augustus 1982" in client.get("/partnerships?on=1982-08&lang=nl").text


@pytest.mark.parametrize("on", ["1971", "2009", "2016-10", "2021-11-08"])
def test_the_members_of_a_network_on_a_day_are_counted_by_the_rule(
    client: FlaskClient, reader: Reader, on: str
) -> None:
    span = time_span.read(on)
    members: dict[str, dict[NamedNode, set[Strength]]] = {}
    for node in reader.instances("ct:Membership"):
        if held := strength(claims.bounds(reader, node), span.first, until=span.last):
            for network in reader.nodes(node, "org:organization"):
                for member in reader.nodes(node, "org:member"):
                    members.setdefault(network.value, {}).setdefault(member, set()).add(held)
    rows = client.get("/networks.json", query_string={"on": on}).get_json()["rows"]
    assert {row["network"]: (row["members"], row["certain"]) for row in rows} == {
        network: (len(of), sum(Strength.CERTAIN in held for held in of.values())) for network, of in members.items()
    }


@pytest.mark.parametrize("path", ["/partnerships", "/networks", "/pictures/map.html", "/pictures/timeline.svg"])
@pytest.mark.parametrize("time", ["1990", "1990-06", "1990-06-01"])
def test_lists_and_pictures_take_a_year_a_month_and_a_day(client: FlaskClient, path: str, time: str) -> None:
    assert client.get(f"{path}?on={time}").status_code == 200


def test_a_picture_of_a_year_shows_what_was_in_force_at_some_time_in_it(client: FlaskClient) -> None:
    texts = {
        time: client.get(f"/pictures/map.csv?on={time}&lang=en").text for time in ("1971", "1971-12-31", "1971-01-01")
    }
    assert "Kanazawa" in texts["1971"]
    assert texts["1971"] == texts["1971-12-31"] != texts["1971-01-01"]
    dropped = client.get("/pictures/map.svg?on=2021&lang=en").text
    assert "Ties of Ghent in 2021" in dropped
    assert "1 ended; 6 in force; 5 possibly in force." in dropped
    assert "pictures/map?on=2021" in dropped
    assert "Networks of Ghent and its partners in 2009" in client.get("/pictures/networks.svg?on=2009&lang=en").text
    assert ">in 1990</text>" in client.get("/pictures/timeline.svg?on=1990&lang=en").text


@pytest.mark.parametrize("path", ["/partnerships", "/networks", "/pictures/map.html"])
@pytest.mark.parametrize(
    ("tag", "words"),
    [("nl", "1990-13 is geen jaar, maand of dag."), ("en", "1990-13 is not a year, a month or a day.")],
)
@pytest.mark.parametrize("time", ["1990-13"])
def test_a_time_that_is_none_is_refused_in_the_readers_language(
    client: FlaskClient, path: str, tag: str, words: str, time: str
) -> None:
    response = client.get(f"{path}?on={time}&lang={tag}", headers=PAGES)
    assert response.status_code == 400
    lead = re.findall('<p class="lead"([^>]*)>(.*?)</p>', response.text)
    assert [(attributes, html.unescape(text)) for attributes, text in lead] == [("", words)]


@pytest.mark.parametrize("time", ["199", "1990-6", "1990-02-30", "0000", "1990-00", "yesterday", "1990-06-01T00:00"])
def test_only_whole_years_months_and_days_are_times(client: FlaskClient, time: str) -> None:
    assert client.get(f"/partnerships?{urlencode({'on': time})}", headers=PAGES).status_code == 400


@pytest.mark.parametrize("path", ["/partnerships", "/networks", "/pictures/map.html", "/pictures/timeline.html"])
def test_a_slider_of_years_is_a_form_that_needs_no_script(client: FlaskClient, path: str) -> None:
    text = client.get(f"{path}?on=1990&lang=en").text
    form = re.findall(r'<form class="year" action="([^"]+)" method="get">(.*?)</form>', text, re.DOTALL)
    assert len(form) == 1
    action, fields = form[0]
    slider = dict(re.findall(r'(\w+)="([^"]*)"', re.findall('<input [^>]*type="range"[^>]*>', fields)[0]))
    assert (action, slider["name"], slider["value"]) == (path, "on", "1990")
    assert int(slider["min"]) < 1990 < int(slider["max"])
    steps = [html.unescape(step) for step in re.findall(r'<a rel="(?:prev|next)" href="([^"]+)"', fields)]
    assert [client.get(step).status_code for step in steps] == [200, 200]
    assert "on=1989" in steps[0]
    assert "on=1991" in steps[1]


def test_the_empty_fields_of_a_form_do_not_stay_in_the_address(client: FlaskClient) -> None:
    response = client.get("/partnerships?status=any&sure=&verdict=not-maintained&type=&country=&certainty=")
    assert response.status_code == 302
    assert response.headers["Location"] == "/partnerships?status=any&verdict=not-maintained"
    assert client.get("/cities?country=").headers["Location"] == "/cities"


@pytest.mark.parametrize(
    "address",
    [
        "/partnerships?verdict=not-maintained",
        "/partnerships?status=any&sure=&verdict=not-maintained&type=&country=&certainty=",
        "/partnerships?on=2015-06-01&sure=possible",
        "/partnerships?sure=certain",
        "/partnerships?on=1990-06-01&status=in-force",
        "/pictures/map.html?on=2019-06-01",
    ],
)
def test_addresses_that_people_have_shared_still_lead_to_what_they_meant(client: FlaskClient, address: str) -> None:
    response = client.get(address, headers=PAGES, follow_redirects=True)
    assert response.status_code == 200
    assert "<h1" in response.text
