"""The settings file ``kg.toml``: its sections as one value, how it is read and checked, and its JSON Schema."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from kg.errors import UsageError
from kg.settings import declaration
from kg.settings.declaration import setting
from kg.settings.embed import EmbedSettings
from kg.settings.files import FileSettings
from kg.settings.owned_namespaces import AddressSettings
from kg.settings.publishing import PublishingSettings
from kg.settings.query import Limits
from kg.settings.remote import RemoteSettings
from kg.settings.serve import ServeSettings
from kg.settings.site import SiteSettings
from kg.settings.used_profile import ProfileSettings

_HEADER = re.compile(r"\s*\[\s*[\"']?([\w-]+)[\"']?\s*\]")
_KEY = re.compile(r"\s*[\"']?([\w-]+)[\"']?\s*[=.]")
_PLACE = re.compile(r" \((?:at line (\d+), column (\d+)|at end of document)\)$")
_EXAMPLE = 'base = "https://data.example.org/"'
_ADVICE = (
    ("Invalid value", f"Text stands between quotes, as in {_EXAMPLE}; a number and true do not."),
    ("Cannot overwrite", "It stands twice: remove one of them."),
    ("Cannot declare", "The section stands twice: put its settings together."),
    ("Invalid statement", f"A setting is a line such as {_EXAMPLE}, a section one such as [site]."),
    ("Expected '='", f"A setting is a line such as {_EXAMPLE}."),
)
_SECTIONS: Mapping[str, type] = {
    "files": FileSettings,
    "serve": ServeSettings,
    "embed": EmbedSettings,
    "site": SiteSettings,
    "addresses": AddressSettings,
    "publish": PublishingSettings,
    "profile": ProfileSettings,
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What the file says; ``remote`` are those settings of ``[query]`` that name a remote engine, if it does."""

    base: str = setting(
        MISSING,
        "The IRI below which the project's own IRIs lie.",
        "an http or https IRI that ends in a slash",
        pattern=r"https?://\S*/",
    )
    languages: tuple[str, ...] = setting(
        ("en",), "The languages of the project, the preferred one first.", "a list of language tags", minItems=1
    )
    prefixes: Mapping[str, str] = setting(
        {},
        "The project's own prefixes.",
        "a table of IRIs by prefix, which has no space and no colon",
        propertyNames={"pattern": r"^([^\s:]*)$"},
    )
    query: Limits = field(default_factory=Limits)
    remote: RemoteSettings | None = None
    serve: ServeSettings = field(default_factory=ServeSettings)
    embed: EmbedSettings = field(default_factory=EmbedSettings)
    site: SiteSettings = field(default_factory=SiteSettings)
    addresses: AddressSettings = field(default_factory=AddressSettings)
    publish: PublishingSettings = field(default_factory=PublishingSettings)
    profile: ProfileSettings = field(default_factory=ProfileSettings)
    contexts: Mapping[str, str] = setting({}, "The files of JSON-LD contexts by their IRIs.", "a table of files by IRI")
    imports: Mapping[str, str] = setting({}, "The files of what the shapes import.", "a table of files by IRI")
    files: FileSettings = field(default_factory=FileSettings)
    about: str = setting(
        "",
        "What the site's questions are about: the key, the name or the IRI of a resource, such as xx-city. "
        "Empty: the one that the graph has most statements of.",
        "a key, a name or an IRI",
    )
    labels: tuple[str, ...] = setting(
        (
            "skos:prefLabel",
            "rdfs:label",
            "dct:title",
            "schema:name",
            "https://schema.org/name",
            "dc:title",
            "foaf:name",
            "skosxl:prefLabel",
            "vcard:fn",
        ),
        "The properties that name things, the preferred one first.",
        "a list of properties, such as skos:prefLabel",
        minItems=1,
    )


def schema() -> dict[str, Any]:
    """The JSON Schema of the file (draft 2020-12)."""
    top, query = declaration.table(Settings), declaration.table(Limits, RemoteSettings)
    query["dependentRequired"] = {
        field.name: ["endpoint"] for field in fields(RemoteSettings) if field.name != "endpoint"
    }
    tables = {"query": query} | {name: declaration.table(section) for name, section in _SECTIONS.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The settings of a project",
        **top,
        "required": ["base"],
        "properties": top["properties"] | tables,
    }


def read(path: Path) -> Settings:
    """Read and check a settings file; raises UsageError for a setting that is missing, unknown or invalid."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        document = tomllib.loads(text)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error}") from error
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{path} is not UTF-8.", hint="Save the file as UTF-8 (in most editors: Save with encoding)."
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise _malformed(path, str(error)) from error
    _check(document, schema(), "", path, text)
    query = _frozen(document.pop("query", {}))
    sections: dict[str, Any] = {name: kind(**_frozen(document.pop(name, {}))) for name, kind in _SECTIONS.items()}
    remote = {field.name: query.pop(field.name) for field in fields(RemoteSettings) if field.name in query}
    return Settings(
        **_frozen(document),
        query=Limits(**query),
        remote=RemoteSettings(**remote) if remote else None,
        **sections,
    )


def _malformed(path: Path, reason: str) -> UsageError:
    """What the parser says, with the place where editors find it, and what is most often the matter."""
    place = _PLACE.search(reason)
    where = f"{path}:{place[1]}:{place[2]}" if place and place[1] else str(path)
    words = _PLACE.sub("", reason)
    hint = next((advice for start, advice in _ADVICE if reason.startswith(start)), None)
    return UsageError(f"{where} is not valid TOML: {words}.", hint=hint)


def _frozen(table: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in table.items()}


def _check(values: Mapping[str, Any], schema: Mapping[str, Any], table: str, path: Path, text: str) -> None:
    known, place = schema["properties"], f" in [{table}]" if table else ""
    for name, value in values.items():
        where = ":".join(map(str, (path, *_line(text, table, name))))
        if name not in known:
            close = get_close_matches(name, known, n=1)
            hint = f"Did you mean {close[0]}?" if close else f"There are: {', '.join(known)}."
            raise UsageError(f"{where}: there is no setting {name}{place}.", hint=hint)
        if "properties" in known[name] and isinstance(value, dict):
            _check(value, known[name], name, path, text)
        elif "properties" in known[name]:
            raise UsageError(f"{where}: {name} must be a table, not {value!r}.")
        elif not declaration.is_valid(value, known[name]):
            raise UsageError(f"{where}: {name}{place} {known[name]['errorMessage']}, not {value!r}.")
        for other in schema.get("dependentRequired", {}).get(name, ()):
            if other not in values:
                raise UsageError(f"{where}: {name}{place} is of use only with {other}.")
    for name in schema.get("required", ()):
        if name not in values:
            raise UsageError(f"{path}: the setting {name} is missing.", hint=f"It {known[name]['errorMessage']}.")


def _line(text: str, table: str, name: str) -> list[int]:
    """The line of a setting; nothing where it is written in a way that other lines decide on."""
    current = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            current = header[1]
            if not table and current == name:
                return [number]
        elif current == table and (key := _KEY.match(line)) and key[1] == name:
            return [number]
    return []
