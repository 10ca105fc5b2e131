"""What the package of a field adds to the pages that are made for any vocabulary.

The application registers it, so pages need not import the field's package, and a project without its vocabulary has
pages without it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, Response, current_app
from pyoxigraph import Literal, NamedNode

from kg.publish.documents.page_model import Page
from kg.publish.field_vocabulary import Vocabulary
from kg.publish.open_api import Operation
from kg.resources.language_view import Reader
from kg.revision import Revision
from kg.web.http import request_edition
from kg.web.http.language import ReaderLanguage

_EXTENSION = "domain_pages"


@dataclass(frozen=True, slots=True)
class Answer:
    """A sentence that answers what was searched for, and the page that has more: its name, path and arguments."""

    sentence: str
    name: str
    path: str
    arguments: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DomainList:
    """A list: its path, its label, which is a message of the catalogue, and whether a map can show it."""

    path: str
    label: str
    has_places: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class DomainPages:
    """By default those of no field.

    ``menu`` has the addresses of the main menu with their labels, which are messages of the catalogue; ``lists`` are
    the lists that are also tables. ``folders`` are the addresses that a cut address of a thing leads to, by its first
    part. ``start`` answers the start page in the place of the general one. ``document`` gives a document's template
    more values; ``further`` among them names a template that a concept's page includes. ``largest`` are the resources
    whose pages take longest. ``preview`` is the path of a picture that stands for any page where it is shared.
    ``answers`` are sentences for a text that was searched for, given what was found. ``operations`` describe the
    field's lists for programs; ``certainty`` are the words by which the data say how certain something is, with what
    each means. ``renamed`` has messages that stand in the place of others on the pages of a revision.
    """

    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    menu: tuple[tuple[str, str], ...] = ()
    lists: tuple[DomainList, ...] = ()
    folders: Mapping[str, str] = field(default_factory=dict)
    start: Callable[[], Response] | None = None
    document: Callable[[Page, ReaderLanguage], Mapping[str, Any]] = lambda *_: {}
    largest: Callable[[Revision], Sequence[NamedNode]] = lambda _: ()
    preview: Callable[[Revision, ReaderLanguage], str | None] = lambda *_: None
    answers: Callable[[Reader, str, Sequence[NamedNode]], Sequence[Answer]] = lambda *_: ()
    operations: Callable[[Reader], Sequence[Operation]] = lambda _: ()
    certainty: Callable[[Reader], Sequence[tuple[Literal, Literal]]] = lambda _: ()
    renamed: Callable[[Revision], Mapping[str, str]] = lambda _: {}


_NONE = DomainPages()


@dataclass(frozen=True, slots=True, eq=False)
class _Installed:
    """What a field adds, and whether a revision is of that field: another one may be, after a reload."""

    pages: DomainPages
    describes: Callable[[Revision], bool]


def install(app: Flask, pages: DomainPages, describes: Callable[[Revision], bool]) -> None:
    """Register what a field adds to the pages of revisions that it ``describes``."""
    app.extensions[_EXTENSION] = _Installed(pages, describes)


def of(app: Flask, revision: Revision) -> DomainPages:
    """What the field of the application adds to the pages of a revision, if that is of the field."""
    installed: _Installed | None = app.extensions.get(_EXTENSION)
    return installed.pages if installed and installed.describes(revision) else _NONE


def current() -> DomainPages:
    """That of the revision that answers the request."""
    return of(current_app, request_edition.current().revision)


def renamed() -> Mapping[str, str]:
    """The messages that stand in the place of others where the request is answered; none outside of a request."""
    edition = request_edition.named()
    return of(current_app, edition.revision).renamed(edition.revision) if edition else {}
