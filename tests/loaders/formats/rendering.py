"""A plan rendered in every format, so that each reader can be held against the plain text."""

from __future__ import annotations

import html
import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
DIGEST = (ROOT / "samples" / "heyuan-2021-digest.txt").read_text(encoding="utf-8")
TABLE = (ROOT / "samples" / "city-table-2024.txt").read_text(encoding="utf-8")


def table_parts(text: str) -> tuple[list[str], list[list[str]], list[str]]:
    """What stands before a table of tabs, its rows, and what stands after it."""
    lines = text.strip().splitlines()
    inside = [i for i, line in enumerate(lines) if "\t" in line]
    rows = [lines[i].split("\t") for i in inside]
    return lines[: inside[0]], rows, lines[inside[-1] + 1 :]


def is_table(text: str) -> bool:
    return "\t" in text


def write_docx(path: Path, text: str) -> None:
    """Paragraphs and a table, with a header and a page number that are no content."""
    import docx

    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "内部资料 注意保存 市财政局牵头"
    section.footer.paragraphs[0].text = "- 1 -"
    if is_table(text):
        before, rows, after = table_parts(text)
        for line in before:
            document.add_paragraph(line)
        table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
        for line in after:
            document.add_paragraph(line)
    else:
        for line in text.strip().splitlines():
            document.add_paragraph(line).paragraph_format.first_line_indent = docx.shared.Pt(24)
    document.save(str(path))


def write_html(path: Path, text: str, container: str = '<div class="TRS_Editor">') -> None:
    """A site's page: menus around the container that holds the text."""
    if is_table(text):
        before, rows, after = table_parts(text)
        body = "".join(f"<p>{html.escape(line)}</p>\n" for line in before)
        body += "<table><tbody>"
        for row in rows:
            body += "<tr>" + "".join(f"<td><p>{html.escape(cell)}</p></td>" for cell in row) + "</tr>\n"
        body += "</tbody></table>" + "".join(f"<p>{html.escape(line)}</p>" for line in after)
    else:
        body = "".join(f"<p>　　{html.escape(line)}</p>\n" for line in text.strip().splitlines())
    path.write_text(
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>政府网</title></head><body><div class="nav">'
        f"<ul><li>首页</li><li>政务公开</li></ul></div>{container}{body}</div>"
        f'<div class="foot">版权所有 市财政局牵头</div></body></html>',
        encoding="utf-8",
    )


def write_xlsx(path: Path, text: str) -> None:
    """A sheet: title rows merged over the table."""
    import openpyxl

    before, rows, after = table_parts(text)
    book = openpyxl.Workbook()
    sheet: Any = book.active
    wide = len(rows[0])
    for at, line in enumerate(before, 1):
        sheet.cell(at, 1, line)
        sheet.merge_cells(start_row=at, start_column=1, end_row=at, end_column=wide)
    for row in rows:
        sheet.append([int(c) if c.isdigit() else c for c in row])
    last = len(before) + len(rows)
    for at, line in enumerate(after, last + 1):
        sheet.cell(at, 1, line)
        sheet.merge_cells(start_row=at, start_column=1, end_row=at, end_column=wide)
    book.save(path)


