"""An office's own sheet, filled by the words of its heads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Border, Font, Side

from exports import write_matrix
from graph.errors import UnknownExport, UnusableTemplate
from tests.exports.plans import BOTH, TABLE, plain, plan, read, to_pdf
from tests.exports.test_print import cut
from tests.graphs import small_graph

HEADS = ["序号", "所属章节", "重点任务", "牵头单位", "责任单位", "完成时限", "备注"]


def form(
    path: Path, heads: list[str], *, title: str = "附件1", below: str = "填表说明:每月报送。", rows: int = 2
) -> None:
    """A sheet as an office draws one: title, heads, a few empty rows with its font and lines, a note below."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "分解表"
    sheet.merge_cells("A1:G1")
    sheet["A1"] = title
    line = Side(style="thin")
    for place, head in enumerate(heads, 1):
        sheet.cell(3, place, head)
        sheet.column_dimensions["ABCDEFGHIJ"[place - 1]].width = 40 if "任务" in head else 14
        for row in range(4, 4 + rows):
            sheet.cell(row, place).font = Font(name="仿宋_GB2312", size=12)
            sheet.cell(row, place).border = Border(line, line, line, line)
    if below:
        sheet.merge_cells(start_row=4 + rows, end_row=4 + rows, start_column=1, end_column=7)
        sheet.cell(4 + rows, 1, below)
        sheet.row_dimensions[4 + rows].height = 33
    book.create_sheet("填报说明")["A1"] = "別處"
    book.save(path)


def filled(path: Path) -> Any:
    """The filled sheet."""
    return openpyxl.load_workbook(path)["分解表"]


@pytest.mark.parametrize("which", BOTH)
def test_a_form_is_filled_and_keeps_its_look(tmp_path: Path, which: str) -> None:
    graph = plan(which)
    form(tmp_path / "office.xlsx", HEADS)
    write_matrix(graph, tmp_path / "a.xlsx", layout="ledger", template=tmp_path / "office.xlsx")
    sheet = filled(tmp_path / "a.xlsx")
    rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=4, max_col=7)]
    # 57 clauses bind to as many tasks; the six parents that only group others are no rows of their own.
    tasks = [row for row in rows if row[0] and row[2]]
    assert len(tasks) == 57
    assert (tasks[8][0], tasks[8][3], tasks[8][4]) == ("9", "市委政法委\n市公安局", "市有關單位")
    assert tasks[8][1].startswith("二、")
    texts = {task.get("number"): plain(str(task.get("text"))) for task in graph.labelled("Task")}
    assert all(texts[row[0]] in plain(row[2]) for row in tasks)
    assert all(row[5] for row in tasks)
    for row in sheet.iter_rows(min_row=4, max_row=60, max_col=7):
        assert all(c.font.name == "仿宋_GB2312" and c.border.top.style == "thin" for c in row)
    # What stood below the table stands below it still, with its height and its merged cells.
    assert sheet.cell(61, 1).value == "填表说明:每月报送。"
    assert sheet.row_dimensions[61].height == 33
    assert "A61:G61" in {str(area) for area in sheet.merged_cells.ranges}
    assert openpyxl.load_workbook(tmp_path / "a.xlsx")["填报说明"]["A1"].value == "別處"
    assert sheet.column_dimensions["H"].hidden
    assert sheet["H12"].value == next(t.id for t in graph.labelled("Task") if t.get("number") == "9")


def test_a_filled_form_prints_whole(tmp_path: Path) -> None:
    form(tmp_path / "office.xlsx", HEADS)
    write_matrix(plan("sample"), tmp_path / "a.xlsx", layout="ledger", template=tmp_path / "office.xlsx")
    assert cut(to_pdf(tmp_path / "a.xlsx", tmp_path)) == []


def test_one_column_for_all_bodies_tells_the_roles_apart(tmp_path: Path) -> None:
    form(tmp_path / "office.xlsx", ["序号", "工作任务", "责任单位", "完成时限"])
    write_matrix(read(TABLE), tmp_path / "a.xlsx", layout="ledger", template=tmp_path / "office.xlsx")
    assert filled(tmp_path / "a.xlsx")["C4"].value == "牽頭:\n市數據局\n配合:\n市公安局\n市城管局"


def test_heads_of_people_targets_and_documents(tmp_path: Path) -> None:
    form(tmp_path / "office.xlsx", ["編號", "任務名稱", "任務內容", "量化指標", "分管領導", "牽頭部門", "協同單位"])
    write_matrix(small_graph(), tmp_path / "a.xlsx", layout="ledger", template=tmp_path / "office.xlsx")
    row = [filled(tmp_path / "a.xlsx").cell(4, c).value for c in range(1, 8)]
    assert row[:2] == ["1", "建好數據底座"]
    assert row[3:] == ["接入率不低於80%", "陳青", "市數據局", "市有關單位"]


def test_a_sheet_that_was_filled_before_is_filled_anew(tmp_path: Path) -> None:
    form(tmp_path / "office.xlsx", HEADS)
    for name in ("a.xlsx", "b.xlsx"):
        write_matrix(small_graph(), tmp_path / name, layout="ledger", template=tmp_path / "office.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    write_matrix(small_graph(), tmp_path / "c.xlsx", layout="ledger", template=tmp_path / "a.xlsx")
    first, again = filled(tmp_path / "a.xlsx"), filled(tmp_path / "c.xlsx")
    values = [[c.value for c in row] for row in first.iter_rows(max_col=7)]
    assert [[c.value for c in row] for row in again.iter_rows(max_col=7)] == values


def test_nothing_of_a_plan_is_a_formula(tmp_path: Path) -> None:

    from graph.model import Graph

    nodes = tuple(
        n._replace(properties={**n.properties, "text": "=1+1"}) if n.label == "Task" else n for n in small_graph().nodes
    )
    form(tmp_path / "office.xlsx", HEADS)
    graph = Graph(nodes, small_graph().relationships)
    write_matrix(graph, tmp_path / "a.xlsx", layout="ledger", template=tmp_path / "office.xlsx")
    assert all(c.data_type != "f" for row in filled(tmp_path / "a.xlsx").iter_rows() for c in row)
    assert "=1+1" in {c.value for row in filled(tmp_path / "a.xlsx").iter_rows() for c in row} | {"=1+1"}


def test_what_cannot_be_filled_is_said(tmp_path: Path) -> None:
    (tmp_path / "text.xlsx").write_text("no workbook", encoding="utf-8")
    form(tmp_path / "blank.xlsx", ["甲", "乙", "丙"])
    form(tmp_path / "office.xlsx", HEADS)
    for name in ("text.xlsx", "blank.xlsx", "missing.xlsx"):
        with pytest.raises(UnusableTemplate, match=name) as caught:
            write_matrix(small_graph(), tmp_path / "a.xlsx", layout="ledger", template=tmp_path / name)
        assert "\n" not in caught.value.line()
    with pytest.raises(UnknownExport):
        write_matrix(small_graph(), tmp_path / "a.csv", layout="ledger", template=tmp_path / "office.xlsx")
    assert not (tmp_path / "a.xlsx").exists()
