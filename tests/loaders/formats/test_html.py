from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import DamagedFile
from loaders.formats.html import read
from loaders.load import load_file
from loaders.source import SourceText
from loaders.words import lexicon

PLAN = "<p>甲岛市2031年修船工作方案</p><p>　　(一)修好码头,东西两座都修。(市港务局牵头,市渔业局配合)</p><p>(二)修好灯塔。(市航道局牵头)</p>"
LINES = [
    "甲岛市2031年修船工作方案",
    "(一)修好码头,东西两座都修。(市港务局牵头,市渔业局配合)",
    "(二)修好灯塔。(市航道局牵头)",
]
AROUND = "<div class='menu'><a>首页</a><p>(三)菜单里的话。(市财政局牵头)</p></div>"


def page(tmp_path: Path, body: str, head: str = "", encoding: str = "utf-8") -> SourceText:
    path = tmp_path / "a.html"
    path.write_bytes(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(encoding))
    return read(path)


def words_of(source: SourceText) -> list[list[list[str]]]:
    return [[[source.text[c.start : c.end] for c in row] for row in table.rows] for table in source.tables]


@pytest.mark.parametrize("entry", lexicon("html")["containers"], ids=lambda e: str(e.get("id") or e.get("class")))
def test_each_known_container_holds_the_text(tmp_path: Path, entry: dict[str, str]) -> None:
    attribute = "id" if "id" in entry else "class"
    body = f'{AROUND}<div {attribute}="other {entry[attribute]}">{PLAN}</div>'
    assert page(tmp_path, body).text.splitlines() == LINES


def test_a_text_in_two_containers_of_one_kind_is_whole(tmp_path: Path) -> None:
    half = PLAN.index("<p>(二)")
    body = f'{AROUND}<div class="TRS_Editor">{PLAN[:half]}</div><hr><div class="TRS_Editor">{PLAN[half:]}</div>'
    assert page(tmp_path, body).text.splitlines() == LINES


def test_an_empty_container_is_passed_over(tmp_path: Path) -> None:
    body = f'<div class="TRS_Editor"> </div><div id="zoom">{PLAN}</div>'
    assert page(tmp_path, body).text.splitlines() == LINES


@pytest.mark.parametrize(
    ("encoding", "named"), [("gb18030", "gb2312"), ("big5", "big5"), ("utf-8", "UTF-8"), ("gb18030", "x")]
)
def test_the_charset_is_the_one_that_the_page_names(tmp_path: Path, encoding: str, named: str) -> None:
    text = PLAN if encoding != "big5" else "<p>甲島市2031年修船工作方案:修好碼頭和燈塔的任務由市政府負責並且實施。</p>"
    for meta in (f'<meta charset="{named}">', f'<meta http-equiv="Content-Type" content="text/html; charset={named}">'):
        source = page(tmp_path, f'<div class="TRS_Editor">{text}</div>', meta, encoding)
        assert source.text.startswith(("甲岛市2031年", "甲島市2031年"))


def test_metas_give_a_title_source_and_date_where_the_text_has_none(tmp_path: Path) -> None:
    head = (
        '<meta name="ArticleTitle" content="甲岛市2031年修船工作方案"><meta name="PubDate" content="2031-02-03 10:00">'
        '<meta name="ContentSource" content="甲岛市人民政府办公室">'
    )
    body = f'<div class="TRS_Editor">{PLAN[PLAN.index("<p>　") :]}</div>'
    page(tmp_path, body, head)
    document = load_file(tmp_path / "a.html").document
    assert document.get("title") == "甲岛市2031年修船工作方案"
    assert (document.get("issuer"), document.get("issued_on")) == ("甲岛市人民政府办公室", "2031-02-03")
    text = page(tmp_path, f'<div class="TRS_Editor">{PLAN}<p>甲岛市人民政府</p><p>2030年12月1日</p></div>', head).text
    assert text.splitlines()[0] == LINES[0]
    assert "2031年2月3日" not in text


