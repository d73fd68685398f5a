"""axe-core, fetched once from npm into .cache, finds no serious violation on any page, light or dark, wide or narrow."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
import tempfile
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


def _fetch(folder: Path, script: Path) -> str:
    """Put axe-core at `script`; what to tell where that fails."""
    npm = shutil.which("npm")
    wanted = [npm or "npm", "pack", f"axe-core@{VERSION}", "--silent"]
    done = npm and subprocess.run(wanted, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    archive = folder / f"axe-core-{VERSION}.tgz"
    if not done or not archive.exists():
        why = done.stderr.strip().splitlines()[-1:] if done else "there is no npm"
        return f"axe-core {VERSION} could not be fetched ({why}): install npm, or put axe.min.js at {script}"
    with tarfile.open(archive) as packed:
        member = packed.extractfile("package/axe.min.js")
        assert member is not None
        (folder / script.name).write_bytes(member.read())
    (folder / script.name).replace(script)
    return ""


@pytest.fixture(scope="session")
def axe() -> str:
    """The text of axe-core."""
    script = CACHE / f"axe-{VERSION}.js"
    if not script.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        # in a folder of its own: the tests run in two processes, and both may come here first
        with tempfile.TemporaryDirectory(dir=CACHE) as name:
            said = _fetch(Path(name), script)
        if said:
            pytest.fail(said, pytrace=False) if os.environ.get("CI") else pytest.skip(said)
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


# both themes and both widths meet every page; the other two pairs run with the long tests
WINDOWS = [
    pytest.param(1440, 900, "light", id="wide-light"),
    pytest.param(390, 844, "dark", id="narrow-dark"),
    pytest.param(1440, 900, "dark", id="wide-dark", marks=pytest.mark.soak),
    pytest.param(390, 844, "light", id="narrow-light", marks=pytest.mark.soak),
]


@pytest.mark.parametrize(("width", "height", "theme"), WINDOWS)
@pytest.mark.parametrize("name", list(ADDRESSES))
def test_no_serious_violation(
    open_page: Open, site: str, empty_site: str, axe: str, name: str, width: int, height: int, theme: str
) -> None:
    page = open_page((empty_site if name == "empty" else site) + ADDRESSES[name], width, height, theme=theme)
    page.locator(".z-empty" if name == "empty" else ".z-surface").last.wait_for()
    page.wait_for_timeout(900)
    assert violations(page, axe) == []
