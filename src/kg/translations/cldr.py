"""Dates, numbers and names of languages as people write them in a language, by Unicode's CLDR.

The library for it comes with the extra ``serve`` and is loaded when it is needed: commands that write no page have to
do without.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from kg.errors import UsageError


def _locale(tag: str) -> str:
    return "en_GB" if tag == "en" else tag


@lru_cache(maxsize=4096)
def day(when: date, tag: str) -> str:
    """A day in words; French writes the first of a month as an ordinal, which CLDR leaves out.

    >>> day(date(1971, 10, 4), "en"), day(date(1971, 10, 4), "nl"), day(date(1971, 10, 4), "de")
    ('4 October 1971', '4 oktober 1971', '4. Oktober 1971')
    >>> day(date(1990, 6, 1), "fr")
    '1er juin 1990'
    """
    from babel.dates import format_date

    written = format_date(when, "long", _locale(tag))
    return f"1er{written[1:]}" if tag == "fr" and when.day == 1 else written


@lru_cache(maxsize=4096)
def month(when: date, tag: str) -> str:
    """The month of a day in words, with its year.

    >>> month(date(1971, 10, 4), "fr")
    'octobre 1971'
    """
    from babel.dates import format_skeleton

    return format_skeleton("yMMMM", when, locale=_locale(tag))


def number(value: float, tag: str) -> str:
    """A number with its thousands grouped, and at most one decimal.

    >>> number(525170, "en"), number(525170, "nl"), number(1.25, "nl")
    ('525,170', '525.170', '1,2')
    """
    from babel.numbers import format_decimal

    return format_decimal(value, "#,##0.#", _locale(tag))


def listed(names: Sequence[str], tag: str) -> str:
    """Names as a list with *and* before the last.

    >>> listed(["Melle", "Tallinn", "Weihai"], "en"), listed(["Melle", "Tallinn"], "nl")
    ('Melle, Tallinn and Weihai', 'Melle en Tallinn')
    """
    from babel.lists import format_list

    return format_list(names, locale=_locale(tag))


def check(tags: Iterable[str]) -> None:
    """Raise UsageError for a language in which no date could be written.

    >>> check(["nl", "es", "ca"])
    """
    from babel import Locale, UnknownLocaleError

    for tag in tags:
        try:
            Locale.parse(_locale(tag))
        except UnknownLocaleError as error:
            raise UsageError(
                f"The language {tag} is not known to Unicode's CLDR, which has the names of months and languages.",
                hint="A language is named by its tag of two or three letters (BCP 47), such as es for Spanish.",
            ) from error


def language_name(code: str, tag: str) -> str:
    """The name of a language by its code of two or three letters, in a language; the code where CLDR has no name.

    >>> language_name("NLD", "en"), language_name("ja", "nl"), language_name("fr", "fr")
    ('Dutch', 'Japans', 'français')
    """
    from babel import Locale

    language = two_letters(code)
    return str(Locale.parse(_locale(tag)).languages.get(language, code))


def two_letters(code: str) -> str:
    """The language tag for a code of three letters (ISO 639), such as those of the EU's authority table.

    >>> two_letters("NLD"), two_letters("DEU"), two_letters("zh")
    ('nl', 'de', 'zh')
    """
    from babel.core import get_global

    return str(get_global("language_aliases").get(code.lower(), code.lower()))
