"""Small graphs that several tests share: made-up plans with every label and relationship type."""

from __future__ import annotations

import hashlib

from graph.identity import document_id, scoped_id, section_id, target_id, task_id
from graph.model import Graph, Node, Relationship

PLACE = "青嶺市"


def small_graph(
    doc_number: str = "青府辦〔2024〕1號",
    title: str = "青嶺市數字政府2024年工作要點",
    place: str = PLACE,
    tasks: int = 4,
    year: int = 2024,
) -> Graph:
    """One made-up plan: `tasks` leaf tasks in two chapters and a parent with two subtasks."""
    text_parts: list[str] = [f"{title}\n"]
    nodes: list[Node] = []
    links: list[Relationship] = []
    document = document_id(place, doc_number, title, f"{year}-03-01", "0" * 64)

    def write(text: str) -> tuple[int, int]:
        begin = sum(map(len, text_parts))
        text_parts.append(text)
        return begin, begin + len(text)

    shared: dict[str, Node] = {}

    def department(name: str, kind: str = "government") -> str:
        key = scoped_id("Department", place, place + name[1:])
        shared.setdefault(
            key,
            Node(
                key,
                "Department",
                {"name": name, "canonical": place + name[1:], "kind": kind, "jurisdiction": place, "tier": "city"},
            ),
        )
        return key

    def platform(name: str, owner: str, tier: str) -> str:
        key = scoped_id("Platform", owner, name)
        shared.setdefault(
            key, Node(key, "Platform", {"name": name, "aliases": (name + "平臺",), "tier": tier, "jurisdiction": owner})
        )
        return key

    def domain(name: str) -> str:
        key = scoped_id("DataDomain", place, name)
        shared.setdefault(key, Node(key, "DataDomain", {"name": name, "aliases": (), "jurisdiction": place}))
        return key

    sections = []
    for position, (number, heading) in enumerate((("一", "夯實基礎"), ("二", "惠民應用")), 1):
        key = section_id(document, position)
        sections.append(key)
        nodes.append(
            Node(
                key,
                "Section",
                {"number": number, "title": heading, "position": position, "char_start": 0, "char_end": 0},
            )
        )
        links.append(Relationship("HAS_SECTION", document, key, {"position": position}))

    position = 0

    def task(
        number: str,
        heading: str,
        sentence: str,
        leads: list[str],
        supports: list[str],
        *,
        parent: str | None = None,
        implicit: bool = False,
        due: str | None = None,
    ) -> tuple[str, int]:
        nonlocal position
        position += 1
        clause = f"({'、'.join(leads)}牽頭{(',' + '、'.join(supports) + '配合') if supports else ''})" if leads else ""
        begin, stop = write(f"{heading}。{sentence}{clause}\n")
        key = task_id(document, number)
        nodes.append(
            Node(
                key,
                "Task",
                {
                    "number": number,
                    "printed_label": None if implicit else f"({number})",
                    "title": heading,
                    "text": f"{heading}。{sentence}{clause}",
                    "position": position,
                    "depth": 2 if parent else 1,
                    "char_start": begin,
                    "char_end": stop - 1,
                    "implicit": implicit,
                    "due_on": due,
                    "due_text": f"{due[:4]}年底前" if due else None,
                },
            )
        )
        if parent:
            links.append(Relationship("HAS_SUBTASK", task_id(document, parent), key, {"position": position}))
        else:
            links.append(Relationship("HAS_TASK", sections[0 if position <= 2 else 1], key, {"position": position}))
        clause_at = begin + len(heading) + 1 + len(sentence)
        for kind, names, word in (("LEADS", leads, "牽頭"), ("SUPPORTS", supports, "配合")):
            for rank, name in enumerate(names, 1):
                at = clause_at + clause.index(name)
                collective = "有關" in name
                links.append(
                    Relationship(
                        kind,
                        department(name, "collective" if collective else "government"),
                        key,
                        {
                            "rank": rank,
                            "joint": kind == "LEADS" and len(leads) > 1,
                            "collective": collective,
                            "implied": False,
                            "mention": name,
                            "word": word,
                            "evidence": clause,
                            "char_start": at,
                            "char_end": at + len(name),
                            "rule": "clause",
                        },
                    )
                )
        return key, begin

    def link(
        kind: str, at_task: tuple[str, int], node: str, mention: str, verb: str, heading: str, sentence: str
    ) -> None:
        at = at_task[1] + len(heading) + 1 + sentence.index(mention)
        links.append(
            Relationship(
                kind,
                at_task[0],
                node,
                {
                    "verb": verb,
                    "mention": mention,
                    "evidence": sentence,
                    "char_start": at,
                    "char_end": at + len(mention),
                    "rule": "mention",
                },
            )
        )

    first = "升級市級數據中臺,匯聚法人數據,接入率不低於80%。"
    one = task("1", "建好數據底座", first, ["市數據局"], ["市有關單位"], due=f"{year}-12-31")
    hub = platform("市級數據中臺", place, "city")
    link("DELIVERS", one, hub, "市級數據中臺", "升級", "建好數據底座", first)
    link("PRODUCES", one, domain("法人"), "法人數據", "匯聚", "建好數據底座", first)
    goal = target_id(one[0], 1)
    nodes.append(
        Node(
            goal,
            "Target",
            {
                "text": "接入率不低於80%",
                "metric": "接入率",
                "operator": ">=",
                "value": 80.0,
                "unit": "%",
                "due_on": None,
                "subject": hub,
            },
        )
    )
    goal_at = one[1] + len("建好數據底座") + 1 + first.index("接入率")
    links.append(
        Relationship(
            "HAS_TARGET",
            one[0],
            goal,
            {"evidence": first, "char_start": goal_at, "char_end": goal_at + 9, "rule": "target"},
        )
    )

    second = "依託市級數據中臺和嶺南通辦,分析法人數據。"
    two = task("2", "推進一件事", second, ["市政務局", "市公安局"], [])
    link("USES", two, hub, "市級數據中臺", "依託", "推進一件事", second)
    link("USES", two, platform("嶺南通辦", "嶺南省", "province"), "嶺南通辦", "依託", "推進一件事", second)
    link("CONSUMES", two, domain("法人"), "法人數據", "分析", "推進一件事", second)
    links.append(Relationship("DEPENDS_ON", two[0], one[0], {"kind": "platform", "via": hub, "evidence": second}))
    links.append(
        Relationship("DEPENDS_ON", two[0], one[0], {"kind": "data", "via": domain("法人"), "evidence": second})
    )

    task("3", "便民服務", "統籌做好便民服務。", [], [])
    task("3.1", "優化熱線", "優化熱線服務。", ["市公安局"], ["市政務局"], parent="3")
    task("3.2", "加強培訓", "加強培訓。", ["市數據局"], [], parent="3", implicit=True)
    for number in range(4, tasks + 1):
        task(str(number), f"完善第{number}項制度", "完善制度。", ["市司法局"], [])
    official = scoped_id("Official", place, "陳青")
    nodes.append(Node(official, "Official", {"name": "陳青", "jurisdiction": place}))
    links.append(
        Relationship(
            "OVERSEES",
            official,
            one[0],
            {
                "mention": "陳青",
                "word": "分管領導",
                "evidence": "陳青",
                "char_start": 0,
                "char_end": 2,
                "rule": "table",
            },
        )
    )

    text = "".join(text_parts)
    head = Node(
        document,
        "Document",
        {
            "title": title,
            "doc_number": doc_number,
            "issuer": place + "人民政府辦公室",
            "issued_on": f"{year}-03-01",
            "year": year,
            "jurisdiction": place,
            "sha256": "0" * 64,
            "source": "plan.txt",
            "text": text,
            "issues": "[]",
        },
    )
    return Graph((head, *nodes, *shared.values()), tuple(links)).validate()


def two_plans() -> list[Graph]:
    """Two plans of one city that share departments and platforms."""
    return [small_graph(), small_graph("青府辦〔2025〕2號", "青嶺市數字政府2025年工作要點", tasks=6, year=2025)]


def said(graph: Graph, text: str) -> Graph:
    """The graph with another text (and that text's digest)."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    head = {**graph.document.properties, "text": text, "sha256": sha256}
    nodes = tuple(n._replace(properties=head) if n.label == "Document" else n for n in graph.nodes)
    return Graph(nodes, graph.relationships)
