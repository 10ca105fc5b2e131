"""What lists and pictures say of a day agrees with SPARQL on the data, the day before, on and after each date bound.

What a facet counts is what choosing it leaves, also while another of its values, or of another facet, is chosen.
"""

from __future__ import annotations

import csv
import html
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import product

import pytest
from flask import Flask
from flask.testing import FlaskClient

STATES = """
PREFIX ct: <https://w3id.org/city-ties/ns#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT DISTINCT ?partnership ?state WHERE {{
  BIND("{day}"^^xsd:date AS ?day)
  ?partnership a ct:Partnership ; ct:claim ?period .
  ?period ct:status <https://w3id.org/city-ties/id/concept/status/in-force> .
  FILTER NOT EXISTS {{ ?period ct:earliestStart ?bound FILTER(?bound > ?day) }}
  FILTER NOT EXISTS {{ ?period ct:latestEnd ?bound FILTER(?bound < ?day) }}
  BIND(EXISTS {{ ?period ct:latestStart ?bound FILTER(?bound <= ?day) }} AS ?begun)
  BIND(EXISTS {{ ?period ct:earliestEnd|ct:openAsOf ?bound FILTER(?bound >= ?day) }}
    || EXISTS {{ ?period ct:earliestStart ?day }} AS ?held)
  FILTER NOT EXISTS {{
    ?outcome ct:about ?partnership ; ct:latestStart ?bound ; ct:verdict ?verdict .
    FILTER(?verdict != <https://w3id.org/city-ties/id/concept/verdict/maintain> && ?bound <= ?day)
  }}
  BIND(EXISTS {{
    ?partnership ct:claim ?agreement .
    ?agreement a ct:Agreement ; ct:latestStart ?signed ; ct:earliestEnd ?bound
    FILTER(?signed <= ?day && ?bound > ?day)
  }} AS ?term)
  BIND(IF(?begun && ?held || ?term, "certain", "possible") AS ?state)
}}
"""
BOUNDS = """
PREFIX ct: <https://w3id.org/city-ties/ns#>
SELECT DISTINCT ?name ?bound WHERE {
  VALUES ?name { ct:earliestStart ct:latestStart ct:earliestEnd ct:latestEnd ct:openAsOf }
  {
    ?partnership a ct:Partnership ; ct:claim ?period .
    ?period ct:status <https://w3id.org/city-ties/id/concept/status/in-force> ; ?name ?bound .
  } UNION {
    ?partnership ct:claim ?agreement .
    ?agreement a ct:Agreement ; ct:earliestEnd ?term ; ?name ?bound .
  } UNION {
    ?outcome ct:verdict ?verdict ; ?name ?bound .
  }
}
"""
SURE = {"certainly": "certain", "possibly": "possible"}
_PARTNERSHIP = re.compile(r'<th scope="row"><a href="/id/partnership/([^"?]+)')
_FACET = re.compile(r'<select id="f-\w+" name="(\w+)">(.*?)</select>', re.DOTALL)
_OPTION = re.compile(r'<option value="([\w-]+)"[^>]*>[^<]*\(([\d,]+)\)</option>')


def rows(client: FlaskClient, text: str) -> list[dict[str, str]]:
    answer = client.get("/sparql", query_string={"query": text}, headers={"Accept": "text/csv"})
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.text)))


@pytest.fixture(scope="module")
def days(app: Flask) -> list[str]:
    found = rows(app.test_client(), BOUNDS)  # type: ignore[attr-defined]
    assert {each["name"].rpartition("#")[2] for each in found} == {
        "earliestStart", "latestStart", "earliestEnd", "latestEnd", "openAsOf",
    }  # fmt: skip
    bounds = {date.fromisoformat(each["bound"]) for each in found}
    return sorted({(bound + timedelta(days)).isoformat() for bound, days in product(bounds, (-1, 0, 1))})


