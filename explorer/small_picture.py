"""An answer's small picture: what the answer names, in columns, and the lines between, drawn as markup.

It is a look, not a tool: the page of the picture has the same nodes to move and to expand. Names are text of the page, so they
wrap, are searched and are read aloud; only the lines are drawn, in a strip between two columns that stretches with the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from explorer.evidence import opened
from explorer.language import shown, t, term
from explorer.picture_palette import LINES
from explorer.safe import markup
from explorer.scope import Scope
from graph.model import Node

MOST = 16
"""Names of one column at most: with more, a small picture shows nothing."""
ROW = 30
"""Height of a row, px."""
GAP = 72
"""Width of the strip between two columns, px, as drawn: narrow windows squeeze it."""
_COLUMNS = (("Official", "Department"), ("Task",), ("Platform", "DataDomain"))


def small_picture(scope: Scope, nodes: Iterable[Node]) -> str:
    """The picture as markup; empty where nothing runs between the nodes, or where they are too many to be looked at.

    Args:
        scope: where the nodes come from.
        nodes: what the answer names; kinds that no column is for are left out.
    """
    named = {node.id: node for node in nodes}
    columns = [sorted((n for n in named.values() if n.label in kinds), key=scope.place) for kinds in _COLUMNS]
    columns = [column for column in columns if column]
    if not columns or max(map(len, columns)) > MOST:
        return ""
    place = {node.id: (x, y) for x, column in enumerate(columns) for y, node in enumerate(column)}
    lines = list(
        dict.fromkeys(
            (link.relationship.type, node.id, link.other.id)
            for node in named.values()
            if node.id in place
            for link in scope.links(node, *LINES, outward=True)
            if link.other.id in place
        )
    )
    if not lines:
        return ""
    height = max(map(len, columns)) * ROW
    within = any(place[a][0] == place[b][0] for _, a, b in lines)
    parts, tracks = [], []
    for x, column in enumerate(columns):
        strip = [
            line
            for line in lines
            if min(place[line[1]][0], place[line[2]][0]) == x - 1 and place[line[1]][0] != place[line[2]][0]
        ]
        inside = [line for line in lines if place[line[1]][0] == place[line[2]][0] == x]
        if strip or inside or x:
            drawn = "".join(_across(scope, line, place) for line in strip) + "".join(
                _beside(scope, line, place) for line in inside
            )
            parts.append(_strip(drawn, height))
            tracks.append("minmax(28px, 72px)")
        parts.append(_column(scope, column))
        tracks.append("minmax(0, max-content)" if x < len(columns) - 1 else "minmax(0, 1fr)")
    legend = "".join(
        f'<span><svg width="26" height="8" aria-hidden="true"><path d="M0 4H26" class="z-line" {_stroke(kind)}/></svg>{markup(term(kind))}</span>'
        for kind in LINES
        if any(line[0] == kind for line in lines)
    )
    arrow = f"<span>{markup(t('answer.arrow'))}</span>" if within else ""
    return (
        f'<figure class="z-sketch" aria-label="{markup(t("answer.small", n=len(place), lines=len(lines)))}">'
        f'<div class="z-sketch-scroll" data-scroll="small"><div class="z-sketch-columns" style="grid-template-columns:{" ".join(tracks)}">{"".join(parts)}</div></div>'
        f"<figcaption>{legend}{arrow}</figcaption></figure>"
    )


def _column(scope: Scope, column: list[Node]) -> str:
    rows = []
    for node in column:
        path = f'<span class="z-path">{markup(scope.path(node))}</span>' if node.label == "Task" else ""
        name = shown(scope.name(node))
        rows.append(
            f'<a data-row href="{escape(opened(scope.reference(node)))}" title="{markup(name, 300)}" style="height:{ROW}px">'
            f'{path}<span class="z-name k-{node.label}">{markup(name, 80)}</span></a>'
        )
    return f'<div class="z-sketch-names">{"".join(rows)}</div>'


def _strip(drawn: str, height: int) -> str:
    return f'<svg class="z-sketch-lines" viewBox="0 0 {GAP} {height}" preserveAspectRatio="none" height="{height}" aria-hidden="true">{drawn}</svg>'


def _middle(row: int) -> float:
    return (row + 0.5) * ROW


def _across(scope: Scope, line: tuple[str, str, str], place: dict[str, tuple[int, int]]) -> str:
    """A line between two neighbouring columns."""
    kind, start, end = line
    left, right = sorted((place[start], place[end]))
    y, z = _middle(left[1]), _middle(right[1])
    return f'<path class="z-line" d="M0 {y:g}C{GAP / 2:g} {y:g} {GAP / 2:g} {z:g} {GAP} {z:g}" {_stroke(kind)}>{_title(scope, line)}</path>'


def _beside(scope: Scope, line: tuple[str, str, str], place: dict[str, tuple[int, int]]) -> str:
    """A line within a column: a bow in the strip at its left, with an arrow at its end."""
    kind, start, end = line
    y, z = _middle(place[start][1]), _middle(place[end][1])
    if y == z:
        return ""
    out = GAP - min(GAP - 8, 14 + abs(z - y) * 0.28)
    bow = f"M{GAP - 2} {y:g}C{out:g} {y:g} {out:g} {z:g} {GAP - 4} {z:g}"
    head = f"M{GAP - 10} {z - 4:g}L{GAP - 2} {z:g}L{GAP - 10} {z + 4:g}"
    return f'<path class="z-line" d="{bow}" {_stroke(kind)}>{_title(scope, line)}</path><path class="z-line" d="{head}" {_stroke(kind, solid=True)}/>'


def _stroke(kind: str, *, solid: bool = False) -> str:
    style = LINES[kind]
    dash = f' stroke-dasharray="{" ".join(map(str, style.dash))}"' if style.dash and not solid else ""
    return f'style="stroke:var(--l-{kind})" stroke-width="{style.width:g}"{dash}'


def _title(scope: Scope, line: tuple[str, str, str]) -> str:
    kind, start, end = line
    names = [shown(scope.caption(scope.nodes[key])) for key in (start, end)]
    return f"<title>{markup(f'{names[0]} — {term(kind)} → {names[1]}', 300)}</title>"
