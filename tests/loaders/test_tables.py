from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.source import Cell, SourceText, Table
from loaders.table_heads import column_kind, is_head
from loaders.words import lexicon
from tests.loaders.reading import due, faults, read, titles, who

TITLE = "甲岛市2031年护岸任务分解表\n"
ROWS = [
    ["1", "修好码头。东西两座都修。", "市渔业局", "市航道局、市港务局", "2031年6月"],
    ["2", "修好灯塔。", "市航道局、市盐业局", "无", "持续推进"],
    ["3", "疏通航道", "市港务局牵头,市渔业局配合", "各县(市、区)政府", "2031年底"],
]
# with no mark between the cells a name must say where it begins, and a sentence where it ends
RUN = [ROWS[0], ["2", "修好灯塔。", "市航道局、市盐业局", "", "长期"], ["3", "疏通航道。", *ROWS[2][2:]]]
HEAD = ["序号", "工作任务", "牵头单位", "配合单位", "完成时限"]


def declared(rows: list[list[str]], title: str = TITLE) -> SourceText:
    """A source whose format knows its table; equal neighbours in one column or row are one merged cell."""
    text, cells = title, []
    for row in rows:
        spans = []
        for i, words in enumerate(row):
            if words == "^":
                spans.append(cells[-1][i])
                continue
            if words == "<":
                spans.append(spans[-1])
                continue
            spans.append(Cell(len(text), len(text) + len(words)))
            text += words + ("\t" if i < len(row) - 1 else "\n")
        cells.append(spans)
    return SourceText(text, tables=(Table(tuple(tuple(row) for row in cells)),))


def check(text: str, source: SourceText | None = None) -> None:
    facts = read(text, source)
    assert titles(facts) == [("1", "修好码头"), ("2", "修好灯塔"), ("3", "疏通航道")]
    assert (who(facts, "1"), who(facts, "1", "SUPPORTS")) == (["市渔业局"], ["市航道局", "市港务局"])
    assert (who(facts, "2"), who(facts, "2", "SUPPORTS")) == (["市航道局", "市盐业局"], [])
    assert (who(facts, "3"), who(facts, "3", "SUPPORTS")) == (["市港务局"], ["市渔业局", "各县(市、区)政府"])
    assert [due(facts, n) for n in "123"] == ["2031-06-30", None, "2031-12-31"]
    assert facts.head.title == TITLE.strip()
    assert list(faults(text, facts)) == []


@pytest.mark.parametrize("entry", lexicon("tables")["heads"], ids=lambda e: e["word"])
def test_each_head_of_the_lexicon_is_known_in_its_example(entry):
    kinds = [column_kind(cell) for cell in entry["example"].split("|")]
    assert entry["column"] in kinds
    assert is_head(kinds)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("牽頭(責任)單位", "lead"),
        ("主要責任單位", "lead"),
        ("協同配合單位", "support"),
        ("責任科室", "duty"),
        ("牵头\n单位", "lead"),
        ("計劃完成時間", "due"),
        ("分管領導", "oversee"),
        ("责任单位(第一个为牵头单位)", "duty"),
        ("修码头", ""),
    ],
)
def test_heads_made_of_words_of_clauses(head, kind):
    from graph.identity import shadow

    assert column_kind(shadow(head)) == kind


def test_one_row_a_line_with_tabs():
    check(TITLE + "\n".join("\t".join(row) for row in [HEAD, *ROWS]) + "\n")


def test_one_row_a_line_with_bars():
    rule = ["|---|---|---|---|---|"]
    lines = ["|" + "|".join(row) + "|" for row in [HEAD, *ROWS]]
    check(TITLE + "\n".join([lines[0], *rule, *lines[1:]]) + "\n")


def test_one_cell_a_line():
    check(TITLE + "\n".join(cell for row in [HEAD, *ROWS] for cell in row) + "\n")


def test_one_cell_a_line_with_empty_lines_between():
    check(TITLE + "\n\n".join(cell for row in [HEAD, *ROWS] for cell in row) + "\n")


def test_one_cell_a_line_with_bars_between():
    check(TITLE + "\n|\n".join(cell for row in [HEAD, *ROWS] for cell in row) + "\n")


def test_a_table_that_the_format_declares():
    source = declared([HEAD, *ROWS])
    check(source.text, source)


def test_the_head_is_repeated_on_each_page():
    cells = [*HEAD, *ROWS[0], *HEAD, *ROWS[1], *HEAD, *ROWS[2]]
    check(TITLE + "\n".join(cells) + "\n")


