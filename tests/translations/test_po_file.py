"""Catalogues are compiled as Babel compiles them."""

from __future__ import annotations

from gettext import GNUTranslations
from io import BytesIO

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from kg.translations import po_file
from kg.translations.catalogue import CATALOGUES
from kg.translations.po_file import PoSyntaxError

TRICKY = r"""
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n > 1);\n"

#: a.py:1
#, fuzzy, python-format
msgid "guessed"
msgstr "geraden"
msgctxt "month"
msgid "May"
msgstr ""
"m"
"ei \"é\"\t\\"

msgid "one"
msgid_plural "{count}"
msgstr[0] "een"
msgstr[1] "{count} veel"
# no translation
msgid "empty"
msgstr ""
#~ msgid "obsolete"
#~ msgstr "oud"
"""


def by_babel(text: str) -> dict[object, str]:
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(text.encode()), locale="nl"))
    compiled.seek(0)
    return contents(GNUTranslations(compiled))


def contents(translations: GNUTranslations) -> dict[object, str]:
    messages: dict[object, str] = dict(vars(translations)["_catalog"])
    messages.pop("", None)  # Babel writes a header of its own
    return messages


@pytest.mark.parametrize("tag", ["de", "fr", "nl"])
def test_a_catalogue_is_compiled_as_babel_compiles_it(tag: str) -> None:
    text = (CATALOGUES / f"{tag}.po").read_text("utf-8")
    ours = contents(GNUTranslations(BytesIO(po_file.compiled(text))))
    assert len(ours) > 100
    assert ours == by_babel(text)


def test_contexts_plurals_escapes_and_what_is_left_out() -> None:
    translations = GNUTranslations(BytesIO(po_file.compiled(TRICKY)))
    assert contents(translations) == by_babel(TRICKY)
    assert translations.pgettext("month", "May") == 'mei "é"\t\\'
    assert translations.ngettext("one", "{count}", 0) == "een"
    assert [translations.gettext(each) for each in ("guessed", "empty", "obsolete")] == ["guessed", "empty", "obsolete"]


BROKEN = {
    'msgid "a"\nmsgstr "b" x\n': 2,
    'msgid "a"\nmsgstr b\n': 2,
    'msgid "a"\nmsgstr "b\n': 2,
    '"a"\n': 1,
    'msgid "a"\n\nmsgid "b"\nmsgstr "c"\n': 3,
    'msgid "a"\nmsgstr "b"\n\nmsgidd "c"\nmsgstr "d"\n': 4,
    'msgid "a"\nmsgid_plural "as"\nmsgstr "b"\n': 3,
    'msgid "a"\nmsgstr[0] "b"\n': 2,
    'msgid "a"\nmsgid_plural "as"\nmsgstr[1] "b"\n': 3,
    'msgctxt "a"\nmsgstr "b"\n': 2,
    'msgid "a"\nmsgstr "b"\n\nmsgid "c"\n': 4,
}


@pytest.mark.parametrize(("text", "line"), BROKEN.items(), ids=range(len(BROKEN)))
def test_what_is_no_po_file_is_refused_at_its_line(text: str, line: int) -> None:
    with pytest.raises(PoSyntaxError) as refused:
        list(po_file.entries(text))
    assert refused.value.line == line


@pytest.mark.parametrize("text", [TRICKY, *(path.read_text("utf-8") for path in sorted(CATALOGUES.glob("*.po")))])
def test_a_file_with_windows_line_ends_and_spaces_reads_the_same(text: str) -> None:
    spaced = text.replace("\n", " \r\n")
    assert po_file.compiled(spaced) == po_file.compiled(text)
