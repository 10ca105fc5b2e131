"""Where memory comes from, seen in a process of its own: what this one has free depends on the tests before."""

from __future__ import annotations

import platform
import re
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import ctypes, os, sys, threading
from kg.compact.arena import in_own_arena, reserve_filled_arena

large = in_own_arena(lambda: [bytearray(1_000) for _ in range(40_000)])
del large[::8]
pid = os.fork()
if pid:
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
if sys.argv[1] == "alone":
    reserve_filled_arena()
kept = []
thread = threading.Thread(target=lambda: kept.extend(bytearray(1_000) for _ in range(4_000)))
thread.start()
thread.join()
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
file = ctypes.c_void_p(libc.fopen(sys.argv[2].encode(), b"w"))
libc.malloc_info(0, file)
libc.fclose(file)
os._exit(0)
"""


def holes(how: str, folder: Path) -> int:
    """The free pieces in a forked process of which a thread has asked for 4,000: see malloc_info(3)."""
    path = folder / how
    subprocess.run([sys.executable, "-c", SCRIPT, how, str(path)], timeout=60, check=True)
    return int(re.findall(r'<total type="rest" count="(\d+)"', path.read_text(encoding="ascii"))[-1])


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="others give memory to threads in another way")
def test_what_a_forked_process_makes_does_not_go_into_the_holes_of_what_it_shares(tmp_path: Path) -> None:
    assert holes("mixed", tmp_path) < 2_500
    assert holes("alone", tmp_path) > 4_500
