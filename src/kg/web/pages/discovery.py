"""Files by which programs discover the site: ``/robots.txt``, ``/sitemap.xml``, the JSON-LD context at ``/context``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from urllib.parse import quote, unquote
from xml.sax.saxutils import escape

from flask import Blueprint, Response, redirect, request
from pyoxigraph import Literal, NamedNode
from werkzeug.wrappers import Response as BaseResponse

from kg.errors import UnknownResource, phrase
from kg.named_queries import named_query
from kg.publish.documentation import project_documents
from kg.publish.representation import Representation, entity_tag
from kg.publish.search import name_index
from kg.publish.serialisations import json_ld
from kg.rdf.formats import JSON_LD
from kg.resources import addresses, catalog, resource_graph
from kg.resources.language_view import Reader
from kg.revision import Revision
from kg.revision_results import kept_by_revision
from kg.translations.catalogue import interface_languages
from kg.web.html import domain_pages, rendering
from kg.web.http import public_address, request_edition
from kg.web.http.responses import respond
from kg.web.pages import change_feeds, project_texts

blueprint = Blueprint("discovery", __name__)

PAGES = (
    "/",
    "/classes",
    "/queries/",
    "/data",
    "/quality",
    "/changes",
    "/ns",
)
LENGTH = 5_000
"""Addresses in one site map; the protocol allows ten times as many, of at most 50 MB."""

_CANDIDATES = 2_000
_FOLDERS = {
    "concept": "/ns",
    "shape": "/quality",
    "shapes": "/quality",
    "graph": "/data",
    "dataset": "/data",
    "query": "/queries/",
    "questions": "/queries/",
    "id": "/data",
    "doc": "/data",
}
"""What is told as a list: the addresses of single things, cut short, lead to none."""

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_ROBOTS = """\
User-agent: *
Disallow: {path}/sparql
Disallow: {path}/search
Disallow: {path}/embed/

