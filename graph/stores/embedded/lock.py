"""One loader at a time: a lock that the system frees when its holder dies, however it dies."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from graph.errors import StoreLocked, StoreNotWritable
from graph.filelock import try_lock

FILE = "store.lock"
_POLL = 0.05
_open: weakref.WeakSet[_Held] = weakref.WeakSet()


class _Held:
    """An open lock file; a forked child gives up its copy, so that it cannot outlive the loader."""

    def __init__(self, path: Path) -> None:
        self.descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        _open.add(self)

    def take(self) -> bool:
        """Try once."""
        return try_lock(self.descriptor)

    def sign(self, what: str) -> None:
        """Write who holds it; only for the message to those who wait."""
        words = {
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "what": what,
            "since": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        os.lseek(self.descriptor, 0, os.SEEK_SET)
        os.ftruncate(self.descriptor, 0)
        os.write(self.descriptor, json.dumps(words, ensure_ascii=False).encode("utf-8"))

    def close(self) -> None:
        """Close the file, which frees the lock."""
        _open.discard(self)
        os.close(self.descriptor)


def _forget_in_child() -> None:
    for held in list(_open):
        held.close()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_in_child)


@contextmanager
def locked(folder: Path, what: str, wait: float) -> Iterator[None]:
    """Hold the folder's lock for the length of a `with` block.

    Args:
        folder: the store's folder; it must exist.
        what: what is being done, for the message to those who wait.
        wait: seconds to wait for another holder; 0 tries once.

    Raises:
        StoreLocked: naming the process that still holds it after `wait` seconds.
        StoreNotWritable: the folder lets nobody write.
    """
    try:
        held = _Held(folder / FILE)
    except OSError as error:
        raise StoreNotWritable(f"the store cannot be locked: {error.strerror}", where=str(folder)) from error
    try:
        deadline = time.monotonic() + wait
        while not held.take():
            if time.monotonic() >= deadline:
                raise StoreLocked(f"the store is locked by {holder(folder)}", where=str(folder))
            time.sleep(min(_POLL, max(0.0, deadline - time.monotonic())))
        with contextlib.suppress(OSError):  # only words; a full disk is told by whoever has to write more
            held.sign(what)
        yield
    finally:
        held.close()


def holder(folder: Path) -> str:
    """Who signed the lock last, in words."""
    try:
        words = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return f"process {words['pid']} on {words['host']}, {words['what']} since {words['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another loader"
