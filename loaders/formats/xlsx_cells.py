"""What a cell of a workbook prints: shared texts, numbers and dates in their formats, formulas by their last value.

Source: ECMA-376 part 1, 18.3 (cells), 18.8.30 (number formats).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from loaders.formats.archive import Element, whole_number

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
Shown = Literal["general", "number", "day", "month", "year"]

# Built-in formats whose meaning no file states; those of 27 to 36 and 50 to 58 are dates in Chinese editions.
_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 37: "#,##0", 38: "#,##0", 39: "#,##0.00",
    40: "#,##0.00", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 22: "yyyy/m/d",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"',
    36: 'yyyy"年"m"月"', 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"',
    54: 'm"月"d"日"', 55: 'yyyy"年"m"月"', 56: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DIGITS = re.compile(r"[0#?][0#?,]*(?:\.[0#?]+)?|\.[0#?]+")
_FIRST_DAY = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
_LAST_SERIAL = 2_958_465  # 9999-12-31


@dataclass(frozen=True, slots=True)
class Format:
    """One number format: what it shows, and its code."""

    shown: Shown
    code: str = ""

    @classmethod
    def parse(cls, code: str) -> Format:
        """From a format code.

        >>> [Format.parse(c).shown for c in ("General", "0.0%", 'yyyy"年"m"月"', "yyyy-mm-dd", "@")]
        ['general', 'number', 'month', 'day', 'general']
        """
        first = code.split(";")[0]
        bare = _LITERAL.sub("", first).lower()
        if "general" in bare or bare.strip() in ("", "@"):
            return cls("general")
        year, day, month = "y" in bare or "e" in bare.replace("e+", ""), "d" in bare, "m" in bare
        if day or (month and not year and "h" not in bare and "s" not in bare):
            return cls("day", first)
        if year:
            return cls("month" if month else "year", first)
        return cls("number", first) if _DIGITS.search(bare) else cls("general")


@dataclass(slots=True)
class Printing:
    """Shared texts and formats of one workbook."""

    shared: list[str] = field(default_factory=list)
    formats: list[Format] = field(default_factory=list)
    from_1904: bool = False

    def text(self, cell: Element) -> str:
        """What one `c` element prints."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = cell.find(f"{S}is")
            return rich_text(inline) if inline is not None else ""
        value = cell.findtext(f"{S}v") or ""
        if kind == "s":
            at = whole_number(value.strip(), -1, len(self.shared))
            return self.shared[at] if 0 <= at < len(self.shared) else ""
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(value, value)
        if kind == "d":
            return _iso(value)
        if kind in ("str", "e"):
            return value
        style = whole_number(cell.get("s"), 0)
        return self.number(value, self.formats[style] if style < len(self.formats) else Format("general"))

    def number(self, value: str, shown: Format) -> str:
        """A number or date in its format; what is no number is printed as it stands."""
        try:
            number = float(value)
        except ValueError:
            return value
        if number != number or abs(number) > 1e300:
            return value
        if shown.shown in ("day", "month", "year") and 0 < number <= _LAST_SERIAL:
            return printed_date(
                _FIRST_DAY[self.from_1904] + timedelta(days=min(int(number), _LAST_SERIAL - 1462)), shown.shown
            )
        return _in_format(number, shown.code) if shown.shown == "number" else general(number)


def printed_date(day: date, shown: Shown) -> str:
    """A date as such tables write it.

    >>> printed_date(date(2024, 6, 30), "day"), printed_date(date(2024, 6, 1), "month")
    ('2024年6月30日', '2024年6月')
    """
    out = f"{day.year}年"
    if shown != "year":
        out += f"{day.month}月"
    return out + f"{day.day}日" if shown == "day" else out


def _iso(value: str) -> str:
    try:
        return printed_date(date.fromisoformat(value[:10]), "day")
    except ValueError:
        return value


def general(number: float) -> str:
    """A number without format: whole ones without a point.

    >>> general(12.0), general(0.1 + 0.2)
    ('12', '0.3')
    """
    if number == int(number) and abs(number) < 1e15:
        return str(int(number))
    return f"{number:.11g}"


def _in_format(number: float, code: str) -> str:
    masked = _LITERAL.sub(lambda m: "\x00" * len(m.group()), code)
    found = _DIGITS.search(masked)
    if found is None or re.search(r"[eE][+-]|/", masked):
        return general(number)
    digits = found.group()
    places = len(digits.partition(".")[2])
    share = masked.count("%")
    shown = f"{number * 100**share:{',' if ',' in digits.rstrip(',') else ''}.{min(places, 30)}f}"
    if "." in shown and digits.partition(".")[2].strip("#") == "":
        shown = shown.rstrip("0").rstrip(".")
    whole = digits.partition(".")[0].replace(",", "").count("0")
    sign, body = ("-", shown[1:]) if shown.startswith("-") else ("", shown)
    head, point, tail = body.partition(".")
    shown = sign + head.rjust(min(whole, 30), "0") + point + tail
    return _literal(code[: found.start()]) + shown + _literal(code[found.end() :])


def _literal(code: str) -> str:
    """The words of a format code around its digits."""
    out = []
    at = 0
    for found in _LITERAL.finditer(code):
        out.append(code[at : found.start()])
        token = found.group()
        if token.startswith('"'):
            out.append(token[1:-1])
        elif token.startswith("\\"):
            out.append(token[1:])
        at = found.end()
    return "".join([*out, code[at:]]).strip()


def rich_text(element: Element) -> str:
    """The text of a string item, runs joined, phonetic guides left out."""
    return "".join(
        node.text or ""
        for child in element
        if child.tag in (f"{S}t", f"{S}r")
        for node in ([child] if child.tag == f"{S}t" else child.findall(f"{S}t"))
    )


def read_printing(shared: Element | None, styles: Element | None, from_1904: bool) -> Printing:
    """From sharedStrings.xml and styles.xml."""
    texts = [rich_text(item) for item in shared.findall(f"{S}si")] if shared is not None else []
    formats: list[Format] = []
    if styles is not None:
        codes = {
            whole_number(node.get("numFmtId"), -1): node.get("formatCode", "") for node in styles.iter(f"{S}numFmt")
        }
        known: dict[int, Format] = {}
        for style in styles.findall(f"{S}cellXfs/{S}xf"):
            key = whole_number(style.get("numFmtId"))
            if key not in known:
                known[key] = Format.parse(codes.get(key) or _BUILT_IN.get(key, "General"))
            formats.append(known[key])
    return Printing(texts, formats, from_1904)
