"""The gate's first step on a bare machine: ``.ci/programs``, run with a PATH that has only what a test puts there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BASICS = ("bash", "env", "id", "mktemp", "rm", "tail", "sh", "cat", "chmod")
PROGRAMS = ("make", "git", "curl", "npm", "chromium-headless-shell", "nginx", "caddy", "virtuoso-t")
APT_GET = """#!/bin/sh
echo "$@" >> "{log}"
for package; do :; done
case "$package" in
    {refused}) echo "E: Unable to correct problems, you have held broken packages."; exit 100 ;;
    nginx-light) printf '#!/bin/sh\\n' > "{bin}/nginx"; chmod +x "{bin}/nginx" ;;
    virtuoso-opensource-7) printf '#!/bin/sh\\n' > "{bin}/virtuoso-t"; chmod +x "{bin}/virtuoso-t" ;;
    make|git|curl|npm|caddy|chromium-headless-shell)
        printf '#!/bin/sh\\n' > "{bin}/$package"; chmod +x "{bin}/$package" ;;
esac
"""


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder of programs: what the script itself calls, a Python with venv, and nothing that it looks for."""
    for name in BASICS:
        program = shutil.which(name)
        assert program
        (tmp_path / name).symlink_to(program)
    (tmp_path / "python3").symlink_to(sys.executable)
    return tmp_path


def add(machine: Path, name: str, content: str = "#!/bin/sh\n") -> None:
    (machine / name).write_text(content)
    (machine / name).chmod(0o755)


def run(root: Path, machine: Path, refused: str = "none") -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """The script's result and the packages that it asked apt-get to install."""
    log = machine.parent / f"{machine.name}.log"
    log.touch()
    add(machine, "apt-get", APT_GET.format(log=log, bin=machine, refused=refused))
    add(machine, "sudo", '#!/bin/sh\nshift\nexec "$@"\n')
    environment = {key: value for key, value in os.environ.items() if key != "CITY_TIES_CHROMIUM"}
    result = subprocess.run(
        [str(root / ".ci" / "programs")],
        env={**environment, "PATH": str(machine)},
        capture_output=True,
        text=True,
        check=False,
    )
    calls = [line.split() for line in log.read_text().splitlines()]
    return result, [call[-1] for call in calls if call[0] == "install"]


def test_a_machine_that_has_every_program_installs_nothing(root: Path, machine: Path) -> None:
    for name in PROGRAMS:
        add(machine, name)
    result, installed = run(root, machine)
    assert (result.returncode, installed) == (0, [])


def test_only_missing_programs_are_installed_and_each_by_itself(root: Path, machine: Path) -> None:
    for name in ("make", "git", "npm"):
        add(machine, name)
    result, installed = run(root, machine)
    assert (result.returncode, installed) == (
        0,
        ["curl", "chromium-headless-shell", "nginx-light", "caddy", "virtuoso-opensource-7"],
    )


def test_a_package_that_conflicts_keeps_no_other_from_being_installed_and_is_named(root: Path, machine: Path) -> None:
    result, installed = run(root, machine, refused="npm")
    assert installed == [
        "make",
        "git",
        "curl",
        "npm",
        "chromium-headless-shell",
        "nginx-light",
        "caddy",
        "virtuoso-opensource-7",
    ]
    assert result.returncode == 1
    assert "  npm: E: Unable to correct problems, you have held broken packages.\n" in result.stderr
    assert "chromium-headless-shell:" not in result.stderr


def test_a_machine_without_apt_get_is_told_what_is_missing(root: Path, machine: Path) -> None:
    add(machine, "git")
    environment = {"PATH": str(machine), "HOME": str(machine)}
    result = subprocess.run(
        [str(root / ".ci" / "programs")], env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    assert [line.split(":")[0].strip() for line in result.stderr.splitlines()[1:-1]] == [
        "make",
        "curl",
        "npm",
        "chromium-headless-shell",
        "nginx-light",
        "caddy",
        "virtuoso-opensource-7",
    ]
