"""Loading can be measured end to end, and what is stored is held against what the generator meant."""

from __future__ import annotations

from pathlib import Path

from benchmarks import loading
from benchmarks.corpus import make_plan
from graph.model import Graph, Node
from graph.stores import open_store
from loaders.load import load_text


def test_the_figures_can_be_taken() -> None:
    seconds, rows = loading.measure(3, 2)
    assert seconds > 0
    assert [row["unit"] for row in rows] == ["plans/s", "MiB", "KiB/plan", "plans"]
    assert [row["value"] > 0 for row in rows] == [True, True, True, False]


def test_a_plan_that_is_missing_or_another_is_counted(tmp_path: Path) -> None:
    """Of three plans the first is right, under the second's name stands another, and the third is not there."""
    with open_store(f"ladybug:{tmp_path}") as store:
        for number, name in ((0, 0), (3, 1)):
            graph = load_text(make_plan(number).text)
            nodes = [
                Node(n.id, n.label, {**n.properties, "source": f"{name:07d}.txt"}) if n.label == "Document" else n
                for n in graph.nodes
            ]
            store.replace([Graph(tuple(nodes), graph.relationships)])
    assert loading.check(tmp_path, 1)[0] == 1  # one that was never meant
    assert loading.check(tmp_path, 3)[0] == 2
