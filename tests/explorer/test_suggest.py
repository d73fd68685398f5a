from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from explorer.suggest import Entry, Found, FoundGroup, Index
from explorer.suggest_session import entries_of
from tests.explorer.pictures import sample


@cache
def index() -> Index:
    return Index(entries_of(sample().scope))


def found(text: str, kind: str) -> list[Found]:
    return [item for group in index().find(text) if group.kind == kind for item in group.items]


def first(text: str, kind: str = "Department") -> str:
    return found(text, kind)[0].entry.name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("gaj", "市公安局"),
        ("GAJ", "市公安局"),
        ("sgaj", "市公安局"),
        ("gonganju", "市公安局"),
        ("shi gong an ju", "市公安局"),
        ("公安", "市公安局"),
        ("市公安局", "市公安局"),
        ("政數局", "市政務服務數據管理局"),
        ("政数局", "市政務服務數據管理局"),
        ("发改委", "市發展改革局"),
        ("發改委", "市發展改革局"),
        ("河源市公安局", "市公安局"),
        ("市公安局牽頭哪些任務", "市公安局"),
    ],
)
def test_a_department_by_any_of_its_names(typed: str, name: str) -> None:
    assert first(typed) == name


@pytest.mark.parametrize(
    ("typed", "name"), [("ysswt", None), ("yss", "粵省事"), ("粤省事", "粵省事"), ("一网统管", "一網統管")]
)
def test_a_platform_by_either_script_or_initials(typed: str, name: str | None) -> None:
    hits = found(typed, "Platform")
    assert (hits[0].entry.name if hits else None) == name


@pytest.mark.parametrize("typed", ["11.3", "(十一)3", "第十一項第3點", "十一3"])
def test_a_task_by_its_number_however_written(typed: str) -> None:
    assert found(typed, "Task")[0].entry.number == "11.3"


def test_an_item_by_its_number_comes_before_its_parts() -> None:
    assert [item.entry.number for item in found("(十二)", "Task")][:3] == ["12", "12.1", "12.2"]


@pytest.mark.parametrize("typed", ["300萬", "300万", "3000000", "3,000,000"])
def test_an_amount_however_written(typed: str) -> None:
    (hit,) = found(typed, "Task")
    assert hit.entry.number == "2"
    assert "300萬" in hit.also


def test_an_amount_that_no_text_has_is_not_found() -> None:
    assert found("299萬", "Task") == []


def test_another_spelling_says_which_it_was() -> None:
    (hit,) = found("政數局", "Department")[:1]
    assert "政數局" in hit.also


def test_groups_come_with_counts_and_the_best_first() -> None:
    groups = index().find("數據", each=3)
    assert {"Department", "Task", "Platform"} <= {group.kind for group in groups}
    for group in groups:
        assert len(group.items) == min(3, group.total)
    assert [group.items[0].rank for group in groups] == sorted(group.items[0].rank for group in groups)
    leads = dict(found("市公安局", "Department")[0].entry.counts)
    assert leads["leads"] == 4


def test_without_text_everything_is_offered_in_the_order_of_offices() -> None:
    groups = index().find("")
    assert [group.kind for group in groups] == ["Department", "Task", "Platform", "DataDomain"]
    assert groups[1].items[0].entry.number == "1"


@pytest.mark.parametrize("typed", ["<script>", "=cmd()", "\u202e", "%", "((((", "a" * 5000, "'; DROP", "無此名稱"])
def test_nonsense_finds_nothing_and_breaks_nothing(typed: str) -> None:
    assert all(isinstance(group, FoundGroup) for group in index().find(typed))


def test_what_is_too_much_to_hold_is_looked_up() -> None:
    asked = []

    def more(text: str) -> Sequence[Entry]:
        asked.append(text)
        return [Entry("Task", "t9", "完善制度", "9", "(九)"), Entry("Task", "t1", "建章立制", "1", "(一)")]

    groups = Index([Entry("Task", "t1", "建章立制", "1", "(一)")], more).find("建章")
    assert asked == ["建章"]
    assert [item.entry.id for item in groups[0].items] == ["t1", "t9"]


def test_all_that_match_are_counted_among_many_and_few_are_shown() -> None:
    """How long it takes stands in `make bench`."""
    many = Index(
        [Entry("Department", f"d{i}", f"第{i}區某某局", others=(f"第{i}区某某管理局",)) for i in range(20_000)]
    )
    # 199, 1990 to 1999, 19900 to 19999; pinyin of more than a few names is of the name alone
    for typed, total in (("第199", 111), ("diqumoumouju", 0), ("qmmj", 20_000), ("管理局", 20_000)):
        groups = many.find(typed)
        assert sum(group.total for group in groups) == total, typed
        assert all(len(group.items) == 6 for group in groups)


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans"])
def test_every_question_that_is_offered_is_understood(language: str, tmp_path: Path) -> None:
    from explorer.language import words
    from graph.stores import open_store
    from queries.ask import understand

    names = {"Department": "市公安局", "Task": "任務11.3", "Platform": "粵省事", "DataDomain": "教育"}
    with open_store(f"ladybug:{tmp_path / 'store'}") as store:
        store.replace([sample().scope.graph])
        for key, text in words(language).items():
            if key.startswith("box.ask."):
                asked = text.format(name=names[key.split(".")[2]])
                assert understand(store, asked).question is not None, asked
