"""A large snapshot is made in a process of its own, and what becomes of it never takes the loader along."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph.errors import StoreNotWritable
from graph.stores.embedded import apart, snapshot
from graph.stores.embedded.store import EmbeddedStore
from tests.graphs import small_graph

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EmbeddedStore:
    monkeypatch.setattr(snapshot, "_LARGE", -1)
    with EmbeddedStore(tmp_path / "store") as store:
        yield store


def stands_in(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Another program in place of the one that makes the snapshot."""
    monkeypatch.setattr(apart, "_BOOT", program)


def test_what_is_made_apart_is_what_is_made_here(store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as inner:
        inner.setattr(snapshot, "build_here", lambda *_: pytest.fail("made in this process"))
        plan = small_graph(tasks=7)
        store.replace([plan])
    assert store.query("MATCH (t:Task) RETURN count(t) AS n").rows == [(len(plan.labelled("Task")),)]
    assert store.verify() == []
    assert not [p.name for p in store.folder.iterdir() if p.name.startswith(("graph.lbug.", "graph.parts"))]


def test_a_process_that_dies_is_one_line_and_the_plans_are_stored(
    store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as inner:
        stands_in(inner, "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
        with pytest.raises(StoreNotWritable, match=r"plans are stored.*ended with SIGSEGV"):
            store.replace([small_graph()])
    assert not (store.folder / snapshot.NEW).exists()
    assert store.query("MATCH (d:Document) RETURN count(d) AS n").rows == [(1,)]


def test_what_the_engine_says_is_said(store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch) -> None:
    stands_in(monkeypatch, """print('{"error": "the buffer pool is full"}')""")
    with pytest.raises(StoreNotWritable, match="could not be written: the buffer pool is full"):
        store.replace([small_graph()])


def test_an_engine_that_stands_still_is_ended(tmp_path: Path) -> None:
    """As one did that copied with two threads: it waits, and computes nothing."""
    waits = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from graph.stores.embedded import apart, snapshot\n"
        "import threading\n"
        "apart._STILL, apart._LOOK = 1.0, 0.1\n"
        "snapshot.build_here = lambda *_: threading.Event().wait(60)\n"
        "apart.main()\n"
    )
    with EmbeddedStore(tmp_path / "store") as store:
        record = store.folder / "record.sqlite"
    begun = time.monotonic()
    said = _with_open_pipe(waits, record, tmp_path)
    assert "stands still" in said
    assert time.monotonic() - begun < 40


def _with_open_pipe(program: str, record: Path, folder: Path) -> str:
    with subprocess.Popen(
        [sys.executable, "-c", program, str(ROOT), str(record), str(folder / "new"), str(folder / "parts")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        return child.stdout.read()


def test_it_ends_with_its_parent(tmp_path: Path) -> None:
    """A loader that is killed leaves nobody at work on its store."""
    with EmbeddedStore(tmp_path / "store") as store:
        record = store.folder / "record.sqlite"
    waits = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from graph.stores.embedded import apart, snapshot\n"
        "import os, threading\n"
        "snapshot.build_here = lambda *_: (print(os.getpid(), flush=True), threading.Event().wait(60))\n"
        "apart.main()\n"
    )
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import subprocess, sys\nchild = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE)\nchild.wait()\n",
            *[sys.executable, "-c", waits, str(ROOT), str(record), str(tmp_path / "new"), str(tmp_path / "parts")],
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    for _ in range(100):
        if not _runs(child):
            break
        time.sleep(0.1)
    assert not _runs(child)
    parent.stdout.close()


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{process}/stat").read_text().split(")")[-1].split()[0]


def test_texts_take_as_much_memory_as_they_need(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "_memory", lambda: 10 << 30)
    small = [("COPY `Document` FROM 'a'", 1 << 20), ("COPY `Task` FROM 'b'", 9 << 30)]
    assert snapshot._buffer(small) == 1 << 30
    assert snapshot._buffer([("COPY `Document` FROM 'a'", 400 << 20)] * 2) == 3200 << 20
    assert snapshot._buffer([("COPY `Document` FROM 'a'", 4 << 30)]) == 6 << 30
    monkeypatch.setattr(snapshot, "_memory", lambda: 0)
    assert snapshot._buffer([("COPY `Document` FROM 'a'", 4 << 30)]) == 1 << 30
