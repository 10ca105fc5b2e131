"""Cities, partnerships, networks and sources in the words of schema.org.

A possible identity is left out, and so is the status of a partnership, for which schema.org has no word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pyoxigraph import NamedNode

from kg.publish.documents.schema_org import Thing, Writer, agents, first, named, reference, text
from kg.resources.language_view import Reader

_POINT = re.compile(r"POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)", re.IGNORECASE)
_TAGS = {"NLD": "nl", "ENG": "en", "FRA": "fr", "DEU": "de", "JPN": "ja", "ZHO": "zh", "POL": "pl", "EST": "et",
         "BUL": "bg", "ARA": "ar"}  # fmt: skip


def _city(reader: Reader, node: NamedNode) -> Thing:
    return named(reader, node, _kind(reader, node)) | {
        "geo": next((_place(reader, point) for point in reader.nodes(node, "geo:hasCentroid")), None),
        "sameAs": [match.value for match in reader.nodes(node, "owl:sameAs", "rdfs:seeAlso")],
        "containedInPlace": [
            {"@type": "Country", "@id": country.value, "name": reader.name(country).value}
            for country in reader.nodes(node, "dct:spatial")
        ],
    }


def _kind(reader: Reader, node: NamedNode) -> str:
    return "AdministrativeArea" if reader.nodes(node, "ct:territoryType") else "City"


def _partnership(reader: Reader, node: NamedNode) -> Thing:
    parties = [{"@type": _kind(reader, party), **reference(reader, party)} for party in reader.nodes(node, "ct:party")]
    kinds = [reader.name(kind).value for kind in reader.nodes(node, "ct:partnershipType")]
    return named(reader, node, "Thing") | {"description": ", ".join(kinds), "subjectOf": {"about": parties}}


def _network(reader: Reader, node: NamedNode) -> Thing:
    return named(reader, node, "Organization") | {"url": first(reader, node, "schema:url", "foaf:homepage")}


def _source(reader: Reader, node: NamedNode) -> Thing:
    languages = (language.value.rpartition("/")[2] for language in reader.nodes(node, "dct:language"))
    return named(reader, node, "CreativeWork") | {
        "publisher": agents(reader, node, "dct:publisher"),
        "datePublished": text(reader, node, "dct:issued"),
        "inLanguage": [_TAGS.get(code, code.lower()) for code in languages],
        "license": first(reader, node, "dct:license"),
        "url": first(reader, node, "schema:url"),
    }


def _place(reader: Reader, node: NamedNode) -> Thing | None:
    wkt = reader.text(node, "geo:asWKT")
    match = _POINT.search(wkt.value) if wkt else None
    return {"@type": "GeoCoordinates", "latitude": float(match[2]), "longitude": float(match[1])} if match else None


WRITERS: Mapping[str, Writer] = {
    "city": _city,
    "territory": _city,
    "partnership": _partnership,
    "network": _network,
    "source": _source,
}
