"""A free layout: what is tied together stands together, and no label covers another.

After Fruchterman and Reingold (1991), with two steps more: nodes that have a place keep it, and label boxes that overlap
are pushed apart at the end.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from explorer.layout import Box, Place

# The unit of the layout: label boxes are wide and low.
UNIT_X, UNIT_Y = 118.0, 86.0
MARGIN = 10.0
PULL, GRAVITY = 0.8, 0.16
# So many times the labels' own area is what a picture takes at least.
ROOM = 2.2
_GOLDEN = math.pi * (3 - math.sqrt(5))


def force(
    boxes: Sequence[Box], links: Sequence[tuple[str, str]], centre: str, kept: Mapping[str, Place]
) -> dict[str, Place]:
    """Places by springs and repulsion; `kept` ones stay exactly where they are."""
    import numpy as np

    if not boxes:
        return {}
    index = {box.id: i for i, box in enumerate(boxes)}
    pairs = sorted({(min(index[a], index[b]), max(index[a], index[b])) for a, b in links if a != b})
    near: list[list[int]] = [[] for _ in boxes]
    for a, b in pairs:
        near[a].append(b)
        near[b].append(a)
    fixed = np.array([box.id in kept for box in boxes])
    places = _seeds(boxes, near, index.get(centre, 0), kept)
    if not fixed.all():
        places = _springs(np, places, pairs, fixed)
        places = _apart(np, places, boxes, fixed)
    return {
        box.id: kept.get(box.id) or (round(float(places[i][0]), 1), round(float(places[i][1]), 1))
        for i, box in enumerate(boxes)
    }


def _seeds(boxes: Sequence[Box], near: Sequence[Sequence[int]], first: int, kept: Mapping[str, Place]) -> Any:
    """A start: placed nodes where they are, others beside a placed neighbour, everything else along a spiral."""
    import numpy as np

    places = np.zeros((len(boxes), 2))
    known = {i: kept[box.id] for i, box in enumerate(boxes) if box.id in kept}
    for place, i in enumerate(_by_distance(near, first)):
        if i in known:
            places[i] = known[i]
            continue
        turn = place * _GOLDEN
        base = next((known[j] for j in near[i] if j in known), None) if kept else None
        if base is not None:
            out = math.hypot(*base) or 1.0
            places[i] = (
                base[0] * (1 + 1.6 * UNIT_X / out) + UNIT_X * 0.8 * math.cos(turn),
                base[1] * (1 + 1.6 * UNIT_Y / out) + UNIT_Y * 0.8 * math.sin(turn),
            )
            known[i] = (float(places[i][0]), float(places[i][1]))
        else:
            out = math.sqrt(place + 0.3)
            places[i] = out * UNIT_X * 0.9 * math.cos(turn), out * UNIT_Y * 0.9 * math.sin(turn)
    return places


def _by_distance(near: Sequence[Sequence[int]], first: int) -> list[int]:
    """All nodes, the first one, then its neighbours and so on; separate parts one after the other."""
    order: dict[int, None] = {}
    for start in (first, *range(len(near))):
        wave = [start] if start not in order else []
        while wave:
            order.update(dict.fromkeys(wave))
            wave = list(dict.fromkeys(j for i in wave for j in near[i] if j not in order))
    return list(order)


def _springs(np: Any, places: Any, pairs: Sequence[tuple[int, int]], fixed: Any) -> Any:
    count = len(places)
    steps = max(20, min(160, 2_600_000 // (count * count)))
    p = (places / (UNIT_X, UNIT_Y)).astype(np.float32)
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    free = (~fixed)[:, None].astype(np.float32)
    heat = max(0.6, math.sqrt(count) / 9)
    cooling = (0.04 / heat) ** (1 / steps)
    for _ in range(steps):
        dx = p[:, 0][:, None] - p[:, 0][None, :]
        dy = p[:, 1][:, None] - p[:, 1][None, :]
        square = dx * dx
        square += dy * dy
        square += 0.01
        np.reciprocal(square, out=square)
        move = np.empty_like(p)
        move[:, 0] = np.einsum("ij,ij->i", dx, square)
        move[:, 1] = np.einsum("ij,ij->i", dy, square)
        if len(ends):
            delta = p[ends[:, 0]] - p[ends[:, 1]]
            pull = delta * np.sqrt((delta * delta).sum(1))[:, None] * PULL
            np.add.at(move, ends[:, 0], -pull)
            np.add.at(move, ends[:, 1], pull)
        move -= p * GRAVITY
        length = np.sqrt((move * move).sum(1))[:, None] + 1e-6
        p += free * move / length * np.minimum(length, heat)
        heat *= cooling
    moved = p.astype(np.float64) * (UNIT_X, UNIT_Y)
    moved[fixed] = places[fixed]
    return moved


def _apart(np: Any, places: Any, boxes: Sequence[Box], fixed: Any, rounds: int = 120, fresh: int = 10) -> Any:
    """Push overlapping label boxes apart, along the shorter way; fixed ones stay. Pairs far apart are looked at seldom."""
    half = np.array([(box.width / 2 + MARGIN / 2, box.height / 2 + MARGIN / 2) for box in boxes])
    shift = np.array([(0.0, box.height / 2 - box.radius) for box in boxes])
    middle = places + shift
    count = len(boxes)
    free = (~fixed).astype(float)
    if not fixed.any():
        middle *= _stretch(middle, half)
    rounds = max(30, min(rounds, 16_000 // count))
    near_x, near_y = 2 * half[:, 0].max() + 60, 2 * half[:, 1].max() + 60
    first = second = np.empty(0, dtype=np.int64)
    for turn in range(rounds):
        if turn % fresh == 0:
            close = np.abs(middle[:, 0][:, None] - middle[:, 0][None, :]) < near_x
            close &= np.abs(middle[:, 1][:, None] - middle[:, 1][None, :]) < near_y
            first, second = np.nonzero(np.triu(close, 1))
            least = half[first] + half[second]
            share = free[first] / np.maximum(free[first] + free[second], 1.0)
            other = free[second] / np.maximum(free[first] + free[second], 1.0)
            movable = free[first] + free[second] > 0
        way = middle[first] - middle[second]
        over = least - np.abs(way)
        hit = np.nonzero((over[:, 0] > 0.01) & (over[:, 1] > 0.01) & movable)[0]
        if not len(hit):
            if turn % fresh == 0:
                break
            continue
        amount, sign = over[hit], np.where(way[hit] >= 0, 1.0, -1.0)
        wide = amount[:, 0] < amount[:, 1]
        push = np.where(np.stack([wide, ~wide], axis=1), amount * sign, 0.0)
        mine, theirs = push * share[hit][:, None] * 0.6, push * other[hit][:, None] * 0.6
        for axis in (0, 1):
            middle[:, axis] += np.bincount(first[hit], mine[:, axis], count)
            middle[:, axis] -= np.bincount(second[hit], theirs[:, axis], count)
    return middle - shift


def _stretch(middle: Any, half: Any) -> float:
    """How much larger a picture must be for its labels to have room at all."""
    need = 4 * float((half[:, 0] * half[:, 1]).sum()) * ROOM
    spread = middle.max(0) - middle.min(0)
    return max(1.0, math.sqrt(need / max(1.0, float(spread[0] * spread[1]))))
