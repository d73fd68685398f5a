"""The pages made from code are current, links lead somewhere, and nothing speaks of a place that a user has not."""

from __future__ import annotations

import importlib.util
import re
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

from graph.errors import walk
from graph.settings import SETTINGS
from loaders.issues import ISSUES
from queries.catalogue import catalogue

ROOT = Path(__file__).resolve().parents[1]


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "scripts/generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATE = generator()


@pytest.mark.parametrize("name", GENERATE.PAGES)
def test_a_page_made_from_code_is_current(name: str) -> None:
    made = GENERATE.PAGES[name]().rstrip() + "\n"
    assert (ROOT / name).read_text(encoding="utf-8") == made, "run `make docs`"


def test_every_code_has_its_place() -> None:
    page = (ROOT / "docs/errors.md").read_text(encoding="utf-8")
    for code in [*(kind.code for kind in walk() if kind.code != "Z000"), *ISSUES]:
        assert re.search(rf"^### {code} ", page, re.MULTILINE), code


def test_every_command_and_setting_is_described() -> None:
    import typer

    import zhize

    page = (ROOT / "docs/cli.md").read_text(encoding="utf-8")
    for name in typer.main.get_command(zhize.app).commands:  # type: ignore[attr-defined]
        assert f"## zhize {name}\n" in page
    for setting in SETTINGS:
        assert f"`{setting.name}`" in (ROOT / "docs/settings.md").read_text(encoding="utf-8")


def tracked() -> list[Path]:
    """Files under version control, or all of them in an unpacked archive."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = listed.stdout.split("\n") if listed.returncode == 0 else []
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def pages() -> list[Path]:
    return sorted(
        [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("cypher/**/*.md"), *ROOT.glob("samples/*.md")]
    )


@pytest.mark.parametrize("page", pages(), ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:|#", target):
            assert (page.parent / target.split("#")[0]).exists(), target


def test_the_tutorial_counts_the_questions() -> None:
    said = re.search(r"There are (\d+) such \[questions\]", (ROOT / "docs/tutorial.md").read_text(encoding="utf-8"))
    assert said is not None
    assert int(said[1]) == sum(not question.own for question in catalogue().values())


def test_no_file_names_a_place_of_one_machine() -> None:
    bad = re.compile(r"/(?:work|root|home/\w+)/|index-url|extra-index|simple/\s")
    for path in tracked():
        if path.suffix in (".png", ".ico", ".xlsx", ".docx", ".pdf") or path.name == Path(__file__).name:
            continue
        found = bad.search(path.read_text(encoding="utf-8", errors="ignore"))
        assert found is None, f"{path.relative_to(ROOT)}: {found.group()!r}"


def test_no_module_is_over_400_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in tracked()
        if path.suffix == ".py" and path.exists()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}
