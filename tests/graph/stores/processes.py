"""Other processes that load and read a store while a test looks on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

LOADER = """
import sys
from graph.stores import open_store
from graph.stores.embedded import store as module
from tests.graphs import small_graph
module._TOGETHER = 150  # several transactions a turn
with open_store("ladybug:" + sys.argv[1]) as store:
    print("ready", flush=True)
    for turn in range(100_000):
        store.replace(small_graph(f"青府辦〔2024〕{n}號", f"第{n}號要點", tasks=5 + turn % 2) for n in range(12))
        print("turn", flush=True)
"""

MIGRATOR = """
import sys, time
from graph.stores import open_store
print("ready", flush=True)
with open_store("ladybug:" + sys.argv[1], create=False) as store:
    store.query("MATCH (t:Task) RETURN count(*) AS n")
    time.sleep(600)
"""

RESTORER = """
import sys
from graph.stores.restore import restore_store
print("ready", flush=True)
for turn in range(100_000):
    restore_store(sys.argv[2 + turn % 2], "ladybug:" + sys.argv[1], replace=True)
"""

HOLDER = """
import sys, time
from pathlib import Path
from graph.stores.embedded.lock import locked
with locked(Path(sys.argv[1]), "loading plans", 0.0):
    print("ready", flush=True)
    time.sleep(600)
"""


def start(script: str, *arguments: object) -> subprocess.Popen[bytes]:
    """Start a script in a process of its own and wait until it says that it is ready."""
    child = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", script, *map(str, arguments)], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"ready\n"
    return child


def stop(child: subprocess.Popen[bytes]) -> None:
    """Kill it, as a power cut would."""
    child.kill()
    child.wait()
    assert child.stdout is not None
    child.stdout.close()
