"""A representation is what is published: a body, its media type, its entity tag, its links (RFC 9110 §3.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kg.revision import Revision
from kg.translations.catalogue import words_digest


@dataclass(frozen=True, slots=True)
class Link:
    """A typed link (RFC 8288); ``target`` is an absolute IRI or a path on the host that serves."""

    target: str
    relation: str
    media_type: str | None = None


@dataclass(frozen=True, slots=True)
class Representation:
    """``etag`` is the opaque part of a strong entity tag; ``language`` is set where other languages are offered.

    ``modified`` is the last day on which it can have changed.
    """

    body: bytes
    media_type: str
    etag: str
    links: tuple[Link, ...] = ()
    language: str | None = None
    modified: date | None = None


def entity_tag(revision: Revision, *varying: str) -> str:
    """The revision's digest and what the representation varies by: its format, and its language if it has one.

    The project's own translations are part of it.

    >>> from types import SimpleNamespace
    >>> entity_tag(SimpleNamespace(digest="ab" * 32), "turtle")
    'abababababababababababababababab-turtle'
    """
    words = words_digest()
    return "-".join((revision.digest[:32], *varying, *([words] if words else [])))
