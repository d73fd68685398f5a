"""End to end: files to a published store, with one reader and with two."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.corpus import write_corpus

ROOT = Path(__file__).resolve().parents[1]
COUNTS = {"small": (200, 600), "large": (2_000, 10_000)}
_LOAD = """
import sys
from pathlib import Path
from graph.stores import open_store
from loaders.parallel import read_files
files = sorted(Path(sys.argv[1]).rglob("*.txt"))
with open_store("ladybug:" + sys.argv[2]) as store:
    store.replace(o.graph for o in read_files(files, workers=int(sys.argv[3])) if o.graph is not None)
"""


def run(size: str) -> list[dict[str, Any]]:
    """Plans per second and peak memory for 1 and 2 readers; growth from the smaller to the larger corpus."""
    rows: list[dict[str, Any]] = []
    times: dict[tuple[int, int], float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for count in COUNTS[size]:
            plans = Path(folder) / f"plans-{count}"
            write_corpus(plans, count)
            for workers in (1, 2):
                store = Path(folder) / f"store-{count}-{workers}"
                begun = time.perf_counter()
                subprocess.run(
                    [sys.executable, "-c", _LOAD, str(plans), str(store), str(workers)], check=True, cwd=ROOT
                )
                times[count, workers] = took = time.perf_counter() - begun
                size_on_disk = sum(f.stat().st_size for f in store.rglob("*") if f.is_file())
                rows.append(
                    {
                        "name": f"load {count:,} plans, readers: {workers}",
                        "value": count / took,
                        "unit": "plans/s",
                        "note": f"{size_on_disk / count / 1024:.0f} KiB a plan on disk",
                    }
                )
    small, large = COUNTS[size]
    rows.append(
        {
            "name": f"growth of time, {large / small:.0f} times the plans",
            "value": times[large, 2] / times[small, 2],
            "unit": "times",
        }
    )
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    rows.append({"name": "peak memory of a loading process", "value": peak, "unit": "MiB"})
    return rows
