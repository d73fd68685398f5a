"""A comparison on paper and on the command line. What must be there follows from the edits in `tests.queries.test_compare`."""

from __future__ import annotations

import csv
import io
import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

import zhize
from exports.compare import COLUMNS, heads, rows_of, summary, uncertain_of, words, write_comparison
from graph.errors import CannotWrite, UnknownExport
from graph.model import Graph
from graph.ontology import LANGUAGES
from graph.stores import open_store
from loaders.load import load_text
from queries.compare import KINDS, Comparison, compare
from tests.queries.test_compare import EDITED, uncertain_pair
from tests.queries.test_compare_ties import TIED
from tests.queries.two_years import DIGEST, edited, next_year

RUN = CliRunner()


@pytest.fixture(scope="module")
def found() -> Comparison:
    return compare(load_text(DIGEST), load_text(next_year()))


def renamed(graph: Graph, name: str) -> Graph:
    """The graph with every task called so."""
    nodes = [
        n._replace(properties={**n.properties, "title": name, "text": name}) if n.label == "Task" else n
        for n in graph.nodes
    ]
    return Graph(tuple(nodes), graph.relationships)


# --- files ---------------------------------------------------------------------------------------------------------


def test_a_workbook_holds_each_change_and_prints_on_a4(found: Comparison, tmp_path: Path) -> None:
    path = tmp_path / "c.xlsx"
    write_comparison(found, path, "zh-Hant")
    sheet = load_workbook(path).worksheets[0]
    assert sheet.title == "變化"
    assert sheet["A1"].value == "文件比較表"
    assert "〔2021〕39號" in sheet["A2"].value
    assert "〔2022〕12號" in sheet["A2"].value
    assert [c.value for c in sheet[3]] == ["變化", "原編號", "原任務", "新編號", "新任務", "原為", "現為", "相似度"]
    rows = [[c.value or "" for c in row] for row in sheet.iter_rows(min_row=4, max_row=12)]
    assert [row[0] for row in rows] == [
        "失去牽頭", "牽頭變更", "時限變更", "指標變更", "配合變更", "位置移動", "文字修改", "新增任務", "取消任務",
    ]  # fmt: skip
    assert rows[0][1:7] == ["(十二)1", "數字教育", "(十二)1", "數字教育", "市教育局", ""]
    assert rows[7][1:5] == ["", "", "(十四)6", "數字化管林"]
    assert str(rows[8][5]).startswith("(十一)4.發展智慧金融。")
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
    assert sheet.freeze_panes == "B4"
    assert sheet.auto_filter.ref == "A3:H12"
    assert sheet.print_title_rows == "$3:$3"


def test_uncertain_pairs_have_a_sheet_of_their_own(tmp_path: Path) -> None:
    unsure = compare(*uncertain_pair())
    path = tmp_path / "c.xlsx"
    write_comparison(unsure, path, "en")
    book = load_workbook(path)
    assert book.sheetnames == ["Changes", "To be decided"]
    row = [c.value for c in book.worksheets[1][4]]
    assert row[0] == f"{unsure.uncertain[0].score:.2f}"
    assert row[1:5] == ["(二)", "推進數據共享", "(二)", "加快數據流通"]
    assert row[-1] == "two tasks"
    assert uncertain_of(unsure) == [
        {"old_number": "2", "new_number": "2", "score": unsure.uncertain[0].score, "one_task": False}
    ]
    assert "1 pairs to be decided" in summary(unsure, "en")


def test_a_csv_opens_in_a_spreadsheet(found: Comparison, tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    write_comparison(found, path, "zh-Hans")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert rows[0][0] == "变化"
    assert [row[0] for row in rows[1:]] == [words("zh-Hans")[f"kinds.{kind}"] for kind in EDITED]


def test_markdown_and_a_page(found: Comparison, tmp_path: Path) -> None:
    for ending in ("md", "html"):
        write_comparison(found, tmp_path / f"c.{ending}", "zh-Hant", "市教育局")
    text = (tmp_path / "c.md").read_text(encoding="utf-8")
    assert sum(line.startswith("| ") for line in text.splitlines()) == 2 + len(EDITED)
    assert "只列與市教育局有關的變化。" in text
    page = (tmp_path / "c.html").read_text(encoding="utf-8")
    tags: list[str] = []
    reader = HTMLParser()
    reader.handle_starttag = lambda tag, attrs: tags.append(tag)  # type: ignore[method-assign]
    reader.feed(page)
    assert tags.count("tr") == 1 + len(EDITED)
    assert "size: A4 landscape" in page
    assert "//" not in page


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "+1", "@x", "<script>a</script>"])
def test_no_text_becomes_a_formula_or_markup(name: str, tmp_path: Path) -> None:
    before, _ = uncertain_pair()
    bad = compare(renamed(before, name), load_text(DIGEST))
    for ending in ("xlsx", "csv", "html", "md"):
        write_comparison(bad, tmp_path / f"c.{ending}")
    book = load_workbook(tmp_path / "c.xlsx")
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
    assert name in {c.value for c in cells}
    assert not [c for c in cells if c.data_type == "f"]
    rows = csv.reader(io.StringIO((tmp_path / "c.csv").read_text(encoding="utf-8-sig")))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    for ending in ("html", "md"):
        assert "<script" not in (tmp_path / f"c.{ending}").read_text(encoding="utf-8")


