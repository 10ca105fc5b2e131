"""The lexical forms of the datatypes of XML Schema, which ``sh:datatype`` requires.

`XML Schema 1.1 Part 2 <https://www.w3.org/TR/xmlschema11-2/>`_, as RDF reads it: no white space is stripped first
(`RDF 1.1 Concepts §5.1 <https://www.w3.org/TR/rdf11-concepts/#xsd-datatypes>`_). Of a datatype that is not here every
form is well-formed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from kg.rdf.namespaces import XSD
from kg.shacl.literals.calendar import days_in_month

_ZONE = r"(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?"
_YEAR = r"(?P<year>-?(?:[1-9]\d{3,}|0\d{3}))"
_MONTH = r"(?P<month>0[1-9]|1[0-2])"
_DAY = r"(?P<day>0[1-9]|[12]\d|3[01])"
_TIME = r"(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)"
_TIME_PARTS = r"T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?"
# Name characters of XML 1.0 §2.3, written with what Python's `\w` lacks or has too much of.
_NAME_START = r"A-Z_a-zÀ-ÖØ-öø-˿Ͱ-ͽͿ-῿\u200c\u200d⁰-↏Ⰰ-⿯、-퟿豈-﷏ﷰ-�\U00010000-\U000effff"
_NAME = rf"{_NAME_START}.\-0-9·̀-ͯ‿⁀"

INTEGERS: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 255),
}

_PATTERNS: dict[str, str] = {
    "boolean": r"true|false|1|0",
    "decimal": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)",
    "float": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN",
    "double": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN",
    "date": rf"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}",
    "dateTime": rf"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}",
    "dateTimeStamp": rf"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE[:-1]}",
    "time": rf"{_TIME}{_ZONE}",
    "gYear": rf"{_YEAR}{_ZONE}",
    "gYearMonth": rf"{_YEAR}-{_MONTH}{_ZONE}",
    "gMonthDay": rf"--{_MONTH}-{_DAY}{_ZONE}",
    "gMonth": rf"--{_MONTH}{_ZONE}",
    "gDay": rf"---{_DAY}{_ZONE}",
    "duration": rf"-?P(?=[T\d])(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:{_TIME_PARTS})?",
    "dayTimeDuration": rf"-?P(?=[T\d])(?:\d+D)?(?:{_TIME_PARTS})?",
    "yearMonthDuration": r"-?P(?=\d)(?:\d+Y)?(?:\d+M)?",
    "hexBinary": r"(?:[0-9a-fA-F]{2})*",
    "base64Binary": r"(?:(?:[A-Za-z0-9+/] ?){4})*"
    r"(?:(?:[A-Za-z0-9+/] ?){2}[AEIMQUYcgkosw048] ?=|[A-Za-z0-9+/] ?[AQgw] ?= ?=)?",
    "language": r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
    "normalizedString": r"[^\t\n\r]*",
    "token": r"(?:[^\t\n\r ]+(?: [^\t\n\r ]+)*)?",
    "NMTOKEN": rf"[{_NAME}]+",
    "Name": rf"[{_NAME_START}:][{_NAME}:]*",
    "NCName": rf"[{_NAME_START}][{_NAME}]*",
}

_ANY_FORM = (
    "string", "anyURI", "QName", "NOTATION", "ID", "IDREF", "IDREFS", "ENTITY", "ENTITIES", "NMTOKENS",
    "anyType", "anySimpleType", "anyAtomicType",
)  # fmt: skip
NAMES = frozenset((*INTEGERS, *_PATTERNS, *_ANY_FORM))
"""The local names of all datatypes of XML Schema."""


def is_well_formed(lexical_form: str, datatype: str) -> bool:
    """Whether the form belongs to the lexical space of the datatype (its IRI)."""
    check = checker(datatype)
    return check is None or bool(check(lexical_form))


def checker(datatype: str) -> Callable[[str], object] | None:
    """A function that checks lexical forms of a datatype; None for a datatype that accepts any."""
    if not datatype.startswith(XSD):
        return None
    name = datatype.removeprefix(XSD)
    if name in INTEGERS:
        low, high = INTEGERS[name]
        return partial(_integer_between, low=low, high=high)
    if name not in _PATTERNS:
        return None
    matches = re.compile(_PATTERNS[name], re.ASCII).fullmatch
    if "(?P<day>" in _PATTERNS[name] and "(?P<month>" in _PATTERNS[name]:
        return lambda form: (match := matches(form)) is not None and _is_day(match)
    return matches


_INTEGER = re.compile(r"[+-]?\d+", re.ASCII)


def _integer_between(form: str, *, low: int | None, high: int | None) -> bool:
    if _INTEGER.fullmatch(form) is None:
        return False
    if low is None and high is None:
        return True
    sign, digits = form[0] == "-", form.lstrip("+-").lstrip("0")
    # Python refuses to convert more than 4,300 digits; no bound needs more than 20.
    value = (-1 if sign else 1) * (int(digits or "0") if len(digits) <= 20 else 10**20)
    return (low is None or value >= low) and (high is None or value <= high)


def _is_day(match: re.Match[str]) -> bool:
    day = int(match["day"])
    if day <= 28:
        return True
    year = int(match["year"]) if "year" in match.groupdict() else 4  # --02-29 exists, in leap years
    return day <= days_in_month(year, int(match["month"]))
