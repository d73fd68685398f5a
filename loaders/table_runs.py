"""Tables of which the text has run together, no mark left between the cells: 序號工作任務責任單位1推進…。市教育局2…"""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.dates import find_deadlines, is_deadline
from loaders.names import is_body, is_plain_body, split_names
from loaders.source import Span
from loaders.table_heads import BODIES, column_kind, is_head

_FIRST = re.compile("序号(?=[\u4e00-\u9fff])")
_LONGEST_HEAD = 12
_NUMBER = re.compile(r"\d{1,3}(?!\d)")
# behind a row's number stand words, and none that would make it a quantity or a date
_WORDS = re.compile(r"[.、]?(?:[“《「(]|(?![年月日个家所项条次人名亿万元级号批天户位处座公平倍成多余])[\u4e00-\u9fff])")
_DONE = re.compile("(?:牵头|负责|配合|参与|协助|落实|实施|推进|长期|全年)$")
_CELL = re.compile("[^、,;。]*$")
_NEAR, _FAR = 40, 200
# a body ends and directly behind it another cell begins
_BETWEEN = re.compile(
    "(?<=[局委办厅府院会部司署行处位门心社团])\\s*(?=[省市县区州旗镇各国]|(?:20)?\\d\\d年|\\d{1,2}月|长期|持续|全年|年底|按|第[一二三四]季)"
)
_PLACE = re.compile("[省市县区州旗各国]")


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
        begin, end = heads[-1].end, line.end
        if begin == end and at + 1 < len(lines):
            begin, end = lines[at + 1].start, _last(text, lines, at + 1)
        if not _NUMBER.match(text, begin, end):
            continue
        before = Span(line.start, first.start())
        columns = sum(kind in (*BODIES, "due", "oversee", "other") for kind in kinds)
        return [*([before] if len(before) else []), *heads, *_rows(text, begin, end, columns)]
    return []


def _last(text: str, lines: list[Span], at: int) -> int:
    """Where the rows end that have a line each, or several: behind the last number, the lines that its cells need."""
    end, wanted, goes_on = lines[at].end, 0, True
    for line in lines[at:]:
        number = _NUMBER.match(text, line.start, line.end)
        if number is not None and (not wanted or int(number.group()) == wanted):
            end, wanted, goes_on = line.end, int(number.group()) + 1, True
        elif not wanted or _FIRST.search(text, line.start, line.end):
            break
        elif goes_on and (not _ends_cell(text, end - _NEAR, end) or is_deadline(text, line.start, line.end)):
            end = line.end
        else:
            goes_on = False
    return end


def _heads(text: str, begin: int, end: int) -> list[Span]:
    """The heads that stand one behind the other, each as long as it can be."""
    heads: list[Span] = []
    while begin < end:
        for stop in range(min(end, begin + _LONGEST_HEAD), begin + 1, -1):
            if column_kind(text[begin:stop]):
                heads.append(Span(begin, stop))
                begin = stop
                break
        else:
            break
    return heads


def _rows(text: str, begin: int, end: int, columns: int) -> Iterator[Span]:
    number = _NUMBER.match(text, begin, end)
    while number is not None:
        following = _following(text, number.end(), end, int(number.group()) + 1)
        yield Span(*number.span())
        yield from _cells(text, number.end(), following.start() if following else end, columns)
        number = following


def _following(text: str, begin: int, end: int, wanted: int) -> re.Match[str] | None:
    """The next row's number: the one wanted, where a cell ends before it and words stand behind it."""
    for found in re.compile(f"(?<!\\d){wanted}(?!\\d)").finditer(text, begin + 1, end):
        if _WORDS.match(text, found.end(), end) and _ends_cell(text, begin, found.start()):
            return found
    return None


def _ends_cell(text: str, begin: int, end: int) -> bool:
    """Whether the words before an offset end like a cell that says who or until when."""
    cell = _CELL.search(text[max(begin, end - _NEAR, 0) : end].rstrip())
    words = cell.group() if cell else ""
    return bool(words) and (bool(_DONE.search(words)) or is_body(words) or _ends_dated(words))


def _ends_dated(words: str) -> bool:
    return any(due.span.end == len(words) for due in find_deadlines(words, None))


def _cells(text: str, begin: int, end: int, columns: int) -> Iterator[Span]:
    """The cells of one row: what is to be done, and behind it who, until when."""
    stop = text.rfind("。", begin, end - 1) + 1
    if not stop:
        stop = next(
            (
                m.start()
                for m in _PLACE.finditer(text, max(begin + 2, end - _FAR), end)
                if _names_only(text, m.start(), end)
            ),
            end,
        )
    yield _bare(text, begin, stop)
    if columns > 1:
        for between in _BETWEEN.finditer(text, stop, end):
            yield _bare(text, stop, between.start())
            stop = between.end()
    if text[stop:end].strip():
        yield _bare(text, stop, end)


def _bare(text: str, begin: int, end: int) -> Span:
    words = text[begin:end].strip()
    begin = text.index(words, begin) if words else begin
    return Span(begin, begin + len(words))


def _names_only(text: str, begin: int, end: int) -> bool:
    names = split_names(text, begin, end)
    return bool(names) and all(is_plain_body(text[n.start : n.end]) for n in names)
