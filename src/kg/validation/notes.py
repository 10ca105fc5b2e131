"""What a report says beside its findings, in the reader's language: how the verdict came about, what was left out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode

from kg.input.json_ld_keys import LostKeys
from kg.project import Project
from kg.shacl.report import Note, NoteKind, Severity, ValidationReport
from kg.validation.display_names import Names
from kg.validation.message_texts import labelled, translations, word
from kg.validation.positions.data_positions import Files, Place
from kg.validation.positions.result_statements import Statements
from kg.validation.selection.since import Change, Verdict
from kg.validation.shape_descriptions import Rules

_IRI = re.compile(r"<([^<>\s\"]+:[^<>\s\"]*)>")
_NODE = re.compile(r"<([^<>\s\"]+:[^<>\s\"]*)>|_:([0-9A-Za-z]+)")
_LISTED = 8
_NO_SLIPS = (NoteKind.EMPTY, NoteKind.NOT_RUN, NoteKind.OWL_CLASS)
_OF_SHAPES = (NoteKind.NO_TARGET, NoteKind.SUSPICIOUS, NoteKind.LEFT_OUT, *_NO_SLIPS)
_FILE = "{file}"


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark; ``weight`` says how loud it is, ``fails`` whether it makes the run fail.

    ``items`` are all that it is about; ``text`` counts them and does not name them. Where they are files, ``paths`` has
    where these are read. ``{file}`` in the text of a remark with a place is the file there.
    """

    kind: str
    text: str
    weight: Severity = Severity.INFO
    fails: bool = False
    items: tuple[str, ...] = ()
    place: Place | None = None
    paths: tuple[Path, ...] = ()

    @property
    def sentence(self) -> str:
        """The text, with the file in its place."""
        return self.text.replace(_FILE, self.place.file) if self.place else self.text

    def told(self, languages: Sequence[str] = ("en",)) -> str:
        """The text, and the first of the items."""
        if not self.items:
            return self.sentence
        listed = ", ".join(self.items[:_LISTED])
        more = len(self.items) - _LISTED
        listed += f" {word('and more', languages, count=more)}" if more > 0 else ""
        return labelled(self.sentence, listed, languages)


def of_notes(
    report: ValidationReport, rules: Rules, names: Names, shapes: Statements, files: Files, languages: Sequence[str]
) -> tuple[Remark, ...]:
    """The remarks of the engine: one for each shapes file with shapes that looked at nothing, one for unused terms."""
    by_kind: dict[NoteKind, list[Note]] = defaultdict(list)
    for note in report.notes:
        by_kind[note.kind].append(note)
    remarks = list(_without_focus_nodes(by_kind.pop(NoteKind.NO_FOCUS_NODES, []), rules, shapes, files, languages))
    unused = tuple(names.term(note.about) for note in by_kind.pop(NoteKind.UNUSED_TERM, []))
    if unused:
        key = "unused term" if len(unused) == 1 else "unused terms"
        remarks.append(Remark(NoteKind.UNUSED_TERM, word(key, languages, count=len(unused)), items=unused))
    for kind in _OF_SHAPES:
        remarks += _grouped(kind, by_kind.pop(kind, []), rules, names, languages)
    for kind, notes in by_kind.items():
        texts = (_sentence(note, languages) for note in notes)
        weight = Severity.WARNING if kind == NoteKind.MISSPELT else Severity.INFO
        remarks += [Remark(kind, _IRI.sub(lambda iri: names.term(NamedNode(iri[1])), text), weight) for text in texts]
    return tuple(remarks)


def _sentence(note: Note, languages: Sequence[str]) -> str:
    return translations(languages).gettext(note.words).format(**dict(note.values))


def _grouped(
    kind: NoteKind, notes: Iterable[Note], rules: Rules, names: Names, languages: Sequence[str]
) -> Iterator[Remark]:
    """One remark for all notes that say the same of different shapes."""
    weight = Severity.INFO if kind in _NO_SLIPS else Severity.WARNING
    by_text: dict[str, dict[str, None]] = defaultdict(dict)
    for note in notes:
        text = _NODE.sub(lambda node: _named(node, rules, names), _sentence(note, languages))
        by_text[text][rules.rule(note.about).id] = None
    for text, ids in by_text.items():
        yield Remark(kind, f"{text} ({len(ids)})", weight, items=tuple(ids))


def _named(node: re.Match[str], rules: Rules, names: Names) -> str:
    return names.term(NamedNode(node[1])) if node[1] else rules.node(BlankNode(node[2]))


