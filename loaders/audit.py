"""Not one character disappears: what no rule read is listed, and what looks like a fact must be in one.

Lying inside a task's text is not use. The audit looks on its own (`lexicon/audit.yaml`) for brackets like clauses,
responsibility and deadline words, and names like platforms' and databases'; each must touch a fact, a declared
non-fact or furniture. Every other character is a task's prose, or it is listed.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from operator import itemgetter

import yaml

from loaders.facts import Facts, Issue, Used
from loaders.issues import ISSUES
from loaders.source import SourceText, Span

_BLANK = re.compile(r"\s+")
_FIRST_LINE = re.compile(r"[^\s].{0,59}")  # of a text whose line ends were lost, its beginning
_REACH = 40
_BY_PLACE = itemgetter(0, 2)  # by span and rule
UNREAD = frozenset(code for code, kind in ISSUES.items() if kind.severity == "unread")
"""Codes whose span counts as unread."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing to look for; `example` must raise it.

    `pattern` finds it, or its telling end where `before` says what must stand before that (matching from the end of a
    name keeps the search linear). A fact must touch the group `key` where the pattern has one, else the whole match.
    """

    name: str
    code: str
    pattern: re.Pattern[str]
    before: re.Pattern[str] | None
    example: str

    def hits(self, text: str) -> Iterator[tuple[Span, Span]]:
        """Each place that it raises: the whole, and the words that a fact must touch."""
        for hit in self.pattern.finditer(text):
            whole = self.whole(text, hit)
            if whole is not None:
                yield whole, Span(*hit.span(self.key))

    @property
    def key(self) -> str | int:
        """The group that a fact must touch."""
        return "key" if "key" in self.pattern.groupindex else 0

    def whole(self, text: str, hit: re.Match[str]) -> Span | None:
        """A hit with what stands before it; None where that is not what must stand there."""
        start, end = hit.span()
        if self.before is not None:
            head = self.before.search(text, max(0, start - _REACH), start)
            if head is None:
                return None
            start = head.start()
        return Span(start, end)


_MARKS = re.compile(r"[\s|丨│┃、,，;；。.:：\-—]+")


@cache
def alarms() -> tuple[Alarm, ...]:
    """The audit's own word lists."""
    text = resources.files("loaders").joinpath("lexicon/audit.yaml").read_text(encoding="utf-8")
    entries = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))["alarms"]  # noqa: S506
    return tuple(
        Alarm(
            e["name"],
            e["code"],
            re.compile(e["pattern"]),
            re.compile(f"(?:{e['before']})$") if "before" in e else None,
            e["example"],
        )
        for e in entries
    )


def audit(source: SourceText, facts: Facts) -> None:
    """Append to `facts.issues` everything unread, and to `facts.used` the prose of the tasks; sort both."""
    facts.used += [Used(item.span, "text", "task text") for item in facts.items]
    facts.used.sort(key=_BY_PLACE)
    known = _union([span for span, state, _ in facts.used if state != "text"])
    starts = [span[0] for span in known]
    text = source.shadow
    # disjoint and in order, so that a text of nothing but alarms is still read in linear time
    listed = merged([issue.span for issue in facts.issues if issue.code in UNREAD])
    for alarm in alarms():
        key = alarm.key
        for hit in alarm.pattern.finditer(text):
            # nearly everything is in a fact: what must stand before is looked at last
            if _touches(*hit.span(key), known, starts):
                continue
            span = alarm.whole(text, hit)
            if span is None:
                continue
            place = bisect_left(listed, (span.end,)) - 1
            if place < 0 or listed[place].end <= span.start:
                if alarm.code in UNREAD:
                    listed.insert(place + 1, span)
                facts.issues.append(Issue(alarm.code, span, f"{alarm.name}: {_short(source, span)}"))
    _say_what_the_head_lacks(source, facts)
    marks: list[Used] = []
    for gap in _gaps(_union([used[0] for used in facts.used]), len(source.text)):
        for piece in _pieces(source.text, gap):
            if _MARKS.fullmatch(source.text, piece.start, piece.end):
                # what separates the cells of a table, a stray full stop
                marks.append(Used(piece, "furniture", "audit.marks"))
                continue
            facts.issues.append(Issue("Z751", piece, f"read by no rule: {_short(source, piece)}"))
    if marks:
        facts.used += marks
        facts.used.sort(key=_BY_PLACE)
    facts.issues.sort(key=itemgetter(1, 0))  # by span and code


