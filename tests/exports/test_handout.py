"""A plan handed out and collected: what an office gives away, and what it finds in what comes back."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from exports.collect import Report, collect, complete
from exports.handout import split_ledger
from exports.ledger import GIVEN, OPEN
from graph.errors import CannotWrite, MissingFile, NotAFile, UnknownDocument
from graph.model import Graph
from graph.office import Assignment, checked, with_assignments
from tests.exports.plans import BOTH, TABLE, counted, office, path_of, plain, plan, read
from tests.exports.test_print import cut, text_of
from tests.graphs import small_graph

PROGRESS = len(GIVEN) + OPEN.index("progress") + 1
LEAD = GIVEN.index("ledger_lead") + 1
ID = len(GIVEN) + len(OPEN) + 1
DAY = "2021-10-01"


def rows_of(sheet: Any) -> dict[str, int]:
    """The rows of a sheet that bear a task's id, by 序號."""
    return {
        str(row[0].value): row[0].row
        for row in sheet.iter_rows()
        if len(row) >= ID and str(row[ID - 1].value or "").startswith("doc:")
    }


def edit(path: Path, change: Callable[[Any], None]) -> None:
    """Change the first sheet of a workbook, as a department's clerk would."""
    book = openpyxl.load_workbook(path)
    change(book.worksheets[0])
    book.save(path)


def write(path: Path, number: str, text: str) -> None:
    """Write a task's 進展情況."""
    edit(path, lambda sheet: sheet.cell(rows_of(sheet)[number], PROGRESS, text))


def seen(report: Report, *without: str) -> list[tuple[str, str, str]]:
    """Kind, department and number of every finding but those of some kinds."""
    return [(f.kind, f.department, f.number) for f in report.findings if f.kind not in ("blank_row", *without)]


def out_and_back(graph: Graph, folder: Path) -> Path:
    """A folder with everything that was handed out, as it came back."""
    split_ledger(graph, folder / "back", "河源市人民政府督查室")
    return folder / "back"


@pytest.mark.parametrize("which", BOTH)
def test_each_leading_department_gets_its_tasks(tmp_path: Path, which: str) -> None:
    files = split_ledger(plan(which), tmp_path / "out", "河源市人民政府督查室", on="2021-06-01")
    text = counted(path_of(which))
    assert {file.stem for file in files[:-1]} == set(text.leads)
    assert files[-1].name == "總表.xlsx"
    assert len(files) == 33 + 1
    found = {file.stem: rows_of(openpyxl.load_workbook(file).worksheets[0]) for file in files[:-1]}
    assert Counter({name: len(rows) for name, rows in found.items()}) == text.leads
    assert sum(map(len, found.values())) == 70
    assert list(found["市公安局"]) == ["9", "10", "13.2", "24.2"]
    assert len(rows_of(openpyxl.load_workbook(files[-1]).worksheets[0])) == 63


def test_given_cells_are_locked_and_the_offices_are_open(tmp_path: Path) -> None:
    out_and_back(plan("sample"), tmp_path)
    book = openpyxl.load_workbook(tmp_path / "back" / "市發展改革局.xlsx")
    sheet, helped = book.worksheets
    assert sheet.protection.sheet
    for row in rows_of(sheet).values():
        locked = [sheet.cell(row, place).protection.locked for place in range(1, ID)]
        assert locked == [True] * len(GIVEN) + [False] * len(OPEN)
    assert "河源市數字政府改革建設2021年工作要點" in str(sheet["A1"].value)
    assert "河府辦函〔2021〕39號" in str(sheet["A2"].value)
    assert "制表單位:河源市人民政府督查室" in str(sheet["A2"].value)
    assert "第 &P 頁 共 &N 頁" in sheet.oddFooter.center.text
    assert helped.title == "配合任務"
    assert [row[0].value for row in helped.iter_rows(min_row=4)] == ["配合任務(1項)", "8"]


def test_nothing_changed_nothing_found(tmp_path: Path) -> None:
    graph = plan("sample")
    report = collect(out_and_back(graph, tmp_path), graph, on=DAY)
    assert seen(report) == []
    assert len(report.of_kind("blank_row")) == 70
    assert sum(map(len, report.replies.values())) == 70


