"""The draft of a 通報: what it says is what came back, and it opens and prints whole."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml

from exports import circular
from exports.circular import write_circular
from exports.collect import Finding, Report, collect
from exports.handout import split_ledger
from graph.errors import CannotWrite, UnknownExport
from graph.model import Graph
from graph.ontology import LANGUAGES
from tests.exports.plans import BOTH, TABLE, counted, path_of, plain, plan, read, to_pdf
from tests.exports.test_handout import LEAD, edit, rows_of, write
from tests.graphs import small_graph, two_plans

DAY = "2024-10-15"
OFFICE = "甲市人民政府督查室"


def back(graph: Graph, folder: Path) -> Path:
    split_ledger(graph, folder / "back", language="zh-Hant")
    return folder / "back"


def written(report: Report, folder: Path, office: str | None = OFFICE) -> Any:
    path = folder / "circular.docx"
    write_circular(report, path, office)
    return docx.Document(str(path))


def text_of(paper: Any) -> str:
    return "\n".join(p.text for p in paper.paragraphs)


def table_under(paper: Any, heading: str) -> list[list[str]]:
    """The rows of the table between a heading and the next one; none where there is no table."""
    under = False
    for block in paper.iter_inner_content():
        if hasattr(block, "rows"):
            if under:
                return [[cell.text for cell in row.cells] for row in block.rows][1:]
        elif heading in block.text and "、" in block.text[:3]:
            under = True
        elif under and block.text[1:2] == "、" and block.text[0] in "一二三四五六七八九":
            return []
    return []


def test_who_reported_who_did_not_and_what_is_late(tmp_path: Path) -> None:
    # Of the sample table's dates, 1 and 4 are due by the end of June, 3 and 7 of September.
    graph = read(TABLE)
    folder = back(graph, tmp_path)
    write(folder / "市數據局.xlsx", "1", "已完成並通過驗收")
    write(folder / "市數據局.xlsx", "3", "尚未完成招標")
    edit(folder / "市數據局.xlsx", lambda sheet: sheet.cell(rows_of(sheet)["2"], LEAD, "市財政局"))
    (folder / "a壞.xlsx").write_bytes(b"no workbook")
    before = collect(folder, graph, on=DAY)
    gone = next(f.department for f in before.overdue if f.department != "市數據局")
    (folder / f"{gone}.xlsx").unlink()
    report = collect(folder, graph, on=DAY)
    paper = written(report, tmp_path)
    text = text_of(paper)
    document = graph.document
    assert f"關於《{document.get('title')}》任務進展情況的通報" in text
    assert str(document.get("doc_number")) in text
    assert "截至2024年10月15日" in text
    assert text.rstrip().endswith(f"{OFFICE}\n2024年10月15日")

    reported = {row[0]: row[1:] for row in table_under(paper, "已報送單位")}
    data = reported["市數據局"]
    mine = [i.number for p in report.plans for i in p.items if any(d.name == "市數據局" for d in i.leads)]
    assert data == [str(len(mine)), "2", "、".join(n for n in mine if n not in ("1", "3")), "市數據局.xlsx"]
    assert [row[0] for row in table_under(paper, "未報送單位")] == report.not_reported == [gone]
    assert set(reported).isdisjoint(report.not_reported)

    late = table_under(paper, "逾期任務")
    assert sorted((row[0], row[1].split()[0]) for row in late) == sorted(
        (f.department, f.number) for f in report.overdue
    )
    three = next(row for row in late if row[1].startswith("3 "))
    assert three[3] == "尚未完成招標"
    assert three[4].endswith("市數據局.xlsx")
    clause = next(i for p in report.plans for i in p.items if i.number == "3").leads[0].relationship.get("evidence")
    assert plain(str(clause)) in plain(three[4])
    assert {row[3] for row in late if row[0] == gone} == {"未報送"}
    assert not any(row[1].startswith("1 ") for row in late)

    checks = table_under(paper, "需核對事項")
    assert [(row[0], row[1], row[3]) for row in checks] == [
        ("不能匯總", "", "a壞.xlsx"),
        ("改動原文", "市數據局", "市數據局.xlsx"),
    ]
    assert "報回“市財政局”" in checks[1][2]
    assert str(tmp_path) not in text + "".join(map(str, checks))


@pytest.mark.parametrize("which", BOTH)
def test_departments_stand_in_their_order_and_every_one_is_there(tmp_path: Path, which: str) -> None:
    graph = plan(which)
    folder = back(graph, tmp_path)
    gone = ("市氣象局", "市審計局", "市公安局")
    for name in gone:
        (folder / f"{name}.xlsx").unlink()
    paper = written(collect(folder, graph, on="2021-10-01"), tmp_path)
    reported = [row[0] for row in table_under(paper, "已報送單位")]
    silent = {row[0]: row[1:] for row in table_under(paper, "未報送單位")}
    leads = counted(path_of(which)).leads
    assert len(reported) == 30
    assert set(reported) | set(silent) == set(leads)
    # 機構序列: 公安 before 審計, both before what the province runs
    assert list(silent) == ["市公安局", "市審計局", "市氣象局"]
    assert silent["市公安局"] == ["4", "9、10、13.2、24.2"]
    order = [name for name in ("市委政法委", "市教育局", "市稅務局") if name in reported]
    assert [name for name in reported if name in order] == order
    assert "30個單位已報送，其中30個單位報回的表未填寫任何內容：" in text_of(paper)
    assert "由33個單位牽頭，應報70項次；已填報0項次，未填報70項次" in text_of(paper)


def test_nothing_to_say_is_said(tmp_path: Path) -> None:
    graph = small_graph()
    folder = back(graph, tmp_path)
    report = collect(folder, graph, on="2020-01-01")
    for replies in report.replies.values():
        replies[:] = [replace(r, written=("已完成",) * len(r.written)) for r in replies]
    paper = written(report, tmp_path, None)
    text = text_of(paper)
    assert "各牽頭單位均已報送。" in text
    assert "未見已過完成時限而未報完成的任務" in text
    assert "報回文件與下發文件一致。" in text
    assert len(paper.tables) == 1
    assert [row[3] for row in table_under(paper, "已報送單位")] == [""] * len(paper.tables[0].rows[1:])
    empty = tmp_path / "empty"
    empty.mkdir()
    paper = written(collect(empty, graph, on="2020-01-01"), tmp_path)
    assert "尚無單位報送。" in text_of(paper)


def test_numbers_of_two_plans_name_their_plan(tmp_path: Path) -> None:
    first, second = two_plans()
    nodes = {n.id: n for n in (*first.nodes, *second.nodes)}
    links = {r.key: r for r in (*first.relationships, *second.relationships)}
    graph = Graph(tuple(nodes.values()), tuple(links.values()))
    empty = tmp_path / "empty"
    empty.mkdir()
    paper = written(collect(empty, graph, on="2020-01-01", language="zh-Hant"), tmp_path)
    assert "關於2份文件任務進展情況的通報" in text_of(paper)
    numbers = "".join(row[2] for row in table_under(paper, "未報送單位"))
    for one in (first, second):
        assert f"《{one.document.get('title')}》1" in numbers


def test_the_page_is_an_official_documents(tmp_path: Path) -> None:
    graph = small_graph()
    paper = written(collect(back(graph, tmp_path), graph, on="2020-01-01"), tmp_path)
    section = paper.sections[0]
    page = [round(x.mm) for x in (section.page_width, section.page_height, section.top_margin, section.left_margin)]
    assert page == [210, 297, 37, 28]
    title = paper.paragraphs[0].runs[0]
    assert title.font.size.pt == 22
    assert "方正小标宋简体" in title._r.xml
    for footer in (section.footer, section.even_page_footer):
        assert footer.paragraphs[0].text.startswith("— ")
        assert "PAGE" in footer.paragraphs[0]._p.xml


def test_hostile_texts_are_text(tmp_path: Path) -> None:
    graph = small_graph()
    report = collect(back(graph, tmp_path), graph, on="2030-01-01")
    odd = "<w:p/>&x;\x00\x0b\u202e=1+1\n{ PAGE }"
    for replies in report.replies.values():
        replies[:] = [replace(r, written=(odd,) * len(r.written), file="\x01.xlsx") for r in replies]
    report.findings.append(Finding("extra_row", odd, new=odd, file=odd))
    paper = written(report, tmp_path, odd)
    told = table_under(paper, "需核對事項")[0][2]
    assert told == "<w:p/>&x;\ufffd\ufffd\ufffd=1+1\n{ PAGE }"
    to_pdf(tmp_path / "circular.docx", tmp_path)


def test_it_prints_whole(tmp_path: Path) -> None:
    graph = plan("sample")
    report = collect(back(graph, tmp_path), graph, on="2022-01-01", default_due="2021-12-31")
    paper = written(report, tmp_path)
    pdf = to_pdf(tmp_path / "circular.docx", tmp_path)
    done = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], capture_output=True, text=True, check=True)
    printed = plain(done.stdout)
    assert len(table_under(paper, "逾期任務")) == 70
    # cells are broken into lines and pages, so each is looked for by its characters and not as one run
    for paragraph in paper.paragraphs:
        for piece in plain(paragraph.text).split("。"):
            assert piece[:20] in printed
    for row in table_under(paper, "逾期任務"):
        assert plain(row[1])[:6] in printed


def test_same_report_same_bytes(tmp_path: Path) -> None:
    graph = small_graph()
    report = collect(back(graph, tmp_path), graph, on="2020-01-01")
    files = [tmp_path / "a.docx", tmp_path / "b.docx"]
    for file in files:
        write_circular(report, file, OFFICE)
    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language(tmp_path: Path, language: str) -> None:
    graph = small_graph()
    report = collect(back(graph, tmp_path), graph, on="2030-01-01", language=language)
    paper = written(report, tmp_path)
    assert len(paper.tables) >= 1
    assert "{" not in text_of(paper)


def test_the_words_are_complete() -> None:
    entries = yaml.safe_load(Path(circular.__file__).with_name("circular.yaml").read_text(encoding="utf-8"))
    for key, words in entries.items():
        assert set(words) == set(LANGUAGES), key
        assert len({frozenset(part.split("}")[0] for part in w.split("{")[1:]) for w in words.values()}) == 1, key


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    graph = small_graph()
    empty = tmp_path / "empty"
    empty.mkdir()
    report = collect(empty, graph, on="2020-01-01")
    with pytest.raises(UnknownExport, match="docx"):
        write_circular(report, tmp_path / "a.pdf")
    with pytest.raises(CannotWrite):
        write_circular(report, tmp_path / "none" / "a.docx")
    assert not list(tmp_path.glob("a.*"))
