"""The report as sections of lines, from which Markdown and HTML are written.

The order is that in which a reader of a pull request wants them, so that what a limit of size leaves out comes last.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.publish.changes import change_headings
from kg.publish.changes.change_headings import SIGNS, placed
from kg.publish.changes.change_report import ChangeReport, Consequences
from kg.publish.changes.changed_questions import ChangedQuestion
from kg.publish.changes.changed_things import ChangeKind, Thing
from kg.validation.positions.located_report import LocatedReport, by_file


@dataclass(frozen=True, slots=True)
class Item:
    """A sign (``+ - ~ !``, or none for what stands above others), words, and the place in a file."""

    sign: str
    words: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A thing, a question or another unit that is told whole or not at all."""

    sign: str
    title: str
    iri: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, a sentence below it, and the blocks."""

    title: str
    lead: str
    blocks: tuple[Block, ...]


def sections(report: ChangeReport) -> tuple[Section, ...]:
    """What there is to tell; a section that has nothing to tell is not there."""
    sections = [Section("", "", tuple(map(_thing, report.things)))]
    if report.consequences:
        sections += _consequences(report, report.consequences)
    return tuple(section for section in sections if section.blocks)


def _thing(thing: Thing) -> Block:
    lines = ((line, f"{line.part}: {line.words}" if line.part else line.words) for line in thing.lines)
    items = tuple(Item(SIGNS[line.kind], words, placed(line.place)) for line, words in lines)
    return Block(SIGNS[thing.kind], thing.name, thing.iri, items)


def _consequences(report: ChangeReport, consequences: Consequences) -> Iterator[Section]:
    blocks = tuple(_question(report, question) for question in consequences.questions)
    yield Section(
        change_headings.questions(report, consequences), change_headings.asked_again(report, consequences), blocks
    )
    if consequences.findings:
        for kind, located in (
            (ChangeKind.ADDED, consequences.findings.new),
            (ChangeKind.REMOVED, consequences.findings.gone),
        ):
            title = change_headings.findings(report, kind, len(located.findings))
            yield Section(title, "", tuple(_findings(kind, located)))
    documents = tuple(Block("~", name, node.value, ()) for node, name in consequences.documents)
    yield Section(change_headings.documents(report, len(documents)), "", documents)
    pictures = tuple(Block("~", one.title, "", ()) for one in consequences.pictures)
    yield Section(change_headings.pictures(report, len(pictures)), "", pictures)


def _question(report: ChangeReport, question: ChangedQuestion) -> Block:
    items = [Item("!", change_headings.failed(report, question))] if question.error else []
    for answer in question.answers:
        if answer.days:
            items.append(Item("", change_headings.on_days(report, answer.days)))
        items += [Item(SIGNS[line.kind], line.words) for line in answer.lines]
    return Block(SIGNS[question.kind], question.title, "", tuple(items))


def _findings(kind: ChangeKind, located: LocatedReport) -> Iterator[Block]:
    """A block for each file, so that a file with many findings can be left out whole."""
    for file, findings in by_file(located.findings).items():
        items = tuple(
            Item(
                SIGNS[kind],
                f"{finding.result.severity}: {located.names.term(finding.result.focus_node)}: {finding.message}",
                placed(finding.place),
            )
            for finding in findings
        )
        yield Block("", file or "", "", items)
