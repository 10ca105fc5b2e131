"""Limits on header fields of requests: weighing a long list of preferences takes seconds, and no client needs one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.exceptions import RequestHeaderFieldsTooLarge

from kg.errors import phrase

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_LONGEST = 8_192
_LONGEST_PREFERENCES = 2_048
_PREFERENCES = frozenset({"HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT_ENCODING"})


def check(environ: WSGIEnvironment) -> RequestHeaderFieldsTooLarge | None:
    """The error of a request with a header field that is too long, which is removed so that nothing reads it."""
    # For every request, so it is fast: a list is faster than a generator, and names in H are those of header fields.
    if not any([len(value) > _LONGEST_PREFERENCES for name, value in environ.items() if name[0] == "H"]):  # noqa: C419
        return None
    limits = {name: _LONGEST_PREFERENCES if name in _PREFERENCES else _LONGEST for name in environ if name[0] == "H"}
    long = {name: limit for name, limit in limits.items() if len(environ[name]) > limit}
    if not long:
        return None
    for name in long.keys() - {"HTTP_HOST"}:  # a Host that is too long makes no address, which is found out by itself
        del environ[name]
    name, limit = next(iter(long.items()))
    header = name.removeprefix("HTTP_").replace("_", "-").title()
    return RequestHeaderFieldsTooLarge(
        phrase("The header {header} has more than {limit} characters.", header=header, limit=limit)
    )
