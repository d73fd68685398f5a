from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from explorer.picture import (
    AROUND_CENTRE,
    MOST,
    SLACK,
    Picture,
    View,
    draw,
    group_id,
    group_parts,
    members,
    path_between,
)
from explorer.picture_page import page
from explorer.picture_palette import TYPES
from explorer.picture_payload import legend, payload, without
from explorer.picture_source import ScopeSource, StoreSource, line_id, line_of
from explorer.scope import Scope
from graph.ontology import ontology
from graph.stores import open_store
from tests.explorer.pictures import hub_graph, sample
from tests.graphs import small_graph


def named(reference: str) -> str:
    node = sample().resolve(reference)
    assert node is not None, reference
    return node.id


def hub(tasks: int = 400) -> tuple[ScopeSource, str]:
    source = ScopeSource(Scope(hub_graph(tasks)))
    leader = source.resolve("department:市數據局")
    assert leader is not None
    return source, leader.id


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[StoreSource]:
    with open_store(f"ladybug:{tmp_path / 'store'}") as store:
        store.replace([hub_graph(60), sample().scope.graph])
        yield StoreSource(store)


@pytest.mark.parametrize(
    "centre", ["", "department:市公安局", "platform:一網統管", "task:11.3", "task:12", "data:教育"]
)
def test_the_lines_are_the_relationships_between_what_is_shown(centre: str) -> None:
    source = sample()
    picture = draw(source, View(named(centre) if centre else ""))
    shown = {entry.node.id: entry.node.label for entry in picture.nodes}
    real = [r for r in source.scope.graph.relationships if r.type in TYPES and r.start in shown and r.end in shown]
    assert sorted((k.type, k.start, k.end) for k in picture.lines) == sorted((r.type, r.start, r.end) for r in real)
    for line in picture.lines:
        rule = ontology().relationships[line.type]
        assert shown[line.start] in rule.starts
        assert shown[line.end] in rule.ends


def test_a_department_is_shown_with_its_tasks_and_what_they_need() -> None:
    source = sample()
    picture = draw(source, View(named("department:市公安局")))
    led = [source.path(entry.node) for entry in picture.nodes if entry.node.label == "Task"]
    assert {"(九)", "(十)", "(十三)2", "(二十四)第2段"} <= set(led)
    assert {"Platform", "Department"} <= {entry.node.label for entry in picture.nodes}


def test_what_is_next_to_a_node_and_not_shown_is_counted_on_it() -> None:
    source = sample()
    picture = draw(source, View(named("department:市公安局")))
    drawn: Counter[str] = Counter()
    for line in picture.lines:
        drawn.update((line.start, line.end))
    hidden = 0
    for entry in picture.nodes:
        whole = sum(link.relationship.type in TYPES for link in source.scope.links(entry.node))
        assert entry.more == whole - drawn[entry.node.id]
        hidden += entry.more
    assert hidden > 0


def test_what_is_opened_shows_all_its_neighbours() -> None:
    source = sample()
    centre = named("department:市公安局")
    first = draw(source, View(centre))
    some = next(entry for entry in first.nodes if entry.more and entry.node.label == "Task")
    opened = draw(source, View(centre, opened=(some.node.id,)))
    assert set(first.ids) < set(opened.ids)
    assert next(entry.more for entry in opened.nodes if entry.node.id == some.node.id) == 0


def test_what_is_hidden_is_gone_with_its_lines() -> None:
    source, centre = sample(), named("department:市公安局")
    task = named("task:9")
    picture = draw(source, View(centre, hidden=(task,)))
    assert task not in picture.ids
    assert not any(task in (line.start, line.end) for line in picture.lines)


def test_a_large_relation_is_a_group_that_tells_how_many() -> None:
    source, leader = hub()
    picture = draw(source, View(leader))
    (group,) = picture.groups
    singly = sum(line.type == "LEADS" and line.relationship is not None for line in picture.lines)
    assert (group.type, group.outward, group.of, group.kind) == ("LEADS", True, leader, "Task")
    assert singly == AROUND_CENTRE
    assert group.rest == 400 - singly
    assert next(entry.more for entry in picture.nodes if entry.node.id == leader) == 0


def test_a_relation_just_over_the_measure_is_shown_whole() -> None:
    source, leader = hub(AROUND_CENTRE + SLACK)
    assert draw(source, View(leader)).groups == ()


def test_adding_a_member_takes_it_out_of_the_group() -> None:
    source, leader = hub()
    last = next(node for node in source.scope.graph.nodes if node.get("number") == "400")
    before, after = draw(source, View(leader)), draw(source, View(leader, added=(last.id,)))
    assert last.id in after.ids
    assert after.groups[0].rest == before.groups[0].rest - 1


def test_a_group_can_be_hidden() -> None:
    source, leader = hub()
    picture = draw(source, View(leader, hidden=(group_id(leader, "LEADS", True),)))
    assert picture.groups == ()


def test_no_picture_holds_more_than_a_canvas_can() -> None:
    source, _ = hub(900)
    picture = draw(source, View())
    assert len(picture.ids) == MOST
    assert picture.beyond == 902 - MOST


def test_the_members_of_a_group_are_found_by_number_or_name_in_either_script() -> None:
    source, leader = hub()
    group = group_id(leader, "LEADS", True)
    total, rows = members(source, group, "", limit=50)
    assert (total, len(rows)) == (400, 50)
    assert [row.path for row in rows[:3]] == ["1", "2", "3"]
    for typed in ("第399項", "第399项"):
        total, rows = members(source, group, typed)
        assert (total, [row.other.get("number") for row in rows]) == (1, ["399"])
        assert (rows[0].relationship.type, rows[0].relationship.start) == ("LEADS", leader)


