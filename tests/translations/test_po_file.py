"""Catalogues are compiled as Babel compiles them."""

from __future__ import annotations

from gettext import GNUTranslations
from io import BytesIO

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from kg.translations import po_file
from kg.translations.catalogue import CATALOGUES

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
