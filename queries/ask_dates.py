"""Dates as a question says them: 2021年底前, 6月30日以前, 今年上半年, 未來30天内."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_DIGITS = "0-9〇零一二三四五六七八九十"
_MONTHS = {"上半年": (1, 6), "下半年": (7, 12), "全年": (1, 12), "年内": (1, 12)}
_QUARTERS = {character: place // 2 + 1 for place, character in enumerate("一1二2三3四4")}
_YEARS = {"去年": -1, "上一年": -1, "今年": 0, "本年度": 0, "本年": 0, "明年": 1, "下一年": 1, "后年": 2}
_BEFORE = "(?P<before>(?:之|以)?前|截止|为止)?"
_WITHIN = re.compile(
    rf"(?:未来|今后|接下来|近|最近)?(?P<many>[{_DIGITS}]+)(?P<unit>天|日|周|个?星期|个?月)(?:之|以)?内"
)
_FULL = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})" + _BEFORE)
_PRINTED = re.compile(
    rf"(?:(?P<year>\d{{4}}|[〇零一二三四五六七八九]{{4}})年度?|(?P<relative>{'|'.join(_YEARS)}))?"
    rf"(?:(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?:份)?(?:(?P<day>[{_DIGITS}]{{1,3}})[日号]|(?P<monthend>底|末))?"
    r"|(?P<half>上半年|下半年|全年|年内)|第?(?P<quarter>[一二三四1-4])(?:个)?季度(?P<quarterend>末|底)?|(?P<yearend>年?(?:底|末|终)))?"
    + _BEFORE
)
_TODAY = re.compile("(?P<word>今天|今日|当前|现在|目前)" + _BEFORE)
_THIS_MONTH = re.compile("(?P<word>本月|这个月|当月|下个?月)(?:底|末)?" + _BEFORE)


@dataclass(frozen=True, slots=True)
class Span:
    """A date or a range of dates in a text.

    Attributes:
        start, stop: where it stands.
        since, by: ISO dates; `since` is empty where only the end is said (年底前).
        year: the year that it names, None where it names none.
        year_only: it is a year and nothing else, which may as well name a plan.
        today: it is the day of asking.
    """

    start: int
    stop: int
    since: str
    by: str
    year: int | None
    year_only: bool = False
    today: bool = False


def dates_in(text: str, today: date, year: int) -> Iterator[Span]:
    """Every date in a text, left to right.

    Args:
        text: in the form of `graph.identity.shadow`.
        today: what 今年 and 今天 mean.
        year: what a date without a year belongs to: the plan's own year.

    >>> next(dates_in("2021年底前要做什么", date(2021, 3, 1), 2021))
    Span(start=0, stop=7, since='', by='2021-12-31', year=2021, year_only=False, today=False)
    """
    place = 0
    while place < len(text):
        found = None
        for pattern in (_FULL, _WITHIN, _THIS_MONTH, _TODAY, _PRINTED):
            match = pattern.match(text, place)
            if match and match.end() > place and (found := _span(match, today, year)):
                break
        if found is None:
            place += 1
        else:
            yield found
            place = found.stop


def _span(match: re.Match[str], today: date, year: int) -> Span | None:
    parts = match.groupdict()
    before = bool(parts.get("before"))
    try:
        if "many" in parts:
            stop = _later(today, _number(parts["many"]), parts["unit"])
            return Span(match.start(), match.end(), today.isoformat(), stop.isoformat(), None)
        if "word" in parts:
            return _of_word(match, parts["word"], today, before)
        return _of_printed(match, parts, today, year, before)
    except (ValueError, OverflowError):
        return None  # the 31st of a shorter month is no date


def _of_word(match: re.Match[str], word: str, today: date, before: bool) -> Span:
    if "月" not in word:
        return Span(match.start(), match.end(), "", today.isoformat(), None, today=True)
    first = (
        (today.replace(day=28) + timedelta(days=4)).replace(day=1) if word.startswith("下") else today.replace(day=1)
    )
    return _made(match, first, _month_end(first), before, None)


def _of_printed(
    match: re.Match[str], parts: dict[str, str | None], today: date, year: int, before: bool
) -> Span | None:
    named: int | None = None
    if parts.get("relative"):
        named = today.year + _YEARS[str(parts["relative"])]
    elif parts.get("year"):
        named = _number(str(parts["year"]))
    whole = named if named is not None else year
    if parts.get("month"):
        month = _number(str(parts["month"]))
        if parts.get("day"):
            day = date(whole, month, _number(str(parts["day"])))
            return _made(match, day, day, before, named)
        first = date(whole, month, 1)
        return _made(match, first, _month_end(first), before or bool(parts.get("monthend")), named)
    if parts.get("half") or parts.get("quarter"):
        if parts.get("half"):
            begin, end = _MONTHS[str(parts["half"])]
        else:
            end = 3 * _QUARTERS[str(parts["quarter"])]
            begin = end - 2
        stop = _month_end(date(whole, end, 1))
        return _made(match, date(whole, begin, 1), stop, before or bool(parts.get("quarterend")), named)
    if parts.get("yearend"):
        if named is None and not str(parts["yearend"]).startswith("年"):
            return None  # 底 alone says nothing
        return _made(match, date(whole, 1, 1), date(whole, 12, 31), True, named)
    if named is None:
        return None
    return _made(match, date(named, 1, 1), date(named, 12, 31), before, named, year_only=not before)


def _made(
    match: re.Match[str], first: date, last: date, before: bool, year: int | None, *, year_only: bool = False
) -> Span:
    since = "" if before else first.isoformat()
    return Span(match.start(), match.end(), since, last.isoformat(), year, year_only)


def _month_end(first: date) -> date:
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _later(today: date, many: int, unit: str) -> date:
    if unit in ("天", "日"):
        return today + timedelta(days=many)
    if "月" in unit:
        months = today.month - 1 + many
        first = date(today.year + months // 12, months % 12 + 1, 1)
        return first.replace(day=min(today.day, _month_end(first).day))
    return today + timedelta(weeks=many)


def _number(text: str) -> int:
    """A number in digits, in Chinese below a hundred, or a year digit by digit.

    >>> _number("二〇二一"), _number("三十"), _number("十二"), _number("6")
    (2021, 30, 12, 6)
    """
    if text.isascii():
        return int(text)
    digits = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0} | {str(i): i for i in range(10)}
    if "十" not in text:
        return int("".join(str(digits[c]) for c in text))
    tens, _, ones = text.partition("十")
    return (digits[tens] if tens else 1) * 10 + (digits[ones] if ones else 0)
