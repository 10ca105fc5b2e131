"""Entities in RDF/XML: refused where they would make much of little (`XML 1.0 §4.1 <https://www.w3.org/TR/xml/#sec-references>`_)."""

from __future__ import annotations

import re

from kg.errors import DatasetError

_ENTITY = re.compile(r"""<!ENTITY\s+([\w.:-]+)\s+(?:"([^"]*)"|'([^']*)')\s*>""")
_EXTERNAL = re.compile(r"""<!ENTITY\s+(?:%\s*)?[\w.:-]*\s*(?:SYSTEM|PUBLIC)\b""")
_REFERENCE = re.compile(r"&([A-Za-z_:][\w.:-]*);")
_MAX_CHARACTERS = 64 << 20


def refuse_expansion(text: str, name: str) -> None:
    """Raise DatasetError for external entities, and for those that would expand to more than 64 MiB."""
    if "<!ENTITY" not in text:
        return
    external = _EXTERNAL.search(text)
    if external:
        line = text.count("\n", 0, external.start()) + 1
        raise DatasetError("the document has an external entity, which is not read", file=name, line=line)
    sizes: dict[str, int] = {}
    for entity, double, single in _ENTITY.findall(text):
        value = double or single
        sizes[entity] = len(value) + sum(sizes.get(reference, 0) for reference in _REFERENCE.findall(value))
        if sizes[entity] > _MAX_CHARACTERS:
            raise _too_much(name)
    body = text[text.rfind("<!ENTITY") :]
    if sum(sizes.get(reference, 0) for reference in _REFERENCE.findall(body)) > _MAX_CHARACTERS:
        raise _too_much(name)


def _too_much(name: str) -> DatasetError:
    return DatasetError(
        f"the entities of the document expand to more than {_MAX_CHARACTERS >> 20} MiB, so it is not read",
        file=name,
        hint="Files that are made to fill the memory look like that.",
    )
