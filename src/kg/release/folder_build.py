"""A build: the steps from a project to its folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg.project import Project
from kg.release import build_day, checksums, data_files, output_folder, table_files
from kg.release.build_day import EPOCH
from kg.release.progress import Tell
from kg.release.site import site_files
from kg.revision import Revision


@dataclass(frozen=True, slots=True)
class Built:
    """``files`` is their number; ``warnings`` say what was left out, and why a later build may differ."""

    revision: Revision
    files: int
    warnings: tuple[str, ...]


def build(
    project: Project,
    target: Path,
    environment: Mapping[str, str],
    today: date,
    tell: Tell,
    site: str | None = None,
    key: Path | None = None,
) -> Built:
    """Write the folder, and with ``site`` the pages that are to be published at that address.

    With ``key``, a file with a private key, it is signed. Raises what ``build_day.revision_of`` and
    ``output_folder.replacing`` raise.
    """
    output_folder.refuse_foreign(target)
    if key:
        from kg.release import signature  # what it needs comes with the extra "sign"

    signer = signature.private_key(key) if key else None
    revision, lasting = build_day.revision_of(project, environment, today)
    warnings = []
    if not lasting:
        warnings.append(
            f"The data does not say when it was modified (dct:modified of a dcat:Dataset), so this is its state of "
            f"today, {revision.day}, and another day's build differs; {EPOCH} sets the day."
        )
    with output_folder.replacing(target) as folder:
        warnings += [f"not written: {refusal}" for refusal in data_files.write(revision, folder, tell)]
        warnings += [f"not written: {refusal}" for refusal in table_files.write(revision, folder, tell)]
        data_files.mark(revision, folder)
        if site:
            warnings += [f"not written: {refusal}" for refusal in site_files.write(revision, folder, site, tell)]
        names = folder.files()
        sums = checksums.text(folder.staging, names).encode()
        folder.write(checksums.SUMS, [sums])
        if signer:
            folder.write(signature.SIGNATURE, [signature.sign(signer, sums, revision.quads()).text().encode()])
    return Built(revision, len(names) + (2 if key else 1), tuple(warnings))