def test_wrapped_cells_and_a_broken_head():
    text = (
        TITLE
        + "序\n号\n任务名称\n任务内容\n责任单位\n时间节点\n1\n修码头和护岸石堤\n工程\n加快修好东西两座旧码头,并且加固石\n堤,清理淤泥\n市渔业局、市航道局、市港\n务局,各区县政府\n2031 年底\n2\n修灯塔\n修好灯塔\n市航道局\n持续推进\n"
    )
    facts = read(text)
    assert titles(facts) == [("1", "修码头和护岸石堤工程"), ("2", "修灯塔")]
    assert who(facts, "1") == ["市渔业局", "市航道局", "市港务局", "各区县政府"]
    assert due(facts, "1") == "2031-12-31"


def test_chapter_rows_and_gaps_in_the_numbers():
    text = (
        TITLE
        + "序号\n工作任务\n主要责任单位\n协同单位\n一、护岸\n3\n修码头。\n市渔业局\n市航道局\n二、巡海\n三、救生\n68\n建救生站。\n市港务局\n各镇\n"
    )
    facts = read(text)
    assert [(c.number, c.title) for c in facts.chapters] == [("一", "护岸"), ("二", "巡海"), ("三", "救生")]
    assert [(i.number, i.chapter) for i in facts.items] == [("3", 1), ("68", 3)]


def test_a_merged_first_column_is_a_heading():
    rows = [
        ["工作任务", "序号", "具体要求", "责任科室"],
        ["护岸", "1", "修好码头。", "渔港科"],
        ["^", "2", "修好灯塔。", "航道科"],
    ]
    facts = read("", declared(rows))
    assert titles(facts) == [("1", "修好码头"), ("2", "修好灯塔")]
    assert (who(facts, "1"), who(facts, "2")) == (["渔港科"], ["航道科"])


def test_rows_under_one_number_are_implicit_subtasks():
    rows = [
        ["序号", "重点任务", "具体措施", "牵头单位"],
        ["1", "护岸", "修好码头。", "市渔业局"],
        ["^", "^", "修好灯塔,通电。", "市航道局"],
        ["2", "巡海", "出海。", "市港务局"],
    ]
    facts = read("", declared(rows))
    assert titles(facts) == [("1", "护岸"), ("1.1", "修好码头"), ("1.2", "修好灯塔"), ("2", "巡海")]
    assert [who(facts, n) for n in ("1", "1.1", "1.2", "2")] == [[], ["市渔业局"], ["市航道局"], ["市港务局"]]


def test_a_merged_body_counts_for_each_row():
    rows = [["序号", "工作任务", "牵头单位"], ["1", "修码头。", "市渔业局"], ["2", "修灯塔。", "^"]]
    facts = read("", declared(rows))
    assert (who(facts, "1"), who(facts, "2")) == (["市渔业局"], ["市渔业局"])


def test_a_head_of_two_rows():
    rows = [
        ["序号", "工作任务", "责任分工", "<"],
        ["^", "^", "牵头", "配合"],
        ["1", "修码头。", "市渔业局", "市航道局"],
    ]
    facts = read("", declared(rows))
    assert (who(facts, "1"), who(facts, "1", "SUPPORTS")) == (["市渔业局"], ["市航道局"])


def test_leaders_and_ditto():
    text = "序号|工作任务|牵头领导|牵头单位\n1|修码头。|林甲、陈乙|市渔业局\n2|修灯塔。|王 丙|同上\n"
    facts = read(text)
    assert who(facts, "1", "OVERSEES") == ["林甲", "陈乙"]
    assert who(facts, "2", "OVERSEES") == ["王丙"]
    assert who(facts, "2") == ["市渔业局"]
    assert list(faults(text, facts)) == []


def test_columns_after_the_bodies_are_no_part_of_the_task():
    text = "序号\n目标任务\n牵头责任单位\n计划完成时间\n目前完成情况\n6\n修码头两座。\n渔港股\n航道股\n2031年底\n1、已修一座。2、另一座已开工。\n7\n修灯塔。\n航道股\n2031年底\n已修。\n"
    facts = read(text)
    assert titles(facts) == [("6", "修码头两座"), ("7", "修灯塔")]
    assert who(facts, "6") == ["渔港股", "航道股"]
    assert "已修" not in "".join(text[b.start : b.end] for i in facts.items for b in i.body)


def test_the_table_of_an_annex_counts_beside_the_plan():
    text = (
        "甲岛市护岸方案\n一、护岸\n1.修码头。(市渔业局负责)\n附件1\n"
        + "\n".join("\t".join(r) for r in [HEAD, *ROWS])
        + "\n"
    )
    facts = read(text)
    assert [n for n, _ in titles(facts)] == ["1", "附1", "附2", "附3"]


