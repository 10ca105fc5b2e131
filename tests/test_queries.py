"""The named queries, asked of the project's own data: the answers in ``tests/answers``, each read against the sources.

An answer file is named for its query, and for the day where that is not the query's default:
``partners-on-a-day@2015-06-01.srj``.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import (
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from kg import revision as revisions
from kg.named_queries import template
from kg.project import Project
from kg.query_engine import evaluation, guard
from kg.revision import Revision
from kg.settings.query import Limits

from .sampling import sample

ROOT = Path(__file__).resolve().parent.parent
ANSWERS = ROOT / "tests" / "answers"
NAMES = sorted(path.stem for path in (ROOT / "queries").glob("*.rq"))
SELECTS = sorted(path.stem for path in ANSWERS.glob("*.srj"))
ANSWERED = [case for case in SELECTS if '"value"' in (ANSWERS / f"{case}.srj").read_text(encoding="utf-8")]
"""Those that this data answers."""
GRAPHS = sorted(path.stem for path in ANSWERS.glob("*.ttl"))

Row = dict[str, str]
Solution = tuple[str, ...]


@pytest.fixture(scope="module")
def revision(project: Project) -> Revision:
    """Built on a fixed day, so that no answer changes with the calendar."""
    return revisions.current(project, date(2026, 11, 24))


@pytest.fixture(scope="module")
def merged(revision: Revision) -> rdflib.Graph:
    """What another engine gets to see: the merge of ontology, data and computed graph."""
    triples = dict.fromkeys(quad.triple for quad in revision.quads())
    return rdflib.Graph().parse(data="".join(f"{triple} .\n" for triple in triples), format="nt")


def text_of(project: Project, case: str, **given: str) -> str:
    """The text of a query, on the day that an answer's name gives."""
    name, _, day = case.partition("@")
    query = template.load(ROOT / "queries" / f"{name}.rq", project.base, project.prefixes)
    return template.bind(query, given | ({"day": day} if day else {}))


def ask(store: Store, text: str) -> evaluation.Results:
    return evaluation.evaluate(store, guard.check(text, Limits()))


def solutions(answer: object) -> list[Solution]:
    """The variables, then every solution in order; an unbound variable is an empty text."""
    assert isinstance(answer, QuerySolutions)
    names = [variable.value for variable in answer.variables]
    return [tuple(names), *(tuple(str(row[name] or "") for name in names) for row in answer)]


def rows(revision: Revision, case: str, **given: str) -> list[Row]:
    """The values of each solution, those of the bound variables only."""
    answer = ask(revision.store, text_of(revision.project, case, **given))
    assert isinstance(answer, QuerySolutions)
    names = [variable.value for variable in answer.variables]
    return [{name: value_of(row[name]) for name in names if row[name] is not None} for row in answer]


def value_of(term: object) -> str:
    assert isinstance(term, NamedNode | Literal)
    return term.value


def names(revision: Revision, case: str, **given: str) -> list[str]:
    return [row["name"] for row in rows(revision, case, **given)]


def reviewed(case: str) -> list[Solution]:
    return solutions(parse_query_results(path=ANSWERS / f"{case}.srj", format=QueryResultsFormat.JSON))


def graph_of(case: str) -> set[str]:
    return {str(quad.triple) for quad in parse(path=ANSWERS / f"{case}.ttl", format=RdfFormat.TURTLE)}


@pytest.mark.parametrize("case", SELECTS)
def test_the_answer_is_the_reviewed_one_in_the_same_order(revision: Revision, case: str) -> None:
    assert solutions(ask(revision.store, text_of(revision.project, case))) == reviewed(case)


@pytest.mark.parametrize("case", GRAPHS)
def test_the_constructed_graph_is_the_reviewed_one(revision: Revision, case: str) -> None:
    answer = ask(revision.store, text_of(revision.project, case))
    assert isinstance(answer, QueryTriples)
    assert {str(triple) for triple in answer} == graph_of(case)


