"""Content negotiation by ``Accept`` with its weights (RFC 9110 §12.5.1), and by the name of a format in an address."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Generic, Protocol, TypeVar

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from kg.errors import NotAcceptable, phrase


class Offer(Protocol):
    """A format that can be chosen: one of ``kg.rdf.formats``, or a page."""

    @property
    def name(self) -> str: ...
    @property
    def extension(self) -> str: ...
    @property
    def media_types(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class PageFormat:
    """A format of pages, such as ``HTML``."""

    name: str
    label: str
    media_type: str
    extension: str
    aliases: tuple[str, ...] = ()

    @property
    def media_types(self) -> tuple[str, ...]:
        return (self.media_type, *self.aliases)


HTML = PageFormat("html", "HTML", "text/html", "html", ("application/xhtml+xml",))

T = TypeVar("T", bound=Offer)

_PART = re.compile(r'(?:[^",]|"(?:[^"\\]|\\.)*+"?)++', re.DOTALL)
_WEIGHT = re.compile(r"\s*q\s*=\s*(.*)", re.IGNORECASE | re.DOTALL)
_MOST_RANGES = 100
"""The media ranges of a header that are read; no known client sends that many."""


@dataclass(frozen=True, slots=True)
class Choice(Generic[T]):
    """The chosen offer, and the media type of it that the client accepts, which may be an alias."""

    offer: T
    media_type: str


def choose(accept: str | None, offers: Sequence[T], *, wanted: str | None = None) -> Choice[T]:
    """The offer that the client prefers; of equal ones the first.

    ``wanted`` is the name, extension or media type of one, and takes precedence. What names none of the offers is
    ignored, as a parameter that is not known is. Raises NotAcceptable, with the offers.
    """
    choice = named(wanted, offers) if wanted else None
    if choice:
        return choice
    accepted = parse(accept)
    if accepted is None:
        return Choice(offers[0], offers[0].media_types[0])
    best: tuple[tuple[float, int], Choice[T]] | None = None
    for offer in offers:
        for media_type in offer.media_types:
            # An alias counts only where it is named: `text/html;q=0, */*` does not accept a page as XHTML.
            rank = _rank(accepted, media_type, by_wildcard=media_type == offer.media_types[0])
            if rank[0] > 0 and (best is None or rank > best[0]):
                best = (rank, Choice(offer, _served(offer, media_type)))
    if best is None:
        raise NotAcceptable(
            phrase(
                "None of the formats offered here matches Accept: {accept}.", accept=textwrap.shorten(accept or "", 200)
            ),
            offers=_media_types(offers),
        )
    return best[1]


def parse(accept: str | None) -> MIMEAccept | None:
    """The media ranges of a header, without parameters but q; None for a header that is absent or has none.

    Empty elements of its list are ignored (RFC 9110 §5.6.1.2).

    Werkzeug does not match ``text/turtle;charset=utf-8`` with ``text/turtle``, so such parameters are removed first.
    """
    if not accept or not accept.strip():
        return None
    ranges = []
    for part in islice(_PART.finditer(accept), _MOST_RANGES):
        media_range, *parameters = part[0].split(";")
        if not media_range.strip():
            continue
        weights = [match[1].strip() for parameter in parameters if (match := _WEIGHT.match(parameter))]
        # The HTTP client of Java writes ``*; q=.2, */*; q=.2``.
        weight = [f";q={value.replace('.', '0.', 1) if value.startswith('.') else value}" for value in weights[:1]]
        ranges.append("".join(["*/*" if media_range.strip() == "*" else media_range.strip(), *weight]))
    return parse_accept_header(",".join(ranges), MIMEAccept) if ranges else None


def prefers_page(accept: str | None) -> bool:
    """Whether the client is a browser: it names HTML, and prefers problem details no more than that."""
    accepted = parse(accept)
    if accepted is None:
        return False
    html = accepted.quality("text/html")
    named = any(value in HTML.media_types for value, _ in accepted)
    return named and html > 0 and html >= max(accepted.quality("application/problem+json"), 0)


def _rank(accepted: MIMEAccept, media_type: str, *, by_wildcard: bool) -> tuple[float, int]:
    """Weight, then precision of the range: ``text/turtle, */*`` prefers Turtle, though both weigh 1."""
    kind, _, _ = media_type.partition("/")
    ranges = ((2, media_type), (1, f"{kind}/*"), (0, "*/*"))
    for specificity, media_range in ranges if by_wildcard else ranges[:1]:
        for value, quality in accepted:
            if value.lower() == media_range:
                return float(quality), specificity
    return 0.0, 0


def _served(offer: Offer, media_type: str) -> str:
    """The media type of the response: a page is HTML also for XHTML, which browsers would parse as XML."""
    return HTML.media_type if offer.name == HTML.name else media_type


def named(wanted: str, offers: Sequence[T]) -> Choice[T] | None:
    """The offer with this name, extension, media type or subtype, in any case; of several the first.

    >>> from kg.rdf.formats import GRAPH_FORMATS
    >>> [named(name, GRAPH_FORMATS).offer.name for name in ("xml", "rdf+xml", "json-ld", "N3", "text/turtle")]
    ['rdfxml', 'rdfxml', 'jsonld', 'turtle', 'turtle']
    """
    # In a query string a plus sign is a space: ``format=application/rdf+xml`` arrives as "application/rdf xml".
    name = wanted.strip().lower().removeprefix(".").partition(";")[0].rstrip().replace(" ", "+")
    for offer in offers:
        if name in offer.media_types:
            return Choice(offer, _served(offer, name))
        subtypes = [media_type.partition("/")[2] for media_type in offer.media_types]
        if name in (offer.extension, *subtypes) or name.replace("-", "") == offer.name:
            return Choice(offer, offer.media_types[0])
    return None


def _media_types(offers: Sequence[Offer]) -> list[str]:
    return [offer.media_types[0] for offer in offers]
