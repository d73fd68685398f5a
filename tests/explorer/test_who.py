"""Who the log says imported a plan: whom the web server in front names, and only where that is set."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from explorer import data


@pytest.mark.parametrize(
    ("setting", "headers", "expected"),
    [
        ("", {"X-Zhize-User": "某人"}, "explorer (服務)"),  # unset: a header is not believed
        ("X-Zhize-User", {"X-Zhize-User": " 王\n五\x1b[1m "}, "王 五[1m"),
        ("X-Zhize-User", {"X-Zhize-User": "王五".encode().decode("latin-1")}, "王五"),
        ("X-Zhize-User", {}, "explorer (服務)"),
        ("X-Zhize-User", {"X-Zhize-User": ""}, "explorer (服務)"),
    ],
)
def test_who_imports(monkeypatch: pytest.MonkeyPatch, setting: str, headers: dict[str, str], expected: str) -> None:
    monkeypatch.setenv("ZHIZE_WHO", "服務")
    monkeypatch.setenv("ZHIZE_USER_HEADER", setting)
    monkeypatch.setattr(data, "st", SimpleNamespace(context=SimpleNamespace(headers=headers)))
    assert data.who() == expected
