"""What nobody said is not read: words behind an unknown label, what a predicate is about, a label's own qualifier."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph.identity import shadow
from loaders.load import read
from loaders.source import SourceText
from loaders.words import lexicon, words

PLAN = """甲市渔业工作要点

一、重点任务
(一)推进渔港改造。完成3个渔港改造。{}
(二)开展增殖放流。放流鱼苗300万尾。(市渔业局牵头,市盐业局配合)
"""


def first(clause: str) -> tuple[list[str], list[str], list[tuple[str, str]]]:
    """Who leads the first item, who supports it, and what is listed as unread or doubtful, with its code."""
    text = PLAN.format(clause)
    reading = read(SourceText(text))
    roles: dict[str, list[str]] = {"LEADS": [], "SUPPORTS": []}
    for link in reading.graph.relationships:
        if link.type in roles and link.end.endswith("#1"):
            roles[link.type].append(link.get("mention"))
    issues = [
        (issue.code, text[issue.span.start : issue.span.end])
        for issue in reading.issues
        if issue.code.startswith("Z70")
    ]
    return roles["LEADS"], roles["SUPPORTS"], issues


@pytest.mark.parametrize(
    ("clause", "leads", "supports", "unread"),
    [
        ("(操盘单位:市渔业局;配合单位:市盐业局)", [], ["市盐业局"], "操盘单位:市渔业局"),
        ("(操盘:市渔业局;配合单位:市盐业局)", [], ["市盐业局"], "操盘:市渔业局"),
        ("(配合单位:市盐业局;操盘单位:市渔业局、市航道局)", [], ["市盐业局"], "操盘单位:市渔业局、市航道局"),
        ("(责任单位:市渔业局;经费来源:市级资金)", ["市渔业局"], [], "经费来源:市级资金"),
        ("(牵头单位:市渔业局,电话:0762-1234567)", ["市渔业局"], [], "电话:0762-1234567"),
        ("(操盘单位:市航道局;市渔业局牵头)", ["市渔业局"], [], "操盘单位:市航道局"),
        ("(牵头单位:市渔业局、操盘单位:市航道局)", ["市渔业局"], [], "操盘单位:市航道局"),
        ("(市操盘单位:市渔业局;配合单位:市盐业局)", [], ["市盐业局"], "市操盘单位:市渔业局"),
        ("(牵头单位:市渔业局;成员单位:市盐业局)", ["市渔业局"], [], "成员单位:市盐业局"),
    ],
)
def test_names_behind_a_label_that_no_rule_knows_are_unread(clause, leads, supports, unread):
    # counted by hand: whatever stands behind a known label or before a known predicate, and nothing else
    assert first(clause) == (leads, supports, [("Z704", unread)])


@pytest.mark.parametrize(
    ("clause", "unread"),
    [
        ("(操盘单位:市渔业局)", ("Z701", "(操盘单位:市渔业局)")),
        ("(市渔业局兜底)", ("Z701", "(市渔业局兜底)")),
        ("(操盘单位:市渔业局;总抓单位:市盐业局)", ("Z701", "(操盘单位:市渔业局;总抓单位:市盐业局)")),
        ("\n操盘单位:市渔业局", ("Z702", "操盘单位:")),
        ("\n责任单位:市盐业局 操盘单位:市渔业局", ("Z702", "操盘单位:")),
    ],
)
def test_an_unknown_label_that_stands_alone_is_listed_too(clause, unread):
    leads, supports, issues = first(clause)
    assert "市渔业局" not in leads + supports
    assert unread in issues


@pytest.mark.parametrize(
    ("clause", "leads", "supports"),
    [
        ("(市渔业局负责渔港改造,市盐业局负责经费保障)", ["市渔业局", "市盐业局"], []),
        ("(市渔业局负责渔港改造、航道疏浚,市盐业局、市航道局负责经费)", ["市渔业局", "市盐业局", "市航道局"], []),
        ("(市渔业局牵头做好渔港改造,市盐业局配合做好经费保障)", ["市渔业局"], ["市盐业局"]),
        ("(市渔业局牵头;其中:市盐业局负责经费)", ["市渔业局"], ["市盐业局"]),
        ("(硬件部分:市渔业局负责;软件部分:市盐业局负责)", ["市渔业局", "市盐业局"], []),
        ("(项目牵头单位:市渔业局;市级配合单位:市盐业局)", ["市渔业局"], ["市盐业局"]),
        ("(市渔业局:牵头推进;市盐业局:配合)", ["市渔业局"], ["市盐业局"]),
        ("(责任单位:市渔业局;时间节点:6月底前)", ["市渔业局"], []),
        ("(牵头单位:市渔业局配合单位:市盐业局)", ["市渔业局"], ["市盐业局"]),
        ("(市渔业局牵头市盐业局配合)", ["市渔业局"], ["市盐业局"]),
        ("(牵头市渔业局,配合市盐业局)", ["市渔业局"], ["市盐业局"]),
        ("(1:市渔业局负责;2:市盐业局配合)", ["市渔业局"], ["市盐业局"]),
        ("(市渔业局:渔港改造;市盐业局:经费)", ["市渔业局", "市盐业局"], []),
        ("(市渔业局牵头;市盐业局做好资金、人员保障,市航道局配合)", ["市渔业局"], ["市盐业局", "市航道局"]),
        ("(市渔业局牵头,负责渔港改造、市盐业局配合)", ["市渔业局"], ["市盐业局"]),
        ("(责任单位:市渔业局 市级配合单位:市盐业局)", ["市渔业局"], ["市盐业局"]),
        ("(以线上办理为主)", [], []),
        ("\n成员单位:市渔业局、市盐业局", [], []),
    ],
)
def test_what_is_no_name_is_taken_for_none(clause, leads, supports):
    assert first(clause) == (leads, supports, [])


@pytest.mark.parametrize(
    ("clause", "leads", "supports"),
    [
        ("(由市渔业局负总责,市盐业局具体实施)", ["市渔业局"], ["市盐业局"]),
        ("(牵头单位为市渔业局,责任单位为市盐业局)", ["市渔业局"], ["市盐业局"]),
        ("(以市渔业局为主,市盐业局参加)", ["市渔业局"], ["市盐业局"]),
        ("(市渔业局牵头组织实施,市盐业局做好资金保障)", ["市渔业局"], ["市盐业局"]),
        ("(市渔业局负责,市盐业局保障经费)", ["市渔业局", "市盐业局"], []),
        ("(市渔业局、市盐业局双牵头)", ["市渔业局", "市盐业局"], []),
        ("(市渔业局负责,各渔港按属地管理原则落实)", ["市渔业局", "各渔港"], []),
        ("(市渔业局承担主体责任,市盐业局承担监管责任)", ["市渔业局", "市盐业局"], []),
        ("(责任单位:市渔业局;完成时限:分阶段推进,2025年底前完成)", ["市渔业局"], []),
    ],
)
def test_forms_of_speech_in_brackets(clause, leads, supports):
    assert first(clause) == (leads, supports, [])


def test_a_cell_is_read_alike():
    text = "甲市任务分解表\n\n序号\t工作任务\t责任单位\n1\t修码头\t市渔业局;操盘单位:市盐业局\n2\t修灯塔\t市航道局\n"
    reading = read(SourceText(text))
    leads = [link.get("mention") for link in reading.graph.relationships if link.type == "LEADS"]
    assert leads == ["市渔业局", "市航道局"]
    assert [text[i.span.start : i.span.end] for i in reading.issues if i.code == "Z704"] == ["操盘单位:市盐业局"]


@pytest.mark.parametrize("words", ["项目一、二期工程开工。", "行动2.5公里。", "工程1.5亿元。"])
def test_no_count_where_a_name_goes_on(words):
    reading = read(SourceText(f"甲市渔业要点\n一、修码头。(市渔业局牵头)\n{words}\n二、修灯塔。(市渔业局牵头)\n"))
    assert [task.get("number") for task in reading.graph.labelled("Task")] == ["1", "2"]


def test_a_label_in_a_bracket_ends_with_the_bracket():
    leads, supports, _ = first("(本港之事,难乎其难,众说纷纭而莫衷一是;责任单位:市渔业局)")
    assert leads == ["市渔业局"]
    assert not any(sign in name for name in leads + supports for sign in "()")


def test_a_name_that_does_not_end_like_a_bodys_is_doubted():
    leads, _, issues = first("(市渔业局负责,市盐业局兜牢)")
    assert leads == ["市渔业局", "市盐业局兜牢"]
    assert issues == [("Z703", "市盐业局兜牢")]


SIGNS = st.text(st.sampled_from("督促推进总抓操盘帮扶挂钩包保跟踪统筹谋划研究承接对标联动"), min_size=2, max_size=5)
KNOWN = [e["word"] for group in lexicon("clauses").values() for e in group]


@settings(max_examples=200, deadline=None)
@given(SIGNS, st.sampled_from(["", "单位", "部门", "科室", "处室"]), st.booleans(), st.sampled_from(":："))
def test_whatever_a_label_is_called_its_words_are_in_no_name(sign, noun, before, colon):
    label = sign + noun
    assume(not any(word in shadow(label) for word in KNOWN if word not in words("clauses", "nouns")))
    parts = [f"{label}{colon}市航道局", "配合单位:市盐业局"]
    leads, supports, issues = first(f"({';'.join(parts if before else parts[::-1])})")
    assert (leads, supports) == ([], ["市盐业局"])
    assert [code for code, _ in issues] == ["Z704"]


def test_items_may_be_counted_by_their_name():
    reading = read(
        SourceText(
            "甲市港口改革清单\n任务一:修码头\n  牵头单位:市渔业局\n  配合单位:市盐业局\n任务二:修灯塔\n  责任单位为市盐业局。\n"
        )
    )
    tasks = reading.graph.labelled("Task")
    assert [(task.get("number"), task.get("title")) for task in tasks] == [("1", "修码头"), ("2", "修灯塔")]
    leads = [link.get("mention") for link in reading.graph.relationships if link.type == "LEADS"]
    assert leads == ["市渔业局", "市盐业局"]