@pytest.mark.parametrize("name", ["", "~", "~LEADS~out", "~DROP~out~x", "LEADS~out~x~y", "~LEADS~sideways~x"])
def test_a_made_up_group_has_no_members(name: str) -> None:
    assert group_parts(name) is None
    assert members(sample(), name, "") == (0, [])


def test_a_path_is_a_shortest_one() -> None:
    source = sample()
    start, end = named("department:市公安局"), named("platform:粵省事")
    found = path_between(source, start, end)
    assert found is not None
    assert (found[0], found[-1]) == (start, end)
    for one, other in pairwise(found):
        assert other in {link.other.id for link in source.scope.links(one)}
    assert len(found) == _distance(source, start, end) + 1
    assert not any(source.scope.collective(source.scope.nodes[key]) for key in found)
    assert path_between(source, start, start) == [start]


def _distance(source: ScopeSource, start: str, end: str) -> int:
    import networkx

    net = networkx.Graph((r.start, r.end) for r in source.scope.graph.relationships if r.type in TYPES)
    net.remove_nodes_from([node.id for node in source.scope.departments if source.scope.collective(node)])
    return int(networkx.shortest_path_length(net, start, end))


def test_a_collective_is_passed_through_when_nothing_else_leads_there() -> None:
    source = ScopeSource(Scope(small_graph()))
    start, through = source.resolve("department:市有關單位"), source.resolve("department:市數據局")
    assert start is not None
    assert through is not None
    assert path_between(source, start.id, through.id) is not None


def test_without_a_path_there_is_none() -> None:
    source = ScopeSource(Scope(small_graph()))
    alone = next(node for node in source.scope.graph.nodes if node.get("name") == "市司法局")
    other = next(node for node in source.scope.graph.nodes if node.get("name") == "市公安局")
    assert path_between(source, alone.id, other.id) is None


@pytest.mark.parametrize("centre", ["department:市公安局", "platform:一網統管", "task:11.3"])
def test_a_store_gives_the_same_picture_as_memory(stored: StoreSource, centre: str) -> None:
    node = stored.resolve(centre)
    assert node is not None
    assert node.id == named(centre)
    mine, theirs = draw(sample(), View(node.id)), draw(stored, View(node.id))
    assert set(theirs.ids) == set(mine.ids)
    assert {line.id for line in theirs.lines} == {line.id for line in mine.lines}
    assert {(e.node.id, e.path, e.more) for e in theirs.nodes} == {(e.node.id, e.path, e.more) for e in mine.nodes}


def test_a_store_names_what_it_finds_again(stored: StoreSource) -> None:
    for reference in ("department:市數據局", "task:24.2", "platform:粵省事"):
        node = stored.resolve(reference)
        assert node is not None
        again = stored.resolve(stored.reference(node))
        assert again is not None
        assert again.id == node.id
    assert stored.resolve("department:市無此局") is None
    assert stored.resolve("nonsense") is None


def test_a_line_is_found_by_its_name_only() -> None:
    source = sample()
    some = source.scope.graph.of_type("LEADS")[0]
    assert line_of(source, line_id(some)) == some
    for wrong in ("", "LEADS", "LEADS\tx\ty\t", line_id(some).replace("LEADS", "SUPPORTS")):
        assert line_of(source, wrong) is None


def _data(picture: Picture, centre: str) -> dict[str, object]:
    from explorer.layout import arrange

    return payload(picture, arrange(picture, "columns", centre=centre), str, str, centre=centre)


def test_pyvis_holds_every_node_and_line_with_its_direction() -> None:
    from explorer.layout import arrange
    from explorer.picture_payload import network

    centre = named("department:市公安局")
    picture = draw(sample(), View(centre))
    net = network(picture, arrange(picture, "force", centre=centre), str, str, centre)
    assert net.directed
    assert [node["id"] for node in net.nodes] == picture.ids
    assert [(e["from"], e["to"], e["kind"]) for e in net.edges] == [(k.start, k.end, k.type) for k in picture.lines]
    assert net.options["physics"] == {"enabled": False}


def test_the_legend_counts_what_is_there_and_what_is_switched_off_leaves() -> None:
    picture = draw(sample(), View(named("department:市公安局")))
    found = legend(picture, str, {"Platform", "LEADS"})
    assert sum(entry["count"] for entry in found["kinds"]) == len(picture.nodes)
    assert sum(entry["count"] for entry in found["lines"]) == len(picture.lines)
    assert {entry["key"] for entry in found["kinds"] + found["lines"] if entry["off"]} == {"Platform", "LEADS"}
    rest = without(picture, {"Platform", "LEADS"})
    assert "Platform" not in {entry.node.label for entry in rest.nodes}
    assert not {"LEADS", "DELIVERS", "USES"} & {line.type for line in rest.lines}
    assert {"SUPPORTS"} <= {line.type for line in rest.lines}


def test_a_page_that_stands_alone_asks_no_host_and_takes_no_markup() -> None:
    centre = named("department:市公安局")
    data = _data(draw(sample(), View(centre)), centre)
    hostile = "</script><img src=http://x.example/y onerror=alert(1)>"
    text = page({**data, "title": hostile, "about": [hostile], "words": {"list": hostile}}, "zh-Hant")
    assert "<img src" not in text
    assert not re.search(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=", text)
    assert "default-src 'none'" in text
    assert text.count("</script>") == 3
