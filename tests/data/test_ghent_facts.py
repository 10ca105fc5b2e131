"""Each verified row of the table of facts stands in the graph, with its date and its own source; no other row does."""

from __future__ import annotations

import calendar
import csv
import datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from rdflib import DCTERMS, RDFS, Graph, Namespace, URIRef

from ..presence import present

BASE = "https://w3id.org/city-ties/"
CT = Namespace(BASE + "ns#")
SCHEMA = Namespace("http://schema.org/")


class Place(NamedTuple):
    """Where a row stands: the node, and the properties that hold the first and the last day of its date."""

    node: str
    first: tuple[str, ...] = ()
    last: tuple[str, ...] = ()


def start(node: str) -> Place:
    return Place(node, ("earliestStart",), ("latestStart",))


def exists(node: str) -> Place:
    return Place(node)


def tie(key: str) -> str:
    return f"partnership/be-gent--{key}"


SAINT_RAPHAEL, WIESBADEN, KANAZAWA, MELLE = (
    tie(key) for key in ("fr-saint-raphael", "de-wiesbaden", "jp-kanazawa", "de-melle")
)
TALLINN, DECISION, GHENT = tie("ee-tallinn"), "decision/gent-reorientation", "city/be-gent"

STANDS = {
    ("Saint-Raphaël", "twinning since"): start(f"{SAINT_RAPHAEL}#in-force"),
    ("Wiesbaden", "twinning proclaimed in Ghent"): start(f"{WIESBADEN}#in-force"),
    ("Wiesbaden", "counter-proclamation in Wiesbaden"): start(f"{WIESBADEN}#agreement-1970"),
    ("Wiesbaden", "reaffirmed by charter"): start(f"{WIESBADEN}#agreement-1994"),
    ("Kanazawa", "sister-city agreement"): start(f"{KANAZAWA}#agreement-1971"),
    ("Kanazawa", "declaration of intent"): start(f"{KANAZAWA}#agreement-2012"),
    ("Kanazawa", "memorandum of cooperation (5 years)"): start(f"{KANAZAWA}#agreement-2016"),
    ("Kanazawa", "renewed agreement 2021-2026"): start(f"{KANAZAWA}#agreement-2021"),
    ("Melle (DE)", "twinning with Ghent since"): start(f"{MELLE}#in-force"),
    ("Melle (DE)", "twinning with Sint-Denijs-Westrem since"): start(f"{MELLE}#agreement-1969"),
    ("Tallinn", "friendship treaty"): start(f"{TALLINN}#agreement-1982"),
    ("Tallinn", "memorandum of understanding"): start(f"{TALLINN}#agreement-2010"),
    (
        "Tallinn",
        "activity: very intense early, subsided after independence, intensified after 2000",
    ): exists(f"{TALLINN}#activity-tallinn-after-independence"),
    ("Nottingham", "twinning since"): start(f"{tie('gb-nottingham')}#in-force"),
    ("Mohammedia", "twinning since"): start(f"{tie('ma-mohammedia')}#in-force"),
    ("Burgas", "letter of friendly cooperation"): start(f"{tie('bg-burgas')}#agreement-2009"),
    ("Gdańsk", "Memorandum of Understanding"): start(f"{tie('pl-gdansk')}#agreement-2009"),
    ("Gdańsk", "official partner-city list of 2013 does not name Ghent"): exists(f"{tie('pl-gdansk')}#in-force"),
    ("Weihai", "friendly-city agreement"): start(f"{tie('cn-weihai')}#agreement-2013"),
    ("Saint-Raphaël", "own list of twins omits Ghent"): exists(f"{SAINT_RAPHAEL}#ended"),
    ("decision", "taken no later than"): Place(f"{DECISION}#kanazawa", last=("latestStart",)),
    ("decision", "Wiesbaden informed by telephone"): Place(f"{WIESBADEN}#in-force", first=("earliestEnd",)),
    ("decision", "decided by: city government (stadsbestuur)"): exists(f"{DECISION}#attribution-city-government"),
    ("decision", "decided by: city council (Gemeinderat)"): exists(f"{DECISION}#attribution-city-council"),
    ("decision", '"six of seven sister cities" ended'): exists(f"{SAINT_RAPHAEL}#termination-2018"),
    ("Saint-Raphaël", "ended in 2018 at request of Saint-Raphaël itself"): Place(
        f"{SAINT_RAPHAEL}#termination-2018", ("earliestEnd",), ("latestEnd",)
    ),
    ("Wiesbaden", "activity per its mayor: very intensively lived"): exists(f"{WIESBADEN}#activity-mayor"),
    ("policy note", "International cooperation 2020-2025 approved by the council (2020_GRMW_01125)"): Place(
        "source/gent-policy-note", last=("dateAccepted",)
    ),
    ("policy note", "section 4.8 Bilateral partnerships with cities"): exists(DECISION),
    ("Ghent", "Eurocities executive committee member"): Place(
        f"{GHENT}#eurocities-executive-2021", ("earliestEnd",), ("latestStart",)
    ),
    ("Ghent", "Eurocities president (Termont)"): Place(
        f"{GHENT}#eurocities-president-2016", ("earliestStart",), ("latestEnd",)
    ),
    ("Eurocities", "founded by Barcelona, Birmingham, Frankfurt, Lyon, Milan, Rotterdam"): start(
        "network/eurocities#in-force"
    ),
    ("Ghent", "Covenant of Mayors adhesion"): start(f"{GHENT}#member-covenant-of-mayors"),
    ("Tallinn", "Covenant of Mayors adhesion"): start("city/ee-tallinn#member-covenant-of-mayors"),
    ("Burgas", "Covenant of Mayors adhesion"): start("city/bg-burgas#member-covenant-of-mayors"),
    ("Nottingham", "Covenant of Mayors adhesion"): start("city/gb-nottingham#member-covenant-of-mayors"),
    ("Liège", "Covenant of Mayors adhesion"): start("city/be-liege#member-covenant-of-mayors"),
    ("Ghent", "UNESCO Creative City of Music"): start(f"{GHENT}#member-unesco-creative-cities"),
    ("Ghent", "ICLEI, EUniverCities, Urbiscoop, Climate Alliance"): exists(f"{GHENT}#member-iclei"),
    (
        "Ghent",
        "AVIAMA, BGTS, Civitas, Climate Alliance, Covenant of Mayors, Divosa, Eurocities, EAN, Euhofa, ECM, ECCAR, ...",
    ): exists(f"{GHENT}#member-eccar"),
    ("Ghent", "NIS/REFNIS code 44021"): exists(GHENT),
    (
        "Ghent",
        "LBLOD bestuurseenheid 353234a365664e581db5c2f7cc07add2534b47b8e1ab87c821fc6e6365e6bef5",
    ): exists(GHENT),
    ("Ghent", "English Wikipedia still lists 6 twins (Feb 2026), no partner city"): exists(f"{DECISION}#sister-cities"),
}