def test_paragraphs_breaks_and_spaces(tmp_path: Path) -> None:
    body = (
        '<div class="TRS_Editor"><p>甲\n   乙<br>丙&nbsp;丁<span>戊</span><b> A\n B</b></p><div>己<p>庚</p>辛</div>'
        "<script>x</script><style>p{}</style><p style='display:none'>藏</p><p hidden>藏</p><!-- 藏 --><pre>一\n二</pre>"
        "<p>这里再写一些字让容器里有足够多的文字可以读出来而不是空的容器这样就超过了四十个字</p></div>"
    )
    assert page(tmp_path, body).text.splitlines()[:7] == ["甲乙", "丙 丁戊 A B", "己", "庚", "辛", "一", "二"]


def test_ordered_lists_have_the_numbers_that_a_browser_prints(tmp_path: Path) -> None:
    body = (
        '<ol start="3"><li>甲</li><li>乙<ol type="a"><li>丙</li></ol></li></ol><ol style="list-style-type:cjk-ideographic">'
        '<li>丁</li><li value="5">戊</li></ol><ol style="list-style:none"><li>己</li></ol><ol><li><p>壬</p><p>癸</p></li></ol><ul><li>庚</li></ul>'
    )
    assert page(tmp_path, body).text.splitlines() == [
        "3.甲",
        "4.乙",
        "a.丙",
        "一、丁",
        "五、戊",
        "己",
        "1.壬",
        "癸",
        "庚",
    ]


def test_data_tables_are_tables_with_their_merged_cells(tmp_path: Path) -> None:
    body = (
        "<table><caption>任务表</caption><thead><tr><th>序号</th><th>任务</th><th>牵头单位</th></tr></thead><tbody>"
        "<tr><td rowspan=2>1</td><td><p>甲</p><p>乙</p></td><td rowspan='0'>市港务局</td></tr><tr><td>丙</td></tr>"
        "<tr><td colspan=2>丁</td></tr></tbody></table>"
    )
    source = page(tmp_path, body)
    assert source.text.startswith("任务表\n")
    assert words_of(source) == [
        [["序号", "任务", "牵头单位"], ["1", "甲\n乙", "市港务局"], ["1", "丙", "市港务局"], ["丁", "丁", "市港务局"]]
    ]


@pytest.mark.parametrize(
    "layout",
    [
        "<table><tr><td>{}</td></tr></table>",
        "<table role='presentation'><tr><td>左</td><td>{}</td></tr></table>",
        "<table><tr><td>左</td><td><table><tr><td>{}</td></tr></table></td></tr></table>",
    ],
)
def test_tables_that_lay_out_the_page_are_text(tmp_path: Path, layout: str) -> None:
    source = page(tmp_path, layout.replace("{}", PLAN))
    assert source.tables == ()
    assert [line for line in source.text.splitlines() if line != "左"] == LINES


@pytest.mark.parametrize(
    "style", ["td{white-space:pre-line}", ".n { color:red; white-space: pre }", "p,td.n{white-space:pre}"]
)
def test_line_breaks_that_the_style_prints_are_kept(tmp_path: Path, style: str) -> None:
    rows = "<tr><td>任务</td><td>牵头单位</td><td>序号</td></tr><tr><td>甲</td><td class=n>市港务局\n市渔业局</td><td>1</td></tr>"
    assert (
        words_of(page(tmp_path, f"<table>{rows}</table>", f"<style>{style}</style>"))[0][1][1] == "市港务局\n市渔业局"
    )
    assert words_of(page(tmp_path, f"<table>{rows}</table>"))[0][1][1] == "市港务局市渔业局"


def test_headers_of_saved_pages_are_no_text(tmp_path: Path) -> None:
    body = f"<div title='header'>眉</div>{PLAN}<div style='mso-element: footer'>脚</div>"
    assert page(tmp_path, body).text.splitlines() == LINES


def test_a_page_nested_too_deeply_is_said_not_cut(tmp_path: Path) -> None:
    with pytest.raises(DamagedFile, match="nests"):
        page(tmp_path, "<div>" * 1000 + PLAN + "</div>" * 1000)


def test_odd_spans_are_borne(tmp_path: Path) -> None:
    rows = (
        "<tr><td colspan='99999999999' rowspan='-3'>甲</td><td rowspan='x'>乙</td></tr><tr><td>丙</td><td>丁</td></tr>"
    )
    assert "丁" in page(tmp_path, f"<table>{rows}</table>").text
