"""What a project's profile said when the project was made or upgraded: a digest for each term, shape and question.

The file ``profile.lock`` has the digest of the whole in its first line and then a line for each part, so that what
another version of the package changes can be told without having the one before.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import UsageError
from kg.profiles.shipped_profile import LOCK, Profile

_END_OF_BLOCK = re.compile(r"^\.\n", re.MULTILINE)
_TEXT = re.compile(r"(?:sh:message|skos:prefLabel|rdfs:label|dct:title) (\".*\")@en|^#\+ *en: (.*)", re.MULTILINE)
"""What a part says of itself in English: a rule, a name, or a question."""
_LINE = re.compile(r"([0-9a-f]{12}) (\S+)(?: (\S+))?")


@dataclass(frozen=True, slots=True)
class ProfileChange:
    """A part of a profile that a version adds, changes or removes: a file, or a block of a Turtle file.

    ``text`` is what it says of itself now.
    """

    kind: str
    file: str
    subject: str
    text: str = ""

    def __str__(self) -> str:
        place = f" ({self.file})" if self.subject else ""
        return f"{self.kind:8} {self.subject or self.file}{place}" + (f": {self.text}" if self.text else "")


def written(profile: Profile) -> str:
    """The text of the file for a profile."""
    lines = [f"{digest} {file} {subject}".rstrip() for (file, subject), digest in _parts(profile).items()]
    return "\n".join([profile.digest(), *lines]) + "\n"


def changes(profile: Profile, root: Path) -> list[ProfileChange]:
    """What the profile says otherwise than when the project in ``root`` pinned it; raises UsageError without a lock."""
    before, after, texts = _read(root / LOCK), _parts(profile), _texts(profile)
    changed = sorted(part for part in before.keys() | after.keys() if before.get(part) != after.get(part))
    return [
        ProfileChange(
            "added" if part not in before else "removed" if part not in after else "changed",
            *part,
            _own_words(texts.get(part, "")),
        )
        for part in changed
    ]


def _parts(profile: Profile) -> Mapping[tuple[str, str], str]:
    """The digests by file and by the subject of a block, whose form is the canonical one."""
    return {part: hashlib.sha256(text.encode()).hexdigest()[:12] for part, text in _texts(profile).items()}


def _texts(profile: Profile) -> Mapping[tuple[str, str], str]:
    files = sorted(profile.files.items())
    return {(name, subject): text for name, path in files for subject, text in _blocks(path)}


def _own_words(text: str) -> str:
    """The first English text of a part."""
    match = _TEXT.search(text)
    return (match[1] or match[2]).strip('"') if match else ""


def _blocks(path: Path) -> Iterator[tuple[str, str]]:
    text = path.read_text("utf-8")
    if path.suffix != ".ttl":
        yield "", text
        return
    *blocks, _ = _END_OF_BLOCK.split(text)
    for number, block in enumerate(blocks):
        # Before the first block stand comments, BASE and prefixes.
        described = block.lstrip("\n") if number else block.rpartition("\n\n")[2]
        yield described.partition("\n")[0], described


def _read(path: Path) -> Mapping[tuple[str, str], str]:
    try:
        lines = path.read_text("utf-8").splitlines()[1:]
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read, so what the profile was is not known.",
            hint="kg upgrade --apply writes it for the version that is installed.",
        ) from error
    known: dict[tuple[str, str], str] = {}
    for number, line in enumerate(lines, 2):
        if not (match := _LINE.fullmatch(line)):
            raise UsageError(f"{path}:{number}: this is no line of {LOCK}.", hint="kg upgrade --apply writes it anew.")
        known[match[2], match[3] or ""] = match[1]
    return known
