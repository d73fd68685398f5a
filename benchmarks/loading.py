"""End to end: files to a published store, with one reader and with two, and every plan held against the truth.

    python -m benchmarks.loading PLANS [READERS]    one run of any size, its figures a line each

Time runs from the first file to the published snapshot; writing the files and checking the truth are outside. Memory is
what all processes of the loader hold together (proportional set size, asked five times a second), the pages of files that
the system keeps for them not counted.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks.corpus import faults, make_plan, write_corpus
from graph.stores import open_store

ROOT = Path(__file__).resolve().parents[1]
COUNTS = {"small": (100, 1_000), "large": (1_000, 10_000)}
_TRUTHS = 500  # documents that are checked as one piece
_LOAD = """
import sys
from pathlib import Path
from graph.stores import open_store
from loaders.parallel import Options, read_files
files = sorted(Path(sys.argv[1]).rglob("*.txt"))
with open_store("ladybug:" + sys.argv[2]) as store:
    outcomes = read_files(files, Options(prepare=store.preparation), workers=int(sys.argv[3]))
    store.replace(o.ready for o in outcomes if o.ready is not None)
"""


def run(size: str) -> list[dict[str, Any]]:
    """Plans per second for 1 and 2 readers, memory, disk and truth; growth from the smaller to the larger corpus."""
    rows: list[dict[str, Any]] = []
    times: dict[tuple[int, int], float] = {}
    for count in COUNTS[size]:
        for readers in (1, 2):
            seconds, found = measure(count, readers)
            times[count, readers] = seconds
            rows += found
    small, large = COUNTS[size]
    rows.append(
        {
            "name": f"growth of time, {large / small:.0f} times the plans",
            "value": times[large, 2] / times[small, 2],
            "unit": "times",
        }
    )
    return rows


def measure(count: int, readers: int) -> tuple[float, list[dict[str, Any]]]:
    """Load so many plans once.

    Returns:
        The seconds that it took, and a row for each figure.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_corpus(folder / "plans", count)
        begun = time.perf_counter()
        loader = subprocess.Popen(
            [sys.executable, "-c", _LOAD, str(folder / "plans"), str(folder / "store"), str(readers)], cwd=ROOT
        )
        peak = 0
        while loader.poll() is None:
            peak = max(peak, held(loader.pid))
            time.sleep(0.2)
        seconds = time.perf_counter() - begun
        if loader.returncode:
            raise RuntimeError(f"the loader ended with {loader.returncode}")
        disk = sum(f.stat().st_size for f in (folder / "store").iterdir())
        wrong, tasks = check(folder / "store", count)
    about = f"{count:,} plans, {tasks:,} tasks, readers: {readers}"
    return seconds, [
        {"name": about, "value": count / seconds, "unit": "plans/s", "note": f"{seconds:.0f} s"},
        {"name": f"memory at most, {about}", "value": peak / 1024, "unit": "MiB"},
        {"name": f"on disk, {about}", "value": disk / count / 1024, "unit": "KiB/plan"},
        {"name": f"plans that depart from the truth, {about}", "value": wrong, "unit": "plans"},
    ]


def held(process: int) -> int:
    """KiB that a process and all below it hold, shared pages by their share; 0 where the system does not tell."""
    total, ahead = 0, [process]
    while ahead:
        one = Path("/proc") / str(ahead.pop())
        try:
            for line in (one / "smaps_rollup").read_text().splitlines():
                if line.startswith(("Pss_Anon:", "Pss_Shmem:")):
                    total += int(line.split()[1])
            for thread in (one / "task").iterdir():
                ahead += map(int, (thread / "children").read_text().split())
        except (OSError, ValueError):
            continue  # it ended while it was looked at
    return total


def check(store: Path, count: int) -> tuple[int, int]:
    """How many of the stored plans are not what the generator meant (or not there), and how many tasks are stored."""
    with open_store(f"ladybug:{store}") as opened:
        entries = [(entry.source or "", entry.id, entry.tasks) for entry in opened.documents()]
    ids = {int(Path(source).stem): key for source, key, _ in entries}
    pieces = [
        [(number, ids.get(number)) for number in range(begin, min(begin + _TRUTHS, count))]
        for begin in range(0, count, _TRUTHS)
    ]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        wrong = sum(pool.map(_wrong, [str(store)] * len(pieces), pieces))
    return wrong + max(0, len(entries) - count), sum(tasks for *_, tasks in entries)


def _wrong(store: str, piece: list[tuple[int, str | None]]) -> int:
    with open_store(f"ladybug:{store}") as opened:
        return sum(key is None or bool(faults(make_plan(number), opened.graph(key))) for number, key in piece)


def main(words: list[str]) -> int:
    """One run of the size that the command line names."""
    _, rows = measure(int(words[0]), int(words[1]) if len(words) > 1 else 2)
    for row in rows:
        print(f"{row['name']}: {row['value']:,.2f} {row['unit']} {row.get('note', '')}".rstrip())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
