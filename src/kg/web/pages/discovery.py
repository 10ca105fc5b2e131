"""Files by which programs discover the site: ``/robots.txt``, ``/sitemap.xml``, the JSON-LD context at ``/context``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import lru_cache
from urllib.parse import quote, unquote
from xml.sax.saxutils import escape

from flask import Blueprint, Response, redirect, request
from pyoxigraph import Literal, NamedNode
from werkzeug.wrappers import Response as BaseResponse

from kg.errors import UnknownResource
from kg.named_queries import named_query
from kg.publish import links
from kg.publish.representation import Representation, entity_tag
from kg.publish.search import name_index
from kg.publish.serialisations import json_ld
from kg.rdf.formats import JSON_LD
from kg.resources import catalog, resource_graph
from kg.resources.language_view import Reader
from kg.revision import Revision
from kg.translations.language_tags import INTERFACE_LANGUAGES
from kg.web.html import domain_pages, rendering
from kg.web.http import request_edition
from kg.web.http.responses import respond
from kg.web.pages import project_texts

blueprint = Blueprint("discovery", __name__)

PAGES = (
    "/",
    "/queries/",
    "/data",
    "/quality",
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
Disallow: /sparql
Disallow: /search
Disallow: /embed/

Sitemap: {host}sitemap.xml
"""


@blueprint.get("/robots.txt")
def robots() -> Response:
    """The rules for crawlers: all may be read but queries and search results."""
    body = _ROBOTS.format(host=request.host_url).encode()
    return respond(Representation(body, "text/plain", _tag(request_edition.current().revision)))


@blueprint.get("/sitemap.xml")
def site_map() -> Response:
    """Every page, with its languages; an index of site maps where one cannot hold them."""
    revision = request_edition.current().revision
    paths = addresses(revision)
    parts = -(-len(paths) // LENGTH)
    return _xml(revision, _urls(revision, paths) if parts == 1 else _maps(revision, range(1, parts + 1)))


@blueprint.get("/sitemap-<int:number>.xml")
def part(number: int) -> Response:
    """One of several site maps."""
    revision = request_edition.current().revision
    paths = addresses(revision)[(number - 1) * LENGTH : number * LENGTH] if number else ()
    if not paths:
        raise UnknownResource(f"There is no site map {number}.", similar=["/sitemap.xml"])
    return _xml(revision, _urls(revision, paths))


@blueprint.get("/context")
@blueprint.get("/context.jsonld")
def current_context() -> BaseResponse:
    """The context of the current version."""
    where = json_ld.address(request_edition.current().revision)
    if where is None:
        raise UnknownResource("The ontology here has no version, so its terms have no context.")
    return redirect(where, 302)


@blueprint.get("/context/<name>")
def context(name: str) -> BaseResponse:
    """The JSON-LD context of a version of the ontology; an earlier one leads to the current one, which extends it."""
    revision = request_edition.current().revision
    where = json_ld.address(revision)
    if where is not None and name.removesuffix(".jsonld") in revision.project.earlier_ontologies():
        return redirect(where, 302)
    if where is None or name != where.rpartition("/")[2]:
        raise UnknownResource(f"There is no context {name} here.", similar=[where] if where else ())
    tag = entity_tag(revision, "context")
    return respond(Representation(json_ld.context(revision), JSON_LD.media_type, tag))


def addresses(revision: Revision) -> tuple[str, ...]:
    """The paths of all pages: lists, pictures, questions and documents."""
    return _addresses(revision, tuple(path for path, _ in domain_pages.current().menu))


@lru_cache(maxsize=2)
def _addresses(revision: Revision, lists: tuple[str, ...]) -> tuple[str, ...]:
    base = revision.project.base
    paths = [iri.removeprefix(base) for iri in resource_graph.of(revision).documents]
    documents = [f"/doc/{path.removeprefix('id/')}.html" for path in paths if path.partition("/")[0] in _WITH_PAGES]
    questions = [f"/queries/{each.name}" for each in named_query.offered(revision)]
    pages = [path for path in PAGES if path != "/ns" or f"{base}ns" in resource_graph.of(revision).documents]
    texts = project_texts.addresses(revision.project)
    return (pages[0], *lists, *pages[1:], *texts, *questions, *documents)


_WITH_PAGES = ("id", "shape", "graph")


def similar(path: str) -> list[str]:
    """Up to three addresses like this one: of the resource of that name, else those with a similar name or spelling."""
    revision = request_edition.current().revision
    plain = path.strip("/").removesuffix(".html").removeprefix("doc/").removeprefix("id/")
    folders = {**domain_pages.current().folders, **_FOLDERS}
    if plain in folders:
        return [folders[plain]]
    if f"{revision.project.base}id/{plain}" in resource_graph.of(revision).documents:
        return [f"/id/{plain}"]
    known = addresses(revision)
    close = get_close_matches(f"/{plain}", known[:_CANDIDATES], n=3, cutoff=0.6)
    name = plain.rpartition("/")[2]
    ending = [each for each in known if each.endswith((f"/{name}.html", f"/{name}"))] if name else []
    index = name_index.of(revision, domain_pages.current().vocabulary.groups)
    called = [links.address(revision, hit.node) for hit in index.find(unquote(name), limit=3).hits]
    candidates = (*called, *ending) if "/" not in plain else (*ending, *called)
    return list(dict.fromkeys((*candidates, *close)))[:3]


def names(similar: Iterable[str], reader: Reader) -> list[tuple[str, Literal]]:
    """What a problem suggests, each with the name of the resource at that address, or an empty name."""
    return [(text, _label(text, reader) or Literal("")) for text in similar]


def _label(text: str, reader: Reader) -> Literal | None:
    base = reader.known.revision.project.base
    iri = base + text.lstrip("/").removesuffix(".html") if text.startswith("/") else text
    try:
        node = NamedNode(iri.replace("/doc/", "/id/"))
    except ValueError:  # such as the name of a file, which is not an IRI
        return None
    return reader.known.label(node, reader.languages)


def _urls(revision: Revision, paths: Iterable[str]) -> str:
    modified = catalog.modified(revision).isoformat()
    host = request.host_url.rstrip("/")
    urls = "".join(_url(f"{host}{quote(path)}", modified) for path in paths)
    return f'<urlset xmlns="{_SITEMAPS}" xmlns:xhtml="{_XHTML}">\n{urls}</urlset>\n'


def _url(address: str, modified: str) -> str:
    where = escape(address)
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{tag}" href="{where}?lang={tag}"/>' for tag in INTERFACE_LANGUAGES
    )
    return f"<url><loc>{where}</loc><lastmod>{modified}</lastmod>{others}</url>\n"


def _maps(revision: Revision, numbers: Sequence[int]) -> str:
    modified = catalog.modified(revision).isoformat()
    maps = "".join(
        f"<sitemap><loc>{escape(request.host_url)}sitemap-{number}.xml</loc><lastmod>{modified}</lastmod></sitemap>\n"
        for number in numbers
    )
    return f'<sitemapindex xmlns="{_SITEMAPS}">\n{maps}</sitemapindex>\n'


def _xml(revision: Revision, body: str) -> Response:
    return respond(Representation((_HEAD + body).encode(), "application/xml", _tag(revision)))


def _tag(revision: Revision) -> str:
    """The entity tag of a file that names the host."""
    return entity_tag(revision, rendering.digest_of_address())
