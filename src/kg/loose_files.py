"""Loose files as a project in memory: for a quick look, or to judge and query what lies in no project."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from kg.input.inputs import Inputs
from kg.project import BACKGROUND, DATA, SHAPES, Project
from kg.settings.kg_toml import Settings


def of_files(
    around: Project,
    data: Iterable[str],
    *,
    shapes: Iterable[str] = (),
    background: Iterable[str] = (),
    here: Path,
    standard_input: bytes | None = None,
) -> Project:
    """A project in memory of the files, folders, glob patterns and addresses that the arguments name.

    ``around`` has the settings; relative names start from ``here``. Raises UsageError for an argument that matches
    nothing that can be read.
    """
    inputs = replace(around.inputs, by_folder={})
    for folder, arguments in ((DATA, data), (SHAPES, shapes), (BACKGROUND, background)):
        inputs = inputs.with_arguments(folder, arguments, here, standard_input)
    return replace(around, inputs=inputs)


def to_look_at(arguments: Iterable[str], inputs: Inputs, *, here: Path) -> Project:
    """A project in memory whose folder is the one that holds everything that the arguments name.

    So their graphs and dumps have short names. Raises UsageError for an argument that matches nothing that can be read.
    """
    named = [Path(os.path.abspath(here / argument)) for argument in arguments]
    folders = [str(path if path.is_dir() else path.parent) for path in named if path.exists()]
    root = Path(os.path.commonpath(folders)) if folders else here
    around = Project(root, Settings(base=root.as_uri().rstrip("/") + "/"), inputs)
    return of_files(around, arguments, here=here)
