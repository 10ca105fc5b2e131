"""What other sites show in a frame: ``/embed/map``, ``/embed/timeline`` and the other pictures, ``/embed/query/NAME``.

Each is a small page without menus, in the colours that its address names. ``[embed]`` in ``kg.toml`` says which sites
may frame it. The script ``static/city-ties-element.js`` puts it in a page as an element, as high as it is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NoReturn
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from pyoxigraph import NamedNode

from kg import city_relations
from kg.city_relations.pictures import gallery, view
from kg.city_relations.pictures.drawing.picture import Drawing
from kg.city_relations.pictures.view import Layout, View
from kg.errors import KgError, UnknownResource, UsageError, phrase
from kg.named_queries import named_query
from kg.publish.representation import Representation, entity_tag
from kg.query_engine import guard
from kg.revision import Revision
from kg.web.city_relations import embed_code, embed_theme
from kg.web.city_relations.embed_code import Snippets
from kg.web.city_relations.embed_theme import Theme
from kg.web.endpoint import result_pages
from kg.web.endpoint.sparql_views import digest
from kg.web.html import rendering
from kg.web.http import language, problems, public_address, request_edition
from kg.web.http.negotiation import prefers_page
from kg.web.http.responses import policy, respond

blueprint = Blueprint("embeds", __name__)

ROWS = 100
_OURS = ("lang", "theme", *embed_theme.COLOURS)


@blueprint.after_request
def framed(response: Response) -> Response:
    """Only what is here may be framed, by those whom the project allows to; so may an error, to be read where it is."""
    settings = request_edition.current().revision.project.settings
    response.headers.setdefault("Content-Security-Policy", policy(settings.embed.frame_ancestors))
    return response


@blueprint.errorhandler(KgError)
def told(error: KgError) -> Response:
    """A frame has no room for a whole page of ours: it tells in a few words what is wrong."""
    if not prefers_page(request.headers.get("Accept")):
        tag = language.of_problem_in_progress()
        body = problems.written(problems.details(error, tag), request.script_root)
        return problems.as_problem(Response(body, content_type=problems.MEDIA_TYPE), error, tag)
    chosen = language.chosen()
    problem = problems.details(error, chosen.tag)
    try:
        look = embed_theme.of(request.args)
    except UsageError:
        look = Theme()
    context = {"revision": request_edition.current().revision, "theme_sheet": _sheet(look)}
    page = rendering.render("embed/problem.html", chosen, problem=problem, **context)
    return problems.as_problem(Response(page, content_type="text/html; charset=utf-8"), error, chosen.tag)


@blueprint.app_template_global()
def embed_snippets(name: str, title: str, about: NamedNode | None = None, **arguments: str) -> Snippets:
    """What to copy for another site, for ``parts/embed.html``."""
    host, revision = public_address.root(), request_edition.current().revision
    return embed_code.write(revision, host, name, title, about, {**arguments, "lang": language.chosen().names})


@blueprint.get("/embed/<name>")
def picture(name: str) -> Response:
    """A picture, wide or narrow as there is room, with its facts as a table below it."""
    look = embed_theme.of(request.args)
    chosen = {key: value for key in ("city", "on") if (value := request.args.get(key))}
    words = {"lang": language.chosen().names}
    return _page(
        request_edition.current().revision,
        "embed/picture.html",
        look,
        wide=_drawing(name, Layout.WIDE),
        narrow=_drawing(name, Layout.NARROW),
        image=f"/embed/{name}.svg?{urlencode({**chosen, **look.arguments(), **words})}",
        about=_view().city,
    )


@blueprint.get("/embed/<name>.svg")
def image(name: str) -> Response:
    """The picture itself, in the colours of the frame around it."""
    body = embed_theme.of(request.args).picture(_drawing(name, request.args.get("layout")))
    tag = entity_tag(request_edition.current().revision, "svg", _arguments())
    response = respond(Representation(body.encode(), "image/svg+xml", tag), vary=["Accept-Language"])
    # A picture brings its own style sheet; opened by itself it is a document with a policy of its own.
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response


@blueprint.get("/embed/query/<name>")
def question(name: str) -> Response:
    """The answer to a question of the project as a table; the address names its parameters."""
    edition = request_edition.current()
    named = named_query.find(edition.revision, name)
    taken = named.query.parameters
    given = {key: values for key, values in request.args.lists() if key not in _OURS}
    # An element has a city and a day for every view, also for a question that takes none.
    given = {key: values for key, values in given.items() if key in taken or key not in ("city", "day")}
    spoken = {"language": [language.chosen().names]} if "language" in named.query.parameters else {}
    bound = named.bound(spoken | given)
    checked = guard.check(bound, edition.limits, edition.revision.project.prefixes)
    return _page(
        edition.revision,
        "embed/query.html",
        embed_theme.of(request.args),
        query=named.about(given),
        table=result_pages.evaluate(edition, checked),
        rows=ROWS,
        address=f"/queries/{name}?{urlencode(given, doseq=True)}".rstrip("?"),
    )


@blueprint.get("/embed/theme.css")
def sheet() -> Response:
    """The colours of a frame, as its style sheet."""
    body = embed_theme.of(request.args).sheet()
    return respond(Representation(body.encode(), "text/css", f"theme-{digest(body)}"))


@blueprint.get("/embed/<path:name>")
def unknown(name: str) -> NoReturn:
    """Nothing else is embedded."""
    revision = request_edition.current().revision
    similar = [f"/embed/{name}" for name in gallery.PICTURES] if city_relations.describes(revision) else ()
    raise UnknownResource(phrase("There is no {name} to embed.", name=name), similar=similar)


def _drawing(name: str, layout: str | None) -> Drawing:
    is_there = name in gallery.PICTURES and city_relations.describes(request_edition.current().revision)
    return gallery.draw(name, _view(layout)) if is_there else unknown(name)


def _view(layout: str | None = None) -> View:
    arguments, chosen = request.args, language.chosen()
    revision = request_edition.current().revision
    names = chosen.names if chosen.names in revision.project.languages else None
    return view.of(
        revision, city=arguments.get("city"), on=arguments.get("on"), language=names, tag=chosen.tag, layout=layout
    )


def _page(revision: Revision, template: str, look: Theme, **context: Any) -> Response:
    chosen = language.chosen()
    reader = rendering.reader(revision, chosen)
    made = rendering.page(revision, template, chosen, reader=reader, theme_sheet=_sheet(look), **context)
    return respond(replace(made, etag=f"{made.etag}-{_arguments()}"), vary=["Accept-Language"])


def _sheet(look: Theme) -> str:
    """The address of the style sheet of a frame."""
    return f"/embed/theme.css?{urlencode(look.arguments())}".rstrip("?")


def _arguments() -> str:
    """What tells this answer from others of its revision and its language."""
    return digest(f"{request.full_path} {language.chosen().key} {rendering.appearance()}")
