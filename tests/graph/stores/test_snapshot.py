"""The Cypher snapshot: published once, made again where it fails, and never in the way."""

from __future__ import annotations

import hashlib
import logging
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.stores import ddl, open_store
from graph.stores.embedded import columns, snapshot
from graph.stores.embedded.lock import locked
from graph.stores.embedded.store import EmbeddedStore
from tests.graph.stores.processes import HOLDER, start, stop
from tests.graphs import small_graph, two_plans

COUNT = "MATCH (t:Task) RETURN count(*) AS n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    with EmbeddedStore(tmp_path / "store") as found:
        found.replace([small_graph()])
        yield found


def file(store: EmbeddedStore) -> Path:
    return store.folder / snapshot.FILE


def counted(store: EmbeddedStore) -> int:
    return int(store.query(COUNT).rows[0][0])


def flip(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda data: None, "is missing"),
        (lambda data: b"", "is damaged"),
        (lambda data: data[: len(data) // 2], "is damaged"),
        (lambda data: b"x" * len(data), "is damaged"),
        (flip, "is damaged"),
    ],
    ids=["missing", "empty", "cut", "garbage", "one bit"],
)
@pytest.mark.parametrize("opened", [True, False])
def test_lost_or_damaged_it_is_made_again(
    store: EmbeddedStore, caplog: pytest.LogCaptureFixture, harm: object, told: str, opened: bool
) -> None:
    if opened:
        assert counted(store) == 6
    data = harm(file(store).read_bytes())  # type: ignore[operator]
    if data is None:
        file(store).unlink()
    else:
        other = file(store).with_name("other")
        other.write_bytes(data)
        other.replace(file(store))
    assert counted(store) == 6
    assert len(caplog.records) == 1
    assert told in caplog.text
    assert store.verify() == []
    assert sorted(path.name for path in store.folder.iterdir() if "-" not in path.name) == [
        snapshot.FILE,
        "record.sqlite",
        "store.lock",
    ]
    assert counted(store) == 6
    assert len(caplog.records) == 1


def test_older_than_the_record_it_is_made_again(store: EmbeddedStore, caplog: pytest.LogCaptureFixture) -> None:
    old = file(store).read_bytes()
    store.replace([small_graph(tasks=9)])
    file(store).unlink()
    file(store).write_bytes(old)
    with EmbeddedStore(store.folder) as other:
        assert counted(other) == 11
    assert "making it again" in caplog.text


def test_with_another_ontology_it_is_made_again(
    store: EmbeddedStore, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new version of the program may have labels and properties that the old snapshot has no tables for."""
    assert counted(store) == 6
    statements = list(ddl.statements())
    more = [*statements, "CREATE NODE TABLE `Office` (`id` STRING PRIMARY KEY)"]
    monkeypatch.setattr(ddl, "statements", lambda: iter(more))
    assert ddl.ladybug_schema().count("Office") == 1
    assert counted(store) == 6
    assert "making it again" in caplog.text
    assert store.query("MATCH (o:Office) RETURN count(*) AS n").rows == [(0,)]


def test_of_another_store_it_is_made_again(store: EmbeddedStore, tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path / "other") as other:
        other.replace(two_plans())
        data = file(other).read_bytes()
    file(store).unlink()
    file(store).write_bytes(data)
    assert counted(store) == 6


def test_many_documents_are_published_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    publish = snapshot.publish
    monkeypatch.setattr(snapshot, "publish", lambda *given: calls.append(1) or publish(*given))
    plans = [small_graph(f"青府辦〔2024〕{n}號", f"第{n}號要點") for n in range(40)]
    with EmbeddedStore(tmp_path / "store") as store:
        store.replace(plans)
        assert len(calls) == 1
        store.replace(plans)
        assert len(calls) == 1
        assert counted(store) == 40 * 6


def test_large_tables_are_copied_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store of a million tasks filled the engine's memory, and the engine died of it."""
    for limit in ("_HELD", "_FILE", "_APART", "_TOGETHER"):
        monkeypatch.setattr(snapshot, limit, 1)
    monkeypatch.setattr(columns, "_ROWS", 1_000)
    plans = [small_graph(f"青府辦〔2024〕{n}號", f"第{n}號工作要點", tasks=30 + n) for n in range(20)]
    with EmbeddedStore(tmp_path / "store") as store:
        store.replace(plans)
        with store._record.writing() as db:
            (tmp_path / "parts").mkdir()
            copies = snapshot.write_parts(db, tmp_path / "parts")
        assert len(copies) > len({statement.partition("-")[0] for statement, _ in copies}) + 5
        assert all(path.stat().st_size for path in (tmp_path / "parts").iterdir())
        assert store.query("MATCH (t:Task) RETURN count(t) AS n").rows == [
            (sum(len(p.labelled("Task")) for p in plans),)
        ]
        assert store.verify() == []


def test_few_rows_of_long_text_are_no_small_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "_APART", 1)
    with EmbeddedStore(tmp_path / "store") as store:
        store.replace([small_graph()])
        assert store.verify() == []


def test_the_same_plans_make_the_same_rows_in_any_order(tmp_path: Path) -> None:
    plans = two_plans()
    rows = []
    for name, order in (("a", plans), ("b", plans[::-1])):
        with EmbeddedStore(tmp_path / name) as store:
            store.replace(order)
            found = store.query("MATCH (a)-[r]->(b) RETURN a.id AS a, b.id AS b, r.evidence AS e").rows
            rows.append(sorted(found, key=repr))
    assert rows[0] == rows[1]


