"""How long a plan takes to read, beside jieba.cut of the same text in the same run; and how long a cold start takes."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "samples/heyuan-2021-digest.txt"


def interleaved(
    rounds: int, clock: Callable[[], float] = time.perf_counter, **calls: Callable[[], object]
) -> dict[str, float]:
    """Median seconds of each call, the calls taking turns so that a slow moment meets all of them."""
    times: dict[str, list[float]] = {name: [] for name in calls}
    for call in calls.values():
        call()
    for _ in range(rounds):
        for name, call in calls.items():
            begun = clock()
            call()
            times[name].append(clock() - begun)
    return {name: statistics.median(found) for name, found in times.items()}


def _cut(text: str) -> list[str]:
    import jieba

    return list(jieba.cut(text))


def run(size: str) -> list[dict[str, Any]]:
    """Warm reading of the sample and of synthetic plans, and the cold `zhize extract`."""
    import jieba

    from benchmarks.corpus import plans
    from loaders.load import load_text

    jieba.setLogLevel(60)
    text = SAMPLE.read_text(encoding="utf-8")
    rounds = 60 if size == "small" else 300
    # what one core computes, whatever else the machine does meanwhile
    found = interleaved(rounds, time.process_time, read=lambda: load_text(text), jieba=lambda: _cut(text))
    texts = [plan.text for plan in plans(80 if size == "small" else 800)]
    half = len(texts) // 2
    for one in texts[:half]:
        load_text(one)
    # plans that were not read before: the words are warm, the text is new
    new = {"read": 0.0, "jieba": 0.0}
    for one in texts[half:]:
        for name, call in (("read", load_text), ("jieba", _cut)):
            begun = time.process_time()
            call(one)
            new[name] += (time.process_time() - begun) / (len(texts) - half)
    with tempfile.TemporaryDirectory() as folder:
        # the project's bytecode is there, as in any installation: the first call, which is not measured, writes it
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = folder
        cold = interleaved(
            5,
            extract=lambda: subprocess.run(
                [sys.executable, "-m", "zhize", "extract", str(SAMPLE)],
                check=True,
                capture_output=True,
                cwd=ROOT,
                env=environment,
            ),
            bare=lambda: subprocess.run([sys.executable, "-c", "pass"], check=True, env=environment),
        )
    return [
        {
            "name": "read the sample, warm",
            "value": found["read"] * 1000,
            "unit": "ms/plan",
            "compared_to": f"jieba.cut {found['jieba'] * 1000:.1f} ms",
            "ratio": found["read"] / found["jieba"],
        },
        {
            "name": "read a synthetic plan for the first time",
            "value": new["read"] * 1000,
            "unit": "ms/plan",
            "compared_to": f"jieba.cut {new['jieba'] * 1000:.1f} ms",
            "ratio": new["read"] / new["jieba"],
        },
        {
            "name": "zhize extract, cold",
            "value": cold["extract"] * 1000,
            "unit": "ms",
            "compared_to": f"bare Python {cold['bare'] * 1000:.0f} ms",
            "ratio": cold["extract"] / cold["bare"],
        },
    ]
