"""What people corrected, applied to the facts of a document before its graph is built; refused where the text moved on.

    corrections = read_corrections("corrections.yaml")
    results = apply(source, facts, corrections)

Each relationship that a correction makes or changes has it in its `rule`; each place is listed by the audit (Z761), and
so is each correction that no longer fits (Z762).
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.errors import StaleCorrection
from graph.identity import document_id as make_document_id
from graph.identity import name_key
from loaders.correction_acts import ACTS, Unfit
from loaders.correction_file import KINDS, Correction, Corrections, checked, read_corrections
from loaders.correction_places import Places
from loaders.correction_proposals import (
    Proposal,
    accepted_corrections,
    decide,
    propose,
    read_proposals,
)
from loaders.facts import Facts, Issue, Used
from loaders.issues import ISSUES
from loaders.source import SourceText, Span

__all__ = [
    "KINDS",
    "Applied",
    "Correction",
    "Corrections",
    "Proposal",
    "Refused",
    "accepted_corrections",
    "apply",
    "checked",
    "decide",
    "propose",
    "read_corrections",
    "read_proposals",
]


@dataclass(frozen=True, slots=True)
class Applied:
    """A correction that was applied, and the spans of the text that it rests on."""

    correction: Correction
    spans: tuple[Span, ...]

    def line(self) -> str:
        """One line for a person: what was corrected, why, when, by whom."""
        c = self.correction
        subject = " ".join(filter(None, (c.type, c.name or "、".join(c.names), c.item and f"item {c.item}")))
        return f"{c.kind} {subject}: {c.reason} ({c.date}, {c.by})"


@dataclass(frozen=True, slots=True)
class Refused:
    """A correction that does not fit the text, with the reason in plain words."""

    correction: Correction
    reason: str
    code: str = StaleCorrection.code

    def line(self) -> str:
        """One line for a person: what does not fit, where the entry stands, what to do."""
        return StaleCorrection(f"{self.correction.kind}: {self.reason}", where=self.correction.where).line()


def apply(
    source: SourceText, facts: Facts, corrections: Corrections, *, document_id: str | None = None
) -> list[Applied | Refused]:
    """Apply to the facts what is meant for this document, in the file's order; the rest is left alone.

    Args:
        source: the text that was read.
        facts: what was read of it; changed in place.
        corrections: of any documents.
        document_id: the document's id where it is not made from its head.

    Returns:
        One result for each correction that names this document, or its jurisdiction and a name that it prints.
    """
    places = Places(source, facts)
    results: list[Applied | Refused] = []
    for correction in corrections.entries:
        if not _is_meant(source, facts, correction, document_id):
            continue
        try:
            spans = ACTS[correction.kind](places, correction)
        except Unfit as unfit:
            if correction.document is not None:
                results.append(Refused(correction, str(unfit)))
                facts.issues.append(Issue("Z762", Span(0, 0), f"{correction.where}: {correction.kind}: {unfit}"))
            continue
        done = Applied(correction, tuple(spans))
        results.append(done)
        facts.used += [Used(span, "used", correction.rule) for span in spans if len(span)]
        facts.issues.append(Issue("Z761", spans[0] if spans else Span(0, 0), done.line()))
    _settle(source, facts, [span for done in results if isinstance(done, Applied) for span in done.spans])
    return results


def _settle(source: SourceText, facts: Facts, told: list[Span]) -> None:
    """Drop what the corrections answer: unread words that their quotations hold whole, items that now name somebody."""
    if not told:
        return
    held = bytearray(len(source.text))
    for span in told:
        held[span.start : span.end] = b"\1" * len(span)

    named = {role.item for role in facts.roles}
    settled = {item.span for item in facts.items if item.number in named}

    def answered(issue: Issue) -> bool:
        if issue.code == "Z713":
            return issue.span in settled
        words = [at for at in range(*issue.span) if source.text[at].isalnum()]
        return ISSUES[issue.code].severity == "unread" and bool(words) and all(held[at] for at in words)

    facts.issues = [issue for issue in facts.issues if not answered(issue)]


def _is_meant(source: SourceText, facts: Facts, correction: Correction, document_id: str | None) -> bool:
    head = facts.head
    if correction.jurisdiction is not None:
        return name_key(correction.jurisdiction) == name_key(head.jurisdiction or "")
    made = make_document_id(head.jurisdiction, head.doc_number, head.title, head.issued_on, source.sha256)
    wanted = name_key(correction.document or "")
    return wanted in {name_key(n) for n in (document_id, made, head.doc_number, head.title) if n}
