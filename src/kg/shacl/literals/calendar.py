"""The proleptic Gregorian calendar for any year, which Python's ``datetime`` knows for 1 to 9999 only."""

from __future__ import annotations

_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_leap(year: int) -> bool:
    """Year 0 is 1 BCE and a leap year, as XML Schema 1.1 has it."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    return 29 if month == 2 and is_leap(year) else _DAYS[month - 1]


def day_number(year: int, month: int, day: int) -> int:
    """Days since 0000-03-01, negative before it."""
    # A year that starts in March has its leap day last, and the months before it repeat every five: 153 days.
    if month <= 2:
        year -= 1
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * ((month + 9) % 12) + 2) // 5 + day - 1
