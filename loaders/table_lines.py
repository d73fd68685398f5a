"""Tables of which only the text is left, one cell a line: PDF and pages whose markup is gone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from loaders.source import Span
from loaders.table_heads import column_kind, is_head, settled
from loaders.table_rows import GROUP, Grid, Row, number_tokens, place_cells
from loaders.table_runs import runs_apart

_BARS = "|丨│┃"
_BAR_LINE = re.compile(r"[|丨│┃]+$")
_ANNEX = re.compile(r"附[件表录]?\s*(?:[\d一二三四五六七八九十]{1,3})?\s*[:.、]?")
_HEADING = re.compile(r"[一二三四五六七八九十百]{1,4}[、.]|[(][一二三四五六七八九十百]{1,4}[)]")
_PAGE = re.compile(r"[-—–\s]*(?:第\s*)?\d{1,3}\s*页?(?:\s*[,/]?\s*共\s*\d{1,3}\s*页)?[-—–\s]*$")


_BROKEN = 6  # characters in each line of a head that is broken over several


@dataclass(slots=True)
class _Head:
    begin: int  # index of its first line
    end: int  # index after its last line
    kinds: list[str]
    words: list[Span]
    barred: bool  # whether lines with a bar alone separate the cells


def cell_lines(text: str, lines: list[Span]) -> list[Grid]:
    """Every table of which the text has one cell (or a wrapped part of one) a line."""
    lines = _bars_apart(text, runs_apart(text, lines) if "序号" in text else lines)
    heads = _heads(text, lines)
    grids: list[Grid] = []
    i = 0
    while i < len(heads):
        group = [heads[i]]
        while i + len(group) < len(heads) and heads[i + len(group)].kinds == heads[i].kinds:
            group.append(heads[i + len(group)])
        stop = heads[i + len(group)].begin if i + len(group) < len(heads) else len(lines)
        grid = _grid_of_lines(text, lines, group, stop)
        if grid is not None:
            grids.append(grid)
        i += len(group)
    return grids


def _bars_apart(text: str, lines: list[Span]) -> list[Span]:
    """The lines, a bar before or behind a cell's words as a line of its own: 牵头单位 |"""
    out: list[Span] = []
    for line in lines:
        words = text[line.start : line.end].strip(_BARS + " \t\u3000")
        if not words or len(words) == len(line) or any(bar in words for bar in _BARS):
            out.append(line)
            continue
        begin = text.index(words, line.start)
        before, behind = text[line.start : begin].rstrip(), text[begin + len(words) : line.end].lstrip()
        out += [Span(line.start, line.start + len(before))] if before else []
        out.append(Span(begin, begin + len(words)))
        out += [Span(line.end - len(behind), line.end)] if behind else []
    return out


def _heads(text: str, lines: list[Span]) -> list[_Head]:
    out: list[_Head] = []
    i = 0
    while i < len(lines):
        kinds: list[str] = []
        words: list[Span] = []
        barred = False
        at = i
        while at < len(lines):
            line = text[lines[at].start : lines[at].end]
            if _BAR_LINE.match(line):
                barred = barred or bool(kinds)
                if not kinds:
                    break
                at += 1
                continue
            if len(line) > 24:
                break
            kind, step = "", 0
            # a head that is broken over several lines has short ones only
            for step in (3, 2, 1) if len(line) <= _BROKEN else (1,):
                if kind := _joined_kind(text, lines, at, step):
                    break
            if not kind:
                break
            kinds.append(kind)
            words.append(Span(lines[at].start, lines[at + step - 1].end))
            at += step
        if is_head(kinds):
            out.append(_Head(i, at, kinds, words, barred))
            i = at
        else:
            i += 1
    return out


def _joined_kind(text: str, lines: list[Span], at: int, count: int) -> str:
    """The kind of a head that is broken over a number of lines (序 / 号)."""
    if at + count > len(lines):
        return ""
    pieces = [text[s.start : s.end] for s in lines[at : at + count]]
    if count > 1 and (any(len(p) > _BROKEN for p in pieces) or all(column_kind(p) for p in pieces)):
        return ""
    return column_kind("".join(pieces))


