"""Content codings (RFC 9110 §8.4): answers made smaller on their way, in the coding that the client likes best.

Where it likes several equally, the first of zstd, br and gzip is taken, each at its fastest level: on 2.5 MB of
solutions these take 1, 2 and 35 ms. An entity tag names the coding too, for another coding is another representation.
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
"""Bytes below which coding costs more than it saves."""
_THOROUGH_BYTES = 4 << 20

_QUALITY = re.compile(r"q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Coding:
    """A content coding by its registered name; ``thorough`` and ``brisk`` are its levels for what is coded once."""

    name: str
    at_level: Callable[[Iterable[bytes], int], Iterator[bytes]]
    thorough: int
    brisk: int

    def encode(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Code what is sent once, fast."""
        return self.at_level(chunks, 1)

    def encode_to_keep(self, chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
        """Code what is sent often; where ``size`` is large, so that it takes half a second for 100 MB."""
        return self.at_level(chunks, self.thorough if size <= _THOROUGH_BYTES else self.brisk)


def _zstd(chunks: Iterable[bytes], level: int) -> Iterator[bytes]:
    coder = zstd.ZstdCompressor(level=level)
    for chunk in chunks:
        yield coder.compress(chunk)
    yield coder.flush()


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


def accepted(header: str | None, there: Iterable[Coding] = CODINGS) -> Coding | None:
    """Of what is ``there``, the coding that an Accept-Encoding header asks for; None where none is liked better.

    >>> accepted("gzip, br;q=0.5").name
    'gzip'
    >>> accepted("gzip;q=0.2, identity;q=0.8")
    """
    if not header:
        return None
    qualities = dict(map(_weighed, header.lower().split(",")))
    anything = qualities.get("*", 0.0)
    # Without a word on it, identity is what nobody asked for, though everybody must take it.
    best, chosen = qualities.get("identity", 0.0), None
    for coding in there:
        quality = qualities.get(coding.name, anything)
        if quality > best or (quality == best and quality > 0 and chosen is None):
            best, chosen = quality, coding
    return chosen


def _weighed(part: str) -> tuple[str, float]:
    name, _, parameters = part.partition(";")
    found = _QUALITY.search(parameters)
    return name.strip().removeprefix("x-"), float(found[1]) if found else 1.0 if not parameters.strip() else 0.0


def encode(answer: Answer, coding: Coding) -> Answer:
    """The answer in this coding, whole again, so that nothing is sent that may still fail; the given one is closed."""
    gathering = Gathering()
    with answer:
        for chunk in coding.encode(answer.chunks()):
            gathering.add(chunk)
    return gathering.whole(answer.format)


def tag(etag: str, coding: Coding | None) -> str:
    """The entity tag of a representation in this coding."""
    return f"{etag}-{coding.name}" if coding else etag


def known(sent: ETags, etag: str) -> str | None:
    """The tag, in whatever coding, by which the client says that it has the representation."""
    tags = (etag, *(tag(etag, coding) for coding in CODINGS))
    return next((each for each in tags if sent.contains_weak(each)), None)
