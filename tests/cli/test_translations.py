"""``kg translations``, and what other commands make of a project's catalogues."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.translations import catalogue
from kg.translations.project_catalogue import messages

from ..commands import call, edit


@pytest.fixture(autouse=True)
def our_own_words() -> Iterator[None]:
    """A process speaks for one project; here it speaks for many."""
    yield
    catalogue.use({})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "kg.toml").write_text('base = "https://example.org/"\n', "utf-8")
    return tmp_path


def test_a_file_for_translators_is_written_filled_in_and_kept_in_step(folder: Path) -> None:
    total = len(messages())
    written = call("translations", "es", "--write", folder=folder)
    assert written.out == f"translations/es.po: 0 of {total} texts are translated.\n"
    path = folder / "translations" / "es.po"
    assert "nplurals=" in path.read_text("utf-8")
    edit(path, 'msgid "Cities"\nmsgstr ""', 'msgid "Cities"\nmsgstr "Ciudades"')
    assert (
        call("translations", folder=folder).out.splitlines()[-1] == f"es: 1 of {total} texts, from translations/es.po"
    )
    lacking = call("translations", "es", folder=folder)
    assert "Cities" not in lacking.out.splitlines()
    assert lacking.err == f"{total - 1} of {total} texts have no translation.\n"
    edit(path, 'msgid "Networks"\nmsgstr ""', 'msgid "Networcs"\nmsgstr "Redes"')
    refused = call("validate", folder=folder)
    assert refused.code == 2
    assert 'no text of this version is "Networcs"; was "Networks" meant?' in refused.err
    assert "Networcs" in call("translations", "es", "--write", folder=folder).err
    text = path.read_text("utf-8")
    assert "Networcs" not in text
    assert 'msgid "Cities"\nmsgstr "Ciudades"' in text


def test_reports_are_told_in_the_projects_own_words(folder: Path) -> None:
    (folder / "translations").mkdir()
    (folder / "translations" / "es.po").write_text('msgid "conforms"\nmsgstr "conforme"\n', "utf-8")
    (folder / "a.ttl").write_text("<urn:a> a <urn:A> .\n", "utf-8")
    (folder / "s.ttl").write_text(
        "[] a <http://www.w3.org/ns/shacl#NodeShape> ; <http://www.w3.org/ns/shacl#targetClass> <urn:A> ;"
        " <http://www.w3.org/ns/shacl#nodeKind> <http://www.w3.org/ns/shacl#IRI> .\n",
        "utf-8",
    )
    done = call("validate", "a.ttl", "--shapes", "s.ttl", "--lang", "es", "--format", "html", folder=folder)
    assert done.code == 0
    assert "Conforme" in done.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("es",), "There is no translations/es.po"),
        (("--write",), "--write needs a language"),
        (("xq", "--write"), "The language xq is not known"),
    ],
)
def test_what_cannot_be_meant_is_said(folder: Path, arguments: tuple[str, ...], words: str) -> None:
    done = call("translations", *arguments, folder=folder)
    assert done.code == 2
    assert words in done.err
