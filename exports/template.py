"""An office's own sheet, filled: which column takes what is told by the words of its heads, and its look is kept."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import yaml

from exports.base import save
from exports.continued import continued
from exports.labels import labels_for
from exports.layout import Order
from exports.ledger import HIDDEN, Entries
from exports.measure import row_height
from exports.sheet import Column, Line
from exports.workbook_input import open_workbook
from graph.errors import UnusableTemplate
from graph.identity import shadow
from graph.model import Graph
from queries.matrix import choose_departments, choose_documents
from queries.plan import Item, Plan

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_SEARCHED_ROWS, _SEARCHED_COLUMNS = 20, 60
_DEFAULT_WIDTH, _DEFAULT_SIZE = 8.43, 11.0
_LISTED = ("lead", "support", "oversee")
_MODIFIED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</)")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a sheet's table stands: the first row of its body, and what each of its columns takes."""

    sheet: Any
    body: int
    fields: dict[int, str]


def fill_template(graph: Graph, template: str | Path, path: str | Path, order: Order | None = None) -> None:
    """Fill an office's own workbook (.xlsx) with the plan's tasks and write it to `path`.

    The first sheet with a row of heads is filled; its further rows look like its first one, rows below the table move
    down, other sheets stay. Behind the last column stand hidden ones that let a returned copy be collected.

    Raises:
        UnusableTemplate: no workbook, or no row of heads in it.
        UnknownDocument, UnknownName: what `order` names is not in the graph.
        CannotWrite: the target cannot be written.
    """
    order = order or Order()
    plans = choose_documents(graph, order.documents)
    labels = labels_for([plan.document for plan in plans], order.language)
    items = _wanted(plans, order.departments)
    name = Path(template).name
    book = open_workbook(Path(template), name, UnusableTemplate, "the template", values=False)
    place = _find(book, name)
    _fill(place, plans, items, Entries(labels, order.default_due), labels("continued"))
    if not place.sheet.print_title_rows:
        place.sheet.print_title_rows = f"{place.body - 1}:{place.body - 1}"
    for column, key in enumerate(HIDDEN, _edge(place) + 1):
        head = place.sheet.cell(place.body - 1, column, labels(key))
        place.sheet.column_dimensions[head.column_letter].hidden = True
    save(path, lambda stream: _save(book, stream))


def _wanted(plans: Sequence[Plan], departments: Sequence[str]) -> list[Item]:
    present = {duty.department.id: duty.department for p in plans for i in p.items for duty in i.duties}
    chosen = {department.id for department in choose_departments(list(present.values()), departments)}
    items = [item for plan in plans for item in plan.items if not item.heading_only]
    return [i for i in items if any(d.department.id in chosen for d in i.duties)] if departments else items


@cache
def _words() -> dict[str, str]:
    text = resources.files("exports").joinpath("template.yaml").read_text(encoding="utf-8")
    return {word: field for field, words in yaml.safe_load(text).items() for word in words}


def _field(text: object) -> str:
    """What a column of this head takes; empty when nothing of ours."""
    from loaders.table_heads import column_kind

    bare = "".join(shadow(str(text or "")).split())
    return _words().get(bare) or column_kind(bare)


def _find(book: Workbook, name: str) -> _Place:
    from loaders.table_heads import is_head, settled

    for sheet in book.worksheets:
        for row in range(1, min(sheet.max_row, _SEARCHED_ROWS) + 1):
            upper = [_field(sheet.cell(row, c).value) for c in range(1, _columns(sheet) + 1)]
            lower = [_field(sheet.cell(row + 1, c).value) for c in range(1, _columns(sheet) + 1)]
            # Heads on two levels: the lower one says more, the upper one stands where nothing is below it.
            both = [b or a for a, b in zip(upper, lower, strict=True)]
            two = sum(map(bool, lower)) >= 2 and is_head(both)
            kinds = both if two else upper
            if is_head(kinds):
                fields = {c: kind for c, kind in enumerate(settled(kinds), 1) if kind and kind != "other"}
                deep = any(
                    area.min_row <= row < area.max_row and area.min_col <= max(fields)
                    for area in sheet.merged_cells.ranges
                )
                return _Place(sheet, row + (2 if two or deep else 1), fields)
    raise UnusableTemplate("no sheet of the template has a row of heads", where=name)


def _columns(sheet: Any) -> int:
    return int(min(sheet.max_column, _SEARCHED_COLUMNS))


def _edge(place: _Place) -> int:
    """The last column that the sheet itself uses in its head."""
    rows = range(max(place.body - 2, 1), place.body)
    used = [c for c in range(1, _columns(place.sheet) + 1) for r in rows if place.sheet.cell(r, c).value is not None]
    return max([*used, *place.fields])