def test_a_new_store_says_nothing_of_its_first_snapshot(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with EmbeddedStore(tmp_path / "store") as store:
        assert counted(store) == 0
    assert caplog.text == ""


def test_the_old_one_is_served_while_a_loader_works(store: EmbeddedStore) -> None:
    """Between the record's commit and the new snapshot a reader gets the old answer, and at once."""
    assert counted(store) == 6
    with EmbeddedStore(store.folder) as loader, locked(store.folder, "loading plans", 0.0):
        from graph.stores.embedded.write import prepare, write_group

        with loader._record.writing() as db:
            write_group(db, [prepare(small_graph(tasks=9))])
            assert counted(store) == 6
            assert len(store.graph(small_graph().document.id).labelled("Task")) == 11
            snapshot.publish(store.folder, db)
    assert counted(store) == 11


def test_where_none_is_left_a_reader_does_not_wait_for_a_loader(store: EmbeddedStore) -> None:
    holder = start(HOLDER, store.folder)
    try:
        with EmbeddedStore(store.folder) as reader:
            file(store).unlink()
            assert counted(reader) == 6
            assert not file(store).exists()
            temporary = reader._view.engine().path.parent
            assert temporary.is_dir()
            assert counted(reader) == 6
            assert reader._view.engine().path.parent == temporary
    finally:
        stop(holder)
    assert not temporary.exists()
    assert counted(store) == 6
    assert file(store).exists()


def test_what_a_dead_loader_left_is_swept(store: EmbeddedStore) -> None:
    for name in (snapshot.NEW, snapshot.NEW + ".wal"):
        (store.folder / name).write_bytes(b"x")
    (store.folder / snapshot.PARTS).mkdir()
    (store.folder / snapshot.PARTS / "Task.parquet").write_bytes(b"x")
    store.replace([small_graph(tasks=9)])
    assert counted(store) == 11
    assert not [path for path in store.folder.iterdir() if path.name in (snapshot.NEW, snapshot.PARTS)]


def test_readers_change_no_file(store: EmbeddedStore) -> None:
    def contents() -> dict[str, tuple[str, int]]:
        found = sorted(path for path in store.folder.iterdir() if not path.name.endswith("-shm"))
        return {
            path.name: (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
            for path in found
            if path.stat().st_size
        }

    store.close()
    before = contents()
    with open_store(f"ladybug:{store.folder}", create=False) as reader:
        reader.documents()
        reader.graph()
        reader.search("市公安局")
        reader.neighbours(reader.search("市公安局", ["Department"])[0].id)
        assert reader.query(COUNT).rows == [(6,)]
        assert reader.analyst(COUNT).rows == [(6,)]
        assert reader.verify() == []
    assert contents() == before


def test_many_threads_ask_while_plans_come_in(store: EmbeddedStore, caplog: pytest.LogCaptureFixture) -> None:
    failures: list[BaseException] = []
    done = threading.Event()

    def ask() -> None:
        try:
            while not done.is_set():
                assert counted(store) in (6, 7)
                assert len(store.graph(small_graph().document.id).labelled("Task")) in (6, 7)
                assert store.search("市公安局")
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for turn in range(6):
        store.replace([small_graph(tasks=5 - turn % 2)])
    done.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert caplog.text == ""


def test_one_database_a_process(store: EmbeddedStore) -> None:
    with EmbeddedStore(store.folder) as other:
        assert counted(store) == counted(other)
        assert store._view.engine() is other._view.engine()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_forked_child_opens_its_own(store: EmbeddedStore) -> None:
    assert counted(store) == 6
    store.documents()
    child = os.fork()
    if not child:
        os._exit(0 if counted(store) == 6 and len(store.documents()) == 1 else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert counted(store) == 6


def test_a_full_buffer_is_freed_for_the_next_statement(store: EmbeddedStore) -> None:
    """A prepared statement keeps its memory: dozens of them must not be in each other's way."""
    for number in range(60):
        text = (
            f"MATCH (t:Task)-[r:USES]->(f:Platform) WHERE '' IN $p WITH t, r, f OPTIONAL MATCH (d:Department)-[:LEADS]->(t) "
            f"WITH t, r, f, collect(DISTINCT d.name) AS leads RETURN leads, {number} AS n UNION ALL "
            f"MATCH (t:Task)-[r:DELIVERS]->(f:Platform) WITH t, collect(DISTINCT f.name) AS leads RETURN leads, {number} AS n"
        )
        assert store.query(text, {"p": [""]}).rows


def test_a_failing_engine_is_not_silent(store: EmbeddedStore, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    file(store).unlink()
    assert counted(store) == 6
    assert str(store.folder) in caplog.text


def test_keys_are_indexed_by_one_thread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of the engine's threads waited for each other for ever over a table of 220,000 keys, in each of seven runs."""
    import ladybug

    threads, seen = [0], []
    execute, setting = ladybug.Connection.execute, ladybug.Connection.set_max_threads_for_exec
    monkeypatch.setattr(
        ladybug.Connection, "set_max_threads_for_exec", lambda self, n: threads.append(n) or setting(self, n)
    )
    monkeypatch.setattr(
        ladybug.Connection,
        "execute",
        lambda self, text, *given: seen.append((text, threads[-1])) or execute(self, text, *given),
    )
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    with EmbeddedStore(tmp_path / "store") as store:
        store.replace([small_graph()])
    copies = {text.split("`")[1]: count for text, count in seen if text.startswith("COPY")}
    assert {copies[label] for label in ("Document", "Section", "Task", "Department")} == {1}
    assert {copies[kind] for kind in ("HAS_TASK", "LEADS")} == {3}
