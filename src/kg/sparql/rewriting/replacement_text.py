r"""The replacement of REPLACE: XPath writes ``$1`` for a group and ``\$`` for the sign, the engine ``${1}`` and ``$$``.

See `XPath Functions §5.6.4 <https://www.w3.org/TR/xpath-functions/#func-replace>`_, to which SPARQL 1.1 §17.4.3.15
refers.
"""

from __future__ import annotations

import re

_PART = re.compile(r"\\([\\$])|\$([0-9]+)|([^\\$]+)")
_GROUP = re.compile(r"\\.|\[(?:\\.|[^\\\]])*+\]|(\()(?!\?)", re.DOTALL)


def for_engine(replacement: str, pattern: str) -> str | None:
    r"""The replacement in the engine's dialect, for this pattern; None for one that XPath does not allow.

    >>> for_engine("$1c$2", "^(.*?)d(.*)$"), for_engine(r"\$$12", "(a)"), for_engine("$x", "a")
    ('${1}c${2}', '$$${1}2', None)
    """
    groups = sum(match[1] is not None for match in _GROUP.finditer(pattern))
    parts, at = [], 0
    for match in _PART.finditer(replacement):
        if match.start() != at:
            return None
        at = match.end()
        escaped, digits, plain = match.groups()
        if digits:
            parts.append(_group(digits, groups))
        else:
            parts.append(plain or {"\\": "\\", "$": "$$"}[escaped])
    return "".join(parts) if at == len(replacement) else None


def _group(digits: str, groups: int) -> str:
    """The reference: of several digits as many as name a group that the pattern has, but one at least."""
    length = len(digits)
    while length > 1 and int(digits[:length]) > groups:
        length -= 1
    return f"${{{int(digits[:length])}}}{digits[length:]}"
