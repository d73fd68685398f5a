"""A backup of either kind of store, brought back into either kind."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from graph.errors import MissingFile, NotAStore, StoreError
from graph.model import Graph
from graph.stores.base import LogEntry, Past, Store
from graph.stores.past import past_from_dict, said, whoami

_SQLITE = b"SQLite format 3\x00"


def restore_store(path: str | Path, url: str, *, replace: bool = False, wait: float = 60.0) -> int:
    """Bring a backup back.

    Args:
        path: what `Store.backup` wrote: a record, or a JSON graph a line.
        url: the store to bring it into.
        replace: whether a store that holds documents may be replaced; without it such a store is left alone.
        wait: seconds to wait for a loader there.

    Returns:
        How many documents the store holds now.

    Raises:
        MissingFile, NotAStore: the backup cannot be used; nothing was changed.
        StoreError: the store holds documents, and `replace` is False.
    """
    from graph.stores import open_store
    from graph.stores.embedded import archive

    source = Path(path)
    if not source.is_file():
        raise MissingFile("there is no backup", where=str(source))
    with source.open("rb") as file:
        record = file.read(len(_SQLITE)) == _SQLITE
    scheme, _, rest = url.partition(":")
    note = said(f"from {source.name}")
    if record and scheme == "ladybug":
        return archive.restore(source, rest, replace=replace, wait=wait)
    with open_store(url, create=True) as target:
        before = {entry.id for entry in target.documents()}
        if before and not replace:
            raise StoreError(
                f"the store holds {len(before)} documents already",
                where=target.url,
                advice="Name an empty store, or say --replace.",
            )
        if record:
            with tempfile.TemporaryDirectory() as folder:
                archive.restore(source, folder)
                with open_store(f"ladybug:{folder}", create=False) as saved:
                    ids = [entry.id for entry in saved.documents()]
                    target.replace((saved.graph(one) for one in ids), wait=wait, notes=dict.fromkeys(ids, note))
                    target.adopt(saved.past(), wait=wait)
        else:
            # read once to the end before anything is changed
            ids = [one.document.id for one in _lines(source) if isinstance(one, Graph)]
            graphs = (one for one in _lines(source) if isinstance(one, Graph))
            target.replace(graphs, wait=wait, notes=dict.fromkeys(ids, note))
            target.adopt((one for one in _lines(source) if isinstance(one, Past)), wait=wait)
        _remove(target, before - set(ids), wait)
        at = datetime.now(UTC).isoformat(timespec="seconds")
        entry = LogEntry(at, "restored", "", who=whoami(), note=said(f"{len(ids)} documents from {source.name}"))
        target.adopt([Past("", log=(entry,))], wait=wait)
        return len(target.documents())


def _lines(source: Path) -> Iterator[Graph | Past]:
    with source.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                held = json.loads(line)
                yield past_from_dict(held["past"]) if "past" in held else Graph.from_dict(held).validate()
            except (ValueError, KeyError, TypeError) as error:
                raise NotAStore(
                    f"this is no backup: line {number} is no graph ({type(error).__name__})", where=str(source)
                ) from None


def _remove(target: Store, others: set[str], wait: float) -> None:
    for document in sorted(others):
        target.remove(document, wait=wait)
