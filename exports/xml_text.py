"""Text inside XML: escaped, and without the characters that XML cannot hold."""

from __future__ import annotations

import re
from typing import Any
from xml.sax.saxutils import escape, quoteattr

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def content(value: Any) -> str:
    """A value as the content of an element.

    >>> content("a<b\\x07"), content(True), content(("甲", "乙"))
    ('a&lt;b\\ufffd', 'true', '甲 | 乙')
    """
    return escape(_FORBIDDEN.sub("\ufffd", text_of(value)))


def attribute(value: Any) -> str:
    """A value as an attribute, in quotation marks."""
    return quoteattr(_FORBIDDEN.sub("\ufffd", text_of(value)))


def text_of(value: Any) -> str:
    """A value as plain text; lists as one string, since neither GraphML nor GEXF has lists that every reader knows."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return LISTED.join(value)
    return str(value)


LISTED = " | "
"""What parts the values of a list."""