@pytest.mark.parametrize("case", sample(ANSWERED, 12))
def test_rdflib_gives_the_same_answer_to_the_unchanged_query(project: Project, merged: rdflib.Graph, case: str) -> None:
    answer = merged.query(text_of(project, case)).serialize(format="json")
    assert answer is not None
    assert solutions(parse_query_results(answer, format=QueryResultsFormat.JSON)) == reviewed(case)


@pytest.mark.parametrize("case", GRAPHS)
def test_rdflib_constructs_the_same_graph(project: Project, merged: rdflib.Graph, case: str) -> None:
    answer = merged.query(text_of(project, case)).serialize(format="nt")
    assert answer is not None
    # rdflib writes the same moment in another way.
    constructed = {str(quad.triple) for quad in parse(answer.replace(b"+00:00", b"Z"), format=RdfFormat.N_TRIPLES)}
    assert constructed == graph_of(case)


def test_ghent_ever_had_twelve_partnerships_seven_with_sister_and_five_with_partner_cities(revision: Revision) -> None:
    assert len(rows(revision, "sister-cities")) == 7
    assert len(rows(revision, "partner-cities")) == 5
    groups = rows(revision, "relations-by-country-type-verdict")
    assert [row["partnerships"] for row in groups if row["grouping"] == "all"] == ["12"]


def test_exactly_one_partnership_is_kept(revision: Revision) -> None:
    assert [(row["name"], row["certainty"]) for row in rows(revision, "kept-partnership")] == [("Kanazawa", "stated")]


def test_eleven_partnerships_were_possibly_in_force_on_2019_06_01_and_six_of_them_certainly(revision: Revision) -> None:
    answer = rows(revision, "partners-on-a-day")
    assert Counter(row["type"] for row in answer) == {"sister city": 6, "partner city": 5}
    assert "Saint-Raphaël" not in {row["name"] for row in answer}
    assert {row["type"] for row in answer if row["strength"] == "certain"} == {"sister city"}
    assert sum(row["strength"] == "certain" for row in answer) == 6


def test_before_2018_saint_raphael_was_in_force_too(revision: Revision) -> None:
    assert Counter(row["type"] for row in rows(revision, "partners-on-a-day@2015-06-01")) == {
        "sister city": 7,
        "partner city": 5,
    }


def test_in_2026_only_the_kept_one_is_left_possibly_and_its_row_says_which_passages_carry_that(
    revision: Revision,
) -> None:
    answer = rows(revision, "partners-on-a-day@2026-11-24")
    assert [(row["name"], row["strength"], row["verdictCertainty"]) for row in answer] == [
        ("Kanazawa", "possible", "stated")
    ]
    assert all("“" in row["evidence"] and "“" in row["verdictEvidence"] for row in answer)


def test_an_unknown_bound_of_a_start_is_shown_as_open_and_two_as_nothing(revision: Revision) -> None:
    start = [row.get("start") for row in rows(revision, "partners-on-a-day") if row["name"] in ("Liège", "Taizhou")]
    assert start == ["2008-01-01/..", None]


@pytest.mark.parametrize(
    ("geonames", "name", "still", "certainty"),
    [
        (1860243, "Kanazawa", "true", "stated"),
        (2809346, "Wiesbaden", "false", "stated"),
        (2977246, "Saint-Raphaël", "false", "stated"),
        (732770, "Burgas", "false", "stated"),
    ],
)
def test_a_city_learns_whether_it_is_still_a_partner(
    revision: Revision, geonames: int, name: str, still: str, certainty: str
) -> None:
    answer = rows(revision, "is-still-a-partner", identifier=f"https://sws.geonames.org/{geonames}/")
    assert {(row["name"], row["isStillAPartner"], row["certainty"]) for row in answer} == {(name, still, certainty)}


def test_either_taizhou_learns_that_its_identity_is_uncertain(revision: Revision) -> None:
    for candidate in (1793505, 8400694):
        answer = rows(revision, "is-still-a-partner", identifier=f"https://sws.geonames.org/{candidate}/")
        assert {row["identityIsCertain"] for row in answer} == {"false"}


