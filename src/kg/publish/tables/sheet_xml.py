"""The parts of a workbook that have its texts, as XML (ECMA-376, part 1, §18.2.27 and §18.3.1.99)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_FROZEN = (
    '<pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen" />'
    '<selection pane="topRight" /><selection pane="bottomLeft" /><selection pane="bottomRight" '
)
_VIEW = (
    '<workbookPr /><workbookProtection /><bookViews><workbookView visibility="visible" minimized="0" '
    'showHorizontalScroll="1" showVerticalScroll="1" showSheetTabs="1" tabRatio="600" firstSheet="0" activeTab="0" '
    'autoFilterDateGrouping="1" /></bookViews>'
)
_ATTRIBUTE = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#09;"}


def text_cell(place: str, style: int, text: str) -> str:
    """A cell with a text that is escaped as cells need it."""
    start = f'<c r="{place}" s="{style}" t="inlineStr"' if style else f'<c r="{place}" t="inlineStr"'
    if not text:
        return f"{start} />"
    stripped = text.strip()
    space = ' xml:space="preserve"' if stripped and stripped != text else ""
    return f"{start}><is><t{space}>{escape(text)}</t></is></c>"


def sheet(
    size: str,
    widths: Sequence[float],
    rows: Iterable[str],
    links: Mapping[str, str],
    filtered: str = "",
) -> bytes:
    """A sheet. ``size`` and ``filtered`` are ranges of cells; with the second, its first row and column are frozen."""
    columns = "".join(
        f'<col width="{width:.16g}" customWidth="1" min="{number}" max="{number}" />'
        for number, width in enumerate(widths, 1)
    )
    places = "".join(f'<hyperlink ref="{place}" r:id="rId{number}"/>' for number, place in enumerate(links, 1))
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetPr><outlinePr summaryBelow="1" summaryRight="1" /><pageSetUpPr /></sheetPr>'
        f'<dimension ref="{size}" /><sheetViews><sheetView workbookViewId="0">'
        f'{_FROZEN if filtered else "<selection "}activeCell="A1" sqref="A1" /></sheetView></sheetViews>'
        f'<sheetFormatPr baseColWidth="8" defaultRowHeight="15" /><cols>{columns}</cols>'
        f"<sheetData>{''.join(rows)}</sheetData>"
        + (f'<autoFilter ref="{filtered}" />' if filtered else "")
        + (f'<hyperlinks xmlns:r="{_OFFICE}">{places}</hyperlinks>' if places else "")
        + '<pageMargins left="0.75" right="0.75" top="1" bottom="1" header="0.5" footer="0.5" /></worksheet>'
    ).encode()


def relations(links: Mapping[str, str]) -> bytes:
    """Where the links of a sheet lead (ECMA-376, part 2, §6.5)."""
    written = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/hyperlink" Target={quoteattr(target)} TargetMode="External"/>'
        for number, target in enumerate(links.values(), 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}">{written}</Relationships>'.encode()


def book(names: Sequence[str], filtered: str) -> bytes:
    """The sheets by their names, of which the first has a filter on a range of cells."""
    sheets = "".join(
        f'<sheet name="{escape(name, _ATTRIBUTE)}" sheetId="{number}" state="visible" r:id="rId{number}" />'
        for number, name in enumerate(names, 1)
    )
    return (
        f'<workbook xmlns:r="{_OFFICE}" xmlns="{_MAIN}">{_VIEW}<sheets>{sheets}</sheets>'
        '<definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">'
        f"{escape(filtered)}</definedName></definedNames>"
        '<calcPr calcId="124519" fullCalcOnLoad="1" /></workbook>'
    ).encode()