# The row has the month that one page gives; the claim has the day that other pages give.
MORE_PRECISE = {("Wiesbaden", "reaffirmed by charter"): "1994-09-04"}

LEFT_OUT = {
    ("Mons", "accords signed"): "another relation of Ghent",
    ("Mangaung", "MoU partner in an older list"): "another relation of Ghent",
    ("San Sebastián", "proposed twinning, June 2019"): "a proposal outside the twelve",
    ("Saint-Raphaël", "new twinning with Woluwe-Saint-Pierre"): "a relation without Ghent",
    ("ring twinning", "Cologne, Turin, Lille, Liège, Rotterdam, Esch-sur-Alzette"): "a relation without Ghent",
    ("decision", "mayor: Mathias De Clercq"): "a person",
    ("Melle (BE)", "Covenant of Mayors adhesion"): "the homonym, which is no party",
    (
        "Liège",
        "28 jumelages/partenariats in 2015; jumelage = broad, partenariat = one or two themes",
    ): "the meaning of two words, which belongs to the concept scheme",
}

SOURCES = {
    "JRC GCoM-MyCovenant 5th release (gcom_mycovenant_signatories_2024.csv)": "jrc-mycovenant",
    "A window on the world (policy note)": "gent-policy-note",
    "LBLOD data on Ghent bestuursorganen": "lblod-gent",
    "twin_pairs_wikipedia_2026.csv (Hekman/twincities)": "wikipedia-twin-towns",
}


