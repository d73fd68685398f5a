"""Which cell of a table stands in which column, where only the text is left: one cell a line, cells wrapped, cells empty."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from loaders.clauses import parse_clause
from loaders.dates import is_deadline
from loaders.lines import half_width
from loaders.names import is_body, is_plain_body, split_names
from loaders.source import Span

GROUP, OUTSIDE = "group", "outside"
_NUMBER = re.compile(r"\d{1,3}[.、]?$")
_PERSON = re.compile(r"[\u4e00-\u9fff·]{1,4}(?:[、, \u3000/]+[\u4e00-\u9fff·]{1,4})*$")
_VERB = re.compile("牵头|负责|配合|参与|协助")
_OPEN = "、,(和及与“《-—"
_NOBODY = ("无", "/", "-", "—", "--", "——")
# what it costs when a row has no cell in a column
_EMPTY = {
    "number": 4.0,
    "group": 0.0,
    "title": 2.5,
    "task": 5.0,
    "lead": 2.5,
    "duty": 2.5,
    "support": 1.0,
    "due": 1.5,
    "oversee": 1.0,
    "other": 0.7,
    "outside": 0.0,
}


@dataclass(slots=True)
class Row:
    """One row: its number (None: it goes on under the row before, or counts by itself), and its cells by column.

    `heading` is set for a row that is a heading over the rows below, and then alone.
    """

    number: int | None = None
    label: Span | None = None
    cells: dict[int, list[Span]] = field(default_factory=dict)
    heading: Span | None = None
    goes_on: bool = False


@dataclass(slots=True)
class Grid:
    """A table read: where it stands, its columns, its rows, its heads (with every repetition)."""

    span: Span
    kinds: list[str]
    words: list[Span]
    rows: list[Row] = field(default_factory=list)
    heads: list[Span] = field(default_factory=list)


def _is_body(name: str) -> float:
    """How surely a name is a body's; one that says who it is besides in brackets is half of one: 高新園(甲鎮)."""
    return 1.0 if is_plain_body(name) else 0.5 if name.endswith(")") and is_body(name) else 0.0


@lru_cache(maxsize=4096)
def cell_scores(token: str) -> dict[str, float]:
    """How well a line fits each kind of column."""
    names = split_names(token, 0, len(token))
    told = False
    if _VERB.search(token):
        clause = parse_clause(token, 0, len(token), form="cell", span=Span(0, len(token)))
        names = [part.name for part in clause.parts] if clause.worded else names
        told = clause.worded and not clause.objects and clause.solid(token)
    lengths = [len(n) for n in names]
    whole = sum(_is_body(token[n.start : n.end]) for n in names) / len(names) if names else 0.0
    due = is_deadline(token, 0, len(token))
    person = _PERSON.match(token) is not None and whole == 0
    sentence = "。" in token or ";" in token
    body = 3.0 if whole == 1 or told else 1.5 if whole >= 0.5 else -3.0
    if token.strip() in _NOBODY:
        body = 2.0
    elif whole and (max(lengths) > 18 or (sentence and token.index("。" if "。" in token else ";") < len(token) - 1)):
        body -= 3.0
    if due:
        body = -3.0
    prose = -3.0 if due else -1.5 if body >= 3 else 1.0 + 0.5 * (len(token) > 15 or sentence)
    short = -3.0 if due or sentence else -1.0 if body >= 3 else 0.8 if len(token) <= 25 else -2.0
    return {
        "number": -9.0,
        "group": short - 0.8,
        "title": short,
        "task": prose,
        "lead": body,
        "duty": body,
        "support": body,
        "due": 3.0 if due else -3.0,
        "oversee": 2.0 if person else -2.0,
        "other": 0.0,
        "outside": 0.0,
    }


def number_tokens(tokens: list[str], headings: list[bool]) -> dict[int, int]:
    """Which tokens are the rows' numbers: integers alone on a line that go on counting, anew after a heading."""
    found: dict[int, int] = {}
    stretch: list[tuple[int, int]] = []

    def settle() -> None:
        found.update(_rising(stretch))
        stretch.clear()

    after_heading = True
    for i, token in enumerate(tokens):
        if headings[i]:
            after_heading = True
        elif _NUMBER.match(token):
            value = int(token.rstrip(".、"))
            if value == 1 and after_heading:
                settle()
            stretch.append((i, value))
            after_heading = False
        else:
            after_heading = False
    settle()
    return found


