"""The parameters of a question as an OpenAPI document describes them: the values that a form offers, or their type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.named_queries import resource_input
from kg.named_queries.named_query import Question
from kg.named_queries.template import ResourceParameter
from kg.publish.open_api import Parameter
from kg.publish.query_forms import query_form
from kg.publish.query_forms.query_form import Field, FieldKind
from kg.rdf.namespaces import XSD
from kg.resources.language_view import Reader
from kg.revision import Revision

_YEAR = "(1[0-9]|20)[0-9]{2}"
TIME: Mapping[str, Any] = {
    "anyOf": [
        {"type": "string", "format": "date"},
        {"type": "string", "pattern": f"^{_YEAR}-(0[1-9]|1[0-2])$"},
        {"type": "string", "pattern": f"^{_YEAR}$"},
    ]
}
"""A day, a month or a year."""
_EXAMPLES = 5


def parameters(reader: Reader, question: Question) -> tuple[Parameter, ...]:
    """Each parameter of the question, which may come several times."""
    defaults = question.defaults()
    fields = query_form.fields(reader, question, defaults)
    return tuple(
        Parameter(
            field.name,
            _described(field, defaults[field.name]),
            _schema(reader, question, field),
            several=True,
            may_be_empty=True,
        )
        for field in fields
    )


def _described(field: Field, defaults: list[str]) -> str:
    return f"{field.label}. By default {', '.join(defaults)}." if defaults else f"{field.label}."


def _schema(reader: Reader, question: Question, field: Field) -> Mapping[str, Any]:
    """The values of a menu are all that there are where it lists resources or yes and no; else any term will do."""
    if field.kind is FieldKind.DATE:
        return TIME
    if field.kind is FieldKind.NUMBER:
        return {"type": "integer", "format": "int64"}
    resource = question.query.resources.get(field.name)
    if resource:
        return _of_resource(reader.known.revision, resource)
    like = next((term for term in question.query.parameters[field.name].defaults if term), None)
    values = [option.value for option in field.options]
    if isinstance(like, Literal) and like.datatype.value == XSD + "boolean":
        return {"type": "string", "enum": values}
    kind = {"format": "uri-reference"} if isinstance(like, NamedNode) else {}
    return {"type": "string", **kind, **({"examples": values[:_EXAMPLES]} if values else {})}


def _of_resource(revision: Revision, resource: ResourceParameter) -> Mapping[str, Any]:
    """The keys of the resources that a parameter takes; where there are too many, their form alone."""
    nodes = resource_input.candidates(revision, resource.object_of).nodes
    keys = [resource_input.short(revision, resource.object_of, node) for node in nodes[: query_form.CHOICES]]
    if len(nodes) > query_form.CHOICES:
        return {"type": "string", "examples": keys[:_EXAMPLES]}
    own = {"type": "string", "enum": sorted(keys)}
    other = {"type": "string", "pattern": r"^https?://[a-z]+\.[a-z]+/[A-Za-z0-9/]*$"}
    return {"anyOf": [own, other]} if resource.others else own
