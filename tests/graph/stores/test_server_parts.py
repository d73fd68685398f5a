"""What the server's store does before any server is asked: schema, form, guard of words, messages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from neo4j import exceptions

from graph import errors
from graph.errors import CypherSyntax, RefusedCypher
from graph.model import Graph
from graph.ontology import ontology
from graph.stores.analyst import bare
from graph.stores.digest import graph_digest
from graph.stores.neo4j import neo4j_schema
from graph.stores.server.errors import translate
from graph.stores.server.form import Form, spelling_text
from graph.stores.server.groups import groups, prepared_groups
from graph.stores.server.guard import operators, refuse
from graph.stores.server.schema import search_text
from graph.stores.spelling import SHARED_LABELS
from tests.graphs import small_graph, two_plans

ROOT = Path(__file__).resolve().parents[3]


def test_the_schema_file_is_the_ontologys() -> None:
    text = (ROOT / "cypher" / "schema" / "neo4j.cypher").read_text(encoding="utf-8")
    assert text == neo4j_schema()
    for label in ontology().nodes:
        assert f"FOR (n:{label}) REQUIRE n.id IS UNIQUE" in text


def test_a_form_gives_back_what_the_server_forgets() -> None:
    graph = small_graph()
    form = Form.from_json(Form.of(graph).to_json())
    own, spellings = [], {}
    for place, node in reversed(list(enumerate(graph.nodes))):
        held = {k: v for k, v in node.properties.items() if v is not None}
        if node.label in SHARED_LABELS:
            spellings[node.id] = ["{}", spelling_text(node.properties)]
        else:
            own.append((node.label, {**held, "id": node.id, "zhize_ordinal": place}))
    links = [
        (r.type, r.start, r.end, {**{k: v for k, v in r.properties.items() if v is not None}, "zhize_ordinal": i})
        for i, r in enumerate(graph.relationships)
    ]
    assert form.rebuild(own, links[::-1], spellings) == graph
    assert form.rebuild(own[1:], links, spellings) is None
    assert form.rebuild(own, links[1:], spellings) is None
    assert form.rebuild(own, [*links, links[0]], spellings) is None
    assert form.rebuild(own, links, {}) is None


def test_the_digest_leaves_out_only_the_time_of_loading() -> None:
    graph = small_graph()
    loaded = Graph.from_dict(json.loads(json.dumps(graph.to_dict())))
    assert graph_digest(loaded) == graph_digest(graph)
    stamped = graph.to_dict()
    stamped["nodes"][0]["loaded_on"] = "2024-01-01T00:00:00+00:00"
    assert graph_digest(Graph.from_dict(stamped)) == graph_digest(graph)
    assert graph_digest(Graph(graph.nodes, graph.relationships[::-1])) != graph_digest(graph)


def test_groups_hold_no_document_twice() -> None:
    first, second = two_plans()
    found = [[graph.document.id for graph in group] for group in groups([first, second, first])]
    assert found == [[first.document.id, second.document.id], [first.document.id]]


def test_a_bad_graph_stops_only_what_comes_after() -> None:
    good, other = two_plans()
    broken = small_graph("青府辦〔2024〕3號")
    twice = Graph((*broken.nodes, broken.nodes[-1]), ())
    headless = Graph(broken.nodes[1:], ())
    for bad in (twice, headless):
        found = prepared_groups([good, other, good, bad, other])
        assert [one.id for one in next(found)] == [good.document.id, other.document.id]
        assert [one.id for one in next(found)] == [good.document.id]
        with pytest.raises(errors.InvalidGraph):
            next(found)


def test_a_source_that_fails_loses_nothing_that_it_gave() -> None:
    def source() -> Iterator[Graph]:
        yield from two_plans()
        raise OSError("the disk is gone")

    found = prepared_groups(source())
    assert len(next(found)) == 2
    with pytest.raises(OSError, match="the disk is gone"):
        next(found)
    assert list(prepared_groups([])) == []


def test_search_keys_are_lines() -> None:
    platform = small_graph().labelled("Platform")[0]
    assert search_text(platform) == "\n市级数据中台\n市级数据中台平台\n"


@pytest.mark.parametrize(
    "text",
    ["MATCH (t:Task) RETURN t.title", "return 1", "MATCH (n) WHERE n.title = 'DROP; //' RETURN n.title AS `SET`"],
)
def test_questions_pass_the_words(text: str) -> None:
    assert refuse(f"  {text} ; ") == f"  {text}"


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("MATCH (n)\nDETACH DELETE n", "line 2, column 1"),
        ("MATCH (n) RETURN n.id; RETURN 1", "line 1, column 22"),
        ("MATCH (n) RETURN n.id // x", "line 1, column 23"),
        ("RETURN '\\u0027'", "line 1, column 9"),
    ],
)
def test_refusals_say_where(text: str, where: str) -> None:
    with pytest.raises(RefusedCypher) as error:
        refuse(text)
    assert error.value.where == where


def test_names_of_the_stores_own_are_unknown() -> None:
    for text in ("MATCH (n:Zhize) RETURN n.id", "MATCH (n) RETURN n.`zhize_form`", "MATCH (n) RETURN n.zhize_digest"):
        with pytest.raises(CypherSyntax, match="unknown name"):
            refuse(text)


def test_bare_keeps_every_character_in_its_place() -> None:
    text = "RETURN 'a\\'b' AS `x y`, \"c\" AS d"
    assert len(bare(text)) == len(text)
    assert "a" not in bare(text).replace("AS", "")


def test_every_operator_of_a_plan_is_seen() -> None:
    plan = {"operatorType": "ProduceResults@neo4j", "children": [{"operatorType": "LoadCSV@neo4j", "children": []}]}
    assert list(operators(plan)) == ["ProduceResults", "LoadCSV"]


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (exceptions.ServiceUnavailable("gone"), errors.ServerUnavailable),
        (exceptions.SessionExpired("gone"), errors.ServerUnavailable),
        (exceptions.AuthError("no"), errors.WrongPassword),
        (exceptions.Forbidden("no"), errors.StoreNotWritable),
        (exceptions.UnsupportedServerProduct("x"), errors.WrongServer),
        (ConnectionRefusedError(111, "refused"), errors.ServerUnavailable),
        (exceptions.DatabaseError("x"), errors.StoreError),
    ],
)
def test_the_drivers_errors_become_the_projects(raised: Exception, expected: type[Exception]) -> None:
    found = translate(raised, "bolt://host:7687")
    assert type(found) is expected
    assert found.where == "bolt://host:7687"
    assert "\n" not in found.line()
