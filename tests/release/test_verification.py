"""Whatever is changed in a signed folder is found, and the file is named; of a dump, the statement."""

from __future__ import annotations

import json
import os
import random
import shutil
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from kg import project as projects
from kg.errors import UsageError
from kg.release import checksums, folder_build, signature, verification
from kg.release.output_folder import MARK

TAMPERINGS = int(os.environ.get("CITY_TIES_TAMPERINGS", "24"))
"""How many seeded tamperings are tried; 200 are all."""
FILES = ("renamed", "linked", "link to folder", "pipe")
SIGNATURES = ("stripped", "other key", "outside", "line ends", "nested")
KINDS = ("byte", "statement", "removed", "added", "cut", "swapped", "sums", "resigned", *FILES, *SIGNATURES)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the PEM files of two keys."""
    folder = tmp_path_factory.mktemp("keys")
    for name in ("own", "other"):
        key = Ed25519PrivateKey.generate()
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        (folder / f"{name}.pem").write_bytes(private)
        (folder / f"{name}.pub").write_bytes(public)
    return folder


@pytest.fixture(scope="module")
def signed(root: Path, keys: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("signed")
    shutil.copytree(root / "examples" / "thesaurus", folder / "project", ignore=shutil.ignore_patterns(".cache"))
    project = projects.load(folder / "project")
    epoch = {"SOURCE_DATE_EPOCH": "1750000000"}
    folder_build.build(project, folder / "out", epoch, date.today(), print, key=keys / "own.pem")
    return folder / "out"


@pytest.fixture(scope="module")
def public(keys: Path) -> list[Ed25519PublicKey]:
    return signature.public_keys(keys / "own.pub")


@pytest.fixture
def folder(signed: Path, tmp_path: Path) -> Path:
    return shutil.copytree(signed, tmp_path / "copy")


@pytest.mark.parametrize(("more", "lines"), [(6, 3), (7, 4)])
def test_of_many_statements_some_are_named_and_all_counted(tmp_path: Path, more: int, lines: int) -> None:
    statement = "<urn:s> <urn:p> <urn:o{}> .\n"
    (tmp_path / "dumps").mkdir()
    (tmp_path / "dumps" / "a.ttl").write_text(statement.format(0))
    (tmp_path / "dumps" / "a.nt").write_text("".join(map(statement.format, range(more + 1))))
    messages = list(verification._statements(tmp_path, "dumps/a.nt", ["dumps/a.ttl"]))
    assert len(messages) == lines
    assert ("dumps/a.nt: 7 statements were added and 0 lost" in messages) is (more == 7)


def listed(folder: Path) -> list[str]:
    return sorted(checksums.read((folder / checksums.SUMS).read_text("utf-8"), checksums.SUMS))


def sum_up(folder: Path) -> None:
    """Write the checksums anew, as somebody would who hides a change."""
    (folder / checksums.SUMS).write_text(checksums.text(folder, listed(folder)), "utf-8")


def tamper(folder: Path, keys: Path, kind: str, chance: random.Random) -> str:
    """Change one thing; the name of the file that must be named."""
    if kind in FILES:
        return tamper_with_files(folder, keys, kind, chance)
    if kind in SIGNATURES:
        return tamper_with_signature(folder, keys, kind, chance)
    names = listed(folder)
    name = chance.choice([one for one in names if (folder / one).stat().st_size > 200])
    path = folder / name
    content = path.read_bytes()
    place = chance.randrange(len(content))
    if kind == "byte":
        path.write_bytes(content[:place] + bytes([content[place] ^ (1 + chance.randrange(255))]) + content[place + 1 :])
    elif kind == "removed":
        path.unlink()
    elif kind == "added":
        name = f"dumps/added-{place}.nt"
        (folder / name).write_text("<http://a> <http://b> <http://c> .\n", "utf-8")
    elif kind == "cut":
        path.write_bytes(content[:place])
    elif kind == "swapped":
        other = chance.choice([one for one in names if (folder / one).read_bytes() != content])
        path.write_bytes((folder / other).read_bytes())
        (folder / other).write_bytes(content)
    elif kind == "statement":
        name = chance.choice([one for one in names if one.endswith((".nt", ".nq"))])
        lines = (folder / name).read_text("utf-8").splitlines(keepends=True)
        lines[chance.randrange(len(lines))] = "<http://a> <http://b> <http://c> .\n"
        (folder / name).write_text("".join(lines), "utf-8")
    else:
        path.write_bytes(content + b"\n")
        sum_up(folder)
        name = checksums.SUMS
        if kind == "resigned":
            other = signature.private_key(keys / "other.pem")
            sums = (folder / checksums.SUMS).read_bytes()
            (folder / signature.SIGNATURE).write_text(signature.sign(other, sums, []).text(), "utf-8")
            name = signature.SIGNATURE
    return name


def tamper_with_files(folder: Path, keys: Path, kind: str, chance: random.Random) -> str:
    """Put something else in the place of a file."""
    name = chance.choice(listed(folder))
    path, elsewhere = folder / name, folder.parent / f"{folder.name}.elsewhere"
    if kind == "link to folder":
        name = "dumps/more"
        (folder / name).symlink_to(keys)
    elif kind == "renamed":
        path.rename(folder / f"{name}.txt")
        name = chance.choice((name, f"{name}.txt"))
    elif kind == "linked":  # to the same bytes, which may be others tomorrow
        path.rename(elsewhere)
        path.symlink_to(elsewhere)
    else:
        path.unlink()
        os.mkfifo(path)
    return name


def tamper_with_signature(folder: Path, keys: Path, kind: str, chance: random.Random) -> str:
    """Change the checksums or the signature, or what else says something of all files."""
    sums, signed = folder / checksums.SUMS, folder / signature.SIGNATURE
    name = sums.name if kind in ("outside", "line ends") else signed.name
    if kind == "stripped":
        signed.unlink()
    elif kind == "other key":  # which is said to be the right one
        fields = json.loads(signed.read_bytes())
        forged = signature.sign(signature.private_key(keys / "other.pem"), sums.read_bytes(), [])
        signed.write_text(json.dumps({**json.loads(forged.text()), "key": fields["key"]}), "utf-8")
    elif kind == "outside":
        name = f"{sums.name}:{len(listed(folder)) + 1}"
        sums.write_text(f"{sums.read_text('utf-8')}{'0' * 64}  ../../etc/passwd\n", "utf-8")
    elif kind == "line ends":
        sums.write_bytes(sums.read_bytes().replace(b"\n", b"\r\n"))
    else:
        name = chance.choice((MARK, signed.name))
        (folder / name).write_text("[" * 100_000, "utf-8")
    return name


def test_a_folder_as_it_was_signed_has_no_findings(signed: Path, public: list[Ed25519PublicKey]) -> None:
    assert list(verification.findings(signed, public)) == []


def test_every_tampering_is_found_and_its_file_named(
    signed: Path, keys: Path, public: list[Ed25519PublicKey], tmp_path: Path
) -> None:
    for seed in range(TAMPERINGS):
        kind, copy = KINDS[seed % len(KINDS)], tmp_path / str(seed)
        shutil.copytree(signed, copy)
        name = tamper(copy, keys, kind, random.Random(seed))
        lines = list(verification.findings(copy, public))
        assert any(line.startswith(f"{name}: ") for line in lines), (seed, kind, name, lines)
        shutil.rmtree(copy)


@pytest.mark.parametrize("data", ["/etc/hostname", "../copy.nq", "dumps", 7])
def test_the_file_with_all_graphs_is_one_of_the_folder(
    folder: Path, public: list[Ed25519PublicKey], data: object
) -> None:
    fields = json.loads((folder / MARK).read_bytes())
    (folder / MARK).write_text(json.dumps({**fields, "data": data}), "utf-8")
    assert f"{MARK}: names no file with all graphs as N-Quads" in verification.findings(folder, public)


def test_a_changed_statement_is_named(folder: Path, public: list[Ed25519PublicKey]) -> None:
    path = folder / "dumps" / "bridges.nt"
    text = path.read_text("utf-8")
    path.write_text(text.replace("viaduct", "aqueduct", 1), "utf-8")
    lines = list(verification.findings(folder, public))
    assert any(line.startswith("dumps/bridges.nt: added: <") and "aqueduct" in line for line in lines)
    assert any(line.startswith("dumps/bridges.nt: lost: <") and "viaduct" in line for line in lines)


def test_data_that_was_replaced_with_its_checksums_is_found_by_the_digest_of_the_statements(
    folder: Path, public: list[Ed25519PublicKey]
) -> None:
    whole = folder / json.loads((folder / MARK).read_bytes())["data"]
    whole.write_text("\n".join(whole.read_text("utf-8").splitlines()[1:]) + "\n", "utf-8")
    sum_up(folder)
    lines = list(verification.findings(folder, public))
    assert f"{checksums.SUMS}: changed since it was signed" in lines
    assert any("its statements are not those that were signed" in line for line in lines)


def test_two_keys_in_one_file_are_both_good(signed: Path, keys: Path, tmp_path: Path) -> None:
    both = tmp_path / "both.pem"
    both.write_bytes((keys / "other.pub").read_bytes() + (keys / "own.pub").read_bytes())
    assert list(verification.findings(signed, signature.public_keys(both))) == []
    named = list(verification.findings(signed, signature.public_keys(keys / "other.pub")))
    assert len(named) == 1
    assert named[0].startswith(f"{signature.SIGNATURE}: not by the keys given")


def test_a_file_that_is_no_key_is_named(tmp_path: Path) -> None:
    (tmp_path / "no.pem").write_text("no key", "utf-8")
    with pytest.raises(UsageError, match=r"no\.pem"):
        signature.public_keys(tmp_path / "no.pem")
    with pytest.raises(UsageError, match="openssl genpkey"):
        signature.private_key(tmp_path / "no.pem")
