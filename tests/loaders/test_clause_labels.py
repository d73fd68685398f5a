"""Labels without a colon, people in brackets behind a body, and other prints of a clause's words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.clause_labels import with_colons
from tests.loaders.reading import due, faults, read, who

PLAN = "甲岛市2031年护岸工作要点\n一、护岸\n1.修好码头。"


@pytest.mark.parametrize(
    "clause",
    [
        "\n【牵头单位】市渔业局\n【配合单位】市航道局、各渔港\n【完成时限】6月底前\n",
        "\n【牵头单位】:市渔业局 【配合单位】:市航道局、各渔港 【完成时限】:6月底前\n",
        "\n(牵头单位)市渔业局(配合单位)市航道局、各渔港(完成时限)6月底前\n",
        "\n牵头单位 市渔业局\n配合单位 市航道局、各渔港\n完成时限 6月底前\n",
        "\n牵头单位:1.市渔业局\n配合单位:1.市航道局;2.各渔港\n完成时限:6月底前\n",
        "\n——市渔业局牵头,市航道局、各渔港配合,6月底前完成。\n",
    ],
)
def test_however_the_label_is_printed(clause: str) -> None:
    text = PLAN + clause + "2.修好灯塔。(市盐业局负责)\n"
    facts = read(text)
    assert (who(facts, "1"), who(facts, "1", "SUPPORTS")) == (["市渔业局"], ["市航道局", "各渔港"])
    assert due(facts, "1") == "2031-06-30"
    assert who(facts, "2") == ["市盐业局"]
    assert list(faults(text, facts)) == []


def test_a_line_that_only_begins_like_a_label_is_none() -> None:
    text = PLAN + "\n责任单位 要逐项落实,加强督查。\n完成时限 由各单位自行确定\n(市渔业局负责)\n"
    assert who(read(text), "1") == ["市渔业局"]


def test_people_in_brackets_behind_a_body_oversee() -> None:
    facts = read(PLAN + "\n牵头单位:市渔业局(陈小海);配合单位:市航道局(李大江、王五)\n")
    assert (who(facts, "1"), who(facts, "1", "SUPPORTS")) == (["市渔业局"], ["市航道局"])
    assert who(facts, "1", "OVERSEES") == ["陈小海", "李大江", "王五"]


def test_bodies_in_brackets_stay_in_the_name() -> None:
    facts = read(PLAN + "(责任单位:市渔业局(高新园)、市航道局(金融股)、市港务局(张湾分局))\n")
    assert who(facts, "1") == ["市渔业局(高新园)", "市航道局(金融股)", "市港务局(张湾分局)"]


def test_a_role_in_brackets_is_no_clause_of_its_own() -> None:
    facts = read(PLAN + "\n责任单位:市渔业局(牵头单位)、市航道局\n")
    assert (who(facts, "1"), who(facts, "1", "SUPPORTS")) == (["市渔业局"], ["市航道局"])


def test_what_many_bodies_do_is_no_part_of_their_name() -> None:
    facts = read(PLAN + "(由市渔业局会同有关部门研究提出方案,2031年10月底前完成)\n")
    assert (who(facts, "1"), who(facts, "1", "SUPPORTS")) == (["市渔业局"], ["有关部门"])


@given(st.text("【】()牵头责任单位配合完成时限: \n市渔业局、6月底", max_size=80))
def test_the_length_never_changes(text: str) -> None:
    made = with_colons(text)
    assert len(made) == len(text)
    assert [c for c in made if c == "\n"] == [c for c in text if c == "\n"]


def test_lines_of_names_alone_are_clauses_where_the_plan_does_so_throughout() -> None:
    items = ["修好码头。\n市渔业局、市航道局,各县(市、区)政府", "修好灯塔。\n市港务局", "疏通航道。\n市渔业局、各渔港"]
    text = "甲岛市2031年护岸工作要点\n一、护岸\n" + "".join(f"{n}.{item}\n" for n, item in enumerate(items, 1))
    facts = read(text + "甲岛市人民政府\n2031年3月1日\n")
    assert [who(facts, n) for n in "123"] == [
        ["市渔业局", "市航道局", "各县(市、区)政府"],
        ["市港务局"],
        ["市渔业局", "各渔港"],
    ]
    # two are no habit
    assert who(read(text.replace("\n市港务局", "")), "1") == []


@pytest.mark.parametrize("same", ["(责任单位同上)", "(责任单位:同上)", "\n牵头单位、配合单位:同上", "(同上)"])
def test_the_same_as_above(same: str) -> None:
    text = PLAN + f"(市渔业局牵头,市航道局配合)\n2.修好灯塔。{same}\n3.疏通航道。{same}\n4.巡海。(市盐业局负责)\n"
    facts = read(text)
    for number in "23":
        assert (who(facts, number), who(facts, number, "SUPPORTS")) == (["市渔业局"], ["市航道局"])
    assert who(facts, "4") == ["市盐业局"]
    # the evidence is where the names stand
    assert {text[r.evidence.start : r.evidence.end] for r in facts.roles if r.item == "3"} == {
        "(市渔业局牵头,市航道局配合)"
    }
    assert list(faults(text, facts)) == []


def test_the_same_as_nothing_is_nobody() -> None:
    assert who(read(PLAN + "(责任单位同上)\n2.修好灯塔。(市盐业局负责)\n"), "1") == []
