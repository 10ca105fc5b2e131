"""Which of the offers a client gets: ``?format=`` first, then ``Accept`` with its q-values (RFC 9110 §12.5.1)."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Generic, Protocol, TypeVar

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from kg.errors import NotAcceptable


class Offer(Protocol):
    """What can be chosen: a format of ``kg.rdf.formats``, or a page."""

    @property
    def name(self) -> str: ...
    @property
    def extension(self) -> str: ...
    @property
    def media_types(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class PageFormat:
    """A page for people; there is one: ``HTML``."""

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
"""Media ranges of a header that are read, many more than any client sends that means them."""


@dataclass(frozen=True, slots=True)
class Choice(Generic[T]):
    """The offer, and the one of its media types that the client asked for: who accepts only that gets only that."""

    offer: T
    media_type: str


def choose(accept: str | None, offers: Sequence[T], *, wanted: str | None = None) -> Choice[T]:
    """The offer that the client prefers, the earlier one where it has no preference.

    ``wanted`` names it outright: by name, extension or media type. Raises NotAcceptable, with the offers.
    """
    if wanted:
        return _named(wanted, offers)
    accepted = parse(accept)
    if accepted is None:
        return Choice(offers[0], offers[0].media_types[0])
    best: tuple[tuple[float, int], Choice[T]] | None = None
    for offer in offers:
        for media_type in offer.media_types:
            # Aliases count only where they are named: `text/html;q=0, */*` does not ask for a page called XHTML.
            rank = _rank(accepted, media_type, widely=media_type == offer.media_types[0])
            if rank[0] > 0 and (best is None or rank > best[0]):
                best = (rank, Choice(offer, _served(offer, media_type)))
    if best is None:
        raise NotAcceptable(f"Nothing here is {textwrap.shorten(accept or '', 200)}.", offers=_media_types(offers))
    return best[1]


def parse(accept: str | None) -> MIMEAccept | None:
    """The header's ranges without parameters other than q; None for a header that is absent or empty.

    Werkzeug takes ``text/turtle;charset=utf-8`` for another type than ``text/turtle``, so such parameters go first.
    """
    if not accept or not accept.strip():
        return None
    plain = []
    for part in islice(_PART.finditer(accept), _MOST_RANGES):
        media_range, *parameters = part[0].split(";")
        weights = [match[1].strip() for each in parameters if (match := _WEIGHT.match(each))]
        # Java's own client writes ``*; q=.2, */*; q=.2``.
        weight = [f";q={each.replace('.', '0.', 1) if each.startswith('.') else each}" for each in weights[:1]]
        plain.append("".join(["*/*" if media_range.strip() == "*" else media_range.strip(), *weight]))
    return parse_accept_header(",".join(plain), MIMEAccept)


def prefers_page(accept: str | None) -> bool:
    """Whether a person's browser asks: it names HTML, and nothing of a machine's before it."""
    accepted = parse(accept)
    if accepted is None:
        return False
    html = accepted.quality("text/html")
    named = any(value in HTML.media_types for value, _ in accepted)
    return named and html > 0 and html >= max(accepted.quality("application/problem+json"), 0)


def _rank(accepted: MIMEAccept, media_type: str, *, widely: bool) -> tuple[float, int]:
    """Quality, then how exactly it was named: ``text/turtle, */*`` asks for Turtle although both weigh 1."""
    kind, _, _ = media_type.partition("/")
    ranges = ((2, media_type), (1, f"{kind}/*"), (0, "*/*"))
    for specificity, media_range in ranges if widely else ranges[:1]:
        for value, quality in accepted:
            if value.lower() == media_range:
                return float(quality), specificity
    return 0.0, 0


def _served(offer: Offer, media_type: str) -> str:
    """An XHTML page would be parsed as XML; ours is HTML."""
    return HTML.media_type if offer.name == HTML.name else media_type


def _named(wanted: str, offers: Sequence[T]) -> Choice[T]:
    name = wanted.strip().lower().removeprefix(".")
    for offer in offers:
        if name in (offer.name, offer.extension):
            return Choice(offer, offer.media_types[0])
        # In a query string a plus sign is a space: ``format=application/rdf+xml`` arrives as "application/rdf xml".
        if name.replace(" ", "+") in offer.media_types:
            return Choice(offer, _served(offer, name.replace(" ", "+")))
    raise NotAcceptable(f"There is no format {wanted} here.", offers=_media_types(offers))


def _media_types(offers: Sequence[Offer]) -> list[str]:
    return [offer.media_types[0] for offer in offers]
