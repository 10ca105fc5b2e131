"""``/changes``: what changed with each release, as a page and as feeds: LDES, Atom and Activity Streams."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time

from flask import Blueprint, Response
from pyoxigraph import NamedNode

from kg.errors import UnknownResource, phrase
from kg.history.releases import release_history
from kg.history.releases.release import Release
from kg.publish.feeds import activities, atom, event_stream, kept_feeds
from kg.publish.feeds.atom import Entry, Feed
from kg.publish.feeds.change_list import DocumentChange, Kind
from kg.publish.feeds.kept_feeds import Feeds
from kg.publish.representation import Link, Representation, entity_tag
from kg.rdf.formats import TRIG
from kg.resources import catalog
from kg.resources.language_view import Reader
from kg.revision import Revision
from kg.translations.catalogue import catalogue
from kg.translations.catalogue import mark as _
from kg.web.html import rendering
from kg.web.html.assets import YEAR
from kg.web.http import language, public_address, request_edition
from kg.web.http.responses import respond

blueprint = Blueprint("change_feeds", __name__)

PATH = "/changes"
SHOWN = 20
"""Documents of a kind that are named for a release."""
_RELEASES = 50
_ACTIVITIES = f"{PATH}/activities"
_KINDS = ((Kind.CREATE, _("New")), (Kind.UPDATE, _("Changed")), (Kind.DELETE, _("Removed")))


@blueprint.get(PATH)
def index() -> Response:
    """The releases, the newest first, with what changed in each; and the feeds to follow."""
    revision, chosen = request_edition.current().revision, language.chosen()
    reader = rendering.reader(revision, chosen)
    translate = catalogue(chosen.tag).gettext
    releases = [
        (release, [(translate(word), [NamedNode(one.document) for one in changes if one.kind is kind])
                   for kind, word in _KINDS])
        for release, changes in reversed(_feeds(revision).changes[-_RELEASES:])
    ]  # fmt: skip
    page = rendering.page(revision, "changes.html", chosen, reader=reader, releases=releases, most=SHOWN)
    return respond(page, vary=["Accept-Language"], kept=False)  # a release may come while the revision stays


@blueprint.get(f"{PATH}.atom")
def as_atom() -> Response:
    """The releases for feed readers, in the reader's language."""
    revision, chosen = request_edition.current().revision, language.chosen()
    reader, root = rendering.reader(revision, chosen), public_address.root()
    translate = catalogue(chosen.tag).gettext
    changes = _feeds(revision).changes
    day = datetime.combine(catalog.modified(revision), time(), UTC)
    feed = Feed(
        iri=f"{public_address.identifying(revision)}changes",
        title=f"{translate('What changed')} – {catalog.title(revision, reader.languages).value}",
        author=catalog.publisher(revision) or catalog.title(revision, reader.languages).value,
        language=chosen.tag,
        updated=changes[-1][0].at if changes else day,
        licences=catalog.licences(revision),
        links={
            "self": (f"{root}changes.atom?lang={chosen.names}", atom.MEDIA_TYPE),
            "alternate": (f"{root}changes?lang={chosen.names}", "text/html"),
        },
    )
    entries = [_entry(reader, release, made, root) for release, made in changes[-atom.ENTRIES :]]
    tag = entity_tag(revision, "atom", chosen.tag)
    representation = Representation(atom.write(feed, entries), atom.MEDIA_TYPE, tag, language=chosen.tag)
    return respond(representation, vary=["Accept-Language"], kept=False)


@blueprint.get(f"{_ACTIVITIES}.json")
def as_activities() -> Response:
    """The changes as a collection of activities."""
    documents = _feeds(request_edition.current().revision).documents
    return _activities(activities.collection(documents, _address()))


@blueprint.get(f"{_ACTIVITIES}/<int:number>.json")
def activities_page(number: int) -> Response:
    """A page of that collection."""
    documents = _feeds(request_edition.current().revision).documents
    if not 1 <= number <= activities.pages(documents):
        raise UnknownResource(phrase("There is no such page of changes."), similar=[f"{_ACTIVITIES}.json"])
    return _activities(activities.page(documents, _address(), number))


