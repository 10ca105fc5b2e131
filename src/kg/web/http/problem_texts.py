"""The headings of problems, and what each kind of problem means."""

from __future__ import annotations

from collections.abc import Mapping

from kg.translations.catalogue import catalogue, mark
from kg.translations.language_tags import SOURCE_LANGUAGE

KINDS: Mapping[str, tuple[str, str]] = {
    "kg-error": (mark("Kg error"), mark("Something that the service provides for went wrong.")),
    "usage-error": (mark("Usage error"), mark("A command line, a parameter or a setting that cannot be meant.")),
    "dataset-error": (mark("Dataset error"), mark("A file of the dataset cannot be read; nothing of it was taken.")),
    "shapes-error": (
        mark("Shapes error"), mark("A shape cannot be used: it is not well-formed, or there is none.")
    ),
    "non-conformance": (mark("Non conformance"), mark("The dataset does not conform to its shapes.")),
    "query-error": (mark("Query error"), mark("A query cannot be answered.")),
    "query-syntax-error": (mark("Query syntax error"), mark("The text is not a SPARQL query.")),
    "query-not-allowed": (
        mark("Query not allowed"),
        mark("The query asks for something this service does not do: federation, loading, writing."),
    ),
    "query-timeout": (mark("Query timeout"), mark("The query took longer than the limit and was ended.")),
    "query-too-large": (
        mark("Query too large"), mark("The query, what it needs in memory, or its answer is over a limit.")
    ),
    "query-interrupted": (
        mark("Query interrupted"),
        mark("The process of the query was ended from outside, which says nothing about the query."),
    ),
    "service-busy": (mark("Service busy"), mark("Every place in the queue is taken; try again soon.")),
    "too-many-queries": (
        mark("Too many queries"),
        mark("One client has as many queries at a time as it may; others are still served."),
    ),
    "unknown-resource": (mark("Unknown resource"), mark("Nothing is known under this name.")),
    "removed-resource": (
        mark("Removed resource"), mark("A former revision had it, and it was taken out on purpose.")
    ),
    "not-acceptable": (mark("Not acceptable"), mark("None of the media types offered is accepted.")),
}  # fmt: skip
"""By the last part of the problem's type: a heading, and a sentence."""

_OF_HTTP = {
    400: mark("Bad Request"),
    404: mark("Not Found"),
    405: mark("Method Not Allowed"),
    408: mark("Request Timeout"),
    412: mark("Precondition Failed"),
    413: mark("Request Entity Too Large"),
    414: mark("Request-URI Too Long"),
    415: mark("Unsupported Media Type"),
    416: mark("Requested Range Not Satisfiable"),
    421: mark("Misdirected Request"),
    431: mark("Request Header Fields Too Large"),
    500: mark("Internal Server Error"),
    501: mark("Not Implemented"),
    503: mark("Service Unavailable"),
}


_DETAILS = {
    400: mark("The request cannot be read."),
    408: mark("The request did not come in time."),
    412: mark("The condition of the request does not hold."),
    413: mark("The request is larger than this service takes."),
    414: mark("The address is longer than this service takes."),
    415: mark("The request has a Content-Type that is not read here."),
    416: mark("The document does not have the bytes that were asked for."),
    431: mark("The header of the request is larger than this service takes."),
    500: mark("The service could not answer, which is no fault of the request."),
}


def detail(status: int) -> str | None:
    """What an HTTP error without a text of ours means."""
    return _DETAILS.get(status)


def heading(kind: str, title: str, language: str, status: int = 0) -> str:
    """The heading of a problem in the reader's language; ``title`` where it has no translation.

    >>> heading("/problem/query-timeout", "Query timeout", "nl")
    'De query duurde te lang'
    """
    known = KINDS.get(kind.rpartition("/")[2])
    message = known[0] if known else _OF_HTTP.get(status, title)
    return title if language == SOURCE_LANGUAGE and message != title else catalogue(language).gettext(message)


def meaning(kind: str, language: str) -> str:
    """What the problems of a kind have in common, as a sentence."""
    return catalogue(language).gettext(KINDS[kind][1])
