"""The files of deploy/: what they copy, start, reload and forward is there and works."""

from __future__ import annotations

import configparser
import fnmatch
import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest
import yaml

from kg import project as projects
from kg.cli import kg

from .commands import run

DEPLOY = Path(__file__).resolve().parent.parent / "deploy"
GUIDE = DEPLOY.parent / "docs" / "deploying.md"
COPY = re.compile(r"^COPY (?!--from)(.+) (\S+)$", re.M)


@pytest.fixture(scope="module")
def image(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the last stage of the Dockerfile copies from the checkout."""
    folder = tmp_path_factory.mktemp("image")
    _, _, last_stage = (DEPLOY / "Dockerfile").read_text("utf-8").rpartition("\nFROM ")
    for sources, _target in COPY.findall(last_stage):
        for source in sources.split():
            copy = shutil.copytree if (root / source).is_dir() else shutil.copy
            copy(root / source, folder / source)
    return folder


def service() -> configparser.SectionProxy:
    unit = configparser.ConfigParser(interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(DEPLOY / "city-ties.service")
    return unit["Service"]


def starts_a_server(command: list[str]) -> bool:
    """Whether ``kg`` knows the command and its options; raises UsageError of click where it does not."""
    name, *options = command
    with click.Context(kg) as context:
        subcommand = kg.get_command(context, name)
    assert subcommand is not None
    context = subcommand.make_context(name, options, resilient_parsing=True)
    assert not context.args
    return name == "serve"


def test_hadolint_has_nothing_to_say_about_the_dockerfile() -> None:
    linter = Path(sys.executable).parent / "hadolint"
    done = subprocess.run([linter, DEPLOY / "Dockerfile"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_image_has_all_files_of_the_project(root: Path, image: Path) -> None:
    here, there = projects.load(root), projects.load(image)
    for files in ("ontology", "data", "shapes"):
        assert [here.relative(path) for path in here.files(files)] == [there.relative(p) for p in there.files(files)]
    assert [path.name for path in here.queries()] == [path.name for path in there.queries()]
    assert here.earlier_ontologies().keys() == there.earlier_ontologies().keys()
    assert len(list((image / "pages").glob("*.md"))) == len(list((root / "pages").glob("*.md"))) > 0
    assert run("validate", folder=image).returncode == 0


def test_what_the_dockerfile_copies_passes_the_ignore_file(root: Path) -> None:
    ignored, *kept = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    assert ignored == "*"
    sources = [
        source for copied, _ in COPY.findall((DEPLOY / "Dockerfile").read_text("utf-8")) for source in copied.split()
    ]
    assert len(sources) > 10
    for source in sources:
        assert (root / source).exists(), source
        assert any(fnmatch.fnmatch(f"!{source}", pattern) for pattern in kept), source


def test_the_dockerfile_and_the_unit_start_a_server() -> None:
    (command,) = re.findall(r"^CMD \[(.+)\]$", (DEPLOY / "Dockerfile").read_text("utf-8"), re.M)
    program, *arguments = (word.strip(' "') for word in command.split(","))
    assert program == "kg"
    assert starts_a_server(arguments)
    program, *arguments = shlex.split(service()["ExecStart"])
    assert program == "/opt/city-ties/current/bin/kg"
    assert starts_a_server(arguments)


def test_the_unit_reloads_with_the_signal_on_which_the_server_reads_its_files() -> None:
    program, name, process = shlex.split(service()["ExecReload"])
    assert (program, process) == ("/bin/kill", "$MAINPID")
    assert signal.Signals[f"SIG{name.removeprefix('-')}"] is signal.SIGHUP


def test_what_the_service_writes_can_be_written_in_each_way_of_running_it(root: Path) -> None:
    project = projects.load(root)
    folders = [f"/srv/city-ties/{folder.relative_to(root)}" for folder in (project.cache, project.state)]
    assert service()["ReadWritePaths"].split() == folders
    (settings,) = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"].values()
    written = [volume.split(":")[1] for volume in settings["volumes"] if not volume.endswith(":ro")]
    assert written == folders
    for text in ((DEPLOY / "Dockerfile").read_text("utf-8"), GUIDE.read_text("utf-8")):
        assert f" {' '.join(folders)}" in text


def test_the_unit_gives_requests_longer_than_their_limit_to_end(root: Path) -> None:
    assert float(service()["TimeoutStopSec"]) > projects.load(root).settings.query.seconds + 5


# systemd's own check is run where it is installed, which is where the unit can be of use.
@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_knows_every_setting_of_the_unit(tmp_path: Path) -> None:
    text = (DEPLOY / "city-ties.service").read_text("utf-8")
    unit = tmp_path / "city-ties.service"
    unit.write_text(text.replace("/opt/city-ties/current/bin/kg", sys.executable), "utf-8")
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    assert "city-ties.service" not in done.stderr, done.stderr


def test_compose_mounts_folders_that_exist_and_listens_for_this_machine_only() -> None:
    document = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    (settings,) = document["services"].values()
    mounted = [volume.split(":") for volume in settings["volumes"]]
    folders = [source for source, *_ in mounted if source.startswith(".")]
    assert folders
    for folder in folders:
        assert (DEPLOY / folder).is_dir()
    assert {source for source, *_ in mounted if not source.startswith(".")} == set(document["volumes"])
    assert settings["ports"] == ["127.0.0.1:5000:5000"]
    assert (DEPLOY / settings["build"]["context"] / settings["build"]["dockerfile"]).is_file()


def test_install_leaves_a_version_that_is_there_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    done = subprocess.run([DEPLOY / "install", tmp_path], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f"{tmp_path} exists" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_install_that_fails_leaves_nothing(tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    (checkout / "deploy").mkdir(parents=True)
    shutil.copy(DEPLOY / "install", checkout / "deploy")
    (checkout / "requirements.lock").write_text("no requirement\n", "utf-8")
    command = [checkout / "deploy" / "install", tmp_path / "version"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 1
    assert not (tmp_path / "version").exists()


def test_the_guide_names_only_files_that_are_there() -> None:
    text = GUIDE.read_text("utf-8")
    assert set(re.findall(r"deploy/([\w.-]+)", text)) <= {path.name for path in DEPLOY.iterdir()}
    for target in re.findall(r"\]\(([^)#]+)", text):
        assert (GUIDE.parent / target).exists()
    assert str(service()["WorkingDirectory"]) in text
