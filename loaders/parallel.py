"""Reading many files: in this process, in several, or on a cluster, always in the order given and in bounded memory.

Readers work on batches ahead of whoever consumes the outcomes (the store's one writer); never more than a few batches
are in flight, so a slow writer holds the readers back. A file that cannot be read, or that kills its reader, is an
outcome like any other.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import ReaderLost, SchedulerUnreachable, ZhizeError
from graph.model import Graph

if TYPE_CHECKING:
    from loaders.corrections import Corrections
    from loaders.load import Reading

BATCH = 16
"""Files in one piece of work."""
AHEAD = 3
"""Batches in flight for each worker: enough that none waits, few enough that memory is bounded."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: a graph, an error, or neither where the store holds the same text already.

    Attributes:
        path: the file.
        graph: what was read; of it `ready` is left where the options name a `prepare`.
        issues: the number of things that a reader should look at.
        sha256: the text's.
        corrected: how many corrections were applied, and whose.
        ready: what `prepare` made of the graph.
        document, title, tasks, relationships: the graph's, for a list of what was read.
    """

    path: str
    graph: Graph | None = None
    issues: int = 0
    error: ZhizeError | None = None
    sha256: str = ""
    ready: Any = None
    document: str = ""
    title: str | None = None
    tasks: int = 0
    relationships: int = 0
    corrected: str = ""

    @property
    def skipped(self) -> bool:
        """Whether the text was known already."""
        return self.graph is None and self.ready is None and self.error is None


@dataclass(frozen=True, slots=True)
class Options:
    """How files are read: see `loaders.load.read`.

    `prepare` is what the store would do first with each graph (`Store.preparation`): the readers do it instead of the one
    writer, and what it makes is all that comes back from them. A function of a module, for it goes to other processes.
    """

    jurisdiction: str | None = None
    document_id: str | None = None
    corrections: Corrections | None = None
    prepare: Callable[[Graph], Any] | None = None


Engine = Callable[[], AbstractContextManager[Executor]]

_known: frozenset[str] = frozenset()
"""In a worker: the texts that need no reading. Sent once to each, as it grows with the store."""


def read_files(
    files: Iterable[str | os.PathLike[str]],
    options: Options | None = None,
    *,
    known: frozenset[str] = frozenset(),
    workers: int = 1,
    scheduler: str | None = None,
) -> Iterator[Outcome]:
    """Read files, in order, lazily.

    Args:
        files: paths.
        options: how to read.
        known: SHA-256 of texts that are stored already and need no reading.
        workers: processes; 1 reads in this one.
        scheduler: address of a Dask scheduler (`tcp://HOST:PORT`) whose workers read instead; they must see the files
            under the same paths and have zhize installed.

    Raises:
        SchedulerUnreachable: no scheduler answers at that address, or `distributed` is not installed.
    """
    options = options or Options()
    paths = (os.fspath(f) for f in files)
    if scheduler:
        engine: Engine = lambda: _cluster(scheduler, known)  # noqa: E731
        yield from _spread(paths, options, engine, max(2, workers))
    elif workers > 1:
        yield from _spread(paths, options, lambda: _processes(workers, known), workers)
    else:
        for path in paths:
            yield read_one(path, options, known)


def read_one(path: str, options: Options, known: frozenset[str] = frozenset()) -> Outcome:
    """Read one file; an error of ours is an outcome."""
    from loaders.formats import read_source
    from loaders.load import read, responsible

    try:
        source = read_source(Path(path))
        if source.sha256 in known:
            return Outcome(path, sha256=source.sha256)
        reading = responsible(
            read(
                source,
                jurisdiction=options.jurisdiction,
                document_id=options.document_id,
                corrections=options.corrections,
            )
        )
        graph = reading.graph
        ready = options.prepare(graph) if options.prepare is not None else None
    except ZhizeError as error:
        return Outcome(path, error=error)
    return Outcome(
        path,
        graph if options.prepare is None else None,
        len(reading.issues),
        None,
        source.sha256,
        ready,
        graph.document.id,
        graph.document.get("title"),
        len(graph.labelled("Task")),
        len(graph.relationships),
        corrected=_corrected(reading),
    )


def _corrected(reading: Reading) -> str:
    """How many corrections were applied, and whose; the log says it beside the document."""
    from loaders.corrections import Applied

    people = [done.correction.by for done in reading.corrections if isinstance(done, Applied)]
    return f"{len(people)} corrections ({'、'.join(dict.fromkeys(people))})" if people else ""


def read_batch(paths: Sequence[str], options: Options) -> list[Outcome]:
    """Read several files; what a worker runs."""
    return [read_one(path, options, _known) for path in paths]


def _remember(known: frozenset[str]) -> None:
    global _known
    _known = known


def _spread(paths: Iterator[str], options: Options, engine: Engine, workers: int) -> Iterator[Outcome]:
    """Keep the engine busy with batches ahead of the consumer, and hand their outcomes out in order."""
    waiting: deque[tuple[list[str], Future[list[Outcome]] | None]] = deque()
    again: deque[list[str]] = deque()
    with ExitStack() as stack:
        executor = stack.enter_context(engine())
        while True:
            while len(waiting) < AHEAD * workers and (batch := list(islice(paths, BATCH))):
                waiting.append((batch, _submit(executor, batch, options)))
            if not waiting:
                return
            batch, future = waiting.popleft()
            outcomes = _result(future)
            if outcomes is not None:
                yield from outcomes
                continue
            # A reader died. The batches in flight died with it: read them again, this one file by file in readers of
            # their own, so that the file that kills its reader is found and the others are not lost.
            stack.close()
            for path in batch:
                yield _alone(path, options, engine)
            executor = stack.enter_context(engine())
            again.extend(b for b, _ in waiting)
            waiting.clear()
            while again:
                batch = again.popleft()
                waiting.append((batch, _submit(executor, batch, options)))


def _submit(executor: Executor, batch: list[str], options: Options) -> Future[list[Outcome]] | None:
    try:
        return executor.submit(read_batch, batch, options)
    except RuntimeError:  # BrokenExecutor, or a pool that shut down when a worker died
        return None


def _result(future: Future[list[Outcome]] | None) -> list[Outcome] | None:
    """The outcomes of a batch; None where they did not come back.

    Most often its reader died; but an engine may also fail to hand over what was read: Dask's `ClientExecutor` raises a
    ValueError where a worker dies between giving a result and being asked for its state. Such a batch is read again too,
    and an error of the reading itself comes back when its file is read alone.
    """
    if future is None:
        return None
    try:
        return future.result()
    except ZhizeError:
        raise
    except Exception:
        return None


def _died(error: Exception) -> bool:
    """Whether a future failed because its worker went away (the engines have no class of error in common)."""
    return type(error).__name__ in (
        "BrokenProcessPool",
        "BrokenExecutor",
        "KilledWorker",
        "CancelledError",
        "FutureCancelledError",
    )


def _alone(path: str, options: Options, engine: Engine) -> Outcome:
    """Read one file in a reader of its own."""
    with engine() as executor:
        future = _submit(executor, [path], options)
        try:
            if future is not None:
                return future.result()[0]
        except Exception as error:
            if not _died(error):
                raise
    return Outcome(path, error=ReaderLost("the process that read it died", where=Path(path).name))


@contextmanager
def _processes(workers: int, known: frozenset[str]) -> Iterator[Executor]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # spawn: a fork would carry the parent's open store into the reader
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_remember, initargs=(known,))
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _cluster(address: str, known: frozenset[str]) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError:
        raise SchedulerUnreachable(
            "reading on a cluster needs the package distributed", advice="Install zhize[cluster]."
        ) from None
    try:
        client: Any = Client(  # type: ignore[no-untyped-call]
            address, timeout="10s", set_as_default=False
        )
    except (OSError, ValueError, ImportError) as error:
        raise SchedulerUnreachable(f"no scheduler answers: {type(error).__name__}", where=address) from None
    with client:
        if known:
            client.run(_remember, known)
        # a reading is a pure function of its file: a lost one may be done again anywhere
        yield client.get_executor(pure=False, retries=2)
