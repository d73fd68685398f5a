"""Numbers of two levels, headings with a bare number, and names alone in a bracket with a deadline."""

from __future__ import annotations

from tests.loaders.reading import due, faults, read, titles, who

HEAD = "甲岛市2031年护岸工作要点\n"


def test_numbers_of_two_levels_under_bare_headings():
    facts = read(
        HEAD
        + "1 护好海岸\n1.1 修码头。责任单位:市渔业局\n1.2 疏航道。责任单位:市航道局\n2 管好渔船\n2.1 验船。责任单位:市渔业局\n"
    )
    assert titles(facts) == [
        ("1", "护好海岸"),
        ("1.1", "修码头"),
        ("1.2", "疏航道"),
        ("2", "管好渔船"),
        ("2.1", "验船"),
    ]
    assert who(facts, "2.1") == ["市渔业局"]


def test_numbers_of_two_levels_without_a_heading_are_whole():
    facts = read(HEAD + "1.1 修码头。责任单位:市渔业局\n1.2 疏航道。责任单位:市航道局\n2.1 验船。责任单位:市渔业局\n")
    assert [number for number, _ in titles(facts)] == ["1.1", "1.2", "2.1"]


def test_a_number_and_a_space_in_prose_is_no_label():
    facts = read(HEAD + "一、修码头。全市有\n3 座码头要修\n,另有2 座要拆。(市渔业局负责)\n")
    assert [number for number, _ in titles(facts)] == ["1"]


def test_names_alone_with_a_deadline():
    facts = read(
        HEAD
        + "一、修码头。(市渔业局,市航道局,各渔港管委会;2031年6月底前)\n二、疏航道。(市航道局;2031年底前)\n三、验船。(市渔业局负责)\n"
    )
    assert who(facts, "1") == ["市渔业局", "市航道局", "各渔港管委会"]
    assert due(facts, "1") == "2031-06-30"
    assert who(facts, "2") == ["市航道局"]


def test_governments_at_the_tiers_below_are_one_name():
    facts = read(HEAD + "一、修码头。(市渔业局负责,各市、县级人民政府落实)\n")
    assert who(facts, "1") == ["市渔业局", "各市、县级人民政府"]


def test_items_without_numbers_each_with_a_block_of_labels():
    """What is said of the progress is no body, and the leader's line begins the next item's block."""
    text = (
        "甲岛市2031年实事任务分解\n渔港\n新增泊位236个。\n主管领导:林甲\n责任单位:市渔业局\n主要责任人:陈乙\n"
        "进度安排:6月底前基本完成基建任务;12月底前全部落实,实现停泊。\n"
        "新建码头30座。\n主管领导:林甲\n责任单位:市航道局\n进度安排:12月底前全部开工。\n"
    )
    facts = read(text)
    assert [who(facts, item.number) for item in facts.items] == [["市渔业局"], ["市航道局"]]
    assert [who(facts, item.number, "OVERSEES") for item in facts.items] == [["林甲", "陈乙"], ["林甲"]]
    assert [due.due_on for due in facts.dues] == ["2031-12-31", "2031-12-31"]
    assert list(faults(text, facts)) == []


def test_paragraphs_with_a_dash_are_measures_and_the_dash_no_word_of_theirs() -> None:
    facts = read(
        "青山市2024年工作要点\n一、重点任务\n(一)优化登记。\n——推进全程网办,实现一窗受理。(市甲局负责)\n●压缩时限。(市乙局负责)\n"
    )
    assert titles(facts) == [("1", "优化登记"), ("1.1", "推进全程网办"), ("1.2", "压缩时限")]
    assert (who(facts, "1.1"), who(facts, "1.2")) == (["市甲局"], ["市乙局"])


def test_a_paragraph_that_introduces_several_clauses_is_the_parents():
    facts = read(
        "甲岛市2031年护岸工作要点\n(一)布局码头。建设护岸平台,形成体系。\n“一核”:修好东码头,建好石堤。(市甲局牵头)\n“双港”:修好西码头。(市乙局牵头)\n"
    )
    assert titles(facts) == [("1", "布局码头"), ("1.1", "“一核”:修好东码头"), ("1.2", "“双港”:修好西码头")]
    (parent,) = [item for item in facts.items if item.number == "1"]
    assert parent.body


def test_a_name_on_a_line_of_its_own_is_the_title():
    block = "任务{}\n任务名称:{}\n工作内容:修好东西两座。\n牵头单位:市甲局\n"
    facts = read("青山市2024年任务清单\n" + block.format(1, "修码头") + block.format(2, "修灯塔"))
    assert titles(facts) == [("1", "修码头"), ("2", "修灯塔")]


def test_items_that_mostly_have_parts_are_no_chapters():
    parts = "(一)修码头。(市甲局负责)\n(二)修灯塔。(市乙局负责)\n"
    text = "青山市2024年工作要点\n" + "".join(f"{n}、护好海岸。\n{parts}" for n in "一二三")
    text += "四、加强核查。每月通报。(市丙局负责)\n五、加强报送。完善制度。(市丁局负责)\n"
    facts = read(text)
    assert [item.number for item in facts.items if item.parent is None] == ["1", "2", "3", "4", "5"]
    assert (who(facts, "1.2"), who(facts, "4"), who(facts, "5")) == (["市乙局"], ["市丙局"], ["市丁局"])
