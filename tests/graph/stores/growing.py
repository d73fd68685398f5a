"""Thousands of questions in one process: what it holds of memory and open files does not grow."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

from graph.stores.base import Store

WORDS = ("市公安局", "平臺", "市", "數據", "粵", "一網")


def asks(store: Store, times: int, analyst_every: int = 50) -> Iterator[int]:
    """`times` questions of all kinds, no two of a person's statements alike; yields how many were asked."""
    ids = [node.id for node in store.graph().nodes]
    for number in range(times):
        match number % 4:
            case 0:
                store.query("MATCH (t:Task) WHERE t.number = $n RETURN t.id AS id", {"n": str(number % 50)})
            case 1:
                store.neighbours(ids[number % len(ids)], limit=20)
            case 2:
                store.search(WORDS[number % len(WORDS)] + str(number % 3 or ""), limit=10)
            case 3:
                store.nodes([ids[number % len(ids)]])
        if number % analyst_every == 0:
            store.analyst(f"MATCH (t:Task) WHERE t.position > {number} RETURN t.id AS id{number}")
        if number % 500 == 0:
            store.documents()
        yield number + 1


def held() -> tuple[float, int]:
    """What this process holds: MiB of memory, and open files."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20, len(os.listdir("/proc/self/fd"))


def growth(store: Store, warm: int, times: int) -> tuple[float, int]:
    """By how many MiB and open files `times` questions grow the process, after `warm` of them."""
    for _ in asks(store, warm):
        pass
    memory, files = held()
    for _ in asks(store, times):
        pass
    now, open_now = held()
    return now - memory, open_now - files