def _without_focus_nodes(
    notes: Iterable[Note], rules: Rules, shapes: Statements, files: Files, languages: Sequence[str]
) -> Iterator[Remark]:
    blocks = {note.about: block for note in notes if (block := shapes.block(note.about))}
    places = files.places(blocks.values())
    by_file: dict[str, list[tuple[Place, NamedNode | BlankNode]]] = defaultdict(list)
    for shape, block in blocks.items():
        by_file[places[block].file].append((places[block], shape))
    for _, shapes_there in sorted(by_file.items()):
        shapes_there.sort(key=lambda pair: pair[0].position.line if pair[0].position else 0)
        ids = tuple(rules.rule(shape).id for _, shape in shapes_there)
        key = "shape without focus nodes" if len(ids) == 1 else "shapes without focus nodes"
        text = word(key, languages, count=len(ids), file=_FILE)
        yield Remark(NoteKind.NO_FOCUS_NODES, text, Severity.WARNING, items=ids, place=shapes_there[0][0])


def empty_file(path: Path, files: Files, languages: Sequence[str]) -> Remark:
    """A data file without any statement is most often one that was not written to its end."""
    text = word("empty file", languages, file=_FILE)
    return Remark("empty-file", text, Severity.WARNING, place=Place(files.name(path), path=path))


def lost_keys(path: Path, keys: LostKeys, files: Files, languages: Sequence[str]) -> Iterator[Remark]:
    """Keys of a JSON-LD document that its reader drops."""
    place = Place(files.name(path), path=path)
    for key, items in (("undefined keys", keys.undefined), ("repeated keys", keys.repeated)):
        if items:
            yield Remark("lost-keys", word(key, languages, file=_FILE), Severity.WARNING, items=items, place=place)


def of_files(
    kind: str,
    key: str,
    paths: Sequence[Path],
    files: Files,
    languages: Sequence[str],
    weight: Severity = Severity.WARNING,
    **values: object,
) -> Remark:
    """A remark about some files, in the words with this key."""
    text = word(key, languages, count=len(paths), **values)
    return Remark(kind, text, weight, items=tuple(map(files.name, paths)), paths=tuple(paths))


def unread_files(paths: Sequence[Path], files: Files, languages: Sequence[str]) -> Remark:
    """Files beside the data that look like data: something may be missing."""
    return of_files("unread-files", "unread file" if len(paths) == 1 else "unread files", paths, files, languages)


def unjudged_files(paths: Sequence[Path], files: Files, languages: Sequence[str]) -> Remark:
    """Files that were named, and of which no node was judged."""
    return of_files("unjudged-files", "unjudged file" if len(paths) == 1 else "unjudged files", paths, files, languages)


def unused_shapes(paths: Sequence[Path], files: Files, languages: Sequence[str]) -> Remark:
    """Files of the data that hold shapes, while others were named as the shapes."""
    return of_files("unused-shapes", "unused shapes", paths, files, languages)


def since(change: Change, verdict: Verdict | None, project: Project, files: Files, languages: Sequence[str]) -> Remark:
    """What was judged of a change, and what was skipped."""
    numbers: dict[str, object] = {"commit": change.commit[:12]}
    key = "since" if change.statements else "since nothing"
    if verdict is None:
        key = change.reason or "shapes changed"
    else:
        numbers |= {"statements": change.statements, "judged": verdict.judged, "skipped": verdict.skipped}
    paths = [project.root / name for name in change.files]
    return of_files("since", key, paths, files, languages, Severity.INFO, **numbers)


def strict(remarks: Iterable[Remark], *, everything: bool = False) -> tuple[Remark, ...]:
    """The same, where shapes that looked at nothing, or ``everything`` that is a warning, make the run fail."""
    kinds = (NoteKind.NO_FOCUS_NODES, NoteKind.NO_TARGET)
    return tuple(
        replace(remark, fails=True)
        if remark.kind in kinds or (everything and remark.weight != Severity.INFO)
        else remark
        for remark in remarks
    )


def missing_imports(imports: tuple[str, ...], languages: Sequence[str]) -> Remark:
    """Graphs that the shapes import and that are not among the files."""
    key = "missing import" if len(imports) == 1 else "missing imports"
    return Remark("missing-imports", word(key, languages, count=len(imports)), Severity.WARNING, items=imports)


def missing_imports_of_data(imports: tuple[str, ...], languages: Sequence[str]) -> Remark:
    """Graphs that the data imports and that are not among the files: classes and values in them are not seen."""
    key = "missing import of the data" if len(imports) == 1 else "missing imports of the data"
    return Remark("missing-imports", word(key, languages, count=len(imports)), Severity.WARNING, items=imports)


def absent_files(addresses: tuple[str, ...], languages: Sequence[str]) -> Remark:
    """Files that the catalogue offers and that no file of the data becomes."""
    key = "offered file" if len(addresses) == 1 else "offered files"
    return Remark("absent-files", word(key, languages, count=len(addresses)), Severity.WARNING, items=addresses)


def no_messages(language: str, languages: Sequence[str]) -> Remark:
    """The language that was wanted is not among those of the messages."""
    return Remark("no-messages", word("no messages", languages, language=language))
