"""Where the nodes of a picture stand: free, in columns that read like a table, or in rings around the centre.

Everything is computed here, so that a picture is the same in every window and on paper; nothing moves by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from explorer.picture import Picture, Shown
from explorer.picture_source import name_of
from explorer.picture_text import balanced, width

MODES = ("columns", "force", "rings")
FONT, LINE = 13.0, 17.0
LABEL = 9.0
INWARD = "<"
RADIUS, CENTRE_RADIUS = 10.0, 14.0
# What a canvas beside its panel usually measures, in px; the browser reports its own.
WIDTH, NARROWEST, WIDEST = 1040, 860, 2400

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A node as the layout sees it: its words in lines, and the sizes in px of its sign and of everything."""

    id: str
    kind: str
    lines: tuple[str, ...]
    radius: float
    width: float
    height: float

    def rectangle(self, place: Place) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of sign and label when the sign's middle stands at a place."""
        x, y = place
        return x - self.width / 2, y - self.radius, x + self.width / 2, y - self.radius + self.height


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head: what is in it (a kind, or the type of the tasks' line to the centre) and how many.

    Around a task, INWARD stands before a type whose lines come from the column's tasks.
    """

    key: str
    count: int
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Places of nodes (the middle of the sign, or of the row) and, in columns, the rows' boxes, heads and lines' ways.

    A way is x, y of its start and then, for each curve, two control points and an end: 2 + 6 n numbers.
    """

    mode: str
    places: dict[str, Place]
    boxes: dict[str, Box]
    heads: tuple[Head, ...] = ()
    ways: dict[str, tuple[float, ...]] = field(default_factory=dict)
    size: tuple[float, float] = (0.0, 0.0)


def caption(shown: Shown) -> str:
    """A node's number and name."""
    return f"{shown.path} {name_of(shown.node)}" if shown.path else name_of(shown.node)


def box(node_id: str, kind: str, text: str, *, centre: bool) -> Box:
    """The box of a node whose name stands under its sign."""
    lines = balanced(text, LABEL + (2 if centre else 0))
    radius = CENTRE_RADIUS if centre else RADIUS
    wide = max((width(line) for line in lines), default=0.0) * FONT
    return Box(node_id, kind, lines, radius, max(2 * radius, wide + 8), 2 * radius + 6 + LINE * len(lines))


def arrange(
    picture: Picture,
    mode: str,
    *,
    centre: str = "",
    old: Mapping[str, Place] | None = None,
    group_names: Mapping[str, str] | None = None,
    canvas: float = WIDTH,
) -> Layout:
    """Give every node and group of a picture a place.

    Args:
        picture: what is shown.
        mode: one of MODES.
        centre: the id around which rings run and by whose relations tasks fall into columns.
        old: places that nodes already have and keep (free and rings; columns keep the plan's order instead).
        group_names: what stands on each group node.
        canvas: the canvas' width in px; columns fill it.
    """
    from explorer.layout_columns import columns
    from explorer.layout_force import force
    from explorer.layout_rings import rings

    names = group_names or {}
    if mode == "columns":
        return columns(picture, centre, names, min(max(canvas, NARROWEST), WIDEST))
    boxes = {s.node.id: box(s.node.id, s.node.label, caption(s), centre=s.node.id == centre) for s in picture.nodes}
    boxes |= {g.id: box(g.id, g.kind, names.get(g.id, f"+{g.rest}"), centre=False) for g in picture.groups}
    links = [(line.start, line.end) for line in picture.lines]
    kept = {key: place for key, place in (old or {}).items() if key in boxes}
    if mode == "rings":
        places = rings(list(boxes.values()), links, centre, kept)
    else:
        places = force(list(boxes.values()), links, centre, kept)
    return Layout(mode, places, boxes)