@blueprint.get(f"{PATH}/{event_stream.ROOT}")
def as_event_stream() -> Response:
    """The page of the stream that clients begin with."""
    revision = request_edition.current().revision
    return _trig(revision, _feeds(revision).stream.root(catalog.licences(revision)))


@blueprint.get(f"{PATH}/{event_stream.FOLDER}/<edition>/<int:number>.trig")
def event_stream_page(edition: str, number: int) -> Response:
    """A page of members: a full one stays for ever, so it need not be requested again."""
    revision = request_edition.current().revision
    stream = _feeds(revision).stream
    if edition != stream.edition or not 1 <= number <= len(stream.pages):
        raise UnknownResource(phrase("There is no such page of changes."), similar=[f"{PATH}/{event_stream.ROOT}"])
    page = stream.pages[number - 1]
    response = _trig(revision, page.body)
    if page.is_full:
        response.headers["Cache-Control"] = YEAR
    return response


def addresses(revision: Revision) -> list[str]:
    """The paths of the page and of the feeds, for whoever writes all of them; none where nothing was released."""
    if not has_releases(revision):
        return []
    feeds = _feeds(revision)
    numbers = range(1, activities.pages(feeds.documents) + 1)
    folder = f"{PATH}/{event_stream.FOLDER}/{feeds.stream.edition}"
    return [
        *(PATH, f"{PATH}.atom", f"{_ACTIVITIES}.json", f"{PATH}/{event_stream.ROOT}"),
        *(f"{_ACTIVITIES}/{number}.json" for number in numbers),
        *(f"{folder}/{number}.trig" for number in range(1, len(feeds.stream.pages) + 1)),
    ]


def has_releases(revision: Revision) -> bool:
    """Whether a release was recorded, so that there is something to follow."""
    return bool(release_history.of(revision.project).releases)


def _feeds(revision: Revision) -> Feeds:
    return kept_feeds.of(revision, public_address.identifying(revision))


def _address() -> str:
    return f"{public_address.root().rstrip('/')}{_ACTIVITIES}"


def _activities(body: bytes) -> Response:
    revision = request_edition.current().revision
    tag = entity_tag(revision, "activities", rendering.digest_of_address())
    return respond(Representation(body, activities.MEDIA_TYPE, tag, _licences(revision)), kept=False)


def _trig(revision: Revision, body: bytes) -> Response:
    tag = entity_tag(revision, TRIG.name)
    return respond(Representation(body, TRIG.media_type, tag, _licences(revision)), kept=False)


def _licences(revision: Revision) -> tuple[Link, ...]:
    return tuple(Link(licence, "license") for licence in catalog.licences(revision))


def _entry(reader: Reader, release: Release, changes: Sequence[DocumentChange], root: str) -> Entry:
    words = catalogue(reader.language)
    parts = [
        words.ngettext("{count} statement added", "{count} statements added", release.added).format(
            count=release.added
        ),
        words.ngettext("{count} statement removed", "{count} statements removed", release.removed).format(
            count=release.removed
        ),
    ]
    lines = [", ".join(parts)]
    for kind, word in _KINDS:
        nodes = [NamedNode(change.document) for change in changes if change.kind is kind]
        if nodes:
            names = ", ".join(reader.name(node).value for node in nodes[:SHOWN])
            rest = words.gettext("and {count} more").format(count=len(nodes) - SHOWN) if len(nodes) > SHOWN else ""
            line = words.gettext("{kind}: {names}").format(kind=words.gettext(word), names=f"{names} {rest}")
            lines.append(line.rstrip())
    day = release.day.isoformat()
    return Entry(
        iri=f"urn:uuid:{release.identity}",
        title=words.gettext("Release of {day}").format(day=day),
        summary=". ".join(lines),
        at=release.at,
        page=f"{root}changes?lang={reader.language}#{release.name}",
    )
