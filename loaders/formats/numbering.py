"""Automatic numbers of a Word document: 一、(一) 1. stand in numbering.xml, not in the text.

Source: ECMA-376 part 1, 17.9 (numbering) and 17.18.59 (ST_NumberFormat).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from loaders.formats.archive import Element, whole_number

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"


def chinese(number: int, digits: str = _DIGITS, units: str = "十百千") -> str:
    """A number below 10,000 as it is counted: 十一, 二十, 一百零五.

    >>> [chinese(n) for n in (1, 10, 11, 20, 105)]
    ['一', '十', '十一', '二十', '一百零五']
    """
    if not 0 < number < 10_000:
        return str(number)
    out, zero = "", False
    for power, digit in zip(range(len(str(number)) - 1, -1, -1), str(number), strict=True):
        if digit == "0":
            zero = True
            continue
        if zero and out:
            out += digits[0]
        zero = False
        out += digits[int(digit)] + (units[power - 1] if power else "")
    if units[0] == "十" and out.startswith("一十"):
        out = out[1:]
    return out


def roman(number: int) -> str:
    """Roman numerals, upper case; Arabic digits beyond 3,999."""
    if not 0 < number < 4000:
        return str(number)
    out = ""
    for value, letters in (
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        count, number = divmod(number, value)
        out += letters * count
    return out


def formatted(number: int, style: str) -> str:
    """A number in one of Word's formats; an unknown format counts in Arabic digits, a bullet shows nothing."""
    match style:
        case (
            "chineseCounting"
            | "chineseCountingThousand"
            | "japaneseCounting"
            | "taiwaneseCounting"
            | "taiwaneseCountingThousand"
        ):
            return chinese(number)
        case "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" | "koreanDigital":
            return "".join(("〇" + _DIGITS[1:])[int(d)] for d in str(number))
        case "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal":
            return chinese(number, _LEGAL, "拾佰仟")
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" | "ideographEnclosedCircle":
            return chr(0x2460 + number - 1) if 0 < number <= 20 else str(number)
        case "decimalFullWidth" | "decimalFullWidth2":
            return "".join(chr(0xFF10 + int(d)) for d in str(number))
        case "decimalEnclosedParen":
            return f"({number})"
        case "decimalEnclosedFullstop":
            return f"{number}."
        case "decimalZero":
            return f"{number:02d}"
        case "upperLetter" | "lowerLetter":
            letter = chr(65 + (number - 1) % 26) * min((number - 1) // 26 + 1, 99)
            return letter if style == "upperLetter" else letter.lower()
        case "upperRoman":
            return roman(number)
        case "lowerRoman":
            return roman(number).lower()
        case "ideographTraditional":
            return _STEMS[(number - 1) % 10]
        case "ideographZodiac":
            return _BRANCHES[(number - 1) % 12]
        case "bullet" | "none":
            return ""
        case _:
            return str(number)


@dataclass(slots=True)
class Level:
    """One level of a list: where it starts, how it counts, what its label looks like (``%1、``)."""

    start: int = 1
    style: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False


@dataclass(slots=True)
class Numbering:
    """Counts a document's numbered paragraphs in the order of the text."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    overrides: dict[str, dict[int, Level]] = field(default_factory=dict)
    starts: dict[str, dict[int, int]] = field(default_factory=dict)
    _counters: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def parse(cls, root: Element | None, style_lists: dict[str, str]) -> Numbering:
        """From numbering.xml; `style_lists` maps a list style to its numId."""
        made = cls()
        if root is None:
            return made
        links: dict[str, str] = {}
        for abstract in root.iter(f"{W}abstractNum"):
            key = abstract.get(f"{W}abstractNumId", "")
            made.levels[key] = {whole_number(lvl.get(f"{W}ilvl")): _level(lvl) for lvl in abstract.findall(f"{W}lvl")}
            link = abstract.find(f"{W}numStyleLink")
            if link is not None:
                links[key] = link.get(f"{W}val", "")
        for num in root.findall(f"{W}num"):
            key = num.get(f"{W}numId", "")
            reference = num.find(f"{W}abstractNumId")
            made.lists[key] = reference.get(f"{W}val", "") if reference is not None else ""
            for change in num.findall(f"{W}lvlOverride"):
                depth = whole_number(change.get(f"{W}ilvl"))
                start = change.find(f"{W}startOverride")
                if start is not None:
                    made.starts.setdefault(key, {})[depth] = whole_number(start.get(f"{W}val"), 1)
                level = change.find(f"{W}lvl")
                if level is not None:
                    made.overrides.setdefault(key, {})[depth] = _level(level)
        for abstract_key, style in links.items():
            target = made.lists.get(style_lists.get(style, ""), "")
            if target in made.levels and not made.levels[abstract_key]:
                made.levels[abstract_key] = made.levels[target]
        return made

    def label(self, list_id: str, depth: int) -> str:
        """The label of the next paragraph of a list at a depth (0 = outermost); empty for bullets and unknown lists."""
        abstract = self.lists.get(list_id)
        if abstract is None or list_id == "0":
            return ""
        levels = {**self.levels.get(abstract, {}), **self.overrides.get(list_id, {})}
        level = levels.get(depth)
        if level is None:
            return ""
        counters = self._counters.setdefault(abstract, {})
        start = self.starts.get(list_id, {}).get(depth)
        if start is not None and (list_id, depth) not in self._begun:
            # an override counts from its own start the first time that its list is used
            counters.pop(depth, None)
        self._begun.add((list_id, depth))
        counters[depth] = counters[depth] + 1 if depth in counters else (start if start is not None else level.start)
        for deeper in [d for d in counters if d > depth]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart != 0 and (restart is None or depth < restart):
                del counters[deeper]
        text = level.text
        for place in range(9, 0, -1):
            if f"%{place}" in text:
                above = levels.get(place - 1, Level())
                number = counters.get(place - 1, above.start)
                style = "decimal" if level.legal and place - 1 != depth else above.style
                text = text.replace(f"%{place}", formatted(number, style))
        return "" if level.style == "bullet" else text


def _value(element: Element, name: str, default: str = "") -> str:
    found = element.find(f"{W}{name}")
    return found.get(f"{W}val", default) if found is not None else default


def _level(element: Element) -> Level:
    start, restart = _value(element, "start", "1"), _value(element, "lvlRestart")
    return Level(
        start=whole_number(start, 1),
        style=_value(element, "numFmt", "decimal"),
        text=_value(element, "lvlText"),
        restart=whole_number(restart) if restart.isdigit() else None,
        legal=element.find(f"{W}isLgl") is not None,
    )
