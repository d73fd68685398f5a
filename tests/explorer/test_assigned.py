"""What the office assigned shows on the cards, marked, and is not taken for what the plan says."""

from __future__ import annotations

from pathlib import Path

import pytest

from explorer.around import own_duties
from explorer.scope import Scope
from graph.office import Assignment, checked, with_assignments
from loaders.load import load_file

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("plan", ["samples/heyuan-2021-digest.txt", "../shared/data/heyuan-2021.txt"])
def test_a_card_before_and_after(plan: str) -> None:
    path = ROOT / plan
    if not path.exists():
        pytest.skip(f"{path.name} is not there")
    graph = load_file(path)
    given = checked(Assignment(graph.document.id, "5", "市教育局"), graph)
    counts = []
    for shown in (graph, with_assignments(graph, [given])[0]):
        scope = Scope(shown)
        bureau = next(n for n in scope.departments if n.get("name") == "市教育局")
        counts.append([len(group) for group in own_duties(scope, bureau)])
    # (十二)1 names it; eight clauses say 市有關單位; then (五) is one of its own
    assert counts == [[1, 0, 8], [1, 1, 7]]
    five = next(item for item in scope.items.values() if item.number == "5")
    assert [(d.name, d.assigned) for d in five.supports] == [("市有關單位", False), ("市教育局", True)]
