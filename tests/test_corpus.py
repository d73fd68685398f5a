"""The synthetic plans are read exactly as they were meant, and the same index gives the same plan."""

from __future__ import annotations

import pytest

from benchmarks.corpus import chinese, faults, make_plan, plans
from loaders.load import load_text


def test_a_plan_follows_from_its_index() -> None:
    assert make_plan(7).text == make_plan(7).text
    assert make_plan(7).text != make_plan(7, seed=2).text


def test_no_two_plans_are_one_document() -> None:
    keys = {(p.place, p.doc_number, p.title) for p in plans(400, tasks=2)}
    assert len(keys) == 400


def test_truth_is_read_back() -> None:
    wrong = {p.name: found for p in plans(60, tasks=30, first=100) if (found := faults(p, load_text(p.text)))}
    assert wrong == {}


def test_faults_are_seen() -> None:
    plan = make_plan(3, tasks=8)
    damaged = plan.text.replace("牵头", "协助", 1) if "牵头" in plan.text else plan.text.replace("负责", "旁观", 1)
    assert damaged != plan.text
    assert faults(plan, load_text(damaged))


@pytest.mark.soak
def test_truth_is_read_back_from_many() -> None:
    for plan in plans(20_000, seed=9):
        assert faults(plan, load_text(plan.text)) == [], plan.name


@pytest.mark.parametrize(("number", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九")])
def test_chinese_numbers(number: int, words: str) -> None:
    assert chinese(number) == words
