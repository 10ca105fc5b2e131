"""Arguments match files, or are refused: what somebody names is never left out without a word."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest

from kg.errors import UsageError
from kg.input.matching import in_folder, matching, of_patterns


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in {
        "b.ttl": "",
        "more/a.nt": "",
        "more/vocabulary.owl": "",
        "more/graph.xml": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>',
        "more/sitemap.xml": "<urlset/>",
        "more/data.json": '{"@id": "http://example.org/a"}',
        "more/package.json": '{"name": "x"}',
        "more/context.jsonld": '{"@context": {"@vocab": "http://example.org/"}}',
        "README.md": "",
        "LICENSE": "",
        "table.hdt": "",
        ".hidden.ttl": "",
        ".git/config.ttl": "",
        ".old/deep.ttl": "",
        ".github/ci.json": "{}",
        "environment/pyvenv.cfg": "",
        "environment/shapes.ttl": "",
        "node_modules/x.ttl": "",
        "z.ttl.gz": "",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)
    return tmp_path


def names(paths: tuple[Path, ...], folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in paths]


def test_a_folder_is_all_rdf_in_it_and_what_may_be_data_otherwise_is_unread(folder: Path) -> None:
    matched = in_folder(folder)
    assert names(matched.files, folder) == [
        "b.ttl", "more/a.nt", "more/data.json", "more/graph.xml", "more/vocabulary.owl", "z.ttl.gz",
    ]  # fmt: skip
    assert names(matched.unread, folder) == [
        ".hidden.ttl", ".old", "more/package.json", "more/sitemap.xml", "table.hdt",
    ]  # fmt: skip
    assert names(matched.set_aside, folder) == ["LICENSE", "README.md"]
    assert names(of_patterns(["more", "*"], folder).set_aside, folder) == ["LICENSE", "README.md"]


@pytest.mark.parametrize(
    ("argument", "expected"),
    [
        ("b.ttl", ["b.ttl"]),
        ("more/package.json", ["more/package.json"]),
        ("more", ["more/a.nt", "more/data.json", "more/graph.xml", "more/vocabulary.owl"]),
        ("**/*.nt", ["more/a.nt"]),
        ("*", ["b.ttl", "more/a.nt", "more/data.json", "more/graph.xml", "more/vocabulary.owl", "z.ttl.gz"]),
        ("*.ttl*", ["b.ttl", "z.ttl.gz"]),
    ],
)
def test_an_argument_is_a_file_a_folder_or_a_pattern(folder: Path, argument: str, expected: list[str]) -> None:
    assert names(matching([argument], folder).files, folder) == expected


def test_a_file_that_is_named_twice_is_read_once(folder: Path) -> None:
    assert names(matching(["b.ttl", "./b.ttl", "*.ttl"], folder).files, folder) == ["b.ttl"]


@pytest.mark.parametrize(
    ("argument", "says"),
    [
        ("gone.ttl", "no file or folder gone.ttl"),
        ("*.trig", "matches no RDF file"),
        ("empty", "The folder empty holds no RDF file"),
        ("empty.zip", "The archive empty.zip holds no RDF file"),
        ("README.md", "does not tell in which RDF format"),
        ("table.hdt", "--format-of"),
        ("", "An argument is empty"),
    ],
)
def test_an_argument_that_matches_nothing_is_refused(tmp_path: Path, argument: str, says: str) -> None:
    (tmp_path / "empty").mkdir()
    ZipFile(tmp_path / "empty.zip", "w").close()
    for name in ("README.md", "table.hdt"):
        (tmp_path / name).touch()
    with pytest.raises(UsageError) as caught:
        matching([argument], tmp_path)
    assert says in str(caught.value)


def test_a_linked_folder_is_followed_and_a_link_upwards_only_once(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "x.ttl").touch()
    (tmp_path / "data" / "link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "data" / "up").symlink_to(tmp_path / "data")
    (tmp_path / "data" / "broken.ttl").symlink_to(tmp_path / "gone.ttl")
    (tmp_path / "data" / "round.ttl").symlink_to("round.ttl")
    matched = in_folder(tmp_path / "data")
    assert names(matched.files, tmp_path) == ["data/link/x.ttl"]
    assert names(matched.unread, tmp_path) == ["data/broken.ttl", "data/round.ttl"]


def test_a_file_to_which_several_links_lead_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "2024").mkdir()
    (tmp_path / "2024" / "x.ttl").touch()
    (tmp_path / "latest").symlink_to("2024")
    (tmp_path / "y.ttl").symlink_to("2024/x.ttl")
    assert names(in_folder(tmp_path).files, tmp_path) == ["2024/x.ttl"]
    assert names(matching(["y.ttl", "2024", "latest/*"], tmp_path).files, tmp_path) == ["y.ttl"]


def test_a_pattern_of_the_settings_that_matches_nothing_is_refused(folder: Path) -> None:
    assert names(of_patterns(["more", "b.*"], folder).files, folder)[-1] == "b.ttl"
    with pytest.raises(UsageError, match=r"catalog/\*\*/\*\.ttl matches no RDF file"):
        of_patterns(["catalog/**/*.ttl"], folder)
