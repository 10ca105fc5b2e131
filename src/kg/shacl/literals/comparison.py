"""Compares the values of literals, for ``sh:minInclusive``, ``sh:lessThan`` and similar constraints.

SHACL compares with the ``<`` of SPARQL. Values that it cannot compare (of other kinds, ill-formed, or with and without
a time zone less than 14 hours apart) violate the constraint. Dates, times, Gregorian fragments and durations are
ordered as in XML Schema, although the table of SPARQL 1.1 stops at xsd:dateTime: every engine does so.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal as Choice

from pyoxigraph import Literal

from kg.rdf.namespaces import XSD
from kg.shacl.literals.calendar import day_number
from kg.shacl.literals.datatypes import INTEGERS, is_well_formed
from kg.shacl.report import Term

_MINUTE, _DAY = 60, 86_400
FOURTEEN_HOURS = 14 * 3600
"""How far a moment without a time zone may be from the same one in UTC: XML Schema 1.1 §3.3.7."""
_NUMBERS = {XSD + name for name in (*INTEGERS, "decimal")}
_MOMENT = re.compile(
    r"(?:(?P<year>-?\d{4,})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?|--(?:-(?P<only_day>\d\d)|(?P<of_month>\d\d)(?:-(?P<of_day>\d\d))?))?"
    r"T?(?:(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d(?:\.\d+)?))?"
    r"(?P<zone>Z|[+-]\d\d:\d\d)?",
    re.ASCII,
)
_DURATION = re.compile(
    r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?", re.ASCII
)
_MOMENTS = {XSD + name for name in ("date", "dateTime", "time", "gYear", "gYearMonth", "gMonthDay", "gMonth", "gDay")}
_DURATIONS = {XSD + name for name in ("duration", "dayTimeDuration", "yearMonthDuration")}
Number = int | float | Decimal | Fraction


@dataclass(frozen=True, slots=True)
class Value:
    """A comparable value. Only values of one ``kind`` compare.

    For a moment ``number`` is seconds, in UTC if it is ``zoned``; for a duration it is months and seconds.
    """

    kind: str
    number: Number | str | tuple[int, Number]
    zoned: bool = True


def value_of(term: Term) -> Value | None:
    """The comparable value of a literal; None for any other term and for an ill-formed literal."""
    if not isinstance(term, Literal) or term.language is not None:
        return None
    datatype, form = term.datatype.value, term.value
    if datatype == XSD + "string":
        return Value("string", form)
    if not is_well_formed(form, datatype):
        return None
    if datatype in _NUMBERS:
        return Value("number", Decimal(form))
    if datatype in (XSD + "double", XSD + "float"):
        return Value("number", float(form.replace("INF", "inf")))
    if datatype == XSD + "boolean":
        return Value("boolean", int(form in ("true", "1")))
    if datatype == XSD + "dateTimeStamp":
        datatype = XSD + "dateTime"
    if datatype in _MOMENTS:
        return _moment(datatype, form)
    return _duration(form) if datatype in _DURATIONS else None


def compare(left: Value, right: Value) -> Choice[-1, 0, 1] | None:
    """-1, 0 or 1 as ``left`` is less than, equal to or greater than ``right``; None if they cannot be compared."""
    if left.kind != right.kind:
        return None
    if left.kind == "duration":
        return _compare_durations(left, right)
    first, second = left.number, right.number
    if left.zoned != right.zoned:
        return _compare_across_zones(left, right)
    if isinstance(first, str) and isinstance(second, str):
        # SPARQL compares by code point, as Python does.
        return -1 if first < second else int(first > second)  # type: ignore[return-value]
    assert not isinstance(first, str | tuple)
    assert not isinstance(second, str | tuple)
    if isinstance(first, float) or isinstance(second, float):
        first, second = as_double(first), as_double(second)
        if math.isnan(first) or math.isnan(second):
            return None
    return -1 if first < second else int(first > second)  # type: ignore[return-value]


def as_double(number: Number) -> float:
    """The nearest double, infinite where there is none."""
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def _compare_across_zones(left: Value, right: Value) -> Choice[-1, 1] | None:
    """XML Schema 1.1 §3.3.7: a moment without a time zone lies anywhere within 14 hours of UTC."""
    assert not isinstance(left.number, str | tuple)
    assert not isinstance(right.number, str | tuple)
    apart = Fraction(left.number) - Fraction(right.number)
    if abs(apart) <= FOURTEEN_HOURS:
        return None
    return -1 if apart < 0 else 1


def _moment(datatype: str, form: str) -> Value:
    match = _MOMENT.fullmatch(form)
    assert match is not None
    # Missing fields get the same value for all of a datatype; 1972 is a leap year, so that --02-29 is valid.
    year = int(match["year"] or 1972)
    month = int(match["month"] or match["of_month"] or 1)
    day = int(match["day"] or match["only_day"] or match["of_day"] or 1)
    seconds: int | Fraction = day_number(year, month, day) * _DAY
    if match["hour"]:
        seconds += int(match["hour"]) * 3600 + int(match["minute"]) * _MINUTE + Fraction(match["second"])
    zone = match["zone"]
    if zone and zone != "Z":
        offset = int(zone[1:3]) * 3600 + int(zone[4:]) * _MINUTE
        seconds -= offset if zone[0] == "+" else -offset
    return Value(datatype, seconds, zone is not None)


def _duration(form: str) -> Value:
    match = _DURATION.fullmatch(form)
    assert match is not None
    sign, years, months, days, hours, minutes, seconds = match.groups(default="0")
    factor = -1 if sign == "-" else 1
    elapsed = int(days) * _DAY + int(hours) * 3600 + int(minutes) * _MINUTE + Fraction(seconds)
    return Value("duration", (factor * (int(years) * 12 + int(months)), factor * elapsed))


# XML Schema 1.1 §3.3.6: two durations are ordered if these four starts agree on which ends first.
_STARTS = ((1696, 9), (1697, 2), (1903, 3), (1903, 7))


def _compare_durations(left: Value, right: Value) -> Choice[-1, 0, 1] | None:
    verdicts = {_sign(_end(left, *start) - _end(right, *start)) for start in _STARTS}
    return verdicts.pop() if len(verdicts) == 1 else None


def _end(duration: Value, year: int, month: int) -> Fraction:
    assert isinstance(duration.number, tuple)
    months, seconds = duration.number
    total = year * 12 + month - 1 + months
    return Fraction(day_number(total // 12, total % 12 + 1, 1) * _DAY) + Fraction(seconds)


def _sign(number: Fraction) -> Choice[-1, 0, 1]:
    return -1 if number < 0 else int(number > 0)  # type: ignore[return-value]
