"""The large graph of the benchmarks: the twin towns of 81 Wikipedia lists, as this project would publish them.

Usage: python bench/twin_towns.py PARTNERSHIPS FILE [SHARED]. Writes Turtle with that many partnerships (25917 are all),
the cities that they join, their countries, and the cities' memberships in the Covenant of Mayors, together with the
project's own ontology. Nothing is repaired on the way: cities of one name, cities twinned with themselves and
coordinates of a namesake are in the data, and the shapes find them. Two things are made up so that the shapes have
something to hold on to: a number of its own for a city that GeoNames does not have, and the labels in fr and de.
"""

from __future__ import annotations

import csv
import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import RdfFormat, parse, serialize

ROOT = Path(__file__).resolve().parent.parent
BASE = "https://w3id.org/city-ties/"
COUNTRY = "http://publications.europa.eu/resource/authority/country"
PROLOGUE = f"""BASE <{BASE}>
PREFIX ct: <{BASE}ns#>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX geo: <http://www.opengis.net/ont/geosparql#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
ENGLISH = "<http://publications.europa.eu/resource/authority/language/ENG>"
FIXED = f"""
<id/catalog> a dcat:Catalog ; dcat:dataset <id/dataset/twin-towns> .
<id/dataset/twin-towns> a dcat:Dataset ; dct:modified "2026-02-28"^^xsd:date .
<id/source/twin-towns> a ct:Source ; dct:title "Twin towns in 81 lists of Wikipedia"@en ;
  dct:type <http://purl.org/dc/dcmitype/Dataset> ; dct:publisher <id/agent/wikipedia> ; dct:language {ENGLISH} .
<id/source/covenant> a ct:Source ; dct:title "Signatories of the Covenant of Mayors"@en ;
  dct:type <http://purl.org/dc/dcmitype/Dataset> ; dct:publisher <id/agent/joint-research-centre> ;
  dct:language {ENGLISH} .
<id/agent/wikipedia> a foaf:Agent ; foaf:name "Wikipedia" .
<id/agent/joint-research-centre> a foaf:Agent ; foaf:name "Joint Research Centre" .
<id/source/covenant#founded> a ct:Passage ; dct:isPartOf <id/source/covenant> ; ct:locator "about" .
<id/network/covenant-of-mayors> a ct:Network ; skos:prefLabel "Covenant of Mayors"@en, "Burgemeestersconvenant"@nl ;
  ct:networkType <id/concept/network-type/general-interest> ; ct:claim <id/network/covenant-of-mayors#in-force> .
<id/network/covenant-of-mayors#in-force> a ct:StatusPeriod ; ct:status <id/concept/status/in-force> ;
  ct:certainty <id/concept/certainty/stated> ; ct:evidence <id/source/covenant#founded> ;
  ct:earliestStart "2008-01-01"^^xsd:date ; ct:latestStart "2008-12-31"^^xsd:date .
"""
# Names of countries in the lists that GeoNames writes otherwise; parts of a country count as the country.
ALIASES = {
    "Bosnia and Hercegovina": "BA", "Cape Verde": "CV", "Congo": "CG", "Czech Republic": "CZ", "East Timor": "TL",
    "England": "GB", "Federated States of Micronesia": "FM", "Georgia (country)": "GE", "Grece": "GR", "Island": "IS",
    "Kazakhstah": "KZ", "Madagaskar": "MG", "Moldavia": "MD", "Netherlands": "NL", "Northern Cyprus": "CY",
    "Palestine": "PS", "Republic of Ireland": "IE", "Scotland": "GB", "Surinam": "SR", "São Tomé and Príncipe": "ST",
    "Timor-Leste": "TL", "Wales": "GB", "West Bank": "PS", "in Italy": "IT",
}  # fmt: skip


@dataclass(frozen=True)
class City:
    """A city of the lists; ``key`` ends its IRI."""

    key: str
    name: str
    iso3: str
    latitude: str
    longitude: str


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Atlas:
    """Countries by name, and GeoNames numbers by name and country."""

    def __init__(self, data: Path) -> None:
        countries = rows(data / "geonames_countries.csv")
        self.iso3 = {country["iso2"]: country["iso3"] for country in countries}
        self.iso2 = {country["name"]: country["iso2"] for country in countries} | ALIASES
        places = rows(data / "geonames_cities15000.csv")
        self.numbers = {(place["name"], place["countrycode"]): place["geonameid"] for place in places}
        self.spots: dict[str, list[tuple[float, float]]] = {}
        for place in places:
            spot = float(place["longitude"]), float(place["latitude"])
            self.spots.setdefault(place["countrycode"], []).append(spot)

    def country(self, name: str) -> str:
        """The two letters of a country; those of the part after a comma for "Ohio, United States"."""
        return self.iso2.get(name) or self.iso2.get(name.rpartition(", ")[2], "GB")


def slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "-".join(f"{ord(character):x}" for character in name)


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def twin_towns(data: Path, partnerships: int) -> Iterator[str]:
    """The Turtle, a piece at a time."""
    atlas = Atlas(data)
    cities: dict[str, City] = {}
    memberships = {(row["organisation_name"], row["country_code"].upper()): row for row in signatories(data)}
    yield PROLOGUE
    yield ontology()
    yield FIXED
    lists: dict[str, None] = {}
    for number, row in enumerate(rows(data / "twin_pairs_wikipedia_2026.csv")[:partnerships]):
        parties = [city(atlas, row, side) for side in "12"]
        cities |= {party.key: party for party in parties}
        passage = slug(row["country1"] or "other")
        lists[passage] = None
        yield partnership(number, parties, passage)
    for passage in lists:
        yield f"<id/source/twin-towns#{passage}> a ct:Passage ; dct:isPartOf <id/source/twin-towns> ;\n"
        yield f'  ct:locator "{passage}" .\n'
    for number, place in enumerate(cities.values()):
        yield described(atlas, place, number, memberships.get((place.name, place.key[:2].upper())))
    yield from countries(atlas, {place.iso3 for place in cities.values()})


def signatories(data: Path) -> list[dict[str, str]]:
    return [row for row in rows(data / "gcom_mycovenant_signatories_2024.csv") if row["date_of_adhesion"]]


def ontology() -> str:
    """The project's own terms and schemes, without its few countries, which are made anew."""
    files = [path for path in sorted((ROOT / "ontology").glob("*.ttl")) if path.stem != "country"]
    quads = [quad for path in files for quad in parse(path=str(path), format=RdfFormat.TURTLE, base_iri=BASE)]
    return serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES).decode()


