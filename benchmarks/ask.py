"""How long a question in words takes, warm: to understand it and to answer it."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from graph.stores import open_store
from loaders.load import load_file
from queries.ask import ask, understand

SAMPLE = Path(__file__).resolve().parents[1] / "samples/heyuan-2021-digest.txt"
QUESTIONS = (
    "市公安局牽頭哪些任務",
    "粵省事慢了會影響什麼",
    "各部門任務量",
    "哪些任務沒有時限",
    "12.1的出處",
    "明天會下雨嗎",
)


def run(size: str) -> list[dict[str, Any]]:
    """The median over some questions of what one takes to be understood, and to be answered."""
    rounds = 5 if size == "small" else 30
    with tempfile.TemporaryDirectory() as folder, open_store(f"ladybug:{folder}") as store:
        store.replace([load_file(SAMPLE)])
        rows = []
        for name, call in (("understood", understand), ("answered", ask)):
            times = []
            for text in QUESTIONS:
                call(store, text)
                for _ in range(rounds):
                    begun = time.perf_counter()
                    call(store, text)
                    times.append((time.perf_counter() - begun) * 1000)
            slowest = f"slowest {max(times):.0f} ms"
            rows.append({"name": f"a question {name}", "value": median(times), "unit": "ms", "note": slowest})
    return rows