def test_the_same_bytes_each_time_and_clear_errors(found: Comparison, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_comparison(found, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    with pytest.raises(UnknownExport, match="pdf"):
        write_comparison(found, tmp_path / "c.pdf")
    with pytest.raises(CannotWrite):
        write_comparison(found, tmp_path / "none" / "c.xlsx")


def test_the_words_are_there_in_each_language() -> None:
    keys = [set(words(language)) for language in LANGUAGES]
    assert keys[0] == keys[1] == keys[2]
    assert {f"kinds.{kind}" for kind in KINDS} <= keys[0]
    assert set(COLUMNS) <= set(heads("en"))


# --- the command line ----------------------------------------------------------------------------------------------


def test_rows_for_people_and_for_scripts(found: Comparison) -> None:
    columns, rows = rows_of(found)
    assert columns == COLUMNS
    assert [row[0] for row in rows] == list(EDITED)
    assert rows[5][1:7] == (
        "12.9",
        "城管執法數字化",
        "13.5",
        "城管執法數字化",
        "三、讓重點領域的工作更有成效 (十二)9",
        "三、讓重點領域的工作更有成效 (十三)5",
    )
    assert rows_of(found, "en")[1][0][0] == "lead lost"


def test_changed_platforms_and_dependencies_stand_on_paper(tmp_path: Path) -> None:
    after = edited(TIED, ("依託“青嶺通”綜合服務平臺", "依託“城市大腦”綜合管理平臺"))
    write_comparison(compare(load_text(TIED), load_text(after)), tmp_path / "c.xlsx", "zh-Hant")
    sheet = load_workbook(tmp_path / "c.xlsx").worksheets[0]
    rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=4, max_row=5)]
    assert [(row[0], row[1], row[5], row[6]) for row in rows] == [
        ("依託平臺變更", "(三)", "青嶺通綜合服務平臺", "城市大腦綜合管理平臺"),
        ("前置任務變更", "(三)", "(一) 建設服務平臺", "(二) 建設管理平臺"),
    ]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("compare")
    paths = folder / "old.txt", folder / "new.txt"
    for path, text in zip(paths, (DIGEST, next_year()), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def test_two_files_on_the_command_line(files: tuple[Path, Path], tmp_path: Path) -> None:
    names = [str(path) for path in files]
    said = RUN.invoke(zhize.app, ["compare", *names, "--format", "json"])
    assert said.exit_code == 0
    answer = json.loads(said.stdout)
    assert answer["summary"] == {kind: int(kind in EDITED) for kind in KINDS}
    assert answer["uncertain"] == []
    assert len(answer["rows"]) == 9
    mine = RUN.invoke(zhize.app, ["compare", *names, "--format", "json", "--department", "市教育局"])
    assert [row[0] for row in json.loads(mine.stdout)["rows"]] == ["lost_lead"]
    table = RUN.invoke(zhize.app, ["compare", *names])
    assert "失去牽頭" in table.stdout
    assert "共 9 處變化" in table.stdout
    target = tmp_path / "c.xlsx"
    assert RUN.invoke(zhize.app, ["compare", *names, "-o", str(target)]).exit_code == 0
    assert target.exists()


def test_stored_documents_by_number_title_or_id(files: tuple[Path, Path], tmp_path: Path) -> None:
    url = f"ladybug:{tmp_path / 'store'}"
    graphs = [load_text(DIGEST), load_text(next_year())]
    with open_store(url) as store:
        store.replace(graphs)
    later = graphs[1].document
    for name in ("河府办函〔2022〕12号", str(later.get("title")), later.id):
        said = RUN.invoke(zhize.app, ["compare", str(files[0]), name, "--store", url, "--format", "csv"])
        assert said.exit_code == 0, said.output
        assert len(said.stdout.splitlines()) == 10
    with pytest.raises(Exception, match=r"沒有這份文件"):
        RUN.invoke(zhize.app, ["compare", str(files[0]), "沒有這份文件", "--store", url], catch_exceptions=False)
    assert RUN.invoke(zhize.app, ["compare", str(files[0]), "", "--store", url]).exit_code == 2
