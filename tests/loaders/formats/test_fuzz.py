"""Whatever the bytes, a reader gives a text or one error of the project's own tree, in bounded time."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import InputError
from loaders.formats import pdf_pages, read_source
from loaders.formats.pdf import MOST_MEMORY
from loaders.load import read
from loaders.source import SourceText
from tests.loaders.formats import rendering
from tests.loaders.formats.test_archive import document
from tests.loaders.formats.test_kinds import zipped
from tests.loaders.formats.test_ofd import text as ofd_text
from tests.loaders.formats.test_xlsx import workbook

SHORT = "甲岛市2031年修船工作方案\n(一)修好码头。(市港务局牵头,市渔业局配合)\n(二)修好灯塔。(市航道局牵头)\n"
ROWS = "甲岛市任务分解表\n序号\t工作任务\t牵头单位\n1\t修好码头\t市港务局\n2\t修好灯塔\t市航道局\n"
SECONDS = 60.0
ENDINGS = ("txt", "docx", "xlsx", "html", "ofd", "pdf")


def bounded(path: Path, reader: Callable[[Path], SourceText] = read_source) -> SourceText | None:
    """A text whose offsets hold, or None where the file was refused."""
    began = time.monotonic()
    try:
        source = reader(path)
    except InputError as error:
        assert "\n" not in error.line()  # noqa: PT017
        return None
    finally:
        assert time.monotonic() - began < SECONDS
    for table in source.tables:
        assert len({len(row) for row in table.rows}) == 1
        assert all(0 <= c.start <= c.end <= len(source.text) for row in table.rows for c in row)
    return source


@cache
def sample(ending: str, table: bool) -> bytes:
    writers = {
        "txt": lambda path, text: path.write_text(text, encoding="utf-8"),
        "docx": rendering.write_docx,
        "xlsx": rendering.write_xlsx,
        "html": rendering.write_html,
        "ofd": rendering.write_ofd,
        "pdf": lambda path, text: rendering.write_pdf(path, text),
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{ending}"
        if ending == "pdf":
            table = False
        writers[ending](path, ROWS if table or ending == "xlsx" else SHORT)
        return path.read_bytes()


def broken(ending: str, seed: int) -> bytes:
    """A sample with bytes changed, cut out, repeated or put in; parts of an archive before they are packed."""
    chance = random.Random(seed)
    data = sample(ending, chance.random() < 0.5)
    if ending in ("docx", "xlsx", "ofd") and chance.random() < 0.7:
        import io
        import zipfile

        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        name = chance.choice(sorted(members))
        return zipped({**members, name: hurt(members[name], chance)})
    return hurt(data, chance)


def hurt(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(out) + 1)
        match chance.randrange(5):
            case 0:
                out[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del out[at : at + chance.randint(1, 200)]
            case 2:
                out[at:at] = out[max(0, at - 80) : at] * chance.randint(1, 20)
            case 3:
                out[at:at] = chance.choice(
                    [b"\x00", "\u202e".encode(), b"<a>" * 50, b"((((", b"9" * 40, b"-1", b"&x;", b"]]>"]
                )
            case 4:
                del out[at:]
    return bytes(out)


def read_pages(path: Path) -> SourceText:
    """A broken PDF, read in this process: starting one for each would take hours. It may fill what the reader's own may."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    now = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + MOST_MEMORY // 2, hard))
    try:
        return pdf_pages.read_pages(path)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def fuzzed(tmp_path: Path, ending: str, seed: int) -> None:
    path = tmp_path / f"a.{ending}"
    path.write_bytes(broken(ending, seed))
    limited = path.read_bytes().startswith(b"%PDF") and sys.platform == "linux"
    source = bounded(path, read_pages if limited else read_source)
    if source is not None:
        read(source)


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(seed=st.integers(0, 2**32))
def test_broken_files(tmp_path: Path, ending: str, seed: int) -> None:
    fuzzed(tmp_path, ending, seed)


@pytest.mark.soak
@pytest.mark.parametrize("ending", ENDINGS)
@settings(
    max_examples=int(os.environ.get("ZHIZE_FUZZ", "10000")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32))
def test_ten_thousand_broken_files(tmp_path: Path, ending: str, seed: int) -> None:
    fuzzed(tmp_path, ending, seed)


@pytest.mark.parametrize("ending", [*ENDINGS, "doc", "md"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(data=st.binary(max_size=300))
def test_any_bytes_under_any_name(tmp_path: Path, ending: str, data: bytes) -> None:
    path = tmp_path / f"a.{ending}"
    path.write_bytes(data)
    bounded(path)


ODD = {
    "nested brackets": "(一)修好码头。" + "(" * 1000 + "市港务局牵头" + ")" * 1000 + "\n",
    "open brackets": "(" * 5000,
    "nul": "甲\x00乙(市港务局牵头)\n",
    "bidi": "\u202e(市港务局牵头)\u202c\u2066\u2069\u200f\n",
    "no line end": "甲" * 200_000,
    "one character lines": "甲\n" * 30_000,
    "only labels": "".join(f"({n})" for n in range(2000)),
    "tabs": "\t" * 20_000 + "\n" + "序号\t任务\t牵头单位\n",
    "combining": "a" + "\u0301" * 10_000,
}


@pytest.mark.parametrize("name", ODD)
def test_odd_texts_in_every_format(tmp_path: Path, name: str) -> None:
    words = ODD[name]
    plain = "".join(c for c in words if c >= " " or c in "\t\n")
    escaped = plain.replace("&", "&amp;").replace("<", "&lt;")
    files = {
        "txt": words.encode(),
        "html": f"<html><body><p>{escaped}</p></body></html>".encode(),
        "docx": zipped({"word/document.xml": document(f"<w:p><w:r><w:t>{escaped}</w:t></w:r></w:p>")}),
        "xlsx": workbook(
            '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row><c t="inlineStr">'
            f"<is><t>{escaped}</t></is></c></row></sheetData></worksheet>"
        ),
        "ofd": rendering.ofd_bytes([ofd_text(escaped[:20_000], 20, 40)]),
    }
    for ending, data in files.items():
        path = tmp_path / f"a.{ending}"
        path.write_bytes(data)
        bounded(path)


@pytest.mark.parametrize("ending", ["docx", "xlsx", "ofd"])
def test_a_member_whose_name_is_no_text_is_one_line(tmp_path: Path, ending: str) -> None:
    """Its header says UTF-8 and is not: found by coverage."""
    data = bytearray(sample(ending, False))
    at = 0
    while (at := data.find(b"PK\x03\x04", at)) >= 0:
        data[at + 7] |= 0x08
        data[at + 30] = 0xFF
        at += 30
    path = tmp_path / f"a.{ending}"
    path.write_bytes(bytes(data))
    with pytest.raises(InputError) as refused:
        read_source(path)
    assert "\n" not in refused.value.line()


@pytest.mark.soak
@pytest.mark.parametrize("ending", ENDINGS)
def test_inputs_grown_by_coverage(ending: str) -> None:
    """Ten thousand by atheris, where it installs (`scripts/fuzz.py`)."""
    script = Path(__file__).resolve().parents[3] / "scripts/fuzz.py"
    done = subprocess.run([sys.executable, script, ending], capture_output=True, text=True, errors="replace")
    if done.returncode == 3:
        pytest.skip("atheris does not install on this system")
    assert done.returncode == 0, done.stderr[-4000:]
