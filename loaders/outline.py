"""A plan's outline: labels become a tree of chapters and items, each with its own words and its own clauses."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from loaders.clauses import Clause
from loaders.labels import RANKS, Label
from loaders.source import Span
from loaders.words import either, lexicon, words

_INLINE = ("num", "paren_num", "circle")


_NOWHERE = Span(0, 0)


@dataclass(slots=True, eq=False)
class Branch:
    """A labelled part of the text.

    Attributes:
        label: as printed.
        children: those below it in the tree (it does not know its parent: no cycle is left to be collected).
        own: from its label to its first child, or to the end of its words.
        clauses: those that stand in its own words, and one after its last child that is meant for all of them.
    """

    label: Label
    children: list[Branch] = field(default_factory=list)
    own: Span = _NOWHERE
    clauses: list[Clause] = field(default_factory=list)

    def walk(self) -> Iterator[Branch]:
        """It and everything below it, in the order of the text."""
        todo = [self]
        while todo:
            branch = todo.pop()
            yield branch
            todo.extend(reversed(branch.children))

    @property
    def speaks(self) -> bool:
        """Whether a clause stands in it or below it."""
        return bool(self.clauses) or any(child.speaks for child in self.children)


@dataclass(slots=True)
class Outline:
    """Chapters and the items directly under the document, in order, and what belongs to neither.

    Attributes:
        tops: chapters, or items where the plan has no chapters.
        chapters: the tops that are chapters.
        stray: clauses before the first label.
        closing: words after the last item.
        narrative: numbered paragraphs of a part without clauses (a letter, a list of names).
    """

    tops: list[Branch]
    chapters: list[Branch]
    stray: list[Clause]
    closing: list[Span]
    narrative: list[Span]


def build_outline(text: str, labels: list[Label], clauses: list[Clause], breaks: list[int]) -> Outline:
    """Make the tree.

    Args:
        text: the flow's shadow.
        labels: in order (see `loaders.labels`).
        clauses: in order.
        breaks: offsets at which no item goes on (tables, annexes, signatures, furniture), in order.
    """
    branches = [Branch(label) for label in labels]
    _bind(text, branches, clauses, breaks)
    kept = _without_inline(branches)
    if len(kept) < len(branches):
        branches = kept
        _bind(text, branches, clauses, breaks)
    roots = _tree(branches)
    stray = [c for c in clauses if not branches or c.span.start < branches[0].label.span.start]
    for root in roots:
        _lift(text, root)
    roots, narrative = _speaking(roots)
    tops, chapters = _chapters(text, roots)
    closing = _close(text, tops, chapters)
    return Outline(tops, chapters, stray, closing, narrative)


def _bind(text: str, branches: list[Branch], clauses: list[Clause], breaks: list[int]) -> None:
    """Give each branch its own words up to the next label, and the clauses in them."""
    starts = [b.label.span[0] for b in branches]
    for branch, start, stop in zip(branches, starts, [*starts[1:], len(text)], strict=False):
        cut = bisect_right(breaks, start)
        if cut < len(breaks) and breaks[cut] < stop:
            stop = breaks[cut]
        end, least = _trimmed(text, start, stop), branch.label.span[1]
        branch.own = Span(start, end if end > least else least)
        branch.clauses = []
    for clause in clauses:
        at = clause.span[0]
        i = bisect_right(starts, at) - 1
        if i >= 0 and at < branches[i].own[1]:
            branches[i].clauses.append(clause)


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _without_inline(branches: list[Branch]) -> list[Branch]:
    """Leave out labels inside a paragraph whose parts have no clauses of their own: they count within a sentence."""
    kept: list[Branch] = []
    i = 0
    while i < len(branches):
        if branches[i].label.at_line:
            kept.append(branches[i])
            i += 1
            continue
        run = [branches[i]]
        while (
            i + len(run) < len(branches)
            and not branches[i + len(run)].label.at_line
            and branches[i + len(run)].label.kind == run[0].label.kind
            and branches[i + len(run)].label.number == run[-1].label.number + 1
        ):
            run.append(branches[i + len(run)])
        label = run[0].label
        if label.kind in _INLINE and kept and not any(b.clauses for b in run[:-1]):
            after_heading = len(run) == 1 and run[0].clauses and not kept[-1].clauses
            if not (label.number > 1 and after_heading):
                i += len(run)
                continue
        kept += run
        i += len(run)
    return kept


def _tree(branches: list[Branch]) -> list[Branch]:
    roots: list[Branch] = []
    stack: list[Branch] = []
    for branch in branches:
        rank = RANKS[branch.label.kind]
        while stack and RANKS[stack[-1].label.kind] >= rank:
            stack.pop()
        branch.children = []
        (stack[-1].children if stack else roots).append(branch)
        stack.append(branch)
    return roots


def _lift(text: str, root: Branch) -> None:
    """A clause after the last of several children that have none is their parent's."""
    for branch in reversed(list(root.walk())):
        children = branch.children
        if len(children) < 2 or any(c.speaks for c in children[:-1]) or not children[-1].clauses or branch.clauses:
            continue
        last = children[-1]
        if last.children or RANKS[branch.label.kind] < RANKS["cn"]:
            continue
        own_line = (
            text[max(0, last.clauses[0].span.start - 40) : last.clauses[0].span.start]
            .rstrip(" \t\u3000")
            .endswith("\n")
        )
        listed = all(text[c.own.end - 1] in ";," for c in children[:-1])
        if own_line or listed or branch is not root or branch.label.kind != "cn":
            branch.clauses, last.clauses = last.clauses, []
            end = _trimmed(text, last.label.span.end, branch.clauses[0].span.start)
            last.own = Span(last.own.start, end)


