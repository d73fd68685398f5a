"""The name of a data domain: what the data is about, in the document's words."""

from __future__ import annotations

import re
from functools import cache

from loaders.mention_words import listed
from loaders.words import either


@cache
def _tail() -> re.Pattern[str]:
    fields = either(*listed("data", "fields"))
    qualifiers = either(*listed("data", "qualifiers"), "相关的", "有关的", "政务", "的")
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
    bare = re.sub(r"[\s“”「」『』‘’\"]+", "", plain)
    tail = _tail().search(bare)
    if tail is None or not tail.start() or len(bare) != len(printed):
        return printed
    name = printed[: tail.start()]
    return printed if bare[: tail.start()] in listed("data", "umbrella") else name
