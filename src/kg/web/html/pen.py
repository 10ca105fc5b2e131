"""The functions that templates use to write one page: links, names, texts and numbers in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from flask import current_app, request
from markupsafe import Markup, escape
from pyoxigraph import BlankNode, Literal, NamedNode

from kg.errors import UsageError
from kg.named_queries import named_query
from kg.publish import citation, error_report, project_pages
from kg.publish.citation import Citation
from kg.publish.documentation import project_documents
from kg.publish.documents import schema_org
from kg.publish.quality import quality_report
from kg.resources import addresses, catalog, period, resource_graph
from kg.resources.language_view import Reader
from kg.revision import Revision
from kg.revision_results import cached_until_renewal
from kg.shacl.report import Severity
from kg.translations import cldr
from kg.translations.catalogue import catalogue
from kg.translations.language_tags import with_fallback
from kg.validation import message_texts
from kg.web.html import domain_pages, messages, past_notice, text_format
from kg.web.http import public_address, request_edition, site_paths
from kg.web.http.language import ReaderLanguage

REPORT = "report-an-error"
"""The text of a project that tells where errors are reported, while no setting does."""


class Pen:
    """The functions of templates for one language and, on most pages, one reader."""

    def __init__(self, language: ReaderLanguage, reader: Reader | None) -> None:
        self._language = language
        self._reader = reader
        self._base: str = current_app.config["BASE"]

    def functions(self) -> dict[str, Any]:
        return {
            **messages.functions(self._language.tag, domain_pages.renamed()),
            "path": self.path,
            "href": self.href,
            "text": self.text,
            "named": self.named,
            "term": self.term,
            "shown": self.shown,
            "switched": self.switched,
            "domain_menu": self.domain_menu,
            "domain_lists": self.domain_lists,
            "main_menu": self.main_menu,
            "site_name": self.site_name,
            "has_ontology": self.has_ontology,
            "kind_name": self.kind_name,
            "other_names": self.other_names,
            "grouped": lambda count: cldr.number(count, self._language.tag),
            "size": lambda count: text_format.size(count, self._language.tag),
            "day": lambda when: period.day(when, self._language.tag),
            "lasts": lambda bounds: period.words(bounds, period.Kind.PERIOD, self._language.tag),
            "decided": lambda bounds: period.decided(bounds, self._language.tag),
            "ended": lambda bounds: period.ended(bounds, self._language.tag),
            "web_page": self.web_page,
            "canonical": canonical,
            "own_path": own_path,
            "preview": self.preview,
            "report_address": self.report_address,
            "citation": self.citation,
            "texts": self.texts,
            "has_documents": self.has_documents,
            "has_releases": past_notice.has_releases,
            "known_on": past_notice.known_on,
            "past_time": lambda: past_notice.of_request(self._language.tag),
            "results_of": self.results_of,
            "severity_name": self.severity_name,
            "language_name": lambda iri: text_format.language_name(iri, self._language.tag),
        }

    def path(self, path: str, **arguments: str) -> str:
        """An address on this host, with the language that the address of this page names."""
        if self._language.is_named:
            arguments.setdefault("lang", self._language.names)
        return _with_arguments(path, tuple(arguments.items()))

    def href(self, node: NamedNode | str) -> str | None:
        """The address to which ``node`` links: on this site where something is said of it, else its own.

        None for an IRI that is not an http address, and for one of this site that nothing is said of.
        """
        iri = node if isinstance(node, str) else node.value
        known = addresses.of(request_edition.current().revision)
        if described := known.of(iri):
            return self.path(described)
        if iri.startswith(self._base):
            path = "/" + iri.removeprefix(self._base)
            return self.path(path) if site_paths.has(path) else None
        return iri if iri.startswith(("http://", "https://")) and not known.is_own(iri) else None

    def switched(self, tag: str) -> str:
        """The address of this very page in another language."""
        arguments = [(key, value) for key, value in request.args.items(multi=True) if key != "lang"]
        return f"{site_paths.here()}?{urlencode([*arguments, ('lang', tag)])}"

    def preview(self) -> str | None:
        """The address of the picture that stands for a page without one of its own, if the field has any."""
        image = domain_pages.current().preview(request_edition.current().revision, self._language)
        return public_address.root().rstrip("/") + image if image else None

    def citation(self) -> Citation | None:
        """How this page is cited; None for a page without a reader, or whose address is too long to cite."""
        try:
            return citation.of(self._reader, own_path()) if self._reader else None
        except UsageError:
            return None

    def texts(self) -> Sequence[tuple[str, str]]:
        """The addresses of the project's own texts, with their titles."""
        return _texts(request_edition.current().revision, self._language.tag)

    def _has_text(self, name: str) -> bool:
        return any(address == f"/{name}" for address, _ in self.texts())

    def has_documents(self) -> bool:
        """Whether the project has documents, so that ``/docs/`` answers."""
        return _has_documents(request_edition.current().revision)

    def report_address(self, title: str, node: NamedNode | None = None) -> str | None:
        """Where an error in this page, or in the statements about a node, is reported; None where nobody takes it."""
        revision = request_edition.current().revision
        setting = revision.project.settings.site.report
        if not setting:
            arguments = {"about": node.value} if node else {}
            return self.path("/" + REPORT, **arguments) if self._has_text(REPORT) else None
        place = error_report.source_place(revision, node) if node else None
        lines = [canonical(), *([node.value] if node else []), *([place] if place else []), "", ""]
        return error_report.address(setting, title, "\n".join(lines))

    def domain_menu(self) -> tuple[tuple[str, str], ...]:
        """The addresses of the field's own lists, with their labels."""
        translate, renamed = catalogue(self._language.tag).gettext, domain_pages.renamed()
        return tuple((path, translate(renamed.get(label, label))) for path, label in domain_pages.current().menu)

    def domain_lists(self) -> tuple[tuple[str, str, bool], ...]:
        """The addresses of the field's tables, with their labels, and whether a map can show them."""
        translate, renamed = catalogue(self._language.tag).gettext, domain_pages.renamed()
        labels = ((one, renamed.get(one.label, one.label)) for one in domain_pages.current().lists)
        return tuple((one.path, translate(label), one.has_places) for one, label in labels)

    def main_menu(self) -> tuple[tuple[str, str], ...]:
        """The classes, where no field has lists of its own, and the questions, where the project has any."""
        translate = catalogue(self._language.tag).gettext
        own = () if domain_pages.current().menu else (("/classes", translate("What there is")),)
        asks = bool(named_query.offered(request_edition.current().revision))
        return (*own, *([("/queries/", translate("Questions"))] if asks else []))

    def site_name(self) -> str:
        """What the site is called."""
        revision = request_edition.current().revision
        tags = (self._language.names, *with_fallback(self._language.tag), *revision.project.languages)
        return catalog.title(revision, tags).value

    def has_ontology(self) -> bool:
        """Whether the project has an ontology of its own, so that ``/ns`` answers."""
        return f"{self._base}ns" in resource_graph.of(request_edition.current().revision).documents

    def web_page(self, title: Markup, entity: dict[str, Any] | None = None) -> str:
        """The page and its subject as JSON-LD for search engines, safe within a script element."""
        if self._reader is None:
            return ""
        named = Markup(title).unescape()  # noqa: S704 - what Jinja rendered
        return schema_org.plain(self._reader, public_address.here(), named, entity or None)

    def results_of(self, shape: NamedNode) -> int:
        """The number of findings of a shape in the revision."""
        assert self._reader is not None
        return dict(quality_report.by_shape(self._reader.known.revision)).get(shape, 0)

    def severity_name(self, term: NamedNode) -> str:
        """The name of a severity of SHACL."""
        return message_texts.word(Severity.of(term).value, (self._language.tag,))

    def kind_name(self, kind: NamedNode) -> str:
        """The name of a class: its label, else our name for it, else its prefixed name."""
        assert self._reader is not None
        if label := self._reader.known.label(kind, self._reader.languages):
            return self.text(label)
        words = text_format.kind_name(kind.value, self._language.tag)
        return escape(words) if words else Markup("<code>{}</code>").format(self._reader.short(kind))

    def other_names(self, node: NamedNode) -> list[Literal]:
        """The names of ``node`` but the one that the page shows."""
        assert self._reader is not None
        shown = self._reader.name(node)
        names = self._reader.values(node, "skos:prefLabel", "skos:altLabel")
        return [name for name in names if isinstance(name, Literal) and name.language and name != shown]

    def shown(self, node: NamedNode) -> str:
        """The text for an IRI in a table of solutions."""
        assert self._reader is not None
        return self.text(self._reader.name(node))

    def text(self, literal: Literal | str | None) -> str:
        """A literal's text, marked with its language where that is not the page's."""
        if literal is None or isinstance(literal, str):
            return escape(literal or "")
        if literal.language is None or literal.language == self._language.tag:
            return escape(literal.value)
        return Markup(f'<span lang="{escape(literal.language)}">{escape(literal.value)}</span>')  # noqa: S704 - escaped

    def named(self, node: NamedNode | BlankNode, label: Literal | str | None = None) -> str:
        """The name of ``node`` as a link to it."""
        assert self._reader is not None
        words = self.text(label if label is not None else self._reader.name(node))
        target = self.href(node) if isinstance(node, NamedNode) else None
        return Markup(f'<a href="{escape(target)}">{words}</a>') if target else words  # noqa: S704 - escaped

    def term(self, node: NamedNode | BlankNode | Literal) -> str:
        """Any term: a linked name, a text, or a date in words."""
        assert self._reader is not None
        if isinstance(node, Literal):
            when = self._reader.date(node)
            if when != node.value:
                return Markup('<time datetime="{}">{}</time>').format(node.value, when)
            return self.text(node)
        return self.named(node)


