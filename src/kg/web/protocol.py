"""The query operation as it arrives: by GET, as a form, or directly.

See `SPARQL 1.1 Protocol, section 2.1 <https://www.w3.org/TR/sparql11-protocol/#query-operation>`_.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from flask import request
from werkzeug.exceptions import UnsupportedMediaType

from kg.errors import QueryNotAllowed, UsageError
from kg.query.results import GraphSelection

FORM_TYPE = "application/x-www-form-urlencoded"
QUERY_TYPE = "application/sparql-query"
UPDATE_TYPE = "application/sparql-update"

_PARAMETERS = frozenset({"query", "update", "default-graph-uri", "named-graph-uri"})
_MOST_PARAMETERS = 1_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks: the text of a query, and the graphs that it is to see."""

    text: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    @property
    def graphs(self) -> GraphSelection | None:
        """None where the request names no graph: then the query, or else the service, says what it sees."""
        return GraphSelection(self.default, self.named) if self.default or self.named else None


def asks_nothing() -> bool:
    """Whether this request has nothing of a query: then it asks what the service is."""
    return request.method in ("GET", "HEAD") and not _PARAMETERS.intersection(request.args)


def read() -> Asked:
    """The query of this request.

    Raises UsageError where there is none, or several, QueryNotAllowed for an update, and 415 for another kind of body.
    """
    parameters = _pairs(request.query_string)
    if request.method == "POST":
        _check_body()
        if request.mimetype == QUERY_TYPE:
            parameters.append(("query", _text(request.get_data(), "The query")))
        else:
            parameters += _pairs(request.get_data(parse_form_data=False))
    if any(name == "update" for name, _ in parameters):
        raise _no_update()
    queries = [value for name, value in parameters if name == "query"]
    if len(queries) != 1:
        found = "There is no query" if not queries else f"There are {len(queries)} queries"
        raise UsageError(f"{found}; the parameter query is given once.", hint="GET /sparql?query=SELECT…")
    return Asked(
        queries[0],
        tuple(value for name, value in parameters if name == "default-graph-uri"),
        tuple(value for name, value in parameters if name == "named-graph-uri"),
    )


def _check_body() -> None:
    kind = request.mimetype
    if kind == UPDATE_TYPE:
        raise _no_update()
    if kind not in (QUERY_TYPE, FORM_TYPE):
        raise UnsupportedMediaType(
            f"A query is posted as {FORM_TYPE} with the parameter query, or as {QUERY_TYPE}; not as "
            f"{kind or 'a body without Content-Type'}."
        )
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise UnsupportedMediaType(f"A query is posted in UTF-8, not in {charset}.")


def _no_update() -> QueryNotAllowed:
    return QueryNotAllowed(
        "SPARQL Update is not offered: this service answers queries and changes nothing.",
        hint="The data changes through its files and their review.",
    )


def _pairs(encoded: bytes) -> list[tuple[str, str]]:
    """Names and values, decoded once; a byte that is no UTF-8 is an error, for it would ask something else."""
    text = _text(encoded, "A parameter")
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS)
    except UnicodeDecodeError as error:
        raise UsageError("A parameter is not UTF-8 once its percent signs are read.") from error
    except ValueError as error:
        raise UsageError(f"There are more than {_MOST_PARAMETERS} parameters.") from error


def _text(content: bytes, what: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"{what} is not UTF-8: byte {error.start + 1} cannot be read.") from error
