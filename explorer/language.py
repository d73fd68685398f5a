"""The explorer's own words in three languages, and the script in which a plan's text is shown."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import streamlit as st
import yaml

from graph.identity import shadow

LANGUAGES = {"zh-Hant": "繁體中文", "zh-Hans": "简体中文", "en": "English"}
SCRIPTS = ("print", "hant", "hans")


@cache
def words(language: str) -> dict[str, str]:
    """Every label of a language by its dotted key.

    >>> words("en")["pages.matrix"]
    'Matrix'
    """
    folder = resources.files("explorer").joinpath("labels")
    found: dict[str, str] = {}
    for part in (folder, folder.joinpath("graph")):
        found |= _flat("", yaml.safe_load(part.joinpath(f"{language}.yaml").read_text(encoding="utf-8")))
    return found


def _flat(prefix: str, entries: dict[str, Any]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in entries.items():
        if isinstance(value, dict):
            found.extend(_flat(f"{prefix}{key}.", value))
        else:
            found.append((prefix + str(key), str(value)))
    return found


def language_of(locale: str | None) -> str:
    """The language for a browser's locale; traditional Chinese when it names none of the three.

    >>> language_of("zh-CN"), language_of("zh-HK"), language_of("en-GB"), language_of(None)
    ('zh-Hans', 'zh-Hant', 'en', 'zh-Hant')
    """
    name = (locale or "").lower()
    if name in ("zh-cn", "zh-sg", "zh-my") or name.startswith("zh-hans"):
        return "zh-Hans"
    return "en" if name.startswith("en") else "zh-Hant"


def language() -> str:
    """The language of this session: the address's, else what was chosen before, else the browser's."""
    choice = st.query_params.get("lang") or st.session_state.get("kept_lang")
    return str(choice) if choice in LANGUAGES else language_of(st.context.locale)


def script() -> str:
    """The script in which a plan's text is shown: as printed, traditional or simplified."""
    choice = st.query_params.get("script") or st.session_state.get("kept_script")
    return str(choice) if choice in SCRIPTS else "print"


def t(key: str, **values: object) -> str:
    """The label of a key in the session's language, with its values filled in."""
    text = words(language())[key]
    return text.format(**values) if values else text


def words_or(key: str, otherwise: str) -> str:
    """The label of a key in the session's language, or other words where there is none."""
    return words(language()).get(key, otherwise)


def term(kind: str) -> str:
    """The ontology's own word for a label or relationship type, in the session's language."""
    from graph.ontology import ontology

    model = ontology()
    entry = model.nodes.get(kind) or model.relationships[kind]
    return entry.labels[language()]


@cache
def _simplify() -> dict[int, str]:
    lines = resources.files("graph").joinpath("names/simplified.txt").read_text(encoding="utf-8").splitlines()
    traditional, simplified = (line for line in lines if not line.startswith("#"))
    return {ord(a): b for a, b in zip(traditional, simplified, strict=True)}


@cache
def _traditional() -> dict[int, str]:
    forms: dict[str, list[str]] = {}
    for point, simple in _simplify().items():
        forms.setdefault(simple, []).append(chr(point))
    sure = {ord(s): found[0] for s, found in forms.items() if len(found) == 1 and not _also_traditional(s)}
    text = resources.files("explorer").joinpath("labels/traditional.txt").read_text(encoding="utf-8")
    pairs = "".join(line for line in text.splitlines() if not line.startswith("#"))
    return sure | {ord(s): form for s, form in zip(pairs[::2], pairs[1::2], strict=True)}


def _also_traditional(character: str) -> bool:
    """Whether a simplified form is also a traditional character of another meaning (里, 面)."""
    try:
        character.encode("big5")
    except UnicodeEncodeError:
        return False
    return True


def in_script(text: str, choice: str) -> str:
    """Text in the chosen script, of the same length, so that offsets into it hold.

    Towards traditional a character with several traditional forms takes the one listed in `labels/traditional.txt`,
    and stays as printed when it is not listed there.

    >>> in_script("市公安局牽頭(“一網統管”)", "hans"), in_script("数据发展", "hant")
    ('市公安局牵头(“一网统管”)', '數據發展')
    """
    if choice == "hans":
        return text.translate(_simplify())
    return text.translate(_traditional()) if choice == "hant" else text


def shown(text: object) -> str:
    """A piece of a plan's text as this session shows it."""
    return in_script(str(text if text is not None else ""), script())


def folding(texts: list[str]) -> dict[str, str]:
    """For the browser: how the characters of these texts fold for comparison (`graph.identity.shadow`)."""
    points = sorted({character for text in texts for character in text})
    folded = {character: shadow(character) for character in points}
    return {character: form for character, form in folded.items() if form != character}
