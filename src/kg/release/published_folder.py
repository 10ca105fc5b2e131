"""A folder that stands on a web server, fetched file by file so that it can be verified.

A server says of no folder what else is in it, so a file that was added is not known: only what is listed and signed.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from kg.errors import DatasetError
from kg.input import download
from kg.release import checksums, progress
from kg.release.checksums import SUMS
from kg.release.progress import Tell
from kg.release.signature import SIGNATURE


def fetch(address: str, into: Path, tell: Tell) -> dict[str, str]:
    """Write the files of the folder at an address into another; why those are lacking that cannot be had, by name.

    Raises DatasetError where there is no list of files at the address, UsageError for a list with names that lie
    outside of the folder.
    """
    start = f"{address.rstrip('/')}/"
    listed = download.download(start + SUMS, accept="*/*").content
    (into / SUMS).write_bytes(listed)
    names = [SIGNATURE, *checksums.read(listed.decode("utf-8", "replace"), SUMS)]
    lacking: dict[str, str] = {}
    for name in progress.counted(names, len(names), tell, what="files"):
        path = into / name
        try:
            content = download.download(start + quote(name), accept="*/*").content
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        except DatasetError as error:
            lacking[name] = error.message
        except (OSError, ValueError) as error:  # one name is the folder of another, or none that a file can have
            lacking[name] = f"cannot be written: {error}"
    return lacking
