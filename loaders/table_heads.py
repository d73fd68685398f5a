"""Heads of table columns: what each column holds, known by the words of its head."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from loaders.clause_words import label_role, people
from loaders.words import either, lexicon, words

BODIES = ("lead", "duty", "support")
"""Kinds of columns that name bodies."""

_SPACE = re.compile(r"\s+")
_JOINS = re.compile("[与和及、/]")
_BRACKETED = re.compile(r"[(\[〔【][^()\[\]〔〕【】]*[)\]〕】]")


@cache
def _known() -> dict[str, str]:
    return {entry["word"]: entry["column"] for entry in lexicon("tables")["heads"]}


@cache
def _label() -> re.Pattern[str]:
    acts = either(*words("clauses", "acts"))
    nouns = either(*words("clauses", "nouns"))
    dues = either(*words("clauses", "dues"))
    return re.compile(
        f"(?:{people()}|(?:及|和|、)?(?:{acts}[、和及]?)+(?:{nouns}[、和及]?(?:{people()})?)?|(?:计划|预计|拟|要求)?{dues}(?:节点|要求)?)$"
    )


@cache
def _composed() -> tuple[tuple[str, re.Pattern[str]], ...]:
    made = lexicon("tables")["composed"]
    before = either(*made["before"])
    return tuple(
        (kind, re.compile(f"(?:20\\d\\d年度?)?{before}*{either(*made[kind])}")) for kind in made if kind != "before"
    )


def column_kind(head: str, *, composed: bool = True) -> str:
    """What a column holds by its head (a shadow): number, title, task, group, other, lead, duty, support, oversee, due.

    >>> [column_kind(h) for h in ("序号", "工作任务", "牵头(责任)单位", "协同配合单位", "完成时限", "分管领导", "甲")]
    ['number', 'task', 'lead', 'support', 'due', 'oversee', '']

    A head that the lexicon does not hold whole may be composed of its words (方案內容); `composed` allows that.
    """
    if not 0 < len(head) <= 30:
        return ""
    return _kind(head) or (_by_parts(head) if composed else "")


@lru_cache(maxsize=4096)
def _by_parts(head: str) -> str:
    bare = _SPACE.sub("", head).rstrip(":")
    if not 2 <= len(bare) <= 10:
        return ""
    return next((kind for kind, form in _composed() if form.fullmatch(bare)), "")


@lru_cache(maxsize=4096)
def _kind(head: str) -> str:
    bare = _SPACE.sub("", head).rstrip(":")
    if not bare or len(bare) > 24:
        return ""
    for form in (bare, _BRACKETED.sub("", bare), re.sub(r"[()\[\]〔〕【】]", "", bare), _JOINS.sub("", bare)):
        if form in _known():
            return _known()[form]
        if _label().match(form):
            role = label_role(form)
            if role and form not in ("工作", "相关", "主要", "第一", "主体", "首要", "完成", "支持", "监督", "指导"):
                return role
    return ""


@lru_cache(maxsize=256)
def is_shared(head: str) -> bool:
    """Whether a head is that of a column for those who lead and those who support: 牽頭/配合單位."""
    acts = {entry["role"] for entry in lexicon("clauses")["acts"] if entry["word"] in head}
    return {"lead", "support"} <= acts


def is_head(kinds: list[str]) -> bool:
    """Whether the kinds of a row's cells make it the head of a table of responsibilities."""
    found = [kind for kind in kinds if kind]
    bodies = sum(kind in BODIES for kind in found)
    return bodies >= 1 and (
        len(found) >= 3 or (len(found) == 2 and any(k in ("number", "task", "title") for k in found))
    )


def settled(kinds: list[str]) -> list[str]:
    """The columns of one table seen together: which duty leads, and which 任務名稱 is only a heading.

    >>> settled(["number", "task", "lead", "duty"])
    ['number', 'task', 'lead', 'support']
    >>> settled(["task", "number", "task", "duty"])
    ['group', 'number', 'task', 'duty']
    """
    out = list(kinds)
    has_lead = "lead" in out
    out = ["support" if k == "duty" and has_lead else k for k in out]
    wide = [i for i, k in enumerate(out) if k in ("task", "title")]
    number = out.index("number") if "number" in out else -1
    if len(wide) > 1:
        first = wide[0]
        out[first] = "group" if number > first else "title"
        for i in wide[1:]:
            out[i] = "task"
    elif wide:
        out[wide[0]] = "task"
    elif "group" in out:
        out[out.index("group")] = "task"
    elif "other" in out:
        out[out.index("other")] = "task"
    return out
