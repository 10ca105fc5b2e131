"""How a page is cited: as text, as BibTeX and as CSL-JSON, with the lasting address and the revision of the data."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import parse_qsl, unquote

from pyoxigraph import NamedNode

from kg.errors import UsageError, phrase
from kg.publish.representation import Representation, entity_tag
from kg.resources import addresses, catalog, period, resource_graph
from kg.resources.language_view import Reader
from kg.revision import Revision
from kg.translations.catalogue import catalogue

_DOCUMENT = re.compile(r"/doc/(?P<whole>(?P<name>.+?)(?:\.[a-z]+)?)")
_SPECIAL: Mapping[str, str] = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "&%$#_{}"},
}
_LONGEST = 2_000


class Form(StrEnum):
    """A form of a citation; the value is the suffix of its address."""

    TEXT = "txt"
    BIBTEX = "bib"
    CSL_JSON = "json"


_MEDIA_TYPES = {
    Form.TEXT: "text/plain",
    Form.BIBTEX: "application/x-bibtex",
    Form.CSL_JSON: "application/vnd.citationstyles.csl+json",
}


@dataclass(frozen=True, slots=True)
class Citation:
    """What a citation says; ``whole`` is the data set that the cited page is part of, None for the set itself."""

    title: str
    whole: str | None
    publisher: str | None
    day: date
    revision: str
    address: str
    licences: tuple[str, ...]
    language: str

    def text(self) -> str:
        """The citation as a line to paste."""
        version = catalogue(self.language).gettext("Data of {day}, revision {revision}")
        return self._line(version.format(day=period.day(self.day, self.language), revision=self.revision))

    def of_day(self) -> str:
        """The same without the revision, for a page that stays as it is while others are edited."""
        version = catalogue(self.language).gettext("Data of {day}")
        return self._line(version.format(day=period.day(self.day, self.language)))

    def _line(self, version: str) -> str:
        parts = [
            *([f"{self.publisher} ({self.day.year})"] if self.publisher else []),
            self.title,
            *([self.whole] if self.whole else []),
            version,
            self.address,
            *self.licences,
        ]
        return ". ".join(parts)

    def bibtex(self) -> str:
        """An entry of kind ``misc``, which every style has."""
        fields = {
            "title": f"{{{_escaped(self.title)}}}",
            "author": f"{{{_escaped(self.publisher)}}}" if self.publisher else "",
            "howpublished": _escaped(self.whole or ""),
            "year": str(self.day.year),
            "date": self.day.isoformat(),
            "version": self.revision,
            "url": self.address,
            "note": _escaped(", ".join(self.licences)),
        }
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
        return f"@misc{{{self._key()},\n{lines}}}\n"

    def csl_json(self) -> str:
        """A list with one item of kind ``dataset``, which Zotero, Pandoc and others read."""
        author = [{"literal": self.publisher}] if self.publisher else None
        item = {
            "id": self._key(),
            "type": "dataset",
            "title": self.title,
            "container-title": self.whole,
            "author": author,
            "publisher": self.publisher,
            "issued": {"date-parts": [[self.day.year, self.day.month, self.day.day]]},
            "version": self.revision,
            "URL": self.address,
            "license": ", ".join(self.licences),
            "language": self.language,
        }
        filled = {name: value for name, value in item.items() if value}
        return json.dumps([filled], ensure_ascii=False, indent=1) + "\n"

    def _key(self) -> str:
        name = re.sub(r"[^a-z0-9]+", "-", self.address.partition("//")[2].partition("/")[2].casefold()).strip("-")
        return f"{name}-{self.day.year}"


def of(reader: Reader, path: str) -> Citation:
    """The citation of the page at this path of the site, with its query. Raises UsageError for what is no path."""
    if not path.startswith("/") or path.startswith("//") or len(path) > _LONGEST or not path.isprintable():
        raise UsageError(
            phrase("A citation is that of a page of this site."),
            hint=phrase("Write of=/doc/… as in the page's address."),
        )
    revision = reader.known.revision
    published = catalog.datasets(revision)
    whole = reader.name(published[0]).value if published else catalog.title(revision, reader.languages).value
    node = _node(revision, path)
    title = reader.name(node).value if node else whole
    return Citation(
        title,
        whole if title != whole else None,
        catalog.publisher(revision),
        revision.day,
        revision.digest[:12],
        node.value if node else revision.project.base + path[1:],
        tuple(catalog.licence_name(licence) for licence in catalog.licences(revision)),
        reader.language,
    )


def represent(reader: Reader, path: str, form: Form) -> Representation:
    """The citation in a form."""
    citation = of(reader, path)
    written = {
        Form.TEXT: lambda: citation.text() + "\n",
        Form.BIBTEX: citation.bibtex,
        Form.CSL_JSON: citation.csl_json,
    }
    body = written[form]().encode()
    revision = reader.known.revision
    tag = entity_tag(revision, form, reader.language, citation._key())
    return Representation(body, _MEDIA_TYPES[form], tag, language=reader.language)


def _node(revision: Revision, path: str) -> NamedNode | None:
    """The resource that the page at a path is about, where it is about one that the data describe."""
    where, (plain, _, query) = addresses.of(revision), path.partition("?")
    if plain.startswith(addresses.RESOURCE):
        iri = dict(parse_qsl(query)).get("iri")
    else:
        match = _DOCUMENT.fullmatch(unquote(plain))
        iri = match and (where.at_document(match["name"]) or where.at_document(match["whole"]))
    if not iri:
        return None
    known = iri in resource_graph.of(revision).documents
    return NamedNode(iri) if known and revision.about(NamedNode(iri)) else None


def _escaped(text: str) -> str:
    r"""Text with the characters that mean something to TeX escaped.

    >>> print(_escaped("50 % & more"))
    50 \% \& more
    """
    return "".join(_SPECIAL.get(character, character) for character in text)
