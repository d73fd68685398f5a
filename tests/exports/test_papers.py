"""Matrix, RACI and ledger as workbooks: true values, print set-up, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from exports import LAYOUTS, write_matrix
from exports.ledger import GIVEN, HIDDEN, OPEN
from exports.raci import letter, works
from graph.errors import CannotWrite, UnknownExport, UnknownName
from graph.model import Graph, Relationship
from tests.exports.plans import BOTH, TABLE, counted, path_of, plain, plan, read
from tests.graphs import small_graph, two_plans
from tests.queries.plans import heyuan_graph

Cells = list[list[Any]]


def sheets(path: Path) -> dict[str, Any]:
    """The sheets of a workbook by their names."""
    return {sheet.title: sheet for sheet in openpyxl.load_workbook(path).worksheets}


def cells(sheet: Any) -> Cells:
    """A sheet's values, empty ones as empty texts."""
    return [["" if v is None else v for v in row] for row in sheet.iter_rows(values_only=True)]


def written(graph: Graph, folder: Path, layout: str, **more: Any) -> dict[str, Any]:
    """The sheets of a layout."""
    write_matrix(graph, folder / f"{layout}.xlsx", layout=layout, **more)
    return sheets(folder / f"{layout}.xlsx")


def by_number(table: Cells) -> dict[str, list[Any]]:
    """The rows of a ledger that are tasks, by 序號."""
    return {str(row[0]): row for row in table if str(row[0])[:1].isdigit()}


def test_every_layout_writes_every_format(tmp_path: Path) -> None:
    for layout in LAYOUTS:
        for ending in ("xlsx", "csv", "md", "html"):
            write_matrix(small_graph(), tmp_path / f"{layout}.{ending}", layout=layout)
            assert (tmp_path / f"{layout}.{ending}").stat().st_size > 400
    assert set(LAYOUTS) == {"matrix", "raci", "ledger"}


@pytest.mark.parametrize("layout", ["matrix", "raci", "ledger"])
def test_a_sheet_is_set_up_for_print(tmp_path: Path, layout: str) -> None:
    (sheet, *_) = written(small_graph(), tmp_path, layout).values()
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 9  # A4
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    heads = 4 if layout == "ledger" else 3
    assert sheet.freeze_panes == f"C{heads + 1}"
    assert sheet.print_title_rows == f"$3:${heads}"
    assert sheet.auto_filter.ref.startswith(f"A{heads}:")
    assert "第 &P 頁 共 &N 頁" in sheet.oddFooter.center.text
    assert "青府辦〔2024〕1號" in sheet.oddHeader.right.text
    assert {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value is not None} <= {"宋体", "黑体"}


@pytest.mark.parametrize("which", BOTH)
def test_matrix_holds_the_clauses(tmp_path: Path, which: str) -> None:
    table = cells(written(plan(which), tmp_path, "matrix")["責任分工矩陣"])
    heads, rows = table[2], {row[0]: row for row in table[3:]}
    text = counted(path_of(which))
    body = [row for row in table[3:] if str(row[0]).startswith("(") and row[1]]
    lead = sum(str(cell) in ("●", "◐", "◆") for row in body for cell in row[2:-2])
    support = sum(str(cell) in ("○", "◇") for row in body for cell in row[2:-2])
    assert (lead, support) == (sum(text.leads.values()), sum(text.supports.values())) == (70, 11)
    place = heads.index("市公安局")
    assert [path for path, row in rows.items() if row[place] in ("●", "◐")] == [
        "(九)",
        "(十)",
        "(十三)2",
        "(二十四)第2段",
    ]
    totals = {row[1]: row for row in table if row[1] in ("牽頭合計", "配合合計")}
    assert (totals["牽頭合計"][place], totals["牽頭合計"][-2], totals["配合合計"][-1]) == (4, 70, 11)
    legend = table[-1][0]
    assert all(f"{sign} " in legend for sign in "●◐○◆◇")


