"""Edits Ghent's workbook at random and reads it back, also as LibreOffice saves it.

Usage: python bench/sheets.py [--edits 500] [--seed 0]. It exits with 1 where an edit does not come through.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.spreadsheets import random_edits  # noqa: E402

from kg import project as projects  # noqa: E402
from kg.spreadsheets import book as books  # noqa: E402
from kg.spreadsheets import book_workbook  # noqa: E402
from kg.spreadsheets.book import Book  # noqa: E402

EACH = 50


def resaved(content: bytes) -> bytes:
    """The workbook as LibreOffice saves it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ties.xlsx"
        path.write_bytes(content)
        command = ["soffice", "--headless", "--convert-to", "xlsx", "--outdir", f"{folder}/saved", str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        return (Path(folder) / "saved" / "ties.xlsx").read_bytes()


def lost(book: Book, content: bytes, expected: set[object]) -> int:
    """How many statements differ from those that the edits mean."""
    result = books.edited(book, book_workbook.read(content, "ties.xlsx"))
    for problem in result.problems[:5]:
        print(f"  {problem}")
    return len(set(result.triples) ^ expected) + len(result.problems)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    project = projects.load(ROOT)
    book = books.of_file(project, books.largest(project), ["en"])
    workbook, wrong = book_workbook.write(book), 0
    has_office = bool(shutil.which("soffice"))
    for number in range(-(-options.edits // EACH)):
        content, expected = random_edits.edited(book, workbook, options.seed + number, EACH)
        counts = {"openpyxl": lost(book, content, set(expected))}
        if has_office:
            counts["LibreOffice"] = lost(book, resaved(content), set(expected))
        wrong += sum(counts.values())
        print(f"{(number + 1) * EACH} edits: " + ", ".join(f"{name} {count} lost" for name, count in counts.items()))
    if not has_office:
        print("soffice is not installed, so no workbook was saved by LibreOffice")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
