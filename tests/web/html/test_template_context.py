"""A call in a template gives what it gives in Jinja's own context."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from jinja2 import Environment, pass_context
from jinja2.runtime import Context

from kg.web.html.template_context import TemplateContext

SOURCE = """
{%- macro twice(text) %}{{ text }}{{ text }}{{ caller() if caller }}{% endmacro -%}
{%- set own = "set" -%}
{{ twice("a") }} {{ plain("b", more="c") }} {{ "d".upper() }} {{ seen("own") }} {{ self.part() }} {{ kind("5") }}
{%- for one in (1, 2) %} {{ plain(one) }}{{ twice(one) }}{{ seen("one") }}{% endfor %}
{%- call twice("e") %}f{% endcall %} {% block part %}<{{ twice("<") }}>{% endblock %}"""


@pass_context
def seen(context: Context, name: str) -> object:
    return context.get(name)


def plain(text: object, more: str = "") -> str:
    return f"{text}&{more}"


@pytest.mark.parametrize("autoescape", [False, True])
def test_a_template_is_rendered_as_with_the_context_of_jinja(autoescape: bool) -> None:
    texts = []
    for kind in (Context, TemplateContext):
        environment = Environment(autoescape=autoescape)
        environment.context_class = kind
        texts.append(environment.from_string(SOURCE).render(seen=seen, plain=plain, kind=int))
    assert texts[0] == texts[1]
    assert "aa b&" in texts[0]


def test_a_function_that_stops_an_iteration_gives_what_is_undefined() -> None:
    empty: Iterator[object] = iter(())
    environment = Environment(autoescape=True)
    environment.context_class = TemplateContext
    template = environment.from_string("{{ first() is undefined }}")
    assert template.render(first=lambda: next(empty)) == "True"
