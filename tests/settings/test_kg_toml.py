"""The settings file: read, checked, and described for editors."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

from kg.errors import UsageError
from kg.settings import kg_toml
from kg.settings.embed import EmbedSettings
from kg.settings.kg_toml import Settings
from kg.settings.query import Limits
from kg.settings.serve import ServeSettings

BASE = 'base = "https://example.org/"\n'

INVALID = [
    ("", "the setting base is missing"),
    ('base = "https://example.org"', ":1: base must be an http or https IRI that ends in a slash"),
    ('base = "ghent/"', "http or https"),
    (BASE + 'langauges = ["nl"]', ":2: there is no setting langauges.\n  Did you mean languages?"),
    (BASE + 'languages = "nl"', "must be a list of language tags, not 'nl'"),
    (BASE + "languages = [1]", "must be a list"),
    (BASE + "languages = []", "must be a list"),
    (BASE + "prefixes = 1", "prefixes must be a table of IRIs by prefix"),
    (BASE + '[prefixes]\n"ex y" = "https://example.org/ns#"', "prefixes must be a table of IRIs by prefix, which"),
    ('Base = "https://example.org/"', ":1: there is no setting Base.\n  Did you mean base?"),
    (BASE + "query = 1", "query must be a table"),
    (BASE + "[quary]\nseconds = 2", ":2: there is no setting quary.\n  Did you mean query?"),
    (BASE + "[query]\n\nsecond = 2", ":4: there is no setting second in [query].\n  Did you mean seconds?"),
    (BASE + '[query]\ncolour = "red"', "There are: seconds, memory_mib"),
    (BASE + "[query]\nseconds = 0", ":3: seconds in [query] must be a positive number, not 0"),
    (BASE + "[query]\nseconds = inf", "a positive number"),
    (BASE + "[query]\nworkers = 1.5", "workers in [query] must be a positive whole number"),
    (BASE + "[query]\nworkers = true", "a positive whole number"),
    (BASE + '[query]\ndepth = "deep"', "a positive whole number"),
    (BASE + '[query]\nendpoint = "ftp://example.org/"', "endpoint in [query] must be an http or https address"),
    (BASE + '[query]\nendpoint = "https://user:secret@example.org/"', "without a password"),
    (BASE + '[query]\nendpoint = "https:///query"', "an http or https address"),
    (BASE + '[query]\nendpoint = "https://example.org/#a"', "an http or https address"),
    (BASE + "[query]\nendpoint = 1", "an http or https address"),
    (BASE + '[query]\ngraph_store = "https://example.org/"', ":3: graph_store in [query] is of use only with endpoint"),
    (BASE + '[query]\ncredentials = "NAME"', "credentials in [query] is of use only with endpoint"),
    (BASE + '[serve]\nclient_header = "X Forwarded"', "the name of a header, such as X-Forwarded-For"),
    (BASE + '[serve]\nmetrics = "9464"', "must be a host and a port"),
    (BASE + '[serve]\nmetrics = "localhost:65536"', "must be a host and a port"),
    (BASE + "[serve]\nthreads = 1.5", "threads in [serve] must be a whole number"),
    (BASE + "[serve]\nthreads = -1", "threads in [serve] must be a whole number"),
    (BASE + "[serve]\nslow_seconds = -1", "slow_seconds in [serve] must be a number"),
    (BASE + "[serve]\nslow_second = 1", "there is no setting slow_second in [serve].\n  Did you mean slow_seconds?"),
    (BASE + '[embed]\nframe_ancestor = "*"', "there is no setting frame_ancestor in [embed]"),
    (BASE + '[embed]\nframe_ancestors = "*; script-src *"', "a list of hosts"),
    (BASE + '[embed]\nframe_ancestors = "https://a.example,https://b.example"', "a list of hosts"),
    (BASE + '[embed]\nframe_ancestors = ""', "a list of hosts"),
    (BASE + "[embed]\nframe_ancestors = true", "a list of hosts"),
]  # fmt: skip
VALID = [
    BASE,
    BASE + '[serve]\nmetrics = "[::1]:9464"\nrequest_log = "-"\nclient_header = "X-Forwarded-For"\nslow_seconds = 0',
    BASE
    + '[query]\nseconds = 2\nendpoint = "http://127.0.0.1:7878/query"\ngraph_store = "http://[::1]:7878/store?a=b"',
    BASE + '[prefixes]\nct = "https://example.org/ns#"\n[embed]\nframe_ancestors = "\'none\'"',
    BASE + "[embed]\nframe_ancestors = \"'self' https://stad.gent https://*.stad.gent:8443\"",
    BASE + '[embed]\nframe_ancestors = "https:"',
]


def read(folder: Path, text: str) -> Settings:
    (folder / "kg.toml").write_text(text, encoding="utf-8")
    return kg_toml.read(folder / "kg.toml")


def test_a_setting_that_is_absent_has_its_default(tmp_path: Path) -> None:
    settings = read(tmp_path, BASE)
    assert settings == Settings("https://example.org/", ("en",), {}, Limits(), None, ServeSettings(), EmbedSettings())
    assert read(tmp_path, f"{BASE}[query]\nseconds = 2\nworkers = 8").query == Limits(seconds=2, workers=8)


def test_the_settings_of_query_that_name_a_remote_engine_are_apart_from_its_limits(tmp_path: Path) -> None:
    settings = read(tmp_path, VALID[2])
    assert settings.remote
    assert (settings.remote.endpoint, settings.remote.graph_store, settings.remote.credentials) == (
        "http://127.0.0.1:7878/query", "http://[::1]:7878/store?a=b", None,
    )  # fmt: skip
    assert settings.query == Limits(seconds=2)


@pytest.mark.parametrize(("text", "message"), INVALID)
def test_an_invalid_setting_is_refused_with_its_line_and_what_it_must_be(
    tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(UsageError) as caught:
        read(tmp_path, text)
    assert message in str(caught.value)
    assert str(tmp_path / "kg.toml") in str(caught.value)


@pytest.mark.parametrize("text", VALID)
def test_a_valid_file_is_accepted_by_the_reader_and_by_its_json_schema(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text).base == "https://example.org/"
    assert jsonschema.Draft202012Validator(kg_toml.schema()).is_valid(tomllib.loads(text))


@pytest.mark.parametrize("text", [text for text, _ in INVALID if "inf" not in text])  # JSON has no infinite numbers
def test_an_invalid_file_is_refused_by_the_json_schema_too(text: str) -> None:
    assert not jsonschema.Draft202012Validator(kg_toml.schema()).is_valid(tomllib.loads(text))


def test_a_file_that_is_not_toml_is_refused_with_the_place(tmp_path: Path) -> None:
    for text, message in (
        (
            "base 'https://example.org/'",
            r"kg.toml:1:6 is not valid TOML: Expected '='.*\n  A setting is a line such as",
        ),
        (
            "base = https://example.org/",
            r"kg.toml:1:8 is not valid TOML: Invalid value\.\n  Text stands between quotes",
        ),
        (BASE + BASE, r"kg.toml:2:\d+ is not valid TOML: Cannot overwrite a value\.\n  It stands twice"),
        ('{"base": "https://example.org/"}', r"kg.toml:1:1 is not valid TOML: Invalid statement\.\n  A setting is"),
    ):
        with pytest.raises(UsageError, match=message):
            read(tmp_path, text)


def test_a_file_in_another_encoding_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_bytes(BASE.encode("utf-16"))
    with pytest.raises(UsageError, match=r"kg.toml is not UTF-8\.\n  Save the file as UTF-8"):
        kg_toml.read(tmp_path / "kg.toml")


def test_a_setting_written_as_a_dotted_key_is_refused_without_a_wrong_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"kg.toml: seconds in \[query\] must be a positive number"):
        read(tmp_path, f"{BASE}query.seconds = 0")


def test_the_json_schema_for_editors_is_that_of_the_dataclasses(root: Path) -> None:
    text = json.dumps(kg_toml.schema(), indent=2, ensure_ascii=False) + "\n"
    assert (root / "docs/kg.schema.json").read_text("utf-8") == text, "write this text to docs/kg.schema.json"
