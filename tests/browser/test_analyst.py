"""For analysts: an answer as a picture, a picture as Cypher, a statement saved as a question, and one that is given up."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from graph.stores import open_store
from loaders.load import load_file
from tests.browser.conftest import ROOT, SAMPLE
from tests.browser.pictures import POLICE, drawn

Open = Callable[..., Page]
LEADS = "MATCH (d:Department)-[:LEADS]->(t:Task) WHERE d.name = '市公安局' RETURN d.id AS who, t.id AS what, t.title AS title"


def write(page: Page, statement: str) -> None:
    editor = page.get_by_role("textbox", name="Cypher 語句")
    editor.fill(statement)
    editor.press("Control+Enter")


def test_rows_become_a_picture(open_page: Open, site: str) -> None:
    page = open_page(site + "analyst")
    write(page, LEADS)
    # the department and the four tasks that it leads
    page.get_by_role("link", name="畫成圖（5 個節點）").click()
    found = drawn(page)
    assert sorted(n["kind"] for n in found["nodes"]) == ["Department", "Task", "Task", "Task", "Task"]
    assert {line["type"] for line in found["lines"]} >= {"LEADS"}


def test_an_answer_becomes_a_picture(open_page: Open, site: str) -> None:
    page = open_page(site + "analyst?question=who-leads&p.department=" + quote("市公安局"))
    page.get_by_role("link", name="畫成圖").click()
    assert "市公安局" in {n["name"] for n in drawn(page)["nodes"]}


def test_a_picture_opens_as_cypher(open_page: Open, site: str) -> None:
    page = open_page(site + POLICE)
    lines = drawn(page)["lines"]
    page.get_by_role("button", name="Cypher").click()
    page.wait_for_url("**/analyst?*")
    expect(page.get_by_role("textbox", name="Cypher 語句")).to_have_value(re.compile("UNION ALL"))
    expect(page.locator(".z-table tbody tr")).to_have_count(len(lines))


def test_the_whole_plan_opens_as_cypher_though_it_is_long(open_page: Open, site: str) -> None:
    page = open_page(site + "graph?all=1")
    lines = drawn(page)["lines"]
    page.get_by_role("button", name="Cypher").click()
    page.wait_for_url("**/analyst?*")
    expect(page.locator(".z-table tbody tr")).to_have_count(min(len(lines), 300))


def test_what_is_copied_as_python_runs(open_page: Open, site: str, tmp_path: Path) -> None:
    page = open_page(site + "analyst?question=who-leads&p.department=" + quote("市公安局"))
    fold = page.locator("details", has_text="Python")
    fold.locator("summary").click()
    code = fold.locator("pre").inner_text()
    url = f"ladybug:{tmp_path / 'store'}"
    with open_store(url) as store:
        store.replace([load_file(SAMPLE)])
    (tmp_path / "copied.py").write_text(code, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "copied.py"],
        cwd=tmp_path,
        env={**os.environ, "ZHIZE_STORE": url, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        check=True,
        timeout=120,
    )
    assert len(done.stdout.decode("utf-8").splitlines()) == 1 + page.locator(".z-table tbody tr").count()


def test_a_statement_is_saved_as_a_question(open_page: Open, serve: Callable[..., str], tmp_path: Path) -> None:
    site = serve(load_file(SAMPLE), ZHIZE_EXPLORER_IMPORT="1", ZHIZE_QUESTIONS=str(tmp_path))
    page = open_page(site + "analyst")
    write(
        page, "// who leads how much\nMATCH (d:Department)-[:LEADS]->(t:Task)\nRETURN d.name AS name, count(t.id) AS n"
    )
    page.get_by_text("存為問題").click()
    form = page.locator(".st-key-own")
    form.get_by_label("名稱").fill("how-much")
    form.get_by_label("標題", exact=True).fill("誰牽頭多少")
    form.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已存入目錄")).to_be_visible()
    assert [path.name for path in tmp_path.iterdir()] == ["how-much.cypher"]
    form.get_by_role("button", name="保存").click()
    expect(page.get_by_text("already")).to_be_visible()
    page.locator(".z-choice").get_by_role("link", name="誰牽頭多少").click()
    # 33 bodies lead
    expect(page.locator(".z-table tbody tr")).to_have_count(33)


def test_a_reader_cannot_save(open_page: Open, site: str) -> None:
    page = open_page(site + "analyst?cypher=" + quote("MATCH (t:Task) RETURN t.id AS id"))
    page.locator(".z-table").wait_for()
    expect(page.get_by_text("存為問題")).to_have_count(0)


def test_a_long_statement_is_given_up(open_page: Open, site: str) -> None:
    page = open_page(site + "analyst")
    # 63⁵ combinations, each looked at, are more than the ten seconds of the guard
    tasks = " ".join(f"MATCH (t{i}:Task)" for i in range(5))
    unlike = " AND ".join(f"t{i}.title <> t{i + 1}.title" for i in range(4))
    write(page, f"{tasks} WHERE {unlike} RETURN count(t0.id) AS n")
    page.get_by_role("button", name="取消").click()
    expect(page.get_by_text("已取消")).to_be_visible()
    expect(page.get_by_role("textbox", name="Cypher 語句")).to_have_value(re.compile("t4:Task"))


@pytest.mark.parametrize(
    ("statement", "place", "word"),
    [
        ("MATCH (t:Task)\nRETRUN t.id AS id", "line 2, column", "RETRUN"),
        ("// which\nMATCH (t:Tusk)\nRETURN t.id AS id", "line 2, column", "Tusk"),
    ],
)
def test_a_mistake_is_marked_where_it_stands(open_page: Open, site: str, statement: str, place: str, word: str) -> None:
    page = open_page(site + "analyst?cypher=" + quote(statement))
    said = page.locator(".z-wrong")
    expect(said).to_contain_text(place)
    expect(page.locator(".z-code .c-wrong")).to_have_text([word])
    area = page.get_by_role("textbox", name="Cypher 語句")
    expect(area).to_have_attribute("aria-invalid", "true")
    area.press("End")
    area.press_sequentially(" ")
    expect(said).to_be_hidden()
    expect(page.locator(".c-wrong")).to_have_count(0)
    area.fill("MATCH (t:Task) RETURN count(t) AS n")
    area.press("Control+Enter")
    expect(page.locator(".z-table tbody td")).to_have_text(["63"])
