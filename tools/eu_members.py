"""Makes the claims that tell which countries were in the European Union, and from which day to which.

    python tools/eu_members.py

The days are those of the European Union's own list of its members by day of entry, which also says when the United
Kingdom left; EUR-Lex's glossary says from which day that is a third country. That the other 27 were still members on
26 July 2023 is in a document of the European Parliament, which gives the seats of each. The list and the glossary may
be reused by Commission Decision 2011/833/EU, with their source. The EU's authority table of countries, which has such
periods too, was not at hand, and for other regions (Schengen, euro area, Council of Europe) no licensed list of days
was: there are no claims about them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from kg.city_relations import NAMESPACE, ROOT
from kg.rdf import turtle
from kg.rdf.namespaces import DCT, RDF, WELL_KNOWN, XSD

FOLDER = Path(__file__).resolve().parents[1]
KNOWN = FOLDER / "ontology" / "country.ttl"
OWN, MORE = FOLDER / "ontology" / "eu-members.ttl", FOLDER / "countries" / "more-eu-members.ttl"
"""The members that ontology/country.ttl describes, with the sources; and the others."""
COUNTRY = "http://publications.europa.eu/resource/authority/country"
REGION = f"{ROOT}id/concept/region/eu"
LIST, SEATS = f"{ROOT}id/source/eu-countries", f"{ROOT}id/source/ep-composition-2023"
LEFT = f"{ROOT}id/source/eur-lex-enlargement#withdrawal"
ENTRIES = {
    "1958-01-01": ("01/01/1958 Belgium France Germany Italy Luxembourg Netherlands", "BEL FRA DEU ITA LUX NLD"),
    "1973-01-01": ("01/01/1973 Denmark Ireland United Kingdom (left on 31 January 2020)", "DNK IRL GBR"),
    "1981-01-01": ("01/01/1981 Greece", "GRC"),
    "1986-01-01": ("01/01/1986 Portugal Spain", "PRT ESP"),
    "1995-01-01": ("01/01/1995 Austria Finland Sweden", "AUT FIN SWE"),
    "2004-05-01": (
        "01/05/2004 Cyprus Czechia Estonia Hungary Latvia Lithuania Malta Poland Slovakia Slovenia",
        "CYP CZE EST HUN LVA LTU MLT POL SVK SVN",
    ),
    "2007-01-01": ("01/01/2007 Bulgaria Romania", "BGR ROU"),
    "2013-07-01": ("01/07/2013 Croatia", "HRV"),
}
"""By the day of entry: the row of the list, and the countries that it names, by their codes in the authority table."""
LAST_DAY = {"GBR": "2020-01-31"}
SEEN = "2023-07-26"
TERM = (
    "representatives to the European Parliament elected in each Member State for the 2024-2029 term is set as follows"
)
HEADING = "# Made by python tools/eu_members.py from the EU's list of its members; the file says which.\n\n"


def claims(known: str, *, described: bool) -> Iterator[Triple]:
    """The claims about the members that ``known`` describes, or about the others."""
    for entry, (_, countries) in ENTRIES.items():
        for code in countries.split():
            if (f"<{COUNTRY}/{code}>\n" in known) == described:
                yield from claim(code, entry)


def claim(code: str, entry: str) -> Iterator[Triple]:
    """The claim that a country was in the European Union from a day on."""
    node = NamedNode(f"{REGION}#{code.lower()}-{entry[:4]}")
    evidence = [f"{LIST}#entry-{entry[:4]}"]
    days = {"earliestStart": entry, "latestStart": entry}
    if code in LAST_DAY:
        days |= {"earliestEnd": LAST_DAY[code], "latestEnd": LAST_DAY[code]}
        evidence.append(LEFT)
    else:
        days["openAsOf"] = SEEN
        evidence.append(f"{SEATS}#members")
    yield Triple(NamedNode(REGION), ct("claim"), node)
    yield Triple(node, NamedNode(RDF + "type"), ct("RegionPeriod"))
    yield Triple(node, ct("country"), NamedNode(f"{COUNTRY}/{code}"))
    yield Triple(node, ct("certainty"), NamedNode(f"{ROOT}id/concept/certainty/stated"))
    for name, day in days.items():
        yield Triple(node, ct(name), Literal(day, datatype=NamedNode(XSD + "date")))
    for passage in evidence:
        yield Triple(node, ct("evidence"), NamedNode(passage))


def sources() -> Iterator[Triple]:
    """The sources and their passages."""
    union, parliament = f"{ROOT}id/agent/european-union", f"{ROOT}id/agent/european-parliament"
    for agent, name in ((union, "European Union"), (parliament, "European Parliament")):
        yield Triple(NamedNode(agent), NamedNode(RDF + "type"), NamedNode(WELL_KNOWN["foaf"] + "Agent"))
        yield Triple(NamedNode(agent), NamedNode(WELL_KNOWN["foaf"] + "name"), Literal(name))
    yield from source(
        LIST, union, "The 27 member countries of the EU", "europa.eu/european-union/about-eu/countries_en"
    )
    for entry, (row, _) in ENTRIES.items():
        yield from passage(f"{LIST}#entry-{entry[:4]}", LIST, row)
    title = "Composition of the European Parliament: draft European Council decision"
    yield from source(
        SEATS, parliament, title, "oeil.secure.europarl.europa.eu/oeil/popups/summary.do?id=1755078&t=d&l=en"
    )
    yield Triple(NamedNode(SEATS), NamedNode(DCT + "issued"), Literal(SEEN, datatype=NamedNode(XSD + "date")))
    yield from passage(f"{SEATS}#members", SEATS, TERM)
    yield Triple(NamedNode(f"{SEATS}#members"), ct("locator"), Literal("the list of 27 countries after these words"))


def source(iri: str, publisher: str, title: str, address: str) -> Iterator[Triple]:
    node = NamedNode(iri)
    yield Triple(node, NamedNode(RDF + "type"), ct("Source"))
    yield Triple(node, NamedNode(DCT + "language"), NamedNode(COUNTRY.replace("country", "language") + "/ENG"))
    yield Triple(node, NamedNode(DCT + "publisher"), NamedNode(publisher))
    yield Triple(node, NamedNode(DCT + "title"), Literal(title, language="en"))
    yield Triple(node, NamedNode(WELL_KNOWN["schema"] + "url"), NamedNode(f"https://{address}"))


def passage(iri: str, whole: str, quote: str) -> Iterator[Triple]:
    yield Triple(NamedNode(iri), NamedNode(RDF + "type"), ct("Passage"))
    yield Triple(NamedNode(iri), NamedNode(DCT + "isPartOf"), NamedNode(whole))
    yield Triple(NamedNode(iri), ct("quote"), Literal(quote, language="en"))


def texts() -> dict[Path, str]:
    """The texts of the files."""
    known = KNOWN.read_text("utf-8")
    parts = {OWN: [*claims(known, described=True), *sources()], MORE: [*claims(known, described=False)]}
    prefixes = {**WELL_KNOWN, "ct": NAMESPACE}
    return {path: HEADING + turtle.write(part, base=ROOT, prefixes=prefixes) for path, part in parts.items()}


def ct(name: str) -> NamedNode:
    return NamedNode(NAMESPACE + name)


if __name__ == "__main__":
    for path, text in texts().items():
        path.write_text(text, "utf-8")
