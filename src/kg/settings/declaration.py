"""How a setting is declared: a dataclass field with its JSON Schema, which the reader enforces and editors know."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import MISSING, field, fields
from typing import Any, get_type_hints

_TYPES: Mapping[Any, dict[str, Any]] = {
    int: {"type": "integer"},
    float: {"type": "number"},
    str: {"type": "string"},
    str | None: {"type": "string"},
    tuple[str, ...]: {"type": "array", "items": {"type": "string"}},
    str | tuple[str, ...]: {"type": ["string", "array"]},
    str | tuple[str, ...] | None: {"type": ["string", "array"]},
    Mapping[str, str]: {"type": "object", "additionalProperties": {"type": "string"}},
}


def setting(default: Any, description: str, must_be: str, **keywords: Any) -> Any:
    """A setting as the field of a section; a ``default`` of MISSING makes it required, one of None optional.

    ``must_be`` completes the message about an invalid value. ``keywords`` are those of JSON Schema; a ``pattern`` is
    one of the whole text.
    """
    if "pattern" in keywords:
        keywords["pattern"] = f"^({keywords['pattern']})$"
    schema = {"description": description, "errorMessage": f"must be {must_be}", **keywords}
    if default is MISSING:
        return field(metadata=schema)
    return field(default_factory=dict, metadata=schema) if default == {} else field(default=default, metadata=schema)


def table(*sections: type) -> dict[str, Any]:
    """The JSON Schema of a table of the file, which holds the settings of these sections."""
    properties = {}
    for section in sections:
        hints = get_type_hints(section)
        for declared in fields(section):
            if declared.metadata:
                default = list(declared.default) if isinstance(declared.default, tuple) else declared.default
                known = {} if default in (MISSING, None) else {"default": default}
                properties[declared.name] = _TYPES[hints[declared.name]] | dict(declared.metadata) | known
    return {"type": "object", "additionalProperties": False, "properties": properties}


def is_valid(value: object, schema: Mapping[str, Any]) -> bool:
    """Whether the value has the type of a schema and meets those keywords of it that settings use."""
    match schema["type"], value:
        case [*kinds], _:
            return any(is_valid(value, {**schema, "type": kind}) for kind in kinds)
        case "string", str():
            return "pattern" not in schema or re.fullmatch(schema["pattern"], value) is not None
        case "array", list():
            return len(value) >= schema.get("minItems", 0) and all(is_valid(item, schema["items"]) for item in value)
        case "object", dict():
            names = schema.get("propertyNames", {}).get("pattern", "")
            return all(
                re.match(names, name) and is_valid(item, schema["additionalProperties"]) for name, item in value.items()
            )
        case (("integer" | "number"), bool()):
            return False
        case ("integer", int()) | ("number", int() | float()):
            above = value > 0 if "exclusiveMinimum" in schema else value >= 0
            return above and value < math.inf and bool(value <= schema.get("maximum", value))
    return False
