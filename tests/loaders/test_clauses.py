from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.identity import shadow
from loaders.clauses import KINDS, parse_clause, resolve
from loaders.source import Span
from loaders.words import lexicon
from tests.loaders.reading import due, faults, read, who

ENTRIES = [(g, e) for g, entries in lexicon("clauses").items() for e in entries]


def parsed(text: str) -> dict[str, list[str]]:
    text = shadow(text)
    clause = parse_clause(text, 0, len(text), form="bracket", span=Span(0, len(text)))
    out: dict[str, list[str]] = {}
    for part in resolve(clause.parts):
        out.setdefault(KINDS[part.role], []).append("".join(text[part.name.start : part.name.end].split()))
    if clause.dues:
        out["DUE"] = [text[d.start : d.end] for d in clause.dues]
    return out


@pytest.mark.parametrize(("group", "entry"), ENTRIES, ids=[f"{g}-{e['word']}" for g, e in ENTRIES])
def test_each_word_of_the_lexicon_is_read_in_its_example(group, entry):
    assert entry["word"].replace("(", "").replace(")", "")[:1] in entry["example"]
    assert parsed(entry["example"])[entry["kind"]] == entry["names"]


@pytest.mark.parametrize(
    ("text", "leads", "supports"),
    [
        ("市漁業局牽頭", ["市渔业局"], []),
        ("市漁業局、市盐业局牽頭,市航道局配合", ["市渔业局", "市盐业局"], ["市航道局"]),
        ("市渔业局牵头负责", ["市渔业局"], []),
        ("市渔业局牵头,有关部门及各县(市、区)按职责分工负责", ["市渔业局"], ["有关部门", "各县(市、区)"]),
        ("市渔业局、市盐业局按各自职责分工负责", ["市渔业局", "市盐业局"], []),
        ("市渔业局、市盐业局分别负责", ["市渔业局", "市盐业局"], []),
        ("牵头单位:市渔业局;配合单位:市航道局、各渔港", ["市渔业局"], ["市航道局", "各渔港"]),
        ("牵头单位:市渔业局,责任单位:市航道局", ["市渔业局"], ["市航道局"]),
        ("责任单位:市渔业局;配合单位:市航道局", ["市渔业局"], ["市航道局"]),
        ("牵头单位市渔业局,配合单位市航道局", ["市渔业局"], ["市航道局"]),
        ("牵头:市渔业局;配合:市航道局", ["市渔业局"], ["市航道局"]),
        ("市渔业局会同市航道局、市港务局负责", ["市渔业局"], ["市航道局", "市港务局"]),
        ("市渔业局牵头会同市航道局", ["市渔业局"], ["市航道局"]),
        ("由市渔业局牵头,市航道局参与", ["市渔业局"], ["市航道局"]),
        ("市渔业局(牵头)、市航道局(配合)", ["市渔业局"], ["市航道局"]),
        ("市渔业局为牵头单位,市航道局为配合单位", ["市渔业局"], ["市航道局"]),
        ("市委组织部、市场监督管理局负责", ["市委组织部", "市场监督管理局"], []),
        ("各县(區)政府(管委會)牽頭", ["各县(区)政府(管委会)"], []),
        ("市渔业局牵头,市航道局、市港务局", ["市渔业局"], ["市航道局", "市港务局"]),
        ("各有关部门按职责分工负责", ["各有关部门"], []),
        ("以上单位按职责分工负责", ["以上单位"], []),
    ],
)
def test_forms(text, leads, supports):
    found = parsed(text)
    assert found.get("LEADS", []) == leads
    assert found.get("SUPPORTS", []) == supports


@pytest.mark.parametrize(
    ("clause", "iso"),
    [
        ("(市渔业局牵头,2031年6月底前完成)", "2031-06-30"),
        ("(责任单位:市渔业局;完成时限:2031年9月)", "2031-09-30"),
        ("(市渔业局牵头,年内完成)", "2031-12-31"),
        ("(市渔业局牵头;长期坚持)", None),
        ("(市渔业局牵头,持续推进)", None),
    ],
)
def test_a_deadline_inside_a_clause(clause, iso):
    facts = read(f"甲岛市2031年护岸工作要点\n一、护岸\n1.修码头。修好码头。{clause}\n2.修灯塔。(市航道局负责)\n")
    assert who(facts, "1") == ["市渔业局"]
    assert [d.due_on for d in facts.dues if d.item == "1"] == [iso]


