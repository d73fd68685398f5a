"""Each sample is read as its `.expect.yaml` says: least and most counts of every kind."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from graph.model import Graph
from loaders.load import load_file

SAMPLES = Path(__file__).parents[2] / "samples"


def counts(graph: Graph) -> dict[str, int]:
    """What a graph holds, by the keys of an `.expect.yaml` (see samples/README.md)."""
    labels = Counter(node.label for node in graph.nodes)
    types = Counter(link.type for link in graph.relationships)
    tasks = [node for node in graph.nodes if node.label == "Task"]
    return {
        "documents": labels["Document"],
        "sections": labels["Section"],
        "tasks": len(tasks),
        "items": sum(task.get("depth") == 1 for task in tasks),
        "subitems": sum(task.get("depth") > 1 and not task.get("implicit") for task in tasks),
        "implicit": sum(bool(task.get("implicit")) for task in tasks),
        "due": sum(task.get("due_on") is not None for task in tasks),
        "departments": labels["Department"],
        "leads": types["LEADS"],
        "supports": types["SUPPORTS"],
        "oversees": types["OVERSEES"],
        "platforms": types["DELIVERS"] + types["USES"],
        "data_domains": types["PRODUCES"] + types["CONSUMES"],
        "targets": types["HAS_TARGET"],
        "dependencies": types["DEPENDS_ON"],
    }


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_a_sample_is_read_as_expected(sample: Path) -> None:
    expected = yaml.safe_load(sample.with_suffix(".expect.yaml").read_text(encoding="utf-8"))
    found = counts(load_file(sample))
    outside = {
        kind: found[kind] for kind, bounds in expected.items() if not bounds["least"] <= found[kind] <= bounds["most"]
    }
    assert outside == {}
