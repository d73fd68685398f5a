"""Pictures that several tests share: the sample plan, and a department with many tasks."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from explorer.picture import Line, Picture, Shown
from explorer.picture_source import ScopeSource
from explorer.scope import Scope
from graph.identity import document_id, scoped_id, task_id
from graph.model import Graph, Node, Relationship
from loaders.load import load_file

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "heyuan-2021-digest.txt"
PLACE = "青嶺市"


@cache
def sample() -> ScopeSource:
    """The sample plan in memory."""
    return ScopeSource(Scope(load_file(SAMPLE)))


def hub_graph(tasks: int) -> Graph:
    """A made-up plan in which one department leads every task and another supports every third."""
    document = document_id(PLACE, "青府辦〔2024〕9號", "青嶺市清單", "2024-01-01", "0" * 64)
    leader, helper = (scoped_id("Department", PLACE, name) for name in ("市數據局", "市司法局"))
    nodes = [
        Node(
            document,
            "Document",
            {"title": "青嶺市清單", "doc_number": "青府辦〔2024〕9號", "sha256": "0" * 64, "text": "", "issues": "[]"},
        )
    ]
    for key, name in ((leader, "市數據局"), (helper, "市司法局")):
        nodes.append(
            Node(key, "Department", {"name": name, "kind": "government", "jurisdiction": PLACE, "tier": "city"})
        )
    links = []
    for place in range(1, tasks + 1):
        key = task_id(document, str(place))
        properties = {
            "number": str(place),
            "title": f"完善第{place}項制度",
            "text": "完善制度。",
            "position": place,
            "depth": 1,
        }
        span = {"char_start": 0, "char_end": 0, "implicit": False, "printed_label": f"{place}."}
        nodes.append(Node(key, "Task", properties | span))
        links.append(Relationship("HAS_TASK", document, key, {"position": place}))
        duty = {"rank": 1, "joint": False, "collective": False, "implied": False, "mention": "", "word": "牽頭"}
        proof = {"evidence": "完善制度。", "char_start": 0, "char_end": 0}
        links.append(Relationship("LEADS", leader, key, duty | proof))
        if place % 3 == 0:
            links.append(Relationship("SUPPORTS", helper, key, duty | proof))
    return Graph(tuple(nodes), tuple(links)).validate()


def full_picture() -> Picture:
    """A made-up picture of 400 nodes and about 800 lines, as many as a canvas may hold."""
    kinds = ["Department"] * 40 + ["Platform"] * 50 + ["DataDomain"] * 40 + ["Task"] * 270
    nodes, lines = [], {}
    for place, kind in enumerate(kinds):
        text = "推進某某領域的數字化建設" * (1 + place % 2) if kind == "Task" else "市某某局" * (1 + place % 3)
        node = Node(f"n{place}", kind, {"name": text, "title": text})
        nodes.append(Shown(node, f"({place})" if kind == "Task" else "", place % 7, 3))
        if kind == "Task":
            for type_, start, end in (
                ("LEADS", f"n{place * place % 40}", f"n{place}"),
                ("DELIVERS", f"n{place}", f"n{40 + place * 7 % 50}"),
                ("CONSUMES", f"n{place}", f"n{90 + place * 11 % 40}"),
            ):
                key = f"{type_} {start} {end}"
                lines[key] = Line(key, type_, start, end, Relationship(type_, start, end, {}))
    return Picture(tuple(nodes), (), tuple(lines.values()))
