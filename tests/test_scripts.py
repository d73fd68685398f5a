"""The linters' own scripts: examples in them run, and no network is no failure."""

from __future__ import annotations

import doctest
import importlib.util
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def test_known_vulnerabilities(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = importlib.util.spec_from_file_location("vulnerabilities", ROOT / "scripts/vulnerabilities.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert doctest.testmod(module).failed == 0

    def unreachable(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("pip", 1)

    monkeypatch.setattr(module, "HOME", tmp_path)
    monkeypatch.setattr(module.sys, "argv", ["vulnerabilities.py"])
    monkeypatch.setattr(module.venv, "create", unreachable)
    assert module.main() == 0
    assert "cannot be reached (TimeoutExpired)" in capsys.readouterr().out
