"""Blank nodes are told by what leads to them, and by no label."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.validation.formats import FORMS

from .telling import BOAT, document, validated

LABEL = re.compile(r"f[0-9a-f]{8}n[0-9]+")


def focus_nodes(folder: Path, data: str) -> list[str]:
    out = validated(folder, f"{BOAT}sh:property [ sh:path ex:name ; sh:minCount 1 ] .", data).out
    return [line.partition(": ")[2] for line in out.splitlines() if line.startswith("  focus node: ")]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("ex:a ex:has [ a ex:Boat ] .", "ex:a ex:has [ ]"),
        ("ex:a ex:has [ ex:part [ a ex:Boat ] ] .", "ex:a ex:has [ ex:part [ ] ]"),
        ("[] a ex:Boat , ex:Thing .", "[ a ex:Boat, ex:Thing ]"),
        ("ex:a ex:has ( [ a ex:Boat ] ) .", "ex:a ex:has [ ]"),
        ("_:x a ex:Boat ; ex:next _:y . _:y ex:next _:x .", "[ a ex:Boat ]"),
    ],
)
def test_a_blank_node_is_told_by_what_leads_to_it(tmp_path: Path, data: str, name: str) -> None:
    assert focus_nodes(tmp_path, data) == [name]


SHAPES = (
    BOAT + 'sh:property [ sh:path ex:p ; sh:message "{$this} has {?value}" ; sh:nodeKind sh:IRI ] ; '
    'sh:sparql [ sh:message "{$this} and {?value}" ; '
    'sh:select "SELECT $this ?value WHERE { $this <http://example.org/ns#p> ?value }" ] ; '
    "sh:not [ sh:not [ sh:nodeKind sh:Literal ] ] ; sh:and ( [ sh:class ex:C ] ) ; sh:closed true ; "
    "sh:property [ sh:path ex:q ; sh:in ( ex:x ) ; sh:hasValue ex:y ; sh:equals ex:r ] ."
)


@pytest.mark.parametrize("form", sorted(set(FORMS) - {"json", "turtle"}))
def test_no_form_for_readers_has_a_label_of_a_blank_node(tmp_path: Path, form: str) -> None:
    done = validated(tmp_path, SHAPES, "ex:a ex:has [ a ex:Boat ; ex:p [ ex:q 1 ] ; ex:q [] ] .", "--format", form)
    assert done.code == 1
    assert not LABEL.search(done.out)


def test_no_message_of_json_has_a_label_of_a_blank_node(tmp_path: Path) -> None:
    report = document(tmp_path, SHAPES, "ex:a ex:has [ a ex:Boat ; ex:p [ ex:q 1 ] ; ex:q [] ] .")
    texts = [each["message"] for each in report["results"]]
    texts += [message["value"] for each in report["results"] for message in each["messages"]]
    assert len(texts) > 10
    assert not any(LABEL.search(text) for text in texts)