def _rising(stretch: list[tuple[int, int]]) -> dict[int, int]:
    """The longest rising run that begins with the first number."""
    if not stretch:
        return {}
    first = stretch[0][1]
    tails: list[int] = []
    values: list[int] = []
    back: list[int] = [-1] * len(stretch)
    for i, (_, value) in enumerate(stretch):
        if i and value <= first:
            continue
        low, high = 0, len(values)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if values[middle] < value else (low, middle)
        back[i] = tails[low - 1] if low else -1
        if low == len(values):
            values.append(value)
            tails.append(i)
        else:
            values[low], tails[low] = value, i
    out: dict[int, int] = {}
    at = tails[-1]
    while at >= 0:
        out[stretch[at][0]] = stretch[at][1]
        at = back[at]
    return out


def place_cells(
    tokens: list[str], kinds: list[str], *, last: bool, numbered: bool, whole: bool
) -> list[tuple[int, bool]]:
    """The column of each line of one row, and whether it begins a further row.

    Args:
        tokens: the lines after the row's number.
        kinds: the kinds of the columns, in the order in which the cells come.
        last: whether the table ends with this row, so that lines may stand outside.
        whole: whether each token is a whole cell (bars stand between them).
        numbered: whether rows have numbers (then a further row without one is rare).

    Returns:
        For each line the index in `kinds` (len(kinds) for outside) and whether a new row begins with it.
    """
    wanted = [i for i, kind in enumerate(kinds) if kind != GROUP]
    if len(tokens) == len(wanted) and all(cell_scores(t)[kinds[i]] >= 0 for t, i in zip(tokens, wanted, strict=True)):
        return [(i, False) for i in wanted]
    # the first row under a merged cell holds it, and the others do not
    full = GROUP in kinds and len(tokens) == len(kinds)
    if full and all(cell_scores(t)[kind] >= -1e-9 for t, kind in zip(tokens, kinds, strict=True)):
        return [(i, False) for i in range(len(kinds))]
    states = [*kinds, OUTSIDE] if last else kinds
    wide = [i for i, kind in enumerate(states) if kind in ("title", "task")]
    # of several columns of prose the first ones are merged over rows, or empty, more often than not
    merged = wide[:-1] if len(wide) > 2 else ()
    gaps = [0.7 if i in merged else _EMPTY[kind] for i, kind in enumerate(states)]
    before = [sum(gaps[:i]) for i in range(len(gaps) + 1)]
    closing = before[len(kinds)]
    again = 3.5 if numbered else 0.2
    score = [cell_scores(tokens[0])[kind] - before[i] for i, kind in enumerate(states)] if tokens else []
    trail: list[list[tuple[int, bool]]] = []
    for at in range(1, len(tokens)):
        fit = cell_scores(tokens[at])
        stay = -9.0 if whole else _staying(tokens[at - 1], tokens[at])
        step: list[tuple[int, bool]] = []
        following: list[float] = []
        for i, kind in enumerate(states):
            best, source = score[i] + (stay if kind not in (OUTSIDE, "other") else 0.0), (i, False)
            for j in range(len(states)):
                if j < i:
                    value = score[j] - (before[i] - before[j + 1]) - (1.0 if kind == OUTSIDE else 0.0)
                    new = False
                elif kind in ("task", "title", GROUP) and states[j] not in ("task", "title", OUTSIDE) and j >= i:
                    value = score[j] - (closing - before[min(j + 1, len(kinds))]) - before[i] - again
                    new = True
                else:
                    continue
                if value > best:
                    best, source = value, (j, new)
            following.append(best + fit[kind])
            step.append(source)
        trail.append(step)
        score = following
    if not tokens:
        return []
    final = [value - (closing - before[min(i + 1, len(kinds))]) for i, value in enumerate(score)]
    at = max(range(len(final)), key=final.__getitem__)
    out: list[tuple[int, bool]] = []
    for step in reversed(trail):
        earlier, again_new = step[at]
        out.append((at, again_new))
        at = earlier
    out.append((at, False))
    return out[::-1]


def _staying(previous: str, token: str) -> float:
    """How likely a line goes on in the cell of the line before it."""
    if previous[-1] in _OPEN or previous.count("(") > previous.count(")"):
        return 1.5
    if _is_body(previous) and _is_body(token):
        return -0.6  # a name of its own, however long
    if half_width(token) > half_width(previous) + 2:
        return -2.5
    if previous[-1] in "。;":
        return -1.2
    return 0.2 if not is_plain_body(previous) else -0.6
