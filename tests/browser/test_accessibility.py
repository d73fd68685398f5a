"""axe-core, fetched once from npm into .cache, finds no serious violation on any page, light or dark, wide or narrow."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

Open = Callable[..., Page]
VERSION = "4.14.1"
CACHE = Path(__file__).resolve().parents[2] / ".cache" / "axe-core"
CARD = "department?node=" + quote("department:市公安局")
ADDRESSES = {
    "start": "?list=unassigned",
    "ask": "ask?node=" + quote("department:市公安局") + "&ev=" + quote("LEADS~department:市公安局~task:9"),
    "department": CARD,
    "dependencies": "dependencies",
    "matrix": "matrix?open=" + quote("二"),
    "collect": "collect",
    "document": "document?issue=1",
    "question": "analyst?question=who-leads",
    "cypher": "analyst?cypher=" + quote("MATCH (t:Task) RETURN t.title AS title LIMIT 3"),
    "empty": "",
}


@pytest.fixture(scope="session")
def axe() -> str:
    """The text of axe-core."""
    script = CACHE / f"axe-{VERSION}.js"
    if not script.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        npm = shutil.which("npm")
        done = npm and subprocess.run(
            [npm, "pack", f"axe-core@{VERSION}", "--silent"], cwd=CACHE, capture_output=True, timeout=120, check=False
        )
        archive = CACHE / f"axe-core-{VERSION}.tgz"
        if not done or not archive.exists():
            said = f"axe-core {VERSION} could not be fetched: install npm, or put axe.min.js at {script}"
            pytest.fail(said, pytrace=False) if os.environ.get("CI") else pytest.skip(said)
        with tarfile.open(archive) as packed:
            member = packed.extractfile("package/axe.min.js")
            assert member is not None
            script.write_bytes(member.read())
        archive.unlink()
    return script.read_text(encoding="utf-8")


def violations(page: Page, axe: str) -> list[str]:
    page.evaluate(axe)
    found: list[dict[str, Any]] = page.evaluate(
        "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
    )
    return [
        f"{v['id']}: {node['target']} {node['failureSummary'][:200]}"
        for v in found
        if v["impact"] in ("serious", "critical")
        for node in v["nodes"]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", list(ADDRESSES))
def test_no_serious_violation(open_page: Open, site: str, empty_site: str, axe: str, name: str, theme: str) -> None:
    page = open_page((empty_site if name == "empty" else site) + ADDRESSES[name], theme=theme)
    page.locator(".z-empty" if name == "empty" else ".z-surface").last.wait_for()
    page.wait_for_timeout(900)
    assert violations(page, axe) == []


@pytest.mark.parametrize("name", list(ADDRESSES))
def test_no_serious_violation_on_a_narrow_window(
    open_page: Open, site: str, empty_site: str, axe: str, name: str
) -> None:
    page = open_page((empty_site if name == "empty" else site) + ADDRESSES[name], 390, 844)
    page.locator(".z-empty" if name == "empty" else ".z-surface").last.wait_for()
    page.wait_for_timeout(900)
    assert violations(page, axe) == []
