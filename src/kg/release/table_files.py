"""Everything of each class as a table: CSV with its metadata, a workbook, and GeoJSON where there are places.

Beside them stands their description for machine learning, with the digests of the CSV files.
"""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import PurePosixPath

from pyoxigraph import NamedNode

from kg.compact import forked_tasks
from kg.publish.data_catalogue import croissant
from kg.publish.data_catalogue.croissant import TableFile
from kg.publish.tables import class_table, csvw_metadata, table_forms
from kg.publish.tables.comma_separated import Header
from kg.release import progress
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
    names = class_table.file_names(reader, kinds)
    results = forked_tasks.run(partial(_write, reader, folder, names), kinds, few=0)
    files = sorted(progress.counted(results, len(kinds), tell, what="tables"), key=lambda file: file.name)
    if not croissant.lacking(revision):
        page = f"{revision.project.base}data"
        folder.write(croissant.FILE, [croissant.document(revision, files, page, is_live=False)])
    return refusals


def _write(reader: Reader, folder: OutputFolder, names: dict[NamedNode, str], kind: NamedNode) -> TableFile:
    table = class_table.of_class(reader, kind)
    stem = f"{TABLES}/{names[kind]}"
    for form in table_forms.FORMS:
        if table.has_places or not form.needs_places:
            folder.write(f"{stem}.{form.extension}", [form.write(table, Header.TITLES, False)])
    own = f"{stem}.{table_forms.CSV.extension}"
    folder.write(own + csvw_metadata.SUFFIX, [csvw_metadata.write(table, PurePosixPath(own).name)])
    body = (folder.staging / own).read_bytes()
    columns = croissant.columns(table, Header.TITLES)
    return TableFile(names[kind], table.title, own, columns, len(body), hashlib.sha256(body).hexdigest())
