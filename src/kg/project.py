"""A project: a folder with ``ontology/ data/ shapes/ queries/`` and the one settings file ``kg.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode

from kg.errors import UsageError, refuse_unknown
from kg.rdf import formats
from kg.rdf.namespaces import WELL_KNOWN

SETTINGS_FILE = "kg.toml"
_SETTINGS: dict[str, type] = {
    "base": str,
    "languages": list,
    "prefixes": dict,
    "query": dict,
    "serve": dict,
    "embed": dict,
}
_REQUIRED = ("base",)
_ANCESTOR = re.compile(r"\*|'(self|none)'|https?:|(https?://)?(\*\.)?[\w-]+(\.[\w-]+)*(:(\d+|\*))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Project:
    """Where the files are and what the settings say.

    ``base`` ends in a slash; ``languages`` are in order of preference; ``own_prefixes`` are those of ``kg.toml``;
    ``query`` and ``serve`` hold the settings of the query service and of the server as written. ``frame_ancestors`` are
    the pages that may embed ours, as the directive of that name in a Content-Security-Policy lists them.
    """

    root: Path
    base: str
    languages: tuple[str, ...] = ("en",)
    own_prefixes: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    serve: Mapping[str, Any] = field(default_factory=dict)
    frame_ancestors: str = "*"

    @property
    def prefixes(self) -> dict[str, str]:
        """The well-known prefixes, overlaid with the project's own."""
        return {**WELL_KNOWN, **self.own_prefixes}

    def files(self, *folders: str) -> tuple[Path, ...]:
        """The RDF files of these folders, in order of their path: a folder's own first, then those below it."""
        found = [
            path
            for folder in folders
            for path in sorted((self.root / folder).rglob("*"))
            if path.is_file() and formats.of_file(path.name) and not path.name.startswith(".")
        ]
        return tuple(found)

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
        """Where what can be computed again is kept; it may be deleted at any time."""
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
    """Read the project's settings; raises UsageError for one that is missing, misspelt or of the wrong type."""
    path = root / SETTINGS_FILE
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from error
    _check(path, settings)
    return Project(
        root=root,
        base=settings["base"],
        languages=tuple(settings.get("languages", ["en"])),
        own_prefixes=settings.get("prefixes", {}),
        query=settings.get("query", {}),
        serve=settings.get("serve", {}),
        frame_ancestors=settings.get("embed", {}).get("frame_ancestors", "*"),
    )


def _check(path: Path, settings: dict[str, Any]) -> None:
    for name in _REQUIRED:
        if name not in settings:
            raise UsageError(f"{path}: the setting {name} is missing.")
    refuse_unknown(settings, _SETTINGS, str(path))
    for name, value in settings.items():
        if not isinstance(value, _SETTINGS[name]):
            raise UsageError(f"{path}: {name} must be a {_SETTINGS[name].__name__}, not {value!r}.")
    _check_embed(path, settings.get("embed", {}))
    base = settings["base"]
    if not base.startswith(("http://", "https://")) or not base.endswith("/"):
        raise UsageError(f"{path}: base must be an http or https IRI that ends in a slash, not {base!r}.")


def _check_embed(path: Path, settings: dict[str, Any]) -> None:
    """The one setting of ``[embed]`` ends up in a header, so it is made of sources of CSP level 3 and nothing else."""
    for name in settings:
        if name != "frame_ancestors":
            raise UsageError(f"{path}: there is no setting {name} in [embed].", hint="There is: frame_ancestors.")
    value = settings.get("frame_ancestors", "*")
    if not isinstance(value, str) or not value or not all(_ANCESTOR.fullmatch(each) for each in value.split(" ")):
        raise UsageError(
            f"{path}: frame_ancestors in [embed] must be a list of hosts with spaces between them, not {value!r}.",
            hint="Write * for every page, 'self' for this site, or https://example.org https://*.example.com.",
        )
