"""Whether a folder is what was signed; where it is not, which file differs, and in dumps which statement."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, parse

from kg.errors import DatasetError, UsageError
from kg.input import compression
from kg.rdf import formats
from kg.rdf.formats import COMPRESSED, N_QUADS
from kg.release import checksums, signature
from kg.release.checksums import SUMS
from kg.release.output_folder import MARK
from kg.release.signature import SIGNATURE, Signature

_DUMPS = "dumps/"
_SHOWN = 3


def findings(folder: Path, keys: list[Ed25519PublicKey]) -> Iterator[str]:
    """What is wrong with a folder, a line each; nothing for one that is as it was signed.

    Raises UsageError for a folder that no build wrote.
    """
    if not (folder / SUMS).is_file():
        raise UsageError(f"{folder} has no {SUMS}: it is not a folder that kg build wrote.")
    content = (folder / SUMS).read_bytes()
    try:
        sums = checksums.read(content.decode("utf-8", "replace"), SUMS)
    except UsageError as error:
        yield error.message
        return
    signed = _signature(folder)
    if signed is None:
        yield f"{SIGNATURE}: missing, or not a signature"
    elif not any(signed.is_by(key) for key in keys):
        yield f"{SIGNATURE}: not by the keys given, or changed; it names the key {signed.key}"
    elif hashlib.sha256(content).hexdigest() != signed.sums:
        yield f"{SUMS}: changed since it was signed"
    different = list(checksums.differences(folder, sums, (SUMS, SIGNATURE)))
    yield from different
    changed = {line.rpartition(": ")[0] for line in different}
    for name in sorted(changed):
        yield from _statements(folder, name, [other for other in sums if other not in changed])
    if signed is not None:
        yield from _dataset(folder, signed)


def _signature(folder: Path) -> Signature | None:
    path = folder / SIGNATURE
    return signature.read(path.read_bytes()) if path.is_file() else None


def _dataset(folder: Path, signed: Signature) -> Iterator[str]:
    """Whether the statements of all graphs are those that were signed, whatever the checksums say."""
    whole = _whole(folder)
    if whole is None:
        yield f"{MARK}: names no file with all graphs as N-Quads"
        return
    try:
        quads = list(parse((folder / whole).read_bytes(), N_QUADS.codec))
    except (SyntaxError, OSError) as error:
        yield f"{whole}: cannot be read: {error}"
        return
    if signature.canonical_digest(quads) != signed.dataset:
        yield f"{whole}: its statements are not those that were signed"


def _whole(folder: Path) -> str | None:
    """The dump of all graphs as N-Quads, as the build says."""
    if not (folder / MARK).is_file():
        return None
    try:
        name = json.loads((folder / MARK).read_bytes())["data"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    is_below = isinstance(name, str) and not name.startswith("/") and ".." not in name.split("/")
    return name if is_below and (folder / name).is_file() else None


def _statements(folder: Path, name: str, sound: list[str]) -> Iterator[str]:
    """By which statements a changed dump differs from one of the same content that is as it was signed."""
    stem = _stem(name)
    if not name.startswith(_DUMPS) or stem is None or not (folder / name).is_file():
        return
    twin = next((other for other in sound if _stem(other) == stem), None)
    if twin is None:
        return
    try:
        ours, theirs = (_triples(folder / file) for file in (name, twin))
    except (SyntaxError, ValueError, DatasetError) as error:
        yield f"{name}: cannot be read any more: {error}"
        return
    added, lost = sorted(ours - theirs), sorted(theirs - ours)
    yield from (f"{name}: added: {statement}" for statement in islice(added, _SHOWN))
    yield from (f"{name}: lost: {statement}" for statement in islice(lost, _SHOWN))
    if len(added) + len(lost) > 2 * _SHOWN:
        yield f"{name}: {len(added)} statements were added and {len(lost)} lost"


def _stem(name: str) -> str | None:
    plain = _uncompressed(name)
    form = formats.of_file(plain)
    return plain.removesuffix(f".{form.extension}") if form else None


def _uncompressed(name: str) -> str:
    return next((name.removesuffix(suffix) for suffix in COMPRESSED if name.endswith(suffix)), name)


def _triples(path: Path) -> set[str]:
    """The statements of a dump without their graphs, as text; blank nodes by their canonical labels."""
    form = formats.of_file(_uncompressed(path.name))
    assert form
    quads = {
        Quad(quad.subject, quad.predicate, quad.object) for quad in parse(compression.read(path, path.name), form.codec)
    }
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {f"{quad.triple} ." for quad in dataset}
