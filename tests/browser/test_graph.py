"""The picture: what it draws, read from the component; what a reader can do in it, by mouse and by keyboard."""

from __future__ import annotations

from itertools import pairwise
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from explorer.picture_palette import TYPES
from graph.ontology import ontology
from loaders.load import load_file
from tests.browser.conftest import SAMPLE, Serve
from tests.browser.pictures import HUB, POLICE, Open, click, drawn, node, parameters, picture, point, until
from tests.explorer.pictures import hub_graph
from tests.graphs import small_graph

# --- what is drawn -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_canvas_starts_high_and_fills_the_window(open_page: Open, site: str, theme: str) -> None:
    page = open_page(site + POLICE, theme=theme)
    drawn(page)
    canvas, whole = page.locator(".z-canvas").bounding_box(), page.locator(".z-graph").bounding_box()
    assert canvas is not None
    assert whole is not None
    assert canvas["y"] <= 112
    assert whole["width"] * whole["height"] >= 0.75 * 1440 * 900
    assert whole["y"] + whole["height"] <= 900


@pytest.mark.parametrize("width", [1440, 1024])
@pytest.mark.parametrize("address", [POLICE, HUB, "graph?all=1"])
def test_columns_fill_the_canvas_and_every_row_has_its_text(
    open_page: Open, site: str, address: str, width: int
) -> None:
    page = open_page(site + address, width)
    found = drawn(page)
    boxes = [n["box"] for n in found["nodes"]]
    assert max(b["right"] for b in boxes) - min(b["left"] for b in boxes) >= 0.85 * found["canvas"]["width"]
    assert all(b["bottom"] - b["top"] >= 24 * min(1, found["scale"]) for b in boxes)
    if width == 1440:
        assert found["scale"] >= 0.92
    assert all(n["labelled"] and n["lines"] and len(n["lines"]) <= 2 for n in found["nodes"])
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_rows_do_not_touch(open_page: Open, site: str) -> None:
    page = open_page(site + HUB)
    boxes = [n["box"] for n in drawn(page)["nodes"]]
    for one, other in pairwise(sorted(boxes, key=lambda b: (round(b["left"]), b["top"]))):
        assert round(one["left"]) != round(other["left"]) or other["top"] - one["bottom"] >= 6


def test_lines_have_the_ontologys_types_and_directions(open_page: Open, site: str) -> None:
    page = open_page(site + "graph?all=1")
    found = drawn(page)
    kinds = {n["id"]: n["kind"] for n in found["nodes"]}
    graph = load_file(SAMPLE)
    real = {(r.type, r.start, r.end) for r in graph.relationships if r.type in TYPES and {r.start, r.end} <= set(kinds)}
    assert {(k["type"], k["from"], k["to"]) for k in found["lines"]} == real
    for line in found["lines"]:
        rule = ontology().relationships[line["type"]]
        assert kinds[line["from"]] in rule.starts
        assert kinds[line["to"]] in rule.ends


@pytest.mark.parametrize("layout", ["force", "rings"])
def test_all_signs_and_labels_are_inside_the_canvas(open_page: Open, site: str, layout: str) -> None:
    page = open_page(f"{site}{HUB}&layout={layout}")
    found = drawn(page)
    for n in found["nodes"]:
        assert n["box"]["left"] >= 0
        assert n["box"]["top"] >= 40  # below the tools
        assert n["box"]["right"] <= found["canvas"]["width"]
        assert n["box"]["bottom"] <= found["canvas"]["height"]


@pytest.mark.parametrize("layout", ["columns", "force", "rings"])
def test_what_does_not_touch_the_selection_steps_back(open_page: Open, site: str, layout: str) -> None:
    page = open_page(f"{site}{POLICE}&layout={layout}")
    before = drawn(page)
    assert all(k["opacity"] > 0.15 for k in before["lines"])
    click(page, "先行試點公共安全專題")
    found = until(page, lambda p: p["selected"] is not None)
    touching = [k for k in found["lines"] if found["selected"] in (k["from"], k["to"])]
    others = [k for k in found["lines"] if found["selected"] not in (k["from"], k["to"])]
    assert touching
    assert others
    assert all(k["opacity"] == 1 and k["word"] in ("牽頭", "配合", "建設", "依託", "依賴", "產出") for k in touching)
    assert all(k["opacity"] <= 0.15 and not k["word"] for k in others)
    near = {end for k in touching for end in (k["from"], k["to"])}
    assert {n["id"] for n in found["nodes"] if n["labelled"]} <= near


def test_hidden_neighbours_are_counted(open_page: Open, site: str) -> None:
    page = open_page(site + POLICE)
    found = drawn(page)
    graph = load_file(SAMPLE)
    ends = {n["id"]: 0 for n in found["nodes"]}
    for r in graph.relationships:
        for end in (r.start, r.end):
            if r.type in TYPES and end in ends:
                ends[end] += 1
    for n in found["nodes"]:
        shown = sum(n["id"] in (k["from"], k["to"]) for k in found["lines"])
        assert n["more"] == ends[n["id"]] - shown


