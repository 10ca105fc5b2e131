"""The data of a build: every dump, each as it is and compressed, and the context of the JSON-LD.

The paths are those of the addresses on the site, so the folder can be served as it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from kg.compact import forked_tasks
from kg.errors import NotAcceptable
from kg.publish.serialisations import dump, json_ld
from kg.rdf import formats
from kg.rdf.formats import N_QUADS
from kg.release import progress
from kg.release.output_folder import MARK, OutputFolder
from kg.release.progress import Tell
from kg.revision import Revision
from kg.web.http.content_coding import CODINGS, LEAST

DUMPS = "dumps"
COMPRESSED = {"gzip": ".gz", "zstd": ".zst"}
"""The suffixes of the codings that files are compressed with."""


@dataclass(frozen=True, slots=True)
class _Task:
    name: str
    extension: str
    statements: int


def write(revision: Revision, folder: OutputFolder, tell: Tell) -> list[str]:
    """Write the files; returns why some could not be made."""
    tasks = [_Task(one.name, form.extension, one.statements) for one in dump.dumps(revision) for form in one.formats]
    tasks.sort(key=lambda task: -task.statements)
    if where := json_ld.address(revision):
        folder.write(where.lstrip("/"), [json_ld.context(revision)])
    is_large = dump.dumps(revision)[0].statements > dump.MADE_ON_REQUEST_ABOVE
    results = forked_tasks.run(partial(_write, revision, folder), tasks, each_alone=is_large)
    counted = progress.counted(results, len(tasks), tell, what="dumps")
    return [refusal for refusal in counted if refusal]


def mark(revision: Revision, folder: OutputFolder) -> None:
    """Write the file that says which revision the folder has, and that a build wrote it."""
    about = {
        "base": revision.project.base,
        "data": f"{DUMPS}/{dump.complete_name(revision)}.{N_QUADS.extension}",
        "day": revision.day.isoformat(),
        "revision": revision.digest,
        "dataset": revision.dataset.digest,
        "statements": sum(revision.sizes().values()),
    }
    folder.write(MARK, [json.dumps(about, indent=1, sort_keys=True).encode() + b"\n"])


def compressed(name: str, body: bytes) -> Iterator[tuple[str, Iterable[bytes]]]:
    """The compressed variants of a file, by their names; none of one so small that nothing is gained."""
    for coding in CODINGS if len(body) >= LEAST else ():
        if coding.name in COMPRESSED:
            yield name + COMPRESSED[coding.name], coding.encode_to_keep([body], len(body))


def _write(revision: Revision, folder: OutputFolder, task: _Task) -> str | None:
    form = formats.of_file(f"dump.{task.extension}")
    assert form is not None
    name = f"{DUMPS}/{task.name}.{task.extension}"
    try:
        body = dump.represent(revision, task.name, form).body
    except NotAcceptable as error:
        return f"{name}: {error.message}"
    folder.write(name, [body])
    for variant, chunks in compressed(name, body):
        folder.write(variant, chunks)
    return None
