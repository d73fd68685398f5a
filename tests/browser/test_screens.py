"""A picture of every page at two widths, to be looked at (tests/browser/out), and what can be told of it by a test."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

DRAWN = {
    "start": ".z-bars",
    "ask": ".z-options",
    "graph": ".z-graph canvas",
    "department": ".z-card",
    "dependencies": ".z-sentence",
    "matrix": ".z-matrix",
    "collect": ".z-none",
    "document": ".z-text",
    "compare": ".z-empty",
    "analyst": ".z-editor",
}
"""What each page shows last; a picture taken before it is a picture of nothing."""
OUT = Path(__file__).parent / "out"
LOOKS = ((1440, 900, "zh-TW", "light"), (390, 844, "en", "dark"))


def picture(page: Page, path: Path) -> bytes:
    """The window, once two looks at it are the same: what fades in or is laid out has come to rest. Also written."""
    before = b""
    for _ in range(40):
        now = page.screenshot(path=path)
        if now == before:
            return now
        before = now
        page.wait_for_timeout(400)
    raise AssertionError(f"{path.name}: the window does not come to rest")


@pytest.mark.parametrize("name", DRAWN)
def test_a_page_is_drawn_and_fits(name: str, site: str, open_page: Callable[..., Page]) -> None:
    OUT.mkdir(exist_ok=True)
    for width, height, locale, theme in LOOKS:
        page = open_page(site + ("" if name == "start" else name), width, height, locale=locale, theme=theme)
        expect(page.locator(DRAWN[name]).first).to_be_visible()
        expect(page.locator("[data-testid=stSkeleton], [data-testid=stStatusWidget]")).to_have_count(0)
        with Image.open(io.BytesIO(picture(page, OUT / f"{name}-{width}-{theme}.png"))) as image:
            colours = image.convert("RGB").getcolors(maxcolors=1 << 24) or ()
        assert len(colours) > 50, f"{name} at {width}: an empty picture"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} is wider than {width}"
        expect(page.get_by_text("Traceback")).to_have_count(0)
