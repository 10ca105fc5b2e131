"""The report as a page of HTML that needs nothing beside itself."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from kg.publish.changes import change_headings
from kg.publish.changes.change_report import ChangeReport
from kg.publish.changes.change_sections import Block, Item, Section, sections

_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}"
    "ul{padding-left:1.2rem;list-style:none}code{color:#555}"
    "b.add{color:#0b6b2e}b.remove{color:#a31515}b.change{color:#6b4e00}"
)
_CLASSES = {"+": "add", "-": "remove", "~": "change", "!": "remove"}


def write(report: ChangeReport) -> str:
    """The whole page, in the report's language."""
    title = escape(change_headings.summary(report))
    body = "\n".join(line for section in sections(report) for line in _section(section))
    return (
        f'<!doctype html>\n<html lang="{report.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{title}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<h1>{title}</h1>\n{body}\n</body>\n</html>\n"
    )


def _section(section: Section) -> Iterator[str]:
    yield "<section>"
    if section.title:
        yield f"<h2>{escape(section.title)}</h2>"
    if section.lead:
        yield f"<p>{escape(section.lead)}</p>"
    for block in section.blocks:
        yield from _block(block)
    yield "</section>"


def _block(block: Block) -> Iterator[str]:
    title = escape(block.title)
    if block.iri.startswith(("http:", "https:")):
        title = f'<a href="{escape(block.iri)}">{title}</a>'
    if not block.items:
        yield f"<p>{_sign(block.sign)}{title}</p>"
        return
    if block.title:
        yield f"<h3>{_sign(block.sign)}{title}</h3>"
    yield "<ul>"
    yield from (f"<li>{_item(item)}</li>" for item in block.items)
    yield "</ul>"


def _item(item: Item) -> str:
    words = escape(item.words)
    if not item.sign:
        return f"<em>{words}</em>"
    return f"{_sign(item.sign)}{words}" + (f" <code>{escape(item.place)}</code>" if item.place else "")


def _sign(sign: str) -> str:
    return f'<b class="{_CLASSES[sign]}">{sign}</b> ' if sign else ""
