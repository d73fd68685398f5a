"""Which spellings are one thing, and the ids that follow from it.

Comparison runs on a *shadow* of the text: NFKC wherever that keeps the length, then traditional to simplified,
character by character, so that an offset into the shadow is an offset into the text. It never goes the other way:
many simplified characters stand for several traditional ones.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache, lru_cache
from importlib import resources

_QUOTES = "“”„‟\"'‘’‚‛「」『』《》〈〉﹁﹂﹃﹄＂＇`´"
_DROPPED = re.compile(f"[\\s{re.escape(_QUOTES)}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
# Where compatibility forms live that NFKC turns into one other character. Enclosed numbers (①) are left as they are:
# they are labels of items, not digits.
_COMPATIBILITY = (
    (0x00A0, 0x00FF),
    (0x2000, 0x20FF),
    (0x2E80, 0x2FDF),
    (0x3000, 0x303F),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE6F),
    (0xFF00, 0xFFEF),
)


@cache
def _shadow_tables() -> tuple[list[int], dict[int, int]]:
    """The form of each character: of the basic plane as a list, and of all as a dictionary that lacks those unchanged."""
    lines = resources.files("graph").joinpath("names/simplified.txt").read_text(encoding="utf-8").splitlines()
    traditional, simplified = (line for line in lines if not line.startswith("#"))
    table: dict[int, str] = {}
    for first, last in _COMPATIBILITY:
        for point in range(first, last + 1):
            form = unicodedata.normalize("NFKC", chr(point))
            if len(form) == 1 and form != chr(point):
                table[point] = form
    known = {ord(t): s for t, s in zip(traditional, simplified, strict=True)}
    for point, form in table.items():
        table[point] = known.get(ord(form), form)
    forms = {point: ord(form) for point, form in {**known, **table}.items()}
    plane = list(range(0x10000))
    for point, one in forms.items():
        if point < len(plane):
            plane[point] = one
    return plane, forms


@cache
def _other_in_simplified() -> frozenset[str]:
    """Chinese characters whose simplified form is another one."""
    _, forms = _shadow_tables()
    return frozenset(chr(point) for point, form in forms.items() if 0x4E00 <= point <= 0x9FFF and form != point)


def is_traditional(sample: str) -> bool:
    """Whether the beginning of a text is printed in traditional characters.

    >>> is_traditional("市政務服務數據管理局"), is_traditional("市政务服务数据管理局")
    (True, False)
    """
    distinct = set(sample)
    changed = len(distinct & _other_in_simplified())
    if not changed or changed * 12 > len(distinct):
        return changed > 0
    # a text in simplified characters may hold a few others (a name, a quotation)
    return changed * 12 > len([c for c in distinct if "\u4e00" <= c <= "\u9fff"])


def shadow(text: str) -> str:
    """The text for comparison: same length, half width, simplified.

    >>> shadow("市政務服務數據管理局（牽頭）")
    '市政务服务数据管理局(牵头)'
    """
    return _name_shadow(text) if len(text) <= _NAME else _shadow(text)


def _shadow(text: str) -> str:
    plane, forms = _shadow_tables()
    # `translate` asks a list twice as fast as a dictionary; the list has no place for what lies beyond the basic plane
    if len(text.encode("utf-16-le", "surrogatepass")) == 2 * len(text):
        return text.translate(plane)
    return text.translate(forms)


# names come again and again
_NAME = 24
_name_shadow = lru_cache(maxsize=65536)(_shadow)


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """What two spellings of one name share: NFKC, simplified, without quotation marks and white space.

    >>> name_key("“粵省事”平臺") == name_key("粤省事 平台")
    True
    """
    # what a dropped mark kept apart may compose (R, a mark, a cedilla)
    return unicodedata.normalize("NFC", _DROPPED.sub("", shadow(unicodedata.normalize("NFKC", name))))


def fingerprint(text: str, length: int = 8) -> str:
    """The first `length` hexadecimal digits of the text's SHA-256."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:length]


def document_id(
    jurisdiction: str | None, doc_number: str | None, title: str | None, issued_on: str | None, sha256: str
) -> str:
    """A document's id: from jurisdiction, document number and normalised title.

    A notice, its plan and its annex share one number, so the title always counts. Without a number the date
    stands in, and without title, number and date the text's SHA-256.
    """
    if not (doc_number or title):
        return f"doc:{sha256[:16]}"
    parts = [name_key(jurisdiction or ""), name_key(doc_number or issued_on or ""), fingerprint(name_key(title or ""))]
    return "doc:" + ":".join(parts)


def section_id(document: str, position: int) -> str:
    """A section's id: document and position (numbers may restart in an annex)."""
    return f"{document}§{position}"


def task_id(document: str, number: str) -> str:
    """A task's id: document and number."""
    return f"{document}#{number}"


def target_id(task: str, ordinal: int) -> str:
    """A target's id: its task and its ordinal there, 1 = first."""
    return f"{task}!{ordinal}"


@lru_cache(maxsize=65536)
def scoped_id(label: str, scope: str | None, name: str) -> str:
    """The id of a department, official, platform or data domain: its label, the place that owns the name, the key.

    >>> scoped_id("Platform", "廣東省", "“粵省事”")
    'platform:广东省:粤省事'
    """
    return f"{label.lower()}:{name_key(scope or '')}:{name_key(name)}"
