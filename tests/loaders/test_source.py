"""The text that every stage reads."""

from __future__ import annotations

import pytest

from loaders.source import SourceText


@pytest.mark.parametrize(
    ("text", "traditional"),
    [
        ("建設漁港管理平臺，推進網上辦理。", True),
        ("建设渔港管理平台，推进网上办理。", False),
        ("建设渔港管理平台，推进网上办理，由劉某某同志统筹全县渡口巡查和登记工作。", False),
        ("", False),
        ("2031 (A)", False),
    ],
)
def test_the_script_is_told_from_the_characters(text: str, traditional: bool) -> None:
    assert SourceText(text).traditional is traditional