def _fill(place: _Place, plans: Sequence[Plan], items: Sequence[Item], entries: Entries, mark: str) -> None:
    sheet, edge = place.sheet, _edge(place)
    model = [copy(sheet.cell(place.body, c)._style) for c in range(1, edge + 1)]
    size = max([float(sheet.cell(place.body, c).font.sz or _DEFAULT_SIZE) for c in place.fields], default=_DEFAULT_SIZE)
    columns = (
        *(Column("", _width(sheet, c, size), listed=place.fields.get(c) in _LISTED) for c in range(1, edge + 1)),
        *(Column("", 1, hidden=True) for _ in HIDDEN),
    )
    lines: list[Line] = []
    for plan in plans:
        for item in plan.items:
            if item in items:
                line = _line(item, plan, place, edge, entries)
                lines.extend(continued(line, columns, size, mark, edge + HIDDEN.index("row_part")))
    _make_room(sheet, place, len(lines))
    for row, line in enumerate(lines, place.body):
        for column, value in enumerate(line.cells, 1):
            cell = sheet.cell(row, column)
            if column <= edge:
                cell._style = copy(model[column - 1])
            cell.value = value if value != "" else None
            if isinstance(value, str) and value:
                # Whatever it begins with, it is a text and no formula.
                cell.data_type = "s"
                if column in place.fields:
                    alignment = copy(cell.alignment)
                    alignment.wrap_text = True
                    alignment.vertical = alignment.vertical or "center"
                    cell.alignment = alignment
        shown = [(str(v), k.width) for v, k in zip(line.cells, columns, strict=True) if not k.hidden]
        sheet.row_dimensions[row].height = row_height(shown, size)


def _line(item: Item, plan: Plan, place: _Place, edge: int, entries: Entries) -> Line:
    given = entries.given(item)
    number, task, target, official, lead, support, due = given
    has = set(place.fields.values())
    labels = entries.labels
    if "support" not in has and support:
        # One column for every body: the roles stay told apart.
        lead = f"{labels('lead')}{labels('colon')}\n{lead}\n{labels('support')}{labels('colon')}\n{support}"
    values = {
        "number": number, "task": task, "target": target, "oversee": official, "lead": lead, "duty": lead,
        "support": support, "due": due, "title": item.title, "group": item.chapter.heading if item.chapter else "",
        "chapter": item.chapter.heading if item.chapter else "", "document": str(plan.document.get("title") or ""),
        "doc_number": str(plan.document.get("doc_number") or ""), "path": item.path,
    }  # fmt: skip
    cells = [values.get(place.fields.get(c, ""), "") for c in range(1, edge + 1)]
    return Line("task", (*cells, item.task.id, 1, "", entries.check(item)))


def _width(sheet: Any, column: int, size: float) -> float:
    """A column's width in full-width characters of that size."""
    from openpyxl.utils import get_column_letter

    for area in sheet.column_dimensions.values():
        if area.min and area.max and area.min <= column <= area.max and area.width:
            return max(float(area.width) * 7 * 72 / 96 / size, 1.5)
    known = sheet.column_dimensions[get_column_letter(column)].width or _DEFAULT_WIDTH
    return max(float(known) * 7 * 72 / 96 / size, 1.5)


def _make_room(sheet: Any, place: _Place, needed: int) -> None:
    """Clear the body's rows and move what stands below the table, so that so many rows fit."""
    footer = place.body
    words = [c for c, kind in place.fields.items() if kind in ("task", "title", "lead", "duty")]
    while footer <= sheet.max_row:
        values = [sheet.cell(footer, c).value for c in range(1, _columns(sheet) + 1)]
        if any(v is not None for v in values) and not any(sheet.cell(footer, c).value is not None for c in words):
            break
        footer += 1
    for area in list(sheet.merged_cells.ranges):
        if place.body <= area.min_row < footer:
            sheet.unmerge_cells(str(area))
    for row in range(place.body, footer):
        for column in range(1, _columns(sheet) + 1):
            sheet.cell(row, column).value = None
    more = place.body + needed - footer
    if more <= 0 or footer > sheet.max_row:
        return
    below = [area for area in list(sheet.merged_cells.ranges) if area.min_row >= footer]
    heights = {r: sheet.row_dimensions[r].height for r in range(footer, sheet.max_row + 1)}
    for area in below:
        sheet.unmerge_cells(str(area))
    sheet.insert_rows(footer, more)
    for area in below:
        area.shift(row_shift=more)
        sheet.merge_cells(str(area))
    for row, height in heights.items():
        sheet.row_dimensions[row + more].height = height


def _save(book: Workbook, stream: BinaryIO) -> None:
    """Write a workbook so that the same content gives the same bytes: openpyxl writes the time into it."""
    raw = io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as made, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as settled:
        for member in made.infolist():
            data: Any = made.read(member)
            if member.filename == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z\2", data)
            entry = zipfile.ZipInfo(member.filename, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            settled.writestr(entry, data)
