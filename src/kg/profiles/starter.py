"""The files that ``kg init`` writes: a project of a city that uses a profile, or one of any vocabulary.

They are the templates in ``starter/``, filled in; Turtle is not in its canonical form yet.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from string import Template

from pyoxigraph import NamedNode, RdfFormat, parse

from kg.errors import UsageError
from kg.profiles import shipped_profile
from kg.profiles.shipped_profile import PACKAGE, Profile

_TEMPLATES = Path(__file__).with_name("starter")
_SUFFIX = ".template"
_CITY, _ANY = "city", "any"
_ENGLISH = "en"
_EU_CODES = {"de": "DEU", "en": "ENG", "fr": "FRA", "nl": "NLD"}
"""The codes of languages in the EU's authority table, as far as the catalogue speaks them."""
_CODES_OF_THE_EU = {"UK": "GB", "EL": "GR"}
"""The two codes that the European Union writes otherwise than ISO 3166-1."""
_NO_MARKS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_COUNTRIES = ("ontology/country.ttl", "ontology/more-countries.ttl")
_EXAMPLE = {"en": "Example City", "nl": "Voorbeeldstad", "fr": "Ville-Exemple", "de": "Beispielstadt"}


@dataclass(frozen=True, slots=True)
class Country:
    """A country of a profile: its IRI, its code by ISO 3166-1 in two letters, and its names by language."""

    iri: str
    code: str
    names: Mapping[str, str]


def city(profile: Profile, name: str, country: Country, language: str, base: str, key: str = "") -> dict[str, str]:
    """The texts of the files of a city's project, by their paths; ``key`` is that of the city, by default by its name.

    Names are given in the language and in English, which every city has so that the graphs of several can be read
    together. Raises UsageError for a name that gives no key.
    """
    slug = key or slugged(name)
    if not slug:
        raise UsageError(f"{name} has no Latin letters to make a key of.", hint="Name one, as in --key kanazawa.")
    tags = list(dict.fromkeys((language, _ENGLISH)))
    code = country.code.lower()
    own, example = f"{code}-{slug}", f"{code}-example"
    words = {tag: texts for tag, texts in _words(name).items() if tag in tags}
    titles = {tag: texts["title"] for tag, texts in words.items()}
    values = _values(profile.version, base, tags, titles.get(language, titles[_ENGLISH])) | {
        "city": name,
        "code": code,
        "country": country.iri,
        "descriptions": _literals({tag: texts["description"] for tag, texts in words.items()}),
        "euLanguages": " , ".join(
            f"<http://publications.europa.eu/resource/authority/language/{_EU_CODES[tag]}>" for tag in words
        ),
        "examples": _literals({tag: _EXAMPLE.get(tag, _EXAMPLE[_ENGLISH]) for tag in tags}),
        "key": own,
        "keywords": _literals({tag: texts["keyword"] for tag, texts in words.items()}),
        "names": _literals(dict.fromkeys(tags, name)),
        "profile": profile.name,
        "services": _literals({tag: texts["service"] for tag, texts in words.items()}),
        "slug": slug,
        "tie": "--".join(sorted((own, example))),
        "ties": _literals({tag: f"{name} – {_EXAMPLE.get(tag, _EXAMPLE[_ENGLISH])}" for tag in tags}),
        "titles": _literals(titles),
        "today": date.today().isoformat(),
    }
    files = _filled(_CITY, values, {f"pages/{page}.{tag}.md" for page in ("about", "contact") for tag in words})
    files[f"data/{slug}.ttl"] = files.pop("data/city.ttl")
    return files


def any_vocabulary(title: str, language: str, base: str) -> dict[str, str]:
    """The texts of the files of a project that uses no profile, by their paths."""
    values = _values(shipped_profile.installed(PACKAGE).version, base, [language], title)
    return _filled(_ANY, values | {"examples": _literals({language: "example"})}, set())


def slugged(name: str) -> str:
    """A name as part of an IRI: Latin letters without marks, digits and hyphens.

    >>> slugged("Timișoara"), slugged("Września"), slugged("Łódź"), slugged("Saint-Raphaël"), slugged("金沢市")
    ('timisoara', 'wrzesnia', 'lodz', 'saint-raphael', '')
    """
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_NO_MARKS))
    return re.sub(r"[^a-z0-9]+", "-", "".join(sign for sign in plain if not unicodedata.combining(sign))).strip("-")


def country(profile: Profile, text: str) -> Country:
    """The country with this code or name; raises UsageError, with the one that was probably meant."""
    known = countries(profile)
    by_code = {land.code: land for land in known}
    by_name = {name.casefold(): land for land in known for name in land.names.values()}
    code = _CODES_OF_THE_EU.get(text.upper(), text.upper())
    chosen = by_code.get(code) or by_name.get(text.casefold())
    if chosen:
        return chosen
    close = get_close_matches(text.casefold(), by_name, n=1, cutoff=0.75)
    hint = f"Did you mean {by_name[close[0]].code}? " if close else ""
    raise UsageError(f"There is no country {text}.", hint=f"{hint}Write its code by ISO 3166-1, such as GB.")


@lru_cache(maxsize=2)
def countries(profile: Profile) -> tuple[Country, ...]:
    """The countries that a profile describes."""
    labels: dict[str, dict[str, str]] = {}
    codes: dict[str, str] = {}
    for quad in (
        quad for name in _COUNTRIES for quad in parse(profile.files[name].read_bytes(), format=RdfFormat.TURTLE)
    ):
        if not isinstance(quad.subject, NamedNode):
            continue
        if quad.predicate.value == _SKOS + "notation":
            codes[quad.subject.value] = quad.object.value
        elif quad.predicate.value == _SKOS + "prefLabel":
            labels.setdefault(quad.subject.value, {})[quad.object.language] = quad.object.value
    return tuple(Country(iri, code, labels.get(iri, {})) for iri, code in codes.items())


def _values(version: str, base: str, tags: Iterable[str], title: str) -> dict[str, str]:
    """What every project has."""
    return {
        "base": base,
        "languages": ", ".join(f'"{tag}"' for tag in tags),
        "package": PACKAGE,
        "title": _escaped(title),
        "version": version,
    }


def _words(name: str) -> dict[str, dict[str, str]]:
    """What a catalogue says, by language."""
    texts = tomllib.loads((_TEMPLATES / "texts.toml").read_text("utf-8"))
    return {tag: {key: text.replace("{city}", name) for key, text in of.items()} for tag, of in texts.items()}


def _filled(kind: str, values: Mapping[str, str], pages: set[str]) -> dict[str, str]:
    """The templates of a kind of project, filled in; of the texts of the site those that are named."""
    files = {}
    for path in sorted((_TEMPLATES / kind).rglob(f"*{_SUFFIX}")):
        name = path.relative_to(_TEMPLATES / kind).as_posix().replace("dot-", ".").removesuffix(_SUFFIX)
        if not name.startswith("pages/") or name in pages:
            files[name] = Template(path.read_text("utf-8")).substitute(values)
    return files


def _literals(texts: Mapping[str, str]) -> str:
    """A list of objects in Turtle, one a language."""
    return " , ".join(f'"{_escaped(text)}"@{tag}' for tag, text in texts.items())


def _escaped(text: str) -> str:
    """The text within quotes of Turtle or TOML."""
    return text.replace("\\", "\\\\").replace('"', '\\"')
