"""The structure of real plans against what two people read in them, where the annotations lie beside the project."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.loaders.reading import calls, due, faults, read, who

SHARED = Path(__file__).parents[2].parent / "shared"
PLANS = [SHARED / "data" / "heyuan-2021.txt", *sorted((SHARED / "gold" / "dev").glob("*.txt"))]


def plain(name: str | None) -> str:
    return "".join(c for c in name or "" if not c.isspace() and c not in "“”\"'‘’《》〈〉()()[]【】·、")


@pytest.mark.parametrize("path", PLANS, ids=lambda p: p.stem)
def test_a_real_plan(path):
    if not path.exists():
        pytest.skip("the annotated plans are not beside the project")
    gold_path = path.with_suffix(".json") if path.parent.name == "dev" else SHARED / "gold" / f"{path.stem}.json"
    gold = json.loads(gold_path.read_text(encoding="utf-8"))
    text = path.read_text(encoding="utf-8")
    facts = read(text)
    assert list(faults(text, facts)) == []
    found = {item.number: item for item in facts.items}
    assert sorted(found) == sorted(t["number"] for t in gold["tasks"])
    chapters = {c.position: c.number for c in facts.chapters}
    for task in gold["tasks"]:
        item = found[task["number"]]
        assert plain(item.title) == plain(task["title"])
        assert (chapters.get(item.chapter), item.parent, item.implicit) == (
            task["section"],
            task["parent"],
            task["implicit"],
        )
        if task.get("optional"):
            assert item.optional
            continue
        implied = [r.name for r in facts.roles if r.item == item.number and r.implied]
        supports = [n for n in who(facts, item.number, "SUPPORTS") if n not in implied]
        assert who(facts, item.number) == task["leads"]
        assert sorted(supports) == sorted(task["supports"])
        assert implied == task.get("implied", [])
        if "due_on" in task:
            assert due(facts, item.number) == task["due_on"]


def test_same_text_same_facts():
    text = "甲岛市护岸方案\n一、护岸\n1.修码头。(市渔业局牵头,市航道局配合)\n"
    assert read(text) == read(text)


@pytest.mark.parametrize(
    "unit",
    [
        "(",
        "(市甲局、",
        "1.修。(市甲局牵头)\n",
        "责任单位:市甲局、",
        "2031年6月",
        "序号\n任务\n责任单位\n1\n",
        "第一位为牵头",
    ],
)
def test_work_grows_with_the_length_only(unit):
    import time

    small = calls(lambda: read(unit * 500))
    begin = time.process_time()
    # eight times the text in quadratic work would take sixty-four times as many calls
    assert calls(lambda: read(unit * 4000)) < 12 * small
    # what no call shows (a pattern that goes back and forth) would hang
    assert time.process_time() - begin < 60


def test_items_without_anyone_and_numbers_used_twice_are_warnings():
    facts = read("甲岛市护岸要点\n一、护岸\n1.修码头。(市渔业局负责)\n2.修灯塔。\n")
    assert [(i.code, i.span.start) for i in facts.issues] == [("Z713", facts.items[1].span.start)]
    facts = read("甲岛市护岸要点\n1.修码头。(市渔业局负责)\n2.巡海。(市港务局负责)\n2.修灯塔。(市航道局负责)\n")
    assert [item.number for item in facts.items] == ["1", "2", "2-2"]
    assert [i.code for i in facts.issues] == ["Z712"]
