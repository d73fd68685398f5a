from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from graph.errors import InputError
from loaders.formats.xlsx import read
from loaders.formats.xlsx_cells import Format, Printing, general
from loaders.load import load_file
from loaders.load import read as read_plan
from loaders.source import SourceText
from loaders.words import lexicon
from tests.loaders.formats.test_kinds import zipped

HEAD = ["序号", "工作任务", "牵头单位", "配合单位", "完成时限"]
FIRST = [1, "修好码头", "市港务局", "市渔业局", "2031年6月底前"]
SECOND = [2, "修好灯塔", "市航道局", None, "2031年底"]


def book(tmp_path: Path, **sheets: list[list[Any]]) -> tuple[Path, Any]:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return tmp_path / "a.xlsx", made


def saved(path: Path, made: Any) -> SourceText:
    made.save(path)
    return read(path)


def words_of(source: SourceText) -> list[list[str]]:
    return [[source.text[c.start : c.end] for c in row] for table in source.tables for row in table.rows]


def test_titles_and_notes_are_paragraphs(tmp_path: Path) -> None:
    path, made = book(tmp_path, 表=[["甲岛市任务分解表"], [], HEAD, FIRST, SECOND, ["注:甲乙"]])
    source = saved(path, made)
    assert source.text.splitlines()[0] == "甲岛市任务分解表"
    assert source.text.splitlines()[-1] == "注:甲乙"
    assert words_of(source) == [HEAD, ["1", *FIRST[1:]], ["2", "修好灯塔", "市航道局", "", "2031年底"]]


def test_hidden_sheets_rows_and_columns_are_no_part(tmp_path: Path) -> None:
    path, made = book(tmp_path, 表=[[*HEAD, "密"], [*FIRST, "甲"], [*SECOND, "乙"]], 藏=[["藏"]], 深藏=[["深"]])
    made["藏"].sheet_state, made["深藏"].sheet_state = "hidden", "veryHidden"
    made["表"].row_dimensions[2].hidden = True
    made["表"].column_dimensions["F"].hidden = True
    text = saved(path, made).text
    assert "修好灯塔" in text
    assert not [w for w in ("修好码头", "藏", "深", "密", "乙") if w in text]


def test_rows_that_a_filter_hides_are_part_of_the_plan(tmp_path: Path) -> None:
    path, made = book(tmp_path, 表=[HEAD, FIRST, SECOND])
    made["表"].auto_filter.ref = "A1:E3"
    made["表"].auto_filter.add_filter_column(2, ["市航道局"])
    made["表"].row_dimensions[2].hidden = True
    assert "修好码头" in saved(path, made).text


def test_merged_cells_are_one(tmp_path: Path) -> None:
    path, made = book(tmp_path, 表=[HEAD, FIRST, [None, "再修一座", "市盐业局", None, None]])
    made["表"].merge_cells("A2:A3")
    made["表"].merge_cells("D2:E2")
    source = saved(path, made)
    rows = source.tables[0].rows
    assert rows[1][0] == rows[2][0]
    assert rows[1][3] == rows[1][4]
    assert rows[2][1] != rows[1][1]


