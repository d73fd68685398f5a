"""A wrong fact is reported from the panel, seen with what it would change, decided on, and the document stored anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Page, expect

from loaders.corrections import read_proposals
from loaders.load import load_file
from tests.browser.conftest import SAMPLE

Open = Callable[..., Page]
FACT = "document?ev=" + quote("LEADS~department:市公安局~task:9")


def report(page: Page) -> None:
    """Say that the plan does not name this lead."""
    page.get_by_role("link", name="報告錯誤").click()
    form = page.locator(".st-key-report")
    form.get_by_label("理由").fill("原文已更正")
    form.get_by_label("理由").press("Tab")
    form.get_by_label("您的姓名").fill("張三")
    form.get_by_label("您的姓名").press("Tab")
    # Exactly this lead goes; nothing else of the plan hangs on it.
    expect(form.locator(".z-effect li")).to_have_text(["− 市公安局 牽頭 (九) 先行試點公共安全專題"])
    form.get_by_role("button", name="提交更正").click()
    expect(form).to_contain_text("待審核")


def test_a_reviewer_accepts_and_the_document_changes(
    open_page: Open, serve: Callable[..., str], tmp_path: Path
) -> None:
    site = serve(load_file(SAMPLE), ZHIZE_EXPLORER_IMPORT="1", ZHIZE_OFFICE=str(tmp_path))
    page = open_page(site + FACT)
    report(page)
    [proposal] = read_proposals(tmp_path / "proposed.yaml")
    assert (proposal.state, proposal.correction.kind, proposal.correction.by) == ("proposed", "remove", "張三")
    page.get_by_role("link", name="查看全部更正").click()
    box = page.locator(f".st-key-proposal_{proposal.id}")
    expect(box.locator(".z-effect li")).to_have_count(1)
    box.get_by_role("button", name="採納", exact=True).click()
    expect(page.get_by_text("請填審核人和審核意見")).to_be_visible()
    for label, words in (("審核人", "李四"), ("審核意見", "屬實")):
        box.get_by_label(label, exact=True).fill(words)
    box.get_by_role("button", name="採納", exact=True).click()
    expect(page.get_by_text("已替換")).to_be_visible()
    expect(box).to_contain_text("李四")
    expect(page.locator(".z-sentence").first).to_contain_text("待審核 0 條，共 1 條")
    # 市公安局 led four tasks, (九) among them.
    card = open_page(site + "department?node=" + quote("department:市公安局"))
    expect(card.locator(".z-card .z-small .z-tile").first).to_contain_text("3")
    # The file loaded again is read with what was accepted, so that there is nothing to change.
    again = open_page(site + "load")
    again.locator("input[type=file]").set_input_files(SAMPLE)
    again.get_by_role("button", name="載入", exact=True).click()
    expect(again.locator(".z-sentence").first).to_contain_text("沒有改動")
    card.reload()
    expect(card.locator(".z-card .z-small .z-tile").first).to_contain_text("3")
    [done] = read_proposals(tmp_path / "proposed.yaml")
    assert (done.state, done.reviewer, done.decision) == ("accepted", "李四", "屬實")


def test_a_reader_proposes_and_cannot_decide(open_page: Open, serve: Callable[..., str], tmp_path: Path) -> None:
    site = serve(load_file(SAMPLE), ZHIZE_OFFICE=str(tmp_path))
    page = open_page(site + FACT)
    report(page)
    page.get_by_role("link", name="查看全部更正").click()
    expect(page.get_by_text("這裏只讀")).to_be_visible()
    expect(page.locator("[class*=st-key-proposal_]").first).to_contain_text("刪去原文沒有寫的一條")
    expect(page.get_by_role("button", name="採納", exact=True)).to_have_count(0)
