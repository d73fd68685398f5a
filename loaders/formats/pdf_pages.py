"""A PDF's pages: characters from its text layer, lines from its drawings. A page that is a picture is an error."""

from __future__ import annotations

import logging
import time
import unicodedata
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graph.errors import DamagedFile, NoTextLayer, ProtectedFile, TooLarge, TooSlow, ZhizeError
from loaders.formats.assemble import Assembly
from loaders.formats.layout import MOST_PAGES, write_pages
from loaders.formats.page import Glyph, Page, Rule
from loaders.formats.txt import share_common
from loaders.source import SourceText

LONGEST = 120.0
"""Seconds that all pages together may take."""
_PICTURE = 0.4  # the share of a page that a picture covers where the page is one
_FEW = 30  # characters that a scanner's or a system's stamp may print on a picture
_ENOUGH = 150  # characters from which the share of common ones tells whether a text is garbled
_COMMON = 0.08
_DRAWN = 300  # curves of a page whose characters are drawn as shapes


def read_pages(path: Path) -> SourceText:
    """Read a PDF in this process, without limits on memory.

    Raises:
        NoTextLayer: a page is a picture, or its characters cannot be told.
        ProtectedFile, DamagedFile, TooLarge, TooSlow, EmptyFile: as their names say.
    """
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    began = time.monotonic()
    pages: list[Page] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # opened here: for a file that it cannot make out the library leaves its own open
            with path.open("rb") as stream, pdfplumber.open(stream) as document:
                for number, page in enumerate(document.pages, 1):
                    if number > MOST_PAGES:
                        raise TooLarge(f"the file has more than {MOST_PAGES} pages", where=path.name)
                    if time.monotonic() - began > LONGEST:
                        raise TooSlow(f"its pages take longer than {LONGEST:.0f} seconds", where=path.name)
                    pages.append(_page(page, number, path.name))
                    page.close()
    except ZhizeError:
        raise
    except MemoryError:
        raise TooLarge("the file unpacks to more than a document can hold", where=path.name) from None
    except Exception as error:  # whatever a broken file makes the library stumble over
        if (
            isinstance(error, PDFPasswordIncorrect)
            or isinstance(error.__context__, PDFPasswordIncorrect)
            or any(isinstance(a, PDFPasswordIncorrect) for a in error.args)
        ):
            raise ProtectedFile("the file is encrypted", where=path.name) from None
        raise DamagedFile(f"the file cannot be read as PDF ({type(error).__name__})", where=path.name) from None
    out = Assembly(path.name)
    write_pages(pages, out)
    return out.finish()


def _page(page: Any, number: int, where: str) -> Page:
    height, width = float(page.height), float(page.width)
    chars = [c for c in page.chars if c["text"].strip()]
    area = max(1.0, width * height)
    covered = sum(max(0.0, i["x1"] - i["x0"]) * max(0.0, i["bottom"] - i["top"]) for i in page.images) / area
    if len(chars) < _FEW and covered > _PICTURE:
        raise NoTextLayer(f"page {number} is a picture without text", where=where)
    if not chars and len(page.curves) > _DRAWN:
        raise NoTextLayer(f"the characters of page {number} are drawn as shapes, without text", where=where)
    unknown = sum(_is_unknown(c["text"]) for c in chars)
    if chars and unknown > 0.05 * len(chars):
        raise NoTextLayer(f"the font of page {number} does not say which characters it shows", where=where)
    if len(chars) > _ENOUGH and share_common("".join(c["text"] for c in chars)) < _COMMON:
        wide = sum(c["text"] > "\x7f" for c in chars)
        if wide > _ENOUGH:
            raise NoTextLayer(f"the text of page {number} is garbled: its font names wrong characters", where=where)
    upright = [c for c in chars if _is_level(c["matrix"])]
    if len(upright) < 0.5 * len(chars):
        raise NoTextLayer(
            f"the text of page {number} is turned on its side", where=where, advice="Turn the page upright."
        )
    # what little stands slantwise is a watermark
    glyphs = tuple(
        Glyph(
            unicodedata.normalize("NFC", c["text"]),
            float(c["x0"]),
            float(c["top"]),
            float(c["x1"]),
            float(c["bottom"]),
            max(1.0, float(c["size"])),
        )
        for c in upright
        if not _is_unknown(c["text"])
    )
    return Page(width, height, glyphs, tuple(_rules(page)))


def _is_level(matrix: tuple[float, ...]) -> bool:
    """Whether a character's line runs from left to right; pdfminer's own mark takes slanted ones for upright."""
    return matrix[0] > 0 and abs(matrix[1]) <= 0.2 * matrix[0]


def _is_unknown(text: str) -> bool:
    """Whether a character is none that can be read: no Unicode for its glyph, or a private one."""
    return text.startswith("(cid:") or "\ufffd" in text or any("\ue000" <= c <= "\uf8ff" for c in text)


def _rules(page: Any) -> Iterator[Rule]:
    """The straight lines of a page; a rectangle is its four sides, a thin one a line."""
    for line in page.lines:
        yield Rule(float(line["x0"]), float(line["top"]), float(line["x1"]), float(line["bottom"]))
    for rect in page.rects:
        x0, top, x1, bottom = (float(rect[k]) for k in ("x0", "top", "x1", "bottom"))
        if x1 - x0 <= 3 or bottom - top <= 3:
            yield Rule(x0, top, x1, bottom)
        elif rect.get("stroke"):
            yield from (
                Rule(x0, top, x1, top),
                Rule(x0, bottom, x1, bottom),
                Rule(x0, top, x0, bottom),
                Rule(x1, top, x1, bottom),
            )
