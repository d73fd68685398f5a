"""The documents as a site: it builds without a warning, loads nothing from elsewhere, and every example in it runs."""

from __future__ import annotations

import logging
import re
import shlex
import shutil
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

import zhize
from tests.docs_pages import Example, examples

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("index", "tutorial", "office", "office.zh", "analysts", "administrators", "reading", "contributing")
"""The pages whose every example is run, or says why it is not."""
ELSEWHERE = {
    "questions": "tests/queries/test_sample.py runs them",
    "interop": "tests/test_notebook.py runs them",
    "deploy": "a server, a proxy and rights of the system",
    "neo4j": "a server",
    "scale": "a cluster, many files",
    "reliability": "the tests themselves",
    "formats": "none", "corrections": "none", "glossary": "none", "ontology": "none", "errors": "none", "settings": "none",
    "cli": "none",
}  # fmt: skip
"""Every other page, and what holds its examples."""


# --- the site ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as `make site` builds it: a warning is an error."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    folder = tmp_path_factory.mktemp("site")
    config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(folder), strict=True)
    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    build(config)
    return folder


class Loads(HTMLParser):
    """What a page loads by itself, and what it links to."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.linked: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note addresses."""
        found = {name: value or "" for name, value in attrs}
        if tag == "a" or (tag == "link" and found.get("rel") in ("canonical", "next", "prev")):
            self.linked.append(found.get("href", ""))
        else:
            self.loaded += [
                found[name] for name in ("src", "href", "srcset", "data", "poster", "action") if name in found
            ]


def foreign(address: str) -> bool:
    """Whether an address leads to another host."""
    return bool(re.match(r"(?:https?:)?//|ftp:", address.strip()))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_every_page_is_built(site: Path) -> None:
    for path in (ROOT / "docs").glob("*.md"):
        assert (site / f"{path.stem}.html").is_file(), path.name
    assert (site / "cypher.html").is_file()
    assert "市公安局" in (site / "tutorial.html").read_text(encoding="utf-8")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        reader = Loads()
        reader.feed(page.read_text(encoding="utf-8"))
        assert [a for a in reader.loaded if foreign(a)] == [], page.name
        for address in reader.loaded:
            local = address.split("?")[0].split("#")[0]
            if local and not local.startswith("data:"):
                assert (page.parent / local).exists(), f"{page.name}: {address}"
    for sheet in site.rglob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        addresses = re.findall(r"url\(\s*['\"]?([^'\")]+)", text) + re.findall(r"@import\s+['\"]([^'\"]+)", text)
        assert [a for a in addresses if foreign(a)] == [], sheet.name
    assert foreign("//cdn.example/a.js")
    assert foreign("https://a/b")
    assert not foreign("../css/theme.css")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_links_between_pages_lead_to_a_place(site: Path) -> None:
    """MkDocs looks at links in Markdown; these are the ones in what it made, with their anchors."""
    for page in site.rglob("*.html"):
        if page.name == "search.html":
            continue
        reader = Loads()
        reader.feed(page.read_text(encoding="utf-8"))
        for address in reader.linked:
            if foreign(address) or ":" in address.split("/")[0]:
                continue
            file, _, anchor = address.partition("#")
            target = (page.parent / file).resolve() if file not in ("", ".") else page
            assert target.exists(), f"{page.name}: {address}"
            if anchor and target.suffix == ".html":
                from urllib.parse import unquote

                assert f'id="{unquote(anchor)}"' in target.read_text(encoding="utf-8"), f"{page.name}: {address}"


def test_every_page_is_in_the_table_of_contents() -> None:
    listed = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for path in (ROOT / "docs").rglob("*.md"):
        assert path.relative_to(ROOT / "docs").as_posix() in listed


# --- the examples --------------------------------------------------------------------------------------------------


def page_of(name: str) -> Path:
    """A page's file."""
    return ROOT / "docs" / f"{name}.md"


def test_every_page_says_what_holds_its_examples() -> None:
    assert {path.stem for path in (ROOT / "docs").glob("*.md")} == {*PAGES, *ELSEWHERE}


@pytest.mark.parametrize("name", PAGES)
def test_every_example_is_run_or_says_why_not(name: str) -> None:
    for example in examples(page_of(name)):
        if example.language in ("sh", "python"):
            told = example.runs or example.mark.startswith("not run: ")
            assert told, f"{name}.md:{example.line} is neither marked to be run nor says why it is not"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own with the samples, as a reader of the pages has it."""
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    monkeypatch.chdir(tmp_path)
    for name in ("ZHIZE_STORE", "ZHIZE_OFFICE", "ZHIZE_ORGANISATIONS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def command(words: list[str], monkeypatch: pytest.MonkeyPatch) -> int:
    """Run one command in this process; gives its exit status."""
    assert words[0] == "zhize", f"only zhize is run here: {words[0]}"
    monkeypatch.setattr(sys, "argv", words)
    try:
        zhize.main()
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


def in_order(lines: list[str], printed: str) -> list[str]:
    """Those lines that are not found in what was printed, each after the one before; white space counts once."""
    flat, at, lost = " ".join(printed.split()), 0, []
    for line in lines:
        words = " ".join(line.split())
        found = flat.find(words, at)
        if found < 0:
            lost.append(line)
        else:
            at = found + len(words)
    return lost


def run(example: Example, monkeypatch: pytest.MonkeyPatch, read: Callable[[], str]) -> None:
    """Run an example and hold what it prints against the page."""
    where = f"{example.page.name}:{example.line}"
    if example.language == "python":
        exec(compile(example.body, where, "exec"), {"__name__": "example"})
        status = 0
    else:
        status = 0
        for at, line in enumerate(example.commands, 1):
            status = command(shlex.split(line, comments=True), monkeypatch)
            if at < len(example.commands):
                assert status == 0, f"{where}: {line}"
    printed = read()
    assert status == example.status, f"{where}: exit status {status}\n{printed}"
    assert in_order(example.prints, printed) == [], f"{where}: not printed\n{printed}"


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.usefixtures("here")
def test_the_examples_run(name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def read() -> str:
        said = capsys.readouterr()
        return said.out + said.err

    for example in examples(page_of(name)):
        if example.runs:
            run(example, monkeypatch, read)


def test_an_example_that_prints_something_else_is_seen() -> None:
    assert in_order(["a  b", "c"], "x a b\ny c") == []
    assert in_order(["c", "a b"], "x a b\ny c") == ["a b"]


def test_files_that_a_page_names_are_there() -> None:
    for name in (*PAGES, *ELSEWHERE):
        text = page_of(name).read_text(encoding="utf-8")
        for path in re.findall(
            r"`((?:loaders|graph|queries|exports|explorer|cypher|tests|scripts|docs|samples|benchmarks)/[\w/.-]+)`",
            text,
        ):
            assert (ROOT / path).exists() or "NAME" in path, f"{name}.md: {path}"
