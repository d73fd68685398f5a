from __future__ import annotations

import pytest
from lxml import etree

from loaders.formats.numbering import Numbering, W, chinese, formatted, roman

NS = f'xmlns:w="{W[1:-1]}"'


def made(levels: list[tuple[str, str, str]], nums: str = "") -> Numbering:
    lvls = "".join(
        f'<w:lvl w:ilvl="{i}"><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/>{extra}</w:lvl>'
        for i, (style, text, extra) in enumerate(levels)
    )
    nums = nums or '<w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>'
    xml = f'<w:numbering {NS}><w:abstractNum w:abstractNumId="1">{lvls}</w:abstractNum>{nums}</w:numbering>'
    return Numbering.parse(etree.fromstring(xml), {})


@pytest.mark.parametrize(
    ("number", "style", "printed"),
    [
        (1, "chineseCounting", "一"),
        (10, "chineseCountingThousand", "十"),
        (21, "chineseCounting", "二十一"),
        (110, "chineseCounting", "一百一十"),
        (1005, "chineseCounting", "一千零五"),
        (20, "ideographDigital", "二〇"),
        (3, "chineseLegalSimplified", "叁"),
        (3, "decimalEnclosedCircle", "③"),
        (21, "decimalEnclosedCircle", "21"),
        (12, "decimalFullWidth", "１２"),
        (4, "decimalEnclosedParen", "(4)"),
        (4, "decimalZero", "04"),
        (28, "upperLetter", "BB"),
        (4, "lowerRoman", "iv"),
        (3, "ideographTraditional", "丙"),
        (3, "ideographZodiac", "寅"),
        (7, "decimal", "7"),
        (7, "hebrew1", "7"),
        (7, "bullet", ""),
    ],
)
def test_each_format(number: int, style: str, printed: str) -> None:
    assert formatted(number, style) == printed


def test_numbers_out_of_range_are_digits() -> None:
    assert (chinese(0), chinese(10_000), roman(0), roman(4000), roman(1994)) == ("0", "10000", "0", "4000", "MCMXCIV")


def test_deeper_levels_begin_anew() -> None:
    numbers = made([("chineseCounting", "%1、", ""), ("decimal", "%2.", "")])
    assert [numbers.label("5", d) for d in (0, 1, 1, 0, 1)] == ["一、", "1.", "2.", "二、", "1."]


def test_a_level_that_never_restarts_runs_on() -> None:
    numbers = made([("chineseCounting", "%1、", ""), ("chineseCounting", "(%2)", '<w:lvlRestart w:val="0"/>')])
    assert [numbers.label("5", d) for d in (0, 1, 0, 1)] == ["一、", "(一)", "二、", "(二)"]


def test_several_levels_in_one_label() -> None:
    numbers = made([("chineseCounting", "%1", ""), ("decimal", "%1.%2", "<w:isLgl/>")])
    assert [numbers.label("5", d) for d in (0, 1, 1)] == ["一", "1.1", "1.2"]


def test_an_override_starts_where_it_says() -> None:
    nums = (
        '<w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="6"><w:abstractNumId w:val="1"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
    )
    numbers = made([("decimal", "%1.", "")], nums)
    assert [numbers.label(n, 0) for n in ("5", "5", "6", "6")] == ["1.", "2.", "7.", "8."]


def test_lists_that_are_not_there_have_no_label() -> None:
    numbers = made([("bullet", "", "")])
    assert [numbers.label(n, 0) for n in ("5", "9", "0", "")] == ["", "", "", ""]
    assert Numbering.parse(None, {}).label("1", 0) == ""


@pytest.mark.parametrize("value", ["x", "-1", "9" * 40, ""])
def test_odd_attributes_are_borne(value: str) -> None:
    xml = (
        f'<w:numbering {NS}><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="{value}"><w:start w:val="{value}"/>'
        f'<w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1"/><w:lvlRestart w:val="{value}"/></w:lvl></w:abstractNum>'
        f'<w:num w:numId="5"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="{value}"><w:startOverride w:val="{value}"/>'
        "</w:lvlOverride></w:num></w:numbering>"
    )
    assert isinstance(Numbering.parse(etree.fromstring(xml), {}).label("5", 0), str)
