"""The releases as an Atom feed (`RFC 4287 <https://www.rfc-editor.org/rfc/rfc4287>`_): an entry a release."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree

MEDIA_TYPE = "application/atom+xml"
ENTRIES = 50
"""The newest releases, which the feed has."""
_ATOM = "http://www.w3.org/2005/Atom"
_XML = "http://www.w3.org/XML/1998/namespace"


@dataclass(frozen=True, slots=True)
class Entry:
    """A release: its IRI for good, what it is called, what changed in words, and where a page tells more."""

    iri: str
    title: str
    summary: str
    at: datetime
    page: str


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says of itself; ``updated`` is when it last changed. ``links`` are addresses by their relations."""

    iri: str
    title: str
    author: str
    language: str
    updated: datetime
    licences: Sequence[str]
    links: Mapping[str, tuple[str, str]]


def write(feed: Feed, entries: Sequence[Entry]) -> bytes:
    """The feed with the newest of its entries, the newest first."""
    ElementTree.register_namespace("", _ATOM)
    root = ElementTree.Element(f"{{{_ATOM}}}feed", {f"{{{_XML}}}lang": feed.language})
    _add(root, "id", feed.iri)
    _add(root, "title", feed.title)
    _add(root, "updated", _time(feed.updated))
    _add(_add(root, "author"), "name", feed.author)
    for relation, (address, media_type) in feed.links.items():
        _add(root, "link", rel=relation, href=address, type=media_type)
    for licence in feed.licences:
        _add(root, "link", rel="license", href=licence)
    for entry in sorted(entries, key=lambda entry: entry.at, reverse=True)[:ENTRIES]:
        element = _add(root, "entry")
        _add(element, "id", entry.iri)
        _add(element, "title", entry.title)
        _add(element, "updated", _time(entry.at))
        _add(element, "published", _time(entry.at))
        _add(element, "link", rel="alternate", href=entry.page, type="text/html")
        _add(element, "summary", entry.summary)
    ElementTree.indent(root, " ")
    written: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return written + b"\n"


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    element.text = text or None
    return element


def _time(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
