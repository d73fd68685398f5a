"""A picture as the browser draws it: pyvis' `Network` is the model, what vis-network does not know stands beside it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from explorer.layout import Layout, caption
from explorer.picture import Group, Picture
from explorer.picture_palette import KINDS, LINES, palette
from explorer.safe import visible
from queries.matrix import is_assigned

if TYPE_CHECKING:
    from pyvis.network import Network

LONGEST = 240
_FACE = '"Noto Sans CJK TC", "PingFang TC", "Microsoft JhengHei", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif'

Words = Callable[[str], str]


def network(
    picture: Picture, layout: Layout, words: Words, shown: Callable[[object], str], centre: str = ""
) -> Network:
    """The picture as a pyvis network: directed, every node in its place, nothing moving.

    Args:
        picture, layout: what is shown and where.
        words: the word of an ontology label or relationship type.
        shown: a piece of a plan's text as the reader wants to see it.
        centre: the centre's id.
    """
    from pyvis.network import Network

    net = Network(directed=True, cdn_resources="in_line")
    for entry in picture.nodes:
        style, place = KINDS[entry.node.label], layout.places[entry.node.id]
        text = visible(shown(caption(entry)), LONGEST)
        net.add_node(
            entry.node.id,
            label=_label(layout, entry.node.id, shown),
            title=f"{words(entry.node.label)} · {text}",
            shape="dot" if style.shape == "circle" else style.shape,
            color={"background": style.light[0], "border": style.light[1]},
            size=layout.boxes[entry.node.id].radius,
            x=place[0],
            y=place[1],
            kind=entry.node.label,
            name=text,
            path=entry.path,
            more=entry.more,
            degree=entry.degree,
            centre=entry.node.id == centre,
            collective=entry.node.get("kind") == "collective",
        )
    for group in picture.groups:
        style, place = KINDS[group.kind], layout.places[group.id]
        net.add_node(
            group.id,
            label=_label(layout, group.id, shown),
            title=group_name(group, words),
            shape="ellipse",
            color={"background": style.light[0], "border": style.light[1]},
            x=place[0],
            y=place[1],
            kind=group.kind,
            name=group_name(group, words),
            more=0,
            group_of=group.of,
            rest=group.rest,
        )
    for line in picture.lines:
        look = LINES[line.type]
        net.add_edge(
            line.start,
            line.end,
            id=line.id,
            kind=line.type,
            title=words(line.type),
            assigned=line.relationship is not None and is_assigned(line.relationship),
            color=look.light,
            dashes=list(look.dash) or False,
            width=look.width,
            way=layout.ways.get(line.id, ()),
            many=line.relationship is None,
        )
    # Assigned, not given to `set_options`, which deletes every space, those in names of fonts too.
    net.options = {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "interaction": {
            "hover": False,
            "selectConnectedEdges": False,
            "multiselect": False,
            "tooltipDelay": 10_000_000,
        },
        "nodes": {"font": {"size": 13, "face": _FACE}},
        "edges": {"smooth": False, "arrows": {"to": {"enabled": True, "scaleFactor": 0.5}}},
    }
    return net


def group_name(group: Group, words: Words) -> str:
    """What stands on a group node: 牽頭 +312."""
    return f"{words(group.type)} +{group.rest:,}"


def _label(layout: Layout, key: str, shown: Callable[[object], str]) -> str:
    return "\n".join(visible(shown(line), LONGEST) for line in layout.boxes[key].lines)


def payload(
    picture: Picture, layout: Layout, words: Words, shown: Callable[[object], str], *, centre: str = ""
) -> dict[str, Any]:
    """Everything that the browser draws, as plain data: pyvis' nodes and edges, sizes, columns, colours, counts."""
    net = network(picture, layout, words, shown, centre)
    nodes = [_slim(node) for node in net.nodes]
    for node in nodes:
        box = layout.boxes[node["id"]]
        node["lines"] = node.pop("label").split("\n")
        node["w"], node["h"] = round(box.width, 1), round(box.height, 1)
    return {
        "nodes": nodes,
        "edges": [_slim(edge) for edge in net.edges],
        "options": net.options,
        "mode": layout.mode,
        "size": layout.size,
        "heads": [
            {
                "text": words(head.key),
                "key": head.key,
                "count": head.count,
                "left": head.left,
                "right": head.right,
            }
            for head in layout.heads
        ],
        "palette": palette(),
        "beyond": picture.beyond,
    }


def _slim(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Without what the browser does not read: colours and strokes come from the palette, for either window."""
    left_out = ("color", "font", "shape", "size", "title", "arrows", "dashes", "width")
    return {key: value for key, value in entry.items() if key not in left_out and not _nothing(value)}


def _nothing(value: object) -> bool:
    return value is None or value is False or value == "" or value == ()


def legend(picture: Picture, words: Words, off: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """Kinds of nodes and types of lines with how many the picture has of each, and whether they are switched off."""
    without = set(off)
    kinds = Counter(shown.node.label for shown in picture.nodes)
    lines = Counter(line.type for line in picture.lines if line.relationship is not None)
    kinds.update({group.kind: 0 for group in picture.groups})
    lines.update({group.type: 0 for group in picture.groups})
    return {
        "kinds": [{"key": k, "text": words(k), "count": kinds[k], "off": k in without} for k in KINDS if k in kinds],
        "lines": [{"key": k, "text": words(k), "count": lines[k], "off": k in without} for k in LINES if k in lines],
    }


def without(picture: Picture, off: Iterable[str]) -> Picture:
    """The picture without the kinds of nodes and types of lines that are switched off."""
    gone = set(off)
    if not gone:
        return picture
    nodes = tuple(shown for shown in picture.nodes if shown.node.label not in gone)
    groups = tuple(group for group in picture.groups if group.kind not in gone and group.type not in gone)
    ids = {shown.node.id for shown in nodes} | {group.id for group in groups}
    groups = tuple(group for group in groups if group.of in ids)
    lines = tuple(k for k in picture.lines if k.type not in gone and k.start in ids and k.end in ids)
    return Picture(nodes, groups, lines, picture.beyond)


def size_of(data: Mapping[str, Any]) -> int:
    """Bytes that the data takes on its way to the browser."""
    return len(json.dumps(data, ensure_ascii=False).encode())
