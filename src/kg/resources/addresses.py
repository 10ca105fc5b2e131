"""Where each resource of a revision answers on its site, and which resource an address is that of.

An IRI below the project's base, or in a namespace that the settings call its own, answers at its own path; a document
with hash IRIs at the path before the hash. Every other subject answers at ``/resource?iri=…``, and so does an IRI whose
path could not be told from that of another one: servers decode a path, and then ``%C3%9F`` and ``ß`` are alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from kg.resources import resource_graph
from kg.resources.document_index import Documents
from kg.revision import Revision
from kg.revision_results import cached_until_renewal, kept_by_revision
from kg.translations.catalogue import interface_languages

RESOURCE = "/resource"
"""The address of what has no path of its own."""
THINGS = "id/"
"""The folder of things, which their documents' addresses leave out: ``/id/x`` has its document at ``/doc/x``."""
RESERVED = {
    ".well-known",
    "changes",
    "cite",
    "class",
    "classes",
    "context",
    "croissant",
    "data",
    "doc",
    "dumps",
    "embed",
    "health",
    "llms",
    "openapi",
    "problem",
    "quality",
    "queries",
    "ready",
    "reconcile",
    "releases",
    "resource",
    "robots",
    "search",
    "sitemap",
    "sparql",
    "static",
    "timemap",
}
"""The first parts of the paths of the site's own pages, without suffix: no resource answers there.

The room of a field adds those of its own pages.
"""
_SAFE = "/:@!$&'()*+,;=~-._"


@dataclass(frozen=True, slots=True)
class DocumentAddress:
    """The address of a document without its suffix, and the query behind that."""

    stem: str
    query: str = ""

    def suffixed(self, extension: str) -> str:
        """The address in a format."""
        return f"{self.stem}.{extension}{self._query}"

    @property
    def negotiated(self) -> str:
        """The address that answers in the format that the client prefers."""
        return self.stem + self._query

    @property
    def _query(self) -> str:
        return f"?{self.query}" if self.query else ""


@dataclass(frozen=True, slots=True, eq=False)
class Addresses:
    """The addresses of the documents of a revision.

    ``_namespaces`` are those whose IRIs answer at their own paths, each with the path at which it begins. ``_escaped``
    has the documents whose IRIs have percent-encoded characters, by their decoded IRIs.
    """

    _documents: Documents
    _namespaces: tuple[tuple[str, str], ...]
    _reserved: frozenset[str]
    _escaped: Mapping[str, tuple[str, ...]]

    def of(self, iri: str) -> str | None:
        """Where an IRI leads on the site, with its fragment; None where nothing is said of it."""
        document, mark, fragment = iri.partition("#")
        path = _path(self, document)
        return path and path + mark + fragment

    def path(self, document: str) -> str | None:
        """Where a document is on the site; None where there is none of this IRI."""
        if document not in self._documents:
            return None
        return self._own_path(document) or _by_iri(RESOURCE, document)

    def document(self, document: str) -> DocumentAddress:
        """The address of the document about a resource."""
        path = self._own_path(document)
        if path and path.strip("/") == "ns":
            return DocumentAddress(path)
        name = path and path.removeprefix(f"/{THINGS}").removeprefix("/")
        if name and self.at_document(unquote(name)) == document:
            return DocumentAddress(f"/doc/{name}")
        return DocumentAddress(RESOURCE, _query(document))

    def at(self, path: str) -> str | None:
        """The document whose resource has this path, decoded; None for a path that is nobody's."""
        if not self._may_be_own(path):
            return None
        return next(self._at(path), None)

    def at_document(self, name: str) -> str | None:
        """The document at ``/doc/<name>``, decoded: that of a thing first, else of what else has such a path."""
        return self.at(f"/{THINGS}{name}") or self.at(f"/{name}")

    def is_own(self, iri: str) -> bool:
        """Whether an IRI is in a namespace of the site."""
        return any(_within(iri, namespace) for namespace, _ in self._namespaces)

    def named(self, path: str) -> str:
        """The IRI below the base that a path stands for, whether or not anything is said of it."""
        return self._namespaces[0][0] + quote(path.lstrip("/"), safe=_SAFE)

    def _at(self, path: str) -> Iterator[str]:
        for namespace, begin in self._namespaces:
            if path.startswith(begin) or path == begin.rstrip("/"):
                decoded = namespace.removesuffix("#") + path[len(begin) :]
                if "%" not in decoded and decoded in self._documents:
                    yield decoded
                yield from self._escaped.get(decoded, ())

    def _own_path(self, document: str) -> str | None:
        """The path of a document in a namespace of the site, percent-encoded, if it leads back to it."""
        for namespace, begin in self._namespaces:
            if not _within(document, namespace):
                continue
            written = document[len(namespace.removesuffix("#")) :]
            if "?" in written or "//" in written or not self._may_be_own(begin + written):
                continue
            decoded = begin + unquote(written)
            if self.at(decoded) == document:
                return quote(begin, safe=_SAFE) + quote(written, safe=_SAFE + "%")
        return None

    def _may_be_own(self, path: str) -> bool:
        """Whether a path is none of the site's own pages, and stays as it is on its way."""
        parts = path.removeprefix("/").split("/")
        if self._reserved.intersection((parts[0], parts[0].partition(".")[0])) or path == "/":
            return False
        return not {".", ".."}.intersection(parts)


@kept_by_revision
def of(revision: Revision) -> Addresses:
    """The addresses of a revision; kept with it."""
    project = revision.project
    namespaces = [(project.base, "/")]
    for namespace in project.settings.addresses.owned:
        namespaces.append((namespace, urlsplit(namespace).path))
    documents = resource_graph.of(revision).documents
    escaped: dict[str, tuple[str, ...]] = {}
    for iri in documents:
        if "%" in iri:
            decoded = unquote(iri)
            escaped[decoded] = (*escaped.get(decoded, ()), iri)
    texts = {path.name.partition(".")[0] for path in (project.root / "pages").glob("*.md")}
    texts |= {"docs"} if project.settings.site.documents and not project.is_in_memory else set()
    reserved = RESERVED | texts | {*interface_languages(), *project.languages}
    return Addresses(documents, tuple(namespaces), frozenset(reserved), escaped)


def _within(iri: str, namespace: str) -> bool:
    return iri.startswith(namespace) or iri == namespace.removesuffix("#")


@cached_until_renewal(maxsize=16_384)
def _path(known: Addresses, document: str) -> str | None:
    """What ``known.path`` gives: a page links to the same few documents as those beside it."""
    return known.path(document)


def _by_iri(path: str, iri: str) -> str:
    return f"{path}?{_query(iri)}"


def _query(iri: str) -> str:
    return f"iri={quote(iri, safe=':/')}"