def test_a_head_of_two_rows_below_a_line_of_the_form(tmp_path: Path) -> None:
    top = ["类别", "序号", "工作任务", "责任单位", None, "完成时限"]
    below = [None, None, None, "牵头单位", "配合单位", None]
    rows = [
        ["护岸", 1, "修好码头。石堤也修。", "市港务局", "市渔业局", "6月底"],
        [None, 2, "修好灯塔", "市航道局", "各渔港", "长期"],
    ]
    path, made = book(
        tmp_path,
        表=[
            ["甲岛市2031年任务分解表"],
            ["填报单位:市政府办公室", None, None, None, "2031年3月", None],
            top,
            below,
            *rows,
        ],
    )
    for merged in ("A1:F1", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:F4", "A5:A6"):
        made["表"].merge_cells(merged)
    made.save(path)
    facts = read_plan(read(path)).facts
    assert [(i.number, i.title) for i in facts.items] == [("1", "修好码头"), ("2", "修好灯塔")]
    assert [(r.item, r.kind, r.name) for r in facts.roles] == [
        ("1", "LEADS", "市港务局"),
        ("1", "SUPPORTS", "市渔业局"),
        ("2", "LEADS", "市航道局"),
        ("2", "SUPPORTS", "各渔港"),
    ]
    assert [(d.item, d.due_on) for d in facts.dues] == [("1", "2031-06-30"), ("2", None)]


def test_a_merged_cell_whose_first_row_is_hidden_is_still_read(tmp_path: Path) -> None:
    path, made = book(tmp_path, 表=[HEAD, [1, "甲事", "市港务局"], [None, "乙事", "市渔业局"], [2, "丙事", "市盐业局"]])
    made["表"].merge_cells("A2:A3")
    made["表"].row_dimensions[2].hidden = True
    assert words_of(saved(path, made))[1][:2] == ["1", "乙事"]


@pytest.mark.parametrize("entry", lexicon("sheets")["summaries"], ids=lambda e: e["word"])
def test_departments_sheets_repeat_the_summary(tmp_path: Path, entry: dict[str, str]) -> None:
    other = [HEAD, [1, *SECOND[1:]]]
    path, made = book(tmp_path, 市航道局=[["市航道局的任务"], *other], **{entry["example"]: [HEAD, FIRST, SECOND]})
    source = saved(path, made)
    assert source.text.count("修好灯塔") == 1
    assert "市航道局的任务" not in source.text
    assert len(source.tables) == 1


def test_without_a_summary_the_same_number_and_text_are_one_task(tmp_path: Path) -> None:
    third = [1, "疏通航道", "市航道局", None, None]
    path, made = book(tmp_path, 甲=[HEAD, FIRST], 乙=[HEAD, FIRST, third], 丙=[HEAD, [9, *FIRST[1:]]])
    text = saved(path, made).text
    assert (text.count("修好码头"), text.count("疏通航道")) == (2, 1)


def test_a_row_whose_number_ran_on_from_a_known_one_keeps_it(tmp_path: Path) -> None:
    path, made = book(tmp_path, 甲=[HEAD, FIRST], 乙=[HEAD, FIRST, [None, "再修一座", "市盐业局", None, None]])
    made["乙"].merge_cells("A2:A3")
    assert ["1", "再修一座", "市盐业局", "", ""] in words_of(saved(path, made))


@pytest.mark.parametrize(
    ("value", "code", "printed"),
    [
        (datetime.date(2031, 6, 30), "yyyy-mm-dd", "2031年6月30日"),
        (datetime.datetime(2031, 6, 30, 9, 5), "yyyy/m/d h:mm", "2031年6月30日"),
        (datetime.date(2031, 6, 1), 'yyyy"年"m"月"', "2031年6月"),
        (datetime.date(2031, 6, 1), '[$-F800]yyyy"年"', "2031年"),
        (datetime.date(2031, 6, 3), 'm"月"d"日"', "2031年6月3日"),
        (0.905, "0.0%", "90.5%"),
        (0.9, "0%", "90%"),
        (1234567, "#,##0", "1,234,567"),
        (3, '"第"0"项"', "第3项"),
        (7, "000", "007"),
        (0.1 + 0.2, "General", "0.3"),
        (12.0, "General", "12"),
        (-3.5, "0.00", "-3.50"),
        (1.5, "@", "1.5"),
        (True, "General", "TRUE"),
    ],
)
def test_values_are_printed_in_their_format(tmp_path: Path, value: Any, code: str, printed: str) -> None:
    path, made = book(tmp_path, 表=[["甲", value]])
    made["表"]["B1"].number_format = code
    assert words_of(saved(path, made)) == [["甲", printed]]


def test_dates_of_the_chinese_built_in_formats_and_of_1904() -> None:
    assert Printing([], []).number("45473", Format.parse('yyyy"年"m"月"')) == "2024年6月"
    assert Printing([], [], from_1904=True).number("44011", Format.parse("yyyy-mm-dd")) == "2024年6月30日"
    assert Printing([], []).number("1e9", Format.parse("yyyy-mm-dd")) == "1000000000"
    assert [Printing([], []).number(v, Format("general")) for v in ("nan", "x", "1e308", "")] == [
        "nan",
        "x",
        "1e308",
        "",
    ]
    assert general(-0.5) == "-0.5"


def test_formulas_are_their_last_values(tmp_path: Path) -> None:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        '<c r="A1" t="str"><f>HYPERLINK("http://x","甲")</f><v>甲</v></c><c r="B1"><f>1+1</f><v>2</v></c>'
        '<c r="C1"><f>NOW()</f></c><c r="D1" t="e"><v>#REF!</v></c><c t="inlineStr"><is><r><t>乙</t></r><r><t>丙</t></r>'
        "<rPh><t>yi</t></rPh></is></c></row></sheetData></worksheet>"
    )
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(sheet))
    assert words_of(read(path)) == [["甲", "2", "#REF!", "乙丙"]]


