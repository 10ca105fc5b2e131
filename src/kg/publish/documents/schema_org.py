"""What a page is about in the words of `schema.org <https://schema.org/>`_, for search engines that read no RDF.

It says less than the statements do, and nothing else. A field's vocabulary brings writers for its own classes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.publish.documents.page_model import Page
from kg.resources import catalog
from kg.resources.language_view import Reader
from kg.revision import Revision

Thing = dict[str, Any]
Writer = Callable[[Reader, NamedNode], Thing]
_CONTEXT = "https://schema.org"


def document(page: Page, address: str, writers: Mapping[str, Writer]) -> str:
    """The page of a resource and the resource, as JSON-LD that may stand within a script element.

    ``writers`` are those of a field's vocabulary, by the local names of its classes in lower case.
    """
    return plain(page.reader, address, page.title.value, _thing(page, writers))


def listing(reader: Reader, items: Sequence[NamedNode], total: int) -> Thing:
    """The things that a page lists, by their names and IRIs, of so many in all."""
    listed = [
        {"@type": "ListItem", "position": number, "item": reference(reader, node)}
        for number, node in enumerate(items, 1)
    ]
    return {"@type": "ItemList", "numberOfItems": total, "itemListElement": listed}


def plain(reader: Reader, address: str, title: str, entity: Thing | None = None) -> str:
    """A page that is not the document of a resource, and what it is about where that has words."""
    page = _page(reader, address, title)
    return embedded(page | ({"mainEntity": entity} if entity else {}))


def data_set(reader: Reader, node: NamedNode) -> Thing:
    """A data set with its files."""
    files = [_download(reader, distribution) for distribution in reader.nodes(node, "dcat:distribution")]
    keywords = [keyword.value for keyword in reader.values(node, "dcat:keyword") if isinstance(keyword, Literal)]
    return _filled(
        named(reader, node, "Dataset")
        | {
            "description": text(reader, node, "dct:description"),
            "license": first(reader, node, "dct:license"),
            "publisher": agents(reader, node, "dct:publisher"),
            "datePublished": text(reader, node, "dct:issued"),
            "dateModified": text(reader, node, "dct:modified"),
            "keywords": keywords,
            "distribution": files,
        }
    )


def embedded(thing: Thing) -> str:
    """JSON that no HTML parser takes for markup, whatever its texts are."""
    written = json.dumps({"@context": _CONTEXT, **thing}, ensure_ascii=False, separators=(",", ":"))
    return written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _page(reader: Reader, address: str, title: str) -> Thing:
    revision: Revision = reader.known.revision
    licences = catalog.licences(revision)
    parts = [{"@type": "Dataset", "@id": dataset.value} for dataset in catalog.datasets(revision)]
    change = catalog.last_change(revision)
    return _filled(
        {
            "@type": "WebPage",
            "url": address,
            "name": title,
            "inLanguage": reader.language,
            "dateModified": change.isoformat() if change else None,
            "license": licences[0] if licences else None,
            "isPartOf": parts,
        }
    )


def _thing(page: Page, writers: Mapping[str, Writer]) -> Thing:
    write = writers.get(page.kind) or _WRITERS.get(page.kind)
    if "dataset" in page.kinds:
        write = data_set
    thing = write(page.reader, page.node) if write else named(page.reader, page.node, "Thing")
    types = [kind.value for kind in page.reader.known.types(page.node)]
    return _filled(thing | {"additionalType": types})


def _concept(reader: Reader, node: NamedNode) -> Thing:
    schemes = [
        {"@type": "DefinedTermSet", **reference(reader, scheme)} for scheme in reader.nodes(node, "skos:inScheme")
    ]
    return named(reader, node, "DefinedTerm") | {
        "description": text(reader, node, "skos:definition"),
        "termCode": text(reader, node, "skos:notation"),
        "inDefinedTermSet": schemes,
    }


def _scheme(reader: Reader, node: NamedNode) -> Thing:
    return named(reader, node, "DefinedTermSet") | {"description": text(reader, node, "dct:description")}


_WRITERS: dict[str, Writer] = {
    "concept": _concept,
    "conceptscheme": _scheme,
    "ontology": _scheme,
    "dataset": data_set,
    "catalog": lambda reader, node: named(reader, node, "DataCatalog"),
    "dataservice": lambda reader, node: named(reader, node, "WebAPI"),
}


def named(reader: Reader, node: NamedNode, kind: str) -> Thing:
    """A thing with its name, and with those that it has in other languages or beside that one."""
    name = reader.name(node)
    others = [label for label in reader.values(node, "skos:prefLabel", "skos:altLabel") if isinstance(label, Literal)]
    alternates = [
        {"@value": label.value, "@language": label.language} for label in others if label != name and label.language
    ]
    return {"@type": kind, "@id": node.value, "name": name.value, "alternateName": alternates}


def reference(reader: Reader, node: NamedNode) -> Thing:
    """A thing by its IRI and its name."""
    return {"@id": node.value, "name": reader.name(node).value}


def _download(reader: Reader, node: NamedNode) -> Thing:
    media_type = first(reader, node, "dcat:mediaType") or ""
    return _filled(
        {
            "@type": "DataDownload",
            "contentUrl": first(reader, node, "dcat:downloadURL"),
            "encodingFormat": media_type.partition("/media-types/")[2],
        }
    )


def agents(reader: Reader, node: NamedNode, predicate: str) -> list[Thing]:
    """The organisations that are values of a property, or are named by it."""
    values = reader.values(node, predicate)
    names = [value if isinstance(value, Literal) else reader.name(value) for value in values]
    return [{"@type": "Organization", "name": name} for name in dict.fromkeys(label.value for label in names)]


def text(reader: Reader, node: NamedNode, predicate: str) -> str | None:
    """The text of a property in the reader's language."""
    literal = reader.text(node, predicate)
    return literal.value if literal else None


def first(reader: Reader, node: NamedNode, *predicates: str) -> str | None:
    """The first IRI among the values of these properties."""
    return next((target.value for target in reader.nodes(node, *predicates)), None)


def _filled(thing: Thing) -> Thing:
    """Without what nothing is known of; a list of one as that one."""
    lone = {key: value[0] if isinstance(value, list) and len(value) == 1 else value for key, value in thing.items()}
    return {key: value for key, value in lone.items() if value not in (None, "", [])}
