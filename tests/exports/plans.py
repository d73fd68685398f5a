"""What the tests of papers and exports share: a plan in two wordings, and what stands in its text, counted without the reader."""

from __future__ import annotations

import atexit
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

from graph.model import Graph, Node
from loaders.load import load_file

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "heyuan-2021-digest.txt"
TABLE = ROOT / "samples" / "city-table-2024.txt"
PLAN = ROOT.parent / "shared" / "data" / "heyuan-2021.txt"
BOTH = ("sample", "plan")
"""The sample digest and the plan whose structure it has: a test of true values runs on both."""

_BODIES = r"(?:[^()\[\]]|\([^()]*\))+"
_CLAUSE = re.compile(rf"[(\[]({_BODIES})牽頭(?:,({_BODIES}?)(?:按職責分工)?配合)?[)\]]\s*$")


@cache
def read(path: Path) -> Graph:
    """A plan's graph, read once."""
    return load_file(path)


def path_of(which: str) -> Path:
    """The file of one of `BOTH`; the test is skipped where the plan is not beside the project."""
    if which == "plan" and not PLAN.is_file():
        pytest.skip("the plan is not beside the project")
    return PLAN if which == "plan" else SAMPLE


def plan(which: str) -> Graph:
    """The graph of one of `BOTH`."""
    return read(path_of(which))


@dataclass
class Counted:
    """What a text's closing brackets say, by their own marks: (甲、乙牽頭,丙按職責分工配合) is two leads and a support."""

    clauses: list[tuple[list[str], list[str]]] = field(default_factory=list)

    @property
    def leads(self) -> Counter[str]:
        return Counter(name for leads, _ in self.clauses for name in leads)

    @property
    def supports(self) -> Counter[str]:
        return Counter(name for _, supports in self.clauses for name in supports)


def counted(path: Path) -> Counted:
    """The clauses of a text, line by line: a line that ends in a bracket with 牽頭 is one."""
    found = Counted()
    for line in path.read_text(encoding="utf-8").splitlines():
        clause = _CLAUSE.search(line)
        if clause:
            found.clauses.append((_names(clause[1]), _names(clause[2] or "")))
    return found


def _names(text: str) -> list[str]:
    return [name for name in text.split("、") if name]


def named(graph: Graph, name: str) -> Node:
    """A department by its name."""
    return next(node for node in graph.labelled("Department") if node.get("name") == name)


def plain(text: str) -> str:
    """Without white space."""
    return "".join(text.split())


@cache
def _profile() -> Path:
    """A profile of LibreOffice's own for this run of the tests: it takes most of the time to make one."""
    folder = Path(tempfile.mkdtemp(prefix="zhize-office-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def office(*arguments: str | Path) -> None:
    """LibreOffice without a window."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation=file://{_profile()}"
    done = subprocess.run(
        [program, profile, "--headless", *map(str, arguments)], capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stderr


def to_pdf(path: Path, folder: Path) -> Path:
    """A workbook as a PDF."""
    office("--convert-to", "pdf", "--outdir", folder, path)
    return folder / f"{path.stem}.pdf"
