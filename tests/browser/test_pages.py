"""Each page's main path on the sample plan, and on an empty store."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Download, Page, expect

from loaders.load import load_file
from tests.browser.conftest import Serve
from tests.explorer.pictures import hub_graph
from tests.graphs import two_plans

Open = Callable[..., Page]
PAGES = ("", "ask", "department", "dependencies", "matrix", "collect", "document", "analyst")
CONTENT = {
    "": ".z-tile",
    "ask": ".z-options",
    "department": ".z-card",
    "dependencies": ".z-sentence",
    "matrix": ".z-matrix",
    "collect": ".z-none",
    "document": ".z-text",
    "analyst": ".z-editor",
}


def parameters(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def workbook(download: Download) -> Workbook:
    """What a reader saved."""
    return load_workbook(io.BytesIO(Path(download.path()).read_bytes()))


def numbers(page: Page) -> dict[str, int]:
    """The three counts of a department's card."""
    tiles = page.locator(".z-card .z-small .z-tile")
    expect(tiles).to_have_count(3)
    return {
        name: int(tiles.nth(place).locator("b").inner_text())
        for place, name in enumerate(("leads", "supports", "perhaps"))
    }


# --- every page ----------------------------------------------------------------------------------------------------
INTERNAL = ("doc:", "department:", "platform:", "task:", "#13.2")


@pytest.mark.parametrize("width", [1440, pytest.param(1024, marks=pytest.mark.soak), 390])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_starts_high_and_stays_inside_the_window(open_page: Open, site: str, name: str, width: int) -> None:
    page = open_page(site + name, width, 900 if width > 390 else 844)
    first = page.locator(CONTENT[name]).first
    first.wait_for()
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if width == 1440:
        tops = page.evaluate(
            "[...document.querySelectorAll('.stMainBlockContainer .z-surface > *, .stMainBlockContainer .z-head, .st-key-tools')]"
            ".map(e => e.getBoundingClientRect()).filter(r => r.height > 8 && r.top > 90).map(r => r.top)"
        )
        assert min(tops) <= 112
        shown = page.locator(".stMain").inner_text()
        assert name == "analyst" or not [mark for mark in INTERNAL if mark in shown]
        assert not {"id", "sha256"} & set(parameters(page))


@pytest.mark.parametrize("name", PAGES)
def test_an_empty_store_says_what_to_do(open_page: Open, empty_site: str, name: str) -> None:
    page = open_page(empty_site + name)
    expect(page.locator(".z-empty")).to_contain_text("庫裏還沒有文件")
    expect(page.locator(".z-empty pre")).to_contain_text("zhize load")
    assert "Traceback" not in page.content()


@pytest.mark.parametrize(
    ("locale", "word"), [("zh-TW", "總覽"), ("zh-CN", "总览"), ("en-GB", "Overview"), ("de-DE", "總覽")]
)
def test_the_language_comes_from_the_browser(open_page: Open, site: str, locale: str, word: str) -> None:
    page = open_page(site, locale=locale)
    expect(page.get_by_role("link", name=word, exact=True)).to_be_visible()


def test_language_script_and_theme_are_chosen_in_the_navigation(page: Page) -> None:
    page.locator(".z-tile").first.wait_for()
    page.get_by_role("button", name="顯示").click()
    page.get_by_role("link", name="简体中文").click()
    expect(page.get_by_role("link", name="查询", exact=True)).to_be_visible()
    page.get_by_role("link", name="简体", exact=True).click()
    expect(page.locator(".z-bars a").first).to_contain_text("市政务服务数据管理局")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="矩阵", exact=True).click()
    expect(page.locator(".z-matrix thead")).to_contain_text("市发展改革局")
    assert parameters(page) == {"lang": "zh-Hans", "script": "hans"}
    page.get_by_role("button", name="显示").click()
    page.get_by_role("button", name="深色").click()
    page.wait_for_function("getComputedStyle(document.querySelector('.stApp')).colorScheme === 'dark'")


# --- start ---------------------------------------------------------------------------------------------------------


def test_a_number_opens_its_list_and_its_download(page: Page) -> None:
    tile = page.locator('.z-tile[data-stay="unassigned"]')
    count = int(tile.locator("b").inner_text())
    tile.click()
    rows = page.locator(".z-table tbody tr")
    expect(rows).to_have_count(count)
    assert parameters(page) == {"list": "unassigned"}
    with page.expect_download() as found:
        page.get_by_role("button", name="Excel").click()
    book = workbook(found.value)
    cells = [str(cell) for row in book.active.iter_rows(values_only=True) for cell in row if cell is not None]
    assert sum(cell == "市有關單位" for cell in cells) == 8
    assert any("unassigned" in cell for cell in cells)
    assert any("〔2021〕39號" in cell for cell in cells)


