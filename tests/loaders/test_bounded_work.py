"""A reading does bounded work: counted in calls, which no busy machine changes, and in what it leaves behind."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from benchmarks.corpus import plans
from loaders.load import load_text, read
from loaders.source import SourceText

SAMPLES = Path(__file__).parents[2] / "samples"


def calls(work: Callable[[], object]) -> int:
    """How many functions are called, Python's own included, while some work is done."""
    count = 0

    def saw(_frame: FrameType, event: str, _what: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(saw)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def plan(items: int) -> str:
    """A plan of one chapter with so many items, each with a clause, a platform, data and a goal."""
    head = "甲岛市2024年海洋工作要点\n\n一、重点任务\n"
    return head + "".join(
        f"{i}.建设第{i}渔港综合管理平台，归集渔船作业数据，覆盖率达到{i % 90 + 5}%。2024年{i % 12 + 1}月底前完成。"
        f"（市渔业局牵头，市航道局、市财政局配合）\n"
        for i in range(1, items + 1)
    )


# counted on Python 3.11: 13.2 calls a character for the table of 807 characters, 7.1 for the digest of 4,940
@pytest.mark.parametrize(("name", "most"), [("city-table-2024.txt", 17), ("heyuan-2021-digest.txt", 9)])
def test_a_plan_takes_a_few_calls_a_character(name: str, most: int) -> None:
    text = (SAMPLES / name).read_text(encoding="utf-8")
    load_text(text)
    assert calls(lambda: load_text(text)) < most * len(text)


def test_four_times_the_plan_is_four_times_the_work() -> None:
    short, long = plan(40), plan(160)
    load_text(long)
    load_text(short)
    ratio = calls(lambda: load_text(long)) / calls(lambda: load_text(short))
    # the text is 4.04 times as long (the numbers have more digits); counted: 3.92 times as many calls
    assert 3 < ratio < 4.6


def test_words_are_compiled_once() -> None:
    text = plan(5)
    load_text(text)
    first = calls(lambda: load_text(text))
    # a second reading finds every pattern, automaton and name ready: nothing is left to be prepared
    assert calls(lambda: load_text(text)) == first


def test_a_reading_leaves_nothing_to_collect() -> None:
    text = (SAMPLES / "heyuan-2021-digest.txt").read_text(encoding="utf-8")
    load_text(text)
    gc.collect()
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        load_text(text)
        gc.collect()
        left = [type(one).__name__ for one in gc.garbage if type(one).__module__.startswith(("loaders.", "graph."))]
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()
    assert left == []


def test_collection_goes_on_after_a_reading() -> None:
    assert gc.isenabled()
    read(SourceText(plan(2)))
    assert gc.isenabled()


@pytest.mark.parametrize("one", list(plans(20)), ids=lambda one: one.name)
def test_graphs_fit_the_ontology_by_the_way_they_are_made(one: Any) -> None:
    graph = load_text(one.text)
    assert graph.validate() is graph