def _say_what_the_head_lacks(source: SourceText, facts: Facts) -> None:
    head = facts.head
    for value, code in ((head.title, "Z731"), (head.doc_number, "Z732"), (head.jurisdiction, "Z733")):
        if value is None:
            line = _FIRST_LINE.search(source.text)
            facts.issues.append(Issue(code, Span(*line.span()) if line else Span(0, 0), ISSUES[code].title))


@dataclass(frozen=True, slots=True)
class Account:
    """Where a document's characters went; the four add up to its length. White space counts with its neighbours."""

    facts: int
    text: int
    furniture: int
    unread: int

    @property
    def length(self) -> int:
        """All characters of the document."""
        return self.facts + self.text + self.furniture + self.unread

    @property
    def share(self) -> float:
        """The share of characters accounted for, 0 to 1."""
        return 1.0 if not self.length else 1 - self.unread / self.length


def account(source: SourceText, facts: Facts) -> Account:
    """Count every character once: unread first, then in a fact, in furniture, in a task's prose."""
    state = bytearray(len(source.text))
    order = {"text": 1, "furniture": 2, "used": 3}
    for used in sorted(facts.used, key=lambda u: order[u.state]):
        state[used.span.start : used.span.end] = bytes([order[used.state]]) * len(used.span)
    for issue in facts.issues:
        if issue.code in UNREAD:
            state[issue.span.start : issue.span.end] = bytes([4]) * len(issue.span)
    for blank in _BLANK.finditer(source.text):
        # a line break between two paragraphs belongs to whatever stands before it
        fill = next((s for s in reversed(state[max(0, blank.start() - 1) : blank.start()]) if s), 2)
        for i in range(*blank.span()):
            state[i] = state[i] or fill
    return Account(state.count(3), state.count(1), state.count(2), state.count(4) + state.count(0))


def merged(spans: list[Span]) -> list[Span]:
    """The union of spans, as disjoint spans in order."""
    return _union(sorted(spans))


def _union(spans: list[Span]) -> list[Span]:
    """The union of spans that are in order."""
    out: list[Span] = []
    last = -1
    for span in spans:
        start, end = span
        if start <= last:
            if end > last:
                out[-1] = Span(out[-1][0], end)
                last = end
        elif end > start:
            out.append(span)
            last = end
    return out


def _touches(start: int, end: int, known: list[Span], starts: list[int]) -> bool:
    i = bisect_right(starts, end - 1) - 1
    return i >= 0 and known[i][1] > start


def _gaps(known: list[Span], length: int) -> list[Span]:
    out: list[Span] = []
    at = 0
    for start, end in known:
        if start > at:
            out.append(Span(at, start))
        at = end
    return [*out, Span(at, length)] if length > at else out


def _pieces(text: str, gap: Span) -> list[Span]:
    """The gap's lines without the white space around them."""
    out = []
    for line in re.finditer(r"[^\n]+", text[gap.start : gap.end]):
        begin, stop = gap.start + line.start(), gap.start + line.end()
        stripped = text[begin:stop].strip()
        if stripped:
            begin += text[begin:stop].index(stripped)
            out.append(Span(begin, begin + len(stripped)))
    return out


def _short(source: SourceText, span: Span, most: int = 40) -> str:
    words = _BLANK.sub(" ", source.text[span.start : span.end]).strip()
    return words if len(words) <= most else words[: most - 1] + "…"
