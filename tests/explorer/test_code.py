"""What the explorer offers to copy runs as it stands: Python of a question or statement, Cypher of a picture."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from explorer.editor import bare
from explorer.picture import View, draw
from explorer.picture_cypher import statement_of
from explorer.python_code import of_question, of_statement
from graph.stores import open_store
from graph.stores.base import Store
from loaders.load import load_file
from queries.dialect import lint
from tests.explorer.pictures import SAMPLE, sample

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(f"ladybug:{tmp_path_factory.mktemp('code') / 'store'}") as opened:
        opened.replace([load_file(SAMPLE)])
        yield opened


def run(code: str, store: Store, folder: Path) -> list[list[str]]:
    """What the code prints, in a process of its own, away from the project's folder."""
    path = folder / "copied.py"
    path.write_text(code, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(path)],
        cwd=folder,
        env={**os.environ, "ZHIZE_STORE": store.url, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return [line.split("\t") for line in done.stdout.splitlines()]


def test_a_question_as_python(store: Store, tmp_path: Path) -> None:
    head, *rows = run(of_question("who-leads", {"department": "市公安局"}), store, tmp_path)
    # 市公安局 leads (九), (十), (十三)2 and (二十四)第2段
    assert [row[head.index("number")] for row in rows] == ["9", "10", "13.2", "24.2"]


@pytest.mark.parametrize(
    "statement",
    [
        "MATCH (t:Task)\nRETURN count(t.id) AS n",
        'MATCH (t:Task) WHERE t.title <> \'"""\' RETURN count(t.id) AS n',
        'MATCH (t:Task) RETURN count(t.id) AS n // "',
        "// a comment\nMATCH (t:Task) RETURN count(t.id) AS n",
    ],
)
def test_a_statement_as_python(store: Store, tmp_path: Path, statement: str) -> None:
    assert run(of_statement(bare(statement), timeout=10.0, limit=100), store, tmp_path) == [["n"], ["63"]]


@pytest.mark.parametrize("centre", ["department:市公安局", "platform:粵省事", "task:7", ""])
def test_a_picture_as_cypher_finds_its_lines(store: Store, centre: str) -> None:
    source = sample()
    node = source.resolve(centre) if centre else None
    picture = draw(source, View(node.id if node else ""))
    statement = statement_of(picture)
    assert lint(statement) == []
    found = {(row[0], row[1], row[3]) for row in store.analyst(statement, {}, limit=10_000).rows}
    lines = {(line.type, line.start, line.end) for line in picture.lines if line.relationship is not None}
    assert lines
    assert found >= lines
    # the rows are between shown nodes only
    shown = {node.node.id for node in picture.nodes}
    assert all(one in shown and two in shown for _, one, two in found)


def test_only_what_was_asked_for_is_drawn() -> None:
    source = sample()
    ids = [node.id for name in ("task:9", "department:市公安局") if (node := source.resolve(name))]
    picture = draw(source, View(added=tuple(ids), only=True))
    assert {node.node.id for node in picture.nodes} == set(ids)
    assert [line.type for line in picture.lines] == ["LEADS"]
