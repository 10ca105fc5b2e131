"""The pages and files that the site has beside the documents of resources."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import quote

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import PathConverter

from kg.errors import UnknownResource
from kg.named_queries import named_query
from kg.publish.serialisations import dump, json_ld
from kg.rdf import formats
from kg.resources import addresses, catalog
from kg.web.http import request_edition

ABSENT = "absent_blueprints"
"""The extension of the application that says of which blueprints the addresses lead nowhere at the moment."""
_DUMPS = "/dumps/"
_NEED_ARGUMENTS = ("members",)
_OF_ONTOLOGY = ("current_context", "context")


class AnyPath(PathConverter):
    """The rest of a path, which may have a line feed: IRIs with ``%0A`` are addresses like others."""

    regex = "[^/](?s:.*?)"


def here() -> str:
    """The path of this request, percent-encoded."""
    return quoted(request.path)


def quoted(path: str) -> str:
    """A path, percent-encoded."""
    return quote(path, safe="/:@!$&'()*+,;=~-._")


def has(path: str) -> bool:
    """Whether a path, with its query and fragment, leads to a page or a file."""
    plain = path.partition("#")[0].partition("?")[0]
    if plain.startswith(_DUMPS):
        return _has_dump(plain.removeprefix(_DUMPS))
    try:
        endpoint, arguments = current_app.url_map.bind("").match(plain)
    except HTTPException:
        return False
    absent: Callable[[str], bool] | None = current_app.extensions.get(ABSENT)
    if absent and absent(endpoint.partition(".")[0]):
        return False
    return _answers(endpoint, plain, arguments)


def _answers(endpoint: str, path: str, arguments: Mapping[str, object]) -> bool:
    """Whether a page whose address leads somewhere only with some data, or with some arguments, answers here."""
    revision = request_edition.current().revision
    blueprint, _, view = endpoint.partition(".")
    if blueprint == "documents":
        version = revision.project.base + path.removeprefix("/")
        return addresses.of(revision).at(path) is not None or version in catalog.ontology_versions(revision)
    if view in _NEED_ARGUMENTS:
        return False
    if view in _OF_ONTOLOGY:
        current = json_ld.address(revision)
        return current is not None and (path == current or not arguments)
    if blueprint == "queries" and "name" in arguments:
        return str(arguments["name"]) in {question.name for question in named_query.questions(revision)}
    return True


def _has_dump(file: str) -> bool:
    form = formats.of_file(file)
    if form is None:
        return False
    try:
        dump.find(request_edition.current().revision, file.removesuffix(f".{form.extension}"), form)
    except UnknownResource:
        return False
    return True
