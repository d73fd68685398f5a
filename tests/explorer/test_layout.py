from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.layout import WIDTH, Layout, arrange
from explorer.picture import Picture, View, draw
from explorer.picture_palette import KINDS, LINES
from explorer.picture_payload import payload
from explorer.picture_text import _NEVER_FIRST, _NEVER_LAST, balanced, width, wrap
from explorer.scope import Scope
from tests.explorer.pictures import full_picture, hub_graph, sample

CENTRES = ["", "department:市政務服務數據管理局", "department:市公安局", "platform:一網統管", "task:12", "data:教育"]
ROOT = Path(__file__).resolve().parents[2]


def pictured(reference: str) -> tuple[Picture, str]:
    node = sample().resolve(reference) if reference else None
    assert node is not None or not reference
    centre = node.id if node else ""
    return draw(sample(), View(centre)), centre


# --- columns -------------------------------------------------------------------------------------------------------


def points(way: tuple[float, ...], each: int = 24) -> list[tuple[float, float]]:
    found = [(way[0], way[1])]
    for i in range(0, len(way) - 2, 6):
        p = way[i : i + 8]
        for step in range(1, each + 1):
            t = step / each
            s = 1 - t
            found.append(
                (
                    s**3 * p[0] + 3 * s * s * t * p[2] + 3 * s * t * t * p[4] + t**3 * p[6],
                    s**3 * p[1] + 3 * s * s * t * p[3] + 3 * s * t * t * p[5] + t**3 * p[7],
                )
            )
    return found


@pytest.mark.parametrize("centre", CENTRES)
@pytest.mark.parametrize("canvas", [900, WIDTH, 1900])
def test_no_line_crosses_a_row(centre: str, canvas: int) -> None:
    picture, key = pictured(centre)
    made = arrange(picture, "columns", centre=key, canvas=canvas)
    rows = [
        (x - made.boxes[i].width / 2, y - made.boxes[i].height / 2, made.boxes[i]) for i, (x, y) in made.places.items()
    ]
    assert len(made.ways) == len(picture.lines)
    for line in picture.lines:
        for x, y in points(made.ways[line.id]):
            for left, top, box in rows:
                inside = left + 0.6 < x < left + box.width - 0.6 and top + 0.6 < y < top + box.height - 0.6
                assert not inside, f"{line.type} crosses {box.lines}"


@pytest.mark.parametrize("centre", CENTRES)
def test_a_line_runs_from_its_start_to_its_end(centre: str) -> None:
    picture, key = pictured(centre)
    made = arrange(picture, "columns", centre=key)
    for line in picture.lines:
        way = made.ways[line.id]
        for node, (x, y) in ((line.start, way[:2]), (line.end, way[-2:])):
            middle, box = made.places[node], made.boxes[node]
            assert abs(abs(x - middle[0]) - box.width / 2) < 0.2
            assert abs(y - middle[1]) <= box.height / 2


@pytest.mark.parametrize("centre", CENTRES)
@pytest.mark.parametrize("canvas", [900, WIDTH, 1900])
def test_columns_fill_the_canvas_and_rows_read_like_a_table(centre: str, canvas: int) -> None:
    picture, key = pictured(centre)
    made = arrange(picture, "columns", centre=key, canvas=canvas)
    assert made.heads[-1].right - made.heads[0].left >= 0.85 * canvas
    for head, following in pairwise(made.heads):
        assert following.left - head.right >= 40
    for entry in picture.nodes:
        box = made.boxes[entry.node.id]
        assert box.height >= 24
        assert 1 <= len(box.lines) <= 2
        assert "".join(box.lines).startswith(entry.path)
        assert all(width(text) * 13 <= box.width - 28 + 0.1 or text[:1].isdigit() for text in box.lines)
    columns = {head.left: [i for i, (x, _) in made.places.items() if head.left < x < head.right] for head in made.heads}
    assert sum(map(len, columns.values())) == len(made.places)
    for ids in columns.values():
        ids.sort(key=lambda i: made.places[i][1])
        for above, below in pairwise(ids):
            space = made.places[below][1] - made.places[above][1]
            assert space >= (made.boxes[above].height + made.boxes[below].height) / 2 + 6


