"""The versions as a `Linked Data Event Stream <https://w3id.org/ldes/specification>`_, in pages of TriG.

A member is an activity with the thing that it is about; what is then said of the thing is in the named graph of the
member, so nothing that the data says can be taken for what the stream says. Members are only ever added, so a full
page stays as it is for ever. The one exception is a release that is withdrawn: then the pages have other addresses, and
the members the same IRIs as before. Links between pages are relative, so the pages are the same wherever they are
served.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, serialize

from kg.history.releases.release_history import ReleaseHistory
from kg.publish.feeds import change_list
from kg.publish.feeds.change_list import Version
from kg.rdf.namespaces import DCT, RDF, WELL_KNOWN, XSD

MEMBERS = 500
"""Members of a full page."""
ROOT = "ldes.trig"
"""The last part of the address of the first page, which leads to all others."""
FOLDER = "ldes"
_AS = "https://www.w3.org/ns/activitystreams#"
_TYPE, _OBJECT = NamedNode(f"{RDF}type"), NamedNode(f"{_AS}object")
_VERSION_OF, _GENERATED = NamedNode(f"{DCT}isVersionOf"), NamedNode(f"{WELL_KNOWN['prov']}generatedAtTime")
_PREFIXES = f"""\
@prefix as: <{_AS}> .
@prefix dct: <{DCT}> .
@prefix ldes: <https://w3id.org/ldes#> .
@prefix prov: <{WELL_KNOWN["prov"]}> .
@prefix tree: <https://w3id.org/tree#> .
@prefix xsd: <{XSD}> .
"""
_STREAM = """\
<{stream}> a ldes:EventStream ;
  ldes:timestampPath prov:generatedAtTime ;
  ldes:versionOfPath dct:isVersionOf ;
  ldes:versionCreateObject as:Create ;
  ldes:versionUpdateObject as:Update ;
  ldes:versionDeleteObject as:Delete ;
  tree:view <{view}> .
"""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of members, the first of the time ``since``, and the last of ``until``.

    Only the last page is not full, and may still grow.
    """

    packed: bytes
    since: datetime
    until: datetime
    is_full: bool

    @property
    def body(self) -> bytes:
        """The page in TriG."""
        return zlib.decompress(self.packed)


@dataclass(frozen=True, slots=True)
class EventStream:
    """The stream of a project. ``edition`` is part of the addresses of its pages: it changes with a withdrawal."""

    iri: str
    edition: str
    pages: Sequence[Page]

    def root(self, licences: Iterable[str] = ()) -> bytes:
        """The page that clients are given: it has no members, and leads to each page that has, with its bounds in time.

        A client that replays the stream in order, or from a time on, knows by them which pages it needs, and when.
        """
        lines = [_PREFIXES, _STREAM.format(stream=self.iri, view=ROOT)]
        lines += [f"<{self.iri}> dct:license <{licence}> .\n" for licence in licences]
        lines.append(f"<{ROOT}> a tree:Node , ldes:EventSource .\n")
        if self.pages:
            since = _written(self.pages[0].since)
            lines.append(f"<{ROOT}> ldes:retentionPolicy [ a ldes:RetentionPolicy ; ldes:startingFrom {since} ] .\n")
        for number, page in enumerate(self.pages, 1):
            node = f"<{FOLDER}/{self.edition}/{number}.trig>"
            bounds = [("GreaterThanOrEqualToRelation", page.since)]
            bounds += [("LessThanOrEqualToRelation", page.until)] if page.is_full else []
            lines += [
                f"<{ROOT}> tree:relation [ a tree:{kind} ; tree:path prov:generatedAtTime ; "
                f"tree:value {_written(bound)} ; tree:node {node} ] .\n"
                for kind, bound in bounds
            ]
        return "".join(lines).encode()


def of(history: ReleaseHistory, root: str) -> EventStream:
    """The stream of the releases of the site at ``root``, which ends in a slash."""
    iri = f"{root}changes/{ROOT}#stream"
    withdrawn = [release.name for release in history.releases if release.withdrawn]
    edition = hashlib.sha256(" ".join(withdrawn).encode()).hexdigest()[:8]
    members = (version for _, made in change_list.versions(history) for version in made)
    return EventStream(iri, edition, tuple(_pages(members, iri)))


def _pages(members: Iterable[Version], stream: str) -> Iterator[Page]:
    waiting: list[Version] = []
    number = 1
    for member in members:
        waiting.append(member)
        if len(waiting) == MEMBERS:
            yield _page(waiting, number, stream)
            number += 1
            waiting = []
    if waiting:
        yield _page(waiting, number, stream)


def _page(members: Sequence[Version], number: int, stream: str) -> Page:
    view, is_full = f"../../{ROOT}", len(members) == MEMBERS
    head = [_PREFIXES, _STREAM.format(stream=stream, view=view), f"<{number}.trig> a tree:Node .\n"]
    if is_full:
        head.append(f"<{number}.trig> ldes:immutable true .\n")
    quads = [quad for place, member in enumerate(members) for quad in _quads(member, stream, place)]
    written = serialize(quads, format=RdfFormat.TRIG)
    assert written is not None
    return Page(zlib.compress("".join(head).encode() + written), members[0].release.at, members[-1].release.at, is_full)


def _quads(version: Version, stream: str, place: int) -> Iterator[Quad]:
    """A member: in the default graph what became of which thing and when, in its own graph what the thing then says."""
    digest = hashlib.sha256(version.thing.value.encode()).hexdigest()[:16]
    member = NamedNode(f"{stream.removesuffix('#stream')}#{version.release.name}-{digest}")
    yield Quad(NamedNode(stream), NamedNode("https://w3id.org/tree#member"), member)
    yield Quad(member, _TYPE, NamedNode(f"{_AS}{version.kind.value}"))
    yield Quad(member, _OBJECT, version.thing)
    yield Quad(member, _VERSION_OF, version.thing)
    yield Quad(member, _GENERATED, Literal(_time(version.release.at), datatype=NamedNode(f"{XSD}dateTime")))
    for triple in sorted(version.description, key=str):
        subject, value = triple.subject, triple.object
        # Under labels that no other member of the page has.
        subject = BlankNode(f"m{place}{subject.value}") if isinstance(subject, BlankNode) else subject
        value = BlankNode(f"m{place}{value.value}") if isinstance(value, BlankNode) else value
        yield Quad(subject, triple.predicate, value, member)


def _written(at: datetime) -> str:
    return f'"{_time(at)}"^^xsd:dateTime'


def _time(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
