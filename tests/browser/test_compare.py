"""The page that compares two plans, in a real browser."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from loaders.load import load_text
from tests.browser.test_accessibility import axe as axe
from tests.browser.test_accessibility import violations
from tests.browser.test_hostile import hostile
from tests.graphs import small_graph
from tests.queries.two_years import CLEAN, DIGEST, edited, next_year

Open = Callable[..., Page]


def doubtful() -> str:
    """The next year's plan with one task more rewritten so much that somebody has to decide."""
    rewritten = "5.清潔村莊。推動垃圾分類和污水治理,用數字化手段評選美麗庭院。"
    return edited(next_year(), (CLEAN.split("(")[0], rewritten))


@pytest.fixture(scope="module")
def two(serve: Callable[..., str]) -> str:
    return serve(load_text(DIGEST), load_text(doubtful()))


def parameters(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def test_changes_stand_by_consequence_with_marks_in_both_sentences(open_page: Open, two: str) -> None:
    page = open_page(two + "compare")
    sections = page.locator(".z-changes section h2")
    expect(sections).to_have_count(9)
    assert [text.rstrip("0123456789\n ") for text in sections.all_inner_texts()] == [
        "失去牽頭", "牽頭變更", "時限變更", "指標變更", "配合變更", "位置移動", "文字修改", "新增任務", "取消任務",
    ]  # fmt: skip
    wording = page.locator(".z-k-wording .z-change")
    assert wording.locator("del").all_inner_texts() == ["發展", "醫療"]
    assert wording.locator("ins").all_inner_texts() == ["推廣", "會診"]
    expect(page.locator(".z-k-lost_lead .z-change")).to_contain_text("沒有寫明由誰牽頭")
    page.locator(".z-k-moved .z-change a").last.click()
    expect(page.locator(".z-panel")).to_contain_text("城管執法數字化")


def test_one_kind_and_one_department(open_page: Open, two: str) -> None:
    page = open_page(two + "compare?kind=target")
    expect(page.locator(".z-changes section")).to_have_count(1)
    expect(page.locator(".z-change")).to_contain_text("為基層減負")
    page = open_page(two + "compare?department=" + quote("市教育局"))
    expect(page.locator(".z-change")).to_have_count(1)
    expect(page.locator(".z-sentence")).to_contain_text("1 處變化")
    choice = page.get_by_role("combobox", name="部門")
    choice.click()
    choice.fill("市財政局")
    page.get_by_role("option", name="市財政局").click()
    expect(page.locator(".z-k-support .z-change")).to_have_count(1)
    assert parameters(page)["department"] == "市財政局"


def test_a_decision_is_kept_in_the_address_and_in_the_session(open_page: Open, two: str) -> None:
    page = open_page(two + "compare")
    question = page.locator(".z-uncertain .z-change")
    expect(question).to_have_count(1)
    expect(page.locator(".z-k-dropped .z-change")).to_have_count(2)
    question.get_by_role("button", name="是同一任務").click()
    expect(page.locator(".z-k-dropped .z-change")).to_have_count(1)
    expect(page.locator(".z-k-wording .z-change")).to_have_count(2)
    assert parameters(page)["same"] == "14.5~14.5:y"
    sent = page.url
    page.get_by_role("link", name="矩陣", exact=True).click()
    page.locator(".z-matrix").wait_for()
    page.get_by_role("link", name="比較", exact=True).click()
    expect(page.locator(".z-k-wording .z-change")).to_have_count(2)
    colleague = open_page(sent)
    expect(colleague.locator(".z-k-wording .z-change")).to_have_count(2)
    colleague.get_by_role("link", name="撤回").click()
    expect(colleague.locator(".z-k-wording .z-change")).to_have_count(1)
    expect(colleague.locator(".z-uncertain .z-change")).to_have_count(1)


def test_the_documents_are_chosen_and_swapped(open_page: Open, two: str) -> None:
    page = open_page(two + "compare")
    page.get_by_role("link", name="對調").click()
    expect(page.locator(".z-k-lost_lead")).to_have_count(0)
    expect(page.locator(".z-k-dropped .z-change").first).to_be_visible()
    assert parameters(page)["old"] == "河府辦函〔2022〕12號"
    page.get_by_role("combobox", name="新文件").click()
    page.get_by_role("option", name="2022年").click()
    expect(page.locator(".z-sentence")).to_contain_text("同一份文件")


def test_the_file_says_what_the_page_says(open_page: Open, two: str) -> None:
    page = open_page(two + "compare?department=" + quote("市教育局"))
    page.locator(".z-change").wait_for()
    with page.expect_download() as found:
        page.get_by_role("button", name="Excel").click()
    sheet = load_workbook(io.BytesIO(Path(found.value.path()).read_bytes())).worksheets[0]
    texts = [str(c.value) for row in sheet.iter_rows() for c in row if c.value]
    assert texts.count("失去牽頭") == 1
    assert "牽頭變更" not in texts
    assert [text for text in texts if "department = 市教育局" in text]


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_it_stays_inside_the_window(open_page: Open, two: str, width: int) -> None:
    page = open_page(two + "compare", width, 900)
    page.locator(".z-change").first.wait_for()
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if width == 1440:
        assert page.locator(".st-key-tools").bounding_box()["y"] <= 112  # type: ignore[index]


def test_one_document_or_none_says_what_to_do(open_page: Open, site: str, empty_site: str) -> None:
    page = open_page(site + "compare")
    expect(page.locator(".z-empty")).to_contain_text("比較要有兩份文件")
    expect(page.locator(".z-empty")).to_contain_text("河府辦函〔2021〕39號")
    expect(page.locator(".z-empty pre").first).to_contain_text("zhize load")
    expect(open_page(empty_site + "compare").locator(".z-empty")).to_contain_text("庫裏還沒有文件")


def test_whatever_an_address_holds_is_no_failure(open_page: Open, serve: Callable[..., str]) -> None:
    address = serve(hostile(), small_graph("青府辦〔2025〕2號", "青嶺市數字政府2025年工作要點", year=2025))
    for query in (
        "",
        "?same=1~2:y,1~3:y,~:y,%3Cscript%3E~x:n",
        "?old=%3Cb%3E&new=nothing&kind=none&department=%3Cimg%20src%3Dx%3E",
    ):
        page = open_page(address + "compare" + query)
        page.locator(".z-change").first.wait_for()
        assert page.locator(".stMain img, .stMain script, .stException, .stAlert").count() == 0
        text = page.locator(".stMain").inner_text()
        assert "\u202e" not in text
        assert "長" * 2_000 not in text


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (1440, "dark"), (390, "light")])
def test_no_serious_violation_of_accessibility(open_page: Open, two: str, axe: str, width: int, theme: str) -> None:
    page = open_page(two + "compare", width, theme=theme)
    page.locator(".z-uncertain .z-change").wait_for()
    page.wait_for_timeout(900)
    assert violations(page, axe) == []
