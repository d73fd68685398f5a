"""`make bench`: measure, print one table, and write the same as JSON.

    python -m benchmarks [NAME …] [--json FILE] [--size small|large]

Every figure stands beside what it should be compared with, measured in the same run; this machine's own speed cancels
out of the ratio.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

PARTS = ("reading", "loading", "record", "questions", "ask", "explorer")
"""Modules with `run(size) -> list[dict]`: name, value, unit, and compared_to (a name) with ratio, or note. `benchmarks.server` needs a running Neo4j and is called alone."""


def main() -> int:
    """Run the parts that were asked for, all by default."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("parts", nargs="*", help=", ".join(PARTS))
    parser.add_argument("--json", type=Path)
    parser.add_argument("--size", choices=("small", "large"), default="small")
    given = parser.parse_args()
    unknown = set(given.parts) - set(PARTS)
    if unknown:
        parser.error(f"no part {', '.join(sorted(unknown))}; valid are {', '.join(PARTS)}")
    rows: list[dict[str, Any]] = []
    for part in given.parts or PARTS:
        print(f"measuring {part} …", file=sys.stderr, flush=True)
        for row in import_module(f"benchmarks.{part}").run(given.size):
            rows.append({"part": part, **row})
    _print(rows)
    if given.json:
        about = {"python": platform.python_version(), "machine": platform.machine(), "size": given.size}
        given.json.write_text(
            json.dumps({**about, "rows": rows}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
    return 0


def _print(rows: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table()
    for name in ("part", "what", "value", "unit", "beside", "ratio", "note"):
        table.add_column(name, justify="right" if name in ("value", "ratio") else "left")
    for row in rows:
        value = row["value"]
        table.add_row(
            row["part"],
            row["name"],
            f"{value:,.2f}" if isinstance(value, float) and value < 1000 else f"{value:,.0f}",
            row["unit"],
            str(row.get("compared_to", "")),
            f"{row['ratio']:.3f}" if "ratio" in row else "",
            str(row.get("note", "")),
        )
    Console(width=150).print(table)


if __name__ == "__main__":
    sys.exit(main())
