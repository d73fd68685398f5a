"""What the reading stages hand on. Every fact keeps offsets into `SourceText.text`; nothing here knows the graph's ids.

source → outline (Head, Chapter, Item) → clauses (Role, Due) → mentions (Mention) → targets (Goal) → audit (Issue) → build
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from loaders.source import Span


@dataclass(frozen=True, slots=True)
class Head:
    """What the document says of itself; each value as printed, None where the text does not say."""

    title: str | None = None
    doc_number: str | None = None
    issuer: str | None = None
    issued_on: str | None = None
    year: int | None = None
    jurisdiction: str | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """A numbered chapter. `number` as printed without punctuation (一), `position` from 1, `span` its heading line."""

    number: str
    title: str
    position: int
    span: Span


class Item(NamedTuple):
    """One work item at any depth.

    Attributes:
        number: `10`, `11.3`, `24.2` (conventions in docs/reading.md).
        printed_label: `(十一)`, `3.`; None for an implicit subtask.
        chapter: position of its chapter, None directly under the document.
        parent: number of the item above, None at depth 1.
        position: order in the document, from 1.
        span: its own words, from the label to the end of its last own character; subtasks' text is left out.
        body: the parts of `span` in which platforms, data, targets and dates may stand: label and clauses left out.
        optional: a numbered paragraph that is no work (a principle, a goal).
    """

    number: str
    printed_label: str | None
    title: str
    chapter: int | None
    parent: str | None
    position: int
    depth: int
    span: Span
    body: tuple[Span, ...]
    implicit: bool = False
    optional: bool = False


class Role(NamedTuple):
    """One body (or person) named for one item. `kind` is LEADS, SUPPORTS or OVERSEES.

    `name` is the mention without line breaks and white space; `mention` is where it stands in the text, `evidence`
    the whole clause (for an implied role the sentence that states the rule). `rank` counts from 1 within its kind.
    """

    item: str
    kind: str
    name: str
    mention: Span
    evidence: Span
    word: str | None
    rank: int
    rule: str
    joint: bool = False
    collective: bool = False
    implied: bool = False


class Due(NamedTuple):
    """An item's deadline: `due_on` ISO date or None (持續推進), `text` as printed."""

    item: str
    due_on: str | None
    text: str
    span: Span
    rule: str


class Mention(NamedTuple):
    """A platform or data domain named in an item.

    `label` is Platform or DataDomain, `type` the relationship (DELIVERS, USES, PRODUCES, CONSUMES), `name` the node's
    own name (quotation marks removed, the proper form), `span` where it is printed, `verb` the word that decides the
    role, `evidence` the sentence. `tier` and `jurisdiction` are the owner's; `aliases` other names of the same thing.
    """

    item: str
    label: str
    type: str
    name: str
    span: Span
    evidence: Span
    verb: str | None
    rule: str
    tier: str | None = None
    jurisdiction: str | None = None
    aliases: tuple[str, ...] = ()


class Goal(NamedTuple):
    """A measurable goal of an item; `span` is the printed text, `subject` a platform's name or None."""

    item: str
    span: Span
    evidence: Span
    metric: str
    operator: str
    value: float | None
    unit: str | None
    due_on: str | None
    rule: str
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """A place where an item names another one (按照第(七)項, 依託上述平臺)."""

    item: str
    target: str
    span: Span
    evidence: Span


class Used(NamedTuple):
    """A span that a rule has accounted for. `state` is `used` (in a fact) or `furniture` (declared no fact)."""

    span: Span
    state: str
    rule: str


class Issue(NamedTuple):
    """Something that a reader should look at: `code` is Z7xx (docs/errors.md), `reason` one line in plain words."""

    code: str
    span: Span
    reason: str


@dataclass(slots=True)
class Facts:
    """Everything read from one document, stage by stage."""

    head: Head = field(default_factory=Head)
    chapters: list[Chapter] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    dues: list[Due] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    used: list[Used] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
