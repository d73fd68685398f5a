"""The words that exports print, and in which language."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources

import yaml

from graph.identity import shadow
from graph.model import Node
from graph.ontology import LANGUAGES

# A simplified text still holds a few characters that simplification would change (著, 乾), a traditional one a third.
_TRADITIONAL_SHARE = 0.05
_SAMPLE = 4000


class Labels:
    """Words in one language.

    Args:
        language: zh-Hant, zh-Hans or en.
    """

    def __init__(self, language: str) -> None:
        if language not in LANGUAGES:
            raise ValueError(f"unknown language {language!r}; valid are {', '.join(LANGUAGES)}")
        self.language = language

    def __call__(self, key: str, **values: object) -> str:
        """The words for `key`, with `values` filled in.

        >>> Labels("zh-Hans")("page", n=1, m=2)
        '第 1 页 共 2 页'
        """
        words: str = _entries()[key][self.language]
        return words.format(**values) if values else words

    def day(self, iso: str) -> str:
        """An ISO date as an office writes it; anything else as it is.

        >>> Labels("zh-Hant").day("2021-05-08")
        '2021年5月8日'
        """
        parts = iso.split("-")
        if len(parts) != 3 or not all(part.isdecimal() for part in parts):
            return iso
        year, month, day = (int(part) for part in parts)
        return self("day", year=year, month=month, day=day)


@cache
def _entries() -> dict[str, dict[str, str]]:
    text = resources.files("exports").joinpath("labels.yaml").read_text(encoding="utf-8")
    entries: dict[str, dict[str, str]] = yaml.safe_load(text)
    return entries


def is_traditional(text: str) -> bool:
    """Whether a Chinese text is written in traditional characters.

    >>> is_traditional("市發展改革局牽頭"), is_traditional("市发展改革局牵头")
    (True, False)
    """
    chinese = [c for c in text[:_SAMPLE] if "\u4e00" <= c <= "\u9fff"]
    changed = sum(shadow(c) != c for c in chinese)
    return changed > len(chinese) * _TRADITIONAL_SHARE


def labels_for(documents: Sequence[Node], language: str | None = None) -> Labels:
    """Labels in the language that was asked for, else in the script of the documents."""
    if language:
        return Labels(language)
    text = "".join(str(d.get("text") or d.get("title") or "")[:_SAMPLE] for d in documents[:3])
    return Labels("zh-Hant" if is_traditional(text) else "zh-Hans")
