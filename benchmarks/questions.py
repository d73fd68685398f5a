"""Every named question at growing sizes, and the explorer's primitives; median and 95th percentile.

    python -m benchmarks.questions PLANS    one size, its figures a line each, the slowest first

The stores hold synthetic plans. Beside the question that a plain table answers stands SQLite with the same rows. A figure
over its target (a primitive 10 ms; a question 100 ms in the median, 300 ms at the 95th percentile) says so.
"""

from __future__ import annotations

import math
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.corpus import write_corpus
from graph.errors import ZhizeError
from graph.stores import open_store
from graph.stores.base import Store
from loaders.parallel import Options, read_files
from queries.catalogue import ask_question, catalogue
from queries.question import Question

PLANS = {"small": (50, 170), "large": (170, 1_700, 17_000)}
"""Plans in a store; a plan has 60 tasks on average."""

QUESTION, PRIMITIVE = (100.0, 300.0), (10.0, 10.0)
"""Targets in ms: of the median, and of the 95th percentile."""

_ROUNDS, _LEAST = 20, 3
_LONGEST = 20.0  # seconds for one question


def run(size: str) -> list[dict[str, Any]]:
    """A row for each question and size, and for each primitive."""
    return [row for count in PLANS[size] for row in measure(count)]


def measure(count: int) -> list[dict[str, Any]]:
    """A row for each question and each primitive on a store of so many plans."""
    with tempfile.TemporaryDirectory() as name, open_store(f"ladybug:{name}/store") as store:
        files = write_corpus(Path(name) / "plans", count)
        outcomes = read_files(files, Options(prepare=store.preparation), workers=2)
        store.replace(o.ready for o in outcomes if o.ready is not None)
        tasks = sum(entry.tasks for entry in store.documents())
        rows = _primitives(store, tasks)
        for question in catalogue().values():
            given = _parameters(store, question)
            if given is not None:
                asked = _asker(store, question.name, given)
                rows.append(_timed(f"{question.name}, {tasks:,} tasks", asked, *QUESTION))
        return rows + _beside_sqlite(store, Path(name), tasks)


def _asker(store: Store, name: str, given: dict[str, Any]) -> Callable[[], object]:
    return lambda: ask_question(store, name, given)


def _timed(name: str, call: Callable[[], object], median: float, most: float) -> dict[str, Any]:
    """A row: the median of `_ROUNDS` calls, of fewer where they take too long; the first one, which warms up, apart.

    Args:
        name: what is measured.
        call: what is called.
        median, most: the targets in ms, of the median and of the 95th percentile.
    """
    times: list[float] = []
    begun = time.perf_counter()
    try:
        call()
        while len(times) < _ROUNDS and (len(times) < _LEAST or time.perf_counter() - begun < _LONGEST):
            at = time.perf_counter()
            call()
            times.append((time.perf_counter() - at) * 1000)
    except ZhizeError as error:
        return {"name": name, "value": 0.0, "unit": "ms", "note": f"{error.code}: {error.what}"}
    times.sort()
    middle, high = statistics.median(times), times[math.ceil(0.95 * len(times)) - 1]
    over = " over its target" if middle > median or high > most else ""
    return {"name": name, "value": middle, "unit": "ms", "note": f"p95 {high:.1f} ms of {len(times)}{over}"}


def _parameters(store: Store, question: Question) -> dict[str, Any] | None:
    """Values for what a question needs, taken from the middle of the store; None where it has none to give."""
    documents = store.documents()
    middle = documents[len(documents) // 2].id
    graph = store.graph(middle)
    found: dict[str, Any] = {}
    for p in question.parameters.values():
        if p.kind == "department" and (p.required or p.name == "department"):
            found[p.name] = graph.labelled("Department")[0].id
        elif p.kind == "document" and p.required:
            found[p.name] = middle if not found else documents[0].id
        elif p.kind == "task" and p.required:
            found[p.name] = graph.labelled("Task")[-1].id
        elif p.kind == "platform" and p.required:
            platforms = graph.labelled("Platform")
            if not platforms:
                return None
            found[p.name] = platforms[0].id
        elif p.kind in ("text", "words") and p.required:
            found[p.name] = "培訓"
        elif p.kind == "date" and p.required:
            found[p.name] = "2020-06-30"
        elif p.required:
            return None
    return found


def _primitives(store: Store, tasks: int) -> list[dict[str, Any]]:
    documents = store.documents()
    graph = store.graph(documents[len(documents) // 2].id)
    task, department = graph.labelled("Task")[-1].id, graph.labelled("Department")[0].id
    waiting = next((r.start for r in graph.of_type("USES")), task)
    return [
        _timed(f"node, {tasks:,} tasks", lambda: store.node(task), *PRIMITIVE),
        _timed(f"neighbours of a department, {tasks:,} tasks", lambda: store.neighbours(department), *PRIMITIVE),
        _timed(f"neighbours of a task that waits, {tasks:,} tasks", lambda: store.neighbours(waiting), *PRIMITIVE),
        _timed(f"search 應急演練, {tasks:,} tasks", lambda: store.search("應急演練", ("Task",)), *PRIMITIVE),
        _timed(f"search 公安, {tasks:,} tasks", lambda: store.search("公安", ("Department",)), *PRIMITIVE),
    ]


def _beside_sqlite(store: Store, folder: Path, tasks: int) -> list[dict[str, Any]]:
    """Who leads how much, as one table in SQLite: the least that any engine could do."""
    db = sqlite3.connect(folder / "beside.sqlite")
    db.execute("CREATE TABLE lead (department TEXT, task TEXT)")
    for entry in store.documents():
        graph = store.graph(entry.id)
        db.executemany("INSERT INTO lead VALUES (?, ?)", [(r.start, r.end) for r in graph.of_type("LEADS")])
    db.execute("CREATE INDEX lead_department ON lead (department)")
    db.commit()
    statement = "SELECT department, count(DISTINCT task) AS n FROM lead GROUP BY department ORDER BY n DESC LIMIT 100"
    plain = _timed(f"SQLite: leads by department, {tasks:,} tasks", lambda: db.execute(statement).fetchall(), *QUESTION)
    cypher = (
        "MATCH (d:Department)-[:LEADS]->(t:Task) WITH d.id AS department, count(DISTINCT t.id) AS n "
        "RETURN department, n ORDER BY n DESC, department LIMIT 100"
    )
    ours = _timed(f"Cypher: leads by department, {tasks:,} tasks", lambda: store.query(cypher), *QUESTION)
    db.close()
    ours["compared_to"] = f"SQLite {plain['value']:.1f} ms"
    ours["ratio"] = ours["value"] / plain["value"]
    return [ours]


def main(words: list[str]) -> int:
    """One size."""
    for row in sorted(measure(int(words[0])), key=lambda r: -r["value"]):
        beside = f"; beside it {row['compared_to']}" if "compared_to" in row else ""
        print(f"{row['name']}: {row['value']:.1f} ms, {row['note']}{beside}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
