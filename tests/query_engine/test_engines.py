"""Each engine keeps the one protocol, so that nobody asks which one it is; one of them can be deleted as a folder."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import kg
from kg.query_engine import Engine, Load, guard
from kg.query_engine.cache.answers import AnswerCache
from kg.query_engine.cache.lru import Memory
from kg.query_engine.pool.query_pool import Pool
from kg.rdf.formats import CSV
from kg.settings.query import Limits

SOURCES = Path(kg.__file__).parent
ANSWER = """
import sys
from pathlib import Path
import kg
assert kg.__path__ == [sys.argv[2]]
from kg import project
from kg.web.server import http_server
import kg.cli
app = http_server.application(project.load(Path(sys.argv[1])))
print(app.test_client().get("/sparql?query=ASK+%7B+%3Fs+a+%3Ft+%7D").json["boolean"])
app.extensions["publication"].close()
"""


def test_a_cache_is_an_engine_like_the_one_behind_it(pool: Pool) -> None:
    query = guard.check("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", Limits())
    engines: list[Engine] = [pool, AnswerCache(pool, Memory(1 << 20))]
    answers = set()
    for engine in engines:
        engine.check_ready()
        assert engine.current() is engine
        assert engine.is_fresh
        assert engine.load == Load(0, 0)
        assert engine.functions
        with engine.evaluate(query, CSV) as answer:
            answers.add(answer.read())
    assert len(answers) == 1


def test_nobody_asks_which_engine_it_is() -> None:
    kind = re.compile(r"isinstance\([^)]*\b(Pool|AnswerCache|RemoteEngine)\b")
    assert [file for file in SOURCES.rglob("*.py") if kind.search(file.read_text("utf-8"))] == []


def test_without_the_folder_of_the_remote_engine_everything_else_works(root: Path, tmp_path: Path) -> None:
    left_out = shutil.ignore_patterns("remote", "__pycache__")
    shutil.copytree(SOURCES, tmp_path / "kg", ignore=left_out)
    assert not (tmp_path / "kg" / "query_engine" / "remote").exists()
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-c", ANSWER, str(root), str(tmp_path / "kg")]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "True\n"