def city(atlas: Atlas, row: dict[str, str], side: str) -> City:
    iso2, name = atlas.country(row[f"country{side}"]), row[f"city{side}"]
    return City(f"{iso2.lower()}-{slug(name)}", name, atlas.iso3[iso2], row[f"lat{side}"], row[f"lng{side}"])


def partnership(number: int, parties: list[City], passage: str) -> str:
    first, second = sorted(party.key for party in parties)
    iri = f"id/partnership/{first}--{second}"
    label = quoted(" – ".join(party.name for party in parties))
    joined = ", ".join(f"<id/city/{key}>" for key in sorted({first, second}))
    return f"""<{iri}> a ct:Partnership ; skos:prefLabel {label}@en, {label}@nl ; ct:party {joined} ;
  ct:partnershipType <id/concept/partnership-type/sister-city> ; ct:claim <{iri}#in-force> .
<{iri}#in-force> a ct:StatusPeriod ; ct:status <id/concept/status/in-force> ;
  ct:certainty <id/concept/certainty/stated> ; ct:evidence <id/source/twin-towns#{passage}> ;
  ct:openAsOf "2026-02-{number % 28 + 1:02}"^^xsd:date .
"""


def described(atlas: Atlas, place: City, number: int, signatory: dict[str, str] | None) -> str:
    iri, name = f"id/city/{place.key}", quoted(place.name)
    geonames = atlas.numbers.get((place.name, place.key[:2].upper()), str(90_000_000 + number))
    joined = f" ;\n  org:hasMembership <{iri}#member-covenant>" if signatory else ""
    text = f"""<{iri}> a ct:City ; skos:prefLabel {name}@de, {name}@en, {name}@fr, {name}@nl ;
  dct:spatial <{COUNTRY}/{place.iso3}> ; rdfs:seeAlso <https://sws.geonames.org/{geonames}/> ;
  geo:hasCentroid <{iri}#centroid>{joined} .
<{iri}#centroid> a geo:Geometry ; dct:source <id/source/twin-towns> ;
  geo:asWKT "POINT({place.longitude} {place.latitude})"^^geo:wktLiteral .
"""
    if signatory:
        day = signatory["date_of_adhesion"]
        text += f"""<{iri}#member-covenant> a ct:Membership ; org:member <{iri}> ;
  org:role <id/concept/network-role/member> ; org:organization <id/network/covenant-of-mayors> ;
  ct:certainty <id/concept/certainty/stated> ;
  ct:evidence <id/source/covenant#founded> ; ct:membershipStatus <id/concept/membership-status/active> ;
  ct:earliestStart "{day}"^^xsd:date ; ct:latestStart "{day}"^^xsd:date .
"""
    return text


def countries(atlas: Atlas, used: set[str]) -> Iterator[str]:
    """The countries in use, each with the box of its places in GeoNames, half a degree wider on each side."""
    for iso2, iso3 in atlas.iso3.items():
        if iso3 in used:
            east, north = (
                round(max(side) + 0.55, 1) for side in zip(*atlas.spots.get(iso2, [(180.0, 90.0)]), strict=True)
            )
            west, south = (
                round(min(side) - 0.55, 1) for side in zip(*atlas.spots.get(iso2, [(-180.0, -90.0)]), strict=True)
            )
            yield f"""<{COUNTRY}/{iso3}> a skos:Concept ; skos:inScheme <{COUNTRY}> ; skos:notation "{iso2}" ;
  ct:west {west} ; ct:east {east} ; ct:south {south} ; ct:north {north} .
"""


def main() -> None:
    partnerships, file = int(sys.argv[1]), Path(sys.argv[2])
    shared = Path(sys.argv[3]) if len(sys.argv) > 3 else ROOT.parent / "shared"
    with file.open("w", encoding="utf-8") as out:
        out.writelines(twin_towns(shared / "data", partnerships))


if __name__ == "__main__":
    main()
