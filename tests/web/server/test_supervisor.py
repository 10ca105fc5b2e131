from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from ...waiting import until
from ...web.server.test_http_server import descendants
from ...web.server.test_operations import NAME, Server, rename, serving

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="the system does not name processes")


def answerer(server: Server) -> int:
    """The process that answers, which the listening one has started."""
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text("ascii").split()
    return next(int(pid) for pid in children if Path(f"/proc/{pid}/comm").read_text("ascii").strip() == "kg")


def test_a_process_that_is_killed_is_replaced_by_one_with_the_revision_of_the_last_reload_whatever_the_files_say_now(
    root: Path, tmp_path: Path
) -> None:
    with serving(root, tmp_path) as server:
        first = answerer(server)
        os.kill(first, signal.SIGKILL)
        assert server.ask("ASK { ?s ?p 4 }")[0] == 200  # the connection waits, and is not refused
        assert answerer(server) != first
        assert server.says("has ended (SIGKILL); another is started")
        rename(server.project)
        assert server.reload()
        assert "true" in server.ask(NAME, Accept="application/json")[1]
        (server.project / "data" / "ghent.ttl").write_text("no Turtle", "utf-8")
        os.kill(answerer(server), signal.SIGKILL)
        assert "true" in server.ask(NAME, Accept="application/json")[1]
        processes = descendants(server.process.pid)
        server.process.terminate()
        server.process.wait(timeout=30)
        assert until(lambda: not [pid for pid in processes if Path(f"/proc/{pid}").exists()], 10)
