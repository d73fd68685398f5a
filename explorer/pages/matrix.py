"""The responsibility matrix: chapters against departments first, any row opens to its tasks; Excel, CSV, print."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from explorer import downloads, frame
from explorer.address import here, value
from explorer.evidence import cell_reference, opened
from explorer.language import shown, t
from explorer.papers import sheet_markup
from explorer.safe import markup, visible
from explorer.scope import Scope
from explorer.surface import surface
from graph.model import Node, Relationship
from queries.matrix import ASSIGNED, Count, Mark, Matrix, Row, build_matrix, is_assigned


def draw() -> None:
    """The chosen layout with its tools."""
    from exports import LAYOUTS

    scope = frame.scope()
    layouts = list(LAYOUTS)
    layout = value("layout") if value("layout") in layouts else layouts[0]
    department = scope.resolve(f"department:{value('department')}") if value("department") else None
    _tools(scope, layouts, layout, department)
    if layout == "matrix":
        wanted = [department.id] if department else []
        surface(_matrix(scope, build_matrix(scope.graph, departments=wanted)), "matrix")
    else:
        surface(_paper(scope, layout, department), f"paper_{layout}")


def _tools(scope: Scope, layouts: Sequence[str], layout: str, department: Node | None) -> None:
    """One line over the table: layout, department, downloads, print."""
    names = [scope.name(department)] if department else []
    title = " ".join(str(scope.plans[0].document.get("title") or "").split()) if len(scope.plans) == 1 else ""
    file = f"{title[:40]} {t(f'layouts.{layout}')}{''.join(names)}".strip()
    with st.container(horizontal=True, key="tools", vertical_alignment="center"):
        tabs = "".join(
            f'<a href="{escape(here(layout=name))}"{" aria-current=page" if name == layout else ""}>{markup(t(f"layouts.{name}"))}</a>'
            for name in layouts
        )
        surface(f'<div class="z-tabs">{tabs}</div>', "layouts")
        _department(scope, department)
        for form in ("xlsx", "csv"):
            downloads.button(
                t(f"download.{form}"),
                downloads.paper(scope, layout, form, names),
                file,
                form,
                f"matrix_{form}",
            )
        if st.button(t("download.print"), key="print", type="tertiary"):
            page = downloads.paper(scope, layout, "html", names)().decode("utf-8")
            surface("", "printer", paper=page)


def _department(scope: Scope, department: Node | None) -> None:
    found = {scope.name(n): n for n in scope.departments}

    def chosen() -> None:
        from explorer.address import remember

        remember(department=st.session_state["matrix_department"], ev=None)

    st.session_state["matrix_department"] = scope.name(department) if department else ""
    st.selectbox(
        t("matrix.department"),
        ["", *found],
        format_func=lambda name: visible(shown(name)) if name else t("matrix.everyone"),
        key="matrix_department",
        on_change=chosen,
        label_visibility="collapsed",
    )


# --- the matrix ----------------------------------------------------------------------------------------------------


def _matrix(scope: Scope, matrix: Matrix) -> str:
    every = bool(value("all")) or len(matrix.columns) < 12
    folded = [] if every else matrix.seldom()
    if len(folded) < 3:
        folded = []
    hidden = {node.id for node in folded}
    columns = [node for node in matrix.columns if node.id not in hidden]
    opened_rows = set(value("open").split(",")) if value("open") else set()
    body = "".join(_rows(scope, matrix, columns, folded, opened_rows))
    return (
        f'<div class="z-matrix-bar">{_legend(matrix)}{_switches(scope, matrix, opened_rows, folded, every)}</div>'
        f'<div class="z-matrix" data-scroll="matrix" tabindex="0" role="region" aria-label="{markup(t("pages.matrix"))}">'
        f"<table>{_head(scope, columns, folded)}<tbody>{body}</tbody>{_totals(matrix, columns, folded)}</table></div>"
    )


def _legend(matrix: Matrix) -> str:
    signs = "".join(
        f'<span><i class="z-sign z-{mark}">{mark.sign}</i>{markup(t(f"marks.{mark}"))}</span>' for mark in matrix.marks
    )
    if matrix.assigned:
        signs += f'<span><i class="z-sign">{ASSIGNED}</i>{markup(t("rows.assigned"))}</span>'
    return f'<p class="z-legend">{signs}<span>{markup(t("matrix.counts"))}</span></p>'


def _switches(scope: Scope, matrix: Matrix, opened_rows: set[str], folded: Sequence[Node], every: bool) -> str:
    chapters = [_key(scope, row) for row in matrix.rows if row.kind == "section"]
    links = []
    if chapters:
        everything = ",".join([*chapters, *(_key(scope, r) for r in matrix.rows if r.kind == "task" and r.rolls_up)])
        if not set(chapters) <= opened_rows:
            links.append((here(open=everything), t("matrix.open_all")))
        if opened_rows:
            links.append((here(open=None), t("matrix.close_all")))
    if every and len(matrix.seldom()) > 2:
        links.append((here(all=None), t("matrix.fold", n=len(matrix.seldom()))))
    elif folded:
        links.append((here(all="1"), t("matrix.unfold", n=len(folded))))
    return '<p class="z-actions">' + "".join(f'<a href="{escape(a)}">{markup(said)}</a>' for a, said in links) + "</p>"


def _head(scope: Scope, columns: Sequence[Node], folded: Sequence[Node]) -> str:
    cells = [
        f'<th scope="col" data-col="{place}"><a href="{escape(opened(scope.reference(node)))}" title="{markup(shown(scope.name(node)))}">'
        f"<span>{markup(shown(scope.name(node)), 40)}</span></a></th>"
        for place, node in enumerate(columns)
    ]
    if folded:
        names = "、".join(shown(scope.name(n)) for n in folded)
        cells.append(
            f'<th scope="col" data-col="rest"><a href="{escape(here(all="1"))}" title="{markup(names, 2_000)}">'
            f"<span>{markup(t('matrix.others', n=len(folded)))}</span></a></th>"
        )
    return f'<thead><tr><th scope="col" class="z-corner">{markup(t("matrix.task"))}</th>{"".join(cells)}<th scope="col" data-col="sum" class="z-sum"><span>{markup(t("matrix.sum"))}</span></th></tr></thead>'


def _key(scope: Scope, row: Row) -> str:
    """What the address calls an opened row."""
    return scope.reference(row.node).partition(":")[2].replace(",", " ")


def _rows(
    scope: Scope, matrix: Matrix, columns: Sequence[Node], folded: Sequence[Node], opened_rows: set[str]
) -> list[str]:
    chaptered = any(row.kind == "section" for row in matrix.rows)
    found: list[str] = []
    chapter_open, closed_below = not chaptered, 99
    for row in matrix.rows:
        if row.kind == "section":
            chapter_open, closed_below = _key(scope, row) in opened_rows, 99
        elif row.kind == "document":
            chapter_open, closed_below = not chaptered, 99
        elif not chapter_open or row.depth > closed_below:
            continue
        else:
            closed_below = row.depth if row.rolls_up and _key(scope, row) not in opened_rows else 99
        found.append(_row(scope, row, columns, folded, _key(scope, row) in opened_rows, opened_rows))
    return found


def _row(
    scope: Scope, row: Row, columns: Sequence[Node], folded: Sequence[Node], is_open: bool, opened_rows: set[str]
) -> str:
    cells = "".join(_cell(scope, row, node, place) for place, node in enumerate(columns))
    if folded:
        cells += _rest(scope, row, folded)
    total = _counted(row.total)
    kind = "item" if row.kind == "task" and row.rolls_up else row.kind
    return f'<tr class="r-{kind} d-{row.depth}">{_title(scope, row, is_open, opened_rows)}{cells}<td data-col="sum" class="z-sum">{total}</td></tr>'


def _title(scope: Scope, row: Row, is_open: bool, opened_rows: set[str]) -> str:
    number = f'<span class="z-path">{markup(row.path + ("、" if row.kind == "section" and row.path else ""))}</span> '
    text = markup(shown(row.title), 90)
    if row.rolls_up and row.kind != "document":
        key = _key(scope, row)
        after = opened_rows - {key} if is_open else opened_rows | {key}
        href, state = here(open=",".join(sorted(after)) or None), f' aria-expanded="{str(is_open).lower()}"'
    else:
        href, state = opened(scope.reference(row.node)), ""
    return (
        f'<th scope="row"><a data-row data-stay="{markup(scope.reference(row.node))}" href="{escape(href)}"{state} title="{markup(shown(row.title))}">'
        f"{number}{text}</a></th>"
    )


def _cell(scope: Scope, row: Row, node: Node, place: int) -> str:
    cell, count = row.cells.get(node.id), row.counts.get(node.id, Count())
    said = f"{shown(scope.name(node))} {row.path}"
    if row.rolls_up:
        if not count.any:
            return f'<td data-col="{place}"></td>'
        own = "".join(f'<i class="z-sign z-{m}">{m.sign}</i>' for m in cell.marks) if cell else ""
        signs = cell.signs if cell else ""
        href = opened(cell_reference(scope, node, row.node))
        return f'<td data-col="{place}"><a href="{escape(href)}" aria-label="{markup(said)}: {signs}{_spoken(count)}">{own}{_counted(count)}</a></td>'
    if cell is None:
        return f'<td data-col="{place}"></td>'
    links = "".join(
        f'<a href="{escape(opened(scope.written(r)))}" class="z-sign z-{m}" aria-label="{markup(said)} {m.sign} {_named(m, r)}"'
        f' title="{markup(said)} {_named(m, r)}">{m.sign}{ASSIGNED if is_assigned(r) else ""}</a>'
        for m, r in zip(cell.marks, cell.relationships, strict=True)
    )
    return f'<td data-col="{place}">{links}</td>'


def _named(mark: Mark, r: Relationship) -> str:
    """What a sign means, and that the office set it where it did."""
    return markup(t(f"marks.{mark}") + (f" ({t('rows.assigned')})" if is_assigned(r) else ""))


def _rest(scope: Scope, row: Row, folded: Sequence[Node]) -> str:
    """The folded departments' parts in a row, by name in its tooltip."""
    parts = [(node, row.counts[node.id]) for node in folded if node.id in row.counts and row.counts[node.id].any]
    if not parts:
        return '<td data-col="rest"></td>'
    names = "、".join(shown(scope.name(node)) for node, _ in parts)
    if not row.rolls_up:
        cells = [row.cells[node.id] for node, _ in parts if node.id in row.cells]
        found = [pair for cell in cells for pair in zip(cell.marks, cell.relationships, strict=True)]
        signs = "".join(f'<i class="z-sign z-{m}">{m.sign}{ASSIGNED if is_assigned(r) else ""}</i>' for m, r in found)
        spoken = "".join(cell.signs for cell in cells)
    else:
        count = Count(sum(c.leads for _, c in parts), sum(c.supports for _, c in parts))
        signs, spoken = _counted(count), _spoken(count)
    target = cell_reference(scope, parts[0][0], row.node) if len(parts) == 1 else scope.reference(row.node)
    return f'<td data-col="rest"><a href="{escape(opened(target))}" title="{markup(names)}" aria-label="{markup(names)}: {spoken}">{signs}</a></td>'


