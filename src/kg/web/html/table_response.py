"""Tables as responses: CSV with the header that the address names, a workbook, places on a map, and the metadata."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from flask import Response, request

from kg.errors import NotAcceptable, UsageError, phrase
from kg.publish.open_api import Parameter
from kg.publish.representation import Link, Representation
from kg.publish.tables import csvw_metadata, table_forms
from kg.publish.tables.comma_separated import Header
from kg.publish.tables.table_forms import TableForm
from kg.publish.tables.tidy_table import Table
from kg.publish.tables.written_tables import WrittenTable, WrittenTables
from kg.revision import Revision
from kg.web.html import domain_pages, rendering
from kg.web.http.language import ReaderLanguage
from kg.web.http.negotiation import PageFormat
from kg.web.http.responses import respond

PARAMETERS = (
    Parameter(
        "header",
        "The first line of CSV; titles without it.",
        {"type": "string", "enum": list(Header)},
        may_be_empty=True,
    ),
    Parameter(
        "bom",
        "1 begins CSV with a byte order mark, for Excel.",
        {"type": "string", "enum": ["0", "1"]},
        may_be_empty=True,
    ),
)
ARGUMENTS = tuple(parameter.name for parameter in PARAMETERS)
"""The parameters of an address that say how a table is written."""
METADATA = PageFormat("csvw", "CSVW", csvw_metadata.MEDIA_TYPE, f"csv{csvw_metadata.SUFFIX}")
_WRITTEN = WrittenTables()
OFFERS: tuple[TableForm | PageFormat, ...] = (*table_forms.FORMS, METADATA)


def offers(has_places: bool) -> tuple[TableForm | PageFormat, ...]:
    """The forms of a list; those of a map only where there are places."""
    return tuple(form for form in OFFERS if has_places or form is not table_forms.GEOJSON)


def send(
    revision: Revision,
    chosen: ReaderLanguage,
    address: str,
    make: Callable[[], Table],
    form: TableForm | PageFormat,
    *,
    links: Sequence[Link] = (),
    vary: Sequence[str] = ("Accept-Language",),
    header: Header = Header.TITLES,
    is_of_revision: bool = True,
) -> Response:
    """The table in this form. ``address`` is the path of the list; ``header`` what is written unless named otherwise.

    What ``is_of_revision`` depends on nothing but the revision and the address, and large files of it are kept.
    A list of the domain that has places is a map even where none is known: then its features have no geometry.
    Raises UsageError for an unknown header, and NotAcceptable for a map of what has no places.
    """
    (named, bom), arguments, stem = how(), _arguments(chosen), address.rpartition("/")[2]

    def write() -> WrittenTable:
        table = make()
        if isinstance(form, PageFormat):
            return WrittenTable(table.name, csvw_metadata.write(table, f"{stem}.csv{arguments}", named or header))
        if form.needs_places and not (table.has_places or _is_of_places(address)):
            offered = [other.media_type for other in table_forms.FORMS if not other.needs_places]
            raise NotAcceptable(phrase("Nothing in this list has a place on a map."), offers=offered)
        return WrittenTable(table.name, form.write(table, named or header, bom))

    tag = rendering.page_tag(revision, chosen, form.name)
    written = _WRITTEN.once(tag, write) if is_of_revision else write()
    described = (
        [Link(f"{address}.{METADATA.extension}{arguments}", "describedby", METADATA.media_type)]
        if form is table_forms.CSV
        else []
    )
    representation = Representation(written.content, form.media_type, tag, (*described, *links), chosen.tag)
    response = respond(representation, vary=vary)
    response.headers["Content-Disposition"] = f'inline; filename="{written.name}.{form.extension}"'
    return response


def _is_of_places(address: str) -> bool:
    """Whether this is the address of a list of the domain that is offered as a map."""
    return any(one.path == address and one.has_places for one in domain_pages.current().lists)


def _arguments(chosen: ReaderLanguage) -> str:
    """The query string of this address, with the language of the titles and without what names a form."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in ("format", "lang")]
    return f"?{urlencode([*kept, ('lang', chosen.names)])}"


def how() -> tuple[Header | None, bool]:
    """The header that the address names, and whether it wants a byte order mark. Raises UsageError for other values."""
    header, bom = request.args.get("header"), request.args.get("bom") or "0"
    if header and header not in list(Header):
        raise UsageError(
            phrase("There is no header {header}.", header=header),
            hint=phrase("There are: {names}.", names=", ".join(Header)),
        )
    if bom not in ("0", "1"):
        raise UsageError(phrase("bom={bom} is neither 1 nor 0.", bom=bom))
    return Header(header) if header else None, bom == "1"
