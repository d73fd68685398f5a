"""The figures of the embedded store can be taken, and each stands beside what it says."""

from __future__ import annotations

import pytest

from benchmarks import record


def test_the_figures_can_be_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(record.DOCUMENTS, "small", 3)
    monkeypatch.setattr(record, "TASKS", 6)
    rows = record.run("small")
    names = {row["name"] for row in rows}
    assert len(names) == len(rows) >= 12
    assert all(row["value"] > 0 and row["unit"] in ("ms", "rows/s") for row in rows)
    assert {row["compared_to"] for row in rows if "compared_to" in row} == {"bare executemany", "bare COPY"} <= names
    assert all("ratio" in row for row in rows if "compared_to" in row)