def _counted(count: Count) -> str:
    leads = f"<b>{count.leads}</b>" if count.leads else ""
    supports = f"<small>({count.supports})</small>" if count.supports else ""
    return leads + supports


def _spoken(count: Count) -> str:
    """The same as `_counted`, for a label."""
    return (str(count.leads) if count.leads else "") + (f"({count.supports})" if count.supports else "")


def _totals(matrix: Matrix, columns: Sequence[Node], folded: Sequence[Node]) -> str:
    cells = "".join(f'<td data-col="{p}">{_counted(matrix.totals[n.id])}</td>' for p, n in enumerate(columns))
    if folded:
        rest = Count(sum(matrix.totals[n.id].leads for n in folded), sum(matrix.totals[n.id].supports for n in folded))
        cells += f'<td data-col="rest">{_counted(rest)}</td>'
    return f'<tfoot><tr><th scope="row">{markup(t("matrix.total"))}</th>{cells}<td data-col="sum" class="z-sum">{_counted(matrix.total)}</td></tr></tfoot>'


# --- other layouts -------------------------------------------------------------------------------------------------


def _paper(scope: Scope, layout: str, department: Node | None) -> str:
    """Any other layout as the office prints it: its first sheet as a table."""
    from explorer.language import language
    from exports import LAYOUTS
    from exports.layout import Order

    order = Order((department.id,) if department else (), (), language(), default_due=scope.defaults)
    return sheet_markup(LAYOUTS[layout].paper(scope.graph, order).sheets[0], t(f"layouts.{layout}"))