Sitemap: {root}sitemap.xml
"""


@blueprint.get("/robots.txt")
def robots() -> Response:
    """The rules for crawlers: all may be read but queries and search results."""
    body = _ROBOTS.format(path=request.script_root, root=public_address.root()).encode()
    return respond(Representation(body, "text/plain", _tag(request_edition.current().revision)))


@blueprint.get("/sitemap.xml")
def site_map() -> Response:
    """Every page, with its languages; an index of site maps where one cannot hold them."""
    revision = request_edition.current().revision
    parts = -(-(len(site_pages(revision)) + len(_documents(revision))) // LENGTH)
    if parts > 1:
        return _xml(revision, _maps(revision, range(1, parts + 1)))
    return _xml(revision, _urls(_paths(revision, 0, LENGTH)))


@blueprint.get("/sitemap-<int:number>.xml")
def part(number: int) -> Response:
    """One of several site maps."""
    revision = request_edition.current().revision
    paths = _paths(revision, (number - 1) * LENGTH, number * LENGTH) if number else {}
    if not paths:
        raise UnknownResource(phrase("There is no site map {number}.", number=number), similar=["/sitemap.xml"])
    return _xml(revision, _urls(paths))


@blueprint.get("/context")
@blueprint.get("/context.jsonld")
def current_context() -> BaseResponse:
    """The context of the current version."""
    where = json_ld.address(request_edition.current().revision)
    if where is None:
        raise UnknownResource(phrase("The ontology here has no version, so its terms have no context."))
    return redirect(where, 302)


@blueprint.get("/context/<name>")
def context(name: str) -> BaseResponse:
    """The JSON-LD context of a version of the ontology; an earlier one leads to the current one, which extends it."""
    revision = request_edition.current().revision
    where = json_ld.address(revision)
    if where is not None and name.removesuffix(".jsonld") in revision.project.earlier_ontologies():
        return redirect(where, 302)
    if where is None or name != where.rpartition("/")[2]:
        raise UnknownResource(phrase("There is no context {name} here.", name=name), similar=[where] if where else ())
    tag = entity_tag(revision, "context")
    return respond(Representation(json_ld.context(revision), JSON_LD.media_type, tag))


def site_pages(revision: Revision) -> tuple[str, ...]:
    """The paths of all pages but the documents of resources: lists, pictures, texts and questions."""
    domain = domain_pages.current()
    lists = dict.fromkeys([*(path for path, _ in domain.menu), *(listing.path for listing in domain.lists)])
    questions = [f"/queries/{question.name}" for question in named_query.offered(revision)]
    absent = {*([] if questions else ["/queries/"])}
    absent.update([] if _ontology(revision) in resource_graph.of(revision).documents else ["/ns"])
    absent.update([] if change_feeds.has_releases(revision) else [change_feeds.PATH])
    pages = [path for path in PAGES if path not in absent]
    texts = (*project_texts.addresses(revision.project), *project_documents.paths(revision.project))
    return (pages[0], *lists, *pages[1:], *texts, *questions)


def _ontology(revision: Revision) -> str:
    return f"{revision.project.base}ns"


@kept_by_revision
def _documents(revision: Revision) -> tuple[str, ...]:
    return tuple(iri for iri in resource_graph.of(revision).documents if iri != _ontology(revision))


def _paths(revision: Revision, start: int, stop: int) -> dict[str, date | None]:
    """The addresses of some of all pages, those of the site, then the documents, with the day of the last change.

    A document changed when its subject says (``dct:modified``), else when the data did.
    """
    change = catalog.last_change(revision)
    pages, known = site_pages(revision), addresses.of(revision)
    documents = _documents(revision)[max(0, start - len(pages)) : max(0, stop - len(pages))]
    days = {known.document(iri).suffixed("html"): catalog.own_day(revision, iri) or change for iri in documents}
    return dict.fromkeys(map(quote, pages[start:stop]), change) | days


def similar(path: str) -> list[str]:
    """Up to three addresses like this one: of the resource of that name, else those with a similar name or spelling."""
    revision = request_edition.current().revision
    plain = path.strip("/").removesuffix(".html").removeprefix("doc/").removeprefix("id/")
    folders = {**domain_pages.current().folders, **_FOLDERS}
    if plain in folders:
        return [folders[plain]]
    known = addresses.of(revision)
    if thing := known.at_document(plain):
        return [str(known.of(thing))]
    near = {address: address for address in site_pages(revision)}
    near |= {f"/doc/{iri.rpartition('/id/')[2]}.html": iri for iri in _documents(revision)[:_CANDIDATES]}
    close = [near[name] for name in get_close_matches(f"/{plain}", near, n=3, cutoff=0.6)]
    name = plain.rpartition("/")[2]
    ending = [iri for iri in _documents(revision) if iri.endswith(f"/{name}")] if name else []
    index = name_index.of(revision, domain_pages.current().vocabulary.groups)
    hits = index.find(unquote(name), limit=3).hits
    called = [address for hit in hits if (address := known.of(hit.node.value))]
    pages = [_page(revision, candidate) for candidate in (*ending, *close)]
    return list(dict.fromkeys((*called, *pages) if "/" not in plain else (*pages, *called)))[:3]


def _page(revision: Revision, candidate: str) -> str:
    """The path of a page of the site, or the address of the document about a resource."""
    return candidate if candidate.startswith("/") else addresses.of(revision).document(candidate).suffixed("html")


def names(similar: Iterable[str], reader: Reader) -> list[tuple[str, Literal]]:
    """What a problem suggests, each with the name of the resource at that address, or an empty name."""
    return [(text, _label(text, reader) or Literal("")) for text in similar]


def _label(text: str, reader: Reader) -> Literal | None:
    known, (path, _, query) = addresses.of(reader.known.revision), text.partition("?")
    try:
        if path.startswith(addresses.RESOURCE):
            iri = unquote(query.removeprefix("iri="))
        elif path.startswith("/"):
            name = unquote(path).removesuffix(".html")
            iri = known.at_document(name.removeprefix("/doc/")) or known.at(name) or known.named(name)
        else:
            iri = text
        node = NamedNode(iri)
    except ValueError:  # such as the name of a file, which is not an IRI
        return None
    return reader.known.label(node, reader.languages)


def _urls(paths: Mapping[str, date | None]) -> str:
    host = public_address.root().rstrip("/")
    urls = "".join(_url(f"{host}{path}", day) for path, day in paths.items())
    return f'<urlset xmlns="{_SITEMAPS}" xmlns:xhtml="{_XHTML}">\n{urls}</urlset>\n'


def _url(address: str, day: date | None) -> str:
    where, sign = escape(address), "&amp;" if "?" in address else "?"
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{tag}" href="{where}{sign}lang={tag}"/>'
        for tag in interface_languages()
    )
    return f"<url><loc>{where}</loc>{_lastmod(day)}{others}</url>\n"


def _lastmod(day: date | None) -> str:
    """The day of the last change; none where that is not known, for today would be wrong tomorrow."""
    return f"<lastmod>{day.isoformat()}</lastmod>" if day else ""


def _maps(revision: Revision, numbers: Sequence[int]) -> str:
    lastmod = _lastmod(catalog.last_change(revision))
    maps = "".join(
        f"<sitemap><loc>{escape(public_address.root())}sitemap-{number}.xml</loc>{lastmod}</sitemap>\n"
        for number in numbers
    )
    return f'<sitemapindex xmlns="{_SITEMAPS}">\n{maps}</sitemapindex>\n'


def _xml(revision: Revision, body: str) -> Response:
    return respond(Representation((_HEAD + body).encode(), "application/xml", _tag(revision)))


def _tag(revision: Revision) -> str:
    """The entity tag of a file that names the host."""
    return entity_tag(revision, rendering.digest_of_address())
