"""The forms of a table: each is a value here, with its media type, its suffix and what writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg.publish.tables import comma_separated, geojson, workbook
from kg.publish.tables.comma_separated import Header
from kg.publish.tables.tidy_table import Table


@dataclass(frozen=True, slots=True)
class TableForm:
    """``needs_places`` is true of a form that only a table with geometries is offered in."""

    name: str
    label: str
    media_type: str
    extension: str
    write: Callable[[Table, Header, bool], bytes]
    needs_places: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def media_types(self) -> tuple[str, ...]:
        return (self.media_type, *self.aliases)


CSV = TableForm("csv", "CSV", "text/csv", "csv", comma_separated.write)
XLSX = TableForm(
    "xlsx",
    "XLSX",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xlsx",
    lambda table, _header, _bom: workbook.write(table),
)
GEOJSON = TableForm(
    "geojson",
    "GeoJSON",
    "application/geo+json",
    "geojson",
    lambda table, _header, _bom: geojson.write(table),
    needs_places=True,
)
FORMS = (CSV, XLSX, GEOJSON)
