"""``kg push --probe`` on Oxigraph's server: before a push, and after one."""

from __future__ import annotations

from pathlib import Path

from kg.settings.remote import RemoteSettings

from ...commands import call
from ...query_engine.remote.conftest import empty, start

__all__ = ["empty", "start"]


def test_the_questions_are_compared_once_the_engine_has_the_revision(empty: RemoteSettings, copy: Path) -> None:
    toml = copy / "kg.toml"
    lines = f'[query]\nendpoint = "{empty.endpoint}"\ngraph_store = "{empty.graph_store}"\n'
    toml.write_text(toml.read_text("utf-8").replace("[query]\n", lines), "utf-8")
    before = call("push", "--probe", folder=copy)
    assert before.code == 0, before.err
    assert "9 of 54 small queries otherwise" in before.out
    assert "It has another revision, or none" in before.out
    assert 'expected "a"; got "a"@en' in before.out
    assert call("push", folder=copy).code == 0
    after = call("push", "--probe", folder=copy)
    assert after.code == 0, after.err
    assert "41 of 41 named questions have the answer that they have here" in after.out
