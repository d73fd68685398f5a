"""Loaders that are killed, and readers that go on meanwhile: only whole documents, and a store that opens."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from graph.stores import open_store
from graph.stores.digest import graph_digest
from graph.stores.embedded.record import FILE as RECORD
from graph.stores.embedded.snapshot import FILE, NEW, PARTS
from graph.stores.restore import restore_store
from tests.graph.stores.processes import LOADER, MIGRATOR, RESTORER, ROOT, start, stop
from tests.graph.stores.test_earlier import check as check_earlier
from tests.graph.stores.test_earlier import unpacked
from tests.graphs import small_graph

WHOLES = {
    (graph.document.id, graph_digest(graph)): len(graph.nodes)
    for number in range(12)
    for tasks in (5, 6)
    for graph in [small_graph(f"青府辦〔2024〕{number}號", f"第{number}號要點", tasks=tasks)]
}

READER = """
import sys, time
from graph.stores import open_store
from graph.stores.digest import graph_digest
from tests.graph.stores.test_kill import WHOLES
sizes = {}
for (document, _), nodes in WHOLES.items():
    sizes.setdefault(document, set()).add(nodes)
counted = ("MATCH (d:Document) MATCH (n) WHERE left(n.id, size(d.id) + 1) IN [d.id + '#', d.id + '§'] "
           "RETURN d.id AS id, count(DISTINCT n.id) AS n")
with open_store("ladybug:" + sys.argv[1], create=False) as store:
    print("ready", flush=True)
    rounds = 0
    while True:
        rounds += 1
        for entry in store.documents():
            assert (entry.id, graph_digest(store.graph(entry.id))) in WHOLES, entry.id
        rows = store.query(counted).rows
        assert len(rows) in (0, 12), rows
        # a document of 5 or 6 leaf tasks has two chapters, a parent and two subtasks: 9 or 10 and a target's task
        for document, found in rows:
            assert document in sizes and found in (9, 10, 11), (document, found)
        task = store.query("MATCH (t:Task {number: '5'})<-[r:LEADS]-(d:Department) RETURN t.id AS id, d.name AS name").rows
        assert len(task) in (0, 12), task
        if not (rounds % 5) and store.analyst("MATCH (t:Task {number: '1'}) RETURN t.id AS id").rows:
            assert len(store.search("建好數據底座", ["Task"])) == 12
        print(rounds, flush=True)
"""


def check(folder: Path) -> int:
    """Hold a store against what was loaded; how many documents it has."""
    with open_store(f"ladybug:{folder}") as store:
        entries = store.documents()
        for entry in entries:
            assert (entry.id, graph_digest(store.graph(entry.id))) in WHOLES
        assert sorted(store.query("MATCH (d:Document) RETURN d.id AS id").rows) == sorted((e.id,) for e in entries)
        assert store.verify() == []
    left = [path.name for path in folder.iterdir()]
    assert not [name for name in left if name.startswith(NEW) or name == PARTS or name == FILE + ".wal"]
    return len(entries)


def kill_often(folder: Path, times: int, seed: int) -> None:
    """Kill a loader at random moments of its work, and look at the store after each."""
    chance = random.Random(seed)
    for _ in range(times):
        child = start(LOADER, folder)
        time.sleep(chance.uniform(0.0, 1.2))
        assert child.poll() is None
        stop(child)
        assert check(folder) <= 12


def test_killed_while_loading(tmp_path: Path) -> None:
    kill_often(tmp_path / "store", 8, 1)


@pytest.mark.soak
def test_killed_hundred_and_forty_times(tmp_path: Path) -> None:
    for number in range(7):
        kill_often(tmp_path / f"store{number}", 20, 100 + number)


def kill_while_migrating(folder: Path, times: int, seed: int) -> None:
    """Kill whoever brings a record of version 1 up to date and publishes its snapshot, at random moments."""
    chance = random.Random(seed)
    for number in range(times):
        path = unpacked("record-1.sqlite.gz", folder / f"store{number}" / RECORD)
        child = start(MIGRATOR, path.parent)
        time.sleep(chance.uniform(0.0, 0.3))
        stop(child)
        check_earlier(f"ladybug:{path.parent}")


def test_killed_while_migrating(tmp_path: Path) -> None:
    kill_while_migrating(tmp_path, 3, 2)


@pytest.mark.soak
def test_killed_thirty_times_while_migrating(tmp_path: Path) -> None:
    kill_while_migrating(tmp_path, 30, 200)


def kill_while_restoring(folder: Path, times: int, seed: int) -> None:
    """Kill whoever brings one backup and then another back over a store: it holds all of the one or all of the other."""
    chance = random.Random(seed)
    for tasks in (5, 6):
        with open_store(f"ladybug:{folder / f'source{tasks}'}") as store:
            store.replace(small_graph(f"青府辦〔2024〕{n}號", f"第{n}號要點", tasks=tasks) for n in range(12))
            store.backup(str(folder / f"saved{tasks}"))
    restore_store(folder / "saved5", f"ladybug:{folder / 'store'}")
    for _ in range(times):
        child = start(RESTORER, folder / "store", folder / "saved5", folder / "saved6")
        time.sleep(chance.uniform(0.0, 0.8))
        assert child.poll() is None
        stop(child)
        assert check(folder / "store") == 12
        with open_store(f"ladybug:{folder / 'store'}") as store:
            assert len({entry.tasks for entry in store.documents()}) == 1, "some of one backup, some of the other"
            assert store.log("")[-1].action == "restored"


def test_killed_while_restoring(tmp_path: Path) -> None:
    kill_while_restoring(tmp_path, 3, 3)


@pytest.mark.soak
def test_killed_thirty_times_while_restoring(tmp_path: Path) -> None:
    kill_while_restoring(tmp_path, 30, 300)


def read_during(folder: Path, turns: int) -> None:
    """Let a reader ask all the time while twelve documents are replaced `turns` times."""
    from graph.stores.embedded.store import EmbeddedStore

    with EmbeddedStore(folder) as store:
        store.replace(small_graph(f"青府辦〔2024〕{n}號", f"第{n}號要點", tasks=5) for n in range(12))
    reader = start(READER, folder)
    loader = start(LOADER, folder)
    try:
        assert loader.stdout is not None
        for _ in range(turns):
            assert loader.stdout.readline() == b"turn\n"
            assert reader.poll() is None, "the reader met an error"
    finally:
        stop(loader)
        reader.kill()
        rest = reader.stdout.read() if reader.stdout else b""
        stop(reader)
    assert int(rest.split()[-1]) >= turns // 2
    check(folder)


def test_a_reader_during_replacements(tmp_path: Path) -> None:
    read_during(tmp_path / "store", 12)


@pytest.mark.soak
def test_a_reader_during_two_hundred_replacements(tmp_path: Path) -> None:
    read_during(tmp_path / "store", 200)


FULL = """
import resource, signal, sys
from graph.errors import StoreNotWritable
from graph.stores import open_store
from tests.graphs import small_graph
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with open_store("ladybug:" + sys.argv[1]) as store:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
    try:
        store.replace([small_graph(tasks=int(sys.argv[3]))])
    except StoreNotWritable as error:
        print(error)
    else:
        print("written")