@pytest.mark.parametrize("which", BOTH)
def test_exactly_what_was_done_is_found(tmp_path: Path, which: str) -> None:
    graph = plan(which)
    back = out_and_back(graph, tmp_path)
    for name in ("市審計局", "市供銷社", "市氣象局"):
        (back / f"{name}.xlsx").unlink()
    write(back / "市公安局.xlsx", "9", "已接入視頻1200路")
    write(back / "市委政法委.xlsx", "9", "方案已經印發")
    edit(back / "市公安局.xlsx", lambda sheet: sheet.delete_rows(rows_of(sheet)["10"]))
    edit(back / "市教育局.xlsx", lambda sheet: sheet.cell(rows_of(sheet)["12.1"], LEAD, "市財政局"))
    report = collect(back, graph, tmp_path / "總表.xlsx", on=DAY)
    assert seen(report) == [
        # 機構序列: the bureaus of government, then those that the province runs, then public institutions
        *(("not_reported", name, "") for name in report.not_reported),
        ("missing_row", "市公安局", "10"),
        ("altered", "市教育局", "12.1"),
    ]
    assert set(report.not_reported) == {"市審計局", "市供銷社", "市氣象局"}
    (change,) = report.altered
    assert (change.column, change.old, change.new) == ("牽頭單位", "市教育局", "市財政局")
    nine = next(task.id for task in graph.labelled("Task") if task.get("number") == "9")
    assert [(r.department.get("name"), r.progress) for r in report.replies[nine]] == [
        ("市委政法委", "方案已經印發"),
        ("市公安局", "已接入視頻1200路"),
    ]
    written = [reply for replies in report.replies.values() for reply in replies if not reply.blank]
    assert len(written) == 2
    book = openpyxl.load_workbook(tmp_path / "總表.xlsx")
    table = {str(row[0]): row for row in book["總表"].iter_rows(values_only=True)}
    assert table["9"][PROGRESS] == "市委政法委:方案已經印發\n市公安局:已接入視頻1200路"
    assert {row[0] for row in book["核對情況"].iter_rows(min_row=4, values_only=True)} >= {
        "未報送(3)", "缺行(1)", "改動原文(1)",
    }  # fmt: skip


@pytest.mark.parametrize("which", BOTH)
def test_files_saved_by_libreoffice_collect_the_same(tmp_path: Path, which: str) -> None:
    graph = plan(which)
    back = out_and_back(graph, tmp_path)
    write(back / "市公安局.xlsx", "9", "第一行\n第二行,完成80%")
    edit(back / "市公安局.xlsx", lambda sheet: sheet.delete_rows(rows_of(sheet)["10"]))
    edit(back / "市教育局.xlsx", lambda sheet: sheet.cell(rows_of(sheet)["12.1"], LEAD, "市財政局"))
    before = collect(back, graph, on=DAY)
    again = tmp_path / "again"
    again.mkdir()
    files = sorted(file for file in back.iterdir() if file.stem != "總表")
    office("--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", again, *files)
    after = collect(again, graph, on=DAY)
    assert after.findings == before.findings
    assert after.replies == before.replies


def test_sorting_inserting_and_copying_rows(tmp_path: Path) -> None:
    graph = plan("sample")
    back = out_and_back(graph, tmp_path)
    write(back / "市公安局.xlsx", "9", "已啟動")

    def disorder(sheet: Any) -> None:
        rows = rows_of(sheet)
        # openpyxl moves cells, but not the merged areas below an inserted row
        for area in [a for a in sheet.merged_cells.ranges if a.min_row > min(rows.values())]:
            sheet.unmerge_cells(str(area))
        kept = {number: [c.value for c in sheet[row]] for number, row in rows.items()}
        for row, number in zip(rows.values(), reversed(rows), strict=True):
            for place, value in enumerate(kept[number], 1):
                sheet.cell(row, place).value = value
        sheet.insert_rows(min(rows.values()))
        sheet.cell(min(rows.values()), 2, "自行增加的工作")
        last = max(rows.values()) + 1
        sheet.insert_rows(last + 1)
        for place, value in enumerate([c.value for c in sheet[last]], 1):
            sheet.cell(last + 1, place).value = value

    edit(back / "市公安局.xlsx", disorder)
    report = collect(back, graph, on=DAY)
    assert seen(report) == [("extra_row", "市公安局", ""), ("extra_row", "市公安局", "")]
    assert report.extra_rows[0].new == "自行增加的工作"
    assert sum(map(len, report.replies.values())) == 70
    assert [r.progress for replies in report.replies.values() for r in replies if r.progress] == ["已啟動"]


