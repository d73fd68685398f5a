"""Which snapshot a reader sees: the newest whole one, made again where it is missing, old or damaged."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
import threading
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from graph.errors import StoreLocked, StoreNotWritable
from graph.stores import analyst
from graph.stores.embedded import inspection, snapshot
from graph.stores.embedded.engine import Engine, open_engine, stamp
from graph.stores.embedded.faults import fault
from graph.stores.embedded.lock import locked
from graph.stores.embedded.record import Record

_log = logging.getLogger("zhize.store")
_TRIES = 10
_CHECKED = 64 << 20  # bytes up to which a snapshot is read through before it is trusted


class View:
    """The snapshot of a record, as this process reads it."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._path = record.folder / snapshot.FILE
        self._held: Engine | None = None
        self._guard = threading.Lock()

    def run(self, cypher: str, parameters: Mapping[str, Any]) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        """Columns and rows of a trusted statement.

        Raises:
            MissingParameter: a parameter in it was not given.
            CypherSyntax: the engine cannot parse it.
            QueryError: anything else that the engine says.
        """
        text = analyst.without_comments(cypher)
        chosen = analyst.chosen_parameters(text, parameters)
        try:
            return self.engine().run(text, chosen)
        except RuntimeError as error:
            raise fault(str(error), text) from error

    def engine(self) -> Engine:
        """The newest whole snapshot."""
        state = snapshot.mark(self._record.state())
        held = self._held
        if held is not None and held.process == os.getpid() and held.state == state and self._is_current(held):
            return held
        if not self._guard.acquire(blocking=held is None or held.process != os.getpid()):
            assert held is not None
            return held  # another thread is at it already
        try:
            return self._renew(state)
        finally:
            self._guard.release()

    def _is_current(self, engine: Engine) -> bool:
        return engine.path != self._path or stamp(self._path) == engine.stamp

    def _renew(self, state: str) -> Engine:
        engine, fault = self._open()
        if engine is not None and engine.state == state:
            self._held = engine
            return engine
        fault = fault or ("is missing" if engine is None else "is older than the record")
        try:
            with locked(self._record.folder, "renewing the snapshot", 0.0), self._record.writing() as db:
                engine, _ = self._open()  # the loader that held the lock until now may just have renewed it
                now = snapshot.mark(self._record.state())
                if engine is None or engine.state != now:
                    if fault != "is missing" or not now.startswith("empty"):
                        _log.warning("the Cypher snapshot of %s %s: making it again", self._record.folder, fault)
                    snapshot.publish(self._record.folder, db)
                    engine, fault = self._open()
        except StoreLocked:
            if engine is None:  # a loader is at work, and it does not make readers wait
                engine = self._private()
        except StoreNotWritable:
            _log.warning("the Cypher snapshot of %s %s: making one for this process", self._record.folder, fault)
            engine = self._private()
        if engine is None:
            raise StoreNotWritable(f"the Cypher snapshot {fault}", where=str(self._record.folder))
        self._held = engine
        return engine

    def _open(self) -> tuple[Engine | None, str]:
        """The snapshot in the folder, or what is wrong with it."""
        held = self._held
        for _ in range(_TRIES):
            found = stamp(self._path)
            if held is not None and held.path == self._path and held.stamp == found and held.process == os.getpid():
                return held, ""
            try:
                if found is None or self._sound(found):
                    return open_engine(self._path), ""
            except RuntimeError:
                pass
            if stamp(self._path) == found:  # else it was replaced while it was looked at
                break
        return None, "is damaged"

    def _sound(self, found: tuple[int, int, int]) -> bool:
        with self._record.reading() as db:
            known = db.execute("SELECT size, sha256 FROM snapshot").fetchall()
        if found[1] not in [size for size, _ in known]:
            return False
        return found[1] > _CHECKED or snapshot.checksum(self._path) in known

    def _private(self) -> Engine:
        """A snapshot of this process's own, in a temporary folder that goes with it."""
        folder = Path(tempfile.mkdtemp(prefix="zhize-"))
        try:
            with self._record.reading() as db:
                db.execute("COMMIT")
                snapshot.build(db, folder / snapshot.FILE, folder / snapshot.PARTS)
                db.execute("BEGIN")
            engine = open_engine(folder / snapshot.FILE)
            assert engine is not None
        except BaseException as error:
            shutil.rmtree(folder, ignore_errors=True)
            if isinstance(error, (OSError, RuntimeError)):
                raise StoreNotWritable(
                    f"no Cypher snapshot can be made for this process: {error}", where=str(folder)
                ) from error
            raise
        weakref.finalize(engine, shutil.rmtree, folder, ignore_errors=True)
        return engine

    def faults(self) -> list[str]:
        """What is wrong with the snapshot, read through; one that is old or missing is made again first."""
        engine = self.engine()
        with self._record.reading() as db:
            if engine.path == self._path and snapshot.checksum(self._path) not in db.execute(
                "SELECT size, sha256 FROM snapshot"
            ):
                return ["snapshot: the file is not what was written"]
            if engine.state != snapshot.mark(self._record.state()):
                return []  # a loader is at work, and will replace it
            return list(inspection.snapshot_faults(db, engine.run))

    def close(self) -> None:
        """Let go of the snapshot."""
        self._held = None
