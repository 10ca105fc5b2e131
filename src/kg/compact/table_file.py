"""Arrays and texts in one file, checked by its digest and bounded: a file that is damaged is as good as none.

The header is JSON, the sections follow as they are in memory; nothing in the file is executed.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from mmap import ACCESS_READ, mmap
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

_MAGIC = b"kg tables 1\n"
_DIGEST = sha256().digest_size
_LARGEST = 2**30
_ALIGNED = 8

Section = bytes | memoryview


@dataclass(frozen=True, slots=True)
class Tables:
    """A header and named sections."""

    header: Mapping[str, Any]
    sections: Mapping[str, memoryview]


def write(path: Path, header: Mapping[str, Any], sections: Mapping[str, Section]) -> bool:
    """Write a file in place of the one that is there; False where it cannot be written, or would be too large."""
    sizes = {name: len(content) for name, content in sections.items()}
    described = {"order": sys.byteorder, "sections": sizes, "header": header}
    start = json.dumps(described, separators=(",", ":")).encode()
    start += b" " * (-(len(_MAGIC) + _DIGEST + 8 + len(start)) % _ALIGNED)
    parts: list[Section] = [len(start).to_bytes(8, "little"), start]
    for content in sections.values():
        parts += [content, bytes(-len(content) % _ALIGNED)]
    if sum(map(len, parts)) > _LARGEST:
        return False
    digest = sha256()
    for part in parts:
        digest.update(part)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.writelines([_MAGIC, digest.digest(), *parts])
        os.replace(file.name, path)
    except OSError:
        return False
    return True


def read(path: Path) -> Tables | None:
    """What the file holds; None for one that is absent, damaged, too large, or of another kind of machine."""
    try:
        if path.stat().st_size > _LARGEST:
            return None
        with path.open("rb") as file:
            content = memoryview(mmap(file.fileno(), 0, access=ACCESS_READ))
    except (OSError, ValueError):  # a file without content cannot be mapped
        return None
    start = len(_MAGIC) + _DIGEST
    body = content[start:]
    if content[: len(_MAGIC)] != _MAGIC or sha256(body).digest() != content[len(_MAGIC) : start]:
        return None
    with suppress(ValueError, KeyError, TypeError, AttributeError):
        size = int.from_bytes(body[:8], "little")
        described = json.loads(bytes(body[8 : 8 + size]))
        if described["order"] != sys.byteorder:
            return None
        at, sections = 8 + size, dict[str, memoryview]()
        for name, length in described["sections"].items():
            sections[name] = body[at : at + length]
            at += length + -length % _ALIGNED
        return Tables(described["header"], sections)
    return None