@pytest.fixture(scope="module")
def ghent(root: Path) -> Graph:
    return Graph().parse(root / "data" / "ghent.ttl")


@pytest.fixture(scope="module")
def rows(shared: Path) -> list[dict[str, str]]:
    with (shared / "domain" / "ghent-facts.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def days(date: str) -> tuple[datetime.date, datetime.date]:
    """The first and the last day of a year, a month, a day, or a span of years with a slash."""
    first, last = (part.split("-") for part in (date.split("/")[0], date.split("/")[-1]))
    year, month = int(last[0]), int(last[1]) if len(last) > 1 else 12
    day = int(last[2]) if len(last) > 2 else calendar.monthrange(year, month)[1]
    begin = [int(part) for part in first] + [1] * (3 - len(first))
    return datetime.date(*begin), datetime.date(year, month, day)


def values(ghent: Graph, node: URIRef, name: str) -> set[object]:
    namespace = DCTERMS if name == "dateAccepted" else CT
    return {value.toPython() for value in ghent.objects(node, namespace[name])}


def test_every_row_has_a_place_or_a_reason_and_only_verified_rows_have_a_place(rows: list[dict[str, str]]) -> None:
    for row in rows:
        key = (row["subject"], row["fact"])
        if row["status"] == "verified":
            assert (key in STANDS) != (key in LEFT_OUT), key
        else:
            assert key not in STANDS, key
    known = {(row["subject"], row["fact"]) for row in rows}
    assert STANDS.keys() | LEFT_OUT.keys() <= known


def test_the_date_of_each_verified_row_stands_on_its_node(ghent: Graph, rows: list[dict[str, str]]) -> None:
    for row in present(rows):
        place = STANDS.get((row["subject"], row["fact"]))
        if place is None:
            continue
        node = URIRef(f"{BASE}id/{place.node}")
        assert (node, None, None) in ghent, node
        assert bool(row["date"]) == bool(place.first or place.last), row
        if row["date"]:
            first, last = days(MORE_PRECISE.get((row["subject"], row["fact"]), row["date"]))
            assert all(first in values(ghent, node, name) for name in place.first), (row, first)
            assert all(last in values(ghent, node, name) for name in place.last), (row, last)


def test_each_verified_row_leans_on_its_own_source(ghent: Graph, rows: list[dict[str, str]]) -> None:
    for row in present(rows):
        place = STANDS.get((row["subject"], row["fact"]))
        if place is None:
            continue
        node = URIRef(f"{BASE}id/{place.node}")
        passages = [p for name in (CT.evidence, RDFS.seeAlso) for p in ghent.objects(node, name)]
        sources = {ghent.value(passage, DCTERMS.isPartOf) for passage in passages} - {None}
        named = row["source"]
        if named in SOURCES:
            assert URIRef(f"{BASE}id/source/{SOURCES[named]}") in sources, row
        else:
            assert URIRef(named.split(" ")[0]) in {ghent.value(source, SCHEMA.url) for source in sources}, row


def test_the_starts_that_no_source_gives_are_left_open(ghent: Graph) -> None:
    for key in ("be-liege", "cn-taizhou"):
        period = URIRef(f"{BASE}id/{tie(key)}#in-force")
        assert not values(ghent, period, "latestStart")
    assert not values(ghent, URIRef(f"{BASE}id/{GHENT}#member-eurocities"), "earliestStart")
