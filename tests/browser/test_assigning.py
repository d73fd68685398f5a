"""An office names whom 市有關單位 means, sees it marked on the card, and takes it back."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from loaders.load import load_file
from tests.browser.conftest import SAMPLE


def test_naming_a_department_and_taking_it_back(open_page: Callable[..., Page], serve: Callable[..., str]) -> None:
    site = serve(load_file(SAMPLE), ZHIZE_EXPLORER_IMPORT="1")
    page = open_page(site + "?list=unassigned")
    box = page.locator(".st-key-assigning")
    # eight clauses end in 市有關單位
    expect(box).to_contain_text("尚有 8 項未指定")
    for label, wanted in (("任務", "(五)"), ("單位", "市教育局")):
        field = box.get_by_role("combobox", name=label)
        field.click()
        field.fill(wanted)
        page.get_by_role("option").first.click()
    box.get_by_role("button", name="指定", exact=True).click()
    expect(box).to_contain_text("尚有 7 項未指定")
    expect(box).to_contain_text("任務 5:「市有關單位」→ 市教育局(辦公室分解)")
    card = open_page(site + "department?node=department:市教育局")
    expect(card.locator(".z-tiles.z-small")).to_contain_text("1牽頭1配合7可能涉及")
    expect(card.locator("#supports")).to_contain_text("辦公室分解")
    box.get_by_role("button", name="撤回").click()
    expect(box).to_contain_text("尚有 8 項未指定")


def test_a_reader_cannot_assign(open_page: Callable[..., Page], site: str) -> None:
    page = open_page(site + "?list=unassigned")
    expect(page.locator(".z-tile").first).to_be_visible()
    expect(page.locator(".st-key-assigning")).to_have_count(0)
