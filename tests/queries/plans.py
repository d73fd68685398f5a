"""Plans for the tests of questions, made from a short description: tasks, who leads them, what they run on.

The description is that of an annotated plan: for each task number, label, parent, title, leads, supports, platforms, data
domains and targets; dependencies as pairs of numbers with the platforms or data that they run through.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graph.identity import document_id, scoped_id, section_id, target_id, task_id
from graph.model import Graph, Node, Relationship

SHARED = Path(__file__).parents[2].parent / "shared"
# Whose name or description in the plan says that they are the province's.
OF_THE_PROVINCE = ("粵省事", "粵商通", "粵商碼", "粵政易", "粵康碼", "一網統管")


def heyuan_graph() -> Graph:
    """The annotated plan of Heyuan, 2021; the test is skipped where the annotation is not at hand."""
    annotated, text = SHARED / "gold" / "heyuan-2021.json", SHARED / "data" / "heyuan-2021.txt"
    if not annotated.is_file() or not text.is_file():
        pytest.skip("the annotated plan is not beside the project")
    plan = json.loads(annotated.read_text(encoding="utf-8"))
    return plan_graph(plan, upper=("廣東省", OF_THE_PROVINCE), text=text.read_text(encoding="utf-8"))


def task(number: str, title: str, leads: str = "", supports: str = "", **more: Any) -> dict[str, Any]:
    """One task of a description; `leads` and `supports` are names with blanks between."""
    parent, _, _ = number.rpartition(".")
    return {
        "number": number, "label": f"{number}.", "section": "一", "parent": parent or None, "title": title,
        "implicit": False, "leads": leads.split(), "supports": supports.split(), "platforms": [], "data_domains": [],
        "targets": [], **more,
    }  # fmt: skip


def thing(name: str, role: str, **more: Any) -> dict[str, Any]:
    """A platform or data domain of a task; `role` is delivers, uses, produces or consumes."""
    return {"name": name, "role": role, "verb": None, "mention": name, "accept": [], **more}


def plan_graph(plan: dict[str, Any], upper: tuple[str, tuple[str, ...]] = ("", ()), text: str = "") -> Graph:
    """The graph of a described plan. `upper` names a place above and the platforms that are its own."""
    head = plan["document"]
    place = head["jurisdiction"]
    document = document_id(place, head["doc_number"], head["title"], head["issued_on"], "0" * 64)
    nodes: dict[str, Node] = {}
    links: list[Relationship] = []

    def node(key: str, label: str, **properties: Any) -> str:
        nodes.setdefault(key, Node(key, label, properties))
        return key

    node(document, "Document", **head, sha256="0" * 64, source="plan.txt", text=text, issues="[]")
    sections = {s["number"]: section_id(document, i) for i, s in enumerate(plan["sections"], 1)}
    for position, section in enumerate(plan["sections"], 1):
        node(
            sections[section["number"]], "Section", number=section["number"], title=section["title"], position=position
        )
        links.append(Relationship("HAS_SECTION", document, sections[section["number"]], {"position": position}))

    def platform(name: str, accept: list[str]) -> str:
        above = name in upper[1]
        owner, tier = (upper[0], "province") if above else (place, "city")
        aliases = tuple(sorted(set(accept) - {name}))
        key = scoped_id("Platform", owner, name)
        return node(key, "Platform", name=name, aliases=aliases, tier=tier, jurisdiction=owner)

    for position, item in enumerate(plan["tasks"], 1):
        key = node(
            task_id(document, item["number"]), "Task",
            number=item["number"], printed_label=item["label"], title=item["title"], text=item["title"],
            position=position, depth=1 + item["number"].count("."), char_start=0, char_end=0,
            implicit=item["implicit"], due_on=item.get("due_on"), due_text=item.get("due_text"),
        )  # fmt: skip
        above = task_id(document, item["parent"]) if item["parent"] else sections[item["section"]]
        links.append(Relationship("HAS_SUBTASK" if item["parent"] else "HAS_TASK", above, key, {"position": position}))
        for kind, names in (("LEADS", item["leads"]), ("SUPPORTS", item["supports"])):
            for rank, name in enumerate(names, 1):
                collective = "有關" in name or name.startswith("各")
                who = node(
                    scoped_id("Department", place, name), "Department",
                    name=name, canonical=place + name[1:] if name.startswith("市") else name,
                    kind="collective" if collective else "government", jurisdiction=place, tier="city",
                )  # fmt: skip
                role = {"rank": rank, "joint": kind == "LEADS" and len(names) > 1, "collective": collective}
                links.append(Relationship(kind, who, key, {**role, "implied": False, "word": None, **_place(name)}))
        for entry in item["platforms"]:
            what = platform(entry["name"], entry["accept"])
            links.append(
                Relationship(entry["role"].upper(), key, what, {"verb": entry["verb"], **_place(entry["mention"])})
            )
        for entry in item["data_domains"]:
            what = scoped_id("DataDomain", place, entry["name"])
            node(what, "DataDomain", name=entry["name"], aliases=tuple(entry["accept"]), jurisdiction=place)
            links.append(
                Relationship(entry["role"].upper(), key, what, {"verb": entry["verb"], **_place(entry["mention"])})
            )
        for ordinal, entry in enumerate(item["targets"], 1):
            goal = {k: entry[k] for k in ("text", "metric", "operator", "unit", "due_on")}
            subject = platform(entry["subject"], []) if entry["subject"] else None
            value = None if entry["value"] is None else float(entry["value"])
            what = node(target_id(key, ordinal), "Target", **goal, value=value, subject=subject)
            place_of = {k: v for k, v in _place(entry["text"]).items() if k != "mention"}
            links.append(Relationship("HAS_TARGET", key, what, place_of))
    names = {n.get("name"): n for n in nodes.values() if n.label in ("Platform", "DataDomain")}
    for pair in plan["dependencies"]:
        ends = task_id(document, pair["source"]), task_id(document, pair["target"])
        for via in pair["via"]:
            kind = "platform" if names[via].label == "Platform" else "data"
            links.append(Relationship("DEPENDS_ON", *ends, {"kind": kind, "via": names[via].id, "evidence": via}))
    return Graph(tuple(nodes.values()), tuple(links)).validate()


def _place(mention: str) -> dict[str, Any]:
    return {"mention": mention, "evidence": mention, "char_start": 0, "char_end": len(mention)}


def waiting_plan(year: int = 2024) -> Graph:
    """A made-up plan with what a good plan lacks: a circle, tasks without a lead, a lead that is nobody by name.

    1 → 2 → 3 → 1 is a circle; 4 waits for 1; 5.2 waits for 4 and for 5.1. The year 2025 drops 6, adds 7 and gives
    4 to 市乙局.
    """
    tasks = [
        task("1", "建甲平臺", "市甲局", platforms=[thing("甲平臺", "delivers"), thing("丙平臺", "uses")]),
        task("2", "建乙平臺", "市乙局", platforms=[thing("乙平臺", "delivers"), thing("甲平臺", "uses")]),
        task("3", "建丙平臺", "市丙局", platforms=[thing("丙平臺", "delivers"), thing("乙平臺", "uses")]),
        task("4", "匯聚丁數據", "市甲局 市乙局" if year == 2024 else "市乙局", "市有關單位", due_on=f"{year}-06-30",
             due_text="6月底前", platforms=[thing("甲平臺", "uses")], data_domains=[thing("丁", "produces")]),
        task("5", "分析應用"),
        task("5.1", "分析戊數據", data_domains=[thing("戊", "consumes"), thing("己", "produces")]),
        task("5.2", "分析丁數據", "各縣(區)政府", data_domains=[thing("丁", "consumes"), thing("己", "consumes")]),
        task("6" if year == 2024 else "7", "試點工作" if year == 2024 else "全面推廣", "市丙局"),
    ]  # fmt: skip
    pairs = [("1", "3", "丙平臺"), ("2", "1", "甲平臺"), ("3", "2", "乙平臺"), ("4", "1", "甲平臺"), ("5.2", "4", "丁"), ("5.2", "5.1", "己")]  # fmt: skip
    # 1 uses what 3 delivers, 2 what 1 delivers, 3 what 2 delivers: the circle
    return plan_graph(
        {
            "document": {
                "title": f"白石市{year}年工作計劃", "doc_number": f"白府〔{year}〕7號", "issuer": "白石市人民政府",
                "issued_on": f"{year}-01-05", "year": year, "jurisdiction": "白石市",
            },
            "sections": [{"number": "一", "title": "全部工作"}],
            "tasks": tasks,
            "dependencies": [{"source": a, "target": b, "via": [v]} for a, b, v in pairs],
        }
    )  # fmt: skip
