"""The forms of a table: each is a value here, with its media type, its suffix and what writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg.publish.tables import comma_separated, geojson
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


def _workbook(table: Table, _header: Header, _bom: bool) -> bytes:
    # Its library imports numpy where that is installed, which starts threads: a server must be forked before.
    from kg.publish.tables import workbook

    return workbook.write(table)


CSV = TableForm("csv", "CSV", "text/csv", "csv", comma_separated.write)
XLSX = TableForm(
    "xlsx",
    "XLSX",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xlsx",
    _workbook,
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
