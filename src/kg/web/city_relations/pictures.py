"""Pictures at their addresses: ``/pictures/map.svg``, ``.png``, ``.csv``, and ``.html`` with the facts in a table.

``?city=`` names the city, ``?on=2019-06-01`` the day, ``?lang=`` the language; ``?layout=narrow`` is for a telephone.
An SVG follows the reader's light or dark scheme; with ``?theme=light`` it has colours that every program can read.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from kg.city_relations import partnership_list
from kg.city_relations.pictures import gallery, view
from kg.city_relations.pictures.drawing.picture import Drawing
from kg.city_relations.pictures.drawing.stylesheet import stylesheet
from kg.city_relations.pictures.gallery import Form
from kg.city_relations.pictures.map import outlines
from kg.city_relations.pictures.view import Layout, View
from kg.errors import UnknownResource, phrase
from kg.named_queries import named_query
from kg.publish.representation import Link, Representation
from kg.revision import Revision
from kg.web.city_relations import embed_theme
from kg.web.html import rendering
from kg.web.http import language, negotiation, request_edition
from kg.web.http.language import ReaderLanguage
from kg.web.http.negotiation import HTML
from kg.web.http.responses import respond

blueprint = Blueprint("pictures", __name__, template_folder="templates")

QUESTIONS = {
    "map": "partners-on-a-day",
    "timeline": "duration-of-relations",
    "networks": "shared-networks",
    "countries": "relations-by-country-type-verdict",
    "decades": "relations-per-year",
}
"""The named query that asks for much the same, where the project has it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture for a page: its two layouts, and its addresses. ``parts/pictures.html`` sets it."""

    name: str
    wide: Drawing
    narrow: Drawing
    arguments: Mapping[str, str]

    @property
    def chosen(self) -> dict[str, str]:
        """What the address says of the city and the day."""
        return {key: value for key, value in self.arguments.items() if key != "lang"}

    def address(self, extension: str, **more: str) -> str:
        """Where a form of the picture is."""
        return f"/pictures/{self.name}.{extension}?{urlencode({**self.arguments, **more})}"

    def download(self, form: Form) -> str:
        """Where it is as a file for other programs, which may not know the colours of a scheme."""
        return self.address(form.extension, **({"theme": "light"} if form == gallery.SVG else {}))


def figure(revision: Revision, name: str, chosen: ReaderLanguage, arguments: Mapping[str, str] | None = None) -> Figure:
    """A picture for a page in the reader's language; ``arguments`` are those of its address, ``city`` and ``on``."""
    parameters = {key: value for key, value in (arguments or {}).items() if value and key in ("city", "on")}
    seen = _view(revision, chosen, arguments or {})
    wide, narrow = (gallery.draw(name, _laid_out(seen, layout)) for layout in Layout)
    return Figure(name, wide, narrow, {**parameters, "lang": seen.names})


@blueprint.get("/pictures/")
def index() -> Response:
    """Every picture, small."""
    revision = request_edition.current().revision
    chosen = language.chosen()
    seen = _view(revision, chosen, request.args)
    parameters = {key: request.args[key] for key in ("city", "on") if request.args.get(key)}
    page = rendering.page(
        revision,
        "pictures/index.html",
        chosen,
        reader=seen.reader,
        view=seen,
        chosen=parameters,
        sources={
            name: f"/pictures/{name}.svg?{urlencode({**parameters, 'lang': seen.names})}" for name in gallery.PICTURES
        },
    )
    return respond(page, vary=["Accept-Language"])


@blueprint.get("/pictures/marks.css")
def marks() -> Response:
    """The sheet that every picture carries in itself, for maps that a script draws."""
    return respond(Representation(stylesheet().encode(), "text/css", _digest(stylesheet().encode())))


@blueprint.get("/pictures/outlines.geojson")
def land() -> Response:
    """The outlines of land, for maps that a script draws."""
    return respond(Representation(_land(), gallery.GEOJSON.media_type, _digest(_land())))


@blueprint.get("/pictures/<name>")
def negotiated(name: str) -> Response:
    """A picture in the form that the client prefers; a page where it does not say."""
    gallery.find(name)
    offers: list[Form | negotiation.PageFormat] = [HTML, *gallery.forms(name)]
    choice = negotiation.choose(request.headers.get("Accept"), offers, wanted=request.args.get("format"))
    return _page(name) if choice.offer == HTML else _picture(name, choice.offer.extension)


@blueprint.get("/pictures/<name>.<extension>")
def one(name: str, extension: str) -> Response:
    """A picture in the form of its suffix."""
    return _page(name) if extension == HTML.extension else _picture(name, extension)


def _picture(name: str, extension: str) -> Response:
    revision = request_edition.current().revision
    seen = _view(revision, language.chosen(), request.args)
    form = next((form for form in gallery.forms(name) if form.extension == extension), None)
    if form is None:
        there = [f"/pictures/{name}.{form.extension}" for form in gallery.forms(name)]
        raise UnknownResource(
            phrase("There is no picture {name}.{extension}.", name=name, extension=extension), similar=there
        )
    ink = embed_theme.of({"theme": request.args.get("theme", "")}).ink()
    response = respond(gallery.represent(name, seen, form, ink), vary=["Accept", "Accept-Language"])
    if form == gallery.SVG:
        response.headers["Content-Security-Policy"] = _policy(gallery.draw(name, seen).style(ink))
    if form == gallery.CSV:
        response.headers["Content-Type"] = "text/csv; charset=utf-8; header=present"
    return response


def _page(name: str) -> Response:
    revision = request_edition.current().revision
    chosen = language.chosen()
    shown = figure(revision, name, chosen, request.args)
    seen = _view(revision, chosen, request.args)
    links = tuple(Link(shown.address(form.extension), "alternate", form.media_type) for form in gallery.forms(name))
    page = rendering.page(
        revision,
        "pictures/picture.html",
        chosen,
        links=links,
        reader=seen.reader,
        figure=shown,
        view=seen,
        first_year=partnership_list.first_year(revision, seen.names),
        downloads=[(form, shown.download(form)) for form in gallery.forms(name)],
        question=_question(seen, name),
    )
    return respond(page, vary=["Accept", "Accept-Language"])


def _view(revision: Revision, chosen: ReaderLanguage, arguments: Mapping[str, str]) -> View:
    """Names come in any language of the project; the picture's own words in those of the interface."""
    return view.of(
        revision,
        city=arguments.get("city"),
        on=arguments.get("on"),
        language=arguments.get("lang"),
        tag=chosen.tag,
        layout=arguments.get("layout"),
    )


def _laid_out(seen: View, layout: Layout) -> View:
    return View(seen.revision, seen.city, seen.days, seen.names, seen.tag, layout)


def _question(seen: View, name: str) -> str | None:
    """The address of the named query, asked for the same city on the same day."""
    known = {question.name: question for question in named_query.questions(seen.revision)}
    question = known.get(QUESTIONS.get(name, ""))
    if question is None:
        return None
    known_values = {"city": seen.city.value, "day": seen.days.text, "language": seen.tag}
    used = {key: value for key, value in known_values.items() if key in question.query.parameters}
    return f"/queries/{question.name}?{urlencode({**used, 'lang': seen.tag})}"


@lru_cache(maxsize=64)
def _policy(sheet: str) -> str:
    """The Content-Security-Policy of a picture: its own style sheet, by digest, and the font in it; nothing else."""
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:; base-uri 'none'; form-action 'none'"


@lru_cache(maxsize=1)
def _land() -> bytes:
    return json.dumps(outlines.geojson(), separators=(",", ":")).encode()


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:32]
