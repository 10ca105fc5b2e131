"""How pages spell what is no word of the data: coordinates, licences, languages, names of other registers."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_POINT = re.compile(r"POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)", re.IGNORECASE)
_LICENCE = re.compile(r"https?://creativecommons\.org/(licenses|publicdomain)/([a-z-]+)/([\d.]+)")
_REGISTERS = {"sws.geonames.org": "GeoNames", "www.wikidata.org": "Wikidata", "data.lblod.info": "Lokale Besluiten"}
_LANGUAGES = {
    "nl": {"NLD": "Nederlands", "ENG": "Engels", "FRA": "Frans", "DEU": "Duits", "JPN": "Japans", "ZHO": "Chinees",
           "POL": "Pools", "EST": "Ests", "BUL": "Bulgaars", "ARA": "Arabisch"},
    "en": {"NLD": "Dutch", "ENG": "English", "FRA": "French", "DEU": "German", "JPN": "Japanese", "ZHO": "Chinese",
           "POL": "Polish", "EST": "Estonian", "BUL": "Bulgarian", "ARA": "Arabic"},
}  # fmt: skip


_KINDS = {
    "http://www.w3.org/ns/dcat#Catalog": {"nl": "catalogus", "en": "catalogue"},
    "http://www.w3.org/ns/dcat#Dataset": {"nl": "gegevensbestand", "en": "data set"},
    "http://www.w3.org/ns/dcat#DataService": {"nl": "gegevensdienst", "en": "data service"},
    "http://www.w3.org/ns/dcat#Distribution": {"nl": "bestand", "en": "file"},
    "http://xmlns.com/foaf/0.1/Agent": {"nl": "uitgever", "en": "publisher"},
    "http://xmlns.com/foaf/0.1/Organization": {"nl": "organisatie", "en": "organisation"},
    "http://www.w3.org/2004/02/skos/core#Concept": {"nl": "begrip", "en": "concept"},
}


def kind_name(iri: str, language: str) -> str | None:
    """What people call a class of another vocabulary; None for one that has no word here.

    >>> kind_name("http://www.w3.org/ns/dcat#Dataset", "nl")
    'gegevensbestand'
    """
    return _KINDS.get(iri, {}).get(language)


def number(count: int, language: str) -> str:
    """A count with its thousands apart, as the language writes it.

    >>> number(525170, "en"), number(525170, "nl")
    ('525,170', '525.170')
    """
    return f"{count:,}".replace(",", {"nl": "."}.get(language, ","))


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


def size(count: int) -> str:
    """A number of bytes as people read it.

    >>> size(98_304)
    '98 kB'
    """
    if count < 1_000:
        return f"{count} B"
    return f"{count / 1_000:.0f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"


def licence_name(iri: str) -> str:
    """What people call a licence.

    >>> licence_name("https://creativecommons.org/licenses/by/4.0/")
    'CC BY 4.0'
    """
    match = _LICENCE.match(iri)
    if not match:
        return iri
    return "CC0 1.0" if match[2] == "zero" else f"CC {match[2].upper()} {match[3]}"


def elsewhere(iri: str) -> str:
    """A record in another register: the register and the record's key.

    >>> elsewhere("http://www.wikidata.org/entity/Q1296")
    'Wikidata Q1296'
    """
    parts = urlsplit(iri)
    key = parts.path.rstrip("/").rpartition("/")[2]
    return f"{_REGISTERS[parts.netloc]} {key}" if parts.netloc in _REGISTERS else iri


def language_name(iri: str, language: str) -> str:
    """A language of the EU's authority table; its code where we have no name for it.

    >>> language_name("http://publications.europa.eu/resource/authority/language/NLD", "en")
    'Dutch'
    """
    code = iri.rpartition("/")[2]
    return _LANGUAGES[language].get(code, code)
