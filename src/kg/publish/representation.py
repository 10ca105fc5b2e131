"""A representation is what is published: a body, its media type, its entity tag, its links (RFC 9110 §3.2)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

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
    """``etag`` names a revision and what the representation varies by, see ``entity_tag``.

    ``language`` is set where other languages are offered. ``modified`` is when it can have changed last; None where
    that is not known, as where it depends on the day.
    """

    body: bytes
    media_type: str
    etag: str
    links: tuple[Link, ...] = ()
    language: str | None = None
    modified: datetime | None = None

    @property
    def content_tag(self) -> str:
        """The opaque part of the strong entity tag: it changes when the content does, and not with each revision.

        >>> Representation(b"", "text/plain", "abababababababababababababababab-turtle").content_tag
        'e3b0c44298fc1c149afbf4c8996fb924-turtle'
        """
        digest, (_, sign, varying) = hashlib.sha256(self.body).hexdigest()[:32], self.etag.partition("-")
        return digest + sign + varying


def entity_tag(revision: Revision, *varying: str) -> str:
    """The revision's digest and what the representation varies by: its format, and its language if it has one.

    The project's own translations are part of it.

    >>> from types import SimpleNamespace
    >>> entity_tag(SimpleNamespace(digest="ab" * 32), "turtle")
    'abababababababababababababababab-turtle'
    """
    words = words_digest()
    return "-".join((revision.digest[:32], *varying, *([words] if words else [])))
