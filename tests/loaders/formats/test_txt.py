from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import UnknownEncoding
from loaders.formats.txt import decode, normalise

SIMPLE = "甲岛市人民政府关于修船工作的方案。(市港务局牵头,市渔业局配合)" * 3
FULL = "甲島市人民政府關於修船工作的方案。(市港務局牽頭,市漁業局配合)" * 3


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(SIMPLE, e) for e in ("utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32")]
    + [(FULL, e) for e in ("utf-8", "gb18030", "big5", "big5hkscs", "utf-16-le", "utf-32")],
)
def test_each_encoding_is_told(text: str, encoding: str) -> None:
    assert normalise(decode(text.encode(encoding))) == text


def test_a_broken_mark_is_refused() -> None:
    with pytest.raises(UnknownEncoding, match="utf-16"):
        decode(b"\xff\xfe" + b"\x00\xd8" + b"a\x00")


@pytest.mark.parametrize("data", [bytes(range(128, 256)) * 4, b"\x81\xff\x00\x9d" * 50])
def test_no_encoding_is_guessed(data: bytes) -> None:
    with pytest.raises(UnknownEncoding, match="UTF-8"):
        decode(data)


def test_line_ends_marks_and_composition_are_one() -> None:
    assert normalise("a\r\nb\rc\u2028d\x0ce\ufeff") == "a\nb\nc\nd\ne"
    assert normalise("e\u0301") == "é"


@given(st.text(min_size=1))
def test_utf_8_is_never_changed(text: str) -> None:
    if "\x00" not in text and not text.startswith("\ufeff"):
        assert decode(text.encode("utf-8")) == text
