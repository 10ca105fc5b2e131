"""The site's style sheets, scripts, fonts and icon, at addresses that change with their content.

So a browser may keep them for a year, and a first visit is the only one that transfers them.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, request, url_for

from kg.errors import UnknownResource, phrase
from kg.publish.representation import Representation
from kg.web.http.responses import respond

FOLDER = Path(__file__).parents[1] / "static"
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
"""Python's own table of media types differs between its versions and between systems."""
YEAR = "public, max-age=31536000, immutable"


def install(app: Flask) -> None:
    """Serve the files, in the place of Flask's own view of this name."""
    app.add_url_rule("/static/<path:filename>", "static", _serve)
    app.jinja_env.globals.update(asset=asset, fonts=fonts)


def asset(name: str) -> str:
    """The address of a file."""
    return _address(request.script_root, name)


def fonts() -> list[str]:
    """The addresses of the fonts that every page needs at once, as fonts.css has them."""
    return [url_for("static", filename=name) for name in _first_fonts()]


@lru_cache(maxsize=1_024)
def _address(_root: str, name: str) -> str:
    """The address of a file, for requests below this path."""
    return url_for("static", filename=name, v=_digest(name))


@lru_cache(maxsize=1)
def _first_fonts() -> list[str]:
    faces = ("sans-400", "sans-600", "serif-600")
    return [f"fonts/{path.name}" for face in faces for path in FOLDER.glob(f"fonts/{face}-latin.*")]


@lru_cache(maxsize=1)
def _files() -> dict[str, bytes]:
    """The files by their paths in the folder: a path that is not among them leads nowhere else."""
    return {path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in FOLDER.rglob("*") if path.is_file()}


@lru_cache(maxsize=256)
def _digest(name: str) -> str:
    return hashlib.sha256(_files()[name]).hexdigest()[:8]


def _serve(filename: str) -> Response:
    """A file; for a year if the address has the digest of its content, as a font has it in its name."""
    if filename not in _files():
        raise UnknownResource(phrase("There is no file /static/{filename}.", filename=filename))
    digest = _digest(filename)
    media_type = TYPES.get(Path(filename).suffix, "text/plain")
    response = respond(Representation(_files()[filename], media_type, digest))
    if request.args.get("v") == digest or f".{digest}." in filename:
        response.headers["Cache-Control"] = YEAR
    return response