def test_a_bar_leads_to_its_department(page: Page) -> None:
    page.locator(".z-bars a", has_text="市公安局").click()
    expect(page.locator(".z-head h1")).to_have_text("市公安局")
    assert parameters(page) == {"node": "department:市公安局"}


# --- looking up ----------------------------------------------------------------------------------------------------


def test_a_department_with_its_evidence(open_page: Open, site: str) -> None:
    page = open_page(site + "ask")
    page.locator(".z-options a", has_text="市公安局").click()
    rows = page.locator("#leads .z-row")
    expect(rows).to_have_count(4)
    assert [text.split("\n")[1] for text in rows.all_inner_texts()] == ["(九)", "(十)", "(十三)2", "(二十四)第2段"]
    rows.first.click()
    panel = page.locator(".z-panel")
    expect(panel.locator(".m-hit")).to_have_text("市公安局")
    expect(panel.locator(".z-quote")).to_contain_text("牽頭")
    expect(panel).to_contain_text("第 2 位")
    page.locator("[data-stay=next]").click()
    expect(panel.locator("h2")).to_contain_text("(十)")
    page.locator("[data-stay=previous]").click()
    expect(panel.locator("h2")).to_contain_text("(九)")
    address = page.url
    again = open_page(address)
    expect(again.locator(".z-panel .m-hit")).to_have_text("市公安局")
    page.get_by_role("link", name="在全文中打開").click()
    expect(page.locator(".z-text [data-aim]")).to_contain_text("市公安局")
    expect(page.locator(".z-text .m-hit")).to_have_text("市公安局")


def test_the_quotation_is_copied_with_its_source(open_page: Open, site: str) -> None:
    page = open_page(site + "ask?" + "node=" + quote("department:市司法局"))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#leads .z-row").first.click()
    page.get_by_role("button", name="複製引文").click()
    expect(page.locator("[data-copied]")).to_have_text("已複製")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "市司法局" in copied
    assert "(河府辦函〔2021〕39號)第(十一)項7" in copied


def test_the_list_is_filtered_in_either_script(open_page: Open, site: str) -> None:
    page = open_page(site + "ask")
    box = page.get_by_role("searchbox", name="篩選")
    for typed in ("市發展", "市发展"):
        box.fill(typed)
        expect(page.locator(".z-options a:visible")).to_have_count(1)
    box.fill("沒有的部門")
    expect(page.locator("[data-nothing]")).to_be_visible()


def test_rows_and_panel_work_without_a_mouse(open_page: Open, site: str) -> None:
    page = open_page(site + "ask?node=" + quote("department:市公安局"))
    page.locator("#leads .z-row").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".z-panel h2")).to_contain_text("(十)")
    page.locator(".z-panel [data-stay=next]").focus()
    page.keyboard.press("Escape")
    expect(page.locator(".z-panel")).to_have_count(0)


# --- matrix --------------------------------------------------------------------------------------------------------


def test_the_matrix_opens_folds_and_downloads(open_page: Open, site: str) -> None:
    page = open_page(site + "matrix")
    expect(page.locator("tr.r-section")).to_have_count(6)
    expect(page.locator("tfoot .z-sum")).to_have_text("70(11)")
    columns = page.locator("thead th").count()
    page.get_by_role("link", name="展開其他單位").click()
    expect(page.locator("thead th")).to_have_count(2 + 34)
    assert columns < 20
    page.get_by_role("link", name="全部展開").click()
    expect(page.locator("tbody tr")).to_have_count(6 + 63)
    cell = page.locator("tbody td a.z-collective-lead")
    expect(cell).to_have_count(1)
    cell.click()
    expect(page.locator(".z-panel .m-hit")).to_have_text("各縣(區)政府(管委會)")
    with page.expect_download() as found:
        page.get_by_role("button", name="Excel").click()
    book = workbook(found.value)
    text = "\n".join(str(c) for row in book.active.iter_rows(values_only=True) for c in row if c is not None)
    assert "市公安局" in text
    assert "zhize" in text.lower()


# --- the others ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "counts"), [("市教育局", (1, 0, 8)), ("市發展改革局", (2, 1, 8))])
def test_a_card_counts_what_could_be_meant(open_page: Open, site: str, name: str, counts: tuple[int, int, int]) -> None:
    page = open_page(site + "department?node=" + quote(f"department:{name}"))
    expect(page.locator(".z-head h1")).to_have_text(name)
    assert tuple(numbers(page).values()) == counts


def test_the_dependencies_page_says_what_the_plan_has(open_page: Open, site: str) -> None:
    page = open_page(site + "dependencies")
    said = page.locator(".z-sentence").first
    expect(said).to_contain_text("63 項任務")
    rows = page.locator(".z-dependency").count()
    if rows:
        expect(said).to_contain_text(f"{rows} 條依賴")
        expect(said).to_contain_text("無循環")


