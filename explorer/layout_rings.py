"""Rings: the centre, around it what it is tied to, around that what is two steps away; kinds form sectors."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from explorer.layout import Box, Place

GAP = 118.0
STRETCH = 1.55
SLOT = 74.0
_FAR = 60


def rings(
    boxes: Sequence[Box], links: Sequence[tuple[str, str]], centre: str, kept: Mapping[str, Place]
) -> dict[str, Place]:
    """Places on ellipses by distance from the centre; `kept` ones stay, new ones take the free place nearest to theirs."""
    if not boxes:
        return {}
    near: dict[str, list[str]] = {box.id: [] for box in boxes}
    for a, b in links:
        near[a].append(b)
        near[b].append(a)
    middle = centre if centre in near else max(near, key=lambda key: (len(near[key]), key))
    steps = _distances(near, middle)
    last = max(steps.values()) + 1
    places: dict[str, Place] = dict(kept) or {middle: (0.0, 0.0)}
    places.setdefault(middle, (0.0, 0.0))
    waiting = [box for box in boxes if box.id not in places]
    if not kept:
        return places | _fresh(waiting, steps, last)
    taken = _Taken()
    for box in boxes:
        if box.id in places:
            taken.add(box, places[box.id])
    for box in sorted(waiting, key=lambda box: steps.get(box.id, last)):
        aim = next((places[other] for other in near[box.id] if other in places), (0.0, 0.0))
        ring = steps.get(box.id, last)
        spots = sorted(_spots(max(1, ring)), key=lambda spot: (spot[0] - aim[0]) ** 2 + (spot[1] - aim[1]) ** 2)
        places[box.id] = next((spot for spot in spots if taken.free(box, spot)), spots[0])
        taken.add(box, places[box.id])
    return places


def _distances(near: Mapping[str, Sequence[str]], middle: str) -> dict[str, int]:
    found, wave = {middle: 0}, [middle]
    while wave:
        following = []
        for key in wave:
            for other in near[key]:
                if other not in found:
                    found[other] = found[key] + 1
                    following.append(other)
        wave = following
    return found


def _fresh(boxes: Sequence[Box], steps: Mapping[str, int], last: int) -> dict[str, Place]:
    by_step: dict[int, list[Box]] = defaultdict(list)
    for box in boxes:
        by_step[steps.get(box.id, last)].append(box)
    places: dict[str, Place] = {}
    radius = 0.0
    for step in sorted(by_step):
        ring = sorted(by_step[step], key=lambda box: box.kind)
        while ring:
            radius += GAP
            angles = _angles(radius, len(ring))
            part, ring = ring[: len(angles)], ring[len(angles) :]
            for box, angle in zip(part, angles, strict=True):
                places[box.id] = _on(radius, angle)
    return places


def _on(radius: float, angle: float) -> Place:
    return round(STRETCH * radius * math.cos(angle), 1), round(radius * math.sin(angle), 1)


def _angles(radius: float, wanted: int) -> list[float]:
    """Angles on an ellipse at which labels of full width do not touch, beginning at the top; at most `wanted`.

    A label is wide and low: where the ellipse runs level, its neighbours must stand further apart.
    """
    full, step = [], 0.0
    while step < 2 * math.pi - 1e-6:
        full.append(step - math.pi / 2)
        along = step - math.pi / 2
        level = abs(math.sin(along)) * STRETCH * radius
        steep = abs(math.cos(along)) * radius
        # The smaller of the angles that part two labels sideways or one above the other.
        sideways = 134.0 / level if level > 1 else math.inf
        upright = SLOT / steep if steep > 1 else math.inf
        step += min(sideways, upright, math.pi / 2)
    if len(full) > 1 and 2 * math.pi - (full[-1] - full[0]) < (full[1] - full[0]) * 0.9:
        full.pop()
    if wanted >= len(full):
        return full
    return [full[int(place * len(full) / wanted)] for place in range(wanted)]


def _spots(first: int) -> Iterator[Place]:
    for ring in range(first, first + _FAR // 6):
        for angle in _angles(ring * GAP, 10_000):
            yield _on(ring * GAP, angle)


class _Taken:
    """Which rectangles are occupied."""

    def __init__(self) -> None:
        self.boxes: list[tuple[float, float, float, float]] = []

    def add(self, box: Box, place: Place) -> None:
        self.boxes.append(box.rectangle(place))

    def free(self, box: Box, place: Place) -> bool:
        left, top, right, bottom = box.rectangle(place)
        return all(right < a or left > c or bottom < b or top > d for a, b, c, d in self.boxes)
