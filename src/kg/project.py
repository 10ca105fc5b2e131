"""A project: a folder with ``ontology/ data/ shapes/ queries/`` and the one settings file ``kg.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode

from kg.errors import UsageError
from kg.rdf import formats
from kg.rdf.namespaces import WELL_KNOWN
from kg.settings import kg_toml
from kg.settings.kg_toml import Settings

SETTINGS_FILE = "kg.toml"


@dataclass(frozen=True, slots=True)
class Project:
    """Where the files are, and the settings."""

    root: Path
    settings: Settings

    @property
    def base(self) -> str:
        """The IRI below which the project's own IRIs lie; it ends in a slash."""
        return self.settings.base

    @property
    def languages(self) -> tuple[str, ...]:
        """The project's languages, the preferred one first."""
        return self.settings.languages

    @property
    def own_prefixes(self) -> Mapping[str, str]:
        """The prefixes of ``kg.toml``."""
        return self.settings.prefixes

    @property
    def prefixes(self) -> dict[str, str]:
        """The well-known prefixes, overlaid with the project's own."""
        return {**WELL_KNOWN, **self.own_prefixes}

    def files(self, *folders: str) -> tuple[Path, ...]:
        """The RDF files of these folders, in order of their path: a folder's own first, then those below it."""
        return tuple(
            path
            for folder in folders
            for path in sorted((self.root / folder).rglob("*"))
            if path.is_file() and formats.of_file(path.name) and not path.name.startswith(".")
        )

    def queries(self) -> tuple[Path, ...]:
        """The files of the named queries, in order of their name."""
        return tuple(sorted((self.root / "queries").glob("*.rq")))

    def rules(self) -> tuple[Path, ...]:
        """The CONSTRUCT queries of the computed graph, in the order in which they run."""
        return tuple(sorted((self.root / "ontology" / "computed").glob("*.rq")))

    def graph_name(self, path: Path) -> NamedNode:
        """``data/ghent.ttl`` is ``<base>graph/data/ghent``: folder and stem, no registry."""
        return NamedNode(f"{self.base}graph/{self.relative(path).rpartition('.')[0]}")

    def relative(self, path: Path) -> str:
        """The path as people name it: from the project's root, with slashes."""
        return path.resolve().relative_to(self.root.resolve()).as_posix()

    @property
    def computed_graph(self) -> NamedNode:
        return NamedNode(f"{self.base}graph/computed")

    @property
    def cache(self) -> Path:
        """The folder of results that can be computed again; it may be deleted at any time."""
        return self.root / ".cache"


def find(start: Path) -> Project:
    """The project that ``start`` lies in: the nearest folder upwards with a ``kg.toml``.

    Raises UsageError where there is none.
    """
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / SETTINGS_FILE).is_file():
            return load(folder)
    raise UsageError(
        f"{start} is not in a project: there is no {SETTINGS_FILE} here or in a folder above.",
        hint="Go to the project's folder, or name it with --project DIR.",
    )


def load(root: Path) -> Project:
    """The project in this folder; raises UsageError for a setting that is missing, unknown or invalid."""
    return Project(root, kg_toml.read(root / SETTINGS_FILE))
