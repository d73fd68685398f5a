from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.identity import shadow
from loaders.names import is_body, is_collective, is_plain_body, split_names
from loaders.words import lexicon

ENTRIES = [(group, entry) for group, entries in lexicon("names").items() for entry in entries]


def names(text: str) -> list[str]:
    text = shadow(text)
    return ["".join(text[n.start : n.end].split()) for n in split_names(text, 0, len(text))]


@pytest.mark.parametrize(("group", "entry"), ENTRIES, ids=[f"{g}-{e['word']}" for g, e in ENTRIES])
def test_each_word_of_the_lexicon_is_read_in_its_example(group, entry):
    assert names(entry["example"]) == entry["names"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市人力資源和社會保障局、市財政局", ["市人力资源和社会保障局", "市财政局"]),
        ("住房和城鄉建設局和文化和旅遊局", ["住房和城乡建设局", "文化和旅游局"]),
        ("各市、縣(市、區)政府,市有關單位", ["各市、县(市、区)政府", "市有关单位"]),
        ("各鄉鎮人民政府、街道辦事處,市盐业局", ["各乡镇人民政府、街道办事处", "市盐业局"]),
        ("市直有關部門、單位及各縣區", ["市直有关部门、单位", "各县区"]),
        ("各地區、各部門", ["各地区", "各部门"]),
        ("市委宣傳部(市文明辦)、市數據局(市人工智能局)", ["市委宣传部(市文明办)", "市数据局(市人工智能局)"]),
        ("市教育局、市科技局等部門", ["市教育局", "市科技局"]),
        ("市教育局等7個部門", ["市教育局"]),
        ("市教育局等有關部門和單位及各地區", ["市教育局", "有关部门和单位", "各地区"]),
        ("高等教育處、綜合處", ["高等教育处", "综合处"]),
        ("養殖股\n漁港股", ["养殖股", "渔港股"]),
        ("市發展改\n革委、市委\n組織部", ["市发展改革委", "市委组织部"]),
        ("市教育局 市財政局 各縣區", ["市教育局", "市财政局", "各县区"]),
        ("由市教育局", ["市教育局"]),
        ("潮汐站\n2", ["潮汐站"]),
    ],
)
def test_enumerations(text, expected):
    assert names(text) == expected


def test_kinds_of_names():
    assert is_body("市漁業局".replace("漁業", "渔业"))
    assert not is_body("推进修船")
    assert is_collective("各船队")
    assert is_plain_body("市属企业")
    assert not is_plain_body("培育修船企业")


STEM = st.text("船港岛湾渔盐潮灯塔堤", min_size=2, max_size=5)
BODY = st.builds(
    lambda p, s, e: p + s + e,
    st.sampled_from(["市", "县", "省", "区"]),
    STEM,
    st.sampled_from(["局", "办", "厅", "中心", "支队"]),
)


@given(st.lists(BODY, min_size=1, max_size=8, unique=True), st.sampled_from(["、", ",", ";", "、\n", " ", "和", "及"]))
def test_any_enumeration_is_read_back(bodies, separator):
    assert names(separator.join(bodies)) == bodies


@given(st.text("市局和及、,等( )各县区政府\n单位部门有关", max_size=40))
def test_never_raises_and_spans_hold(text):
    last = 0
    for name in split_names(text, 0, len(text)):
        assert last <= name.start < name.end <= len(text)
        last = name.end
