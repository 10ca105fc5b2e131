from __future__ import annotations

import pytest

from kg.errors import DatasetError
from kg.input.xml_entities import double_quoted, refuse_expansion


def document(entities: str, text: str) -> str:
    return f'<?xml version="1.0"?>\n<!DOCTYPE rdf:RDF [{entities}]>\n<rdf:RDF>{text}</rdf:RDF>'


def test_entities_for_namespaces_are_read() -> None:
    refuse_expansion(document('<!ENTITY xsd "http://www.w3.org/2001/XMLSchema#">', "&xsd;date " * 1000), "a.rdf")


def test_single_quotes_become_double_ones_at_the_same_place() -> None:
    content = document("<!ENTITY a 'urn:a'>\n<!ENTITY b 'say \"b\"'>", "&a;").encode()
    assert double_quoted(content) == content.replace(b"'urn:a'", b'"urn:a"')


@pytest.mark.parametrize(
    ("entities", "text", "says", "place"),
    [
        ('<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 or str()};" * 10}">' for n in range(1, 9)),
         "&a8;", "expand to more than 64 MiB", '<!ENTITY a7 '),
        (f'<!ENTITY a "{"a" * 100_000}">', "\n&a;" * 1000, "expand to more than 64 MiB", (675, 1)),
        ('<!ENTITY a SYSTEM "file:///etc/passwd">', "&a;", "external entity", "<!ENTITY"),
        ('<!ENTITY % a PUBLIC "x" "http://example.org/x">', "", "external entity", "<!ENTITY"),
    ],
)  # fmt: skip
def test_entities_that_fill_the_memory_or_stand_elsewhere_are_refused_at_their_place(
    entities: str, text: str, says: str, place: str | tuple[int, int]
) -> None:
    whole = document(entities, text)
    with pytest.raises(DatasetError) as caught:
        refuse_expansion(whole, "a.rdf")
    assert says in str(caught.value)
    at = (2, whole.splitlines()[1].index(place) + 1) if isinstance(place, str) else place
    assert (caught.value.line, caught.value.column) == at
