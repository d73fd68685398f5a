"""The sample digest tells the public plan's facts in words of its own: no clause of it is copied."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from graph.identity import shadow

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "heyuan-2021-digest.txt"
SHARED = ROOT.parent / "shared"
HEAD = ("河源市數字政府改革建設2021年工作要點", "河府辦函〔2021〕39號", "各縣(區)人民政府(管委會),市府直屬各單位")
LONGEST = 11  # characters that may be the same by chance or because no other word exists

# Responsibility clauses are facts; so are the names of systems, data and offices, the title and the number.
CLAUSE = re.compile(r"[(\[](?:[^()\[\]]|[(\[][^()\[\]]*[)\]])*(?:牵头|配合)[)\]]")


def plain(text: str) -> str:
    """Simplified, half width, without white space and quotation marks."""
    return re.sub(r"[\s“”\"'《》]", "", shadow(text))


def names(gold: dict[str, list[dict[str, list[dict[str, object]]]]]) -> list[str]:
    """Names of platforms and data as the plan prints them, longest first."""
    found = set()
    for task in gold["tasks"]:
        for entry in [*task.get("platforms", []), *task.get("data_domains", [])]:
            forms = entry.get("accept") or []
            assert isinstance(forms, list)
            found |= {plain(str(form)) for form in [entry["name"], entry.get("mention") or "", *forms]}
    return sorted((name for name in found if len(name) > 3), key=lambda name: (-len(name), name))


def shared_passages(text: str, original: str, longer_than: int) -> list[str]:
    """Maximal passages of `text` that stand in `original` too and have more than so many characters."""
    passages = []
    start = 0
    while start < len(text):
        end = start
        while end < len(text) and text[start : end + 1] in original:
            end += 1
        if end - start > longer_than:
            passages.append(text[start:end])
            start = end
        else:
            start += 1
    return passages


def test_shared_passages_are_found() -> None:
    assert shared_passages("甲乙丙丁戊己", "子乙丙丁戊丑", 3) == ["乙丙丁戊"]
    assert shared_passages("甲乙丙丁戊己", "子乙丙丁丑", 3) == []


def test_no_clause_is_copied() -> None:
    plan = SHARED / "data" / "heyuan-2021.txt"
    gold = SHARED / "gold" / "heyuan-2021.json"
    if not (plan.exists() and gold.exists()):
        pytest.skip("the original plan is not here")
    original = plain(plan.read_text(encoding="utf-8"))
    known = names(json.loads(gold.read_text(encoding="utf-8")))
    known += [plain(text) for text in HEAD]
    copied = []
    for line in SAMPLE.read_text(encoding="utf-8").splitlines():
        words = CLAUSE.sub("|", plain(line))
        for name in known:
            words = words.replace(name, "|")
        copied += shared_passages(words, original, LONGEST)
    assert copied == []
