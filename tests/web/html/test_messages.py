"""Translation within templates."""

from __future__ import annotations

from markupsafe import Markup

from kg.web.html import messages


def test_values_of_placeholders_are_escaped_unless_they_are_markup() -> None:
    translate = messages.functions("nl")["_"]
    assert translate("Nothing is called {query}.", query="<b>") == Markup("Niets heet &lt;b&gt;.")
    assert translate("Nothing is called {query}.", query=Markup("<q>x</q>")) == Markup("Niets heet <q>x</q>.")


def test_a_message_without_values_is_left_to_the_template_to_escape() -> None:
    assert not isinstance(messages.functions("nl")["_"]("Cities"), Markup)


def test_the_number_chooses_the_form_and_fills_its_place() -> None:
    translate = messages.functions("nl")["ngettext"]
    forms = "{count} solution", "{count} solutions"
    assert [translate(*forms, count) for count in (0, 1, 2)] == ["0 oplossingen", "1 oplossing", "2 oplossingen"]
