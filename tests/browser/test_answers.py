"""The answer to a typed question: chips that are changed in place, a small picture of what the answer names."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from playwright.sync_api import Locator, Page, expect

Open = Callable[..., Page]


def _chip(page: Page, label: str) -> Locator:
    return page.locator(f'details.z-chip:has(summary small:text-is("{label}"))')


def test_a_chip_is_changed_in_place(open_page: Open, site: str) -> None:
    page = open_page(site + "ask?q=" + quote("市公安局牽頭什麼"))
    expect(page.locator(".z-table tbody tr")).to_have_count(4)
    chip = _chip(page, "部門")
    chip.locator("summary").click()
    chip.get_by_role("searchbox").fill("衛生")
    expect(chip.locator("a:visible")).to_have_text(["市衛生健康局"])
    chip.get_by_text("市衛生健康局").click()
    expect(_chip(page, "部門").locator("summary")).to_contain_text("市衛生健康局")
    expect(page.locator(".z-table tbody td:first-child")).to_contain_text(["市衛生健康局"])
    # what was typed stays, and the address holds the change
    expect(page.get_by_role("heading", name="「市公安局牽頭什麼」")).to_be_visible()
    page.reload()
    expect(_chip(page, "部門").locator("summary")).to_contain_text("市衛生健康局")
    chip = _chip(page, "問題")
    chip.locator("summary").click()
    chip.get_by_text("誰配合什麼任務").click()
    expect(_chip(page, "問題").locator("summary")).to_contain_text("誰配合什麼任務")
    expect(_chip(page, "部門").locator("summary")).to_contain_text("市衛生健康局")


def test_a_chip_closes_by_key_and_by_a_click_elsewhere(open_page: Open, site: str) -> None:
    page = open_page(site + "ask?q=" + quote("一網統管延誤影響什麼"))
    chip = _chip(page, "平臺")
    chip.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(chip.locator(".z-menu")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(chip.locator(".z-menu")).to_be_hidden()
    expect(chip.locator("summary")).to_be_focused()
    page.keyboard.press("Enter")
    expect(chip.locator(".z-menu")).to_be_visible()
    page.get_by_role("heading", name="「一網統管延誤影響什麼」").click()
    expect(chip.locator(".z-menu")).to_be_hidden()


def test_the_small_picture_draws_what_the_answer_names(open_page: Open, site: str) -> None:
    page = open_page(site + "ask?q=" + quote("一網統管延誤影響什麼"))
    figure = page.locator("figure.z-sketch")
    expect(figure.locator("a")).to_have_count(4)
    expect(figure.locator("a", has_text="一網統管").last).to_have_text("一網統管")
    titles = figure.locator("title").evaluate_all("all => all.map(one => one.textContent)")
    # (七) builds it, (九) and (十二)9 stand on it and so need (七)
    ends = sorted((t.split(" — ")[0].split(" ")[0], t.split(" — ")[1].split(" → ")[0]) for t in titles)
    assert ends == [("(七)", "建設"), ("(九)", "依託"), ("(九)", "依賴"), ("(十二)9", "依託"), ("(十二)9", "依賴")]
    # each line begins and ends in the middle of the rows that it joins
    places = figure.evaluate(
        """f => [...f.querySelectorAll('a')].map(a => { const b = a.getBoundingClientRect(); return b.top + b.height / 2 })"""
    )
    lines = figure.evaluate(
        """f => [...f.querySelectorAll('path')].filter(p => p.querySelector('title')).map(p => {
            const m = p.getScreenCTM(), n = p.getTotalLength();
            return [0, n].map(at => { const q = p.getPointAtLength(at); return q.y * m.d + m.f }) })"""
    )
    assert len(lines) == 5
    assert all(min(abs(end - place) for place in places) < 2 for line in lines for end in line)
    figure.locator("a", has_text="(九)").click()
    expect(page.locator(".st-key-panel")).to_contain_text("(九)")


def test_an_answer_with_too_many_names_only_links_to_the_picture(open_page: Open, site: str) -> None:
    page = open_page(site + "analyst?question=who-leads")
    expect(page.get_by_text("畫成圖")).to_be_visible()
    expect(page.locator("figure.z-sketch")).to_have_count(0)


def test_a_hand_written_address_is_answered_with_a_line(open_page: Open, site: str) -> None:
    page = open_page(site + "ask?q=" + quote("市公安局牽頭什麼") + "&as=no-such-question")
    expect(page.locator(".z-sentence")).to_contain_text("no-such-question")
