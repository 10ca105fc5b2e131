"""``/timemap/…``: the former states of the address behind it (`RFC 7089 §5 <https://www.rfc-editor.org/rfc/rfc7089>`_)."""

from __future__ import annotations

from flask import Blueprint, Response, request

from kg.errors import UnknownResource, phrase
from kg.publish.representation import Representation, entity_tag
from kg.resources import addresses
from kg.resources.addresses import THINGS
from kg.revision import Revision
from kg.web.http import as_of, public_address, request_edition, site_paths
from kg.web.http.responses import respond
from kg.web.pages import memento
from kg.web.pages.releases import past_editions

blueprint = Blueprint("time_maps", __name__)

_SUFFIXES = (".html", ".ttl", ".jsonld", ".nt", ".rdf")
_DOCUMENTS, _FOLDER_OF_THINGS = "/doc/", f"/{THINGS}"


@blueprint.get(f"{memento.TIME_MAP}/")
@blueprint.get(f"{memento.TIME_MAP}/<path:name>")
def one(name: str = "") -> Response:
    """The states of a page, in link-format: those of a thing or its document are the releases that tell of it."""
    path = f"/{name}"
    if not as_of.is_offered(path):
        raise UnknownResource(phrase("as-of is not offered at {path}.", path=path), similar=["/releases/"])
    revision, history = request_edition.current().revision, past_editions().history()
    iri = _subject(revision, path)
    known = [release for release in (history.having(iri) if iri else history.releases) if not release.withdrawn]
    if not known:
        raise UnknownResource(phrase("No release has anything at {path}.", path=path), similar=["/releases/"])
    address = site_paths.here().removeprefix(memento.TIME_MAP)
    query = as_of.without(request.query_string.decode("ascii", "replace"))
    body = memento.time_map(public_address.root().rstrip("/"), address, query, known)
    tag = entity_tag(revision, "timemap")
    return respond(Representation(body.encode(), memento.LINK_FORMAT, tag), kept=False)


def _subject(revision: Revision, path: str) -> str | None:
    """The resource that a path is of, whether it is there now or only was; None for a page of the site."""
    known = addresses.of(revision)
    if path.startswith(_DOCUMENTS):
        stem = next((path.removesuffix(suffix) for suffix in _SUFFIXES if path.endswith(suffix)), path)
        name = stem.removeprefix(_DOCUMENTS)
        return known.at_document(name) or known.named(f"{THINGS}{name}")
    if path == addresses.RESOURCE:
        return request.args.get("iri", "").partition("#")[0] or None
    iri = known.at(path)
    if iri is None and path.startswith(_FOLDER_OF_THINGS):
        iri = known.named(path)
    return iri.partition("#")[0] if iri else None
