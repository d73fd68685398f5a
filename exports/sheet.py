"""A paper before it has a format: what a layout says, and what xlsx, CSV, Markdown and HTML print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

Value = str | int
LineKind = Literal["document", "section", "heading", "task", "total"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    `width` is in full-width characters of the body's size; `upright` prints the head top to bottom; neighbours with one
    `group` share a head above their own. `open` is one that whoever gets a protected sheet fills in; `hidden` holds
    what only a program reads, and only a workbook has it; `listed` cells hold one name a line; a `signal` cell has the
    line's tint.
    """

    title: str
    width: float
    centred: bool = False
    upright: bool = False
    group: str = ""
    open: bool = False
    hidden: bool = False
    listed: bool = False
    signal: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row. `runs_on` names a column whose text may run over the empty cells to its right.

    `bold` says how many characters at the beginning of the cell in column `bold_in` are the task's heading; `tint` is
    red, yellow, green or none.
    """

    kind: LineKind
    cells: tuple[Value, ...]
    depth: int = 1
    runs_on: int | None = None
    bold_in: int = 0
    bold: int = 0
    tint: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table with what stands above and below it.

    `protected` locks every cell but those of open columns; `fixed` columns stay in sight and repeat on further pages;
    `middle` sets texts at half height; `part` is the hidden column that counts the rows of a task that takes several.
    """

    name: str
    title: str
    subtitle: str
    date: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    fixed: int = 2
    size: float = 9.0
    protected: bool = False
    middle: bool = False
    part: int | None = None

    def printed(self) -> Sheet:
        """The sheet without its hidden columns."""
        kept = [place for place, column in enumerate(self.columns) if not column.hidden]
        if len(kept) == len(self.columns):
            return self
        lines = tuple(replace(line, cells=tuple(line.cells[place] for place in kept)) for line in self.lines)
        return replace(self, columns=tuple(self.columns[place] for place in kept), lines=lines)


@dataclass(frozen=True, slots=True)
class Paper:
    """What one export prints: its sheets, in order, and the words of the page footer with {n} and {m}.

    `continued` marks the further rows of a task that is too tall for one; `marks` are a workbook's own properties.
    """

    sheets: tuple[Sheet, ...]
    footer: str
    continued: str
    marks: Mapping[str, str] = field(default_factory=dict)


def sheet_names(names: Iterable[str]) -> list[str]:
    """Names that Excel takes: at most 31 characters, none of []:*?/\\, no quote at either end, unique.

    >>> sheet_names(["總表", "市[甲]局/乙", "總表", "'", "History"])
    ['總表', '市(甲)局-乙', '總表(2)', '4', 'History_']
    """
    table = str.maketrans({"[": "(", "]": ")", ":": "-", "*": "-", "?": "-", "/": "-", "\\": "-"})
    taken: set[str] = set()
    result: list[str] = []
    for ordinal, name in enumerate(names, 1):
        clean = "".join(c for c in name.translate(table) if c.isprintable())
        base = _units(clean, 31).strip("' ") or str(ordinal)
        if base.casefold() in ("history", "历史记录", "歷程記錄"):
            base += "_"
        found, again = base, 1
        while found.casefold() in taken:
            again += 1
            ending = f"({again})"
            found = _units(base, 31 - len(ending)) + ending
        taken.add(found.casefold())
        result.append(found)
    return result


def _units(text: str, most: int) -> str:
    """The longest beginning of at most `most` UTF-16 units, which is how Excel counts."""
    used = 0
    for place, character in enumerate(text):
        used += 2 if ord(character) > 0xFFFF else 1
        if used > most:
            return text[:place]
    return text
