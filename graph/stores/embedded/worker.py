"""The process in which a person's Cypher runs: it opens the snapshot, gives up its rights, then answers.

    python -c "…" ROOT SNAPSHOT        started by `guard.py`, which ends it at the time limit

Both ways a message is four bytes of length and JSON. It is started afresh and never forked from a process that has a
database open: the engine's threads do not survive a fork.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import signal
import struct
import sys
from typing import Any

from graph.stores.embedded.values import plain

_HEAP = 1 << 30  # bytes of address space beyond what the open snapshot takes
_BUFFER = 256 << 20
_WARM_UP: tuple[tuple[str, dict[str, Any]], ...] = (
    ("MATCH (t:Task) RETURN count(*)", {}),
    ("UNWIND $list AS x RETURN x, $text, sum($number)", {"list": ["a"], "text": "b", "number": 1}),
    ("RETRUN 1", {}),
)


def main() -> None:
    """Serve until the parent closes the pipe."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # Linux: die with the parent
    import ladybug

    database = ladybug.Database(sys.argv[2], read_only=True, buffer_pool_size=_BUFFER)
    for cypher, parameters in _WARM_UP:
        _answer(ladybug, database, {"cypher": cypher, "parameters": parameters, "limit": 1, "bytes": 1000})
    _give_up_rights()
    _send(b'{"ready": true}')
    while (request := _receive()) is not None:
        _limit_cpu(request["timeout"])
        _send(_answer(ladybug, database, request))
    os._exit(0)  # no rights are left to close the database with


def _give_up_rights() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with open("/proc/self/statm", encoding="ascii") as file:
        pages = int(file.read().split()[0])
    most = {
        resource.RLIMIT_AS: pages * resource.getpagesize() + _HEAP,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_NOFILE: 0,
    }
    for kind, value in most.items():
        resource.setrlimit(kind, (value, value))


def _limit_cpu(timeout: float) -> None:
    """For the case that the parent cannot end this process any more."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime + timeout * (os.cpu_count() or 1)) + 5
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))


def _answer(ladybug: Any, database: Any, request: dict[str, Any]) -> bytes:
    try:
        with ladybug.Connection(database) as connection:
            result = connection.execute(request["cypher"], request["parameters"])
            if isinstance(result, list):
                return _json({"refused": "the statement holds a second statement"})
            try:
                return _rows(result, request["limit"], request["bytes"])
            finally:
                result.close()
    except MemoryError:
        return _json({"fault": "MemoryError"})
    except Exception as error:
        return _json({"fault": str(error)})


def _rows(result: Any, limit: int, most: int) -> bytes:
    """Whole rows, up to `limit` of them and `most` bytes."""
    rows: list[bytes] = []
    size = 0
    truncated = False
    while result.has_next():
        if len(rows) >= limit:
            truncated = True
            break
        row = _json([plain(value) for value in result.get_next()])
        size += len(row) + 1
        if size > most:
            truncated = True
            break
        rows.append(row)
    head = _json({"columns": result.get_column_names(), "truncated": truncated})
    return head[:-1] + b', "rows": [' + b",".join(rows) + b"]}"


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


def _send(message: bytes) -> None:
    view = memoryview(struct.pack(">I", len(message)) + message)
    while view:
        view = view[os.write(1, view) :]


def _receive() -> dict[str, Any] | None:
    head = _read(4)
    if head is None:
        return None
    body = _read(struct.unpack(">I", head)[0])
    return json.loads(body) if body is not None else None


def _read(size: int) -> bytes | None:
    pieces = b""
    while len(pieces) < size:
        piece = os.read(0, size - len(pieces))
        if not piece:
            return None
        pieces += piece
    return pieces
