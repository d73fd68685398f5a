"""A plan of the tests' own with corrections of it."""

from __future__ import annotations

from typing import Any

from loaders.corrections import (
    Corrections,
    Refused,
    checked,
)
from loaders.load import Reading, read_text

PLAN = """甲岛办〔2031〕7号
甲岛市2031年修船工作方案
一、修船
(一)修好东码头。依托巡航平台,建设船坞管理系统,6月底前完成。(市港务局牵头,市渔业局、市财政局配合)
(二)修好灯塔。对接灯塔一网,开放潮汐数据。(市航道局牵头)
(三)疏通航道。通航率达到90%以上。(市港务局牵头)
"""
OPEN = {"Z701", "Z704", "Z713"}
NUMBER = "甲岛办〔2031〕7号"


def entry(**values: Any) -> dict[str, Any]:
    return {"document": NUMBER, "reason": "原文如此", "date": "2031-02-01", "by": "校对员", **values}


def corrected(*entries: dict[str, Any], text: str = PLAN, **options: Any) -> Reading:
    return read_text(text, corrections=Corrections(tuple(checked(e) for e in entries), "c.yaml"), **options)


def links(reading: Reading, kind: str, number: str) -> list[str]:
    """Names at the other end of an item's relationships of one type, by rank."""
    graph = reading.graph
    item = next(n.id for n in graph.labelled("Task") if n.get("number") == number)
    found = [r for r in graph.of_type(kind) if item in (r.start, r.end)]
    found.sort(key=lambda r: r.get("rank") or 0)
    return [graph.by_id[r.end if r.start == item else r.start].get("name") for r in found]


def rules(reading: Reading, kind: str, number: str) -> list[str]:
    item = next(n.id for n in reading.graph.labelled("Task") if n.get("number") == number)
    return [str(r.get("rule")).split(":")[0] for r in reading.graph.of_type(kind) if item in (r.start, r.end)]


def due(reading: Reading, number: str) -> tuple[str | None, str | None]:
    task = next(n for n in reading.graph.labelled("Task") if n.get("number") == number)
    return task.get("due_on"), task.get("due_text")


def refusal(*entries: dict[str, Any], text: str = PLAN) -> str:
    reading = corrected(*entries, text=text)
    assert [type(r) for r in reading.corrections] == [Refused]
    result = reading.corrections[0]
    assert isinstance(result, Refused)
    assert result.code == "Z601"
    assert "\n" not in result.line()
    assert [i.code for i in reading.issues if i.code in ("Z761", "Z762")] == ["Z762"]
    assert reading.graph.to_dict()["relationships"] == read_text(text).graph.to_dict()["relationships"]
    return result.reason
