"""The picture taken away as a file, in other languages, on a narrow screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.pictures import POLICE, Open, drawn


def test_a_png_and_a_page_that_opens_by_itself(open_page: Open, site: str, browser: Browser, tmp_path: Path) -> None:
    page = open_page(site + POLICE)
    before = drawn(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="PNG").click()
    download.value.save_as(tmp_path / "picture.png")
    assert (tmp_path / "picture.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    with page.expect_download() as download:
        page.get_by_role("button", name="HTML").click()
    assert download.value.suggested_filename == "市公安局.html"
    download.value.save_as(tmp_path / "picture.html")
    text = (tmp_path / "picture.html").read_text(encoding="utf-8")
    assert "河府辦函〔2021〕39號" in text

    window = browser.new_context(offline=True, viewport={"width": 1300, "height": 800}).new_page()
    asked: list[str] = []
    broken: list[str] = []
    window.on("request", lambda request: asked.append(request.url))
    window.on("pageerror", lambda error: broken.append(str(error)))
    window.on("console", lambda message: broken.append(message.text) if message.type == "error" else None)
    window.goto((tmp_path / "picture.html").as_uri())
    found: dict[str, Any] = window.locator(".z-graph").evaluate("box => box.picture()")
    assert [n["id"] for n in found["nodes"]] == [n["id"] for n in before["nodes"]]
    window.locator(".z-side-row").first.click()
    assert window.locator(".z-graph").evaluate("box => box.picture().selected") is not None
    window.context.close()
    assert asked == [(tmp_path / "picture.html").as_uri()]
    assert broken == []


@pytest.mark.parametrize(("locale", "word"), [("zh-TW", "牽頭"), ("zh-CN", "牵头"), ("en-GB", "leads")])
def test_the_words_are_the_readers(open_page: Open, site: str, locale: str, word: str) -> None:
    page = open_page(site + POLICE, locale=locale)
    drawn(page)
    expect(page.locator('.z-key[data-key="LEADS"]')).to_contain_text(word)


def test_on_a_narrow_screen_the_list_comes_first(open_page: Open, site: str) -> None:
    page = open_page(site + POLICE, 390, 844)
    drawn(page)
    listed, canvas = page.locator(".z-side").bounding_box(), page.locator(".z-canvas").bounding_box()
    assert listed is not None
    assert canvas is not None
    assert listed["y"] + listed["height"] <= canvas["y"]
    assert canvas["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_an_unknown_name_in_the_address_is_no_error(open_page: Open, site: str) -> None:
    page = open_page(
        site + "graph?node=department:nobody&open=x|y&sel=~~~&way=a|b&off=Nothing&layout=spiral&add=" + "a|" * 300
    )
    assert drawn(page)["nodes"]
    assert "Traceback" not in page.content()
