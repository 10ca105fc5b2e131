"""A new city follows docs/cities.md, in this process; the wheel does the same in .ci/wheel."""

from __future__ import annotations

import os
import pty
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kg import project as projects
from kg.web.server import http_server

from ...commands import KG, call, edit

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "cities.md"
COMMANDS = [
    line for block in re.findall(r"```sh\n(.*?)```", GUIDE.read_text("utf-8"), re.S) for line in block.splitlines()
]
TOOL = re.compile(r"(\.\./)?kg-venv/bin/kg ")
BASE = "https://data.example.org/ties/"
BROWSER = {"Accept": "text/html", "Accept-Language": "en"}


@pytest.fixture(scope="module")
def nottingham(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project after the commands of the guide, but for those that install and serve."""
    folder = tmp_path_factory.mktemp("guide")
    for command in COMMANDS:
        if command.startswith("cd "):
            folder /= command[3:]
        elif TOOL.match(command) and not command.endswith(" serve"):
            done = call(*shlex.split(TOOL.sub("", command)), folder=folder)
            assert done.code == 0, (command, done.out, done.err)
    return folder


@pytest.fixture(scope="module")
def site(nottingham: Path) -> Iterator[FlaskClient]:
    app = http_server.application(projects.load(nottingham))
    try:
        yield app.test_client()
    finally:
        app.extensions["publication"].close()


def test_the_guide_leads_to_a_site_in_six_commands() -> None:
    first = COMMANDS[: COMMANDS.index("../kg-venv/bin/kg serve") + 1]
    assert len(first) == 6
    assert all(line.startswith(("python3 -m venv", "kg-venv/bin/pip", "cd ")) or TOOL.match(line) for line in COMMANDS)


def test_a_new_project_is_a_dozen_short_files(nottingham: Path) -> None:
    own = [path for path in nottingham.rglob("*") if path.is_file() and path.parts[len(nottingham.parts)] not in
           (".cache", ".state", "dumps", "profile.lock")]  # fmt: skip
    assert len(own) < 12
    assert max(len(path.read_text("utf-8").splitlines()) for path in own) < 130
    for path in own:
        assert not re.search("ghent|be-gent", path.read_text("utf-8"), re.IGNORECASE), path
    assert call("format", "--check", folder=nottingham).code == 0


def test_its_site_has_its_name_its_tie_its_questions_and_a_catalogue_of_files_that_are_there(site: FlaskClient) -> None:
    start = site.get("/", headers=BROWSER).text
    assert "<title>Nottingham: ties with other cities</title>" in start
    assert "Example City" in start
    assert "Which cities are or were sister cities of Nottingham?" in site.get("/queries/", headers=BROWSER).text
    catalogue = site.get("/data.ttl").text
    files = set(re.findall(r"<(?:https://data.example.org/ties/)?(dumps/nottingham\.\w+)>", catalogue))
    assert len(files) >= 5
    assert all(site.get(f"/{file}").status_code == 200 for file in files)
    assert site.get("/memberships.geojson").json == {"type": "FeatureCollection", "features": []}


@pytest.mark.parametrize("page", ["partnerships", "pictures/", "sources", "quality", "sparql", "about", "contact"])
def test_no_page_speaks_of_ghent(site: FlaskClient, page: str) -> None:
    answer = site.get(f"/{page}", headers=BROWSER)
    assert answer.status_code == 200
    assert not re.search(r"\b(Ghent|Gent|Gand)\b", answer.text)


def test_a_language_comes_beside_english_with_texts_of_its_own(tmp_path: Path) -> None:
    done = call(
        "init", "gent", "--city", "Łódź", "--country", "Polen", "--language", "nl", "--base", BASE, folder=tmp_path
    )
    assert done.code == 0, done.err
    assert (tmp_path / "gent" / "pages" / "about.nl.md").exists()
    text = (tmp_path / "gent" / "data" / "lodz.ttl").read_text("utf-8")
    assert "<id/city/pl-lodz>\n    a ct:City ;" in text
    assert 'skos:prefLabel "Łódź"@nl' in text
    assert 'title = "Łódź: banden met andere steden"' in (tmp_path / "gent" / "kg.toml").read_text("utf-8")
    assert call("validate", folder=tmp_path / "gent").code == 0


def test_a_project_of_any_vocabulary_conforms_and_knows_no_cities(tmp_path: Path) -> None:
    done = call("init", "--empty", "--title", "Bridges", "--language", "en", "--base", BASE, folder=tmp_path)
    assert done.code == 0, done.err
    for command in (("validate",), ("format", "--check")):
        assert call(*command, folder=tmp_path / "bridges").code == 0
    for path in (tmp_path / "bridges").rglob("*.t*"):
        assert "city" not in path.read_text("utf-8").replace("city-ties[serve]", ""), path


WORDS_OF_CITIES = {
    "en": r"\b[Cc]it(?:y|ies)\b(?! Ties)",
    "nl": r"\b\w*(?:stad|steden)\b",
    "fr": r"\b[Vv]illes?\b",
    "de": r"\b\w*(?:[Ss]tadt|[Ss]tädten?)\b",
}
WITH_WORDS_OF_PLACES = (
    *("/", "/queries/", "/queries/is-still-a-partner", "/search?q=exemple", "/pictures/map.html", "/llms.txt"),
    *("/cities", "/partnerships", "/networks", "/memberships"),
    *("/cities.csv", "/partnerships.csv", "/networks.csv", "/memberships.csv"),
)


def said(page: str) -> str:
    """What a page or a file says to a reader: without its code, addresses, queries and names of columns."""
    text = re.sub(r"<(script|style|pre|textarea)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return re.sub(r"<[^>]+>|https?:\S+|\S*(?:city-ties|/cities|[?=&]city)\S*|\b[Pp]arameters.*", " ", text)


def test_the_site_of_a_department_speaks_of_places_and_partners(tmp_path: Path) -> None:
    given = ("--kind", "department", "--city", "Hérault", "--country", "FR", "--language", "fr", "--base", BASE)
    assert call("init", *given, folder=tmp_path).code == 0
    folder = tmp_path / "herault"
    assert call("format", "--check", folder=folder).code == 0
    app = http_server.application(projects.load(folder))
    try:
        site = app.test_client()
        start, places, own = (
            site.get(path, headers=BROWSER).text for path in ("/", "/cities", "/doc/territory/fr-herault.html")
        )
        assert "Lieux" in site.get("/", headers={**BROWSER, "Accept-Language": "fr"}).text
        spoken = {
            (path, tag): said(site.get(path, headers={**BROWSER, "Accept-Language": tag}).text)
            for path in WITH_WORDS_OF_PLACES
            for tag in WORDS_OF_CITIES
        }
    finally:
        app.extensions["publication"].close()
    assert "places with ties" in start
    assert "Hérault has or had a tie with one partner." in places
    assert "Ties with partners" in own
    assert re.search(r'"@type": ?"AdministrativeArea"', own)
    of_cities = {key: re.findall(WORDS_OF_CITIES[key[1]], text) for key, text in spoken.items()}
    assert {key: words for key, words in of_cities.items() if words} == {}
    for page in (start, places, own):
        assert not re.search(r">(Cities|City|[^<]*\b(other|with) cit(y|ies))<", page)


def test_on_a_terminal_it_asks_for_what_no_option_says(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    command = [KG, "init", "--language", "en"]
    process = subprocess.Popen(command, cwd=tmp_path, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    os.write(ours, f"town\nregion\nΉπειρος\nZZ\nel\n{BASE}\nEpirus\n".encode())
    out, _ = process.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    assert process.returncode == 0, out
    for question in (b"What has the ties (city, county, ", b"Its name, such as Nottingham: ", b"Its name in English: "):
        assert question in out
    assert b"'town' is not one of 'city'," in out
    assert b"There is no country ZZ." in out
    data = (tmp_path / "epirus" / "data" / "epirus.ttl").read_text("utf-8")
    assert "<id/territory/gr-epirus>\n    a ct:Territory ;" in data
    assert 'skos:prefLabel "Ήπειρος"@el' in data
    assert 'skos:prefLabel "Epirus"@en' in data


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"--country": "ZZ"}, "There is no country ZZ.\n  Write its code by ISO 3166-1, such as GB."),
        ({"--country": "United Kingdon"}, "Did you mean GB?"),
        ({"--base": "https://data.example.org"}, "is no http or https IRI that ends in a slash."),
        ({"--language": "English"}, "English is no language tag."),
        ({"--city": "金沢"}, "金沢 is no name in English, which each place has.\n  Name it: --english Cairo"),
        (
            {"--city": "金沢", "--english": "Kanazawa"},
            "of which language the name 金沢 is.\n  Say it: --name-language ar",
        ),
        ({"--name-language": "Greek"}, "Greek is no language tag."),
        ({"--city": "", "--base": ""}, "kg init needs --city, --base.\n  On a terminal it asks."),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_written(
    tmp_path: Path, changed: dict[str, str], says: str
) -> None:
    given = {"--city": "Nottingham", "--country": "GB", "--language": "en", "--base": BASE} | changed
    done = call("init", *(part for pair in given.items() for part in pair), folder=tmp_path)
    assert done.code == 2
    assert says in done.err
    assert list(tmp_path.iterdir()) == []


def test_no_file_is_overwritten(nottingham: Path) -> None:
    before = (nottingham / "kg.toml").read_text("utf-8")
    done = call(
        *("init", "nottingham", "--city", "Derby", "--country", "GB", "--language", "en", "--base", BASE),
        folder=nottingham.parent,
    )
    assert done.code == 2
    assert "nottingham has .github/workflows/check.yml, " in done.err
    assert (nottingham / "kg.toml").read_text("utf-8") == before


def test_a_base_that_differs_from_that_of_the_files_is_an_error_that_a_command_mends(nottingham: Path) -> None:
    new = "https://ties.nottingham.example/"
    edit(nottingham / "kg.toml", BASE, new)
    for command in (("validate",), ("query", "sister-cities")):
        refused = call(*command, folder=nottingham)
        assert refused.code == 2
        assert f"The BASE of data/catalog.ttl and 1 more is {BASE}, and base in kg.toml is {new}." in refused.err
        assert "kg format --base writes" in refused.err
    assert call("format", "--base", folder=nottingham).code == 0
    assert call("validate", folder=nottingham).code == 0
    edit(nottingham / "kg.toml", new, BASE)
    edit(nottingham / "kg.toml", "[profile]", f'[addresses]\nowned = ["{new}"]\n\n[profile]')
    assert call("validate", folder=nottingham).code == 0
