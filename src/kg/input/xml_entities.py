"""Entities in RDF/XML: refused where they would make much of little (`XML 1.0 §4.1 <https://www.w3.org/TR/xml/#sec-references>`_)."""

from __future__ import annotations

import re

from kg.errors import DatasetError

_ENTITY = re.compile(r"""<!ENTITY\s+([\w.:-]+)\s+(?:"([^"]*)"|'([^']*)')\s*>""")
_EXTERNAL = re.compile(r"""<!ENTITY\s+(?:%\s*)?[\w.:-]*\s*(?:SYSTEM|PUBLIC)\b""")
_REFERENCE = re.compile(r"&([A-Za-z_:][\w.:-]*);")
_SINGLE_QUOTED = re.compile(rb"""(<!ENTITY\s+[\w.:-]+\s+)'([^'"]*)'(\s*>)""")
_MAX_CHARACTERS = 64 << 20
_TOO_MUCH = f"the entities of the document expand to more than {_MAX_CHARACTERS >> 20} MiB, so it is not read"
_SUSPICIOUS = "Files that are made to fill the memory look like that."


def double_quoted(content: bytes) -> bytes:
    """The document with the values of entities in double quotes, which the parser wants; of the same length."""
    return _SINGLE_QUOTED.sub(rb'\1"\2"\3', content) if b"<!ENTITY" in content else content


def refuse_expansion(text: str, name: str) -> None:
    """Raise DatasetError for external entities, and for those that would expand to more than 64 MiB."""
    if "<!ENTITY" not in text:
        return
    external = _EXTERNAL.search(text)
    if external:
        raise _refused("the document has an external entity, which is not read", text, external.start(), name)
    sizes: dict[str, int] = {}
    for entity in _ENTITY.finditer(text):
        value = entity[2] or entity[3] or ""
        sizes[entity[1]] = len(value) + sum(sizes.get(reference, 0) for reference in _REFERENCE.findall(value))
        if sizes[entity[1]] > _MAX_CHARACTERS:
            raise _refused(_TOO_MUCH, text, entity.start(), name, _SUSPICIOUS)
    size = 0
    for reference in _REFERENCE.finditer(text, text.rfind("<!ENTITY")):
        size += sizes.get(reference[1], 0)
        if size > _MAX_CHARACTERS:
            raise _refused(_TOO_MUCH, text, reference.start(), name, _SUSPICIOUS)


def _refused(message: str, text: str, at: int, name: str, hint: str | None = None) -> DatasetError:
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    return DatasetError(message, file=name, line=line, column=column, hint=hint)