@pytest.mark.parametrize("which", BOTH)
def test_raci_gives_each_part_a_letter(tmp_path: Path, which: str) -> None:
    table = cells(written(plan(which), tmp_path, "raci")["RACI 責任矩陣"])
    heads, rows = table[2], {row[0]: row for row in table[3:]}
    found = [
        str(c) for row in table[3:] for c in row[2:-2] if isinstance(c, str) and c.strip("()") in ("A/R", "R", "C")
    ]
    # 70 leads, of which one is a collective; of 11 supports those 9 whose clause says 按職責分工 work, two only help.
    assert found.count("A/R") + found.count("(A/R)") == 70
    assert found.count("(A/R)") == 1
    assert found.count("(R)") + found.count("R") == 9
    assert found.count("C") + found.count("(C)") == 2
    assert rows["(八)"][heads.index("市發展改革局")] == "C"
    assert rows["(十四)3"][heads.index("各縣(區)政府(管委會)")] == "(C)"
    assert "口徑" in table[-2][0]


def test_the_policy_of_raci_is_data_that_its_examples_bear_out() -> None:
    assert works()["words"]
    for word in works()["words"]:
        assert letter(Relationship("SUPPORTS", "d", "t", {"word": word, "evidence": ""})) == "R"
    for word in works()["clauses"]:
        assert letter(Relationship("SUPPORTS", "d", "t", {"word": "配合", "evidence": f"市丙局{word}配合"})) == "R"
    assert letter(Relationship("SUPPORTS", "d", "t", {"word": "指導", "evidence": "(甲局牽頭,乙局指導)"})) == "C"


@pytest.mark.parametrize("which", BOTH)
def test_ledger_holds_every_task_once(tmp_path: Path, which: str) -> None:
    graph = plan(which)
    found = written(graph, tmp_path, "ledger", office="河源市政務服務數據管理局", on="2021-06-01")
    everything = cells(found["總表"])
    assert "制表單位:河源市政務服務數據管理局" in everything[1][0]
    assert "制表日期:2021年6月1日" in everything[1]
    assert everything[2][:7] == ["序號", "工作任務", "目標/指標", "牽頭領導", "牽頭單位", "配合單位", "完成時限"]
    assert everything[3][7:11] == ["一季度", "二季度", "三季度", "四季度"]
    assert everything[2][11:15] == ["進展情況", "存在問題", "下一步措施", "備註"]
    rows = by_number(everything)
    assert len(rows) == 63
    for task in graph.labelled("Task"):
        row = rows[task.get("number")]
        assert plain(str(task.get("text"))) in plain(row[1])
    text = counted(path_of(which))
    assert sum(len(row[4].splitlines()) for row in rows.values()) == sum(text.leads.values())
    assert sum(len(row[5].splitlines()) for row in rows.values()) == sum(text.supports.values())
    assert rows["9"][4:6] == ["市委政法委\n市公安局", "市有關單位"]


@pytest.mark.parametrize("which", BOTH)
def test_ledger_has_a_sheet_for_each_department(tmp_path: Path, which: str) -> None:
    found = written(plan(which), tmp_path, "ledger")
    text = counted(path_of(which))
    assert set(found) == {"總表", *text.leads, *text.supports}
    assert len(found) == 1 + 34
    table = cells(found["市發展改革局"])
    assert [row[0] for row in table[4:]] == ["牽頭任務(2項)", "11.1", "11.5", "配合任務(1項)", "8"]
    led = sum(len(by_number(cells(sheet))) for name, sheet in found.items() if name != "總表")
    assert led == 70 + 11


@pytest.mark.parametrize("which", BOTH)
def test_no_deadline_is_blank(tmp_path: Path, which: str) -> None:
    rows = by_number(cells(written(plan(which), tmp_path, "ledger")["總表"]))
    # Three parents only group their subtasks' rows; nobody is to keep a date there.
    grouping = {"11", "12", "13", "14", "15", "24"}
    assert all(bool(row[6]) == (number not in grouping) for number, row in rows.items())
    # 2021年底前 stands in (二十一) and nowhere else in the tasks.
    assert [number for number, row in rows.items() if "2021年" in str(row[6])] == ["21"]


