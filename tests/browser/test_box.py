"""The question box: suggestions with each letter, the keyboard, input methods, answers that come late."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from explorer.component.bundle import plain

Open = Callable[..., Page]
INPUT = ".z-box input"
OPTION = ".z-box .z-option"


def typed(page: Page, text: str) -> None:
    page.locator(INPUT).click()
    page.keyboard.type(text, delay=30)


def test_what_is_typed_is_found_in_groups_with_counts(page: Page) -> None:
    typed(page, "gaj")
    expect(page.locator(OPTION).first).to_contain_text("市公安局")
    expect(page.locator(OPTION).first).to_contain_text("牽頭 4")
    heads = page.locator(".z-box .z-options-head")
    expect(heads.first).to_contain_text("部門")
    expect(heads.last).to_contain_text("問題")
    expect(page.locator(OPTION, has_text="市公安局牽頭哪些任務")).to_have_count(1)


@pytest.mark.parametrize(
    ("text", "name"), [("政数局", "市政務服務數據管理局"), ("300萬", "用好“粵系列”應用"), ("(十一)3", "建設智慧稅務")]
)
def test_other_names_numbers_and_paths(page: Page, text: str, name: str) -> None:
    typed(page, text)
    expect(page.locator(OPTION).first).to_contain_text(name)


def test_arrows_and_enter_choose(page: Page) -> None:
    typed(page, "市公安")
    expect(page.locator(OPTION).first).to_contain_text("市公安局")
    page.keyboard.press("ArrowDown")
    expect(page.locator(OPTION).first).to_have_attribute("aria-selected", "true")
    assert page.locator(INPUT).get_attribute("aria-activedescendant") == page.locator(OPTION).first.get_attribute("id")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask?*")
    assert parse_qs(urlsplit(page.url).query)["node"] == ["department:市公安局"]


def test_a_question_is_asked_with_enter(page: Page) -> None:
    typed(page, "市公安局牽頭哪些任務")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=*")
    assert parse_qs(urlsplit(page.url).query)["q"] == ["市公安局牽頭哪些任務"]


def test_escape_closes_and_then_clears(page: Page) -> None:
    typed(page, "公安")
    page.locator(OPTION).first.wait_for()
    page.keyboard.press("Escape")
    expect(page.locator(OPTION).first).to_be_hidden()
    expect(page.locator(INPUT)).to_have_value("公安")
    page.keyboard.press("Escape")
    expect(page.locator(INPUT)).to_have_value("")


@pytest.mark.parametrize("key", ["Enter", "Escape"])
def test_keys_of_an_input_method_neither_submit_nor_clear(page: Page, key: str) -> None:
    page.locator(INPUT).click()
    page.wait_for_timeout(400)
    before = page.url
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "gong'an", "selectionStart": 7, "selectionEnd": 7})
    expect(page.locator(INPUT)).to_have_value("gong'an")
    code = {"Enter": 13, "Escape": 27}[key]
    for kind in ("rawKeyDown", "keyUp"):
        session.send("Input.dispatchKeyEvent", {"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code})
    page.wait_for_timeout(600)
    assert page.url == before
    assert page.locator(INPUT).input_value() != ""
    session.send("Input.insertText", {"text": "市公安"})
    expect(page.locator(INPUT)).to_have_value("市公安")
    expect(page.locator(OPTION).first).to_contain_text("市公安局")
    assert page.url == before


def test_nothing_is_asked_while_an_input_method_composes(page: Page) -> None:
    page.locator(INPUT).click()
    page.locator(OPTION).first.wait_for()
    first = page.locator(OPTION).first.inner_text()
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "gaj", "selectionStart": 3, "selectionEnd": 3})
    page.wait_for_timeout(700)
    assert page.locator(OPTION).first.inner_text() == first


def test_typing_does_not_draw_the_page_anew(page: Page) -> None:
    page.locator(".z-tile").first.wait_for()
    page.locator(".z-tile").first.evaluate("tile => (tile.dataset.mark = 'same')")
    typed(page, "公安")
    page.locator(OPTION).first.wait_for()
    assert page.locator('.z-tile[data-mark="same"]').count() == 1


# --- the component by itself ---------------------------------------------------------------------------------------


@pytest.fixture
def alone(browser: Browser) -> Any:
    """The box in an empty page; `show(reply)` gives it an answer, `sent()` tells what it sent."""
    page = browser.new_page()
    page.set_content("<div id='root'></div>")
    page.add_script_tag(content=plain("box.js"))
    page.evaluate(
        "() => { window.sent = []; const root = document.getElementById('root');"
        " window.show = reply => zhize({ parentElement: root, setTriggerValue: (name, value) => window.sent.push(value),"
        "   data: { value: '', words: { label: 'Ask', placeholder: 'Ask' }, reply } }); window.show(null); }"
    )
    yield page
    page.close()


def reply(asked: int, text: str, *names: str) -> dict[str, Any]:
    items = [{"choice": f"node:{name}", "name": name} for name in names]
    return {
        "asked": asked,
        "text": text,
        "nothing": "-",
        "groups": [{"kind": "Task", "title": "T", "total": len(items), "items": items}],
    }


def test_a_late_answer_never_overwrites_a_newer_one(alone: Page) -> None:
    alone.locator("input").click()
    alone.keyboard.type("ab", delay=120)
    alone.wait_for_function("window.sent.filter(e => e.type === 'type' && e.text === 'ab').length === 1")
    first, second = alone.evaluate("window.sent.filter(e => e.type === 'type').slice(-2).map(e => e.asked)")
    assert second > first
    alone.evaluate("reply => window.show(reply)", reply(second, "ab", "newer"))
    alone.evaluate("reply => window.show(reply)", reply(first, "a", "older"))
    assert alone.locator(".z-option .z-name").all_inner_texts() == ["newer"]
    alone.evaluate("reply => window.show(reply)", reply(second + 1, "ab", "newest"))
    assert alone.locator(".z-option .z-name").all_inner_texts() == ["newest"]


def test_what_is_chosen_is_sent_once(alone: Page) -> None:
    alone.locator("input").click()
    alone.keyboard.type("x")
    alone.wait_for_function("window.sent.length > 0")
    asked = alone.evaluate("window.sent.at(-1).asked")
    alone.evaluate("reply => window.show(reply)", reply(asked, "x", "one", "two"))
    alone.keyboard.press("ArrowDown")
    alone.keyboard.press("ArrowDown")
    alone.keyboard.press("Enter")
    chosen = alone.evaluate("window.sent.filter(e => e.type === 'choose')")
    assert [event["choice"] for event in chosen] == ["node:two"]
    assert alone.locator(".z-options").is_hidden()
    assert alone.evaluate("window.sent.filter(e => e.type === 'ask')") == []


def test_suggestions_are_text_whatever_they_hold(alone: Page) -> None:
    alone.locator("input").click()
    alone.keyboard.type("x")
    alone.wait_for_function("window.sent.length > 0")
    asked = alone.evaluate("window.sent.at(-1).asked")
    alone.evaluate("reply => window.show(reply)", reply(asked, "x", "<img src=x onerror=alert(1)>"))
    assert alone.locator("img").count() == 0
    assert alone.locator(".z-option .z-name").inner_text() == "<img src=x onerror=alert(1)>"
