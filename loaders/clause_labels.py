"""Labels of clauses that print no colon: 【責任單位】市漁業局, and a line 責任單位 市漁業局. They are given one."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from loaders.clause_words import people
from loaders.dates import is_deadline
from loaders.names import is_plain_body, split_names
from loaders.words import either, words

_PEOPLE = re.compile(r"[^\s、,;。:]{1,8}(?:[ 、,][^\s、,;。:]{1,8}){0,5}")


class _Patterns(NamedTuple):
    """`look`, `round`, `gap` are first looks, without which there is nothing of the kind; `bodies` a label of bodies."""

    look: re.Pattern[str]
    bracketed: re.Pattern[str]
    round: re.Pattern[str]
    line: re.Pattern[str]
    inside: re.Pattern[str]
    gap: re.Pattern[str]
    spaced: re.Pattern[str]
    bodies: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    acts, nouns = either(*words("clauses", "acts")), either(*(n for n in words("clauses", "nouns") if "(" not in n))
    dues = either(*words("clauses", "dues"))
    bodies = f"(?:{acts}[、和及]?){{1,4}}{nouns}"
    label = f"(?:{people()}|{dues}|{bodies})"
    ends = "".join(
        sorted(
            {w[-1] for group in ("nouns", "dues", "persons", "person_heads") for w in words("clauses", group)}
            - set("()")
        )
    )
    return _Patterns(
        look=re.compile(rf"[【\[〔(][^】\]〕)\n,;、。]{{1,16}}(?<=[{ends}])\s*[】\]〕)]\s*[^\s。,;、)]"),
        bracketed=re.compile(
            rf"[【\[〔]\s*{label}\s*[】\]〕]|(?<![^\n。;\s,)】\]〕])\(\s*{label}\s*\)(?=\s*[^\s。,;])"
        ),
        round=re.compile(rf"\({bodies}\)"),
        # (牵头单位)甲局(配合单位)乙局
        line=re.compile(rf"(?m)^[ \t\u3000]*(?:\({bodies}\)|{bodies}:)[^\n]*\({bodies}\)(?=[^\s、,;。)])[^\n]*$"),
        inside=re.compile(rf"\({label}\)(?=[^\s、,;。)])"),
        gap=re.compile(f"(?<=[{ends}])[ \\t\u3000]+(?=[^\\s:])"),
        spaced=re.compile(rf"(?m)[ \t\u3000]*(?P<label>{label})(?P<gap>[ \t\u3000]+)(?P<value>[^\n:]+)$"),
        bodies=re.compile(f"{bodies}$"),
    )


def with_colons(text: str) -> str:
    """A shadow in which each such label ends with a colon; of the same length.

    >>> with_colons("【责任单位】市渔业局")
    ' 责任单位:市渔业局'
    """
    made = _patterns()
    if made.look.search(text):
        text = made.bracketed.sub(_bare, text)
        if made.round.search(text):
            text = made.line.sub(lambda found: made.inside.sub(_bare, found.group()), text)
    done, parts = 0, []
    for hint in made.gap.finditer(text):
        at = text.rfind("\n", 0, hint.start()) + 1
        if at >= done and (found := made.spaced.match(text, at)):
            parts += [text[done:at], _joined(found)]
            done = found.end()
    return "".join([*parts, text[done:]]) if parts else text


def _bare(found: re.Match[str]) -> str:
    following = found.string[found.end() : found.end() + 2].lstrip(" \t\u3000")[:1]
    return f" {found.group()[1:-1]}{' ' if following == ':' else ':'}"


def _joined(found: re.Match[str]) -> str:
    words, value = found["label"], found["value"].strip()
    if _patterns().bodies.match(words):
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
