"""No rule needs more than linear time: texts that are made to hurt, each twice as long as the one before."""

from __future__ import annotations

import time

import pytest

from loaders.load import read
from loaders.source import SourceText

CLAUSE = "(一)修好碼頭。依託巡航平台建設系統,年底前完成90%以上。(市港務局牽頭,市漁業局、市財政局配合)\n"
HURTING = {
    "a real plan": CLAUSE,
    "one endless line": CLAUSE.replace("\n", ""),
    "open brackets": "(",
    "open brackets with words": "(市港務局牽頭,",
    "closing brackets": "市港務局)",
    "nested brackets": "(市港務局[",
    "quotation marks that open": "“一網",
    "quotation marks alone": "”",
    "names without end": "市港務局、",
    "one name without end": "市港務管理",
    "lead words": "牽頭",
    "lead words after names": "市港務局牽頭",
    "labels of people": "主管",
    "labels of people with tiers": "督導市級",
    "labels of people with their end": "主管領導",
    "labels of bodies": "牽頭責任",
    "labels with colons": "主管領導:",
    "people": "分管領導:林甲·乙、",
    "running text": "由市港務局牽頭,會同市漁業局,",
    "bars around words": "| 甲 |\n",
    "bars far from words": "|" + " " * 40 + "甲\n",
    "bars and spaces": "| ",
    "labels": "(一)",
    "labels on lines": "1.1\n",
    "headings": "一、\n",
    "numbers": "9",
    "numbers with points": "9.9%",
    "dates": "2031年12月31日前",
    "half dates": "2031年",
    "platform words": "平台",
    "platform names": "建設巡航管理平台和",
    "data words": "數據庫",
    "targets": "達到90%以上,",
    "references": "見第十三項、",
    "spaces": " ",
    "full-width spaces at ends": "甲 \n",
    "tabs": "序號\t任務\t",
    "table rows": "1\t修好碼頭\t市港務局\n",
    "tables run together": "序號工作任務責任單位1修好碼頭市港務局",
    "tables run together on lines": "序號工作任務責任單位\n1修好碼頭\n市港務局\n",
    "rows run together": "序號工作任務責任單位1修好碼頭。市港務局2修好燈塔。市漁業局3",
    "latin": "a",
    "commas": ",",
    "combining marks": "a\u0301",
    "direction marks": "\u202e甲",
}
SHORTEST, DOUBLINGS = 4_000, 4


def seconds(text: str) -> float:
    """Of this process's own time; the least of three, so that a busy machine counts little."""
    found = []
    for _ in range(3):
        begun = time.process_time()
        read(SourceText(text, "hurting.txt"))
        found.append(time.process_time() - begun)
    return min(found)


@pytest.mark.parametrize("name", HURTING)
def test_hurting_texts_are_read(name: str) -> None:
    """Whatever they cost: no error, no hang, and every character accounted for as used, furniture or unread."""
    piece = HURTING[name]
    read(SourceText(piece * (8_000 // len(piece)), "hurting.txt"))


@pytest.mark.soak
@pytest.mark.parametrize("name", HURTING)
def test_twice_the_text_takes_twice_the_time(name: str) -> None:
    piece = HURTING[name]
    times = [seconds(piece * (SHORTEST * 2**step // len(piece))) for step in range(DOUBLINGS + 1)]
    print(name, [f"{1000 * one:.0f} ms" for one in times])
    # linear: 16 times the time for 16 times the text; a square would be 256
    assert times[-1] < 0.05 or times[-1] / max(times[0], 0.002) < 2**DOUBLINGS * 2.5, times
