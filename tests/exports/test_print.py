"""What comes out of a printer: LibreOffice makes the page, the page's own characters and lines are looked at."""

from __future__ import annotations

import subprocess
from collections import defaultdict
from pathlib import Path
from typing import Any

import openpyxl
import pdfplumber
import pytest

from exports import write_matrix
from graph.model import Graph
from tests.exports.plans import BOTH, plain, plan, to_pdf
from tests.graphs import small_graph


def text_of(pdf: Path) -> str:
    """The text of a PDF in the order in which it was printed, without white space."""
    done = subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, text=True, check=True)
    return plain(done.stdout)


def cut(pdf: Path, pages: int = 6) -> list[str]:
    """Characters of a table that a ruling line runs through, or that lie over others.

    A row that is too low for its text has them: the page still holds the lines that the cell cuts off.
    """
    found = []
    with pdfplumber.open(pdf) as document:
        for page in document.pages[:pages]:
            rules = [_span(edge) for edge in page.edges if edge["orientation"] == "h" and edge["width"] > 4]
            places: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
            for character in page.chars:
                if not character["text"].strip():
                    continue
                high = character["bottom"] - character["top"]
                top, bottom = character["top"] + high / 4, character["bottom"] - high / 4
                x, y = (character["x0"] + character["x1"]) / 2, (top + bottom) / 2
                through = any(top < rule < bottom and left < x < right for rule, left, right in rules)
                near = [p for i in (-1, 0, 1) for j in (-1, 0, 1) for p in places[int(x / 4) + i, int(y / 4) + j]]
                over = any(abs(x - other) < high / 5 and abs(y - beside) < high / 3 for other, beside in near)
                places[int(x / 4), int(y / 4)].append((x, y))
                if through or over:
                    found.append(character["text"])
    return found


def _span(edge: dict[str, Any]) -> tuple[float, float, float]:
    return float(edge["top"]), float(edge["x0"]), float(edge["x1"])


@pytest.mark.parametrize("which", BOTH)
def test_the_printed_ledger_holds_every_text_whole(tmp_path: Path, which: str) -> None:
    graph = plan(which)
    write_matrix(graph, tmp_path / "ledger.xlsx", layout="ledger")
    pdf = to_pdf(tmp_path / "ledger.xlsx", tmp_path)
    printed = text_of(pdf)
    missing = [t.get("number") for t in graph.labelled("Task") if plain(str(t.get("text"))) not in printed]
    # A text that goes over the end of a page has the next page's heads in its middle; no row here does.
    assert missing == []
    assert cut(pdf) == []


def test_a_row_that_is_too_low_would_be_seen(tmp_path: Path) -> None:
    graph = plan("sample")
    write_matrix(graph, tmp_path / "ledger.xlsx", layout="ledger")
    book = openpyxl.load_workbook(tmp_path / "ledger.xlsx")
    for sheet in book.worksheets:
        for row in range(5, sheet.max_row + 1):
            sheet.row_dimensions[row].height = 14
    book.save(tmp_path / "low.xlsx")
    assert len(cut(to_pdf(tmp_path / "low.xlsx", tmp_path))) > 100


@pytest.mark.parametrize("layout", ["matrix", "raci"])
def test_the_printed_matrix_cuts_no_name(tmp_path: Path, layout: str) -> None:
    graph = plan("sample")
    write_matrix(graph, tmp_path / "a.xlsx", layout=layout)
    pdf = to_pdf(tmp_path / "a.xlsx", tmp_path)
    printed = text_of(pdf)
    for department in graph.labelled("Department"):
        assert all(character in printed for character in str(department.get("name")))
    assert "數字廣東網絡建設有限公司河源分公司" in printed
    assert cut(pdf) == []


def test_a_task_that_is_too_tall_goes_on_in_further_rows(tmp_path: Path) -> None:
    long = "".join(f"第{n}項措施要落實到崗到人並逐月通報;" for n in range(1, 120))
    nodes = tuple(
        n._replace(properties={**n.properties, "text": f"(1)建好數據底座。{long}"}) if n.get("number") == "1" else n
        for n in small_graph().nodes
    )
    write_matrix(Graph(nodes, small_graph().relationships), tmp_path / "a.xlsx", layout="ledger", department="市數據局")
    pdf = to_pdf(tmp_path / "a.xlsx", tmp_path)
    printed = text_of(pdf)
    seams = printed.count("(續)")
    assert seams >= 1
    # The words at a seam stand in two rows.
    assert sum(f"第{n}項措施" not in printed for n in range(1, 120)) <= seams
    assert printed.count("項措施要落實到崗到人") >= 119 - seams
    assert "doc:" not in printed
    assert cut(pdf) == []