# --- what a reader does --------------------------------------------------------------------------------------------


def test_a_node_opens_the_panel_and_the_address_brings_it_back(open_page: Open, site: str) -> None:
    page = open_page(site + POLICE)
    drawn(page)
    click(page, "先行試點公共安全專題")
    expect(page.locator(".z-panel")).to_contain_text("先行試點公共安全專題")
    assert parameters(page)["sel"] == "task:9"
    again = open_page(page.url)
    assert drawn(again)["selected"] == picture(page)["selected"]
    expect(again.locator(".z-panel")).to_contain_text("先行試點公共安全專題")


def test_a_line_opens_its_evidence(open_page: Open, site: str) -> None:
    page = open_page(site + POLICE)
    drawn(page)
    page.locator(".z-side-row", has_text="市公安局").filter(has_text="(九)").first.click()
    expect(page.locator(".z-panel blockquote")).to_contain_text("市公安局")
    assert parameters(page)["ev"].startswith("LEADS~department:市公安局~task:")


def test_the_panel_walks_through_the_lines_and_the_picture_follows(open_page: Open, site: str) -> None:
    page = open_page(site + POLICE)
    drawn(page)
    rows = page.locator(".z-side-row").evaluate_all("rows => rows.map(row => row.dataset.line)")
    page.locator(".z-side-row").first.click()
    until(page, lambda p: p["selected"] == rows[0])
    page.locator(".z-panel-bar [data-stay=next]").click()
    until(page, lambda p: p["selected"] == rows[1])
    expect(page.locator(".z-panel-bar")).to_contain_text(f"2 / {len(rows)}")


def test_a_line_on_the_canvas_can_be_clicked(open_page: Open, site: str) -> None:
    page = open_page(site + POLICE)
    drawn(page)
    area = page.locator(".z-canvas").bounding_box()
    assert area is not None
    hit = page.locator(".z-graph").evaluate(
        "box => { const { nodes, lines, canvas } = box.picture(); const byId = new Map(nodes.map(n => [n.id, n]));"
        " const line = lines.find(l => l.type === 'LEADS' && byId.get(l.from).name === '市公安局');"
        " const end = byId.get(line.to).box; return { x: end.left - 4, y: (end.top + end.bottom) / 2, id: line.to }; }"
    )
    page.mouse.click(area["x"] + hit["x"], area["y"] + hit["y"])
    found = until(page, lambda p: p["selected"] is not None)
    line = next(k for k in found["lines"] if k["id"] == found["selected"])
    assert line["to"] == hit["id"]
    assert [k["id"] for k in found["lines"] if k["opacity"] == 1] == [line["id"]]
    expect(page.locator(".z-panel")).to_be_visible()


def test_expanding_keeps_what_stands_and_undo_takes_it_back(open_page: Open, site: str) -> None:
    page = open_page(site + POLICE + "&layout=force")
    before = {n["id"]: (n["x"], n["y"]) for n in drawn(page)["nodes"]}
    click(page, "市政務服務數據管理局", click_count=2, delay=20)
    after = until(page, lambda p: len(p["nodes"]) > len(before))
    assert {n["id"]: (n["x"], n["y"]) for n in after["nodes"] if n["id"] in before} == before
    assert "department:市政務服務數據管理局" in parameters(page)["open"]
    page.locator(".z-tools button").filter(has=page.locator("svg")).first.wait_for()
    page.get_by_role("button", name="復原").click()
    until(page, lambda p: len(p["nodes"]) == len(before))


def test_centre_and_hide_from_the_menu(open_page: Open, site: str) -> None:
    page = open_page(site + POLICE)
    drawn(page)
    click(page, "市委政法委", button="right")
    page.get_by_role("menuitem", name="隱藏").click()
    until(page, lambda p: not any(n["name"] == "市委政法委" for n in p["nodes"]))
    click(page, "市衛生健康局", button="right")
    page.get_by_role("menuitem", name="以此為中心").click()
    until(page, lambda p: any("數字衛健" in n["name"] for n in p["nodes"]))
    assert parameters(page)["node"] == "department:市衛生健康局"