@pytest.mark.parametrize("centre", CENTRES)
def test_tasks_stand_in_the_order_of_the_plan(centre: str) -> None:
    picture, key = pictured(centre)
    made = arrange(picture, "columns", centre=key)
    place = {entry.node.id: sample().place(entry.node) for entry in picture.nodes}
    for head in made.heads:
        ids = [i for i, (x, _) in made.places.items() if head.left < x < head.right and i != key]
        assert sorted(ids, key=lambda i: made.places[i][1]) == sorted(ids, key=lambda i: place[i])


def test_the_tasks_of_a_department_stand_by_its_part_in_them() -> None:
    picture, key = pictured("department:市發展改革局")
    made = arrange(picture, "columns", centre=key)
    counts = {head.key: head.count for head in made.heads}
    assert (counts["LEADS"], counts["SUPPORTS"]) == (2, 1)
    assert [head.key for head in made.heads][:3] == ["Department", "LEADS", "SUPPORTS"]


def test_around_a_task_stand_what_is_above_it_and_its_parts() -> None:
    picture, key = pictured("task:12")
    made = arrange(picture, "columns", centre=key)
    tasks = [head.key for head in made.heads if head.key not in KINDS or head.key == "Task"]
    assert tasks == ["Task", "HAS_SUBTASK"]
    picture, key = pictured("task:11.3")
    made = arrange(picture, "columns", centre=key)
    assert [head.key for head in made.heads][:3] == ["Department", "<HAS_SUBTASK", "Task"]


def test_the_first_task_stands_at_the_top() -> None:
    picture, _ = pictured("")
    made = arrange(picture, "columns")
    first = next(entry.node.id for entry in picture.nodes if entry.path == "(一)")
    assert made.places[first][1] < 80
    assert made.places[first][1] == min(y for key, (_, y) in made.places.items() if made.boxes[key].kind == "Task")


def test_a_group_counts_in_its_column() -> None:
    from explorer.picture_source import ScopeSource

    source = ScopeSource(Scope(hub_graph(352)))
    leader = source.resolve("department:市數據局")
    assert leader is not None
    picture = draw(source, View(leader.id))
    made = arrange(picture, "columns", centre=leader.id, group_names={picture.groups[0].id: "牽頭 +312"})
    assert {head.key: head.count for head in made.heads}["LEADS"] == 352
    assert made.boxes[picture.groups[0].id].lines == ("牽頭 +312",)


# --- free, rings ---------------------------------------------------------------------------------------------------


def overlaps(made: Layout) -> int:
    areas = [made.boxes[i].rectangle(place) for i, place in made.places.items()]
    return sum(
        a[0] < b[2] - 1 and a[2] > b[0] + 1 and a[1] < b[3] - 1 and a[3] > b[1] + 1
        for i, a in enumerate(areas)
        for b in areas[:i]
    )


@pytest.mark.parametrize("centre", CENTRES[1:])
def test_free_labels_do_not_cover_each_other(centre: str) -> None:
    picture, key = pictured(centre)
    assert overlaps(arrange(picture, "force", centre=key)) == 0


@pytest.mark.parametrize("mode", ["force", "rings"])
def test_what_has_a_place_keeps_it_and_what_comes_finds_a_free_one(mode: str) -> None:
    picture, key = pictured("department:市公安局")
    first = arrange(picture, mode, centre=key)
    some = next(
        entry.node.id
        for entry in picture.nodes
        if entry.more and entry.node.label == "Department" and entry.node.id != key
    )
    more = draw(sample(), View(key, opened=(some,)))
    second = arrange(more, mode, centre=key, old=first.places)
    assert set(second.places) > set(first.places)
    assert {i: second.places[i] for i in first.places} == first.places
    assert overlaps(second) <= overlaps(first)


@pytest.mark.parametrize("mode", ["columns", "force", "rings"])
def test_a_layout_is_the_same_every_time(mode: str) -> None:
    picture, key = pictured("department:市公安局")
    assert arrange(picture, mode, centre=key) == arrange(picture, mode, centre=key)


