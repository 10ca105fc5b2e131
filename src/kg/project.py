"""A project: a folder with ``ontology/ data/ shapes/ queries/`` and the one settings file ``kg.toml``."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from urllib.parse import quote

from pyoxigraph import NamedNode

from kg.errors import UsageError
from kg.input.inputs import Inputs, path_of
from kg.input.matching import Matched, in_folder, of_patterns
from kg.profiles import shipped_profile
from kg.profiles.shipped_profile import Profile
from kg.rdf import formats
from kg.rdf.formats import Format
from kg.rdf.namespaces import FIELDS, WELL_KNOWN
from kg.settings import kg_toml
from kg.settings.kg_toml import Settings
from kg.translations import project_catalogue

SETTINGS_FILE = "kg.toml"
ONTOLOGY, DATA, SHAPES = "ontology", "data", "shapes"
BACKGROUND = "background"
"""Files that are looked at and not judged; they are named one by one, and have no folder."""
_UNESCAPED = "/:@!$&'()*+,;=~-._"


@dataclass(frozen=True, slots=True)
class Project:
    """Where the files are, and the settings.

    ``past_rules`` are the rules of a former state of the project, which run instead of those that it has now.
    """

    root: Path
    settings: Settings
    inputs: Inputs = field(default_factory=Inputs)
    past_rules: tuple[Path, ...] | None = None

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
    def is_in_memory(self) -> bool:
        """Whether the project is made of files that somebody named, without folders and settings of its own."""
        return self.inputs.by_folder is not None

    @property
    def own_namespace(self) -> str | None:
        """The namespace of the project's own terms: that of the first prefix of ``kg.toml``."""
        return next(iter(self.own_prefixes.values()), None)

    @property
    def prefixes(self) -> dict[str, str]:
        """The well-known prefixes, overlaid with the project's own: as its files and its readers write names."""
        return {**WELL_KNOWN, **self.own_prefixes}

    @property
    def query_prefixes(self) -> dict[str, str]:
        """The prefixes of the queries that stand in this package, which mean the same in every project."""
        return {**self.prefixes, **WELL_KNOWN, **FIELDS}

    @property
    def profile(self) -> Profile | None:
        """The profile that the project uses; raises UsageError for one that is not installed in its version."""
        used = self.settings.profile
        return shipped_profile.pinned(used.use, used.version, self.root) if used.use else None

    def files(self, *folders: str) -> tuple[Path, ...]:
        """The RDF files of these folders: those of the profile, then the project's own.

        They are in order of their path: a folder's own first, then those below it.
        """
        return tuple(chain.from_iterable(self._matched(folder).files for folder in folders))

    def last_change(self, *folders: str) -> datetime | None:
        """When the RDF files of these folders, or which there are, changed last, to the second; None if nothing tells.

        A file that was added or removed changes its folder; the settings are part of how statements are written.
        """
        files = self.files(*folders)
        settings = () if self.is_in_memory else (self.root / "kg.toml",)
        times: list[float] = []
        for path in (*files, *dict.fromkeys(path.parent for path in files), *settings):
            with contextlib.suppress(OSError):
                times.append(path.stat().st_mtime)
        return datetime.fromtimestamp(int(max(times)), UTC) if times else None

    def unread(self, *folders: str) -> tuple[Path, ...]:
        """The files and hidden folders in these folders that look like data and are not read."""
        return tuple(chain.from_iterable(self._matched(folder).unread for folder in folders))

    def set_aside(self, *folders: str) -> tuple[Path, ...]:
        """The files in these folders that are not read and look like no data: texts, tables, pictures."""
        return tuple(chain.from_iterable(self._matched(folder).set_aside for folder in folders))

    def is_named(self, path: Path) -> bool:
        """Whether somebody named the file itself, not a folder, pattern or archive that has it; the project its own."""
        matched = (self.inputs.by_folder or {}).values()
        return not self.is_in_memory or path in self.inputs.held or any(path in part.named for part in matched)

    def _matched(self, folder: str) -> Matched:
        if self.inputs.by_folder is not None:
            return self.inputs.by_folder.get(folder, Matched(()))
        profile = self.profile
        return Matched(profile.of(folder)) | self._own(folder) if profile else self._own(folder)

    def _own(self, folder: str) -> Matched:
        patterns = self.settings.files.of(folder)
        if patterns:
            return of_patterns(patterns, self.root)
        path = self.root / folder
        return in_folder(path) if path.is_dir() else Matched(())

    def queries(self) -> tuple[Path, ...]:
        """The files of the named queries, in order of their name; one of the project's own replaces the profile's."""
        if self.is_in_memory:
            return ()
        shared = self.profile.of("queries", ".rq") if self.profile else ()
        by_name = {path.stem: path for path in (*shared, *(self.root / "queries").glob("*.rq"))}
        return tuple(by_name[name] for name in sorted(by_name))

    def pages(self) -> tuple[Path, ...]:
        """The texts of the site, in Markdown."""
        return () if self.is_in_memory else tuple(sorted((self.root / "pages").glob("*.md")))

    def rules(self) -> tuple[Path, ...]:
        """The CONSTRUCT queries of the computed graph, in the order in which they run."""
        if self.past_rules is not None:
            return self.past_rules
        if self.is_in_memory:
            return ()
        shared = self.profile.of("ontology/computed", ".rq") if self.profile else ()
        return (*shared, *sorted((self.root / "ontology" / "computed").glob("*.rq")))

    def catalogues(self) -> Mapping[str, str]:
        """The translations of the interface that the project adds, by language; raises UsageError."""
        return {} if self.is_in_memory else project_catalogue.read(self.root)

    def earlier_ontologies(self) -> dict[str, Path]:
        """The files of the ontology's earlier versions by their version: ``versions/0.1.0.ttl`` is ``0.1.0``.

        They are published as they were and belong to no graph.
        """
        if self.is_in_memory:
            return {}
        return {path.stem: path for path in sorted((self.root / "versions").glob("*.ttl"))}

    def graph_name(self, path: Path) -> NamedNode:
        """``data/ghent.ttl`` is ``<base>graph/data/ghent``: its path without suffix, percent-encoded, no registry."""
        name = formats.without_suffix(self.relative(path))
        return NamedNode(f"{self.base}graph/{quote(os.fsencode(name), safe=_UNESCAPED)}")

    def relative(self, path: Path) -> str:
        """The path as people name it: from the project's root, with slashes; in full where it lies elsewhere.

        A file of the profile has its name there, wherever the package is.
        """
        held = self.inputs.name(path)
        if held is not None:
            return held
        if self.settings.profile.use and (
            shared := shipped_profile.installed(self.settings.profile.use).names.get(path)
        ):
            return shared
        for full, root in ((_absolute(path), _absolute(self.root)), (path.resolve(), self.root.resolve())):
            if full.is_relative_to(root):
                return full.relative_to(root).as_posix()
        return _absolute(path).as_posix()

    def format_of(self, path: Path) -> Format | None:
        """The RDF format of a file."""
        return self.inputs.format_of(path)

    def content(self, path: Path) -> bytes:
        """The bytes of a file as the parser gets them: decompressed, and with its JSON-LD contexts in place."""
        return self.inputs.content(path, self.relative(path))

    def text(self, path: Path) -> str:
        """The text of a file as it is written; raises DatasetError for one that is not in UTF-8."""
        return self.inputs.text(path, self.relative(path))

    def prepared(self, path: Path, text: str) -> str:
        """The text of a file, or one made of it, as the parser gets it."""
        return self.inputs.prepared(text, path, self.relative(path))

    def base_of(self, path: Path) -> str:
        """The IRI against which a file's relative IRIs are resolved: the project's base, else the file's own.

        See `RFC 3986 §5.1 <https://www.rfc-editor.org/rfc/rfc3986#section-5.1>`_.
        """
        return self.inputs.location(path) if self.is_in_memory and self.base.startswith("file:") else self.base

    def imported_file(self, iri: str) -> Path | None:
        """The file of an ontology that another one imports: as the settings map it, or as its own IRI says.

        Raises UsageError where the settings lead to no file.
        """
        if iri in self.settings.imports:
            path = self.root / self.settings.imports[iri]
            if not path.is_file():
                raise UsageError(f"[imports] in {self.root / SETTINGS_FILE}: {iri} leads to {path}, which is no file.")
            return path
        beside = Path(path_of(iri)) if iri.startswith("file:") else None
        return beside if beside and beside.is_file() and formats.of_input(beside.name) else None

    @property
    def computed_graph(self) -> NamedNode:
        return NamedNode(f"{self.base}graph/computed")

    @property
    def state(self) -> Path:
        """The folder of what is known of former runs, which cannot be computed again."""
        return self.root / ".state"

    @property
    def cache(self) -> Path:
        """The folder of results that can be computed again; it may be deleted at any time."""
        if self.is_in_memory:
            own = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:16]
            return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "city-ties" / own
        return self.root / ".cache"


def find(start: Path) -> Project:
    """The project that ``start`` lies in: the nearest folder upwards with a ``kg.toml``.

    Raises UsageError where there is none.
    """
    return required(nearest(start))


def nearest(start: Path) -> Project:
    """The project that ``start`` lies in, else one in memory, without files, whose names start from there."""
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / SETTINGS_FILE).is_file():
            return load(folder)
    return Project(here, Settings(base=here.as_uri().rstrip("/") + "/"), Inputs(by_folder={}))


def required(project: Project) -> Project:
    """The same project; raises UsageError for one in memory, which has no settings and no folders."""
    if project.is_in_memory:
        raise UsageError(
            f"{project.root} is not in a project: there is no {SETTINGS_FILE} here or in a folder above.",
            hint="Go to the project's folder, or name it with --project DIR.",
        )
    return project


def load(root: Path) -> Project:
    """The project in this folder; raises UsageError for a setting that is missing, unknown or invalid."""
    settings = kg_toml.read(root / SETTINGS_FILE)
    return Project(root, settings, Inputs(contexts={iri: root / file for iri, file in settings.contexts.items()}))


def _absolute(path: Path) -> Path:
    """The path from the root of the file system, its links as they are."""
    return Path(os.path.abspath(path))
