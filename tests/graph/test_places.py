"""Places: the list itself, tiers, containment, and the place that a title names."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.identity import shadow
from graph.places import _gazetteer, city_of, contains, find_place, province_of, resolve, tier_of


def test_the_list_is_whole() -> None:
    places = [place for known in _gazetteer().places.values() for place in known]
    count = {tier: sum(place.tier == tier for place in places) for tier in ("province", "city", "county")}
    assert count["province"] == 34
    assert count["city"] == 333
    assert count["county"] > 2800
    assert len({place.name for place in places if place.tier == "city"}) == 333


@pytest.mark.parametrize(
    ("place", "tier"),
    [
        ("中国", "nation"),
        ("廣東省", "province"),
        ("内蒙古自治区", "province"),
        ("上海市", "province"),
        ("香港特別行政區", "province"),
        ("河源市", "city"),
        ("大理白族自治州", "city"),
        ("錫林郭勒盟", "city"),
        ("義烏市", "county"),
        ("怀远县", "county"),
        ("濟南市鋼城區", "county"),
        ("青嶺市", "city"),
        ("南溪縣", "county"),
        ("河源市源城區東埔街道", "town"),
        ("全市", None),
        ("數字政府", None),
        ("", None),
    ],
)
def test_tier(place: str, tier: str | None) -> None:
    assert tier_of(place) == tier


def test_uppers() -> None:
    assert province_of("河源市") == province_of("東源縣") == province_of("广东省") == "廣東省"
    assert province_of("青嶺市") is None
    assert city_of("懷遠縣") == "蚌埠市"
    assert city_of("河源市") == "河源市"
    assert city_of("浦東新區") is None


def test_a_name_that_two_cities_share_belongs_to_neither() -> None:
    assert resolve("朝陽區") is not None
    assert province_of("朝陽區") is None
    assert not contains("北京市", "朝陽區")
    assert contains("北京市", "北京市朝陽區")


@pytest.mark.parametrize(
    ("upper", "lower", "inside"),
    [
        ("中國", "河源市", True),
        ("广东省", "河源市", True),
        ("河源市", "東源縣", True),
        ("廣東省", "深圳市南山區", True),
        ("河源市", "廣東省", False),
        ("韶關市", "東源縣", False),
        ("河源市", "河源市", False),
        ("中國", "青嶺市", True),
        ("河源市", "什麼", False),
    ],
)
def test_contains(upper: str, lower: str, inside: bool) -> None:
    assert contains(upper, lower) is inside


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("河源市數字政府改革建設2021年工作要點", "河源市"),
        ("济南市钢城区人民政府办公室", "济南市钢城区"),
        ("濟南市鋼城區人民政府辦公室", "濟南市鋼城區"),
        ("谯城区教育局2025年工作安排", "亳州市谯城区"),
        ("關於印發《韶關市政務服務便民方案》的通知", "韶關市"),
        ("廣東省河源市東源縣人民政府", "東源縣"),
        ("2026年浙江省推进开源体系建设任务", "浙江省"),
        ("浙江推进开源体系建设", "浙江省"),
        ("国务院办公厅关于支持深圳市的意见", "中国"),
        ("全国一体化工作方案", "中国"),
        ("国家税务总局河源市税务局", "河源市"),
        ("河源市江東新區管委會", "河源市江東新區"),
        ("青嶺市南溪縣2024年工作要點", "南溪縣"),
        ("青嶺市數字政府2024年工作要點", "青嶺市"),
        ("河源市社區服務工作方案", "河源市"),
        ("加強城市管理工作方案", None),
        ("推進縣域經濟發展", None),
        ("各縣(區)人民政府", None),
        ("2021年是開局之年", None),
        ("", None),
    ],
)
def test_the_place_of_a_title(title: str, place: str | None) -> None:
    assert find_place(title) == place


def test_every_listed_place_is_found_by_its_own_name_in_either_script() -> None:
    for known in _gazetteer().places.values():
        for place in known:
            for name in (place.name, shadow(place.name)):
                found = resolve(name)
                assert found is not None, name
                assert found.tier == place.tier, name


@given(st.text(alphabet="河源市區縣省東朝陽全各中國青嶺政府的年(、《 a1", max_size=30))
def test_any_text_has_an_answer_that_is_a_place(text: str) -> None:
    place = find_place(text)
    assert place is None or tier_of(place) is not None


def test_a_long_text_without_a_place_is_cheap() -> None:
    begin = time.perf_counter()
    find_place("沒有任何地名的一段話" * 1000)
    assert time.perf_counter() - begin < 20
