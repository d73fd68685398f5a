"""An official document as .docx, laid out by GB/T 9704-2012: page, fonts, headings, tables, page numbers.

A4 with margins of 37, 35, 28 and 26 mm; title 小標宋 22 pt, text 仿宋 16 pt on lines of 28.9 pt, headings 黑體; page numbers 宋體
14 pt between dashes, on the outer side. The fonts are named, not embedded: where one is missing, the program that opens
the file takes another.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any, BinaryIO

_MARGINS = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}
_WIDTH = 156.0
"""Millimetres between the margins."""
_LINE = 28.95
_TITLE, _BODY, _HEADING, _NUMBER = "方正小标宋简体", "仿宋_GB2312", "黑体", "宋体"
_LATIN = "Times New Roman"
_LARGE, _NORMAL, _SMALL, _CELL = 22.0, 16.0, 14.0, 10.5
_SPOKEN = {"zh-Hant": "zh-TW", "zh-Hans": "zh-CN", "en": "zh-CN"}
_EPOCH = datetime(2000, 1, 1)
# what XML cannot hold, and signs that turn the direction of what follows
_UNFIT = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]")


class OfficialPaper:
    """A document that is written from its title down, then saved.

    Args:
        language: zh-Hant, zh-Hans or en; what a program checks the spelling by.
        page: how a page's number is printed, with `{n}`: — {n} —.
    """

    def __init__(self, language: str, page: str) -> None:
        import docx
        from docx.shared import Mm, Pt

        self._document: Any = docx.Document()
        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        for name, value in _MARGINS.items():
            setattr(section, name, Mm(value))
        style = self._document.styles["Normal"]
        style.font.size = Pt(_NORMAL)
        _face(style, _BODY)
        _speak(style, _SPOKEN[language])
        style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.line_spacing = Pt(_LINE)
        self._number_pages(page)

    def title(self, text: str, below: str = "") -> None:
        """The title, centred, and under it a line in brackets or the like; this is also the file's own title."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        self._document.core_properties.title = fit(text)[:255]
        for words, size, font in ((text, _LARGE, _TITLE), (below, _NORMAL, _BODY)):
            if words:
                one = self._paragraph(words, font, size)
                one.alignment = WD_ALIGN_PARAGRAPH.CENTER
                one.paragraph_format.line_spacing = Pt(max(_LINE, size * 1.5))
        self._paragraph("", _BODY, _NORMAL)

    def heading(self, text: str) -> None:
        """A heading of the first level: 一、總體情況."""
        one = self._paragraph(text, _HEADING, _NORMAL, indent=True)
        one.paragraph_format.keep_with_next = True

    def text(self, text: str, *, indent: bool = True, follows: bool = False) -> None:
        """A paragraph, its first line indented by two characters; `follows` says that a table comes next."""
        one = self._paragraph(text, _BODY, _NORMAL, indent=indent)
        one.paragraph_format.keep_with_next = follows

    def closing(self, *lines: str) -> None:
        """Who signs, and when, at the right."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        self._paragraph("", _BODY, _NORMAL)
        for line in filter(None, lines):
            one = self._paragraph(line, _BODY, _NORMAL)
            one.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            one.paragraph_format.right_indent = Pt(2 * _NORMAL)

    def table(self, heads: Sequence[tuple[str, float]], rows: Sequence[Sequence[str]]) -> None:
        """A ruled table; its heads come again on each page.

        Args:
            heads: each column's words and its share of the width; shares need not sum to anything.
            rows: the cells' texts.
        """
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Mm

        table = self._document.add_table(rows=0, cols=len(heads))
        table.style = "Table Grid"
        table.autofit = False
        whole = sum(share for _, share in heads)
        widths = [Mm(_WIDTH * share / whole) for _, share in heads]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for place, texts in enumerate(([words for words, _ in heads], *rows)):
            row = table.add_row()
            if place == 0:
                mark = OxmlElement("w:tblHeader")
                mark.set(qn("w:val"), "true")
                row._tr.get_or_add_trPr().append(mark)
            for cell, words, width in zip(row.cells, texts, widths, strict=True):
                cell.width = width
                _cell(cell.paragraphs[0], words, _HEADING if place == 0 else _BODY)
        self._paragraph("", _BODY, _CELL)

    def save(self, stream: BinaryIO) -> None:
        """Write the file; the same content gives the same bytes."""
        about = self._document.core_properties
        about.author, about.last_modified_by, about.comments, about.revision = "", "", "", 1
        about.created = about.modified = _EPOCH
        raw = io.BytesIO()
        self._document.save(raw)
        with zipfile.ZipFile(raw) as made, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as settled:
            for member in made.infolist():
                entry = zipfile.ZipInfo(member.filename, (1980, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                settled.writestr(entry, made.read(member))

    def _paragraph(self, text: str, font: str, size: float, *, indent: bool = False) -> Any:
        from docx.shared import Pt

        one = self._document.add_paragraph()
        if indent:
            one.paragraph_format.first_line_indent = Pt(2 * size)
        _run(one, text, font, size)
        return one

    def _number_pages(self, page: str) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        self._document.settings.odd_and_even_pages_header_footer = True
        section = self._document.sections[0]
        before, _, behind = page.partition("{n}")
        sides = (
            (section.footer, WD_ALIGN_PARAGRAPH.RIGHT, "right_indent"),
            (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, "left_indent"),
        )
        for footer, side, indent in sides:
            footer.is_linked_to_previous = False
            one = footer.paragraphs[0]
            one.alignment = side
            setattr(one.paragraph_format, indent, Pt(_SMALL))
            _run(one, before, _NUMBER, _SMALL)
            _field(_run(one, "", _NUMBER, _SMALL), "PAGE")
            _run(one, behind, _NUMBER, _SMALL)


def fit(text: str) -> str:
    """The text without signs that a document cannot hold, or that would turn it round.

    >>> fit("a\\x07b\\u202ec")
    'a\\ufffdb\\ufffdc'
    """
    return _UNFIT.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def _cell(paragraph: Any, text: str, font: str) -> None:
    from docx.shared import Pt

    paragraph.paragraph_format.line_spacing = Pt(_CELL * 1.4)
    _run(paragraph, text, font, _CELL)


def _run(paragraph: Any, text: str, font: str, size: float) -> Any:
    from docx.shared import Pt

    run = paragraph.add_run(fit(text))
    run.font.size = Pt(size)
    _face(run, font)
    return run


def _face(styled: Any, font: str) -> None:
    """Latin letters and digits in one font, Chinese in another."""
    from docx.oxml.ns import qn

    styled.font.name = _LATIN
    styled.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _speak(style: Any, language: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement("w:lang")
    mark.set(qn("w:eastAsia"), language)
    style.element.get_or_add_rPr().append(mark)


def _field(run: Any, code: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", "", "end"):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = code
        run._r.append(part)
