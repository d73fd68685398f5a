"""Who leads an item where only its running text says so; what is said of a thing, or by a clause, is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.running import running_clauses
from loaders.source import Span
from tests.loaders.reading import read, who

PLAN = "甲岛市2031年护岸工作要点\n一、护岸\n1.修码头。{}\n2.修灯塔。(市盐业局负责)\n"


@pytest.mark.parametrize(
    ("words", "leads", "supports"),
    [
        ("由市渔业局牵头,会同市航道局、市港务局,按季度发布目录。", ["市渔业局"], ["市航道局", "市港务局"]),
        ("由市渔业局牵头负责,加快修建。", ["市渔业局"], []),
        ("尽快开工,由市渔业局、市港务局负责。", ["市渔业局", "市港务局"], []),
        ("由市渔业局会同市航道局制定办法,报市政府批准。", ["市渔业局"], ["市航道局"]),
        ("由市渔业局牵头制定办法,市航道局配合,年底前完成。", ["市渔业局"], ["市航道局"]),
        ("市渔业局牵头制定办法。市航道局负责看护。", ["市渔业局"], []),
        ("由市渔业局(市渔政局)牵头,各渔港落实,保证进度。", ["市渔业局(市渔政局)"], ["各渔港"]),
        ("市渔业局要牵头制定办法,市航道局要积极配合。", ["市渔业局"], ["市航道局"]),
        ("请市渔业局、市港务局于2031年6月底前完成。", ["市渔业局", "市港务局"], []),
        ("台风将至,请市渔业局尽快加固。", ["市渔业局"], []),
        ("请市渔业局牵头,会同市航道局制定办法。", ["市渔业局"], ["市航道局"]),
        # two sentences, two leads
        ("由市渔业局牵头修东码头。由市港务局牵头修西码头。", ["市渔业局", "市港务局"], []),
    ],
)
def test_running_text_says_who_leads(words: str, leads: list[str], supports: list[str]) -> None:
    facts = read(PLAN.format(words))
    assert (who(facts, "1"), who(facts, "1", "SUPPORTS")) == (leads, supports)
    assert {role.rule for role in facts.roles if role.item == "1"} == {"clause.running"}
    assert not [issue for issue in facts.issues if issue.code == "Z713"]


@pytest.mark.parametrize(
    "words",
    [
        "依托由市渔业局负责建设的船坞管理系统。",
        "由市渔业局牵头的专班每月会商。",
        "由第三方机构负责评估。",
        "由专人负责看护。",
        "提请市渔业局按程序审议。",
        "请船队在6月底前报名。",
        "原由市渔业局牵头,已改由他人办理。",
        "鼓励船队负责看护。",
        "市渔业局负责看护。",
    ],
)
def test_what_is_said_of_a_thing_or_of_no_body_names_nobody(words: str) -> None:
    facts = read(PLAN.format(words))
    assert who(facts, "1") == []
    assert [issue.code for issue in facts.issues if issue.code == "Z713"] == ["Z713"]


def test_a_clause_decides_alone() -> None:
    facts = read(PLAN.format("由市渔业局牵头,会同市航道局,按季度发布目录。(市港务局牵头)"))
    assert (who(facts, "1"), who(facts, "1", "SUPPORTS")) == (["市港务局"], [])


def test_a_clause_of_the_item_above_decides_too() -> None:
    facts = read(
        "甲岛市2031年护岸工作要点\n一、护岸\n(一)修码头。加快修建。(市港务局牵头)\n1.东码头。由市渔业局牵头,加快修建。\n(二)修灯塔。(市盐业局负责)\n"
    )
    assert not [role for role in facts.roles if role.rule == "clause.running"]


NAME = st.builds(
    lambda stem, end: f"市{stem}{end}",
    st.text("船港岛湾渔盐潮灯塔堤浪", min_size=2, max_size=4),
    st.sampled_from(["局", "委", "办", "中心", "支队"]),
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(NAME, min_size=1, max_size=3, unique=True),
    st.lists(NAME, max_size=3, unique=True),
    st.sampled_from(["牵头", "牵头负责", "负责", "主办"]),
)
def test_names_of_the_grammar_are_read_back(leads: list[str], supports: list[str], verb: str) -> None:
    supports = [name for name in supports if name not in leads]
    with_them = f",会同{'、'.join(supports)}" if supports else ""
    facts = read(PLAN.format(f"由{'、'.join(leads)}{verb}{with_them},尽快完工。"))
    assert (who(facts, "1"), who(facts, "1", "SUPPORTS")) == (leads, supports)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from([*"由市渔业局牵头负责会同,。的、()", "市航道局", "配合", "\n"]), max_size=40).map("".join)
)
def test_any_words_in_any_order(words: str) -> None:
    for clause in running_clauses(words, [Span(0, len(words))]):
        assert 0 <= clause.span.start < clause.span.end <= len(words)
        assert all(clause.span.start <= p.name.start < p.name.end <= clause.span.end for p in clause.parts)
