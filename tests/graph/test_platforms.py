"""Platforms with a proper name: the table itself, other names, owners, scripts."""

from __future__ import annotations

import pytest

from graph.identity import name_key, shadow
from graph.places import tier_of
from graph.platforms import find_known, identify, known_platforms


def test_no_name_stands_for_two_platforms() -> None:
    seen: dict[str, str] = {}
    for platform in known_platforms():
        for name in (platform.name, *platform.aliases):
            assert seen.setdefault(name_key(name), platform.name) == platform.name


def test_owners_are_places_with_a_tier() -> None:
    owners = {p.owner for p in known_platforms() if p.owner}
    assert {"中國", "廣東省", "浙江省", "上海市"} <= owners
    assert all(tier_of(owner) in ("nation", "province") for owner in owners)


@pytest.mark.parametrize("name", ["粵省事", "“粤省事”平台", "粤省事 平臺"])
def test_any_spelling_is_found(name: str) -> None:
    known = find_known(name)
    assert known is not None
    assert known.name == "粵省事"


def test_a_proper_name_belongs_to_its_owner_wherever_it_is_named() -> None:
    ids = [identify("粵政易", place) for place in ("河源市", "韶關市", None)]
    assert {(i.name, i.tier, i.jurisdiction) for i in ids} == {("粵政易", "province", "廣東省")}


def test_what_every_place_has_belongs_to_the_place() -> None:
    here, there = identify("12345热线", "河源市"), identify("12345熱線", "韶關市")
    assert here.name == there.name == "12345政府熱線"
    assert here.jurisdiction != there.jurisdiction


def test_a_general_name_belongs_to_the_tier_that_the_words_give() -> None:
    assert identify("綜合管理平臺", "河源市").jurisdiction == "河源市"
    assert identify("綜合管理平臺", "河源市", owner_tier="province").jurisdiction == "廣東省"
    assert identify("綜合管理平臺", "河源市", owner_tier="nation").tier == "nation"
    assert identify("綜合管理平臺", None).tier is None


def test_the_script_is_the_documents() -> None:
    found = identify("粤政易平台", "河源市", traditional=False)
    assert found.name == shadow("粵政易")
    assert found.jurisdiction == "广东省"
    assert all(alias == shadow(alias) for alias in found.aliases)
