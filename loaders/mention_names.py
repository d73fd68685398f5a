"""The name of a data domain: what the data is about, in the document's words."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from loaders.mention_words import listed
from loaders.words import either

_DROPPED = re.compile(r"[\s“”「」『』‘’\"]+")


@cache
def _tail() -> re.Pattern[str]:
    fields = either(*listed("data", "fields"))
    qualifiers = either(*listed("data", "qualifiers"), *listed("data", "about"), "政务", "的")
    return re.compile(f"(?:{qualifiers})*(?:{fields})+$")


def field_name(printed: str, plain: str, rule: str) -> str:
    """The domain's name of a mention.

    Args:
        printed: the mention without white space and quotation marks.
        plain: its shadow.
        rule: the rule that read it; only the data of a field lose their ending.

    >>> field_name("漁船作業相關數據", "渔船作业相关数据", "mention.field")
    '漁船作業'
    >>> field_name("橋樑數據庫", "桥梁数据库", "mention.base")
    '橋樑數據庫'
    """
    if rule != "mention.field":
        return printed
    bare = plain if plain.isalnum() else _DROPPED.sub("", plain)
    stop = _stop(bare)
    return printed[:stop] if stop and len(bare) == len(printed) else printed


@lru_cache(maxsize=16384)
def _stop(bare: str) -> int:
    """Where a domain's ending begins in its name's shadow; 0 where it belongs to the name (plans repeat the names)."""
    tail = _tail().search(bare)
    return tail.start() if tail is not None and bare[: tail.start()] not in listed("data", "umbrella") else 0
