"""The documents that change are those that say something else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kg.publish.changes.change_report import ChangeReport
from kg.publish.documents import description

from ...commands import commit, edit
from .test_changed_things import since_head


def documents(report: ChangeReport) -> set[str]:
    assert report.consequences
    return {node.value.removeprefix("https://w3id.org/city-ties/") for node, _ in report.consequences.documents}


def test_a_date_changes_the_document_of_its_resource(end_reported: Callable[[str], ChangeReport]) -> None:
    changed = documents(end_reported("en"))
    assert "id/partnership/be-gent--ee-tallinn" in changed
    assert "id/city/jp-kanazawa" not in changed


def test_a_name_changes_every_document_that_has_it(copy: Path) -> None:
    commit(copy)
    edit(copy / "data" / "ghent.ttl", 'foaf:name "AVS"', 'foaf:name "AVS news"')
    assert documents(since_head(copy)) == {"id/agent/avs", "id/source/avs"}


def test_a_day_on_which_a_tie_has_ended_changes_the_documents_of_the_cities(copy: Path) -> None:
    """Through the computed graph, which says who are partners today."""
    commit(copy)
    kanazawa = '    ct:openAsOf "2021-11-10"^^xsd:date ;\n    ct:status <id/concept/status/in-force> ;\n'
    edit(copy / "data" / "ghent.ttl", kanazawa, '    ct:latestEnd "2022-12-31"^^xsd:date ;\n' + kanazawa)
    assert {"id/city/jp-kanazawa", "id/partnership/be-gent--jp-kanazawa"} <= documents(since_head(copy))


def test_what_is_named_are_all_documents_that_differ(copy: Path) -> None:
    commit(copy)
    edit(copy / "data" / "ghent.ttl", 'skos:prefLabel "Ghent – Tallinn"@en', 'skos:prefLabel "Ghent and Tallinn"@en')
    report = since_head(copy)
    assert {"id/partnership/be-gent--ee-tallinn", "id/city/ee-tallinn", "id/city/be-gent"} <= documents(report)
    assert description.REFERRING == 100
