"""Organisations: one identity for all spellings, kinds, tiers, order, and an office's own table."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import UnusableTable
from graph.identity import name_key, scoped_id, shadow
from graph.ontology import ontology
from graph.organisation_table import table
from graph.organisations import describe, former, order_key, pinyin_keys, spellings


def identity(name: str, place: str) -> str:
    body = describe(name, place)
    return scoped_id("Department", body.jurisdiction, body.canonical)


@pytest.mark.parametrize(
    ("place", "names"),
    [
        ("河源市", "市發展改革局 市發改局 市發改委 市發展和改革委員會 市發展和改革局 市发改委 河源市發展改革局"),
        ("河源市", "市政務服務數據管理局 市政數局 市政務服務和數據管理局 市政务服务数据管理局"),
        ("河源市", "市人力資源社會保障局 市人社局 市人力社保局 市人力資源和社會保障局"),
        ("河源市", "市衛生健康局 市衛健局 市衛健委 市衛計局"),
        ("河源市", "市住房城鄉建設局 市住建局 市住房和城鄉建設局"),
        ("河源市", "市文化廣電旅遊體育局 市文廣旅體局 市文化廣電旅游體育局"),
        ("河源市", "市市場監管局 市市場監督管理局 市場監管局"),
        ("河源市", "市城管綜合執法局 市城市管理和綜合執法局 市城管局"),
        ("河源市", "市稅務局 國家稅務總局河源市稅務局 市國稅局"),
        ("河源市", "團市委 共青團河源市委 团市委"),
        ("河源市", "市委組織部 中共河源市委組織部 河源市委組織部 市委组织部（市公务员局）"),
        ("湖州市", "市經信局 市經濟和信息化局 湖州市经信局"),
        ("中國", "國家發展改革委 发展改革委 國家發展和改革委員會"),
        ("浙江省", "杭州市 杭州市政府 杭州市人民政府"),
        ("青嶺市", "市教育局 青嶺市教育局"),
    ],
)
def test_spellings_of_one_body_are_one(place: str, names: str) -> None:
    assert len({identity(name, place) for name in names.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("市數據局", "市政務服務數據管理局"),
        ("市體育局", "市教育局"),
        ("市旅遊局", "市文化廣電旅遊體育局"),
        ("市城管局", "市綜合執法局"),
        ("市金融局", "市委金融辦"),
        ("市公安局", "市公安局交警支隊"),
        ("市某某管理局", "市某某監管局"),
        ("市疾控中心", "市疾控局"),
    ],
)
def test_likeness_never_merges(one: str, other: str) -> None:
    assert identity(one, "河源市") != identity(other, "河源市")


@pytest.mark.parametrize(
    ("name", "place", "canonical", "kind", "tier", "owner"),
    [
        ("市公安局", "河源市", "河源市公安局", "government", "city", "河源市"),
        ("市民政局", "河源市", "河源市民政局", "government", "city", "河源市"),
        ("省財政廳", "河源市", "廣東省財政廳", "government", "province", "廣東省"),
        ("財政廳", "河源市", "廣東省財政廳", "government", "province", "廣東省"),
        ("國家發展改革委", "河源市", "國家發展改革委", "government", "nation", "中國"),
        ("教育部", "中國", "教育部", "government", "nation", "中國"),
        ("市教育局", "東源縣", "河源市教育局", "government", "city", "河源市"),
        ("区司法局", "济南市钢城区", "濟南市鋼城區司法局", "government", "county", "濟南市鋼城區"),
        ("源城區教育局", "河源市", "河源市源城區教育局", "government", "county", "河源市源城區"),
        ("河源市公安局", "廣東省", "河源市公安局", "government", "city", "河源市"),
        ("市委宣傳部(市文明辦)", "河源市", "河源市委宣傳部", "party", "city", "河源市"),
        ("市府辦〔市大數據局〕", "舟山市", "舟山市政府辦公室", "government", "city", "舟山市"),
        ("市總工會", "河源市", "河源市總工會", "mass organisation", "city", "河源市"),
        ("市公共資源交易中心", "河源市", "河源市公共資源交易中心", "public institution", "city", "河源市"),
        ("湖州師範學院", "湖州市", "湖州師範學院", "public institution", "city", "湖州市"),
        ("西湖區", "杭州市", "杭州市西湖區", "region", "county", "杭州市西湖區"),
        ("青木數據有限公司", "青嶺市", "青木數據有限公司", "enterprise", "city", "青嶺市"),
        ("市某某辦", "青嶺市", "青嶺市某某辦", "government", "city", "青嶺市"),
        ("農業股", "懷遠縣", "懷遠縣農業股", "government", "county", "懷遠縣"),
    ],
)
def test_whose_it_is(name: str, place: str, canonical: str, kind: str, tier: str, owner: str) -> None:
    body = describe(name, place)
    assert (body.canonical, body.kind, body.tier, body.jurisdiction) == (canonical, kind, tier, owner)
    assert not body.collective


@pytest.mark.parametrize(
    "name",
    [
        "市有關單位",
        "各縣(區)政府(管委會)",
        "各地區",
        "各部門",
        "國務院相關部門",
        "有關部門",
        "各科室",
        "市直各單位",
        "各鄉鎮人民政府、街道辦事處",
        "各市、縣（市、區）人民政府",
        "区政府有关部门",
        "各街道(功能區)",
        "市直有關部門、單位",
        "相关部门",
        "各區縣政府",
    ],
)
def test_collectives_are_flagged_and_never_expanded(name: str) -> None:
    body = describe(name, "河源市")
    assert body.collective
    assert body.kind == "collective"
    assert body.name == name


def test_a_name_keeps_the_form_that_plans_print() -> None:
    assert describe("市政數局", "河源市").name == "市政務服務數據管理局"
    assert describe("市发改委", "湖州市", traditional=False).name == "市发展改革委"
    assert describe("省经信厅", "浙江省", traditional=False).canonical == "浙江省经信厅"
    assert describe("市文化廣電旅游體育局", "河源市").name == "市文化廣電旅游體育局"
    assert describe("市環保局", "河源市").name == "市環保局"
    assert describe("市環保局", "河源市").canonical == "河源市生態環境局"


def test_an_owner_that_is_not_known_is_not_guessed() -> None:
    body = describe("市教育局", "南溪縣")
    assert body.jurisdiction is None
    assert identity("市教育局", "南溪縣") != identity("縣教育局", "南溪縣")
    assert describe("縣公安局", "河源市").jurisdiction is None


def test_a_former_name_says_until_when() -> None:
    assert "2018" in (former("市國土資源局") or "")
    assert former("市自然資源局") is None


def test_the_official_sequence() -> None:
    names = [
        "市紀委監委",
        "市委組織部",
        "市委政法委",
        "市人大常委會",
        "市政府辦公室",
        "市發展改革局",
        "市教育局",
        "市公安局",
        "市審計局",
        "市國資委",
        "市市場監管局",
        "市某某局",
        "市公共資源交易中心",
        "市總工會",
        "市供電局",
        "某某有限公司",
        "源城區",
        "市有關單位",
    ]
    shuffled = random.Random(7).sample(names, len(names))
    ordered = sorted(shuffled, key=order_key)
    position = {name: at for at, name in enumerate(ordered)}
    expected = [name for name in names if name != "市某某局"]
    assert [name for name in ordered if name != "市某某局"] == expected
    assert position["市某某局"] > position["市市場監管局"]


def test_short_and_canonical_names_sort_alike() -> None:
    assert order_key("青嶺市公安局")[:2] == order_key("市公安局")[:2] == order_key("河源市公安局")[:2]


def test_other_names_serve_a_search() -> None:
    assert "市政務服務數據管理局" in spellings("市政數局")
    assert {"市發改委", "市發展改革局", "河源市發展改革局"} <= {*spellings("市發展和改革委員會", "河源市")}
    assert "國家發展改革委" in spellings("國家發改委")
    assert spellings("市某某局") == ()


def test_pinyin() -> None:
    assert pinyin_keys("市公安局") == ("shigonganju", "sgaj")
    assert pinyin_keys("12345热线") == ("12345rexian", "12345rx")


def test_no_spelling_is_claimed_by_two_bodies() -> None:
    assert table().conflicts == []
    assert len(table().bodies) > 90


def test_kinds_are_the_ontologys() -> None:
    kinds = set(ontology().nodes["Department"].properties["kind"].values)
    assert {body.kind for body in table().bodies} | {kind for _, kind in table().forms} <= kinds


def test_every_spelling_of_the_table_comes_back_to_its_body() -> None:
    for body in table().bodies:
        for title in body.titles:
            for tier, place, word in (("city", "河源市", "市"), ("province", "廣東省", "省")):
                if tier not in body.endings or "*" in title[0] or body.kind == "region":
                    continue
                ending = body.endings[tier][0][0]
                ids = {identity(word + stem + ending, place) for stem in title if "*" not in stem}
                assert len(ids) == 1, title


@given(st.text(max_size=40), st.sampled_from(["河源市", "浙江省", "中國", "南溪縣", None]))
def test_any_text_has_a_description_and_a_place_in_the_order(name: str, place: str | None) -> None:
    for traditional in (True, False):
        body = describe(name, place, traditional=traditional)
        assert body.kind
        assert describe(name, place, traditional=traditional) == body
    assert order_key(name) == order_key(name)


@given(st.sampled_from(["市公安局", "市有關單位", "省財政廳", "國家發展改革委", "市某某局", "各縣(區)政府(管委會)"]))
def test_script_and_width_make_no_second_node(name: str) -> None:
    wide = name.replace("(", "（").replace(")", "）")
    assert {name_key(identity(form, "河源市")) for form in (name, shadow(name), wide)} == {identity(name, "河源市")}


OFFICE = """
groups:
- name: 黨委部門
  bodies:
  - {titles: [委大數據辦]}
