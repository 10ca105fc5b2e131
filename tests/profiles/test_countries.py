"""The countries of the profile: those of the ontology, and those that tools/countries.py makes of its sources."""

from __future__ import annotations

import importlib.util
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat, parse

from kg.profiles import shipped_profile, starter

PROFILE = shipped_profile.installed("city-ties")


def loaded(root: Path, name: str) -> Any:
    """A program of ``tools/``, without running it."""
    spec = importlib.util.spec_from_file_location(name, root / "tools" / f"{name}.py")
    assert spec
    assert spec.loader
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool


def test_there_is_each_country_once_with_names_in_four_languages() -> None:
    known = starter.countries(PROFILE)
    assert len(known) == len({country.code for country in known}) == 243
    for country in known:
        assert country.names.keys() == {"de", "en", "fr", "nl"}, country
        assert country.iri.startswith("http://publications.europa.eu/resource/authority/country/")
    assert starter.country(PROFILE, "Zimbabwe").code == starter.country(PROFILE, "zw").code == "ZW"


def test_27_are_in_the_european_union_and_each_cites_the_passage_that_says_so() -> None:
    quads = [quad for name in ("country", "more-countries") for quad in parse(
        PROFILE.files[f"ontology/{name}.ttl"].read_bytes(), format=RdfFormat.TURTLE)]  # fmt: skip
    regions = Counter(
        quad.object.value.rpartition("/")[2] for quad in quads if quad.predicate.value.endswith("#region")
    )
    assert regions["eu"] == 27
    assert regions["eu"] + regions["non-eu"] == regions["inside-europe"] + regions["outside-europe"] == 243
    cited = {quad.subject.value for quad in quads if quad.predicate.value.endswith("#evidence")}
    members = {quad.subject.value for quad in quads if quad.object.value.endswith("/region/eu")}
    assert members <= cited
    passages = {quad.subject.value for quad in quads if quad.predicate.value.endswith("#quote")}
    assert {quad.object.value for quad in quads if quad.predicate.value.endswith("#evidence")} <= passages


def test_the_file_is_what_the_tool_makes_of_its_sources(root: Path, shared: Path) -> None:
    tool = loaded(root, "countries")
    data = shared / "data"
    made = tool.text(data / "geonames_countries.csv", data / "geonames_cities15000.csv")
    assert tool.FILE.read_text("utf-8") == made, "run python tools/countries.py COUNTRIES.csv CITIES.csv"


def test_28_countries_have_been_in_the_european_union_each_with_its_days_and_passages() -> None:
    quads = [quad for name in ("eu-members", "more-eu-members") for quad in parse(
        PROFILE.files[f"ontology/{name}.ttl"].read_bytes(), format=RdfFormat.TURTLE)]  # fmt: skip
    statements: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for quad in quads:
        statements[quad.subject.value][quad.predicate.value.rpartition("#")[2]].add(quad.object.value)
    claims = {values["country"].pop().rpartition("/")[2]: values for values in statements.values() if values["country"]}
    assert len(claims) == 28
    assert all(len(values["evidence"]) == 2 for values in claims.values())
    assert claims["HRV"]["latestStart"] == {"2013-07-01"}
    assert claims["GBR"]["latestEnd"] == claims["GBR"]["earliestEnd"] == {"2020-01-31"}
    assert [code for code, values in claims.items() if not values["openAsOf"]] == ["GBR"]


def test_the_members_of_the_european_union_are_what_the_tool_makes(root: Path) -> None:
    tool = loaded(root, "eu_members")
    assert {path: path.read_text("utf-8") for path in tool.texts()} == tool.texts(), "run python tools/eu_members.py"