def test_before_the_end_of_2017_saint_raphael_was_in_force_and_called_dormant(revision: Revision) -> None:
    answer = [r for r in rows(revision, "status-and-activity@2017-12-31") if r["name"] == "Saint-Raphaël"]
    assert [(row["status"], row["activity"]) for row in answer] == [("in force", "dormant")]


@pytest.mark.parametrize(("day", "signed"), [("2021-06-01", "2016-10-20"), ("2026-01-01", "2021-11-10")])
def test_an_agreement_whose_last_days_all_lie_in_the_next_twelve_months_certainly_ends_in_them(
    revision: Revision, day: str, signed: str
) -> None:
    answer = rows(revision, f"agreements-ending-soon@{day}")
    assert [(row["signed"], row["strength"]) for row in answer] == [(signed, "certain")]


@pytest.mark.parametrize("day", ["1972-02-29", "2021-01-20", "2024-02-29"])
def test_days_and_years_are_those_of_the_calendar(revision: Revision, day: str) -> None:
    measured = [row for row in rows(revision, f"duration-of-relations@{day}") if "days" in row]
    assert measured
    for row in measured:
        start, end = date.fromisoformat(row["from"]), date.fromisoformat(row["to"])
        years = end.year - start.year - ((end.month, end.day) < (start.month, start.day))
        assert (int(row["days"]), int(row["years"])) == ((end - start).days, years)


def test_a_claim_was_known_by_a_day_became_known_since_or_nobody_can_tell(revision: Revision) -> None:
    def known(day: str) -> dict[str, str | None]:
        answer = rows(revision, "known-by-then", knownBy=day)
        return {row["claim"].rpartition("/")[2]: row.get("knownThen") for row in answer}

    recognised = "be-gent--cn-weihai#recognition-weihai"  # whose one source is of 9 July 2014
    assert [known(day)[recognised] for day in ("2014-07-08", "2014-07-09")] == ["false", "true"]
    agreed = "be-gent--bg-burgas#agreement-2009"  # a source of 17 June 2009, and two without a day
    assert [known(day)[agreed] for day in ("2009-06-16", "2009-06-17")] == [None, "true"]


def test_a_source_with_two_days_of_publication_counts_once_by_the_first(root: Path) -> None:
    text = (root / "data" / "ghent.ttl").read_text("utf-8")
    day = 'dct:issued "2014-07-09"^^xsd:date ;'
    assert day in text
    store = Store()
    store.load(text.replace(day, f'{day} dct:issued "2016-01-01"^^xsd:date ;').encode(), RdfFormat.TURTLE)
    store.load(path=root / "ontology" / "city-ties.ttl")
    query = (root / "queries" / "known-by-then.rq").read_text("utf-8")
    for known_by, then, since in (("2014-07-08", "0", "1"), ("2014-07-09", "1", "0")):
        answer = ask(store, query.replace("2021-02-01", known_by))
        assert isinstance(answer, QuerySolutions)
        (row,) = [row for row in answer if value_of(row["claim"]).endswith("be-gent--cn-weihai#recognition-weihai")]
        counts = [value_of(row[name]) for name in ("firstDay", "sourcesThen", "sourcesSince", "sourcesUndated")]
        assert counts == ["2014-07-09", then, since, "0"]


def centroids(revision: Revision) -> Iterator[tuple[str, float, float]]:
    """Each city that has one, with its longitude and latitude in radians."""
    query = "PREFIX geo: <http://www.opengis.net/ont/geosparql#> SELECT * { ?city geo:hasCentroid/geo:asWKT ?point }"
    answer = ask(revision.store, query)
    assert isinstance(answer, QuerySolutions)
    for row in answer:
        longitude, latitude = value_of(row["point"]).removeprefix("POINT(").removesuffix(")").split()
        yield value_of(row["city"]), math.radians(float(longitude)), math.radians(float(latitude))


