"""The answer of a query on its way to a program: coded as it likes, and with the tag by which it may ask again.

Nothing here knows the framework, so that a plain query is answered in the same words with or without it.
"""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.datastructures import ETags

from kg.edition import Edition
from kg.query_engine.answer import Answer
from kg.query_engine.evaluation import AnswerFormat
from kg.query_engine.guard import CheckedQuery
from kg.web.endpoint.protocol import Asked
from kg.web.files.file_range import FilePart
from kg.web.http import content_coding
from kg.web.http.content_coding import Coding
from kg.web.http.negotiation import Choice
from kg.web.http.responses import with_charset

_VARY = ("Vary", "Accept, Accept-Encoding")


@dataclass(frozen=True, slots=True)
class Delivery:
    """A response but for what every response says.

    ``kept`` says that it may be given again, ``hit`` that its answer was remembered.
    """

    status: str
    headers: list[tuple[str, str]]
    body: list[bytes] | FilePart
    kept: bool
    hit: bool = False


def deliver(
    edition: Edition,
    asked: Asked,
    checked: CheckedQuery,
    choice: Choice[AnswerFormat],
    coding: Coding | None,
    known: ETags | None = None,
) -> Delivery:
    """The answer in the chosen format, or 304 where its tag is ``known``; raises what the engine raises."""
    etag = tag(edition, asked, checked, choice)
    if etag and known and (sent := content_coding.known(known, etag)):
        return Delivery("304 NOT MODIFIED", _headers(sent), [], kept=False)
    return packed(edition.engine.evaluate(checked, choice.offer, asked.graphs), choice, coding, etag)


def tag(edition: Edition, asked: Asked, checked: CheckedQuery, choice: Choice[AnswerFormat]) -> str | None:
    """What names the answer, whatever its coding; None where it comes out otherwise each time."""
    if not edition.engine.keeps(checked):
        return None
    return edition.engine.key(checked, choice.offer, asked.graphs)


def packed(found: Answer, choice: Choice[AnswerFormat], coding: Coding | None, etag: str | None) -> Delivery:
    """The answer, coded where that saves anything."""
    headers = [("Content-Type", with_charset(choice.media_type))]
    if coding and found.size >= content_coding.LEAST:
        found = content_coding.encode(found, coding)
        headers.append(("Content-Encoding", coding.name))
        etag = etag and content_coding.tag(etag, coding)
    headers += ("Content-Length", str(found.size)), *_headers(etag)
    if isinstance(found.content, bytes):
        return Delivery("200 OK", headers, [found.content], kept=etag is not None)
    return Delivery("200 OK", headers, FilePart(found.content.fileno(), 0, found.size, found.close), kept=False)


def _headers(etag: str | None) -> list[tuple[str, str]]:
    """An answer that comes out otherwise each time has no tag, and is not stored."""
    if etag is None:
        return [("Cache-Control", "no-store"), _VARY]
    return [("ETag", f'"{etag}"'), ("Cache-Control", "no-cache"), _VARY]
