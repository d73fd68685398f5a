"""Without what only Unix has (fcntl, resource): everything works but a person's Cypher on a folder, which is refused."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.test_zhize import ROOT, SAMPLE

WITHOUT = """
import subprocess, sys, types  # subprocess first: by msvcrt it knows Windows
for name in ("fcntl", "resource"):
    sys.modules[name] = None  # as if the module were not there
# Windows' own lock, as far as ours uses it: one holder at a time of one byte
msvcrt = types.ModuleType("msvcrt")
msvcrt.LK_NBLCK, msvcrt.locking = 2, lambda descriptor, mode, count: None
sys.modules["msvcrt"] = msvcrt
import zhize
zhize.main()
"""


def call(folder: Path, *words: str | Path) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, *map(str, words)],
        cwd=ROOT,
        env={**os.environ, "ZHIZE_STORE": f"ladybug:{folder / 'store'}"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    return done.returncode, done.stdout, done.stderr


def test_windows_refuses_what_it_cannot_guard(tmp_path: Path) -> None:
    assert call(tmp_path, "load", SAMPLE)[::2] == (0, "")
    assert call(tmp_path, "query", "duties", "--department", "市公安局")[0] == 0
    assert call(tmp_path, "assign")[0] == 0, "the office's own data"
    assert call(tmp_path, "matrix", "-o", tmp_path / "matrix.xlsx")[0] == 0
    assert call(tmp_path, "log")[0] == 0
    status, out, err = call(tmp_path, "cypher", "MATCH (t:Task) RETURN t.id")
    assert (status, out) == (1, "")
    assert err.startswith("Z313: ")
    assert len(err.splitlines()) == 1
