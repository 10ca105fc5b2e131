"""The command line as a process, and edits to a copy of the project that it judges."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from kg import cli

KG = str(Path(sys.executable).parent / "kg")


def run(*arguments: str, folder: Path, stdin: str = "", lang: str = "C") -> subprocess.CompletedProcess[str]:
    other_code = {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
    environment = {"PATH": "/usr/bin:/bin", "LANG": lang, **other_code}
    return subprocess.run(
        [KG, *arguments],
        cwd=folder,
        input=stdin,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def copied(root: Path, folder: Path) -> Path:
    """A folder with the project's files."""
    for name in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(root / name, folder / name)
    shutil.copy(root / "kg.toml", folder)
    return folder


def edit(path: Path, old: str, new: str) -> int:
    """Replace the first ``old``; the line that it stood on."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def git(*arguments: str, folder: Path) -> str:
    """A git command by nobody in particular, with no settings but the defaults."""
    who = {f"GIT_{role}_{what}": "test@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1", **who}
    command = ["git", "-c", "init.defaultBranch=main", "-c", "core.autocrlf=false", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.strip()


def commit(folder: Path, message: str = "a change") -> str:
    """Commit everything in the folder, which becomes a repository if it is none; the commit's name."""
    if not (folder / ".git").exists():
        git("init", "--quiet", folder=folder)
    git("add", "--all", folder=folder)
    git("commit", "--quiet", "--allow-empty", "-m", message, folder=folder)
    return git("rev-parse", "HEAD", folder=folder)


@dataclass(frozen=True, slots=True)
class Done:
    """What a command that was called in this process has printed, and its exit code."""

    code: int
    out: str
    err: str


def call(*arguments: str, folder: Path, stdin: str | bytes = b"", lang: str = "C") -> Done:
    """The command line without a process of its own, which takes most of the time of a small run."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    environment = {"LANG": lang, "LC_ALL": "", "LC_MESSAGES": ""}
    content = stdin.encode() if isinstance(stdin, str) else stdin
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), "utf-8")),
        mock.patch.object(sys, "argv", ["kg", *arguments]),
        mock.patch.dict(os.environ, environment),
    ):
        code: object = 0
        try:
            cli.main()
        except SystemExit as ended:
            code = ended.code
    texts = []
    for stream in (out, err):
        stream.flush()
        assert isinstance(stream.buffer, io.BytesIO)
        texts.append(stream.buffer.getvalue().decode())
    return Done(code if isinstance(code, int) else 1 if code else 0, *texts)
