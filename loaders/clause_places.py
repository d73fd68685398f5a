"""Where a text's responsibility clauses stand: brackets after a sentence, labels on a line, whole sentences."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from loaders.clause_words import clause_words
from loaders.clauses import Clause, parse_clause
from loaders.names import CLOSING, OPENING, is_body, is_plain_body
from loaders.source import Span

_MARK = re.compile(r"[(\[〔【{)\]〕】}\n]")
_PARAGRAPH = 600
_LONGEST = 900  # characters in a clause; a bracket that stays open for longer is a slip of the pen
_LONGEST_LABEL = 80
_ENDS = "。;!?…"
_AFTER = re.compile(
    r"[ \t\u3000]*(?=(?P<mark>[。;!?\n]|$)|[(\[〔【]|\d{1,3}[.、](?!\d)|[一二三四五六七八九十]+、|[①-⑳])"
)
# 責任單位:甲局 完成情況:…
_OTHER_LABEL = re.compile(r"[ \t\u3000]+(?P<name>[\u4e00-\u9fff]{2,10})[ \t]*:")
_SPACE = re.compile(r"[ \t\u3000\n]*")
_JOINED = "、,和及与(:"
_APART = "、,;:\n"


@dataclass(slots=True)
class Found:
    """Clauses in order; `names` are brackets that hold names alone (clauses only if the document does so throughout).

    `unread` are clause-like brackets in a clause's place that no rule read, `asides` brackets with a responsibility
    word in the middle of a sentence.
    """

    clauses: list[Clause] = field(default_factory=list)
    names: list[Clause] = field(default_factory=list)
    unread: list[Span] = field(default_factory=list)
    asides: list[Span] = field(default_factory=list)


def find_clauses(text: str, outside: list[Span]) -> Found:
    """Every clause in a shadow (the document's rules blanked), in order.

    Args:
        text: the shadow.
        outside: spans that hold no clauses (tables, whose cells are read on their own), in order.
    """
    found = Found()
    starts = [span.start for span in outside]

    def shut(offset: int) -> bool:
        i = bisect_right(starts, offset) - 1
        return i >= 0 and offset < outside[i].end

    taken: list[Span] = []
    for span, closed in _brackets(text):
        if not shut(span.start):
            _bracket(text, span, closed, found, taken)
    for span in _labelled(text, taken):
        if not shut(span.start):
            clause = parse_clause(text, span.start, span.end, form="label", span=span)
            if clause.parts or clause.dues:
                found.clauses.append(clause)
    found.clauses.sort(key=lambda clause: clause.span.start)
    found.clauses += [c for c in _sentences(text, [c.span for c in found.clauses]) if not shut(c.span.start)]
    found.clauses.sort(key=lambda clause: clause.span.start)
    _names_alone(text, found)
    found.clauses = _with_same(text, found, shut)
    if lines := _lines_alone(text, found.clauses, shut):
        found.clauses = sorted(found.clauses + lines, key=lambda clause: clause.span.start)
    return found


_SAME = re.compile(
    r"(?P<open>[(\[〔【])?(?:(?:牵头|责任|主办|负责|承办|配合)(?:单位|部门|科室|处室)?(?:和|及|、|与)?){0,3}(?:单位|部门)?"
    r":?\s*均?同上(?(open)[)\]〕】]|(?=[。\n]|$))"
)


def _with_same(text: str, found: Found, shut: Callable[[int], bool]) -> list[Clause]:
    """The clauses, with those that only say 責任單位同上: who does what stands in the one before."""
    clauses = found.clauses
    for same in _SAME.finditer(text) if "同上" in text else ():
        span = Span(*same.span())
        before = [c for c in clauses if c.span.end <= span.start and c.parts]
        told = any(c.span.start < span.end and span.start < c.span.end for c in clauses if c.parts)
        if before and not told and not shut(span.start):
            last = before[-1]
            copy = Clause(span, last.form, list(last.parts), [], True, read_at=last.read_at or last.span)
            clauses = sorted([*clauses, copy], key=lambda clause: clause.span.start)
            found.unread = [u for u in found.unread if not (u.start < span.end and span.start < u.end)]
    return clauses


_LINE = re.compile(
    r"(?<=[。;])[ \t]*\n(?P<line>[^\n。:()]{3,160}(?:\([^\n()]{1,20}\)[^\n。:()]{0,100})*)[。]?[ \t]*(?=\n|$)"
)
_DATED = re.compile(r"\s*\d{4}年")


def _lines_alone(text: str, clauses: list[Clause], shut: Callable[[int], bool]) -> list[Clause]:
    """Lines of names alone behind a paragraph, where the document does so throughout: three of them, and few clauses.

    One or two may be signatures, which a date follows, or whom a letter goes to.
    """
    alone: list[Clause] = []
    for found in _LINE.finditer(text):
        start, end = found.span("line")
        if shut(start) or _DATED.match(text, found.end()):
            continue
        clause = parse_clause(text, start, end, form="names", span=Span(start, end))
        names = [text[p.name.start : p.name.end] for p in clause.parts]
        if names and not clause.worded and all(len(n) <= 24 and is_plain_body(n) for n in names):
            alone.append(clause)
    spans = [clause.span for clause in clauses]
    alone = [c for c in alone if not any(s.start < c.span.end and c.span.start < s.end for s in spans)]
    return alone if len(alone) >= 3 and len(clauses) <= len(alone) else []


def _names_alone(text: str, found: Found) -> None:
    """Take brackets that hold names alone as clauses, in paragraphs where no clause says more.

    One such bracket with one name in a document without any other clause may be an abbreviation or a remark; two of
    them are a habit, and several names are no abbreviation.
    """
    spans = [clause.span for clause in found.clauses]
    starts = [span.start for span in spans]
    alone = []
    for clause in found.names:
        at = max(0, clause.span.start - _PARAGRAPH)
        begin = max(text.rfind("\n", at, clause.span.start) + 1, at)
        stop = text.find("\n", clause.span.end, clause.span.end + _PARAGRAPH)
        stop = clause.span.end + _PARAGRAPH if stop < 0 else stop
        i = bisect_right(starts, clause.span.start)
        near = [spans[j] for j in (i - 1, i) if 0 <= j < len(spans)]
        if not any(begin <= span.start < stop for span in near):
            alone.append(clause)
    if sum(len(clause.parts) for clause in alone) >= 2 or (alone and found.clauses):
        found.clauses = sorted(found.clauses + alone, key=lambda clause: clause.span.start)
    else:
        found.unread += [clause.span for clause in alone]


_SENTENCE_WORD = re.compile("牵头|负责|(?:责任|配合|主办|承办|协办)(?:单位|部门)[为是]")
_SENTENCE_EDGE = re.compile("[。;!?\n]")
# a name in running text holds no verb: 市政府成立专班 is a sentence
_SAYS = re.compile("成立|建立|组建|要|应|通过|加强|负有|对|把|将|为")
_LABEL_LEFT = re.compile(r"[(]?[一二三四五六七八九十\d]{1,4}[)、.]+\s*")


def _sentences(text: str, taken: list[Span]) -> Iterator[Clause]:
    """Whole sentences that are a clause and nothing else: 由市渔业局牵头,市航道局配合。"""
    starts = [span.start for span in taken]
    done = 0
    for word in _SENTENCE_WORD.finditer(text):
        at = word.start()
        if at < done:
            continue
        i = bisect_right(starts, at) - 1
        if i >= 0 and at < taken[i].end:
            continue
        begin = max(text.rfind(mark, max(0, at - 200), at) for mark in "。;!?\n") + 1
        edge = _SENTENCE_EDGE.search(text, at, at + 200)
        stop = edge.start() if edge else min(len(text), at + 200)
        if begin < done or any(t.start < stop and begin < t.end for t in taken[max(0, i) : i + 2]):
            continue
        while begin < at and text[begin].isspace():
            begin += 1
        done = stop
        if _LABEL_LEFT.match(text, begin) or (not edge and stop < len(text)):
            continue
        clause = parse_clause(text, begin, stop, form="sentence", span=Span(begin, stop))
        bodies = [text[p.name.start : p.name.end] for p in clause.parts]
        if (
            clause.worded
            and bodies
            and not clause.objects
            and all(len(b) <= 24 and is_plain_body(b) and not _SAYS.search(b) for b in bodies)
        ):
            yield clause


def _brackets(text: str) -> Iterator[tuple[Span, bool]]:
    """Outermost brackets, and whether they are closed.

    One that is never closed ends with its paragraph, or those inside it stand for themselves.
    """
    open_at: list[int] = []
    inner: list[Span] = []  # closed inside one that is still open
    for mark in _MARK.finditer(text):
        at = mark.start()
        sign = text[at]
        if sign in OPENING:
            open_at.append(at)
        elif sign in CLOSING:
            if open_at:
                first = open_at.pop(0 if at - open_at[0] > _LONGEST else -1)
                if not open_at:
                    inner.clear()
                    yield Span(first, at + 1), True
                elif at - open_at[0] > _LONGEST:
                    yield from ((span, True) for span in _telling(text, inner))
                    inner.clear()
                    open_at.clear()
                else:
                    inner = [*(span for span in inner if span.start < first), Span(first, at + 1)]
        elif open_at and not _closes_soon(text, at):
            yield from _unclosed(text, open_at[0], at, inner)
            inner.clear()
            open_at.clear()
    if open_at:
        yield from _unclosed(text, open_at[0], len(text), inner)


def _unclosed(text: str, start: int, end: int, inner: list[Span]) -> list[tuple[Span, bool]]:
    """The clause-like brackets inside one that is never closed, or else that one up to its paragraph's end."""
    # (市渔业局、各县(市、区政府牵头): the last mark may as well close the first bracket, and a later one is open
    closed = text[end - 1] in CLOSING and not (inner and inner[-1].end == end and _is_whole(text, inner[-1]))
    if telling := _telling(text, inner):
        whole = parse_clause(text, start + 1, end - closed, form="bracket", span=Span(start, end))
        if not whole.solid(text) or any(text[part.name.start] in OPENING for part in whole.parts):
            return [(span, True) for span in telling]
    return [(Span(start, end), closed)] if clause_words().trigger.search(text, start, end) else []


def _is_whole(text: str, bracket: Span) -> bool:
    """Whether a bracket inside a clause is one beyond doubt: it holds a role, or one name."""
    if clause_words().role_only.match(text, bracket.start, bracket.end):
        return True
    return not any(mark in text[bracket.start : bracket.end] for mark in _APART) and not clause_words().trigger.search(
        text, bracket.start, bracket.end
    )


def _telling(text: str, brackets: list[Span]) -> list[Span]:
    """The brackets that hold a responsibility word, and more than the role of the name before them."""
    made = clause_words()
    return [
        span
        for span in brackets
        if made.trigger.search(text, span.start, span.end) and not made.role_only.match(text, span.start, span.end)
    ]


def _closes_soon(text: str, at: int) -> bool:
    """Whether the bracket that is open at a line break is closed on the next lines."""
    following = text[at + 1 : at + 300]
    cut = next((i for i, c in enumerate(following) if c in CLOSING or c in OPENING or c == "。"), None)
    return cut is not None and following[cut] in CLOSING


def _bracket(text: str, span: Span, closed: bool, found: Found, taken: list[Span]) -> None:
    start, end = span
    first, last = start + 1, end - 1 if closed else end
    triggered = clause_words().trigger.search(text, first, last) is not None
    if not triggered and not 3 <= last - first <= 160:
        return
    if triggered and clause_words().role_only.match(text, start, end):
        # 责任单位:市渔业局(牵头单位)、市航道局: the role of the name before it
        found.asides.append(span)
        return
    after = _AFTER.match(text, end)
    before = text[max(0, start - 20) : start].rstrip()[-1:]
    if not triggered:
        if after and before and not is_body(before):
            clause = parse_clause(text, first, last, form="names", span=span)
            names = [text[p.name.start : p.name.end] for p in clause.parts]
            if names and all(len(n) <= 24 and is_plain_body(n) for n in names):
                found.names.append(clause)
            elif before in _ENDS and any(len(n) <= 24 and _does_something(n) for n in names):
                found.unread.append(span)
        return
    clause = parse_clause(text, first, last, form="bracket", span=span)
    placed = after is not None or (before != "" and before in _ENDS)
    if (
        clause.worded and (clause.solid(text) or (placed and clause.likely(text))) and (placed or _listed(text, span))
    ) or (clause.dues and not clause.parts and placed):
        found.clauses.append(clause)
        taken.append(span)
    elif placed and (clause.worded or clause.strange or clause_words().telling.search(text, first, last)):
        found.unread.append(span)
    else:
        found.asides.append(span)


def _does_something(words: str) -> bool:
    """Whether a body's name stands first, and behind it a word that no rule knows: 市渔业局兜底."""
    return not is_body(words) and any(is_plain_body(words[:cut]) for cut in range(3, len(words)))


def _listed(text: str, span: Span) -> bool:
    """Whether a bracket in mid-sentence ends a part of an enumeration: …(市林业局负责),…"""
    return text.startswith((",", "、"), span.end)


def _labelled(text: str, taken: list[Span]) -> Iterator[Span]:
    """Clauses that begin with a label and end with the sentence or the line."""
    starts = [span.start for span in taken]
    done = behind = 0
    colon = text.find(":")
    while colon >= 0:
        # a label ends with a colon: to look before each is faster than at every character
        label = clause_words().label.search(text, max(behind, colon - _LONGEST_LABEL), colon + 1)
        behind, colon = colon + 1, text.find(":", colon + 1)
        if label is None:
            continue
        at = label.start()
        i = bisect_right(starts, at) - 1
        if at < done or (i >= 0 and at < taken[i].end):
            continue
        done = _value_end(text, label.end())
        yield Span(at, done)


def _value_end(text: str, at: int) -> int:
    """Where the names after a label end: at 。, before a label of something else on the line, or at the line's end
    unless the line is wrapped or ends with 、."""
    begin = at
    while True:
        stop = text.find("\n", at, at + _LONGEST)
        stop = min(len(text), at + _LONGEST) if stop < 0 else stop
        stop = _closing(text, at, stop)
        full_stop = text.find("。", at, stop)
        for other in _OTHER_LABEL.finditer(text, at, stop if full_stop < 0 else full_stop):
            if clause_words().label.match(text, other.start("name")) is None:
                return other.start()
        if full_stop >= 0:
            return full_stop + 1
        value = text[begin:stop].rstrip()
        if text[stop : stop + 1] != "\n":
            return begin + len(value)
        if value.strip() and value[-1] not in _JOINED:
            return begin + len(value)
        at = stop + len(_SPACE.match(text, stop).group())  # type: ignore[union-attr]
        if at >= len(text) or at - begin > _LONGEST:
            return begin + len(value)


def _closing(text: str, at: int, stop: int) -> int:
    """Where a bracket ends that was opened before a stretch; else where the stretch ends."""
    depth = 0
    for mark in _MARK.finditer(text, at, stop):
        depth += 1 if mark.group() in OPENING else -1 if mark.group() in CLOSING else 0
        if depth < 0:
            return mark.start()
    return stop
