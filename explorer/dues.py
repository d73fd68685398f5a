"""By when a task is due, as a page says it: the plan's own date, one of its targets, the office's default; each marked."""

from __future__ import annotations

from explorer.language import language, shown
from explorer.scope import Scope
from exports.labels import Labels
from exports.ledger import Entries
from graph.model import Node


def said(scope: Scope, task: Node) -> str:
    """The deadline in the session's language, as the papers print it; that the plan states none where it does."""
    item = scope.items[task.id]
    if item.heading_only:
        return ""
    return shown(Entries(Labels(language()), scope.defaults).due(item))


def known(scope: Scope, task: Node) -> str:
    """The same, empty where neither the plan nor the office says a date."""
    item = scope.items[task.id]
    if item.due.source == "none" and item.document.id not in scope.defaults:
        return ""
    return said(scope, task)
