"""What departments reported shows on the start page and the card; without a report nothing is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from explorer import reports
from explorer.scope import Scope
from graph.progress import Entry
from loaders.load import load_file

SAMPLE = Path(__file__).resolve().parents[2] / "samples/heyuan-2021-digest.txt"


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside a page there is no language and no address: keys for words, references for links."""
    monkeypatch.setattr(reports, "t", lambda key, **values: f"{key} {values}" if values else key)
    monkeypatch.setattr(reports, "shown", str)
    monkeypatch.setattr(reports, "opened", lambda reference: f"?ev={reference}")


def test_reports_of_a_plan() -> None:
    scope = Scope(load_file(SAMPLE))
    ids = {item.number: task for task, item in scope.items.items()}
    bodies = {str(n.get("name")): n for n in scope.departments}
    document = scope.plans[0].document.id

    def entry(number: str, name: str, state: str, text: str, on: str = "2021-09-30") -> Entry:
        return Entry(on, document, ids[number], number, bodies[name].id, name, state, {"progress": text}, "x.xlsx")

    found = [
        entry("9", "市公安局", "yellow", "已接入<b>1200路</b>"),
        entry("9", "市委政法委", "green", "方案已印發", "2021-10-08"),
        entry("13.2", "市公安局", "red", "尚未啟動"),
    ]
    reported = {e.key: e for e in found}
    said = reports.standing(scope, reported)
    # the newest report of (九) says how it stands
    assert "reports.green</span>" not in said
    assert said.count("<b>1</b>") == 2
    assert "<b>0</b>" in said
    assert "2021-10-08" in said
    card = reports.of_department(scope, bodies["市公安局"], reported)
    assert card.index("(九)") < card.index("(十三)2")
    assert "&lt;b&gt;1200路" in card
    assert "方案已印發" not in card


def test_nothing_reported_says_nothing() -> None:
    scope = Scope(load_file(SAMPLE))
    assert reports.standing(scope, {}) == ""
    assert reports.of_department(scope, scope.departments[0], {}) == ""
