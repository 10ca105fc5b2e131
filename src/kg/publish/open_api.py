"""The HTTP interface as an `OpenAPI 3.1 <https://spec.openapis.org/oas/v3.1.0>`_ document.

It is made of operations, which the pages that answer them describe.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Protocol

VERSION = "3.1.0"
PROBLEM = "application/problem+json"
HTML = "text/html"
FORM = "application/x-www-form-urlencoded"
_TEXT: Mapping[str, Any] = {"type": "string"}
_PROBLEM: Mapping[str, Any] = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "description": "The kind; a page tells what it means."},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "hint": {"type": "string", "description": "What to do."},
        "line": {"type": "integer", "description": "Of a query."},
        "column": {"type": "integer", "description": "Of a query."},
        "similar": {"type": "array", "items": {"type": "string"}, "description": "What may have been meant."},
        "offers": {"type": "array", "items": {"type": "string"}, "description": "The media types that are offered."},
    },
}


class Offer(Protocol):
    """A format in which an operation answers."""

    @property
    def extension(self) -> str: ...
    @property
    def media_types(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the query string; one that comes ``several`` times has a list of values.

    One that ``may_be_empty`` counts as left out where it is, as forms send it. One that stands ``only_in_address`` is
    there too where the others come as a form.
    """

    name: str
    description: str
    schema: Mapping[str, Any]
    required: bool = False
    several: bool = False
    may_be_empty: bool = False
    only_in_address: bool = False

    def described(self) -> dict[str, Any]:
        takes_any = set(self.schema) <= {"type", "examples"} and self.schema.get("type") == "string"
        is_more = self.may_be_empty and not takes_any
        value = {"anyOf": [self.schema, {"const": ""}]} if is_more else dict(self.schema)
        schema = {"type": "array", "items": value, "minItems": 1} if self.several else value
        return {
            "name": self.name,
            "in": "query",
            "required": self.required,
            "description": self.description,
            "schema": schema,
            **({"style": "form", "explode": True} if self.several else {}),
        }


LANGUAGE = Parameter(
    "lang", "The language of names and texts, such as en; else that of Accept-Language.", {"type": "string"}
)
PAGE = Parameter(
    "page",
    "Which hundred entries a page for people has; files have all.",
    {"type": "integer", "minimum": 1, "maximum": 999_999_999},
)


@dataclass(frozen=True, slots=True)
class Operation:
    """What is asked by GET at ``path``, and at the same path with a suffix for each format.

    ``negotiated`` says that the path answers without a suffix, in the format that ``Accept`` prefers, and ``suffixed``
    that it does with one. ``json`` is the schema of an answer in JSON. ``statuses`` are those of problems;
    ``redirects`` says that the address may lead to another one, and ``by_form`` that the parameters may come by POST.
    """

    path: str
    summary: str
    tag: str
    offers: tuple[Offer, ...]
    parameters: tuple[Parameter, ...] = ()
    description: str = ""
    json: Mapping[str, Any] | None = None
    statuses: tuple[int, ...] = (400, 404, 406)
    negotiated: bool = True
    suffixed: bool = True
    redirects: bool = False
    by_form: bool = False

    @property
    def name(self) -> str:
        """The identifier of the operation: its path in letters."""
        return "-".join(part for part in self.path.strip("/").replace(".", "/").split("/") if part) or "start"

    def paths(self) -> Iterable[tuple[str, dict[str, Any]]]:
        """The path items, by path."""
        if self.negotiated:
            posted = {"post": self._posted()} if self.by_form else {}
            yield self.path, {"get": self._described(self.name, ())} | posted
        if self.suffixed:
            extensions = list(dict.fromkeys(offer.extension for offer in self.offers))
            suffix = {
                "name": "extension",
                "in": "path",
                "required": True,
                "description": "The format of the answer.",
                "schema": {"type": "string", "enum": extensions},
            }
            item = {"get": self._described(f"{self.name}-as", (suffix,))}
            yield f"{self.path}.{{extension}}", item

    def _posted(self) -> dict[str, Any]:
        """The same with its parameters as a form."""
        described = [parameter.described() for parameter in self.parameters if not parameter.only_in_address]
        schema = {
            "type": "object",
            "properties": {one["name"]: {**one["schema"], "description": one["description"]} for one in described},
            "required": [one["name"] for one in described if one["required"]],
        }
        content = {FORM: {"schema": schema}}
        return {
            **self._described(f"{self.name}-by-form", ()),
            "parameters": [parameter.described() for parameter in self.parameters if parameter.only_in_address],
            "requestBody": {"required": True, "content": content},
        }

    def _described(self, name: str, first: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        content: dict[str, Any] = {}
        for offer in self.offers:
            for kind in offer.media_types:
                content.setdefault(kind, {"schema": self._schema(offer, kind)})
        written = {**content, PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}, HTML: {"schema": _TEXT}}
        redirect = {"description": "The answer is at Location."}
        return {
            "operationId": name,
            "summary": self.summary,
            "tags": [self.tag],
            **({"description": self.description} if self.description else {}),
            "parameters": [*first, *(parameter.described() for parameter in self.parameters)],
            "responses": {
                "200": {"description": "The answer.", "content": content},
                **({"302": redirect, "303": redirect} if self.redirects else {}),
                **{
                    str(code): {
                        "description": HTTPStatus(code).phrase,
                        "content": {kind: written[kind] for kind in (PROBLEM, HTML)},
                    }
                    for code in self.statuses
                },
            },
        }

    def _schema(self, offer: Offer, media_type: str) -> Mapping[str, Any]:
        if media_type.endswith("json"):
            return self.json or {} if offer.extension == "json" else {}
        return _TEXT


def document(
    operations: Iterable[Operation], *, title: str, description: str, version: str, root: str, licence: str | None
) -> dict[str, Any]:
    """The document for the site at ``root``; ``version`` is that of the interface, ``licence`` that of the data."""
    known = tuple(operations)
    paths = {path: item for operation in known for path, item in operation.paths()}
    return {
        "openapi": VERSION,
        "info": {
            "title": title,
            "version": version,
            **({"description": description} if description else {}),
            **({"license": {"name": licence, "url": licence}} if licence else {}),
        },
        "servers": [{"url": root.rstrip("/") or "/"}],
        "tags": [{"name": tag} for tag in dict.fromkeys(operation.tag for operation in known)],
        "paths": paths,
        "components": {"schemas": {"Problem": _PROBLEM}},
    }
