"""The query operation as it arrives: by GET, as a form, or directly.

See `SPARQL 1.1 Protocol, section 2.1 <https://www.w3.org/TR/sparql11-protocol/#query-operation>`_.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote_plus

from werkzeug.exceptions import UnsupportedMediaType
from werkzeug.http import parse_options_header

from kg.errors import QueryNotAllowed, UsageError, phrase
from kg.query_engine.evaluation import GraphSelection
from kg.web.http import as_of

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

FORM_TYPE = "application/x-www-form-urlencoded"
QUERY_TYPE = "application/sparql-query"
UPDATE_TYPE = "application/sparql-update"

_MARK = BOM_UTF8.decode()
FORMAT_PARAMETERS = ("format", "output", "results")
"""The parameters by which clients name the format of an answer; SPARQLWrapper sends them all, beside Accept."""
_PARAMETERS = frozenset({"query", "update", "default-graph-uri", "named-graph-uri"})
_MOST_PARAMETERS = 1_000
_CHARSETS = frozenset({"utf-8", "utf8", "us-ascii"})


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """The text of a query, the graphs that it is to see, and the names of formats that the request has."""

    text: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()

    @property
    def graphs(self) -> GraphSelection | None:
        """None where the request names no graph: then the query, or else the service, says what it sees."""
        return GraphSelection(self.default, self.named) if self.default or self.named else None


def is_query(environ: WSGIEnvironment) -> bool:
    """Whether the request is a query operation: a GET without any of its parameters asks for the description."""
    method, parameters = environ["REQUEST_METHOD"], environ.get("QUERY_STRING", "")
    if method not in ("GET", "HEAD"):
        return bool(method == "POST")
    if f"&{parameters}".find("&query=") >= 0:
        return True
    return not _PARAMETERS.isdisjoint(name for name, _ in parse_qsl(parameters, keep_blank_values=True))


def read(environ: WSGIEnvironment) -> QueryRequest:
    """The query of a request.

    Raises UsageError where there is none, or several, QueryNotAllowed for an update, and UnsupportedMediaType for a
    body of another kind, or with a content coding.
    """
    parameters = _pairs(environ.get("QUERY_STRING", "").encode("latin-1"))
    if environ["REQUEST_METHOD"] == "POST":
        coding = environ.get("HTTP_CONTENT_ENCODING", "")
        parameters += _posted(environ.get("CONTENT_TYPE", ""), environ["wsgi.input"].getvalue(), coding)
    return _request(parameters)


def _posted(content_type: str, body: bytes, coding: str) -> list[tuple[str, str]]:
    if coding.strip().lower() not in ("", "identity"):
        raise UnsupportedMediaType(
            phrase("A query is posted plain, without Content-Encoding; not as {coding}.", coding=coding[:40])
        )
    if _kind(content_type) == QUERY_TYPE:
        return [("query", _text(body))]
    pairs = _pairs(body)
    if any(name == as_of.PARAMETER for name, _ in pairs):
        raise UsageError(
            phrase("as-of was posted, and counts in the address alone."), hint="POST /sparql?as-of=2026-03-03"
        )
    return pairs


@lru_cache(maxsize=64)
def _kind(content_type: str) -> str:
    """The media type of a body that may hold a query."""
    kind, parameters = parse_options_header(content_type[:200])
    kind = kind.lower()
    if kind == UPDATE_TYPE:
        raise _no_update()
    if kind not in (QUERY_TYPE, FORM_TYPE):
        raise UnsupportedMediaType(
            phrase(
                "A query is posted as {form} with the parameter query, or as {query}; not as {kind}.",
                form=FORM_TYPE,
                query=QUERY_TYPE,
                kind=kind or phrase("a body without Content-Type"),
            )
        )
    charset = parameters.get("charset", "utf-8").lower()
    if charset not in _CHARSETS:
        raise UnsupportedMediaType(phrase("A query is posted in UTF-8, not in {charset}.", charset=charset))
    return kind


def _request(parameters: list[tuple[str, str]]) -> QueryRequest:
    given: dict[str, list[str]] = {}
    for name, value in parameters:
        given.setdefault(name, []).append(value)
    if "update" in given:
        raise _no_update()
    queries = given.get("query", [])
    if len(queries) != 1:
        hint = "GET /sparql?query=SELECT…"
        if not queries:
            raise UsageError(phrase("There is no query; the parameter query is given once."), hint=hint)
        raise UsageError(
            phrase("There are {number} queries; the parameter query is given once.", number=len(queries)),
            hint=hint,
        )
    default, named = given.get("default-graph-uri", ()), given.get("named-graph-uri", ())
    formats = [value for name in FORMAT_PARAMETERS for value in given.get(name, ()) if value]
    # Some editors put a byte order mark before a text in UTF-8; it is no part of the text.
    return QueryRequest(queries[0].removeprefix(_MARK), tuple(default), tuple(named), tuple(formats))


def _no_update() -> QueryNotAllowed:
    return QueryNotAllowed(
        phrase("SPARQL Update is not offered: this service answers queries and changes nothing."),
        hint=phrase("The data changes through its files and their review."),
    )


def _pairs(encoded: bytes) -> list[tuple[str, str]]:
    """Names and values, decoded once; a byte that is no UTF-8 is an error, for it would ask something else."""
    fields = _text(encoded).split("&")
    if len(fields) > _MOST_PARAMETERS:
        raise UsageError(phrase("There are more than {limit} parameters.", limit=_MOST_PARAMETERS))
    pairs = [field.partition("=") for field in fields if field]
    return [(_unquoted(name), _unquoted(value)) for name, _, value in pairs]


def _unquoted(text: str) -> str:
    """A name or a value without its percent signs.

    A query has many, which urllib decodes one by one. Python's own escapes are decoded at once, so the signs are
    written as such; what these cannot express is left to urllib.
    """
    if "%" not in text and "+" not in text:
        return text
    escaped = text.replace("\\", "%5C").replace("+", " ").replace("%", "\\x")
    try:
        return escaped.encode("ascii").decode("unicode_escape").encode("latin-1").decode("utf-8")
    except UnicodeError:
        pass
    try:
        return unquote_plus(text, errors="strict")
    except UnicodeDecodeError as error:
        raise UsageError(phrase("A parameter is not UTF-8 once its percent signs are read.")) from error


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(
            phrase("The request is not in UTF-8: its byte {number} cannot be read.", number=error.start + 1)
        ) from error
