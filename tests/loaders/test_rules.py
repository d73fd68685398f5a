from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.rules import find_rules
from loaders.words import lexicon
from tests.loaders.reading import read, who

RULES = lexicon("rules")["rules"]
PLAN = "甲岛市2031年护岸工作要点\n一、护岸\n"


@pytest.mark.parametrize("entry", RULES, ids=[e["example"] for e in RULES])
def test_each_rule_of_the_lexicon_is_read_in_its_example(entry):
    assert entry["kind"] in [rule.kind for rule in find_rules(entry["example"])]


def test_first_leads_from_its_clause_on():
    facts = read(
        PLAN
        + "1.修码头。(市渔业局、市盐业局负责)\n2.修灯塔。(市航道局、市港务局负责,列在第一位的部门为牵头部门,下同)\n"
        "3.修渡口。(市盐业局、市航道局负责)\n"
    )
    assert who(facts, "1") == ["市渔业局", "市盐业局"]
    assert (who(facts, "2"), who(facts, "2", "SUPPORTS")) == (["市航道局"], ["市港务局"])
    assert (who(facts, "3"), who(facts, "3", "SUPPORTS")) == (["市盐业局"], ["市航道局"])


def test_first_leads_as_a_note_holds_throughout():
    facts = read(PLAN + "1.修码头。(责任单位:市渔业局、市盐业局)\n注:第一责任单位为牵头单位。\n")
    assert (who(facts, "1"), who(facts, "1", "SUPPORTS")) == (["市渔业局"], ["市盐业局"])


def test_a_rule_never_overrules_a_printed_lead():
    facts = read(PLAN + "排名第一的为牵头单位。\n1.修码头。(市渔业局、市盐业局牵头,市航道局配合)\n")
    assert who(facts, "1") == ["市渔业局", "市盐业局"]


def test_regions_that_a_clause_adds_to_all_later_items():
    facts = read(
        PLAN + "1.修码头。(责任单位:市渔业局,各市、县(市、区)政府,以下均需地方落实,不再重复列出)\n"
        "2.修灯塔。(责任单位:市航道局)\n"
    )
    assert who(facts, "1") == ["市渔业局", "各市、县(市、区)政府"]
    assert not [r for r in facts.roles if r.item == "1" and r.implied]
    [implied] = [r for r in facts.roles if r.implied]
    assert (implied.item, implied.name, implied.collective) == ("2", "各市、县(市、区)政府", True)


def test_regions_that_the_introduction_names():
    facts = read(
        "甲岛市2031年护岸工作要点\n以下各项均需各县(区)落实,不再一一列出。\n一、护岸\n1.修码头。(市渔业局牵头)\n"
    )
    assert [(r.name, r.implied) for r in facts.roles] == [("市渔业局", False), ("各县(区)", True)]


def test_order_without_meaning_changes_nothing():
    facts = read(PLAN + "1.修码头。(市渔业局、市盐业局负责,排名不分先后)\n")
    assert who(facts, "1") == ["市渔业局", "市盐业局"]


@given(st.text("第一位列排在为牵头单位负责,。以下均需各县落实不再列出同下()\n", max_size=60))
def test_never_raises_and_rules_do_not_overlap(text):
    last = 0
    for rule in find_rules(text):
        assert last <= rule.span.start < rule.span.end <= len(text)
        last = rule.span.end


@pytest.mark.parametrize("entry", RULES, ids=[e["example"] for e in RULES])
def test_each_rules_first_look_finds_its_example(entry):
    assert any(word in entry["example"] for word in entry["words"].split())


def test_first_leads_said_of_all_items_in_a_bracket_of_its_own():
    facts = read(
        "甲岛市2031年护岸工作要点\n(各项工作第一责任单位为牵头单位)\n一、护岸\n1.修码头。责任单位:市渔业局、市盐业局。\n"
    )
    assert (who(facts, "1"), who(facts, "1", "SUPPORTS")) == (["市渔业局"], ["市盐业局"])
    assert [i for i in facts.issues if i.code == "Z702"] == []


def test_first_leads_of_those_who_stand_first():
    facts = read(
        PLAN
        + "1.修码头。责任单位:市渔业局、市盐业局(列第一位者为工作牵头单位或汇总单位,下同)\n2.修灯塔。责任单位:市航道局、市港务局\n"
    )
    assert (who(facts, "1"), who(facts, "1", "SUPPORTS")) == (["市渔业局"], ["市盐业局"])
    assert (who(facts, "2"), who(facts, "2", "SUPPORTS")) == (["市航道局"], ["市港务局"])


def test_an_exception_and_an_end_of_a_rule_name_nobody():
    facts = read(
        PLAN
        + "1.修码头。(责任单位:市渔业局,各渔港。除专门列出外,以下任务均涉及各渔港,不再重复)\n2.修灯塔。(责任单位:市航道局)\n"
    )
    assert who(facts, "1") == ["市渔业局", "各渔港"]
    assert (who(facts, "2"), who(facts, "2", "SUPPORTS")) == (["市航道局"], ["各渔港"])


@pytest.mark.parametrize("note", ["注:标★的为牵头单位。", "(带“★”号的单位为牵头单位)", "责任单位中加★的是牵头单位。"])
def test_bodies_with_the_mark_lead(note):
    facts = read(
        PLAN
        + "1.修码头。(★市渔业局、市盐业局)\n2.修灯塔。责任单位:市航道局、市港务局★\n3.修渡口。(市盐业局、市航道局负责)\n"
        + note
        + "\n"
    )
    assert (who(facts, "1"), who(facts, "1", "SUPPORTS")) == (["市渔业局"], ["市盐业局"])
    assert (who(facts, "2"), who(facts, "2", "SUPPORTS")) == (["市港务局"], ["市航道局"])
    # where nobody bears it nothing is guessed
    assert who(facts, "3") == ["市盐业局", "市航道局"]


def test_a_mark_of_which_no_rule_speaks_is_no_part_of_a_name():
    facts = read(PLAN + "1.修码头。(责任单位:*市渔业局、市盐业局)\n")
    assert who(facts, "1") == ["市渔业局", "市盐业局"]


def test_the_items_of_which_a_rule_speaks_are_no_bodies():
    facts = read(
        PLAN
        + "1.修码头。(责任单位:市渔业局,各县市政府按职责分工负责,以下各任务均需各县市政府、市直相关部门落实,不再一一列出)\n2.修灯塔。(市航道局负责)\n"
    )
    assert [r.name for r in facts.roles if r.implied] == ["各县市政府", "市直相关部门"]
