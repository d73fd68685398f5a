"""The command line of an office's day: ask, hand out, assign, collect, export, save and bring back."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from tests.test_zhize import POLICE, SAMPLE, TABLE, run

__all__ = ["run"]  # the fixture


@pytest.fixture
def loaded(run):  # type: ignore[no-untyped-def]
    assert run("load", SAMPLE)[0] == 0
    return run


def test_a_question_in_chinese(loaded) -> None:  # type: ignore[no-untyped-def]
    for words in ("市公安局牵头哪些任务", "公安局負責牽頭什麼工作?"):
        status, out, _ = loaded("ask", words, "--format", "json")
        answer = json.loads(out)
        assert status == 0
        assert answer["question"] == "who-leads"
        assert answer["cypher"].lstrip().startswith("MATCH")
        at = answer["columns"].index("number")
        assert [row[at] for row in answer["rows"]] == POLICE


def test_a_question_that_was_not_understood_is_not_answered(loaded) -> None:  # type: ignore[no-untyped-def]
    status, out, _ = loaded("ask", "明天會下雨嗎", "--format", "json")
    said = json.loads(out)
    assert status == 1
    assert said["question"] is None
    assert said["reason"]
    assert len(said["rows"]) <= 3


def test_handing_out_and_collecting(loaded, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "out"
    status, out, _ = loaded("matrix", "--split", folder)
    assert status == 0
    # 33 bodies lead a task of the plan, and 總表
    assert len(list(folder.glob("*.xlsx"))) == 34
    (folder / "市教育局.xlsx").unlink()
    (folder / "別處的表.xlsx").write_bytes(b"no workbook")
    status, out, _ = loaded("collect", folder, "-o", tmp_path / "all.xlsx", "--format", "json")
    assert status == 1
    rows = [dict(zip(json.loads(out)["columns"], row, strict=True)) for row in json.loads(out)["rows"]]
    assert [r["department"] for r in rows if r["finding"] == "not_reported"] == ["市教育局"]
    assert [r["file"] for r in rows if r["finding"] == "unusable"] == ["別處的表.xlsx"]
    assert (tmp_path / "all.xlsx").exists()


def test_assignments_are_marked_in_the_papers(loaded, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    assert len(json.loads(loaded("assign", "--format", "json")[1])["rows"]) == 8
    assert loaded("assign", "5", "市教育局", "--who", "督查室")[0] == 0
    assert len(json.loads(loaded("assign", "--format", "json")[1])["rows"]) == 7
    asked = json.loads(loaded("query", "not-yet-assigned", "--format", "json")[1])
    at = asked["columns"].index("number")
    assert [row[at] for row in asked["rows"]] == ["2", "6", "7", "9", "15.8", "20", "26"]
    paper = tmp_path / "ledger.md"
    assert loaded("matrix", "-o", paper, "--layout", "ledger")[0] == 0
    assert "市教育局(辦公室分解)" in paper.read_text(encoding="utf-8").replace("（", "(").replace("）", ")")
    # the plan loaded again, and what was read of it, are as they were
    assert loaded("load", SAMPLE, "--again")[0] == 0
    assert len(json.loads(loaded("assign", "--format", "json")[1])["rows"]) == 7
    supports = json.loads(loaded("query", "who-supports", "--department", "市教育局", "--format", "json")[1])
    assert supports["rows"] == []
    assert loaded("assign", "5", "市教育局", "--withdraw")[0] == 0
    assert len(json.loads(loaded("assign", "--format", "json")[1])["rows"]) == 8
    status, _, err = loaded("assign", "99", "市教育局")
    assert status == 1
    assert err.startswith("Z305")


def test_assigning_from_a_filled_sheet(loaded, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    sheet = tmp_path / "sheet.xlsx"
    assert loaded("assign", "--template", sheet)[1].startswith("wrote 8 rows")

    def fill(department: str, role: str) -> None:
        book = openpyxl.load_workbook(sheet)
        row = next(row for row in book.active.iter_rows() if str(row[1].value) == "5")
        row[4].value, row[5].value = department, role
        row = next(row for row in book.active.iter_rows() if str(row[1].value) == "9")
        row[4].value = "市司法局"
        book.save(sheet)

    fill("市教育局", "督辦")
    status, _, err = loaded("assign", "--sheet", sheet)
    assert status == 1
    # the good row is not taken over either
    assert err.splitlines()[0].startswith("Z803: the role 督辦 is not known (sheet.xlsx, row ")
    assert len(json.loads(loaded("assign", "--format", "json")[1])["rows"]) == 8
    fill("市教育局", "配合")
    status, out, err = loaded("assign", "--sheet", sheet)
    assert (status, err) == (0, "")
    assert out.startswith("took over 2 assignments, 6 rows left open")
    assert len(json.loads(loaded("assign", "--format", "json")[1])["rows"]) == 6
    # what is named already is asked for no more
    assert loaded("assign", "--template", sheet)[1].startswith("wrote 6 rows")
    assert loaded("assign", "5", "市教育局", "--sheet", sheet)[0] == 2
    status, _, err = loaded("assign", "--sheet", tmp_path / "none.xlsx")
    assert status == 1
    assert err.startswith("Z802: ")
    assert len(err.splitlines()) == 1


def test_a_default_deadline_is_kept_and_marked(loaded, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    def ledger() -> str:
        assert loaded("matrix", "-o", tmp_path / "ledger.md", "--layout", "ledger")[0] == 0
        return (tmp_path / "ledger.md").read_text(encoding="utf-8")

    before, facts = ledger(), json.loads(loaded("extract", SAMPLE)[1])
    undated = json.loads(loaded("query", "no-deadline", "--format", "json")[1])["rows"]
    assert "默認" not in before
    assert loaded("assign", "--default-due", "2021-12-31", "--who", "督查室")[0] == 0
    marked = ledger()
    assert "2021年12月31日(默認)" in marked
    assert "原文未明確" not in marked
    # the department's workbook has it without the option, and collecting holds the tasks to it
    assert loaded("matrix", "--split", tmp_path / "out")[0] == 0
    sheet = openpyxl.load_workbook(tmp_path / "out" / "市教育局.xlsx").worksheets[0]
    assert "2021年12月31日(默認)" in [cell.value for row in sheet.iter_rows() for cell in row]
    status, out, _ = loaded("collect", tmp_path / "out", "-o", tmp_path / "all.xlsx", "--format", "json")
    assert status == 0
    kinds = [row[0] for row in json.loads(out)["rows"]]
    # 70 rows of 33 leads, none filled in, all of them due on a day of 2021
    assert (kinds.count("overdue"), kinds.count("not_reported"), kinds.count("altered")) == (70, 0, 0)
    # an option of the command goes before it
    assert loaded("matrix", "-o", tmp_path / "other.md", "--layout", "ledger", "--default-due", "2021-11-30")[0] == 0
    assert "2021年11月30日(默認)" in (tmp_path / "other.md").read_text(encoding="utf-8")
    # what was read is as it was
    assert json.loads(loaded("extract", SAMPLE)[1]) == facts
    assert json.loads(loaded("query", "no-deadline", "--format", "json")[1])["rows"] == undated
    assert loaded("load", SAMPLE, "--again")[0] == 0
    assert ledger() == marked
    assert loaded("assign", "--default-due", "soon")[0] == 2
    assert loaded("assign", "--default-due", "none")[1] == "taken back\n"
    assert ledger() == before


@pytest.mark.parametrize("form", ["graphml", "gexf", "jsonl", "csv", "cypher", "turtle", "jsonld", "parquet"])
def test_exports(form: str, loaded, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / f"graph.{form}"
    assert loaded("export", "--format", form, "-o", path)[0] == 0
    size = sum(f.stat().st_size for f in path.rglob("*")) if path.is_dir() else path.stat().st_size
    assert size > 1_000


@pytest.mark.parametrize("form", ["graphml", "gexf", "jsonl", "csv", "cypher", "turtle", "jsonld"])
def test_what_the_office_named_is_marked_in_every_export(form: str, loaded, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    def exported(name: str, *more: str) -> bytes:
        path = tmp_path / name
        assert loaded("export", "--format", form, "-o", path, *more)[0] == 0
        return b"".join(f.read_bytes() for f in sorted(path.rglob("*")) if f.is_file()) or path.read_bytes()

    mark = "辦公室分解".encode()
    before = exported("before")
    assert mark not in before
    assert loaded("assign", "5", "市教育局")[0] == 0
    assert mark in exported("after")
    assert exported("as-read", "--as-read") == before


def test_a_store_is_saved_moved_and_brought_back(loaded, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    before = json.loads(loaded("status", "--format", "json")[1])["rows"]
    saved = tmp_path / "saved.sqlite"
    assert loaded("backup", "-o", saved)[0] == 0
    other = f"ladybug:{tmp_path}/other"
    assert loaded("restore", saved, "--store", other)[0] == 0
    assert json.loads(loaded("status", "--store", other, "--verify", "--format", "json")[1])["rows"] == before
    status, _, err = loaded("restore", saved, "--store", other)
    assert status == 1
    assert "1 documents already" in err
    third = f"ladybug:{tmp_path}/third"
    status, out, _ = loaded("copy", "--from", other, "--to", third)
    assert status == 0
    assert "every document is the same in both" in out


def test_corrections_are_applied_and_listed(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    text = TABLE.read_text(encoding="utf-8")
    graph = json.loads(run("extract", TABLE)[1])
    title = next(n["title"] for n in graph["nodes"] if n["label"] == "Document")
    first = next(n for n in graph["nodes"] if n["label"] == "Task")
    path = tmp_path / "corrections.yaml"
    entry = f"- {{kind: due, document: {title}, item: '{first['number']}', due_on: '2030-01-31', reason: 來函更正, date: 2026-01-05, by: 督查室}}\n"
    path.write_text("corrections:\n" + entry, encoding="utf-8")
    status, out, err = run("extract", TABLE, "--corrections", path)
    if status:
        pytest.fail(err)
    task = next(n for n in json.loads(out)["nodes"] if n["id"] == first["id"])
    assert task["due_on"] == "2030-01-31"
    status, out, _ = run("check", TABLE, "--corrections", path)
    assert "applied: due" in out
    assert TABLE.read_text(encoding="utf-8") == text
    path.write_text("corrections:\n" + entry.replace(f"'{first['number']}'", "'999'"), encoding="utf-8")
    status, out, _ = run("check", TABLE, "--corrections", path)
    assert status == 1
    assert "refused: " in out
    path.write_text("corrections: 3\n", encoding="utf-8")
    status, _, err = run("check", TABLE, "--corrections", path)
    assert status == 1
    assert err.startswith("Z602")


def test_usage(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    assert run("matrix")[0] == 2
    assert run("export", "--format", "pdf", "-o", tmp_path / "x")[0] == 2
    assert run("assign", "5")[0] == 2
