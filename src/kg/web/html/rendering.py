"""Rendering of templates as pages: what all of them share, and the resulting Representation.

Identifiers are never rewritten; links are: ``https://w3id.org/city-ties/id/x`` leads to ``/id/x`` on the host that
serves.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, render_template, request

from kg.publish import faceted_list
from kg.publish.documents import term_examples
from kg.publish.quality import shape_page
from kg.publish.representation import Link, Representation, entity_tag
from kg.resources import catalog, resource_graph
from kg.resources.language_view import LENGTH, Reader
from kg.resources.short_name import brief
from kg.revision import Revision
from kg.translations import cldr
from kg.translations.catalogue import CATALOGUES, interface_languages
from kg.web.html import assets, domain_pages, page_contents, text_format
from kg.web.html.pen import Pen
from kg.web.html.template_context import TemplateContext
from kg.web.http import as_of, public_address
from kg.web.http.language import ReaderLanguage

TEMPLATES = (Path(__file__).parents[1] / "templates", Path(__file__).parents[1] / "city_relations" / "templates")


def install(app: Flask) -> None:
    """Register the functions of templates that do not depend on the reader."""
    assets.install(app)
    app.jinja_env.context_class = TemplateContext
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        contents=page_contents.contents,
        brief=brief,
        coordinates=text_format.coordinates,
        elsewhere=text_format.elsewhere,
        examples_of=term_examples.examples,
        licence_name=catalog.licence_name,
        licences=catalog.licences,
        local=faceted_list.value,
        page_length=LENGTH,
        rule=shape_page.rule,
        interface_languages=interface_languages(),
        tongues=[
            (tag, cldr.language_name(tag, tag).capitalize())
            for tag in dict.fromkeys((*interface_languages(), *app.config["LANGUAGES"]))
        ],
    )


def reader(revision: Revision, language: ReaderLanguage) -> Reader:
    """The reader of a page, for the languages of the request."""
    telling = domain_pages.current().vocabulary.telling
    return Reader(resource_graph.of(revision), language.tag, language.names, telling)


def page(
    revision: Revision,
    template: str,
    language: ReaderLanguage,
    *,
    links: tuple[Link, ...] = (),
    **context: Any,
) -> Representation:
    """The page of a template for a revision; its entity tag varies by language and by the templates themselves."""
    body = render(template, language, revision=revision, **context).encode()
    links = links or tuple(Link(licence, "license") for licence in catalog.licences(revision))
    return Representation(body, "text/html", page_tag(revision, language), links, language.tag)


def page_tag(revision: Revision, language: ReaderLanguage, form: str = "html") -> str:
    """The entity tag of the page at this address, of a revision in a language; pages name the host that serves them."""
    return entity_tag(revision, form, language.key, appearance(), digest_of_address())


def digest_of_address() -> str:
    """A digest of the site's and this request's address."""
    return hashlib.sha256(f"{public_address.root()} {request.full_path}".encode()).hexdigest()[:16]


def render(template: str, language: ReaderLanguage, **context: Any) -> str:
    """Render a template in a language."""
    pen = Pen(language, context.get("reader")).functions()
    host = public_address.root().rstrip("/")
    markup = render_template(template, language=language, host=host, **pen, **context)
    return public_address.linked(as_of.linked(markup))


@lru_cache(maxsize=1)
def appearance() -> str:
    """A digest of templates, static files and translations, which is part of the entity tag of each page."""
    state = hashlib.sha256()
    templates = (path for folder in TEMPLATES for path in folder.rglob("*.html"))
    for path in sorted([*templates, *assets.FOLDER.rglob("*"), *CATALOGUES.glob("*.po")]):
        if path.is_file():
            state.update(path.read_bytes())
    return state.hexdigest()[:8]


def with_query(path: str) -> str:
    """The path with the query of this request."""
    query = request.query_string.decode("ascii", "replace")
    return f"{path}{'&' if '?' in path else '?'}{query}" if query else path
