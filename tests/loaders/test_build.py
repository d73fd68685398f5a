"""Facts become a graph: ids, shared nodes, evidence."""

from __future__ import annotations

import json

from loaders.load import load_text, read_text

PLAN = """青嶺市數字政府2024年工作要點
青府辦〔2024〕1號

一、夯實基礎
(一)建好底座。升級綜合管理平臺,匯聚法人數據。2024年6月底前完成。(市數據局牽頭,市財政局、市有關單位配合)
(二)用好底座。依託綜合管理平臺辦事。(市公安局、市數據局牽頭)

青嶺市人民政府辦公室
2024年3月1日
"""


def test_one_department_is_one_node_wherever_it_stands() -> None:
    graph = load_text(PLAN)
    names = [node.get("name") for node in graph.labelled("Department")]
    assert sorted(names) == sorted({"市數據局", "市財政局", "市有關單位", "市公安局"})
    office = next(n for n in graph.labelled("Department") if n.get("name") == "市數據局")
    assert office.get("jurisdiction") == "青嶺市"
    assert [r.get("rank") for r in graph.of_type("LEADS") if r.start == office.id] == [1, 2]


def test_relationships_say_where_they_were_read() -> None:
    graph = load_text(PLAN)
    text = graph.document.get("text")
    for r in graph.of_type("LEADS", "SUPPORTS", "DELIVERS", "USES", "PRODUCES", "CONSUMES"):
        assert text[r.get("char_start") : r.get("char_end")] == r.get("mention")
        assert r.get("mention") in r.get("evidence")
        assert r.get("rule")


def test_flags() -> None:
    graph = load_text(PLAN)
    by_name = {n.id: n.get("name") for n in graph.labelled("Department")}
    supports = {by_name[r.start]: r for r in graph.of_type("SUPPORTS")}
    assert supports["市有關單位"].get("collective") is True
    assert supports["市財政局"].get("collective") is False
    joint = {(by_name[r.start], r.end[-1]): r.get("joint") for r in graph.of_type("LEADS")}
    assert joint == {("市數據局", "1"): False, ("市公安局", "2"): True, ("市數據局", "2"): True}


def test_deadline_and_dependency() -> None:
    graph = load_text(PLAN)
    tasks = {n.get("number"): n for n in graph.labelled("Task")}
    assert tasks["1"].get("due_on") == "2024-06-30"
    assert tasks["2"].get("due_on") is None
    assert [(r.start[-1], r.end[-1], r.get("kind")) for r in graph.of_type("DEPENDS_ON")] == [("2", "1", "platform")]


def test_the_document_carries_its_issues() -> None:
    reading = read_text("一、修路。把路修好。(市交通運輸局牽頭)\n")
    stored = json.loads(reading.graph.document.get("issues"))
    assert [i["code"] for i in stored] == [i.code for i in reading.issues]


def test_an_id_of_ones_own() -> None:
    graph = load_text(PLAN, document_id="mine")
    assert graph.document.id == "mine"
    assert all(n.id.startswith("mine#") for n in graph.labelled("Task"))
