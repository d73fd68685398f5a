from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import EmptyFile
from loaders.formats.docx import read
from loaders.source import SourceText
from tests.loaders.formats.test_archive import document
from tests.loaders.formats.test_kinds import zipped


def run(words: str, properties: str = "") -> str:
    return f"<w:r>{properties}<w:t>{words}</w:t></w:r>"


def paragraph(content: str, properties: str = "") -> str:
    return f"<w:p>{properties}{content}</w:p>"


def written(tmp_path: Path, body: str, **parts: str) -> SourceText:
    path = tmp_path / "a.docx"
    path.write_bytes(
        zipped({"word/document.xml": document(body), **{f"word/{k}.xml": v.encode() for k, v in parts.items()}})
    )
    return read(path)


def cell(words: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(run(words)) if words else paragraph('')}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def words_of(source: SourceText) -> list[list[list[str]]]:
    return [[[source.text[c.start : c.end] for c in r] for r in t.rows] for t in source.tables]


def test_what_is_deleted_hidden_or_a_field_s_code_is_no_text(tmp_path: Path) -> None:
    body = paragraph(
        run("甲")
        + "<w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:ins>" + run("乙") + "</w:ins>"
        + "<w:moveFrom>" + run("旧") + "</w:moveFrom><w:moveTo>" + run("丙") + "</w:moveTo>"
        + "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        + run("藏", "<w:rPr><w:vanish/></w:rPr>")
        + run("丁", '<w:rPr><w:vanish w:val="0"/></w:rPr>')
        + "<w:r><w:tab/><w:t>戊</w:t><w:br/><w:t>己</w:t></w:r>"
        + "<w:hyperlink>" + run("庚") + "</w:hyperlink><w:sdt><w:sdtContent>" + run("辛") + "</w:sdtContent></w:sdt>"
    )  # fmt: skip
    assert written(tmp_path, body).text == "甲乙丙丁\t戊\n己庚辛\n"


def test_a_deleted_paragraph_mark_joins_two_paragraphs(tmp_path: Path) -> None:
    mark = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    assert (
        written(tmp_path, paragraph(run("甲"), mark) + paragraph(run("乙")) + paragraph(run("丙"))).text == "甲乙\n丙\n"
    )


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph(run('框'))}</w:txbxContent>"
    both = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    )
    assert written(tmp_path, paragraph(run("甲") + f"<w:r>{both}</w:r>")).text == "甲\n框\n"


def test_styles_number_paragraphs_and_empty_ones_count(tmp_path: Path) -> None:
    ns = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    styles = (
        f'<w:styles {ns}><w:style w:type="paragraph" w:styleId="A"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr>'
        '</w:style><w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>'
    )
    numbering = (
        f'<w:numbering {ns}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    style = '<w:pPr><w:pStyle w:val="B"/></w:pPr>'
    none = '<w:pPr><w:pStyle w:val="B"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>'
    body = paragraph(run("甲"), style) + paragraph("", style) + paragraph(run("乙"), none) + paragraph(run("丙"), style)
    assert written(tmp_path, body, styles=styles, numbering=numbering).text == "一、甲\n\n乙\n三、丙\n"


def test_merged_cells_repeat_their_span(tmp_path: Path) -> None:
    table = (
        "<w:tbl>"
        + row(cell("甲", '<w:gridSpan w:val="2"/>'), cell("乙"))
        + row(cell("丙", '<w:vMerge w:val="restart"/>'), cell("丁"), cell("戊"))
        + row(cell("", "<w:vMerge/>"), cell("己"), cell(""))
        + "</w:tbl>"
    )
    source = written(tmp_path, table)
    assert words_of(source) == [[["甲", "甲", "乙"], ["丙", "丁", "戊"], ["丙", "己", ""]]]
    rows = source.tables[0].rows
    assert rows[0][0] == rows[0][1]
    assert rows[1][0] == rows[2][0]
    assert source.text == "甲\t乙\n丙\t丁\t戊\n己\t\n"


def test_deleted_rows_are_gone_and_those_of_controls_stay(tmp_path: Path) -> None:
    table = (
        "<w:tbl>" + row(cell("甲"), cell("乙"))
        + "<w:tr><w:trPr><w:del/></w:trPr>" + cell("删") + cell("除") + "</w:tr>"
        + "<w:sdt><w:sdtContent>" + row(cell("丙"), cell("丁")) + "</w:sdtContent></w:sdt></w:tbl>"
    )  # fmt: skip
    assert words_of(written(tmp_path, table)) == [[["甲", "乙"], ["丙", "丁"]]]


def test_a_title_row_is_a_paragraph_and_a_table_of_one_column_is_text(tmp_path: Path) -> None:
    table = (
        "<w:tbl>"
        + row(cell("题", '<w:gridSpan w:val="2"/>'))
        + row(cell("甲"), cell("乙"))
        + row(cell("注"))
        + "</w:tbl>"
    )
    source = written(tmp_path, table + "<w:tbl>" + row(cell("一")) + row(cell("二")) + "</w:tbl>")
    assert source.text == "题\n甲\t乙\n注\n一\n二\n"
    assert words_of(source) == [[["甲", "乙"]]]


@pytest.mark.parametrize("value", ["x", "-5", "9" * 30])
def test_odd_widths_are_borne(tmp_path: Path, value: str) -> None:
    table = f'<w:tbl><w:tr><w:trPr><w:gridBefore w:val="{value}"/></w:trPr>' + cell(
        "甲", f'<w:gridSpan w:val="{value}"/>'
    )
    assert "甲" in written(tmp_path, table + cell("乙") + "</w:tr></w:tbl>").text


def test_an_empty_document_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile):
        written(tmp_path, paragraph(""))
