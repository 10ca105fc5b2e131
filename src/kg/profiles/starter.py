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
_LANGUAGES = "http://purl.org/dc/terms/language"
_COUNTRIES = ("ontology/country.ttl", "ontology/more-countries.ttl")
_EXAMPLE = {"en": "Example City", "nl": "Voorbeeldstad", "fr": "Ville-Exemple", "de": "Beispielstadt"}
_EXAMPLE_TERRITORY = {
    "en": "Example Territory", "nl": "Voorbeeldgebied", "fr": "Territoire-Exemple", "de": "Beispielgebiet",
}  # fmt: skip
_EXAMPLE_THING = {"en": "example", "nl": "voorbeeld", "fr": "exemple", "de": "Beispiel"}
KINDS = ("city", "county", "department", "district", "island", "province", "region")
"""What a place can be: a city, or a territory of one of the ontology's types."""
_TYPE = "/territory-type/"
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Country:
    """A country of a profile: its IRI, its code by ISO 3166-1 in two letters, its names by language, its languages."""

    iri: str
    code: str
    names: Mapping[str, str]
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A city or a territory: its kind, one of ``KINDS``, and its names by language, that in English among them.

    ``local`` is the language of its own name, which stands first; ``key`` is that of its IRI without the country.
    """

    kind: str
    country: Country
    names: Mapping[str, str]
    key: str
    local: str

    @property
    def name(self) -> str:
        return self.names[self.local]

    def named_in(self, language: str) -> str:
        """The name in a text of a language: in that, else in English."""
        return self.names.get(language) or self.names[_ENGLISH]


def is_foreign(name: str) -> bool:
    """Whether a name is written in other letters than Latin ones, so that it is no name in English.

    >>> is_foreign("Łódź"), is_foreign("Αθήνα"), is_foreign("القاهرة"), is_foreign("1770")
    (False, True, True, False)
    """
    return bool(_LETTER.search(name)) and not _LATIN.search(name)


def place(
    name: str,
    country: Country,
    language: str,
    *,
    kind: str = "city",
    key: str = "",
    english: str = "",
    name_language: str = "",
) -> Place:
    """The place of this name, in a project of this language.

    A name in other letters than Latin ones is tagged with ``name_language``, else with the language of the project or
    of the country, and its name in English must be given. Raises UsageError for what the names do not tell.
    """
    foreign = is_foreign(name)
    if foreign and not english:
        raise UsageError(f"{name} is no name in English, which each place has.", hint="Name it: --english Cairo")
    local = name_language or language
    if not name_language and (foreign or (language == _ENGLISH and english not in ("", name))):
        local = _language_of(name, country, language)
    slug = key or slugged(name) or slugged(english)
    if not slug:
        raise UsageError(f"{name} has no Latin letters to make a key of.", hint="Name one, as in --key kanazawa.")
    return Place(kind, country, {local: name, _ENGLISH: english or name}, slug, local)


def _language_of(name: str, country: Country, language: str) -> str:
    """The language of a name that is not in English: that of the project, if it can be, or that of the country."""
    written = set(_EU_CODES) if is_foreign(name) else {_ENGLISH}
    spoken = [tag for tag in (language,) if tag not in written] or [
        tag for tag in country.languages if tag not in written
    ]
    if len(spoken) == 1:
        return spoken[0]
    raise UsageError(f"It is not known of which language the name {name} is.", hint="Say it: --name-language ar")


def city(profile: Profile, place: Place, language: str, base: str) -> dict[str, str]:
    """The texts of the files of the project of a place, by their paths.

    Names are given in the language of the place, in that of the project and in English, which every place has so that
    the graphs of several can be read together.
    """
    tags = list(dict.fromkeys((language, _ENGLISH)))
    words = {tag: texts for tag, texts in _words(place).items() if tag in tags}
    titles = {tag: texts["title"] for tag, texts in words.items()}
    values = _values(profile.version, base, tags, titles.get(language, titles[_ENGLISH])) | {
        "descriptions": _literals({tag: texts["description"] for tag, texts in words.items()}),
        "euLanguages": " , ".join(
            f"<http://publications.europa.eu/resource/authority/language/{_EU_CODES[tag]}>" for tag in words
        ),
        "keywords": _literals({tag: texts["keyword"] for tag, texts in words.items()}),
        "profile": profile.name,
        "services": _literals({tag: texts["service"] for tag, texts in words.items()}),
        "titles": _literals(titles),
        "today": date.today().isoformat(),
    }
    values |= _values_of_place(place, tags) | {f"words_{tag}": texts["ties"] for tag, texts in _words(place).items()}
    files = _filled(_CITY, values, {f"pages/{page}.{tag}.md" for page in ("about", "contact") for tag in words})
    data = files.pop("data/city.ttl").splitlines(keepends=True)
    is_city = place.kind == _CITY
    files[f"data/{place.key}.ttl"] = "".join(line for line in data if not (is_city and _TYPE in line))
    return files


def _values_of_place(place: Place, tags: Iterable[str]) -> dict[str, str]:
    """What the place, and the tie that stands as an example, are called."""
    is_city = place.kind == _CITY
    code = place.country.code.lower()
    own, example = f"{code}-{place.key}", f"{code}-example"
    examples = _EXAMPLE if is_city else _EXAMPLE_TERRITORY
    exemplary = {tag: examples[tag] for tag in tags if tag in examples}
    return {
        "city": place.named_in(_ENGLISH),
        "class": "City" if is_city else "Territory",
        "code": code,
        "country": place.country.iri,
        "example": examples[_ENGLISH],
        "examples": _literals(exemplary),
        "folder": _CITY if is_city else "territory",
        "key": own,
        "kind": place.kind,
        "names": _literals(place.names),
        "slug": place.key,
        "tie": "--".join(sorted((own, example))),
        "tieType": "sister-city" if is_city else "friendship",
        "ties": _literals({tag: f"{place.named_in(tag)} – {name}" for tag, name in exemplary.items()}),
    }


def any_vocabulary(title: str, language: str, base: str) -> dict[str, str]:
    """The texts of the files of a project that uses no profile, by their paths."""
    values = _values(shipped_profile.installed(PACKAGE).version, base, [language], title)
    tag = language if language in _EXAMPLE_THING else _ENGLISH
    return _filled(_ANY, values | {"examples": _literals({tag: _EXAMPLE_THING[tag]})}, set())


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
    languages: dict[str, list[str]] = {}
    for quad in (
        quad for name in _COUNTRIES for quad in parse(profile.files[name].read_bytes(), format=RdfFormat.TURTLE)
    ):
        if not isinstance(quad.subject, NamedNode):
            continue
        if quad.predicate.value == _SKOS + "notation":
            codes[quad.subject.value] = quad.object.value
        elif quad.predicate.value == _SKOS + "prefLabel":
            labels.setdefault(quad.subject.value, {})[quad.object.language] = quad.object.value
        elif quad.predicate.value == _LANGUAGES:
            languages.setdefault(quad.subject.value, []).append(quad.object.value)
    return tuple(Country(iri, code, labels.get(iri, {}), tuple(languages.get(iri, ()))) for iri, code in codes.items())


def _values(version: str, base: str, tags: Iterable[str], title: str) -> dict[str, str]:
    """What every project has."""
    return {
        "base": base,
        "languages": ", ".join(f'"{tag}"' for tag in tags),
        "package": PACKAGE,
        "title": _escaped(title),
        "version": version,
    }


def _words(place: Place) -> dict[str, dict[str, str]]:
    """What a catalogue says, by language; a text for territories stands beside that for cities."""
    words = {}
    for tag, texts in tomllib.loads((_TEMPLATES / "texts.toml").read_text("utf-8")).items():
        own = {key: text for key, text in texts.items() if isinstance(text, str)}
        chosen = own if place.kind == _CITY else own | texts["territory"]
        words[tag] = {key: text.replace("{city}", place.named_in(tag)) for key, text in chosen.items()}
    return words


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
