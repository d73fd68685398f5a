"""An office names whom 市有關單位 means, one by one or by a sheet, and sets a default deadline; all of it marked, all taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from loaders.load import load_file
from tests.browser.conftest import SAMPLE
from tests.browser.test_pages import workbook


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


def test_by_a_sheet(open_page: Callable[..., Page], serve: Callable[..., str], tmp_path: Path) -> None:
    site = serve(load_file(SAMPLE), ZHIZE_EXPLORER_IMPORT="1")
    page = open_page(site + "?list=unassigned")
    with page.expect_download() as found:
        page.get_by_role("button", name="下載待填表").click()
    book = workbook(found.value)
    rows = {str(row[1].value): row for row in book.active.iter_rows()}
    rows["5"][4].value = "市教育局"
    rows["9"][4].value, rows["9"][5].value = "市司法局", "督辦"
    book.save(tmp_path / "bad.xlsx")
    page.locator("input[type=file]").set_input_files(tmp_path / "bad.xlsx")
    box = page.locator(".st-key-assigning")
    expect(box).to_contain_text("有 1 行不能採用")
    expect(box.locator("li")).to_have_count(1)
    expect(box.locator("li")).to_contain_text("督辦")
    expect(box.get_by_role("button", name="採用這份表")).to_have_count(0)
    expect(box).to_contain_text("尚有 8 項未指定")
    rows["9"][5].value = "配合"
    book.save(tmp_path / "good.xlsx")
    again = open_page(site + "?list=unassigned")
    again.locator("input[type=file]").set_input_files(tmp_path / "good.xlsx")
    box = again.locator(".st-key-assigning")
    expect(box).to_contain_text("表中指定 2 項，6 行空白")
    box.get_by_role("button", name="採用這份表").click()
    expect(box).to_contain_text("尚有 6 項未指定")
    expect(box).to_contain_text("任務 5:「市有關單位」→ 市教育局(辦公室分解)")
    expect(again.locator(".stMain")).to_contain_text("8 處統稱中，辦公室已指定 2 處，尚有 6 處未指定")
    # the field of the sheet that was taken over gives way to an empty one
    expect(again.locator("input[type=file]")).to_have_count(1)
    again.locator("input[type=file]").set_input_files(
        {"name": "a.xlsx", "mimeType": "application/octet-stream", "buffer": b"no workbook"}
    )
    expect(again.get_by_text("Z802")).to_be_visible()


def test_a_default_deadline_is_set_marked_and_taken_back(
    open_page: Callable[..., Page], serve: Callable[..., str]
) -> None:
    site = serve(load_file(SAMPLE), ZHIZE_EXPLORER_IMPORT="1")
    page = open_page(site + "?list=no-deadline")
    undated = page.locator('.z-tile[data-stay="no-deadline"] b').inner_text()
    page.get_by_role("button", name="設為默認時限").click()
    # the last day of the plan's year is proposed
    expect(page.locator(".stMain")).to_contain_text("設默認時限：2021年12月31日（默認）")
    # what the plan says is as it was
    assert page.locator('.z-tile[data-stay="no-deadline"] b').inner_text() == undated
    ledger = open_page(site + "matrix?layout=ledger")
    expect(ledger.locator(".z-sheet")).to_contain_text("2021年12月31日(默認)")
    card = open_page(site + "department?node=department:市教育局")
    expect(card.locator("#leads .z-due")).to_have_text("2021年12月31日(默認)")
    with card.expect_download() as found:
        card.get_by_role("button", name="任務分解表（Excel）").click()
    cells = [c.value for sheet in workbook(found.value) for row in sheet.iter_rows() for c in row]
    assert "2021年12月31日(默認)" in cells
    task = open_page(site + "ask?node=task:12.1")
    expect(task.locator(".stMain")).to_contain_text("完成時限：2021年12月31日(默認)")
    page.get_by_role("button", name="撤回默認時限").click()
    expect(page.locator(".stMain")).not_to_contain_text("設默認時限：")
    again = open_page(site + "ask?node=task:12.1")
    expect(again.locator(".stMain")).to_contain_text("完成時限：原文未明確")
