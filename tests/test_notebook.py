"""The analyst's notebook runs from its first cell to its last, holds no outputs, and its pages' examples run too."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from tests.server.running import Server

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOK = ROOT / "docs/notebooks/analyst.ipynb"
SECONDS = 20
# The kernel's own libraries leave sockets and an event loop to the garbage collector, and speak of it.
quietly = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning", "ignore::UserWarning")


def notebook() -> Any:
    return nbformat.read(NOTEBOOK, as_version=4)


def run(monkeypatch: pytest.MonkeyPatch) -> str:
    """Run every cell; what they showed, as one text."""
    monkeypatch.delenv("MPLBACKEND", raising=False)
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    made = notebook()
    NotebookClient(
        made, timeout=60, kernel_name="python3", resources={"metadata": {"path": str(NOTEBOOK.parent)}}
    ).execute()
    shown = []
    for cell in made.cells:
        for output in cell.get("outputs", ()):
            assert output["output_type"] != "error"
            shown.append(output.get("text") or output["data"].get("text/plain", ""))
            shown += [kind for kind in output.get("data", {}) if kind.startswith("image/")]
    return "\n".join(shown)


def test_it_holds_no_outputs() -> None:
    made = notebook()
    nbformat.validate(made)
    for cell in made.cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


@quietly
def test_it_runs_without_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ZHIZE_NEO4J_URL", "ZHIZE_STORE"):
        monkeypatch.delenv(name, raising=False)
    before = os.times()
    shown = run(monkeypatch)
    after = os.times()
    # of the processors' time: what a busy machine takes besides is not the notebook's
    assert after.children_user + after.children_system - before.children_user - before.children_system < SECONDS
    # what 市公安局 leads in the sample
    for number in ("9", "10", "13.2", "24.2"):
        assert re.search(rf"^{re.escape(number)} \| 市公安局 \| \S", shown, re.MULTILINE), number
    assert "63" in shown
    assert "image/png" in shown
    assert "'tasks':" not in shown


@pytest.mark.server
@quietly
def test_it_runs_with_py2neo(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    import neo4j

    with neo4j.GraphDatabase.driver(server.url, auth=(server.user, server.password)) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
        shown = run(monkeypatch)
        assert "[{'tasks': 4}]" in shown
        assert "市公安局" in shown.splitlines()[-1]
        assert driver.execute_query("MATCH (n) RETURN count(n) AS n").records[0]["n"] == 0


def blocks(page: str) -> list[str]:
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def test_the_examples_of_the_interop_page_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Those of py2neo need a server, and are in tests/server/test_interop.py."""
    found = [block for block in blocks("docs/interop.md") if "py2neo" not in block]
    assert len(found) == 3
    monkeypatch.chdir(tmp_path)
    for name in ("samples", "graph", "loaders"):
        os.symlink(ROOT / name, tmp_path / name)
    from graph.stores import open_store
    from loaders.load import load_file

    with open_store("ladybug:data/zhize") as store:
        store.replace([load_file("samples/heyuan-2021-digest.txt")])
    names: dict[str, Any] = {}
    for block in found:
        exec(compile(block, "docs/interop.md", "exec"), names)
    assert names["everything"].document.id == names["one"].document.id == names["graph"].document.id
    assert len(names["tasks"]) == 63
    assert names["busiest"].startswith("department:")
