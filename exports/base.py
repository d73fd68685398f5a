"""What every export keeps to: a stream in, a whole file out or none."""

from __future__ import annotations

import os
import shutil
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, ClassVar

from graph.errors import CannotWrite
from graph.model import Graph
from graph.stores.spelling import SHARED_LABELS


class Exporter(ABC):
    """One format for whole graphs.

    Graphs come one by one, each read once and then let go: memory holds one document, and of what went before only
    the ids of documents and of nodes that documents share (departments, officials, platforms, data domains).
    """

    name: ClassVar[str]
    ending: ClassVar[str]
    is_folder: ClassVar[bool] = False

    @abstractmethod
    def write(self, graphs: Iterable[Graph], path: str | Path) -> None:
        """Write everything to `path`; an existing file is replaced when, and only when, the new one is whole.

        Raises:
            CannotWrite: the target cannot be written; what was there is as it was.
        """


class StreamExporter(Exporter):
    """A format that is one file, written front to back."""

    @abstractmethod
    def render(self, graphs: Iterable[Graph], stream: BinaryIO) -> None:
        """Write everything to an open stream."""

    def write(self, graphs: Iterable[Graph], path: str | Path) -> None:
        """Write the file, whole or not at all."""
        save(path, lambda stream: self.render(graphs, stream))


def fresh(graphs: Iterable[Graph]) -> Iterator[Graph]:
    """The graphs without what one before them held already: a shared node comes once, a document's second copy not at all."""
    documents: set[str] = set()
    shared: set[str] = set()
    for graph in graphs:
        own = {node.id for node in graph.documents}
        if own and own <= documents:
            continue
        documents |= own
        nodes = tuple(node for node in graph.nodes if node.label not in SHARED_LABELS or node.id not in shared)
        shared.update(node.id for node in nodes if node.label in SHARED_LABELS)
        yield Graph(nodes, graph.relationships)


def save(path: str | Path, render: Callable[[BinaryIO], None]) -> None:
    """Let `render` fill a new file beside `path`, then put it in place in one step.

    Raises:
        CannotWrite: the folder is missing or closed, the disk is full, or the target is a folder or in use.
    """
    target = Path(path)
    temporary: Path | None = None
    try:
        if target.is_dir():
            raise IsADirectoryError(21, "it is a folder")
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", suffix=".part", dir=target.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as stream:
            render(stream)
        temporary.chmod(_mode(target))
        temporary.replace(target)
        temporary = None
    except OSError as error:
        raise CannotWrite(f"cannot write {target.name}: {error.strerror or error}", where=str(target)) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()


@contextmanager
def new_folder(path: str | Path) -> Iterator[Path]:
    """A temporary folder beside `path`; when the block ends well, its files move to `path`, each in one step.

    Files of other names that already are in `path` are left alone.

    Raises:
        CannotWrite: `path` is a file, or cannot be written.
    """
    target = Path(path)
    temporary: Path | None = None
    try:
        temporary = Path(tempfile.mkdtemp(prefix=f".{target.name[:40]}.", suffix=".part", dir=target.parent))
        yield temporary
        target.mkdir(exist_ok=True)
        for file in sorted(temporary.iterdir()):
            file.chmod(_mode(target / file.name))
            file.replace(target / file.name)
    except OSError as error:
        raise CannotWrite(f"cannot write {target.name}: {error.strerror or error}", where=str(target)) from error
    finally:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)


def _mode(target: Path) -> int:
    """An existing file keeps its rights; a new one gets what the process' umask leaves of rw-rw-rw-."""
    with suppress(OSError):
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
