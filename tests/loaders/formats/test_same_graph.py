"""One plan in every format is one graph; only offsets may differ."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

from graph.model import Graph
from loaders.load import load_file, load_text
from tests.loaders.formats import rendering
from tests.loaders.formats.rendering import DIGEST, TABLE

_OFFSETS = {"char_start", "char_end", "text", "sha256", "source", "issues"}


def comparable(graph: Graph) -> dict[str, Any]:
    """A graph without offsets and without what only says from which file it came."""
    data = graph.to_dict()
    for node in data["nodes"]:
        for name in _OFFSETS if node["label"] == "Document" else ("char_start", "char_end"):
            node.pop(name, None)
    for relationship in data["relationships"]:
        for name in ("char_start", "char_end"):
            relationship.pop(name, None)
    return data


@cache
def plain(text: str) -> dict[str, Any]:
    return comparable(load_text(text))


def same(path: Path, text: str) -> None:
    found, wanted = comparable(load_file(path)), plain(text)
    assert found["nodes"] == wanted["nodes"]
    assert found["relationships"] == wanted["relationships"]


def encoded(path: Path, text: str, encoding: str) -> None:
    path.write_bytes(text.encode(encoding))


WRITERS: dict[str, Callable[[Path, str], None]] = {
    "docx": rendering.write_docx,
    "html": rendering.write_html,
    "pdf": rendering.write_pdf,
    "ofd": rendering.write_ofd,
}


@pytest.mark.parametrize("text", [DIGEST, TABLE], ids=["digest", "table"])
@pytest.mark.parametrize("ending", WRITERS)
def test_each_format(tmp_path: Path, ending: str, text: str) -> None:
    path = tmp_path / f"plan.{ending}"
    WRITERS[ending](path, text)
    same(path, text)


def test_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    rendering.write_xlsx(path, TABLE)
    same(path, TABLE)


@pytest.mark.parametrize("text", [DIGEST, TABLE], ids=["digest", "table"])
@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "big5hkscs"])
def test_each_encoding(tmp_path: Path, encoding: str, text: str) -> None:
    if encoding == "big5hkscs":
        # Big5 has no simplified characters and no circled ones; the samples' brackets are in its larger set
        text = text.replace("羣", "群").replace("〔", "(").replace("〕", ")")
    path = tmp_path / "plan.txt"
    encoded(path, text, encoding)
    same(path, text)


@pytest.mark.parametrize(
    "writer",
    [
        partial(rendering.write_pdf, columns=2),
        partial(rendering.write_pdf, indent=0),
        rendering.write_numbered_docx,
    ],
    ids=["pdf in two columns", "pdf without indents", "docx numbered by Word"],
)
def test_each_way_to_lay_out_a_plan(tmp_path: Path, writer: Callable[[Path, str], None]) -> None:
    name = "plan.docx" if writer is rendering.write_numbered_docx else "plan.pdf"
    writer(tmp_path / name, DIGEST)
    same(tmp_path / name, DIGEST)


def test_a_page_without_a_known_container(tmp_path: Path) -> None:
    path = tmp_path / "plan.html"
    rendering.write_html(path, DIGEST, container='<div class="qwerty">')
    same(path, DIGEST)


@pytest.mark.skipif(rendering.office() is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("text", [DIGEST, TABLE], ids=["digest", "table"])
@pytest.mark.parametrize("ending", ["pdf", "html"])
def test_what_an_office_program_saves(tmp_path: Path, ending: str, text: str) -> None:
    path = tmp_path / "plan.docx"
    rendering.write_docx(path, text)
    same(rendering.convert(path, ending, tmp_path), text)
