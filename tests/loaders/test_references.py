"""Explicit references: the lexicon's examples, numbers in every spelling, what names no item."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.load import read as read_source
from loaders.load import read_text
from loaders.source import SourceText
from loaders.words import lexicon

PLAN = (
    "青山市2024年工作要点\n一、推进建设\n(一)建设渡口平台。建设渡口综合管理平台。(市甲局牵头)\n"
    "(二)推进登记。开展登记。(市甲局牵头)\n(三)开展巡查。{}(市乙局牵头)\n"
)


def references(words: str, plan: str = PLAN) -> list[tuple[str, str]]:
    """Which item names which, in a plan whose item 3 has these words."""
    return [(r.item, r.target) for r in read_text(plan.format(words)).facts.references]


@pytest.mark.parametrize(("words", "names"), [(e["text"], e["names"]) for e in lexicon("references")["examples"]])
def test_examples(words: str, names: str) -> None:
    assert references(words) == [("3", name) for name in names.split()]


def test_a_reference_becomes_a_dependency_with_its_place() -> None:
    reading = read_text(PLAN.format("按照第(二)项任务的要求开展巡查。"))
    (link,) = [r for r in reading.graph.of_type("DEPENDS_ON") if r.get("kind") == "reference"]
    text = reading.source.text
    assert text[link.get("char_start") : link.get("char_end")] == "第(二)项任务"
    assert link.get("evidence") == "按照第(二)项任务的要求开展巡查。"
    assert (link.start[-1], link.end[-1]) == ("3", "2")


def test_an_items_own_platform_is_no_reference() -> None:
    assert references("建设渔港视频平台。依托上述平台巡查。") == []


@pytest.mark.parametrize(
    ("labels", "word"),
    [
        ("（一） （二） （三）", "第（二）项"),
        ("1． 2． 3．", "第2項"),
        ("第一條 第二條 第三條", "第二條"),
        ("一、 二、 三、", "第二項"),
    ],
)
def test_labels_as_they_are_printed(labels: str, word: str) -> None:
    one, two, three = labels.split()
    plan = f"青山市2024年工作要點\n{one}登記。開展登記。（市甲局牽頭）\n{two}巡查。開展巡查。（市甲局牽頭）\n{three}整改。{{}}（市乙局牽頭）\n"
    assert references(f"按照{word}的要求整改。", plan) == [("3", "2")]


def test_a_platform_before_is_meant_though_data_was_named_since() -> None:
    assert references("归集渡船数据,依托上述平台开展巡查。") == [("3", "1")]


def test_an_item_that_does_not_exist_is_none() -> None:
    assert references("按照第(九)项任务的要求巡查。") == []


@pytest.mark.parametrize(
    "words", ["按《渡口条例》第二条执行。", "根据渡口管理办法第一条执行。", "第二项是巡查。", "第一,开展巡查。"]
)
def test_articles_and_ordinals_are_none(words: str) -> None:
    assert references(words) == []


def test_siblings_come_first() -> None:
    plan = (
        "青山市2024年工作要点\n(一)渡口。\n1.登记。开展登记。(市甲局牵头)\n2.巡查。开展巡查。(市甲局牵头)\n"
        "(二)码头。\n1.登记。开展登记。(市甲局牵头)\n2.巡查。{}(市乙局牵头)\n"
    )
    assert references("配合第1项任务开展巡查。", plan) == [("2.2", "2.1")]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["按照", "第", "(一)", "1", "项", "任务", "上述", "平台", "、", "和", "。", "》", "上一项任务"]
        ),
        max_size=20,
    )
)
def test_any_words_in_any_order(words: list[str]) -> None:
    reading = read_source(SourceText(PLAN.format("".join(words))))
    for reference in reading.facts.references:
        assert reference.item != reference.target
        assert reference.evidence.start <= reference.span.start < reference.span.end <= reference.evidence.end
