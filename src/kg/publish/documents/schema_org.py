"""What a page is about in the words of `schema.org <https://schema.org/>`_, for search engines that read no RDF.

It says less than the statements do, and nothing else: an identity that is only possible is left out, and so is a
partnership's "current" status, for which schema.org has no word.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.publish.documents.page_model import Page
from kg.resources import catalog
from kg.resources.language_view import Reader
from kg.revision import Revision

Thing = dict[str, Any]
_CONTEXT = "https://schema.org"
_POINT = re.compile(r"POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)", re.IGNORECASE)
_TAGS = {"NLD": "nl", "ENG": "en", "FRA": "fr", "DEU": "de", "JPN": "ja", "ZHO": "zh", "POL": "pl", "EST": "et",
         "BUL": "bg", "ARA": "ar"}  # fmt: skip


def document(page: Page, address: str) -> str:
    """The page of a resource and the resource, as JSON-LD that may stand within a script element."""
    return plain(page.reader, address, page.title.value, _thing(page))


def listing(reader: Reader, items: Sequence[NamedNode], total: int) -> Thing:
    """The things that a page lists, by their names and IRIs, of so many in all."""
    listed = [
        {"@type": "ListItem", "position": number, "item": _reference(reader, node)}
        for number, node in enumerate(items, 1)
    ]
    return {"@type": "ItemList", "numberOfItems": total, "itemListElement": listed}


def plain(reader: Reader, address: str, title: str, entity: Thing | None = None) -> str:
    """A page that is not the document of a resource, and what it is about where that has words."""
    told = _page(reader, address, title)
    return embedded(told | ({"mainEntity": entity} if entity else {}))


def data_set(reader: Reader, node: NamedNode) -> Thing:
    """A data set with its files."""
    files = [_download(reader, each) for each in reader.nodes(node, "dcat:distribution")]
    keywords = [each.value for each in reader.values(node, "dcat:keyword") if isinstance(each, Literal)]
    return _filled(
        _named(reader, node, "Dataset")
        | {
            "description": _text(reader, node, "dct:description"),
            "license": _first(reader, node, "dct:license"),
            "publisher": _agents(reader, node, "dct:publisher"),
            "datePublished": _text(reader, node, "dct:issued"),
            "dateModified": _text(reader, node, "dct:modified"),
            "keywords": keywords,
            "distribution": files,
        }
    )


def embedded(told: Thing) -> str:
    """JSON that no HTML parser takes for markup, whatever its texts are."""
    text = json.dumps({"@context": _CONTEXT, **told}, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _page(reader: Reader, address: str, title: str) -> Thing:
    revision: Revision = reader.known.revision
    licences = catalog.licences(revision)
    parts = [{"@type": "Dataset", "@id": each.value} for each in catalog.datasets(revision)]
    return _filled(
        {
            "@type": "WebPage",
            "url": address,
            "name": title,
            "inLanguage": reader.language,
            "dateModified": revision.day.isoformat(),
            "license": licences[0] if licences else None,
            "isPartOf": parts,
        }
    )


def _thing(page: Page) -> Thing:
    write = _KINDS.get(page.kind)
    if "dataset" in _kinds(page):
        write = data_set
    found = write(page.reader, page.node) if write else _named(page.reader, page.node, "Thing")
    types = [each.value for each in page.reader.known.types(page.node)]
    return _filled(found | {"additionalType": types})


def _kinds(page: Page) -> set[str]:
    types = page.reader.known.types(page.node)
    return {each.value.replace("#", "/").rpartition("/")[2].lower() for each in types}


def _city(reader: Reader, node: NamedNode) -> Thing:
    return _named(reader, node, "City") | {
        "geo": next((_place(reader, each) for each in reader.nodes(node, "geo:hasCentroid")), None),
        "sameAs": [each.value for each in reader.nodes(node, "skos:exactMatch")],
        "containedInPlace": [
            {"@type": "Country", "@id": each.value, "name": reader.name(each).value}
            for each in reader.nodes(node, "dct:spatial")
        ],
    }


def _partnership(reader: Reader, node: NamedNode) -> Thing:
    parties = [{"@type": "City", **_reference(reader, each)} for each in reader.nodes(node, "ct:party")]
    kinds = [reader.name(each).value for each in reader.nodes(node, "ct:partnershipType")]
    return _named(reader, node, "Thing") | {"description": ", ".join(kinds), "subjectOf": {"about": parties}}


def _network(reader: Reader, node: NamedNode) -> Thing:
    return _named(reader, node, "Organization") | {"url": _first(reader, node, "schema:url", "foaf:homepage")}


def _source(reader: Reader, node: NamedNode) -> Thing:
    languages = (each.value.rpartition("/")[2] for each in reader.nodes(node, "dct:language"))
    return _named(reader, node, "CreativeWork") | {
        "publisher": _agents(reader, node, "dct:publisher"),
        "datePublished": _text(reader, node, "dct:issued"),
        "inLanguage": [_TAGS.get(each, each.lower()) for each in languages],
        "license": _first(reader, node, "dct:license"),
        "url": _first(reader, node, "schema:url"),
    }


def _concept(reader: Reader, node: NamedNode) -> Thing:
    schemes = [{"@type": "DefinedTermSet", **_reference(reader, each)} for each in reader.nodes(node, "skos:inScheme")]
    return _named(reader, node, "DefinedTerm") | {
        "description": _text(reader, node, "skos:definition"),
        "termCode": _text(reader, node, "skos:notation"),
        "inDefinedTermSet": schemes,
    }


def _scheme(reader: Reader, node: NamedNode) -> Thing:
    return _named(reader, node, "DefinedTermSet") | {"description": _text(reader, node, "dct:description")}


_KINDS: dict[str, Callable[[Reader, NamedNode], Thing]] = {
    "city": _city,
    "partnership": _partnership,
    "network": _network,
    "source": _source,
    "concept": _concept,
    "conceptscheme": _scheme,
    "ontology": _scheme,
    "dataset": data_set,
    "catalog": lambda reader, node: _named(reader, node, "DataCatalog"),
    "dataservice": lambda reader, node: _named(reader, node, "WebAPI"),
}


def _named(reader: Reader, node: NamedNode, kind: str) -> Thing:
    """A thing with its name, and with those that it has in other languages or beside that one."""
    name = reader.name(node)
    others = [each for each in reader.values(node, "skos:prefLabel", "skos:altLabel") if isinstance(each, Literal)]
    told = [{"@value": each.value, "@language": each.language} for each in others if each != name and each.language]
    return {"@type": kind, "@id": node.value, "name": name.value, "alternateName": told}


def _reference(reader: Reader, node: NamedNode) -> Thing:
    return {"@id": node.value, "name": reader.name(node).value}


def _place(reader: Reader, node: NamedNode) -> Thing | None:
    wkt = reader.text(node, "geo:asWKT")
    match = _POINT.search(wkt.value) if wkt else None
    return {"@type": "GeoCoordinates", "latitude": float(match[2]), "longitude": float(match[1])} if match else None


def _download(reader: Reader, node: NamedNode) -> Thing:
    media_type = _first(reader, node, "dcat:mediaType") or ""
    return _filled(
        {
            "@type": "DataDownload",
            "contentUrl": _first(reader, node, "dcat:downloadURL"),
            "encodingFormat": media_type.partition("/media-types/")[2],
        }
    )


def _agents(reader: Reader, node: NamedNode, predicate: str) -> list[Thing]:
    found = reader.values(node, predicate)
    names = [each if isinstance(each, Literal) else reader.name(each) for each in found]
    return [{"@type": "Organization", "name": name} for name in dict.fromkeys(each.value for each in names)]


def _text(reader: Reader, node: NamedNode, predicate: str) -> str | None:
    found = reader.text(node, predicate)
    return found.value if found else None


def _first(reader: Reader, node: NamedNode, *predicates: str) -> str | None:
    return next((each.value for each in reader.nodes(node, *predicates)), None)


def _filled(told: Thing) -> Thing:
    """Without what nothing is known of; a list of one as that one."""
    lone = {key: value[0] if isinstance(value, list) and len(value) == 1 else value for key, value in told.items()}
    return {key: value for key, value in lone.items() if value not in (None, "", [])}
