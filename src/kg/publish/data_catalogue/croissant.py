"""The data set and its tables for machine learning, in `Croissant 1.1 <http://mlcommons.org/croissant/1.1>`_.

Croissant requires a name, a description, a licence, a creator and a date of publication; where the project's catalogue
does not state one of them, there is no such description. The publisher stands for the creator: no other maker is known.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.compact import forked_build
from kg.publish.tables import class_table, table_forms
from kg.publish.tables.comma_separated import Header
from kg.publish.tables.tidy_table import Kind, Table
from kg.rdf.formats import JSON_LD
from kg.resources import catalog, class_counts, resource_graph
from kg.resources.language_view import Reader
from kg.revision import Revision
from kg.revision_results import cached_until_renewal
from kg.translations.language_tags import SOURCE_LANGUAGE

MEDIA_TYPE = JSON_LD.media_type
FILE = "croissant.json"
MOST = 10_000
"""Things of a class whose table is described on the site: to know its columns, all of it is read."""
_CROISSANT = "http://mlcommons.org/croissant/"
_NAMES = (
    *("arrayShape", "citeAs", "column", "containedIn", "excludes", "extract", "field", "fileObject", "fileProperty"),
    *(
        "fileSet",
        "format",
        "includes",
        "isArray",
        "isLiveDataset",
        "jsonPath",
        "key",
        "md5",
        "parentField",
        "recordSet",
    ),
    *("references", "regex", "readLines", "sdVersion", "separator", "source", "subField", "transform", "unArchive"),
    *("annotation", "equivalentProperty", "path", "repeated", "replace", "samplingRate", "value"),
)
CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": _CROISSANT,
    "rai": f"{_CROISSANT}RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{name: f"cr:{name}" for name in sorted(_NAMES)},
}
"""The names of the first appendix and of the reference implementation, which compares them with its own.

The appendix has schema.org without TLS; the implementation, and the specification before, know it with TLS only.
"""
_TYPES = {
    Kind.DATE: "sc:Date",
    Kind.MOMENT: "sc:DateTime",
    Kind.IRI: "sc:URL",
    Kind.INTEGER: "sc:Integer",
    Kind.DECIMAL: "sc:Float",
    Kind.NUMBER: "sc:Float",
    Kind.BOOLEAN: "sc:Boolean",
}
"""A year or a time as exactly as it is known is text: whoever reads a date would invent a day."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column as its file has it; ``separator`` stands between the values of a cell, where there can be several."""

    name: str
    heading: str
    title: str
    kind: Kind
    separator: str = ""


@dataclass(frozen=True, slots=True)
class TableFile:
    """A CSV file of all things of a class; the digest is known of a file that does not change at its address."""

    name: str
    title: str
    address: str
    columns: tuple[Column, ...]
    size: int | None = None
    sha256: str = ""


def columns(table: Table, header: Header) -> tuple[Column, ...]:
    """The columns of a table that is written with this header."""
    headings = table.titles() if header is Header.TITLES else [column.name for column in table.columns]
    return tuple(
        Column(column.name, heading, column.title, column.kind, table.separator(number) if column.repeats else "")
        for number, (column, heading) in enumerate(zip(table.columns, headings, strict=True))
    )


@cached_until_renewal(maxsize=2)
def of_classes(revision: Revision) -> tuple[tuple[str, str, tuple[Column, ...]], ...]:
    """The IRI, the title and the columns of each class's table, in English, by the names of the columns."""
    return forked_build.build(revision, _of_classes)


def _of_classes(revision: Revision) -> tuple[tuple[str, str, tuple[Column, ...]], ...]:
    reader = Reader(resource_graph.of(revision), SOURCE_LANGUAGE, SOURCE_LANGUAGE)
    kinds = [kind for kind, count in class_counts.counts(revision) if count <= MOST]
    tables = ((kind.value, class_table.of_class(reader, kind)) for kind in kinds)
    return tuple((iri, table.title, columns(table, Header.NAMES)) for iri, table in tables)


def lacking(revision: Revision) -> list[str]:
    """The properties that the catalogue would have to state of the data set, and does not."""
    stated = _stated(_reader(revision))
    return [name for name, value in stated.items() if not value]


def document(revision: Revision, tables: Sequence[TableFile], page: str, *, is_live: bool) -> bytes:
    """The description of the data at ``page``; ``is_live`` where the files at these addresses change with the data."""
    reader = _reader(revision)
    stated = _stated(reader)
    described: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": f"{_CROISSANT}1.1",
        "name": stated["dct:title"],
        "description": stated["dct:description"],
        "license": stated["dct:license"],
        "url": page,
        "creator": [{"@type": "sc:Organization", "name": stated["dct:publisher"]}],
        "publisher": [{"@type": "sc:Organization", "name": stated["dct:publisher"]}],
        "datePublished": stated["dct:issued"],
        "dateModified": catalog.modified(revision).isoformat(),
        "keywords": _keywords(reader),
        "inLanguage": list(revision.project.languages),
    }
    if is_live:
        described["isLiveDataset"] = True
    described["distribution"] = [_file(table) for table in tables]
    described["recordSet"] = [_record_set(table) for table in tables]
    return json.dumps(described, ensure_ascii=False, indent=1).encode() + b"\n"


def _reader(revision: Revision) -> Reader:
    return Reader(resource_graph.of(revision), SOURCE_LANGUAGE, SOURCE_LANGUAGE)


def _stated(reader: Reader) -> dict[str, Any]:
    """What Croissant requires, by the properties of the catalogue: those of its first data set, or of the site."""
    revision = reader.known.revision
    node = next(iter(catalog.datasets(revision)), None)
    about = catalog.description(revision, reader.languages)
    issued = reader.values(node, "dct:issued") if node else []
    return {
        "dct:title": catalog.title(revision, reader.languages).value,
        "dct:description": about.value if about else "",
        "dct:license": catalog.licences(revision),
        "dct:publisher": catalog.publisher(revision) or "",
        "dct:issued": next((value.value for value in issued if isinstance(value, Literal)), ""),
    }


def _keywords(reader: Reader) -> list[str]:
    nodes: Iterable[NamedNode] = catalog.datasets(reader.known.revision)
    words = (word for node in nodes for word in reader.values(node, "dcat:keyword") if isinstance(word, Literal))
    return list(dict.fromkeys(word.value for word in words if word.language in (None, SOURCE_LANGUAGE)))


def _file(table: TableFile) -> dict[str, Any]:
    described: dict[str, Any] = {
        "@type": "cr:FileObject",
        "@id": f"{table.name}.csv",
        "name": f"{table.name}.csv",
        "description": table.title,
        "contentUrl": table.address,
        "encodingFormat": table_forms.CSV.media_type,
    }
    if table.size is not None:
        described["contentSize"] = f"{table.size} B"
    if table.sha256:
        described["sha256"] = table.sha256
    return described


def _record_set(table: TableFile) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.title,
        "key": {"@id": f"{table.name}/iri"},
        "field": [_field(table, column) for column in table.columns],
    }


def _field(table: TableFile, column: Column) -> dict[str, Any]:
    source: dict[str, Any] = {
        "fileObject": {"@id": f"{table.name}.csv"},
        "extract": {"column": column.heading},
    }
    described: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": column.title,
        "dataType": _TYPES.get(column.kind, "sc:Text"),
        "source": source,
    }
    if column.separator:
        source["transform"] = {"separator": column.separator}
        described |= {"isArray": True, "arrayShape": "-1"}
    return described
