from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import InputError, NoTextLayer
from loaders.formats.ofd import read
from loaders.source import SourceText
from tests.loaders.formats.rendering import ofd_bytes


def text(words: str, x: float, y: float, attributes: str = "", code: str = "") -> str:
    return (
        f'<ofd:TextObject ID="1" Boundary="{x} {y} 100 6" Font="1" Size="4" {attributes}>'
        f'<ofd:TextCode X="0" Y="4" {code}>{words}</ofd:TextCode></ofd:TextObject>'
    )


def page(tmp_path: Path, *pages: str, **extra: bytes) -> SourceText:
    path = tmp_path / "a.ofd"
    path.write_bytes(ofd_bytes(list(pages), extra))
    return read(path)


def test_objects_are_read_in_the_order_of_the_page_not_of_the_file(tmp_path: Path) -> None:
    assert page(tmp_path, text("乙", 20, 60) + text("甲", 20, 40)).text == "甲\n乙\n"


def test_steps_may_be_repeated_and_missing(tmp_path: Path) -> None:
    content = text("甲乙丙丁", 20, 40, code='DeltaX="g 2 4 4"') + text("戊己", 20, 60)
    assert page(tmp_path, content).text == "甲乙丙丁\n戊己\n"


def test_a_scaled_object_is_where_its_matrix_says(tmp_path: Path) -> None:
    content = text("甲", 20, 40, 'CTM="2 0 0 2 0 30"') + text("乙", 20, 60)
    assert page(tmp_path, content).text == "乙\n甲\n"


def test_what_is_invisible_or_slanted_is_no_text(tmp_path: Path) -> None:
    content = (
        text("甲乙丙丁", 20, 40)
        + text("藏", 20, 60, 'Visible="false"')
        + text("印", 20, 80, 'CTM="0.7 0.7 -0.7 0.7 0 0"')
    )
    assert page(tmp_path, content).text == "甲乙丙丁\n"


def test_a_page_that_is_a_picture_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoTextLayer, match="page 2"):
        page(tmp_path, text("甲", 20, 40), '<ofd:ImageObject ID="9" Boundary="0 0 210 297" ResourceID="3"/>')


def test_blocks_inside_blocks_are_read(tmp_path: Path) -> None:
    assert (
        page(tmp_path, f"<ofd:PageBlock><ofd:PageBlock>{text('甲', 20, 40)}</ofd:PageBlock></ofd:PageBlock>").text
        == "甲\n"
    )


@pytest.mark.parametrize("location", ["../../../etc/passwd", "/etc/passwd", "Pages/none.xml", ""])
def test_a_page_that_is_elsewhere_is_refused(tmp_path: Path, location: str) -> None:
    path = tmp_path / "a.ofd"
    data = ofd_bytes([text("甲", 20, 40)])
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"Pages/Page_0/Content.xml", location.encode()))
    path.write_bytes(out.getvalue())
    with pytest.raises(InputError):
        read(path)


@pytest.mark.parametrize(
    "content",
    [
        '<ofd:TextObject Boundary="a b c" Size="x"><ofd:TextCode X="9e99" Y="" DeltaX="g g g 1 g 99999999999 4">甲</ofd:TextCode>'
        "</ofd:TextObject>",
        '<ofd:TextObject CTM="1 2"><ofd:TextCode>甲</ofd:TextCode></ofd:TextObject>',
        '<ofd:PathObject Boundary="0 0 9 9"><ofd:AbbreviatedData>M 0 L 5 C B 1 2 Z L 1 1 M 9e400 1</ofd:AbbreviatedData>'
        "</ofd:PathObject>" + text("甲", 20, 40),
    ],
)
def test_odd_values_are_borne(tmp_path: Path, content: str) -> None:
    assert page(tmp_path, content).text == "甲\n"
