"""What the departments reported, as the start page and the department card show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from explorer.evidence import opened
from explorer.language import shown, t
from explorer.rows import numbered, row
from explorer.safe import markup
from explorer.scope import Scope
from graph.model import Node
from graph.progress import Entry

STATES = ("green", "yellow", "red")
SIGNS = {"green": "●", "yellow": "◐", "red": "▲"}
"""A form beside the colour, for those who cannot tell the colours apart."""

Reported = Mapping[tuple[str, str], Entry]


def standing(scope: Scope, reported: Reported) -> str:
    """One sentence: how many tasks stand green, yellow and red, and as of when; nothing where nobody reported."""
    latest: dict[str, Entry] = {}
    for (task, _), entry in reported.items():
        if task in scope.items and (task not in latest or latest[task].on < entry.on):
            latest[task] = entry
    if not latest:
        return ""
    counts = Counter(entry.state for entry in latest.values())
    said = " ".join(
        f'<span class="z-state z-{state}"><i>{SIGNS[state]}</i> {markup(t(f"reports.{state}"))} <b>{counts[state]}</b></span>'
        for state in STATES
    )
    on = max(entry.on for entry in latest.values())
    about = markup(t("reports.said", tasks=len(latest), on=on))
    return f'<p class="z-reports">{about} {said} <span class="z-note">{markup(t("reports.rule"), 600)}</span></p>'


def of_department(scope: Scope, department: Node, reported: Reported) -> str:
    """A department's last reports by task, in plan order; nothing where it has reported none."""
    mine = [entry for (task, body), entry in reported.items() if body == department.id and task in scope.items]
    if not mine:
        return ""
    mine.sort(key=lambda entry: scope.place(scope.nodes[entry.task]))
    rows = "".join(_row(scope, entry) for entry in mine)
    title = f'{markup(t("reports.title"))} <span class="z-count">{len(mine)}</span>'
    return f'<section class="z-list" id="reports"><h2>{title}</h2><div class="z-rows">{rows}</div></section>'


def _row(scope: Scope, entry: Entry) -> str:
    task = scope.nodes[entry.task]
    cells = (
        f'<span class="z-state z-{entry.state}" title="{markup(t(f"reports.{entry.state}"))}"><i>{SIGNS[entry.state]}</i></span>'
        f"{numbered(scope, task)}"
        f'<span class="z-name">{markup(shown(entry.progress), 400)}</span><span class="z-due">{markup(entry.on)}</span>'
    )
    return row(opened(scope.reference(task)), cells)
