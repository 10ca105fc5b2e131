from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg import project as projects
from kg.errors import UsageError
from kg.spreadsheets import book as books
from kg.spreadsheets import book_folder


@pytest.mark.parametrize("text", ["=1+1", "+32", "-5", "@home", "'=x", "''-x", "'x", "x", "", "\tx", "2021-01-20"])
def test_a_text_like_a_formula_is_shielded_and_comes_back_unchanged(text: str) -> None:
    shielded = book_folder.shielded(text)
    assert book_folder.unshielded(shielded) == text
    assert not shielded.startswith(("=", "+", "-", "@", "\t"))


def test_a_folder_says_what_the_file_says_also_with_semicolons(tmp_path: Path) -> None:
    shutil.copytree(Path(__file__).parent / "office", tmp_path / "office")
    project = projects.load(tmp_path / "office")
    book = books.of_file(project, books.largest(project))
    folder = tmp_path / "new" / "sheets"
    for _ in range(2):  # into a folder that is there, too
        book_folder.write(book, folder)
    assert set(books.edited(book, book_folder.read(folder)).triples) == set(book.triples)
    assert b"'=1+1" in (folder / "Odd.csv").read_bytes()
    (folder / "Other.csv").write_text("@id;ex:number^^xsd:integer\r\nid/c;13\r\n", "utf-8")
    added = set(books.edited(book, book_folder.read(folder)).triples) - set(book.triples)
    assert [str(triple.object) for triple in added] == ['"13"^^<http://www.w3.org/2001/XMLSchema#integer>']
    (folder / "Odd.csv").write_bytes("@id\r\nid/é\r\n".encode("latin-1"))
    with pytest.raises(UsageError, match="is not in UTF-8"):
        book_folder.read(folder)