@pytest.mark.parametrize("pair", ["()", "[]", "〔〕", "【】"])
def test_brackets_of_every_kind(pair):
    facts = read(f"一、护岸\n1.修码头。{pair[0]}市渔业局牵头,各县(市、区)政府配合{pair[1]}\n")
    assert (who(facts, "1"), who(facts, "1", "SUPPORTS")) == (["市渔业局"], ["各县(市、区)政府"])


def test_labels_on_lines_of_their_own():
    facts = read(
        "一、护岸\n(一)修码头。修好码头。\n牵头领导:林甲\n牵头单位:市渔业局\n配合单位:市航道局、市港务局\n完成时限:2031年6月\n"
        "(二)修灯塔。\n责任单位:市航道局\n"
    )
    assert who(facts, "1", "OVERSEES") == ["林甲"]
    assert who(facts, "1") == ["市渔业局"]
    assert who(facts, "1", "SUPPORTS") == ["市航道局", "市港务局"]
    assert due(facts, "1") == "2031-06-30"
    assert who(facts, "2") == ["市航道局"]


def test_a_whole_sentence_is_a_clause_and_a_mention_of_the_verb_is_none():
    facts = read(
        "一、护岸\n1.修码头。支持企业牵头修船。由市渔业局牵头,市航道局配合。\n2.修灯塔。鼓励船队负责看护。(市航道局负责)\n"
    )
    assert (who(facts, "1"), who(facts, "1", "SUPPORTS")) == (["市渔业局"], ["市航道局"])
    assert who(facts, "2") == ["市航道局"]


def test_names_alone_in_brackets():
    facts = read("一、护岸\n1.修码头。(市渔业局)\n2.修灯塔。(市航道局、市港务局)\n3.修船台(含旧船台)。\n")
    assert [who(facts, n) for n in "12"] == [["市渔业局"], ["市航道局", "市港务局"]]
    assert who(facts, "3") == []


def test_a_single_bracket_of_names_is_a_clause_and_of_one_name_is_listed():
    two = read("一、护岸\n1.修码头。(市渔业局、市航道局)\n")
    assert who(two, "1") == ["市渔业局", "市航道局"]
    one = read("一、护岸\n1.修码头。(市渔业局)\n")
    assert who(one, "1") == []
    assert [issue.code for issue in one.issues if issue.code == "Z701"] == ["Z701"]


def test_a_bracket_that_no_rule_reads_is_an_issue():
    facts = read("一、护岸\n1.修码头。(视潮水大小另行商议后负责)\n2.修灯塔。(市航道局负责)\n")
    assert "Z701" in [issue.code for issue in facts.issues]


STEM = st.text("船港岛湾渔盐潮灯塔堤浪", min_size=2, max_size=4)
BODY = st.builds(
    lambda prefix, stem, end: prefix + stem + end,
    st.sampled_from(["市", "县", "省", "区"]),
    STEM,
    st.sampled_from(["局", "办", "厅", "中心", "支队", "和渔政管理局"]),
)
REGION = st.sampled_from(["各县(市、区)政府", "各区县", "市有关单位", "各镇人民政府、街道办事处", "各相关部门"])
PAIRS = st.sampled_from(["()", "()", "[]", "〔〕", "【】"])


@st.composite
def clauses(draw):
    names = draw(st.lists(st.one_of(BODY, REGION), min_size=2, max_size=7, unique=True))
    cut = draw(st.integers(1, len(names) - 1))
    leads, supports = names[:cut], names[cut:]
    lead, support = "、".join(leads), draw(st.sampled_from(["、", ",", "、"])).join(supports)
    form = draw(
        st.sampled_from(
            [
                "{lead}牵头,{support}配合",
                "{lead}牵头,{support}按职责分工配合",
                "{lead}牵头负责,{support}按照职责分工负责",
                "牵头单位:{lead};配合单位:{support}",
                "牵头单位:{lead};责任单位:{support}",
                "责任单位:{lead};协助单位:{support}",
                "由{lead}牵头,{support}参与",
                "{lead}会同{support}负责",
                "主办单位:{lead},协办单位:{support}",
            ]
        )
    )
    open_, close = draw(PAIRS)
    return open_ + form.format(lead=lead, support=support) + close, leads, supports


