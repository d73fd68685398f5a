"""The snapshot opened for reading: one database a process, its connections handed out to threads."""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from graph.stores.embedded.values import plain

BUFFER = 256 << 20
"""Bytes that the engine may use for reading a small snapshot; a large one may take as much as it has, up to `MOST`: a question
about everything that does not get them is refused, and an engine without memory has been seen to end its process."""
MOST = 1 << 30

_TEXTS = 6  # distinct statements, after which a connection goes: it keeps the plan and the memory of each
_IDLE = 2  # connections that wait for the next statement
_opened: weakref.WeakValueDictionary[tuple[object, ...], Engine] = weakref.WeakValueDictionary()
_opening = threading.Lock()
_left: list[Engine] = []  # a parent's databases, which a forked child must not even drop

Stamp = tuple[int, int, int]


def stamp(path: Path) -> Stamp | None:
    """What tells one snapshot file from the next; None where there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


class Engine:
    """One snapshot file, open read-only. Get it by `open_engine`; it is closed when nobody holds it any more."""

    def __init__(self, path: Path, found: Stamp) -> None:
        import ladybug

        self.path = path
        self.stamp = found
        self.process = os.getpid()
        self._database = ladybug.Database(str(path), read_only=True, buffer_pool_size=min(max(BUFFER, found[1]), MOST))
        self._idle: list[tuple[Any, set[str]]] = []
        self._guard = threading.Lock()
        self.state = self._read_state()

    def _read_state(self) -> str:
        _, rows = self.run("CALL show_tables() RETURN name, comment", {})
        return next((str(comment) for name, comment in rows if name == "Document"), "")

    def run(self, cypher: str, parameters: Mapping[str, Any]) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        """Columns and rows of one statement.

        Raises:
            RuntimeError: what the engine has to say against it.
        """
        connection, texts = self._take()
        try:
            answer = _execute(connection, cypher, parameters)
        except RuntimeError as error:
            if not str(error).startswith("Buffer manager"):
                raise
            with self._guard:  # what idle connections keep is in the way
                self._idle.clear()
            connection, texts = self._fresh()
            answer = _execute(connection, cypher, parameters)
        texts.add(cypher)
        with self._guard:
            if len(texts) < _TEXTS and len(self._idle) < _IDLE:
                self._idle.append((connection, texts))
        return answer

    def _take(self) -> tuple[Any, set[str]]:
        with self._guard:
            if self._idle:
                return self._idle.pop()
        return self._fresh()

    def _fresh(self) -> tuple[Any, set[str]]:
        import ladybug

        return ladybug.Connection(self._database), set()


def _execute(
    connection: Any, cypher: str, parameters: Mapping[str, Any]
) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    result = connection.execute(cypher, dict(parameters))
    if isinstance(result, list):
        raise RuntimeError("Parser exception: more than one statement")
    try:
        columns = tuple(result.get_column_names())
        rows = []
        while result.has_next():
            rows.append(tuple(plain(value) for value in result.get_next()))
    finally:
        result.close()
    return columns, rows


def open_engine(path: Path) -> Engine | None:
    """The snapshot as it is now, shared within the process; None where there is no file.

    Raises:
        RuntimeError: the engine cannot read it.
    """
    with _opening:
        for key, engine in list(_opened.items()):
            if engine.process != os.getpid():
                _left.append(engine)
                _opened.pop(key, None)
        for _ in range(20):
            found = stamp(path)
            if found is None:
                return None
            key = (str(path.resolve()), found)
            held = _opened.get(key)
            if held is not None:
                return held
            fresh = Engine(path, found)
            if stamp(path) == found:  # else it was replaced while it was opened: which one it is cannot be told
                _opened[key] = fresh
                return fresh
    raise RuntimeError("the snapshot is replaced all the time")
