"""Each task of a plan once, however many tables of the file repeat it, and what a merged place of a table is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import zip_longest

from graph.identity import name_key, shadow
from loaders.table_heads import column_kind, is_head

_HEAD_WITHIN = 8  # rows from the top of a table in which its head stands


class Merged(Enum):
    """A place in a table that a merged cell covers: it continues the cell to the left, or the one above."""

    LEFT = "left"
    ABOVE = "above"


Row = Sequence[str | Merged]


@dataclass(slots=True)
class Once:
    """Keeps each row of a plan once: a summary and the departments' own tables repeat the same tasks."""

    seen: set[tuple[str, ...]] = field(default_factory=set)

    def fresh(self, rows: Sequence[Row], numbered: bool) -> list[Row]:
        """The rows that no earlier table has; nothing where a table repeats nothing but known tasks.

        Args:
            rows: one table's rows.
            numbered: whether the number must agree too (without a summary, departments count on their own).
        """
        at, kinds = find_head(rows)
        if at < 0:
            return list(rows)
        out = list(rows[: at + 1])
        values = [""] * len(kinds)
        added: set[tuple[str, ...]] = set()
        dropped = kept = 0
        lost = False
        for row in rows[at + 1 :]:
            values[len(row) :] = [""] * max(0, len(values) - len(row))
            for column, cell in enumerate(row[: len(values)]):
                if not isinstance(cell, Merged):
                    values[column] = cell
                elif cell is Merged.LEFT:
                    values[column] = values[column - 1] if column else ""
            wanted = ("number", "task", "title", "lead", "duty") if numbered else ("task", "title", "lead", "duty")
            tasks = [v for v, kind in zip(values, kinds, strict=True) if kind in ("task", "title")]
            key = tuple(name_key(v) for v, kind in zip(values, kinds, strict=True) if kind in wanted)
            single = sum(isinstance(c, str) and bool(c.strip()) for c in row) == 1 and Merged.ABOVE not in row
            if any(t.strip() for t in tasks) and not single:
                if key in self.seen:
                    dropped, lost = dropped + 1, True
                    continue
                added.add(key)
                kept += 1
            # a cell that went on from a row that was left out is written again
            out.append([v if lost and c is Merged.ABOVE else c for c, v in zip_longest(row, values, fillvalue="")])
            lost = False
        self.seen |= added
        return out if kept or not dropped else []


def find_head(rows: Sequence[Row]) -> tuple[int, list[str]]:
    """Where a table's head stands and what its columns hold; -1 where it has none."""
    for at, row in enumerate(rows[:_HEAD_WITHIN]):
        kinds = [column_kind(shadow(c).strip()) if isinstance(c, str) else "" for c in row]
        if is_head(kinds):
            return at, kinds
    return -1, []
