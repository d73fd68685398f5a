"""A workbook that came back: its rows found by their hidden ids, whatever was sorted, inserted or saved by another program."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from exports.handout import MARK_DEPARTMENT, MARK_ROLE
from exports.labels import Labels
from exports.ledger import GIVEN, HIDDEN, OPEN
from exports.workbook_input import open_workbook
from graph.errors import UnusableReturn
from graph.ontology import LANGUAGES

ENDINGS = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".wps")
"""Files of a folder that are taken for returned workbooks."""

_SEARCHED_ROWS, _MOST_ROWS, _MOST_COLUMNS = 20, 20_000, 100


@dataclass(frozen=True, slots=True)
class Row:
    """One task's row: its hidden id and department, what the given columns now hold, what was written into the open ones.

    A given column whose head is gone is None.
    """

    task: str
    department: str
    check: str
    given: tuple[str | None, ...]
    written: tuple[str, ...]
    place: int


@dataclass(frozen=True, slots=True)
class Extra:
    """A row that was not handed out, or a second copy of one that was: where it stands and what it says."""

    place: int
    text: str


@dataclass(slots=True)
class Returned:
    """One workbook. `role` and `department` are its own properties, empty where a program dropped them."""

    name: str
    role: str = ""
    department: str = ""
    language: str = ""
    rows: list[Row] = field(default_factory=list)
    extras: list[Extra] = field(default_factory=list)


def read_returned(path: Path, name: str = "") -> Returned:
    """Read a workbook that was handed out; `name` is what its sender calls it, the file's own by default.

    Raises:
        OldOfficeFormat: .xls, .et, .wps or .ods.
        UnusableReturn: it cannot be opened, or none of its rows bears an id.
    """
    name = name or path.name
    book = open_workbook(path, name, UnusableReturn, "the workbook", values=True)
    try:
        marks = {p.name: str(p.value or "") for p in book.custom_doc_props.props}
        found = Returned(name, marks.get(MARK_ROLE, ""), marks.get(MARK_DEPARTMENT, ""))
        if found.role == "all":
            return found
        for sheet in book.worksheets:
            _read_sheet(sheet, found)
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, zipfile.BadZipFile, OSError) as error:
        raise UnusableReturn(f"the workbook is damaged: {error}", where=name) from None
    if not found.rows:
        raise UnusableReturn("no row bears the id of a task: it was not handed out from here", where=name)
    return found


def _heads(rows: Sequence[Sequence[Any]]) -> tuple[int, dict[str, int], str] | None:
    """The last row of the heads, the column of each key, and the language of the heads."""
    for at, row in enumerate(rows[:_SEARCHED_ROWS]):
        for language in LANGUAGES:
            labels = Labels(language)
            words = [text_of(cell) for cell in row]
            if labels(HIDDEN[0]) not in words or labels(HIDDEN[3]) not in words:
                continue
            below = [text_of(cell) for cell in rows[at + 1]] if at + 1 < len(rows) else []
            last = at + 1 if labels(OPEN[0]) in below else at
            columns = {}
            for key in (*GIVEN, *OPEN, *HIDDEN):
                for line in (words, below if last > at else []):
                    if labels(key) in line:
                        columns[key] = line.index(labels(key))
                        break
            return last, columns, language
    return None


def _read_sheet(sheet: Any, found: Returned) -> None:
    rows = [
        list(row)
        for row in sheet.iter_rows(max_row=min(sheet.max_row, _MOST_ROWS), max_col=min(sheet.max_column, _MOST_COLUMNS))
    ]
    heads = _heads(rows)
    if heads is None:
        return
    last, columns, language = heads
    found.language = found.language or language
    labels = Labels(language)
    parts: dict[tuple[str, str], dict[int, tuple[int, list[Any]]]] = {}
    for place, row in enumerate(rows[last + 1 :], last + 2):

        def cell(key: str, row: list[Any] = row) -> str:
            return text_of(row[columns[key]]) if key in columns else ""

        task = cell(HIDDEN[0])
        if not task:
            found.extras.extend(_extra(row, place, columns))
            continue
        part = int(cell(HIDDEN[1])) if cell(HIDDEN[1]).isdecimal() else 1
        pieces = parts.setdefault((task, cell(HIDDEN[2]) or found.department), {})
        if part in pieces:
            found.extras.append(Extra(place, _joined(row, columns)))
        else:
            pieces[part] = (place, row)
    for (task, department), pieces in parts.items():
        found.rows.append(_row(task, department, pieces, columns, labels("continued")))


def _row(
    task: str, department: str, pieces: dict[int, tuple[int, list[Any]]], columns: dict[str, int], mark: str
) -> Row:
    """A task's row, or the several that a tall one takes, put together again."""
    ordered = [pieces[part] for part in sorted(pieces)]
    given: list[str | None] = []
    for key in GIVEN:
        if key not in columns:
            given.append(None)
            continue
        texts = [text_of(row[columns[key]]) for _, row in ordered]
        given.append(texts[0] + "".join(text.removeprefix(mark) for text in texts[1:]))
    written = []
    for key in OPEN:
        texts = [text_of(row[columns[key]]) for _, row in ordered] if key in columns else []
        written.append("\n".join(text for text in texts if text))
    place, row = ordered[0]
    check = text_of(row[columns[HIDDEN[3]]])
    return Row(task, department, check, tuple(given), tuple(written), place)


def _extra(row: Sequence[Any], place: int, columns: dict[str, int]) -> Iterator[Extra]:
    """A row without an id, unless it is empty or one text at the left: a heading, a note."""
    filled = [at for at, cell in enumerate(row) if text_of(cell)]
    if filled and filled != [columns.get(GIVEN[0], 0)]:
        yield Extra(place, _joined(row, columns))


def _joined(row: Sequence[Any], columns: dict[str, int]) -> str:
    hidden = {columns[key] for key in HIDDEN if key in columns}
    texts = [text_of(cell) for at, cell in enumerate(row) if at not in hidden]
    return " | ".join(text for text in texts if text)


def text_of(cell: Any) -> str:
    """A cell's value as a person sees it."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float | int) and "%" in str(cell.number_format):
        return f"{value * 100:.10g}%"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()
