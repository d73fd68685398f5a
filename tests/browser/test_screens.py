"""A picture of every page at two widths, to be looked at (tests/browser/out), and what can be told of it by a test."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

PAGES = ("start", "ask", "graph", "department", "dependencies", "matrix", "collect", "document", "compare", "analyst")
OUT = Path(__file__).parent / "out"
LOOKS = ((1440, 900, "zh-TW", "light"), (390, 844, "en", "dark"))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_drawn_and_fits(name: str, site: str, open_page: Callable[..., Page]) -> None:
    from PIL import Image

    OUT.mkdir(exist_ok=True)
    for width, height, locale, theme in LOOKS:
        page = open_page(site + ("" if name == "start" else name), width, height, locale=locale, theme=theme)
        expect(page.locator("[data-testid=stAppViewContainer]")).to_be_visible()
        page.wait_for_function("!document.querySelector('[data-testid=stStatusWidget]')")
        page.wait_for_timeout(800)
        picture = page.screenshot(path=OUT / f"{name}-{width}-{theme}.png")
        with Image.open(io.BytesIO(picture)) as image:
            colours = image.convert("RGB").getcolors(maxcolors=1 << 24)
            assert colours is not None
            assert len(colours) > 50, f"{name} at {width}: an empty picture"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} is wider than {width}"
        expect(page.get_by_text("Traceback")).to_have_count(0)