def test_broken_foreign_and_old_workbooks_have_one_line_each(tmp_path: Path) -> None:
    graph = plan("sample")
    back = out_and_back(graph, tmp_path)
    (back / "a壞.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    (back / "b空.xlsx").write_bytes(b"")
    foreign = openpyxl.Workbook()
    foreign.save(back / "c外來.xlsx")
    (back / "d舊格式.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    split_ledger(small_graph(), tmp_path / "other")
    shutil.copy(tmp_path / "other" / "市司法局.xlsx", back / "e他案.xlsx")
    older = tuple(
        n._replace(properties={**n.properties, "text": str(n.get("text")) + "舊稿"})
        if n.label == "Task" and n.get("number") == "12.1"
        else n
        for n in graph.nodes
    )
    split_ledger(Graph(older, graph.relationships), tmp_path / "older")
    shutil.copy(tmp_path / "older" / "市教育局.xlsx", back / "市教育局.xlsx")
    shutil.copy(back / "市公安局.xlsx", back / "市公安局(2).xlsx")
    (back / "說明.txt").write_text("no workbook", encoding="utf-8")
    (back / "~$市公安局.xlsx").write_bytes(b"lock")
    report = collect(back, graph, on=DAY)
    named = [f.file for f in report.unusable]
    twice = {"市公安局.xlsx", "市公安局(2).xlsx"}
    assert len(named) == len(set(named)) == 7
    assert set(named) - twice == {"a壞.xlsx", "b空.xlsx", "c外來.xlsx", "d舊格式.xls", "e他案.xlsx", "市教育局.xlsx"}
    assert len(set(named) & twice) == 1
    assert all(f.new.startswith("Z") and "\n" not in f.new for f in report.unusable)
    assert report.not_reported == ["市教育局"]
    assert sum(map(len, report.replies.values())) == 70 - 1


def test_what_is_late_and_how_a_task_stands(tmp_path: Path) -> None:
    # 2024-06-30, 2024-09-30 and 2024-12-31 are among the sample table's dates; its eleventh task has no end.
    graph = read(TABLE)
    back = out_and_back(graph, tmp_path)
    write(back / "市數據局.xlsx", "1", "已完成並通過驗收")
    write(back / "市數據局.xlsx", "2", "推進中")
    write(back / "市數據局.xlsx", "3", "尚未完成")
    report = collect(back, graph, tmp_path / "總表.xlsx", on="2024-10-15")
    # Due by 15 October: 1 and 4 by the end of June, 3 and 7 of September.
    assert sorted(f.number for f in report.overdue) == ["3", "4", "7"]
    states = {item.number: report.state(item) for plan_ in report.plans for item in plan_.items}
    assert states["1"] == "green"  # complete
    assert states["2"] == "green"  # in hand, due at the end of the year
    assert states["3"] == states["4"] == states["7"] == "red"
    assert states["9"] == "yellow"  # due at the end of October and silent
    assert states["11"] == "yellow"  # no end, but silent
    sheet = openpyxl.load_workbook(tmp_path / "總表.xlsx")["總表"]
    assert {str(r[0].value): r[7].value for r in sheet.iter_rows() if str(r[0].value).isdigit()}["3"] == "紅"
    assert any("狀態口徑" in str(row[0].value) for row in sheet.iter_rows())


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("已完成", True), ("任務已全部完成。", True), ("100%", True), ("完成率達100%", True), ("已办结", True),
        ("", False), ("未完成", False), ("基本完成", False), ("推進中,預計完成時間為12月", False), ("完成80%", False),
    ],
)  # fmt: skip
def test_whether_a_text_says_done(text: str, done: bool) -> None:
    assert complete(text) is done


def test_a_tall_task_comes_back_whole(tmp_path: Path) -> None:
    long = "".join(f"第{n}項措施要落實到崗到人並逐月通報;" for n in range(1, 120))
    graph = small_graph()
    nodes = tuple(
        n._replace(properties={**n.properties, "text": long}) if n.get("number") == "1" else n for n in graph.nodes
    )
    graph = Graph(nodes, graph.relationships)
    split_ledger(graph, tmp_path / "out")

    def report(sheet: Any) -> None:
        places = [row[0].row for row in sheet.iter_rows() if str(row[ID - 1].value or "").endswith("#1")]
        assert len(places) >= 2
        for place, text in zip(places, ("上半年", "下半年"), strict=False):
            sheet.cell(place, PROGRESS, text)

    edit(tmp_path / "out" / "市數據局.xlsx", report)
    found = collect(tmp_path / "out", graph, on=DAY)
    assert seen(found) == []
    assert [r.progress for replies in found.replies.values() for r in replies if r.progress] == ["上半年\n下半年"]


