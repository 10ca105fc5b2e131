from __future__ import annotations

from pathlib import Path

import pytest

from kg.city_relations.tie_import.gazetteer import Gazetteer
from kg.errors import UsageError

EXTRACT = Path(__file__).parent / "geonames-extract.txt"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.read(EXTRACT)


@pytest.mark.parametrize(("name", "country", "number"), [
    ("Tallinn", "EE", "588409"), ("gdansk", "PL", "3099434"), ("Danzig", "PL", "3099434"), ("Cologne", "DE", "2886242"),
    ("根特", "BE", "2797656"),
])  # fmt: skip
def test_a_name_that_one_place_alone_has_is_sure(gazetteer: Gazetteer, name: str, country: str, number: str) -> None:
    match = gazetteer.match(name, country)
    assert match.sure is not None
    assert match.sure.number == number


def test_where_several_have_the_name_or_nearly_they_are_proposed_the_largest_first(gazetteer: Gazetteer) -> None:
    several = gazetteer.match("Springfield", "US")
    assert several.sure is None
    assert [place.number for place in several.proposals] == ["4409896", "4951788"]
    assert [place.name for place in gazetteer.match("Talinn", "EE").proposals] == ["Tallinn"]
    assert str(several.proposals[0]) == "4409896 (Springfield, US, 170188 inhabitants)"


def test_another_country_and_what_is_no_city_are_no_match(gazetteer: Gazetteer) -> None:
    assert gazetteer.match("Tallinn", "FI").proposals == ()
    assert gazetteer.match("Berlin", "DE").sure is None


def test_a_file_in_another_form_is_refused_at_its_line(tmp_path: Path) -> None:
    path = tmp_path / "cities.csv"
    path.write_text(EXTRACT.read_text("utf-8") + "1,Tallinn\n", "utf-8")
    with pytest.raises(UsageError, match=r"cities\.csv:9: this is no line of GeoNames, which has 19 columns"):
        Gazetteer.read(path)


NAMES = (
    "1\t3099434\tde\tDanzig\t\t\t\t\t\t\n2\t3099434\tnl\tDantzig\t\t\t\t1\t\t\n"
    "3\t3099434\tnl\tGdansk\t\t\t\t\n4\t3099434\tfr\tGdansk\t\t\t\t\t\t\n5\t3099434\tfr\tDantzig\t1\t\t\t\t\t\n"
)


def test_names_in_a_language_are_the_preferred_ones_that_are_still_in_use(tmp_path: Path) -> None:
    known = Gazetteer.read(EXTRACT)
    path = tmp_path / "alternateNamesV2.txt"
    path.write_text(NAMES, "utf-8")
    known.read_names(path, ("nl", "fr"))
    danzig = known.by_number["3099434"]
    assert [known.name(danzig, tag) for tag in ("nl", "fr", "de")] == ["Gdansk", "Dantzig", None]
    path.write_text("3099434\tnl\tGdansk\n", "utf-8")
    with pytest.raises(UsageError, match=r"alternateNamesV2\.txt:1: this is no line of GeoNames' names"):
        known.read_names(path, ("nl",))
