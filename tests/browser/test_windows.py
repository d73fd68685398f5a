"""The pages that draw more than text keep inside their window, and say what to do over an empty store."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SAMPLE
from tests.browser.test_accessibility import WINDOWS, violations
from tests.browser.test_accessibility import axe as axe
from tests.browser.test_compare import two as two

Open = Callable[..., Page]
POLICE = quote("department:市公安局")
FACT = quote("LEADS~department:市公安局~task:9")
WIDTHS = ((1440, 900), pytest.param(1024, 768, marks=pytest.mark.soak), (390, 844))
ADDRESSES = {
    f"graph?node={POLICE}": ".z-graph canvas",
    f"graph?node={POLICE}&ev={FACT}": ".z-panel",
    f"document?ev={FACT}&report=1": ".st-key-report",
    "document?view=corrections": ".z-surface",
}


@pytest.mark.parametrize(("width", "height"), WIDTHS)
@pytest.mark.parametrize("address", list(ADDRESSES))
def test_nothing_is_wider_than_the_window(open_page: Open, site: str, address: str, width: int, height: int) -> None:
    page = open_page(site + address, width, height)
    page.locator(ADDRESSES[address]).first.wait_for()
    page.wait_for_timeout(400)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for box in page.locator(".z-graph, .z-panel, .st-key-report").all():
        found = box.bounding_box()
        assert found is not None
        assert found["x"] >= 0
        assert found["x"] + found["width"] <= width + 1


@pytest.mark.parametrize(("width", "height"), WIDTHS)
def test_two_plans_stand_side_by_side_or_one_below_the_other(
    open_page: Open, two: str, width: int, height: int
) -> None:
    page = open_page(two + "compare", width, height)
    page.locator(".z-change").first.wait_for()
    page.wait_for_timeout(400)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1440, 1024])
def test_panel_and_canvas_share_the_window(open_page: Open, site: str, width: int) -> None:
    page = open_page(f"{site}graph?node={POLICE}&ev={FACT}", width)
    panel, canvas = page.locator(".z-panel"), page.locator(".z-canvas")
    panel.wait_for()
    canvas.wait_for()
    page.wait_for_timeout(600)
    right, left = panel.bounding_box(), canvas.bounding_box()
    assert right is not None
    assert left is not None
    # the panel covers none of the picture
    assert left["x"] + left["width"] <= right["x"] + 1


@pytest.mark.parametrize("name", ["graph", "compare"])
def test_an_empty_store_says_what_to_do(open_page: Open, empty_site: str, name: str) -> None:
    page = open_page(empty_site + name)
    expect(page.locator(".z-empty pre")).to_contain_text("zhize load")
    assert "Traceback" not in page.content()


def test_an_unknown_page_is_no_error(open_page: Open, site: str) -> None:
    page = open_page(site + "document?ev=" + quote("LEADS~nobody~task:99") + "&report=1&view=")
    expect(page.locator(".z-panel")).to_contain_text("這裏沒有這一條")
    assert "Traceback" not in page.content()


@pytest.mark.parametrize(("width", "height", "theme"), WINDOWS)
@pytest.mark.parametrize("address", list(ADDRESSES))
def test_no_serious_violation(
    open_page: Open, site: str, axe: str, address: str, width: int, height: int, theme: str
) -> None:
    page = open_page(site + address, width, height, theme=theme)
    page.locator(ADDRESSES[address]).first.wait_for()
    page.wait_for_timeout(900)
    assert violations(page, axe) == []


@pytest.mark.parametrize("width", [1440, 390])
def test_no_serious_violation_where_a_file_is_looked_at(
    open_page: Open, serve: Callable[..., str], axe: str, width: int
) -> None:
    page = open_page(serve(ZHIZE_EXPLORER_IMPORT="1") + "load", width)
    page.locator("input[type=file]").set_input_files(SAMPLE)
    expect(page.get_by_role("button", name="載入", exact=True)).to_be_visible()
    page.wait_for_timeout(900)
    assert violations(page, axe) == []
    page.locator("input[type=file]").set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"hello"})
    expect(page.get_by_text("Z110")).to_be_visible()
    assert violations(page, axe) == []
