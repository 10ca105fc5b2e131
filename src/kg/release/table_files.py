"""Everything of each class as a table: CSV with its metadata, a workbook, and GeoJSON where there are places."""

from __future__ import annotations

from functools import partial
from pathlib import PurePosixPath

from pyoxigraph import NamedNode

from kg.publish.tables import class_table, csvw_metadata, table_forms
from kg.publish.tables.comma_separated import Header
from kg.release import forked_tasks, progress
from kg.release.output_folder import OutputFolder
from kg.release.progress import Tell
from kg.resources import class_counts, resource_graph
from kg.resources.language_view import Reader
from kg.revision import Revision
from kg.translations.language_tags import INTERFACE_LANGUAGES

TABLES = "tables"


def write(revision: Revision, folder: OutputFolder, tell: Tell) -> list[str]:
    """Write the tables in the project's first language; returns which classes have too much for one."""
    tag = next((tag for tag in revision.project.languages if tag in INTERFACE_LANGUAGES), INTERFACE_LANGUAGES[0])
    reader = Reader(resource_graph.of(revision), tag, tag)
    counted = class_counts.counts(revision)
    refusals = [
        f"{TABLES}/: {count:,} of {kind.value} are more than a table holds"
        for kind, count in counted
        if count > class_table.MOST
    ]
    kinds = [kind for kind, count in counted if count <= class_table.MOST]
    names = _names(reader, kinds)
    results = forked_tasks.run(partial(_write, reader, folder, names), kinds, few=0)
    for _ in progress.counted(results, len(kinds), tell, what="tables"):
        pass
    return refusals


def _names(reader: Reader, kinds: list[NamedNode]) -> dict[NamedNode, str]:
    """The name of the files of each class: its short name, with a number where two are alike on some system."""
    names: dict[NamedNode, str] = {}
    taken: set[str] = set()
    for kind in sorted(kinds, key=lambda kind: kind.value):
        plain = "".join(letter if letter.isalnum() else "-" for letter in reader.short(kind)).strip("-") or "class"
        name, number = plain, 1
        while name.casefold() in taken:
            number += 1
            name = f"{plain}-{number}"
        taken.add(name.casefold())
        names[kind] = name
    return names


def _write(reader: Reader, folder: OutputFolder, names: dict[NamedNode, str], kind: NamedNode) -> None:
    table = class_table.of_class(reader, kind)
    stem = f"{TABLES}/{names[kind]}"
    for form in table_forms.FORMS:
        if table.has_places or not form.needs_places:
            folder.write(f"{stem}.{form.extension}", [form.write(table, Header.TITLES, False)])
    own = f"{stem}.{table_forms.CSV.extension}"
    folder.write(own + csvw_metadata.SUFFIX, [csvw_metadata.write(table, PurePosixPath(own).name)])
