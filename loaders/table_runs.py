"""Tables of which the text has run together, no mark left between the cells: 序號工作任務責任單位1推進…。市教育局2…"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from loaders.dates import find_deadlines, is_deadline
from loaders.names import is_body, is_plain_body, split_names
from loaders.source import Span
from loaders.table_heads import BODIES, column_kind, is_head
from loaders.table_rows import cell_scores

_FIRST = re.compile("序号(?=\\s?[\u4e00-\u9fff])")
_LONGEST_HEAD = 12
_NUMBER = re.compile(r"\s*(\d{1,3})(?!\d)")
# behind a row's number stand words, and none that would make it a quantity or a date
_WORDS = re.compile(
    r"[.、]?\s?(?:[“《「(]|(?![年月日个家所项条次人名亿万元级号批天户位处座公平倍成多余])[\u4e00-\u9fff])"
)
_DONE = re.compile("(?:牵头|负责|配合|参与|协助|落实|实施|推进|完成|长期|全年)[。;]?$")
_CELL = re.compile("[^、,;。]*[。;]?$")
_NEAR, _FAR = 40, 200
_PIECE = re.compile(r"\S+")
_LINES = 12  # that one row may go on
# a body ends and directly behind it another cell begins
_BETWEEN = re.compile(
    "(?<=[局委办厅府院会部司署行处位门心社团队站所室)])\\s*"
    "(?=[省市县区州旗镇各国]|(?:20)?\\d\\d\\s?年|\\d{1,2}\\s?月|长期|持续|全年|年底|按|第[一二三四]季)"
)
_PLACE = re.compile("[省市县区州旗各国]")
_SENTENCE = re.compile("[^。]+。?\\s*")


def runs_apart(text: str, lines: list[Span]) -> list[Span]:
    """The lines, those that hold a table without marks cut into its heads and cells, each a line of its own."""
    out: list[Span] = []
    done = 0
    for at, line in enumerate(lines):
        if line.start >= done:
            cells = _cut(text, lines, at)
            out += cells or [line]
            done = cells[-1].end if cells else line.end
    return out


def _cut(text: str, lines: list[Span], at: int) -> list[Span]:
    line = lines[at]
    for first in _FIRST.finditer(text, line.start, line.end):
        heads = _heads(text, first.start(), line.end)
        kinds = [column_kind(text[h.start : h.end]) for h in heads]
        if len(heads) < 3 or not is_head(kinds):
            continue
        begin, own = heads[-1].end, line.end
        before = Span(line.start, first.start())
        if begin == own and any(a.end < b.start for a, b in pairwise(heads)):
            rows = _wrapped(text, lines, at + 1, len(heads))
            return [*([before] if len(before) else []), *heads, *rows] if rows else []
        if begin == own and at + 1 < len(lines) and all(a.end == b.start for a, b in pairwise(heads)):
            begin, own = lines[at + 1].start, lines[at + 1].end
        if not _NUMBER.match(text, begin, own):
            continue
        end = _reach(text, lines, begin)
        columns = sum(kind in (*BODIES, "due", "oversee", "other") for kind in kinds)
        return [*([before] if len(before) else []), *heads, *_rows(text, begin, end, columns)]
    return []


def _wrapped(text: str, lines: list[Span], at: int, columns: int) -> list[Span]:
    """The cells of rows that go on over lines, a space between two cells: 1 農村飲⏎水工程 新建50⏎公里。 縣水利局 10月底.

    Only where every row comes to as many cells as there are heads, and one of them has more than one line.
    """
    cells: list[Span] = []
    number, longer = 1, False
    while at < len(lines) and (found := _NUMBER.match(text, *lines[at])) and int(found[1]) == number:
        row = _pieces(text, lines[at])
        end = at + 1
        while end < min(len(lines), at + _LINES) and not _begins(text, lines[end], number + 1):
            if len(row) == columns and _ends_cell(text, row[0].end, row[-1].end):
                break
            first, *others = _pieces(text, lines[end]) or [lines[end]]
            row[-1:] = [Span(row[-1].start, first.end), *others]
            end += 1
        if len(row) != columns:
            return []
        cells += row
        longer = longer or end > at + 1
        at, number = end, number + 1
    return cells if longer else []


def _pieces(text: str, line: Span) -> list[Span]:
    return [Span(*found.span()) for found in _PIECE.finditer(text, line.start, line.end)]


def _begins(text: str, line: Span, number: int) -> bool:
    found = _NUMBER.match(text, line.start, line.end)
    return found is not None and int(found[1]) == number and text[found.end() : found.end() + 1].isspace()


def _reach(text: str, lines: list[Span], begin: int) -> int:
    """Where the last row ends: behind the last number that goes on counting, with the lines that its cells need."""
    at = bisect_right(lines, begin, key=lambda line: line.start) - 1
    number = _NUMBER.match(text, begin, lines[at].end)
    while number is not None:
        last, end = number, lines[at].end
        number = None
        for further in range(at, min(at + _LINES, len(lines))):
            if further > at and _FIRST.search(text, lines[further].start, lines[further].end):
                break
            start = last.end() if further == at else lines[further].start
            number = _following(text, start, lines[further].end, int(last.group(1)) + 1, last.end())
            if number is not None:
                at = further
                break
    for line in lines[at + 1 : at + _LINES]:
        if _ends_cell(text, last.end(), end) and not is_deadline(text, line.start, line.end):
            return end
        if _FIRST.search(text, line.start, line.end):
            break
        end = line.end
    return end if _ends_cell(text, last.end(), end) else lines[at].end


def _heads(text: str, begin: int, end: int) -> list[Span]:
    """The heads that stand one behind the other, each as long as it can be; a space parts two of them if it can."""
    heads: list[Span] = []
    while begin < end:
        furthest = min(end, begin + _LONGEST_HEAD)
        space = text.find(" ", begin + 1, furthest)
        stops = (*range(space, begin + 1, -1), *range(furthest, max(space, begin + 1), -1))
        # a head of the lexicon before one that is only made of its words
        for stop, composed in [*((stop, False) for stop in stops), *((stop, True) for stop in stops)]:
            if not text[stop - 1].isspace() and column_kind(text[begin:stop], composed=composed):
                heads.append(Span(begin, stop))
                begin = stop + (stop < end and text[stop] == " ")
                break
        else:
            break
    return heads


def _rows(text: str, begin: int, end: int, columns: int) -> Iterator[Span]:
    number = _NUMBER.match(text, begin, end)
    while number is not None:
        following = _following(text, number.end(), end, int(number.group(1)) + 1, number.end())
        yield Span(*number.span(1))
        yield from _cells(text, number.end(), following.start(1) if following else end, columns)
        number = following


def _following(text: str, begin: int, end: int, wanted: int, row: int) -> re.Match[str] | None:
    """The next row's number between two offsets: the one wanted, where a cell ends before it and words stand behind it.

    `row` is where the words of the row before it begin.
    """
    for found in re.compile(f"(?<!\\d)({wanted})(?!\\d)").finditer(text, begin, end):
        if found.start() > row + 1 and _WORDS.match(text, found.end(), end) and _ends_cell(text, row, found.start()):
            return found
    return None


def _ends_cell(text: str, begin: int, end: int) -> bool:
    """Whether the words before an offset end like a cell that says who or until when."""
    cell = _CELL.search(text[max(begin, end - _NEAR, 0) : end].rstrip())
    words = cell.group().rstrip("。;") if cell else ""
    return bool(words) and (bool(_DONE.search(words)) or is_body(words) or _ends_dated(words))


def _ends_dated(words: str) -> bool:
    return any(due.span.end == len(words) for due in find_deadlines(words, None))


def _cells(text: str, begin: int, end: int, columns: int) -> Iterator[Span]:
    """The cells of one row: what is to be done, and behind it who, until when."""
    pieces = [Span(*found.span()) for found in _SENTENCE.finditer(text, begin, end)]
    whole = [piece for piece in pieces if text[piece.start : piece.end].rstrip().endswith("。")]
    prose = len(whole)
    while prose > 1 and _tells(text, whole[prose - 1]):
        prose -= 1
    if prose:
        stop = whole[prose - 1].end
    else:
        near = max(begin + 2, end - _FAR)
        stop = next((m.start() for m in _PLACE.finditer(text, near, end) if _names_only(text, m.start(), end)), end)
    yield _bare(text, begin, stop)
    for piece in [Span(p.start, p.end) for p in pieces if p.start >= stop] or [Span(stop, end)]:
        at = piece.start
        if columns > 1:
            for between in _BETWEEN.finditer(text, at, piece.end):
                yield _bare(text, at, between.start())
                at = between.end()
        if text[at : piece.end].strip():
            yield _bare(text, at, piece.end)


def _tells(text: str, piece: Span) -> bool:
    """Whether a sentence says nothing but who or until when."""
    scores = cell_scores(text[piece.start : piece.end].strip())
    return max(scores["duty"], scores["due"]) > 0


def _bare(text: str, begin: int, end: int) -> Span:
    words = text[begin:end].strip()
    begin = text.index(words, begin) if words else begin
    return Span(begin, begin + len(words))


def _names_only(text: str, begin: int, end: int) -> bool:
    names = split_names(text, begin, end)
    return bool(names) and all(is_plain_body(text[n.start : n.end]) for n in names)