def test_distances_are_those_of_the_haversine_formula(revision: Revision) -> None:
    places = {city: (longitude, latitude) for city, longitude, latitude in centroids(revision)}
    east, north = places[f"{revision.project.base}id/city/be-gent"]
    answer = [row for row in rows(revision, "distance") if "kilometres" in row]
    assert len(answer) == 11
    for row in answer:
        longitude, latitude = places[row["partner"]]
        flat = math.cos(north) * math.cos(latitude) * math.sin((longitude - east) / 2) ** 2
        exact = 2 * 6371.0088 * math.asin(math.sqrt(math.sin((latitude - north) / 2) ** 2 + flat))
        assert abs(int(row["kilometres"]) - exact) <= 0.51


def test_another_city_asks_the_same_questions(revision: Revision) -> None:
    assert names(revision, "sister-cities", city="id/city/ee-tallinn") == ["Ghent"]
    assert names(revision, "distance", city="id/city/be-liege", radius="100") == ["Ghent"]


def test_names_come_in_the_language_asked_for_and_otherwise_in_english(revision: Revision) -> None:
    assert "Luik" in names(revision, "partner-cities", language="nl")
    in_japanese = rows(revision, "kept-partnership", language="ja")
    assert [(row["name"], row["type"]) for row in in_japanese] == [("金沢市", "sister city")]


def test_without_a_decision_there_is_no_verdict_and_no_label_of_something_else(revision: Revision) -> None:
    """An OPTIONAL whose subject is unbound would otherwise find every label there is."""
    store = Store()
    store.extend(q for q in revision.quads() if not q.predicate.value.endswith(("#verdict", "#outcome")))
    for case, count in (("partners-on-a-day", 11), ("partners-in-a-region", 4), ("distance", 12)):
        answer = ask(store, text_of(revision.project, case))
        assert isinstance(answer, QuerySolutions)
        assert [row["verdict"] for row in answer] == [None] * count


def test_the_statements_of_each_graph_are_those_of_the_revision_with_the_licence_of_the_catalogue(
    revision: Revision,
) -> None:
    answer = rows(revision, "graphs-and-licences")
    sizes = {graph.value: size for graph, size in revision.sizes().items()}
    assert {row["graph"]: int(row["statements"]) for row in answer} == sizes
    assert {row["licence"] for row in answer} == {"https://creativecommons.org/licenses/by/4.0/"}
    assert len({row["modified"] for row in answer}) == 1


def test_a_city_is_told_by_its_name_too(revision: Revision) -> None:
    answer = rows(revision, "is-still-a-partner", identifier="id/city/de-wiesbaden")
    by_identifier = rows(revision, "is-still-a-partner", identifier="https://sws.geonames.org/2809346/")
    assert answer == by_identifier


def test_from_the_day_of_the_decision_the_status_of_what_it_drops_is_unknown(revision: Revision) -> None:
    def statuses(day: str) -> dict[str, str]:
        return {row["name"]: row["status"] for row in rows(revision, f"status-and-activity@{day}")}

    assert (statuses("2021-01-19")["Nottingham"], statuses("2021-01-20")["Nottingham"]) == ("in force", "unknown")
    assert statuses("2026-11-24")["Kanazawa"] == "in force"
    assert statuses("2026-11-24")["Wiesbaden"] == "ended"


def test_the_times_of_wikidata_s_statements_carry_their_precision() -> None:
    lines = (line.split() for line in graph_of("wikidata-statements") if "timePrecision" in line)
    assert {node.rpartition("/")[2].rstrip(">"): precision.split('"')[1] for node, _, precision in lines} == {
        "be-gent--de-wiesbaden#in-force-p580": "11",
        "be-gent--de-wiesbaden#in-force-p582": "9",
        "be-gent--ee-tallinn#in-force-p580": "10",
        "be-gent--gb-nottingham#in-force-p580": "9",
    }
