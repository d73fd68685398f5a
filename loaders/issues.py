"""The kinds of issues that reading a document can raise, each with a code, a meaning and what to do.

`unread` means that the text holds something that looks like a fact and is in none; `warning` that a fact was read, or a
value is missing, in a way that a person should look at. `docs/issues.md` is generated from this table.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IssueKind:
    """One kind: `severity` is `unread` or `warning`."""

    code: str
    severity: str
    title: str
    advice: str


ISSUES: dict[str, IssueKind] = {
    kind.code: kind
    for kind in (
        IssueKind(
            "Z701",
            "unread",
            "a bracket that looks like a responsibility clause and was not understood",
            "Report the form of the clause, or state the fact in corrections.yaml.",
        ),
        IssueKind(
            "Z702",
            "unread",
            "a responsibility word outside every clause that was read",
            "Look whether the sentence assigns a duty; if so, state it in corrections.yaml.",
        ),
        IssueKind(
            "Z703",
            "warning",
            "a name that does not end like a body's",
            "Check whether it is one name, and a body's; if not, correct it in corrections.yaml.",
        ),
        IssueKind(
            "Z704",
            "unread",
            "names behind a label that no rule knows",
            "Add the label to the lexicon, or state who leads and who supports in corrections.yaml.",
        ),
        IssueKind(
            "Z711",
            "unread",
            "a table whose columns were not understood",
            "Name the columns 牽頭單位, 責任單位, 配合單位, or state the facts in corrections.yaml.",
        ),
        IssueKind("Z712", "warning", "a number that is out of order or used twice", "Check the outline."),
        IssueKind(
            "Z713",
            "warning",
            "an item without anyone who is responsible for it",
            "Check whether the plan leaves it open.",
        ),
        IssueKind("Z721", "unread", "a deadline that was not understood", "State the date in corrections.yaml."),
        IssueKind(
            "Z722",
            "warning",
            "several deadlines in one item",
            "None of them was taken as the item's own: read the sentence.",
        ),
        IssueKind(
            "Z731", "warning", "the document has no title", "Give --id or a jurisdiction if it should be told apart."
        ),
        IssueKind("Z732", "warning", "the document has no number (發文字號)", "Nothing to do if none was given to it."),
        IssueKind("Z733", "warning", "the document does not say which place it governs", "Give --jurisdiction."),
        IssueKind(
            "Z741",
            "unread",
            "a name that ends like a platform's and is in no fact",
            "State it as an alias, a platform or not-a-platform in corrections.yaml.",
        ),
        IssueKind(
            "Z742", "unread", "a name that ends like a database's and is in no fact", "State it in corrections.yaml."
        ),
        IssueKind(
            "Z751",
            "unread",
            "text that belongs to no task and is no recognised furniture",
            "Look at it: it may be a heading or a rule in a form that is not known.",
        ),
        IssueKind(
            "Z761", "warning", "a correction was applied here", "Nothing to do: it is listed so that it is seen."
        ),
        IssueKind(
            "Z762",
            "warning",
            "a correction that no longer fits the text",
            "Look at the text again and correct or remove the entry.",
        ),
    )
}
"""Every code that `Facts.issues` may hold."""
