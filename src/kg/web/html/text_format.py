"""Texts of pages that are not in the data: coordinates, sizes, licences, languages, names of other registers."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from kg.translations import cldr
from kg.translations.catalogue import catalogue, mark

_POINT = re.compile(r"POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)", re.IGNORECASE)
_REGISTERS = {"sws.geonames.org": "GeoNames", "www.wikidata.org": "Wikidata", "data.lblod.info": "Lokale Besluiten"}
_KINDS = {
    "http://www.w3.org/ns/dcat#Catalog": mark("catalogue"),
    "http://www.w3.org/ns/dcat#Dataset": mark("data set"),
    "http://www.w3.org/ns/dcat#DataService": mark("data service"),
    "http://www.w3.org/ns/dcat#Distribution": mark("file"),
    "http://xmlns.com/foaf/0.1/Agent": mark("publisher"),
    "http://xmlns.com/foaf/0.1/Organization": mark("organisation"),
    "http://www.w3.org/2004/02/skos/core#Concept": mark("concept"),
}


def kind_name(iri: str, language: str) -> str | None:
    """A class of another vocabulary by its usual name; None for one that has none here.

    >>> kind_name("http://www.w3.org/ns/dcat#Dataset", "nl")
    'gegevensbestand'
    """
    return catalogue(language).gettext(_KINDS[iri]) if iri in _KINDS else None


def coordinates(wkt: str) -> str:
    """A WKT point, latitude first as maps name it.

    >>> coordinates("POINT(3.71667 51.05)")
    '51.05° N, 3.71667° E'
    """
    match = _POINT.search(wkt)
    if not match:
        return wkt
    east, north = match[1], match[2]
    return (
        f"{north.lstrip('-')}° {'S' if north[0] == '-' else 'N'}, {east.lstrip('-')}° {'W' if east[0] == '-' else 'E'}"
    )


def size(count: int, language: str) -> str:
    """A number of bytes as people read it.

    >>> size(98_304, "en"), size(1_250_000, "nl")
    ('98 kB', '1,2 MB')
    """
    if count < 1_000:
        return f"{count} B"
    if count < 1_000_000:
        return f"{cldr.number(round(count / 1_000), language)} kB"
    return f"{cldr.number(round(count / 1_000_000, 1), language)} MB"


def elsewhere(iri: str) -> str:
    """A record in another register: the register and the record's key.

    >>> elsewhere("http://www.wikidata.org/entity/Q1296")
    'Wikidata Q1296'
    """
    parts = urlsplit(iri)
    key = parts.path.rstrip("/").rpartition("/")[2]
    return f"{_REGISTERS[parts.netloc]} {key}" if parts.netloc in _REGISTERS else iri


def language_name(iri: str, language: str) -> str:
    """A language of the EU's authority table by its name.

    >>> language_name("http://publications.europa.eu/resource/authority/language/NLD", "en")
    'Dutch'
    """
    return cldr.language_name(iri.rpartition("/")[2], language)
