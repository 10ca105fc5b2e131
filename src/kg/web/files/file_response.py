"""A cached file as a response: in the coding that the client prefers, whole or in part (RFC 9110 §13, §14).

Each coding is a representation of its own, and its entity tag is its own digest: whatever made the bytes, equal tags
are equal bytes, so that a download broken off in one revision goes on in the next where the file is the same.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from flask import Response, request
from werkzeug.datastructures import ContentRange
from werkzeug.exceptions import PreconditionFailed, RequestedRangeNotSatisfiable
from werkzeug.http import http_date

from kg.errors import phrase
from kg.web.files.cached_file import CachedFile
from kg.web.files.dump_cache import File
from kg.web.http import content_coding
from kg.web.http.content_coding import Coding
from kg.web.http.file_range import FilePart
from kg.web.http.responses import is_unmodified, last_modified, with_charset, written


def whole(file: File, accepted: str | None) -> tuple[list[tuple[str, str]], FilePart | list[bytes]]:
    """Header fields and body for a request without a condition; the fields of every response are left out."""
    forms = file.forms.copy()
    coding = _coding(forms, accepted)
    body = forms[coding]
    headers = [*_validators(file, _tag(body, coding)), *_described(file, body, coding)]
    return [*headers, ("Content-Length", str(body.size))], body.chunks(0, body.size)


def send(file: File) -> Response:
    """The file, as far as the client asks for it. Raises PreconditionFailed and RequestedRangeNotSatisfiable."""
    # What is there of the codings is looked at once: the next moment it may be more.
    forms = file.forms.copy()
    coding = _coding(forms, request.headers.get("Accept-Encoding"))
    body, tags = forms[coding], {known: _tag(form, known) for known, form in forms.items()}
    modified = last_modified(file.modified)
    _check(tags[coding], modified)
    known = _known(tags[coding], tags.values(), modified)
    if known:
        return Response(status=304, headers=_validators(file, known))
    part = _part(body.size, tags[coding])
    start, stop = part or (0, body.size)
    response = Response(body.chunks(start, stop), direct_passthrough=True)
    response.headers.update([*_validators(file, tags[coding]), *_described(file, body, coding)])
    response.content_length = stop - start
    if part:
        response.status_code = 206
        response.content_range = ContentRange("bytes", start, stop, body.size)
    return response


def _coding(forms: Mapping[Coding | None, CachedFile], accepted: str | None) -> Coding | None:
    return content_coding.accepted(accepted, [coding for coding in content_coding.CODINGS if coding in forms])


def _validators(file: File, tag: str) -> Iterator[tuple[str, str]]:
    """The header fields that a 304 has too."""
    yield "ETag", f'"{tag}"'
    modified = last_modified(file.modified)
    if modified:
        yield "Last-Modified", http_date(modified)
    yield "Accept-Ranges", "bytes"
    yield "Vary", "Accept-Encoding"
    yield "Cache-Control", "no-cache"
    if file.links:
        yield "Link", written(file.links)


def _described(file: File, body: CachedFile, coding: Coding | None) -> Iterator[tuple[str, str]]:
    """The header fields of the file in this coding, whatever part of it is sent."""
    yield "Content-Type", with_charset(file.form.media_type)
    yield "Repr-Digest", f"sha-256=:{base64.b64encode(body.sha256).decode()}:"
    if coding:
        yield "Content-Encoding", coding.name


def _tag(body: CachedFile, coding: Coding | None) -> str:
    return content_coding.tag(body.sha256.hex()[:32], coding)


def _check(tag: str, modified: datetime | None) -> None:
    """Raise PreconditionFailed where the client wants another state of the file than there is."""
    if "If-Match" in request.headers:
        fits = request.if_match.contains(tag)
    else:
        since = request.if_unmodified_since
        fits = since is None or modified is None or modified <= since
    if not fits:
        raise PreconditionFailed("The file is not, or no longer, the one that the request is about.")


def _known(tag: str, tags: Iterable[str], modified: datetime | None) -> str | None:
    """The tag by which the client has the file, in whatever coding; None where it has not."""
    if "If-None-Match" in request.headers:
        return next((known for known in tags if request.if_none_match.contains_weak(known)), None)
    return tag if is_unmodified(modified) else None


def _part(size: int, tag: str) -> tuple[int, int] | None:
    """Where the part begins and ends that is asked for; None for the whole, which is sent for several parts too.

    If-Range by a date is for the whole, always: a date tells no codings apart, and so is no strong validator
    (§13.1.5). Raises RequestedRangeNotSatisfiable.
    """
    wanted = request.range
    if request.method != "GET" or wanted is None or wanted.units != "bytes" or len(wanted.ranges) != 1:
        return None
    if request.headers.get("If-Range", f'"{tag}"').strip() != f'"{tag}"':
        return None
    start, end = wanted.ranges[0]
    if start < 0:
        start, end = max(0, size + start), size
    if start >= size:
        raise RequestedRangeNotSatisfiable(
            size,
            description=phrase(
                "The file has {size} bytes, the last is number {last}.", size=str(size), last=str(size - 1)
            ),
        )
    return start, min(size, end or size)