def test_a_department_that_hid_or_renamed_nothing_is_not_blamed_for_spaces(tmp_path: Path) -> None:
    graph = plan("sample")
    back = out_and_back(graph, tmp_path)
    edit(back / "市教育局.xlsx", lambda sheet: sheet.cell(rows_of(sheet)["12.1"], LEAD, " 市教育局\n"))
    assert seen(collect(back, graph, on=DAY)) == []


def test_the_default_deadline_is_marked_and_held_to(tmp_path: Path) -> None:
    graph = plan("sample")
    split_ledger(graph, tmp_path / "out", default_due="2021-12-31")
    sheet = openpyxl.load_workbook(tmp_path / "out" / "市教育局.xlsx").worksheets[0]
    assert sheet.cell(rows_of(sheet)["12.1"], len(GIVEN)).value == "2021年12月31日(默認)"
    report = collect(tmp_path / "out", graph, on="2022-01-01", default_due="2021-12-31")
    assert len(report.overdue) == 70
    assert seen(report, "overdue") == []


def test_what_the_office_named_or_set_since_is_no_change_of_a_departments(tmp_path: Path) -> None:
    graph = plan("sample")
    split_ledger(graph, tmp_path / "out")
    edit(tmp_path / "out" / "市教育局.xlsx", lambda sheet: sheet.cell(rows_of(sheet)["12.1"], LEAD, "市財政局"))
    named = with_assignments(graph, [checked(Assignment(graph.document.id, "5", "市教育局"), graph)])[0]
    # (五) is led by 市政務服務數據管理局, whose row was handed out before 市教育局 was named, and before the default was set
    default = {graph.document.id: "2021-12-31"}
    report = collect(tmp_path / "out", named, on=DAY, default_due=default)
    assert seen(report) == [("altered", "市教育局", "12.1")]
    (change,) = report.altered
    assert (change.column, change.old, change.new) == ("牽頭單位", "市教育局", "市財政局")
    # and the other way: handed out with both, collected after both were taken back
    split_ledger(named, tmp_path / "later", default_due=default)
    sheet = openpyxl.load_workbook(tmp_path / "later" / "市政務服務數據管理局.xlsx").worksheets[0]
    support = GIVEN.index("ledger_support") + 1
    assert sheet.cell(rows_of(sheet)["5"], support).value == "市有關單位\n市教育局(辦公室分解)"
    assert seen(collect(tmp_path / "later", graph, on=DAY)) == []


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_every_language_comes_back(tmp_path: Path, language: str) -> None:
    graph = small_graph()
    split_ledger(graph, tmp_path / "out", language=language)
    report = collect(tmp_path / "out", graph, tmp_path / "all.html", on="2024-01-01")
    assert seen(report) == []
    assert report.language == language


def test_every_workbook_prints_whole(tmp_path: Path) -> None:
    graph = plan("sample")
    back = out_and_back(graph, tmp_path)
    files = sorted(back.iterdir())
    office("--convert-to", "pdf", "--outdir", tmp_path / "pdf", *files)
    texts = {task.id: plain(str(task.get("text"))) for task in graph.labelled("Task")}
    for file in files:
        pdf = tmp_path / "pdf" / f"{file.stem}.pdf"
        sheet = openpyxl.load_workbook(file).worksheets[0]
        given = {str(row[ID - 1].value) for row in sheet.iter_rows() if str(row[ID - 1].value or "").startswith("doc:")}
        printed = text_of(pdf)
        assert given
        assert [key for key in given if texts[key] not in printed] == [], file.name
        assert cut(pdf) == [], file.name


def test_same_plan_same_bytes(tmp_path: Path) -> None:
    first, second = split_ledger(small_graph(), tmp_path / "a"), split_ledger(small_graph(), tmp_path / "b")
    assert [file.read_bytes() for file in first] == [file.read_bytes() for file in second]
    assert all(plain(file.name) for file in first)


def test_what_cannot_be_done_is_said(tmp_path: Path) -> None:
    with pytest.raises(MissingFile):
        collect(tmp_path / "none", small_graph())
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(NotAFile):
        collect(tmp_path / "file", small_graph())
    with pytest.raises(CannotWrite):
        split_ledger(small_graph(), tmp_path / "file")
    with pytest.raises(UnknownDocument):
        split_ledger(small_graph(), tmp_path / "out", document="無此文件")
    assert not (tmp_path / "out").exists()
