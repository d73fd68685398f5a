"""The same plan in another print says the same: script, width of signs, wrapped lines, indents, empty lines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.identity import shadow
from loaders.load import read
from loaders.source import SourceText

ROOT = Path(__file__).resolve().parents[2]
PLANS = [
    *sorted((ROOT / "samples").glob("*.txt")),
    ROOT / "../shared/data/heyuan-2021.txt",
    *sorted((ROOT / "../shared/gold/dev").glob("*.txt")),
]
_WIDE = str.maketrans({"(": "（", ")": "）", ",": "，", ":": "：", ";": "；", "?": "？"})


def simplified(text: str) -> str:
    return "".join(shadow(c) if "\u3400" <= c <= "\u9fff" else c for c in text)


def wide(text: str) -> str:
    return text.translate(_WIDE)


def indented(text: str) -> str:
    return "\n".join("\u3000\u3000" + line if line.strip() and "\t" not in line else line for line in text.split("\n"))


def double_spaced(text: str) -> str:
    return text.replace("\n", "\n\n")


PRINTS: dict[str, Callable[[str], str]] = {
    "simplified": simplified,
    "half width": shadow,
    "full width": wide,
    "indented": indented,
    "double spaced": double_spaced,
}


def facts(text: str) -> set[tuple[object, ...]]:
    """Who, what, when, in the shadow's form and without white space."""
    found = read(SourceText(text)).facts
    plain = lambda words: shadow("".join(words.split()))  # noqa: E731
    return {
        *((r.kind, r.item, r.rank, plain(r.name)) for r in found.roles),
        *(("DUE", d.item, d.due_on) for d in found.dues),
        *(("ITEM", i.number, plain(i.title)) for i in found.items),
    }


@pytest.mark.parametrize("name", PRINTS)
@pytest.mark.parametrize("plan", PLANS, ids=lambda p: p.stem)
def test_another_print_says_the_same(plan: Path, name: str) -> None:
    if not plan.exists():
        pytest.skip(f"{plan.name} is not there")
    text = plan.read_text(encoding="utf-8").replace("\r\n", "\n")
    assert facts(PRINTS[name](text)) == facts(text)


@pytest.mark.parametrize("width", [28, 34, 40])
def test_lines_wrapped_to_a_page(width: int) -> None:
    text = (ROOT / "samples/heyuan-2021-digest.txt").read_text(encoding="utf-8")
    lines = [line[at : at + width] for line in text.split("\n") for at in range(0, max(len(line), 1), width)]
    whole, wrapped = facts(text), facts("\n".join(lines))
    # a title may be wrapped where a heading ends; who does what may not be lost
    assert {f for f in whole if f[0] != "ITEM"} == {f for f in wrapped if f[0] != "ITEM"}
