"""A large snapshot is made in a process of its own.

Short of memory the engine refuses or ends its process; with several threads at one table's keys it has been seen to
stand still for ever. None of that may take a loader with it, or hold the lock of its store: the process that makes
the snapshot is watched, and what becomes of it is one line. Its memory is given back whole when it ends.

    python -c "…" ROOT RECORD TARGET PARTS        one line of JSON: {"state": …} or {"error": …}
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

_BOOT = "import sys; sys.path.insert(0, sys.argv[1]); from graph.stores.embedded.apart import main; main()"
_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
_ROOT = str(Path(__file__).resolve().parents[3])
_STILL = 120.0  # seconds without work after which the engine is taken for one that waits for itself
_LITTLE = 0.2  # processor seconds in that time that are no work
_LOOK = 2.0  # seconds between two looks


def build_apart(record: Path, target: Path, parts: Path) -> str:
    """Make a snapshot of a record in another process.

    Args:
        record: the record's file.
        target: the file to make.
        parts: a folder for what lies between; it is made and removed.

    Returns:
        The mark of what the snapshot shows.

    Raises:
        RuntimeError: it could not be made, or the process ended or stood still.
    """
    child = subprocess.Popen(
        [sys.executable, "-c", _BOOT, _ROOT, str(record), str(target), str(parts)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ} | {"PYTHONUTF8": "1"},
    )
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        said = child.stdout.read()  # its end of the pipe closes when it ends, however it ends
        code = child.wait()
    finally:
        # an interrupt here must not leave it at work on a store whose lock is free again
        child.kill()
        child.wait()
        child.stdin.close()
        child.stdout.close()
    with contextlib.suppress(ValueError):
        answer = json.loads(said)
        if "state" in answer:
            return str(answer["state"])
        raise RuntimeError(answer["error"])
    raise RuntimeError(f"the engine's process ended with {signal.Signals(-code).name if code < 0 else code}")


def main() -> None:
    """Make the snapshot that the arguments name, and say what came of it."""
    record, target, parts = map(Path, sys.argv[2:5])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted, and ends this process
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # Linux: die with the parent
    threading.Thread(target=_end_with_parent, daemon=True).start()
    threading.Thread(target=_watch, daemon=True).start()
    from graph.stores.embedded.snapshot import build_here

    try:
        with closing(_open(record)) as db:
            _say(state=build_here(db, target, parts))
    except (OSError, RuntimeError, sqlite3.Error) as error:
        _say(error=str(error))
    os._exit(0)  # an engine that has failed may stand still when it is closed


def _open(record: Path) -> sqlite3.Connection:
    """The record for reading; in a folder that nobody may write as `Record` reads it there."""
    db = _connect(record, "?mode=ro")
    try:
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        db.close()
        if os.access(record.parent, os.W_OK) or record.with_name(record.name + "-wal").exists():
            raise
        db = _connect(record, "?mode=ro&immutable=1")
    db.execute("PRAGMA query_only = ON")
    db.execute("PRAGMA cache_size = -65536")
    return db


def _connect(record: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(record.resolve().as_uri() + mode, uri=True, isolation_level=None)


def _say(**words: str) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def _end_with_parent() -> None:
    """Where the system does not do it: the pipe of a parent that has died is at its end."""
    sys.stdin.buffer.read()
    os._exit(1)


def _watch() -> None:
    """End the process where it computes nothing any more; the disk may be slow, but not as slow as that."""
    worked, since = time.process_time(), time.monotonic()
    while True:
        time.sleep(_LOOK)
        now = time.process_time()
        if now - worked > _LITTLE:
            worked, since = now, time.monotonic()
        elif time.monotonic() - since > _STILL:
            _say(error="the engine stands still")
            os._exit(1)
