"""A table as GeoJSON (RFC 7946): a feature for each row, with its cells as properties by the names of the columns."""

from __future__ import annotations

import json
from typing import Any

from kg.publish.tables.tidy_table import Cell, Column, Kind, Table


def write(table: Table) -> bytes:
    """The features; one whose place is not known has no geometry, as §3.2 has it."""
    geometries = table.geometries or [None] * len(table.rows)
    features = [_feature(table, row, geometry) for row, geometry in zip(table.rows, geometries, strict=True)]
    document = {"type": "FeatureCollection", "features": features}
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _feature(table: Table, row: tuple[Cell, ...], geometry: object) -> dict[str, Any]:
    properties = {column.name: _property(column, cell) for column, cell in zip(table.columns, row, strict=True)}
    feature: dict[str, Any] = {"type": "Feature", "geometry": geometry, "properties": properties}
    if table.key and properties[table.key]:
        feature["id"] = properties[table.key]
    return feature


def _property(column: Column, cell: Cell) -> Any:
    values = [_value(column.kind, text) for text in cell]
    return values if column.repeats else values[0] if values else None


def _value(kind: Kind, text: str) -> Any:
    if kind is Kind.INTEGER:
        return int(text)
    if kind in (Kind.DECIMAL, Kind.NUMBER):
        number = float(text.replace("INF", "inf"))
        return number if abs(number) < float("inf") else text
    return text in ("true", "1") if kind is Kind.BOOLEAN else text