def test_a_table_after_a_text_without_clauses_is_the_plan():
    text = "甲岛市护岸方案\n一、护岸\n1.修码头。\n附件1\n" + "\n".join("\t".join(r) for r in [HEAD, *ROWS]) + "\n"
    assert [n for n, _ in titles(read(text))] == ["1", "2", "3"]


STEM = st.text("船港岛湾渔盐潮灯塔堤浪", min_size=2, max_size=4)
BODY = st.builds(lambda s, e: "市" + s + e, STEM, st.sampled_from(["局", "办", "中心", "支队"]))
TASK = st.builds(
    lambda v, n, c: v + n + c,
    st.sampled_from(["修好", "加固", "疏通", "看护"]),
    STEM,
    st.sampled_from(["码头。", "石堤护岸工程", "航道,保障通航。"]),
)
ROW = st.tuples(
    TASK, st.lists(BODY, min_size=1, max_size=3, unique=True), st.lists(BODY, min_size=1, max_size=3, unique=True)
)


@settings(max_examples=60)
@given(st.lists(ROW, min_size=1, max_size=6), st.sampled_from(["\t", "|", "\n", "\n\n", "\n|\n"]))
def test_any_table_is_read_back(rows, mark):
    lines = [["序号", "工作任务", "牵头单位", "配合单位"]]
    lines += [
        [str(i), task, "、".join(leads), "、".join(s for s in supports)]
        for i, (task, leads, supports) in enumerate(rows, 1)
    ]
    joiner = "\n" if mark in ("\t", "|") else mark
    text = TITLE + joiner.join(mark.join(line) for line in lines) + "\n"
    facts = read(text)
    assert len(facts.items) == len(rows)
    for i, (task, leads, supports) in enumerate(rows, 1):
        assert facts.items[i - 1].title == task.split("。")[0]
        assert who(facts, str(i)) == leads
        assert who(facts, str(i), "SUPPORTS") == [s for s in supports if s not in leads]
    assert list(faults(text, facts)) == []


@settings(max_examples=60)
@given(st.lists(ROW, min_size=1, max_size=12), st.sampled_from(["", " "]), st.sampled_from(["", "\n"]))
def test_any_table_that_has_run_together_is_read_back(rows, mark, end):
    lines = [["序号", "工作任务", "牵头单位", "配合单位"]]
    lines += [
        [str(i), task.rstrip("。") + "。", "、".join(leads), "、".join(supports)]
        for i, (task, leads, supports) in enumerate(rows, 1)
    ]
    text = TITLE + (end or mark).join(mark.join(line) for line in lines) + "\n"
    facts = read(text)
    assert len(facts.items) == len(rows)
    for i, (task, leads, supports) in enumerate(rows, 1):
        assert facts.items[i - 1].title == task.split("。")[0]
        assert who(facts, str(i)) == leads
        assert who(facts, str(i), "SUPPORTS") == [s for s in supports if s not in leads]
    assert list(faults(text, facts)) == []


def test_a_first_column_with_empty_cells_is_one_of_headings():
    facts = read("任务\t举措\t责任单位\n护岸\t1.修码头\t市渔业局\n\t2.修灯塔\t市航道局\n巡海\t3.出海\t市港务局\n")
    assert titles(facts) == [("1", "修码头"), ("2", "修灯塔"), ("3", "出海")]
    assert [who(facts, n) for n in "123"] == [["市渔业局"], ["市航道局"], ["市港务局"]]


def test_one_row_a_line_with_single_spaces():
    facts = read("序号 任务名称 主要内容 牵头单位\n1 修码头 修好两座码头 市渔业局\n2 修灯塔 修好灯塔 市航道局\n")
    assert titles(facts) == [("1", "修码头"), ("2", "修灯塔")]
    assert [who(facts, n) for n in "12"] == [["市渔业局"], ["市航道局"]]


def test_one_cell_a_line_without_numbers_and_with_a_merged_first_column():
    text = (
        "甲岛市2031年护岸方案\n目标\n任务\n主要内容\n责任单位\n一、护岸\n(一)修好码头\n东西两座都修,并公布修建的进度。\n市渔业局牵头落实\n"
        "疏通两座码头之间的航道。\n市航道局、市港务局分别牵头落实\n公布码头修建的经费。\n市盐业局牵头落实\n"
    )
    facts = read(text)
    found = [who(facts, item.number) for item in facts.items if item.parent]
    assert found == [["市渔业局"], ["市航道局", "市港务局"], ["市盐业局"]]


