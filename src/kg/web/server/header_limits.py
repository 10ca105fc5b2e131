"""How long the headers of a request may be: long lists of preferences take seconds to weigh, and nobody has such."""

from __future__ import annotations

from flask import request
from werkzeug.exceptions import RequestHeaderFieldsTooLarge

LONGEST = 8_192
_LONGEST_PREFERENCES = 2_048
_PREFERENCES = frozenset({"HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT_ENCODING"})


def check() -> None:
    """Answer 431 for a header that is too long, and let nobody read it for the answer."""
    environ = request.environ
    long = {
        name: limit
        for name, value in environ.items()
        if name.startswith("HTTP_")
        and len(value) > (limit := _LONGEST_PREFERENCES if name in _PREFERENCES else LONGEST)
    }
    if not long:
        return
    for name in long:
        del environ[name]
    name, limit = next(iter(long.items()))
    header = name.removeprefix("HTTP_").replace("_", "-").title()
    raise RequestHeaderFieldsTooLarge(f"The header {header} has more than {limit:,} characters.")
