"""Two transactions at a time, committed one after the other: while one waits for the server, the next is under way."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event

from graph.stores.base import Change
from graph.stores.server.groups import Prepared

AT_ONCE = 2


@dataclass(slots=True)
class Turn:
    """A group on its way into the store.

    A transaction does what touches no other's nodes first. Then it waits for the one before it, so groups are
    committed in their order, and where one fails, none after it is there. It begins only when the one before has its
    documents: of two loaders with the same documents, neither ever holds what the other's earlier group needs.
    """

    group: Sequence[Prepared]
    before: Turn | None
    opened: Event = field(default_factory=Event)
    changes: Future[list[Change]] = field(default_factory=Future)

    @property
    def rows(self) -> int:
        """Nodes and relationships of the group."""
        return sum(len(one.graph.nodes) + len(one.graph.relationships) for one in self.group)

    def begin(self) -> None:
        """Wait until the one before has its documents; for its end where both hold a document of one id."""
        if self.before is not None:
            self.before.opened.wait()
            if {one.id for one in self.before.group} & {one.id for one in self.group}:
                self.before.changes.result()

    def follow(self) -> None:
        """Let the next one begin, and wait for the end of the one before; raises what that one raised."""
        self.opened.set()
        if self.before is not None:
            self.before.changes.result()


def take_turns(groups: Iterable[Sequence[Prepared]], write: Callable[[Turn], list[Change]]) -> Iterator[list[Change]]:
    """Each group's changes, in order; the groups are drawn in the caller's thread.

    Raises:
        whatever the first group that failed raised, or the source of the groups after everything before is written.
    """

    def run(turn: Turn) -> None:
        try:
            turn.begin()
            turn.changes.set_result(write(turn))
        except BaseException as error:
            turn.changes.set_exception(error)
        finally:
            turn.opened.set()
            turn.before = None

    under_way: deque[Turn] = deque()
    with ThreadPoolExecutor(AT_ONCE, "zhize-write") as pool:
        source = iter(groups)
        failure: Exception | None = None
        last: Turn | None = None
        while True:
            try:
                group = next(source, None) if failure is None else None
            except Exception as error:
                group, failure = None, error
            if group is not None:
                last = Turn(group, last)
                under_way.append(last)
                pool.submit(run, last)
            while under_way and (group is None or len(under_way) >= AT_ONCE):
                yield under_way.popleft().changes.result()
            if group is None:
                break
        if failure is not None:
            raise failure
