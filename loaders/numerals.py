"""Chinese and Arabic numerals of labels and dates."""

from __future__ import annotations

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "Ｏ": 0, "两": 2}
_UNITS = {"十": 10, "百": 100}


def numeral(text: str) -> int | None:
    """The value of a numeral under a thousand (or of a year written digit by digit), None where it is none.

    >>> [numeral(t) for t in ("二十四", "十", "一百零三", "二〇二一", "17", "甲")]
    [24, 10, 103, 2021, 17, None]
    """
    if text.isascii():
        return int(text) if text.isdigit() else None
    if len(text) == 1:
        return DIGITS.get(text, _UNITS.get(text))
    if len(text) > 1 and all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    total, digit = 0, None
    for c in text:
        if c in DIGITS:
            digit = DIGITS[c]
        elif c in _UNITS:
            total += (1 if digit is None else digit) * _UNITS[c]
            digit = None
        else:
            return None
    return total + (digit or 0) if text else None
