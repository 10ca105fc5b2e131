"""``/reconcile``: the reconciliation service, for OpenRefine and other tools that match tables with this data.

Names and texts are in the reader's language; ``/reconcile/fr`` is the service in French. A table's program can read
from any origin (CORS), so there is no JSONP.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, Response, current_app, request
from pyoxigraph import Literal, NamedNode

from kg.errors import UnknownResource, UsageError, phrase
from kg.publish.reconciliation import batch, candidates, manifest, properties
from kg.publish.reconciliation.candidates import Candidate
from kg.publish.representation import Representation
from kg.publish.search import name_index
from kg.publish.search.folding import fold
from kg.publish.search.name_index import Index
from kg.resources import class_counts
from kg.resources.language_view import Reader
from kg.translations.catalogue import interface_languages
from kg.web.html import domain_pages, rendering
from kg.web.http import language, public_address, request_edition
from kg.web.http.language import ReaderLanguage
from kg.web.http.responses import policy, respond

blueprint = Blueprint("reconciliation", __name__)

View = TypeVar("View", bound=Callable[..., Response])

PATH = "reconcile"
SUGGESTED = 20
OTHERS = 8
_IN = ("", "/<string(length=2):tag>")


def _rule(path: str, **options: Any) -> Callable[[View], View]:
    """A decorator: the view at this path of the service, in the language of the client and in a named one."""

    def register(view: View) -> View:
        for prefix in _IN:
            blueprint.add_url_rule(f"/{PATH}{prefix}{path}", view_func=view, **options)
        return view

    return register


@_rule("", methods=["GET", "POST"])
def service(tag: str = "") -> Response:
    """The manifest; the candidates of a batch of ``queries``; or the values that ``extend`` wants."""
    reader = _reader(tag)
    queries, wanted = request.values.get("queries"), request.values.get("extend")
    if queries is not None and wanted is not None:
        raise UsageError(phrase("A request has queries or extend, not both."))
    if queries is not None:
        index = _index(reader)
        by_key = batch.queries(queries).items()
        best = {key: candidates.candidates(reader, index, query) for key, query in by_key}
        return _json({key: {"result": [_result(reader, one) for one in some]} for key, some in best.items()})
    if wanted is not None:
        return _json(properties.extended(reader, batch.extension(wanted)))
    return _json(manifest.manifest(reader, public_address.root(), _path(tag)))


@_rule("/suggest/<any(entity, type, property):kind>")
def suggest(kind: str, tag: str = "") -> Response:
    """The resources, classes or properties whose name begins with, or has, the ``prefix``."""
    reader, prefix = _reader(tag), request.args.get("prefix", "")
    if len(prefix) > batch.CHARACTERS:
        raise UsageError(
            phrase(
                "{name} has {count} characters; names have at most {most}.",
                name="prefix",
                count=len(prefix),
                most=batch.CHARACTERS,
            )
        )
    if kind == "entity":
        hits = _index(reader).find(prefix, reader.languages, SUGGESTED).hits
        described = [properties.described(reader, hit.node) | {"notable": _types(reader, hit.node)} for hit in hits]
        return _json({"result": described})
    revision = reader.known.revision
    iris = properties.frequent(revision) if kind == "property" else [k.value for k, _ in class_counts.counts(revision)]
    nodes = (NamedNode(iri) for iri in iris)
    wanted = fold(prefix)
    named = [node for node in nodes if wanted in fold(reader.name(node).value) or prefix == node.value]
    return _json({"result": [properties.described(reader, node) for node in named[:SUGGESTED]]})


@_rule("/properties")
def propose(tag: str = "") -> Response:
    """The properties that a table may be extended with, for things of a ``type``."""
    kind, limit = request.args.get("type", ""), request.args.get("limit", "")
    most = int(limit) if limit.isdecimal() and 0 < len(limit) < 6 else properties.PROPOSED
    proposed = properties.proposed(_reader(tag), kind, most)
    return _json({"properties": proposed, **({"type": kind} if kind else {}), "limit": most})


@_rule("/flyout")
def flyout(tag: str = "") -> Response:
    """A few words about a resource, class or property, as HTML in JSON."""
    reader, node = _described(tag)
    # It is shown at another address, where no path of ours leads anywhere.
    body = rendering.render("reconciliation/flyout.html", _language(tag), reader=reader, **_about(reader, node))
    return _json({"id": node.value, "html": body})


@_rule("/preview")
def preview(tag: str = "") -> Response:
    """The same as a page for a frame: any site may show it, as embeds are shown."""
    reader, node = _described(tag)
    revision = reader.known.revision
    page = rendering.page(
        revision, "reconciliation/preview.html", _language(tag), reader=reader, **_about(reader, node)
    )
    response = respond(page, vary=["Accept-Language"])
    ancestors = revision.project.settings.embed.frame_ancestors
    response.headers["Content-Security-Policy"] = policy(ancestors)
    return response


def _described(tag: str) -> tuple[Reader, NamedNode]:
    reader, iri = _reader(tag), request.args.get("id", "")
    try:
        node = NamedNode(iri)
    except ValueError as error:
        raise UnknownResource(phrase("{iri} is no identifier of this service.", iri=iri or "?id=")) from error
    if not reader.known.about(node) and not reader.known.referring(node):
        raise UnknownResource(phrase("Nothing is known of {iri}.", iri=iri))
    return reader, node


def _about(reader: Reader, node: NamedNode) -> dict[str, Any]:
    return {
        "node": node,
        "types": reader.known.types(node),
        "about": properties.described(reader, node).get("description", ""),
        "others": _others(reader, node),
    }


def _others(reader: Reader, node: NamedNode) -> list[Literal]:
    """Some of the other names, each once."""
    names = {name.value: name for name in reversed(reader.known.names(node))}
    names.pop(reader.name(node).value, None)
    return list(names.values())[:OTHERS]


def _result(reader: Reader, candidate: Candidate) -> dict[str, Any]:
    """A candidate as the specification has it."""
    described = properties.described(reader, candidate.node)
    return {
        **described,
        "score": candidate.score,
        "match": candidate.match,
        "type": _types(reader, candidate.node),
        "features": [{"id": name, "value": value} for name, value in candidate.features],
    }


def _types(reader: Reader, node: NamedNode) -> list[dict[str, str]]:
    return [{"id": kind.value, "name": reader.name(kind).value} for kind in reader.known.types(node)]


def _index(reader: Reader) -> Index:
    return name_index.of(reader.known.revision, domain_pages.current().vocabulary.groups)


def _reader(tag: str) -> Reader:
    return rendering.reader(request_edition.current().revision, _language(tag))


def _language(tag: str) -> ReaderLanguage:
    """The language that the path names, else the client's. Raises UnknownResource for one that is not here."""
    if tag and tag not in (*interface_languages(), *current_app.config["LANGUAGES"]):
        raise UnknownResource(phrase("There is no service in {language} here.", language=tag), similar=[f"/{PATH}"])
    return language.chosen(tag)


def _path(tag: str) -> str:
    return f"{PATH}/{tag}" if tag else PATH


def _json(document: object) -> Response:
    body = json.dumps(document, ensure_ascii=False).encode()
    digest = hashlib.sha256(body).hexdigest()[:32]
    return respond(Representation(body, "application/json", f"{digest}-reconcile"), vary=["Accept-Language"])