def _grid_of_lines(text: str, lines: list[Span], heads: list[_Head], stop: int) -> Grid | None:
    head = heads[0]
    inner = {i for h in heads[1:] for i in range(h.begin, h.end)}
    tokens: list[Span] = []
    bars: list[Span] = []
    fresh = True
    end = head.end
    for i in range(head.end, stop):
        line = text[lines[i].start : lines[i].end]
        if i in inner:
            fresh = True
            continue
        if _ANNEX.match(line) and len(line) <= 8:
            break
        end = i + 1
        if _BAR_LINE.match(line):
            bars.append(lines[i])
            if head.barred:
                if fresh:
                    tokens.append(Span(lines[i].start, lines[i].start))
                fresh = True
            continue
        if head.barred and not fresh:
            tokens[-1] = Span(tokens[-1].start, lines[i].end)
        else:
            tokens.append(lines[i])
        fresh = False
    tokens = [
        t for t in tokens if not (len(t) and _PAGE.match(text[t.start : t.end]) and not text[t.start : t.end].isdigit())
    ]
    if not tokens:
        return None
    words = [text[t.start : t.end] for t in tokens]
    headings = [bool(_HEADING.match(w)) and len(w) <= 60 and "。" not in w for w in words]
    numbers = number_tokens(words, headings)
    kinds, heads_words = list(head.kinds), list(head.words)
    if "number" not in kinds and len(numbers) >= 2 and min(numbers) <= 1:
        # the numbers stand in a column without a head
        kinds.insert(min(numbers), "number")
        heads_words.insert(min(numbers), Span(head.words[0].start, head.words[0].start))
    kinds = settled(kinds)
    if "number" not in kinds:
        numbers = {}
    elif not numbers:
        kinds[kinds.index("number")] = "other"
    grid = Grid(Span(head.words[0].start, lines[end - 1].end), kinds, heads_words)
    grid.heads = [Span(lines[h.begin].start, lines[h.end - 1].end) for h in heads] + bars
    reached = _fill(grid, tokens, words, headings, numbers, head.barred)
    grid.span = Span(grid.span.start, max([reached, *(h.end for h in grid.heads[: len(heads)])]))
    return grid if any(row.heading is None for row in grid.rows) else None


def _fill(
    grid: Grid,
    tokens: list[Span],
    words: list[str],
    headings: list[bool],
    numbers: dict[int, int],
    whole: bool,
) -> int:
    """Put the tokens into rows; returns the end of the last one that stands in the table.

    `whole` tells that each token is a whole cell, empty ones included.
    """
    kinds = grid.kinds
    first = kinds.index("number") if "number" in kinds else -1
    # cells come in the order of the columns from the number on; those before it belong to the next row
    order = list(range(first + 1, len(kinds))) + list(range(first if first > 0 else 0))
    plan = [kinds[i] for i in order]
    if GROUP not in plan:
        order.append(-1)
        plan.append(GROUP)
    edges = sorted([i for i, h in enumerate(headings) if h] + list(numbers))
    reached = grid.span.start
    marks = [*edges, len(tokens)]
    if edges and edges[0] > 0 and not numbers:
        marks = [0, *marks]
    elif not edges:
        marks = [0, len(tokens)]
    grid.rows += [Row(heading=tokens[i]) for i in range(marks[0]) if len(tokens[i])]
    for mark, following in pairwise(marks):
        begin = mark
        row = Row()
        if headings[mark] and mark not in numbers:
            grid.rows.append(Row(heading=tokens[mark]))
            reached = max(reached, tokens[mark].end)
            begin += 1
        elif mark in numbers:
            row = Row(numbers[mark], tokens[mark])
            reached = max(reached, tokens[mark].end)
            begin += 1
        cells = range(begin, following)
        chosen = [i for i in cells if len(tokens[i])]
        if not chosen:
            continue
        if row.number is None and numbers and headings[mark]:
            # words under a heading and before the next number
            grid.rows += [Row(heading=tokens[i]) for i in chosen if following < len(tokens)]
            continue
        own = [i for i, kind in enumerate(plan) if kind != GROUP]
        if whole and len(cells) == len(own):
            places = [(own[i - begin], False) for i in chosen]
        else:
            places = place_cells(
                [words[i] for i in chosen],
                plan,
                last=following == len(tokens),
                numbered=bool(numbers),
                whole=whole,
            )
        grid.rows.append(row)
        for i, (column, new) in zip(chosen, places, strict=True):
            if column == len(plan):
                break
            reached = max(reached, tokens[i].end)
            if new:
                row = Row(goes_on=bool(numbers))
                grid.rows.append(row)
            if order[column] == -1 or (plan[column] == GROUP and order[column] < first):
                grid.rows.append(Row(heading=tokens[i]))
            else:
                row.cells.setdefault(order[column], []).append(tokens[i])
    return reached
