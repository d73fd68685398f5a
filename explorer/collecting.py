"""What came back from the departments, as the collect page shows it: counts that lead to their lists, and each list."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from explorer.language import shown, t
from explorer.safe import markup
from exports.collect import Finding, Report

# What each kind of finding has to say, in the order of its columns.
COLUMNS: dict[str, tuple[str, ...]] = {
    "unusable": ("file", "new"),
    "altered": ("department", "number", "column", "old", "new", "file"),
    "missing_row": ("department", "number", "old", "file"),
    "extra_row": ("department", "new", "file"),
    "overdue": ("department", "number", "old", "new", "file"),
    "blank_row": ("department", "number", "file"),
}
KINDS = ("not_reported", *COLUMNS)
LISTED = 500
LONGEST = 600


def numbers(report: Report) -> str:
    """How many departments were to report and did, and how many findings of each kind there are."""
    silent, leads = len(report.not_reported), _leads(report)
    told = f'<span class="z-tile"><b>{leads - silent} / {leads}</b><span>{markup(t("collect.reported"))}</span></span>'
    tiles = "".join(_tile(kind, len(report.of_kind(kind))) for kind in KINDS)
    return f'<div class="z-tiles z-small">{told}{tiles}</div>'


def _leads(report: Report) -> int:
    return len({duty.department.id for plan in report.plans for item in plan.items for duty in item.leads})


def _tile(kind: str, count: int) -> str:
    inside = f"<b>{count}</b><span>{markup(t(f'collect.{kind}'))}</span>"
    return f'<a class="z-tile" href="#{kind}">{inside}</a>' if count else f'<span class="z-tile z-zero">{inside}</span>'


def lists(report: Report) -> str:
    """Each kind of finding that there is, with its rows."""
    found = "".join(_list(kind, report.of_kind(kind)) for kind in KINDS if report.of_kind(kind))
    return f'<div class="z-stack">{found}</div>' if found else f'<p class="z-none">{markup(t("collect.nothing"))}</p>'


def _list(kind: str, found: Sequence[Finding]) -> str:
    head = (
        f'<h2>{markup(t(f"collect.{kind}"))} <span class="z-count">{len(found)}</span> '
        f'<span class="z-note">{markup(t(f"collect.{kind}_note"), 300)}</span></h2>'
    )
    if kind == "not_reported":
        body = f'<p class="z-names">{markup("、".join(shown(f.department) for f in found), 20_000)}</p>'
    else:
        body = _table(kind, _joined(found) if kind == "blank_row" else found)
    return f'<section class="z-list" id="{kind}">{head}{body}</section>'


def _joined(found: Sequence[Finding]) -> list[Finding]:
    """One row a department: a new plan begins with every row blank."""
    groups = groupby(found, key=lambda f: (f.department, f.file))
    return [
        Finding("blank_row", department, "、".join(f.number for f in some), file=file)
        for (department, file), some in groups
    ]


def _table(kind: str, found: Sequence[Finding]) -> str:
    names = COLUMNS[kind]
    heads = "".join(f'<th scope="col">{markup(t(_head(kind, name)))}</th>' for name in names)
    rows = "".join(
        "<tr>" + "".join(f"<td>{markup(_said(finding, name), LONGEST)}</td>" for name in names) + "</tr>"
        for finding in found[:LISTED]
    )
    more = f'<p class="z-note">{markup(t("panel.more", n=len(found) - LISTED))}</p>' if len(found) > LISTED else ""
    label = markup(t(f"collect.{kind}"))
    return (
        f'<div class="z-table" data-scroll="{kind}" tabindex="0" role="region" aria-label="{label}"><table>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>{more}"
    )


def _head(kind: str, name: str) -> str:
    """The label of a column: an overdue task's old text is its deadline, a missing row's its title."""
    special = {
        ("overdue", "old"): "due", ("overdue", "new"): "said", ("missing_row", "old"): "task",
        ("unusable", "new"): "why", ("blank_row", "number"): "numbers",
    }  # fmt: skip
    return f"collect.column_{special.get((kind, name), name)}"


def _said(finding: Finding, name: str) -> str:
    text = str(getattr(finding, name))
    return text if name == "file" or finding.kind == "unusable" else shown(text)
