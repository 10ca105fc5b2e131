"""Content codings (RFC 9110 §8.4): compresses responses with the coding that the client prefers.

Of several with the same weight, the first of zstd, br and gzip is taken, each at its fastest level: on 2.5 MB of
solutions these take 1, 2 and 35 ms. The entity tag names the coding too, as each coding is a representation of its own.
"""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import brotli  # type: ignore[import-untyped]
from werkzeug.datastructures import ETags

from kg.query_engine.answer import Answer, Gathering

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LEAST = 1_024
"""The size in bytes below which coding costs more than it saves."""
_THOROUGH_BYTES = 4 << 20

_QUALITY = re.compile(r"q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Coding:
    """A content coding by its registered name; ``thorough`` and ``brisk`` are its levels for small and large files."""

    name: str
    at_level: Callable[[Iterable[bytes], int], Iterator[bytes]]
    thorough: int
    brisk: int

    def encode(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Code a body that is sent once, at the fastest level."""
        return self.at_level(chunks, 1)

    def encode_to_keep(self, chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
        """Code a body that is sent often; a large ``size`` at a level that takes half a second for 100 MB."""
        return self.at_level(chunks, self.thorough if size <= _THOROUGH_BYTES else self.brisk)


def _zstd(chunks: Iterable[bytes], level: int) -> Iterator[bytes]:
    coder = zstd.ZstdCompressor(level=level)
    last = b""
    for chunk in chunks:
        if last:
            yield coder.compress(last)
        last = chunk
    # Of a body in one chunk it learns the size, and then a small one takes a hundredth of the time.
    yield coder.compress(last, coder.FLUSH_FRAME)


def _brotli(chunks: Iterable[bytes], level: int) -> Iterator[bytes]:
    coder = brotli.Compressor(quality=level)
    for chunk in chunks:
        yield coder.process(chunk)
    yield coder.finish()


def _gzip(chunks: Iterable[bytes], level: int) -> Iterator[bytes]:
    coder = zlib.compressobj(level, wbits=31)
    for chunk in chunks:
        yield coder.compress(chunk)
    yield coder.flush()


CODINGS = (Coding("zstd", _zstd, 15, 9), Coding("br", _brotli, 9, 5), Coding("gzip", _gzip, 9, 6))


def accepted(header: str | None, available: Iterable[Coding] = CODINGS) -> Coding | None:
    """The available coding that an Accept-Encoding header prefers; None for identity.

    >>> accepted("gzip, br;q=0.5").name
    'gzip'
    >>> accepted("gzip;q=0.2, identity;q=0.8")
    """
    if not header:
        return None
    weights = dict(map(_weight, header.lower().split(",")))
    any_other = weights.get("*", 0.0)
    # Identity is always acceptable, but preferred only where the header gives it a weight.
    best, chosen = weights.get("identity", 0.0), None
    for coding in available:
        weight = weights.get(coding.name, any_other)
        if weight > best or (weight == best and weight > 0 and chosen is None):
            best, chosen = weight, coding
    return chosen


def _weight(part: str) -> tuple[str, float]:
    name, _, parameters = part.partition(";")
    match = _QUALITY.search(parameters)
    return name.strip().removeprefix("x-"), float(match[1]) if match else 1.0 if not parameters.strip() else 0.0


def encode(answer: Answer, coding: Coding) -> Answer:
    """The complete answer in this coding, so that sending cannot fail halfway; closes the given one."""
    gathering = Gathering()
    with answer:
        for chunk in coding.encode(answer.chunks()):
            gathering.add(chunk)
    return gathering.whole(answer.format)


def tag(etag: str, coding: Coding | None) -> str:
    """The entity tag of a representation in this coding."""
    return f"{etag}-{coding.name}" if coding else etag


def tag_as(etag: str, media_type: str, own: str) -> str:
    """The entity tag of a representation that is sent as ``media_type``, an alias perhaps of its ``own``.

    The bytes are the same, but a strong tag is for one Content-Type (RFC 9110 §8.8.3).
    """
    return etag if media_type == own else f"{etag}-{media_type.replace('/', '.')}"


def known(sent: ETags, etag: str) -> str | None:
    """The entity tag of If-None-Match that names the representation, in any coding; None where there is none."""
    candidates = (etag, *(tag(etag, coding) for coding in CODINGS))
    return next((candidate for candidate in candidates if sent.contains_weak(candidate)), None)
