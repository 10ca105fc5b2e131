"""The pages and files that the site has beside the documents of resources."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from flask import current_app, request
from werkzeug.exceptions import HTTPException

from kg.errors import UnknownResource
from kg.publish.serialisations import dump
from kg.rdf import formats
from kg.web.http import request_edition

ABSENT = "absent_blueprints"
"""The extension of the application that says of which blueprints the addresses lead nowhere at the moment."""
_DUMPS = "/dumps/"


def here() -> str:
    """The path of this request, percent-encoded."""
    return quote(request.path, safe="/:@!$&'()*+,;=~-._")


def has(path: str) -> bool:
    """Whether a path, with its query and fragment, leads to a page or a file."""
    plain = path.partition("#")[0].partition("?")[0]
    if plain.startswith(_DUMPS):
        return _has_dump(plain.removeprefix(_DUMPS))
    try:
        endpoint, _ = current_app.url_map.bind("").match(plain)
    except HTTPException:
        return False
    absent: Callable[[str], bool] | None = current_app.extensions.get(ABSENT)
    return not (absent and absent(endpoint.partition(".")[0]))


def _has_dump(file: str) -> bool:
    form = formats.of_file(file)
    if form is None:
        return False
    try:
        dump.find(request_edition.current().revision, file.removesuffix(f".{form.extension}"), form)
    except UnknownResource:
        return False
    return True
