"""Answers addresses of the site in this process, as the server would answer a browser."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote_to_bytes, urlsplit

from flask import Flask

from kg.edition import Publication
from kg.publish.serialisations.dump import Dump
from kg.rdf.formats import Format
from kg.release.site.page_links import ROOT
from kg.revision import Revision
from kg.translations.catalogue import catalogue, interface_languages
from kg.web.application import Application, create_app
from kg.web.files.cached_file import CachedFile
from kg.web.files.dump_cache import DumpCache, File
from kg.web.http.runtime import Blocking, complete
from kg.web.server import request_body

_BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@dataclass(frozen=True, slots=True)
class Answer:
    """``location`` is where a redirection leads."""

    status: int
    media_type: str
    body: bytes
    location: str = ""


class BuiltDumps(DumpCache):
    """The dumps that the build has written already."""

    def _make(self, revision: Revision, described: Dump, form: Format) -> CachedFile:  # noqa: ARG002 - as inherited
        return CachedFile((self._folder / f"{described.name}.{form.extension}").open("rb"))

    def _code(self, file: File) -> None:
        """The build has compressed it."""


class RenderingApp:
    """The application of a revision; addresses that name no language are answered in ``language``."""

    def __init__(self, app: Flask, language: str) -> None:
        self.app = app
        self._application: Application = app.extensions["application"]
        self._language = language

    def load(self) -> None:
        """Load templates and translations, so that the processes which are forked from this one have them."""
        for name in self.app.jinja_env.list_templates():
            self.app.jinja_env.get_template(name)
        for tag in interface_languages():
            catalogue(tag)

    def get(self, address: str, public: str = f"{ROOT}/") -> Answer:
        """The answer to a GET request for an address from the root of the site, which people know as ``public``."""
        path, _, query = address.partition("?")
        environ = self._environ(path, query, urlsplit(public))
        response = complete(self._application.respond(environ, partial(request_body.read, environ), Blocking()))
        headers = {name.lower(): value for name, value in response.headers}
        location = headers.get("location", "").removeprefix(ROOT)
        media_type = headers.get("content-type", "").partition(";")[0]
        return Answer(response.status, media_type, b"".join(response.body), location)

    def _environ(self, path: str, query: str, public: SplitResult) -> dict[str, Any]:
        return {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": public.path.rstrip("/"),
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": public.hostname or "",
            "SERVER_PORT": "443",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": public.netloc,
            "HTTP_ACCEPT": _BROWSER,
            "HTTP_ACCEPT_LANGUAGE": self._language,
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": public.scheme,
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }


@contextmanager
def rendering(revision: Revision, dumps: Path, language: str) -> Iterator[RenderingApp]:
    """The application, with the dumps of a folder, as long as it is needed."""
    settings = revision.project.settings
    here = replace(settings, serve=replace(settings.serve, public="", hosts=()), remote=None)
    project = replace(revision.project, settings=here)
    publication = Publication(project, lambda _: revision, today=lambda: revision.day)
    try:
        app = create_app(project, publication)
        app.extensions["dump_cache"] = BuiltDumps(dumps)
        try:
            yield RenderingApp(app, language)
        finally:
            app.extensions["past_editions"].close()
    finally:
        publication.close()
