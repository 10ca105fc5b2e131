"""A profile: the ontology with its code lists, the shapes and the questions that projects of a field share.

The files are part of the package. Where it runs from its repository, they are those at the top of that, as the list of
what the build puts into the package says.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from kg.errors import UsageError

PACKAGE = "city-ties"
LOCK = "profile.lock"
"""The file of a project that says what the profile was whose version it names."""
_PROFILES = {"city-ties": "city_ties"}
"""The profiles by name, with their folders."""
_HERE = Path(__file__).resolve().parent
_REPOSITORY = _HERE.parents[2]


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """The files of a profile by their names in it, such as ``ontology/status.ttl``."""

    name: str
    version: str
    files: Mapping[str, Path]
    names: Mapping[Path, str]
    """The same the other way round."""

    def of(self, folder: str, suffix: str = ".ttl") -> tuple[Path, ...]:
        """The files of one of its folders, in order of their names."""
        return tuple(
            path
            for name, path in sorted(self.files.items())
            if name.rpartition("/")[0] == folder and name.endswith(suffix)
        )

    def digest(self) -> str:
        """The digest of its files (SHA-256, hexadecimal)."""
        state = hashlib.sha256()
        for name, path in sorted(self.files.items()):
            state.update(f"\n{name} {hashlib.sha256(path.read_bytes()).hexdigest()}".encode())
        return state.hexdigest()


@lru_cache(maxsize=8)
def installed(name: str) -> Profile:
    """The profile of this name that is installed; raises UsageError where there is none."""
    if name not in _PROFILES:
        raise UsageError(
            f"kg.toml: [profile] use: there is no profile {name}.", hint=f"There are: {', '.join(_PROFILES)}."
        )
    folder = _HERE / _PROFILES[name]
    roots = [(folder, "")] if folder.is_dir() else _in_repository(folder)
    files = {}
    for root, inner in roots:
        paths: Iterable[Path] = root.rglob("*") if root.is_dir() else (root,)
        for path in paths:
            if path.suffix in (".ttl", ".rq"):
                below = path.relative_to(root).as_posix() if root.is_dir() else ""
                files["/".join(part for part in (inner, below) if part)] = path
    from importlib.metadata import version  # it reads e-mail, which takes longer than all else here

    names = MappingProxyType({path: name for name, path in files.items()})
    return Profile(name, version(PACKAGE), MappingProxyType(dict(sorted(files.items()))), names)


def pinned(name: str, wanted: str, root: Path) -> Profile:
    """The profile that a project in ``root`` uses, in the version that it pins.

    Raises UsageError where another version is installed that says something else.
    """
    profile = installed(name)
    if wanted not in ("", profile.version) and not _is_same(profile, root / LOCK):
        raise UsageError(
            f"kg.toml pins {name} {wanted}, and {profile.version} is installed.",
            hint=f"kg upgrade shows what changes, and kg upgrade --apply takes it; "
            f"pip install '{PACKAGE}=={wanted}' brings the pinned one back.",
        )
    return profile


@lru_cache(maxsize=8)
def _is_same(profile: Profile, lock: Path) -> bool:
    """Whether the profile is, byte by byte, the one that the project pinned, in a later package."""
    try:
        first = lock.read_text("utf-8").split("\n", 1)[0]
    except OSError:
        return False
    return first == profile.digest()


def _in_repository(folder: Path) -> list[tuple[Path, str]]:
    """The files and folders that the build puts into the folder of a profile, with their names there."""
    try:
        settings = tomllib.loads((_REPOSITORY / "pyproject.toml").read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"The package lacks {folder}.", hint=f"Install {PACKAGE} anew.") from error
    included = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    target = folder.relative_to(_HERE.parents[1]).as_posix() + "/"
    return [
        (_REPOSITORY / source, place.removeprefix(target))
        for source, place in included.items()
        if place.startswith(target)
    ]
