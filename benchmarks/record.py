"""The embedded store: documents into the record, the snapshot made from it, one document replaced, nodes found.

Beside each stands what the engine itself does with the same rows: a bare `executemany` into a table without keys, a bare
COPY of the same files. Rows are nodes and relationships as the documents hold them.
"""

from __future__ import annotations

import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from graph.model import Graph
from graph.stores import ddl
from graph.stores.embedded import snapshot, write
from graph.stores.embedded.lock import locked
from graph.stores.embedded.store import EmbeddedStore
from tests.graphs import small_graph

DOCUMENTS = {"small": 400, "large": 15_000}
TASKS = 40
_ROUNDS = 20


def run(size: str = "small") -> list[dict[str, Any]]:
    """A row for each thing that is measured."""
    count = DOCUMENTS[size]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (
            EmbeddedStore(folder / "store") as store,
            locked(store.folder, "measuring", 0.0),
            store._record.writing() as db,
        ):
            found, total = _store(db, count)
            rows = [*found, _bare_rows(folder, count, total)]
            rows += _publish(store.folder, db, folder, total)
            rows.append(_replace_one(db, count))
        with EmbeddedStore(folder / "store") as store:
            rows += _whole(store, count)
            rows += _reads(store, total)
    return _beside(rows)


def _plan(number: int, tasks: int = 0) -> Graph:
    return small_graph(f"青府辦〔2024〕{number}號", f"青嶺市第{number}號工作要點", tasks=tasks or TASKS)


class _Source:
    """Plans one after the other; `spent` is what making them took, so that it can be left out."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.spent = 0.0
        self.rows = 0

    def __iter__(self) -> Iterator[Graph]:
        for number in range(self.count):
            begun = time.perf_counter()
            graph = _plan(number)
            self.spent += time.perf_counter() - begun
            self.rows += len(graph.nodes) + len(graph.relationships)
            yield graph


def _store(db: sqlite3.Connection, count: int) -> tuple[list[dict[str, Any]], int]:
    source, checking = _Source(count), 0.0

    def prepared() -> Iterator[write.Prepared]:
        nonlocal checking
        for graph in source:
            before = time.perf_counter()
            one = write.prepare(graph)
            checking += time.perf_counter() - before
            yield one

    begun = time.perf_counter()
    for group in write.groups(prepared(), 5_000):
        write.write_group(db, group)
    storing = time.perf_counter() - begun - source.spent - checking
    return [
        _row(f"{count:,} documents checked and turned into rows (readers do it)", source.rows / checking, "rows/s"),
        _row(f"{count:,} documents stored (the writer does it)", source.rows / storing, "rows/s", "bare executemany"),
    ], source.rows


def _bare_rows(folder: Path, count: int, total: int) -> dict[str, Any]:
    """The same rows, already packed, into two tables without keys, in one transaction a document."""
    begun = spent = 0.0
    with closing(sqlite3.connect(folder / "bare.sqlite", isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("CREATE TABLE node (position, id, label, properties)")
        db.execute("CREATE TABLE link (position, type, first, last, properties)")
        begun = time.perf_counter()
        for number in range(count):
            before = time.perf_counter()
            one = write.prepare(_plan(number))
            nodes = [(i, key, label, packed) for i, key, label, _, packed, _ in one.own] + one.shared
            spent += time.perf_counter() - before
            db.execute("BEGIN")
            db.executemany("INSERT INTO node VALUES (?, ?, ?, ?)", nodes)
            db.executemany("INSERT INTO link VALUES (?, ?, ?, ?, ?)", one.links)
            db.execute("COMMIT")
        seconds = time.perf_counter() - begun - spent
    return _row("bare executemany", total / seconds, "rows/s")


def _publish(folder: Path, db: sqlite3.Connection, place: Path, total: int) -> list[dict[str, Any]]:
    begun, used = time.perf_counter(), _processor()
    snapshot.publish(folder, db)
    seconds, used = time.perf_counter() - begun, _processor() - used
    size = (folder / snapshot.FILE).stat().st_size
    bare, copied, copy_used = _bare_copy(db, place, total)
    note = (
        f"{seconds:.1f} s, {size >> 20} MiB; {seconds / copied:.2f} times as long as COPY, "
        f"{used / copy_used:.2f} times its processor time"
    )
    return [_row("snapshot made and published", total / seconds, "rows/s", "bare COPY", note), bare]


def _processor() -> float:
    """Processor seconds of this process and of those that it started and that have ended."""
    return sum(os.times()[:4])


def _bare_copy(db: sqlite3.Connection, place: Path, total: int) -> tuple[dict[str, Any], float, float]:
    """The engine's own COPY of the same files, and the checkpoint that brings them to disk; seconds, processor seconds."""
    import ladybug

    parts = place / "parts"
    parts.mkdir()
    statements = snapshot.write_parts(db, parts)
    database = ladybug.Database(str(place / "bare.lbug"), buffer_pool_size=1 << 30)
    with ladybug.Connection(database) as connection:
        for statement in ddl.statements():
            connection.execute(statement)
        begun, used = time.perf_counter(), time.process_time()
        connection.set_max_threads_for_exec(1)  # for the keys of nodes, as the snapshot does
        for statement, _ in statements:
            if statement.endswith(snapshot.LINKS_END):
                connection.set_max_threads_for_exec(os.cpu_count() or 1)
            connection.execute(statement)
        connection.execute("CHECKPOINT")
        seconds, used = time.perf_counter() - begun, time.process_time() - used
    database.close()
    return _row("bare COPY", total / seconds, "rows/s"), seconds, used


