"""Workbooks: visible sheets, the summary first, each row of a plan once, dates in words, formulas by their last value."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import DamagedFile, TooLarge
from graph.identity import shadow
from loaders.formats.archive import Archive, Element, whole_number
from loaders.formats.assemble import MOST_PLACES, Assembly
from loaders.formats.once import Merged, Row, find_head
from loaders.formats.xlsx_cells import Printing, S, read_printing
from loaders.source import SourceText
from loaders.words import words

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_P = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})$")
_TRUE = ("1", "true")

Area = tuple[int, int, int, int]


@dataclass(slots=True)
class _Sheet:
    """One sheet while it is read: texts by place, hidden rows and columns, merged areas."""

    texts: dict[int, dict[int, str]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)

    def shows(self, column: int) -> bool:
        return not any(first <= column <= last for first, last in self.hidden_columns)

    def rows(self, where: str) -> list[Row]:
        """The visible rows and columns that hold anything, merged places marked."""
        # what a merged area says stands in its first visible place, even where the place that holds it is hidden
        placed: dict[int, dict[int, str | Merged]] = {
            row: {c: t for c, t in cells.items() if self.shows(c)}
            for row, cells in self.texts.items()
            if row not in self.hidden_rows
        }
        columns = sorted({c for cells in placed.values() for c in cells})
        areas = [a for a in self.areas if self.texts.get(a[0], {}).get(a[1])]
        columns = sorted({*columns, *(c for a in areas for c in self._first_shown(a))})
        lines = sorted({*placed, *(r for a in areas for r in self._first_row(a))})
        if len(columns) * len(lines) > MOST_PLACES:
            raise TooLarge(f"a sheet of {len(lines)} rows and {len(columns)} columns", where=where)
        budget = MOST_PLACES
        for top, left, bottom, right in areas:
            inside = [c for c in columns if left <= c <= right]
            below = [r for r in lines if top <= r <= bottom]
            budget -= len(inside) * len(below)
            if budget < 0:
                raise TooLarge("the merged cells cover more than a sheet can hold", where=where)
            for row in below:
                for column in inside:
                    if row == below[0]:
                        mark: str | Merged = self.texts[top][left] if column == inside[0] else Merged.LEFT
                    else:
                        mark = Merged.ABOVE
                    placed.setdefault(row, {})[column] = mark
        rows = [[placed.get(r, {}).get(c, "") for c in columns] for r in lines]
        return [row for row in rows if any(isinstance(cell, Merged) or cell.strip() for cell in row)]

    def _first_shown(self, area: Area) -> list[int]:
        return [c for c in range(area[1], min(area[3], area[1] + 200) + 1) if self.shows(c)][:1]

    def _first_row(self, area: Area) -> list[int]:
        return [r for r in range(area[0], min(area[2], area[0] + 2000) + 1) if r not in self.hidden_rows][:1]


def _place(words_: str) -> tuple[int, int] | None:
    """Row and column of a reference, from 1."""
    found = _PLACE.match(words_)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def _area(words_: str) -> Area | None:
    first, _, last = words_.partition(":")
    begin, end = _place(first), _place(last or first)
    return (*begin, *end) if begin and end and begin <= end else None


def _sheet(root: Element, printing: Printing) -> _Sheet:
    made = _Sheet()
    # rows that a filter hides are part of the plan; rows that a person hid are not
    chosen = root.find(f"{S}autoFilter")
    filtered = _area(chosen.get("ref", "")) if chosen is not None and len(chosen) else None
    for column in root.iterfind(f"{S}cols/{S}col"):
        if column.get("hidden") in _TRUE:
            made.hidden_columns.append((whole_number(column.get("min"), 1), whole_number(column.get("max"), 1)))
    at = 0
    for row in root.iterfind(f"{S}sheetData/{S}row"):
        at = whole_number(row.get("r"), at + 1)
        if row.get("hidden") in _TRUE and not (filtered and filtered[0] <= at <= filtered[2]):
            made.hidden_rows.add(at)
        across = 0
        for cell in row.iterfind(f"{S}c"):
            place = _place(cell.get("r", ""))
            across = place[1] if place else across + 1
            text = printing.text(cell)
            if text.strip():
                made.texts.setdefault(at, {})[across] = text
    for node in root.iterfind(f"{S}mergeCells/{S}mergeCell"):
        area = _area(node.get("ref", ""))
        if area:
            made.areas.append(area)
    return made


def _is_summary(name: str) -> bool:
    return any(word in shadow(name) for word in words("sheets", "summaries"))


def read(path: Path) -> SourceText:
    """Read an .xlsx file.

    Raises:
        DamagedFile, TooLarge, EmptyFile: see `loaders.formats.archive` and `Assembly.finish`.
    """
    with Archive(path) as archive:
        book = archive.xml("xl/workbook.xml")
        links = {
            link.get("Id", ""): link.get("Target", "")
            for link in archive.xml("xl/_rels/workbook.xml.rels").iter(f"{_P}Relationship")
        }
        settings = book.find(f"{S}workbookPr")
        printing = read_printing(
            archive.xml("xl/sharedStrings.xml") if "xl/sharedStrings.xml" in archive.names else None,
            archive.xml("xl/styles.xml") if "xl/styles.xml" in archive.names else None,
            settings is not None and settings.get("date1904") in _TRUE,
        )
        sheets: list[tuple[str, list[Row]]] = []
        for entry in book.iterfind(f"{S}sheets/{S}sheet"):
            if entry.get("state", "visible") != "visible":
                continue
            part = _part(links.get(entry.get(f"{_R}id", ""), ""))
            if part not in archive.names:
                raise DamagedFile(f"the sheet {entry.get('name', '')} is missing", where=path.name)
            root = archive.xml(part)
            if root.tag == f"{S}worksheet":
                sheets.append((entry.get("name", ""), _sheet(root, printing).rows(path.name)))
    out = Assembly(path.name)
    summary = any(_is_summary(name) and find_head(rows)[0] >= 0 for name, rows in sheets)
    for _, rows in sorted(sheets, key=lambda s: not _is_summary(s[0])):
        out.table(rows, numbered=not summary)
    return out.finish()


def _part(target: str) -> str:
    """A relationship's target as the name of a member."""
    return posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target))