def workbook(sheet: str, target: str = "worksheets/sheet1.xml") -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return zipped(
        {
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="表" sheetId="1" r:id="r1"/>'
            "</sheets></workbook>".encode(),
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" Target="{target}"/>'
            "</Relationships>".encode(),
            "xl/worksheets/sheet1.xml": sheet.encode(),
        }
    )


@pytest.mark.parametrize("target", ["../../../../etc/passwd", "/etc/passwd", "worksheets/none.xml", ""])
def test_a_sheet_that_is_elsewhere_is_refused(tmp_path: Path, target: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook("<x/>", target))
    with pytest.raises(InputError):
        read(path)


@pytest.mark.parametrize(
    "content",
    [
        '<c r="XFD1048576" t="inlineStr"><is><t>远</t></is></c>',
        '<c r="A1" t="s"><v>99</v></c><c r="B1" s="77"><v>1</v></c><c r="??" t="inlineStr"><is><t>甲</t></is></c>',
    ],
)
def test_odd_cells_are_borne(tmp_path: Path, content: str) -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    merged = "<mergeCells><mergeCell ref='A1:XFD1048576'/><mergeCell ref='B9:A1'/><mergeCell ref='x'/></mergeCells>"
    path = tmp_path / "a.xlsx"
    path.write_bytes(
        workbook(f'<worksheet xmlns="{main}"><sheetData><row r="x">{content}</row></sheetData>{merged}</worksheet>')
    )
    try:
        assert read(path).text
    except InputError as error:
        assert "\n" not in error.line()  # noqa: PT017


def test_a_ledger_that_was_exported_is_read_back(tmp_path: Path) -> None:
    from exports.matrix import write_matrix

    for sample, ending in (("city-table-2024", "xlsx"), ("city-table-2024", "html"), ("heyuan-2021-digest", "xlsx")):
        plan = load_file(Path(__file__).parents[3] / "samples" / f"{sample}.txt")
        path = tmp_path / f"{sample}.{ending}"
        write_matrix(plan, path, layout="ledger")
        again = load_file(path)
        assert facts(again) == facts(plan), (sample, ending)


def facts(graph: Any) -> list[tuple[Any, ...]]:
    """Who does what by when, in the order of the plan's tasks that somebody is responsible for."""
    out = []
    for task in sorted(graph.labelled("Task"), key=lambda t: t.get("position")):
        links = [r for r in graph.of_type("LEADS", "SUPPORTS", "OVERSEES") if r.end == task.id]
        names = sorted((r.type, r.get("rank") or 0, graph.by_id[r.start].get("name")) for r in links)
        if names:
            out.append((task.get("due_on"), names))
    return out
