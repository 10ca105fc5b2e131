from __future__ import annotations

import pytest

from kg.errors import DatasetError
from kg.input.xml_entities import refuse_expansion


def document(entities: str, text: str) -> str:
    return f'<?xml version="1.0"?>\n<!DOCTYPE rdf:RDF [{entities}]>\n<rdf:RDF>{text}</rdf:RDF>'


def test_entities_for_namespaces_are_read() -> None:
    refuse_expansion(document('<!ENTITY xsd "http://www.w3.org/2001/XMLSchema#">', "&xsd;date " * 1000), "a.rdf")


@pytest.mark.parametrize(
    ("entities", "text", "says"),
    [
        ('<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 or str()};" * 10}">' for n in range(1, 9)),
         "&a8;", "expand to more than 64 MiB"),
        (f'<!ENTITY a "{"a" * 100_000}">', "&a;" * 1000, "expand to more than 64 MiB"),
        ('<!ENTITY a SYSTEM "file:///etc/passwd">', "&a;", "external entity"),
        ('<!ENTITY % a PUBLIC "x" "http://example.org/x">', "", "external entity"),
    ],
)  # fmt: skip
def test_entities_that_fill_the_memory_or_stand_elsewhere_are_refused(entities: str, text: str, says: str) -> None:
    with pytest.raises(DatasetError) as caught:
        refuse_expansion(document(entities, text), "a.rdf")
    assert says in str(caught.value)
