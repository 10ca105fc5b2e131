"""What the columns of a CSV file are: its metadata by CSV on the Web (https://www.w3.org/TR/tabular-metadata/)."""

from __future__ import annotations

import json
from typing import Any

from kg.publish.tables.comma_separated import Header
from kg.publish.tables.tidy_table import KNOWN_TIME, Column, Kind, Table

MEDIA_TYPE = "application/csvm+json"
SUFFIX = "-metadata.json"
"""What is added to the address of a CSV file, by the default of the specification."""


def write(table: Table, url: str, header: Header = Header.TITLES) -> bytes:
    """The metadata of the CSV file at ``url``, which may be relative to the metadata's own address."""
    document: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": table.language}],
        "url": url,
        "dc:title": table.title,
        "dialect": {"header": header is not Header.NONE, "encoding": "utf-8"},
    }
    if table.licences:
        document["dc:license"] = [{"@id": licence} for licence in table.licences]
    titles = table.titles()
    document["tableSchema"] = {
        "columns": [_column(table, number, column, titles[number]) for number, column in enumerate(table.columns)]
    }
    if table.key:
        document["tableSchema"]["aboutUrl"] = f"{{+{table.key}}}"
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _column(table: Table, number: int, column: Column, title: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "titles": list(dict.fromkeys((title, column.name))),
        "datatype": {"base": "string", "format": KNOWN_TIME} if column.kind is Kind.TIME else column.kind.value,
    }
    if column.repeats:
        described["separator"] = table.separator(number)
    return described
