"""What a person types finds what is meant, in either script, and never something merely near."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import UnknownName
from graph.stores.base import Store
from queries.names import ALL, nearest, path_numerals, resolve

PLAN = "青府辦〔2024〕1號"


@pytest.mark.parametrize(
    ("typed", "numerals"),
    [
        ("(十三)2", (13, 2)),
        ("（十三）2", (13, 2)),
        ("第十三項第2點", (13, 2)),
        ("第十三项第二点", (13, 2)),
        ("(二十四)", (24,)),
        ("一、(二)", (1, 2)),
        ("第二章第(三)項", (2, 3)),
        ("(三)①", (3, 1)),
        ("一百零五", (105,)),
        ("13-2", (13, 2)),
        ("一網統管", ()),
        ("第", ()),
        ("", ()),
        ("十三五規劃", ()),
    ],
)
def test_printed_paths(typed: str, numerals: tuple[int, ...]) -> None:
    assert path_numerals(typed) == numerals


@given(st.text(max_size=200))
def test_any_text_is_a_path_or_none(text: str) -> None:
    assert all(isinstance(n, int) for n in path_numerals(text))


def test_a_long_text_is_read_at_once() -> None:
    assert path_numerals("1" * 4000 + "x") == ()


def _named(store: Store, kind: str, typed: str, documents: tuple[str, ...] = ALL) -> list[str]:
    ids = resolve(store, kind, typed, documents=documents)
    return [f"{n.get('number') or ''}{n.get('name') or n.get('title')}" for n in store.nodes(ids)]


def test_nothing_typed_is_everything(small: Store) -> None:
    assert resolve(small, "department", "  ") == ALL


@pytest.mark.parametrize(
    "typed", ["市公安局", "青嶺市公安局", "青岭市公安局", " 市公安局 ", "“市公安局”", "department:青岭市:青岭市公安局"]
)
def test_a_department(small: Store, typed: str) -> None:
    assert _named(small, "department", typed) == ["市公安局"]


@pytest.mark.parametrize("typed", ["市級數據中臺", "市级数据中台", "市級數據中臺平臺", "“市级数据中台”"])
def test_a_platform_by_name_or_alias(small: Store, typed: str) -> None:
    assert _named(small, "platform", typed) == ["市級數據中臺"]


def test_a_label_is_never_mixed_up(small: Store) -> None:
    with pytest.raises(UnknownName):
        resolve(small, "platform", "department:青岭市:市公安局")


def test_a_document_by_number_title_and_id(small: Store) -> None:
    (key,) = resolve(small, "document", PLAN)
    assert resolve(small, "document", "青岭市数字政府2024年工作要点") == (key,)
    assert resolve(small, "document", key) == (key,)


def test_a_task_by_number_in_one_document_or_all(small: Store) -> None:
    plan = resolve(small, "document", PLAN)
    assert len(resolve(small, "task", "3.1")) == 2
    assert _named(small, "task", "3.1", plan) == ["3.1優化熱線"]
    assert _named(small, "task", "３.１", plan) == ["3.1優化熱線"]
    assert _named(small, "task", "优化热线", plan) == ["3.1優化熱線"]
    assert resolve(small, "task", f"{plan[0]}#3.1") == (f"{plan[0]}#3.1",)


def test_a_task_by_its_printed_path(heyuan: Store) -> None:
    for typed in (
        "(十三)2",
        "第十三項第2點",
        "13.2",
        "三、(十三)2",
        "深化智慧新警務建設應用",
        "深化智慧新警务建设应用",
    ):
        assert _named(heyuan, "task", typed) == ["13.2深化智慧新警務建設應用"], typed
    # the second paragraph of (二十四) has a clause of its own and no printed number
    assert _named(heyuan, "task", "(二十四)2") == ["24.2加大政務網絡信息安全培訓力度"]


@pytest.mark.parametrize("typed", ["市政務服務數據管理局", "市政数局", "市政務服務和數據管理局"])
def test_other_names_of_a_department_come_from_the_table(heyuan: Store, typed: str) -> None:
    from graph.organisations import spellings

    if typed != "市政務服務數據管理局" and "市政務服務數據管理局" not in spellings(typed):
        pytest.skip("the table of names does not hold this one")
    assert _named(heyuan, "department", typed) == ["市政務服務數據管理局"]


def test_a_former_name_finds_the_department(heyuan: Store) -> None:
    """市發展改革局 is also printed 市發改局; the table of names says so."""
    assert _named(heyuan, "department", "市发改局") == ["市發展改革局"]


def test_a_near_name_is_offered_and_not_taken(small: Store) -> None:
    with pytest.raises(UnknownName, match="Did you mean 市公安局"):
        resolve(small, "department", "公安局")
    with pytest.raises(UnknownName, match=r"3\.1"):
        resolve(small, "task", "3.9")
    with pytest.raises(UnknownName, match="has a name like it"):
        resolve(small, "department", "xyz")


def test_a_task_of_another_document_is_unknown(small: Store) -> None:
    plan = resolve(small, "document", PLAN)
    with pytest.raises(UnknownName):
        resolve(small, "task", "6", documents=plan)  # the plan of 2025 has one, this has not
    assert len(resolve(small, "task", "6")) == 1


def test_nearest_is_in_a_fixed_order_and_at_most_three() -> None:
    names = [f"市{c}局" for c in "甲乙丙丁戊"]
    assert nearest("市己局", names) == nearest("市己局", reversed(names))
    assert len(nearest("市己局", names)) == 3
