"""A store in a folder is asked thousands of times by one process, which does not grow."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from graph.stores import open_store
from tests.graph.stores.growing import growth
from tests.graphs import two_plans

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory and open files are read from /proc")
MOST = 24.0
"""MiB: allocators keep some; a leak of 4 KB a question would be 40."""


def grown(folder: Path, warm: int, times: int) -> tuple[float, int]:
    with open_store(f"ladybug:{folder}") as store:
        store.replace(two_plans())
        return growth(store, warm, times)


def test_questions_leave_nothing(tmp_path: Path) -> None:
    memory, files = grown(tmp_path / "store", 200, 400)
    assert memory < MOST
    assert files <= 0


@pytest.mark.soak
def test_ten_thousand_questions_leave_nothing(tmp_path: Path) -> None:
    memory, files = grown(tmp_path / "store", 1_000, 10_000)
    print(f"grew by {memory:.1f} MiB and {files} open files")
    assert memory < MOST
    assert files <= 0