"""


@pytest.mark.parametrize(("limit", "tasks", "told"), [(65_536, 900, "nothing was changed"), (1 << 20, 9, "are stored")])
def test_a_full_disk_is_one_line_and_nothing_is_lost(tmp_path: Path, limit: int, tasks: int, told: str) -> None:
    """A limit on the size of files stands in for a full disk: first for the record, then for the snapshot only."""
    pytest.importorskip("resource")
    folder = tmp_path / "store"
    old = small_graph()
    with open_store(f"ladybug:{folder}") as store:
        store.replace([old])
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(folder), str(limit), str(tasks)], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert told in done.stdout
    assert len(done.stdout.splitlines()) == 1
    expected = old if tasks == 900 else small_graph(tasks=tasks)
    with open_store(f"ladybug:{folder}") as store:
        assert store.graph(old.document.id) == expected
        assert store.query("MATCH (t:Task) RETURN count(*) AS n").rows == [(len(expected.labelled("Task")),)]
        assert store.verify() == []


READ_ONLY = """
import os, sys
import ladybug, logging, pyarrow.parquet
from graph.errors import StoreNotWritable
from graph.stores import open_store
import graph.stores.embedded.columns, graph.stores.embedded.store  # what cannot be read after giving up rights
from tests.graphs import small_graph
small_graph()
if os.getuid() == 0:
    os.setgid(65534); os.setuid(65534)
with open_store("ladybug:" + sys.argv[1], create=False) as store:
    print(len(store.documents()), store.query("MATCH (t:Task) RETURN count(*) AS n").rows[0][0])
    try:
        store.replace([small_graph(tasks=9)])
    except StoreNotWritable as error:
        print(error)
"""


@pytest.mark.parametrize("snapshot", ["whole", "missing"])
def test_a_folder_that_nobody_may_write_can_be_read(tmp_path: Path, snapshot: str) -> None:
    folder = Path(tmp_path / "store")
    with open_store(f"ladybug:{folder}") as store:
        store.replace([small_graph()])
    if snapshot == "missing":
        (folder / FILE).unlink()
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)
    for parent in (tmp_path, *tmp_path.parents):
        if parent.stat().st_uid != os.getuid() or parent == Path(tempfile.gettempdir()):
            break
        parent.chmod(0o755)
    try:
        done = subprocess.run(
            [sys.executable, "-c", READ_ONLY, str(folder)], cwd=ROOT, capture_output=True, text=True, timeout=120
        )
    finally:
        folder.chmod(0o755)
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.splitlines()
    assert first == "1 6"
    assert second.startswith("the store cannot be locked")
    assert ("is missing" in done.stderr) == (snapshot == "missing")