@cached_until_renewal(maxsize=16)
def _texts(revision: Revision, tag: str) -> Sequence[tuple[str, str]]:
    project = revision.project
    tags = (*with_fallback(tag), *project.languages)
    shown = (project_pages.page(project, name, tags) for name in project_pages.names(project))
    return [(f"/{text.name}", text.title) for text in shown if text]


@cached_until_renewal(maxsize=2)
def _has_documents(revision: Revision) -> bool:
    return bool(project_documents.names(revision.project))


def own_path() -> str:
    """The path of this page with what it asks for, without its language, which is the reader's."""
    arguments = [(key, value) for key, value in request.args.items(multi=True) if value and key != "lang"]
    return site_paths.here() + (f"?{urlencode(arguments)}" if arguments else "")


def canonical() -> str:
    """The address of this page without arguments that say nothing."""
    arguments = [(key, value) for key, value in request.args.items(multi=True) if value]
    return public_address.here() + (f"?{urlencode(arguments)}" if arguments else "")


@lru_cache(maxsize=16_384)
def _with_arguments(path: str, arguments: tuple[tuple[str, str], ...]) -> str:
    before, mark, fragment = path.partition("#")
    sign = "&" if "?" in before else "?"
    return before + (f"{sign}{urlencode(arguments)}" if arguments else "") + mark + fragment