def test_deadlines_say_where_they_come_from(tmp_path: Path) -> None:
    graph = small_graph(tasks=5)
    targets = tuple(
        node._replace(properties={**node.properties, "due_on": "2024-10-31"})
        if node.label == "Target"
        else node._replace(properties={**node.properties, "due_on": None, "due_text": None})
        if node.label == "Task"
        else node
        for node in graph.nodes
    )
    rows = by_number(cells(written(Graph(targets, graph.relationships), tmp_path, "ledger")["總表"]))
    assert (rows["1"][6], rows["2"][6]) == ("2024年10月31日(據目標)", "原文未明確")
    rows = by_number(
        cells(written(Graph(targets, graph.relationships), tmp_path, "ledger", default_due="2024-12-31")["總表"])
    )
    assert (rows["1"][6], rows["2"][6]) == ("2024年10月31日(據目標)", "2024年12月31日(默認)")
    assert by_number(cells(written(graph, tmp_path, "ledger")["總表"]))["1"][6] == "2024年底前"


def test_targets_of_the_annotated_plan_stand_in_the_ledger(tmp_path: Path) -> None:
    # The annotation has for (二) the four figures of users: above 300萬, 5萬, 21萬 and 2萬.
    rows = by_number(cells(written(heyuan_graph(), tmp_path, "ledger")["總表"]))
    goals = rows["2"][2]
    assert all(figure in goals for figure in ("300萬", "5萬", "21萬", "2萬"))
    assert len(goals.splitlines()) == 4


def test_a_table_with_officials_and_dates(tmp_path: Path) -> None:
    # The sample's own rows, read from its text.
    lines = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()]
    lines = [line for line in lines if len(line) == 6 and line[0].isdigit()]
    rows = by_number(cells(written(read(TABLE), tmp_path, "ledger")["總表"]))
    assert len(rows) == len(lines) == 12
    for number, task, _, _, due, official in lines:
        assert (rows[number][1], rows[number][3], rows[number][6]) == (task, official, due)


def test_hidden_columns_bear_what_brings_a_row_back(tmp_path: Path) -> None:
    graph = small_graph()
    found = written(graph, tmp_path, "ledger")
    everything = found["總表"]
    first = len(GIVEN) + len(OPEN) + 1
    for place in range(first, first + len(HIDDEN)):
        letter_ = everything.cell(3, place).column_letter
        dimension = next(d for d in everything.column_dimensions.values() if d.min <= place <= d.max)
        assert dimension.hidden, letter_
    ids = {row[first - 1] for row in by_number(cells(everything)).values()}
    assert ids == {task.id for task in graph.labelled("Task")}
    assert everything.print_area.endswith("$O$" + everything.print_area.rsplit("$", 1)[1])


def test_one_department_has_one_sheet(tmp_path: Path) -> None:
    found = written(small_graph(), tmp_path, "ledger", department="市公安局")
    assert list(found) == ["市公安局"]
    with pytest.raises(UnknownName):
        write_matrix(small_graph(), tmp_path / "x.xlsx", layout="ledger", department="市無此局")
    assert not (tmp_path / "x.xlsx").exists()


