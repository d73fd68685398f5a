"""Labels of chapters and items: 第一章 · 第一條 · 一、 · (一) · 1. · 1、 · 1.2 · (1) · ① · 任務一: — where they stand and what they count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from loaders.numerals import numeral
from loaders.source import Span

RANKS = {
    kind: rank
    for rank, kind in enumerate(
        ("part", "chapter", "section", "cn", "article", "named", "paren_cn", "num", "dec", "paren_num", "circle")
    )
}
"""Kinds of labels, the highest first."""

_SIGNS = "一二三四五六七八九十百〇零"
_CN = f"[{_SIGNS}]"
_PARTS = {"部": "part", "篇": "part", "编": "part", "章": "chapter", "节": "section", "条": "article"}
_CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"
_ENCLOSED = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
_NAMES = "(?:重点)?(?:任务|项目|事项|举措|行动|工程)"
_FORMS = (
    f"第(?P<ordinal>{_CN}{{1,5}}|\\d{{1,3}})(?P<unit>部分|[篇编章节条])(?!例)[ \\t\u3000、.:]*"
    f"|(?P<cn>{_CN}{{1,4}})[、.][ \\t\u3000]*"
    f"|[(](?P<paren_cn>{_CN}{{1,4}})[)][、.]?[ \\t\u3000]*"
    # 1.2 is a label of two levels, 1.5万 is none; 3.2021年 is the label 3. before a year
    "|(?P<dec>\\d{1,2}(?:\\.\\d{1,2}){1,3})(?![\\d.]|[%万亿个元公亩家千百倍米吨级G]|[ \\t]*版)[、.]?[ \\t\u3000]*"
    "|(?P<num>\\d{1,3})(?:[、]|[.](?!\\d)|[.](?=(?:19|20)\\d\\d年)|[)])[ \\t\u3000]*"
    "|[(](?P<paren_num>\\d{1,3})[)][、.]?[ \\t\u3000]*"
    f"|(?P<circle>[{_CIRCLES}])[、.]?[ \\t\u3000]*"
    f"|(?P<enclosed>[{_ENCLOSED}])[、.]?[ \\t\u3000]*"
    f"|{_NAMES}(?P<named>{_CN}{{1,3}}|\\d{{1,2}})[ \\t\u3000]*(?::|[、.](?![{_SIGNS}\\d]))[ \\t\u3000]*"
)
_HERE = re.compile(f"[ \\t\u3000]*(?P<label>{_FORMS})(?=\\S)")
# where a label may stand: where a line begins, and in the middle of one after a sentence, a closing bracket or a colon
_BEGINS = f"(?=[ \\t\u3000]*[第(\\d〇零一二三四五六七八九十百{_CIRCLES}{_ENCLOSED}])"
_LINE = re.compile(f"\n(?:{_BEGINS}|(?=[ \\t\u3000]*{_NAMES}[{_SIGNS}\\d]))")
_EDGE = re.compile(f'[。;:!?)\\]〕】”"]{_BEGINS}')
# the first label below a heading whose line end was lost
_FIRST = re.compile(f"(?P<label>[(](?P<paren_cn>{_CN}{{1,4}})[)]|(?P<num>\\d{{1,3}})[.、](?!\\d))(?=\\S)")
# 1 标题, a heading over 1.1: a number with a space is a label only there
_BARE = re.compile(r"[ \t\u3000]*(?P<label>(?P<num>\d{1,2}))[ \t\u3000]+(?=[\u4e00-\u9fff“《])[^\n。;,]{2,40}\n")
_HEADING = 70
_CHOICES = ("paren_cn", "num", "cn", "dec", "paren_num", "ordinal", "circle", "enclosed", "named")


class Label(NamedTuple):
    """A printed label: `kind` (see RANKS), the number that it counts, its place, and whether it begins a line."""

    kind: str
    number: int
    span: Span
    at_line: bool
    printed: str


def find_labels(text: str, outside: list[Span], clauses: list[Span]) -> list[Label]:
    """The labels of a shadow, in order, those in the middle of a line only where they go on counting.

    Args:
        text: the shadow.
        outside: spans without labels (tables, furniture), in order.
        clauses: clause spans, inside of which nothing is a label, in order.
    """
    barred = sorted([*outside, *clauses])
    candidates: dict[int, Label] = {}
    for places, at_line in (
        ([0, *(m.end() for m in _LINE.finditer(text))], True),
        ([m.end() for m in _EDGE.finditer(text)], False),
    ):
        for at in places:
            found = _HERE.match(text, at)
            label = _label(found, at_line) if found else None
            if label:
                candidates.setdefault(label.span.start, label)
    _add_bare(text, candidates)
    kept: list[Label] = []
    last: dict[str, int] = {}
    bar = 0
    for label in _with_first(text, [candidates[at] for at in sorted(candidates)]):
        while bar < len(barred) and barred[bar].end <= label.span.start:
            bar += 1
        if bar < len(barred) and barred[bar].start <= label.span.start:
            continue
        if kept and label.span.start < kept[-1].span.end:
            continue
        if not label.at_line and not _counts_on(label, last, kept):
            continue
        kept.append(label)
        rank = RANKS[label.kind]
        last = {k: n for k, n in last.items() if RANKS[k] < rank}
        last[label.kind] = label.number
    return kept


def _add_bare(text: str, candidates: dict[int, Label]) -> None:
    """Add headings like `1 标题` where the label that follows is their first of two levels, 1.1."""
    for first in [label for label in candidates.values() if label.kind == "dec" and label.number == 1]:
        if first.printed.count(".") - first.printed.endswith(".") != 1:
            continue
        line = text.rfind("\n", 0, max(0, text.rfind("\n", 0, first.span.start))) + 1
        found = _BARE.match(text, line)
        if found and found["num"] == first.printed.split(".")[0] and line not in candidates:
            label = _label(found, True)
            if label:
                candidates[label.span.start] = label


def label_at(text: str, start: int, end: int) -> Label | None:
    """The label with which a cell of a shadow begins, None where it begins with none."""
    found = _HERE.match(text, start, end)
    return _label(found, True) if found else None


def begins_with_label(text: str, at: int) -> bool:
    """Whether a line that begins at an offset of a shadow begins with a label."""
    found = _HERE.match(text, at)
    return found is not None and not found["dec"]


def _with_first(text: str, labels: list[Label]) -> Iterator[Label]:
    """The labels, and between two of them the first one below a heading without an end: 一、标题(一)…"""
    seen: dict[str, int] = {}
    for i, label in enumerate(labels):
        seen[label.kind] = label.number
        yield label
        if label.kind not in ("part", "chapter", "cn", "paren_cn"):
            continue
        following = labels[i + 1].span.start if i + 1 < len(labels) else len(text)
        stop = min(following, label.span.end + _HEADING)
        for found in _FIRST.finditer(text, label.span.end, stop):
            first = _label(found, False)
            heading = text[label.span.end : found.start()]
            if (
                first
                and RANKS[first.kind] > RANKS[label.kind]
                and not re.search("[。;\\n]", heading)
                and len(heading) > 3
            ):
                seen[first.kind] = first.number
                yield first
                break


def _label(found: re.Match[str], at_line: bool) -> Label | None:
    groups = found.re.groupindex
    for chosen in _CHOICES:
        # a match of a pattern with some of the forms has only their groups
        if chosen in groups and (words := found[chosen]):
            break
    printed = found["label"].rstrip()
    start = found.start("label")
    number: int | None
    kind = chosen
    if chosen == "ordinal":
        kind, number = _PARTS[found["unit"][0]], numeral(words)
    elif chosen == "dec":
        number = int(words.rsplit(".", 1)[1])
    elif chosen == "circle":
        number = _CIRCLES.index(words) + 1
    elif chosen == "enclosed":
        kind, number = "paren_cn", _ENCLOSED.index(words) + 1
    else:
        number = numeral(words)
    return Label(kind, number, Span(start, start + len(printed)), at_line, printed) if number else None


def _counts_on(label: Label, last: dict[str, int], kept: list[Label]) -> bool:
    """Whether a label in the middle of a line goes on from the one before it, or is a first one."""
    if label.kind == "dec" or (label.printed.endswith(")") and label.kind == "num"):
        return False
    if label.kind in last:
        return label.number == last[label.kind] + 1 or (
            label.number == 1
            and any(RANKS[k] < RANKS[label.kind] for k in last)
            and RANKS[kept[-1].kind] < RANKS[label.kind]
        )
    if label.kind == "num" and kept and label.number > 1:
        # numbers that run on over their parents
        return any(k.kind == "num" and k.number == label.number - 1 for k in reversed(kept[-12:]))
    if label.kind == "paren_cn" and label.number > 1:
        return next((k.number for k in reversed(kept) if k.kind == "paren_cn"), 0) == label.number - 1
    if label.kind == "cn" and not kept:
        return label.number == 1
    return label.number == 1