def strongest(states: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The state of each partnership: certain where any of its periods is."""
    found: dict[str, str] = {}
    for partnership, state in states:
        assert state in ("certain", "possible")
        found[partnership] = min(state, found.get(partnership, state))
    return found


def by_query(client: FlaskClient, day: str) -> dict[str, str]:
    found = rows(client, STATES.format(day=day))
    return strongest((each["partnership"].rpartition("/")[2], each["state"]) for each in found)


def on_the_page(client: FlaskClient, day: str) -> tuple[set[str], dict[str, int]]:
    """The partnerships that are listed, and how many of them are certain and possible."""
    page = client.get("/partnerships", query_string={"on": day, "lang": "en"}, headers={"Accept": "text/html"})
    return set(_PARTNERSHIP.findall(page.text)), facet_counts(page.text).get("sure", {})


def in_the_list(client: FlaskClient, day: str) -> dict[str, str]:
    answer = client.get("/partnerships.json", query_string={"on": day, "status": "in-force"}).get_json()
    return strongest((row["partnership"].rpartition("/")[2], row["strength"]) for row in answer["rows"])


def in_the_table(client: FlaskClient, day: str) -> set[str]:
    text = client.get("/partnerships.csv", query_string={"on": day, "header": "names"}).text
    return {row["partnership"].rpartition("/")[2] for row in csv.DictReader(io.StringIO(text))}


def in_the_picture(client: FlaskClient, day: str) -> dict[str, str]:
    text = client.get("/pictures/map.csv", query_string={"on": day, "lang": "en"}).text
    found = csv.DictReader(io.StringIO(text))
    return strongest(
        (each["Tie IRI"].rpartition("/")[2], SURE[each["Formally in force"]])
        for each in found
        if each["Formally in force"] in SURE
    )


def test_a_list_tells_of_a_day_what_the_data_says_around_each_bound(client: FlaskClient, days: list[str]) -> None:
    assert len(days) > 40
    for day in days:
        expected = by_query(client, day)
        assert on_the_page(client, day) == (set(expected), dict(Counter(expected.values()))), day
        assert in_the_list(client, day) == expected, day
        assert in_the_table(client, day) == set(expected), day


def test_a_picture_tells_of_a_day_what_the_data_says_around_each_bound(client: FlaskClient, days: list[str]) -> None:
    told = 0
    for day in days:
        expected = by_query(client, day)
        found = in_the_picture(client, day)
        assert found == expected, day
        told += len(found)
    assert told > 100


def test_the_days_around_bounds_tell_the_bounds_apart(client: FlaskClient, days: list[str]) -> None:
    """Otherwise the tests before would pass with any bound that is off by a day."""
    states = {day: by_query(client, day) for day in days}
    assert len({frozenset(state.items()) for state in states.values()}) > 10


def facet_counts(page: str) -> dict[str, dict[str, int]]:
    """How many partnerships each value of each facet is said to leave."""
    return {
        name: {html.unescape(value): int(count) for value, count in _OPTION.findall(options)}
        for name, options in _FACET.findall(page)
    }


def facets(client: FlaskClient, **chosen: str) -> tuple[int, dict[str, dict[str, int]]]:
    """How many partnerships are listed, and for each facet how many each value is said to leave."""
    page = client.get("/partnerships", query_string={**chosen, "lang": "en"}, headers={"Accept": "text/html"})
    assert page.status_code == 200, chosen
    return len(_PARTNERSHIP.findall(page.text)), facet_counts(page.text)


def choices(client: FlaskClient, **chosen: str) -> Iterator[tuple[str, str, int]]:
    for name, values in facets(client, **chosen)[1].items():
        for value, count in values.items():
            yield name, value, count


@pytest.mark.parametrize("day", ["2015-06-01", "2019-06-01"])
def test_a_facet_counts_what_choosing_it_leaves_while_another_value_is_chosen(client: FlaskClient, day: str) -> None:
    compared = 0
    for name, value, count in choices(client, on=day):
        assert facets(client, on=day, **{name: value})[0] == count, (name, value)
        for other, wanted, left in choices(client, on=day, **{name: value}):
            assert facets(client, on=day, **{name: value, other: wanted})[0] == left, (name, value, other, wanted)
            compared += 1
    assert compared > 100