def test_one_cell_a_line_with_its_bar_behind():
    text = (
        TITLE
        + "序号 |\n目标与任务 |\n分 管 市领导 |\n牵头责任单位 |\n责任单位 |\n1 |\n修好码头。东西两座都修。 |\n林 甲 |\n市渔业局 |\n市航道局 |\n"
        "2 |\n修好灯塔。 |\n林 甲陈 乙 |\n市港务局 |\n各有关单位 |\n"
    )
    facts = read(text)
    assert [who(facts, n) for n in "12"] == [["市渔业局"], ["市港务局"]]
    assert [who(facts, n, "SUPPORTS") for n in "12"] == [["市航道局"], ["各有关单位"]]
    assert [[r.name for r in facts.roles if r.item == n and r.kind == "OVERSEES"] for n in "12"] == [
        ["林甲"],
        ["林甲", "陈乙"],
    ]


def test_a_table_that_has_run_together():
    check(TITLE + "".join("".join(row) for row in [HEAD, *RUN]) + "\n")


def test_a_table_that_has_run_together_row_by_row():
    check(TITLE + "\n".join("".join(row) for row in [HEAD, *RUN]) + "\n注:以上任务由督查室督办。\n")


def test_a_table_that_has_run_together_goes_on_behind_its_head_on_the_next_page():
    facts = read(
        TITLE
        + "序号工作任务责任单位1修好2座码头,新修3个。市渔业局牵头;市航道局配合;各县(市)党委和政府落实2修好灯塔。市港务局牵头\n"
        + "(上接第三版)\n序号工作任务责任单位21疏通航道。市航道局负责\n"
    )
    assert titles(facts) == [("1", "修好2座码头,新修3个"), ("2", "修好灯塔"), ("21", "疏通航道")]
    assert who(facts, "1", "SUPPORTS") == ["市航道局", "各县(市)党委和政府"]
    assert [who(facts, n) for n in ("1", "2", "21")] == [["市渔业局"], ["市港务局"], ["市航道局"]]


def test_a_table_that_has_run_together_with_spaces():
    facts = read(
        "甲岛市2031年护岸任务分工 序号 工作任务 负责单位 完成时限 1 修好2座码头，新修3个。东西都修。 市渔业局牵头，各渔港配合。 2031 年 7 月底前 "
        "2 修好灯塔。 各有关部门负责。 2031 年 10 月底前 3 疏通航道。 市航道局牵头，各地、各部门负责。 2031 年 12 月底前\n"
    )
    assert titles(facts) == [("1", "修好2座码头，新修3个"), ("2", "修好灯塔"), ("3", "疏通航道")]
    assert [who(facts, n) for n in "123"] == [["市渔业局"], ["各有关部门"], ["市航道局"]]
    assert [who(facts, n, "SUPPORTS") for n in "123"] == [["各渔港"], [], ["各地", "各部门"]]
    assert [due(facts, n) for n in "123"] == ["2031-07-31", "2031-10-31", "2031-12-31"]
    assert facts.head.title == "甲岛市2031年护岸任务分工"


def test_a_table_that_has_run_together_over_lines_with_numbers_within_them():
    facts = read(
        TITLE
        + "序号工作任务责任单位时间进度1 修好码头。\n市渔业局2031年底前完成2 修好灯塔。\n东西都修。\n"
        + "市航道局等有关部门(单位),各县(市)政府2032年底前完成3 疏通航道。\n市港务局持续实施\n附:说明。\n"
    )
    assert titles(facts) == [("1", "修好码头"), ("2", "修好灯塔"), ("3", "疏通航道")]
    assert [who(facts, n) for n in "123"] == [
        ["市渔业局"],
        ["市航道局", "有关部门(单位)", "各县(市)政府"],
        ["市港务局"],
    ]
    assert [due(facts, n) for n in "123"] == ["2031-12-31", "2032-12-31", None]


def test_rows_without_numbers_under_a_numbered_heading_are_parts_of_it():
    facts = read(
        TITLE + "目标\n任务\n主要内容\n责任单位\n一、护岸\n(一)修好码头\n东西两座都修，并公布进度。\n市渔业局牵头落实\n"
        "疏通航道，保证通航。\n市航道局、市港务局分别牵头落实\n"
    )
    parts = [item for item in facts.items if item.parent]
    assert [(item.number, item.title, item.implicit) for item in parts] == [
        ("1.1", "东西两座都修", True),
        ("1.2", "疏通航道", True),
    ]


def test_a_sentence_is_no_leader():
    """A head that is not understood never makes people of a task's words."""
    facts = read(TITLE + "序号|工作任务|牵头单位|分管领导\n1|修好码头。|市渔业局|东西两座都修,年底前完成\n")
    assert [r.name for r in facts.roles if r.kind == "OVERSEES"] == []
    assert [issue.code for issue in facts.issues if issue.code == "Z704"]
