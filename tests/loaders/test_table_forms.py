"""Tables as other plans print them: rows over lines, heads of two lines, composed heads, shared columns."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.loaders.reading import due, faults, read, titles, who
from tests.loaders.test_tables import ROW, TITLE


@settings(max_examples=60)
@given(st.lists(ROW, min_size=1, max_size=6), st.integers(2, 5), st.integers(2, 5))
def test_rows_with_spaces_that_go_on_over_lines_are_read_back(rows, first, second):
    lines = ["序号 项目名称 工作任务 牵头单位 配合单位 完成时限"]
    for i, (task, leads, supports) in enumerate(rows, 1):
        named = f"护岸{task[:3]}项目"
        others = "、".join(s for s in supports if s not in leads) or "各有关单位"
        lines.append(
            f"{i} {named[:first]}\n{named[first:]} {task[:second]}\n{task[second:].rstrip('。')}。 {'、'.join(leads)} {others} 10月底前"
        )
    text = TITLE + "\n".join(lines) + "\n"
    facts = read(text)
    assert [title for _, title in titles(facts)] == [f"护岸{task[:3]}项目" for task, _, _ in rows]
    for i, (_, leads, supports) in enumerate(rows, 1):
        assert who(facts, str(i)) == leads
        assert who(facts, str(i), "SUPPORTS") == ([s for s in supports if s not in leads] or ["各有关单位"])
        assert due(facts, str(i)) == "2031-10-31"
    assert list(faults(text, facts)) == []


def test_rows_of_one_item_that_print_numbers_of_their_own():
    text = "序号\t任务\t举措\t责任单位\n1\t护岸\t1.修码头,建石堤。\t市渔业局\n\t\t2.修灯塔20所。\t市航道局\n2\t巡海\t出海。\t市港务局\n"
    facts = read(TITLE + text)
    assert titles(facts) == [("1", "护岸"), ("1.1", "修码头,建石堤"), ("1.2", "修灯塔20所"), ("2", "巡海")]
    assert [item.implicit for item in facts.items] == [False] * 4
    assert [who(facts, n) for n in ("1.1", "1.2", "2")] == [["市渔业局"], ["市航道局"], ["市港务局"]]


def test_a_head_composed_of_known_words():
    cells = [
        "序号",
        "章节",
        "方案内容",
        "牵头部门",
        "1",
        "1.便利登记",
        "修好码头。",
        "市渔业局",
        "2",
        "修好灯塔。",
        "市航道局",
    ]
    facts = read(TITLE + "\n\n".join(cells) + "\n")
    assert [who(facts, n) for n in "12"] == [["市渔业局"], ["市航道局"]]
    assert titles(facts) == [("1", "修好码头"), ("2", "修好灯塔")]


def test_a_head_of_two_lines():
    rows = "序号\t工作任务\t责任单位\t\t完成时限\n\t\t牵头单位\t配合单位\t\n1\t修码头。\t市渔业局\t市航道局、市盐业局\t6月底\n2\t修灯塔。\t市港务局\t各渔港\t全年\n"
    facts = read(TITLE + rows)
    assert titles(facts) == [("1", "修码头"), ("2", "修灯塔")]
    assert [who(facts, n) for n in "12"] == [["市渔业局"], ["市港务局"]]
    assert [who(facts, n, "SUPPORTS") for n in "12"] == [["市航道局", "市盐业局"], ["各渔港"]]


def test_one_column_for_those_who_lead_and_those_who_support():
    facts = read(
        TITLE + "序号\t工作任务\t牵头/配合单位\n1\t修码头。\t市渔业局/市航道局、市盐业局\n2\t修灯塔。\t市港务局\n"
    )
    assert [who(facts, n) for n in "12"] == [["市渔业局"], ["市港务局"]]
    assert who(facts, "1", "SUPPORTS") == ["市航道局", "市盐业局"]
