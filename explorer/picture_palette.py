"""How kinds of nodes and types of lines look, in a light and in a dark window.

The hues are Okabe and Ito's, which colour-blind readers tell apart; each kind also has a shape of its own and each line a
stroke. A line's colour stands at 3:1 or more against its window: where the hue itself is lighter, it is darkened.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class KindStyle:
    """Shape, and for each window the colour of a node's body and of its rim."""

    shape: str
    light: tuple[str, str]
    dark: tuple[str, str]


@dataclass(frozen=True, slots=True)
class LineStyle:
    """Stroke (dash and gap in px), width in px, and the colour in each window."""

    dash: tuple[int, ...]
    width: float
    light: str
    dark: str


KINDS: dict[str, KindStyle] = {
    "Department": KindStyle("square", ("#E69F00", "#8A5A00"), ("#E69F00", "#F4C35A")),
    "Task": KindStyle("circle", ("#56B4E9", "#0B5A8F"), ("#56B4E9", "#A6D8F5")),
    "Platform": KindStyle("diamond", ("#009E73", "#00674B"), ("#1FB88C", "#7EDDBF")),
    "DataDomain": KindStyle("triangle", ("#CC79A7", "#8C3D68"), ("#CC79A7", "#E9B4D0")),
    "Target": KindStyle("star", ("#F0E442", "#7A7000"), ("#F0E442", "#F7F1A0")),
    "Official": KindStyle("hexagon", ("#8C96A0", "#4A535C"), ("#97A3AF", "#C9D1D9")),
}
LINES: dict[str, LineStyle] = {
    "LEADS": LineStyle((), 2.2, "#0072B2", "#56B4E9"),
    "SUPPORTS": LineStyle((7, 4), 1.7, "#C04F00", "#F0A94B"),
    "OVERSEES": LineStyle((2, 3), 1.5, "#5B6570", "#A9B4BF"),
    "DELIVERS": LineStyle((), 2.0, "#00795A", "#35C79B"),
    "USES": LineStyle((7, 4), 1.6, "#00795A", "#35C79B"),
    "PRODUCES": LineStyle((), 2.0, "#A9487C", "#DE9CC2"),
    "CONSUMES": LineStyle((7, 4), 1.6, "#A9487C", "#DE9CC2"),
    "HAS_TARGET": LineStyle((2, 3), 1.5, "#7A7000", "#E5DA4A"),
    "DEPENDS_ON": LineStyle((10, 3, 2, 3), 2.4, "#1B2530", "#E4E9EE"),
    "HAS_SUBTASK": LineStyle((), 1.1, "#616B75", "#9AA5B0"),
}
TYPES = tuple(LINES)


def palette() -> dict[str, Any]:
    """Both tables as plain data for the browser."""
    return {
        "kinds": {kind: asdict(style) for kind, style in KINDS.items()},
        "lines": {kind: asdict(style) for kind, style in LINES.items()},
    }
