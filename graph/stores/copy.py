"""A whole store moved into another one, and held against it afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from graph.errors import StoreError
from graph.model import Graph
from graph.stores.base import DocumentEntry, Store
from graph.stores.digest import graph_digest
from graph.stores.past import said


@dataclass(frozen=True, slots=True)
class CopyReport:
    """What `copy_store` did.

    Attributes:
        documents, tasks, relationships: how many the source holds.
        actions: how many documents were added, replaced and unchanged in the target.
        differences: a line for each document that is not the same in both; empty when the copy is whole.
        only_in_target: documents that the target held besides; they were left alone.
    """

    documents: int
    tasks: int
    relationships: int
    actions: dict[str, int]
    differences: tuple[str, ...] = ()
    only_in_target: tuple[str, ...] = field(default=())

    @property
    def whole(self) -> bool:
        """Whether every document is the same in both."""
        return not self.differences


def copy_store(source: Store, target: Store, *, wait: float = 60.0) -> CopyReport:
    """Copy every document of `source` into `target`, then read each back from both and compare.

    A document that the target holds under the same id is replaced; its other documents stay. What the source remembers
    (earlier versions, its log) goes along where the target can remember.

    Args:
        source: where to read; it is not changed.
        target: where to write.
        wait: seconds to wait for another loader at the target.

    Returns:
        What was copied, and every difference that was found afterwards.

    Raises:
        StoreError: both are the same store.
    """
    if source.url == target.url:
        raise StoreError("a store cannot be copied onto itself", where=source.url, advice="Name another target.")
    entries = source.documents()

    def graphs() -> Iterator[Graph]:
        for entry in entries:
            yield source.graph(entry.id)

    actions = {"added": 0, "replaced": 0, "unchanged": 0}
    origin = {entry.id: said(f"copied from {source.url}") for entry in entries}
    for change in target.replace(graphs(), wait=wait, notes=origin):
        actions[change.action] += 1
    target.adopt(source.past(), wait=wait)
    arrived = {entry.id: entry for entry in target.documents()}
    return CopyReport(
        len(entries),
        sum(entry.tasks for entry in entries),
        sum(entry.relationships for entry in entries),
        actions,
        tuple(line for entry in entries for line in _differences(entry, arrived.get(entry.id), source, target)),
        tuple(key for key in arrived if key not in {entry.id for entry in entries}),
    )


def _differences(entry: DocumentEntry, other: DocumentEntry | None, source: Store, target: Store) -> Iterator[str]:
    if other is None:
        yield f"document {entry.id} is missing in {target.url}"
        return
    for name, here, there in (
        ("tasks", entry.tasks, other.tasks),
        ("relationships", entry.relationships, other.relationships),
        ("sha256", entry.sha256, other.sha256),
    ):
        if here != there:
            yield f"document {entry.id}: {name} {here} in {source.url}, {there} in {target.url}"
    if graph_digest(source.graph(entry.id)) != graph_digest(target.graph(entry.id)):
        yield f"document {entry.id} is not the same in {source.url} and {target.url}"