@pytest.mark.parametrize("mode", ["columns", "force", "rings"])
def test_nothing_to_draw_is_no_error(mode: str) -> None:
    assert arrange(Picture((), (), ()), mode).places == {}


def test_the_centre_of_the_rings_is_the_centre() -> None:
    picture, key = pictured("department:市公安局")
    made = arrange(picture, "rings", centre=key)
    assert made.places[key] == (0.0, 0.0)
    near = {line.end for line in picture.lines if line.start == key}
    far = [i for i in made.places if i not in near and i != key]

    def out(i: str) -> float:
        return (made.places[i][0] / 1.55) ** 2 + made.places[i][1] ** 2

    assert max(map(out, near)) < min(map(out, far))


@pytest.mark.parametrize("mode", ["columns", "force", "rings"])
def test_four_hundred_nodes_are_laid_out_and_packed(mode: str) -> None:
    """How long it takes stands in `make bench`."""
    picture = full_picture()
    made = arrange(picture, mode, centre="n0")
    packed = payload(picture, made, str, str, centre="n0")
    assert made.places.keys() == {shown.node.id for shown in picture.nodes}
    assert len(set(made.places.values())) == len(picture.nodes)
    assert len(packed["nodes"]) == len(picture.nodes)


# --- words ---------------------------------------------------------------------------------------------------------

TEXT = st.text(alphabet="市公安局推進一網統管、。“”()《》,:300萬98.5%2021年ABCgov12345 ", min_size=1, max_size=60)


@given(TEXT, st.sampled_from([5.0, 9.0, 14.5]))
def test_lines_break_by_kinsoku_and_never_inside_a_number(text: str, most: float) -> None:
    for made in (wrap(text, most), balanced(text, most)):
        assert len(made) <= 2
        flat = "".join(text.split())
        shown = "".join("".join(made).split())
        assert flat.startswith(shown.removesuffix("…")) or shown.removesuffix("…") in flat
        for first, second in pairwise(made):
            assert second[:1] not in _NEVER_FIRST or first == ""
            assert first[-1:] not in _NEVER_LAST or len(first) == 1
            assert not (
                first[-1:].isdigit() and second[:1].isdigit() and f"{first[-1]}{second[0]}" in flat and " " not in text
            )


@pytest.mark.parametrize(
    ("text", "most", "lines"),
    [
        ("註冊用戶超過300萬", 7, ("註冊用戶超過", "300萬")),
        ("推進“一網統管”建設", 4, ("推進“一", "網統…")),
        ("推動、落實", 2, ("推", "動、…")),
        ("市公安局", 9, ("市公安局",)),
    ],
)
def test_known_breaks(text: str, most: float, lines: tuple[str, ...]) -> None:
    assert wrap(text, most) == lines


# --- colours -------------------------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(over: str, under: str, alpha: float) -> str:
    return "#" + "".join(
        f"{round(int(over[i : i + 2], 16) * alpha + int(under[i : i + 2], 16) * (1 - alpha)):02x}" for i in (1, 3, 5)
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_and_lines_stand_out_in_either_window(theme: str) -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    colours = config["theme"][theme]
    ground, text = colours["backgroundColor"], colours["textColor"]
    for name, style in LINES.items():
        # The word on a selected line has the line's colour and is text.
        assert contrast(getattr(style, theme), ground) >= 4.5, name
    for name, kind in KINDS.items():
        fill, rim = getattr(kind, theme)
        assert contrast(rim, ground) >= 3, name
        # A row's text stands on the kind's colour, thinned; the centre's on a stronger one.
        for alpha in (0.16, 0.36):
            assert contrast(text, mixed(fill, ground, alpha)) >= 4.5, name


def test_kinds_differ_in_shape_and_the_two_roles_in_colour_and_stroke() -> None:
    assert len({style.shape for style in KINDS.values()}) == len(KINDS)
    lead, support = LINES["LEADS"], LINES["SUPPORTS"]
    assert lead.light != support.light
    assert lead.dark != support.dark
    assert lead.dash != support.dash
    for one, other in (("DELIVERS", "USES"), ("PRODUCES", "CONSUMES")):
        assert LINES[one].dash != LINES[other].dash
