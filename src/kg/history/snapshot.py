"""A state of a project or of files, to compare it with another: on disk, or at a git revision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import DefaultGraph, Quad

from kg import dataset as datasets
from kg import loose_files
from kg import project as projects
from kg.dataset import SHAPES_FOLDERS, Dataset
from kg.errors import UsageError
from kg.project import SETTINGS_FILE, Project, required
from kg.validation.positions.data_positions import Files, Part, Place, Target
from kg.validation.selection.git_checkout import checkout

WORK_TREE = "work tree"
_QUERIES = ("queries",)
_NOWHERE = "http://relative.invalid/"
"""What relative IRIs of files without a project are read against, so that a copy elsewhere says the same."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """``name`` is what the reader calls it; ``shapes`` are those of a project, and empty for files.

    ``prefix`` goes before the names of its files, where they are not those of the reader's own folder.
    """

    name: str
    project: Project
    dataset: Dataset
    shapes: Dataset
    prefix: str = ""

    def rules(self) -> tuple[str, str, Mapping[str, str]]:
        """What decides beside the statements what follows from them: shapes, queries and settings."""
        queries = datasets.digest(self.project, (*self.project.rules(), *self.project.queries()))
        return self.shapes.digest, queries, self.project.prefixes

    def places(self, quads: Iterable[Quad]) -> dict[Quad, Place]:
        """Where these of its statements stand in its files."""
        targets = {quad: Target(quad, Part.OBJECT) for quad in quads}
        places = Files(self.project, self.dataset).places(targets.values())
        return {
            quad: replace(places[target], file=f"{self.prefix}{places[target].file}")
            for quad, target in targets.items()
            if target in places
        }

    def statements(self, *, by_graph: bool) -> Iterator[tuple[Quad, Quad]]:
        """Each statement as it is compared, and as it is in the dataset.

        Without ``by_graph``, those of a file that names no graph itself are in the default graph, so that the names of
        files do not matter.
        """
        own = set() if by_graph else {self.project.graph_name(path) for path in self.dataset.files}
        for quad in self.dataset.quads:
            if quad.graph_name in own:
                yield Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()), quad
            else:
                yield quad, quad


@contextmanager
def opened(project: Project, argument: str | None, here: Path) -> Iterator[Snapshot]:
    """What an argument names: a folder with a project, files, else a git revision; None is the project as it is.

    Raises UsageError for what is none of these, DatasetError for a file that cannot be read.
    """
    if argument is None:
        yield _of_project(WORK_TREE, required(project))
    elif not argument.strip():
        raise UsageError(
            "The name of what is compared is empty.", hint="Name a file, a folder or a git revision, such as HEAD~1."
        )
    elif (folder := here / argument) and (folder / SETTINGS_FILE).is_file():
        yield replace(_of_project(argument, projects.load(folder)), prefix=f"{argument.rstrip('/')}/")
    elif folder.exists() or project.is_in_memory or any(sign in argument for sign in "*:"):
        yield _of_files(argument, project, here)
    else:
        with ExitStack() as stack:
            try:
                past = stack.enter_context(checkout(project, argument, _QUERIES))
            except UsageError as error:
                raise UsageError(f"There is no file {argument}, and {error.message}", hint=error.hint) from error
            if past.project is None:
                raise UsageError(f"There was no project in this folder at {argument}: it had no {SETTINGS_FILE}.")
            yield replace(_of_project(argument, past.project), prefix=f"{argument}:")


def _of_project(name: str, project: Project) -> Snapshot:
    return Snapshot(name, project, datasets.load(project), datasets.load(project, SHAPES_FOLDERS))


def _of_files(name: str, around: Project, here: Path) -> Snapshot:
    project = loose_files.of_files(around, [name], here=here)
    if around.is_in_memory:
        project = replace(project, settings=replace(project.settings, base=_NOWHERE))
    return Snapshot(name, project, datasets.load(project), datasets.load(project, SHAPES_FOLDERS))