def _replace_one(db: sqlite3.Connection, count: int) -> dict[str, Any]:
    times = []
    for turn in range(_ROUNDS):
        one = write.prepare(_plan(turn * max(1, count // _ROUNDS) % count, TASKS - 1 - turn % 2))
        begun = time.perf_counter()
        [change] = write.write_group(db, [one])
        times.append((time.perf_counter() - begun) * 1000)
        assert change.action == "replaced"
    name = f"one document of {count:,} replaced in the record"
    return _row(name, statistics.median(times), "ms", note=f"largest {max(times):.0f} ms; should be below 100")


def _whole(store: EmbeddedStore, count: int) -> list[dict[str, Any]]:
    begun = time.perf_counter()
    store.replace([_plan(count // 2, TASKS + 3)])
    seconds = time.perf_counter() - begun
    source = [_plan(number) for number in range(1, min(count, 200), 2)]
    unchanged = _median(lambda: store.replace(source[:50]), 3) / 50
    return [
        _row("one document replaced, snapshot included", seconds * 1000, "ms"),
        _row("one document found unchanged", unchanged, "ms"),
    ]


def _reads(store: EmbeddedStore, total: int) -> list[dict[str, Any]]:
    task = store.search("建好數據底座", ["Task"], limit=1)[0].id
    hub = store.search("市司法局", ["Department"])[0].id
    calls: list[tuple[str, Callable[[], object]]] = [
        ("a node by its id", lambda: store.node(task)),
        ("a hub's neighbours, 50 of a type", lambda: store.neighbours(hub, limit=50)),
        ("a rare name", lambda: store.search("第33號工作要點", limit=20)),
        ("a name of two characters", lambda: store.search("司法", limit=20)),
        ("a document as a graph", lambda: store.graph(task.partition("#")[0])),
    ]
    return [_row(f"{name}, {total:,} rows", _median(call, _ROUNDS), "ms") for name, call in calls]


def _median(call: Callable[[], object], rounds: int) -> float:
    """Milliseconds."""
    call()
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        call()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def _row(name: str, value: float, unit: str, compared_to: str = "", note: str = "") -> dict[str, Any]:
    row: dict[str, Any] = {"name": name, "value": round(value, 3), "unit": unit}
    if compared_to:
        row["compared_to"] = compared_to
    if note:
        row["note"] = note
    return row


def _beside(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    values = {row["name"]: row["value"] for row in rows}
    for row in rows:
        if "compared_to" in row:
            row["ratio"] = round(row["value"] / values[row["compared_to"]], 3)
    return rows


if __name__ == "__main__":
    import json
    import sys

    for line in run(*sys.argv[1:]):
        print(json.dumps(line, ensure_ascii=False))
