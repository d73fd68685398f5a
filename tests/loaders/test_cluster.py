"""The same reading on a cluster: a real scheduler, two worker processes, one of which is killed on the way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.corpus import write_corpus
from loaders.parallel import BATCH, read_files

pytest.importorskip("distributed")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The scheduler's address and the two workers."""
    meeting = tmp_path / "scheduler.json"
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "10s",
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "3",
    }

    def start(*words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", *words, "--scheduler-file", str(meeting)],
            env=environment,
            cwd=tmp_path,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    started = [start("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")]
    try:
        for _ in range(200):
            if meeting.exists() and meeting.stat().st_size:
                break
            time.sleep(0.1)
        workers = [
            start(
                "distributed.cli.dask_worker",
                "--host",
                "127.0.0.1",
                "--nthreads",
                "1",
                "--no-dashboard",
                "--no-nanny",
                "--local-directory",
                str(tmp_path),
            )
            for _ in range(2)
        ]
        started += workers
        yield json.loads(meeting.read_text(encoding="utf-8"))["address"], workers
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


def plain(path: str, graph: object) -> tuple[str, str]:
    return path, json.dumps(graph.to_dict(), ensure_ascii=False) if graph else ""  # type: ignore[attr-defined]


@pytest.mark.filterwarnings("default")
def test_a_killed_worker_loses_nothing(
    tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, workers = cluster
    files = write_corpus(tmp_path / "plans", 8 * BATCH, tasks=4)
    alone = [plain(o.path, o.graph) for o in read_files(files)]
    together = []
    for place, outcome in enumerate(read_files(files, scheduler=address)):
        together.append(plain(outcome.path, outcome.graph))
        if place == BATCH + 2:
            workers[0].kill()
    assert together == alone
