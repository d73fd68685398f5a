"""The second guard of a person's Cypher: a process without rights, ended at the time limit.

The first one (`graph/stores/analyst.py`) looks at the words. This one holds whatever the words let pass: the process
can open no file, write nothing, start nothing, and has a gigabyte to calculate in. It is kept for the next statement,
and ended when a statement ran into a limit, when the snapshot is a new one, and after a number of statements.
"""

from __future__ import annotations

import importlib.util
import json
import os
import select
import struct
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from graph.errors import QueryError, QueryStopped, RefusedCypher, StoreError, Unguarded, WrongValue
from graph.stores import analyst
from graph.stores.base import Rows
from graph.stores.embedded.engine import Engine, Stamp, stamp
from graph.stores.embedded.faults import fault

_START = 60.0  # seconds until the process must have opened the snapshot
_STATEMENTS = 50  # after which a process goes
_BOOT = "import sys; sys.path.insert(0, sys.argv[1]); from graph.stores.embedded.worker import main; main()"
_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
_ROOT = str(Path(__file__).resolve().parents[3])


class Guard:
    """Runs a person's statements on a snapshot. Any number of threads may use one; each statement has a process."""

    def __init__(self) -> None:
        self._idle: list[_Worker] = []
        self._guard = threading.Lock()
        weakref.finalize(self, _end_all, self._idle)

    def run(self, engine: Engine, cypher: str, parameters: Mapping[str, Any], *, timeout: float, limit: int) -> Rows:
        """Run a statement under both guards.

        Raises:
            RefusedCypher, CypherSyntax, MissingParameter, QueryStopped: see the contract in `graph.stores.base`.
            Unguarded: this platform has no such limits.
        """
        text = analyst.refuse(cypher)
        chosen = analyst.chosen_parameters(text, parameters)
        analyst.check_limits(timeout, limit)
        begun = time.monotonic()
        request = _request(text, chosen, timeout, limit)
        worker = self._take(engine)
        try:
            answer = worker.ask(request, timeout)
            if "fault" in answer:
                raise fault(answer["fault"], text)
        except BaseException as error:
            if isinstance(error, QueryError) and not isinstance(error, QueryStopped):
                self._give_back(worker)
            else:
                worker.end()  # it ran into a limit, or what it is doing is no longer known
            raise
        self._give_back(worker)
        if "refused" in answer:
            raise RefusedCypher(answer["refused"])
        rows = [tuple(row) for row in answer["rows"]]
        named = analyst.column_names(text)  # as the server's engine names them, too
        columns = named if len(named) == len(answer["columns"]) else tuple(answer["columns"])
        return Rows(columns, rows, answer["truncated"], time.monotonic() - begun)

    def _take(self, engine: Engine) -> _Worker:
        with self._guard:
            while self._idle:
                worker = self._idle.pop()
                if worker.fits(engine):
                    return worker
                worker.end()
        return _Worker(engine)

    def _give_back(self, worker: _Worker) -> None:
        with self._guard:
            if not self._idle and worker.statements < _STATEMENTS:
                self._idle.append(worker)
                return
        worker.end()

    def close(self) -> None:
        """End the process that waits."""
        with self._guard:
            _end_all(self._idle)


def _end_all(workers: list[_Worker]) -> None:
    while workers:
        workers.pop().end()


def _request(text: str, parameters: dict[str, Any], timeout: float, limit: int) -> bytes:
    request = {"cypher": text, "parameters": parameters, "timeout": timeout, "limit": limit, "bytes": analyst.BYTES}
    try:
        return json.dumps(request, ensure_ascii=False, allow_nan=True).encode("utf-8")
    except (TypeError, ValueError) as error:
        raise WrongValue(f"a parameter's value cannot be passed on: {error}") from error


class _Worker:
    """One process, with the snapshot that it has open."""

    def __init__(self, engine: Engine) -> None:
        if importlib.util.find_spec("resource") is None or not Path("/proc/self/statm").exists():
            raise Unguarded("a person's Cypher needs the process limits of Linux")
        self.process = os.getpid()
        self.path = engine.path
        self.stamp: Stamp | None = engine.stamp
        self.statements = 0
        self._child = subprocess.Popen(
            [sys.executable, "-c", _BOOT, _ROOT, str(engine.path.resolve())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            cwd="/",
            # the child needs no password that this process may hold
            env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ} | {"PYTHONUTF8": "1"},
            start_new_session=True,
        )
        try:
            answer = self._receive(time.monotonic() + _START)
        except BaseException:
            self.end()
            raise
        if answer is None or "ready" not in answer:
            self.end()
            raise StoreError("the process for a person's Cypher does not start", advice="Try again.")
        if stamp(self.path) != self.stamp:
            self.stamp = None  # which snapshot it has open cannot be told: good for one statement

    def fits(self, engine: Engine) -> bool:
        """Whether it still runs and has this very snapshot open."""
        alive = self.process == os.getpid() and self._child.poll() is None
        return alive and (self.path, self.stamp) == (engine.path, engine.stamp)

    def ask(self, request: bytes, timeout: float) -> dict[str, Any]:
        """One statement's answer.

        Raises:
            QueryStopped: it took longer than `timeout` seconds, or the engine died of it.
        """
        self.statements += 1
        deadline = time.monotonic() + timeout
        try:
            self._send(struct.pack(">I", len(request)) + request)
            answer = self._receive(deadline)
        except TimeoutError:
            raise QueryStopped("the query ran into its limit of time") from None
        except OSError:
            answer = None
        if answer is None:
            raise QueryStopped("the query made the engine fail", advice="Write it in another way.")
        return answer

    def _send(self, message: bytes) -> None:
        assert self._child.stdin is not None
        view = memoryview(message)
        while view:
            view = view[self._child.stdin.write(view) or 0 :]

    def _receive(self, deadline: float) -> dict[str, Any] | None:
        head = self._read(4, deadline)
        body = self._read(struct.unpack(">I", head)[0], deadline) if head else b""
        return dict(json.loads(body)) if body else None

    def _read(self, size: int, deadline: float) -> bytes:
        """That many bytes; none where the process has ended."""
        assert self._child.stdout is not None
        pieces: list[bytes] = []
        while size > 0:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self._child.stdout], [], [], left)[0]:
                raise TimeoutError
            piece = os.read(self._child.stdout.fileno(), min(size, 1 << 20))
            if not piece:
                return b""
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def end(self) -> None:
        """End the process, whatever it does."""
        if self.process != os.getpid():
            return
        self._child.kill()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                pipe.close()
        self._child.wait()
