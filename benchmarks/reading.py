"""How long a plan takes to read, beside jieba.cut of the same text in the same run; and how long a cold start takes."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "samples/heyuan-2021-digest.txt"


def interleaved(rounds: int, **calls: Callable[[], object]) -> dict[str, float]:
    """Median seconds of each call, the calls taking turns so that a slow moment meets all of them."""
    times: dict[str, list[float]] = {name: [] for name in calls}
    for call in calls.values():
        call()
    for _ in range(rounds):
        for name, call in calls.items():
            begun = time.perf_counter()
            call()
            times[name].append(time.perf_counter() - begun)
    return {name: statistics.median(found) for name, found in times.items()}


def run(size: str) -> list[dict[str, Any]]:
    """Warm reading of the sample and of synthetic plans, and the cold `zhize extract`."""
    import jieba

    from benchmarks.corpus import plans
    from loaders.load import load_text

    jieba.setLogLevel(60)
    text = SAMPLE.read_text(encoding="utf-8")
    rounds = 60 if size == "small" else 300
    found = interleaved(rounds, read=lambda: load_text(text), jieba=lambda: list(jieba.cut(text)))
    texts = [plan.text for plan in plans(40 if size == "small" else 400)]
    for one in texts:
        load_text(one)
    begun = time.perf_counter()
    for one in texts:
        load_text(one)
    synthetic = (time.perf_counter() - begun) / len(texts)
    cold = interleaved(
        5,
        extract=lambda: subprocess.run(
            [sys.executable, "-m", "zhize", "extract", str(SAMPLE)], check=True, capture_output=True, cwd=ROOT
        ),
        bare=lambda: subprocess.run([sys.executable, "-c", "pass"], check=True),
    )
    ratio = found["read"] / found["jieba"]
    return [
        {
            "name": "read the sample, warm",
            "value": found["read"] * 1000,
            "unit": "ms/plan",
            "compared_to": f"jieba.cut {found['jieba'] * 1000:.1f} ms",
            "ratio": ratio,
        },
        {"name": "read a synthetic plan, warm", "value": synthetic * 1000, "unit": "ms/plan"},
        {
            "name": "zhize extract, cold",
            "value": cold["extract"] * 1000,
            "unit": "ms",
            "compared_to": f"bare Python {cold['bare'] * 1000:.0f} ms",
            "ratio": cold["extract"] / cold["bare"],
        },
    ]