@settings(max_examples=150, deadline=None)
@given(clauses())
def test_any_clause_of_the_grammar_is_read_back(made):
    clause, leads, supports = made
    text = f"甲岛市护岸要点\n一、护岸\n1.修码头。修好码头。{clause}\n2.修灯塔。修好灯塔。{clause}\n"
    facts = read(text)
    for number in "12":
        assert who(facts, number) == [shadow(n) if n not in text else n for n in leads]
        assert who(facts, number, "SUPPORTS") == supports
    assert list(faults(text, facts)) == []


@given(st.text("市局牵头负责配合单位责任:,、;()()[]会同由为各县\n2031年6月底前完成。", max_size=80))
def test_never_raises_on_anything_like_a_clause(text):
    clause = parse_clause(shadow(text), 0, len(text), form="bracket", span=Span(0, len(text)))
    assert all(0 <= p.name.start < p.name.end <= len(text) for p in clause.parts)
    facts = read(text)
    assert list(faults(text, facts)) == []


PLAN = "甲岛市2031年护岸工作要点\n一、护岸\n"


@pytest.mark.parametrize("ending", ["\n2.修灯塔。(市航道局牵头)\n", "\n", ""])
def test_a_clause_inside_a_bracket_that_is_never_closed_is_read(ending):
    facts = read(f"{PLAN}1.修码头(系统等系统等(市渔业局牵头,市盐业局配合){ending}")
    assert (who(facts, "1"), who(facts, "1", "SUPPORTS")) == (["市渔业局"], ["市盐业局"])


def test_a_text_of_one_clause_in_an_unclosed_bracket_has_responsibility():
    assert who(read("(系统等系统等(市渔业局牵头)"), "1") == ["市渔业局"]


def test_the_clause_behind_an_unclosed_bracket_may_hold_brackets_itself():
    facts = read(f"{PLAN}1.修码头(含引桥,增设灯标。(市渔业局(市盐业局)牵头,市航道局配合)\n2.修灯塔。(市港务局牵头)\n")
    assert (who(facts, "1"), who(facts, "1", "SUPPORTS")) == (["市渔业局(市盐业局)"], ["市航道局"])
    assert who(facts, "2") == ["市港务局"]


@pytest.mark.parametrize("ending", ["\n2.修灯塔。(市航道局牵头)\n", ""])
def test_a_clause_that_is_never_closed_is_read_with_the_brackets_in_it(ending):
    facts = read(f"{PLAN}1.修码头。(市渔业局(牵头)、市盐业局(配合){ending}")
    assert (who(facts, "1"), who(facts, "1", "SUPPORTS")) == (["市渔业局"], ["市盐业局"])
    facts = read(f"{PLAN}1.修码头。(市渔业局(市水务局)牵头,市盐业局配合{ending}")
    assert (who(facts, "1"), who(facts, "1", "SUPPORTS")) == (["市渔业局(市水务局)"], ["市盐业局"])


def test_a_bracket_that_is_opened_twice_is_one():
    facts = read(f"{PLAN}1.修码头。((市渔业局牵头,市盐业局配合)\n2.修灯塔。(市航道局牵头)\n")
    assert (who(facts, "1"), who(facts, "1", "SUPPORTS")) == (["市渔业局"], ["市盐业局"])


def test_where_the_later_bracket_is_the_one_that_is_not_closed_the_first_body_is_kept():
    facts = read(f"{PLAN}1.修码头。(市渔业局、各县(市、区政府牵头)\n2.修灯塔。(市航道局牵头)\n")
    assert who(facts, "1")[0] == "市渔业局"


def test_a_label_in_running_text_is_found_wherever_colons_stand():
    facts = read(f"{PLAN}1.修码头。时间:早;地点:东岸。责任单位:市渔业局;配合单位:市盐业局。\n")
    assert (who(facts, "1"), who(facts, "1", "SUPPORTS")) == (["市渔业局"], ["市盐业局"])


def test_a_label_of_something_else_ends_the_names():
    facts = read(
        "甲岛市2031年护岸工作\n1.修码头6座。 牵头领导:林甲 责任单位:市渔业局 项目责任人:陈乙 配合单位:市航道局、市港务局 "
        "实际完成情况:打桩、浇筑等已完成,工程有序推进。\n2.修灯塔。 责任单位:市航道局\n"
    )
    assert (who(facts, "1"), who(facts, "1", "SUPPORTS")) == (["市渔业局"], ["市航道局", "市港务局"])
    assert who(facts, "1", "OVERSEES") == ["林甲", "陈乙"]
    assert who(facts, "2") == ["市航道局"]
