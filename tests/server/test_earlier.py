"""A database that an earlier version wrote: `earlier/server-1.json.gz` holds its nodes and relationships as they were."""

from __future__ import annotations

import gzip
import json

import neo4j

from graph.stores.neo4j import Neo4jStore
from graph.stores.past import text_at
from tests.graph.stores.test_earlier import EARLIER
from tests.graphs import said, small_graph, two_plans
from tests.server.running import Server


def fill(driver: neo4j.Driver) -> None:
    held = json.loads(gzip.decompress((EARLIER / "server-1.json.gz").read_bytes()))
    for place, (labels, properties) in enumerate(held["nodes"]):
        driver.execute_query(f"CREATE (n:{':'.join(labels)}) SET n = $p, n.place = $i", p=properties, i=place)  # type: ignore[arg-type]
    for kind, start, end, properties in held["relationships"]:
        text = f"MATCH (a {{place: $a}}) MATCH (b {{place: $b}}) CREATE (a)-[r:{kind}]->(b) SET r = $p"
        driver.execute_query(text, a=start, b=end, p=properties)  # type: ignore[arg-type]
    driver.execute_query("MATCH (n) REMOVE n.place")


def test_a_database_of_version_1(server: Server, empty: neo4j.Driver) -> None:
    fill(empty)
    first, second = two_plans()
    with Neo4jStore(server.url) as store:
        assert store.verify() == []
        assert [store.graph(plan.document.id) for plan in (first, second)] == [first, second]
        assert store.log() == []
        [edition] = store.history(first.document.id)
        assert (edition.loaded_on, edition.ended_on, edition.loaded_by) == ("2021-02-01T01:00:00+00:00", None, None)
        store.replace([said(small_graph(), "後來的說法。" + "字" * 40)], who="張三")
        assert text_at(store, first.document.id, "2021-05-31")[1] == first.document.get("text")
        store.remove(second.document.id, who="張三")
        assert [(e.action, e.who) for e in store.log()] == [("replaced", "張三"), ("removed", "張三")]
        assert store.verify() == []
