"""Every named question at growing sizes, and the explorer's primitives; median and 95th percentile.

The stores hold synthetic plans. Beside the two questions that a plain table answers stands SQLite with the same rows.
"""

from __future__ import annotations

import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.corpus import plans
from graph.errors import ZhizeError
from graph.stores import open_store
from graph.stores.base import Store
from loaders.load import load_text
from queries.catalogue import ask_question, catalogue
from queries.question import Question

PLANS = {"small": (50, 170), "large": (170, 1_700, 17_000)}
"""Plans in a store; a plan has 60 tasks on average."""


def run(size: str) -> list[dict[str, Any]]:
    """A row for each question and size, and for each primitive."""
    rows: list[dict[str, Any]] = []
    for count in PLANS[size]:
        with tempfile.TemporaryDirectory() as folder, open_store(f"ladybug:{folder}") as store:
            store.replace(load_text(plan.text) for plan in plans(count))
            tasks = sum(entry.tasks for entry in store.documents())
            rows += _primitives(store, tasks)
            for question in catalogue().values():
                given = _parameters(store, question)
                if given is None:
                    continue
                rows.append(_timed(f"{question.name}, {tasks:,} tasks", _asker(store, question.name, given)))
            rows += _beside_sqlite(store, Path(folder), tasks)
    return rows


def _asker(store: Store, name: str, given: dict[str, Any]) -> Callable[[], object]:
    return lambda: ask_question(store, name, given)


def _timed(name: str, call: Callable[[], object], rounds: int = 12) -> dict[str, Any]:
    times = []
    try:
        call()
        for _ in range(rounds):
            begun = time.perf_counter()
            call()
            times.append((time.perf_counter() - begun) * 1000)
    except ZhizeError as error:
        return {"name": name, "value": 0.0, "unit": "ms", "note": f"{error.code}: {error.what}"}
    times.sort()
    return {"name": name, "value": statistics.median(times), "unit": "ms", "note": f"p95 {times[-1]:.0f} ms"}


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
    return [
        _timed(f"node, {tasks:,} tasks", lambda: store.node(task)),
        _timed(f"neighbours of a department, {tasks:,} tasks", lambda: store.neighbours(department)),
        _timed(f"search 應急演練, {tasks:,} tasks", lambda: store.search("應急演練", ("Task",))),
        _timed(f"search 局, {tasks:,} tasks", lambda: store.search("公安", ("Department",))),
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
    plain = _timed(f"SQLite: leads by department, {tasks:,} tasks", lambda: db.execute(statement).fetchall())
    cypher = (
        "MATCH (d:Department)-[:LEADS]->(t:Task) WITH d.id AS department, count(DISTINCT t.id) AS n "
        "RETURN department, n ORDER BY n DESC, department LIMIT 100"
    )
    ours = _timed(f"Cypher: leads by department, {tasks:,} tasks", lambda: store.query(cypher))
    db.close()
    ours["compared_to"] = f"SQLite {plain['value']:.1f} ms"
    ours["ratio"] = ours["value"] / plain["value"]
    return [ours]
