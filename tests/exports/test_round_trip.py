"""A ledger that people filled is read back as the plan it was made from: the same tasks by 序號, leads, supports and dates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from exports import write_matrix
from exports.ledger import GIVEN
from graph.model import Graph
from graph.office import Assignment, checked, with_assignments
from loaders.load import load_file, load_text
from tests.exports.plans import BOTH, TABLE, counted, path_of, plan, read

REPORTED = (
    "完成需求調研",
    "6月底前上線",
    "",
    "2024年12月驗收",
    "已完成80%。由市財政局牽頭",
    "經費不足",
    "2024年11月30日前補報",
    "(市審計局配合)",
)
"""What a department might write into the eight open columns: dates, numbers and clauses that are none of the plan's."""

ODD = """青嶺市2024年工作要點
一、服務
(一)整合熱線。2024年6月底前接通率不低於80%。(市公安局牽頭,市直有關部門、單位配合)
(二)完善窗口。各窗口一窗受理。(市數據局、市司法局牽頭)
1.建設平臺。(市民政局牽頭)
2.接入系統。(各縣(區)人民政府、各鄉鎮人民政府、街道辦事處牽頭,市數據局配合)
二、安全
(三)持續備份。2024年3月底前完成方案,2024年9月底前完成演練。(市公安局負責)
"""


def fill(path: Path) -> None:
    """Write something into every open cell of every task's row, on every sheet."""
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        for row in sheet.iter_rows(min_row=5):
            if str(row[0].value or "")[:1].isdigit():
                for cell, words in zip(row[len(GIVEN) :], REPORTED, strict=False):
                    cell.value = words or None
    book.save(path)


def facts(graph: Graph) -> dict[str, tuple[Any, ...]]:
    """By number: the deadline, as date and as printed, and who has which part in which order."""
    nodes = graph.by_id
    out: dict[str, tuple[Any, ...]] = {}
    for task in graph.labelled("Task"):
        found = [r for r in graph.of_type("LEADS", "SUPPORTS", "OVERSEES") if r.end == task.id]
        named = sorted((r.type, r.get("rank") or 0, str(nodes[r.start].get("name"))) for r in found)
        out[str(task.get("number"))] = (task.get("due_on"), task.get("due_text"), *named)
    return out


def returned(graph: Graph, path: Path, **more: Any) -> Graph:
    """The plan as it is read from its own ledger, after people filled that."""
    write_matrix(graph, path, layout="ledger", **more)
    fill(path)
    return load_file(path)


@pytest.mark.parametrize("which", BOTH)
@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans"])
def test_a_filled_ledger_is_the_plan_again(tmp_path: Path, which: str, language: str) -> None:
    graph = plan(which)
    again = returned(graph, tmp_path / "l.xlsx", language=language)
    assert facts(again) == facts(graph)
    # The text's own brackets: 57 clauses with 70 leads and 11 supports; 28 items, of which six have 35 subtasks.
    text = counted(path_of(which))
    assert len(again.of_type("LEADS")) == sum(text.leads.values()) == 70
    assert len(again.of_type("SUPPORTS")) == sum(text.supports.values()) == 11
    assert len(again.labelled("Task")) == 28 + 35
    assert {n.get("name") for n in again.labelled("Department")} == {
        n.get("name") for n in graph.labelled("Department")
    }


def test_a_tables_leaders_and_dates_come_back(tmp_path: Path) -> None:
    again = returned(read(TABLE), tmp_path / "l.xlsx")
    assert facts(again) == facts(read(TABLE))
    # twelve rows, each with one official
    assert len(again.of_type("OVERSEES")) == 12


def test_names_with_the_mark_that_parts_names_survive(tmp_path: Path) -> None:
    graph = load_text(ODD)
    again = returned(graph, tmp_path / "l.xlsx")
    assert facts(again) == facts(graph)
    # as the brackets of ODD say
    assert facts(again)["1"][2:] == (("LEADS", 1, "市公安局"), ("SUPPORTS", 1, "市直有關部門、單位"))
    assert ("LEADS", 2, "各鄉鎮人民政府、街道辦事處") in facts(again)["2.2"]


@pytest.mark.parametrize("default_due", [None, "2024-12-31"])
def test_what_the_plan_does_not_state_is_not_read_as_its_own(tmp_path: Path, default_due: str | None) -> None:
    """原文未明確, (默認) and (據目標) are the ledger's words: task 3 of ODD names two dates, and so has none of its own."""
    graph = load_text(ODD)
    again = returned(graph, tmp_path / "l.xlsx", default_due=default_due)
    assert {number: found[:2] for number, found in facts(again).items()} == {
        "1": ("2024-06-30", "2024年6月底前"), "2": (None, None), "2.1": (None, None), "2.2": (None, None), "3": (None, None),
    }  # fmt: skip


def test_whom_the_office_named_comes_back_by_name(tmp_path: Path) -> None:
    graph = plan("sample")
    shown, _ = with_assignments(graph, [checked(Assignment(graph.document.id, "5", "市教育局"), graph)])
    again = returned(shown, tmp_path / "l.xlsx")
    assert [name for kind, _, name in facts(again)["5"][2:] if kind == "SUPPORTS"] == ["市有關單位", "市教育局"]


def test_the_sheets_of_departments_alone_are_read_too(tmp_path: Path) -> None:
    """Without 總表 the same 序號 and text on several sheets are one task: (九) stands on three."""
    graph = plan("sample")
    path = tmp_path / "l.xlsx"
    write_matrix(graph, path, layout="ledger")
    book = openpyxl.load_workbook(path)
    del book["總表"]
    book.save(path)
    again = facts(load_file(path))
    # what nobody is named for stands on no department's sheet
    assert again == {number: found for number, found in facts(graph).items() if found[2:]}
