from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal

from kg import project as projects
from kg.city_relations.tie_import import imported_ties, tie_rows
from kg.city_relations.tie_import.gazetteer import Gazetteer
from kg.city_relations.tie_import.imported_ties import Imported
from kg.project import Project
from kg.spreadsheets import book

HEAD = "city,country,kind,from,to,source,quote,locator,certainty,geonames,title,publisher,language\n"


@pytest.fixture(scope="module")
def nottingham(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("nottingham") / "project"
    shutil.copytree(root / "examples" / "nottingham", folder, ignore=shutil.ignore_patterns(".cache"))
    return projects.load(folder)


def take(project: Project, tmp_path: Path, *lines: str) -> Imported:
    path = tmp_path / "ties.csv"
    path.write_text(HEAD + "\n".join(lines) + "\n", "utf-8")
    rows, problems = tie_rows.read(path)
    assert problems == []
    gazetteer = Gazetteer.read(Path(__file__).parent / "geonames-extract.txt")
    return imported_ties.imported(project, book.largest(project), rows, gazetteer)


def test_a_row_is_a_tie_with_its_city_its_time_and_its_passage(nottingham: Project, tmp_path: Path) -> None:
    before = book.largest(nottingham).read_text("utf-8")
    result = take(
        nottingham, tmp_path,
        "Danzig,Poland,partner-city,2009-11-10,2019/2020,https://a.example/ties,=since 2009,,,,A list,A city,en",
        "Tallinn,EE,,,,The list of 2026,,page 3,,,,,",
    )  # fmt: skip
    assert result.problems == []
    assert (result.ties, result.cities) == (2, 2)
    assert result.text is not None
    added = [line.strip() for line in result.text.splitlines() if line not in before.splitlines()]
    for line in (
        "<id/partnership/gb-nottingham--pl-gdansk>",
        'skos:prefLabel "Nottingham – Danzig"@en ;',
        "rdfs:seeAlso <https://sws.geonames.org/3099434/> ;",
        'geo:asWKT "POINT(18.64912 54.35227)"^^geo:wktLiteral ;',
        'ct:latestEnd "2020-12-31"^^xsd:date ;',
        'ct:quote "=since 2009"@en ;',
        'ct:locator "page 3" ;',
        'dct:title "A list"@en ;',
    ):
        assert line in added
    assert all(line in result.text.splitlines() for line in before.splitlines())
    notes = [t.object for t in result.triples if t.predicate.value.endswith("#note")]
    assert notes == [Literal("The source names the tie, and no day on which it began or was in force.", language="en")]


def test_a_new_city_is_called_as_geonames_has_it_in_the_languages_of_the_project(
    nottingham: Project, tmp_path: Path
) -> None:
    path = tmp_path / "ties.csv"
    path.write_text(f"{HEAD}Danzig,PL,,1985,,s,q,,,,,,\n", "utf-8")
    names = tmp_path / "names.txt"
    names.write_text("1\t3099434\tpl\tGdańsk\t\t\t\t\n2\t3099434\ten\tGdansk\t\t\t\t\n", "utf-8")
    settings = replace(nottingham.settings, languages=("nl", "en", "pl"))
    gazetteer = Gazetteer.read(Path(__file__).parent / "geonames-extract.txt")
    gazetteer.read_names(names, settings.languages)
    rows, _ = tie_rows.read(path)
    result = imported_ties.imported(replace(nottingham, settings=settings), book.largest(nottingham), rows, gazetteer)
    labels = {str(triple.object) for triple in result.triples if triple.predicate.value.endswith("prefLabel")}
    assert labels == {
        '"Danzig"@nl', '"Gdansk"@en', '"Gdańsk"@pl', '"Nottingham – Danzig"@nl', '"Nottingham – Gdansk"@en',
    }  # fmt: skip


def test_a_city_and_a_source_that_are_there_already_are_used(nottingham: Project, tmp_path: Path) -> None:
    result = take(
        nottingham, tmp_path,
        "Tallinn,EE,,1969,,The City of Ghent reorients its existing partnerships,Tallinn,,,,,,",
        "Cologne,DE,,1970,,https://b.example/,one,,,,,,", "Gdańsk,PL,,1970,,https://b.example/,two,,,,,,",
    )  # fmt: skip
    assert result.problems == []
    sources = {t.object.value for t in result.triples if t.predicate.value.endswith("isPartOf")}  # type: ignore[union-attr]
    assert {iri.rpartition("/")[2] for iri in sources} == {"gent-reorientation", "b-example"}
    assert result.cities == 3


@pytest.mark.parametrize(("line", "column", "message"), [
    ("Ghent,BE,,1985,,s,q,,,,,,", "city", "the tie is in the data already"),
    ("Nottingham,GB,,1985,,s,q,,,,,,", "city", "cannot have a tie with itself"),
    ("Tallinn,Estland,,1985,,s,q,,,,,,xx", "language", "xx is no language"),
    ("Tallinn,Estonja,,1985,,s,q,,,,,,", "country", "There is no country Estonja. Did you mean EE?"),
    ("Tallinn,EE,twinning,1985,,s,q,,,,,,", "kind", "twinning is not in the list; write one of development-link"),
    ("Tallinn,EE,,1985,,s,q,,,3099434,,,", "geonames", "the file has no place 3099434 in EE"),
    ("Nowhere,EE,,1985,,s,q,,,,,,", "city", "the file has no Nowhere in EE"),
])  # fmt: skip
def test_what_is_wrong_is_told_by_row_and_column_and_nothing_is_to_be_written(
    nottingham: Project, tmp_path: Path, line: str, column: str, message: str
) -> None:
    result = take(nottingham, tmp_path, "Gdańsk,PL,,1985,,s,q,,,,,,", line)
    assert [(problem.row, problem.column) for problem in result.problems] == [(3, column)]
    assert message in result.problems[0].message
    assert result.text is None


def test_a_name_that_is_not_enough_is_proposed_and_a_number_settles_it(nottingham: Project, tmp_path: Path) -> None:
    unsure = take(nottingham, tmp_path, "Springfield,US,,1985,,s,q,,,,,,")
    assert unsure.text is None
    assert [place.number for place in unsure.proposals[2]] == ["4409896", "4951788"]
    assert take(nottingham, tmp_path, "Springfield,US,,1985,,s,q,,,4951788,,,").proposals == {}
