"""Quantities in a text: 300萬, 8.3萬畝, 50%, 百分之八十, 二分之一, 1-2個, 翻一番, with operator and unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from loaders.numerals import numeral
from loaders.words import either, lexicon

_SCALES = {
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10_000,
    "十万": 100_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
    "十亿": 1_000_000_000,
    "百亿": 10_000_000_000,
    "千亿": 100_000_000_000,
    "万亿": 10**12,
}
_REACH = 8  # characters before a number in which the word of its operator stands
_MORE = ("余", "多")
_CHINESE = "[零〇一二两三四五六七八九十百]"


class Quantity(NamedTuple):
    """A number in a text.

    Attributes:
        start, end: with the operator's word (不少於 … 以上).
        value: a plain number; of a range its lower end.
        unit: as printed, `%` for every kind of ratio, None where none is printed.
        operator: `>=`, `>`, `<=`, `<` or `=`.
        marked: whether a word or a range gives the operator.
    """

    start: int
    end: int
    value: float
    unit: str | None
    operator: str
    marked: bool


@dataclass(frozen=True, slots=True)
class _Forms:
    number: re.Pattern[str]
    chinese: re.Pattern[str]
    before: re.Pattern[str]
    ratio: re.Pattern[str]
    operators: dict[str, str]


def _operators(group: str) -> dict[str, str]:
    return {word: entry["operator"] for entry in lexicon("targets")[group] for word in entry["words"].split()}


def _acts() -> list[str]:
    return [word for line in lexicon("targets")["acts"] for word in line.split()]


@cache
def _forms() -> _Forms:
    units = either(*(u for line in lexicon("targets")["units"] for u in line.split()))
    before, behind = _operators("before"), _operators("behind")
    tail = f"(?P<unit>%|‰|{units})?(?P<behind>{either(*behind)})?"
    scale = f"(?P<scale>{either(*_SCALES)})?"
    return _Forms(
        number=re.compile(
            r"(?P<low>[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)(?P<percent>%)?(?:[-—–~至到]+(?P<high>[0-9]+(?:\.[0-9]+)?))?"
            f"{scale}(?P<more>余|多)?{tail}"
        ),
        chinese=re.compile(
            f"百分之(?P<ratio>{_CHINESE}+(?:点{_CHINESE}+)?)(?P<behind1>{either(*behind)})?"
            f"|(?P<below>[二三四五六七八九十百]+)分之(?P<above>[一二两三四五六七八九十]+)(?P<behind2>{either(*behind)})?"
            "|翻(?P<double>[一两二三]?)番"
            f"|(?P<count>{_CHINESE}+|半){scale}(?P<more>(?<=[十百千万亿])[余多])?{tail}"
        ),
        # 至少開展1次
        before=re.compile(f"(?P<word>{either(*before)})(?:{either(*_acts())})?$"),
        ratio=re.compile(either("分之", "番", *before, *behind)),
        operators={**behind, **before},
    )


def find_quantities(text: str, start: int, end: int) -> Iterator[Quantity]:
    """Every quantity of a part of a shadow, in order; dates, ordinals and labels are none.

    >>> t = "茶园新增1.2万亩以上"
    >>> [(q.value, q.unit, q.operator) for q in find_quantities(t, 0, len(t))]
    [(12000.0, '亩', '>=')]
    """
    forms = _forms()
    for found in forms.number.finditer(text, start, end):
        if _counts(text, found):
            quantity = _quantity(text, found, float(found["low"].replace(",", "")))
            if quantity is not None:
                yield quantity


def _counts(text: str, found: re.Match[str]) -> bool:
    """Whether digits are a quantity: no date, no ordinal, no part of a name (5G, 3A, 7×24, 1+3+2)."""
    before = text[found.start() - 1 : found.start()]
    after = text[found.end() : found.end() + 1]
    if before and (before in "第〔[+×*/.-—号年月" or (before.isascii() and before.isalnum())):
        return False
    if (
        found["unit"] is None
        and found["scale"] is None
        and found["percent"] is None
        and not _before(text, found.start())[2]
    ):
        return False
    return not (after in ("年", "月", "+", "×", "号", "岁") or (after == "日" and found["unit"] is None))


def _quantity(text: str, found: re.Match[str], value: float) -> Quantity | None:
    unit = found["unit"] or (found["percent"] and "%")
    if unit == "‰":
        value, unit = value / 10, "%"
    if found["scale"]:
        value *= _SCALES[found["scale"]]
    if unit in ("亿元", "万元", "亿美元"):
        value, unit = value * _SCALES[unit[0]], unit[1:]
    start, operator, marked = _before(text, found.start())
    behind = found["behind"]
    if found["more"] and not marked:
        operator, marked = ">", True
    if found["high"]:
        operator, marked = ">=", True
    elif behind and not (marked and operator in (">", "<")):
        operator, marked = _forms().operators[behind], True
    return Quantity(start, found.end(), round(value, 6), unit or None, operator, marked)


def _before(text: str, start: int) -> tuple[int, str, bool]:
    found = _forms().before.search(text, max(0, start - _REACH), start)
    return (found.start(), _forms().operators[found["word"]], True) if found else (start, "=", False)


def find_ratios(text: str, start: int, end: int) -> Iterator[Quantity]:
    """Every quantity in Chinese numerals: 百分之八十, 二分之一, 翻一番, and counts beside an operator (不少於三個).

    >>> t = "处置率不低于百分之九十五"
    >>> [(q.value, q.unit, q.operator) for q in find_ratios(t, 0, len(t))]
    [(95.0, '%', '>=')]
    """
    for found in _forms().chinese.finditer(text, start, end):
        begin, operator, marked = _before(text, found.start())
        behind = found["behind1"] or found["behind2"]
        if behind and not marked:
            operator, marked = _forms().operators[behind], True
        if found["ratio"]:
            value = _decimal(found["ratio"])
        elif found["below"]:
            below, above = numeral(found["below"]), numeral(found["above"])
            value = round(100 * above / below, 6) if below and above else None
        elif found.group().startswith("翻"):
            value, operator, marked = 100.0 * (2 ** (numeral(found["double"] or "一") or 1) - 1), ">=", True
        else:
            value = 0.5 if found["count"] == "半" else numeral(found["count"])
            # 一批多跨應用: a number has its 多 before what is counted (三十多個)
            behind = found["behind"] if found["behind"] not in _MORE or not found["unit"] else None
            if value is None or not (marked or behind or found["more"]) or not (found["unit"] or found["scale"]):
                continue
            quantity = _quantity(text, _Merged(found), float(value))  # type: ignore[arg-type]
            if quantity is not None:
                yield quantity
            continue
        if value is not None:
            yield Quantity(begin, found.end(), float(value), "%", operator, marked)


def may_hold_ratio(text: str, start: int, end: int) -> bool:
    """Whether a part of a shadow holds a word without which `find_ratios` finds nothing: a quick first look."""
    return _forms().ratio.search(text, max(0, start - _REACH), end) is not None


class _Merged:
    """A match of a count in Chinese numerals, as a match of digits."""

    def __init__(self, found: re.Match[str]) -> None:
        self._found = found

    def __getitem__(self, name: str) -> str | None:
        return None if name in ("high", "percent") else self._found[name]

    def start(self) -> int:
        """First offset."""
        return self._found.start()

    def end(self) -> int:
        """Offset behind it."""
        return self._found.end()


def _decimal(text: str) -> float | None:
    whole, _, part = text.partition("点")
    value = numeral(whole)
    if value is None:
        return None
    digits = "".join(str(numeral(c) or 0) for c in part)
    return float(f"{value}.{digits or 0}")
