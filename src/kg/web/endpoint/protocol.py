"""The query operation as it arrives: by GET, as a form, or directly.

See `SPARQL 1.1 Protocol, section 2.1 <https://www.w3.org/TR/sparql11-protocol/#query-operation>`_.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote_plus

from werkzeug.exceptions import UnsupportedMediaType
from werkzeug.http import parse_options_header

from kg.errors import QueryNotAllowed, UsageError
from kg.query_engine.evaluation import GraphSelection

FORM_TYPE = "application/x-www-form-urlencoded"
QUERY_TYPE = "application/sparql-query"
UPDATE_TYPE = "application/sparql-update"

_PARAMETERS = frozenset({"query", "update", "default-graph-uri", "named-graph-uri"})
_MOST_PARAMETERS = 1_000
_CHARSETS = frozenset({"utf-8", "utf8", "us-ascii"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks: the text of a query, the graphs that it is to see, and the format that it names outright."""

    text: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    format: str | None = None

    @property
    def graphs(self) -> GraphSelection | None:
        """None where the request names no graph: then the query, or else the service, says what it sees."""
        return GraphSelection(self.default, self.named) if self.default or self.named else None


def asks_nothing(names: Iterable[str]) -> bool:
    """Whether a GET has nothing of a query among the names of its parameters: then it asks what the service is."""
    return _PARAMETERS.isdisjoint(names)


def read(query_string: bytes) -> Asked:
    """The query of a GET.

    Raises UsageError where there is none, or several, and QueryNotAllowed for an update.
    """
    return _asked(_pairs(query_string))


def read_posted(query_string: bytes, content_type: str, body: bytes, coding: str = "") -> Asked:
    """The query of a POST; raises what ``read`` raises, and 415 for another kind of body, or for a packed one."""
    if coding.strip().lower() not in ("", "identity"):
        raise UnsupportedMediaType(f"A query is posted plain, without Content-Encoding; not as {coding[:40]}.")
    parameters = _pairs(query_string)
    if _kind(content_type) == QUERY_TYPE:
        # Some editors put a byte order mark before a text in UTF-8; it is no part of the text.
        parameters.append(("query", _text(body.removeprefix(BOM_UTF8), "The query")))
    else:
        parameters += _pairs(body)
    return _asked(parameters)


@lru_cache(maxsize=64)
def _kind(content_type: str) -> str:
    """The media type of a body that may hold a query."""
    kind, parameters = parse_options_header(content_type[:200])
    kind = kind.lower()
    if kind == UPDATE_TYPE:
        raise _no_update()
    if kind not in (QUERY_TYPE, FORM_TYPE):
        raise UnsupportedMediaType(
            f"A query is posted as {FORM_TYPE} with the parameter query, or as {QUERY_TYPE}; not as "
            f"{kind or 'a body without Content-Type'}."
        )
    charset = parameters.get("charset", "utf-8").lower()
    if charset not in _CHARSETS:
        raise UnsupportedMediaType(f"A query is posted in UTF-8, not in {charset}.")
    return kind


def _asked(parameters: list[tuple[str, str]]) -> Asked:
    given: dict[str, list[str]] = {}
    for name, value in parameters:
        given.setdefault(name, []).append(value)
    if "update" in given:
        raise _no_update()
    queries = given.get("query", [])
    if len(queries) != 1:
        found = "There is no query" if not queries else f"There are {len(queries)} queries"
        raise UsageError(f"{found}; the parameter query is given once.", hint="GET /sparql?query=SELECT…")
    default, named = given.get("default-graph-uri", ()), given.get("named-graph-uri", ())
    return Asked(queries[0], tuple(default), tuple(named), given.get("format", [None])[0])


def _no_update() -> QueryNotAllowed:
    return QueryNotAllowed(
        "SPARQL Update is not offered: this service answers queries and changes nothing.",
        hint="The data changes through its files and their review.",
    )


def _pairs(encoded: bytes) -> list[tuple[str, str]]:
    """Names and values, decoded once; a byte that is no UTF-8 is an error, for it would ask something else."""
    fields = _text(encoded, "A parameter").split("&")
    if len(fields) > _MOST_PARAMETERS:
        raise UsageError(f"There are more than {_MOST_PARAMETERS} parameters.")
    pairs = [each.partition("=") for each in fields if each]
    return [(_unquoted(name), _unquoted(value)) for name, _, value in pairs]


def _unquoted(text: str) -> str:
    """A name or a value without its percent signs.

    Those of a query are many, and urllib takes them one by one; Python's own escapes say the same, and are read at
    once. What they cannot say, urllib is asked for.
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
        raise UsageError("A parameter is not UTF-8 once its percent signs are read.") from error


def _text(content: bytes, what: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"{what} is not UTF-8: byte {error.start + 1} cannot be read.") from error