def test_the_text_marks_mentions_and_what_was_not_read(open_page: Open, site: str) -> None:
    page = open_page(site + "document")
    expect(page.locator(".z-text .m-LEADS")).to_have_count(70)
    page.locator(".z-options a", has_text="(十三)2").click()
    expect(page.locator(".z-text [data-aim]")).to_be_in_viewport()
    page.locator(".z-text .m-LEADS").first.click()
    expect(page.locator(".z-panel")).to_be_visible()


def test_an_analyst_asks_a_named_question_and_writes_cypher(open_page: Open, site: str) -> None:
    page = open_page(site + "analyst?question=who-leads&p.department=" + quote("市公安局"))
    expect(page.locator(".z-table tbody tr")).to_have_count(4)
    page.get_by_role("link", name="Cypher 查詢").click()
    editor = page.get_by_role("textbox", name="Cypher 語句")
    editor.fill("// how many\nMATCH (t:Task) RETURN count(t) AS n")
    editor.press("Control+Enter")
    # A list waits; one text would be refused at once while the rows of the question are still there.
    expect(page.locator(".z-table tbody td")).to_have_text(["63"])
    editor.fill("MATCH (t:Task) DELETE t")
    editor.press("Control+Enter")
    expect(page.get_by_text("Z3")).to_be_visible()
    editor.fill("MATCH (d:Dep")
    editor.press_sequentially("a")
    expect(page.get_by_role("option").first).to_have_text("Department")


def test_import_is_closed_unless_it_was_allowed(open_page: Open, site: str) -> None:
    page = open_page(site)
    page.locator(".z-tile").first.wait_for()
    assert page.get_by_role("link", name="導入", exact=True).count() == 0


def test_a_file_is_looked_at_and_then_loaded(open_page: Open, serve: Callable[..., str]) -> None:
    from tests.browser.conftest import SAMPLE

    address = serve(ZHIZE_EXPLORER_IMPORT="1")
    page = open_page(address + "load")
    page.locator("input[type=file]").set_input_files(SAMPLE)
    expect(page.locator(".z-tile", has_text="任務").locator("b")).to_have_text("63")
    page.get_by_role("button", name="載入", exact=True).click()
    expect(page.locator(".z-sentence").first).to_contain_text("已載入")
    page.get_by_role("link", name="總覽", exact=True).first.click()
    expect(page.locator(".z-bars a").first).to_be_visible()
    page.goto(address + "load")
    page.locator("input[type=file]").set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"hello"})
    expect(page.get_by_text("Z110")).to_be_visible()


def test_what_the_command_loaded_is_the_same_by_import(open_page: Open, serve: Callable[..., str]) -> None:
    from tests.browser.conftest import SAMPLE

    page = open_page(serve(load_file(SAMPLE), ZHIZE_EXPLORER_IMPORT="1") + "load")
    page.locator("input[type=file]").set_input_files(SAMPLE)
    expect(page.locator(".z-tile", has_text="任務").locator("b")).to_have_text("63")
    page.get_by_role("button", name="載入", exact=True).click()
    expect(page.locator(".z-sentence").first).to_contain_text("沒有改動")


def test_the_address_of_import_says_why_it_is_closed(open_page: Open, site: str) -> None:
    page = open_page(site + "load")
    expect(page.locator(".z-none")).to_contain_text("zhize load")
    expect(page.get_by_role("link", name="導入")).to_have_count(0)
    expect(page.get_by_text("Page not found")).to_have_count(0)


def test_the_tasks_of_two_years_are_told_apart(open_page: Open, serve: Serve) -> None:
    page = open_page(serve(*two_plans()) + "department?node=" + quote("department:市公安局"))
    numbers = page.locator(".z-row > .z-path")
    expect(numbers.first).to_be_visible()
    assert {text.split("·")[0] for text in numbers.all_inner_texts()} == {"2024", "2025"}


def test_a_page_of_one_document_among_too_many_says_so(open_page: Open, serve: Serve) -> None:
    """More tasks than a page holds: nobody is told that one document's numbers are those of all."""
    many = serve(hub_graph(5_100), *two_plans())
    page = open_page(many)
    note = page.locator(".z-narrowed")
    expect(note).to_contain_text("3 份文件太多")
    expect(page.get_by_role("combobox", name="文件")).to_have_value("從 3 份文件中選一份")
    page.goto(many + "graph?node=" + quote("department:市公安局"))
    expect(page.locator(".z-graph canvas").first).to_be_visible()
    expect(note).to_have_count(0)
    page.goto(many + "?doc=" + quote("青府辦〔2024〕1號"))
    expect(page.locator(".z-tile").first).to_be_visible()
    expect(note).to_have_count(0)
