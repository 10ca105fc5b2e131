"""Memento (`RFC 7089 <https://www.rfc-editor.org/rfc/rfc7089>`_): former states of a page, by time.

Each address is its own TimeGate (§4.1.1): with ``Accept-Datetime`` it redirects to the state of that time, which is the
address with ``as-of`` and the name of a release. ``/timemap/…`` lists these states.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING

from werkzeug.wsgi import get_current_url

from kg.edition import Edition
from kg.errors import UsageError, phrase
from kg.history.releases.release import Release
from kg.history.releases.release_history import ReleaseHistory
from kg.past_editions import PastEditions
from kg.web.http import as_of, site_paths
from kg.web.http.http_response import HttpResponse
from kg.web.http.responses import ALWAYS

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

TIME_MAP = "/timemap"
LINK_FORMAT = "application/link-format"
"""The media type of a TimeMap (`RFC 6690 <https://www.rfc-editor.org/rfc/rfc6690>`_)."""


def redirect(environ: WSGIEnvironment, past: PastEditions) -> HttpResponse | None:
    """The redirection to the state of the time that the request names; None where it names none, or has none to offer.

    Before the first release, it leads to the first (§4.5.3). Raises UsageError for what is no time.
    """
    accepted = environ.get("HTTP_ACCEPT_DATETIME")
    if (
        accepted is None
        or environ["REQUEST_METHOD"] not in ("GET", "HEAD")
        or not as_of.is_offered(environ["PATH_INFO"])
    ):
        return None
    if as_of.wanted(environ) is not None:
        return None
    offered = _offered(past.history())
    if not offered:
        return None
    moment = _read(accepted)
    release = next((one for one in reversed(offered) if one.at <= moment), offered[0])
    path, query = _path(environ), environ.get("QUERY_STRING", "")
    where = environ.get("SCRIPT_NAME", "") + as_of.dated(f"{path}?{query}" if query else path, release.name)
    headers = [("Location", where), ("Vary", "Accept-Datetime"), ("Content-Length", "0"), ("Cache-Control", "no-cache")]
    return HttpResponse(302, [*headers, ("Link", _links(environ)), *ALWAYS], [])


def described(response: HttpResponse, environ: WSGIEnvironment, edition: Edition, past: PastEditions) -> HttpResponse:
    """The response, with the header fields that say which time it is of and where other times are."""
    is_read = environ["REQUEST_METHOD"] in ("GET", "HEAD")
    if response.status >= 400 or not is_read or not as_of.is_offered(environ["PATH_INFO"]):
        return response
    if not edition.release and not past.has_releases():
        return response
    varying = ", ".join(value for name, value in response.headers if name.lower() == "vary")
    headers = [field for field in response.headers if field[0].lower() != "vary" or edition.release]
    if edition.release:
        headers.append(("Memento-Datetime", written(edition.release.at)))
    else:
        headers.append(("Vary", f"{varying}, Accept-Datetime" if varying else "Accept-Datetime"))
    return response._replace(headers=[*headers, ("Link", _links(environ))])


def time_map(root: str, path: str, query: str, releases: Sequence[Release]) -> str:
    """The TimeMap of an address, in link-format (§5)."""
    address = path + (f"?{query}" if query else "")
    original = root + address
    first, last = written(releases[0].at), written(releases[-1].at)
    lines = [
        f'<{original}>; rel="original timegate"',
        f'<{root}{TIME_MAP}{address}>; rel="self"; type="{LINK_FORMAT}"; from="{first}"; until="{last}"',
    ]
    for place, release in enumerate(releases):
        names = [
            *(["first"] if place == 0 else []),
            *(["last"] if place == len(releases) - 1 else []),
            "memento",
        ]
        target = root + as_of.dated(address, release.name)
        lines.append(f'<{target}>; rel="{" ".join(names)}"; datetime="{written(release.at)}"')
    return ",\n".join(lines) + "\n"


def written(moment: datetime) -> str:
    """A time as HTTP writes it.

    >>> written(datetime(2026, 3, 3, 12, tzinfo=UTC))
    'Tue, 03 Mar 2026 12:00:00 GMT'
    """
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def _offered(history: ReleaseHistory) -> list[Release]:
    return [release for release in history.releases if not release.withdrawn]


def _read(text: str) -> datetime:
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError) as error:
        raise UsageError(
            phrase("Accept-Datetime: {text} is no time.", text=text[:60]),
            hint=phrase("Write it as HTTP does: Tue, 03 Mar 2026 12:00:00 GMT"),
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _path(environ: WSGIEnvironment) -> str:
    return site_paths.quoted(environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace"))


def _links(environ: WSGIEnvironment) -> str:
    """The typed links from any state of a page to its address without a time, and to the list of states (§2.2)."""
    root = get_current_url(environ, root_only=True).rstrip("/")
    query = as_of.without(environ.get("QUERY_STRING", ""))
    address = _path(environ) + (f"?{query}" if query else "")
    return (
        f'<{root}{address}>; rel="original timegate", <{root}{TIME_MAP}{address}>; rel="timemap"; type="{LINK_FORMAT}"'
    )
