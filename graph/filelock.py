"""A lock on an open file, on every system: one holder at a time, freed when its holder dies, however it dies."""

from __future__ import annotations

import os
import time

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]
    import msvcrt

_PLACE = 1 << 20  # where Windows locks a byte: behind the words, so that they can be read meanwhile
_POLL = 0.05


def try_lock(descriptor: int) -> bool:
    """Lock an open file, or say at once that another holds it. It is held until the file is closed."""
    try:
        if fcntl is not None:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            os.lseek(descriptor, _PLACE, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        return False
    return True


def lock(descriptor: int) -> None:
    """Wait until the file can be locked."""
    if fcntl is not None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        return
    while not try_lock(descriptor):
        time.sleep(_POLL)
