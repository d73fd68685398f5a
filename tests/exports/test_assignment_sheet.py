"""The sheet in which an office names departments: what it asks, and what is understood when it comes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from exports.assignment_sheet import Filled, read_assignment_sheet, write_assignment_sheet
from graph.errors import OldOfficeFormat, UnknownExport, UnusableAssignments
from graph.model import Graph
from graph.office import Assignment, not_yet_assigned, with_assignments
from tests.exports.plans import BOTH, office, plan
from tests.graphs import small_graph

HEADS = ["文件", "序號", "工作任務", "原文統稱", "分解單位", "角色", "經辦人", "日期", "理由"]
# The clauses of the plan that end in 市有關單位, by their items' numbers.
OPEN = ["2", "5", "6", "7", "9", "15.8", "20", "26"]


def body(sheet: Any) -> dict[str, int]:
    """The row of each task, by its number."""
    return {str(row[1].value): row[1].row for row in sheet.iter_rows(min_row=4) if row[1].value is not None}


def made(graph: Graph, folder: Path, language: str = "zh-Hant") -> Path:
    path = folder / "分解.xlsx"
    write_assignment_sheet(graph, not_yet_assigned(graph, []), path, language=language)
    return path


def fill(path: Path, change: Callable[[Any, dict[str, int]], None]) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book.active
    change(sheet, body(sheet))
    book.save(path)


def put(sheet: Any, row: int, **values: object) -> None:
    """Write into a row by the columns' heads."""
    places = {"document": 1, "number": 2, "collective": 4, "department": 5, "role": 6, "who": 7, "when": 8, "reason": 9}
    for name, value in values.items():
        sheet.cell(row, places[name]).value = value


def own(path: Path, heads: list[str], *rows: list[object]) -> Path:
    """An office's own sheet."""
    book = openpyxl.Workbook()
    for row in (heads, *rows):
        book.active.append(row)
    book.save(path)
    return path


def lines(filled: Filled) -> list[str]:
    return [error.line() for error in filled.refused]


@pytest.mark.parametrize("which", BOTH)
def test_it_asks_for_each_open_collective(tmp_path: Path, which: str) -> None:
    graph = plan(which)
    sheet = openpyxl.load_workbook(made(graph, tmp_path)).active
    assert [cell.value for cell in sheet[3]] == HEADS
    assert list(body(sheet)) == OPEN
    five = [cell.value for cell in sheet[body(sheet)["5"]]]
    assert five[0] == "河府辦函〔2021〕39號"
    assert five[3:] == ["市有關單位", None, "配合", None, None, None]
    assert sheet.protection.sheet
    assert [cell.protection.locked for cell in sheet[body(sheet)["5"]]] == [True] * 4 + [False] * 5


def test_what_was_filled_in_comes_back(tmp_path: Path) -> None:
    graph = plan("sample")
    path = made(graph, tmp_path)

    def write(sheet: Any, rows: dict[str, int]) -> None:
        put(sheet, rows["5"], department="市教育局", who="王五", when=date(2021, 6, 1), reason="分管領導批示")
        put(sheet, rows["9"], department="市司法局、市財政局", when="2021年6月2日")
        put(sheet, rows["26"], department="市財政局", role="牽頭")

    fill(path, write)
    filled = read_assignment_sheet(path, graph)
    assert lines(filled) == []
    assert filled.blank == 5
    document, some = graph.document.id, "市有關單位"
    assert filled.assignments == [
        Assignment(document, "5", "市教育局", "SUPPORTS", some, "王五", "2021-06-01", "分管領導批示"),
        Assignment(document, "9", "市司法局", "SUPPORTS", some, when="2021-06-02"),
        Assignment(document, "9", "市財政局", "SUPPORTS", some, when="2021-06-02"),
        Assignment(document, "26", "市財政局", "LEADS", some),
    ]
    shown, lost = with_assignments(graph, filled.assignments)
    assert lost == []
    assert shown.validate()
    # three of the eight are named now, the one that leads in place of a supporting collective among them
    assert [str(o.task.get("number")) for o in not_yet_assigned(graph, filled.assignments)] == [
        n for n in OPEN if n not in ("5", "9", "26")
    ]


def test_saved_by_libreoffice_sorted_and_with_other_rows(tmp_path: Path) -> None:
    graph = plan("sample")
    path = made(graph, tmp_path)

    def disorder(sheet: Any, rows: dict[str, int]) -> None:
        put(sheet, rows["5"], department="市教育局")
        put(sheet, rows["6"], department="市財政局")
        for place in range(1, 10):
            one, other = sheet.cell(rows["5"], place), sheet.cell(rows["6"], place)
            one.value, other.value = other.value, one.value
        sheet.insert_rows(rows["5"])

    fill(path, disorder)
    office("--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", tmp_path / "again", path)
    filled = read_assignment_sheet(tmp_path / "again" / path.name, graph)
    assert lines(filled) == []
    assert {(a.task, a.department) for a in filled.assignments} == {("5", "市教育局"), ("6", "市財政局")}


