"""Sheets as an Excel workbook that an office can print: A4 landscape, fixed heads, filters, whole rows."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import Any, BinaryIO

from exports.continued import continued
from exports.measure import MOST_POINTS, points, row_height, width_of
from exports.sheet import Column, Line, Paper, Sheet, Value, sheet_names

_FONT = {"font_name": "宋体", "font_charset": 134, "font_family": 3}
_HEAD_FONT = {"font_name": "黑体", "font_charset": 134, "font_family": 3}
# A fixed date: the same input gives the same bytes.
_EPOCH = datetime(2000, 1, 1)
_A4 = 9
_MARGIN = 0.4
# What A4 landscape leaves between the margins, in points, and how small a sheet may be shrunk before it prints on
# several pages side by side.
_PRINTABLE = (11.69 - 2 * _MARGIN) * 72
_SMALLEST = 0.6
_STACKED = 270
_GREY, _LIGHT, _PALE, _OPEN = "#D9E1EC", "#E9EEF5", "#F4F6FA", "#FFFDF2"
_COLOURS = {"document": _GREY, "section": _LIGHT, "heading": _PALE, "total": _LIGHT}
_SIGNALS = {"red": "#F4B6B0", "yellow": "#FBE7A1", "green": "#BFE3C0"}
_EVERYWHERE = "A1:XFD1048576"
# What whoever fills a protected sheet may still do to it.
_ALLOWED = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "sort": True,
    "autofilter": True,
}


def render_xlsx(paper: Paper, stream: BinaryIO) -> None:
    """Write a workbook. Every text is written as a text: no cell can hold a formula or a link."""
    import xlsxwriter

    workbook = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    workbook.set_properties({"title": paper.sheets[0].title, "created": _EPOCH})
    for name, value in paper.marks.items():
        workbook.set_custom_property(name, value, "text")
    formats = _Formats(workbook)
    for name, sheet in zip(sheet_names(s.name for s in paper.sheets), paper.sheets, strict=True):
        _Writer(workbook.add_worksheet(name), formats, sheet, paper).write()
    workbook.close()


class _Formats:
    """Cell formats, each made once."""

    def __init__(self, workbook: Any) -> None:
        self.workbook = workbook
        self.made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def __call__(self, **properties: Any) -> Any:
        whole = {**_FONT, **properties}
        key = tuple(sorted(whole.items()))
        if key not in self.made:
            self.made[key] = self.workbook.add_format(whole)
        return self.made[key]


class _Writer:
    """Writes one sheet from top to bottom."""

    def __init__(self, worksheet: Any, formats: _Formats, sheet: Sheet, paper: Paper) -> None:
        self.worksheet, self.formats, self.sheet, self.paper = worksheet, formats, sheet, paper
        self.columns = sheet.columns
        self.last = len(sheet.columns) - 1
        # Hidden columns stand behind the printed ones: sorting carries them along, no page shows them.
        self.edge = len(sheet.printed().columns) - 1
        self.row = 0

    def write(self) -> None:
        self.title()
        first = self.row
        self.heads()
        heads = self.row
        body = [line for line in self.sheet.lines if line.kind != "total"]
        for line in body:
            for part in continued(line, self.columns, self.sheet.size, self.paper.continued, self.sheet.part):
                self.line(part)
        if body:
            self.worksheet.autofilter(heads - 1, 0, self.row - 1, self.last)
        for line in self.sheet.lines[len(body) :]:
            self.line(line)
        self.notes()
        self.print_setup(first, heads)

    def title(self) -> None:
        size = self.sheet.size
        self.band(self.sheet.title, size + 7, align="center", lead={**_HEAD_FONT, "bold": True})
        self.worksheet.set_row(self.row, points(1, size + 1))
        style = {"font_size": size + 1, "valign": "vcenter"}
        self.worksheet.write_string(self.row, 0, self.sheet.subtitle, self.formats(**style))
        right = self.formats(**style, align="right")
        # A text that is wider than its cell runs over empty neighbours only: the date gets the cells that it needs.
        begin, room = self.edge, self.columns[self.edge].width
        while begin > 1 and room < width_of(self.sheet.date) + 2:
            begin -= 1
            room += self.columns[begin].width
        if begin < self.edge:
            self.worksheet.merge_range(self.row, begin, self.row, self.edge, "", right)
        self.worksheet.write_string(self.row, begin, self.sheet.date, right)
        self.row += 1

    def band(self, text: str, size: float, *, align: str, lead: dict[str, Any]) -> None:
        """A text across all columns."""
        style = self.formats(**lead, font_size=size, align=align, valign="vcenter", text_wrap=True)
        room = sum(column.width for column in self.columns if not column.hidden) * self.sheet.size / size
        self.worksheet.set_row(self.row, row_height([(text, room)], size))
        if self.edge:
            self.worksheet.merge_range(self.row, 0, self.row, self.edge, "", style)
        self.worksheet.write_string(self.row, 0, text, style)
        self.row += 1

    def heads(self) -> None:
        size = self.sheet.size
        style = {**_HEAD_FONT, "font_size": size, "border": 1, "bg_color": _GREY, "valign": "vcenter"}
        level = self.formats(**style, align="center", text_wrap=True)
        upright = self.formats(**style, align="center", rotation=_STACKED)
        grouped = any(column.group for column in self.columns)
        if grouped:
            self.group_heads(level)
        tall = row_height([(c.title, c.width) for c in self.columns if not (c.upright or c.hidden)], size) + size / 2
        tall = max([tall, *(points(len(c.title), size) for c in self.columns if c.upright)])
        self.worksheet.set_row(self.row, min(tall, MOST_POINTS))
        for place, column in enumerate(self.columns):
            if grouped and not column.group:
                self.worksheet.merge_range(self.row - 1, place, self.row, place, "", level)
                self.worksheet.write_string(self.row - 1, place, column.title, level)
            else:
                self.worksheet.write_string(self.row, place, column.title, upright if column.upright else level)
        self.row += 1

    def group_heads(self, style: Any) -> None:
        self.worksheet.set_row(self.row, points(1, self.sheet.size) + 2)
        for group, members in groupby(enumerate(self.columns), key=lambda pair: pair[1].group):
            places = [place for place, _ in members]
            if group:
                self.worksheet.merge_range(self.row, places[0], self.row, places[-1], "", style)
                self.worksheet.write_string(self.row, places[0], group, style)
        self.row += 1

    def line(self, line: Line) -> None:
        size = self.sheet.size
        tall = row_height(
            [
                (str(cell), column.width)
                for place, (cell, column) in enumerate(zip(line.cells, self.columns, strict=True))
                if place != line.runs_on and not column.hidden
            ],
            size,
        )
        self.worksheet.set_row(self.row, max(tall, points(1, size) + 3))
        covered = self.covered(line)
        for place, (cell, column) in enumerate(zip(line.cells, self.columns, strict=True)):
            if column.hidden:
                self.hidden(place, cell)
                continue
            style = self.style(line, column, open_left=place in covered[1:], open_right=place in covered[:-1])
            if isinstance(cell, int):
                self.worksheet.write_number(self.row, place, cell, style)
            elif place == line.bold_in and 0 < line.bold < len(cell):
                strong = self.formats(bold=True, font_size=size)
                plain = self.formats(font_size=size)
                self.worksheet.write_rich_string(
                    self.row, place, strong, cell[: line.bold], plain, cell[line.bold :], style
                )
            elif cell:
                self.worksheet.write_string(self.row, place, cell, style)
            else:
                self.worksheet.write_blank(self.row, place, None, style)
        self.row += 1

    def hidden(self, place: int, cell: Value) -> None:
        """A cell that only a program reads: its format shows nothing, so that no printer meets it."""
        style = self.formats(font_size=self.sheet.size, num_format=";;;")
        if isinstance(cell, int):
            self.worksheet.write_number(self.row, place, cell, style)
        elif cell:
            self.worksheet.write_string(self.row, place, cell, style)

    def covered(self, line: Line) -> list[int]:
        """The columns that a running text covers."""
        if line.runs_on is None:
            return []
        places, left = [line.runs_on], width_of(str(line.cells[line.runs_on])) - self.columns[line.runs_on].width
        for place in range(line.runs_on + 1, len(self.columns)):
            if left <= 0 or line.cells[place] != "" or self.columns[place].hidden:
                break
            places.append(place)
            left -= self.columns[place].width
        return places

    def style(self, line: Line, column: Column, *, open_left: bool, open_right: bool) -> Any:
        heading = line.kind != "task"
        properties: dict[str, Any] = {
            "font_size": self.sheet.size,
            "valign": "vcenter" if column.centred or heading or self.sheet.middle else "top",
            "align": "center" if column.centred and line.runs_on is None else "left",
            "top": 1,
            "bottom": 1,
            "left": 0 if open_left else 1,
            "right": 0 if open_right else 1,
            "border_color": "#7F7F7F",
            "bold": heading,
        }
        if line.runs_on is None:
            properties["text_wrap"] = True
        if column.signal and line.tint:
            properties["bg_color"] = _SIGNALS[line.tint]
        elif heading:
            properties["bg_color"] = _COLOURS[line.kind]
        elif self.sheet.protected and column.open:
            properties["bg_color"] = _OPEN
        if self.sheet.protected and column.open and not heading:
            properties["locked"] = False
        return self.formats(**properties)

    def notes(self) -> None:
        for note in self.sheet.notes:
            self.band(note, self.sheet.size, align="left", lead={})

    def print_setup(self, first: int, heads: int) -> None:
        sheet, worksheet = self.sheet, self.worksheet
        for place, column in enumerate(self.columns):
            hidden = {"hidden": True} if column.hidden else {}
            worksheet.set_column_pixels(place, place, round(column.width * sheet.size * 96 / 72) + 5, None, hidden)
        wide = sum(column.width * sheet.size + 4 for column in self.columns if not column.hidden)
        worksheet.set_landscape()
        worksheet.set_paper(_A4)
        worksheet.set_margins(_MARGIN, _MARGIN, 0.55, 0.6)
        worksheet.center_horizontally()
        if _PRINTABLE / wide >= _SMALLEST:
            worksheet.fit_to_pages(1, 0)
        else:
            worksheet.set_print_scale(round(_SMALLEST * 100))
            worksheet.repeat_columns(0, sheet.fixed - 1)
        worksheet.repeat_rows(first, heads - 1)
        worksheet.freeze_panes(heads, sheet.fixed)
        worksheet.print_area(0, 0, self.row - 1, self.edge)
        above = "  ".join(filter(None, (sheet.title, sheet.subtitle, sheet.date)))
        worksheet.set_header('&R&8&"宋体,Regular" ' + _in_header(above), {"margin": 0.25})
        footer = self.paper.footer.replace("{n}", "&P").replace("{m}", "&N")
        worksheet.set_footer('&C&9&"宋体,Regular" ' + footer, {"margin": 0.3})
        worksheet.ignore_errors({"number_stored_as_text": _EVERYWHERE})
        worksheet.hide_gridlines(2)
        if sheet.protected:
            worksheet.protect("", _ALLOWED)


def _in_header(text: str) -> str:
    """A text for a page header, where & begins a code and 255 characters are the most."""
    return text[:110].replace("&", "&&").replace("\n", " ")