def test_the_keyboard_walks_selects_and_opens(open_page: Open, site: str) -> None:
    page = open_page(site + POLICE)
    drawn(page)
    page.locator(".z-canvas").focus()
    page.keyboard.press("ArrowRight")
    assert picture(page)["cursor"] == node(page, "市公安局")["id"]
    page.keyboard.press("ArrowRight")
    task = next(n for n in picture(page)["nodes"] if n["id"] == picture(page)["cursor"])
    assert task["kind"] == "Task"
    expect(page.locator(".z-live")).to_contain_text(task["name"])
    page.keyboard.press("m")
    expect(page.get_by_role("menu")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("menu")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator(".z-panel")).to_be_visible()
    assert picture(page)["selected"] == task["id"]
    page.locator(".z-canvas").focus()
    page.keyboard.press("Escape")
    until(page, lambda p: p["selected"] is None)
    some = next(
        n for n in picture(page)["nodes"] if n["more"] and n["kind"] == "Department" and n["name"] == "市委網信辦"
    )
    at = point(page, some["name"])
    page.mouse.click(at["x"], at["y"])
    until(page, lambda p: p["selected"] == some["id"])
    page.locator(".z-canvas").focus()
    page.keyboard.press("e")
    until(page, lambda p: next(n["more"] for n in p["nodes"] if n["id"] == some["id"]) == 0)


def test_a_path_between_two_nodes(open_page: Open, site: str) -> None:
    page = open_page(site + POLICE)
    drawn(page)
    click(page, "市公安局", button="right")
    page.get_by_role("menuitem", name="找路徑").click()
    expect(page.get_by_role("status")).to_contain_text("市公安局")
    page.locator(".z-tools input").fill("粤省事")
    page.locator(".z-option").first.click()
    expect(page.get_by_role("status").filter(has_text="→")).to_contain_text("粵省事")
    found = until(page, lambda p: any(n["name"] == "粵省事" for n in p["nodes"]))
    on = [k for k in found["lines"] if k["opacity"] == 1]
    assert len(on) >= 2
    assert all(k["word"] for k in on)
    assert parameters(page)["way"] == "department:市公安局|platform:粵省事"


def test_the_legend_switches_kinds_and_lines_and_says_how_many(open_page: Open, site: str) -> None:
    page = open_page(site + POLICE)
    before = drawn(page)
    key = page.locator('.z-key[data-key="Platform"]')
    many = sum(n["kind"] == "Platform" for n in before["nodes"])
    expect(key).to_contain_text(str(many))
    key.click()
    until(page, lambda p: not any(n["kind"] == "Platform" and n["there"] for n in p["nodes"]))
    expect(key).to_have_attribute("aria-pressed", "false")
    expect(key).to_contain_text(str(many))
    page.locator('.z-key[data-key="LEADS"]').click()
    until(page, lambda p: not any(k["type"] == "LEADS" and k["shown"] for k in p["lines"]))
    page.wait_for_url("**off=*LEADS*")
    again = open_page(page.url)
    assert {n["kind"] for n in drawn(again)["nodes"]}.isdisjoint({"Platform"})


def test_the_list_beside_the_picture_holds_the_same(open_page: Open, site: str) -> None:
    page = open_page(site + POLICE)
    found = drawn(page)
    rows = page.locator(".z-side-row").evaluate_all("rows => rows.map(row => row.dataset.line)")
    assert sorted(rows) == sorted(k["id"] for k in found["lines"])
    page.locator(".z-filter").fill("政法委")
    expect(page.locator(".z-side-row")).to_have_count(sum("政法委" in n["name"] and 1 for n in found["nodes"]) and 1)


# --- a relation with many members ----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def hub_site(serve: Serve) -> str:
    return serve(hub_graph(352))


def test_a_group_opens_as_a_list_to_search_and_to_add_from(open_page: Open, hub_site: str) -> None:
    page = open_page(hub_site + "graph?node=" + quote("department:市數據局") + "&layout=force")
    found = drawn(page)
    (group,) = [n for n in found["nodes"] if n["rest"]]
    assert group["name"] == "牽頭 +312"
    click(page, "牽頭 +312")
    expect(page.locator(".z-side h2")).to_contain_text("市數據局")
    expect(page.locator(".z-side-head .z-count")).to_have_text("200 / 352")
    page.locator(".z-side .z-filter").fill("第351项")
    expect(page.locator(".z-member")).to_have_count(1)
    page.locator(".z-member .z-act").click()
    after = until(page, lambda p: any("第351項" in n["name"] for n in p["nodes"]))
    assert [n["name"] for n in after["nodes"] if n["rest"]] == ["牽頭 +311"]
    expect(page.locator(".z-member .z-here")).to_have_text("已在圖上")


def test_names_that_hold_markup_are_shown_as_text(open_page: Open, serve: Serve) -> None:
    hostile = "<img src=x onerror=document.title='broken'>![x](http://example.org/a.png)\u202e=cmd()"
    graph = small_graph()
    nodes = tuple(
        type(n)(n.id, n.label, {**n.properties, "title": hostile})
        if n.label == "Task" and n.get("number") == "1"
        else n
        for n in graph.nodes
    )
    page = open_page(serve(type(graph)(nodes, graph.relationships)) + "graph?all=1")
    found = drawn(page)
    assert any(n["name"].startswith("(1) <img src=x") and "\u202e" not in n["name"] for n in found["nodes"])
    click(page, "<img src=x")
    page.wait_for_timeout(800)
    assert page.locator(".z-graph img").count() == 0
    assert page.title() != "broken"
