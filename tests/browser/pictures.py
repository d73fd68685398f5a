"""The picture of a page, read from the component."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from playwright.sync_api import Page

Open = Callable[..., Page]
POLICE = "graph?node=" + quote("department:市公安局")
HUB = "graph?node=" + quote("department:市政務服務數據管理局")


def picture(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.locator(".z-graph").evaluate("box => box.picture()")
    return found


def drawn(page: Page) -> dict[str, Any]:
    """The picture, once it stands."""
    page.locator(".z-graph canvas").first.wait_for()
    page.wait_for_function(
        "() => { const hosts = [...document.querySelectorAll('*')].filter(e => e.shadowRoot?.querySelector('.z-graph'));"
        " return hosts.length && hosts[0].shadowRoot.querySelector('.z-graph').picture().nodes.length > 0; }"
    )
    page.wait_for_timeout(400)
    return picture(page)


def node(page: Page, name: str) -> dict[str, Any]:
    return next(n for n in picture(page)["nodes"] if name in n["name"])


def point(page: Page, name: str) -> dict[str, float]:
    box = node(page, name)["box"]
    area = page.locator(".z-canvas").bounding_box()
    assert area is not None
    return {"x": area["x"] + (box["left"] + box["right"]) / 2, "y": area["y"] + box["top"] + 8}


def click(page: Page, name: str, **how: Any) -> None:
    at = point(page, name)
    page.mouse.click(at["x"], at["y"], **how)


def parameters(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def until(page: Page, test: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The picture, once it is as the test wants it."""
    for _ in range(200):
        found = picture(page)
        if test(found):
            return found
        page.wait_for_timeout(150)
    raise AssertionError(f"the picture did not become so: {json.dumps(picture(page), ensure_ascii=False)[:2000]}")
