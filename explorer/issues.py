"""What a document's reader left unread or warns of, as the document itself keeps it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from explorer.scope import Scope
from graph.model import Node
from loaders.issues import ISSUES


@dataclass(frozen=True, slots=True)
class Found:
    """One issue: its code, `unread` or `warning`, where it stands in the document's text, and what the reader said."""

    document: Node
    place: int
    code: str
    severity: str
    start: int
    end: int
    reason: str

    @property
    def text(self) -> str:
        """The characters that it is about."""
        return str(self.document.get("text") or "")[self.start : self.end]


def issues_of(document: Node) -> list[Found]:
    """A document's issues in the order of its text."""
    entries = json.loads(str(document.get("issues") or "[]"))
    return [
        Found(
            document,
            place,
            str(entry["code"]),
            ISSUES[entry["code"]].severity if entry["code"] in ISSUES else "warning",
            int(entry["char_start"]),
            int(entry["char_end"]),
            str(entry.get("reason") or ""),
        )
        for place, entry in enumerate(entries)
    ]


def all_issues(scope: Scope, severity: str) -> list[Found]:
    """The issues of one severity in the documents of the session."""
    return [i for plan in scope.plans for i in issues_of(plan.document) if i.severity == severity]