@pytest.mark.parametrize("layout", ["matrix", "raci", "ledger"])
@pytest.mark.parametrize("begin", ['=HYPERLINK("http://a","b")', "+1+1", "-1+1", "@SUM(A1)", "\t=1", "http://a.b/"])
def test_no_cell_is_a_formula(tmp_path: Path, layout: str, begin: str) -> None:
    nodes = tuple(
        n._replace(properties={**n.properties, "title": begin, "text": begin})
        if n.label == "Task"
        else n._replace(properties={**n.properties, "name": begin + n.id[-2:]})
        if n.label == "Department"
        else n
        for n in small_graph().nodes
    )
    graph = Graph(nodes, small_graph().relationships)
    for sheet in written(graph, tmp_path, layout).values():
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row)
    write_matrix(graph, tmp_path / "a.csv", layout=layout)
    text = (tmp_path / "a.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    for row in csv.reader(io.StringIO(text.decode("utf-8-sig"))):
        assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


def test_markup_in_a_plan_is_text(tmp_path: Path) -> None:
    nodes = tuple(
        n._replace(properties={**n.properties, "title": "<b>|*甲*</b>", "text": "<script>|`x`"})
        if n.label == "Task"
        else n
        for n in small_graph().nodes
    )
    for ending in ("html", "md"):
        write_matrix(Graph(nodes, small_graph().relationships), tmp_path / f"a.{ending}", layout="ledger")
        text = (tmp_path / f"a.{ending}").read_text(encoding="utf-8")
        assert "<script>" not in text
        assert "&lt;script&gt;" in text
    assert "http" not in (tmp_path / "a.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("language", "word"), [("zh-Hant", "工作任務"), ("zh-Hans", "工作任务"), ("en", "Task")])
def test_words_are_in_the_language_asked_for(tmp_path: Path, language: str, word: str) -> None:
    (sheet, *_) = written(small_graph(), tmp_path, "ledger", language=language).values()
    assert cells(sheet)[2][1] == word
    (sheet, *_) = written(small_graph(), tmp_path, "ledger", language=None).values()
    assert cells(sheet)[2][1] == "工作任務"


def test_same_plan_same_bytes(tmp_path: Path) -> None:
    for layout in LAYOUTS:
        for name in ("a.xlsx", "b.xlsx"):
            write_matrix(small_graph(), tmp_path / name, layout=layout)
        assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_several_documents_in_one_paper(tmp_path: Path) -> None:
    first, second = two_plans()
    nodes = {node.id: node for node in (*first.nodes, *second.nodes)}
    both = Graph(tuple(nodes.values()), (*first.relationships, *second.relationships))
    table = cells(written(both, tmp_path, "ledger")["總表"])
    assert [row[0] for row in table if "工作要點" in str(row[0])] == [
        first.document.get("title"),
        second.document.get("title"),
    ]
    assert "2 份文件" in table[1][0]
    table = cells(written(both, tmp_path, "ledger", document="青府辦〔2024〕1號")["總表"])
    assert len(by_number(table)) == len(first.labelled("Task"))


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnknownExport, match="poster") as caught:
        write_matrix(small_graph(), tmp_path / "a.xlsx", layout="poster")
    assert "ledger" in caught.value.advice
    with pytest.raises(UnknownExport) as caught:
        write_matrix(small_graph(), tmp_path / "a.doc")
    assert "xlsx" in caught.value.advice
    with pytest.raises(CannotWrite):
        write_matrix(small_graph(), tmp_path / "no" / "a.xlsx")
    (tmp_path / "a.xlsx").write_bytes(b"as it was")
    with pytest.raises(UnknownName):
        write_matrix(small_graph(), tmp_path / "a.xlsx", department="市無此局")
    assert (tmp_path / "a.xlsx").read_bytes() == b"as it was"
    assert [f.name for f in tmp_path.iterdir()] == ["a.xlsx"]


@pytest.mark.parametrize("which", BOTH)
def test_html_and_markdown_hold_every_task(tmp_path: Path, which: str) -> None:
    graph = plan(which)
    write_matrix(graph, tmp_path / "a.html", layout="ledger")
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    body = plain(page.replace("<b>", "").replace("</b>", ""))
    write_matrix(graph, tmp_path / "a.csv", layout="ledger")
    rows = list(csv.reader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8-sig"))))
    listed = {row[0]: row for row in rows}
    for task in graph.labelled("Task"):
        assert plain(str(task.get("text"))) in body
        assert plain(str(task.get("text"))) in plain(listed[task.get("number")][1])
    assert listed["9"][4] == "市委政法委、市公安局"
    assert rows[0][:2] == ["序號", "工作任務"]
    assert len(rows[0]) == len(GIVEN) + len(OPEN)
