"""``kg init``: writes the project of a city, or of any vocabulary, into a folder."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from kg.errors import UsageError
from kg.profiles import profile_lock, shipped_profile, starter
from kg.profiles.shipped_profile import LOCK, PACKAGE, Profile
from kg.profiles.starter import Place
from kg.rdf import canonical
from kg.rdf.namespaces import WELL_KNOWN

_BASE = re.compile(r"https?://[^\s<>\"{}|^`\\]+/")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_PREFIX = re.compile(r"^PREFIX (\w+): <(.+)>$", re.MULTILINE)
_QUESTIONS = {
    "kind": "What has the ties",
    "city": "Its name, such as Nottingham",
    "english": "Its name in English",
    "country": "Its country, such as GB",
    "title": "Title of the site",
    "language": "Language, such as en",
    "base": "Base: the IRI below which yours lie, such as https://data.example.org/ties/",
}


@click.command("init")
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option("--city", metavar="NAME", help="The city, or the territory, whose ties these are.")
@click.option("--kind", type=click.Choice(starter.KINDS), help="What it is, if it is no city: --city is then its name.")
@click.option("--english", metavar="NAME", help="Its name in English, where that is another one.")
@click.option("--name-language", default="", metavar="TAG", help="The language of its name.  [default: --language]")
@click.option("--country", metavar="CODE", help="Its country: a code by ISO 3166-1, such as GB, or a name.")
@click.option("--language", metavar="TAG", help="The language of the project, such as en; English comes beside it.")
@click.option("--base", metavar="IRI", help="The IRI below which the project's own IRIs lie; it ends in a slash.")
@click.option("--key", default="", metavar="KEY", help="The city's key without its country.  [default: by its name]")
@click.option("--empty", is_flag=True, help="A project of any other vocabulary, with --title in place of the city.")
@click.option("--title", metavar="TEXT", help="The title of the site, with --empty.")
def init(
    folder: Path | None,
    city: str | None,
    kind: str | None,
    english: str | None,
    name_language: str,
    country: str | None,
    language: str | None,
    base: str | None,
    key: str,
    empty: bool,
    title: str | None,
) -> None:
    """Write a new project into FOLDER: settings, an example, a catalogue, texts, and a check for every change.

    The ontology, shapes and questions of city ties are used from this package, in its version, and not copied. FOLDER
    is by default named as the city. What no option says is asked for on a terminal. No file is overwritten.
    """
    if empty and (city or country or key or kind or english or name_language):
        raise UsageError("--empty is a project of any vocabulary, without what describes a city.")
    if title and not empty:
        raise UsageError("--title is of use only with --empty.", hint="The title of a city's site names the city.")
    profile = shipped_profile.installed(PACKAGE)
    if empty:
        answers = _complete({"title": title, "language": language, "base": base}, profile)
        files = starter.any_vocabulary(answers["title"], answers["language"], answers["base"])
        slug = starter.slugged(answers["title"])
    else:
        given = {"city": city, "country": country, "language": language, "base": base}
        answers, place = _place(given, kind, english, name_language, key, profile)
        files = starter.city(profile, place, answers["language"], answers["base"])
        files[LOCK] = profile_lock.written(profile)
        slug = place.key
    target = folder or Path(slug)
    _write(target, {name: _in_form(name, text, answers["base"]) for name, text in files.items()})
    click.echo(f"Written in {target}: {', '.join(sorted(files))}.")
    click.echo(f"\n    cd {target}\n    kg validate\n    kg serve")


def _complete(given: dict[str, str | None], profile: Profile) -> dict[str, str]:
    """What the options say, and on a terminal the answers to the rest, each asked for until it can be meant."""
    missing = [name for name, value in given.items() if not value]
    if missing and not sys.stdin.isatty():
        raise UsageError(f"kg init needs {', '.join('--' + name for name in missing)}.", hint="On a terminal it asks.")
    return {name: _valid(name, value, profile) if value else _answer(name, profile) for name, value in given.items()}


def _place(
    given: dict[str, str | None],
    kind: str | None,
    english: str | None,
    name_language: str,
    key: str,
    profile: Profile,
) -> tuple[dict[str, str], Place]:
    """The answers about a place, and the place that they describe."""
    if not kind:
        kind = _prompted_kind() if not given["city"] and sys.stdin.isatty() else starter.KINDS[0]
    answers = _complete(given, profile)
    if starter.is_foreign(answers["city"]) and not english and sys.stdin.isatty():
        english = _answer("english", profile)
    return answers, starter.place(
        answers["city"],
        starter.country(profile, answers["country"]),
        answers["language"],
        kind=kind,
        key=key,
        english=english or "",
        name_language=_valid("language", name_language, profile) if name_language else "",
    )


def _prompted_kind() -> str:
    """What the place is: a city unless another kind is named."""
    return str(click.prompt(_QUESTIONS["kind"], type=click.Choice(starter.KINDS), default=starter.KINDS[0]))


def _answer(name: str, profile: Profile) -> str:
    def read(text: str) -> str:
        try:
            return _valid(name, text.strip(), profile)
        except UsageError as error:
            raise click.BadParameter(str(error)) from error

    return str(click.prompt(_QUESTIONS[name], value_proc=read))


def _valid(name: str, value: str, profile: Profile) -> str:
    """The value; raises UsageError for one that cannot be meant."""
    if name == "country":
        return starter.country(profile, value).code
    if name == "language" and not _LANGUAGE.fullmatch(value):
        raise UsageError(f"{value} is no language tag.", hint="Write one such as en or nl.")
    if name == "base" and not _BASE.fullmatch(value):
        raise UsageError(
            f"The base {value} is no http or https IRI that ends in a slash.",
            hint="As in https://data.example.org/ties/",
        )
    return value


def _in_form(name: str, text: str, base: str) -> str:
    if not name.endswith(".ttl"):
        return text
    return canonical.form(text, base=base, prefixes={**WELL_KNOWN, **dict(_PREFIX.findall(text))})


def _write(folder: Path, files: dict[str, str]) -> None:
    """Write all files, or none where one exists."""
    existing = sorted(name for name in files if (folder / name).exists())
    if existing:
        raise UsageError(
            f"{folder} has {', '.join(existing)} already.", hint="Name another folder; nothing was written."
        )
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
