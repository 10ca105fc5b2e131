"""What a picture shows: a revision, seen from one city, on one day, for a reader of one language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pyoxigraph import Literal, NamedNode

from kg.city_relations import NAMESPACE, concept, overview
from kg.city_relations.vocabulary import VOCABULARY
from kg.errors import UnknownResource, UsageError, phrase
from kg.resources import period, resource_graph, time_span
from kg.resources.language_view import Reader
from kg.resources.short_name import brief
from kg.resources.time_span import TimeSpan
from kg.revision import Revision
from kg.translations.catalogue import catalogue
from kg.translations.language_tags import INTERFACE_LANGUAGES

LIMIT = 100
"""No picture shows more ties than this, and no table has more rows."""


class Layout(StrEnum):
    """How wide a picture is: for a page, or for a telephone held upright."""

    WIDE = "wide"
    NARROW = "narrow"


@dataclass(frozen=True, slots=True)
class View:
    """``names`` is the language that names are chosen in, ``tag`` that of the picture's texts.

    Of a month or a year it shows what was so at some time in it; ``day`` is the one of its ``days`` on which it shows
    what is so on a day only.
    """

    revision: Revision
    city: NamedNode
    days: TimeSpan
    names: str
    tag: str
    layout: Layout = Layout.WIDE

    @property
    def reader(self) -> Reader:
        return Reader(resource_graph.of(self.revision), self.names, telling=VOCABULARY.telling)

    @property
    def narrow(self) -> bool:
        return self.layout is Layout.NARROW

    def gettext(self, message: str, **values: object) -> str:
        """A message in the picture's language, with its placeholders filled."""
        return catalogue(self.tag).gettext(message).format(**values)

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """The form of a message for a number, which fills the placeholder ``count``."""
        return catalogue(self.tag).ngettext(singular, plural, count).format(count=count)

    def name(self, node: NamedNode) -> Literal:
        return brief(self.reader, node)

    def word(self, scheme: str, name: str) -> str:
        """The label of a concept."""
        return self.name(concept(scheme, name)).value

    def in_words(self, when: date) -> str:
        """A day as it is written in the picture's language."""
        return period.day(when, self.tag)

    @property
    def day(self) -> date:
        return self.days.one_day(self.revision.day)

    @property
    def is_of_today(self) -> bool:
        return self.days == TimeSpan(self.revision.day, self.revision.day)

    @property
    def when(self) -> str:
        """The time of the view, in words: *on 1 June 1990*, *in 1990*."""
        return self.days.words(self.tag)


def of(
    revision: Revision,
    *,
    city: str | None = None,
    on: str | None = None,
    language: str | None = None,
    tag: str = INTERFACE_LANGUAGES[0],
    layout: str | None = None,
) -> View:
    """The view that a request asks for, each part as it is written in an address.

    By default it is that of the city with the most partnerships, on the revision's day. Raises UsageError for what
    cannot be meant, UnknownResource for a city that is not here.
    """
    if language and language not in revision.project.languages:
        spoken = ", ".join(revision.project.languages)
        raise UsageError(
            phrase("There are no names in {language} here.", language=language),
            hint=phrase("Languages: {names}.", names=spoken),
        )
    days = time_span.read(on) if on else TimeSpan(revision.day, revision.day)
    try:
        shape = Layout(layout) if layout else Layout.WIDE
    except ValueError as error:
        raise UsageError(
            phrase("There is no layout {layout}.", layout=layout),
            hint=phrase("Layouts: {names}.", names=", ".join(Layout)),
        ) from error
    return View(revision, _city(revision, city), days, language or tag, tag, shape)


def _city(revision: Revision, name: str | None) -> NamedNode:
    """A city by its IRI, in full or relative to the base, or by the last part of it."""
    if not name:
        city = overview.centre(revision)
        if city is None:
            raise UnknownResource(phrase("There is no partnership here, so there is nothing to picture."))
        return city
    base = revision.project.base
    known = resource_graph.of(revision)
    classes = {NamedNode(f"{NAMESPACE}{class_name}") for class_name in ("City", "Territory")}
    for candidate in (name, base + name.removeprefix("/"), f"{base}id/city/{name}", f"{base}id/territory/{name}"):
        try:
            node = NamedNode(candidate)
        except ValueError:
            continue
        if classes.intersection(known.types(node)):
            return node
    raise UnknownResource(phrase("There is no place {name} here.", name=name))
