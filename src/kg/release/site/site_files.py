"""Writes every page of a site, in every language, and what the pages link to, by following links from the site map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote, urlencode

from kg.compact.forked_tasks import Processes
from kg.publish.data_catalogue import croissant
from kg.release import progress
from kg.release.data_files import DUMPS
from kg.release.output_folder import OutputFolder
from kg.release.progress import Tell
from kg.release.site import browser_files, file_names, hosting, page_links, rendering_app
from kg.release.site.file_names import HTML, LANGUAGE, Address, FileNames
from kg.release.site.page_links import PageLinks
from kg.release.site.rendering_app import Answer, RenderingApp
from kg.resources import addresses
from kg.revision import Revision
from kg.translations.language_tags import INTERFACE_LANGUAGES
from kg.web.html import assets
from kg.web.pages import change_feeds, discovery

ENTRANCE = Address("/")
_MAPS = (Address("/sitemap.xml"), Address("/robots.txt"))
_WITH_LINKS = {"text/html": HTML, "image/svg+xml": "svg", "application/xml": "xml", "text/plain": "txt"}
_CHUNK = 16


def write(revision: Revision, folder: OutputFolder, public: str, tell: Tell) -> Iterator[str]:
    """Write the site beside the data that is in the folder already; yields what could not be written."""
    languages = revision.project.languages
    names = FileNames(next((tag for tag in languages if tag in INTERFACE_LANGUAGES), INTERFACE_LANGUAGES[0]))
    hosting.write(folder)
    with rendering_app.rendering(revision, folder.staging / DUMPS, names.language) as app:
        yield from SiteFiles(revision, app, folder, names, public).write(tell)


@dataclass(frozen=True, slots=True)
class _Written:
    """The result of one address: what it links to that nobody has met yet, or why it has no file."""

    address: Address
    links: frozenset[Address] = frozenset()
    refusal: str = ""


@dataclass(slots=True)
class SiteFiles:
    """Writes the files of a site; the dumps are in the folder already.

    ``_met`` are the addresses that this process has told of; it may be one of several.
    """

    revision: Revision
    app: RenderingApp
    folder: OutputFolder
    names: FileNames
    public: str
    _known: set[Address] = field(default_factory=set)
    _met: set[Address] = field(default_factory=set)
    _listed: frozenset[str] = frozenset()
    _resolved: dict[Address, Address | None] = field(default_factory=dict)
    _documents: dict[str, Address | None] = field(default_factory=dict)
    _links: PageLinks = field(init=False)

    def __post_init__(self) -> None:
        self._links = PageLinks(self.names, self.resolve, self.public)
        with self.app.app.test_request_context():
            self._listed = frozenset((*discovery.site_pages(self.revision), "/search", "/sparql"))

    def write(self, tell: Tell) -> Iterator[str]:
        """Write all files; yields what could not be written."""
        self.app.load()
        self.write_what_scripts_need()
        yield from self.follow(self._first(), tell)

    def follow(self, waiting: set[Address], tell: Tell) -> Iterator[str]:
        """Write the files of these addresses, and of what their pages link to; yields what could not be written."""
        with Processes(self.page, few=_CHUNK) as processes:
            while waiting:
                self._known |= waiting
                ordered = sorted(waiting, key=_order)
                waiting = set()
                results = processes.run(ordered)
                for written in progress.counted(results, len(ordered), tell, what="pages of this step"):
                    waiting |= written.links
                    if written.refusal:
                        yield written.refusal
                waiting -= self._known

    def write_what_scripts_need(self) -> None:
        """Write the style sheets, fonts and scripts, and what the scripts read."""
        for path in sorted(assets.FOLDER.rglob("*")):
            if path.is_file():
                self.folder.write(f"static/{path.relative_to(assets.FOLDER).as_posix()}", [path.read_bytes()])
        browser_files.write(self.revision, self.app, self.folder, self.names, self.resolve)

    def _first(self) -> set[Address]:
        """The start page and what the site map names, in each language of the interface."""
        pages = {ENTRANCE, Address("/search"), Address("/sparql"), Address("/sparql/terms.json"), *_MAPS}
        maps = [Address("/sitemap.xml")]
        while maps:
            own = maps.pop()
            listed = page_links.listed(self.app.get(str(own)).body.decode(), self.names)
            maps += [address for address in listed if address.path.endswith(".xml") and address not in pages]
            pages |= listed
        with self.app.app.test_request_context():
            pages |= {Address(path) for path in change_feeds.addresses(self.revision)}
        languages = [tag for tag in INTERFACE_LANGUAGES if tag != self.names.language]
        translated = {
            page for page in pages if not file_names.has_suffix(page.path) or file_names.suffix(page.path) == HTML
        }
        return pages | {
            Address(page.path, (*(pair for pair in page.arguments if pair[0] != LANGUAGE), (LANGUAGE, tag)))
            for page in translated
            for tag in languages
        }

    def page(self, address: Address) -> _Written:
        """Write the file of an address."""
        name = self.names.file(address)
        # A workbook is compressed, so its links cannot be written anew, and are those at the public address; so are
        # those of feeds, which are read elsewhere.
        root = (self.public,) if file_names.suffix(name) in ("xlsx", "atom") else ()
        answer = self.app.get(str(address), *root)
        reason = self._refusal(answer, name)
        if reason:
            return _Written(address, refusal=f"{name}: {address} {reason}")
        body, extension = answer.body, file_names.suffix(name)
        followed: frozenset[Address] = frozenset()
        if _WITH_LINKS.get(answer.media_type) == extension or extension in ("json", "csv"):
            linked = self._links.rewritten(body.decode(), address, extension)
            followed, body = linked.targets - self._known - self._met, linked.text.encode()
            self._met |= followed
        self.folder.write(name, [body])
        return _Written(address, frozenset(link for link in followed if not _is_built(link) or _is_sum(link)))

    def _refusal(self, answer: Answer, name: str) -> str:
        if answer.status != 200:
            return f"is answered with {answer.status}"
        if (answer.media_type == "text/html") != (file_names.suffix(name) == HTML):
            return f"is answered as {answer.media_type}"
        return ""

    def resolve(self, address: Address) -> Address | None:
        """The address whose answer is kept for this one: itself, what it redirects to, or None."""
        if address not in self._resolved:
            self._resolved[address] = self._resolve(address)
        return self._resolved[address]

    def _resolve(self, address: Address) -> Address | None:
        path = address.path
        if not self.names.is_kept(address):
            return None
        if _is_built(address):
            file = self.folder.staging / unquote(path.removesuffix(".sha256")).lstrip("/")
            return Address(path) if file.is_file() else None
        if path.startswith("/static/"):
            return Address(path)
        if address in self._known or path in self._listed or file_names.has_suffix(path):
            return address
        language = tuple(pair for pair in address.arguments if pair[0] == LANGUAGE)
        if path not in self._documents:
            iri = addresses.of(self.revision).at(unquote(path))
            where = addresses.of(self.revision).document(iri).suffixed(HTML) if iri else None
            self._documents[path] = self.names.address(where) if where else None
        if document := self._documents[path]:
            return Address(document.path, (*document.arguments, *language))
        answer = self.app.get(str(address))
        if answer.location.startswith("/"):
            return self.resolve(self.names.address(answer.location.partition("#")[0]))
        return address if answer.status == 200 and answer.media_type == "text/html" else None


def _order(address: Address) -> tuple[str, str, str]:
    """The forms of one thing, in one language, follow each other: they are made of the same."""
    stem, dot, extension = address.path.rpartition(".")
    return (stem if dot else address.path, urlencode(address.arguments), extension if dot else "")


def _is_built(address: Address) -> bool:
    """Whether the file of an address is in the folder before its pages are."""
    return address.path.startswith(f"/{DUMPS}/") or address.path == f"/{croissant.FILE}"


def _is_sum(address: Address) -> bool:
    return address.path.endswith(".sha256")
