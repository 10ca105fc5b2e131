"""What users type, configure, scrape and parse stays: a name of theirs that goes away fails here."""

from __future__ import annotations

import re
from pathlib import Path

import click
import yaml
from flask import Flask

from kg.cli import kg
from kg.query_engine.request_context import Run
from kg.settings import kg_toml
from kg.web.server.metrics import Metrics
from kg.web.server.observers import Observation
from kg.web.server.request_log import line

SETTINGS = {
    "": {"base", "languages", "prefixes", "query", "serve", "embed"},
    "query": {"seconds", "memory_mib", "request_bytes", "depth", "steps", "solutions", "answer_mib", "workers",
              "long_workers", "queue", "client_queries", "queries_per_worker", "cache_mib", "endpoint", "graph_store",
              "credentials", "update"},
    "serve": {"threads", "client_header", "trusted_proxies", "metrics", "request_log", "slow_seconds"},
    "embed": {"frame_ancestors"},
}  # fmt: skip
DEFAULTS = {
    "languages": ["en"], "seconds": 10, "memory_mib": 512, "request_bytes": 131_072, "depth": 100, "steps": 1_000,
    "solutions": 1_000_000, "answer_mib": 256, "workers": 4, "long_workers": 4, "queue": 128, "client_queries": 96,
    "queries_per_worker": 1_000, "cache_mib": 64, "threads": 0, "client_header": "",
    "trusted_proxies": ["127.0.0.0/8", "::1", "unix"], "metrics": "", "request_log": "",
    "slow_seconds": 1, "frame_ancestors": "*",
}  # fmt: skip
OPTIONS = {
    "kg": {"--project", "--version", "--help"},
    "validate": {"--format", "--output", "--lang", "--fail-on", "--max-results", "--baseline", "--write-baseline",
                 "--since", "--coverage", "--strict-targets"},
    "query": {"--param", "--format"},
    "format": {"--check"},
    "serve": {"--host", "--port", "--reload", "--explain"},
    "dump": set(),
    "push": {"--patch", "--probe"},
}  # fmt: skip
CHOICES = {
    ("validate", "--format"): {"text", "json", "turtle", "sarif", "junit", "github", "gitlab", "markdown"},
    ("validate", "--fail-on"): {"violation", "warning", "info"},
    ("query", "--format"): {"table", "json", "xml", "csv", "tsv", "ttl", "nt", "rdf", "jsonld"},
}
ENVIRONMENT = {"HOST", "PORT", "LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "TERM"}
TEST_ENVIRONMENT = {"CITY_TIES_SHARED", "CITY_TIES_REQUIRE_SHARED", "CITY_TIES_REQUIRE_BROWSER", "CITY_TIES_CHROMIUM",
                    "CITY_TIES_REQUIRE_COMUNICA", "CITY_TIES_REQUIRE_VIRTUOSO", "CITY_TIES_SITE"}  # fmt: skip
METRICS = {
    "kg_http_requests", "kg_http_request_seconds", "kg_http_response_bytes", "kg_queries", "kg_query_seconds",
    "kg_query_waited_seconds", "kg_queries_inside", "kg_queries_waiting", "kg_reloads", "kg_revision",
}  # fmt: skip
LOG_FIELDS = {"time", "method", "path", "status", "seconds", "bytes", "hit", "query", "waited", "ran", "outcomes"}
TARGETS = {"serve", "test", "lock"}
MAKE_VARIABLES = {"HOST", "PORT", "VENV", "PYTHON", "PYTEST_ARGS"}
ACTION_INPUTS = {
    "project",
    "fail-on",
    "since",
    "baseline",
    "strict-targets",
    "lang",
    "max-results",
    "sarif",
    "data",
    "shapes",
}
GITLAB_VARIABLES = {
    "KG_SOURCE",
    "KG_PROJECT",
    "KG_FAIL_ON",
    "KG_BASELINE",
    "KG_LANG",
    "KG_SINCE",
    "KG_DATA",
    "KG_SHAPES",
}


def commands() -> dict[str, click.Command]:
    context = click.Context(kg)
    return {"kg": kg} | {
        name: command for name in kg.list_commands(context) if (command := kg.get_command(context, name))
    }


def test_every_setting_of_kg_toml_and_its_default_stays() -> None:
    schema = kg_toml.schema()
    tables = {"": schema["properties"]} | {
        name: table["properties"] for name, table in schema["properties"].items() if "properties" in table
    }
    missing = {name: known - set(tables.get(name, ())) for name, known in SETTINGS.items()}
    assert not any(missing.values()), missing
    defaults = {name: rule["default"] for table in tables.values() for name, rule in table.items() if "default" in rule}
    assert {name: defaults[name] for name in DEFAULTS} == DEFAULTS


def test_every_command_and_option_stays() -> None:
    given = {
        name: {option for parameter in command.get_params(click.Context(command)) for option in parameter.opts}
        for name, command in commands().items()
    }
    missing = {name: options - given.get(name, set()) for name, options in OPTIONS.items()}
    assert not any(missing.values()), missing
    assert kg.context_settings["help_option_names"] == ["-h", "--help"]


def test_every_choice_of_an_option_stays() -> None:
    for (name, option), choices in CHOICES.items():
        (parameter,) = (each for each in commands()[name].params if option in each.opts)
        assert isinstance(parameter.type, click.Choice)
        assert {str(getattr(choice, "value", choice)) for choice in parameter.type.choices} >= choices


def test_every_environment_variable_is_still_read(root: Path) -> None:
    source = "".join(path.read_text("utf-8") for path in (root / "src/kg").rglob("*.py"))
    assert {name for name in ENVIRONMENT if f'"{name}"' in source} == ENVIRONMENT
    tests = "".join(
        path.read_text("utf-8") for path in [*(root / "tests").rglob("*.py"), *(root / "tools").glob("*.py")]
    )
    assert {name for name in TEST_ENVIRONMENT if tests.count(f'"{name}"') > 1} == TEST_ENVIRONMENT


def test_every_metric_stays(app: Flask) -> None:
    metrics = Metrics(app.extensions["publication"])
    assert {metric.name for metric in metrics.registry.collect() if metric.name.startswith("kg_")} >= METRICS


def test_every_field_of_the_request_log_stays() -> None:
    run = Run("ASK {}", waited=0.1, seconds=0.2, outcome="answer")
    assert set(line(Observation("GET", "/sparql", 200, 0.3, 10, "", False, (run,)))) >= LOG_FIELDS


def test_every_make_target_and_variable_stays(root: Path) -> None:
    makefile = (root / "Makefile").read_text("utf-8")
    assert set(re.findall(r"^([a-z]+):", makefile, re.M)) >= TARGETS
    assert set(re.findall(r"\$\(([A-Z_]+)\)", makefile)) >= MAKE_VARIABLES


def test_every_input_of_the_ci_files_stays(root: Path) -> None:
    action = yaml.safe_load((root / "action.yml").read_text("utf-8"))
    assert set(action["inputs"]) >= ACTION_INPUTS
    gitlab = (root / "ci/gitlab.yml").read_text("utf-8")
    assert {name for name in GITLAB_VARIABLES if f"${name}" in gitlab or f"${{{name}" in gitlab} == GITLAB_VARIABLES
    hooks = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert {hook["id"] for hook in hooks} >= {"kg-validate", "kg-format"}
