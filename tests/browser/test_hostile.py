"""Names that would be markup, a formula or a trick are text on every page and in every file."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page

from graph.model import Graph, Node
from tests.graphs import small_graph

Open = Callable[..., Page]
SCRIPT = "<script>document.title='broken'</script><img src=x onerror=\"document.title='broken'\">"
IMAGE = "![a](http://example.invalid/a.png) [b](javascript:alert(1))"
FORMULA = "=cmd|' /C calc'!A0"
TURNED = "市\u202eabc\u2066局"
LONG = "長" * 5_000
NAMES = (SCRIPT, IMAGE, FORMULA, TURNED, LONG)


def hostile() -> Graph:
    """A plan whose names are all of these, in turn."""
    graph = small_graph()
    places = {"Department": 0, "Platform": 0, "DataDomain": 0, "Task": 0, "Section": 0}
    nodes: list[Node] = []
    for node in graph.nodes:
        field = "title" if node.label in ("Task", "Section", "Document") else "name"
        if node.label in places:
            name = NAMES[places[node.label] % len(NAMES)]
            places[node.label] += 1
            nodes.append(node._replace(properties={**node.properties, field: f"{name}{places[node.label]}"}))
        elif node.label == "Document":
            nodes.append(node._replace(properties={**node.properties, "title": SCRIPT + IMAGE}))
        else:
            nodes.append(node)
    return Graph(tuple(nodes), graph.relationships)


@pytest.fixture(scope="module")
def trap(serve: Callable[..., str]) -> str:
    return serve(hostile())


@pytest.mark.parametrize(
    "address",
    [
        "",
        "?list=no-deadline",
        "ask",
        "ask?kind=Platform",
        "ask?kind=Task",
        "department",
        "dependencies",
        "matrix?all=1&open=一,二",
        "matrix?layout=ledger",
        "collect",
        "document",
        "analyst?question=who-leads",
        "ask?node=" + quote(f"department:{SCRIPT}1"),
        "department?ev=" + quote(f"department:{IMAGE}2"),
    ],
)
def test_every_page_shows_them_as_text(open_page: Open, trap: str, address: str) -> None:
    page = open_page(trap + address)
    page.locator(".z-surface > *").first.wait_for()
    page.wait_for_timeout(500)
    assert page.title() != "broken"
    assert page.locator(".stMain img, .stMain script").count() == 0
    assert page.locator('.stMain a[href^="javascript"]').count() == 0
    text = page.locator(".stMain").inner_text()
    assert "\u202e" not in text
    assert "長" * 2_000 not in text
    assert page.locator(".stException, .stAlert").count() == 0


def test_files_hold_them_as_text(open_page: Open, trap: str) -> None:
    page = open_page(trap + "matrix")
    page.locator(".z-matrix").wait_for()
    with page.expect_download() as found:
        page.get_by_role("button", name="Excel").click()
    book = load_workbook(io.BytesIO(Path(found.value.path()).read_bytes()))
    assert not [c for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    with page.expect_download() as found:
        page.get_by_role("button", name="CSV").click()
    text = Path(found.value.path()).read_text(encoding="utf-8-sig")
    assert "=cmd" in text
    assert not [line for line in text.splitlines() if line.startswith("=") or ",=" in line or ',"=' in line]
