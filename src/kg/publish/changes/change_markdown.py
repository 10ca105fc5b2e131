"""The report as Markdown, for a comment on a pull request.

GitHub takes comments of at most 65,536 characters. What would be longer is left out by whole things and questions, and
the comment says how many.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.publish.changes import change_headings
from kg.publish.changes.change_report import ChangeReport
from kg.publish.changes.change_sections import Block, Item, Section, sections
from kg.validation.formats.markdown import code, escaped

MARKER = "<!-- kg diff -->"
"""The first line, by which an earlier comment is found."""
LIMIT = 65_536
_RESERVE = 500
"""Characters kept for saying what was left out."""


def write(report: ChangeReport, limit: int = LIMIT) -> str:
    """Headings start at level 2, so that it fits into a comment or a job summary."""
    parts = [f"{MARKER}\n## {escaped(change_headings.summary(report))}\n"]
    room = limit - len(parts[0]) - _RESERVE
    left_out = 0
    for section in sections(report):
        head = "".join(_head(section))
        bodies: list[str] = []
        for block in section.blocks:
            body = "".join(_block(block))
            needed = len(body) + (0 if bodies else len(head))
            if needed > room:
                left_out += 1
                continue
            room -= needed
            bodies.append(body)
        parts += [head, *bodies] if bodies else []
    if left_out:
        parts.append(f"\n*{change_headings.left_out(report, left_out)}*\n")
    return "".join(parts)


def _head(section: Section) -> Iterator[str]:
    if section.title:
        yield f"\n### {escaped(section.title)}\n"
    if section.lead:
        yield f"\n{escaped(section.lead)}\n"


def _block(block: Block) -> Iterator[str]:
    """A thing is a heading with a list; what has no items is an item itself."""
    title = f"[{escaped(block.title)}](<{block.iri}>)" if block.iri.startswith("http") else escaped(block.title)
    if not block.items:
        yield f"\n* {title}"
        return
    sign = f"{code(block.sign)} " if block.sign else ""
    yield f"\n**{sign}{title}**\n\n" if block.title else "\n"
    for item in block.items:
        yield f"{_item(item)}\n"


def _item(item: Item) -> str:
    if not item.sign:
        return f"* *{escaped(item.words)}*"
    return f"* {code(item.sign)} {escaped(item.words)}" + (f" {code(item.place)}" if item.place else "")
