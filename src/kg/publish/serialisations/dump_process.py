"""A large dump, written by a process of its own: what it needs of memory goes when it is done.

``python -m kg.publish.serialisations.dump_process`` reads a line of JSON that says how, then the statements as N-Quads,
and writes the dump to standard output. It is started afresh and not forked, for a server has threads.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import IO

import pyoxigraph
from pyoxigraph import RdfFormat

from kg.errors import ServiceBusy, phrase
from kg.project import Project
from kg.publish.serialisations import dump, json_ld
from kg.publish.serialisations.dump import Dump
from kg.publish.serialisations.json_ld import Terms
from kg.rdf import formats
from kg.rdf.formats import Format
from kg.revision import Revision
from kg.settings.kg_toml import Settings

_LATER = 30
_NICE = 5


def write(revision: Revision, wanted: Dump, form: Format, target: IO[bytes]) -> None:
    """Write the dump to ``target``, a file of the system. Raises ServiceBusy where there is no room for that."""
    task = {
        "base": revision.project.base,
        "prefixes": revision.project.prefixes,
        "terms": asdict(json_ld.terms(revision)),
        "form": form.extension,
    }
    path = os.pathsep.join(folder for folder in sys.path if folder)
    process = subprocess.Popen(
        [sys.executable, "-m", "kg.publish.serialisations.dump_process"],
        stdin=subprocess.PIPE,
        stdout=target,
        env={**os.environ, "PYTHONPATH": path},
        start_new_session=True,
    )
    assert process.stdin
    try:
        with process.stdin as source:
            source.write(json.dumps(task).encode() + b"\n")
            pyoxigraph.serialize(dump.statements(revision, wanted), source, RdfFormat.N_QUADS)
    except BrokenPipeError:
        pass  # it has ended, and its status tells
    finally:
        failed = process.wait()
    if failed:
        raise ServiceBusy(
            phrase("The dump {name}.{extension} could not be made.", name=wanted.name, extension=form.extension),
            retry_after=_LATER,
        )


def main() -> None:
    """Be that process."""
    os.nice(_NICE)
    source = sys.stdin.buffer
    task = json.loads(source.readline())
    project = Project(Path(), Settings(task["base"], prefixes=task["prefixes"]))
    form = formats.of_file(f"dump.{task['form']}")
    assert form is not None
    quads = pyoxigraph.parse(source, RdfFormat.N_QUADS)
    sys.stdout.buffer.write(dump.text(quads, form, project, Terms(**task["terms"])))


if __name__ == "__main__":
    main()