def write_pdf(path: Path, text: str, *, columns: int = 1, font: str = "STSong-Light", indent: float = 2) -> None:
    """Justified paragraphs or a ruled table, with a running header and page numbers."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Table

    pdfmetrics.registerFont(UnicodeCIDFont(font))
    style = ParagraphStyle(
        "body", fontName=font, fontSize=12, leading=20, wordWrap="CJK", firstLineIndent=12 * indent, spaceAfter=0
    )
    size = landscape(A4) if is_table(text) else A4
    width, height = size
    gap = 24
    wide = (width - 120 - gap * (columns - 1)) / columns
    frames = [
        Frame(60 + i * (wide + gap), 70, wide, height - 140, leftPadding=0, rightPadding=0) for i in range(columns)
    ]

    def edges(canvas: Any, _: Any) -> None:
        canvas.setFont(font, 9)
        canvas.drawCentredString(width / 2, height - 40, "市政府公報 2021年第6期")
        canvas.drawCentredString(width / 2, 36, f"- {canvas.getPageNumber()} -")

    document = BaseDocTemplate(str(path), pagesize=size)
    document.addPageTemplates([PageTemplate(frames=frames, onPage=edges)])
    flow: list[Any] = []
    if is_table(text):
        before, rows, after = table_parts(text)
        cell = ParagraphStyle("cell", fontName=font, fontSize=11, leading=15, wordWrap="CJK")
        flow += [Paragraph(html.escape(line), style) for line in before]
        shares = [30, 260, 90, 150, 90, 60]
        flow.append(
            Table(
                [[Paragraph(html.escape(c), cell) for c in row] for row in rows],
                colWidths=shares,
                repeatRows=1,
                style=[("GRID", (0, 0), (-1, -1), 0.5, "black")],
            )
        )
        flow += [Paragraph(html.escape(line), style) for line in after]
    else:
        flow += [Paragraph(html.escape(line), style) for line in text.strip().splitlines()]
    document.build(flow)


def office() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(path: Path, ending: str, folder: Path) -> Path:
    """A file as LibreOffice saves it."""
    program = office()
    assert program is not None
    profile = (folder / "profile").resolve().as_uri()
    subprocess.run(
        [
            program,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            ending,
            "--outdir",
            str(folder),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return folder / f"{path.stem}.{ending}"


_OFD = "http://www.ofdspec.org/2016"


def write_ofd(path: Path, text: str) -> None:
    """A minimal OFD: a line of at most 40 characters a TextObject, tables as cells between drawn lines."""
    pages: list[str] = []
    objects: list[str] = []
    y = 25.0
    number = iter(range(100, 1_000_000))

    def wide(character: str) -> float:
        return 2.2 if character.isascii() else 4.0

    def fitting(words: str, room: float) -> int:
        """How many characters fit, closing marks never first on a line."""
        take, used = 0, 0.0
        while take < len(words) and used + wide(words[take]) <= room:
            used += wide(words[take])
            take += 1
        while 1 < take < len(words) and words[take] in "、,。;:!?)〕】》”’":
            take -= 1
        return max(take, 1)

    def word(x: float, words: str) -> str:
        deltas = " ".join(f"{wide(c):g}" for c in words[:-1])
        delta = f' DeltaX="{deltas}"' if deltas else ""
        return (
            f'<ofd:TextObject ID="{next(number)}" Boundary="{x} {y} {4 * len(words) + 1} 5" Font="1" Size="4">'
            f'<ofd:TextCode X="0" Y="4"{delta}>{html.escape(words)}</ofd:TextCode></ofd:TextObject>'
        )

    def line(x0: float, y0: float, x1: float, y1: float) -> str:
        box = f"{x0} {y0} {max(x1 - x0, 0.2)} {max(y1 - y0, 0.2)}"
        return (
            f'<ofd:PathObject ID="{next(number)}" Boundary="{box}" LineWidth="0.2">'
            f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>"
        )

    def close() -> None:
        nonlocal y
        if objects:
            pages.append("".join(objects))
            objects.clear()
        y = 25.0

    def paragraph(words: str) -> None:
        nonlocal y
        rest, first = words, True
        while rest:
            take = fitting(rest, 152 if first else 160)
            if y > 265:
                close()
            objects.append(word(25 + (8 if first else 0), rest[:take]))
            rest, first = rest[take:], False
            y += 7

    def grid(rows: list[list[str]]) -> None:
        nonlocal y
        edges = [10, 20, 90, 115, 160, 185, 205]
        for row in rows:
            broken = []
            for i, cell in enumerate(row):
                pieces, rest = [], cell
                while rest:
                    take = fitting(rest, edges[i + 1] - edges[i] - 2)
                    pieces.append(rest[:take])
                    rest = rest[take:]
                broken.append(pieces or [""])
            tall = 6.0 * max(map(len, broken)) + 2
            if y + tall > 285:
                close()
            top = y
            for i, lines in enumerate(broken):
                for k, words in enumerate(lines):
                    y = top + 1.5 + 6 * k
                    if words:
                        objects.append(word(edges[i] + 1, words))
            y = top
            objects.extend(line(x, top, x, top + tall) for x in edges)
            objects.extend(line(edges[0], at, edges[-1], at) for at in (top, top + tall))
            y = top + tall
        y += 6

    if is_table(text):
        before, rows, after = table_parts(text)
        for one in before:
            paragraph(one)
        grid(rows)
        for one in after:
            paragraph(one)
    else:
        for one in text.strip().splitlines():
            paragraph(one)
    close()
    path.write_bytes(ofd_bytes(pages))


def ofd_bytes(pages: list[str], extra: dict[str, bytes] | None = None) -> bytes:
    """The container around pages' objects."""
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    parts = {
        "OFD.xml": f'{head}<ofd:OFD xmlns:ofd="{_OFD}" Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo/>'
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f'{head}<ofd:Document xmlns:ofd="{_OFD}"><ofd:CommonData><ofd:PageArea>'
        "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>"
        + "".join(f'<ofd:Page ID="{i + 1}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(len(pages)))
        + "</ofd:Pages></ofd:Document>",
    }
    for i, content in enumerate(pages):
        parts[f"Doc_0/Pages/Page_{i}/Content.xml"] = (
            f'{head}<ofd:Page xmlns:ofd="{_OFD}"><ofd:Content><ofd:Layer ID="{i + 50}" Type="Body">{content}'
            "</ofd:Layer></ofd:Content></ofd:Page>"
        )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, words in parts.items():
            archive.writestr(name, words)
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_LABEL = re.compile(r"(?P<cn>[一二三四五六七八九十]+、)|(?P<paren>\([一二三四五六七八九十]+\))|(?P<num>\d+\.)")
_LEVELS = (
    ("chineseCountingThousand", "%1、", ""),
    # (一) runs through all chapters
    ("chineseCounting", "(%2)", '<w:lvlRestart w:val="0"/>'),
    ("decimal", "%3.", ""),
)


def write_numbered_docx(path: Path, text: str) -> None:
    """A plan as Word keeps it: labels counted by the program, changes tracked, header, footer and a comment."""
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "内部资料 市财政局牵头"
    document.sections[0].footer.paragraphs[0].text = "- 1 -"
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>{extra}<w:lvlText w:val="{words}"/></w:lvl>'
        for i, (style, words, extra) in enumerate(_LEVELS)
    )
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(f'<w:abstractNum {_W} w:abstractNumId="77">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {_W} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    change = 'w:id="1" w:author="甲" w:date="2021-05-01T00:00:00Z"'
    for line in text.strip().splitlines():
        found = _LABEL.match(line)
        words = line[found.end() :] if found else line
        properties = ""
        if found:
            depth = ("cn", "paren", "num").index(str(found.lastgroup))
            properties = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="77"/></w:numPr>'
        half = len(words) // 2
        first, second = html.escape(words[:half]), html.escape(words[half:])
        document.element.body.insert_element_before(
            parse_xml(
                f"<w:p {_W}><w:pPr>{properties}</w:pPr><w:r><w:t>{first}</w:t></w:r>"
                f"<w:del {change}><w:r><w:delText>(市財政局牽頭)</w:delText></w:r></w:del>"
                f"<w:ins {change}><w:r><w:t>{second}</w:t></w:r></w:ins></w:p>"
            ),
            "w:sectPr",
        )
    document.save(str(path))
