"""Five things that somebody wants to know who sees the explorer for the first time: each from the start page, without
Cypher, by at most three clicks and one input."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import SAMPLE

Open = Callable[..., Page]


class Newcomer:
    """Somebody at the start page, whose clicks and inputs are counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = 0
        self.inputs = 0
        page.locator(".z-tile").first.wait_for()

    def click(self, what: Locator) -> None:
        self.clicks += 1
        what.click()

    def type(self, text: str) -> None:
        self.inputs += 1
        self.page.locator(".z-box input").focus()
        self.page.keyboard.type(text, delay=30)

    def suggestion(self, text: str) -> Locator:
        return self.page.locator(".z-box .z-option", has_text=text).first


@pytest.fixture
def newcomer(page: Page) -> Newcomer:
    return Newcomer(page)


@pytest.fixture(autouse=True)
def counted(newcomer: Newcomer) -> object:
    yield
    assert newcomer.clicks <= 3
    assert newcomer.inputs <= 1


def test_what_a_department_leads_and_with_whom(newcomer: Newcomer) -> None:
    newcomer.type("gaj")
    newcomer.click(newcomer.suggestion("市公安局"))
    rows = newcomer.page.locator("#leads .z-row")
    expect(rows).to_have_count(4)
    said = rows.all_inner_texts()
    for number, partner in (("(九)", "市委政法委"), ("(十)", "市衛生健康局"), ("(二十四)第2段", "市委網信辦")):
        assert any(number in row and partner in row for row in said), (number, said)


def test_which_tasks_fall_when_a_platform_is_late(newcomer: Newcomer) -> None:
    newcomer.type("一網統管")
    newcomer.click(newcomer.suggestion("一網統管"))
    newcomer.click(newcomer.page.locator("main").get_by_role("link", name="牽動哪些任務"))
    main = newcomer.page.locator(".stMain")
    expect(main).to_contain_text("如果「一網統管」延誤")
    # (七) builds it, (九) and (十二)9 stand on it
    for number in ("(七)", "(九)", "(十二)9"):
        expect(main.locator(".z-row .z-path", has_text=number).first).to_be_visible()


def test_which_platforms_are_the_provinces(newcomer: Newcomer) -> None:
    newcomer.click(newcomer.page.locator('.z-tile[data-stay="external"]'))
    row = newcomer.page.locator(".z-table tbody tr", has_text="粵省事").first
    expect(row).to_contain_text("省")


def test_the_ledger_of_a_department_in_excel(newcomer: Newcomer) -> None:
    page = newcomer.page
    newcomer.type("市教育局")
    newcomer.click(newcomer.suggestion("市教育局"))
    expect(page.locator("#leads .z-row")).to_have_count(1)
    newcomer.click(page.locator("main").get_by_role("link", name="部門卡"))
    with page.expect_download() as found:
        newcomer.click(page.get_by_role("button", name="任務分解表（Excel）"))
    book = load_workbook(io.BytesIO(Path(found.value.path()).read_bytes()))
    text = "\n".join(str(c) for row in book.active.iter_rows(values_only=True) for c in row if c is not None)
    assert "市教育局" in text
    assert "數字教育" in text


def test_where_the_plan_says_a_number(newcomer: Newcomer) -> None:
    page = newcomer.page
    newcomer.type("300萬")
    newcomer.click(newcomer.suggestion("300萬"))
    newcomer.click(page.locator("main").get_by_role("link", name="在全文中打開"))
    aimed = page.locator(".z-text [data-aim]")
    expect(aimed).to_be_in_viewport()
    expect(aimed).to_contain_text("300萬")
    line = next(i for i, text in enumerate(SAMPLE.read_text(encoding="utf-8").splitlines(), 1) if "300萬" in text)
    expect(aimed.locator(".z-line")).to_have_text(str(line))
