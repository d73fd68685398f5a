"""What a plan states about its own clauses: 列第一位的為牽頭單位, 以下均需地方落實不再列出, 排名不分先後.

A rule is read and applied, never assumed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from loaders.names import mask_nested, split_names
from loaders.source import Span
from loaders.words import either, lexicon

FIRST_LEADS = "first_leads"
ALSO = "also"
MARK_LEADS = "mark_leads"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's place and kind; `names` are the bodies that it names itself."""

    kind: str
    span: Span
    names: tuple[Span, ...] = ()


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    """Of each rule the kind, a first look for the words without which it is none, and the pattern."""
    return tuple(
        (entry["kind"], re.compile(either(*entry["words"].split())), re.compile(entry["pattern"]))
        for entry in lexicon("rules")["rules"]
    )


# a rule lies in a stretch between punctuation that holds one of these
_HINT = re.compile(
    "首位|首个|首列|首家|第一|最前|前面|前列|不再|不一一|不逐|排名|排序|顺序|名次|均涉及|都涉及|均包括|均由|均需|均须|均为|都是|其余|其他|其它|下同|下均同|[★☆*※▲△◆#]"
)
_NO_REGION = re.compile("各(?:项|自|条|款|类)?(?:工作|任务|事项|措施|举措|目标|项目)|各[项自]")
_REGION = re.compile("各[^,;。、的均都负配]{1,16}(?:、[^,;。、的均都负配]{1,16})?")


def find_rules(text: str) -> list[Rule]:
    """Every rule in a shadow, in order; none overlaps another.

    >>> [rule.kind for rule in find_rules("(甲局、乙局负责,排在第一位的部门为牵头部门,下同)")]
    ['first_leads', 'aside']
    """
    found: list[Rule] = []
    done = 0
    for hint in _HINT.finditer(text):
        if hint.start() < done:
            continue
        # a sentence, or the inside of a bracket
        left = max(text.rfind(mark, max(0, hint.start() - 120), hint.start()) for mark in "。;\n") + 1
        stop = min((at for mark in "。;\n" if (at := text.find(mark, hint.end(), hint.end() + 120)) >= 0), default=0)
        right = stop or min(len(text), hint.end() + 120)
        at = max(left, done)
        while match := _first(text, at, right):
            kind, span = match
            found.append(Rule(kind, span, _named(text, span) if kind == ALSO else ()))
            at = done = span.end
        done = max(done, hint.end())
    return found


def _first(text: str, start: int, end: int) -> tuple[str, Span] | None:
    best: tuple[str, Span] | None = None
    for kind, words, pattern in _patterns():
        if words.search(text, start, end) is None:
            continue
        match = pattern.search(text, start, end)
        if match and match.end() > match.start() and (best is None or match.start() < best[1].start):
            best = kind, Span(*match.span())
    return best


def _named(text: str, span: Span) -> tuple[Span, ...]:
    """The regions that a rule names (各縣(市、區)政府)."""
    masked = mask_nested(text[span.start : span.end])
    found = next((m for m in _REGION.finditer(masked) if not _NO_REGION.match(m.group())), None)
    if found is None:
        return ()
    end = found.end()
    for verb in ("落实", "配合", "负责", "参与", "推进", "实施", "执行"):
        if (at := masked.find(verb, found.start(), end)) > 0:
            end = at
    return tuple(split_names(text, span.start + found.start(), span.start + end))