@pytest.mark.parametrize(
    ("heads", "row"),
    [
        (["任務序號", "分解單位"], ["(五)", "市教育局"]),
        (["分解單位", "日期", "序号", "经办人"], ["市教育局", None, 5, "王五"]),
        (["No.", "Departments", "Role"], ["5", "市教育局", "Support"]),
    ],
)
def test_an_offices_own_sheet_is_read_by_its_heads(tmp_path: Path, heads: list[str], row: list[object]) -> None:
    path = own(tmp_path / "own.xlsx", heads, row)
    filled = read_assignment_sheet(path, plan("sample"))
    assert lines(filled) == []
    assert [(a.task, a.department, a.role, a.collective) for a in filled.assignments] == [
        ("5", "市教育局", "SUPPORTS", "市有關單位")
    ]


def test_each_bad_row_has_one_line_that_says_where_and_what(tmp_path: Path) -> None:
    heads = ["文件", "序號", "原文統稱", "分解單位", "角色", "日期"]
    rows = [
        (["", "99", "", "市教育局", "", ""], "no task 99"),
        (["", "", "", "市教育局", "", ""], "no task (none)"),
        (["別的文件", "5", "", "市教育局", "", ""], "別的文件 is none of the documents"),
        (["", "5", "市直各單位", "市教育局", "", ""], "names no collective 市直各單位"),
        (["", "1", "", "市教育局", "", ""], "task 1 names no collective"),
        (["", "5", "", "市教育局", "督辦", ""], "the role 督辦 is not known"),
        (["", "5", "", "市教育局", "", "六月"], "六月 is no date"),
        (["", "5", "", "市教育局", "", "2021-02-30"], "2021-02-30 is no date"),
        (["", "5", "", "市教育局、市有關單位", "", ""], "市有關單位 is a collective itself"),
    ]
    path = own(tmp_path / "own.xlsx", heads, *([*row] for row, _ in rows), ["", "5", "", "市教育局", "", ""])
    filled = read_assignment_sheet(path, plan("sample"))
    assert len(filled.refused) == len(rows)
    for place, (line, (_, said)) in enumerate(zip(lines(filled), rows, strict=True), 2):
        assert said in line
        assert f"(own.xlsx, row {place})" in line
        assert "\n" not in line
    # a row of which one department is bad gives none of them
    assert [a.department for a in filled.assignments] == ["市教育局"]


def test_several_plans_must_be_told_apart(tmp_path: Path) -> None:
    sample, other = plan("sample"), small_graph()
    both = Graph((*sample.nodes, *other.nodes), (*sample.relationships, *other.relationships))
    path = own(tmp_path / "own.xlsx", ["文件", "序號", "分解單位"], ["", "5", "市教育局"])
    assert "the row must say which document" in lines(read_assignment_sheet(path, both))[0]
    path = own(tmp_path / "own.xlsx", ["文件", "序號", "分解單位"], ["河府办函〔2021〕39号", "5", "市教育局"])
    assert [a.task for a in read_assignment_sheet(path, both).assignments] == ["5"]


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_every_language_comes_back(tmp_path: Path, language: str) -> None:
    graph = plan("sample")
    path = made(graph, tmp_path, language)
    fill(path, lambda sheet, rows: put(sheet, rows["5"], department="市教育局"))
    filled = read_assignment_sheet(path, graph)
    assert lines(filled) == []
    assert [(a.task, a.role) for a in filled.assignments] == [("5", "SUPPORTS")]


def test_nothing_is_open(tmp_path: Path) -> None:
    graph = plan("sample")
    path = tmp_path / "a.xlsx"
    write_assignment_sheet(graph, [], path)
    assert openpyxl.load_workbook(path).active["A4"].value == "沒有待指定的統稱"
    assert read_assignment_sheet(path, graph) == Filled()


def test_what_is_no_such_sheet_is_said(tmp_path: Path) -> None:
    graph = plan("sample")
    with pytest.raises(UnknownExport):
        write_assignment_sheet(graph, [], tmp_path / "a.csv")
    (tmp_path / "a.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    with pytest.raises(OldOfficeFormat):
        read_assignment_sheet(tmp_path / "a.xls", graph)
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04")
    for path in (tmp_path / "b.xlsx", tmp_path / "none.xlsx", own(tmp_path / "c.xlsx", ["序號", "日期"], ["5", ""])):
        with pytest.raises(UnusableAssignments):
            read_assignment_sheet(path, graph)


def test_a_name_that_looks_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    graph = plan("sample")
    named = tuple(
        r._replace(properties={**r.properties, "mention": "=市有關單位"}) if r.get("collective") else r
        for r in graph.relationships
    )
    graph = Graph(graph.nodes, named)
    sheet = openpyxl.load_workbook(made(graph, tmp_path)).active
    assert sheet.cell(body(sheet)["5"], 4).value == "=市有關單位"
    assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]
