"""The index of a project's releases: the file ``releases/index.json``, from which everything else is found.

It is written aside and renamed, so whoever reads it has all of a state, and a process that is killed leaves the last
one. Its releases form a chain of checksums, so that damage is found and named.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kg.errors import DatasetError
from kg.history.releases.release import GraphSize, Release, Withdrawal
from kg.project import Project

FOLDER = "releases"
INDEX = "index.json"
PATCH_SUFFIX = ".rdfp.gz"
RULES = "rules"
_VERSION = 1
_SHARED = ("rules", "prefixes")
_HINT = "Put the file back as it was, from git or a copy: a release never changes."


def folder(project: Project) -> Path:
    """The folder of the releases, whether there are any or not."""
    return project.root / FOLDER


def read(project: Project) -> tuple[Release, ...]:
    """The releases, oldest first; none where there is no index.

    Raises DatasetError, which names the release, for an index that was damaged or that has another base IRI.
    """
    if project.is_in_memory:
        return ()
    path = folder(project) / INDEX
    name = project.relative(path)
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError("the index of the releases cannot be read", file=name, hint=_HINT) from error
    try:
        held = json.loads(text)
        base, entries = held["base"], held["releases"]
        releases = _releases(entries)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DatasetError("this is no index of releases, or it was damaged", file=name, hint=_HINT) from error
    if base != project.base:
        raise DatasetError(
            f"the releases have the base {base}, and kg.toml has {project.base}",
            file=name,
            hint="Move the folder away and begin another one, or put the base back.",
        )
    _check_chain(releases, base, name)
    return releases


def write(project: Project, releases: Iterable[Release]) -> None:
    """Put another index in the place of the one that is there."""
    entries: list[dict[str, Any]] = []
    before: dict[str, Any] = {}
    for release in releases:
        entry = _entry(release)
        entries.append(_shortened(entry, before))
        before = entry
    # A release is a line, so that a commit which adds one adds a line.
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    head = f'{{"version": {_VERSION}, "base": {json.dumps(project.base)}, "releases": [\n'
    write_aside(folder(project) / INDEX, f"{head}{lines}\n]}}\n".encode())


def write_aside(path: Path, content: bytes) -> None:
    """Write a file under another name, and rename it once the disk has it: there is all of it or nothing."""
    aside = path.with_name(f".{path.name}.writing")
    try:
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def chained(release: Release, before: str) -> Release:
    """The release with its checksum, after a release with the checksum ``before``; the first is after the base."""
    entry = _entry(replace(release, chain="", withdrawn=None))
    state = f"{before}\n{json.dumps(entry)}"
    return replace(release, chain=hashlib.sha256(state.encode()).hexdigest())


def _check_chain(releases: Iterable[Release], base: str, file: str) -> None:
    before, last = base, None
    for release in releases:
        if chained(release, before).chain != release.chain:
            raise DatasetError(f"the entry of the release {release.name} was changed", file=file, hint=_HINT)
        if last and release.at <= last.at:
            raise DatasetError(f"the release {release.name} is older than the one before it", file=file, hint=_HINT)
        before, last = release.chain, release


def _entry(release: Release) -> dict[str, Any]:
    entry = {name: value for name, value in asdict(release).items() if name != "withdrawn"}
    entry["at"] = _written(release.at)
    entry["graphs"] = {graph: [size.statements, size.added, size.removed] for graph, size in release.graphs.items()}
    if release.withdrawn:
        entry["withdrawn"] = {"at": _written(release.withdrawn.at), "reasons": dict(release.withdrawn.reasons)}
    return entry


def _shortened(entry: dict[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """The entry without what is as in the release before: rules, prefixes, and graphs of which nothing changed."""
    left_out = {name for name in _SHARED if before and entry[name] == before[name]}
    graphs = {
        graph: sizes
        for graph, sizes in entry["graphs"].items()
        if sizes[1:] != [0, 0] or graph not in before.get("graphs", {})
    }
    return {name: value for name, value in {**entry, "graphs": graphs}.items() if name not in left_out}


def _releases(entries: Iterable[Mapping[str, Any]]) -> tuple[Release, ...]:
    releases: list[Release] = []
    shared: dict[str, Any] = {}
    graphs: dict[str, GraphSize] = {}
    for entry in entries:
        shared |= {name: entry[name] for name in _SHARED if name in entry}
        graphs = {graph: GraphSize(size.statements, 0, 0) for graph, size in graphs.items() if size.statements}
        graphs |= {graph: GraphSize(*map(int, sizes)) for graph, sizes in entry["graphs"].items()}
        releases.append(_release({**entry, **shared}, graphs))
    return tuple(releases)


def _release(entry: Mapping[str, Any], graphs: Mapping[str, GraphSize]) -> Release:
    withdrawn = entry.get("withdrawn")
    return Release(
        name=str(entry["name"]),
        at=_time(entry["at"]),
        digest=str(entry["digest"]),
        dataset=str(entry["dataset"]),
        shapes=str(entry["shapes"]),
        conforms=entry["conforms"],
        graphs=dict(graphs),
        rules=dict(entry["rules"]),
        prefixes=dict(entry["prefixes"]),
        identity=str(entry["identity"]),
        patch=str(entry["patch"]),
        chain=str(entry["chain"]),
        withdrawn=Withdrawal(_time(withdrawn["at"]), dict(withdrawn["reasons"])) if withdrawn else None,
    )


def _written(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _time(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