- name: 政府組成部門
  bodies:
  - {titles: [教育 教科], endings: 局}
  - {titles: [數智發展], endings: 局}
"""


def test_an_office_lays_its_own_table_on_top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = order_key("市政府辦公室")
    path = tmp_path / "own.yaml"
    path.write_text(OFFICE, encoding="utf-8")
    monkeypatch.setenv("ZHIZE_ORGANISATIONS", str(path))
    assert identity("市教科局", "河源市") == identity("市教育局", "河源市")
    assert order_key("市教育局") < order_key("市數智發展局") < order_key("市政府辦公室")
    assert describe("市委大數據辦", "河源市").kind == "party"
    assert identity("市發改委", "河源市") == identity("市發展改革局", "河源市")
    monkeypatch.delenv("ZHIZE_ORGANISATIONS")
    assert order_key("市政府辦公室") == before
    assert identity("市教科局", "河源市") != identity("市教育局", "河源市")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("groups: [\n", "line 2"),
        ("- a\n", "line 1"),
        ("groups:\n- name: 羣團\n  bodies:\n  - {titles: [甲], colour: red}\n", "line 4"),
        ("groups:\n- name: 羣團\n  bodies:\n  - {titles: 甲}\n", "line 4"),
        ("groups:\n- name: 羣團\n  bodies:\n  - {titles: [甲], kind: club}\n", "line 4"),
        ("groups:\n- name: 羣團\n  bodies:\n  - {titles: [甲], nation: 3}\n", "line 4"),
        ("forms:\n- {kind: party, pattern: '('}\n", "line 2"),
    ],
)
def test_a_bad_table_is_one_clear_line(text: str, where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setenv("ZHIZE_ORGANISATIONS", str(path))
    with pytest.raises(UnusableTable) as caught:
        order_key("市公安局")
    assert where in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_table_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIZE_ORGANISATIONS", str(tmp_path / "none.yaml"))
    with pytest.raises(UnusableTable):
        describe("市公安局", "河源市")