def _speaking(roots: list[Branch]) -> tuple[list[Branch], list[Span]]:
    """Without the parts that begin to count anew and hold no clause (a letter before the plan, a list after it)."""
    runs: list[list[Branch]] = []
    for root in roots:
        previous = runs[-1][-1].label if runs else None
        anew = previous is None or (root.label.number == 1 and RANKS[root.label.kind] <= RANKS[previous.kind])
        if anew:
            runs.append([root])
        else:
            runs[-1].append(root)
    if not any(root.speaks for root in roots):
        return roots, []
    kept: list[Branch] = []
    silent: list[Span] = []
    for run in runs:
        if any(root.speaks for root in run):
            kept += run
        else:
            silent += [branch.own for top in run for branch in top.walk()]
    return kept, silent


def _chapters(text: str, roots: list[Branch]) -> tuple[list[Branch], list[Branch]]:
    if not roots:
        return [], []
    highest = min(RANKS[root.label.kind] for root in roots)
    heads = [root for root in roots if RANKS[root.label.kind] == highest]
    kind = heads[0].label.kind
    if kind in ("part", "chapter") and any(
        c.label.kind in ("chapter", "section", "cn") for h in heads for c in h.children
    ):
        inner = [c for h in heads for c in h.children]
        grand = [g for c in inner for g in c.children]
        if kind == "part" or (grand and inner[0].label.kind == "section"):
            return (inner, inner) if grand else (roots, heads)
    if kind in ("part", "chapter", "section"):
        return roots, heads
    if kind != "cn":
        return roots, []
    own = sum(1 for head in heads if head.clauses)
    below = sum(1 for head in heads if any(c.speaks for c in head.children))
    if own > below or (own == below == 0 and not any(head.children for head in heads)):
        return roots, []
    # 四、加強核查。…(市甲局負責): where every heading is a sentence and several say who, they are items, however many have parts
    if own > 1 and all(_is_sentence(text, head) for head in heads):
        return roots, []
    return roots, heads


def _is_sentence(text: str, head: Branch) -> bool:
    """Whether a heading ends with 。, on its line or with words behind it."""
    stop = text.find("\n", head.label.span.end, head.own.end)
    return text.find("。", head.label.span.end, head.own.end if stop < 0 else stop) >= 0


@cache
def _closing() -> re.Pattern[str]:
    return re.compile(f"(?m)^[ \\t\u3000(【]*{either(*words('outline', 'closings'))}")


def _close(text: str, tops: list[Branch], chapters: list[Branch]) -> list[Span]:
    """Cut off what follows the last item of the plan and of each chapter."""
    closing: list[Span] = []
    heads = {id(chapter) for chapter in chapters}
    ends = [top for i, top in enumerate(tops) if id(top) in heads or i == len(tops) - 1 or id(tops[i + 1]) in heads]
    for top in ends:
        last = list(top.walk())[-1]
        if id(last) in heads:
            continue
        stop = last.own.end
        if last.clauses:
            begin = max(c.span.end for c in last.clauses)
            # a full stop after the bracket is still its own
            while begin < stop and text[begin] in "。;.,、 \t":
                begin += 1
            stop = min(stop, begin)
        else:
            line_end = text.find("\n", last.label.span.end, last.own.end)
            found = _closing().search(text, line_end + 1, last.own.end) if line_end >= 0 else None
            if found:
                stop = found.start()
        rest = stop + len(text[stop : last.own.end]) - len(text[stop : last.own.end].lstrip())
        if rest < last.own.end:
            closing.append(Span(rest, last.own.end))
        last.own = Span(last.own.start, max(_trimmed(text, last.label.span.end, stop), last.label.span.end))
    return closing


def is_no_work(title: str) -> bool:
    """Whether a chapter of this title (a shadow) holds principles or goals.

    >>> is_no_work("基本原则"), is_no_work("重点任务")
    (True, False)
    """
    return any(word in title for word in words("outline", "no_work")) and len(title) <= 16


def furniture_lines(text: str, lines: list[Span]) -> list[Span]:
    """Lines of a web site or a page that are no part of the document."""
    found = []
    for span in lines:
        start, end = span
        if end - start > 120 or _furniture_word().search(text, start, end) is None:
            continue
        hit = _furniture().search(text, start, end)
        if hit and not _in_a_sentence(text, span, hit.start()):
            found.append(span)
    return found


def _in_a_sentence(text: str, line: Span, word: int) -> bool:
    """Whether a furniture word stands in the plan's own words: a wrapped line may hold any word (無障礙, 字號)."""
    if text[line.end - 1] in "。;" or text[line.start] in "(一二三四五六七八九十":
        return True
    # at the foot of a site stand several short parts (主办:… 版权:… 电话:…), in a wrapped line the words of a sentence
    if _PARTS.search(text, line.start, line.end):
        return False
    return any(c in "、,。;" for c in text[line.start : line.end]) or (len(line) >= 20 and word - line.start > 8)


_PARTS = re.compile(r"[^\s、,。;:]{2,16}:[^\s、,。;]+(?:\s+[^\s、,。;:]{2,16}:[^\s、,。;]+)+$")


@cache
def _furniture_word() -> re.Pattern[str]:
    """Any of the words, for a first look that is quick."""
    return re.compile(either(*(e["word"] for e in lexicon("outline")["furniture"])))


@cache
def _furniture() -> re.Pattern[str]:
    entries = lexicon("outline")["furniture"]
    whole = either(*(e["word"] for e in entries if e.get("whole")))
    part = either(*(e["word"] for e in entries if not e.get("whole")))
    return re.compile(f"(?m)^\\W*{whole}\\W*$|{part}")
