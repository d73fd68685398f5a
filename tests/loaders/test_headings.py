"""Plans set out by who does it: the heading of a chapter names the body."""

from __future__ import annotations

import pytest

from tests.loaders.reading import faults, read, titles, who

TITLE = "甲岛市2031年护岸重点任务\n"


def test_a_heading_that_says_who_leads() -> None:
    text = (
        TITLE
        + "一、由市渔业局牵头的任务(3项)\n1.修好码头。配合单位:市航道局\n2.疏通航道。(市港务局负责)\n3.看护石堤。\n"
        + "二、其他任务\n4.巡海。(市海事局负责)\n"
    )
    facts = read(text)
    assert [who(facts, n) for n in "1234"] == [["市渔业局"], ["市港务局"], ["市渔业局"], ["市海事局"]]
    assert who(facts, "1", "SUPPORTS") == ["市航道局"]
    evidence = next(r.evidence for r in facts.roles if r.item == "3")
    assert text[evidence.start : evidence.end] == "由市渔业局牵头的任务(3项)"
    assert list(faults(text, facts)) == []


def test_headings_that_are_bodies_where_nothing_else_says_who() -> None:
    text = TITLE + "一、市渔业局(2项)\n1.修好码头。\n2.疏通航道。\n二、市航道局、市港务局\n1.看护石堤。\n"
    facts = read(text)
    assert titles(facts) == [("1.1", "修好码头"), ("1.2", "疏通航道"), ("2.1", "看护石堤")]
    assert [who(facts, n) for n in ("1.1", "1.2", "2.1")] == [["市渔业局"], ["市渔业局"], ["市航道局", "市港务局"]]


@pytest.mark.parametrize(
    "text",
    [
        # one heading is no body's name: the others are not taken for those who do it
        "一、市渔业局\n1.修好码头。\n二、优化登记\n2.疏通航道。\n三、市港务局\n3.看护石堤。\n",
        # a clause says who does it
        "一、市渔业局\n1.修好码头。\n二、市航道局\n2.疏通航道。(市港务局负责)\n",
        # a heading that goes on is a task
        "一、市渔业局牵头推进护岸改革\n1.修好码头。\n二、市航道局牵头护岸\n2.疏通航道。\n",
    ],
)
def test_what_is_no_such_heading(text: str) -> None:
    facts = read(TITLE + text)
    assert who(facts, "1") == []
