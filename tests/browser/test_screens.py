"""A picture of every page at two widths, to be looked at (tests/browser/out), and what can be told of it by a test."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

PAGES = ("start", "ask", "graph", "department", "dependencies", "matrix", "collect", "document", "compare", "analyst")
OUT = Path(__file__).parent / "out"
LOOKS = ((1440, 900, "zh-TW", "light"), (390, 844, "en", "dark"))


def colours(page: Page, path: Path) -> int:
    """How many colours the window shows, once it shows anything; a picture of it is written."""
    found = 0
    for _ in range(40):
        page.wait_for_timeout(800)
        with Image.open(io.BytesIO(page.screenshot(path=path))) as image:
            found = len(image.convert("RGB").getcolors(maxcolors=1 << 24) or ())
        if found > 50:
            break
    return found


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_drawn_and_fits(name: str, site: str, open_page: Callable[..., Page]) -> None:
    OUT.mkdir(exist_ok=True)
    for width, height, locale, theme in LOOKS:
        page = open_page(site + ("" if name == "start" else name), width, height, locale=locale, theme=theme)
        expect(page.locator("[data-testid=stAppViewContainer]")).to_be_visible()
        page.wait_for_function("!document.querySelector('[data-testid=stStatusWidget]')")
        assert colours(page, OUT / f"{name}-{width}-{theme}.png") > 50, f"{name} at {width}: an empty picture"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} is wider than {width}"
        expect(page.get_by_text("Traceback")).to_have_count(0)
