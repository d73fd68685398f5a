"""What every store knows of dependencies across documents: the same rows, whatever was loaded in which order."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from graph.dependencies import MOST
from graph.model import Graph, Node, Relationship
from graph.stores.base import Store
from tests.graph.stores.asked import DEPENDS, asked_dependencies, dependencies, without
from tests.graphs import two_plans

ROLES = {"USES": ("DELIVERS", "platform"), "CONSUMES": ("PRODUCES", "data")}


def sharing(name: str, place: str, *, needs: int = 0, gives: int = 0, via: str = "P") -> Graph:
    """A plan of `needs` tasks that need the platform (P) or data (D) `via` and `gives` tasks that deliver or produce it."""
    document = f"doc:{name}"
    need, gift = ("USES", "DELIVERS") if via[0] == "P" else ("CONSUMES", "PRODUCES")
    label = "Platform" if via[0] == "P" else "DataDomain"
    text = f"{name}依託{via}。"
    head = {"title": name, "jurisdiction": place, "text": text, "sha256": name, "issues": "[]"}
    nodes = [Node(document, "Document", head), Node(via, label, {"name": via})]
    links = []
    for number in range(1, needs + gives + 1):
        task = f"{document}#{number}"
        kind = need if number <= needs else gift
        held = {"title": f"{name}{number}", "number": str(number), "text": text, "position": number, "depth": 1}
        held |= {"printed_label": None, "implicit": False, "char_start": 0, "char_end": len(text)}
        nodes.append(Node(task, "Task", held))
        links.append(Relationship("HAS_TASK", document, task, {"position": number}))
        mention = {"mention": via, "evidence": text, "char_start": 0, "char_end": 1}
        links.append(Relationship(kind, task, via, {"verb": "依託", "rule": "mention", **mention}))
    return Graph(tuple(nodes), tuple(links)).validate()


def crossing(store: Store) -> list[tuple[str, str]]:
    """Start and end of each dependency that Cypher finds, without the words before the first sign of the name."""
    return sorted((a.removeprefix("doc:"), b.removeprefix("doc:")) for a, b, *_ in store.query(DEPENDS).rows)


def two_cities_and_a_province() -> list[Graph]:
    """甲 and 乙 of 河源市, 丙 of another city of the province, 省 of 廣東省: needs and gifts of one platform."""
    return [
        sharing("甲", "河源市", needs=1),
        sharing("乙", "河源市", needs=1, gives=1),
        sharing("丙", "韶關市", needs=1, gives=1),
        sharing("省", "廣東省", needs=1, gives=1),
    ]


ACROSS = [
    ("丙#1", "省#2"),  # the province is above every city; a city is not above the province, nor beside another
    ("乙#1", "省#2"),
    ("甲#1", "乙#2"),  # the same place
    ("甲#1", "省#2"),
]


class AcrossContract:
    """Dependencies that belong to no document."""

    def test_only_to_the_same_place_or_one_above(self, store: Store) -> None:
        store.replace(two_cities_and_a_province())
        assert crossing(store) == sorted(ACROSS)
        row = next(r for r in store.query(DEPENDS).rows if r[0] == "doc:甲#1" and r[1] == "doc:乙#2")
        assert row[2:] == ("platform", "P", "甲依託P。")
        assert store.verify() == []

    @pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
    def test_the_order_of_loading_never_shows(self, store: Store, order: tuple[int, ...]) -> None:
        plans = two_cities_and_a_province()
        for place in order:
            store.replace([plans[place]])
        assert crossing(store) == sorted(ACROSS)
        assert store.verify() == []

    def test_each_document_comes_back_without_them_and_everything_with_them(self, store: Store) -> None:
        plans = two_cities_and_a_province()
        store.replace(plans)
        for plan in plans:
            assert store.graph(plan.document.id) == plan
        whole = store.graph()
        assert dependencies(whole) == asked_dependencies(store)
        assert len(dependencies(whole)) == len(ACROSS)

    def test_data_as_well_as_platforms(self, store: Store) -> None:
        store.replace([sharing("甲", "河源市", needs=1, via="D"), sharing("乙", "河源市", gives=2, via="D")])
        assert [r[2:4] for r in store.query(DEPENDS).rows] == [("data", "D")] * 2

    def test_of_no_known_place_none(self, store: Store) -> None:
        def nowhere(plan: Graph) -> Graph:
            head = {**plan.document.properties, "jurisdiction": None}
            return Graph((Node(plan.document.id, "Document", head), *plan.nodes[1:]), plan.relationships)

        store.replace([nowhere(sharing("甲", "河源市", needs=1)), nowhere(sharing("乙", "河源市", gives=1))])
        assert crossing(store) == []

    def test_a_replaced_document_takes_its_own_and_leaves_the_others(self, store: Store) -> None:
        plans = two_cities_and_a_province()
        store.replace(plans)
        # 乙 no longer delivers: 甲 waits for the province alone
        store.replace([sharing("乙", "河源市", needs=1)])
        left = sorted(pair for pair in ACROSS if pair != ("甲#1", "乙#2"))
        assert crossing(store) == left
        # the province no longer governs them
        store.replace([sharing("省", "浙江省", needs=1, gives=1)])
        assert crossing(store) == []
        store.replace(plans)
        store.remove("doc:省")
        assert crossing(store) == [("甲#1", "乙#2")]
        assert store.verify() == []

    def test_neighbours_hold_and_count_them(self, store: Store) -> None:
        store.replace(two_cities_and_a_province())
        hood = store.neighbours("doc:甲#1", ["DEPENDS_ON"])
        assert hood.counts == {("DEPENDS_ON", "out"): 2}
        assert sorted(r.end for r in hood.relationships) == ["doc:乙#2", "doc:省#2"]
        assert {node.id for node in hood.nodes} == {"doc:乙#2", "doc:省#2"}
        assert {r.get("evidence") for r in hood.relationships} == {"甲依託P。"}
        back = store.neighbours("doc:省#2", limit=2)
        assert back.counts["DEPENDS_ON", "in"] == 3
        assert len([r for r in back.relationships if r.type == "DEPENDS_ON"]) == 2
        assert store.neighbours("doc:省#2", ["DELIVERS"]).counts == {("DELIVERS", "out"): 1}

    def test_a_hub_has_none_and_gets_them_back(self, store: Store) -> None:
        """8 tasks that need by 8 that give are `MOST`; one more is too many, and one less brings all of them back."""
        assert MOST == 8 * 8
        store.replace([sharing("甲", "河源市", needs=8), sharing("乙", "河源市", gives=8)])
        assert len(crossing(store)) == MOST
        store.replace([sharing("丙", "河源市", needs=1)])
        assert crossing(store) == []
        assert store.neighbours("doc:甲#1").counts == {("USES", "out"): 1, ("HAS_TASK", "in"): 1}
        store.remove("doc:丙")
        assert len(crossing(store)) == MOST
        assert store.verify() == []

    def test_within_a_document_they_stay_as_they_were_stored(self, store: Store) -> None:
        first, second = two_plans()
        store.replace([first, second])
        # through the platform and through the data, from task 2 of each plan to task 1 of the other
        beyond = [
            (a.of_type("DEPENDS_ON")[0].start, b.of_type("DEPENDS_ON")[0].end, kind)
            for a, b in ((first, second), (second, first))
            for kind in ("platform", "data")
        ]
        found = asked_dependencies(store)
        assert sorted(row[:3] for row in found if row not in dependencies(first, second)) == sorted(beyond)
        assert len(found) == len(dependencies(first, second)) + 4
        less = without(first, "市級數據中臺")
        cut = dataclasses.replace(less, relationships=tuple(r for r in less.relationships if r.type != "DEPENDS_ON"))
        store.replace([cut])
        assert sorted(row[:3] for row in asked_dependencies(store) if row not in dependencies(second)) == sorted(
            row for row in beyond if row[2] == "data"
        )


def expected_across(held: dict[str, Graph]) -> list[tuple[Any, ...]]:
    """Every dependency across the documents, pair by pair: slow, and by none of the stores' ways."""
    from graph.dependencies import reaches

    found = []
    links = [(key, graph.document.get("jurisdiction"), r) for key, graph in held.items() for r in graph.relationships]
    for document, place, r in links:
        if r.type not in ROLES:
            continue
        gift, kind = ROLES[r.type]
        gifts = [(d, p, g) for d, p, g in links if g.type == gift and g.end == r.end]
        needs = [n for _, _, n in links if n.type == r.type and n.end == r.end]
        if len(gifts) * len(needs) <= MOST:
            for other, giver, g in gifts:
                if other != document and reaches(place, giver):
                    found.append((r.start, g.start, kind, r.end, r.get("evidence")))
    return found
