"""Labels of clauses that print no colon: 【責任單位】市漁業局, and a line 責任單位 市漁業局. They are given one."""

from __future__ import annotations

import re
from functools import cache

from loaders.clause_words import people
from loaders.dates import is_deadline
from loaders.names import is_plain_body, split_names
from loaders.words import either, words

_PEOPLE = re.compile(r"[^\s、,;。:]{1,8}(?:[ 、,][^\s、,;。:]{1,8}){0,5}")


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    acts, nouns = either(*words("clauses", "acts")), either(*(n for n in words("clauses", "nouns") if "(" not in n))
    dues = either(*words("clauses", "dues"))
    bodies = f"(?:{acts}[、和及]?){{1,4}}{nouns}"
    label = f"(?:{people()}|{dues}|{bodies})"
    return (
        re.compile(rf"[【\[〔]\s*{label}\s*[】\]〕]|(?<![^\n。;\s,)】\]〕])\(\s*{label}\s*\)(?=\s*[^\s。,;])"),
        re.compile(rf"(?m)^[ \t\u3000]*(?P<label>{label})(?P<gap>[ \t\u3000]+)(?P<value>[^\n:]+)$"),
        re.compile(f"{bodies}$"),
        # (牵头单位)甲局(配合单位)乙局
        re.compile(rf"(?m)^[ \t\u3000]*(?:\({bodies}\)|{bodies}:)[^\n]*\({bodies}\)(?=[^\s、,;。)])[^\n]*$"),
        re.compile(rf"\({label}\)(?=[^\s、,;。)])"),
    )


def with_colons(text: str) -> str:
    """A shadow in which each such label ends with a colon; of the same length.

    >>> with_colons("【责任单位】市渔业局")
    ' 责任单位:市渔业局'
    """
    bracketed, spaced, _, line, inside = _patterns()
    if "【" in text or "[" in text or "〔" in text or "(" in text:
        text = bracketed.sub(_bare, text)
        if "(" in text:
            text = line.sub(lambda found: inside.sub(_bare, found.group()), text)
    return spaced.sub(_joined, text)


def _bare(found: re.Match[str]) -> str:
    following = found.string[found.end() : found.end() + 2].lstrip(" \t\u3000")[:1]
    return f" {found.group()[1:-1]}{' ' if following == ':' else ':'}"


def _joined(found: re.Match[str]) -> str:
    words, value = found["label"], found["value"].strip()
    if _patterns()[2].match(words):
        names = split_names(value, 0, len(value))
        fits = bool(names) and all(is_plain_body(value[n.start : n.end]) for n in names)
    elif any(words.startswith(due) for due in _dues()):
        fits = is_deadline(value, 0, len(value))
    else:
        fits = _PEOPLE.fullmatch(value) is not None
    if not fits:
        return found.group()
    gap = found.start("gap") - found.start()
    return f"{found.group()[:gap]}:{found.group()[gap + 1 :]}"


@cache
def _dues() -> tuple[str, ...]:
    return tuple(words("clauses", "dues"))
